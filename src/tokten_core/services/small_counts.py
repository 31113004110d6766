"""
Tables of counts in which small counts are masked, so that nobody is recognised in them.

A count from 1 to 4 is masked: four missions from one country in one year are four people whom somebody knows. So is a greater count of fewer
than five people: seven missions of one of them are that person's. Because rows and columns add
up, a masked count could be had back by subtraction, so others are masked with it until, for all tables together (they share their totals):

- each small count may still be 5 or more, for all that rows and columns say of it to one who knows that a masked cell is at least one;
- no set of rows and columns, added and subtracted, gives one.

Zero is shown: it counts nobody. The masked cells are chosen from the smallest up, so that as much as can be shown is.

>>> table = counted([{"sector": "health", "sex": "female"}] * 3 + [{"sector": "health", "sex": "male"}] * 9, [("sector", "sex")])
>>> [(cell.values, cell.count) for cell in table]
[(('health', 'female'), None), (('health', 'male'), None), (('health', ''), 12), (('', 'female'), None), (('', 'male'), None), (('', ''), 12)]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import inf
from typing import Final, TypeAlias

from attrs import frozen

__all__ = ["LEAST_SHOWN", "Cell", "Key", "Sum", "counted", "to_mask"]

LEAST_SHOWN: Final = 5
"""The least count that is shown, but for zero."""
Key: TypeAlias = tuple[tuple[str, str], ...]
"""What a cell counts: dimensions and their values; the empty one is the total of all."""


@frozen
class Sum:
    """
    That some cells add up to another (fr: *somme*).

    Attributes:
        total: the cell they add up to.
        parts: the cells.
    """

    total: Key
    parts: tuple[Key, ...]

    @property
    def cells(self) -> tuple[Key, ...]:
        """All of them, the total last."""
        return (*self.parts, self.total)


@frozen
class Cell:
    """
    One cell of a table of counts (fr: *effectif*).

    Attributes:
        dimensions: what the table counts by.
        values: the value of each dimension; empty for all of them together.
        count: how many; None where it is masked.
    """

    dimensions: tuple[str, ...]
    values: tuple[str, ...]
    count: int | None


def counted(
    things: Iterable[Mapping[str, str]], tables: Sequence[tuple[str, ...]], *, persons: Iterable[object] = (), least: int = LEAST_SHOWN
) -> list[Cell]:
    """
    Count things in tables of one or two dimensions, with totals, small counts masked in all of them together (fr: *secret statistique*).

    Args:
        things: for each thing counted, its value in each dimension, never empty.
        tables: the dimensions of each table.
        persons: whom each thing is about, in the same order; a cell about few persons is masked however much it counts. Without them
            each thing is about somebody else.
        least: the least count that is shown, but for zero.

    Returns:
        The cells, table by table; totals after their parts.
    """
    found = list(things)
    values = {name: sorted({thing[name] for thing in found}) for table in tables for name in table}
    counts = {key: count for table in tables for key, count in _counts(found, table, values).items()}
    few = _about_few(found, list(persons) or range(len(found)), tables, least)
    masked = to_mask(counts, [each for table in tables for each in _sums(table, values)], few=few, least=least)
    return [
        Cell(table, wanted, None if key in masked else counts[key])
        for table in tables
        for wanted in product(*((*values[name], "") for name in table))
        for key in [_key(table, wanted)]
    ]


def to_mask(
    counts: Mapping[Key, int], sums: Sequence[Sum], *, few: frozenset[Key] = frozenset(), least: int = LEAST_SHOWN
) -> frozenset[Key]:
    """
    Choose the cells to mask (fr: *cellules à masquer*).

    Args:
        counts: every cell that would be shown.
        sums: which cells add up to which.
        few: cells that are about few persons, however much they count.
        least: the least count that is shown, but for zero.
    """
    small = few | {key for key, count in counts.items() if 0 < count < least}
    masked = set(small)
    while True:
        told = _bounded(counts, sums, masked, small, least) or _given_away(sums, masked) & small
        more = _nearest_to_mask(told, counts, sums, masked)
        if more is None:  # what the rest gives away anyway, and is not small, need not be masked
            return frozenset(masked - (_given_away(sums, masked) - small))
        masked.add(more)


def _bounded(counts: Mapping[Key, int], sums: Sequence[Sum], masked: set[Key], small: frozenset[Key], least: int) -> frozenset[Key]:
    """Give the small counts that the sums tell to be small, or no more than they are: a masked cell is one at least, and bounds the others."""
    low: dict[Key, float] = {key: 1 if key in masked else count for key, count in counts.items()}
    high: dict[Key, float] = {key: inf if key in masked else count for key, count in counts.items()}
    while sum(_tightened(each, low, high) for each in sums):  # every sum has its say
        pass
    return frozenset(key for key in small if high[key] < max(least, counts[key] + 1))


def _nearest_to_mask(told: frozenset[Key], counts: Mapping[Key, int], sums: Sequence[Sum], masked: set[Key]) -> Key | None:
    """Give the smallest cell that can be masked beside what is told, else beside what is masked beside it, and so on."""
    reached: set[Key] = set(told)
    while True:
        near = [each for each in sums if reached.intersection(each.cells)]
        shown = [(key == each.total, counts[key], key) for each in near for key in each.cells if key not in masked and counts[key]]
        if shown:
            return min(shown)[-1]
        wider = reached | {key for each in near for key in each.cells if key in masked}
        if wider == reached:
            return None
        reached = wider


def _tightened(each: Sum, low: dict[Key, float], high: dict[Key, float]) -> bool:
    """Draw what a sum says of its cells into their bounds; tell whether it said anything new."""
    least, finite = sum(low[key] for key in each.parts), sum(high[key] for key in each.parts if high[key] < inf)
    unbounded = sum(high[key] == inf for key in each.parts)
    new = {each.total: (least, inf if unbounded else finite)}
    for key in each.parts:
        alone = unbounded == (high[key] == inf)  # no other part is without bound
        others = finite - (0 if high[key] == inf else high[key]) if alone else inf
        new[key] = (low[each.total] - others, high[each.total] - (least - low[key]))
    moved = False
    for key, (lower, upper) in new.items():
        if lower > low[key] or upper < high[key]:
            low[key], high[key], moved = max(low[key], lower), min(high[key], upper), True
    return moved


def _given_away(sums: Sequence[Sum], masked: set[Key]) -> frozenset[Key]:
    """Solve all sums for the masked cells, exactly; a line left with one of them gives it away."""
    lines: dict[Key, dict[Key, Fraction]] = {}
    for each in sums:
        line = {key: Fraction(1) for key in each.parts if key in masked}
        if each.total in masked:
            line[each.total] = Fraction(-1)
        for pivot, known in lines.items():
            _take_off(line, pivot, known)
        if line:
            pivot, factor = next(iter(line.items()))
            line = {key: value / factor for key, value in line.items()}
            for other in lines.values():
                _take_off(other, pivot, line)
            lines[pivot] = line
    return frozenset(pivot for pivot, line in lines.items() if len(line) == 1)


def _take_off(line: dict[Key, Fraction], pivot: Key, known: Mapping[Key, Fraction]) -> None:
    factor = line.get(pivot)
    if factor:
        for key, value in known.items():
            left = line.get(key, Fraction(0)) - factor * value
            if left:
                line[key] = left
            else:
                line.pop(key, None)


def _counts(things: Sequence[Mapping[str, str]], table: tuple[str, ...], values: Mapping[str, Sequence[str]]) -> dict[Key, int]:
    found: Counter[Key] = Counter()
    for thing in things:
        for wanted in product(*((thing[name], "") for name in table)):
            found[_key(table, wanted)] += 1
    return {_key(table, wanted): found[_key(table, wanted)] for wanted in product(*((*values[name], "") for name in table))}


def _about_few(
    things: Sequence[Mapping[str, str]], persons: Sequence[object], tables: Sequence[tuple[str, ...]], least: int
) -> frozenset[Key]:
    """Give the cells that are about some persons, but fewer than may be shown."""
    found: dict[Key, set[object]] = {}
    for thing, person in zip(things, persons, strict=True):
        for table in tables:
            for wanted in product(*((thing[name], "") for name in table)):
                found.setdefault(_key(table, wanted), set()).add(person)
    return frozenset(key for key, about in found.items() if len(about) < least)


def _sums(table: tuple[str, ...], values: Mapping[str, Sequence[str]]) -> Iterator[Sum]:
    """Give every row and column of a table: one dimension added up, the others held."""
    for position, name in enumerate(table):
        others = [((*values[other], "") if other != name else ("",)) for other in table]
        for held in product(*others):
            parts = tuple(_key(table, (*held[:position], value, *held[position + 1 :])) for value in values[name])
            yield Sum(_key(table, held), parts)


def _key(table: tuple[str, ...], wanted: Sequence[str]) -> Key:
    return tuple(sorted((name, value) for name, value in zip(table, wanted, strict=True) if value))
