"""
Questions answered from the files that they speak of, row by row: no programme is loaded, and only the columns asked for are read as values.

A dotted column (``expert.sex`` of a mission) needs the file it leads to: of that, identifiers and the one column are kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import compress
from typing import Any

from tokten_core.model.programme import kind_of
from tokten_core.queries import Group, Query, Tally, column_of, holds
from tokten_core.records import Record
from tokten_core.schema import Column, columns
from tokten_store_csv.batches import Batch, records_in
from tokten_store_csv.cells import value_of
from tokten_store_csv.opened import Opened

__all__ = ["Question", "collections_of", "plain_values"]


def collections_of(query: Query) -> list[str]:
    """Name the collections that a question speaks of."""
    steps = (column.refers_to for path in _paths(query) for column in column_of(query.collection, path)[:-1])
    return list(dict.fromkeys([query.collection, *steps]))


class Question:
    """
    A question to a folder (fr: *question*).

    Args:
        there: the folder, open, with the files of ``collections_of`` the query.
        query: the question, resolved.
    """

    def __init__(self, there: Opened, query: Query) -> None:
        self._there = there
        self._query = query
        self._ways = {path: column_of(query.collection, path) for path in _paths(query)}
        self._lookups = {path: self._lookup(way) for path, way in self._ways.items() if len(way) > 1}

    def records(self) -> Iterator[Record]:
        """Give the records that meet the conditions, in their order."""
        collection = self._query.collection
        wanted = (self._wanted(batch) for batch in self._there.batches(collection))
        return records_in(collection, wanted)

    def groups(self) -> list[Group]:
        """Count the records that meet the conditions, by the keys."""
        query, tally = self._query, Tally()
        for batch in map(self._wanted, self._there.batches(query.collection)):
            none = [None] * len(batch.rows)
            totals = self._values(batch, query.total) if query.total else none
            keys = zip(*(self._values(batch, key) for key in query.keys), strict=True) if query.keys else [()] * len(batch.rows)
            for key, total in zip(keys, totals, strict=True):
                tally.add(key, 1, total)
        return tally.groups(adding=bool(query.total))

    def _wanted(self, batch: Batch) -> Batch:
        """Leave out the rows that do not meet the conditions."""
        for condition in self._query.conditions:
            met = [holds(condition, value) for value in self._values(batch, condition.column)]
            batch = Batch([*compress(batch.lines, met)], [*compress(batch.rows, met)])
        return batch

    def _values(self, batch: Batch, path: str) -> Sequence[Any]:
        values = plain_values(self._query.collection, batch, self._ways[path][0])
        return [self._lookups[path].get(value) for value in values] if path in self._lookups else values

    def _lookup(self, way: Sequence[Column]) -> dict[Any, Any]:
        """Give what the last column of a way holds, by the identifiers that its first column refers to."""
        step, *rest = way
        further = self._lookup(rest) if len(rest) > 1 else None
        found: dict[Any, Any] = {}
        for batch in self._there.batches(step.refers_to):
            values = plain_values(step.refers_to, batch, rest[0])
            identifiers = plain_values(step.refers_to, batch, column_of(step.refers_to, "id")[0])
            found.update(zip(identifiers, values if further is None else map(further.get, values), strict=True))
        return found


def _paths(query: Query) -> list[str]:
    conditions = (condition.column for condition in query.conditions)
    return list(dict.fromkeys(filter(None, (*conditions, *query.keys, query.total))))


def plain_values(collection: str, batch: Batch, column: Column) -> Sequence[Any]:
    """
    Give the values of one column.

    Raises:
        InputError: A cell is wrong; it is told with its line.
    """
    place, read = columns(kind_of(collection)).index(column), value_of(column)
    try:
        return [read(cells[place]) for cells in batch.rows]
    except (ValueError, KeyError, ArithmeticError):
        deque(records_in(collection, [batch]), maxlen=0)  # says which cell of which line
        raise
