"""
How the two databases are opened: what is switched on, what one transaction sees, how two writers wait for one another.

SQLite is written with a write-ahead log, foreign keys on and a commit that the disk has kept; a file on a medium that cannot be written is
read all the same. PostgreSQL is read from one snapshot; writers wait for one another by an advisory lock.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from attrs import field, frozen

from tokten_core.errors import Kind, StoreError
from tokten_core.stores import STORE_ADDRESS, without_secrets
from tokten_core.text import Text

if TYPE_CHECKING:
    import sqlalchemy as sa

__all__ = ["Database", "Postgresql", "Sqlite", "database_of"]

DRIVER_MISSING = Kind(
    "store-driver-missing",
    says=Text(en="the driver for {value} is not installed", fr="le pilote pour {value} n'est pas installé"),
    allowed=Text(en="PostgreSQL with psycopg", fr="PostgreSQL avec psycopg"),
    remedy=Text(en="Run pip install 'tokten-store-sql[postgresql]'.", fr="Lancez pip install 'tokten-store-sql[postgresql]'."),
)
PATIENCE = 30.0
"""Seconds that a writer waits for another."""
_SAVES = 0x746F6B74656E
"""The number of the advisory lock that savers take: "tokten" in ASCII."""


class Database(Protocol):
    """Where the tables are."""

    def is_there(self) -> bool:
        """Tell whether there is something to read; makes nothing."""

    def reading(self) -> contextlib.AbstractContextManager[sa.Connection]:
        """Open a connection that sees one state and changes nothing."""

    def writing(self) -> contextlib.AbstractContextManager[sa.Connection]:
        """Open a connection whose changes are kept together at the end, or not at all."""


@frozen
class Sqlite:
    """A SQLite file (fr: *fichier SQLite*)."""

    path: Path

    def is_there(self) -> bool:
        """Tell whether the file is there and holds anything."""
        return self.path.is_dir() or (self.path.exists() and self.path.stat().st_size > 0)

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open the file without changing it."""
        with self._connected("BEGIN", self._open_to_read) as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open the file, made if need be, and keep other writers out."""
        with self._connected("BEGIN IMMEDIATE", self._open_to_write) as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def _connected(self, begin: str, connect: object) -> Iterator[sa.Connection]:
        import sqlalchemy as sa

        engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.NullPool)
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()

    def _open_to_read(self) -> sqlite3.Connection:
        try:
            return self._open("mode=rw", "PRAGMA query_only = ON", "SELECT count(*) FROM sqlite_schema")
        except sqlite3.OperationalError:
            if self.path.with_name(f"{self.path.name}-wal").exists():
                raise  # what is in the log is a part of the programme
            return self._open("immutable=1", "SELECT count(*) FROM sqlite_schema")

    def _open_to_write(self) -> sqlite3.Connection:
        return self._open("mode=rwc", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON")

    def _open(self, mode: str, *pragmas: str) -> sqlite3.Connection:
        # Transactions are begun by us, so that tables and rows are made in one; Python would begin them too late.
        opened = sqlite3.connect(f"{self.path.absolute().as_uri()}?{mode}", uri=True, timeout=PATIENCE, isolation_level=None)
        try:
            for pragma in pragmas:
                opened.execute(pragma).fetchall()
        except BaseException:
            opened.close()
            raise
        return opened


@frozen
class Postgresql:
    """A PostgreSQL database (fr: *base PostgreSQL*)."""

    url: str = field(repr=False)

    def is_there(self) -> bool:
        """Tell nothing: who connects, sees."""
        return True

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Connect to one snapshot."""
        with self._connected("REPEATABLE READ") as connection, connection.begin():
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Connect, and wait until no other saver is at work."""
        with self._connected("READ COMMITTED") as connection, connection.begin():
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SAVES})")
            yield connection

    @contextlib.contextmanager
    def _connected(self, isolation: str) -> Iterator[sa.Connection]:
        import sqlalchemy as sa

        shown = without_secrets(self.url)
        try:
            url = sa.make_url(re.sub(r"^postgresql(\+psycopg)?:", "postgresql+psycopg:", self.url))
            engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level=isolation)
        except (sa.exc.ArgumentError, ValueError):
            raise StoreError(STORE_ADDRESS.at("store", shown)) from None
        except ImportError:
            raise StoreError(DRIVER_MISSING.at("store", shown)) from None
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()


def database_of(address: str) -> Database:
    """
    Say which database an address means, without opening it.

    Raises:
        StoreError: The address is not well formed (`store-address`).
    """
    if found := re.fullmatch(r"sqlite(?:\+pysqlite)?:///([^?\0]+)", address):
        if found[1].strip() and found[1] != ":memory:":
            return Sqlite(Path(found[1]))
    elif re.fullmatch(r"postgresql(\+psycopg)?://\S+", address):
        return Postgresql(address)
    raise StoreError(STORE_ADDRESS.at("store", without_secrets(address)))
