"""
The two databases behind one face: how each is opened, what one transaction sees, how writers wait, how rows go in and out at full speed.

SQLite is written with a write-ahead log, foreign keys on and a commit that the disk has kept; a file on a medium that cannot be written is
read all the same. PostgreSQL is read from one snapshot; writers wait for one another by an advisory lock.

A store keeps its connection for the next change (``Kept``): opening one costs more than the change. It belongs to one process, so a child
that was forked opens its own.
"""

from __future__ import annotations

import contextlib
import os
import re
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from tokten_core.errors import StoreError
from tokten_core.schema import ColumnType
from tokten_core.stores import STORE_ADDRESS, without_secrets

if TYPE_CHECKING:
    import sqlalchemy as sa

__all__ = ["BATCH", "PATIENCE", "Database", "Kept", "database_of", "driver_cursor", "run"]

PATIENCE = 30.0
"""Seconds that a writer waits for another."""
BATCH = 500
"""Rows that are on the way at a time."""


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
    def dialect(self) -> sa.Dialect:
        """Give the dialect, with positional parameters."""

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """Give what the driver raises where SQLAlchemy does not stand between."""

    def is_there(self) -> bool:
        """Tell whether there is something to read; makes nothing."""

    def is_open(self) -> bool:
        """Tell whether a connection is kept to what was found to be ours."""

    def reading(self) -> contextlib.AbstractContextManager[sa.Connection]:
        """Open a connection that sees one state and changes nothing."""

    def writing(self, *, whole: bool = False) -> contextlib.AbstractContextManager[sa.Connection]:
        """
        Open a connection whose changes are kept together at the end, or not at all.

        With ``whole``, what is written is known to be right, and keys and checks are not looked at again where that can be left out.
        """

    def tables(self, connection: sa.Connection) -> list[str]:
        """Name the tables that are there."""

    def rows(self, connection: sa.Connection, statement: str) -> Iterator[Sequence[tuple[Any, ...]]]:
        """Give what a query finds, some rows at a time, as the driver gives them."""

    def insert(self, connection: sa.Connection, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Put rows into a table."""


class Kept:
    """An engine for as long as its store lives, in this process (fr: *moteur conservé*)."""

    def __init__(self) -> None:
        """Keep nothing yet. What is kept must not know the store, or it would live on with it."""
        self._held: list[tuple[int, object, sa.Engine]] = []
        self._end = weakref.finalize(self, _let_go, self._held)

    def engine(self, make: Callable[[], sa.Engine], mark: object = None) -> sa.Engine:
        """Give the engine; a new one where the process or the mark (which file it is) is another."""
        if not self.holds(mark):
            self.let_go()
            self._held.append((os.getpid(), mark, make()))
        return self._held[0][2]

    def holds(self, mark: object = None) -> bool:
        """Tell whether there is an engine already."""
        return bool(self._held) and self._held[0][:2] == (os.getpid(), mark)

    def let_go(self) -> None:
        """Close it."""
        _let_go(self._held)


_OTHERS: list[sa.Engine] = []
"""Engines of the process that this one was forked from: to close them would break its connections."""


def _let_go(held: list[tuple[int, object, sa.Engine]]) -> None:
    while held:
        process, _, engine = held.pop()
        if process == os.getpid():
            engine.dispose()
        else:
            _OTHERS.append(engine)


@contextlib.contextmanager
def driver_cursor(connection: sa.Connection, **how: Any) -> Iterator[Any]:
    """Give a cursor of the driver itself, inside SQLAlchemy's transaction."""
    with contextlib.closing(connection.connection.cursor(**how)) as cursor:
        yield cursor


def run(connection: sa.Connection, statements: Iterable[str]) -> None:
    """Run statements as they stand: a percent sign is one."""
    with driver_cursor(connection) as cursor:
        for statement in statements:
            cursor.execute(statement)


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
