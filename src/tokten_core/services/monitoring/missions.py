"""Missions of the register against the plan, counted by budget line, by output, by sector, by how they are held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from attrs import frozen

from tokten_core.accounts import item_of, lines_of, planned
from tokten_core.model.mission import Mission, MissionState
from tokten_core.model.programme import Programme
from tokten_core.periods import Period

__all__ = [
    "DONE", "MissionCount", "OutputCount", "Tally", "missions_against_plan", "missions_by_mode", "missions_by_output", "missions_by_sector",
    "missions_in",
]  # fmt: skip

DONE = frozenset({MissionState.REPORT_FILED, MissionState.PAID, MissionState.EVALUATED})
"""The states of a mission that has been carried out: its report is filed."""


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
