"""
Monitoring: indicators against their targets, missions against the plan, shares that the committee watches.

A value is the last reading on or before a day. Nothing is worked out of a baseline that no document states: the achievement rate is then
unknown, and only the plain share of the target can be shown.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from tokten_core.accounts import lines_of, planned
from tokten_core.model.expert import Expert, Sex
from tokten_core.model.institution import Institution
from tokten_core.model.logframe import Indicator, Reading
from tokten_core.model.mission import Mission, MissionState
from tokten_core.model.programme import Programme
from tokten_core.periods import Period

__all__ = [
    "DONE", "IndicatorState", "MissionCount", "indicator_states", "missions_against_plan", "missions_by_sector", "missions_in",
    "outside_capital_share", "reading_on", "women_share",
]  # fmt: skip

DONE = frozenset({MissionState.REPORT_FILED, MissionState.PAID, MissionState.EVALUATED})
"""The states of a mission that has been carried out: its report is filed."""


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


@frozen
class MissionCount:
    """
    Missions of one programme year, source and item against the plan (fr: *missions prévues et réalisées*).

    Attributes:
        year: programme year.
        source: funding source.
        item: item of the budget.
        planned: missions planned; None when the line plans none.
        registered: missions in the register.
        done: of which carried out: the report is filed.
        cancelled: of which cancelled.
    """

    year: str
    source: str
    item: str
    planned: int | None
    registered: int
    done: int
    cancelled: int

    @property
    def execution_rate(self) -> Fraction | None:
        """Missions carried out over missions planned; None when none is planned."""
        return Fraction(self.done, self.planned) if self.planned else None


def reading_on(programme: Programme, indicator: str, day: dt.date) -> Reading | None:
    """Give the last reading of an indicator on or before a day (fr: *valeur relevée*); None when there is none."""
    until = [reading for reading in programme.readings if reading.indicator == indicator and reading.on <= day]
    return max(until, key=lambda reading: reading.on, default=None)


def indicator_states(programme: Programme, day: dt.date) -> tuple[IndicatorState, ...]:
    """Say where every indicator stands on a day, in the order of the logframe."""
    return tuple(IndicatorState(indicator, reading_on(programme, indicator.id, day)) for indicator in programme.indicators)


def missions_in(programme: Programme, period: Period, states: Iterable[MissionState] | None = None) -> tuple[Mission, ...]:
    """
    Give the missions whose first day lies in a period.

    Args:
        programme: the programme.
        period: first and last day counted.
        states: only missions in these states; None for all.
    """
    wanted = None if states is None else frozenset(states)
    return tuple(mission for mission in programme.missions if mission.start in period and (wanted is None or mission.state in wanted))


def missions_against_plan(programme: Programme, year: str | None = None) -> tuple[MissionCount, ...]:
    """
    Hold the register's missions against the plan, budget line by budget line.

    Args:
        programme: the programme.
        year: only this programme year; None for all.
    """
    by_line: dict[str, list[Mission]] = {}
    for mission in programme.missions:
        if mission.budget_line is not None:
            by_line.setdefault(mission.budget_line, []).append(mission)
    return tuple(
        MissionCount(
            year=line.year,
            source=line.funding_source,
            item=line.item,
            planned=planned([line], programme.card.currency).missions,
            registered=len(by_line.get(line.id, [])),
            done=sum(mission.state in DONE for mission in by_line.get(line.id, [])),
            cancelled=sum(mission.state is MissionState.CANCELLED for mission in by_line.get(line.id, [])),
        )
        for line in lines_of(programme, year=year)
        if line.missions is not None or line.id in by_line
    )


def missions_by_sector(programme: Programme, period: Period) -> Mapping[str, Counter[str]]:
    """Count the missions of a period by sector: ``registered``, ``done``, ``cancelled``."""
    counts: dict[str, Counter[str]] = {}
    for mission in missions_in(programme, period):
        count = counts.setdefault(mission.sector, Counter())
        count["registered"] += 1
        count["done"] += mission.state in DONE
        count["cancelled"] += mission.state is MissionState.CANCELLED
    return dict(sorted(counts.items()))


def women_share(programme: Programme, missions: Iterable[Mission]) -> Fraction | None:
    """Give the share of missions done by women among those whose expert's sex is known; None when none is."""
    known = [sex for sex in (_sex(programme, mission) for mission in missions) if sex is not None]
    return Fraction(known.count(Sex.FEMALE), len(known)) if known else None


def outside_capital_share(programme: Programme, missions: Iterable[Mission]) -> Fraction | None:
    """Give the share of missions at institutions outside the capital, among those whose place is known; None when none is."""
    known = [capital for capital in _in_capital(programme, missions) if capital is not None]
    return Fraction(known.count(False), len(known)) if known else None


def _sex(programme: Programme, mission: Mission) -> Sex | None:
    expert = programme.find("experts", mission.expert)
    return expert.sex if isinstance(expert, Expert) else None


def _in_capital(programme: Programme, missions: Iterable[Mission]) -> Iterator[bool | None]:
    for mission in missions:
        institution = programme.find("institutions", mission.institution)
        yield institution.capital if isinstance(institution, Institution) else None
