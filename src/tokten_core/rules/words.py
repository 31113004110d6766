"""
What the author of a rule writes with: thin handles on the nodes, and the words that join them.

Numbers have ``+``, ``-`` and ``*``. Everything else is a word, because operators bite: ``~True`` is -2, ``a == b | c`` binds wrongly, and
an ``if`` on a symbol would take one branch for all missions. Conditions: `choose`, `all_of`, `any_of`, `not_`, `known`, `first_known`,
`at_least`, `at_most`, `equal`, and ``figures.x.in_force(day)``. Amounts: `least`, `greatest`, ``amount * percent(share)`` and then a
rounding by name, `half_even`, `half_up`, `down`, `up`; `convert` and `convert_back` by a rate that is a figure with a source.

What cannot be exact is refused at once, with the place in the author's file: a float, a number without source, a division, francs plus
euros, days plus hours, an ``if``, a fraction that nobody rounded. The only literals are 0, 1, yes and no.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

from tokten_core.errors import RuleError
from tokten_core.money import DOWN, HALF_EVEN, HALF_UP, UP, Rounding
from tokten_core.parameters import Dated, Parameter
from tokten_core.rules import nodes, plain
from tokten_core.rules.handles import Ratio, Term, alike, counted, node_of, truths
from tokten_core.rules.mistakes import BARE_NUMBER, CURRENCIES, UNITS, UNKNOWN_CODE, ZERO_DENOMINATOR
from tokten_core.rules.nodes import Node
from tokten_core.rules.plain import Operand
from tokten_core.sources import Source
from tokten_core.text import Text
from tokten_core.units import CODE, DATE, NUMBER, PERCENT, TRUTH, Unit

__all__ = [
    "all_of", "any_of", "at_least", "at_most", "bound", "choose", "convert", "convert_back", "down", "equal", "first_known",
    "greatest", "half_even", "half_up", "known", "least", "not_", "percent", "up",
]  # fmt: skip

STEP: Final = Text(en="step of the rounding", fr="pas de l'arrondi")

P = ParamSpec("P")
R = TypeVar("R")


def bound(witness: Callable[..., Any]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a word work on symbols and, when none of its arguments is one, on plain numbers: the witness."""

    def bind(symbolic: Callable[P, R]) -> Callable[P, R]:
        @wraps(symbolic)
        def word(*things: P.args, **named: P.kwargs) -> R:
            if any(isinstance(thing, Term | Ratio) for thing in (*things, *named.values())):
                return symbolic(*things, **named)
            result: R = witness(*things, **named)
            return result

        return word

    return bind


@bound(plain.choose)
def choose(condition: Operand, yes: Operand, no: Operand) -> Term:
    """Take one of two by a condition (fr: *selon que*); only the one taken need be known."""
    (test,) = truths(condition)
    first, second = alike(yes, no)
    return Term(nodes.Choose(first.unit, test, first, second))


@bound(plain.all_of)
def all_of(*conditions: Operand) -> Term:
    """Tell whether all hold (fr: *et*); one that does not decides, whatever else is unknown."""
    return Term(nodes.AllOf(TRUTH, truths(*conditions)))


@bound(plain.any_of)
def any_of(*conditions: Operand) -> Term:
    """Tell whether one holds (fr: *ou*); one that does decides, whatever else is unknown."""
    return Term(nodes.AnyOf(TRUTH, truths(*conditions)))


@bound(plain.not_)
def not_(condition: Operand) -> Term:
    """Tell the contrary (fr: *non*)."""
    return Term(nodes.Not(TRUTH, *truths(condition)))


@bound(plain.known)
def known(thing: Operand) -> Term:
    """Tell whether a fact, a figure or an amount is known (fr: *connu*)."""
    return Term(nodes.Known(TRUTH, node_of(thing, NUMBER)))


@bound(plain.first_known)
def first_known(*things: Operand) -> Term:
    """Take the first that is known (fr: *le premier connu*); if none is, what the last one lacks is said."""
    found = alike(*things)
    lowered = found[-1]
    for node in reversed(found[:-1]):
        lowered = nodes.Choose(node.unit, nodes.Known(TRUTH, node), node, lowered)
    return Term(nodes.Word(lowered.unit, "first_known", found, lowered))


@bound(plain.at_least)
def at_least(value: Operand, least: Operand) -> Term:
    """Tell whether a value is not below another (fr: *au moins*)."""
    lower, upper = alike(least, value)
    counted(lower, upper)
    return Term(nodes.Compare(TRUTH, "≤", lower, upper))


@bound(plain.at_most)
def at_most(value: Operand, most: Operand) -> Term:
    """Tell whether a value is not above another (fr: *au plus*)."""
    lower, upper = alike(value, most)
    counted(lower, upper)
    return Term(nodes.Compare(TRUTH, "≤", lower, upper))


@bound(plain.equal)
def equal(value: Operand, other: Operand) -> Term:
    """Tell whether two are the same (fr: *égal*); a code is checked against the list of its fact."""
    if isinstance(value, Term) and isinstance(other, str):
        if value.unit != CODE:
            raise RuleError(UNITS.at("", f"{value.unit.name}, {CODE.name}"))
        if value.codes and other not in value.codes:
            label = value.node.label if isinstance(value.node, nodes.Fact) else CODE.name
            raise RuleError(UNKNOWN_CODE.at("", other, label=label, codes=", ".join(value.codes)))
        return Term(nodes.Compare(TRUTH, "=", value.node, nodes.Constant(CODE, other)))
    first, second = alike(value, other)
    return Term(nodes.Compare(TRUTH, "=", first, second))


def _extreme(name: Operand, *values: Operand) -> Term:
    found = alike(*values)
    counted(*found)
    return Term(nodes.Extreme(found[0].unit, name, found))


@bound(plain.least)
def least(*values: Operand) -> Term:
    """Take the least (fr: *le moindre*)."""
    return _extreme("least", *values)


@bound(plain.greatest)
def greatest(*values: Operand) -> Term:
    """Take the greatest (fr: *le plus grand*)."""
    return _extreme("greatest", *values)


@bound(plain.percent)
def percent(share: Operand) -> Operand:
    """Take a figure or fact in per cent as a share (fr: *pour cent de*), to be rounded once it has met its amount."""
    node = node_of(share, PERCENT)
    if node.unit != PERCENT:
        raise RuleError(UNITS.at("", f"{node.unit.name}, {PERCENT.name}"))
    return Ratio(node)


def _rounding(how: Rounding) -> Callable[..., Any]:
    @bound(lambda exact, to=1, text=None: plain.round_to(exact, how, to))  # noqa: ARG005 - a number needs no text on a plain run
    def rounds(exact: Operand, to: Operand = 1, text: Source | None = None) -> Operand:
        to = _step(exact, to, text)
        if isinstance(exact, Ratio):
            if exact.node is None:
                raise RuleError(UNITS.at("", PERCENT.name))
            return _rounded(exact.node, how, to)
        return _rounded(node_of(exact, NUMBER), how, to)

    rounds.__doc__ = (
        f"Round an exact fraction: {how.words.en} (fr: *{how.words.fr}*); ``to=`` the step: a figure, or a number and its ``text=``."
    )
    return rounds


half_even, half_up, down, up = _rounding(HALF_EVEN), _rounding(HALF_UP), _rounding(DOWN), _rounding(UP)


@bound(plain.convert)
def convert(amount: Operand, rate: Operand, how: Rounding, to: Operand = 1) -> Operand:
    """
    Convert into the currency of a rate's price (fr: *convertir*): euros at 655.957 FCFA for one euro give francs.

    Args:
        amount: an amount, or an exact share of one, in the currency that the rate prices.
        rate: a figure.
        how: the rounding, by name: ``HALF_EVEN``.
        to: a figure that is the step to round to; else the minor unit.
    """
    given, price = _exact(amount), _rate(rate)
    over, under = _currencies(price)
    _same_currency(given, under)
    top = nodes.Arithmetic(over, "×", given, price)
    exact = nodes.Quotient(over, _scaled(top, over.sub_unit), _literal(_scale(price) * under.sub_unit))
    return _rounded(nodes.Word(over, "conversion", (given, price), exact), how, to)


@bound(plain.convert_back)
def convert_back(amount: Operand, rate: Operand, how: Rounding, to: Operand = 1) -> Operand:
    """Convert into the currency that a rate prices (fr: *convertir*): francs at 400 FCFA for one dollar give dollars; else as `convert`."""
    given, price = _exact(amount), _rate(rate)
    over, under = _currencies(price)
    _same_currency(given, over)
    top = _scaled(given, _scale(price) * under.sub_unit)
    exact = nodes.Quotient(under, top, _scaled(price, over.sub_unit))
    return _rounded(nodes.Word(under, "conversion_back", (given, price), exact), how, to)


def _step(exact: Operand, to: Operand, text: Source | None) -> Operand:
    """Make a figure of a step that is a number with its text."""
    if text is None or not isinstance(to, int):
        return to
    unit = (exact.node or exact.share if isinstance(exact, Ratio) else node_of(exact, NUMBER)).unit
    day = nodes.Constant(DATE, dt.date.min)
    return Term(nodes.Figure(unit, Parameter("step", STEP, unit, [Dated(dt.date.min, text, to)]), day))


def _exact(amount: Operand) -> Node:
    if isinstance(amount, Ratio):
        if amount.node is None:
            raise RuleError(UNITS.at("", PERCENT.name))
        return amount.node
    return node_of(amount, NUMBER)


def _rate(rate: Operand) -> nodes.Figure:
    if not isinstance(rate, Term) or not isinstance(rate.node, nodes.Figure):
        raise RuleError(BARE_NUMBER.at("", rate if not isinstance(rate, Term) else rate.unit.name))
    return _above_nought(rate.node)


def _above_nought(figure: nodes.Figure) -> nodes.Figure:
    """Refuse to divide by a figure that is nought or less on some day."""
    if any(value <= 0 for version in figure.parameter.history for value in version.rows.values() if isinstance(value, int)):
        raise RuleError(ZERO_DENOMINATOR.at("", figure.parameter.name))
    return figure


def _currencies(rate: nodes.Figure) -> tuple[Unit, Unit]:
    over, under = rate.unit.over, rate.unit.under
    if over is None or under is None or not (over.currency and under.currency):
        raise RuleError(UNITS.at("", rate.unit.name))
    return over, under


def _same_currency(given: Node, wanted: Unit) -> None:
    if given.unit != wanted:
        raise RuleError(CURRENCIES.at("", f"{given.unit.name}, {wanted.name}"))


def _scale(rate: nodes.Figure) -> int:
    return rate.parameter.parts


def _literal(value: int) -> Node:
    return nodes.Constant(NUMBER, value)


def _scaled(node: Node, factor: int) -> Node:
    return node if factor == 1 else nodes.Arithmetic(node.unit, "×", node, _literal(factor))


def _rounded(exact: Node, how: Rounding, to: Operand) -> Term:
    step = node_of(to, exact.unit)
    if step.unit != exact.unit:
        raise RuleError(UNITS.at("", f"{exact.unit.name}, {step.unit.name}"))
    if isinstance(step, nodes.Figure):
        _above_nought(step)
    elif not isinstance(step, nodes.Constant) or step.value != 1:
        raise RuleError(BARE_NUMBER.at("", to if not isinstance(to, Term) else step.unit.name))
    return Term(nodes.Rounded(exact.unit, exact, how, step))
