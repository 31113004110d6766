"""
What a scenario says: which missions, what varies and how, which risks may strike, what is counted.

Missions are those of the programme, or planned in groups, or both. What varies is a *draw*: a fact of missions, an exchange rate, a
cancellation, a delay; drawn once for a run, as a market price is, or anew for each mission, as a quote is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from tokten_core.errors import InputError, Kind, Problem, UsageError, did_you_mean
from tokten_core.simulation.scenarios.correlations import Correlations
from tokten_core.simulation.scenarios.distributions import Distribution
from tokten_core.text import Text

__all__ = [
    "DRAWN", "EACH", "WHERE", "Draw", "Each", "MissionGroup", "RegisterMissions", "RiskUse", "Scenario", "Target", "Where",
]  # fmt: skip

Each: TypeAlias = Literal["run", "mission"]
EACH: Final[tuple[Each, ...]] = ("run", "mission")
Where: TypeAlias = Mapping[str, tuple[str, ...]]
"""Which missions: for each thing told of a mission, the values that fit."""
WHERE: Final = ("group", "sector", "output", "residence", "region", "season", "source", "line")
"""What may be told of a mission to choose it."""
DRAWN: Final = ("airfare", "airfare_percent", "days", "teaching_hours", "cancelled", "ticket_lost_percent", "delay", "rate")
"""
What may vary: a price in minor units, or in per cent of what it would be; days and hours; 1 for cancelled; what is lost of the ticket of a
cancelled mission, in per cent; days of delay; the price of a currency.
"""
WHOLE_PERCENT: Final = 100

UNKNOWN_NAME = Kind(
    "scenario-name",
    says=Text(en="there is no {what} {value}{near}", fr="il n'y a pas de {what} {value}{near}"),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Correct the name.", fr="Corrigez le nom."),
)
NAME_TWICE = Kind(
    "scenario-name-twice",
    says=Text(en="{value} stands there twice", fr="{value} y figure deux fois"),
    allowed=Text(en="each name once", fr="chaque nom une seule fois"),
    remedy=Text(en="Give one of the two another name.", fr="Donnez un autre nom à l'un des deux."),
)
MIXED_LEVELS = Kind(
    "scenario-mixed-levels",
    says=Text(
        en="{value} is drawn for each {each}, {first} for each {other}", fr="{value} est tiré par « {each} », {first} par « {other} »"
    ),
    allowed=Text(
        en="draws of one kind: all for each run, or all for each mission of the same group",
        fr="des tirages d'un seul genre : tous par « run », ou tous par « mission » sur les mêmes missions",
    ),
    remedy=Text(
        en="Correct `each` or `where`, or take the name out of the correlations.",
        fr="Corrigez `each` ou `where`, ou retirez le nom des corrélations.",
    ),
)
NO_MISSIONS = Kind(
    "scenario-no-missions",
    says=Text(en="the scenario has no missions", fr="le scénario n'a pas de missions"),
    allowed=Text(en="[programme], or one [[missions]] at least", fr="[programme], ou au moins un [[missions]]"),
    remedy=Text(en="Add one of the two.", fr="Ajoutez l'un des deux."),
)
NOT_BOUNDED = Kind(
    "scenario-below-zero",
    says=Text(en="it may come out as {value}", fr="il peut en sortir {value}"),
    allowed=Text(en="{least} or more", fr="{least} ou plus"),
    remedy=Text(en="Correct the distribution.", fr="Corrigez la distribution."),
)
MORE_THAN_ALL = Kind(
    "scenario-over-hundred",
    says=Text(en="it may come out as {value} %", fr="il peut en sortir {value} %"),
    allowed=Text(en="0 to 100: no more than the whole ticket is lost", fr="0 à 100 : on ne perd pas plus que le billet entier"),
    remedy=Text(en="Correct the distribution.", fr="Corrigez la distribution."),
)


@frozen
class Draw:
    """
    What varies (fr: *tirage*).

    Attributes:
        name: short name, unique in the scenario; its stream of chance is found by it.
        of: what varies, one of `DRAWN`.
        law: how.
        each: drawn once for a run, or anew for each mission.
        where: which missions it touches; none left out where it is empty.
        currency: for a rate, the currency whose price is drawn, in minor units of the programme's.
        label: how tables call it; empty for its name.
    """

    name: str
    of: str
    law: Distribution
    each: Each = "run"
    where: Where = field(factory=dict, hash=False)
    currency: str = ""
    label: Text = Text(en="", fr="")

    def __attrs_post_init__(self) -> None:
        least = {"days": 1, "rate": 1}.get(self.of, 0)
        if self.of not in DRAWN:
            raise UsageError(UNKNOWN_NAME.at("of", self.of, what=WHAT["drawn"], near=did_you_mean(self.of, DRAWN), known=", ".join(DRAWN)))
        if self.law.bounds[0] < least:
            raise InputError(NOT_BOUNDED.at("law", self.law.bounds[0], least=least))
        if self.of == "ticket_lost_percent" and self.law.bounds[1] > WHOLE_PERCENT:
            raise InputError(MORE_THAN_ALL.at("law", self.law.bounds[1]))


@frozen
class MissionGroup:
    """
    Missions planned alike (fr: *groupe de missions prévues*).

    Attributes:
        name: short name.
        count: how many.
        period: the days in which they begin, spread evenly: ``2009/2010``, ``2009-Q2``.
        days: days of mission, the first and the last both counted.
        residence: countries with their shares of the count.
        region: regions of the pack with their shares, where no country is named; a country of the register stands in for each.
        season: seasons of the pack, ``high`` and ``low``, with their shares; anywhere in the period where it is empty.
        sector: the sector they serve.
        output: the output of the logframe they serve.
        source: who funds them.
        line: the budget line they are charged to.
        facts: what else is known of them, by the name of the fact: ``teaching_hours``, ``thesis_supervision``, ``for_profit``...
    """

    name: str
    count: int
    period: str
    days: int
    residence: Mapping[str, int] = field(factory=dict, hash=False)
    region: Mapping[str, int] = field(factory=dict, hash=False)
    season: Mapping[str, int] = field(factory=dict, hash=False)
    sector: str = ""
    output: str | None = None
    source: str | None = None
    line: str | None = None
    facts: Mapping[str, int | bool | str] = field(factory=dict, hash=False)


@frozen
class RegisterMissions:
    """
    Missions of the programme's register (fr: *missions du registre*); cancelled ones are left out unless a state asks for them.

    Attributes:
        years: programme years in which they begin; all where it is empty.
        states: states in which they are; all but cancelled where it is empty.
    """

    years: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


@frozen
class RiskUse:
    """
    A risk of the register that may strike in a run (fr: *risque pris en compte*).

    It strikes with the chance that the pack reads in its probability, and then touches as many missions, or a price by as many per
    cent, as the pack reads in its impact.

    Attributes:
        risk: its number in the register.
        does: ``cancel`` or ``delay`` missions, or ``raise`` airfares.
        days: days of delay.
        where: which missions it may touch.
        probability: instead of the register's: 1 to 5.
        impact: instead of the register's: 1 to 5.
    """

    risk: str
    does: str
    days: int = 0
    where: Where = field(factory=dict, hash=False)
    probability: int | None = None
    impact: int | None = None


@frozen
class Target:
    """
    How an indicator is counted (fr: *cible*).

    Attributes:
        indicator: which indicator, counted in missions.
        where: the missions that count; those of its output where it is empty.
        already: missions that count besides those of the scenario.
    """

    indicator: str
    where: Where = field(factory=dict, hash=False)
    already: int = 0


@frozen(kw_only=True)
class Scenario:
    """
    A scenario (fr: *scénario*).

    Attributes:
        title: what it supposes.
        register: missions of the programme's register; None for none of them.
        groups: missions planned.
        draws: what varies.
        risks: risks that may strike.
        correlations: which draws move together.
        targets: how indicators are counted; one that is not named is counted by its output where nothing is in doubt.
        envelopes: the money of a source in a year, minor units, instead of what its budget lines for missions plan.
        support_cost: true to be told, beside the total, what a source pays on top of the missions: its support cost.

    Raises:
        InputError: There are no missions, a name stands twice, or correlations name draws that are not there or of two kinds; all are told.

    .. versionadded:: 0.1
    """

    title: Text
    register: RegisterMissions | None = None
    groups: tuple[MissionGroup, ...] = ()
    draws: tuple[Draw, ...] = ()
    risks: tuple[RiskUse, ...] = ()
    correlations: Correlations = field(factory=Correlations)
    targets: tuple[Target, ...] = ()
    envelopes: Mapping[tuple[str, str], int] = field(factory=dict, hash=False)
    support_cost: bool = False

    def __attrs_post_init__(self) -> None:
        problems = self._problems()
        if problems:
            raise InputError(*problems)

    def _problems(self) -> list[Problem]:
        found = [] if self.register or self.groups else [NO_MISSIONS.at("missions")]
        draws = {draw.name: draw for draw in self.draws}
        for what, names in (("missions", [group.name for group in self.groups]), ("draws", [draw.name for draw in self.draws]),
                            ("risks", [use.risk for use in self.risks]), ("correlations.names", list(self.correlations.names))):  # fmt: skip
            found += [NAME_TWICE.at(what, name) for number, name in enumerate(names) if name in names[:number]]
        known = [draws[name] for name in self.correlations.names if name in draws]
        for name in self.correlations.names:
            if name not in draws:
                near = did_you_mean(name, draws)
                found.append(UNKNOWN_NAME.at("correlations.names", name, what=WHAT["draw"], near=near, known=", ".join(draws)))
            elif (draws[name].each, draws[name].each == "mission" and draws[name].where) != (
                known[0].each,
                known[0].each == "mission" and known[0].where,
            ):
                facts = {"each": draws[name].each, "first": known[0].name, "other": known[0].each}
                found.append(MIXED_LEVELS.at("correlations.names", name, **facts))
        return found


WHAT: Final = {
    "drawn": Text(en="thing that varies called", fr="grandeur variable nommée"),
    "draw": Text(en="draw", fr="tirage"),
    "key": Text(en="key", fr="clé"),
    "law": Text(en="distribution", fr="distribution"),
    "region": Text(en="region", fr="région"),
    "risk": Text(en="risk", fr="risque"),
    "indicator": Text(en="indicator", fr="indicateur"),
    "source": Text(en="funding source", fr="source de financement"),
    "line": Text(en="budget line", fr="ligne budgétaire"),
    "output": Text(en="output", fr="produit"),
    "group": Text(en="group of missions", fr="groupe de missions"),
    "fact": Text(en="fact", fr="donnée"),
    "year": Text(en="programme year", fr="année de programme"),
    "value": Text(en="value", fr="valeur"),
}
"""How sentences call what a name is a name of."""
