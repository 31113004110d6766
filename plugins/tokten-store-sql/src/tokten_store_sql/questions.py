"""
From a ``Query`` to one SQL statement: the database answers, nothing is loaded.

The meaning is the model's (``tokten_core.queries``): unknown equals None only and is neither less nor greater than anything; a dotted column
follows references, and is unknown where one leads nowhere. Sums are exact beyond what the database's own whole numbers hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import define, evolve, field

from tokten_core.queries import Condition, Group, Query, column_of, in_order, resolved
from tokten_core.schema import Column, ColumnType
from tokten_core.values import MOST_DIGITS, faults_in
from tokten_store_sql.databases import Connection, Database
from tokten_store_sql.rows import column_names
from tokten_store_sql.tables import POSITION, metadata

if TYPE_CHECKING:
    import sqlalchemy as sa

__all__ = ["counted", "is_countable", "selected"]

_HALF = 10**9
_BEYOND = 10**MOST_DIGITS
_NO_TEXT = "\x01"
"""A text that stands nowhere."""


Written: TypeAlias = tuple[str, tuple[Any, ...]]
"""A statement in a database's own words, and the values that stand in it."""


def selected(query: Query, database: Database) -> Written:
    """
    Write the statement for the rows of the records that meet the conditions, in their order.

    Raises:
        UsageError: The query asks for what is not there.
    """
    asked = _Asked(resolved(evolve(query, keys=(), total="")), database)
    cells = (_plain(asked.table.c[name]) for name in column_names(query.collection))
    return _written(asked.select(*cells).order_by(asked.table.c[POSITION]), database)


def is_countable(query: Query) -> bool:
    """Tell whether the database can count by the keys; lists have no place among them."""
    return all(column_of(query.collection, key)[-1].type != "array" for key in query.keys)


def counted(query: Query, database: Database, connection: Connection) -> list[Group]:
    """
    Count and add up.

    Args:
        query: as ``resolved`` gives it.
        database: whose dialect.
        connection: sees one state.
    """
    import sqlalchemy as sa

    asked = _Asked(query, database)
    keys = [asked.cell(key) for key in query.keys]
    total = asked.cell(query.total) if query.total else sa.null()
    sums = [sa.func.sum(total.op("/")(_HALF)), sa.func.sum(total % _HALF)] if query.total else [sa.null(), sa.null()]
    statement = asked.select(*map(_plain, keys), sa.func.count(), sa.func.count(total), *sums).group_by(*keys)
    found: dict[tuple[Any, ...], Group] = {}
    columns = [column_of(query.collection, key)[-1] for key in query.keys]
    for *values, count, known, high, low in connection.execute(*_written(statement, database)):
        if count:
            key = tuple(_value(column, value) for column, value in zip(columns, values, strict=True))
            made = Group(key, count, int(high) * _HALF + int(low) if known else None, count - known if query.total else 0)
            found[key] = _together(found[key], made) if key in found else made
    return in_order([*found.values()])


def _written(statement: sa.Select[Any], database: Database) -> Written:
    made: Any = statement.compile(dialect=database.alchemy, compile_kwargs={"render_postcompile": True})
    return made.string, tuple(made.params[name] for name in made.positiontup)


@define
class _Asked:
    """A query on its way to a statement: the tables that its columns lead through are joined once each."""

    query: Query
    database: Database
    table: Any = field(init=False)
    source: Any = field(init=False)
    joined: dict[str, Any] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.table = self.source = metadata().tables[self.query.collection]

    def select(self, *cells: Any) -> sa.Select[Any]:
        import sqlalchemy as sa

        conditions = [self._holds(condition) for condition in self.query.conditions]
        return sa.select(*cells).select_from(self.source).where(*conditions)

    def cell(self, path: str) -> Any:
        """Give the column of a dotted path, joining what it leads through."""
        steps, table = path.split("."), self.table
        way = column_of(self.query.collection, path)
        for number, column in enumerate(way[:-1], start=1):
            prefix = ".".join(steps[:number])
            if prefix not in self.joined:
                self.joined[prefix] = metadata().tables[column.refers_to].alias()
                self.source = self.source.outerjoin(self.joined[prefix], table.c[column.name] == self.joined[prefix].c.id)
            table = self.joined[prefix]
        return table.c[steps[-1]]

    def _holds(self, condition: Condition) -> Any:
        import sqlalchemy as sa

        cell = self.cell(condition.column)
        value = self._given(column_of(self.query.collection, condition.column)[-1], condition.value)
        if condition.operator == "=":
            return cell.is_(None) if value is None else cell == value
        if condition.operator == "!=":
            return cell.is_not(None) if value is None else sa.or_(cell != value, cell.is_(None))
        return {"<": cell < value, "<=": cell <= value, ">": cell > value, ">=": cell >= value}[condition.operator]

    def _given(self, column: Column, value: Any) -> Any:
        """Write a value as the table holds it; one that no table can hold becomes one that none does."""
        if isinstance(value, str):
            return _NO_TEXT if any(faults_in(value, "")) else value
        if isinstance(value, int) and not isinstance(value, bool):
            return max(-_BEYOND, min(value, _BEYOND))
        write = self.database.written.get(column.type)
        return value if value is None or write is None else write(value)


def _plain(cell: Any) -> Any:
    """Take a value as the driver gives it: what is wrong is for the record to name."""
    import sqlalchemy as sa

    return sa.type_coerce(cell, sa.types.NullType)


def _value(column: Column, value: Any) -> Any:
    if value is None:
        return None
    if column.type == "boolean":
        return bool(value)
    if isinstance(value, str):
        return _READ[column.type](value) if column.type in _READ else value
    return value


_READ: dict[ColumnType, Callable[[str], Any]] = {"date": dt.date.fromisoformat, "datetime": dt.datetime.fromisoformat, "number": Decimal}


def _together(one: Group, other: Group) -> Group:
    """Put two groups together whose keys are equal though written differently: 1.5 and 1.50."""
    totals = [group.total for group in (one, other) if group.total is not None]
    return Group(one.key, one.count + other.count, sum(totals) if totals else None, one.unknown + other.unknown)
