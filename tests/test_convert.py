"""Plain rows to records: nothing guessed, nothing lost, every problem with its place."""

import datetime as dt
from decimal import Decimal

import pytest

from tokten_core.convert import programme_of, record_of, records_of, to_row
from tokten_core.errors import InputError
from tokten_core.model.budget import BudgetLine
from tokten_core.model.committee import Session
from tokten_core.model.expert import Expert
from tokten_core.model.mission import Mission, MissionState
from tokten_core.money import Money
from tokten_core.text import Text

MISSION = {"id": "M1", "residence": "FR", "start": "2009-03-01", "end": "2009-03-14"}
LINE = {"id": "L1", "item": "I", "funding_source": "ce", "year": "2008/2009", "source": "s"}


def problems_of(kind, row):
    with pytest.raises(InputError) as caught:
        record_of(kind, row, "f.csv, line 2")
    return caught.value.problems


def test_texts_become_what_the_fields_say():
    mission = record_of(
        Mission,
        MISSION
        | {"thesis_supervision": "false", "teaching_hours": "0", "airfare": "450000", "airfare_currency": "XOF", "state": "approved"},
        "f.csv, line 2",
    )

    assert mission.start == dt.date(2009, 3, 1)
    assert mission.thesis_supervision is False
    assert mission.teaching_hours == 0
    assert mission.airfare == Money(450_000, "XOF")
    assert mission.state is MissionState.APPROVED


def test_an_empty_cell_is_missing_and_never_zero():
    mission = record_of(Mission, MISSION | {"teaching_hours": "", "airfare": "", "airfare_currency": ""}, "f.csv, line 2")

    assert (mission.teaching_hours, mission.airfare) == (None, None)


@pytest.mark.parametrize("word", ["vrai", "True", "FALSE", "0", "1", "yes", " true", 1, 0])
def test_a_truth_value_is_true_or_false_and_no_other_word(word):
    """Python takes any word for true, the word *false* too."""
    (problem,) = problems_of(Session, {"id": "s", "invented": word})

    assert (problem.code, problem.place) == ("wrong-value", "f.csv, line 2, invented")


@pytest.mark.parametrize("number", ["2.9", "1e3", "1 000", "1_000", "+5", " 5", "０", "", 2.9, True])
def test_a_whole_number_is_digits_only(number):
    (problem,) = problems_of(BudgetLine, LINE | {"amount": number, "amount_currency": "XOF"})

    assert problem.code in {"wrong-value", "amount-without-currency"}


@pytest.mark.parametrize("number", ["1,5", "1e5", "NaN", "Infinity", ".5", "5.", "--1", 1.5, False])
def test_an_exact_number_is_digits_with_a_point(number):
    from tokten_core.model.logframe import Reading

    (problem,) = problems_of(Reading, {"id": "r", "indicator": "i", "on": "2009-01-01", "value": number})

    assert problem.code == "wrong-value"


@pytest.mark.parametrize("day", ["01/03/2009", "2009-3-1", "2009-02-30", "20090301", "2009-03-01T00:00:00", "0000-01-01"])
def test_a_day_is_read_one_way_only(day):
    (problem,) = problems_of(Mission, MISSION | {"start": day})

    assert (problem.code, problem.place) == ("wrong-value", "f.csv, line 2, start")


@pytest.mark.parametrize("cell", ["a", "[1]", '"a"', "{}", "[" * 100_000, '["\\ud800"]', "[null]"])
def test_a_list_is_json_of_texts(cell):
    (problem,) = problems_of(Expert, {"id": "E", "name": "x", "country": "FR", "skills": cell})

    assert problem.place.startswith("f.csv, line 2")


def test_a_float_is_never_money():
    (problem,) = problems_of(BudgetLine, LINE | {"amount": 1.5, "amount_currency": "XOF"})

    assert problem.code == "wrong-value"


def test_an_amount_and_its_currency_go_together():
    (problem,) = problems_of(BudgetLine, LINE | {"amount": "5", "amount_currency": ""})

    assert problem.code == "amount-without-currency"


def test_a_missing_column_and_an_unknown_one_are_told_together():
    found = problems_of(Mission, {"id": "M1", "residense": "FR", "start": "2009-03-01"})

    assert [(problem.code, problem.place) for problem in found] == [
        ("unknown-column", "f.csv, line 2"),
        ("missing-value", "f.csv, line 2, residence"),
        ("missing-value", "f.csv, line 2, end"),
    ]
    assert "did you mean residence?" in found[0].say("en")


def test_a_code_that_is_not_in_the_list_shows_the_list():
    (problem,) = problems_of(Mission, MISSION | {"state": "payed"})

    assert "proposed, approved" in problem.say("fr")


def test_what_the_record_itself_refuses_keeps_the_place_of_its_row():
    (problem,) = problems_of(Mission, MISSION | {"end": "2009-02-01"})

    assert problem.say("en").startswith("f.csv, line 2, missions[M1].end: 2009-02-01 is before the start, 2009-03-01.")


def test_one_bad_row_does_not_hide_the_next():
    rows = [("line 2", MISSION | {"start": "x"}), ("line 3", MISSION), ("line 4", MISSION | {"end": "y"})]

    with pytest.raises(InputError) as caught:
        records_of(Mission, rows)

    assert [problem.place for problem in caught.value.problems] == ["line 2, start", "line 4, end"]


def test_rows_without_the_programme_itself_are_no_programme():
    with pytest.raises(InputError) as caught:
        programme_of({"missions": [("line 2", MISSION)]})

    assert caught.value.code == "missing-value"


def test_a_row_holds_minor_units_codes_and_both_languages():
    line = BudgetLine(
        id="L1", item="I", funding_source="eu", year="2009", amount=Money("12.50", "EUR"), reading=Text(en="ours", fr=""), source="s"
    )

    row = to_row(line)

    assert (row["amount"], row["amount_currency"], row["reading_en"], row["reading_fr"]) == (1250, "EUR", "ours", "")
    assert record_of(BudgetLine, row, "here") == line


def test_an_exact_number_keeps_its_digits():
    from tokten_core.model.logframe import Reading

    reading = record_of(Reading, {"id": "r", "indicator": "i", "on": "2009-01-01", "value": "0.10"}, "here")

    assert str(reading.value) == "0.10"
    assert reading.value == Decimal(1) / 10
