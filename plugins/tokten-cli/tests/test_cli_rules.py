"""`tokten rules` and `tokten cost --to`: the book of rules and the workbook that calculates, as files and on the screen."""

import zipfile

import pytest
from click.testing import CliRunner

from tokten_cli.main import tokten

HEADING = "mission_id,residence,start,days,thesis_supervision,teaching_hours,airfare,lodging_nights,for_profit,cost_share"
GOOD = "M1,FR,2009-02-01,14,false,10,700000,13,true,25"
WRONG = "M3,FR,2009-02-01,7,false,10,700000,13,false,"


def call(*words):
    return CliRunner(env={"TOKTEN_LANG": ""}).invoke(tokten, [*map(str, words)])


@pytest.mark.parametrize(("lang", "title"), [("fr", "Recueil des règles de coût"), ("en", "Book of the cost rules")])
def test_the_book_is_shown_within_eighty_columns(lang, title):
    answer = call("rules", "--pack", "mali", "--lang", lang)

    assert answer.exit_code == 0
    assert answer.stdout.startswith(title)
    assert max(map(len, answer.stdout.splitlines())) <= 80


@pytest.mark.parametrize("ending", ["html", "md", "xlsx", "docx"])
def test_the_book_is_written_and_never_over_something(ending, tmp_path):
    file = tmp_path / f"rules.{ending}"

    assert call("rules", "--pack", "mali", "--to", file).exit_code == 0
    again = call("rules", "--pack", "mali", "--to", file)
    assert file.stat().st_size > 1_000
    assert again.exit_code == 2
    assert "[file-exists]" in again.stderr
    assert call("rules", "--pack", "mali", "--to", file, "--replace").exit_code == 0


def test_a_file_without_an_ending_is_refused(tmp_path):
    answer = call("rules", "--pack", "mali", "--to", tmp_path / "rules")

    assert answer.exit_code == 2
    assert "[report-file-without-suffix]" in answer.stderr


def test_costs_are_written_as_living_formulas_without_the_missions_that_have_a_problem(tmp_path):
    missions, file = tmp_path / "missions.csv", tmp_path / "costs.xlsx"
    missions.write_text(f"{HEADING}\n{GOOD}\n{WRONG}\n", encoding="utf-8")

    answer = call("cost", missions, "--pack", "mali", "--to", file)

    assert answer.exit_code == 1
    assert "Missions avec une anomalie, laissées hors du classeur : 1." in answer.stderr
    with zipfile.ZipFile(file) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>IFERROR(" in sheet
    assert call("cost", missions, "--pack", "mali", "--to", file).exit_code == 2


def test_a_workbook_of_another_kind_is_refused_before_any_work(tmp_path):
    answer = call("cost", tmp_path / "none.csv", "--pack", "mali", "--to", tmp_path / "costs.pdf")

    assert answer.exit_code == 2
    assert "[workbook-file-name]" in answer.stderr
