"""
Thin handles on the nodes: what an author holds for a fact, a figure or an amount.

A handle has ``+``, ``-`` and ``*``, checks units while the rule is traced, and refuses every other operator with the word to write instead.
The nodes behind stay plain data: an overloaded ``==`` on them would break ``in``, ``count`` and dictionaries for every reader.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Final, NoReturn

import moneyed
from attrs import frozen

from tokten_core.errors import Kind, RuleError
from tokten_core.parameters import plain_type
from tokten_core.rules import nodes
from tokten_core.rules.mistakes import BARE_NUMBER, BRANCHES, COMPARES, CURRENCIES, DIVIDES, FLOAT, LEAVES, UNITS, UNROUNDED
from tokten_core.rules.nodes import Node
from tokten_core.rules.plain import Operand
from tokten_core.text import Text
from tokten_core.units import NUMBER, TRUTH, Unit

__all__ = ["Ratio", "Term", "alike", "counted", "node_of", "truths"]


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
        return joined("+", self, other)

    def __radd__(self, other: Operand) -> Term:
        return joined("+", other, self)

    def __sub__(self, other: Operand) -> Term:
        return joined("−", self, other)

    def __rsub__(self, other: Operand) -> Term:
        return joined("−", other, self)

    def __mul__(self, other: Operand) -> Operand:
        if isinstance(other, Ratio):
            return other * self
        return product(self, other)

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
        counted(amount)
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


def alike(*things: Operand) -> tuple[Node, ...]:
    """Give nodes that count the same; a literal takes the unit of what stands beside it."""
    unit = next((thing.unit for thing in things if isinstance(thing, Term)), NUMBER)
    found = tuple(node_of(thing, unit) for thing in things)
    for node in found[1:]:
        if node.unit != found[0].unit:
            kind = CURRENCIES if node.unit.currency and found[0].unit.currency else UNITS
            raise RuleError(kind.at("", f"{found[0].unit.name}, {node.unit.name}"))
    return found


def truths(*things: Operand) -> tuple[Node, ...]:
    """Give nodes that are all truths."""
    found = tuple(node_of(thing, TRUTH) for thing in things)
    for node in found:
        if node.unit != TRUTH:
            raise RuleError(UNITS.at("", f"{node.unit.name}, {TRUTH.name}"))
    return found


def counted(*found: Node) -> None:
    """Refuse arithmetic on what is no count: a code, a day, yes or no."""
    for node in found:
        if plain_type(node.unit) is not int:
            raise RuleError(UNITS.at("", node.unit.name))


def joined(sign: Operand, left: Operand, right: Operand) -> Term:
    """Add or subtract two of one unit."""
    if isinstance(left, Ratio) or isinstance(right, Ratio):
        raise RuleError(UNROUNDED.at("", Text(en="added", fr="ajoutée")))
    first, second = alike(left, right)
    counted(first, second)
    return Term(nodes.Arithmetic(first.unit, sign, first, second))


def product(left: Term, right: Operand) -> Term:
    """Multiply a count by its rate, or by a bare number."""
    first, second = left.node, node_of(right, NUMBER)
    counted(first, second)
    unit = first.unit.times(second.unit)
    if unit is None:
        raise RuleError(UNITS.at("", f"{first.unit.name} × {second.unit.name}"))
    return Term(nodes.Arithmetic(unit, "×", first, second))
