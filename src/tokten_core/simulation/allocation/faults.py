"""What may be wrong in the question of an allocation, all of it told at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from tokten_core.errors import Kind, Problem, did_you_mean
from tokten_core.text import Text

if TYPE_CHECKING:
    from tokten_core.simulation.allocation import problem as question

__all__ = ["LIMIT", "faults_of"]

NOT_KNOWN: Final = Kind(
    "allocation-unknown-name",
    says=Text(en="there is no {what} {value}{near}", fr="il n'y a pas de {what} {value}{near}"),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Correct the name, or add what it names.", fr="Corrigez le nom, ou ajoutez ce qu'il désigne."),
)
TWICE: Final = Kind(
    "allocation-twice",
    says=Text(en="{value} is there twice", fr="{value} y figure deux fois"),
    allowed=Text(en="each once", fr="chacun une seule fois"),
    remedy=Text(en="Take one out, or give it another name.", fr="Retirez l'un des deux, ou donnez-lui un autre nom."),
)
NOT_AN_AMOUNT: Final = Kind(
    "allocation-not-whole",
    says=Text(en="{value} is not a whole number", fr="{value} n'est pas un nombre entier"),
    allowed=Text(en="a whole number of minor units, days or points", fr="un nombre entier d'unités mineures, de jours ou de points"),
    remedy=Text(en="Give it without decimals.", fr="Donnez-le sans décimales."),
)
TOO_LARGE: Final = Kind(
    "allocation-too-large",
    says=Text(en="{value} is more than can be added up exactly", fr="{value} dépasse ce qui s'additionne exactement"),
    allowed=Text(en="less than {limit}", fr="moins de {limit}"),
    remedy=Text(en="Check the unit: amounts are in minor units.", fr="Vérifiez l'unité : les montants sont en unités mineures."),
)
BELOW_ZERO: Final = Kind(
    "allocation-below-zero",
    says=Text(en="{value} is below zero", fr="{value} est négatif"),
    allowed=Text(en="zero or more", fr="zéro ou plus"),
    remedy=Text(en="Correct the sign.", fr="Corrigez le signe."),
)
NOT_A_SHARE: Final = Kind(
    "allocation-not-a-share",
    says=Text(en="{value} is not a share", fr="{value} n'est pas un pourcentage"),
    allowed=Text(en="whole per cent, 0 to 100", fr="un pourcentage entier de 0 à 100"),
    remedy=Text(en="Give a whole number of per cent.", fr="Donnez un nombre entier de pour cent."),
)
ONE_OF_TWO: Final = Kind(
    "allocation-floor",
    says=Text(en="the floor says both a share and a number, or neither", fr="le plancher dit une part et un nombre, ou ni l'un ni l'autre"),
    allowed=Text(en="percent or count", fr="percent ou count"),
    remedy=Text(en="Keep one of the two.", fr="Gardez l'un des deux."),
)
LIMIT: Final = 2**45
"""Amounts below this, added up over a hundred thousand missions, stay within 64 bits."""
MISSION: Final = Text(en="group", fr="groupe")
SOURCE: Final = Text(en="source", fr="source")
QUARTER: Final = Text(en="quarter", fr="trimestre")
AIM: Final = Text(en="aim", fr="but")
MEASURE: Final = Text(en="measure", fr="mesure")
PER_CENT: Final = 100


def faults_of(problem: question.Problem) -> Iterator[Problem]:
    """Tell everything that is wrong in a question (fr: *anomalies d'un problème d'allocation*), in the order of its fields."""
    sources, quarters = [payer.name for payer in problem.payers], list(problem.quarters)
    yield from _twice("missions", (mission.id for mission in problem.missions))
    for index, mission in enumerate(problem.missions):
        yield from _mission(f"missions[{index}]", mission, sources, quarters)
    yield from _twice("payers", sources)
    for index, payer in enumerate(problem.payers):
        yield from _share(f"payers[{index}].support_cost", payer.support_cost)
        yield from _share(f"payers[{index}].carry_over", payer.carry_over)
    yield from _twice("quarters", quarters)
    yield from _twice("envelopes", (f"{each.source} {each.quarter}" for each in problem.envelopes))
    for index, envelope in enumerate(problem.envelopes):
        place = f"envelopes[{index}]"
        yield from _known(f"{place}.source", SOURCE, envelope.source, sources)
        yield from _known(f"{place}.quarter", QUARTER, envelope.quarter, quarters)
        yield from _whole(f"{place}.amount", envelope.amount)
    groups = {group for mission in problem.missions for group in mission.groups}
    for index, floor in enumerate(problem.floors):
        yield from _floor(f"floors[{index}]", floor, sorted(groups))
    yield from _known("aim", AIM, problem.aim, ["value", "missions", "days"])
    if problem.money_per_point is not None:
        yield from _whole("money_per_point", problem.money_per_point)


def _mission(place: str, mission: question.Candidate, sources: list[str], quarters: list[str]) -> Iterator[Problem]:
    for source, amount in mission.amounts.items():
        yield from _known(f"{place}.amounts", SOURCE, source, sources)
        if not isinstance(amount, Text):
            yield from _whole(f"{place}.amounts[{source}]", amount)
    for quarter in mission.quarters:
        yield from _known(f"{place}.quarters", QUARTER, quarter, quarters)
    yield from _twice(f"{place}.quarters", mission.quarters)
    yield from _whole(f"{place}.value", mission.value)
    yield from _whole(f"{place}.days", mission.days)


def _floor(place: str, floor: question.Floor, groups: list[str]) -> Iterator[Problem]:
    if (floor.percent is None) == (floor.count is None):
        yield ONE_OF_TWO.at(place, floor.group)
    yield from _known(f"{place}.group", MISSION, floor.group, groups)
    yield from _known(f"{place}.of", MEASURE, floor.of, ["missions", "days", "money"])
    if floor.percent is not None:
        yield from _share(f"{place}.percent", floor.percent)
    if floor.count is not None:
        yield from _whole(f"{place}.count", floor.count)


def _known(place: str, what: Text, name: str, known: list[str]) -> Iterator[Problem]:
    if name not in known:
        yield NOT_KNOWN.at(place, name, what=what, near=did_you_mean(name, known), known=", ".join(known) or "-")


def _twice(place: str, names: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield TWICE.at(f"{place}[{index}]", name)
        seen.add(name)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _whole(place: str, value: int) -> Iterator[Problem]:
    if not _is_whole(value):
        yield NOT_AN_AMOUNT.at(place, value)
    elif value < 0:
        yield BELOW_ZERO.at(place, value)
    elif value >= LIMIT:
        yield TOO_LARGE.at(place, value, limit=LIMIT)


def _share(place: str, value: int) -> Iterator[Problem]:
    if not _is_whole(value) or not 0 <= value <= PER_CENT:
        yield NOT_A_SHARE.at(place, value)
