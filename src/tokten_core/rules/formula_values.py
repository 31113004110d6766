"""What a sheet's columns come to for one case: the value that is written beside each formula, by the scalar reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final, TypeAlias

from tokten_core.rules import nodes
from tokten_core.rules.evaluate import Evaluation, Unknown
from tokten_core.rules.figure_blocks import FigureBlock, key_words, serial
from tokten_core.rules.nodes import Node

__all__ = ["NOT_KNOWN", "Shown", "below", "counted_pair", "has_fraction", "head_of", "line_of", "safely", "shown", "whole"]

NOT_KNOWN: Final = "#N/A"
Shown: TypeAlias = int | str


def below(node: Node) -> tuple[Node, ...]:
    """Give the nodes that the number of one is read from."""
    return (node.lowered,) if isinstance(node, nodes.Word) else nodes.parts_of(node)


def has_fraction(node: Node) -> bool:
    """Tell whether a fraction that nobody rounded yet lies below."""
    return isinstance(node, nodes.Quotient) or (
        isinstance(node, nodes.Arithmetic | nodes.Word) and any(has_fraction(part) for part in below(node))
    )


def safely(value: Callable[[Evaluation], Shown]) -> Callable[[Evaluation], Shown]:
    """Let a column be asked for what its rule would not ask: weights that add up to nothing, behind the choice that refuses them."""

    def asked(evaluation: Evaluation) -> Shown:
        try:
            return value(evaluation)
        except ZeroDivisionError:
            return NOT_KNOWN

    return asked


def shown(value: Any) -> Shown:
    """Give a value as a cell holds it."""
    if isinstance(value, Unknown) or value is None:
        return NOT_KNOWN
    if isinstance(value, dt.date):
        return serial(value)
    return value if isinstance(value, str) else int(value)


def line_of(block: FigureBlock, day: Node, evaluation: Evaluation) -> Shown:
    """Give the line of a block that a case falls on."""
    value = evaluation.value(day)
    found = block.line_on(value) if isinstance(value, dt.date) else None
    return found if found is not None else NOT_KNOWN


def head_of(block: FigureBlock, keys: list[Node], evaluation: Evaluation) -> Shown:
    """Give the column of a block by a case's keys."""
    values: list[Any] = [evaluation.value(key) for key in keys]
    if any(isinstance(value, Unknown) for value in values):
        return NOT_KNOWN
    words = "|".join(key_words(value, key.unit) for key, value in zip(keys, values, strict=True))
    return block.heads.index(words) + 1 if words in block.heads else NOT_KNOWN


def counted_pair(node: Node, evaluation: Evaluation) -> tuple[int, int] | None:
    """Give an exact fraction as the formulas hold it, not reduced."""
    match node:
        case nodes.Word() if has_fraction(node):
            return counted_pair(node.lowered, evaluation)
        case nodes.Quotient() | nodes.Arithmetic(sign="×") if has_fraction(node):
            first, second = (counted_pair(part, evaluation) for part in nodes.parts_of(node))
            if first is None or second is None:
                return None
            (a, b), (c, d) = first, second
            return (a * d, b * c) if isinstance(node, nodes.Quotient) else (a * c, b * d)
        case _:
            value = evaluation.value(node)
            return None if isinstance(value, Unknown | str | dt.date | Fraction) else (int(value), 1)


def whole(pair: tuple[int, int] | None, which: int, to: int | None = 1) -> Shown:
    """Give one side of a fraction, times the step of a rounding."""
    return NOT_KNOWN if pair is None or to is None else pair[which] * to
