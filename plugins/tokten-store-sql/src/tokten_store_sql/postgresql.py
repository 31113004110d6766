"""
A PostgreSQL database (fr: *base PostgreSQL*) for a shared office.

Readers see one snapshot. Writers wait for one another by an advisory lock, so that each sees all that the one before has done; rows go in by COPY.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import field, frozen

from tokten_core.errors import Kind, StoreError
from tokten_core.schema import ColumnType
from tokten_core.stores import STORE_ADDRESS, without_secrets
from tokten_core.text import Text
from tokten_store_sql.databases import BATCH, PATIENCE, Kept, driver_cursor, run
from tokten_store_sql.values import as_digits, as_iso, as_json

if TYPE_CHECKING:
    import sqlalchemy as sa

__all__ = ["Postgresql"]

DRIVER_MISSING = Kind(
    "store-driver-missing",
    says=Text(en="the driver for {value} is not installed", fr="le pilote pour {value} n'est pas installé"),
    allowed=Text(en="PostgreSQL with psycopg", fr="PostgreSQL avec psycopg"),
    remedy=Text(en="Run pip install 'tokten-store-sql[postgresql]'.", fr="Lancez pip install 'tokten-store-sql[postgresql]'."),
)
_SAVES = 0x746F6B74656E
"""The number of the advisory lock that writers take: "tokten" in ASCII."""


@frozen(eq=False)
class Postgresql:
    """A PostgreSQL database (fr: *base PostgreSQL*)."""

    bits: ClassVar[bool] = False
    in_files: ClassVar[bool] = False
    name: ClassVar[str] = ""
    written: ClassVar[Mapping[ColumnType, Callable[[Any], Any]]] = {"datetime": as_iso, "number": as_digits, "array": as_json}

    url: str = field(repr=False)
    _kept: Kept = field(repr=False, init=False, factory=Kept)

    @property
    def dialect(self) -> sa.Dialect:
        """Give the dialect."""
        return _dialect()

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """Give what the driver raises."""
        try:
            import psycopg
        except ImportError:
            return ()
        return (psycopg.Error,)

    def is_there(self) -> bool:
        """Tell nothing: who connects, sees."""
        return True

    def is_open(self) -> bool:
        """Tell nothing: to look does not change anything here."""
        return True

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Connect to one snapshot."""
        with self._connected("REPEATABLE READ") as connection, connection.begin():
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            yield connection

    @contextlib.contextmanager
    def writing(self, *, whole: bool = False) -> Iterator[sa.Connection]:  # noqa: ARG002 - keys and checks cannot be left out here
        """Connect, and wait until no other writer is at work."""
        with self._connected("READ COMMITTED") as connection, connection.begin():
            run(connection, [f"SET LOCAL lock_timeout = '{PATIENCE:.0f}s'; SELECT pg_advisory_xact_lock({_SAVES})"])
            yield connection

    def tables(self, connection: sa.Connection) -> list[str]:
        """Name the tables that are there."""
        return [name for (name,) in connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")]

    def rows(self, connection: sa.Connection, statement: str) -> Iterator[Sequence[tuple[Any, ...]]]:
        """Give what a query finds, some rows at a time, kept by the server until they are asked for."""
        with driver_cursor(connection, name="tokten_rows") as cursor:
            cursor.itersize = BATCH
            cursor.execute(statement)
            while found := cursor.fetchmany(BATCH):
                yield found

    def insert(self, connection: sa.Connection, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Put rows into a table."""
        names = ", ".join(f'"{name}"' for name in columns)
        with driver_cursor(connection) as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as out:
            for row in rows:
                out.write_row(row)

    def _connected(self, isolation: str) -> contextlib.AbstractContextManager[sa.Connection]:
        return self._kept.engine(partial(_engine, self.url)).connect().execution_options(isolation_level=isolation)


def _engine(address: str) -> sa.Engine:
    import sqlalchemy as sa

    shown = without_secrets(address)
    try:
        url = sa.make_url(re.sub(r"^postgresql(\+psycopg)?:", "postgresql+psycopg:", address))
        return sa.create_engine(url, poolclass=sa.QueuePool, pool_size=1, max_overflow=-1, pool_pre_ping=True)
    except (sa.exc.ArgumentError, ValueError):
        raise StoreError(STORE_ADDRESS.at("store", shown)) from None
    except ImportError:
        raise StoreError(DRIVER_MISSING.at("store", shown)) from None


@cache
def _dialect() -> sa.Dialect:
    from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

    return PGDialect_psycopg(paramstyle="format")  # type: ignore[no-untyped-call]
