"""`undp-awp` against the document's Annexe 1 and the specification of the form."""

import csv
from pathlib import Path

import pytest

from tokten_core import ReportError, load_pack, report
from tokten_core.content import PM, Formula
from tokten_core.plugins import plugins
from tokten_core.records import evolve

PROGRAMME = load_pack("mali").programme()


@pytest.fixture(scope="module")
def plan():
    return report("undp-awp", PROGRAMME, "2008/2009")


def annexe_1():
    with (Path(__file__).parent / "cases" / "annexe_1.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_form_is_installed_and_is_a_workbook():
    assert plugins().form("undp-awp").formats[0] == ".xlsx"


@pytest.mark.parametrize("case", annexe_1(), ids=lambda case: case["ligne"])
def test_a_figure_is_that_of_annexe_1(plan, case):
    """Figures as printed, where the annex closes; the misprinted 29 4000 000 as read."""
    table = plan.table("awp")

    assert table.value(case["ligne"], "xof") == int(case["montant_fcfa"])
    assert table.value(case["ligne"], "usd") == int(case["montant_usd"]) * 100


def test_totals_and_dollars_are_formulas(plan):
    table = plan.table("awp")

    assert all(isinstance(table.cell(row, "xof"), Formula) for row in ("s-1", "s-3", "m-G", "total", "all"))
    assert isinstance(table.cell("awp-2008/3", "usd"), Formula)


def test_the_columns_are_those_of_the_form(plan):
    assert [column.label.fr for column in plan.table("awp").columns] == [
        "Produits escomptés, cibles", "Activités prévues", "T1", "T2", "T3", "T4", "Partie responsable", "Source de financement",
        "Description budgétaire", "Montant en FCFA", "Montant en USD",
    ]  # fmt: skip


def test_a_line_pour_memoire_stays_and_product_2_holds_nothing_else(plan):
    table = plan.table("awp")

    assert table.value("awp-2008/34", "xof") is PM
    assert table.value("s-2", "xof") is PM


def test_rows_stand_in_the_order_of_the_annex(plan):
    ranks = [int(row.key.partition("/")[2]) for row in plan.table("awp").rows if row.key.startswith("awp-2008/")]

    assert ranks == sorted(ranks)
    assert len(ranks) == 40


@pytest.mark.parametrize(
    ("row", "marks"),
    [("awp-2008/3", [None, None, True, True]), ("awp-2008/5", [None, None, True, "?"]), ("awp-2008/27", [None, None, "?", "?"])],
)
def test_a_mark_that_cannot_be_placed_is_a_question_mark(plan, row, marks):
    assert [plan.table("awp").value(row, quarter) for quarter in ("q1", "q2", "q3", "q4")] == marks


def test_the_totals_by_source_and_by_account_are_the_total(plan):
    assert plan.table("by-source").value("total", "xof") == plan.table("by-account").value("total", "xof") == 279_836_800
    assert plan.table("by-source").value("ce", "usd") == 515_472_00


def test_the_plan_is_final_and_warns_of_what_the_document_leaves_open(plan):
    """The eight lines without a sure quarter and the missing baselines are the document's own."""
    assert plan.is_final
    assert {check.code for check in plan.checks if not check.holds} == {"UNDP-05b", "UNDP-10"}


def test_another_support_cost_than_the_rules_give_fails():
    wrong = [
        evolve(activity, amount=activity.amount + activity.amount) if activity.id == "awp-2008/60" else activity
        for activity in PROGRAMME.activities
    ]
    made = report("undp-awp", PROGRAMME.with_records(activities=wrong), "2008/2009")

    assert {check.code for check in made.failing} == {"UNDP-06", "AWP-budget"}


@pytest.mark.parametrize("period", ["2009-Q1", "2009", "2009/2010", "all"])
def test_a_period_without_a_work_plan_is_refused_and_the_years_are_named(period):
    with pytest.raises(ReportError) as caught:
        report("undp-awp", PROGRAMME, period)

    assert "2008/2009" in caught.value.say("fr")
