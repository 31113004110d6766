"""
Say a rule without a mission: the formula in words, for the book of rules.

The same walk as an explanation, with names in place of values: "days of mission × per diem rate (by thesis supervision)". A rounding is always
named, whether or not it would change something; a choice says both ways.
"""

from __future__ import annotations

from typing import Final

from tokten_core.explain import NO, YES, worded
from tokten_core.rules import nodes
from tokten_core.rules.facts import MODE
from tokten_core.rules.nodes import SPANS, Node, Step
from tokten_core.text import SEMICOLON, Text, joined, same
from tokten_core.units import TRUTH

__all__ = ["formula_in_words", "in_words"]

CHOICE: Final = Text(en="{yes} if {condition}; otherwise {no}", fr="{yes} si {condition} ; sinon {no}")
BY_KEYS: Final = Text(en="{figure} (by {keys})", fr="{figure} (selon : {keys})")
IN_FORCE: Final = Text(en="{figure} in force", fr="{figure} en vigueur")
KNOWN: Final = Text(en="known: {part}", fr="connu : {part}")
NOT: Final = Text(en="not: {part}", fr="non : {part}")
TO_MULTIPLE: Final = Text(en="{exact}, {how} to a multiple of: {step}", fr="{exact}, {how}, à un multiple de : {step}")
TO_UNIT: Final = Text(en="{exact}, {how}", fr="{exact}, {how}")
REFUSED: Final = Text(en="no amount: {reason}", fr="aucun montant : {reason}")
EXTREMES: Final = {"least": Text(en="the least of: {parts}", fr="le moindre de : {parts}"),
                   "greatest": Text(en="the greatest of: {parts}", fr="le plus grand de : {parts}")}  # fmt: skip
AND_OR: Final = {True: Text(en=" and ", fr=" et "), False: Text(en=" or ", fr=" ou ")}
WORDS: Final = {
    "percentage": Text(en="{0} × {1}", fr="{0} × {1}"),
    "conversion": Text(en="{0} × {1}", fr="{0} × {1}"),
    "conversion_back": Text(en="{0} ÷ {1}", fr="{0} ÷ {1}"),
    "first_known": Text(en="the first that is known of: {parts}", fr="le premier connu de : {parts}"),
    "by_band": Text(
        en="{0}, by length of stay, each band at its price: {prices}", fr="{0}, par tranches de durée, chacune à son prix : {prices}"
    ),
    "each_day": Text(en="{0}, each day at its own rate: {prices}", fr="{0}, chaque jour à son taux : {prices}"),
    "first_and_last": Text(
        en="{0}: the first and the last at {edge}, those between at {middle}",
        fr="{0} : le premier et le dernier à {edge}, les autres à {middle}",
    ),
    "split_part": Text(en="{0} × {1} ÷ {2}, by largest remainder", fr="{0} × {1} ÷ {2}, au plus fort reste"),
}


def formula_in_words(step: Step) -> Text:
    """
    Say the formula of a rule (fr: *formule en toutes lettres*).

    Args:
        step: the traced rule.

    .. versionadded:: 0.1
    """
    return in_words(step.body, step.rule.name)


def in_words(node: Node, name: str = "") -> Text:  # noqa: PLR0911, PLR0912, C901 - one case for each kind of node
    """Say a part of a formula; ``name`` is the rule being said, whose general case is spelt out where an exception comes first."""
    match node:
        case Step():
            return in_words(node.body, name) if node.rule.name == name else node.rule.label
        case nodes.Fact():
            return node.label + same(f" ({node.unit.many.en})") if node.unit.currency else node.label
        case nodes.Constant():
            return _constant(node)
        case nodes.Figure():
            keys = [
                key.label for key, (_, part) in zip(node.parameter.keys, node.keys, strict=True) if not isinstance(part, nodes.Constant)
            ]
            return BY_KEYS.fill(figure=node.parameter.label, keys=joined(keys)) if keys else node.parameter.label
        case nodes.InForce():
            return IN_FORCE.fill(figure=node.parameter.label)
        case nodes.Arithmetic():
            right = _operand(node.right, node.sign, name, right=True)
            return _operand(node.left, node.sign, name) + same(f" {node.sign} ") + right
        case nodes.Compare():
            return _comparison(node, node.sign, name)
        case nodes.AllOf() | nodes.AnyOf():
            return joined([_condition(part, name) for part in node.parts], AND_OR[isinstance(node, nodes.AllOf)])
        case nodes.Not():
            return _contrary(node.part, name)
        case nodes.Choose():
            condition = in_words(node.condition, name)
            return CHOICE.fill(yes=_branch(node.yes, name), condition=condition, no=_branch(node.no, name))
        case nodes.Extreme():
            return EXTREMES[node.name].fill(parts=joined([in_words(part, name) for part in node.parts], SEMICOLON))
        case nodes.Quotient():
            return _operand(node.numerator, "×", name) + same(" ÷ ") + _operand(node.denominator, "×", name)
        case nodes.Rounded():
            return _rounding(node, name)
        case nodes.Known():
            return KNOWN.fill(part=in_words(node.part, name))
        case nodes.Refuse():
            return REFUSED.fill(reason=node.reason)
        case nodes.Word():
            return _word(node, name)
        case _:
            raise TypeError(node)


def _constant(node: nodes.Constant) -> Text:
    if node.unit == TRUTH:
        return YES if node.value else NO
    return same("0") if node.value == 0 else worded(node.value, node.unit)


def _operand(node: Node, sign: str, name: str, *, right: bool = False) -> Text:
    words = in_words(node, name)
    sums = isinstance(node, nodes.Arithmetic) and node.sign != "×" and (sign == "×" or (sign == "−" and right))
    loose = (
        sums
        or isinstance(node, nodes.Choose | nodes.Rounded | nodes.Extreme)
        or (isinstance(node, nodes.Word) and node.name not in WORDS_THAT_BIND)
    )
    return same("(") + words + same(")") if loose else words


WORDS_THAT_BIND: Final = {"percentage", "conversion"}


def _branch(node: Node, name: str) -> Text:
    taken = node.body if isinstance(node, Step) and node.rule.name == name else node
    words = in_words(node, name)
    return same("(") + words + same(")") if isinstance(taken, nodes.Choose) else words


def _condition(node: Node, name: str) -> Text:
    words = in_words(node, name)
    return same("(") + words + same(")") if isinstance(node, nodes.AllOf | nodes.AnyOf) else words


def _contrary(node: Node, name: str) -> Text:
    if isinstance(node, nodes.Compare):
        return _comparison(node, {"≤": ">", "=": "≠"}[node.sign], name)
    return NOT.fill(part=_condition(node, name))


def _comparison(node: nodes.Compare, sign: str, name: str) -> Text:
    """Say a comparison; how a mission is held has words of its own."""
    right = in_words(node.right, name)
    if isinstance(node.left, nodes.Fact) and node.left.name == MODE.name and isinstance(node.right, nodes.Constant):
        right = MODE.words.get(str(node.right.value), right)
    return in_words(node.left, name) + same(f" {sign} ") + right


def _rounding(node: nodes.Rounded, name: str) -> Text:
    exact = in_words(node.part, name)
    if isinstance(node.to, nodes.Constant):
        return TO_UNIT.fill(exact=exact, how=node.how.words)
    return TO_MULTIPLE.fill(exact=exact, how=node.how.words, step=in_words(node.to, name))


def _word(node: nodes.Word, name: str) -> Text:
    said = [in_words(part, name) if node.name == "first_known" else _operand(part, "×", name) for part in node.parts]
    prices = joined(dict.fromkeys(in_words(part, name) for part in node.parts[2::2]), SEMICOLON) if node.name in SPANS else same("")
    template = WORDS[node.name]
    if node.name == "first_and_last":
        return _placed(template, said, edge=said[2], middle=said[4])
    return _placed(template, said, parts=joined(said, SEMICOLON), prices=prices)


def _placed(template: Text, said: list[Text], **facts: Text) -> Text:
    """Put parts into numbered places of both sentences."""
    return Text(
        en=template.en.format(*(part.en for part in said), **{name: fact.en for name, fact in facts.items()}),
        fr=template.fr.format(*(part.fr for part in said), **{name: fact.fr for name, fact in facts.items()}),
    )
