"""
The small expression that a rule becomes: plain data, no operators.

A rule is run once on symbolic facts; what it builds is made of the nodes below. Readers walk them: one works out the exact amount, one
words the explanation; columns and spreadsheet formulas read the same. A node is compared by identity, so that readers may keep it in
dictionaries and sets; equal parts of an expression are merged into one node when the rules are gathered.

A *word* (a percentage, a conversion, the first that is known) is kept by name beside what it comes down to: numbers are read from
``lowered``, sentences from ``name`` and ``parts``.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import attrs
from attrs import frozen

from tokten_core.money import Rounding
from tokten_core.parameters import Parameter
from tokten_core.text import Text
from tokten_core.units import Unit

if TYPE_CHECKING:
    from tokten_core.rules.rule import Rule

__all__ = [
    "SPANS", "AllOf", "AnyOf", "Arithmetic", "Choose", "Compare", "Constant", "Extreme", "Fact", "Figure", "InForce", "Known", "Node", "Not",
    "Quotient", "Refuse", "Rounded", "Step", "Word", "WordName", "merged", "parts_of", "within",
]  # fmt: skip


WordName: TypeAlias = Literal[
    "percentage", "conversion", "conversion_back", "first_known", "by_band", "each_day", "first_and_last", "split_part",
]  # fmt: skip
"""
Every word, with the parts it speaks of:

- ``percentage``: the amount, the share;
- ``conversion``, ``conversion_back``: the amount, the rate;
- ``first_known``: what is looked at, in order;
- ``by_band``, ``each_day``, ``first_and_last``: what is counted, then for each span how many of it and the price of one (`SPANS`);
- ``split_part``: the amount, the weight of this part, all weights together.
"""
SPANS: Final = frozenset({"by_band", "each_day", "first_and_last"})
"""The words that price a count in spans."""


@frozen(eq=False)
class Node:
    """A part of an expression; ``unit`` says what its value counts."""

    unit: Unit


@frozen(eq=False)
class Fact(Node):
    """
    A fact of the mission: its days, its hours, the country of residence.

    Attributes:
        name: as rules write it.
        label: how an explanation calls it.
        words: how it calls its values, where they are codes.
        usual: the value that goes without saying, if there is one.
    """

    name: str
    label: Text
    words: tuple[tuple[str, Text], ...] = ()
    usual: str | bool | None = None


@frozen(eq=False)
class Constant(Node):
    """Nought, one, yes or no, a code: the only literals a rule may hold; a word may put in the bounds of a band, or a day of change."""

    value: int | bool | str | dt.date


@frozen(eq=False)
class Figure(Node):
    """A parameter on a day, by its keys, each the name and the node that gives its value."""

    parameter: Parameter
    day: Node
    keys: tuple[tuple[str, Node], ...] = ()


@frozen(eq=False)
class InForce(Node):
    """Whether a parameter is in force on a day; no when a text abolished it."""

    parameter: Parameter
    day: Node


@frozen(eq=False)
class Arithmetic(Node):
    """A sum, a difference or a product of whole numbers; the difference of two days is a count of days."""

    sign: Literal["+", "−", "×"]
    left: Node
    right: Node


@frozen(eq=False)
class Compare(Node):
    """A comparison of two values of one unit; days compare as they follow one another."""

    sign: Literal["≤", "="]
    left: Node
    right: Node


@frozen(eq=False)
class AllOf(Node):
    """True when all parts are; one false part decides."""

    parts: tuple[Node, ...]


@frozen(eq=False)
class AnyOf(Node):
    """True when one part is; one true part decides, in any order."""

    parts: tuple[Node, ...]


@frozen(eq=False)
class Not(Node):
    """The contrary of a truth."""

    part: Node


@frozen(eq=False)
class Choose(Node):
    """One of two, by a condition; only the branch taken need be known."""

    condition: Node
    yes: Node
    no: Node


@frozen(eq=False)
class Extreme(Node):
    """The least or the greatest of several."""

    name: Literal["least", "greatest"]
    parts: tuple[Node, ...]


@frozen(eq=False)
class Quotient(Node):
    """An exact fraction; it may be rounded or take another factor, nothing else."""

    numerator: Node
    denominator: Node


@frozen(eq=False)
class Rounded(Node):
    """An exact fraction rounded by name to a multiple of a step."""

    part: Node
    how: Rounding
    to: Node


@frozen(eq=False)
class Known(Node):
    """Whether a part is known; itself always known."""

    part: Node


@frozen(eq=False)
class Refuse(Node):
    """No amount, and why: two exceptions at once, weights that add up to nothing."""

    reason: Text


@frozen(eq=False)
class Word(Node):
    """A word of the rules, by name, with the parts it speaks of and what it comes down to."""

    name: WordName
    parts: tuple[Node, ...]
    lowered: Node


@frozen(eq=False)
class Step(Node):
    """The amount of another rule, by name."""

    rule: Rule
    body: Node


@lru_cache(maxsize=4096)  # asked for each mission anew, and always the same
def parts_of(node: Node) -> tuple[Node, ...]:
    """Give the nodes directly below one."""
    return tuple(part for value in _values(node) for part in _nodes_in(value))


def within(node: Node) -> tuple[Node, ...]:
    """Give a node and all that is below it, each once."""
    found: dict[Node, None] = {}
    waiting = [node]
    while waiting:
        found[waiting[-1]] = None
        waiting.extend(part for part in parts_of(waiting.pop()) if part not in found)
    return tuple(found)


def merged(node: Node, seen: dict[Any, Node]) -> Node:
    """
    Make equal parts of an expression one node, from the leaves up.

    Args:
        node: the expression.
        seen: what was merged before, by what it is made of; shared between the rules of a pack.
    """
    if node in seen:
        return seen[node]
    values: tuple[Any, ...] = tuple(_merged_value(value, seen) for value in _values(node))
    key = (type(node), *(_key(value) for value in values))
    result = seen.setdefault(key, type(node)(*values))
    seen[node] = seen[result] = result
    return result


def _values(node: Node) -> tuple[Any, ...]:
    return tuple(getattr(node, column.name) for column in attrs.fields(type(node)))


def _nodes_in(value: object) -> tuple[Node, ...]:
    if isinstance(value, Node):
        return (value,)
    return tuple(node for item in value for node in _nodes_in(item)) if isinstance(value, tuple) else ()


def _merged_value(value: object, seen: dict[Any, Node]) -> object:
    if isinstance(value, Node):
        return merged(value, seen)
    return tuple(_merged_value(item, seen) for item in value) if isinstance(value, tuple) else value


def _key(value: object) -> object:
    # Nought and no are equal and hash alike: the type goes into the key.
    return tuple(_key(item) for item in value) if isinstance(value, tuple) else (type(value), value)
