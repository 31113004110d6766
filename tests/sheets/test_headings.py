"""What stands above the rows of a filled sheet: declarations and headings, in either language."""

import pytest

from tokten_core.errors import InputError
from tokten_core.services.importing import IMPORTS, form
from tokten_core.sheets import Dialect, FilledSheet, headed
from tokten_core.sheets.forms import folded

KEYS = "indicator;on;value"


def sheet(*lines):
    rows = [(number, {at: cell for at, cell in enumerate(line.split(";")) if cell}) for number, line in enumerate(lines, start=1)]
    return FilledSheet(
        [row for row in rows if row[1]], lambda number, at: f"line {number}" if at is None else f"line {number}, column {at + 1}"
    )


def read(*lines, dialect=Dialect()):  # noqa: B008 - frozen
    return headed(sheet(*lines), form("readings"), dialect)


def problems(*lines, dialect=Dialect()):  # noqa: B008 - frozen
    with pytest.raises(InputError) as caught:
        read(*lines, dialect=dialect)
    return [(problem.code, problem.place) for problem in caught.value.problems]


@pytest.mark.parametrize(
    "line",
    ["indicator;on;value", "Indicateur *;Date *;Valeur *", "value;on;indicator", "INDICATEUR;date;  valeur ", "Indicator *;Day *;Value *"],
)
def test_headings_are_keys_or_labels_in_any_order_and_in_either_language(line):
    found = read(line, "i1;2009-03-31;5")

    assert {column.key for column in found.columns.values()} == {"indicator", "on", "value"}
    assert [cells for _, cells in found.rows] == [{0: "i1", 1: "2009-03-31", 2: "5"}]


def test_a_row_of_keys_below_the_labels_decides():
    """A template carries both; whoever rewords a label has not lost the column."""
    found = read("Quoi;Quand;Combien", KEYS, "i1;2009-03-31;5")

    assert [column.key for column in found.columns.values()] == KEYS.split(";")
    assert len([*found.rows]) == 1


def test_a_row_below_keys_is_a_row_whatever_it_holds():
    """An expert may be called by the name of a column."""
    found = read(KEYS, "note;value;id")

    assert [cells for _, cells in found.rows] == [{0: "note", 1: "value", 2: "id"}]


@pytest.mark.parametrize("kind", IMPORTS)
def test_no_two_columns_of_a_form_go_by_one_name(kind):
    """A heading that could be two columns would be a guess."""
    words = [{folded(each) for each in (one.key, one.column.label.fr, one.column.label.en)} for one in form(kind).columns]

    assert sum(map(len, words)) == len(set().union(*words))


def test_a_sheet_declares_how_its_days_and_decimals_are_written():
    found = read("# Relevé du trimestre", "# dates: jj/mm/aaaa", "# décimales: virgule", KEYS, "i1;01/03/2009;1,5")

    assert (found.dialect.days, found.dialect.decimal) == ("dmy", "comma")


@pytest.mark.parametrize("line", ["# dates: dd/mm/yyyy", "# Dates : JJ/MM/AAAA", "#dates:dmy", "# dates: jj/mm/aaaa;;;"])
def test_a_declaration_is_read_in_either_language_and_as_excel_leaves_it(line):
    assert read(line, KEYS).dialect.days == "dmy"


@pytest.mark.parametrize("line", ["# date de saisie: hier", "# dates: jj/mm", "# decimales: point-virgule"])
def test_a_declaration_that_says_nothing_known_is_told(line):
    assert problems(line, KEYS) == [("sheet-declaration", "line 1, column 1")]


def test_a_sheet_that_contradicts_the_call_is_told():
    assert problems("# dates: jj/mm/aaaa", KEYS, dialect=Dialect("mdy")) == [("sheet-declared-twice", "line 1, column 1")]


def test_an_unknown_heading_proposes_the_nearest_and_a_missing_one_is_named():
    with pytest.raises(InputError) as caught:
        read("indicatuer;date;valeur;note")
    unknown, missing = caught.value.problems

    assert (unknown.code, unknown.place) == ("unknown-column", "line 1, column 1")
    assert "(vouliez-vous dire indicateur ?)" in unknown.say("fr")
    assert (missing.code, missing.value.fr) == ("sheet-column-missing", "indicateur (indicator)")


def test_a_column_that_a_sheet_may_not_set_says_why():
    with pytest.raises(InputError) as caught:
        read(f"{KEYS};invented")

    assert "n'est pas fictif" in caught.value.say("fr")


def test_a_column_that_stands_there_twice_is_told():
    """Which of the two would count?"""
    assert problems("indicator;on;value;valeur") == [("sheet-column-twice", "line 1")]


@pytest.mark.parametrize("lines", [("Bonjour", "a;b"), ("1;2;3",), ("id_mission;cout",)])
def test_another_sheet_is_one_problem_not_thirty(lines):
    assert problems(*lines) == [("sheet-other", "line 1")]


@pytest.mark.parametrize("lines", [(), ("",), ("# dates: jj/mm/aaaa",)])
def test_a_sheet_without_headings_is_told(lines):
    assert problems(*lines) == [("sheet-empty", "line 1")]
