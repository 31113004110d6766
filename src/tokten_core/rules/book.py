"""
A book of rules: rules bound to their figures and to the facts they may read, with nothing else assumed.

A country's cost rules are one such book (`CostRules`); the rules of a travel directive, or of a mission that is cut short, are others. A
book is traced once; each case is then one calculation:

>>> import datetime as dt
>>> from tokten_core.parameters import Dated, Figures, Parameter
>>> from tokten_core.rules.rule import cost_rule
>>> from tokten_core.sources import Source
>>> from tokten_core.text import Text, same
>>> from tokten_core.units import DATE, DAY, money_unit
>>> decree = Source(id="d7", document=Text(en="Decree 7", fr="Décret 7"))
>>> rate = Parameter("rate", Text(en="rate", fr="taux"), money_unit("XOF").per(DAY), [Dated(dt.date(2020, 1, 1), decree, 20_000)])
>>> @cost_rule(text=decree, en="per diem", fr="per diem", unit=money_unit("XOF"))
... def per_diem(mission, figures):
...     return mission.days * figures.rate.on(mission.start)
>>> facts = [FactKind("start", DATE, same("start")), FactKind("days", DAY, same("days"))]
>>> book = RuleBook(Figures.of([rate]), (per_diem,), facts)
>>> worked = book.work_out({"start": dt.date(2020, 3, 1), "days": 14})
>>> worked.units("per_diem")
280000
>>> worked.lines("per_diem", "en")[0]
'per diem: 280 000 FCFA = 14 days × 20 000 FCFA/day [Decree 7]'
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from attrs import field, frozen

from tokten_core.errors import Kind, UsageError, did_you_mean
from tokten_core.explain import Explained, Known
from tokten_core.money import Money, money_of
from tokten_core.parameters import Figures, plain_type
from tokten_core.rules.access import BY_NAME, Access
from tokten_core.rules.compiled import compiled
from tokten_core.rules.evaluate import Evaluation, Unknown
from tokten_core.rules.facts import FactKind, check_facts
from tokten_core.rules.nodes import Step
from tokten_core.rules.rule import Rule
from tokten_core.rules.sentences import explained
from tokten_core.rules.spoken import Read, Voice, in_lines
from tokten_core.rules.tracing import trace
from tokten_core.rules.trails import Fast, Traced, fast_maker, traced
from tokten_core.text import DEFAULT_LANGUAGE, Language, Text

__all__ = ["UNKNOWN_COMPONENT", "RuleBook", "Worked"]

UNKNOWN_COMPONENT = Kind(
    "unknown-component",
    says=Text(en="there is no amount {value}{near}", fr="il n'y a pas de montant {value}{near}"),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Correct the name.", fr="Corrigez le nom."),
)


def _listed(things: Iterable[FactKind]) -> tuple[FactKind, ...]:
    return tuple(things)


@frozen(eq=False, slots=False)
class RuleBook:
    """
    Rules bound to their figures and facts (fr: *recueil de règles*).

    Attributes:
        figures: the parameters that the rules read.
        rules: the rules, in the order of their amounts.
        facts: the facts that the rules may read.
        steps: the traced rules, by name.

    Raises:
        RuleError: A rule is not legal.

    .. versionadded:: 0.1
    """

    figures: Figures
    rules: tuple[Rule, ...]
    facts: tuple[FactKind, ...] = field(converter=_listed)
    steps: Mapping[str, Step] = field(init=False)

    @cached_property
    def fast(self) -> Fast:
        """The rules as generated functions of facts by name; made on first use."""
        return fast_maker(self.steps.values(), _by_name(self.facts))()

    @cached_property
    def _amounts_of_case(self) -> Callable[..., tuple[Any, ...] | None]:
        return compiled(self.steps.values(), _by_place(self.facts)).amounts

    @cached_property
    def voice(self) -> Voice:
        """What words the explanations of many cases; made on first use."""
        return Voice(self.steps.values(), BY_NAME, lambda name, evaluation: explained(self.step(name), evaluation))

    def source(self) -> str:
        """Give the generated function as source, to be read or sent with a question (fr: *code produit*)."""
        return self.fast.source

    def case(self, **facts: Known | None) -> Case:
        """
        Check the facts of a case once, so that it is worked out without looking at each again (fr: *cas*).

        Args:
            **facts: as for `work_out`.

        Raises:
            UsageError: As for `work_out`.
        """
        problems = tuple(check_facts(self.facts, facts))
        if problems:
            raise UsageError(*problems)
        return Case(tuple(facts.get(kind.name) for kind in self.facts), facts)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "steps", trace(self.rules, self.figures, self.facts))

    def step(self, name: str) -> Step:
        """
        Give the step of an amount.

        Raises:
            UsageError: There is no such amount (`unknown-component`).
        """
        if name not in self.steps:
            near = did_you_mean(name, self.steps)
            raise UsageError(UNKNOWN_COMPONENT.at("component", name, near=near, known=", ".join(self.steps)))
        return self.steps[name]

    def work_out(self, facts: Mapping[str, Known | None] | Case, given: Mapping[str, int] | None = None) -> Worked:
        """
        Work out the amounts of one case (fr: *calculer*).

        Args:
            facts: values by name, or a `case` that was checked; one that is absent or None is unknown. Amounts of money are counted in minor
                units.
            given: amounts that are taken as given instead of worked out, by the name of their rule.

        Raises:
            UsageError: A fact has an unknown name, a wrong type, or a code that is not in its list; every problem is told.
        """
        if isinstance(facts, Case):
            return Worked(self, facts.facts, given, None if given else self._amounts_of_case(facts.values))
        amounts = None if given else self.fast.amounts(facts)
        if amounts is None:
            problems = tuple(check_facts(self.facts, facts))
            if problems:
                raise UsageError(*problems)
        return Worked(self, facts, given, amounts)


@frozen
class Case:
    """
    The facts of a case, checked (fr: *cas*); made by `RuleBook.case`.

    Attributes:
        values: the facts in the order of the book.
        facts: the same by name.
    """

    values: tuple[Known | None, ...]
    facts: Mapping[str, Known | None]


@frozen(eq=False, slots=False)  # without slots, so that what is derived is kept beside what was given
class Worked:
    """
    The amounts of one case, each with its reason (fr: *calcul*).

    Attributes:
        book: the rules.
        facts: the facts, by name.
        given: amounts that were taken as given.
        values: the amounts in the order of the rules, by the generated function; None where the exact reader works them out when asked.

    .. versionadded:: 0.1
    """

    book: RuleBook
    facts: Mapping[str, Known | None]
    given: Mapping[str, int] | None = None
    values: tuple[Any, ...] | None = None

    @cached_property
    def evaluation(self) -> Evaluation:
        """The exact reader on this case, which knows every reason."""
        return Evaluation(self.facts, self.given)

    def units(self, name: str) -> int | None:
        """Give an amount in counted parts (francs, cents, days), None when it is unknown."""
        if self.values is not None and name in self.book.fast.names:
            value = self.values[self.book.fast.names[name]]
            return value if isinstance(value, int) else None
        return self.evaluation.amount(self.book.step(name))

    def amount(self, name: str) -> Money | None:
        """Give an amount of money, None when it is unknown."""
        units = self.units(name)
        return None if units is None else money_of(units, self.book.step(name).unit.currency)

    @property
    def trail(self) -> tuple[Traced, ...]:
        """Tell how each amount came about (fr: *cheminement*), as plain values: the rule, what it read, the amount, the texts."""
        if self.values is not None:
            found = self.book.fast.trail(self.facts, self.values)
            if found is not None:
                return found
        return tuple(traced(step, self.evaluation) for step in self.book.steps.values())

    def unknown(self, name: str) -> Text | None:
        """Say why an amount is unknown, None when it is known."""
        value = self.evaluation.value(self.book.step(name))
        return value.text if isinstance(value, Unknown) else None

    def explain(self, name: str) -> Explained:
        """Explain an amount (fr: *expliquer*)."""
        return explained(self.book.step(name), self.evaluation)

    def lines(self, name: str, lang: Language = DEFAULT_LANGUAGE) -> tuple[str, ...]:
        """Explain an amount in lines, as `explain`."""
        if self.values is not None:  # by a template, where there is one for cases of this kind
            read = self._read
            found = None if read is None else self.book.voice.lines(name, lang, read, lambda: Evaluation(self.facts), in_lines)
            if found is not None:
                return found
        return self.explain(name).lines(lang)

    def explanation(self, lang: Language = DEFAULT_LANGUAGE) -> tuple[str, ...]:
        """Explain all amounts in lines, one below the other (fr: *explication*)."""
        return tuple(line for name in self.book.steps for line in self.lines(name, lang))

    @cached_property
    def _read(self) -> Read | None:
        return self.book.voice.read(self.facts)


def _by_name(kinds: Iterable[FactKind]) -> Access:
    """Read facts from a mapping, and look at each: the very type, the sign, the code; whatever does not fit is left to `check_facts`."""
    names = {kind.name: f"f_{kind.name}" for kind in kinds}
    space: dict[str, Any] = {"KNOWN": frozenset(names), "date": dt.date}
    given = ["get = facts.get", *(f"{name} = get({fact!r})" for fact, name in names.items())]
    first = ["if not facts.keys() <= KNOWN: return None"]
    for kind in kinds:
        name, wanted = names[kind.name], plain_type(kind.unit)
        wrong = f"type({name}) is not {wanted.__name__}" + (f" or {name} < 0" if wanted is int else "")
        if kind.codes:
            space[f"CODES_{kind.name}"] = frozenset(kind.codes)
            wrong += f" or {name} not in CODES_{kind.name}"
        first.append(f"if {name} is not None and ({wrong}): return None")
    return Access("facts", names.__getitem__, tuple(given), tuple(first), space=space)


def _by_place(kinds: Iterable[FactKind]) -> Access:
    """Read facts that were checked, by their places."""
    names = {kind.name: f"f_{kind.name}" for kind in kinds}
    return Access("values", names.__getitem__, (f"{''.join(f'{name}, ' for name in names.values())}= values",))
