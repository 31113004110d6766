"""
What the EU's money buys, as the budget of the action sees it: budget items with their lines, under headings 1 to 6, in euros.

A line *pour mémoire* has no amount: an item of nothing else is PM in the form too, and stays in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from attrs import frozen

from tokten_core.accounts import lines_of
from tokten_core.content import PM, UNKNOWN, Mark
from tokten_core.model.budget import BudgetItem, BudgetLine
from tokten_core.model.funding import CostKind
from tokten_core.model.programme import Programme
from tokten_core.periods import Period
from tokten_report_eu.euros import cents_of
from tokten_report_eu.rows import heading_of

__all__ = ["SOURCE", "Action", "Post", "action_of", "years_with_money"]

SOURCE: Final = "ce"
"""The funding source that is the EU's money."""


@frozen
class Post:
    """
    One line of the form: a budget item with its lines of the years asked for (fr: *poste*).

    Attributes:
        item: the item of expense.
        lines: its lines, each rounded to the cent by itself.
    """

    item: BudgetItem
    lines: tuple[BudgetLine, ...]

    @property
    def heading(self) -> str:
        """The heading it stands under."""
        return heading_of(self.item)

    def cents(self, years: Iterable[str]) -> int | Mark | None:
        """Give its euro cents in some years: PM when all lines are; unknown when a rate is; None without any line."""
        return added([each for each in self.lines if each.year in set(years)])


@frozen
class Action:
    """
    The EU's part of a programme in some years (fr: *action*).

    Attributes:
        programme: whose budget it is.
        years: the programme years, in order.
        posts: its lines other than support cost.
        support: the lines of support cost, which is row 8 (2016) or 10 (2013).
    """

    programme: Programme
    years: tuple[str, ...]
    posts: tuple[Post, ...]
    support: tuple[Post, ...]

    @property
    def first(self) -> tuple[str, ...]:
        """The first of the years."""
        return self.years[:1]

    @property
    def lines(self) -> tuple[BudgetLine, ...]:
        """Every budget line in it."""
        return tuple(each for post in (*self.posts, *self.support) for each in post.lines)

    def indirect(self, years: Sequence[str]) -> int | Mark | None:
        """Give the support cost of some years in euro cents."""
        return added([each for post in self.support for each in post.lines if each.year in years])


def added(lines: Sequence[BudgetLine]) -> int | Mark | None:
    """Add up lines in euro cents, each rounded by itself."""
    if not lines:
        return None
    amounts = [each.amount for each in lines if each.amount is not None]
    cents = [cents_of(amount) for amount in amounts]
    if not amounts:
        return PM
    return UNKNOWN if None in cents else sum(each for each in cents if each is not None)


def years_with_money(programme: Programme) -> tuple[str, ...]:
    """Name the programme years in which the EU's lines have an amount."""
    having = {each.year for each in lines_of(programme, source=SOURCE) if each.amount is not None}
    return tuple(year for year in programme.card.years if year in having)


def action_of(programme: Programme, period: Period) -> Action | None:
    """
    Give the EU's part of a programme year, or of the whole programme.

    Returns:
        None when the period is neither, or the EU has no amount in it.
    """
    card, having = programme.card, years_with_money(programme)
    years = card.years if period == card.whole else tuple(year for year in card.years if card.period(year) == period)
    if not having or not set(years) & set(having):
        return None
    lines = [each for each in lines_of(programme, source=SOURCE) if each.year in years]
    posts = [Post(item, tuple(each for each in lines if each.item == item.id)) for item in programme.budget_items]
    filled = [post for post in posts if post.lines]
    return Action(
        programme,
        tuple(years),
        tuple(post for post in filled if post.item.kind is not CostKind.SUPPORT_COST),
        tuple(post for post in filled if post.item.kind is CostKind.SUPPORT_COST),
    )
