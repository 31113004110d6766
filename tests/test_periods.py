"""Days and periods."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokten_core.errors import InputError, UsageError
from tokten_core.periods import Period, last_day, parse_day, parse_period, programme_year, programme_years, quarters_of

MALI = Period(dt.date(2008, 9, 1), dt.date(2011, 8, 31))
SEPTEMBER = (9, 1)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2009", "2009-01-01", "2009-12-31"),
        ("2009-Q1", "2009-01-01", "2009-03-31"),
        ("2009-Q4", "2009-10-01", "2009-12-31"),
        ("2009-S1", "2009-01-01", "2009-06-30"),
        ("2009-S2", "2009-07-01", "2009-12-31"),
        ("2008-02", "2008-02-01", "2008-02-29"),
        ("2009-12", "2009-12-01", "2009-12-31"),
        ("2008/2009", "2008-09-01", "2009-08-31"),
        ("all", "2008-09-01", "2011-08-31"),
    ],
)
def test_a_period_is_read_in_every_form(text, start, end):
    period = parse_period(text, year_starts=SEPTEMBER, whole=MALI)

    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)


@pytest.mark.parametrize("text", ["", "09", "2009-Q5", "2009-S3", "2009-13", "2009-00", "2008/2010", "2009-Q", "0000", "all ", "2009-1"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(UsageError) as caught:
        parse_period(text, year_starts=SEPTEMBER, whole=MALI)

    assert caught.value.code == "not-a-period"


def test_both_ends_of_a_period_count():
    period = Period(dt.date(2009, 3, 1), dt.date(2009, 3, 14))

    assert (period.days, period.nights) == (14, 13)
    assert dt.date(2009, 3, 1) in period
    assert dt.date(2009, 3, 14) in period
    assert dt.date(2009, 3, 15) not in period


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(UsageError) as caught:
        Period(dt.date(2009, 3, 2), dt.date(2009, 3, 1))

    assert caught.value.code == "period-ends-before-start"


def test_a_moment_is_no_day():
    with pytest.raises(UsageError):
        Period(dt.datetime(2009, 3, 1, tzinfo=dt.UTC), dt.date(2009, 3, 1))


@pytest.mark.parametrize("text", ["01/03/2009", "2009-3-1", "2009-02-30", "20090301", "2009-03-01T00:00", ""])
def test_only_an_iso_day_is_read(text):
    """01/03/2009 is the first of March to some and the third of January to others."""
    with pytest.raises(InputError) as caught:
        parse_day(text)

    assert caught.value.code == "not-a-day"


@pytest.mark.parametrize(("day", "year"), [("2008-08-31", "2007/2008"), ("2008-09-01", "2008/2009"), ("2009-08-31", "2008/2009")])
def test_a_programme_year_turns_on_its_own_first_day(day, year):
    assert programme_year(dt.date.fromisoformat(day), SEPTEMBER) == year


def test_the_years_of_a_programme_are_named_in_order():
    assert programme_years(MALI, SEPTEMBER) == ("2008/2009", "2009/2010", "2010/2011")


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 400))
def test_a_stay_has_as_many_days_as_it_was_given(start, days):
    assert Period(start, last_day(start, days)).days == days


@given(st.dates(dt.date(1900, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 1200))
def test_the_quarters_of_a_period_cover_it_without_a_gap(start, length):
    period = Period(start, start + dt.timedelta(days=length))
    quarters = [quarter for _, quarter in quarters_of(period)]

    assert quarters[0].start <= period.start
    assert period.end <= quarters[-1].end
    assert all(after.start - before.end == dt.timedelta(days=1) for before, after in pairwise(quarters))


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.sampled_from([(1, 1), (9, 1), (7, 1)]))
def test_a_day_lies_in_the_year_that_is_named_for_it(day, year_starts):
    assert day in parse_period(programme_year(day, year_starts), year_starts=year_starts)
