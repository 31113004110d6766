"""`eu-budget` against its specification: rows, orders, euros, ceilings."""

import pytest

from tokten_core import Money, ReportError, load_pack, report
from tokten_core.content import PM, UNKNOWN, Product, Ratio, Sum
from tokten_core.plugins import plugins
from tokten_core.records import evolve
from tokten_report_eu.budget import BudgetOfTheAction
from tokten_report_eu.rows import HEADINGS, closing_rows

PACK = load_pack("mali")
PROGRAMME = PACK.programme()


@pytest.fixture(scope="module")
def budget():
    return report("eu-budget", PROGRAMME, "all")


def with_line(key, **changes):
    """Give the budget after one line was changed."""
    changed = [evolve(each, **changes) if each.id == key else each for each in PROGRAMME.budget_lines]
    return report("eu-budget", PROGRAMME.with_records(budget_lines=changed), "all")


def test_the_form_is_installed_and_is_a_workbook_of_three_sheets(budget):
    assert plugins().form("eu-budget").formats[0] == ".xlsx"
    assert [section.title.fr for section in budget.sections] == ["1. Budget", "2. Justification", "3. Sources de financement"]


def test_each_sheet_says_that_it_is_a_view_and_why(budget):
    """The EU's money came through UNDP, so that no template of the EU bound it."""
    first = [section.blocks[0].text.fr for section in budget.sections]

    assert all("via le PNUD" in words and "une vue" in words for words in first)


GROUP_COLUMNS = [("Unité", "Unit"), ("Nombre d'unités", "# of units"), ("Valeur unitaire (en EUR)", "Unit value (in EUR)"), ("Coût total (en EUR)", "Total cost (in EUR)")]  # fmt: skip


def test_the_columns_are_those_of_the_form(budget):
    columns = budget.table("budget").columns

    assert [(column.label.fr, column.label.en) for column in columns] == [("Coûts", "Costs"), *GROUP_COLUMNS, *GROUP_COLUMNS]
    assert [column.group.fr for column in columns[1::4]] == ["Toutes années", "Année 1 (2008/2009)"]


def test_no_heading_is_dropped_or_renumbered(budget):
    keys = [row.key for row in budget.table("budget").rows]

    assert [key for key in keys if key in dict(HEADINGS)] == [code for code, _ in HEADINGS]


@pytest.mark.parametrize(
    ("code", "french", "english"),
    [
        (
            "1.1",
            "1.1 Salaires (montants bruts, personnel local)",
            "1.1 Salaries (gross, incl. social security and other related costs, local staff)",
        ),
        ("1.3.1", "1.3.1 À l'étranger (personnel affecté à l'action)", "1.3.1 Abroad (staff assigned to the action)"),
        ("3.4", "3.4 Pièces détachées, équipement pour machines, outils", "3.4 Spare parts/equipment for machines, tools"),
        ("5.6", "5.6 Services financiers (frais de garantie bancaire, etc.)", "5.6 Financial services (bank guarantee costs etc.)"),
        ("7", "7 Sous-total des coûts directs éligibles de l'action (1-6)", "7 Subtotal direct eligible costs of the action (1-6)"),
        ("9", "9 Total des coûts éligibles, hors réserve (7+8)", "9 Total eligible costs, excluding reserve (7+8)"),
        ("13", "13 Total des coûts acceptés de l'action (11+12)", "13 Total accepted costs of the action (11+12)"),
    ],
)
def test_a_row_bears_the_words_of_the_form(budget, code, french, english):
    words = budget.table("budget").value(code, "line")

    assert (words.fr, words.en) == (french, english)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("2013", {"7": "280000.00", "8": "14000.00", "9": "294000.00", "10": "20580.00", "11": "314580.00", "12": "5420.00", "13": "320000.00"}),
        ("2016", {"7": "280000.00", "8": "19600.00", "9": "299600.00", "10": "14000.00", "11": "313600.00", "12": "6400.00", "13": "320000.00"}),
    ],
)  # fmt: skip
def test_the_closing_rows_are_those_of_the_worked_example(order, expected):
    """Headings of 120 000, 80 000, 15 000, 25 000, 30 000 and 10 000 euros."""
    headings = [12_000_000, 8_000_000, 1_500_000, 2_500_000, 3_000_000, 1_000_000]
    rows = closing_rows(headings, order, taxes=542_000 if order == "2013" else 640_000)

    assert {key: f"{cents / 100:.2f}" for key, cents in rows.items()} == expected


HEADING_CENTS = {
    "1": [("component-heads", 24_000_000, 24_000_000), ("driver-1", 1_800_000, 1_800_000), ("focal-points", 12_000_000, 12_000_000)],
    "2": [("official-travel", 12_000_000, 6_000_000)],
    "3": [("vehicles", 30_880_000, 0), ("office-equipment", 10_280_000, 0)],
    "4": [("computer-supplies", 2_000_000, 2_000_000), ("office-supplies", 4_000_000, 4_000_000), ("vehicle-running", 4_000_000, 4_000_000), ("antennas", 3_600_000, 3_600_000)],
    "5": [("bulletin-films", 2_000_000, 5_000_000), ("needs-study", 6_000_000, 0), ("evaluation", 0, 10_000_000), ("bank-charges", 140_000, 150_000)],
    "6": [("missions-education", 32_000_000, 29_828_800), ("missions-health-agriculture-sme", 24_000_000, 63_400_000), ("missions-trainers", 24_000_000, 40_000_000)],
}  # fmt: skip


def euro_cents(francs):
    """Round half-up at 655.957, in whole numbers only."""
    return (francs * 100_000 * 2 + 655_957) // (2 * 655_957)


@pytest.mark.parametrize("heading", HEADING_CENTS)
def test_a_heading_adds_up_its_lines_each_rounded_to_the_cent(budget, heading):
    """The francs of Annexe 4 by year; a line of each year is converted by itself."""
    table, items = budget.table("budget"), HEADING_CENTS[heading]

    assert table.value(heading, "all_total") == sum(euro_cents(first) + euro_cents(second) for _, first, second in items)
    assert table.value(heading, "y1_total") == sum(euro_cents(first) for _, first, _ in items)


@pytest.mark.parametrize("heading", HEADING_CENTS)
def test_an_item_stands_under_its_heading(budget, heading):
    keys = [row.key for row in budget.table("budget").rows]
    following = str(int(heading) + 1)

    assert all(keys.index(heading) < keys.index(item) < keys.index(following) for item, _, _ in HEADING_CENTS[heading])


def test_rows_7_9_11_and_13_are_live_sums_and_lines_live_products(budget):
    table = budget.table("budget")

    assert table.cell("7", "all_total") == Sum(("1", "2", "3", "4", "5", "6"))
    assert [table.cell(row, "all_total").rows for row in ("9", "11", "13")] == [("7", "8"), ("9", "10"), ("11", "12")]
    assert table.cell("vehicles", "all_total") == Product("all_rate", times="all_qty")
    assert [table.value("vehicles", column) for column in ("all_qty", "all_rate", "all_total")] == [1, 4_707_626, 4_707_626]


def test_the_eu_contribution_in_euros_is_that_of_the_francs(budget):
    """426 372 000 FCFA are 649 999.92 EUR; rounding each line to the cent takes three cents away."""
    assert budget.table("budget").value("13", "all_total") == 64_999_989
    (settled,) = (note.fr for note in budget.table("budget").notes if "constat tranché" in note.fr)
    assert settled.startswith("Le document annonce 650 000,00 EUR ; ses 426 372 000 FCFA font 649 999,92 EUR à la parité.")
    assert "La somme des lignes, 649 999,89 EUR," in settled


def test_support_cost_of_undp_is_the_indirect_cost(budget):
    """13 488 800 and 14 404 400 FCFA: 20 563.54 and 21 959.37 EUR."""
    assert budget.table("budget").value("8", "all_total") == 2_056_354 + 2_195_937
    assert budget.table("budget").value("8", "y1_total") == 2_056_354


def test_an_item_with_nothing_but_lines_pour_memoire_stays_as_pm(budget):
    table = budget.table("budget")

    assert table.value("coordinator", "all_total") is PM
    assert table.value("coordinator", "y1_total") is None
    assert "coordinator" not in {row.key for row in budget.table("justification").rows}


def test_a_programme_year_shows_its_own_lines():
    table = report("eu-budget", PROGRAMME, "2009/2010").table("budget")

    assert table.value("13", "all_total") == table.value("13", "y1_total")
    assert table.value("evaluation", "all_total") == 1_524_490
    assert not any("tranché" in note.fr for note in table.notes)


def test_every_check_holds(budget):
    assert budget.is_final
    assert [check.code for check in budget.checks] == ["EU-01", "EU-02", "EU-03", "EU-04", "EU-Y1", "EU-09", "EU-11"]
    details = {check.code: check.detail.fr for check in budget.checks}
    assert details["EU-02"] == "6,9999 %"
    assert details["EU-11"] == "649 999,89 / 649 999,89 / 650 000,00 EUR"


@pytest.mark.parametrize(
    ("key", "changes", "failing"),
    [
        ("support-cost/ce/2008-2009", {"amount": Money(20_000_000, "XOF")}, ["EU-02", "EU-11"]),
        ("vehicles/ce/2008-2009", {"amount": Money(40_000_000, "XOF")}, ["EU-11"]),
        ("vehicles/ce/2008-2009", {"amount": Money(77_200, "USD")}, ["EU-02", "EU-03", "EU-09", "EU-11"]),
    ],
    ids=["support cost above its ceiling", "more than announced", "a currency without a rate"],
)
def test_a_budget_that_breaks_a_rule_is_a_draft_that_says_which(key, changes, failing):
    assert [check.code for check in with_line(key, **changes).failing] == failing


def test_euros_of_a_currency_without_a_rate_are_unknown_and_not_zero():
    table = with_line("vehicles/ce/2008-2009", amount=Money(77_200, "USD")).table("budget")

    assert table.value("vehicles", "all_total") is table.value("13", "all_total") is UNKNOWN


def test_the_order_of_2013_puts_contingency_before_and_administration_after():
    made = BudgetOfTheAction(order="2013").compose(PROGRAMME, PACK, PROGRAMME.card.whole, "all")
    table = made.table("budget")

    assert [table.value(row, "line").en for row in ("8", "9", "10")] == [
        "8 Provision for contingency reserve (max. 5 % of 7)", "9 Total direct eligible costs (7+8)", "10 Administrative costs (max. 7 % of 9)",
    ]  # fmt: skip
    assert (table.value("10", "all_total"), table.value("13", "all_total")) == (4_252_291, 64_999_989)
    assert table.column("all_rate").label.en == "Unit rate (in EUR)"
    assert made.is_final


def test_both_texts_of_the_justification_are_there_for_each_line_with_an_amount(budget):
    table = budget.table("justification")

    assert all(table.value(row.key, "clarification").fr and table.value(row.key, "justification").fr for row in table.rows)
    assert sum(table.value(row.key, "amount") for row in table.rows) == budget.table("budget").value("13", "all_total")
    assert table.value("missions-trainers", "clarification").fr == (
        "Pour le produit 1.1.4 du cadre logique. 42 missions prévues. Rubrique 6.1 : lecture du poste par le lot national."
    )
    first = [row.key for row in budget.table("budget").rows]
    keys = [row.key for row in table.rows]
    assert keys == [*sorted(keys[:-1], key=first.index), "support-cost"]
    assert table.value("vehicles", "justification").fr == "Imprimé : 2008/2009 : 77 200 USD. À 400 FCFA pour 1 USD."


def test_the_eu_pays_all_that_the_view_shows(budget):
    table = budget.table("funding")

    assert [table.value(row, "share") for row in ("eu", "total", "of-11", "of-13")] == [1, 1, 1, 1]
    assert isinstance(table.cell("of-11", "share"), Ratio)
    assert table.value("eu", "amount") == table.value("of-13", "amount") == 64_999_989


@pytest.mark.parametrize("period", ["2009", "2009-Q1", "2009-S1", "2010/2011", "2012"])
def test_a_period_without_a_budget_of_the_eu_is_refused_and_the_years_are_named(period):
    """Its lines are of programme years; in the third, all are pour mémoire."""
    with pytest.raises(ReportError) as caught:
        report("eu-budget", PROGRAMME, period)

    assert "all, ou une année de programme ayant de l'argent de l'UE : 2008/2009, 2009/2010." in caught.value.say("fr")
