"""The one place that reads the clock; everything below is handed the day."""

from __future__ import annotations

import datetime as dt

__all__ = ["now", "today"]


def now() -> dt.datetime:
    """Give the moment, with its zone, to the second: what a journal needs."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)  # noqa: TID251 - the command line is where the clock is read


def today() -> dt.date:
    """Give the day, by the clock of the machine: what stands on a report."""
    return dt.date.today()  # noqa: DTZ011, TID251 - the same; a report bears the day of the office that writes it
