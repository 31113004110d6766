"""
The tables of one version made into those of another: set aside, made anew, put back.

SQLite can change little in a table that is there, and a table made as that version makes it is sure to be what a fresh database has; so both
databases go this way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from alembic import op

from tokten_store_sql.databases import Connection, run
from tokten_store_sql.schemas import statements_of, tables_of
from tokten_store_sql.tables import VERSION_TABLE

__all__ = ["count_of", "rebuild"]


def rebuild(before: int, after: int, new: Mapping[tuple[str, str], str]) -> None:
    """
    Make the tables of one version into those of another.

    Args:
        before: the version that is there.
        after: the version to be.
        new: what stands in a column that both tables do not have, as SQL, by table and column; NULL otherwise.
    """
    bound = op.get_bind()
    dialect = bound.dialect.name
    connection = cast("Connection", bound.connection.driver_connection)
    old, made = tables_of(before, dialect), tables_of(after, dialect)
    kept = [table for table in made if table in old]
    run(connection, [f"CREATE TEMPORARY TABLE kept_{table} AS SELECT * FROM {table}" for table in kept])  # noqa: S608 - our own names
    run(connection, [f"DROP TABLE {table}" for table in reversed(old)])
    run(connection, statements_of(after, dialect))
    for table in kept:
        names = ", ".join(f'"{name}"' for name in made[table])
        cells = ", ".join(f'"{name}"' if name in old[table] else new.get((table, name), "NULL") for name in made[table])
        run(connection, [f"INSERT INTO {table} ({names}) SELECT {cells} FROM kept_{table}", f"DROP TABLE kept_{table}"])  # noqa: S608 - as above
    run(connection, [f"UPDATE {VERSION_TABLE} SET version = {after}"])  # noqa: S608 - as above


def count_of(condition: str) -> int:
    """Count rows: ``history``, ``journal WHERE digest <> ''``."""
    found: int = op.get_bind().exec_driver_sql(f"SELECT count(*) FROM {condition}").scalar_one()  # noqa: S608 - our own words
    return found
