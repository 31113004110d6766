"""
A SQLite file (fr: *fichier SQLite*): how it is opened, and what is left on the disk when.

A file that is made anew is written by way of a rollback journal, straight into the file: a disk that fills up leaves nothing behind. From
then on the file has a write-ahead log: readers and a writer do not wait for one another, and a change is one wait for the disk. After a whole
save the log is written back, so that the file alone is the programme. After single changes some may lie in the ``-wal`` file while somebody
has the store open; the last to close it writes them back. What a killed process left there, the next to open the file takes up.
"""

from __future__ import annotations

import contextlib
import sqlite3
import stat
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import field, frozen

from tokten_core.schema import ColumnType
from tokten_store_sql.databases import BATCH, PATIENCE, Connection, Kept, Transaction, begun, run
from tokten_store_sql.values import DAYS, as_digits, as_iso, as_json

if TYPE_CHECKING:
    import sqlalchemy as sa

__all__ = ["Sqlite"]

AT_ONCE = 20
"""Rows that one statement puts in: fewer statements, less to and fro."""


@frozen(eq=False)
class Sqlite:
    """A SQLite file (fr: *fichier SQLite*)."""

    bits: ClassVar[bool] = True
    in_files: ClassVar[bool] = True
    dialect: ClassVar[str] = "sqlite"
    mark: ClassVar[str] = "?"
    errors: ClassVar[tuple[type[Exception], ...]] = (sqlite3.Error, UnicodeDecodeError)  # a damaged schema is quoted in the driver's words
    written: ClassVar[Mapping[ColumnType, Callable[[Any], Any]]] = {
        "boolean": {True: 1, False: 0}.__getitem__,
        "date": DAYS.__getitem__,
        "datetime": as_iso,
        "number": as_digits,
        "array": as_json,
    }

    path: Path
    _kept: Kept = field(repr=False, init=False, factory=Kept)

    @property
    def name(self) -> str:
        """Give the name of the file."""
        return self.path.name

    @property
    def alchemy(self) -> sa.Dialect:
        """Give SQLAlchemy's dialect."""
        return _dialect()

    def is_there(self) -> bool:
        """Tell whether the file is there and holds anything; a folder is for the driver to refuse."""
        try:
            found = self.path.stat()
        except OSError:
            return self.path.exists()  # it knows which errors say that nothing is there
        return found.st_size > 0 or stat.S_ISDIR(found.st_mode)

    def is_open(self) -> bool:
        """Tell whether the file is open to be written, and is still the one at its path."""
        return self._kept.holds(self._which())

    def reading(self) -> contextlib.AbstractContextManager[Connection]:
        """Open the file without changing it; where a connection lies ready, by that."""
        mark = self._which()
        ready = self._kept.take(mark) if self._kept.holds(mark) else None
        return Transaction(begun(ready, "BEGIN"), self._kept, mark) if ready is not None else self._looked_at()

    def writing(self, *, whole: bool = False) -> contextlib.AbstractContextManager[Connection]:
        """Open the file, made if need be, and keep other writers out."""
        if whole:
            return self._written_whole()
        mark = self._which()
        return Transaction(begun(self._kept.take(mark) or _open_to_write(self.path), "BEGIN IMMEDIATE"), self._kept, mark)

    @contextlib.contextmanager
    def _looked_at(self) -> Iterator[Connection]:
        with contextlib.closing(_open_to_read(self.path)) as opened:
            yield begun(opened, "BEGIN")

    @contextlib.contextmanager
    def _written_whole(self) -> Iterator[Connection]:
        with contextlib.closing(_open_to_write(self.path)) as opened:
            run(opened, ["PRAGMA foreign_keys = OFF", "PRAGMA ignore_check_constraints = ON"])
            with Transaction(begun(opened, "BEGIN IMMEDIATE")) as connection:
                yield connection
            _settle(opened)

    def tables(self, connection: Connection) -> list[str]:
        """Name the tables that are there."""
        found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'")
        return [name for (name,) in found]

    def tried(self, connection: Connection, question: str) -> list[tuple[Any, ...]]:
        """Ask what may fail."""
        try:
            return connection.execute(question).fetchall()
        except sqlite3.OperationalError:
            return []

    def rows(self, connection: Connection, statement: str, values: Sequence[Any] = ()) -> Generator[Sequence[tuple[Any, ...]]]:
        """Give what a query finds, some rows at a time."""
        with contextlib.closing(connection.cursor()) as cursor:
            cursor.execute(statement, values)
            while found := cursor.fetchmany(BATCH):
                yield found

    def insert(self, connection: Connection, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Put rows into a table, some in one statement."""
        names = ", ".join(f'"{name}"' for name in columns)
        one = f"({', '.join('?' * len(columns))})"
        waiting = iter(rows)
        flat = chain.from_iterable
        with contextlib.closing(connection.cursor()) as cursor:
            last: list[tuple[Any, ...]] = []

            def full() -> Iterator[tuple[Any, ...]]:
                while len(some := list(islice(waiting, AT_ONCE))) == AT_ONCE:
                    yield tuple(flat(some))
                last.extend(some)

            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES {', '.join([one] * AT_ONCE)}", full())  # noqa: S608 - our own names
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES {one}", last)  # noqa: S608 - as above

    def _which(self) -> object:
        """Say which file is at the path: another may have taken its place."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def _settle(opened: sqlite3.Connection) -> None:
    """Write the log back, or begin to have one. The save is done: what does not go now goes at the next chance."""
    with contextlib.suppress(sqlite3.OperationalError):
        opened.execute("PRAGMA journal_mode = WAL").fetchall()
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _open_to_read(path: Path) -> sqlite3.Connection:
    try:
        return _open(path, "mode=rw", "PRAGMA query_only = ON", "SELECT count(*) FROM sqlite_schema")
    except sqlite3.OperationalError:
        if path.with_name(f"{path.name}-wal").exists():
            raise  # what is in the log is a part of the programme
        return _open(path, "immutable=1", "SELECT count(*) FROM sqlite_schema")


def _open_to_write(path: Path) -> sqlite3.Connection:
    log = ["PRAGMA journal_mode = WAL"] if path.exists() and path.stat().st_size else []
    size = "PRAGMA cache_size = -16384"
    return _open(path, "mode=rwc", *log, "PRAGMA synchronous = EXTRA", "PRAGMA secure_delete = ON", "PRAGMA foreign_keys = ON", size)


def _open(path: Path, mode: str, *pragmas: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?{mode}"
    opened = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        for pragma in pragmas:
            opened.execute(pragma).fetchall()
    except BaseException:
        opened.close()
        raise
    return opened


@cache
def _dialect() -> sa.Dialect:
    from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

    return SQLiteDialect_pysqlite(paramstyle="qmark")
