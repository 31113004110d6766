"""`eu-budget` against its specification: rows, orders, euros, ceilings."""

import pytest

from tokten_core import ReportError, load_pack, report
from tokten_core.content import Formula
from tokten_core.plugins import plugins
from tokten_core.records import evolve
from tokten_report_eu.budget import BudgetOfTheAction
from tokten_report_eu.rows import HEADINGS, closing_rows

PACK = load_pack("mali")
PROGRAMME = PACK.programme()


@pytest.fixture(scope="module")
def budget():
    return report("eu-budget", PROGRAMME, "all")


def test_the_form_is_installed_and_is_a_workbook_of_three_sheets(budget):
    assert plugins().form("eu-budget").formats[0] == ".xlsx"
    assert [section.title.fr for section in budget.sections] == [
        "1. Budget",
        "2. Justification des coûts estimés",
        "3. Sources de financement",
    ]


def test_the_columns_are_those_of_the_form(budget):
    labels = [column.label.en for column in budget.table("budget").columns]

    assert labels == ["Costs", *(["Unit", "# of units", "Unit value (in EUR)", "Total cost (in EUR)"] * 2)]


def test_no_heading_is_dropped_or_renumbered(budget):
    keys = [row.key for row in budget.table("budget").rows]

    assert [key for key in keys if key in dict(HEADINGS)] == [code for code, _ in HEADINGS]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (
            "2013",
            {"7": "280000.00", "8": "14000.00", "9": "294000.00", "10": "20580.00", "11": "314580.00", "12": "5420.00", "13": "320000.00"},
        ),
        (
            "2016",
            {"7": "280000.00", "8": "19600.00", "9": "299600.00", "10": "14000.00", "11": "313600.00", "12": "6400.00", "13": "320000.00"},
        ),
    ],
)
def test_the_closing_rows_are_those_of_the_worked_example(order, expected):
    """Headings of 120 000, 80 000, 15 000, 25 000, 30 000 and 10 000 euros."""
    headings = [12_000_000, 8_000_000, 1_500_000, 2_500_000, 3_000_000, 1_000_000]
    rows = closing_rows(headings, order, taxes=542_000 if order == "2013" else 640_000)

    assert {key: f"{cents / 100:.2f}" for key, cents in rows.items()} == expected


def test_the_eu_contribution_in_euros_is_that_of_the_francs(budget):
    """426 372 000 FCFA are 649 999.92 EUR; rounding each line to the cent takes three cents away."""
    assert budget.table("budget").value("13", "all_total") == 64_999_989
    assert any("649 999,92" in note.fr for note in budget.table("budget").notes)


def test_totals_are_formulas_and_close(budget):
    table = budget.table("budget")

    assert all(isinstance(table.cell(row, "all_total"), Formula) for row in ("1", "7", "9", "11", "13"))
    assert table.value("7", "all_total") == sum(table.value(code, "all_total") or 0 for code in "13456") + table.value("2", "all_total")


def test_what_one_kind_of_cost_holds_stands_under_the_heading_that_the_pack_reads(budget):
    keys = [row.key for row in budget.table("budget").rows]

    assert keys.index("3.1") < keys.index("vehicles") < keys.index("3.2") < keys.index("office-equipment") < keys.index("3.3")


def test_the_view_says_that_it_is_one(budget):
    words = " ".join(block.text.fr for section in budget.sections for block in section.blocks if hasattr(block, "text"))

    assert "vue" in words


def test_every_check_holds(budget):
    assert budget.is_final
    assert [check.code for check in budget.checks] == ["EU-01", "EU-02", "EU-03", "EU-04", "EU-09", "EU-Y1", "EU-11"]


def test_support_cost_above_its_ceiling_fails():
    lines = [
        evolve(each, amount=each.amount + each.amount) if each.item == "support-cost" and each.amount else each
        for each in PROGRAMME.budget_lines
    ]

    assert [check.code for check in report("eu-budget", PROGRAMME.with_records(budget_lines=lines), "all").failing] == ["EU-02"]


def test_the_order_of_2013_puts_contingency_before_and_administration_after():
    made = BudgetOfTheAction(order="2013").compose(PROGRAMME, PACK, PROGRAMME.card.whole, "all")
    table = made.table("budget")

    assert table.value("10", "all_total") == 4_252_291
    assert table.value("13", "all_total") == 64_999_989


def test_both_texts_of_the_justification_are_there_for_each_line(budget):
    table = budget.table("justification")

    assert all(table.value(row.key, "clarification").fr and table.value(row.key, "justification").fr for row in table.rows)


@pytest.mark.parametrize("period", ["2010/2011", "2012"])
def test_a_period_without_money_of_the_eu_is_refused(period):
    with pytest.raises(ReportError) as caught:
        report("eu-budget", PROGRAMME, period)

    assert caught.value.code == "report-period"
