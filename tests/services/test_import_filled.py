"""Sheets that hold what is there: what stands in them, and what need not."""

import datetime as dt

import pytest

from tokten_core.model.expert import Expert, Skill
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.money import Money
from tokten_core.services.importing import IMPORTS, filled_form, form
from tokten_core.testing.examples import a_small_programme
from tokten_core.text import same

THERE = a_small_programme()


@pytest.mark.parametrize(("kind", "needed"), [("missions", ["id"]), ("experts", ["id"]), ("readings", ["indicator", "on"])])
def test_only_what_names_a_record_must_stand_in_a_row(kind, needed):
    """What a sheet of corrections has no column for stays as it is."""
    assert [column.key for column in filled_form(kind, THERE).columns if column.required] == needed


def test_amounts_are_in_whole_units_and_codes_are_themselves():
    bought = LedgerEntry(
        id="v3", kind=EntryKind.EXPENDITURE, on=dt.date(2009, 4, 2), budget_line="zero", amount=Money("12.50", "EUR"), invented=True
    )
    asked = filled_form("expenditure", THERE.with_records(ledger=(*THERE.ledger, bought)))
    row = dict(zip([column.key for column in asked.columns], asked.rows[0], strict=True))

    assert (row["amount"], row["amount_currency"], row["budget_line"], row["mission"]) == (
        Money("12.50", "EUR").amount,
        "EUR",
        "zero",
        None,
    )


def test_several_codes_stand_in_one_cell():
    """Apart by semicolons, in the order that they have; as a list where one of them holds a semicolon itself."""
    skilled = Expert(id="E3", name="Exemple", country="FR", skills=("a", "c;d"), invented=True)
    there = THERE.with_records(
        skills=(*THERE.skills, Skill(id="c;d", label=same("drawing"), sector="education")), experts=(*THERE.experts, skilled)
    )
    asked = filled_form("experts", there)
    at = [column.key for column in asked.columns].index("skills")

    assert [row[at] for row in asked.rows] == ["b; a", None, '["a", "c;d"]']


@pytest.mark.parametrize("names", [False, True])
def test_who_a_person_is_stays_out_unless_asked_for_and_the_sheet_says_why(names):
    asked = filled_form("experts", THERE, names=names)
    personal = {column.key for column in form("experts").columns if column.column.fact.personal}

    assert ({column.key for column in asked.columns} & personal) == (personal if names else set())
    assert ({each.column.name for each in asked.left_out} & personal) == (set() if names else personal)


@pytest.mark.parametrize("kind", IMPORTS)
def test_a_filled_form_has_the_columns_of_the_empty_one(kind):
    assert [column.key for column in filled_form(kind, THERE, names=True).columns] == [column.key for column in form(kind).columns]
