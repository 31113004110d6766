"""`tokten new-pack`: what it writes passes its own tests as it stands, and what cannot be written is refused with a remedy."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tokten_cli.main import tokten

PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist"]
TOKTEN = [sys.executable, "-m", "tokten_cli"]
COLUMNS = "mission_id,residence,start,days,thesis_supervision,teaching_hours,airfare,lodging_nights,for_profit,cost_share,place"


def call(*words):
    return CliRunner(env={"TOKTEN_LANG": ""}).invoke(tokten, ["new-pack", *map(str, words)])


def run(*words, env, cwd):
    return subprocess.run([*words], capture_output=True, text=True, encoding="utf-8", env=env, cwd=cwd, check=False)


@pytest.mark.parametrize(
    ("name", "country", "currency", "total"),
    [("togo", "TG", "XOF", 3_700), ("paris2", "FR", "EUR", 370_000), ("tunis", "TN", "TND", 3_700_000)],
)
def test_a_new_pack_passes_its_own_tests_and_costs_missions(tmp_path, installed, name, country, currency, total):
    """Cents, thousandths or none; a newcomer begins with something that works."""
    made = call(name, "--country", country, "--currency", currency, "--into", tmp_path, "--lang", "en")
    folder = tmp_path / f"tokten-{name}"
    env = installed(folder)
    tested = run(*PYTEST, "-W", "error", str(folder), env=env, cwd=tmp_path)

    assert (made.exit_code, made.stderr) == (0, "")
    assert f"pip install -e {folder}" in made.stdout
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert " passed" in tested.stdout

    abroad = "BE" if country == "FR" else "FR"
    (tmp_path / "missions.csv").write_text(f"{COLUMNS}\nM1,{abroad},2024-03-04,14,,,900,,false,,capital\n", encoding="utf-8")
    costed = run(*TOKTEN, "cost", "missions.csv", "--pack", name, "--format", "json", env=env, cwd=tmp_path)
    assert [(mission["total"], mission["currency"]) for mission in json.loads(costed.stdout)] == [(total, currency)]


def test_a_pack_whose_figure_is_changed_fails_its_cases(tmp_path, installed):
    """The tests that come with it hold something."""
    call("togo", "--country", "TG", "--into", tmp_path)
    figures = tmp_path / "tokten-togo" / "src" / "tokten_togo" / "figures.py"
    figures.write_text(figures.read_text(encoding="utf-8").replace("250 * ONE", "251 * ONE"), encoding="utf-8")
    tested = run(*PYTEST, str(tmp_path / "tokten-togo"), env=installed(tmp_path / "tokten-togo"), cwd=tmp_path)

    assert tested.returncode == 1
    assert "from the day of the amendment, the new one" in tested.stdout or "P04" in tested.stdout


def test_a_new_pack_holds_no_place_that_was_not_filled_and_fits_our_own_style(tmp_path):
    """The order of its imports apart: ruff takes the pack for a library where it does not see its project."""
    call("togo", "--country", "TG", "--into", tmp_path)
    written = [path for path in (tmp_path / "tokten-togo").rglob("*") if path.is_file()]
    style = Path(__file__).parents[3] / "pyproject.toml"
    ruff = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--ignore",
        "I001",
        "--config",
        str(style),
        str(tmp_path / "tokten-togo" / "src"),
    ]
    judged = subprocess.run(ruff, capture_output=True, text=True, check=False)

    assert not any(
        place in path.read_text(encoding="utf-8") for path in written for place in ("@name@", "@country", "@currency@", "@abroad@")
    )
    assert judged.returncode == 0, judged.stdout


@pytest.mark.parametrize(
    ("words", "codes", "remedy"),
    [
        (["Sénégal"], ["pack-name"], "such as senegal"),
        (["with-dash"], ["pack-name"], "such as senegal"),
        (["2togo"], ["pack-name"], "such as senegal"),
        (["class"], ["pack-name"], "such as senegal"),
        (["a" * 31], ["pack-name"], "such as senegal"),
        (["mali"], ["pack-name-taken"], "Choose another name"),
        (["core"], ["pack-name-taken"], "Choose another name"),
        (["togo", "--country", "tg"], ["pack-country"], "(did you mean TG?)"),
        (["togo", "--currency", "CFA"], ["unknown-currency"], "Correct the code"),
        (["Togo", "--country", "XX", "--currency", "ABC"], ["pack-name", "pack-country", "unknown-currency"], "Correct the code"),
    ],
)
def test_what_no_pack_can_be_made_of_is_told_all_at_once_and_nothing_is_written(tmp_path, words, codes, remedy):
    refused = call(*words, "--into", tmp_path, "--lang", "en")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert [line.rpartition("[")[2].rstrip("]") for line in refused.stderr.splitlines()] == codes
    assert remedy in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_exists_is_left_alone_unless_it_is_to_be_replaced(tmp_path):
    """Somebody's afternoon is in it; even replaced, files that a new pack does not have stay."""
    call("togo", "--into", tmp_path)
    readme, own = tmp_path / "tokten-togo" / "README.md", tmp_path / "tokten-togo" / "notes.md"
    readme.write_text("mine", encoding="utf-8")
    own.write_text("mine", encoding="utf-8")
    refused = call("togo", "--into", tmp_path)

    assert (refused.exit_code, readme.read_text(encoding="utf-8")) == (2, "mine")
    assert refused.stderr.rstrip().endswith("[pack-folder-exists]")
    assert call("togo", "--into", tmp_path, "--replace").exit_code == 0
    assert (readme.read_text(encoding="utf-8") == "mine", own.read_text(encoding="utf-8")) == (False, "mine")
    assert [path.name for path in tmp_path.iterdir()] == ["tokten-togo"]


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    refused = call("togo", "--into", tmp_path / "file")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "[pack-folder-not-writable]" in refused.stderr
