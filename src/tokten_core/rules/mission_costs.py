"""
The cost rules of a programme put together: what a country pack exposes as ``pack.costs``.

The rules are traced once; each mission is then one evaluation. A mission whose facts are against the rules has its problems and no amounts;
one whose facts are incomplete has the amounts that what is known decides. Explanations are worded only when somebody asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import Final

import attrs
from attrs import field, frozen

from tokten_core.errors import Kind, Problem, RuleError, UsageError, did_you_mean
from tokten_core.explain import Explained, Known, cited
from tokten_core.model.funding import CostKind
from tokten_core.money import Money, minor_units
from tokten_core.parameters import Figures
from tokten_core.periods import Period
from tokten_core.rules.book import RuleBook
from tokten_core.rules.costings import BENEFICIARY, Costing, CostLine, MissionFacts, Share, costing_of
from tokten_core.rules.eligibility import CostOf, Fund, eligible
from tokten_core.rules.evaluate import Evaluation
from tokten_core.rules.facts import FactKind, airfare_fact, mission_facts
from tokten_core.rules.fast_costs import access_of, fast_of
from tokten_core.rules.funds import KIND_WORDS
from tokten_core.rules.instalments import InstalmentTerms
from tokten_core.rules.mission_problems import check_requirements, problems_of
from tokten_core.rules.mistakes import UNKNOWN_RULE
from tokten_core.rules.needs import settled
from tokten_core.rules.nodes import Choose, Step, within
from tokten_core.rules.rule import FUNDER, Rule
from tokten_core.rules.sentences import READING, estimated, explained
from tokten_core.rules.spoken import Voice
from tokten_core.rules.trails import Fast, Traced, traced
from tokten_core.sources import Source
from tokten_core.text import Text, same

__all__ = ["CostRules"]

MISSIONS: Final = CostKind.MISSIONS.value
"""The kind of cost that the cash lines of a mission are, when a source is asked whether it may pay them."""

FACT_NAMES: Final = tuple(column.name for column in attrs.fields(MissionFacts))

ALWAYS_THERE: Final = ("total", "beneficiary_share", "source_pays")
"""The amounts that every programme works out, whatever its components are: the shares are made of them."""

UNKNOWN_SOURCE: Final = Kind(
    "unknown-source",
    says=Text(en="there is no source {value}{near}", fr="il n'y a pas de source {value}{near}"),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Correct the name.", fr="Corrigez le nom."),
)


@frozen(eq=False, slots=False)  # without slots, so that what is derived once is kept
class CostRules:
    """
    The cost rules of a programme, bound to its texts and figures (fr: *règles de coût d'un programme*).

    Attributes:
        currency: the programme's currency, ISO 4217.
        home: its own country, where experts do not live.
        countries: the countries that are known, by ISO 3166 alpha-2 code.
        covers: the first days of missions that its texts cover.
        covers_text: the text that says so.
        figures: its parameters.
        rules: its rules, in the order of the lines, and its requirements.
        funds: the sources of money and what each may pay.
        instalments: when what is paid.
        quoted_in: other currencies in which airfares may be quoted.
        more_facts: the facts that its rules read besides those of every mission.
        changes: the rules of a mission that is cut short, lengthened, postponed or cancelled; None where the pack has none.
        book: the rules, traced.

    Raises:
        RuleError: A rule is not legal.

    .. versionadded:: 0.1
    """

    currency: str
    home: str
    countries: Mapping[str, Text]
    covers: Period
    covers_text: Source
    figures: Figures
    rules: tuple[Rule, ...]
    funds: tuple[Fund, ...]
    instalments: tuple[InstalmentTerms, ...] = ()
    quoted_in: tuple[str, ...] = ()
    more_facts: tuple[FactKind, ...] = ()
    changes: RuleBook | None = None
    book: RuleBook = field(init=False)
    _by_source: dict[str | None, Fast] = field(init=False, factory=dict, repr=False)

    def __attrs_post_init__(self) -> None:
        kinds = mission_facts(self.currency, self.quoted_in, self.sources, self.more_facts)
        object.__setattr__(self, "book", RuleBook(self.figures, self.rules, kinds))
        for name in (*ALWAYS_THERE, *(terms.rule for terms in self.instalments)):
            if name not in self.steps:
                raise RuleError(UNKNOWN_RULE.at("rules", name, near=did_you_mean(name, self.steps), known=", ".join(self.steps)))
        check_requirements(self.steps.values(), self.more_facts)

    @property
    def steps(self) -> Mapping[str, Step]:
        """The traced rules, by name."""
        return self.book.steps

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the sources of money."""
        return tuple(fund.name for fund in self.funds)

    def fund(self, source: str) -> Fund:
        """
        Give a source by name.

        Raises:
            UsageError: There is no such source (`unknown-source`).
        """
        for fund in self.funds:
            if fund.name == source:
                return fund
        raise UsageError(UNKNOWN_SOURCE.at("source", source, near=did_you_mean(source, self.sources), known=", ".join(self.sources)))

    def cost(self, facts: MissionFacts, source: str | None = None) -> Costing:
        """
        Work out what a mission costs (fr: *coût d'une mission*).

        Args:
            facts: what is known of the mission.
            source: the source that funds it; None for nobody in particular yet.

        Raises:
            UsageError: There is no such source (`unknown-source`).
        """
        by = self._by_source
        return costing_of(self, facts, source, (by[source] if source in by else self.fast(source)).amounts(facts))

    def eligible(
        self, source: str, component: str, residence: str | None = None, day: dt.date | None = None, place: str = ""
    ) -> Problem | None:
        """
        Tell whether a source may pay a cost (fr: *éligibilité*).

        Args:
            source: the source.
            component: a line of a mission's cost (``airfare``), or a kind of cost (``staff``).
            residence: where the expert lives; None where no expert is concerned.
            day: first day of the mission, or day of the cost; None where it is not known yet.
            place: where the problem is, for the message.

        Returns:
            None when it may; else the problem `source-not-eligible` with its reason.

        Raises:
            UsageError: There is no such source (`unknown-source`).
        """
        rule = self.steps[component].rule if component in self.steps else None
        kind, label = component, KIND_WORDS.get(component, same(component))
        if rule is not None and rule.paid_by is not None and rule.paid_by.who == FUNDER and not rule.only_with_source:
            kind, label = MISSIONS, rule.label
        country = self.countries.get(residence, same(residence)) if residence is not None else None
        return eligible(self.fund(source), CostOf(kind, label, residence, country, day), place)

    def support_cost(self, base: Money, day: dt.date, source: str) -> Explained:
        """
        Work out the support cost on an amount that a source pays, such as a year's total (fr: *coût d'appui administratif*).

        Args:
            base: what the source pays, in the programme's currency.
            day: the day whose figures apply.
            source: the source.
        """
        facts: dict[str, Known | None] = {"start": day, "source": self.fund(source).name}
        evaluation = Evaluation(facts, given={"source_pays": minor_units(base)})
        return explained(self.steps["support_cost"], evaluation)

    def problems(self, facts: MissionFacts, source: str | None = None) -> tuple[Problem, ...]:
        """
        Give everything in a mission's facts that is against the rules, each with its column under ``facts["column"]``.

        A mission outside the days that the texts cover is judged by the figures of the first of them: its other faults are told too.
        """
        return self.problems_of(facts, source, self.evaluation(facts, source))

    def problems_of(self, facts: MissionFacts, source: str | None, evaluation: Evaluation) -> tuple[Problem, ...]:
        """Give everything that is against the rules, the mission's values being worked out already."""
        if facts.start is not None and facts.start not in self.covers:
            evaluation = self.evaluation(attrs.evolve(facts, start=self.covers.start), source)
        refusal = self.eligible(source, MISSIONS, facts.residence, facts.start) if source is not None else None
        return tuple(problems_of(self, facts, evaluation, refusal))

    @property
    def fare_currencies(self) -> tuple[str, ...]:
        """The currencies in which an airfare may be quoted, the programme's own first."""
        return (self.currency, *self.quoted_in)

    def evaluation(self, facts: MissionFacts, source: str | None) -> Evaluation:
        """Give the exact reader on one mission, which knows every reason."""
        if source is not None:
            self.fund(source)
        known: dict[str, Known | None] = {
            **facts.more,
            **{name: getattr(facts, name) for name in FACT_NAMES},
        }
        fare = facts.airfare
        known["airfare"] = None
        if fare is not None:
            known[airfare_fact(fare.currency.code, self.currency)] = minor_units(fare)
        return Evaluation({**known, "month": facts.start and facts.start.month, "end": facts.end, "source": source})

    def _components(self, source: str | None) -> Iterator[Step]:
        for step in self.steps.values():
            if step.rule.paid_by is not None and (source is not None or not step.rule.only_with_source):
                yield step

    def lines_of(self, costing: Costing) -> Iterator[CostLine]:
        """Give the components of a mission that has amounts."""
        for step in self._components(costing.source):
            rule = step.rule
            if step in self._may_vanish and self._vanishes(step, costing):
                continue
            payer = (costing.source or FUNDER) if rule.paid_by is None or rule.paid_by.who == FUNDER else rule.paid_by.who
            estimate = step in self._estimates and estimated(step, costing.evaluation)
            yield CostLine(rule.name, costing.units(rule.name), rule.in_kind, estimate, payer, rule.text)

    def explained(self, name: str, evaluation: Evaluation, source: str | None) -> Explained:
        """Explain an amount of a mission, and say who pays it."""
        step = self.book.step(name)
        found, paid_by = explained(step, evaluation), step.rule.paid_by
        if paid_by is None:
            return found
        who = self.fund(source).label if source and paid_by.who == FUNDER else paid_by.label
        paid = Text(en="paid by {who}", fr="à la charge de : {who}").fill(who=who) + same(" [") + cited(paid_by.text) + same("]")
        notes = (paid, *((READING + paid_by.reading,) if paid_by.reading else ()))
        return attrs.evolve(found, notes=(*found.notes, *notes))

    def shares_of(self, costing: Costing) -> Iterator[Share]:
        """Leave the host its share, the payer of a line that line, and the source that funds the mission the rest."""
        payer, others = costing.source or FUNDER, self._lines_of_others
        if costing.facts.for_profit is False and not others:
            yield Share(payer, costing.total)
            return
        if costing.facts.for_profit is not False:
            yield Share(BENEFICIARY, costing.units("beneficiary_share"))
        paid: dict[str, list[int | None]] = {payer: [costing.units("source_pays")]}
        for who, name in others:
            paid.setdefault(who, []).append(costing.units(name))
        for who, amounts in paid.items():
            yield Share(who, None if None in amounts else sum(one for one in amounts if one is not None))

    @cached_property
    def _may_vanish(self) -> frozenset[Step]:
        """The components that some exception takes away."""
        away = {rule.exception_of for rule in self.rules if rule.no_line}
        return frozenset(step for step in self.steps.values() if step.rule.name in away)

    def _vanishes(self, step: Step, costing: Costing) -> bool:
        """Tell whether the exception that applies to a mission takes the line away."""
        body = step.body
        while isinstance(body, Choose):
            usual = settled(body.condition) if costing.amounts is not None else None
            holds = usual if usual is not None else costing.evaluation.value(body.condition)
            if holds is True:
                return isinstance(body.yes, Step) and body.yes.rule.no_line
            if holds is not False:
                return False
            body = body.no
        return False

    def amount_names(self, source: str | None) -> Mapping[str, int]:
        """Give where each amount stands in a costing's amounts, with a source named or without."""
        return self.fast(source).names

    def trail_of(self, costing: Costing) -> tuple[Traced, ...]:
        """Tell how each amount of a mission came about, by the exact reader."""
        return tuple(traced(step, costing.evaluation) for step in self.fast(costing.source).steps)

    def component_names(self, source: str | None) -> tuple[str, ...]:
        """Name the lines that a mission's cost may have, with a source named or without."""
        return self._names_with_source if source is not None else self._names_without_source

    @cached_property
    def lines_vary(self) -> bool:
        """True where an exception that no usual fact settles may take a line away."""
        return any(settled(step.body.condition) is None for step in self._may_vanish if isinstance(step.body, Choose))

    @cached_property
    def _names_with_source(self) -> tuple[str, ...]:
        return tuple(step.rule.name for step in self._components("any"))

    @cached_property
    def _names_without_source(self) -> tuple[str, ...]:
        return tuple(step.rule.name for step in self._components(None))

    def voice(self, source: str | None) -> Voice:
        """Give what words the explanations of missions that a source funds, or nobody in particular."""
        voices = self._voices
        if source not in voices:
            explain = partial(self._explained_for, source)
            voices[source] = Voice(self.fast(source).steps, access_of(self), explain)
        return voices[source]

    def _explained_for(self, source: str | None, name: str, evaluation: Evaluation) -> Explained:
        return self.explained(name, evaluation, source)

    @cached_property
    def _voices(self) -> dict[str | None, Voice]:
        return {}

    def fast(self, source: str | None) -> Fast:
        """Give the generated functions for a source; the rules are compiled once for all sources, and once for none."""
        found = self._by_source.get(source)
        if found is None:
            if source is not None:
                self.fund(source)
            found = self._by_source[source] = (self._without_source if source is None else self._with_source)(source=source)
        return found

    @cached_property
    def _without_source(self) -> Callable[..., Fast]:
        return fast_of(self, with_source=False)

    @cached_property
    def _with_source(self) -> Callable[..., Fast]:
        return fast_of(self, with_source=True)

    @cached_property
    def _estimates(self) -> frozenset[Step]:
        """The components that may be known as an estimate only."""
        marked = [step for step in self.steps.values() if any(isinstance(n, Step) and n.rule.estimate for n in within(step))]
        return frozenset(marked)

    @cached_property
    def _lines_of_others(self) -> list[tuple[str, str]]:
        """Give the lines in cash that a source pays whoever funds the mission."""
        rules = [step.rule for step in self._components(None)]
        return [(rule.paid_by.who, rule.name) for rule in rules if rule.paid_by and rule.paid_by.who != FUNDER and not rule.in_kind]
