"""
Split an amount by weights so that the parts add up to it, to the last franc: the largest remainder, a tie to the earlier part.

    10 francs by 1, 1, 1      3.33 each, cut to 3; one franc is left, for the first: 4, 3, 3

Each part is its share cut to whole francs, and one franc more while its remainder is among the largest. A negative whole splits as its
mirror image; weights that add up to nothing, or one below nought, give no parts, and say so.
"""

from __future__ import annotations

from functools import reduce
from typing import Final

from tokten_core.errors import RuleError
from tokten_core.money import DOWN
from tokten_core.rules import nodes, plain
from tokten_core.rules.handles import Term, alike, counted, node_of
from tokten_core.rules.mistakes import UNITS
from tokten_core.rules.nodes import Node
from tokten_core.rules.plain import Operand
from tokten_core.rules.words import bound
from tokten_core.text import Text
from tokten_core.units import NUMBER, TRUTH

__all__ = ["split"]

NO_WEIGHT: Final = Text(
    en="the weights of a split add up to nothing, or one is below nought",
    fr="les poids d'une répartition sont nuls, ou l'un d'eux est négatif",
)


@bound(plain.split)
def split(amount: Operand, *weights: Operand) -> tuple[Term, ...]:
    """
    Split an amount by weights (fr: *répartir*), exactly: the parts add up to it.

    Args:
        amount: a whole amount.
        *weights: facts, figures or amounts of one unit, two at least, none below nought.
    """
    whole = node_of(amount, NUMBER)
    shares = alike(*weights)
    counted(whole, *shares)
    if len(shares) <= 1:
        raise RuleError(UNITS.at("", f"{len(shares)}"))
    together = reduce(_plus, shares)
    nought = nodes.Constant(together.unit, 0)
    weightless = nodes.AnyOf(TRUTH, (_at_most(together, nought), *(nodes.Not(TRUTH, _at_most(nought, share)) for share in shares)))
    zero = nodes.Constant(whole.unit, 0)
    parts, mirrored = (_parts(size, shares, together) for size in (whole, _minus(zero, whole)))
    terms = []
    for share, part, mirror in zip(shares, parts, mirrored, strict=True):
        signed = nodes.Choose(whole.unit, _at_most(zero, whole), part, _minus(zero, mirror))
        lowered = nodes.Choose(whole.unit, weightless, nodes.Refuse(whole.unit, NO_WEIGHT), signed)
        terms.append(Term(nodes.Word(whole.unit, "split_part", (whole, share, together), lowered)))
    return tuple(terms)


def _parts(size: Node, shares: tuple[Node, ...], together: Node) -> list[Node]:
    """Give the parts of a size that is not below nought."""
    unit, one, zero = size.unit, nodes.Constant(size.unit, 1), nodes.Constant(size.unit, 0)
    products = [nodes.Arithmetic(unit, "×", size, share) for share in shares]
    cut: list[Node] = [nodes.Rounded(unit, nodes.Quotient(unit, product, together), DOWN, one) for product in products]
    rests = [_minus(product, nodes.Arithmetic(unit, "×", part, together)) for product, part in zip(products, cut, strict=True)]
    left = _minus(size, reduce(_plus, cut))
    result = []
    for index, part in enumerate(cut):
        before: list[Node] = [
            nodes.Choose(unit, _goes_first(rests, other, index), one, zero) for other in range(len(rests)) if other != index
        ]
        gets_one = nodes.Not(TRUTH, _at_most(left, reduce(_plus, before)))
        result.append(_plus(part, nodes.Choose(unit, gets_one, one, zero)))
    return result


def _goes_first(rests: list[Node], other: int, own: int) -> Node:
    """Tell whether another part's remainder comes before one's own: it is larger, or equal and earlier."""
    return _at_most(rests[own], rests[other]) if other < own else nodes.Not(TRUTH, _at_most(rests[other], rests[own]))


def _at_most(first: Node, second: Node) -> Node:
    return nodes.Compare(TRUTH, "≤", first, second)


def _plus(first: Node, second: Node) -> Node:
    return nodes.Arithmetic(first.unit, "+", first, second)


def _minus(first: Node, second: Node) -> Node:
    return nodes.Arithmetic(first.unit, "−", first, second)
