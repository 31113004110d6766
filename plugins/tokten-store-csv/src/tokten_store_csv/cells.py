r"""
From plain values to the texts of cells, and what protects a person's spreadsheet on the way.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-`` or ``@``. Such a text goes out with an apostrophe before it. So does one that
would begin a cell if the file were opened with another separator than its own: after a comma, a semicolon, a tab, a bar or a line end. The
way back is exact: one apostrophe is taken off wherever the text after it, or after more apostrophes, would be run. Numbers, days and lists
need none.

>>> guarded("=1+1"), guarded("'=1+1"), guarded("Ségou;=1+1"), guarded("5 = 5, l'eau")
("'=1+1", "''=1+1", "Ségou;'=1+1", "5 = 5, l'eau")
>>> [unguarded(guarded(text)) for text in ("=1+1", "'=1+1", "a\n\t-b", "'twas", "")]
['=1+1', "'=1+1", 'a\n\t-b', "'twas", '']
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import attrs

from tokten_core.schema import Column, ColumnType
from tokten_core.text import Text

__all__ = ["cells_of", "guarded", "unguarded", "unguarded_before", "value_of"]

Values: TypeAlias = Sequence[Any]
"""One column of some rows."""

# Some programs skip blanks and invisible marks before a formula, and some take the wide signs of East Asian keyboards for the narrow ones.
_FORMULA = r"(?:[^\S\t\r\n]|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])*[=+\-@\uff1d\uff0b\uff0d\uff20]"
_FIRST, _LATER = rf"^{{}}(?='*(?:[\t\r]|{_FORMULA}))", rf"(?<=[,;|\t\r\n]){{}}(?='*{_FORMULA})"
_HARMLESS = re.compile(r"\w[^,;|\t\r\n]*").fullmatch
_UNSAFE = re.compile("|".join(pattern.format("") for pattern in (_FIRST, _LATER)))
_SAFE = re.compile("|".join(pattern.format("'") for pattern in (_FIRST, _LATER)))


def guarded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run."""
    return text if _HARMLESS(text) else _UNSAFE.sub("'", text)


def unguarded(cell: str) -> str:
    """Take the apostrophes off again."""
    return _SAFE.sub("", cell) if "'" in cell else cell


def unguarded_before(cell: str) -> str:
    """Take the apostrophe off a cell of schema 1, which looked at the beginning of a text only, and doubled an apostrophe there."""
    return cell.removeprefix("'")


def cells_of(column: Column, values: Values) -> Values:
    """Write the values of a column as cells that Python's csv needs no help with; what is missing is an empty cell."""
    write = _WRITERS.get(column.type)
    if write is None or column.choices:  # whole numbers, days and codes are what their text says
        return values
    return write(values)


def value_of(column: Column) -> Callable[[str | None], Any]:
    """
    Give the function that reads one cell as the plain value that it stands for, once its apostrophes are off.

    What is missing takes the column's default. It raises ValueError or KeyError where a cell stands for nothing.
    """
    missing = _default_of(column)
    read = str if column.choices else _READERS[column.type]
    return lambda cell: read(cell) if cell else missing


def _default_of(column: Column) -> Any:
    default = column.fact.default
    if isinstance(default, Text):
        return getattr(default, column.part)
    if isinstance(default, tuple):
        return list(default)
    return None if default is attrs.NOTHING else default


def _texts(values: Values) -> Values:
    return [text if text is None or text.isalnum() else guarded(text) for text in values]


def _truths(values: Values) -> Values:
    return [_TRUTHS[value] for value in values]


def _each(write: Callable[[Any], str]) -> Callable[[Values], Values]:
    return lambda values: [None if value is None else write(value) for value in values]


_TRUTHS = {True: "true", False: "false", None: None}
_WRITERS: dict[ColumnType, Callable[[Values], Values]] = {
    "string": _texts,
    "boolean": _truths,
    "number": _each(lambda value: format(value, "f")),
    "datetime": _each(dt.datetime.isoformat),
    "array": _each(lambda value: guarded(json.dumps(value, ensure_ascii=False))),
}
_READERS: dict[ColumnType, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "boolean": {"true": True, "false": False}.__getitem__,
    "number": Decimal,
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "array": json.loads,
}
