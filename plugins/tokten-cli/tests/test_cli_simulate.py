"""`tokten simulate`: what it shows, what it writes, what it refuses."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tokten_cli.main import tokten
from tokten_core.plugins import load_pack, open_store

SCENARIO = Path(__file__).parents[3] / "examples" / "mali" / "scenario.toml"
KINDS = {".html": b"<!", ".svg": b"<svg", ".png": b"\x89PNG", ".xlsx": b"PK", ".docx": b"PK", ".pdf": b"%PDF", ".md": b"# "}


def call(*words, text=None):
    return CliRunner(env={"TOKTEN_LANG": ""}).invoke(tokten, ["simulate", *map(str, words)], input=text)


@pytest.fixture(scope="module")
def mali():
    address = "memory:cli-simulate"
    open_store(address).save(load_pack("mali").programme(), replace=True)
    return address


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_outcome_stands_in_eighty_columns(mali, lang):
    done = call(SCENARIO, mali, "--runs", 200, "--lang", lang)

    assert (done.exit_code, done.stderr) == (0, "")
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert ("Argent restant" in done.stdout) == (lang == "fr")


def test_json_tells_money_in_whole_francs_and_chance_in_runs(mali):
    outcome = json.loads(call(SCENARIO, mali, "--runs", 200, "--format", "json").stdout, parse_float=str)

    (total,) = outcome["total"]
    assert all(type(each) is int for each in (total["least"], *total["deciles"], total["greatest"], *total["mean"].values()))
    assert next((each["indicator"], each["runs"]) for each in outcome["targets"]) == ("missions-education", 200)
    assert sum(each["mean"]["numerator"] / each["mean"]["denominator"] for each in outcome["payer"]) == pytest.approx(
        total["mean"]["numerator"] / total["mean"]["denominator"]
    )


def test_the_same_seed_gives_the_same_bytes_with_two_workers(mali):
    alone, two, other = (
        call(SCENARIO, mali, "--runs", 150, "--format", "json", *more).stdout for more in ([], ["--workers", 2], ["--seed", 2])
    )

    assert alone == two != other


@pytest.mark.parametrize("suffix", KINDS)
def test_the_outcome_is_written_as_its_ending_says_and_over_nothing(mali, tmp_path, suffix):
    file = tmp_path / f"outcome{suffix}"

    first, again, replaced = (call(SCENARIO, mali, "--runs", 50, "--to", file, *more) for more in ([], [], ["--replace"]))

    assert first.exit_code == replaced.exit_code == 0
    assert file.read_bytes().lstrip()[: len(KINDS[suffix])] == KINDS[suffix]
    assert (again.exit_code, again.stdout) == (2, "")
    assert "[file-exists]" in again.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--runs", "0"], "option-not-a-number"),
        (["--runs", "many"], "option-not-a-number"),
        (["--seed", "-1"], "option-not-a-number"),
        (["--workers", "9999"], "option-not-a-number"),
        (["--to", "outcome"], "simulation-file-without-suffix"),
    ],
)
def test_a_wrong_option_is_told_and_nothing_is_done(mali, words, code):
    done = call(SCENARIO, mali, *words)

    assert (done.exit_code, done.stdout) == (2, "")
    assert f"[{code}]" in done.stderr


def test_a_misspelt_key_is_told_with_its_file_and_the_nearest(mali):
    done = call("-", mali, "--lang", "en", text="title = 'x'\n[programme]\n[drawz]\n")

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("stdin: drawz: the key drawz is unknown (did you mean draws?).")


def test_a_scenario_that_is_no_text_is_refused(mali, tmp_path):
    file = tmp_path / "scenario.toml"
    file.write_bytes(b"\xff\xfe\x00t")

    assert call(file, mali).stderr.endswith("[scenario-not-utf8]\n")
