"""
The missions of a scenario laid out one by one: those of the register as they stand, those planned in groups spread over their period.

A group's missions begin on days spread evenly over the days of its period that lie in the wanted season, and take residences in the shares
that the group states: by largest remainder, so that they add up. Nothing is drawn here: what varies is another matter.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from attrs import field, frozen

from tokten_core.errors import InputError, NotInForce, Problem, ToktenError, did_you_mean
from tokten_core.model.mission import MissionState
from tokten_core.model.programme import Programme
from tokten_core.money import money_of, split
from tokten_core.ports import CountryPack
from tokten_core.rules import CostRules, MissionFacts
from tokten_core.rules.mission_facts import facts_of
from tokten_core.simulation.scenarios.scenario import UNKNOWN_NAME, WHAT, MissionGroup, RegisterMissions, Scenario, Where

__all__ = ["REGISTER", "Planned", "lay_out"]

SEASONS: Final = {True: "high", False: "low"}
REGISTER: Final = "programme"
"""The group that missions of the register are of."""


@frozen
class Planned:
    """
    One mission of a scenario (fr: *mission du scénario*).

    Attributes:
        facts: what the rules read.
        told: what chooses it: its group, sector, output, residence, region, season, source, line; empty where there is none.
    """

    facts: MissionFacts
    told: Mapping[str, str] = field(hash=False)

    def fits(self, where: Where) -> bool:
        """Tell whether it is among the missions that are meant."""
        return all(self.told[key] in values for key, values in where.items())

    @property
    def start(self) -> dt.date:
        """Its first day."""
        assert self.facts.start is not None  # noqa: S101 - every mission here was given one
        return self.facts.start


def lay_out(scenario: Scenario, programme: Programme, pack: CountryPack) -> tuple[Planned, ...]:
    """
    Lay out the missions of a scenario in the order of their first days (fr: *missions du scénario*).

    Raises:
        InputError: A group names a source, a line, an output, a region or a period that is not there; all are told.
    """
    about = _About(programme, pack.costs)
    problems: list[Problem] = []
    found = list(about.register(scenario.register)) if scenario.register else []
    for number, group in enumerate(scenario.groups):
        faults = list(about.faults(group, f"missions[{number}]"))
        problems += faults
        if not faults:
            try:
                found += about.planned(group)
            except ToktenError as error:
                problems += [
                    UNKNOWN_NAME.at(f"missions[{number}]", problem.value, what=WHAT["value"], near="", known=problem.allowed)
                    for problem in error.problems
                ]
    if problems:
        raise InputError(*problems)
    return tuple(sorted(found, key=lambda mission: (mission.start, mission.facts.id)))


class _About:
    """What the programme and the pack know of missions."""

    def __init__(self, programme: Programme, costs: CostRules) -> None:
        self.programme, self.costs = programme, costs
        self.residences = Counter(mission.residence for mission in programme.missions)

    def register(self, wanted: RegisterMissions) -> Iterator[Planned]:
        states = set(wanted.states) or {state.value for state in MissionState} - {MissionState.CANCELLED.value}
        for mission in self.programme.missions:
            if mission.state.value in states and (not wanted.years or self.programme.card.year_of(mission.start) in wanted.years):
                told = {"sector": mission.sector, "output": mission.output, "source": mission.funding_source, "line": mission.budget_line}
                yield self._told(facts_of(mission), group=REGISTER, **told)

    def faults(self, group: MissionGroup, place: str) -> Iterator[Problem]:
        """Tell of names that the programme or the pack does not have."""
        names: dict[str, tuple[str | None, list[str]]] = {
            "source": (group.source, [source.id for source in self.programme.funding_sources]),
            "line": (group.line, [line.id for line in self.programme.budget_lines]),
            "output": (group.output, [output.id for output in self.programme.outputs]),
        }
        for key, (name, known) in names.items():
            if name and name not in known:
                yield self._unknown(f"{place}.{key}", name, WHAT[key], known)
        for region in group.region:
            if not self._countries(region):
                yield self._unknown(f"{place}.region", region, WHAT["region"], sorted(self.regions.values()))
        for key, shares, known in (
            ("season", group.season, list(SEASONS.values())),
            ("residence", group.residence, list(self.costs.countries)),
        ):
            for name in shares:
                if name not in known:
                    yield self._unknown(f"{place}.{key}", name, WHAT["value"], known if key == "season" else [f"{len(known)} × ISO 3166"])
        for key, shares in (("season", group.season), ("residence", group.residence), ("region", group.region)):
            if shares and (min(shares.values()) < 0 or not sum(shares.values())):
                yield self._unknown(f"{place}.{key}", ", ".join(map(str, shares.values())), WHAT["value"], ["> 0"])

    def _unknown(self, place: str, name: str, what: Any, known: list[str]) -> Problem:
        return UNKNOWN_NAME.at(place, name, what=what, near=did_you_mean(name, known), known=", ".join(dict.fromkeys(known)))

    def planned(self, group: MissionGroup) -> Iterator[Planned]:
        """Lay out a group: its days in order, its residences dealt in turn."""
        homes = group.residence or {self._countries(region)[0]: share for region, share in group.region.items()}
        residences = _dealt(group.count, homes)
        days = sorted(self._days(group))
        facts = {key: money_of(value, self.costs.currency) if key == "airfare" else value for key, value in group.facts.items()}  # type: ignore[arg-type]
        for number, (start, residence) in enumerate(zip(days, residences, strict=True), start=1):
            made = MissionFacts(id=f"{group.name}-{number}", residence=residence, start=start, days=group.days, **facts)  # type: ignore[arg-type]
            yield self._told(made, group=group.name, sector=group.sector, output=group.output, source=group.source, line=group.line)

    def _days(self, group: MissionGroup) -> Iterator[dt.date]:
        period = self.programme.card.period(group.period)
        every = [period.start + dt.timedelta(days=number) for number in range(period.days)]
        seasons = group.season or {"": 1}
        for season, count in zip(seasons, split(group.count, list(seasons.values())), strict=True):
            fits = [day for day in every if not season or self._season(day) == season]
            yield from (fits[(2 * number + 1) * len(fits) // (2 * count)] for number in range(count))

    def _told(self, facts: MissionFacts, **told: str | None) -> Planned:
        assert facts.start is not None  # noqa: S101 - both ways give one
        more = {"residence": facts.residence, "region": self.regions.get(facts.residence or ""), "season": self._season(facts.start)}
        return Planned(facts, {key: value or "" for key, value in (told | more).items()})

    @cached_property
    def regions(self) -> dict[str, str]:
        """The region of each country, as the pack's figure of that name reads it; none where it has no such figure."""
        figure = self.costs.figures.get("region")
        return {} if figure is None else {str(key[0]): str(region) for key, region in figure.history[-1].rows.items()}

    def _countries(self, region: str) -> list[str]:
        """Give the countries of a region, those where most experts of the register live first."""
        return sorted(
            (country for country, its in self.regions.items() if its == region), key=lambda country: (-self.residences[country], country)
        )

    def _season(self, day: dt.date) -> str:
        figure = self.costs.figures.get("high_season")
        try:
            return "" if figure is None else SEASONS[bool(figure.version(day).rows[day.month,])]
        except NotInForce:
            return ""


def _dealt(count: int, shares: Mapping[str, int]) -> list[str]:
    """Deal names in turn, as often as their shares say: each time the one that is furthest behind."""
    counts = dict(zip(shares, split(count, list(shares.values())), strict=True))
    given: Counter[str] = Counter()
    dealt: list[str] = []
    for number in range(1, count + 1):
        behind = max((name for name in counts if given[name] < counts[name]), key=lambda name: counts[name] * number - given[name] * count)
        given[behind] += 1
        dealt.append(behind)
    return dealt
