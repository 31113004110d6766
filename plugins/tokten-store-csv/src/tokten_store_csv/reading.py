"""
From the bytes of a CSV file to plain rows with their places, some hundred at a time; everything that is wrong is told, line by line.

The reader takes UTF-8 with or without a byte order mark, any order of columns, and line ends of any system. It guesses nothing else:
another encoding, another separator, a row with a cell too many are problems with a remedy. A column that the description does not name, as
its version did not know it, takes its default.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import hashlib
import io
import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, islice
from typing import TYPE_CHECKING, BinaryIO

from attrs import frozen

from tokten_core.convert import UNKNOWN_COLUMN
from tokten_core.errors import Problem, StoreError, did_you_mean
from tokten_core.model.programme import kind_of
from tokten_core.schema import Column, columns
from tokten_core.stores import STORE_DAMAGED
from tokten_store_csv.batches import Batch, Cells
from tokten_store_csv.cells import unguarded, unguarded_before
from tokten_store_csv.dialect import Dialect
from tokten_store_csv.package import HASHED_SINCE, Table, as_hash, file_of
from tokten_store_csv.problems import (
    COLUMN_MISSING,
    COLUMN_TWICE,
    NOT_CSV,
    NOT_UTF8,
    NUL_BYTE,
    OTHER_HASH,
    OTHER_SIZE,
    RAGGED_ROW,
    WRONG_SEPARATOR,
)

if TYPE_CHECKING:
    from _csv import Reader

__all__ = ["Sheet"]

BATCH = 500
PART = 1 << 16
"""How many bytes are read at a time to look at their hash."""
LARGEST_CELL = 250_000_000
"""More than any record's text may hold, so that quotes that never close do not fill the memory; how long a text may be, the records say."""
_LIMIT = threading.Lock()


class _NulByte(ValueError):
    """A NUL byte stands in a file."""


@frozen
class Sheet:
    """
    One file of the folder, open, with what the description says of it (fr: *feuille*).

    Attributes:
        table: what is said of it.
        file: its bytes.
        dialect: how its cells are set apart.
        version: the version of the columns.
    """

    table: Table
    file: BinaryIO
    dialect: Dialect
    version: int

    @property
    def name(self) -> str:
        """The file's name."""
        return file_of(self.table.collection)

    @property
    def _columns(self) -> Sequence[Column]:
        return columns(kind_of(self.table.collection))

    def damage(self) -> Problem | None:
        """
        Say that the file is not as it was written; None where it is, or where nothing is known of how it was.

        What git does to line ends, and other programs to the byte order mark, does not count: the reader reads through it.
        """
        if self.version < HASHED_SINCE and not self.table.hash:
            return None
        if any(self._hash(way()) == self.table.hash for way in (self._raw, self._read_through)):
            return None
        return self._damage()

    def written(self) -> bytes:
        """
        Give the bytes that were written, read through what git and other programs did to them.

        Raises:
            StoreError: The file is not what was written.
        """
        for way in (self._at_once, self._read_through):
            content = b"".join(way())
            if as_hash(hashlib.sha256(content).hexdigest()) == self.table.hash:
                return content
        raise StoreError(self._damage())

    def _damage(self) -> Problem:
        size = self.file.seek(0, io.SEEK_END)
        why = OTHER_HASH if size == self.table.bytes else OTHER_SIZE.fill(found=size, written=self.table.bytes)
        return STORE_DAMAGED.at(self.name, self.name, why=why)

    def _hash(self, parts: Iterable[bytes]) -> str:
        digest = hashlib.sha256()
        for part in parts:
            digest.update(part)
        return as_hash(digest.hexdigest())

    def _at_once(self) -> Iterator[bytes]:
        self.file.seek(0)
        yield self.file.read()

    def _raw(self) -> Iterator[bytes]:
        self.file.seek(0)
        yield from iter(partial(self.file.read, PART), b"")

    def _read_through(self) -> Iterator[bytes]:
        self.file.seek(0)
        yield self.dialect.mark
        for number, line in enumerate(self.file):
            read = line if number else line.removeprefix(codecs.BOM_UTF8)
            yield read[:-2] + b"\n" if read.endswith(b"\r\n") else read

    def batches(self, problems: list[Problem]) -> Iterator[Batch]:
        """Give the rows, some hundred at a time; what is no row of this table is added to the problems and left out."""
        with _as_text(self.file) as text:
            reader = csv.reader(_lines(text), delimiter=self.dialect.delimiter, strict=True)
            try:
                header = next(iter(_some(reader, 1)), [])
                if found := [*_header_problems(self, header)]:
                    problems.extend(found)
                    return
                while batch := self._batch(header, reader, problems):
                    yield batch
            except (csv.Error, UnicodeDecodeError, _NulByte):
                problems.append(self._fault())

    def _batch(self, header: Sequence[str], reader: Reader, problems: list[Problem]) -> Batch | None:
        first = reader.line_num + 1
        rows = _some(reader, BATCH)
        if not rows:
            return None
        lines = _lines_of(rows, first, reader.line_num)
        if any(len(cells) != len(header) for cells in rows):
            pairs = [(number, cells) for number, cells in zip(lines, rows, strict=True) if cells]  # an empty line is nothing
            problems += [
                RAGGED_ROW.at(f"{self.name}, line {number}", len(cells), expected=len(header))
                for number, cells in pairs
                if len(cells) != len(header)
            ]
            whole = [(number, cells) for number, cells in pairs if len(cells) == len(header)]
            lines, rows = [number for number, _ in whole], [cells for _, cells in whole]
        self._unguard(header, rows)
        return Batch(lines, self._in_order(header, rows))

    def _unguard(self, header: Sequence[str], rows: Sequence[list[str]]) -> None:
        unguard, types = (unguarded, {"string", "array"}) if self.version >= HASHED_SINCE else (unguarded_before, {"string"})
        texts = {column.name for column in self._columns if column.type in types}
        for index in [index for index, name in enumerate(header) if name in texts]:
            for cells in rows:
                if "'" in cells[index]:
                    cells[index] = unguard(cells[index])

    def _in_order(self, header: Sequence[str], rows: Sequence[list[str]]) -> Sequence[Cells]:
        names = [column.name for column in self._columns]
        if header == names:
            return rows
        places = [header.index(name) if name in header else None for name in names]
        return [[None if place is None else cells[place] for place in places] for cells in rows]

    def _fault(self) -> Problem:
        """Look for the line that stopped the reader, slowly and from the beginning."""
        self.file.seek(0)
        for number, line in enumerate(self.file, start=1):
            if b"\0" in line:
                return NUL_BYTE.at(f"{self.name}, line {number}")
            try:
                line.decode()
            except UnicodeDecodeError as error:
                return NOT_UTF8.at(f"{self.name}, line {number}", f"0x{line[error.start]:02X}")
        return self._broken_quotes()

    def _broken_quotes(self) -> Problem:
        number, why = 1, ""
        with _as_text(self.file) as text:
            reader = csv.reader(_lines(text), delimiter=self.dialect.delimiter, strict=True)
            try:
                while _some(reader, 1):
                    number = reader.line_num + 1
            except csv.Error as error:
                why = str(error)
        return NOT_CSV.at(f"{self.name}, line {number}", why=why)


@contextlib.contextmanager
def _as_text(file: BinaryIO) -> Iterator[io.TextIOWrapper]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        yield text
    finally:
        text.detach()


def _lines(text: Iterable[str]) -> Iterator[str]:
    for line in text:
        if "\0" in line:
            raise _NulByte
        yield line.replace("\r\n", "\n") if "\r" in line else line


def _some(reader: Reader, most: int) -> list[list[str]]:
    """Read some rows. Python has one limit for the cells of all readers: it is raised for as long as ours reads."""
    with _LIMIT:
        before = csv.field_size_limit(LARGEST_CELL)
        try:
            return list(islice(reader, most))
        finally:
            csv.field_size_limit(before)


def _lines_of(rows: Sequence[list[str]], first: int, last: int) -> Sequence[int]:
    """Say on which line each row begins; a cell may hold lines of its own."""
    if last - first + 1 == len(rows):
        return range(first, last + 1)
    breaks = (1 + sum(cell.count("\n") + cell.count("\r") for cell in cells) for cells in rows)
    return [*accumulate(breaks, initial=first)][:-1]


def _header_problems(sheet: Sheet, header: Sequence[str]) -> Iterator[Problem]:
    place = f"{sheet.name}, line 1"
    known = [column.name for column in columns(kind_of(sheet.table.collection))]
    words = ", ".join(known)
    if len(header) == 1 and len(header[0]) > 1:
        for separator in ",;\t|".replace(sheet.dialect.delimiter, ""):
            if separator in header[0]:
                yield WRONG_SEPARATOR.at(place, "TAB" if separator == "\t" else separator, expected=sheet.dialect.delimiter)
                return
    yield from (UNKNOWN_COLUMN.at(place, name, names=words, guess=did_you_mean(name, known)) for name in header if name not in known)
    yield from (COLUMN_MISSING.at(place, name, names=words) for name in known if name not in header and name in sheet.table.columns)
    yield from (COLUMN_TWICE.at(place, name) for name in dict.fromkeys(header) if header.count(name) > 1)
