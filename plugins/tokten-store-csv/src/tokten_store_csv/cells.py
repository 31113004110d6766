"""From plain values to the texts of cells and back. A text that a spreadsheet would run is ``guarded``; numbers, days and lists need no guard."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import attrs

from tokten_core.schema import Column, ColumnType
from tokten_core.sheets import guarded, unguarded
from tokten_core.text import Text

__all__ = ["cells_of", "guarded", "unguarded", "unguarded_before", "value_of"]

Values: TypeAlias = Sequence[Any]
"""One column of some rows."""


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
