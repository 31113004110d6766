"""
The money of the execution report: table A by component, table B cash, table C the funding plan.

Francs are authoritative; euros are a view at the fixed parity, rounded half-up to the cent line by line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from tokten_core.accounts import envelope, item_of, lines_of, planned, spent
from tokten_core.content import PM, UNKNOWN, Column, Difference, Product, Ratio, Row, Sum, Table, line, total
from tokten_core.model.budget import BudgetLine
from tokten_core.model.programme import Programme
from tokten_core.money import HALF_UP, minor_units, rounded
from tokten_core.money import total as total_of
from tokten_core.periods import Period
from tokten_core.services import tables
from tokten_core.text import Text

__all__ = ["PARITY", "at_parity", "by_component", "cash", "funding_plan"]

PARITY: Final = Decimal("655.957")
"""Francs for one euro; fixed."""
EUR_NOTE: Final = Text(
    en="FCFA is authoritative; euros are a view at the fixed parity of 655.957 FCFA, rounded half-up to the cent on each line.",
    fr="Le FCFA fait foi ; les euros sont une vue à la parité fixe de 655,957 FCFA, arrondie au centime le plus proche à chaque ligne.",
)


def by_component(programme: Programme, lines: Sequence[BudgetLine], period: Period) -> Table:
    """Show table A: allocated, committed, spent before, in the period and so far, by component."""
    before = Period(programme.card.start, period.start - dt.timedelta(days=1)) if period.start > programme.card.start else None
    rows = [_component(programme, each, period, before) for each in lines]
    summed = ("alloc_xof", "engaged_xof", "prev_xof", "period_xof", "alloc_eur", "engaged_eur", "prev_eur", "period_eur")
    closing = total(
        "total", [row.key for row in rows], *summed, comp=tables.TOTAL, cumul_eur=Difference("prev_eur", plus=("period_eur",)),
        rate=Ratio("cumul_eur", "alloc_eur"), balance_eur=Difference("alloc_eur", ("cumul_eur",)),
        to_engage_eur=Difference("alloc_eur", ("engaged_eur",)),
    )  # fmt: skip
    francs, euros = Text(en="FCFA", fr="FCFA"), Text(en="EUR", fr="EUR")
    columns = (
        Column("comp", Text(en="Component", fr="Composante / rubrique"), width=24),
        Column("alloc_xof", Text(en="Allocated", fr="Alloué"), "money", "XOF", group=francs),
        Column("engaged_xof", Text(en="Committed", fr="Engagé"), "money", "XOF", group=francs),
        Column("prev_xof", Text(en="Before", fr="Avant"), "money", "XOF", group=francs),
        Column("period_xof", Text(en="Period", fr="Période"), "money", "XOF", group=francs),
        Column("alloc_eur", Text(en="Allocated", fr="Montant alloué"), "money", "EUR", group=euros),
        Column("engaged_eur", Text(en="Committed", fr="Engagé cumulé"), "money", "EUR", group=euros),
        Column("prev_eur", Text(en="Spent before", fr="Dépensé avant"), "money", "EUR", group=euros),
        Column("period_eur", Text(en="Spent in period", fr="Dépensé période"), "money", "EUR", group=euros),
        Column("cumul_eur", Text(en="Spent so far", fr="Dépensé cumulé"), "money", "EUR", group=euros),
        Column("rate", Text(en="Execution", fr="Taux d'exécution"), "percent", group=euros),
        Column("balance_eur", Text(en="To spend", fr="Reste à dépenser"), "money", "EUR", group=euros),
        Column("to_engage_eur", Text(en="To commit", fr="Reste à engager"), "money", "EUR", group=euros),
    )
    return Table("A", columns, (*rows, closing), Text(en="Table A, by component", fr="Tableau A, par composante"), (EUR_NOTE,))


def _component(programme: Programme, each: BudgetLine, period: Period, before: Period | None) -> Row:
    state = envelope(programme, [each], period.end)
    engaged = minor_units(state.committed) + minor_units(state.spent)
    return line(
        each.id,
        comp=item_of(programme, each).label,
        alloc_xof=PM if each.amount is None else minor_units(each.amount),
        engaged_xof=engaged,
        prev_xof=0 if before is None else minor_units(spent(programme, [each], before)),
        period_xof=minor_units(spent(programme, [each], period)),
        alloc_eur=_in_euros("alloc_xof"),
        engaged_eur=_in_euros("engaged_xof"),
        prev_eur=_in_euros("prev_xof"),
        period_eur=_in_euros("period_xof"),
        cumul_eur=Difference("prev_eur", plus=("period_eur",)),
        rate=Ratio("cumul_eur", "alloc_eur"),
        balance_eur=Difference("alloc_eur", ("cumul_eur",)),
        to_engage_eur=Difference("alloc_eur", ("engaged_eur",)),
    )


def cash(programme: Programme, lines: Sequence[BudgetLine], period: Period) -> Table:
    """Show table B, cash; no record holds receipts or bank balances, so they are unknown."""
    state = envelope(programme, lines, period.end)
    rows = (
        line("received", label=Text(en="Funds received", fr="Fonds reçus"), amount=UNKNOWN),
        line("interest", label=Text(en="Interest", fr="Intérêts"), amount=UNKNOWN),
        line("paid", label=Text(en="Spending paid", fr="Dépenses payées"), amount=minor_units(state.spent)),
        total(
            "book",
            (),
            label=Text(en="Book balance = received + interest - paid", fr="Solde théorique = reçus + intérêts - dépenses"),
            amount=Sum(("received", "interest"), minus=("paid",)),
        ),
        line("bank", label=Text(en="Bank", fr="Solde banque"), amount=UNKNOWN),
        line("cash", label=Text(en="Cash", fr="Solde caisse"), amount=UNKNOWN),
        line("advances", label=Text(en="Advances to clear", fr="Avances à justifier"), amount=minor_units(state.advance_balance)),
        total(
            "difference",
            (),
            label=Text(en="Difference, must be 0", fr="Écart, doit être nul"),
            amount=Sum(("book",), minus=("bank", "cash", "advances")),
        ),
    )
    columns = (
        Column("label", Text(en="Cash", fr="Trésorerie"), width=40),
        Column("amount", Text(en="Amount (FCFA)", fr="Montant (FCFA)"), "money", "XOF"),
    )
    note = Text(
        en="The records hold no receipts and no bank balances: fill them in from the statements.",
        fr="Les enregistrements ne portent ni versements reçus ni soldes bancaires : à compléter d'après les relevés.",
    )
    return Table("B", columns, rows, Text(en="Table B, cash", fr="Tableau B, situation de trésorerie"), (note,))


def funding_plan(programme: Programme) -> Table:
    """Show table C: resources planned by source against planned uses."""
    rows = []
    for source in programme.funding_sources:
        budget = planned(lines_of(programme, source=source.id), "XOF").amount
        rows.append(
            line(
                source.id,
                label=source.label,
                planned=PM if budget is None else minor_units(budget),
                received=UNKNOWN,
                share=Ratio("planned", "planned", over_row="total"),
            )
        )
    uses = total_of((each.amount for each in programme.budget_lines if each.amount is not None), "XOF")
    columns = (
        Column("label", Text(en="Source", fr="Source"), width=28),
        Column("planned", Text(en="Planned (FCFA)", fr="Prévu (FCFA)"), "money", "XOF"),
        Column("share", Text(en="Share", fr="%"), "percent"),
        Column("received", Text(en="Received (FCFA)", fr="Reçu (FCFA)"), "money", "XOF"),
    )
    closing = (
        total("total", [row.key for row in rows], "planned", "received", label=Text(en="Total resources", fr="Total des ressources")),
        total("uses", (), label=Text(en="Total uses", fr="Total des emplois"), planned=minor_units(uses)),
    )
    return Table("C", columns, (*rows, *closing), Text(en="Table C, funding plan", fr="Tableau C, plan de financement exécuté"))


def _in_euros(column: str) -> Product:
    return Product(column, over=PARITY, rounding=HALF_UP)


def at_parity(francs: int) -> int:
    """Give cents for francs, worked out apart from the table."""
    return rounded(Fraction(francs * 100) / Fraction(PARITY), HALF_UP)
