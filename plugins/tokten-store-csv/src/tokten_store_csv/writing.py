"""
From records to a file, some hundred at a time, so that a long file takes no more room than a short one.

Cells are made column by column: one pass over some hundred values of one type is faster than one look at each of twenty types.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from attrs import evolve

from tokten_core.convert import writer
from tokten_core.model.programme import kind_of
from tokten_core.records import Record
from tokten_core.schema import columns
from tokten_store_csv.cells import cells_of
from tokten_store_csv.dialect import Dialect
from tokten_store_csv.package import Table, file_of, table_of

__all__ = ["write_table"]

BATCH = 500


def write_table(folder: Path, collection: str, records: Iterable[Record], dialect: Dialect) -> Table:
    """
    Write the records of one collection, header first.

    Raises:
        OSError: The disk does not take it.
    """
    digest, size = hashlib.sha256(), 0
    with (folder / file_of(collection)).open("wb") as file:
        for part in _parts(collection, records, dialect):
            file.write(part)
            digest.update(part)
            size += len(part)
    return evolve(table_of(collection), bytes=size, hash=f"sha256:{digest.hexdigest()}")


def _parts(collection: str, records: Iterable[Record], dialect: Dialect) -> Iterator[bytes]:
    kind = kind_of(collection)
    write, known = writer(kind), columns(kind)
    buffer = io.StringIO(newline="")
    out = csv.writer(buffer, lineterminator="\n", delimiter=dialect.delimiter)
    yield dialect.mark
    out.writerow(column.name for column in known)
    waiting = map(write, records)
    while batch := list(islice(waiting, BATCH)):
        by_column = zip(known, zip(*batch, strict=True), strict=True)
        out.writerows(zip(*(cells_of(column, values) for column, values in by_column), strict=True))
        yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
