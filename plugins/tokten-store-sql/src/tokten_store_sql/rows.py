"""Whole tables out and in: records to rows and back, with the checksums of what was written, some hundred rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import count, islice
from operator import itemgetter
from typing import Any, cast

from tokten_core.convert import programme_from, records_from, writer
from tokten_core.model.programme import Programme, collections, kind_of
from tokten_core.records import Record
from tokten_core.schema import columns
from tokten_core.stores import SCHEMA_VERSION
from tokten_store_sql.checksums import Checksum
from tokten_store_sql.databases import BATCH, Connection, Database
from tokten_store_sql.schemas import tables_of
from tokten_store_sql.tables import CHECKSUMS, POSITION

__all__ = ["checksums_of", "column_names", "empty", "fill", "place_of", "put_checksums", "read_all", "record_at", "row_of", "select_text"]


@cache
def column_names(collection: str) -> tuple[str, ...]:
    """Name the columns of a table, the place first."""
    return (POSITION, *(column.name for column in columns(kind_of(collection))))


def row_of(database: Database, position: int, record: Record) -> tuple[Any, ...]:
    """Give a record as a row of its table."""
    return writer_of(cast("Any", type(record)), type(database))(position, record)


@cache
def writer_of(kind: type[Record], database: Any) -> Callable[..., tuple[Any, ...]]:
    """Give what makes rows of records of one kind, their places given before them."""
    return writer(kind, database.written, numbered=True)


def record_at(database: Database, collection: str, row: Sequence[Any]) -> Record:
    """
    Make the record of a row of its table.

    Raises:
        InputError: The row is wrong.
    """
    (record,) = records_from(kind_of(collection), [row], partial(place_of, database, collection), bits=database.bits, numbered=True)
    return record


def place_of(database: Database, name: str, row: Sequence[Any]) -> str:
    """Say where a row stands."""
    return f"{database.name and f'{database.name}, '}{name}, id {row[1]}"


@cache
def select_text(collection: str, dialect: str, version: int = SCHEMA_VERSION) -> str:
    """Give the question for all rows of a table; a column that its version did not have is empty."""
    there = tables_of(version, dialect)[collection]
    cells = (f'"{name}"' if name in there else "NULL" for name in column_names(collection))
    return f"SELECT {', '.join(cells)} FROM {collection}"  # noqa: S608 - our own names


def fill(connection: Connection, database: Database, programme: Programme) -> None:
    """Write all records into empty tables, those first that others refer to, and what they add up to."""
    made = {}
    for name in tables_of(SCHEMA_VERSION, database.dialect):
        if name in collections():
            made[name] = Checksum()
            rows = map(writer_of(cast("Any", kind_of(name)), type(database)), count(), programme.records(name))
            database.insert(connection, name, column_names(name), _counted(rows, made[name]))
    put_checksums(connection, database, made)


def empty(connection: Connection, database: Database, version: int) -> None:
    """Take all records out, those that refer first."""
    for name in reversed(tables_of(version, database.dialect)):
        if name in collections() or name == CHECKSUMS:
            connection.execute(f"DELETE FROM {name}")  # noqa: S608 - our own names


def read_all(connection: Connection, database: Database, version: int, whole: Callable[[Mapping[str, Checksum]], None]) -> Programme:
    """
    Read a whole programme.

    Args:
        connection: sees one state.
        database: whose.
        version: of the tables.
        whole: looks at what the rows add up to, once all were right.

    Raises:
        InputError: All that is wrong.
    """
    found: dict[str, Checksum] = {}
    there = tables_of(version, database.dialect)
    parts = {name: partial(_records, connection, database, name, version, found) for name in collections() if name in there}
    return programme_from(parts, lambda: whole(found))


def checksums_of(connection: Connection) -> dict[str, Checksum]:
    """
    Read what was written of all tables.

    Raises:
        ValueError: It cannot be read.
    """
    kept = connection.execute(f"SELECT collection, rows, checksum FROM {CHECKSUMS}")  # noqa: S608 - our own names
    return {name: Checksum.read(rows, checksum) for name, rows, checksum in kept}


def put_checksums(connection: Connection, database: Database, made: Mapping[str, Checksum]) -> None:
    """Write what tables add up to, where nothing is written yet."""
    database.insert(connection, CHECKSUMS, ["collection", "rows", "checksum"], ((name, *each.written) for name, each in made.items()))


def _counted(rows: Iterable[tuple[Any, ...]], into: Checksum) -> Iterator[tuple[Any, ...]]:
    waiting = iter(rows)
    while some := list(islice(waiting, BATCH)):
        into.add(some)
        yield from some


def _records(connection: Connection, database: Database, name: str, version: int, found: dict[str, Checksum]) -> Iterable[Record]:
    """Read the records of a table. Rows come as they lie, which is in order unless something was moved by hand."""
    made = found[name] = Checksum()
    places: list[int] = []

    def rows() -> Iterator[tuple[Any, ...]]:
        for some in database.rows(connection, select_text(name, database.dialect, version)):
            made.add(some)
            places.extend(row[0] if type(row[0]) is int else -1 for row in some)  # damage: the checksums will tell
            yield from some

    records = list(records_from(kind_of(name), rows(), partial(place_of, database, name), bits=database.bits, numbered=True))
    if places != sorted(places):
        records = [record for _, record in sorted(zip(places, records, strict=True), key=itemgetter(0))]
    return records
