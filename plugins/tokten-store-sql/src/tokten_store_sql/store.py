"""
A programme in a SQL database (fr: *stockage en base SQL*): SQLite in a file, PostgreSQL for a shared office.

A save is one transaction, and so are a load and a commit. A table ``schema_version`` carries our mark: a database without it is somebody
else's and is left alone. One of an older version is read as it is; whatever is written to it, it is brought to the present version first,
in the same transaction.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain

from attrs import field, frozen

from tokten_core.convert import records_from
from tokten_core.errors import Kind, StoreError
from tokten_core.history import Head, Work, head_of
from tokten_core.model.programme import Programme, kind_of
from tokten_core.ports import Gap
from tokten_core.queries import Group, Query, groups, records, resolved
from tokten_core.records import Record
from tokten_core.stores import (
    SCHEMA_VERSION,
    STORE_DAMAGED,
    STORE_EXISTS,
    STORE_NEWER,
    STORE_NOT_FOUND,
    STORE_NOT_OURS,
    STORE_NOT_WRITABLE,
    STORE_UNREADABLE,
    without_secrets,
)
from tokten_core.text import Text, same
from tokten_store_sql.checksums import NOT_AS_WRITTEN, Checksum
from tokten_store_sql.commits import Desk, Standing
from tokten_store_sql.databases import Connection, Database, database_of, run
from tokten_store_sql.migrations import migrate
from tokten_store_sql.questions import counted, is_countable, selected
from tokten_store_sql.rows import checksums_of, empty, fill, place_of, read_all
from tokten_store_sql.schemas import statements_of, tables_of
from tokten_store_sql.tables import CHECKSUMS, MARK, VERSION_TABLE, guards, no_guards

__all__ = ["SqlStore", "SqlStores"]

OTHER_TABLES = Text(en="its tables are not ours: {names}", fr="ses tables ne sont pas les nôtres : {names}")
NO_DATABASE = Text(en="it is no SQLite database", fr="ce n'est pas une base SQLite")
IN_A_DATABASE = Text(
    en="it is kept by a database server, whose disk is not ours", fr="un serveur de base de données la conserve, sur son disque"
)


class _Older(Exception):
    """A commit has to bring the tables to the present version first."""


@frozen(eq=False)
class SqlStore:
    """
    A programme in a SQL database (fr: *stockage en base SQL*).

    It may be used by several threads and after a fork. A connection is kept for the next change, until the store is let go.

    Attributes:
        address: where it is, without its password.
    """

    address: str
    _database: Database = field(repr=False)

    @property
    def gaps(self) -> Mapping[str, Gap]:
        """Give what it cannot do."""
        return {} if self._database.in_files else {"files": Gap(IN_A_DATABASE, for_good=True)}

    def exists(self) -> bool:
        """
        Tell whether a programme is kept here; what cannot be opened is none of ours.

        Raises:
            StoreError: The driver is not installed, or the address is wrong.
        """
        try:
            return self._found() is not None
        except StoreError as error:
            if error.code in {"store-unreadable", "store-not-ours"}:
                return False
            raise

    def load(self, *, trusting: bool = False) -> Programme:
        """
        Read the whole programme, as it was at one moment.

        Args:
            trusting: true takes what is there even where it is not what was written.

        Raises:
            StoreError: Nothing is kept here, it is not ours, a newer version wrote it, or it is not what was written (`store-damaged`).
            InputError: The rows are wrong; each problem says table and key.
        """
        with self._reading() as (connection, version):
            return read_all(connection, self._database, version, partial(self._refuse_damage, connection, version, trusting=trusting))

    def save(self, programme: Programme, *, replace: bool = False) -> None:
        """
        Write the whole programme in one transaction.

        Raises:
            StoreError: A programme is kept here and ``replace`` is false, something else is, or it cannot be written.
        """
        self._refuse_strangers()
        dialect = self._database.dialect
        with self._told(STORE_NOT_WRITABLE), self._database.writing(whole=True) as connection:
            version = self._version(connection)
            if version is not None:
                self._refuse_newer(version)
                if not replace:
                    raise StoreError(STORE_EXISTS.at(self.address, self.address))
            if version == SCHEMA_VERSION:
                run(connection, no_guards(dialect))
                empty(connection, self._database, version)
            else:
                run(connection, [f"DROP TABLE {name}" for name in reversed(tables_of(version, dialect))] if version else [])
                run(connection, [*statements_of(SCHEMA_VERSION, dialect), *no_guards(dialect)])
                self._database.insert(connection, VERSION_TABLE, ["product", "version"], [(MARK, SCHEMA_VERSION)])
            fill(connection, self._database, programme)
            run(connection, guards(dialect))

    def head(self) -> Head:
        """
        Say where the journal stands.

        Raises:
            StoreError: Nothing is kept here, it is not ours, or it cannot be read.
        """
        with self._opened() as connection:
            if standing := self._standing(connection):
                return standing.head
        return head_of(self.load())

    def commit(self, work: Work, *, since: Head | None = None) -> Head:
        """
        Change the programme by one work; rows that it does not touch are neither read nor written.

        Raises:
            Conflict: The journal stands elsewhere than ``since``.
            InputError: A reference would break, or a record to take out is not there.
            StoreError: Nothing is kept here, it is not ours, or it cannot be written.
        """
        if not self._database.is_open():
            self._refuse_strangers()
            if not self._database.is_there():
                raise StoreError(STORE_NOT_FOUND.at(self.address, self.address))
        try:
            return self._commit(work, since, older=False)
        except _Older:
            return self._commit(work, since, older=True)

    def select(self, query: Query) -> Iterator[Record]:
        """
        Give the records that meet the conditions, in their order; the others stay in the database.

        Raises:
            UsageError: The query asks for what is not there.
            StoreError: Nothing is kept here, it is not ours, or it cannot be read.
            InputError: Rows are wrong; told once the last was read.
        """
        with self._reading() as (connection, version):
            if version == SCHEMA_VERSION:
                place = partial(place_of, self._database, query.collection)
                found = self._database.rows(connection, *selected(query, self._database))
                with contextlib.closing(found):  # before its connection is
                    rows = chain.from_iterable(found)
                    yield from records_from(kind_of(query.collection), rows, place, bits=self._database.bits, numbered=True)
                return
        yield from records(self.load(), query)

    def count(self, query: Query) -> list[Group]:
        """
        Count and add up by the keys; one statement.

        Raises:
            UsageError: The query asks for what is not there.
            StoreError: Nothing is kept here, it is not ours, or it cannot be read.
        """
        with self._reading() as (connection, version):
            if version == SCHEMA_VERSION and is_countable(asked := resolved(query)):
                return counted(asked, self._database, connection)
        return groups(self.load(), query)

    def migrate(self, to: int = SCHEMA_VERSION, *, lossy: bool = False) -> tuple[int, int]:
        """
        Bring the tables to a version, forward or back (fr: *migrer*).

        Args:
            to: the version.
            lossy: true where what an older version has no place for may go.

        Returns:
            The version before and after.

        Raises:
            StoreError: Nothing is kept here, a newer version wrote it, it cannot be written, or something would be lost.
        """
        self._refuse_strangers()
        if not self._database.is_there():
            raise StoreError(STORE_NOT_FOUND.at(self.address, self.address))
        with self._told(STORE_NOT_WRITABLE), self._database.writing(whole=True) as connection:
            version = self._known_version(connection)
            if to != version:
                migrate(connection, self._database, version, to, address=self.address, lossy=lossy)
        return version, to

    def _commit(self, work: Work, since: Head | None, *, older: bool) -> Head:
        whole = older or bool(work.forget)  # what a person's erasure overwrites must not stay in a log
        with self._told(STORE_NOT_WRITABLE), self._database.writing(whole=whole) as connection:
            touched = {name for name, _ in work.keys}
            standing = self._standing(connection, touched)
            if standing is None:
                if not older:
                    raise _Older
                migrate(connection, self._database, self._known_version(connection), SCHEMA_VERSION, address=self.address)
                standing = self._standing(connection, touched)
            assert standing  # noqa: S101 - the tables are of this version now
            return Desk(self.address, self._database, connection, standing).commit(work, since)

    @contextlib.contextmanager
    def _opened(self) -> Iterator[Connection]:
        """Open what is kept here, to read it."""
        if not self._database.is_there():
            raise StoreError(STORE_NOT_FOUND.at(self.address, self.address))
        with self._told(STORE_UNREADABLE), self._database.reading() as connection:
            yield connection

    @contextlib.contextmanager
    def _reading(self) -> Iterator[tuple[Connection, int]]:
        """Open what is kept here, and say which version it is."""
        with self._opened() as connection:
            yield connection, self._known_version(connection)

    def _standing(self, connection: Connection, touched: Iterable[str] = ()) -> Standing | None:
        """Say where the journal and some tables stand; None where the tables are of an older version."""
        question = Standing.question(touched)
        rows = self._database.tried(connection, question)
        if not rows or rows[0][0] != SCHEMA_VERSION:
            if self._known_version(connection) < SCHEMA_VERSION:
                return None
            connection.execute(question)  # where it fails, it says why
        standing = Standing.of(rows) if rows else None
        if standing is None:
            raise self._error(STORE_DAMAGED, NOT_AS_WRITTEN.fill(names=CHECKSUMS))
        return standing

    def _known_version(self, connection: Connection) -> int:
        version = self._version(connection)
        if version is None:
            raise StoreError(STORE_NOT_FOUND.at(self.address, self.address))
        self._refuse_newer(version)
        return version

    def _refuse_damage(self, connection: Connection, version: int, found: Mapping[str, Checksum], *, trusting: bool) -> None:
        if trusting:
            return
        kept: Mapping[str, Checksum] = {}
        if CHECKSUMS in tables_of(version, self._database.dialect):
            with contextlib.suppress(ValueError, TypeError):
                kept = checksums_of(connection)
        elif CHECKSUMS not in self._database.tables(connection):
            return  # the version has none
        wrong = [name for name in found if kept.get(name) != found[name]]
        if wrong:
            raise self._error(STORE_DAMAGED, NOT_AS_WRITTEN.fill(names=", ".join(wrong)))

    def _found(self) -> int | None:
        if not self._database.is_there():
            return None
        with self._told(STORE_UNREADABLE), self._database.reading() as connection:
            return self._version(connection)

    def _refuse_strangers(self) -> None:
        """Look before writing: merely opening a file to write would change it."""
        try:
            self._found()
        except StoreError as error:
            if error.code != STORE_UNREADABLE.code:
                raise
            raise self._error(STORE_NOT_WRITABLE, error.problems[0].facts["why"]) from None

    def _version(self, connection: Connection) -> int | None:
        """Give the version of our tables; None where there are no tables at all."""
        found = self._database.tried(connection, f"SELECT version FROM {VERSION_TABLE} WHERE product = '{MARK}'")  # noqa: S608 - our own names
        if found and isinstance(found[0][0], int) and found[0][0] >= 1:
            return found[0][0]
        names = self._database.tables(connection)
        if names:
            raise self._error(STORE_NOT_OURS, OTHER_TABLES.fill(names=", ".join(sorted(names)[:3])))
        return None

    def _refuse_newer(self, version: int) -> None:
        if version > SCHEMA_VERSION:
            raise StoreError(STORE_NEWER.at(self.address, self.address, found=version, known=SCHEMA_VERSION))

    @contextlib.contextmanager
    def _told(self, kind: Kind) -> Iterator[None]:
        """Say what the database said as one of our problems, on one line and without secrets."""
        try:
            yield
        except self._database.errors as error:
            cause = getattr(error, "orig", None) or error  # the driver's, where SQLAlchemy tells it
            if getattr(cause, "sqlite_errorname", "") == "SQLITE_NOTADB":
                raise self._error(STORE_NOT_OURS, NO_DATABASE) from None
            said = str(cause).strip().partition("\n")[0]
            raise self._error(kind, same(without_secrets(said))) from None
        except OSError as error:
            raise self._error(kind, same(error.strerror or str(error))) from None

    def _error(self, kind: Kind, why: Text) -> StoreError:
        return StoreError(kind.at(self.address, self.address, why=why))


@frozen
class SqlStores:
    """Opens SQL databases (fr: *bases SQL*)."""

    @property
    def schemes(self) -> frozenset[str]:
        """Give the beginnings it understands."""
        return frozenset({"sqlite", "postgresql"})

    def open(self, address: str) -> SqlStore:
        """
        Open the store of an address, without connecting or making anything.

        Raises:
            StoreError: The address is not well formed (`store-address`).
        """
        return SqlStore(without_secrets(address), database_of(address))
