"""
The one place that reads the clock; everything below is handed the day.

``SOURCE_DATE_EPOCH``, the usual variable for runs that must give the same bytes again, stands in for the clock: seconds since 1970, in
universal time.
"""

from __future__ import annotations

import datetime as dt
import os

from tokten_core.errors import Kind, UsageError
from tokten_core.text import Text

__all__ = ["now", "today"]


EPOCH = "SOURCE_DATE_EPOCH"
NOT_AN_EPOCH = Kind(
    "clock-not-an-epoch",
    says=Text(en="{value} is no moment", fr="{value} n'est pas un instant"),
    allowed=Text(en="whole seconds since 1970, up to the year 2100", fr="des secondes entières depuis 1970, jusqu'à l'an 2100"),
    remedy=Text(en="Correct the variable, or unset it.", fr="Corrigez la variable, ou supprimez-la."),
)
LAST = 4_102_444_800


def now() -> dt.datetime:
    """
    Give the moment, with its zone, to the second: what a journal needs.

    Raises:
        UsageError: The environment names no moment (`clock-not-an-epoch`).
    """
    named = os.environ.get(EPOCH, "")
    if not named:
        return dt.datetime.now(dt.UTC).replace(microsecond=0)  # noqa: TID251 - the command line is where the clock is read
    if not (named.isascii() and named.isdigit() and int(named[:12]) < LAST):
        raise UsageError(NOT_AN_EPOCH.at(EPOCH, named))
    return dt.datetime.fromtimestamp(int(named), dt.UTC)


def today() -> dt.date:
    """
    Give the day, by the clock of the machine: what stands on a report.

    Raises:
        UsageError: The environment names no moment (`clock-not-an-epoch`).
    """
    if os.environ.get(EPOCH):
        return now().date()
    return dt.date.today()  # noqa: DTZ011, TID251 - the same; a report bears the day of the office that writes it
