"""
Whole-number steps with their bounds: what an expression becomes once the columns' shapes are known.

A step knows the least and the greatest value it can have, so what is settled folds away as it is made: a comparison that always holds, a
least of two that is always the first, a factor of one. The same bounds prove 32 bits enough, or refuse what 64 cannot hold.
"""

from __future__ import annotations

from math import gcd
from typing import Any, Final, Literal, TypeAlias

import numpy as np
from attrs import frozen

from tokten_core.errors import UsageError
from tokten_core.simulation.columns.facts import Array
from tokten_core.simulation.columns.mistakes import OVERFLOW

__all__ = ["NO", "YES", "Op", "Steps"]

Kind: TypeAlias = Literal[
    "const",
    "column",
    "missing",
    "+",
    "-",
    "*",
    "//",
    "min",
    "max",
    "odd",
    "<=",
    "=",
    "and",
    "or",
    "not",
    "choose",
    "count",
    "lookup",
    "range",
]
MOST: Final = 2**63 - 1
LARGEST_TABLE: Final = 8192
Bounds: TypeAlias = tuple[int, int]


@frozen(eq=False)
class Op:
    """
    One step: what it does, on what, between which bounds; truths are 0 and 1.

    Attributes:
        kind: what it does.
        parts: on what.
        least: its least value.
        greatest: its greatest value.
        truth: whether it is yes or no.
        more: a constant's value, a column's name, the days that are counted, a table.
    """

    kind: Kind
    parts: tuple[Op, ...]
    least: int
    greatest: int
    truth: bool = False
    more: Any = None

    @property
    def value(self) -> int | None:
        """Its value, where there is only one."""
        return self.least if self.least == self.greatest else None


NO: Final = Op("const", (), 0, 0, truth=True)
YES: Final = Op("const", (), 1, 1, truth=True)


class Steps:
    """Makes steps, each once, folding what is settled."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self._made: dict[Any, Op] = {("const", True, 0): NO, ("const", True, 1): YES}

    def _op(self, kind: Kind, parts: tuple[Op, ...], bounds: Bounds, *, truth: bool = False, more: Any = None, key: Any = None) -> Op:
        least, greatest = bounds
        if least == greatest:
            return self.truth(holds=bool(least)) if truth else self.const(least)
        if least < -MOST or greatest > MOST:
            worst = greatest if greatest > MOST else least
            raise UsageError(OVERFLOW.at(self.name, worst, step=self.name, most=MOST))
        where = (kind, parts, key if key is not None else more, least, greatest)
        if where not in self._made:
            self._made[where] = Op(kind, parts, least, greatest, truth, more)
        return self._made[where]

    def const(self, value: int) -> Op:
        """Give a whole number."""
        if abs(value) > MOST:
            raise UsageError(OVERFLOW.at(self.name, value, step=self.name, most=MOST))
        return self._made.setdefault(("const", False, value), Op("const", (), value, value))

    def truth(self, *, holds: bool) -> Op:
        """Give yes or no."""
        return YES if holds else NO

    def column(self, name: str, bounds: Bounds, *, truth: bool = False) -> Op:
        """Give a column by name."""
        return self._op("column", (), bounds, truth=truth, more=name)

    def missing(self, name: str) -> Op:
        """Give the unknown rows of a column."""
        return self._op("missing", (), (0, 1), truth=True, more=name)

    def add(self, one: Op, two: Op) -> Op:
        """Add."""
        if one.value == 0 or two.value == 0:
            return two if one.value == 0 else one
        if one.value is not None:
            one, two = two, one
        if two.value is not None and one.kind == "+" and one.parts[1].value is not None:
            return self.add(one.parts[0], self.const(one.parts[1].value + two.value))
        return self._op("+", (one, two), (one.least + two.least, one.greatest + two.greatest))

    def subtract(self, one: Op, two: Op) -> Op:
        """Subtract."""
        if one is two:
            return self.const(0)
        if two.value is not None:
            return self.add(one, self.const(-two.value))
        least = one.least - two.greatest
        return self._op("-", (one, two), (max(least, 0) if _is_within(two, one) else least, one.greatest - two.least))

    def times(self, one: Op, two: Op) -> Op:
        """Multiply."""
        if one.value is not None:
            one, two = two, one
        if two.value in {0, 1} and not one.truth:
            return one if two.value == 1 else self.const(0)
        if two.value is not None and one.kind == "*" and one.parts[1].value is not None:
            return self.times(one.parts[0], self.const(one.parts[1].value * two.value))
        if two.value is None:
            for first, second in ((one, two), (two, one)):
                if first.kind == "*" and first.parts[1].value is not None:  # a constant factor goes outside, where it may cancel
                    return self.times(self.times(first.parts[0], second), first.parts[1])
        ends = [a * b for a in (one.least, one.greatest) for b in (two.least, two.greatest)]
        return self._op("*", (one, two), (min(ends), max(ends)))

    def floor(self, one: Op, by: Op) -> Op:
        """Divide, down to a whole number; the divisor is above nought."""
        if by.value == 1:
            return one
        ends = [a // b for a in (one.least, one.greatest) for b in (by.least, by.greatest)]
        return self._op("//", (one, by), (min(ends), max(ends)))

    def odd(self, one: Op) -> Op:
        """Tell whether it is odd, as 0 or 1."""
        return self.const(one.value & 1) if one.value is not None else self._op("odd", (one,), (0, 1))

    def lesser(self, one: Op, two: Op) -> Op:
        """Take the lesser."""
        if one.greatest <= two.least or one is two:
            return one
        if two.greatest <= one.least:
            return two
        return self._op("min", (one, two), (min(one.least, two.least), min(one.greatest, two.greatest)))

    def greater(self, one: Op, two: Op) -> Op:
        """Take the greater."""
        if one.least >= two.greatest or one is two:
            return one
        if two.least >= one.greatest:
            return two
        return self._op("max", (one, two), (max(one.least, two.least), max(one.greatest, two.greatest)))

    def at_most(self, one: Op, two: Op) -> Op:
        """Tell whether one is not above two."""
        if one.greatest <= two.least or one is two:
            return YES
        if one.least > two.greatest:
            return NO
        return self._op("<=", (one, two), (0, 1), truth=True)

    def same(self, one: Op, two: Op) -> Op:
        """Tell whether two are equal."""
        if one is two or (one.value is not None and one.value == two.value):
            return YES
        if one.greatest < two.least or two.greatest < one.least:
            return NO
        return self._op("=", (one, two), (0, 1), truth=True)

    def all_of(self, *parts: Op) -> Op:
        """Tell whether all hold."""
        left = tuple(dict.fromkeys(part for part in parts if part is not YES))
        if NO in left or any(self.none_of(part) in left for part in left):
            return NO
        if len(left) <= 1:
            return left[0] if left else YES
        first, *rest = left
        for part in rest:
            first = self._op("and", (first, part), (0, 1), truth=True)
        return first

    def any_of(self, *parts: Op) -> Op:
        """Tell whether one holds."""
        left = tuple(dict.fromkeys(part for part in parts if part is not NO))
        if YES in left or any(self.none_of(part) in left for part in left):
            return YES
        left = tuple(part for part in left if part.kind != "and" or not any(one in left for one in part.parts))
        if len(left) <= 1:
            return left[0] if left else NO
        first, *rest = left
        for part in rest:
            first = self._op("or", (first, part), (0, 1), truth=True)
        return first

    def none_of(self, part: Op) -> Op:
        """Tell the contrary."""
        if part.value is not None:
            return self.truth(holds=not part.value)
        return part.parts[0] if part.kind == "not" else self._op("not", (part,), (0, 1), truth=True)

    def choose(self, condition: Op, yes: Op, no: Op) -> Op:
        """Take one of two."""
        if condition.value is not None or yes is no:
            return yes if condition.value or yes is no else no
        if yes.truth:
            return self.any_of(self.all_of(condition, yes), self.all_of(self.none_of(condition), no))
        if self._nothing_of(condition, yes, no):
            return no
        if condition.kind == "not":
            condition, yes, no = condition.parts[0], no, yes
        return self._op("choose", (condition, yes, no), (min(yes.least, no.least), max(yes.greatest, no.greatest)))

    def _nothing_of(self, condition: Op, yes: Op, no: Op) -> bool:
        """Tell whether ``choose(count <= 0, 0, count × price)`` is the product: a count is not below nought."""
        if condition.kind != "<=" or condition.parts[1].value != 0 or yes.value != 0 or no.kind != "*":
            return False
        return condition.parts[0].least >= 0 and condition.parts[0] in no.parts

    def count(self, day: Op, changes: tuple[int, ...]) -> Op:
        """Count the changes that a day has passed."""
        inside = tuple(change for change in changes if day.least < change <= day.greatest)
        before = sum(change <= day.least for change in changes)
        return self.add(self._op("count", (day,), (0, len(inside)), more=inside), self.const(before))

    def lookup(self, table: Array, keys: tuple[Op, ...]) -> Op:
        """Look up a table of whole numbers or truths; each key counts from nought."""
        table, keys = self._cut(table, keys)
        if not keys:
            value = int(table)
            return self.truth(holds=bool(value)) if table.dtype == bool else self.const(value)
        if len(keys) == 1 and len(table) == 2 and keys[0].greatest <= 1:  # noqa: PLR2004 - yes and no
            if table.dtype == bool:
                return self._as_truth(keys[0]) if table[1] else self.none_of(self._as_truth(keys[0]))
            low, high = int(table[0]), int(table[1])
            return self.add(self.times(keys[0], self.const(high - low)), self.const(low)) if abs(high - low) <= MOST else self.const(0)
        flat = self.const(0)
        for size, key in zip(table.shape, keys, strict=True):
            flat = self.add(self.times(flat, self.const(size)), key)
        bounds = (int(table.min()), int(table.max()))
        return self._op("lookup", (flat,), bounds, truth=table.dtype == bool, more=table, key=(table.shape, table.tobytes()))

    def _as_truth(self, key: Op) -> Op:
        return key if key.truth else self.at_most(self.const(1), key)

    def _cut(self, table: Array, keys: tuple[Op, ...]) -> tuple[Array, tuple[Op, ...]]:
        """Leave out the keys that decide nothing, put a key that is itself looked up in its place, once for each key."""
        left: list[Op] = []
        waiting = list(keys)
        while waiting:
            key, axis = waiting.pop(0), len(left)
            if key.value is not None or bool((table == table.take([0], axis=axis)).all()):
                table = table.take(key.value or 0, axis=axis)
            elif key in left:
                table = np.moveaxis(np.diagonal(table, axis1=left.index(key), axis2=axis), -1, left.index(key))
            elif key.kind == "lookup" and table.size // table.shape[axis] * key.more.size <= LARGEST_TABLE:
                table = table.take(key.more.ravel(), axis=axis)
                waiting.insert(0, key.parts[0])
            else:
                left.append(key)
        return np.ascontiguousarray(table).reshape(table.shape), tuple(left)

    def over(self, top: Op, bottom: Op) -> tuple[Op, Op]:
        """Cancel what top and bottom of a fraction share."""
        above, over = self._constant_factor(top)
        below, under = self._constant_factor(bottom)
        shared = gcd(over, under)
        return self.times(above, self.const(over // shared)), self.times(below, self.const(under // shared))

    def _constant_factor(self, op: Op) -> tuple[Op, int]:
        if op.value:
            return self.const(1), op.value
        constant = op.kind == "*" and op.parts[1].value
        return (op.parts[0], constant) if constant else (op, 1)


def _is_within(part: Op, whole: Op) -> bool:
    """Tell whether a step is a share of another, rounded, and so never above it: what is left is not below nought."""
    if whole.least < 0:
        return False
    if part.kind == "choose":
        return all(one.greatest <= 0 or _is_within(one, whole) for one in part.parts[1:])
    if part.kind != "//" or part.parts[1].value is None:
        return part is whole
    top, rest = part.parts[0], 0
    while top.kind == "+" and (top.parts[1].kind == "odd" or top.parts[1].value is not None):
        rest, top = rest + top.parts[1].greatest, top.parts[0]
    shares = [two for one, two in (top.parts, top.parts[::-1]) if one is whole] if top.kind == "*" else []
    return rest < part.parts[1].value and any(share.least >= 0 and share.greatest <= part.parts[1].value for share in shares)
