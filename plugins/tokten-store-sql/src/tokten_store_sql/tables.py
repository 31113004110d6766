"""
The tables of a database, from the columns of the records: one table for each kind, named as its collection.

What a column may hold, the database checks itself: what must be there (NOT NULL), codes, bounds and days in order (CHECK), identifiers
(PRIMARY KEY), the order of records (``position``, UNIQUE but for what only grows at its end) and references (FOREIGN KEY, looked at when a change is done, so that the order of
writing does not matter). The journal and the past can be added to and nothing else. ``checksums`` says what was written, so that damage shows.

Exact numbers, moments and lists are texts: SQLite has no exact number, and PostgreSQL would forget the zone of a moment. Days are days
in PostgreSQL and ISO texts in SQLite; amounts are whole minor units with their currency beside.

``statements`` gives all this as SQL. What a version of the library made of it is kept in ``schemas``, and that is what is run.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from tokten_core.history import OWN
from tokten_core.model.programme import collections
from tokten_core.money import Money
from tokten_core.records import Record
from tokten_core.schema import Column, columns

if TYPE_CHECKING:
    import sqlalchemy as sa

__all__ = ["CHECKSUMS", "GUARDED", "MARK", "POSITION", "VERSION_TABLE", "guards", "metadata", "no_guards", "statements"]

POSITION = "position"
VERSION_TABLE = "schema_version"
CHECKSUMS = "checksums"
MARK = "tokten"
GUARDED = tuple(sorted(OWN))
"""The tables that can be added to and nothing else."""


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
        sqlite_strict=True,
    )
    sa.Table(
        CHECKSUMS,
        known,
        sa.Column("collection", sa.Text, primary_key=True),
        sa.Column("rows", _whole(), nullable=False),
        sa.Column("checksum", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    for name, kind in collections().items():
        place = sa.Column(POSITION, sa.Integer, nullable=False)
        # What only grows at its end is in order as it lies, and each index more is a page more for each commit.
        ordered = [] if name in OWN else [sa.Index(f"{name}_in_order", POSITION, unique=True)]
        sa.Table(
            name, known, place, *(_column(name, column) for column in columns(kind)), *_checks(name, kind), *ordered, sqlite_strict=True
        )
    return known


def statements(dialect: sa.Dialect) -> list[str]:
    """Give the statements that make the tables of this version, in one dialect, in the order in which they can be run."""
    import sqlalchemy as sa

    made: list[Any] = []
    for table in metadata().sorted_tables:
        made += [
            sa.schema.CreateTable(table),
            *(sa.schema.CreateIndex(index) for index in sorted(table.indexes, key=lambda each: str(each.name))),
        ]
        if dialect.supports_comments:
            made += [sa.schema.SetColumnComment(column) for column in table.columns if column.comment]
    return [*(_tidy(str(statement.compile(dialect=dialect))) for statement in made), *guards(dialect.name)]


def _tidy(statement: str) -> str:
    """Take the blanks off the line ends that SQLAlchemy leaves."""
    return re.sub(r"[ \t]+$", "", statement.strip(), flags=re.MULTILINE).replace(")\n STRICT", ") STRICT")


def guards(dialect: str) -> list[str]:
    """Give the statements that let the journal and the past be added to only."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}\n"
            f"BEGIN SELECT RAISE(ABORT, 'the {table} can be added to and nothing else'); END"
            for table in GUARDED
            for verb in ("DELETE", "UPDATE")
        ]
    refuse = (
        "CREATE OR REPLACE FUNCTION tokten_added_to_only() RETURNS trigger LANGUAGE plpgsql AS\n"
        "'BEGIN RAISE EXCEPTION ''the % can be added to and nothing else'', TG_TABLE_NAME; END'"
    )
    return [refuse] + [
        f"CREATE TRIGGER {table}_added_to_only BEFORE DELETE OR UPDATE OR TRUNCATE ON {table}\n"
        "FOR EACH STATEMENT EXECUTE FUNCTION tokten_added_to_only()"
        for table in GUARDED
    ]


def no_guards(dialect: str) -> list[str]:
    """Give the statements that take the guards away, for a save that replaces the whole programme."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for table in GUARDED for verb in ("delete", "update")]
    return [f"DROP TRIGGER IF EXISTS {table}_added_to_only ON {table}" for table in GUARDED]


def _column(table: str, column: Column) -> sa.Column[Any]:
    import sqlalchemy as sa

    referring = column.refers_to and column.type == "string"
    keys = [sa.ForeignKey(f"{column.refers_to}.id", deferrable=True, initially="DEFERRED")] if referring else []
    return sa.Column(
        column.name,
        _type_of(column),
        *keys,
        primary_key=column.name == "id",
        nullable=column.fact.optional,
        index=column.refers_to == table and bool(referring),  # without it, taking a record out would search the whole table
        comment=column.label.fr,
    )


def _type_of(column: Column) -> sa.types.TypeEngine[Any]:
    import sqlalchemy as sa

    if column.type == "integer":
        return _whole()
    if column.type == "boolean":
        return sa.Boolean().with_variant(sa.Integer(), "sqlite")
    return sa.Date().with_variant(sa.Text(), "sqlite") if column.type == "date" else sa.Text()


def _whole() -> sa.types.TypeEngine[Any]:
    import sqlalchemy as sa

    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _checks(table: str, kind: type[Record]) -> list[sa.CheckConstraint]:
    import sqlalchemy as sa

    found: list[sa.CheckConstraint] = []

    def check(words: str, holds: Any, dialect: str = "") -> None:
        made = sa.CheckConstraint(holds, name=f"{table}_{words}")
        found.append(made.ddl_if(dialect=dialect) if dialect else made)

    for column in columns(kind):
        cell: sa.ColumnClause[Any] = sa.column(column.name)
        if column.choices:
            check(f"{column.name}_known", cell.in_([sa.literal_column(f"'{code}'") for code in column.choices]))
        if column.type == "boolean":
            check(f"{column.name}_true_or_false", cell.in_([sa.literal_column("0"), sa.literal_column("1")]), "sqlite")
        if column.type == "date":
            check(f"{column.name}_a_day", sa.func.date(cell) == cell, "sqlite")
        if column.fact.least is not None:
            check(f"{column.name}_least", cell >= sa.literal_column(str(column.fact.least)))
        if column.fact.greatest is not None:
            check(f"{column.name}_greatest", cell <= sa.literal_column(str(column.fact.greatest)))
        if column.fact.not_before:
            check(f"{column.name}_not_before", cell >= sa.column(column.fact.not_before))
        if column.fact.type is Money and column.part:
            amount: sa.ColumnClause[Any] = sa.column(column.fact.name)
            check(f"{column.name}_beside_amount", amount.is_(None) == cell.is_(None))
    return found
