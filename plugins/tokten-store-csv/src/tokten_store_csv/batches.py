"""Some rows of a file with the lines on which they begin, and the records that they are: what is read takes no more room than that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from attrs import frozen

from tokten_core.convert import records_from
from tokten_core.model.programme import kind_of
from tokten_core.records import Record
from tokten_store_csv.package import file_of

__all__ = ["Batch", "Cells", "records_in"]

Cells: TypeAlias = Sequence[str | None]


@frozen
class Batch:
    """
    Some rows of a file (fr: *lot de lignes*).

    Attributes:
        lines: on which line each row begins.
        rows: the cells in the order of the record's columns, without the apostrophes that protect them; None for a column that is not there.
    """

    lines: Sequence[int]
    rows: Sequence[Cells]


def records_in(collection: str, batches: Iterable[Batch]) -> Iterator[Record]:
    """
    Make the records of rows.

    Raises:
        InputError: All that is wrong with all the rows, once the last was read.
    """
    line = 0

    def rows() -> Iterator[Cells]:
        nonlocal line
        for batch in batches:
            for line, cells in zip(batch.lines, batch.rows, strict=True):  # noqa: B007 - read by whoever is told where a row stands
                yield cells

    return records_from(kind_of(collection), rows(), lambda _: f"{file_of(collection)}, line {line}")
