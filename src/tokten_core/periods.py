"""
Days and periods: our one door to pendulum.

A period is closed: its first and its last day both count, so 1 to 5 March has five days and four nights. A programme year need not be a
calendar year (Mali's runs from 1 September to 31 August). Nothing here reads the clock: the day is passed in.

>>> Period(dt.date(2009, 3, 1), dt.date(2009, 3, 5)).days
5
>>> parse_period("2008/2009", year_starts=(9, 1)).say("fr")
'du 1er septembre 2008 au 31 août 2009'
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pendulum
from attrs import field, frozen

from tokten_core.errors import InputError, Kind, UsageError
from tokten_core.text import DEFAULT_LANGUAGE, Language, Text

__all__ = ["Period", "day_in_words", "last_day", "parse_day", "parse_period", "programme_year", "programme_years", "quarters_of"]

MONTHS = 12

NOT_A_DAY = Kind(
    "not-a-day",
    says=Text(en="{value} is not a day", fr="{value} n'est pas une date"),
    allowed=Text(en="an ISO day such as 2009-03-01", fr="une date ISO comme 2009-03-01"),
    remedy=Text(en="Write year, month and day.", fr="Écrivez l'année, le mois et le jour."),
)
PERIOD_ENDS_BEFORE_START = Kind(
    "period-ends-before-start",
    says=Text(en="{value} is before the start, {start}", fr="{value} précède le début, {start}"),
    allowed=Text(en="a day on or after the start", fr="un jour à partir du début"),
    remedy=Text(en="Correct the end, or swap the two days.", fr="Corrigez la fin, ou échangez les deux dates."),
)
NOT_A_PERIOD = Kind(
    "not-a-period",
    says=Text(en="{value} is not a period", fr="{value} n'est pas une période"),
    allowed=Text(
        en="2009, 2009-Q1, 2009-S1, 2009-03, 2008/2009 (programme year) or all",
        fr="2009, 2009-Q1, 2009-S1, 2009-03, 2008/2009 (année de programme) ou all",
    ),
    remedy=Text(en="Write the period in one of these forms.", fr="Écrivez la période sous l'une de ces formes."),
)


def _a_day(_instance: object, attribute: Any, value: Any) -> None:
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise UsageError(NOT_A_DAY.at(attribute.name, value))


@frozen(order=True)
class Period:
    """
    A closed range of days (fr: *période*).

    Attributes:
        start: first day, counted.
        end: last day, counted.

    Raises:
        UsageError: The end is before the start (`period-ends-before-start`), or one is not a day (`not-a-day`).
    """

    start: dt.date = field(validator=_a_day)
    end: dt.date = field(validator=_a_day)

    def __attrs_post_init__(self) -> None:
        if self.end < self.start:
            raise UsageError(PERIOD_ENDS_BEFORE_START.at("end", self.end, start=self.start))

    @property
    def days(self) -> int:
        """Days, the first and the last both counted."""
        return (self.end - self.start).days + 1

    @property
    def nights(self) -> int:
        """Nights between the first and the last day: one less than the days."""
        return self.days - 1

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.start <= day <= self.end

    def overlaps(self, other: Period) -> bool:
        """Tell whether the two have a day in common."""
        return self.start <= other.end and other.start <= self.end

    def say(self, lang: Language = DEFAULT_LANGUAGE) -> str:
        """Say the period in words."""
        return self.text.say(lang)

    @property
    def text(self) -> Text:
        """The period in words, in both languages."""
        start, end = day_in_words(self.start), day_in_words(self.end)
        return Text(en="{start} to {end}", fr="du {start} au {end}").fill(start=start, end=end)


def day_in_words(day: dt.date) -> Text:
    """
    Write a day with the name of its month.

    >>> day_in_words(dt.date(2008, 9, 1)).say("fr")
    '1er septembre 2008'
    """
    moment = pendulum.date(day.year, day.month, day.day)
    first = "1er" if day.day == 1 else str(day.day)
    return Text(en=moment.format("D MMMM YYYY", locale="en"), fr=f"{first} {moment.format('MMMM YYYY', locale='fr')}")


def parse_day(text: str, place: str = "day") -> dt.date:
    """
    Read an ISO day; nothing else, because 01/03/2009 means two days.

    Raises:
        InputError: Not a day (`not-a-day`).

    >>> parse_day("2009-03-01")
    datetime.date(2009, 3, 1)
    """
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise InputError(NOT_A_DAY.at(place, text))


def last_day(start: dt.date, days: int) -> dt.date:
    """
    Give the last day of a stay of so many days, the first counted.

    >>> last_day(dt.date(2009, 2, 1), 14)
    datetime.date(2009, 2, 14)
    """
    return start + dt.timedelta(days=days - 1)


def programme_year(day: dt.date, year_starts: tuple[int, int] = (1, 1)) -> str:
    """
    Name the programme year that a day falls in.

    Args:
        day: the day.
        year_starts: month and day on which programme years begin.

    >>> programme_year(dt.date(2009, 8, 31), (9, 1)), programme_year(dt.date(2009, 9, 1), (9, 1)), programme_year(dt.date(2009, 9, 1))
    ('2008/2009', '2009/2010', '2009')
    """
    if year_starts == (1, 1):
        return str(day.year)
    first = day.year if (day.month, day.day) >= year_starts else day.year - 1
    return f"{first}/{first + 1}"


def programme_years(whole: Period, year_starts: tuple[int, int] = (1, 1)) -> tuple[str, ...]:
    """Name the programme years that a period touches, in order."""
    names: dict[str, None] = {}
    day = whole.start
    while day <= whole.end:
        names[programme_year(day, year_starts)] = None
        day = parse_period(programme_year(day, year_starts), year_starts=year_starts).end + dt.timedelta(days=1)
    return tuple(names)


def parse_period(text: str, *, year_starts: tuple[int, int] = (1, 1), whole: Period | None = None) -> Period:
    """
    Read a period (fr: *période*).

    Args:
        text: ``2009`` (calendar year), ``2009-Q1``, ``2009-S1``, ``2009-03``, ``2008/2009`` (programme year) or ``all``.
        year_starts: month and day on which programme years begin.
        whole: what ``all`` means.

    Raises:
        UsageError: None of these forms (`not-a-period`).

    >>> parse_period("2009-Q1").end
    datetime.date(2009, 3, 31)
    """
    if text == "all" and whole is not None:
        return whole
    match = re.fullmatch(r"([0-9]{4})(?:-Q([1-4])|-S([12])|-([01][0-9])|/([0-9]{4}))?", text)
    if match is None or match[1] == "0000":
        raise UsageError(NOT_A_PERIOD.at("period", text))
    year = int(match[1])
    if match[5]:
        if int(match[5]) != year + 1 or year_starts == (1, 1):
            raise UsageError(NOT_A_PERIOD.at("period", text))
        return Period(dt.date(year, *year_starts), dt.date(year + 1, *year_starts) - dt.timedelta(days=1))
    months, first = (
        (3, int(match[2]) * 3 - 2) if match[2] else (6, int(match[3]) * 6 - 5) if match[3] else (1, int(match[4])) if match[4] else (12, 1)
    )
    if not 1 <= first <= MONTHS:
        raise UsageError(NOT_A_PERIOD.at("period", text))
    start = pendulum.date(year, first, 1)
    return Period(_plain(start), _plain(start.add(months=months).subtract(days=1)))


def quarters_of(period: Period) -> Iterator[tuple[str, Period]]:
    """
    Give the calendar quarters that a period touches, each with its name, in order.

    >>> [name for name, _ in quarters_of(parse_period("2008/2009", year_starts=(9, 1)))]
    ['2008-Q3', '2008-Q4', '2009-Q1', '2009-Q2', '2009-Q3']
    """
    day = period.start
    while day <= period.end:
        name = f"{day.year}-Q{(day.month + 2) // 3}"
        quarter = parse_period(name)
        yield name, quarter
        day = quarter.end + dt.timedelta(days=1)


def _plain(day: pendulum.Date) -> dt.date:
    return dt.date(day.year, day.month, day.day)
