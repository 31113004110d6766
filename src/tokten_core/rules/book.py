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

from collections.abc import Iterable, Mapping
from functools import cached_property

from attrs import field, frozen

from tokten_core.errors import Kind, UsageError, did_you_mean
from tokten_core.explain import Explained, Known
from tokten_core.money import Money, money_of
from tokten_core.parameters import Figures, plain_type
from tokten_core.rules.compiled import BY_NAME, Compiled, compiled
from tokten_core.rules.evaluate import Evaluation, Unknown
from tokten_core.rules.facts import FactKind, check_facts
from tokten_core.rules.nodes import Step
from tokten_core.rules.rule import Rule
from tokten_core.rules.sentences import explained
from tokten_core.rules.spoken import Voice, in_lines
from tokten_core.rules.tracing import trace
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
    def compiled(self) -> Compiled:
        """The rules as one generated function; made on first use."""
        return compiled(self.steps.values())

    @cached_property
    def voice(self) -> Voice:
        """What words the explanations of many cases; made on first use."""
        return Voice(self.steps.values(), BY_NAME, lambda name, evaluation: explained(self.step(name), evaluation))

    def source(self) -> str:
        """Give the generated function as source, to be read or sent with a question (fr: *code produit*)."""
        return self.compiled.source

    @cached_property
    def _types(self) -> Mapping[str, tuple[type, tuple[str, ...]]]:
        return {kind.name: (plain_type(kind.unit), kind.codes) for kind in self.facts}

    def _plainly_fit(self, facts: Mapping[str, Known | None]) -> bool:
        """Tell at a glance that every fact fits; where one may not, `check_facts` judges and words."""
        types = self._types
        for name, value in facts.items():
            kind, codes = types.get(name, (None, ()))
            if kind is None or (value is not None and (type(value) is not kind or (codes and value not in codes))):
                return False
            if kind is int and value is not None and value < 0:  # type: ignore[operator]
                return False
        return True

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

    def work_out(self, facts: Mapping[str, Known | None], given: Mapping[str, int] | None = None) -> Worked:
        """
        Work out the amounts of one case (fr: *calculer*).

        Args:
            facts: values by name; one that is absent or None is unknown. Amounts of money are counted in minor units.
            given: amounts that are taken as given instead of worked out, by the name of their rule.

        Raises:
            UsageError: A fact has an unknown name, a wrong type, or a code that is not in its list; every problem is told.
        """
        problems = () if self._plainly_fit(facts) else tuple(check_facts(self.facts, facts))
        if problems:
            raise UsageError(*problems)
        amounts = None if given else self.compiled.amounts(facts)
        return Worked(self, Evaluation(facts, given), None if amounts is None else dict(zip(self.steps, amounts, strict=True)))


@frozen(eq=False)
class Worked:
    """
    The amounts of one case, each with its reason (fr: *calcul*).

    .. versionadded:: 0.1
    """

    book: RuleBook
    evaluation: Evaluation
    _amounts: Mapping[str, Known | None] | None = None

    def units(self, name: str) -> int | None:
        """Give an amount in counted parts (francs, cents, days), None when it is unknown."""
        if self._amounts is not None and name in self._amounts:
            value = self._amounts[name]
            return value if isinstance(value, int) else None
        return self.evaluation.amount(self.book.step(name))

    def amount(self, name: str) -> Money | None:
        """Give an amount of money, None when it is unknown."""
        units = self.units(name)
        return None if units is None else money_of(units, self.book.step(name).unit.currency)

    def unknown(self, name: str) -> Text | None:
        """Say why an amount is unknown, None when it is known."""
        value = self.evaluation.value(self.book.step(name))
        return value.text if isinstance(value, Unknown) else None

    def explain(self, name: str) -> Explained:
        """Explain an amount (fr: *expliquer*)."""
        return explained(self.book.step(name), self.evaluation)

    def lines(self, name: str, lang: Language = DEFAULT_LANGUAGE) -> tuple[str, ...]:
        """Explain an amount in lines, as `explain`."""
        if self._amounts is not None:  # by a template, where there is one for cases of this kind
            voice, facts = self.book.voice, self.evaluation.facts
            read = voice.read(facts)
            found = None if read is None else voice.lines(name, lang, read, lambda: Evaluation(facts), in_lines)
            if found is not None:
                return found
        return self.explain(name).lines(lang)
