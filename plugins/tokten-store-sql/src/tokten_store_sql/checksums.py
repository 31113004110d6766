"""
What shows that a table is not what was written: a bit flipped on the disk, a row changed by another program.

For each table is kept how many rows it has and the sum of their checksums, so that a change of one row changes the sum by that row alone, and
the order in which rows are read does not matter. A row's checksum is over its values as text, its place included; it is squared, so that two
rows that exchange a value do not cancel out. This is no seal against a person who means harm: the journal is (``tokten journal --verify``).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from attrs import define

from tokten_core.text import Text

__all__ = ["NOT_AS_WRITTEN", "Checksum"]

_AROUND = 1 << 64
NOT_AS_WRITTEN = Text(en="what stands in {names} is not what was written there", fr="le contenu de {names} n'est pas ce qui y a été écrit")


@define
class Checksum:
    """
    What is known of the rows of a table (fr: *somme de contrôle*).

    Attributes:
        rows: how many there are.
        total: the sum of their checksums.

    >>> one = Checksum()
    >>> one.add([(0, "M1", None), (1, "M2", 7)])
    >>> one.take_out([(0, "M1", None)])
    >>> other = Checksum()
    >>> other.add([(1, "M2", 7)])
    >>> one == other, one == Checksum.read(*other.written)
    (True, True)
    """

    rows: int = 0
    total: int = 0

    @classmethod
    def read(cls, rows: int, checksum: str) -> Checksum:
        """
        Read what is kept of a table.

        Raises:
            ValueError: It is not what was written.
        """
        return cls(rows, int(checksum, 16))

    @property
    def written(self) -> tuple[int, str]:
        """Give what is kept: the number of rows, and the sum in hexadecimal digits."""
        return self.rows, f"{self.total:016x}"

    def changed(self, by: Checksum) -> Checksum:
        """Give what there is after a change."""
        return Checksum(self.rows + by.rows, (self.total + by.total) % _AROUND)

    def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Count some rows in, all of one length."""
        self.rows += len(rows)
        self.total = (self.total + _sum(rows)) % _AROUND

    def take_out(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Count some rows out again."""
        self.rows -= len(rows)
        self.total = (self.total - _sum(rows)) % _AROUND


def _sum(rows: Iterable[tuple[Any, ...]]) -> int:
    total, form, checksum = 0, "", zlib.crc32
    for row in rows:
        form = form or _form(len(row))
        found = checksum((form % row).encode())
        total += found * found
    return total


@cache
def _form(length: int) -> str:
    return "\x1f".join(["%s"] * length)  # a character that stands in no text
