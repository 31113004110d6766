"""
The work plan of one programme year as the form sees it: its activities in their order, each with its number, objective, output and account.

The document's table is one row for each activity and source, and one account falls to each: so a row here is an activity. Subtotals follow the
document's own layout: one for each objective, which it calls *produit*; under the objective that holds staff and support cost, one for each
output, and one for what is bought before bank charges, support cost and sundries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TypeVar

from attrs import frozen

from tokten_core.accounts import lines_of
from tokten_core.model.funding import CostKind, FundingSource
from tokten_core.model.logframe import Activity, Objective, Output
from tokten_core.model.programme import Programme
from tokten_core.money import Money, total
from tokten_core.records import Record
from tokten_core.services.planning import activities_of
from tokten_core.text import Text
from tokten_report_undp.accounts import account_of

__all__ = ["CLOSING", "MANAGEMENT", "QUARTERS", "Entry", "Plan", "amount_of", "plan_of"]

T = TypeVar("T")

QUARTERS = ("q1", "q2", "q3", "q4")
CLOSING = frozenset({CostKind.BANK_CHARGES, CostKind.SUPPORT_COST, CostKind.MISCELLANEOUS})
"""Kinds of cost that stand after the subtotal of what is bought."""
MANAGEMENT = "M"


@frozen
class Entry:
    """
    One row of the plan (fr: *ligne du plan*).

    Attributes:
        activity: what is done.
        code: number of its output and its place under it, ours: ``1.1-1``, which is no output, as ``1.1.1`` is.
        output: the output it serves; None for management that serves none.
        objective: the objective above; None without an output.
        source: who pays; None when nobody is printed.
        account: its account; None when none is known.
    """

    activity: Activity
    code: str
    output: Output | None
    objective: Objective | None
    source: FundingSource | None
    account: str | None

    @property
    def key(self) -> str:
        """Name its row in the table."""
        return self.activity.id

    @property
    def group(self) -> str:
        """Name the objective it stands under; ``M`` for management that serves no output."""
        return self.objective.id if self.objective else MANAGEMENT

    @property
    def name(self) -> Text:
        """Give number and label."""
        return Text(en=f"{self.code} {self.activity.label.en}", fr=f"{self.code} {self.activity.label.fr}")


@frozen
class Plan:
    """
    The work plan of one programme year (fr: *plan de travail de l'année*).

    Attributes:
        programme: whose plan it is.
        year: the programme year.
        entries: its rows, in the document's order.
    """

    programme: Programme
    year: str
    entries: tuple[Entry, ...]

    @property
    def currency(self) -> str:
        """The authoritative currency."""
        return self.programme.card.currency

    @property
    def local(self) -> str:
        """The key of the column of the authoritative currency: ``amount_xof``."""
        return f"amount_{self.currency.lower()}"

    @property
    def used_quarters(self) -> frozenset[str]:
        """The quarters in which anything is marked for sure: an uncertain mark can only stand in one of them."""
        return frozenset(quarter for entry in self.entries for quarter in entry.activity.quarters)

    @property
    def counterpart(self) -> tuple[tuple[FundingSource, Money], ...]:
        """What each source of the government plans for the year, from the budget lines: the plan itself leaves it out."""
        own = [source for source in self.programme.funding_sources if not source.partner]
        planned = [(source, amount_of(lines_of(self.programme, source=source.id, year=self.year), self.currency)) for source in own]
        return tuple((source, amount) for source, amount in planned if amount)

    def by_objective(self) -> Iterator[list[Entry]]:
        """Give the rows of each objective, in order."""
        for _, entries in groupby(self.entries, key=lambda entry: entry.group):
            yield list(entries)

    def of_source(self, source: str | None) -> list[Entry]:
        """Give the rows with an amount that a source pays; None for those that name no source."""
        return [entry for entry in self.entries if entry.activity.amount is not None and entry.activity.funding_source == source]

    def total(self, entries: Iterable[Entry]) -> Money:
        """Add up the amounts of some rows; lines pour mémoire are passed over."""
        return amount_of((entry.activity for entry in entries), self.currency)


def amount_of(things: Iterable[object], currency: str) -> Money:
    """Add up the amounts of records that have one."""
    amounts = (getattr(thing, "amount", None) for thing in things)
    return total((amount for amount in amounts if amount is not None), currency)


def plan_of(programme: Programme, year: str) -> Plan:
    """Read the plan of a programme year; the rows of one objective stand together, as the form has them."""
    seen: Counter[str] = Counter()
    entries: list[Entry] = []
    for activity in activities_of(programme, year):
        output = _found(programme.find("outputs", activity.output), Output)
        objective = _found(programme.find("objectives", output.objective), Objective) if output else None
        under = output.id if output else MANAGEMENT
        seen[under] += 1
        source = _found(programme.find("funding_sources", activity.funding_source), FundingSource)
        entries.append(Entry(activity, f"{under}-{seen[under]}", output, objective, source, account_of(activity)))
    order = list(dict.fromkeys(entry.group for entry in entries))
    return Plan(programme, year, tuple(sorted(entries, key=lambda entry: order.index(entry.group))))


def _found(record: Record | None, kind: type[T]) -> T | None:
    return record if isinstance(record, kind) else None
