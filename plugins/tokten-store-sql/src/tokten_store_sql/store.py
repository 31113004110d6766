"""
A programme in a SQL database (fr: *stockage en base SQL*): SQLite in a file, PostgreSQL for a shared office.

A save is one transaction, and so is a load. A table ``schema_version`` carries our mark: a database without it is somebody else's and is
left alone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from tokten_core.convert import programme_of, to_row
from tokten_core.errors import Kind, StoreError
from tokten_core.model.programme import Programme, collections
from tokten_core.ports import Gap
from tokten_core.stores import (
    LAST_ONE_WINS,
    SCHEMA_VERSION,
    STORE_EXISTS,
    STORE_NEWER,
    STORE_NOT_FOUND,
    STORE_NOT_OURS,
    STORE_NOT_WRITABLE,
    STORE_UNREADABLE,
    without_secrets,
)
from tokten_core.text import Text, same
from tokten_store_sql.databases import Database, Sqlite, database_of
from tokten_store_sql.tables import MARK, POSITION, VERSION_TABLE, metadata, readers_of, writers_of

if TYPE_CHECKING:
    import sqlalchemy as sa

__all__ = ["SqlStore", "SqlStores"]

OTHER_TABLES = Text(en="its tables are not ours: {names}", fr="ses tables ne sont pas les nôtres : {names}")
NO_DATABASE = Text(en="it is no SQLite database", fr="ce n'est pas une base SQLite")
IN_A_DATABASE = Text(
    en="it is kept by a database server, whose disk is not ours", fr="un serveur de base de données la conserve, sur son disque"
)


@frozen(eq=False)
class SqlStore:
    """
    A programme in a SQL database (fr: *stockage en base SQL*).

    Attributes:
        address: where it is, without its password.
    """

    address: str
    _database: Database = field(repr=False)

    @property
    def gaps(self) -> Mapping[str, Gap]:
        """Give what it cannot do."""
        conflicts = {"conflicts": Gap(LAST_ONE_WINS, for_good=False)}
        return conflicts if isinstance(self._database, Sqlite) else {**conflicts, "files": Gap(IN_A_DATABASE, for_good=True)}

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

    def load(self) -> Programme:
        """
        Read the whole programme, as it was at one moment.

        Raises:
            StoreError: Nothing is kept here, it is not ours, or a newer version wrote it.
            InputError: The rows are wrong; each problem says table and key.
        """
        if not self._database.is_there():
            raise StoreError(STORE_NOT_FOUND.at(self.address, self.address))
        with self._told(STORE_UNREADABLE), self._database.reading() as connection:
            version = self._version(connection)
            if version is None:
                raise StoreError(STORE_NOT_FOUND.at(self.address, self.address))
            self._refuse_newer(version)
            rows = {name: _rows(connection, name) for name in collections()}
        return programme_of(rows)

    def save(self, programme: Programme, *, replace: bool = False) -> None:
        """
        Write the whole programme in one transaction.

        Raises:
            StoreError: A programme is kept here and ``replace`` is false, something else is, or it cannot be written.
        """
        self._refuse_strangers()
        with self._told(STORE_NOT_WRITABLE), self._database.writing() as connection:
            version = self._version(connection)
            if version is not None:
                self._refuse_newer(version)
                if not replace:
                    raise StoreError(STORE_EXISTS.at(self.address, self.address))
                _empty(connection)
            else:
                _make(connection)
            _fill(connection, programme)

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

    def _version(self, connection: sa.Connection) -> int | None:
        """Give the version of our tables; None where there are no tables at all."""
        import sqlalchemy as sa

        names = sa.inspect(connection).get_table_names()
        if not names:
            return None
        if VERSION_TABLE in names:
            with contextlib.suppress(sa.exc.DBAPIError):
                version: Any = connection.execute(sa.text(f"SELECT version FROM {VERSION_TABLE} WHERE product = '{MARK}'")).scalar()  # noqa: S608 - our own names
                if isinstance(version, int) and version >= 1:
                    return version
        raise self._error(STORE_NOT_OURS, OTHER_TABLES.fill(names=", ".join(sorted(names)[:3])))

    def _refuse_newer(self, version: int) -> None:
        if version > SCHEMA_VERSION:
            raise StoreError(STORE_NEWER.at(self.address, self.address, found=version, known=SCHEMA_VERSION))

    @contextlib.contextmanager
    def _told(self, kind: Kind) -> Iterator[None]:
        """Say what the database said as one of our problems, on one line and without secrets."""
        import sqlalchemy as sa

        try:
            yield
        except sa.exc.DBAPIError as error:
            if getattr(error.orig, "sqlite_errorname", "") == "SQLITE_NOTADB":
                raise self._error(STORE_NOT_OURS, NO_DATABASE) from None
            said = str(error.orig).strip().partition("\n")[0]
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


def _make(connection: sa.Connection) -> None:
    known = metadata()
    known.create_all(connection)
    connection.execute(known.tables[VERSION_TABLE].insert(), {"product": MARK, "version": SCHEMA_VERSION})


def _empty(connection: sa.Connection) -> None:
    """Take all records out, those that refer first, so that no reference has to be searched for."""
    for table in reversed(metadata().sorted_tables):
        if table.name != VERSION_TABLE:
            connection.execute(table.delete())


def _fill(connection: sa.Connection, programme: Programme) -> None:
    for name, kind in collections().items():
        writers = writers_of(kind)
        rows: list[dict[str, Any]] = []
        for position, record in enumerate(programme.records(name)):
            row = to_row(record)
            rows.append({POSITION: position, **{column: write(row[column]) for column, write in writers}})
        if rows:
            connection.execute(metadata().tables[name].insert(), rows)


def _rows(connection: sa.Connection, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Read the rows as the driver gives them: a wrong value is for the record to name, not for SQLAlchemy to stumble over."""
    import sqlalchemy as sa

    readers = readers_of(collections()[name])
    table = metadata().tables[name]
    query = sa.select(*(sa.type_coerce(table.c[column], sa.types.NullType) for column, _ in readers)).order_by(table.c[POSITION])
    names = [column for column, _ in readers]
    read = [reader for _, reader in readers]
    return iter(
        [
            (f"{name}, id {values[0]}", {column: reader(value) for column, reader, value in zip(names, read, values, strict=True)})
            for values in connection.execute(query)
        ]
    )
