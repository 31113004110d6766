"""What a cell may hold, and what is read from it: the table that an office can check."""

import datetime as dt
from decimal import Decimal

import pytest

from tokten_core.errors import InputError
from tokten_core.model.expert import Skill
from tokten_core.services.importing import form
from tokten_core.sheets import Dialect, reader_of
from tokten_core.testing.examples import a_small_programme
from tokten_core.text import same

THERE = a_small_programme()
NOTHING, FRENCH, ENGLISH = Dialect(), Dialect("dmy", "comma"), Dialect("mdy", "point")
MIDNIGHT = dt.time(0)


def column(kind, key):
    return next(each for each in form(kind, THERE).columns if each.key == key)


def read(kind, key, value, dialect=NOTHING):
    return reader_of(column(kind, key), dialect)(value)


def refusal(kind, key, value, dialect=NOTHING):
    with pytest.raises(InputError) as caught:
        read(kind, key, value, dialect)
    (problem,) = caught.value.problems
    return problem.code


# Days.


@pytest.mark.parametrize(
    ("written", "dialect", "day"),
    [
        ("2009-03-01", NOTHING, dt.date(2009, 3, 1)),
        ("2009-03-01", FRENCH, dt.date(2009, 3, 1)),  # an ISO day has one meaning, whatever is declared
        ("01/03/2009", FRENCH, dt.date(2009, 3, 1)),
        ("1/3/2009", FRENCH, dt.date(2009, 3, 1)),
        ("01.03.2009", FRENCH, dt.date(2009, 3, 1)),
        ("01/03/2009", ENGLISH, dt.date(2009, 1, 3)),
        (" 31/12/2009 ", FRENCH, dt.date(2009, 12, 31)),
        (dt.datetime(2009, 3, 1), NOTHING, dt.date(2009, 3, 1)),  # noqa: DTZ001 - a workbook knows no zones
        (39873, NOTHING, dt.date(2009, 3, 1)),  # the serial number of a cell without a date format
        (39873.0, NOTHING, dt.date(2009, 3, 1)),
        ("", NOTHING, None),
        ("  ", NOTHING, None),
    ],
)
def test_a_day_is_read_where_it_has_one_meaning(written, dialect, day):
    assert read("missions", "start", written, dialect) == day


@pytest.mark.parametrize(
    ("written", "dialect", "code"),
    [
        ("01/03/2009", NOTHING, "sheet-day-unclear"),
        ("31/12/2009", NOTHING, "sheet-day-unclear"),  # one day alone shows nothing about the others of its column
        ("01/03/2009", Dialect("iso"), "sheet-day-unclear"),
        ("31/02/2009", FRENCH, "wrong-value"),
        ("12/31/2009", FRENCH, "wrong-value"),
        ("01/03/09", FRENCH, "wrong-value"),  # of which century?
        ("mars 2009", FRENCH, "wrong-value"),
        ("2009-3-1", FRENCH, "wrong-value"),
        ("2009", FRENCH, "wrong-value"),
        (2009, FRENCH, "wrong-value"),  # a year in a column of days is no serial number
        (39873.5, FRENCH, "wrong-value"),
        (dt.datetime(2009, 3, 1, 8, 30), FRENCH, "wrong-value"),  # noqa: DTZ001 - as above
        (dt.datetime(1900, 1, 15), FRENCH, "sheet-day-early"),  # noqa: DTZ001 - as above
        (True, FRENCH, "wrong-value"),
    ],
)
def test_a_day_that_may_be_another_is_refused(written, dialect, code):
    assert refusal("missions", "start", written, dialect) == code


def test_a_workbook_that_counts_from_1904_gives_its_own_days():
    """The same serial number is another day in the workbooks of old Macintoshes; the file says which it is."""
    assert read("missions", "start", 38411, Dialect(epoch=dt.date(1904, 1, 1))) == dt.date(2009, 3, 1)


# Numbers and amounts.


@pytest.mark.parametrize(
    ("written", "dialect", "number"),
    [
        ("650000", NOTHING, 650_000),
        ("650 000", NOTHING, 650_000),
        ("650\u00a0000", NOTHING, 650_000),  # as Excel sets thousands apart in French
        ("1\u202f250\u202f000", NOTHING, 1_250_000),  # as LibreOffice does
        ("12.5", NOTHING, Decimal("12.5")),
        ("1,250", FRENCH, Decimal("1.250")),
        ("1 250,75", FRENCH, Decimal("1250.75")),
        ("1.250", ENGLISH, Decimal("1.250")),
        ("-5", NOTHING, -5),
        ("\u22125", NOTHING, -5),  # the minus sign that some programs write
        ("0", NOTHING, 0),
        (650000, NOTHING, 650_000),
        (650000.0, NOTHING, 650_000),
        (0.1, NOTHING, Decimal("0.1")),  # up to fifteen digits a cell has one decimal writing
        ("", NOTHING, None),
        ("\u00a0", NOTHING, None),
    ],
)
def test_an_amount_is_read_where_it_has_one_meaning(written, dialect, number):
    assert read("missions", "airfare", written, dialect) == number


@pytest.mark.parametrize(
    ("written", "dialect", "code"),
    [
        ("1,250", NOTHING, "sheet-number-unclear"),
        ("1.250", NOTHING, "sheet-number-unclear"),
        ("12,5", NOTHING, "sheet-number-unclear"),
        ("1.250", FRENCH, "sheet-number-unclear"),
        ("1,250", ENGLISH, "sheet-number-unclear"),
        ("1.250,50", FRENCH, "sheet-number-unclear"),
        ("1'250", FRENCH, "sheet-number-unclear"),
        ("1 25", NOTHING, "sheet-number-unclear"),  # a space between anything but thousands
        ("12 500 00", NOTHING, "sheet-number-unclear"),
        ("650 000 FCFA", NOTHING, "wrong-value"),  # the currency has a column of its own
        ("environ 500", NOTHING, "wrong-value"),
        ("1e5", NOTHING, "wrong-value"),
        ("=1+1", NOTHING, "wrong-value"),
        ("٦٥٠", NOTHING, "wrong-value"),
        (0.1 + 0.2, NOTHING, "sheet-number-inexact"),
        (1e15, NOTHING, "sheet-number-inexact"),
        (float("inf"), NOTHING, "sheet-number-inexact"),
        (float("nan"), NOTHING, "sheet-number-inexact"),
        (True, NOTHING, "wrong-value"),
        (dt.datetime(2009, 3, 1), NOTHING, "wrong-value"),  # noqa: DTZ001 - a workbook knows no zones
    ],
)
def test_an_amount_that_may_be_another_is_refused(written, dialect, code):
    assert refusal("missions", "airfare", written, dialect) == code


@pytest.mark.parametrize(("written", "hours"), [("40", 40), (40.0, 40), ("1 200", 1200), ("", None)])
def test_hours_are_whole(written, hours):
    assert read("missions", "teaching_hours", written) == hours


@pytest.mark.parametrize("written", ["40.5", 40.5])
def test_half_an_hour_is_refused_not_rounded(written):
    assert refusal("missions", "teaching_hours", written) == "wrong-value"


# Yes and no, codes, references, words.


@pytest.mark.parametrize(
    ("written", "truth"),
    [("oui", True), ("Oui", True), ("VRAI", True), ("true", True), ("yes", True), (True, True), (1, True),
     ("non", False), ("faux", False), ("FALSE", False), ("no", False), (False, False), (0, False), ("", None)],
)  # fmt: skip
def test_yes_and_no_are_read_as_people_and_programs_write_them(written, truth):
    assert read("missions", "for_profit", written) is truth


@pytest.mark.parametrize("written", ["o", "1", "x", "peut-être", 2])
def test_what_is_neither_yes_nor_no_is_refused(written):
    assert refusal("missions", "for_profit", written) == "wrong-value"


@pytest.mark.parametrize(
    ("key", "written", "code"),
    [
        ("kind", "enseignement", "teaching"),
        ("kind", "Teaching", "teaching"),
        ("kind", "encadrement de these", "thesis_supervision"),  # accents get lost in some exports
        ("residence", "FR – France", "FR"),
        ("residence", "fr", "FR"),
        ("residence", "Côte d'Ivoire", "CI"),
        ("airfare_currency", "xof", "XOF"),
    ],
)
def test_a_code_is_read_by_its_words_in_either_language(key, written, code):
    assert read("missions", key, written) == code


@pytest.mark.parametrize("key", ["kind", "residence"])
def test_a_code_that_is_not_in_the_list_is_refused(key):
    assert refusal("missions", key, "formatoin") == "sheet-not-a-choice"


@pytest.mark.parametrize(
    ("written", "identifier"),
    [("E1", "E1"), (" E1 ", "E1"), ("E1 – Awa", "E1"), ("E9", "E9"), ("E9 – Awa", "E9"), (12, "12"), (12.0, "12"), ("", None)],
)
def test_a_reference_is_read_out_of_what_the_list_offers(written, identifier):
    """A label is the list's own, and may be a person's name: it is not taken along, nor shown in a message."""
    assert read("missions", "expert", written) == identifier


@pytest.mark.parametrize(("written", "identifier"), [("a – b – c", "a – b – c"), ("a – b", "a – b"), ("a – x", "a"), ("b – a", "b")])
def test_an_identifier_that_holds_a_dash_is_not_cut_where_that_could_be_another(written, identifier):
    """With records a and a – b, what a – b – c means is anybody's guess: no record is found for it."""
    more = THERE.with_records(skills=(*THERE.skills, Skill(id="a – b", label=same("law"), sector="law")))
    asked = next(each for each in form("experts", more).columns if each.key == "skills")

    assert reader_of(asked, NOTHING)(written) == [identifier]


@pytest.mark.parametrize(
    ("written", "skills"), [("a; b", ["a", "b"]), ("a", ["a"]), ("a;\nb;", ["a", "b"]), ('["a", "b"]', ["a", "b"]), ("", None)]
)
def test_several_codes_stand_in_one_cell(written, skills):
    assert read("experts", "skills", written) == skills


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "@SUM(A1)", "+33", "-", "\u202eabc", " deux  espaces ", "ligne\nligne", "01/03/2009", "'x"]
)
def test_words_stay_as_they_are(text):
    """A text is a text, whatever a spreadsheet would make of it; nothing is trimmed, run or turned into something else."""
    assert read("missions", "sector", text) == text


def test_a_line_break_of_windows_is_a_line_feed():
    assert read("readings", "note", "un\r\ndeux") == "un\ndeux"


@pytest.mark.parametrize("value", [12.5, True, dt.datetime(2009, 3, 1), 0.1 + 0.2])  # noqa: DTZ001 - a workbook knows no zones
def test_what_is_no_text_is_not_made_into_one(value):
    assert refusal("readings", "note", value) in {"sheet-cell-not-text", "sheet-number-inexact"}
