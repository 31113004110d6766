"""
Word an expression for one mission: the explaining reader.

Each rule's amount becomes an `Explained`: one phrase that recomputes it ("14 days × 20 000 FCFA/day"), below it each figure with its day
and text and each further amount. What was set aside is said: the other answer to a yes-or-no table, the branch not taken, the later of
several known amounts. A rounding is named where it changed something. All words come from labels; no rule writes a sentence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, Literal

from tokten_core.explain import EMPTY, NO, YES, Explained, worded
from tokten_core.parameters import Dated, Parameter
from tokten_core.rules import nodes
from tokten_core.rules.evaluate import Evaluation, Unknown, figure_in_words, key_in_words
from tokten_core.rules.nodes import Node, Step
from tokten_core.text import SEMICOLON, Text, joined, same
from tokten_core.units import CODE, TRUTH

__all__ = ["estimated", "explained"]

COLON: Final = Text(en=": ", fr=" : ")
BECAUSE: Final = Text(en=", because ", fr=", car ")
SET_ASIDE: Final = Text(en="set aside: ", fr="écarté : ")
READING: Final = Text(en="reading: ", fr="lecture : ")
UNKNOWN_KEY: Final = Text(en="{key} unknown", fr="{key} inconnu")
UNKNOWN_AMOUNT: Final = Text(en="unknown amount", fr="montant inconnu")
EXTREMES: Final = {"least": Text(en="the least of ", fr="le moindre de "), "greatest": Text(en="the greatest of ", fr="le plus grand de ")}


SPANS: Final = {
    "by_band": Text(en=", by length of stay", fr=", par tranches de durée"),
    "each_day": Text(en=", each day at its own rate", fr=", chaque jour à son taux"),
    "first_and_last": Text(en=", the first and the last day apart", fr=", premier et dernier jour à part"),
}


@lru_cache(maxsize=8192)  # missions of one time read the same figures
def _figure_told(node: nodes.Figure, since: dt.date, row: tuple[Any, ...], value: Any) -> Explained:
    """Explain a figure: what it is called, since when it holds, by which text, and what its table gives for the other yes or no."""
    parameter, version = node.parameter, node.parameter.version(since)
    keys = [key_in_words(key, each) for key, each in zip(parameter.keys, row, strict=True)]
    name = parameter.label + (same(" (") + joined(keys) + same(")") if keys else EMPTY)
    notes = tuple(_other_answers(parameter, version, row))
    if parameter.reading:
        notes = (*notes, READING + parameter.reading)
    reason = Text(en="since ", fr="depuis le ") + worded(since, node.day.unit)
    return Explained(name, value, figure_in_words(value, parameter), reason, (version.source,), notes=notes, joint=",")


def _other_answers(parameter: Parameter, version: Dated, row: tuple[Any, ...]) -> Iterator[Text]:
    """Say what the table gives for the other answer to each yes-or-no key."""
    for index, key in enumerate(parameter.keys):
        other: Any = (*row[:index], not row[index], *row[index + 1 :])
        if key.unit == TRUTH and other in version.rows:
            said = figure_in_words(version.rows[other], parameter)
            yield SET_ASIDE + said + same(" (") + key.label + COLON + (YES if other[index] else NO) + same(")")


def _pairs(node: nodes.Word) -> Iterator[tuple[Node, Node]]:
    """Give how many, and the price of one, of each span of a word."""
    yield from zip(node.parts[1::2], node.parts[2::2], strict=True)


def explained(step: Step, evaluation: Evaluation) -> Explained:
    """
    Explain a rule's amount for one mission.

    Args:
        step: the traced rule.
        evaluation: the mission's values.
    """
    return _Speaker(evaluation).step(step)


def estimated(step: Step, evaluation: Evaluation) -> bool:
    """Tell whether a rule's amount is known only as an estimate (fr: *estimation*)."""
    return evaluation.amount(step) is not None and _Speaker(evaluation).estimated(step)


class _Speaker:
    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation

    def step(self, step: Step) -> Explained:
        """Explain an amount: its phrase, and below it what the phrase speaks of."""
        told = self._evaluation.told
        if step not in told:
            general = self._general(step)
            told[step] = self._explained(step) if general is None else self.step(general)
        return told[step]

    def _explained(self, step: Step) -> Explained:
        rule, value = step.rule, self._value(step)
        below = [] if self._evaluation.is_given(step) else list(dict.fromkeys(self._below(step.body)))
        parts = tuple(part for part in below if isinstance(part, Explained))
        notes = tuple(part for part in below if isinstance(part, Text))
        if rule.reading:
            notes = (*notes, READING + rule.reading)
        if isinstance(value, Unknown):
            return Explained(rule.label, None, UNKNOWN_AMOUNT, value.text, rule.text, parts, notes, ",")
        reason = EMPTY if self._evaluation.is_given(step) else self._reason(step.body)
        joint: Literal["=", ","] = "," if isinstance(self._taken(step.body), nodes.Constant) else "="
        return Explained(rule.label, value, self._said(step), reason, rule.text, parts, notes, joint, self.estimated(step))

    def _general(self, step: Step) -> Step | None:
        """Give the rule itself where no exception to it applies, as usual; then the exceptions are not worth a word."""
        body, asked = step.body, list[Node]()
        while isinstance(body, nodes.Choose) and self._value(body.condition) is False:
            asked.append(body.condition)
            body = body.no
        is_general = asked and isinstance(body, Step) and body.rule is step.rule and not self._evaluation.is_given(step)
        return body if is_general and isinstance(body, Step) and all(self._is_usual(condition) for condition in asked) else None

    def _is_usual(self, condition: Node) -> bool:
        """Tell whether a condition reads nothing but facts, each at the value that goes without saying."""
        if isinstance(condition, nodes.Fact):
            return condition.usual is not None and self._value(condition) == condition.usual
        return not isinstance(condition, nodes.Figure) and all(self._is_usual(part) for part in nodes.parts_of(condition))

    def estimated(self, step: Step) -> bool:
        """Tell whether the amount is an estimate, or is simply another amount that is one."""
        taken = self._taken(step.body)
        return step.rule.estimate or (isinstance(taken, Step) and self.estimated(taken))

    def _reason(self, body: Node) -> Text:
        """Say what an amount was worked out from, and the condition that led there."""
        taken, why = self._taken(body), self._why(body)
        if isinstance(taken, nodes.Constant):
            return Text(en=why.en.removeprefix(", "), fr=why.fr.removeprefix(", "))
        phrase = self._name(taken) if isinstance(taken, Step | nodes.Fact | nodes.Figure) else self._phrase(taken)
        return phrase + why

    def _taken(self, node: Node) -> Node:
        """Follow choices to the branch that was taken."""
        match node:
            case nodes.Word(name="first_known"):
                return self._taken(node.lowered)
            case nodes.Choose() if not isinstance(self._value(node.condition), Unknown):
                return self._taken(node.yes if self._value(node.condition) else node.no)
            case _:
                return node

    def _why(self, node: Node) -> Text:
        """Say the conditions on the way to the branch taken; the first of several known needs no reason."""
        if not isinstance(node, nodes.Choose):
            return EMPTY
        test = self._value(node.condition)
        if isinstance(test, Unknown):
            return EMPTY
        return BECAUSE + self._condition(node.condition) + self._why(node.yes if test else node.no)

    def _condition(self, node: Node) -> Text:
        """Say a condition with its answer."""
        match node:
            case nodes.Not():
                return self._condition(node.part)
            case nodes.AllOf() | nodes.AnyOf():
                between = Text(en=" and ", fr=" et ") if isinstance(node, nodes.AllOf) else Text(en=" or ", fr=" ou ")
                said = [self._condition(part) for part in node.parts]
                return Text(en=between.en.join(text.en for text in said), fr=between.fr.join(text.fr for text in said))
            case nodes.Known():
                given = Text(en="known", fr="connu") if self._value(node) else Text(en="not known", fr="non connu")
                return self._name(node.part) + COLON + given
            case nodes.Compare(left=nodes.Fact() as fact) if fact.unit == CODE and isinstance(node.right, nodes.Constant):
                return self._name(fact) + COLON + self._said(fact)
            case nodes.Compare():
                sign = node.sign if self._value(node) is not False else {"≤": ">", "=": "≠"}[node.sign]
                return self._phrase(node.left) + same(f" {sign} ") + self._phrase(node.right)
            case _:
                return self._name(node) + COLON + self._said(node)

    def _phrase(self, node: Node) -> Text:  # noqa: PLR0911 - one case for each kind of phrase
        """Say an expression with its values, so that it can be worked out again on paper."""
        match node:
            case nodes.Arithmetic():
                return self._operand(node.left, node.sign) + same(f" {node.sign} ") + self._operand(node.right, node.sign, right=True)
            case nodes.Rounded():
                return self._rounding(node)
            case nodes.Word() if node.name != "first_known":
                return self._word(node)
            case nodes.Extreme():
                return EXTREMES[node.name] + joined([self._phrase(part) for part in node.parts], SEMICOLON)
            case nodes.Choose() | nodes.Word():
                taken = self._taken(node)
                return self._said(node) if taken is node else self._phrase(taken)
            case nodes.Step() | nodes.Fact() if node.unit.currency or node.unit in {TRUTH, CODE} or isinstance(node, Step):
                return self._said(node) + same(" (") + self._name(node) + same(")")
            case _:
                return self._said(node)

    def _operand(self, node: Node, sign: str, *, right: bool = False) -> Text:
        taken = self._taken(node)
        loose = isinstance(taken, nodes.Arithmetic) and taken.sign != "×" and (sign == "×" or (sign == "−" and right))
        return same("(") + self._phrase(node) + same(")") if loose else self._phrase(node)

    def _spans(self, node: nodes.Word) -> Text:
        """Say how many of a count have which price; spans that it does not reach are passed over."""
        said = []
        for number, price in _pairs(node):
            if self._value(number):
                how = EMPTY if isinstance(price, nodes.Figure | nodes.Fact | nodes.Step) else same(" (") + self._phrase(price) + same(")")
                said.append(self._said(number) + same(" × ") + self._said(price) + how)
        return joined(said, same(" + ")) + SPANS[node.name] if said else self._said(node.parts[0])

    def _word(self, node: nodes.Word) -> Text:
        if node.name in SPANS:
            return self._spans(node)
        if node.name == "split_part":
            whole, weight, together = node.parts
            said = Text(
                en="{whole} × {weight} ÷ {together}, by largest remainder",
                fr="{whole} × {weight} ÷ {together}, au plus fort reste",
            )
            return said.fill(weight=self._said(weight), together=self._said(together), whole=self._operand(whole, "×"))
        first, second = node.parts
        if node.name == "percentage":
            return self._said(second) + Text(en=" of ", fr=" de ") + self._operand(first, "×")
        sign = " × " if node.name == "conversion" else " ÷ "
        return self._phrase(first) + same(sign) + self._said(second)

    def _rounding(self, node: nodes.Rounded) -> Text:
        """Name a rounding where it changed something, with what it was before."""
        exact, value, phrase = self._value(node.part), self._value(node), self._phrase(node.part)
        if exact == value or isinstance(exact, Unknown):
            return phrase
        step = EMPTY
        if not isinstance(node.to, nodes.Constant):
            step = Text(en=" to a multiple of ", fr=" à un multiple de ") + self._said(node.to)
        before = self._evaluation.marked(node.part) or worded(exact, node.unit)
        return phrase + same(" = ") + before + same(", ") + node.how.words + step

    def _below(self, node: Node) -> Iterator[Explained | Text]:
        """Give the figures and amounts that an expression speaks of, and what it set aside."""
        match node:
            case Step():
                yield self.step(node)
            case nodes.Figure():
                yield from self._figure(node)
            case nodes.Word():
                yield from self._below_word(node)
            case nodes.Choose() if not isinstance(self._value(node.condition), Unknown):
                yield from self._below(node.condition)
                taken, other = (node.yes, node.no) if self._value(node.condition) else (node.no, node.yes)
                yield from self._below(taken)
                yield from self._aside(other)
            case nodes.Known() | nodes.InForce():
                return
            case _:
                for part in nodes.parts_of(node):
                    yield from self._below(part)

    def _below_word(self, node: nodes.Word) -> Iterator[Explained | Text]:
        if node.name == "first_known":
            yield from self._first_known(node)
            return
        spans = node.name in SPANS
        for part in [price for number, price in _pairs(node) if self._value(number)] if spans else node.parts:
            yield from self._below(part)

    def _first_known(self, node: nodes.Word) -> Iterator[Explained | Text]:
        known = [part for part in node.parts if not isinstance(self._value(part), Unknown)]
        yield from self._below(known[0] if known else node.parts[-1])
        for part in known[1:]:
            yield from self._aside(part)

    def _aside(self, node: Node) -> Iterator[Text]:
        """Say a branch that was not taken; one that would be nothing, or is unknown without a name, is passed over."""
        if isinstance(node, nodes.Constant | nodes.Refuse):
            return
        value, taken = self._value(node), self._taken(node)
        name = self._name(taken) if isinstance(taken, Step | nodes.Fact | nodes.Figure) else EMPTY
        if not isinstance(value, Unknown):
            yield SET_ASIDE + self._said(node) + (same(" (") + name + same(")") if name else EMPTY)
        elif isinstance(node, Step):
            yield SET_ASIDE + name + same(", ") + UNKNOWN_AMOUNT + same(", ") + value.text

    def _figure(self, node: nodes.Figure) -> Iterator[Explained]:
        value, day = self._value(node), self._value(node.day)
        for _, key in node.keys:
            if not isinstance(key, nodes.Fact):
                yield from (part for part in self._below(key) if isinstance(part, Explained))
        if isinstance(value, Unknown):
            return
        yield _figure_told(node, node.parameter.version(day).since, tuple(self._value(key) for _, key in node.keys), value)

    def _name(self, node: Node) -> Text:
        match node:
            case Step():
                return node.rule.label
            case nodes.Fact():
                return node.label
            case nodes.Figure():
                keys = [self._key(node, index) for index in range(len(node.keys))]
                return node.parameter.label + (same(" (") + joined(keys) + same(")") if keys else EMPTY)
            case nodes.InForce():
                return node.parameter.label + Text(en=" in force", fr=" en vigueur")
            case nodes.Rounded() | nodes.Word():
                return self._name(nodes.parts_of(node)[0])
            case _:
                return EMPTY

    def _key(self, node: nodes.Figure, index: int) -> Text:
        key, value = node.parameter.keys[index], self._value(node.keys[index][1])
        return UNKNOWN_KEY.fill(key=key.label) if isinstance(value, Unknown) else key_in_words(key, value)

    def _value(self, node: Node) -> Any:
        return self._evaluation.value(node)

    def _said(self, node: Node) -> Text:
        value = self._value(node)
        if isinstance(value, Unknown):
            return Text(en="unknown", fr="inconnu")
        marked = self._evaluation.marked(node)
        if marked is not None:
            return marked
        if isinstance(node, nodes.Fact) and node.words:
            return dict(node.words).get(value) or worded(value, node.unit)
        return figure_in_words(value, node.parameter) if isinstance(node, nodes.Figure) else worded(value, node.unit)
