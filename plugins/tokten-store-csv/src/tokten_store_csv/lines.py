"""
The rows of one file as the bytes that they are, found by their identifiers: a commit reads and writes those that it touches.

What was written is known to the byte, by its hash. So a row is where its identifier, written as we write it, follows a line end; and a line
end is one between rows where an even number of quotes stands before it, for quotes come in pairs and a cell with line ends is quoted. All
other rows are carried over unread.
"""

from __future__ import annotations

import io
import re
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import accumulate
from operator import xor

from attrs import evolve

from tokten_core.errors import InputError, Problem
from tokten_core.history import Head
from tokten_core.model.programme import JournalEntry
from tokten_core.records import Record
from tokten_store_csv.batches import records_in
from tokten_store_csv.reading import Sheet
from tokten_store_csv.writing import key_of

__all__ = ["Lines", "head_in"]

FEW = 8
"""How many identifiers are searched for one by one, before all rows are listed."""
_QUOTED = re.compile(rb'"(?:[^"]|"")*"').match


class Lines:
    """
    The rows of one file (fr: *lignes d'un fichier*), by where they begin.

    Args:
        sheet: the file, with what its description says of it.

    Raises:
        StoreError: It is not what was written.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._content = sheet.written()
        self._first = self._content.index(b"\n") + 1
        self._found: dict[str, int | None] = {}

    def __len__(self) -> int:
        """Count the rows."""
        outside_quotes = self._content.split(b'"')[::2]
        return sum(part.count(b"\n") for part in outside_quotes) - 1

    def find(self, id: str) -> int | None:  # noqa: A002 - the field's name everywhere
        """Give where the row of an identifier begins; None where there is none."""
        if id not in self._found:
            key = key_of(self._sheet.table.collection, id, self._sheet.dialect)
            self._found[id] = self._searched(key) if len(self._found) < FEW else self._listed.get(key)
        return self._found[id]

    def before(self, start: int | None = None) -> int | None:
        """Give where the row before another begins, or the last of all; None where there is none."""
        at = len(self._content) if start is None else start
        if at == self._first:
            return None
        at, quotes = at - 1, 0
        while True:
            begin = self._content.rfind(b"\n", 0, at)
            quotes += self._content.count(b'"', begin, at)
            if quotes % 2 == 0:
                return begin + 1
            at = begin

    def record(self, start: int) -> Record:
        """
        Make the record of a row.

        Raises:
            InputError: This version takes it for wrong, though it was written so.
        """
        problems: list[Problem] = []
        row = self._content[: self._first] + self._content[start : self._end(start)]
        alone = evolve(self._sheet, file=io.BytesIO(row))
        try:
            (record,) = records_in(alone.table.collection, alone.batches(problems))
        except InputError:
            deque(records_in(alone.table.collection, self._sheet.batches(problems)), maxlen=0)  # says which line of the file
            raise
        return record

    def changed(self, rows: Mapping[str, bytes]) -> Iterator[bytes | memoryview]:
        """
        Give the file with some rows anew.

        Args:
            rows: by identifier, empty to take one out; those that are there keep their place, new ones go to the end.
        """
        there = {id_: start for id_ in rows if (start := self.find(id_)) is not None}
        unread, at = memoryview(self._content), 0
        for id_, start in sorted(there.items(), key=lambda pair: pair[1]):
            yield unread[at:start]
            yield rows[id_]
            at = self._end(start)
        yield unread[at:]
        yield from (row for id_, row in rows.items() if id_ not in there)

    def _searched(self, key: bytes) -> int | None:
        counted, quotes = self._first, 0
        at = self._content.find(b"\n" + key, self._first - 1)
        while at >= 0:
            quotes += self._content.count(b'"', counted, at)
            if quotes % 2 == 0:
                return at + 1
            counted, at = at, self._content.find(b"\n" + key, at + 1)
        return None

    @cached_property
    def _listed(self) -> dict[bytes, int]:
        """Where each row begins, by what it begins with."""
        lines = self._content[self._first :].split(b"\n")[:-1]
        starts = accumulate((len(line) + 1 for line in lines), initial=self._first)
        within = accumulate((line.count(b'"') % 2 for line in lines), xor, initial=0)
        delimiter = self._sheet.dialect.delimiter.encode()
        return {_key(line, delimiter): start for line, start, quoted in zip(lines, starts, within, strict=False) if not quoted}

    def _end(self, start: int) -> int:
        at, quotes = start, 0
        while True:
            end = self._content.index(b"\n", at)
            quotes += self._content.count(b'"', at, end)
            if quotes % 2 == 0:
                return end + 1
            at = end + 1


def head_in(journal: Lines) -> Head:
    """Say where a journal stands; only its last row is read."""
    last = None if (start := journal.before()) is None else journal.record(start)
    return Head(len(journal), last.hash) if isinstance(last, JournalEntry) else Head(0, "")


def _key(line: bytes, delimiter: bytes) -> bytes:
    quoted = _QUOTED(line)
    return (quoted[0] if quoted else line.partition(delimiter)[0]) + delimiter
