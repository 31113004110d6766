"""How the values are written that a database has no type for: as texts that people can read."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

__all__ = ["DAYS", "as_digits", "as_iso", "as_json"]

_MOST_DAYS = 100_000


class _Days(dict[dt.date, str]):
    """Days as ISO texts: a programme has few of them, and each is written once."""

    def __missing__(self, day: dt.date) -> str:
        if len(self) >= _MOST_DAYS:
            self.clear()
        text = self[day] = day.isoformat()
        return text


DAYS = _Days()


def as_iso(moment: dt.datetime) -> str:
    """Write a moment with its zone."""
    return moment.isoformat()


def as_digits(number: Decimal) -> str:
    """Write an exact number with all its digits."""
    return format(number, "f")


def as_json(texts: tuple[str, ...]) -> str:
    """Write a list of texts."""
    return _json(texts)


_json = json.JSONEncoder(ensure_ascii=False).encode
