"""
The tables of a database, from the columns of the records: one table for each kind, named as its collection.

What a column may hold, the database checks itself: what must be there (NOT NULL), codes and bounds (CHECK), identifiers (PRIMARY KEY) and
references (FOREIGN KEY, looked at when the save is done, so that the order of writing does not matter). ``position`` keeps the order of
records.

Exact numbers, moments and lists are texts: SQLite has no exact number, and PostgreSQL would forget the zone of a moment. Days are days
in PostgreSQL and ISO texts in SQLite; amounts are whole minor units with their currency beside.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from tokten_core.model.programme import collections
from tokten_core.money import Money
from tokten_core.records import Record
from tokten_core.schema import Column, ColumnType, columns

if TYPE_CHECKING:
    import sqlalchemy as sa

__all__ = ["MARK", "POSITION", "VERSION_TABLE", "metadata", "readers_of", "writers_of"]

POSITION = "position"
VERSION_TABLE = "schema_version"
MARK = "tokten"


@cache
def metadata() -> sa.MetaData:
    """Describe all tables; built when first asked for, as SQLAlchemy is slow to import."""
    import sqlalchemy as sa

    known = sa.MetaData()
    sa.Table(
        VERSION_TABLE,
        known,
        sa.Column("product", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
    )
    for name, kind in collections().items():
        place = sa.Column(POSITION, sa.Integer, nullable=False)
        sa.Table(name, known, place, *(_column(name, column) for column in columns(kind)), *_checks(name, kind))
    return known


def writers_of(kind: type[Record]) -> list[tuple[str, Callable[[Any], Any]]]:
    """Give for each column how its value is written."""
    return [(column.name, _WRITERS.get(column.type, _as_it_is)) for column in columns(kind)]


def readers_of(kind: type[Record]) -> list[tuple[str, Callable[[Any], Any]]]:
    """Give for each column how its value is read; what is wrong passes, and is named where records are made."""
    return [(column.name, _as_truth if column.type == "boolean" else _as_it_is) for column in columns(kind)]


def _column(table: str, column: Column) -> sa.Column[Any]:
    import sqlalchemy as sa

    referring = column.refers_to and column.type == "string"
    keys = [sa.ForeignKey(f"{column.refers_to}.id", deferrable=True, initially="DEFERRED")] if referring else []
    return sa.Column(
        column.name,
        _type_of(table, column),
        *keys,
        primary_key=column.name == "id",
        nullable=column.fact.optional,
        index=column.refers_to == table and bool(referring),  # without it, taking a record out would search the whole table
        comment=column.label.fr,
    )


def _type_of(table: str, column: Column) -> sa.types.TypeEngine[Any]:
    import sqlalchemy as sa

    if column.type == "integer":
        return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    if column.type == "boolean":
        return sa.Boolean(create_constraint=True, name=f"{table}_{column.name}_true_or_false")
    return sa.Date().with_variant(sa.Text(), "sqlite") if column.type == "date" else sa.Text()


def _checks(table: str, kind: type[Record]) -> list[sa.CheckConstraint]:
    import sqlalchemy as sa

    found: list[sa.CheckConstraint] = []
    for column in columns(kind):
        cell: sa.ColumnClause[Any] = sa.column(column.name)
        if column.choices:
            found.append(
                sa.CheckConstraint(
                    cell.in_([sa.literal_column(f"'{code}'") for code in column.choices]), name=f"{table}_{column.name}_known"
                )
            )
        if column.fact.least is not None:
            found.append(sa.CheckConstraint(cell >= sa.literal_column(str(column.fact.least)), name=f"{table}_{column.name}_least"))
        if column.fact.greatest is not None:
            found.append(sa.CheckConstraint(cell <= sa.literal_column(str(column.fact.greatest)), name=f"{table}_{column.name}_greatest"))
        if column.fact.type is Money and column.part:
            amount: sa.ColumnClause[Any] = sa.column(column.fact.name)
            found.append(sa.CheckConstraint(amount.is_(None) == cell.is_(None), name=f"{table}_{column.name}_beside_amount"))
    return found


def _as_it_is(value: object) -> object:
    return value


def _as_truth(value: object) -> object:
    """Read the 0 and 1 of SQLite."""
    return bool(value) if type(value) is int and value in {0, 1} else value


def _as_iso(value: dt.date | None) -> str | None:
    return None if value is None else value.isoformat()


def _as_digits(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _as_json(value: list[str]) -> str:
    return json.dumps(value, ensure_ascii=False)


_WRITERS: dict[ColumnType, Callable[[Any], Any]] = {"date": _as_iso, "datetime": _as_iso, "number": _as_digits, "array": _as_json}
