"""
From records to a file, some hundred at a time, so that a long file takes no more room than a short one.

Cells are made column by column: one pass over some hundred values of one type is faster than one look at each of twenty types.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any

from attrs import evolve

from tokten_core.model.programme import kind_of
from tokten_core.money import Money, minor_units
from tokten_core.records import Record, facts_of
from tokten_core.schema import Column, columns
from tokten_core.text import Text
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
    with (folder / file_of(collection)).open("wb", buffering=0) as file:
        for part in _parts(collection, records, dialect):
            file.write(part)
            digest.update(part)
            size += len(part)
    return evolve(table_of(collection), bytes=size, hash=f"sha256:{digest.hexdigest()}")


def _parts(collection: str, records: Iterable[Record], dialect: Dialect) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    out = csv.writer(buffer, lineterminator="\n", delimiter=dialect.delimiter)
    yield dialect.mark
    out.writerow(column.name for column in columns(kind_of(collection)))
    waiting = iter(records)
    while batch := list(islice(waiting, BATCH)):
        out.writerows(_rows(kind_of(collection), batch))
        yield _taken(buffer)
    yield _taken(buffer)


def _rows(kind: type[Record], batch: Sequence[Record]) -> Iterable[tuple[Any, ...]]:
    facts = facts_of(kind)
    values = dict(zip(facts, zip(*map(attrgetter(*facts), batch), strict=True), strict=True))
    return zip(*(cells_of(column, _part(column, values[column.fact.name])) for column in columns(kind)), strict=True)


def _part(column: Column, values: Sequence[Any]) -> Sequence[Any]:
    """Give the part of each value that stands in a column: an amount has two, and so has a text in two languages."""
    if column.fact.type is Text:
        return [None if text is None else getattr(text, column.part) for text in values]
    if column.fact.type is Money:
        return [None if amount is None else amount.currency.code if column.part else minor_units(amount) for amount in values]
    return values


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
