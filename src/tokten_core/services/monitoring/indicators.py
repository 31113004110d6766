"""
Indicators against their targets.

A value is the last reading on or before a day. Nothing is worked out of a baseline that no document states: the achievement rate is then
unknown, and only the plain share of the target can be shown.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from tokten_core.model.logframe import Indicator, Reading
from tokten_core.model.programme import Programme
from tokten_core.periods import Period

__all__ = ["IndicatorState", "gained_in", "indicator_states", "reading_on"]


@frozen
class IndicatorState:
    """
    Where an indicator stands on a day (fr: *situation d'un indicateur*).

    Attributes:
        indicator: which indicator.
        reading: its last reading on or before the day; None when it was never read.
    """

    indicator: Indicator
    reading: Reading | None

    @property
    def value(self) -> Decimal | None:
        """The value read."""
        return None if self.reading is None else self.reading.value

    @property
    def achievement(self) -> Fraction | None:
        """
        The achievement rate (fr: *taux de réalisation*): (value - baseline) / (target - baseline).

        None when value, baseline or target is unknown, or target and baseline are the same.
        """
        baseline, target = self.indicator.baseline, self.indicator.target
        if self.value is None or baseline is None or target is None or target == baseline:
            return None
        return Fraction(self.value - baseline) / Fraction(target - baseline)

    @property
    def share_of_target(self) -> Fraction | None:
        """Value over target, whatever the baseline; None when one of the two is unknown or the target is zero."""
        target = self.indicator.target
        return None if self.value is None or not target else Fraction(self.value) / Fraction(target)


def reading_on(programme: Programme, indicator: str, day: dt.date) -> Reading | None:
    """
    Give the last reading of an indicator on or before a day (fr: *valeur relevée*); None when there is none.

    >>> from tokten_core.plugins import load_pack
    >>> reading_on(load_pack("mali").programme(), "experts-registered", dt.date(2008, 12, 31)).value
    Decimal('283')
    """
    until = [reading for reading in programme.readings if reading.indicator == indicator and reading.on <= day]
    return max(until, key=lambda reading: reading.on, default=None)


def indicator_states(programme: Programme, day: dt.date) -> tuple[IndicatorState, ...]:
    """
    Say where every indicator stands on a day, in the order of the logframe (fr: *situation des indicateurs*).

    >>> from tokten_core.plugins import load_pack
    >>> states = indicator_states(load_pack("mali").programme(), dt.date(2008, 8, 31))
    >>> {state.value for state in states}
    {None}
    """
    return tuple(IndicatorState(indicator, reading_on(programme, indicator.id, day)) for indicator in programme.indicators)


def gained_in(programme: Programme, indicator: Indicator, period: Period) -> Decimal | None:
    """
    Give what a period adds to an indicator (fr: *valeur de la période*).

    A cumulative indicator is a running total: its last reading in the period less its last reading before, or less its baseline when there is
    none before. Any other stands for itself: its last reading in the period.

    Args:
        programme: the programme with its readings.
        indicator: the indicator.
        period: first and last day counted.

    Returns:
        In the indicator's unit. None when it was not read in the period, or when neither an earlier reading nor a baseline is known.

    >>> from tokten_core.plugins import load_pack
    >>> programme = load_pack("mali").programme()
    >>> missions = programme.find("indicators", "missions-education")
    >>> gained_in(programme, missions, programme.card.period("2009-Q1"))
    Decimal('6')

    .. versionadded:: 0.1
    """
    last = reading_on(programme, indicator.id, period.end)
    if last is None or last.on not in period:
        return None
    if not indicator.cumulative:
        return last.value
    before = reading_on(programme, indicator.id, period.start - dt.timedelta(days=1))
    known = indicator.baseline if before is None else before.value
    return None if known is None else last.value - known
