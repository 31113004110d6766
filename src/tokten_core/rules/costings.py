"""
What goes into the costing of a mission and what comes out: facts, lines, shares, instalments, problems.

Plain frozen records, amounts in whole minor units of one currency. A costing has either problems or amounts, never both; an unknown amount
is None, and its explanation says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import field, frozen

from tokten_core.errors import InputError, Problem, UsageError
from tokten_core.explain import Explained, Known
from tokten_core.money import Money, money_of
from tokten_core.rules.facts import MODE, WRONG_FACT
from tokten_core.sources import Source
from tokten_core.text import DEFAULT_LANGUAGE, Language

__all__ = ["BENEFICIARY", "CostLine", "Costing", "Instalment", "MissionFacts", "Share"]

BENEFICIARY: Final = "beneficiary"
"""The payer that a profit-making host is."""


def _of(kind: type) -> Callable[[Any, Any, Any], None]:
    """Check a fact's very type, since a truth would pass for a number and a moment for a day, and that it is not below zero."""

    def check(_instance: object, attribute: Any, value: object) -> None:
        if value is None and attribute.name != "id":
            return
        fits = isinstance(value, kind) and not isinstance(value, {int: bool, dt.date: dt.datetime}.get(kind, ()))
        below = (isinstance(value, int) and value < 0) or (isinstance(value, Money) and value.amount < 0)
        if not fits or below:
            raise UsageError(WRONG_FACT.at(attribute.name, value, type=type(value).__name__, expected=kind.__name__))

    return check


def _a_mode(_instance: object, _attribute: Any, value: object) -> None:
    fault = MODE.fault(value, "mode") if value is not None else WRONG_FACT.at("mode", None, type="NoneType", expected="str")
    if fault is not None:
        raise UsageError(fault)


@frozen
class MissionFacts:
    """
    What the rules need to know of a mission (fr: *données d'une mission*); None is unknown, never zero.

    Attributes:
        id: the mission's identifier.
        residence: where the expert lives, ISO 3166 alpha-2.
        start: first day, counted.
        days: days of mission, the first and the last both counted.
        thesis_supervision: whether theses are supervised.
        teaching_hours: hours taught.
        airfare: the quote, in any currency that the programme converts.
        lodging_nights: nights.
        for_profit: whether the host makes a profit.
        cost_share: the host's share in whole per cent.
        committee_consulted: whether the committee gave its advice on a long mission.
        mode: how it is held: ``on_site`` unless it says otherwise, ``hybrid``, ``online``.
        more: the facts that a country's rules read besides, by name: ``{"rank": "director"}``.

    Raises:
        UsageError: A fact is of another type, or below zero (`mission-fact`): a float is no number of days.

    .. versionadded:: 0.1
    """

    id: str = field(validator=_of(str))
    residence: str | None = field(default=None, validator=_of(str))
    start: dt.date | None = field(default=None, validator=_of(dt.date))
    days: int | None = field(default=None, validator=_of(int))
    thesis_supervision: bool | None = field(default=None, validator=_of(bool))
    teaching_hours: int | None = field(default=None, validator=_of(int))
    airfare: Money | None = field(default=None, validator=_of(Money))
    lodging_nights: int | None = field(default=None, validator=_of(int))
    for_profit: bool | None = field(default=None, validator=_of(bool))
    cost_share: int | None = field(default=None, validator=_of(int))
    committee_consulted: bool | None = field(default=None, validator=_of(bool))
    mode: str = field(default="on_site", validator=_a_mode)
    more: Mapping[str, Known | None] = field(factory=dict, converter=dict, hash=False)

    @property
    def end(self) -> dt.date | None:
        """The last day, counted; None where it is not known, or lies beyond the calendar."""
        if self.start is None or not self.days:
            return None
        last = self.start.toordinal() + self.days - 1
        return dt.date.fromordinal(last) if last <= dt.date.max.toordinal() else None


@frozen
class Share:
    """What one payer pays of the total, in minor units; None when it is not known yet (fr: *part*)."""

    payer: str
    amount: int | None


@frozen
class Instalment:
    """What is paid when, in minor units; None when it is not known yet (fr: *tranche*)."""

    amount: int | None
    due: str
    condition: str | None


@frozen
class CostLine:
    """
    One component of a mission's cost (fr: *ligne de coût*).

    Attributes:
        component: the rule's name: ``per_diem``.
        amount: minor units; None when it is unknown, with the reason in its explanation.
        in_kind: true when it is given, not paid in cash, and stays out of the total.
        estimate: true when it stands in for something nobody knows yet.
        payer: who pays it.
        text: the texts behind it.
    """

    component: str
    amount: int | None
    in_kind: bool
    estimate: bool
    payer: str
    text: tuple[Source, ...]


@frozen
class Costing:
    """
    What one mission costs (fr: *coût d'une mission*).

    Attributes:
        mission_id: which mission.
        currency: the currency of all amounts, ISO 4217.
        source: the source that was named, or None.
        items: the components, in the order of the rules; none when there are problems.
        total: the cash without support cost, in minor units; None when a part is unknown.
        shares: who pays what of the total.
        instalments: what is paid when.
        problems: what is against the rules; then there are no amounts.

    .. versionadded:: 0.1
    """

    mission_id: str
    currency: str
    source: str | None = None
    items: tuple[CostLine, ...] = ()
    total: int | None = None
    shares: tuple[Share, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    problems: tuple[Problem, ...] = ()
    _explain: Any = field(default=None, eq=False, repr=False)

    @property
    def incomplete(self) -> bool:
        """True when the total is not known."""
        return self.total is None

    def amount(self, component: str) -> Money | None:
        """Give a component's amount (fr: *montant*), None when it is unknown."""
        units = next((line.amount for line in self.items if line.component == component), None)
        return None if units is None else money_of(units, self.currency)

    def explain(self, component: str) -> Explained:
        """
        Explain an amount (fr: *expliquer*): a component, or ``total``, ``beneficiary_share`` and the other amounts on the way.

        Raises:
            InputError: The mission has problems and no amounts.
            UsageError: There is no such amount (`unknown-component`).
        """
        if self.problems:
            raise InputError(*self.problems)
        result: Explained = self._explain(component)
        return result

    def lines(self, component: str, lang: Language = DEFAULT_LANGUAGE) -> tuple[str, ...]:
        """Explain an amount in lines, as `explain`."""
        return self.explain(component).lines(lang)
