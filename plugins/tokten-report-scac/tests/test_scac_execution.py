"""`scac-execution` against its specification."""

from decimal import Decimal

import pytest

from tokten_core import ReportError, load_pack, report
from tokten_core.content import UNKNOWN
from tokten_core.plugins import plugins

PROGRAMME = load_pack("mali").programme()


@pytest.fixture(scope="module")
def half_year():
    return report("scac-execution", PROGRAMME, "2009-S1")


def test_the_form_is_installed_and_is_a_document():
    assert plugins().form("scac-execution").formats[0] == ".docx"


def test_the_sections_stand_in_the_order_of_the_form(half_year):
    assert [section.title.fr.partition(".")[0] for section in half_year.sections] == [str(number) for number in range(1, 12)]


def test_table_a_has_the_columns_of_the_specification(half_year):
    labels = [column.label.fr for column in half_year.table("A").columns if column.currency == "EUR" or column.kind == "percent"]

    assert labels == [
        "Montant alloué", "Engagé cumulé", "Dépensé avant", "Dépensé période", "Dépensé cumulé", "Taux d'exécution", "Reste à dépenser",
        "Reste à engager",
    ]  # fmt: skip


def test_the_french_contribution_in_euros_is_the_francs_at_the_parity(half_year):
    """33 648 000 / 655.957 = 51 296.045..."""
    assert half_year.table("A").value("total", "alloc_xof") == 33_648_000
    assert half_year.table("A").value("total", "alloc_eur") == 5_129_605


def test_table_a_closes(half_year):
    table = half_year.table("A")

    assert table.value("total", "cumul_eur") == table.value("total", "prev_eur") + table.value("total", "period_eur")
    assert table.value("total", "balance_eur") == table.value("total", "alloc_eur") - table.value("total", "cumul_eur")
    assert table.value("total", "rate") == pytest.approx(Decimal(table.value("total", "cumul_eur")) / table.value("total", "alloc_eur"))


def test_the_spending_of_the_period_and_before_is_that_of_the_ledger(half_year):
    period = PROGRAMME.card.period("2009-S1")
    own = [entry for entry in PROGRAMME.ledger if "/scac/" in entry.budget_line and entry.kind.value == "expenditure"]

    assert half_year.table("A").value("total", "period_xof") == sum(int(entry.amount.amount) for entry in own if entry.on in period)
    assert half_year.table("A").value("total", "prev_xof") == sum(int(entry.amount.amount) for entry in own if entry.on < period.start)


def test_what_no_record_holds_is_unknown_and_never_zero(half_year):
    assert half_year.table("B").value("received", "amount") is UNKNOWN
    assert half_year.table("B").value("difference", "amount") is UNKNOWN


def test_resources_and_uses_are_the_whole_budget(half_year):
    assert half_year.table("C").value("total", "planned") == half_year.table("C").value("uses", "planned") == 805_020_000


def test_every_rule_of_the_specification_that_can_be_held_is_there(half_year):
    assert {"FR-01", "FR-02", "FR-03", "FR-04", "FR-05", "FR-06", "FR-10", "FR-11"} == {check.code for check in half_year.checks}


def test_no_expert_is_named(half_year):
    assert next(check for check in half_year.checks if check.code == "FR-10").holds


@pytest.mark.parametrize("period", ["2005", "2012-Q1"])
def test_a_period_outside_the_programme_is_refused(period):
    with pytest.raises(ReportError) as caught:
        report("scac-execution", PROGRAMME, period)

    assert caught.value.code == "report-period"
