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

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import wraps
from typing import Any, Final, NoReturn, ParamSpec, TypeVar

import moneyed
from attrs import frozen

from tokten_core.errors import Kind, RuleError
from tokten_core.money import DOWN, HALF_EVEN, HALF_UP, UP, Rounding
from tokten_core.parameters import plain_type
from tokten_core.rules import nodes, plain
from tokten_core.rules.nodes import Node
from tokten_core.rules.plain import Operand
from tokten_core.text import Text
from tokten_core.units import CODE, NUMBER, PERCENT, TRUTH, Unit

__all__ = [
    "Ratio", "Term", "all_of", "any_of", "at_least", "at_most", "choose", "convert", "convert_back", "down", "equal", "first_known",
    "greatest", "half_even", "half_up", "known", "least", "not_", "percent", "up",
]  # fmt: skip

P = ParamSpec("P")
R = TypeVar("R")


def _mistake(code: str, english: tuple[str, str, str], french: tuple[str, str, str]) -> Kind:
    says, allowed, remedy = (Text(en=en, fr=fr) for en, fr in zip(english, french, strict=True))
    return Kind(code, says, allowed, remedy)


FLOAT: Final = _mistake(
    "rule-float",
    ("the float {value}", "whole minor units, or a share with its source", "Make it a share, 7 over 100, with its source."),
    ("le nombre flottant {value}", "des unités entières, ou une part avec sa source", "Faites-en une part, 7 sur 100, avec sa source."),
)
BARE_NUMBER: Final = _mistake(
    "rule-number",
    ("the number {value} has no source", "0, 1, yes, no", "Make it a Parameter with its source."),
    ("le nombre {value} n'a pas de source", "0, 1, oui, non", "Faites-en un Parameter avec sa source."),
)
BRANCHES: Final = _mistake(
    "rule-branches",
    ("`if`, `and`, `or` or `not` on a fact", "a choice that is kept for every mission", "Write choose(condition, yes, no)."),
    ("`if`, `and`, `or` ou `not` sur une donnée", "un choix gardé pour toute mission", "Écrivez choose(condition, oui, non)."),
)
COMPARES: Final = _mistake(
    "rule-compares",
    ("the operator {value} on a fact", "a comparison in words", "Write at_least, at_most, equal, least or greatest."),
    ("l'opérateur {value} sur une donnée", "une comparaison en mots", "Écrivez at_least, at_most, equal, least ou greatest."),
)
DIVIDES: Final = _mistake(
    "rule-divides",
    ("the operator {value}", "+, -, *, and a share rounded by name", "Write half_even(amount * percent(share))."),
    ("l'opérateur {value}", "+, -, *, et une part arrondie par une règle nommée", "Écrivez half_even(montant * percent(part))."),
)
UNROUNDED: Final = _mistake(
    "rule-unrounded",
    ("a fraction that nobody rounded is {value}", "a whole number", "Round it by name: half_even, half_up, down, up."),
    ("une fraction non arrondie est {value}", "un nombre entier", "Arrondissez-la par une règle nommée : half_even, half_up, down, up."),
)
CURRENCIES: Final = _mistake(
    "rule-currencies",
    ("two currencies: {value}", "amounts of one currency", "Convert first, with a rate that has a source."),
    ("deux monnaies : {value}", "des montants d'une seule monnaie", "Convertissez d'abord, avec un taux qui a une source."),
)
UNITS: Final = _mistake(
    "rule-units",
    ("the units do not go together: {value}", "days times francs a day", "Bring both to one unit."),
    ("les unités ne vont pas ensemble : {value}", "des jours par des francs par jour", "Ramenez tout à une unité."),
)
LEAVES: Final = _mistake(
    "rule-leaves",
    ("{value} asks a fact for its number", "words and + - *", "Keep the fact as it is: the rule is run once for all missions."),
    ("{value} demande son nombre à une donnée", "des mots et + - *", "Gardez la donnée : la règle est exécutée une fois pour toutes."),
)
UNKNOWN_CODE: Final = _mistake(
    "rule-unknown-code",
    ("{value} is no value of {label}", "{codes}", "Correct the code."),
    ("{value} n'est pas une valeur de {label}", "{codes}", "Corrigez le code."),
)
ZERO_DENOMINATOR: Final = _mistake(
    "rule-zero-denominator",
    ("the rate {value} is nought or less on some day", "rates above nought", "Correct its history."),
    ("le taux {value} est nul ou négatif un jour", "des taux au-dessus de zéro", "Corrigez son historique."),
)


class Term:
    """
    A handle on a node: what a rule's author holds for a fact, a figure or an amount (fr: *terme*).

    Attributes:
        node: the plain node behind it.
        codes: the values that its fact may have, where it is a code with a list.
    """

    __slots__ = ("codes", "node")

    def __init__(self, node: Node, codes: tuple[str, ...] = ()) -> None:
        self.node = node
        self.codes = codes

    @property
    def unit(self) -> Unit:
        """What it counts."""
        return self.node.unit

    def __add__(self, other: Operand) -> Term:
        return _joined("+", self, other)

    def __radd__(self, other: Operand) -> Term:
        return _joined("+", other, self)

    def __sub__(self, other: Operand) -> Term:
        return _joined("−", self, other)

    def __rsub__(self, other: Operand) -> Term:
        return _joined("−", other, self)

    def __mul__(self, other: Operand) -> Operand:
        if isinstance(other, Ratio):
            return other * self
        return _product(self, other)

    def __rmul__(self, other: Operand) -> Operand:
        return self * other

    def __bool__(self) -> bool:
        raise RuleError(BRANCHES.at(""))


@frozen(eq=False)
class Ratio:
    """
    An exact fraction on its way to a rounding (fr: *fraction exacte*); it takes an amount as a factor, nothing else.

    Attributes:
        share: the percentage, before it meets its amount.
        node: amount times share, once it has; None before.
    """

    share: Node
    node: Node | None = None

    def __mul__(self, other: Operand) -> Ratio:
        if self.node is not None:
            raise RuleError(UNROUNDED.at("", Text(en="multiplied again", fr="multipliée encore")))
        amount = node_of(other, self.share.unit)
        product = nodes.Arithmetic(amount.unit, "×", amount, self.share)
        exact = nodes.Quotient(amount.unit, product, nodes.Constant(NUMBER, HUNDRED))
        return Ratio(self.share, nodes.Word(amount.unit, "percentage", (amount, self.share), exact))

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        raise RuleError(BRANCHES.at(""))


HUNDRED: Final = 100
"""What per cent means; the one number of the engine."""


def _refuses(kind: Kind, what: str) -> Callable[..., NoReturn]:
    def refuse(*_: Operand, **__: Operand) -> NoReturn:
        raise RuleError(kind.at("", what))

    return refuse


_REFUSED: Final = {
    COMPARES: {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne"},
    DIVIDES: {"/": "truediv rtruediv", "//": "floordiv rfloordiv", "%": "mod rmod divmod rdivmod", "**": "pow rpow", "~": "invert",
              "&": "and rand", "|": "or ror", "^": "xor rxor", "-": "neg", "abs": "abs"},
    LEAVES: {"int()": "int", "float()": "float", "range() or an index": "index", "round()": "round", "a loop": "iter", "len()": "len"},
}  # fmt: skip
for _kind, _operators in _REFUSED.items():
    for _sign, _names in _operators.items():
        for _name in _names.split():
            setattr(Term, f"__{_name}__", _refuses(_kind, _sign))
            setattr(Ratio, f"__{_name}__", _refuses(_kind, _sign))
for _name in ("add", "radd", "sub", "rsub"):
    setattr(Ratio, f"__{_name}__", _refuses(UNROUNDED, "added"))
Term.__hash__ = Ratio.__hash__ = object.__hash__  # type: ignore[method-assign]


def node_of(thing: Operand, unit: Unit) -> Node:
    """
    Give the node of a handle or of one of the few literals.

    Args:
        thing: a handle, 0, 1, yes or no.
        unit: the unit that a literal takes from what stands beside it.

    Raises:
        RuleError: A float, any other number, money, or a fraction that nobody rounded.
    """
    if isinstance(thing, Term):
        return thing.node
    if isinstance(thing, Ratio):
        raise RuleError(UNROUNDED.at("", Text(en="used as an amount", fr="employée comme un montant")))
    if isinstance(thing, float):
        raise RuleError(FLOAT.at("", thing))
    if isinstance(thing, bool):
        return nodes.Constant(TRUTH, thing)
    if isinstance(thing, int) and thing in {0, 1}:
        return nodes.Constant(unit, thing)
    if isinstance(thing, int | Decimal | Fraction | moneyed.Money):
        raise RuleError(BARE_NUMBER.at("", thing))
    raise RuleError(UNITS.at("", f"{type(thing).__name__}, {unit.name}"))


def _alike(*things: Operand) -> tuple[Node, ...]:
    """Give nodes that count the same; a literal takes the unit of what stands beside it."""
    unit = next((thing.unit for thing in things if isinstance(thing, Term)), NUMBER)
    found = tuple(node_of(thing, unit) for thing in things)
    for node in found[1:]:
        if node.unit != found[0].unit:
            kind = CURRENCIES if node.unit.currency and found[0].unit.currency else UNITS
            raise RuleError(kind.at("", f"{found[0].unit.name}, {node.unit.name}"))
    return found


def _truths(*things: Operand) -> tuple[Node, ...]:
    found = tuple(node_of(thing, TRUTH) for thing in things)
    for node in found:
        if node.unit != TRUTH:
            raise RuleError(UNITS.at("", f"{node.unit.name}, {TRUTH.name}"))
    return found


def _counted(*found: Node) -> None:
    """Refuse arithmetic on what is no count: a code, a day, yes or no."""
    for node in found:
        if plain_type(node.unit) is not int:
            raise RuleError(UNITS.at("", node.unit.name))


def _joined(sign: Operand, left: Operand, right: Operand) -> Term:
    if isinstance(left, Ratio) or isinstance(right, Ratio):
        raise RuleError(UNROUNDED.at("", Text(en="added", fr="ajoutée")))
    first, second = _alike(left, right)
    _counted(first, second)
    return Term(nodes.Arithmetic(first.unit, sign, first, second))


def _product(left: Term, right: Operand) -> Term:
    first, second = left.node, node_of(right, NUMBER)
    _counted(first, second)
    unit = first.unit.times(second.unit)
    if unit is None:
        raise RuleError(UNITS.at("", f"{first.unit.name} × {second.unit.name}"))
    return Term(nodes.Arithmetic(unit, "×", first, second))


def _word(witness: Callable[..., Any]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a word work on symbols and, when none of its arguments is one, on plain numbers."""

    def bind(symbolic: Callable[P, R]) -> Callable[P, R]:
        @wraps(symbolic)
        def word(*things: P.args, **named: P.kwargs) -> R:
            if any(isinstance(thing, Term | Ratio) for thing in (*things, *named.values())):
                return symbolic(*things, **named)
            result: R = witness(*things, **named)
            return result

        return word

    return bind


@_word(plain.choose)
def choose(condition: Operand, yes: Operand, no: Operand) -> Term:
    """Take one of two by a condition (fr: *selon que*); only the one taken need be known."""
    (test,) = _truths(condition)
    first, second = _alike(yes, no)
    return Term(nodes.Choose(first.unit, test, first, second))


@_word(plain.all_of)
def all_of(*conditions: Operand) -> Term:
    """Tell whether all hold (fr: *et*); one that does not decides, whatever else is unknown."""
    return Term(nodes.AllOf(TRUTH, _truths(*conditions)))


@_word(plain.any_of)
def any_of(*conditions: Operand) -> Term:
    """Tell whether one holds (fr: *ou*); one that does decides, whatever else is unknown."""
    return Term(nodes.AnyOf(TRUTH, _truths(*conditions)))


@_word(plain.not_)
def not_(condition: Operand) -> Term:
    """Tell the contrary (fr: *non*)."""
    return Term(nodes.Not(TRUTH, *_truths(condition)))


@_word(plain.known)
def known(thing: Operand) -> Term:
    """Tell whether a fact, a figure or an amount is known (fr: *connu*)."""
    return Term(nodes.Known(TRUTH, node_of(thing, NUMBER)))


@_word(plain.first_known)
def first_known(*things: Operand) -> Term:
    """Take the first that is known (fr: *le premier connu*); if none is, what the last one lacks is said."""
    found = _alike(*things)
    lowered = found[-1]
    for node in reversed(found[:-1]):
        lowered = nodes.Choose(node.unit, nodes.Known(TRUTH, node), node, lowered)
    return Term(nodes.Word(lowered.unit, "first_known", found, lowered))


@_word(plain.at_least)
def at_least(value: Operand, least: Operand) -> Term:
    """Tell whether a value is not below another (fr: *au moins*)."""
    lower, upper = _alike(least, value)
    _counted(lower, upper)
    return Term(nodes.Compare(TRUTH, "≤", lower, upper))


@_word(plain.at_most)
def at_most(value: Operand, most: Operand) -> Term:
    """Tell whether a value is not above another (fr: *au plus*)."""
    lower, upper = _alike(value, most)
    _counted(lower, upper)
    return Term(nodes.Compare(TRUTH, "≤", lower, upper))


@_word(plain.equal)
def equal(value: Operand, other: Operand) -> Term:
    """Tell whether two are the same (fr: *égal*); a code is checked against the list of its fact."""
    if isinstance(value, Term) and isinstance(other, str):
        if value.unit != CODE:
            raise RuleError(UNITS.at("", f"{value.unit.name}, {CODE.name}"))
        if value.codes and other not in value.codes:
            label = value.node.label if isinstance(value.node, nodes.Fact) else CODE.name
            raise RuleError(UNKNOWN_CODE.at("", other, label=label, codes=", ".join(value.codes)))
        return Term(nodes.Compare(TRUTH, "=", value.node, nodes.Constant(CODE, other)))
    first, second = _alike(value, other)
    return Term(nodes.Compare(TRUTH, "=", first, second))


def _extreme(name: Operand, *values: Operand) -> Term:
    found = _alike(*values)
    _counted(*found)
    return Term(nodes.Extreme(found[0].unit, name, found))


@_word(plain.least)
def least(*values: Operand) -> Term:
    """Take the least (fr: *le moindre*)."""
    return _extreme("least", *values)


@_word(plain.greatest)
def greatest(*values: Operand) -> Term:
    """Take the greatest (fr: *le plus grand*)."""
    return _extreme("greatest", *values)


@_word(plain.percent)
def percent(share: Operand) -> Operand:
    """Take a figure or fact in per cent as a share (fr: *pour cent de*), to be rounded once it has met its amount."""
    node = node_of(share, PERCENT)
    if node.unit != PERCENT:
        raise RuleError(UNITS.at("", f"{node.unit.name}, {PERCENT.name}"))
    return Ratio(node)


def _rounding(how: Rounding) -> Callable[..., Any]:
    @_word(lambda exact, to=1: plain.round_to(exact, how, to))
    def rounds(exact: Operand, to: Operand = 1) -> Operand:
        if isinstance(exact, Ratio):
            if exact.node is None:
                raise RuleError(UNITS.at("", PERCENT.name))
            return _rounded(exact.node, how, to)
        return _rounded(node_of(exact, NUMBER), how, to)

    rounds.__doc__ = f"Round an exact fraction: {how.words.en} (fr: *{how.words.fr}*); ``to=`` a figure that is the step."
    return rounds


half_even, half_up, down, up = _rounding(HALF_EVEN), _rounding(HALF_UP), _rounding(DOWN), _rounding(UP)


@_word(plain.convert)
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


@_word(plain.convert_back)
def convert_back(amount: Operand, rate: Operand, how: Rounding, to: Operand = 1) -> Operand:
    """Convert into the currency that a rate prices (fr: *convertir*): francs at 400 FCFA for one dollar give dollars; else as `convert`."""
    given, price = _exact(amount), _rate(rate)
    over, under = _currencies(price)
    _same_currency(given, over)
    top = _scaled(given, _scale(price) * under.sub_unit)
    exact = nodes.Quotient(under, top, _scaled(price, over.sub_unit))
    return _rounded(nodes.Word(under, "conversion_back", (given, price), exact), how, to)


def _exact(amount: Operand) -> Node:
    if isinstance(amount, Ratio):
        if amount.node is None:
            raise RuleError(UNITS.at("", PERCENT.name))
        return amount.node
    return node_of(amount, NUMBER)


def _rate(rate: Operand) -> nodes.Figure:
    if not isinstance(rate, Term) or not isinstance(rate.node, nodes.Figure):
        raise RuleError(BARE_NUMBER.at("", rate if not isinstance(rate, Term) else rate.unit.name))
    if any(value <= 0 for version in rate.node.parameter.history for value in version.rows.values() if isinstance(value, int)):
        raise RuleError(ZERO_DENOMINATOR.at("", rate.node.parameter.name))
    return rate.node


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
    return Term(nodes.Rounded(exact.unit, exact, how, step))
