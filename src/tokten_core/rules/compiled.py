"""
Read an expression as one exact value, fast: the scalar reader as generated source.

The steps of a book become one plain function, a line for each part that is worked out, and a choice one conditional; it is compiled once, on
first use. All values are whole numbers: a share is a numerator and a denominator until its rounding. Figures that are read on one day share
one list of days of change, so that a mission looks them up once.

A part may be unknown (None) where a rule asks whether it is `known`, or where no text ever gives a figure; those parts carry None through,
three-valued. Anything else that is missing gives no amounts at all here (the function returns None): the exact reader of `evaluate` then
works the mission out, and finds the reasons. The two readers never differ in an amount.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from attrs import frozen

from tokten_core.rules.access import BY_NAME, Access
from tokten_core.rules.needs import needed
from tokten_core.rules.nodes import Node, Step
from tokten_core.rules.writing import Writer

__all__ = ["Compiled", "compiled"]


@frozen(eq=False)
class Compiled:
    """
    A book of rules as one function (fr: *règles compilées*).

    Attributes:
        source: its source, fit to be read and sent.
        given: gives the function, of facts that are known beforehand, for access by stretches of days.
    """

    source: str
    given: Callable[..., Callable[..., tuple[Any, ...] | None]]

    @property
    def amounts(self) -> Callable[..., tuple[Any, ...] | None]:
        """The function: from what holds the facts to the value of each step in order, or None where the exact reader must decide."""
        return self.given()


def compiled(steps: Iterable[Step], access: Access = BY_NAME, requirements: Iterable[Step] = (), *, reads: Iterable[Node] = ()) -> Compiled:
    """
    Compile steps into one function (fr: *compiler*).

    Args:
        steps: the traced rules, in the order of the values to give.
        access: how the facts are read.
        requirements: rules of which one that does not hold leaves the mission to the exact reader.
        reads: other values to give after those of the steps, None where they are unknown.
    """
    listed, needs, told = tuple(steps), tuple(requirements), tuple(reads)
    writer = Writer(access, (*listed, *needs, *told), frozenset[Node]().union(*map(needed, listed)), told)
    writer.begin(*access.names, *access.first)
    writer.usual((*listed, *needs))
    for step in needs:
        writer.require(step)
    return Compiled(*writer.made("amounts", f"({''.join(f'{writer.name(node)}, ' for node in (*listed, *told))})"))
