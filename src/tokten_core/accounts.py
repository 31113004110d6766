"""
The accounts: what was planned, promised, advanced, spent, and what is left, worked out of budget lines and ledger entries.

The arithmetic is the ledger's own: *spent* is expenditure and cleared advances; a commitment counts until it is spent; *available* is budget less
commitments not yet spent less spent; an advance's balance is advanced less cleared less refunded. A line *pour mémoire* has no budget: an
envelope of nothing else has none either, and no delivery rate.

A payment goes back to the commitment it settles directly, through the advance it clears, or through the payment it corrects.

>>> from tokten_core.plugins import load_pack
>>> programme = load_pack("mali").programme()
>>> planned(lines_of(programme, year="2008/2009", partners=True), programme.card.currency).amount
Money('279836800', 'XOF')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import evolve, frozen

from tokten_core.model.budget import BudgetItem, BudgetLine
from tokten_core.model.funding import CostKind, FundingSource
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.model.programme import Programme
from tokten_core.money import Money, total
from tokten_core.periods import Period
from tokten_core.records import Record

__all__ = [
    "SPENDING", "Envelope", "Planned", "Promise", "advance_balances", "commitments", "envelope", "item_of", "lines_of", "planned", "source_of",
    "spent", "spent_by_kind",
]  # fmt: skip

SPENDING = frozenset({EntryKind.EXPENDITURE, EntryKind.CLEARING})
"""The entries that are expenditure: a cleared advance is spent money."""


@frozen
class Planned:
    """
    What some budget lines plan together (fr: *budget prévu*).

    Attributes:
        amount: the sum of the lines with an amount; None when every line is pour mémoire or there is none.
        pm: how many lines are pour mémoire, and so in no sum.
        missions: missions planned on them; None when none of them plans any.
    """

    amount: Money | None
    pm: int
    missions: int | None


@frozen
class Envelope:
    """
    Where some budget lines stand on a day (fr: *situation d'une enveloppe*), in the authoritative currency.

    Attributes:
        planned: what they plan.
        committed: promised and not yet spent.
        spent: expenditure and cleared advances.
        advanced: handed out as advances.
        cleared: advances justified by papers.
        refunded: advances brought back.
    """

    planned: Planned
    committed: Money
    spent: Money
    advanced: Money
    cleared: Money
    refunded: Money

    @property
    def available(self) -> Money | None:
        """Budget less commitments not yet spent less spent; None without a budget."""
        return (
            None if self.planned.amount is None else Money((self.planned.amount - self.committed - self.spent).amount, self.spent.currency)
        )

    @property
    def advance_balance(self) -> Money:
        """Advanced less cleared less refunded: what is still to be justified."""
        return Money((self.advanced - self.cleared - self.refunded).amount, self.spent.currency)

    @property
    def delivery_rate(self) -> Fraction | None:
        """Expenditure over budget, as a fraction; None without a budget or with one of zero (fr: *taux d'exécution*)."""
        budget = self.planned.amount
        return None if not budget else Fraction(self.spent.amount) / Fraction(budget.amount)


@frozen
class Promise:
    """
    A commitment and what became of it (fr: *engagement*), in the authoritative currency.

    Attributes:
        entry: the commitment, the first when others add to it or take back of it.
        promised: its amount, with what later commitments add or take back.
        spent: what was paid on it, directly, through an advance or by a correction.
    """

    entry: LedgerEntry
    promised: Money
    spent: Money


def source_of(programme: Programme, line: BudgetLine) -> FundingSource:
    """Give the funding source of a budget line."""
    found = programme.find("funding_sources", line.funding_source)
    assert isinstance(found, FundingSource)  # noqa: S101 - the programme checked its references when it was made
    return found


def item_of(programme: Programme, line: BudgetLine) -> BudgetItem:
    """Give the item of expense of a budget line."""
    found = programme.find("budget_items", line.item)
    assert isinstance(found, BudgetItem)  # noqa: S101 - the programme checked its references when it was made
    return found


def lines_of(
    programme: Programme,
    *,
    source: str | None = None,
    year: str | None = None,
    item: str | None = None,
    kinds: Iterable[CostKind] | None = None,
    output: str | None = None,
    partners: bool | None = None,
) -> tuple[BudgetLine, ...]:
    """
    Choose budget lines (fr: *lignes budgétaires*).

    Args:
        programme: the programme.
        source: only of this funding source.
        year: only of this programme year.
        item: only of this item of expense.
        kinds: only of these kinds of cost.
        output: only for this output.
        partners: True for the partners' money only, False for the government's only.

    >>> from tokten_core.plugins import load_pack
    >>> programme = load_pack("mali").programme()
    >>> [line.year for line in lines_of(programme, source="scac")]
    ['2008/2009']

    .. versionadded:: 0.1
    """
    wanted = None if kinds is None else frozenset(kinds)

    def fits(line: BudgetLine) -> bool:
        about = item_of(programme, line)
        return (
            (source is None or line.funding_source == source)
            and (year is None or line.year == year)
            and (item is None or line.item == item)
            and (wanted is None or about.kind in wanted)
            and (output is None or about.output == output)
            and (partners is None or source_of(programme, line).partner is partners)
        )

    return tuple(line for line in programme.budget_lines if fits(line))


def planned(lines: Iterable[BudgetLine], currency: str) -> Planned:
    """
    Add up what budget lines plan; lines pour mémoire are counted, not added.

    Args:
        lines: the lines.
        currency: the authoritative currency.

    >>> from tokten_core.plugins import load_pack
    >>> programme = load_pack("mali").programme()
    >>> planned(lines_of(programme, source="ce", year="2010/2011"), "XOF").amount is None
    True

    .. versionadded:: 0.1
    """
    chosen = list(lines)
    amounts = [line.amount for line in chosen if line.amount is not None]
    counts = [line.missions for line in chosen if line.missions is not None]
    return Planned(
        amount=total(amounts, currency) if amounts else None,
        pm=sum(line.pm for line in chosen),
        missions=sum(counts) if counts else None,
    )


def envelope(programme: Programme, lines: Iterable[BudgetLine], until: dt.date | None = None) -> Envelope:
    """
    Say where budget lines stand at the end of a day.

    Args:
        programme: the programme with its ledger.
        lines: the lines, as `lines_of` gives them.
        until: the last day of entries, counted; None for all.

    >>> from tokten_core.plugins import load_pack
    >>> programme = load_pack("mali").programme()
    >>> state = envelope(programme, lines_of(programme, source="scac"))
    >>> state.available == state.planned.amount - state.committed - state.spent
    True

    .. versionadded:: 0.1
    """
    chosen = list(lines)
    entries = list(_entries(programme, chosen, Period(dt.date.min, until) if until else None))
    currency = programme.card.currency

    def moved(*kinds: EntryKind) -> Money:
        return total((entry.amount for entry in entries if entry.kind in kinds), currency)

    return Envelope(
        planned=planned(chosen, currency),
        committed=_open_commitments(programme, chosen, until),
        spent=moved(*SPENDING),
        advanced=moved(EntryKind.ADVANCE),
        cleared=moved(EntryKind.CLEARING),
        refunded=moved(EntryKind.REFUND),
    )


def spent(programme: Programme, lines: Iterable[BudgetLine], period: Period | None = None) -> Money:
    """
    Add up the expenditure of a period on some budget lines (fr: *dépenses*): expenditure and cleared advances.

    Args:
        programme: the programme with its ledger.
        lines: the lines.
        period: first and last day counted; None for all days.

    >>> from tokten_core.plugins import load_pack
    >>> programme = load_pack("mali").programme()
    >>> spent(programme, lines_of(programme, year="2010/2011"))
    Money('0', 'XOF')

    .. versionadded:: 0.1
    """
    entries = _entries(programme, lines, period)
    return total((entry.amount for entry in entries if entry.kind in SPENDING), programme.card.currency)


def spent_by_kind(programme: Programme, period: Period | None = None) -> Mapping[CostKind, Money]:
    """Add up the expenditure of a period by kind of cost (fr: *dépenses par nature*); a kind without any entry is zero: nothing was paid."""
    return {kind: spent(programme, lines_of(programme, kinds=[kind]), period) for kind in CostKind}


def advance_balances(programme: Programme, until: dt.date | None = None) -> Mapping[str, Money]:
    """
    Give the balance of each advance at the end of a day (fr: *avances à justifier*): advanced less cleared less refunded.

    Args:
        programme: the programme with its ledger.
        until: the last day of entries, counted; None for all.
    """
    balances: dict[str, Money] = {}
    for entry in programme.ledger:
        if until is not None and entry.on > until:
            continue
        if entry.kind is EntryKind.ADVANCE:
            balances[entry.id] = balances.get(entry.id, Money(0, programme.card.currency)) + entry.amount
        elif entry.kind in {EntryKind.CLEARING, EntryKind.REFUND} and entry.refers_to is not None:
            balances[entry.refers_to] = balances.get(entry.refers_to, Money(0, programme.card.currency)) - entry.amount
    return balances


def commitments(programme: Programme, until: dt.date | None = None) -> tuple[Promise, ...]:
    """
    Give each commitment with what was spent of it (fr: *engagements et leur exécution*), in the order of the ledger.

    Args:
        programme: the programme with its ledger.
        until: the last day of entries, counted; None for all.

    >>> from tokten_core.plugins import load_pack
    >>> first = commitments(load_pack("mali").programme())[0]
    >>> first.spent <= first.promised
    True

    .. versionadded:: 0.1
    """
    currency = programme.card.currency
    known: dict[str, Promise] = {}
    for entry in programme.ledger:
        origin = _commitment_of(programme, entry) if until is None or entry.on <= until else None
        if origin is None:
            continue
        promise = known.get(origin.id, Promise(origin, Money(0, currency), Money(0, currency)))
        if entry.kind is EntryKind.COMMITMENT:
            promise = evolve(promise, promised=promise.promised + entry.amount)
        elif entry.kind in SPENDING:
            promise = evolve(promise, spent=promise.spent + entry.amount)
        known[origin.id] = promise
    return tuple(known.values())


def _entries(programme: Programme, lines: Iterable[BudgetLine], period: Period | None) -> Iterator[LedgerEntry]:
    wanted = {line.id for line in lines}
    for entry in programme.ledger:
        if entry.budget_line in wanted and (period is None or entry.on in period):
            yield entry


def _open_commitments(programme: Programme, lines: Iterable[BudgetLine], until: dt.date | None) -> Money:
    """Add up what is promised on some lines and not yet spent, on whatever line; one spent beyond its amount promises nothing more."""
    wanted = {line.id for line in lines}
    left = (promise.promised - promise.spent for promise in commitments(programme, until) if promise.entry.budget_line in wanted)
    return total((rest for rest in left if rest.amount > 0), programme.card.currency)


def _commitment_of(programme: Programme, entry: LedgerEntry) -> LedgerEntry | None:
    """
    Give the commitment that an entry goes back to, the first of several: through the advance that it clears, or the entry that it corrects.

    A commitment that refers to another takes part of it back, or adds to it. Entries that refer to one another in a ring do not keep us.
    """
    seen: set[str] = set()
    found: Record | None = entry
    origin = None
    while isinstance(found, LedgerEntry) and found.id not in seen:
        seen.add(found.id)
        origin = found if found.kind is EntryKind.COMMITMENT else origin
        found = programme.find("ledger", found.refers_to)
    return origin
