"""
From plain values to the texts of cells, and what protects a person's spreadsheet on the way.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-`` or ``@``. Such a text goes out with an apostrophe before it, as does a text
that begins with an apostrophe, so that the way back is exact: one leading apostrophe of a text is taken off, whatever follows. Numbers,
days and lists need none.

>>> guarded("=1+1"), guarded("'twas"), guarded("5 = 5")
("'=1+1", "''twas", '5 = 5')
>>> [unguarded(guarded(text)) for text in ("=1+1", "'twas", "5 = 5", "")]
['=1+1', "'twas", '5 = 5', '']
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from decimal import Decimal

from tokten_core.schema import Column, ColumnType

__all__ = ["guarded", "unguarded", "writer_of"]

# Some programs skip blanks before a formula, and some take the wide signs of East Asian keyboards for the narrow ones.
_DANGEROUS = re.compile("'|\t|\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]")


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run, or that begins with an apostrophe."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguarded(cell: str) -> str:
    """Take the apostrophe off again."""
    return cell.removeprefix("'")


def writer_of(column: Column) -> Callable[[object], str]:
    """Give the function that writes the cells of a column; what is missing is an empty cell."""
    write = _WRITERS[column.type]
    return lambda value: "" if value is None else write(value)


def _truth(value: object) -> str:
    return "true" if value else "false"


def _exact(value: object) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _moment(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _texts(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


_WRITERS: dict[ColumnType, Callable[[object], str]] = {
    "string": lambda value: guarded(str(value)),
    "integer": str,
    "boolean": _truth,
    "number": _exact,
    "date": _moment,
    "datetime": _moment,
    "array": _texts,
}
