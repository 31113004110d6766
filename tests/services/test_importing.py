"""Records that people type into sheets: what is asked for, what is taken, what is told."""

import datetime as dt

import pytest

from tokten_core.errors import InputError, UsageError
from tokten_core.model.institution import Institution, InstitutionKind
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.model.mission import MissionState
from tokten_core.money import Money
from tokten_core.records import facts_of
from tokten_core.schema import columns
from tokten_core.services import import_forms
from tokten_core.services.importing import IMPORTS, changes, form, incoming
from tokten_core.sheets import FilledSheet
from tokten_core.terms import CODE_LABELS
from tokten_core.testing.examples import a_small_programme

THERE = a_small_programme()
MISSIONS = "id;residence;start;end"
LEDGER = "id;on;budget_line;amount;amount_currency"


def sheet(*lines):
    rows = [(number, {at: cell for at, cell in enumerate(line.split(";")) if cell}) for number, line in enumerate(lines, start=1)]
    return FilledSheet(
        [row for row in rows if row[1]], lambda number, at: f"line {number}" if at is None else f"line {number}, column {at + 1}"
    )


def taken(kind, *lines, update=False, programme=THERE):
    return incoming(kind, sheet(*lines), programme, update=update)


def problems(kind, *lines, update=False):
    with pytest.raises(InputError) as caught:
        taken(kind, *lines, update=update)
    return [(problem.code, problem.place) for problem in caught.value.problems]


# What a sheet asks for.


@pytest.mark.parametrize("about", IMPORTS.values(), ids=IMPORTS)
def test_a_form_has_every_column_of_its_record_but_those_left_out_with_a_reason(about):
    """A fact added to a record is in its sheet the same day."""
    asked, left_out = form(about.name).columns, form(about.name).left_out

    assert [*(column.key for column in asked), *(each.column.name for each in left_out)] == sorted(
        (column.name for column in columns(about.record)), key=lambda name: name in about.not_typed
    )
    assert all(each.why for each in left_out)
    assert not [each.column.name for each in left_out if each.column.required and each.column.name not in about.fixed]


@pytest.mark.parametrize("about", IMPORTS.values(), ids=IMPORTS)
def test_every_unit_and_every_code_of_a_form_has_words_in_both_languages(about):
    units = {fact.unit for fact in facts_of(about.record).values() if fact.unit}
    codes = {code for column in form(about.name).columns for code in column.column.choices}

    assert units <= import_forms.UNIT_WORDS.keys()
    assert codes <= CODE_LABELS.keys()


def test_the_lists_offer_what_the_programme_has_with_its_label():
    """An officer picks a structure by its name, not by its number."""
    law = Institution(id="INS-1", name="Faculté de droit", kind=InstitutionKind.UNIVERSITY, sector="law")
    programme = THERE.with_records(institutions=(law,))
    lists = {column.key: [choice.words.fr for choice in column.choices] for column in form("missions", programme).columns}

    assert lists["institution"] == ["INS-1 – Faculté de droit"]
    assert lists["kind"][:2] == ["enseignement", "recherche"]
    assert "ML – Mali" in lists["residence"]
    assert lists["sector"] == ["education", "health", "law"]
    assert lists["airfare_currency"] == ["XOF", "USD", "EUR"]
    assert lists["start"] == []


@pytest.mark.parametrize(("names", "offered"), [(False, ["E2", "E1"]), (True, ["E2 – =HYPERLINK(1)", "E1 – Awa \"É\" Exemple, 'deux'"])])
def test_names_of_persons_stand_in_lists_only_when_asked_for(names, offered):
    """A sheet goes from hand to hand; the register's numbers say nothing to strangers."""
    asked = form("missions", THERE, names=names)
    experts = next(column for column in asked.columns if column.key == "expert")

    assert [choice.words.fr for choice in experts.choices] == offered
    assert (import_forms.HOLDS_NAMES in asked.about) is names


def test_an_unknown_kind_of_sheet_proposes_the_nearest():
    with pytest.raises(UsageError) as caught:
        form("mission")

    assert "(did you mean missions?)" in caught.value.say("en")


# What is taken.


def test_a_new_mission_is_proposed_and_what_is_empty_is_unknown():
    (mission,) = taken("missions", f"{MISSIONS};teaching_hours;airfare;airfare_currency", "M9;FR;2009-03-01;2009-03-14;;650 000;XOF").added

    assert (mission.state, mission.invented, mission.airfare) == (MissionState.PROPOSED, False, Money(650_000, "XOF"))
    assert (mission.teaching_hours, mission.expert, mission.cost_share) == (None, None, None)


def test_an_amount_is_typed_in_whole_units_and_kept_in_minor_ones():
    """People say 812.50 euros; the store keeps 81 250 cents."""
    (mission,) = taken("missions", f"{MISSIONS};airfare;airfare_currency", "M9;FR;2009-03-01;2009-03-14;812.50;EUR").added

    assert mission.airfare == Money("812.50", "EUR")


def test_each_row_of_expenditure_is_an_entry_of_that_kind():
    (entry,) = taken("expenditure", LEDGER, "V9;2009-03-31;zero;1000;XOF").added

    assert entry == LedgerEntry(id="V9", kind=EntryKind.EXPENDITURE, on=dt.date(2009, 3, 31), budget_line="zero", amount=Money(1000, "XOF"))


def test_a_reading_without_identifier_is_named_by_its_indicator_and_its_day():
    (reading,) = taken("readings", "indicator;on;value", "i1;2009-06-30;5").added

    assert reading.id == "i1/2009-06-30"


def test_a_second_reading_of_one_day_is_told_at_its_indicator():
    rows = ("indicator;on;value", "i1;2009-06-30;5", "i1;2009-06-30;6")

    assert problems("readings", *rows) == [("duplicate-id", "line 3, column 1")]


def test_rows_may_refer_to_one_another_in_any_order():
    """An expenditure may correct another one further down."""
    found = taken("expenditure", f"{LEDGER};refers_to", "V8;2009-03-31;zero;-5;XOF;V9", "V9;2009-03-31;zero;5;XOF;v1")

    assert [entry.refers_to for entry in found.added] == ["V9", "v1"]


def test_blank_rows_say_nothing():
    assert len(taken("missions", MISSIONS, ";;;", "M9;FR;2009-03-01;2009-03-14", " ; ;", "").added) == 1


def test_a_change_is_taken_only_when_asked_for_and_leaves_what_the_sheet_has_no_column_for():
    """The state and the airfare of the mission stay; its last day moves."""
    rows = (f"{MISSIONS};teaching_hours", "=M1;FR;2009-03-01;2009-03-20;")
    ((before, after),) = taken("missions", *rows, update=True).changed

    assert problems("missions", *rows) == [("import-id-taken", "line 2, column 1")]
    assert [*changes(before, after)] == [("end", dt.date(2009, 3, 14), dt.date(2009, 3, 20)), ("teaching_hours", 0, None)]
    assert (after.state, after.airfare, after.invented) == (before.state, before.airfare, before.invented)


def test_what_is_there_just_so_is_no_change():
    found = taken("missions", MISSIONS, "M2;FR;2009-03-01;2009-03-01", update=True)

    assert (found.put, found.unchanged) == ((), 1)


def test_the_order_of_rows_is_the_order_of_records():
    found = taken("missions", MISSIONS, *(f"M{number};FR;2009-03-01;2009-03-14" for number in (9, 7, 8)))

    assert [mission.id for mission in found.put] == ["M9", "M7", "M8"]


# What is told.


def test_every_problem_of_every_row_is_told_at_once_at_its_cell():
    found = problems(
        "missions",
        f"{MISSIONS};expert;airfare;airfare_currency;for_profit;cost_share",
        "M9;France;01/03/2009;2009-03-14;E1;650.000;XOF;peut-être;",
        "M8;FR;2009-03-14;2009-03-01;E9;650000;;non;10",
        "M8;XX;2009-03-01;;E1;12.5;XOF;oui;110",
        ";FR;2009-03-01;2009-03-14;;;EUR;;;reste",
    )

    assert found == [
        ("sheet-day-unclear", "line 2, column 3"),
        ("sheet-number-unclear", "line 2, column 6"),
        ("wrong-value", "line 2, column 8"),
        ("ends-before-start", "line 3, column 4"),
        ("broken-reference", "line 3, column 5"),
        ("amount-without-currency", "line 3, column 6"),
        ("cost-share-without-profit", "line 3, column 9"),
        ("duplicate-id", "line 4, column 1"),
        ("sheet-not-a-choice", "line 4, column 2"),
        ("missing-value", "line 4, column 4"),
        ("money-below-minor-unit", "line 4, column 6"),
        ("missing-value", "line 5, column 1"),
        ("amount-without-currency", "line 5, column 7"),
        ("sheet-cell-outside", "line 5, column 10"),
    ]


def test_three_bad_rows_of_fifty_thousand_are_named():
    """Nobody looks for them by hand."""
    rows = [f"R{number};i1;2009-03-31;{number % 100}" for number in range(50_000)]
    rows[9], rows[24_999], rows[49_999] = "R9;i1;31/03/2009;5", "R24999;i9;2009-03-31;5", "R49999;i1;2009-03-31;1.250"

    assert problems("readings", "id;indicator;on;value", *rows) == [
        ("sheet-day-unclear", "line 11, column 3"),
        ("broken-reference", "line 25001, column 2"),
        ("sheet-number-unclear", "line 50001, column 4"),
    ]


def test_an_entry_of_another_kind_is_not_turned_into_an_expenditure():
    assert problems("expenditure", LEDGER, "v1;2009-03-01;zero;5;XOF", update=True) == [("import-other-kind", "line 2, column 1")]


def test_a_currency_that_does_not_exist_is_told_at_its_own_cell():
    assert problems("expenditure", LEDGER, "V9;2009-03-01;zero;5;FCFA") == [("unknown-currency", "line 2, column 5")]


def test_what_says_who_a_person_is_does_not_stand_in_a_message():
    """Messages are sent on; the cell that is named says enough."""
    with pytest.raises(InputError) as caught:
        taken("experts", "id;name;country;born_on", "E9;Awa\u0000Exemple;FR;12 mars 1960")

    assert [problem.code for problem in caught.value.problems] == ["text-unkeepable", "wrong-value"]
    assert "1960" not in caught.value.say("fr") + caught.value.say("en")


def test_a_sheet_without_rows_is_told():
    """An empty sheet sent back is more likely the wrong file than nothing to say."""
    assert problems("missions", MISSIONS) == [("sheet-without-rows", "line 1")]


@pytest.mark.parametrize("text", ["x" * 10_000_000, "un\u0007deux"])
def test_what_no_record_can_keep_is_refused_by_the_record_s_own_rules(text):
    assert problems("readings", "indicator;on;value;note", f"i1;2009-03-31;5;{text}")[0][0] in {"text-too-long", "text-unkeepable"}


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "\u202e2009", "'; DROP TABLE missions; --".replace(";", ","), "<script>"])
def test_a_text_that_means_harm_is_a_text(text):
    (reading,) = taken("readings", "indicator;on;value;note", f"i1;2009-03-31;5;{text}").added

    assert reading.note == text
