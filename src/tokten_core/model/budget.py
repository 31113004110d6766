"""
Budget lines: what each source plans to spend, on what, in which programme year, for which output.

One line is one cell of the contributor table: a source, a year, an item. A line *pour mémoire* (PM) has no amount; it is not zero and it
stays in every table.
"""

from __future__ import annotations

from collections.abc import Iterator

from tokten_core.errors import Kind, Problem
from tokten_core.model.funding import CostKind
from tokten_core.money import Money
from tokten_core.records import Record, fact, record
from tokten_core.text import Text

__all__ = ["BudgetItem", "BudgetLine"]

PM_WITH_AMOUNT = Kind(
    "pm-with-amount",
    says=Text(en="a line pour mémoire has the amount {value}", fr="une ligne pour mémoire porte le montant {value}"),
    allowed=Text(en="either pm or an amount", fr="soit PM, soit un montant"),
    remedy=Text(en="Empty the amount, or set pm to false.", fr="Videz le montant, ou mettez pm à faux."),
)
LINE_WITHOUT_AMOUNT = Kind(
    "budget-line-without-amount",
    says=Text(en="the line has no amount and is not pour mémoire", fr="la ligne n'a pas de montant et n'est pas pour mémoire"),
    allowed=Text(en="an amount, or pm", fr="un montant, ou PM"),
    remedy=Text(en="Give the amount, or set pm to true.", fr="Donnez le montant, ou mettez pm à vrai."),
)


@record("budget_items")
class BudgetItem(Record):
    """
    An item of expense, the row of a budget table (fr: *rubrique budgétaire*).

    Attributes:
        id: short stable code.
        label: in both languages, shortened in our words.
        kind: what it is spent on.
        output: the output of the logframe it serves; None for management.
        account: the heading it falls under in a donor's form, where the pack reads one; empty otherwise.
        rank: its place in tables.
        source: the table that lists it.
    """

    id: str = fact()
    label: Text = fact()
    kind: CostKind = fact()
    output: str | None = fact(default=None, refers_to="outputs")
    account: str = fact(default="")
    rank: int = fact(default=0, least=0)
    source: str = fact(refers_to="sources")


@record("budget_lines")
class BudgetLine(Record):
    """
    What one source plans for one item in one programme year (fr: *ligne budgétaire*).

    Attributes:
        id: item, source and year.
        item: the item of expense.
        funding_source: who pays.
        year: programme year, as in ``2008/2009``.
        amount: in the authoritative currency; None for PM.
        pm: true for *pour mémoire*: planned without an amount.
        original: as printed, when the document prints another currency; never overwritten.
        derived: true when the amount was worked out of the original at the planning rate.
        missions: missions planned on this line, whole; None when it plans none.
        reading: what is ours: an inferred source, an inferred count.
        source: the table it stands in.
    """

    id: str = fact()
    item: str = fact(refers_to="budget_items")
    funding_source: str = fact(refers_to="funding_sources")
    year: str = fact()
    amount: Money | None = fact(default=None)
    pm: bool = fact(default=False)
    original: Money | None = fact(default=None)
    derived: bool = fact(default=False)
    missions: int | None = fact(default=None, unit="missions", least=0)
    reading: Text = fact(default=Text(en="", fr=""))
    source: str = fact(refers_to="sources")

    def faults(self) -> Iterator[Problem]:
        """PM and an amount exclude each other, and one of the two is there."""
        if self.pm and self.amount is not None:
            yield PM_WITH_AMOUNT.at(self.place("amount"), self.amount)
        if not self.pm and self.amount is None:
            yield LINE_WITHOUT_AMOUNT.at(self.place("amount"))
