"""
The two databases behind one face: how each is opened, what one transaction sees, how writers wait, how rows go in and out at full speed.

SQLite is written with a write-ahead log, foreign keys on and a commit that the disk has kept; a file on a medium that cannot be written is
read all the same. PostgreSQL is read from one snapshot; writers wait for one another by an advisory lock.

Statements go straight to the driver. SQLAlchemy describes the tables, writes out questions and migrates (Alembic); it does not stand between a
commit of ten short statements and its database, where it would take more time than both.

A store keeps its connection for the next change (``Kept``): opening one costs more than the change. It belongs to one process, so a child
that was forked opens its own.
"""

from __future__ import annotations

import contextlib
import os
import re
import weakref
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast

from attrs import frozen

from tokten_core.errors import StoreError, ToktenError
from tokten_core.schema import ColumnType
from tokten_core.stores import STORE_ADDRESS, without_secrets

if TYPE_CHECKING:
    import sqlalchemy as sa

__all__ = ["BATCH", "PATIENCE", "Connection", "Cursor", "Database", "Kept", "Transaction", "begun", "database_of", "run"]

PATIENCE = 30.0
"""Seconds that a writer waits for another."""
BATCH = 500
"""Rows that are on the way at a time."""


class Cursor(Protocol):
    """What a driver has found (fr: *curseur*)."""

    def fetchone(self) -> tuple[Any, ...] | None:
        """Give the next row."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Give the rows that are left."""

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Give the rows that are left, one by one."""


class Connection(Protocol):
    """A driver's own connection (fr: *connexion*), as both drivers have it."""

    def execute(self, statement: str, values: Sequence[Any] = ..., /) -> Cursor:
        """Run one statement. Without values, a percent sign is one."""

    def cursor(self) -> Any:
        """Open a cursor."""

    def close(self) -> None:
        """Let go."""


class Database(Protocol):
    """Where the tables are."""

    @property
    def name(self) -> str:
        """Give what places and people call it."""

    @property
    def bits(self) -> bool:
        """Tell whether truth values come as 0 and 1."""

    @property
    def written(self) -> Mapping[ColumnType, Callable[[Any], Any]]:
        """Give how values are written that the driver does not take as they are."""

    @property
    def in_files(self) -> bool:
        """Tell whether it lies in files of this machine."""

    @property
    def dialect(self) -> str:
        """Name the dialect, as the kept schemas do."""

    @property
    def mark(self) -> str:
        """Give what stands in a statement for a value."""

    @property
    def alchemy(self) -> sa.Dialect:
        """Give SQLAlchemy's dialect, with positional parameters."""

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """Give what the driver raises."""

    def is_there(self) -> bool:
        """Tell whether there is something to read; makes nothing."""

    def is_open(self) -> bool:
        """Tell whether a connection is kept to what was found to be ours."""

    def reading(self) -> contextlib.AbstractContextManager[Connection]:
        """Open a connection that sees one state and changes nothing."""

    def writing(self, *, whole: bool = False) -> contextlib.AbstractContextManager[Connection]:
        """
        Open a connection whose changes are kept together at the end, or not at all.

        With ``whole``, what is written is known to be right, and keys and checks are not looked at again where that can be left out.
        """

    def tables(self, connection: Connection) -> list[str]:
        """Name the tables that are there."""

    def tried(self, connection: Connection, question: str) -> list[tuple[Any, ...]]:
        """Ask; nothing comes back where a table of the question is not there. The transaction goes on."""

    def rows(self, connection: Connection, statement: str, values: Sequence[Any] = ()) -> Generator[Sequence[tuple[Any, ...]]]:
        """Give what a query finds, some rows at a time, as the driver gives them."""

    def insert(self, connection: Connection, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Put rows into a table."""


class Kept:
    """A connection that lies ready for the next change, for as long as its store lives, in this process (fr: *connexion conservée*)."""

    def __init__(self) -> None:
        """Keep nothing yet. What is kept must not know the store, or it would live on with it."""
        self._held: list[_Held] = []
        self._end = weakref.finalize(self, _let_go, self._held)

    def holds(self, mark: object = None) -> bool:
        """Tell whether one lies ready that this process opened, to what bears the mark (which file it is)."""
        return bool(self._held) and self._held[-1][:2] == (os.getpid(), mark)

    def take(self, mark: object = None) -> Connection | None:
        """Take the one that lies ready, whom it is for now; those of another process or mark go."""
        with contextlib.suppress(IndexError):  # another thread may be quicker
            while self._held:
                process, marked, connection = self._held.pop()
                if (process, marked) == (os.getpid(), mark):
                    return connection
                _let_go([(process, marked, connection)])
        return None

    def put_back(self, connection: Connection, mark: object = None) -> None:
        """Lay one ready, unless another does already."""
        if self._held:
            connection.close()
        else:
            self._held.append((os.getpid(), mark, connection))


_Held: TypeAlias = tuple[int, object, "Connection"]
_OTHERS: list[Connection] = []
"""Connections of the process that this one was forked from: to close them would break them there."""


def _let_go(held: list[_Held]) -> None:
    while held:
        process, _, connection = held.pop()
        if process == os.getpid():
            connection.close()
        else:
            _OTHERS.append(connection)


@frozen
class Transaction:
    """
    A transaction that was begun: all of it is kept in the end, or nothing (fr: *transaction*).

    Where it may be kept, the connection then lies ready for the next, unless it failed: what we refuse ourselves does not count as that.

    Attributes:
        connection: where it was begun.
        kept: where the connection may lie ready; None where somebody else closes it.
        mark: what it is open to.
    """

    connection: Connection
    kept: Kept | None = None
    mark: object = None

    def __enter__(self) -> Connection:
        """Give the connection."""
        return self.connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Keep it, or undo it."""
        sound = False
        try:
            if error is None:
                self.connection.execute("COMMIT")
                sound = True
        finally:
            if not sound:
                with contextlib.suppress(Exception):  # the database may have undone it already
                    self.connection.execute("ROLLBACK")
                    sound = isinstance(error, ToktenError)
            if self.kept and sound:
                self.kept.put_back(self.connection, self.mark)
            elif self.kept:
                self.connection.close()


def begun(opened: Any, begin: str) -> Connection:
    """Begin a transaction, or close the connection. We begin it, so that tables and rows are made in one; a driver would begin too late."""
    try:
        opened.execute(begin)
    except BaseException:
        opened.close()
        raise
    return cast("Connection", opened)


def run(connection: Connection, statements: Iterable[str]) -> None:
    """Run statements as they stand: a percent sign is one."""
    for statement in statements:
        connection.execute(statement)


def database_of(address: str) -> Database:
    """
    Say which database an address means, without opening it.

    Raises:
        StoreError: The address is not well formed (`store-address`).
    """
    from tokten_store_sql.postgresql import Postgresql
    from tokten_store_sql.sqlite import Sqlite

    if found := re.fullmatch(r"sqlite(?:\+pysqlite)?:///([^?\0]+)", address):
        if found[1].strip() and found[1] != ":memory:":
            return Sqlite(Path(found[1]))
    elif re.fullmatch(r"postgresql(\+psycopg)?://\S+", address):
        return Postgresql(address)
    raise StoreError(STORE_ADDRESS.at("store", without_secrets(address)))
