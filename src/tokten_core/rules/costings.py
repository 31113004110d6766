"""
What goes into the costing of a mission and what comes out: facts, lines, shares, instalments, problems.

Plain frozen records, amounts in whole minor units of one currency. A costing has either problems or amounts, never both; an unknown amount
is None, and its explanation says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from tokten_core.errors import InputError, Problem, UsageError
from tokten_core.explain import Explained, Known
from tokten_core.money import Money, money_of
from tokten_core.rules.facts import MODE, WRONG_FACT
from tokten_core.rules.spoken import Read, Said, in_lines, in_one_line
from tokten_core.rules.trails import Traced
from tokten_core.sources import Source
from tokten_core.text import DEFAULT_LANGUAGE, Language

if TYPE_CHECKING:
    from tokten_core.rules.evaluate import Evaluation
    from tokten_core.rules.mission_costs import CostRules

__all__ = ["BENEFICIARY", "PLAIN", "CostLine", "Costing", "Instalment", "MissionFacts", "Share", "costing_of"]

BENEFICIARY: Final = "beneficiary"
"""The payer that a profit-making host is."""


PLAIN: Final = (
    "residence", "start", "month", "days", "end", "mode", "thesis_supervision", "teaching_hours", "lodging_nights", "for_profit",
    "cost_share", "committee_consulted", "more", "fare_code", "fare_units",
)  # fmt: skip
"""The names of a mission's plain values, in their order."""


def _of(kind: type) -> Callable[[Any, Any, Any], None]:
    """Check a fact's very type, since a truth would pass for a number and a moment for a day, and that it is not below zero."""

    def check(_instance: object, attribute: Any, value: object) -> None:
        if type(value) is kind and kind not in (int, Money):  # the usual case, quickly
            return
        if value is None and attribute.name != "id":
            return
        fits = isinstance(value, kind) and not isinstance(value, {int: bool, dt.date: dt.datetime}.get(kind, ()))
        below = (isinstance(value, int) and value < 0) or (isinstance(value, Money) and value.amount < 0)
        if not fits or below:
            raise UsageError(WRONG_FACT.at(attribute.name, value, type=type(value).__name__, expected=kind.__name__))

    return check


def _a_mode(_instance: object, _attribute: Any, value: object) -> None:
    if type(value) is str and value in MODE.codes:  # the usual case, quickly
        return
    fault = MODE.fault(value, "mode") if value is not None else WRONG_FACT.at("mode", None, type="NoneType", expected="str")
    if fault is not None:
        raise UsageError(fault)


@frozen(slots=False)  # without slots, so that the plain values are worked out once and kept beside the facts
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

    @cached_property
    def plain(self) -> tuple[Any, ...]:
        """The facts as plain values in the order of `PLAIN`, worked out once; the quote as a currency and whole minor units."""
        code, units = None, None
        if self.airfare is not None:
            code = self.airfare.currency.code
            parts = self.airfare.amount * self.airfare.currency.sub_unit
            units = int(parts) if parts == parts.to_integral_value() else None
        derived = {"fare_code": code, "fare_units": units, "month": self.start and self.start.month}
        return tuple(derived[name] if name in derived else getattr(self, name) for name in PLAIN)

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


@frozen(eq=False, repr=False, slots=False)  # without slots, so that what is derived is kept beside what was given
class Costing:
    """
    What one mission costs (fr: *coût d'une mission*): the rules, the facts, and the amounts as whole numbers.

    Everything else is made of them when somebody asks: lines, shares, instalments, problems, explanations.

    Attributes:
        rules: the cost rules.
        facts: what is known of the mission.
        source: the source that was named, or None.
        amounts: the amounts in the order of `CostRules.amount_names`, by the generated function; None where the mission has a problem or a part
            is unknown, and the exact reader works it out when asked.

    .. versionadded:: 0.1
    """

    rules: CostRules
    facts: MissionFacts
    source: str | None = None
    amounts: tuple[Any, ...] | None = None

    @property
    def mission_id(self) -> str:
        """Which mission."""
        return self.facts.id

    @property
    def currency(self) -> str:
        """The currency of all amounts, ISO 4217."""
        return self.rules.currency

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is against the rules; then there are no amounts."""
        return () if self.amounts is not None else self.rules.problems_of(self.facts, self.source, self.evaluation)

    @cached_property
    def evaluation(self) -> Evaluation:
        """The exact reader on this mission, which knows every reason."""
        return self.rules.evaluation(self.facts, self.source)

    @cached_property
    def items(self) -> tuple[CostLine, ...]:
        """The components, in the order of the rules; none when there are problems."""
        return () if self.problems else tuple(self.rules.lines_of(self))

    @property
    def total(self) -> int | None:
        """The cash without support cost, in minor units; None when a part is unknown."""
        return self.units("total")

    @cached_property
    def shares(self) -> tuple[Share, ...]:
        """Who pays what of the total."""
        return () if self.problems else tuple(self.rules.shares_of(self))

    @cached_property
    def instalments(self) -> tuple[Instalment, ...]:
        """What is paid when."""
        terms = () if self.problems else self.rules.instalments
        return tuple(Instalment(self.units(each.rule), each.due, each.condition) for each in terms)

    @property
    def incomplete(self) -> bool:
        """True when the total is not known."""
        return self.total is None

    def units(self, name: str) -> int | None:
        """
        Give the amount of any rule in minor units, None when it is unknown or the mission has problems.

        Raises:
            UsageError: There is no such amount (`unknown-component`).
        """
        if self.amounts is not None:
            index = self.rules.amount_names(self.source).get(name)
            if index is not None:
                value: int | None = self.amounts[index]
                return value
        return None if self.problems else self.evaluation.amount(self.rules.book.step(name))

    def amount(self, component: str) -> Money | None:
        """Give a component's amount (fr: *montant*), None when it is unknown."""
        units = next((line.amount for line in self.items if line.component == component), None)
        return None if units is None else money_of(units, self.currency)

    @property
    def trail(self) -> tuple[Traced, ...]:
        """
        Tell how each amount came about (fr: *cheminement*), as plain values: the rule, what it read, the amount, the texts.

        Raises:
            InputError: The mission has problems and no amounts.
        """
        if self.amounts is not None:
            found = self.rules.fast(self.source).trail(self.facts, self.amounts)
            if found is not None:
                return found
        if self.problems:
            raise InputError(*self.problems)
        return self.rules.trail_of(self)

    def explain(self, component: str) -> Explained:
        """
        Explain an amount (fr: *expliquer*): a component, or ``total``, ``beneficiary_share`` and the other amounts on the way.

        Raises:
            InputError: The mission has problems and no amounts.
            UsageError: There is no such amount (`unknown-component`).
        """
        if self.problems:
            raise InputError(*self.problems)
        return self.rules.explained(component, self.evaluation, self.source)

    def lines(self, component: str, lang: Language = DEFAULT_LANGUAGE) -> tuple[str, ...]:
        """Explain an amount in lines, as `explain`."""
        return self._said(component, lang, in_lines)

    def because(self, component: str, lang: Language = DEFAULT_LANGUAGE) -> str:
        """Say why an amount is what it is in one line, without its label, as `explain`."""
        return self._said(component, lang, in_one_line)[0]

    def explanation(self, lang: Language = DEFAULT_LANGUAGE) -> tuple[str, ...]:
        """
        Explain all components in lines, one below the other (fr: *explication*).

        Raises:
            InputError: The mission has problems and no amounts.
        """
        if self.amounts is None and self.problems:
            raise InputError(*self.problems)
        usual = self.amounts is not None and not self.rules.lines_vary
        names = self.rules.component_names(self.source) if usual else [item.component for item in self.items]
        return tuple(line for name in names for line in self._said(name, lang, in_lines))

    def _said(self, component: str, lang: Language, said: Said) -> tuple[str, ...]:
        """Say an explanation by a template where there is one for missions of this kind; else by the explainer itself."""
        if self.amounts is not None and component in self.rules.amount_names(self.source) and self._read is not None:
            found = self.rules.voice(self.source).lines(component, lang, self._read, lambda: self.evaluation, said)
            if found is not None:
                return found
        return said(self.explain(component), lang)

    @cached_property
    def _read(self) -> Read | None:
        return self.rules.voice(self.source).read(self.facts, self.source)

    def with_problems(self, problems: tuple[Problem, ...]) -> Costing:
        """Give the costing of a mission whose facts are refused."""
        found = Costing(self.rules, self.facts, self.source)
        found.__dict__["problems"] = problems  # where a cached property keeps what it gave
        return found

    def _seen(self) -> tuple[object, ...]:
        return (self.mission_id, self.currency, self.source, self.items, self.total, self.shares, self.instalments, self.problems)

    def __eq__(self, other: object) -> bool:
        return self._seen() == other._seen() if isinstance(other, Costing) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.mission_id, self.source))

    def __repr__(self) -> str:
        found = ", ".join(problem.code for problem in self.problems) if self.problems else f"total={self.total}"
        return f"Costing({self.mission_id!r}, source={self.source!r}, {found})"


_NEW: Final = object.__new__


def costing_of(rules: CostRules, facts: MissionFacts, source: str | None, amounts: tuple[Any, ...] | None) -> Costing:
    """
    Make a costing by the short way, for missions by the thousand: what ``Costing(...)`` does, at two thirds of its time.

    A frozen record without slots keeps its values in its dictionary, and there they are put.
    """
    costing = _NEW(Costing)
    kept = costing.__dict__
    kept["rules"] = rules
    kept["facts"] = facts
    kept["source"] = source
    kept["amounts"] = amounts
    return costing
