"""The budget of 2008-2011 cell by cell: the contributor table of Annexe 4, its totals, the missions that its money pays, and who may pay what."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from tokten_core.accounts import lines_of, planned
from tokten_core.model.funding import CostKind
from tokten_core.money import DOWN, Money, rounded
from tokten_core.services.budgeting import budget_by, operating_share
from tokten_core.services.eligibility import refusal
from tokten_mali.document import founding_document

CASES = Path(__file__).parent / "cases"
PROGRAMME = founding_document()
YEARS = PROGRAMME.card.years
MISSION_ITEMS = ("missions-education", "missions-trainers", "missions-health-agriculture-sme")


def annexe_4():
    """Read the contributor table as printed, in dollars; the labels are ours."""
    with (CASES / "annexe_4.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


*ITEMS, TOTALS = annexe_4()
CELLS = [
    (column, column[: -len("_2008_2009")], column[-len("2008_2009") :].replace("_", "/"))
    for column in TOTALS
    if column not in {"rubrique", "total"}
]


def francs(dollars):
    return Money(int(dollars) * 400, "XOF")


def budget(**which):
    return planned(lines_of(PROGRAMME, **which), "XOF")


@pytest.mark.parametrize("row", ITEMS, ids=lambda row: row["rubrique"])
def test_each_cell_of_the_contributor_table_is_a_line_and_nothing_else_is(row):
    """A printed amount is a line, PM is a line without amount, a blank or a printed 0 is no line."""
    for column, source, year in CELLS:
        printed, found = row[column], lines_of(PROGRAMME, item=row["rubrique"], source=source, year=year)
        if printed in {"", "0"}:
            assert found == (), column
        elif printed == "PM":
            assert [(line.pm, line.amount, line.original) for line in found] == [(True, None, None)], column
        else:
            amounts = [(line.amount, line.original, line.derived) for line in found]
            assert amounts == [(francs(printed), Money(printed, "USD"), True)], column


def test_the_items_stand_in_the_order_of_the_table():
    assert [item.id for item in sorted(PROGRAMME.budget_items, key=lambda item: item.rank)] == [row["rubrique"] for row in ITEMS]


@pytest.mark.parametrize("row", ITEMS, ids=lambda row: row["rubrique"])
def test_each_row_closes_on_its_printed_total(row):
    assert budget(item=row["rubrique"]).amount == francs(row["total"])


@pytest.mark.parametrize(("column", "source", "year"), CELLS)
def test_each_column_closes_on_its_printed_total(column, source, year):
    """The European Union in 2010/2011 is PM throughout: no amount, which is not zero."""
    printed = TOTALS[column]

    assert budget(source=source, year=year).amount == (None if printed in {"", "0"} else francs(printed))


@pytest.mark.parametrize(
    ("which", "dollars"),
    [
        ({}, 2_012_550),
        ({"partners": True}, 1_450_050),
        ({"partners": False}, 562_500),
        ({"partners": True, "year": "2008/2009"}, 699_592),
        ({"source": "ce", "year": "2008/2009"}, 515_472),
        ({"source": "ce", "year": "2009/2010"}, 550_458),
        ({"source": "ce"}, 1_065_930),
        ({"source": "pnud"}, 300_000),
        ({"source": "scac"}, 84_120),
        ({"source": "bsi"}, 562_500),
    ],
)
def test_the_totals_are_those_of_the_document(which, dollars):
    assert budget(**which).amount == francs(dollars)


def test_the_grand_total_in_francs():
    assert budget().amount == Money(805_020_000, "XOF")


@pytest.mark.parametrize("source", ["pnud", "bsi"])
def test_two_sources_give_the_same_each_year(source):
    by_year = budget_by(PROGRAMME, "year", lines=lines_of(PROGRAMME, source=source))

    assert len({by_year[year,].amount for year in YEARS}) == 1


def test_each_source_pledges_what_its_lines_plan():
    assert {pledge.funding_source: pledge.amount for pledge in PROGRAMME.pledges} == {
        source: plan.amount for (source,), plan in budget_by(PROGRAMME, "source").items()
    }
    assert {pledge.funding_source: pledge.original for pledge in PROGRAMME.pledges} == {
        "ce": Money(650_000, "EUR"),
        "pnud": Money(300_000, "USD"),
        "scac": Money(84_120, "USD"),
        "bsi": Money(225_000_000, "XOF"),
    }


@pytest.mark.parametrize(
    ("item", "source", "counts"),
    [
        ("missions-education", "ce", [21, 20, None]),
        ("missions-education", "scac", [20]),
        ("missions-trainers", "ce", [16, 26, None]),
        ("missions-health-agriculture-sme", "ce", [16, 42, None]),
    ],
)
def test_missions_are_planned_where_the_partners_pay_them(item, source, counts):
    assert [line.missions for line in lines_of(PROGRAMME, item=item, source=source)] == counts


@pytest.mark.parametrize(("item", "missions"), list(zip(MISSION_ITEMS, (41, 42, 58), strict=True)))
def test_the_missions_of_the_period_are_what_its_money_pays_at_the_average_cost(item, missions):
    """1 500 000 francs a mission, rounded down; not the contradicting 94 of Partie VII."""
    period = budget(item=item, source="ce")

    assert period.missions == missions
    assert period.amount.amount // PROGRAMME.card.mission_cost_average == missions


def test_the_government_pays_missions_without_a_planned_count():
    assert {line.missions for line in lines_of(PROGRAMME, source="bsi")} == {None}


@pytest.mark.parametrize("year", ["2008/2009", "2009/2010"])
def test_the_support_cost_is_seven_per_cent_of_the_rest_cut_to_whole_dollars(year):
    lines = lines_of(PROGRAMME, source="ce", year=year)
    rest = sum(line.original.amount for line in lines if line.item != "support-cost")
    (cost,) = [line.original for line in lines if line.item == "support-cost"]

    assert cost == Money(rounded(Fraction(rest) * 7 / 100, DOWN), "USD")


def test_what_is_inferred_is_said_in_both_languages():
    """Counts by difference, and sources that only the closing columns tell."""
    readings = {line.id: line.reading for line in PROGRAMME.budget_lines if line.reading}

    assert set(readings) == {
        "antennas/ce/2008-2009", "missions-education/ce/2009-2010", "missions-health-agriculture-sme/ce/2008-2009",
        "missions-health-agriculture-sme/ce/2009-2010", "missions-trainers/ce/2008-2009", "missions-trainers/ce/2009-2010",
    }  # fmt: skip
    assert all(reading.en and reading.fr for reading in readings.values())


@pytest.mark.parametrize("line", [line for line in PROGRAMME.budget_lines if not line.pm], ids=lambda line: line.id)
def test_each_line_with_money_is_of_a_kind_and_year_that_its_source_may_pay(line):
    kind = PROGRAMME.find("budget_items", line.item).kind
    year = PROGRAMME.card.period(line.year)

    assert refusal(PROGRAMME, line.funding_source, kind, day=year.start) is None
    assert refusal(PROGRAMME, line.funding_source, kind, day=year.end) is None


def test_the_share_of_operating_costs_has_its_base():
    """The 6.56 % of Partie II speak of the first programme, without a base; they stay a claim."""
    share = operating_share(PROGRAMME)

    assert (share.operating, share.equipment, share.base) == (francs(128_000), francs(102_900), francs(1_450_050))
    assert share.rate == Fraction(230_900, 1_450_050)


def test_the_partners_and_the_government_pay_all_kinds_but_lodging_apart():
    """Lodging is in a line of running costs: it is given in kind, and no text prices it."""
    assert {kind for (kind,) in budget_by(PROGRAMME, "kind")} == {kind.value for kind in CostKind} - {"lodging"}
