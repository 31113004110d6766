"""
Questions that a store answers without loading the whole programme.

A query names one collection, conditions on its columns, and for counts the columns to count by. A dotted column follows a reference:
``budget_line.funding_source`` of a ledger entry is the source of its line, ``expert.sex`` of a mission the sex of its expert. ``records``
and ``groups`` answer from a programme in memory, and are the model that every store equals.

>>> from tokten_core.testing.examples import a_large_programme
>>> spring = Query("missions").during("start", dt.date(2009, 4, 1), dt.date(2009, 6, 30))
>>> groups(a_large_programme(), spring.by("sector", "expert.country"))
[Group(key=('education', 'SN'), count=91, total=None, unknown=0)]
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, Literal, TypeAlias, cast

from attrs import evolve, frozen

from tokten_core.convert import to_row
from tokten_core.errors import Kind, Problem, UsageError, did_you_mean
from tokten_core.model.programme import Programme, kind_of
from tokten_core.records import Record
from tokten_core.schema import Column, columns
from tokten_core.text import Text

__all__ = ["Condition", "Group", "Operator", "Query", "Tally", "column_of", "currency_of", "groups", "holds", "records", "resolved"]

Operator: TypeAlias = Literal["=", "!=", "<", "<=", ">", ">="]
OPERATORS: Final = ("=", "!=", "<", "<=", ">", ">=")

UNKNOWN_QUERY_COLUMN = Kind(
    "query-column",
    says=Text(en="{value} is no column of the {collection}", fr="{value} n'est pas une colonne de « {collection} »"),
    allowed=Text(en="{names}; a dot follows a reference", fr="{names} ; un point suit une référence"),
    remedy=Text(en="Correct the name{guess}.", fr="Corrigez le nom{guess}."),
)
NOT_TO_ADD_UP = Kind(
    "query-total",
    says=Text(en="the column {value} cannot be added up", fr="la colonne {value} ne peut pas être additionnée"),
    allowed=Text(en="whole numbers and amounts", fr="des nombres entiers et des montants"),
    remedy=Text(en="Choose another column, or count only.", fr="Choisissez une autre colonne, ou comptez seulement."),
)
NOT_COMPARABLE = Kind(
    "query-condition",
    says=Text(en="{value} cannot be asked of the column {column}", fr="{value} ne peut pas être demandé à la colonne {column}"),
    allowed=Text(
        en="= or != with a value of the column's type or None; <, <=, >, >= with a day, a moment or a whole number",
        fr="= ou != avec une valeur du type de la colonne ou None ; <, <=, >, >= avec une date, un instant ou un nombre entier",
    ),
    remedy=Text(en="Correct the condition.", fr="Corrigez la condition."),
)
_TYPES: Mapping[str, tuple[type, ...]] = {"string": (str,), "integer": (int,), "boolean": (bool,), "date": (dt.date,)}
_IN_ORDER = frozenset({"integer", "date"})


@frozen
class Condition:
    """
    What a column must hold (fr: *condition*).

    Attributes:
        column: a column of the collection, or one reached through references.
        operator: how it compares. An unknown value is equal to None only, and neither less nor greater than anything.
        value: a plain value: text, whole number, truth value, day; None for unknown.
    """

    column: str
    operator: Operator
    value: Any


@frozen
class Query:
    """
    A question about one collection (fr: *requête*).

    Attributes:
        collection: whose records.
        conditions: all of which must hold.
        keys: the columns to count by; the currency is added where amounts are added up.
        total: the column to add up; empty for counting only.

    .. versionadded:: 0.1
    """

    collection: str
    conditions: tuple[Condition, ...] = ()
    keys: tuple[str, ...] = ()
    total: str = ""

    def where(self, column: str, operator: Operator, value: Any) -> Query:
        """Ask for one more condition."""
        return evolve(self, conditions=(*self.conditions, Condition(column, operator, value)))

    def during(self, column: str, start: dt.date, end: dt.date) -> Query:
        """Ask for days from the first to the last, both counted."""
        return self.where(column, ">=", start).where(column, "<=", end)

    def by(self, *keys: str) -> Query:
        """Count by these columns."""
        return evolve(self, keys=keys)

    def adding(self, total: str) -> Query:
        """Add this column up; amounts are added by currency."""
        return evolve(self, total=total)


@frozen
class Group:
    """
    One line of a count (fr: *effectif*).

    Attributes:
        key: the values counted by, in the order of the query, then the currency where amounts are added up.
        count: how many records.
        total: the sum of the known values, in whole units; None where nothing was to be added up or nothing is known.
        unknown: how many records have no value to add up; their sum is not zero, it is unknown.
    """

    key: tuple[Any, ...]
    count: int
    total: int | None
    unknown: int


def resolved(query: Query) -> Query:
    """
    Check a query, and add the currency to its keys where amounts are added up.

    Raises:
        UsageError: A column that is not there, or not of the kind that is asked for; all are told.
    """
    kind_of(query.collection)
    problems: list[Problem] = []
    for name in (*query.keys, *(condition.column for condition in query.conditions), *filter(None, [query.total])):
        try:
            column_of(query.collection, name)
        except UsageError as error:
            problems.extend(error.problems)
    if problems:
        raise UsageError(*problems)
    problems += [problem for condition in query.conditions for problem in _condition_problems(query.collection, condition)]
    if query.total and column_of(query.collection, query.total)[-1].type != "integer":
        problems.append(NOT_TO_ADD_UP.at(query.collection, query.total))
    if problems:
        raise UsageError(*problems)
    money = currency_of(query)
    return evolve(query, keys=(*query.keys, money)) if money and money not in query.keys else query


def currency_of(query: Query) -> str:
    """Name the column of the currency that amounts are added up in; empty where none are."""
    beside = f"{query.total}_currency"
    prefix, _, name = beside.rpartition(".")
    where = column_of(query.collection, prefix)[-1].refers_to if prefix else query.collection
    return beside if query.total and any(column.name == name for column in columns(kind_of(where))) else ""


def column_of(collection: str, path: str) -> tuple[Column, ...]:
    """
    Give the columns that a dotted path leads through, the one that is meant last.

    Raises:
        UsageError: There is no such column, or a step is no reference (`query-column`).
    """
    way: list[Column] = []
    for name in path.split("."):
        here = collection if not way else way[-1].refers_to
        known = _by_name(cast("Any", kind_of(here))) if here and (not way or way[-1].type == "string") else {}
        if name not in known:
            raise UsageError(
                UNKNOWN_QUERY_COLUMN.at("query", path, collection=here or path, names=", ".join(known), guess=did_you_mean(name, known))
            )
        way.append(known[name])
    return tuple(way)


def holds(condition: Condition, value: Any) -> bool:
    """Tell whether a plain value meets a condition."""
    wanted = condition.value
    if condition.operator in {"=", "!="}:
        return bool((value == wanted) == (condition.operator == "="))
    if value is None:
        return False
    return bool({"<": value < wanted, "<=": value <= wanted, ">": value > wanted, ">=": value >= wanted}[condition.operator])


def records(programme: Programme, query: Query) -> Iterator[Record]:
    """
    Give the records that meet the conditions, in their order.

    Raises:
        UsageError: The query asks for what is not there.
    """
    query = resolved(query)
    for record in programme.records(query.collection):
        if all(holds(condition, _value(programme, record, condition.column)) for condition in query.conditions):
            yield record


def groups(programme: Programme, query: Query) -> list[Group]:
    """
    Count the records that meet the conditions, by the keys; sorted by them, unknown last.

    Raises:
        UsageError: The query asks for what is not there.
    """
    query = resolved(query)
    tally = Tally()
    for record in records(programme, evolve(query, keys=(), total="")):
        key = tuple(_value(programme, record, name) for name in query.keys)
        tally.add(key, 1, _value(programme, record, query.total) if query.total else None)
    return tally.groups(adding=bool(query.total))


class Tally:
    """Groups on the way: counts and sums by key."""

    def __init__(self) -> None:
        self._found: dict[tuple[Any, ...], list[int]] = {}

    def add(self, key: tuple[Any, ...], count: int, total: int | None) -> None:
        """Count one record; a total of None is an unknown value."""
        found = self._found.setdefault(key, [0, 0, 0])
        found[0] += count
        found[1] += total or 0
        found[2] += total is not None

    def groups(self, *, adding: bool) -> list[Group]:
        """Give the groups, sorted by their keys."""
        made = [
            Group(key, count, total if adding and known else None, count - known if adding else 0)
            for key, (count, total, known) in self._found.items()
        ]
        return in_order(made)


def in_order(made: Sequence[Group]) -> list[Group]:
    """Sort groups by their keys; unknown values come last."""
    return sorted(made, key=lambda group: [(value is None, str(value) if isinstance(value, bool) else value) for value in group.key])


@cache
def _by_name(kind: type[Record]) -> Mapping[str, Column]:
    return {column.name: column for column in columns(kind)}


def _condition_problems(collection: str, condition: Condition) -> Iterator[Problem]:
    column = column_of(collection, condition.column)[-1]
    allowed = _TYPES.get(column.type, ())
    right = condition.value is None or (type(condition.value) in allowed)
    ordered = condition.operator in {"=", "!="} or (column.type in _IN_ORDER and condition.value is not None)
    if condition.operator not in OPERATORS or not right or not ordered or not allowed:
        yield NOT_COMPARABLE.at(collection, f"{condition.operator} {condition.value}", column=condition.column)


def _value(programme: Programme, record: Record | None, path: str) -> Any:
    first, _, rest = path.partition(".")
    value = None if record is None else to_row(record)[first]
    if not rest or record is None:
        return value
    refers_to = _by_name(cast("Any", type(record)))[first].refers_to
    return _value(programme, programme.find(refers_to, value), rest)
