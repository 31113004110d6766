"""
Readings of indicators against their own past, their evidence, and the missions on record.

Missions carried out are counted by the day on which the report was filed. Indicators of one output that count missions are taken together,
since an output may have one for each source.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from attrs import evolve

from tokten_core.checks.codes import CheckCode
from tokten_core.checks.findings import Finding, Holds
from tokten_core.model.expert import Expert, Sex
from tokten_core.model.logframe import Indicator, Reading
from tokten_core.model.mission import Mission, MissionState
from tokten_core.model.programme import Programme
from tokten_core.text import Text

__all__ = ["falling_readings", "missions_read", "plain_readings"]

MISSIONS: Final = "missions"
"""The unit of indicators that count missions."""

READING_FALLS: Final = CheckCode(
    "reading-falls",
    title=Text(en="cumulative indicator that falls", fr="indicateur cumulatif qui baisse"),
    compares=Text(
        en="Each reading of a cumulative indicator with the one before.", fr="Chaque valeur d'un indicateur cumulatif avec la précédente."
    ),
    remedy=Text(en="Correct the reading, with a note that says why.", fr="Corrigez la valeur, avec une note qui l'explique."),
)
READING_BARE: Final = CheckCode(
    "reading-without-evidence",
    title=Text(en="reading without a paper behind it", fr="valeur relevée sans pièce à l'appui"),
    compares=Text(en="Each reading with its means of verification.", fr="Chaque valeur relevée avec son moyen de vérification."),
    remedy=Text(en="Name the paper that shows it.", fr="Indiquez la pièce qui l'atteste."),
)
WOMEN_EXCEED: Final = CheckCode(
    "reading-women-exceed",
    title=Text(en="more women than persons", fr="plus de femmes que de personnes"),
    compares=Text(en="The women of each reading with its value.", fr="Les femmes de chaque valeur relevée avec cette valeur."),
    remedy=Text(en="Correct one of the two figures.", fr="Corrigez l'un des deux chiffres."),
)
READING_DIFFERS: Final = CheckCode(
    "reading-differs",
    title=Text(en="reading that the missions on record do not give", fr="valeur relevée que les missions enregistrées ne donnent pas"),
    compares=Text(
        en="For each output and day, the readings of its cumulative mission indicators, together, with the missions whose report was filed by "
        "then; the women with those of their experts, where every sex is known.",
        fr="Pour chaque produit et date, les valeurs de ses indicateurs cumulatifs de missions, ensemble, avec les missions dont le rapport "
        "était déposé ; les femmes avec celles des experts, quand chaque sexe est connu.",
    ),
    remedy=Text(
        en="Correct the reading, or record the missions that are missing.", fr="Corrigez la valeur, ou saisissez les missions qui manquent."
    ),
)


def falling_readings(programme: Programme) -> Iterator[Finding]:
    """Find cumulative indicators whose reading falls (fr: *valeurs en baisse*)."""
    cumulative = {indicator.id for indicator in programme.indicators if indicator.cumulative}
    of_indicator: dict[str, list[Reading]] = {}
    for reading in programme.readings:
        if reading.indicator in cumulative:
            of_indicator.setdefault(reading.indicator, []).append(reading)
    for readings in of_indicator.values():
        for before, after in pairwise(sorted(readings, key=lambda reading: reading.on)):
            if after.value < before.value:
                subject = Text(en="reading after {id}", fr="valeur après {id}").fill(id=before.id)
                yield Finding(READING_FALLS.code, after.place("value"), subject, after.value, before.value)


def plain_readings(programme: Programme) -> Iterator[Finding]:
    """Find readings without evidence, and with more women than persons (fr: *valeurs sans pièce*)."""
    for reading in programme.readings:
        if not reading.evidence.strip():
            subject = Text(en="evidence of reading {id}", fr="pièce de la valeur {id}").fill(id=reading.id)
            yield Finding(READING_BARE.code, reading.place("evidence"), subject)
        if reading.women is not None and reading.women > reading.value:
            subject = Text(en="women of reading {id}", fr="femmes de la valeur {id}").fill(id=reading.id)
            yield Finding(WOMEN_EXCEED.code, reading.place("women"), subject, reading.women, reading.value)


def missions_read(programme: Programme) -> Iterator[Finding | Holds]:
    """Hold the readings that count missions to the missions on record (fr: *missions relevées*); a programme that keeps none is left alone."""
    filed = _reports(programme)
    for output, indicators in _counting(programme).items() if filed else ():
        done = [mission for mission in programme.missions if mission.output == output and mission.id in filed]
        days = [
            (readings, [mission for mission in done if filed[mission.id] <= day])
            for day, readings in sorted(_readings_of(programme, indicators).items())
            if len(readings) == len(indicators)
        ]
        yield from _carried_once(_values(readings, len(counted)) for readings, counted in days)
        yield from _carried_once(_women(programme, readings, counted) for readings, counted in days)


def _values(readings: list[Reading], counted: int) -> Finding | Holds | None:
    return _compared("value", readings, [reading.value for reading in readings], counted)


def _women(programme: Programme, readings: list[Reading], done: list[Mission]) -> Finding | Holds | None:
    """Compare the women; nothing is said when a reading does not tell them apart, or the sex of one expert is not known."""
    said = [reading.women for reading in readings if reading.women is not None]
    experts = [programme.find("experts", mission.expert) for mission in done]
    sexes = [expert.sex if isinstance(expert, Expert) else None for expert in experts]
    return None if len(said) < len(readings) or None in sexes else _compared("women", readings, said, sexes.count(Sex.FEMALE))


def _compared(name: str, readings: list[Reading], values: list[Decimal], counted: int) -> Finding | Holds:
    place, said = readings[-1].place(name), sum(values, Decimal(0))
    if said == counted:
        return Holds(READING_DIFFERS.code, place, said, Decimal(counted))
    read = " + ".join(reading.id for reading in readings)
    subject = Text(en="{name}, {read}, against the reports filed", fr="{name}, {read}, contre les rapports déposés")
    return Finding(READING_DIFFERS.code, place, subject.fill(name=name, read=read), said, Decimal(counted), MISSIONS)


def _carried_once(steps: Iterable[Finding | Holds | None]) -> Iterator[Finding | Holds]:
    """Put a reading that is off by as much as the one before under it: a running total carries one mistake along."""
    last: Finding | None = None
    for step in steps:
        if last is not None and isinstance(step, Finding) and step.difference == last.difference:
            last = evolve(last, explains=(*last.explains, step))
            continue
        if last is not None:
            yield last
        last = step if isinstance(step, Finding) else None
        if isinstance(step, Holds):
            yield step
    if last is not None:
        yield last


def _reports(programme: Programme) -> dict[str, dt.date]:
    return {event.mission: event.on for event in programme.mission_events if event.state is MissionState.REPORT_FILED}


def _counting(programme: Programme) -> dict[str, list[Indicator]]:
    """Give the cumulative indicators that count missions, by output; one that starts from a baseline counts more than our missions."""
    found: dict[str, list[Indicator]] = {}
    for indicator in programme.indicators:
        if indicator.unit == MISSIONS and indicator.cumulative and indicator.output is not None and not indicator.baseline:
            found.setdefault(indicator.output, []).append(indicator)
    return found


def _readings_of(programme: Programme, indicators: list[Indicator]) -> dict[dt.date, list[Reading]]:
    wanted = {indicator.id for indicator in indicators}
    found: dict[dt.date, list[Reading]] = {}
    for reading in programme.readings:
        if reading.indicator in wanted:
            found.setdefault(reading.on, []).append(reading)
    return found
