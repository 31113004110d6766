"""
Read an expression as one exact value: the scalar reader.

An amount exists when what is known decides it. A choice needs only the branch taken; one true part decides an *or*, one false part an
*and*, in any order; anything else with an unknown part is unknown and carries the reasons: a missing fact, a figure that no text sets on
that day, a row that no text gives. Nothing unknown becomes zero.

All values are whole numbers, truths, codes and days, and exact fractions between an amount's share and its rounding.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import frozen

from tokten_core.errors import NotInForce
from tokten_core.explain import Explained, Known, worded
from tokten_core.money import rounded
from tokten_core.parameters import Key, Parameter, Row, Value
from tokten_core.rules import nodes
from tokten_core.rules.nodes import Node
from tokten_core.text import Text, joined, same

__all__ = ["Evaluation", "Outcome", "Unknown", "figure_in_words", "key_in_words"]


@frozen
class Unknown:
    """
    No value, and why (fr: *inconnu*).

    Attributes:
        reasons: what is missing, each once.
        refused: true when two rules claim the amount at once.
    """

    reasons: tuple[Text, ...]
    refused: bool = False

    @property
    def text(self) -> Text:
        """All reasons in one line."""
        return joined(self.reasons)


Outcome: TypeAlias = Known | Unknown


class Evaluation:
    """
    One mission's values, worked out when asked for, each once (fr: *calcul*).

    Args:
        facts: values by name; a fact that is absent or None is unknown.
        given: amounts of rules that are taken as given instead of worked out.
    """

    def __init__(self, facts: Mapping[str, Known | None], given: Mapping[str, int] | None = None) -> None:
        self.facts, self.given = facts, given or {}
        self._values: dict[Node, Outcome] = {}
        self.told: dict[Node, Explained] = {}
        """What was explained of it, each amount once."""

    def value(self, node: Node) -> Outcome:
        """Give the value of a node, or why there is none."""
        if node not in self._values:
            self._values[node] = self._work_out(node)
        return self._values[node]

    def amount(self, node: Node) -> int | None:
        """Give a whole number of counted parts, or None when it is unknown."""
        value = self.value(node)
        return value if isinstance(value, int) else None

    def marked(self, node: Node) -> Text | None:  # noqa: ARG002 - whoever makes a template of an explanation says otherwise
        """Give what stands in the place of a value where an explanation is made into a template; None to say the value itself."""
        return None

    def is_given(self, step: nodes.Step) -> bool:
        """Tell whether a rule's amount was given from outside."""
        return step.rule.name in self.given

    def _work_out(self, node: Node) -> Outcome:  # noqa: PLR0911, C901 - one case for each kind of node
        match node:
            case nodes.Step():
                return self.given[node.rule.name] if self.is_given(node) else self.value(node.body)
            case nodes.Constant():
                return node.value
            case nodes.Fact():
                return self._fact(node)
            case nodes.Figure():
                return self._figure(node)
            case nodes.InForce():
                return self._in_force(node)
            case nodes.Choose():
                test = self.value(node.condition)
                return test if isinstance(test, Unknown) else self.value(node.yes if test else node.no)
            case nodes.AllOf():
                return self._decided(node.parts, by=False)
            case nodes.AnyOf():
                return self._decided(node.parts, by=True)
            case nodes.Known():
                return not isinstance(self.value(node.part), Unknown)
            case nodes.Word():
                return self.value(node.lowered)
            case nodes.Refuse():
                return Unknown((node.reason,), refused=True)
            case _:
                return self._whole(node)

    def _whole(self, node: Node) -> Outcome:
        """Work out what needs all its parts."""
        values = [self.value(part) for part in nodes.parts_of(node)]
        if any(isinstance(value, Unknown) for value in values):
            return _unknown(values)
        known: list[Any] = values
        result: Known
        match node:
            case nodes.Arithmetic(sign=sign):
                worked_out = SIGNS[sign](*known)
                result = worked_out.days if isinstance(worked_out, dt.timedelta) else worked_out
            case nodes.Compare(sign=sign):
                result = known[0] <= known[1] if sign == "≤" else known[0] == known[1]
            case nodes.Not():
                result = not known[0]
            case nodes.Extreme(name=name):
                result = min(known) if name == "least" else max(known)
            case nodes.Quotient():
                result = Fraction(known[0]) / known[1]
            case nodes.Rounded(how=how):
                result = rounded(known[0], how, known[1])
            case _:
                raise TypeError(node)
        return result

    def _fact(self, node: nodes.Fact) -> Outcome:
        value = self.facts.get(node.name)
        if value is None:
            return Unknown((Text(en="missing {label}", fr="donnée manquante : {label}").fill(label=node.label),))
        return value

    def _figure(self, node: nodes.Figure) -> Outcome:
        values = [self.value(part) for part in (node.day, *(key for _, key in node.keys))]
        if any(isinstance(value, Unknown) for value in values):
            return _unknown(values)
        day, *keys = values
        try:
            rows = node.parameter.version(_a_day(day)).rows
        except NotInForce as error:
            return Unknown((node.parameter.label + Text(en=": ", fr=" : ") + error.problems[0].says,))
        row: Any = tuple(keys)
        return rows[row] if row in rows else Unknown((_silence(node.parameter, row),))

    def _in_force(self, node: nodes.InForce) -> Outcome:
        day = self.value(node.day)
        if isinstance(day, Unknown):
            return day
        try:
            return node.parameter.in_force(_a_day(day))
        except NotInForce as error:
            return Unknown((node.parameter.label + Text(en=": ", fr=" : ") + error.problems[0].says,))

    def _decided(self, parts: Iterable[Node], *, by: bool) -> Outcome:
        values = [self.value(part) for part in parts]
        if any(value is by for value in values):
            return by
        return _unknown(values) if any(isinstance(value, Unknown) for value in values) else not by


SIGNS: Final[Mapping[str, Any]] = {"+": lambda a, b: a + b, "−": lambda a, b: a - b, "×": lambda a, b: a * b}


def figure_in_words(value: Value, parameter: Parameter) -> Text:
    """Say a figure as people do: a code by its name, a number with its unit."""
    return parameter.words.get(value) or worded(value, parameter.unit, parameter.scale)


def key_in_words(key: Key, value: Value) -> Text:
    """Say a key of a table with its value: ``region: Europe``."""
    return key.label + Text(en=": ", fr=" : ") + (key.words.get(value) or worded(value, key.unit))


def _silence(parameter: Parameter, row: Row) -> Text:
    """Say what no text gives, and for which keys."""
    said = [key_in_words(key, value) for key, value in zip(parameter.keys, row, strict=True)]
    return parameter.silence + same(" (") + joined(said) + same(")") if said else parameter.silence


def _a_day(value: object) -> dt.date:
    assert isinstance(value, dt.date)  # noqa: S101 - the unit was checked when the rule was traced
    return value


def _unknown(values: Iterable[Outcome]) -> Unknown:
    """Gather the reasons of all that is unknown, each once."""
    found = [value for value in values if isinstance(value, Unknown)]
    reasons = dict.fromkeys(reason for value in found for reason in value.reasons)
    return Unknown(tuple(reasons), refused=any(value.refused for value in found))
