"""
How the cells of a folder's files are set apart: for git and machines, or for a French Excel.

A French Excel that opens a CSV file by a double click takes semicolons for the separator, and UTF-8 for the encoding only where a byte order
mark begins the file. Both dialects are UTF-8 with line feeds, ISO days and a decimal point. A folder has one dialect; ``datapackage.json``
says which.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from typing import Final

from attrs import frozen

__all__ = ["DIALECTS", "EXCEL_FR", "PLAIN", "Dialect"]


@frozen
class Dialect:
    """
    How cells are set apart (fr: *dialecte CSV*).

    Attributes:
        delimiter: the character between two cells.
        mark: the bytes that begin a file.
    """

    delimiter: str
    mark: bytes


PLAIN: Final = Dialect(",", b"")
EXCEL_FR: Final = Dialect(";", codecs.BOM_UTF8)
DIALECTS: Final[Mapping[str, Dialect]] = {dialect.delimiter: dialect for dialect in (PLAIN, EXCEL_FR)}
"""The dialects there are, by their delimiter."""
