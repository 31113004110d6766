"""
The annual work plan as a user asks for it: by output, by source, by quarter, and against the year's budget.

An activity *pour mémoire* has no amount; it is counted beside the sum, never added as zero. The texts do not say how an activity that is marked in
two quarters is spread over them, so its amount is not split: amounts are told apart by the whole set of quarters, and lists of a quarter show
each activity marked in it. A quarter of the plan is the form's own, ``q1`` to ``q4``; which months it means is the form's affair.

>>> from tokten_core.plugins import load_pack
>>> programme = load_pack("mali").programme()
>>> by = work_by(programme, "2008/2009", "objective")
>>> by["1",].amount, by["2",].amount, by["2",].pm, by["3",].amount
(Money('107248000', 'XOF'), None, 4, Money('30000000', 'XOF'))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, TypeAlias

from attrs import frozen

from tokten_core.accounts import Planned, lines_of, planned
from tokten_core.model.logframe import Activity, Output
from tokten_core.model.programme import Programme
from tokten_core.money import Money, total

__all__ = ["PlanAgainstBudget", "PlanAxis", "Work", "activities_of", "plan_against_budget", "plan_years", "work", "work_by"]

PlanAxis: TypeAlias = Literal["output", "objective", "source", "quarters", "kind", "responsible"]
"""What a work plan may be told apart by."""


@frozen
class Work:
    """
    What some activities plan together (fr: *travail prévu*).

    Attributes:
        amount: the sum of the activities with an amount; None when none has one.
        pm: how many are pour mémoire, and so in no sum.
        blank: how many have neither an amount nor PM: nothing is printed.
        activities: how many there are.
        uncertain: for how many a quarter's mark cannot be placed for sure.
    """

    amount: Money | None
    pm: int
    blank: int
    activities: int
    uncertain: int


@frozen
class PlanAgainstBudget:
    """
    A source's part of the work plan beside its budget of the year (fr: *plan et budget*).

    Attributes:
        source: the funding source.
        work: what the work plan has for it.
        budget: what its budget lines plan.
    """

    source: str
    work: Work
    budget: Planned

    @property
    def difference(self) -> Money | None:
        """Plan less budget, in the authoritative currency; None where one of the two has no amount."""
        if self.work.amount is None or self.budget.amount is None:
            return None
        return Money((self.work.amount - self.budget.amount).amount, self.budget.amount.currency)

    @property
    def agrees(self) -> bool:
        """Tell whether both have one amount, or neither has any."""
        return self.work.amount == self.budget.amount


def plan_years(programme: Programme) -> tuple[str, ...]:
    """
    Name the programme years that have a work plan (fr: *années planifiées*), in order.

    >>> from tokten_core.plugins import load_pack
    >>> plan_years(load_pack("mali").programme())
    ('2008/2009',)

    .. versionadded:: 0.1
    """
    having = {activity.year for activity in programme.activities}
    return tuple(sorted(having))


def activities_of(
    programme: Programme, year: str, *, output: str | None = None, source: str | None = None, quarter: str | None = None
) -> tuple[Activity, ...]:
    """
    Choose activities of a work plan (fr: *activités prévues*), in the plan's own order.

    Args:
        programme: the programme.
        year: programme year, as in ``2008/2009``.
        output: only for this output.
        source: only those that this funding source pays.
        quarter: only those marked in this quarter of the form, ``q1`` to ``q4``; an uncertain mark is not counted as one.

    >>> from tokten_core.plugins import load_pack
    >>> [activity.id for activity in activities_of(load_pack("mali").programme(), "2008/2009", source="scac")]
    ['awp-2008/10']

    .. versionadded:: 0.1
    """
    chosen = (
        activity
        for activity in programme.activities
        if activity.year == year
        and (output is None or activity.output == output)
        and (source is None or activity.funding_source == source)
        and (quarter is None or quarter in activity.quarters)
    )
    return tuple(sorted(chosen, key=lambda activity: activity.rank))


def work(activities: Iterable[Activity], currency: str) -> Work:
    """
    Add up what activities plan (fr: *total d'activités*); those pour mémoire are counted, not added.

    Args:
        activities: the activities, as `activities_of` gives them.
        currency: the authoritative currency.

    >>> from tokten_core.plugins import load_pack
    >>> programme = load_pack("mali").programme()
    >>> work(activities_of(programme, "2008/2009", output="2.1"), "XOF")
    Work(amount=None, pm=4, blank=0, activities=4, uncertain=0)

    .. versionadded:: 0.1
    """
    chosen = list(activities)
    amounts = [activity.amount for activity in chosen if activity.amount is not None]
    pm = sum(activity.pm for activity in chosen)
    return Work(
        amount=total(amounts, currency) if amounts else None,
        pm=pm,
        blank=sum(activity.amount is None and not activity.pm for activity in chosen),
        activities=len(chosen),
        uncertain=sum(activity.uncertain_quarter for activity in chosen),
    )


def work_by(programme: Programme, year: str, *axes: PlanAxis) -> Mapping[tuple[str, ...], Work]:
    """
    Add up a work plan, told apart by one or several things (fr: *plan par produit, source, trimestres...*).

    Args:
        programme: the programme.
        year: programme year.
        axes: what to tell apart, in the order of the keys. ``quarters`` is the whole set of marks: ``q3 q4``; an uncertain one is ``?``.

    Returns:
        What is planned for each combination, in the plan's order. Each activity is in one, so that the amounts add up to the plan's total. What an
        activity does not name (no source, no quarter) has the key ``""``.

    >>> from tokten_core.plugins import load_pack
    >>> by = work_by(load_pack("mali").programme(), "2008/2009", "quarters")
    >>> by["q3 q4",].amount, by["?",].amount, by["q4",].amount
    (Money('95600000', 'XOF'), Money('49160000', 'XOF'), None)

    .. versionadded:: 0.1
    """
    groups: dict[tuple[str, ...], list[Activity]] = {}
    for activity in activities_of(programme, year):
        groups.setdefault(tuple(_KEYS[axis](programme, activity) for axis in axes), []).append(activity)
    return {key: work(group, programme.card.currency) for key, group in groups.items()}


def plan_against_budget(programme: Programme, year: str) -> tuple[PlanAgainstBudget, ...]:
    """
    Set each source's part of the work plan beside its budget of the year (fr: *plan et budget par source*).

    Args:
        programme: the programme.
        year: programme year.

    Returns:
        The sources with money in one of the two, in the programme's order. The work plan of a UNDP form leaves out the government's counterpart:
        that source then has a budget and no work.

    >>> from tokten_core.plugins import load_pack
    >>> [(each.source, each.agrees) for each in plan_against_budget(load_pack("mali").programme(), "2008/2009")]
    [('ce', True), ('pnud', True), ('scac', True), ('bsi', False)]

    .. versionadded:: 0.1
    """
    currency = programme.card.currency
    both = [
        PlanAgainstBudget(
            source.id,
            work(activities_of(programme, year, source=source.id), currency),
            planned(lines_of(programme, source=source.id, year=year), currency),
        )
        for source in programme.funding_sources
    ]
    return tuple(each for each in both if each.work.amount is not None or each.budget.amount is not None)


def _objective_of(programme: Programme, activity: Activity) -> str:
    output = programme.find("outputs", activity.output)
    return output.objective if isinstance(output, Output) else ""


_KEYS: Final[Mapping[PlanAxis, Callable[[Programme, Activity], str]]] = {
    "output": lambda _, activity: activity.output or "",
    "objective": _objective_of,
    "source": lambda _, activity: activity.funding_source or "",
    "quarters": lambda _, activity: " ".join((*activity.quarters, *(["?"] if activity.uncertain_quarter else []))),
    "kind": lambda _, activity: "" if activity.kind is None else activity.kind.value,
    "responsible": lambda _, activity: activity.responsible,
}
