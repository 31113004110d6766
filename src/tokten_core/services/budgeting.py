"""
Budgets as a user asks for them: envelopes, delivery, the share of operating costs, what can still be funded.

The arithmetic itself is in ``accounts``; here are the questions that a finance officer asks, and the same names for scripts.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen

from tokten_core.accounts import Envelope, Planned, advance_balances, envelope, item_of, lines_of, planned, source_of, spent, spent_by_kind
from tokten_core.model.budget import BudgetLine
from tokten_core.model.funding import CostKind
from tokten_core.model.programme import Programme
from tokten_core.money import Money

__all__ = [
    "Envelope", "OperatingShare", "Planned", "advance_balances", "envelope", "fundable_missions", "item_of", "lines_of", "operating_share",
    "planned", "source_of", "spent", "spent_by_kind",
]  # fmt: skip


@frozen
class OperatingShare:
    """
    Operating costs in the partners' total (fr: *part des frais de fonctionnement*), its base named.

    Attributes:
        operating: planned for running costs, partners' money.
        equipment: planned for equipment, partners' money.
        base: the partners' total budget.
    """

    operating: Money
    equipment: Money
    base: Money

    @property
    def rate(self) -> Fraction | None:
        """(Operating + equipment) over the partners' total; None when there is no budget."""
        return Fraction((self.operating + self.equipment).amount) / Fraction(self.base.amount) if self.base else None


def operating_share(programme: Programme) -> OperatingShare:
    """
    Work out the share of operating costs (fr: *part des frais de fonctionnement*).

    The base is the partners' total budget of all years, support cost included; the government's counterpart is left out above and below the line.

    >>> from tokten_core.plugins import load_pack
    >>> share = operating_share(load_pack("mali").programme())
    >>> share.base
    Money('580020000', 'XOF')
    """
    currency = programme.card.currency

    def of(*kinds: CostKind) -> Money:
        return planned(lines_of(programme, kinds=kinds or None, partners=True), currency).amount or Money(0, currency)

    return OperatingShare(operating=of(CostKind.OPERATING), equipment=of(CostKind.EQUIPMENT), base=of())


def fundable_missions(programme: Programme, lines: Iterable[BudgetLine]) -> int | None:
    """
    Count the missions that what is available on budget lines still pays at the planned average cost, rounded down.

    Returns:
        A whole number; None when the lines have no budget or the programme no average cost.
    """
    average, left = programme.card.mission_cost_average, envelope(programme, lines).available
    if average is None or left is None:
        return None
    return max(0, int(left.amount) // average)
