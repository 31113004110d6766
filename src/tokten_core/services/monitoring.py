"""
Monitoring: indicators against their targets, missions against the plan, shares that the committee watches.

A value is the last reading on or before a day. Nothing is worked out of a baseline that no document states: the achievement rate is then
unknown, and only the plain share of the target can be shown.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from tokten_core.accounts import item_of, lines_of, planned
from tokten_core.model.expert import Expert, Sex
from tokten_core.model.institution import Institution
from tokten_core.model.logframe import Indicator, Reading
from tokten_core.model.mission import Mission, MissionState
from tokten_core.model.programme import Programme
from tokten_core.periods import Period

__all__ = [
    "DONE", "IndicatorState", "MissionCount", "OutputCount", "Tally", "gained_in", "indicator_states", "missions_against_plan", "missions_by_mode", "missions_by_output", "missions_by_sector",
    "missions_in", "outside_capital_share", "reading_on", "women", "women_share",
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


@frozen(kw_only=True)
class Tally:
    """
    Missions planned and carried out (fr: *missions prévues et réalisées*).

    Attributes:
        planned: missions that the budget plans; None when it plans none.
        registered: missions in the register.
        done: of which carried out: the report is filed.
        cancelled: of which cancelled.
    """

    planned: int | None
    registered: int
    done: int
    cancelled: int

    @property
    def execution_rate(self) -> Fraction | None:
        """Missions carried out over missions planned; None when none is planned."""
        return Fraction(self.done, self.planned) if self.planned else None


@frozen(kw_only=True)
class MissionCount(Tally):
    """
    Missions of one programme year, source and item against the plan (fr: *missions d'une ligne*).

    Attributes:
        year: programme year.
        source: funding source.
        item: item of the budget.
    """

    year: str
    source: str
    item: str


@frozen(kw_only=True)
class OutputCount(Tally):
    """
    Missions for one output against the plan (fr: *missions d'un produit*).

    Attributes:
        output: the output; empty for missions and lines that name none.
    """

    output: str


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


def missions_in(programme: Programme, period: Period, states: Iterable[MissionState] | None = None) -> tuple[Mission, ...]:
    """
    Give the missions whose first day lies in a period (fr: *missions commencées*).

    Args:
        programme: the programme.
        period: first and last day counted.
        states: only missions in these states; None for all.

    >>> from tokten_core.plugins import load_pack
    >>> programme = load_pack("mali").programme()
    >>> len(missions_in(programme, programme.card.period("2008/2009")))
    73
    """
    wanted = None if states is None else frozenset(states)
    return tuple(mission for mission in programme.missions if mission.start in period and (wanted is None or mission.state in wanted))


def missions_against_plan(programme: Programme, year: str | None = None) -> tuple[MissionCount, ...]:
    """
    Hold the register's missions against the plan, budget line by budget line (fr: *missions prévues et réalisées*).

    Args:
        programme: the programme.
        year: only this programme year; None for all.

    >>> from tokten_core.plugins import load_pack
    >>> [(count.source, count.planned) for count in missions_against_plan(load_pack("mali").programme(), "2008/2009")]
    [('ce', 21), ('scac', 20), ('ce', 16), ('ce', 16)]
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
    """
    Count the missions that begin in a period by sector (fr: *missions par secteur*): ``registered``, ``done``, ``cancelled``.

    >>> from tokten_core.plugins import load_pack
    >>> programme = load_pack("mali").programme()
    >>> missions_by_sector(programme, programme.card.period("2010/2011"))
    {}
    """
    return dict(sorted(_counted(missions_in(programme, period), lambda mission: mission.sector).items()))


def missions_by_mode(programme: Programme, period: Period) -> Mapping[str, Counter[str]]:
    """
    Count the missions that begin in a period by how they are held (fr: *missions par mode*): on site, hybrid and online never together.

    >>> from tokten_core.plugins import load_pack
    >>> programme = load_pack("mali").programme()
    >>> list(missions_by_mode(programme, programme.card.period("2008/2009")))
    ['on_site']
    """
    return dict(sorted(_counted(missions_in(programme, period), lambda mission: mission.mode.value).items()))


def missions_by_output(programme: Programme, year: str | None = None) -> tuple[OutputCount, ...]:
    """
    Hold the register's missions against the plan, output by output (fr: *missions par produit*).

    A mission counts in the year of its budget line, or of its first day when it names none.

    Args:
        programme: the programme.
        year: only this programme year; None for all.

    Returns:
        The outputs that plan or have missions, in the order of the logframe; last, under ``""``, what names no output.

    >>> from tokten_core.plugins import load_pack
    >>> [(count.output, count.planned) for count in missions_by_output(load_pack("mali").programme(), "2009/2010")]
    [('1.1.3', 20), ('1.1.4', 26), ('3.2', 42)]

    .. versionadded:: 0.1
    """
    lines = {line.id: line for line in programme.budget_lines}

    def year_of(mission: Mission) -> str:
        line = lines.get(mission.budget_line or "")
        return programme.card.year_of(mission.start) if line is None else line.year

    counts = _counted((m for m in programme.missions if year is None or year_of(m) == year), lambda mission: mission.output or "")
    return tuple(
        OutputCount(output=output, planned=plan, registered=count["registered"], done=count["done"], cancelled=count["cancelled"])
        for output in (*(output.id for output in programme.outputs), "")
        for plan in [_planned_for(programme, output, year)]
        for count in [counts.get(output, Counter())]
        if plan is not None or count
    )


def _planned_for(programme: Programme, output: str, year: str | None) -> int | None:
    lines = (line for line in lines_of(programme, year=year) if (item_of(programme, line).output or "") == output)
    return planned(lines, programme.card.currency).missions


def _counted(missions: Iterable[Mission], key: Callable[[Mission], str]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for mission in missions:
        count = counts.setdefault(key(mission), Counter())
        count["registered"] += 1
        count["done"] += mission.state in DONE
        count["cancelled"] += mission.state is MissionState.CANCELLED
    return counts


def women(programme: Programme, missions: Iterable[Mission]) -> int | None:
    """
    Count the missions done by women (fr: *missions réalisées par des femmes*); None when the sex of one expert or more is not known.

    >>> from tokten_core.plugins import load_pack
    >>> women(load_pack("mali").programme(), [])
    0

    .. versionadded:: 0.1
    """
    sexes = [_sex(programme, mission) for mission in missions]
    return None if None in sexes else sexes.count(Sex.FEMALE)


def women_share(programme: Programme, missions: Iterable[Mission]) -> Fraction | None:
    """
    Give the share of missions done by women among those whose expert's sex is known; None when none is (fr: *part des femmes*).

    >>> from tokten_core.plugins import load_pack
    >>> women_share(load_pack("mali").programme(), []) is None
    True
    """
    known = [sex for sex in (_sex(programme, mission) for mission in missions) if sex is not None]
    return Fraction(known.count(Sex.FEMALE), len(known)) if known else None


def outside_capital_share(programme: Programme, missions: Iterable[Mission]) -> Fraction | None:
    """
    Give the share of missions at institutions outside the capital, among those whose place is known; None when none is (fr: *hors capitale*).

    >>> from tokten_core.plugins import load_pack
    >>> outside_capital_share(load_pack("mali").programme(), []) is None
    True
    """
    known = [capital for capital in _in_capital(programme, missions) if capital is not None]
    return Fraction(known.count(False), len(known)) if known else None


def _sex(programme: Programme, mission: Mission) -> Sex | None:
    expert = programme.find("experts", mission.expert)
    return expert.sex if isinstance(expert, Expert) else None


def _in_capital(programme: Programme, missions: Iterable[Mission]) -> Iterator[bool | None]:
    for mission in missions:
        institution = programme.find("institutions", mission.institution)
        yield institution.capital if isinstance(institution, Institution) else None
