"""`tokten allocate`: which source pays which mission; the proof that an auditor checks; the store left as it is."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from tokten_cli.main import tokten


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    address = f"sqlite:///{tmp_path_factory.mktemp('allocate') / 'mali.db'}"
    assert CliRunner().invoke(tokten, ["init", "--pack", "mali", address]).exit_code == 0
    return address


def call(store, *words):
    return CliRunner(env={"TOKTEN_LANG": ""}).invoke(tokten, ["allocate", store, "--seconds", "1", *map(str, words)])


def test_a_programme_year_is_told_source_by_source(store):
    answer = call(store, "--period", "2008/2009", "--lang", "en")

    assert (answer.exit_code, answer.stderr) == (0, "")
    assert answer.stdout.startswith("69 of 69 missions are funded, for ")
    assert "nothing better exists" in answer.stdout
    assert max(len(line) for line in answer.stdout.splitlines()) <= 80


def test_the_json_says_of_every_mission_what_every_source_says(store):
    found = json.loads(call(store, "--period", "2008/2009", "--floor", "women=30", "--format", "json").stdout)

    assert found["gain"] <= found["bound"]
    assert len(found["missions"]) == found["asked"] == 69
    assert all(len(mission["reasons"]) == 4 for mission in found["missions"])
    assert sum(mission["source"] is not None for mission in found["missions"]) == found["gain"]


def test_one_mission_is_explained(store):
    answer = call(store, "--explain", "ML-2009-001", "--lang", "en")

    assert answer.stdout.splitlines()[0] == "ML-2009-001"
    assert "UNDP, own funds: may not: not eligible" in answer.stdout


def test_the_proof_is_one_that_python_alone_verifies(store, tmp_path):
    proof = tmp_path / "proof.json"
    assert call(store, "--certificate", proof).exit_code == 0

    checker = [sys.executable, "-m", "tokten_core.simulation.allocation.checker", str(proof)]
    checked = subprocess.run(checker, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout.rsplit(": ", 1)[-1].strip()) == (0, "optimal")
    again = call(store, "--certificate", proof)
    assert (again.exit_code, again.stdout) == (2, "")
    assert call(store, "--certificate", proof, "--replace").exit_code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--floor", "woman=30"), "allocate-floor"),
        (("--floor", "women=200"), "allocate-floor"),
        (("--explain", "ML-2009-00"), "allocate-mission"),
        (("--period", "2oo9"), "period"),
        (("--aim", "money"), "option-value"),
    ],
)
def test_a_slip_is_told_with_what_is_allowed(store, words, code):
    answer = call(store, *words)

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert code in answer.stderr
