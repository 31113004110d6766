"""
A PostgreSQL database (fr: *base PostgreSQL*) for a shared office.

Readers see one snapshot. Writers wait for one another by an advisory lock, so that each sees all that the one before has done; rows go in by COPY.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, cast

from attrs import field, frozen

from tokten_core.errors import Kind, StoreError
from tokten_core.schema import ColumnType
from tokten_core.stores import STORE_ADDRESS, without_secrets
from tokten_core.text import Text
from tokten_store_sql.databases import BATCH, PATIENCE, Connection, Kept, Transaction, begun
from tokten_store_sql.values import as_digits, as_iso, as_json

if TYPE_CHECKING:
    import psycopg
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
    dialect: ClassVar[str] = "postgresql"
    mark: ClassVar[str] = "%s"
    name: ClassVar[str] = ""
    written: ClassVar[Mapping[ColumnType, Callable[[Any], Any]]] = {"datetime": as_iso, "number": as_digits, "array": as_json}

    url: str = field(repr=False)
    _kept: Kept = field(repr=False, init=False, factory=Kept)

    @property
    def alchemy(self) -> sa.Dialect:
        """Give SQLAlchemy's dialect."""
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

    def reading(self) -> contextlib.AbstractContextManager[Connection]:
        """Connect to one snapshot."""
        return Transaction(self._begun("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"), self._kept)

    def writing(self, *, whole: bool = False) -> contextlib.AbstractContextManager[Connection]:  # noqa: ARG002 - keys and checks cannot be left out here
        """Connect, and wait until no other writer is at work."""
        wait = f"SET LOCAL lock_timeout = '{PATIENCE:.0f}s'; SELECT pg_advisory_xact_lock({_SAVES})"
        return Transaction(self._begun(f"BEGIN ISOLATION LEVEL READ COMMITTED; {wait}"), self._kept)

    def tables(self, connection: Connection) -> list[str]:
        """Name the tables that are there."""
        return [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")]

    def tried(self, connection: Connection, question: str) -> list[tuple[Any, ...]]:
        """Ask what may fail, by one message to the server."""
        import psycopg

        try:
            cursor: Any = connection.execute(f"SAVEPOINT tried; {question}; RELEASE tried")
        except (psycopg.ProgrammingError, psycopg.DataError):
            connection.execute("ROLLBACK TO tried")
            return []
        cursor.nextset()
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def rows(self, connection: Connection, statement: str, values: Sequence[Any] = ()) -> Generator[Sequence[tuple[Any, ...]]]:
        """Give what a query finds, some rows at a time, kept by the server until they are asked for."""
        driver: Any = connection
        with driver.cursor(name="tokten_rows") as cursor:
            cursor.itersize = BATCH
            cursor.execute(statement, values or None)
            while found := cursor.fetchmany(BATCH):
                yield found

    def insert(self, connection: Connection, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Put rows into a table."""
        names = ", ".join(f'"{name}"' for name in columns)
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as out:
            for row in rows:
                out.write_row(row)

    def _begun(self, begin: str) -> Connection:
        """Connect and begin; where the server has let go of the connection that lay ready, by a new one."""
        ready: Any = self._kept.take()
        if ready is not None:
            try:
                ready.execute(begin)
            except self.errors:
                if not ready.closed:
                    ready.close()
                    raise
            else:
                return cast("Connection", ready)
        return begun(_connected(self.url), begin)


def _connected(address: str) -> psycopg.Connection:
    shown = without_secrets(address)
    try:
        import psycopg
    except ImportError:
        raise StoreError(DRIVER_MISSING.at("store", shown)) from None
    try:
        return psycopg.connect(re.sub(r"^postgresql\+psycopg:", "postgresql:", address), autocommit=True)
    except psycopg.ProgrammingError:  # it is no address; the driver would quote it, password and all
        raise StoreError(STORE_ADDRESS.at("store", shown)) from None


@cache
def _dialect() -> sa.Dialect:
    from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

    return PGDialect_psycopg(paramstyle="format")  # type: ignore[no-untyped-call]
