"""
Run each rule once on symbols, and keep the expressions.

`trace` takes the rules of a programme, its figures and the facts of its missions, and gives one step for each amount. What is not legal
stops here, before any mission, with the place in the author's file: an unknown fact, figure or rule, rules in a circle, a wrong table key,
two rules that claim one amount without one being declared the exception of the other, a result that is no whole number of its unit.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from typing import Any

import attrs

from tokten_core.errors import RuleError, did_you_mean
from tokten_core.parameters import Figures, Parameter
from tokten_core.rules import nodes
from tokten_core.rules.facts import FactKind
from tokten_core.rules.handles import Ratio, Term, node_of
from tokten_core.rules.mistakes import CIRCLE, CLAIMS_TWICE, FAILS, TABLE_KEY, UNITS, UNKNOWN_FACT, UNKNOWN_RULE, UNROUNDED, WRONG_RESULT
from tokten_core.rules.nodes import Node, Step
from tokten_core.rules.plain import Operand
from tokten_core.rules.rule import Rule, place_of
from tokten_core.rules.spans import Bands, in_bands
from tokten_core.text import Text
from tokten_core.units import DATE, TRUTH, Unit

__all__ = ["FigureTerms", "MissionTerms", "trace"]


class MissionTerms:
    """The facts of a mission as symbols: ``mission.days`` (fr: *données de la mission*)."""

    def __init__(self, facts: Iterable[FactKind]) -> None:
        self._terms = {fact.name: Term(fact.node(), fact.codes) for fact in facts}

    def __getattr__(self, name: str) -> Term:
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in self._terms:
            known = ", ".join(self._terms)
            raise RuleError(UNKNOWN_FACT.at("", name, near=did_you_mean(name, self._terms), known=known))
        return self._terms[name]


class FigureTerm:
    """A parameter as a symbol: ``figures.per_diem_rate.on(mission.start, thesis=mission.thesis_supervision)``."""

    def __init__(self, parameter: Parameter) -> None:
        self.parameter = parameter

    def on(self, day: Operand, **keys: Operand) -> Term | Bands:
        """Give the figure on a day, by its keys: facts or other figures; without the key of its bands, all bands for `by_band`."""
        parameter = self.parameter
        wanted = [key for key in parameter.keys if not key.bands or key.name in keys]
        given = {key.name: node_of(keys[key.name], key.unit) for key in wanted if key.name in keys}
        fits = set(keys) == {key.name for key in wanted}
        if not fits or any(given[key.name].unit != key.unit for key in wanted):
            said = ", ".join(f"{name} ({given[name].unit.name})" if name in given else name for name in keys) or "-"
            raise RuleError(TABLE_KEY.at("", said, table=parameter.name, keys=parameter.key_names))
        row = tuple((key.name, given[key.name]) for key in wanted)
        if len(wanted) < len(parameter.keys):
            return in_bands(parameter, _day(day), row)
        return Term(nodes.Figure(parameter.unit, parameter, _day(day), row))

    def in_force(self, day: Operand) -> Term:
        """Tell whether it is in force on a day; no when a text abolished it."""
        return Term(nodes.InForce(TRUTH, self.parameter, _day(day)))


class FigureTerms:
    """The figures of a programme as symbols: ``figures.per_diem_rate`` (fr: *barème*)."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def __getattr__(self, name: str) -> FigureTerm:
        return FigureTerm(getattr(self._figures, name))


def trace(rules: Iterable[Rule], figures: Figures, facts: Iterable[FactKind]) -> Mapping[str, Step]:
    """
    Trace rules into steps, one for each amount, in the order given.

    Raises:
        RuleError: Something in a rule is not legal; the code says what, the place says where.
    """
    tracer = _Tracer(tuple(rules), figures, tuple(facts))
    return {rule.name: tracer.step(rule.name) for rule in tracer.rules if not rule.exception_of}


class _Tracer:
    def __init__(self, rules: tuple[Rule, ...], figures: Figures, facts: tuple[FactKind, ...]) -> None:
        self.rules = rules
        self._mission, self._figures = MissionTerms(facts), FigureTerms(figures)
        self._merged: dict[Any, Node] = {}
        self._steps: dict[str, Step] = {}
        self._under_way: list[str] = []
        self._general: dict[str, Rule] = {}
        self._exceptions: dict[str, list[Rule]] = {}
        for rule in rules:
            self._gather(rule)
        for general, (exception, *_) in self._exceptions.items():
            self._needed(exception, general)

    def _gather(self, rule: Rule) -> None:
        if rule.exception_of:
            self._exceptions.setdefault(rule.exception_of, []).append(rule)
        elif rule.name in self._general:
            first = self._general[rule.name]
            raise RuleError(CLAIMS_TWICE.at(rule.place, rule.name, first=first.place, second=rule.place))
        else:
            self._general[rule.name] = rule

    def step(self, name: str) -> Step:
        """Give the step of an amount, tracing what it needs first."""
        if name in self._under_way:
            circle = " → ".join([*self._under_way[self._under_way.index(name) :], name])
            raise RuleError(CIRCLE.at(self._general[name].place, circle))
        if name not in self._steps:
            self._under_way.append(name)
            self._steps[name] = self._with_exceptions(self._general[name])
            self._under_way.pop()
        return self._steps[name]

    def _with_exceptions(self, rule: Rule) -> Step:
        """Read an exception as ``choose(when, exception, general)``; of several, two at once refuse and name both."""
        exceptions = self._exceptions.get(rule.name, [])
        whens = [self._run(exception, exception.when or _always, TRUTH) for exception in exceptions]
        body: Node = self._traced(rule)
        if not exceptions:
            return self._traced(rule)
        for exception, when in zip(exceptions, whens, strict=True):
            body = nodes.Choose(rule.unit, when, self._traced(exception), body)
        for (first, one), (second, other) in combinations(zip(exceptions, whens, strict=True), 2):
            both = f"{first.name}, {second.name}"
            reason = Text(en=f"two exceptions at once: {both}", fr=f"deux exceptions à la fois : {both}")
            refuse = nodes.Refuse(rule.unit, reason)
            body = nodes.Choose(rule.unit, nodes.AllOf(TRUTH, (one, other)), refuse, body)
        return self._merge(Step(rule.unit, rule, body))

    def _traced(self, rule: Rule) -> Step:
        needed = [Term(self._needed(rule, name)) for name in rule.arguments]
        return self._merge(Step(rule.unit, rule, self._run(rule, rule.function, rule.unit, needed)))

    def _merge(self, step: Step) -> Step:
        found = nodes.merged(step, self._merged)
        assert isinstance(found, Step)  # noqa: S101 - merging keeps the kind of a node
        return found

    def _run(self, rule: Rule, function: Callable[..., Any], unit: Unit, needed: Iterable[Term] = ()) -> Node:
        try:
            return _result(function(self._mission, self._figures, *needed), unit)
        except RuleError as error:
            place = place_of(function, rule.name, _line(error, function))
            raise RuleError(*(attrs.evolve(problem, place=place) for problem in error.problems)) from None
        except Exception as error:
            place = place_of(function, rule.name, _line(error, function))
            raise RuleError(FAILS.at(place, f"{type(error).__name__}: {error}")) from error

    def _needed(self, rule: Rule, name: str) -> Node:
        if name not in self._general:
            known = ", ".join(self._general)
            raise RuleError(UNKNOWN_RULE.at(rule.place, name, near=did_you_mean(name, self._general), known=known))
        return self.step(name)


def _always(_mission: MissionTerms, _figures: FigureTerms) -> bool:
    return True


def _result(result: Operand, unit: Unit) -> Node:
    if isinstance(result, Ratio):
        raise RuleError(UNROUNDED.at("", Text(en="returned", fr="rendue")))
    if not isinstance(result, Term | int | float):
        raise RuleError(WRONG_RESULT.at("", type(result).__name__, unit=unit.name))
    node = node_of(result, unit)
    if node.unit != unit:
        raise RuleError(WRONG_RESULT.at("", node.unit.name, unit=unit.name))
    return node


def _day(day: Operand) -> Node:
    node = node_of(day, DATE)
    if node.unit != DATE:
        raise RuleError(UNITS.at("", f"{node.unit.name}, {DATE.name}"))
    return node


def _line(error: BaseException, function: Callable[..., Any]) -> int | None:
    """Find the line of the author's file that was running."""
    code = getattr(function, "__code__", None)
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if code and frame.filename == code.co_filename]
    return lines[-1] if lines else None
