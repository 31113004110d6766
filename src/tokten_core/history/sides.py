"""
A record's row as its past keeps it, in two sides: what anybody may know, and what says who a person is.

Both are JSON. What has its default is left out, so that a field added later changes neither a digest nor a past day.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, cast

import attrs

from tokten_core.convert import record_of
from tokten_core.model.programme import Revision, kind_of
from tokten_core.records import Record
from tokten_core.rows import writer
from tokten_core.schema import Column, columns

__all__ = ["ERASED", "as_json", "before_of", "public_side", "sides_of"]

ERASED = "…"
"""What stands where a person's name was erased and a value must stand."""
as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def before_of(revision: Revision) -> Record | None:
    """
    Give the record that a revision keeps, personal values put back; None where there was none.

    Raises:
        InputError: The row can no longer be read.
    """
    if not revision.before:
        return None
    kind = kind_of(revision.kind)
    row = {**json.loads(revision.before), **(json.loads(revision.personal) if revision.personal else {})}
    for column in columns(kind):
        if column.fact.personal and column.required:
            row.setdefault(column.name, ERASED)
    return record_of(kind, row, revision.place("before"))


def sides_of(record: Record) -> tuple[str, str]:
    """Give the public and the personal side of a record's row, as JSON; the personal one is empty where it says nothing."""
    write, (public, personal) = _reader(cast("Any", type(record)))
    row = write(record)
    return as_json(_told(row, public)), as_json(hidden) if personal and (hidden := _told(row, personal)) else ""


def public_side(record: Record) -> str:
    """Give the public side alone."""
    write, (public, _) = _reader(cast("Any", type(record)))
    return as_json(_told(write(record), public))


def _told(row: tuple[Any, ...], side: Sequence[tuple[int, str, Any]]) -> dict[str, Any]:
    """Leave out what has its default, so that a field added later does not change a digest."""
    return {name: row[place] for place, name, default in side if row[place] != default}


@cache
def _reader(kind: type[Record]) -> tuple[Callable[[Record], tuple[Any, ...]], tuple[list[tuple[int, str, Any]], ...]]:
    """Give what writes a record of a kind as plain values, and where its public and its personal columns stand, with their defaults."""
    sides: tuple[list[tuple[int, str, Any]], ...] = ([], [])
    for place, column in enumerate(columns(kind)):
        sides[column.fact.personal].append((place, column.name, _plain_default(column)))
    return writer(kind, {"date": _iso, "datetime": _iso, "number": _digits}), sides


def _plain_default(column: Column) -> Any:
    default = column.fact.default
    if default is attrs.NOTHING:  # a member of an enumeration of its own, whose value is 1
        return default
    if column.part in {"en", "fr"}:
        return getattr(default, column.part, default)
    return list(default) if isinstance(default, tuple) else getattr(default, "value", default)


def _iso(moment: dt.date) -> str:
    return moment.isoformat()


def _digits(number: Decimal) -> str:
    return format(number, "f")
