"""
From records to a file, some hundred at a time, so that a long file takes no more room than a short one.

Cells are made column by column: one pass over some hundred values of one type is faster than one look at each of twenty types.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from attrs import evolve

from tokten_core.convert import writer
from tokten_core.model.programme import kind_of
from tokten_core.records import Record
from tokten_core.schema import columns
from tokten_store_csv.cells import cells_of
from tokten_store_csv.dialect import Dialect
from tokten_store_csv.package import Table, as_hash, file_of, table_of

__all__ = ["file_parts", "key_of", "row_of", "write_file"]

BATCH = 500


def write_file(folder: Path, collection: str, parts: Iterable[bytes | memoryview]) -> Table:
    """
    Write the file of one collection, part by part, and say what it is.

    Raises:
        OSError: The disk does not take it.
    """
    digest, size = hashlib.sha256(), 0
    with (folder / file_of(collection)).open("wb") as file:
        for part in parts:
            file.write(part)
            digest.update(part)
            size += len(part)
    return evolve(table_of(collection), bytes=size, hash=as_hash(digest.hexdigest()))


def file_parts(collection: str, records: Iterable[Record], dialect: Dialect) -> Iterator[bytes]:
    """Give the file of the records of one collection, header first."""
    names = [column.name for column in columns(kind_of(collection))]
    yield dialect.mark + _lines([names], dialect)
    yield from _rows(collection, records, dialect)


def row_of(record: Record, dialect: Dialect) -> bytes:
    """Give the row of one record, with its line end."""
    return b"".join(_rows(record.collection, [record], dialect))


def key_of(collection: str, id: str, dialect: Dialect) -> bytes:  # noqa: A002 - the field's name everywhere
    """Give what the row of an identifier begins with: its cell, and the delimiter."""
    (cell,) = cells_of(columns(kind_of(collection))[0], [id])
    return _lines([(cell, "")], dialect)[:-1]


def _rows(collection: str, records: Iterable[Record], dialect: Dialect) -> Iterator[bytes]:
    known = columns(kind_of(collection))
    waiting = map(_writer(collection), records)
    while batch := list(islice(waiting, BATCH)):
        by_column = zip(known, zip(*batch, strict=True), strict=True)
        yield _lines(zip(*(cells_of(column, values) for column, values in by_column), strict=True), dialect)


@cache
def _writer(collection: str) -> Callable[..., tuple[Any, ...]]:
    return writer(kind_of(collection))


def _lines(rows: Iterable[Sequence[Any]], dialect: Dialect) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", delimiter=dialect.delimiter).writerows(rows)
    return text.getvalue().encode()
