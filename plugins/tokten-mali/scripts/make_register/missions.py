"""Missions as the money of each year allows, each with the request, the terms of reference, the decision and the events behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

from make_register.register import SKILL_SECTORS, TODAY, Register
from tokten_core.model.committee import Decision, Session
from tokten_core.model.institution import Request, RequestState, TermsOfReference
from tokten_core.model.mission import Mission, MissionEvent, MissionKind, MissionState
from tokten_core.money import Money

__all__ = ["DONE", "STARTED", "make_missions"]

SUBJECTS: Final[Mapping[str, tuple[str, ...]]] = {
    "higher_education": (
        "cours de licence",
        "cours et travaux dirigés",
        "séminaire de recherche",
        "cours de maîtrise",
        "atelier de méthodologie",
    ),
    "vocational_training": ("formation de moniteurs", "mise à jour d'un programme de formation", "cours d'atelier"),
    "health": (
        "formation d'une équipe soignante",
        "mise en service d'un équipement d'imagerie",
        "protocole de prévention",
        "appui à un laboratoire",
    ),
    "agriculture": ("essais de variétés", "analyse des sols", "gestion de l'eau", "qualité des produits", "santé animale"),
    "sme": ("comptabilité de gestion", "étude de marché", "amélioration d'un procédé", "entretien d'équipements"),
}
OBJECTIVES: Final = {
    "higher_education": "assurer un enseignement qui manque et former ceux qui le reprendront",
    "vocational_training": "former les formateurs du centre",
    "health": "transmettre une pratique à l'équipe en place",
    "agriculture": "transmettre une méthode au service en place",
    "sme": "rendre la structure capable de poursuivre seule",
}  # fmt: skip

PLAN: Final = (
    # budget line, first number of the year, missions, sectors
    ("missions-education/ce/2008-2009", 21, ("higher_education", "higher_education", "higher_education", "vocational_training")),
    ("missions-trainers/ce/2008-2009", 16, ("higher_education",)),
    ("missions-health-agriculture-sme/ce/2008-2009", 16, ("health", "agriculture", "sme")),
    ("missions-education/scac/2008-2009", 20, ("higher_education",)),
    ("missions-education/ce/2009-2010", 20, ("higher_education", "higher_education", "higher_education", "vocational_training")),
    ("missions-trainers/ce/2009-2010", 26, ("higher_education",)),
    ("missions-health-agriculture-sme/ce/2009-2010", 42, ("health", "agriculture", "sme")),
)
UNIVERSITY_DAYS: Final = ((dt.date(2008, 10, 27), dt.date(2009, 7, 3)), (dt.date(2009, 10, 26), dt.date(2010, 7, 2)))
OTHER_DAYS: Final = ((dt.date(2008, 10, 27), dt.date(2009, 8, 1)), (dt.date(2009, 9, 28), dt.date(2010, 8, 25)))
DONE: Final = {MissionState.REPORT_FILED, MissionState.PAID, MissionState.EVALUATED}
STARTED: Final = DONE | {MissionState.IN_PROGRESS}
CANCELLED_OF_A_HUNDRED: Final = 7
DELAYED_OF_A_HUNDRED: Final = 6


def make_missions(register: Register) -> None:
    """Make the missions that each line plans, with the request, the terms of reference and the events behind them."""
    busy: dict[str, list[tuple[dt.date, dt.date]]] = {}
    drafts = [_draft(register, line, sector, busy) for line, count, sectors in PLAN for sector in _spread(sectors, count)]
    numbers: dict[int, int] = {}
    for draft in sorted(drafts, key=lambda draft: (draft["start"], draft["expert"])):
        year = 2009 if draft["start"] < dt.date(2009, 9, 1) else 2010
        numbers[year] = numbers.get(year, 0) + 1
        _record(register, f"{year}-{numbers[year]:03d}", draft)
    _join_in_time(register)


def _join_in_time(register: Register) -> None:
    """Let each host join a fortnight before its first request at the latest."""
    for host in list(register.all("institutions")):
        asked = min((request.received_on for request in register.all("requests") if request.institution == host.id), default=TODAY)
        if asked <= host.joined_on:
            register.change("institutions", host.id, joined_on=asked - dt.timedelta(days=14))


def _spread(sectors: tuple[str, ...], count: int) -> Iterator[str]:
    for number in range(count):
        yield sectors[number % len(sectors)]


def _draft(register: Register, line: str, sector: str, busy: dict[str, list[tuple[dt.date, dt.date]]]) -> dict[str, Any]:
    chance = register.chance
    item, source, year = line.split("/")
    second_year = year == "2009-2010"
    teaching = sector in {"higher_education", "vocational_training"}
    days = chance.choices((14, 15, 16, 18, 21, 28), weights=(34, 8, 8, 10, 34, 6))[0]
    first, last = (UNIVERSITY_DAYS if teaching else OTHER_DAYS)[second_year]
    eligible = [
        expert
        for expert in register.all("experts")
        if set(expert.skills) & set(SKILL_SECTORS[sector]) and expert.country in ({"FR"} if source == "scac" else register_eu(register))
    ]
    while True:
        expert = chance.choice(eligible)
        start = first + dt.timedelta(days=chance.randrange((last - first).days))
        end = start + dt.timedelta(days=days - 1)
        if all(end + dt.timedelta(days=20) < begun or ended + dt.timedelta(days=20) < start for begun, ended in busy.get(expert.id, [])):
            busy.setdefault(expert.id, []).append((start, end))
            break
    hosts = [host for host in register.all("institutions") if host.sector == sector and host.joined_on < start]
    hosts = hosts or [host for host in register.all("institutions") if host.sector == sector and not host.profit_making]
    thesis = teaching and chance.random() < 0.07
    return {
        "line": line, "item": item, "source": source, "sector": sector, "expert": expert.id, "residence": expert.country, "start": start,
        "end": end, "host": chance.choice(hosts), "thesis": thesis, "teaching": teaching,
    }  # fmt: skip


def register_eu(register: Register) -> frozenset[str]:
    """Give the countries where the EU pays for experts."""
    return frozenset(next(group.countries for group in register.document.country_groups if group.id == "eu-2008"))


def _record(register: Register, number: str, draft: dict[str, Any]) -> None:
    chance, host = register.chance, draft["host"]
    output = {"missions-education": "1.1.3", "missions-trainers": "1.1.4"}.get(draft["item"], "3.2")
    session, held_on = _session_before(register, draft["start"])
    received = held_on - dt.timedelta(days=20 + chance.randrange(30))
    register.add(
        Request(
            id=f"REQ-{number}", institution=host.id, sector=draft["sector"], output=output, subject=_subject(draft, number),
            received_on=received, state=RequestState.SERVED, invented=True,
        )
    )  # fmt: skip
    register.add(
        TermsOfReference(
            id=f"TDR-{number}", request=f"REQ-{number}", objective=OBJECTIVES[draft["sector"]], documents_ready=True,
            host_inputs_ready=True, session=session, invented=True,
        )
    )  # fmt: skip
    month = draft["start"].month
    high = month in {6, 7, 8, 9, 12}
    fare = (760 if high else 660) + chance.randrange(160)
    fate = _fate(register, draft)
    hours = chance.randrange(20, 61, 2) if draft["teaching"] else chance.choice((0, 0, 8, 10, 12, 16, 20))
    mission = Mission(
        id=f"ML-{number}",
        expert=draft["expert"],
        institution=host.id,
        terms_of_reference=f"TDR-{number}",
        output=output,
        sector=draft["sector"],
        kind=_kind(draft),
        residence=draft["residence"],
        start=draft["start"],
        end=draft["end"],
        thesis_supervision=draft["thesis"],
        teaching_hours=hours,
        airfare=None if fate in {MissionState.CANCELLED, MissionState.APPROVED} else Money(fare * 1000, "XOF"),
        lodging_nights=(draft["end"] - draft["start"]).days,
        for_profit=bool(host.profit_making),
        cost_share=chance.choice((10, 15, 20, 25, 30, 50)) if host.profit_making else None,
        committee_consulted=None,
        funding_source=draft["source"],
        budget_line=draft["line"],
        state=fate,
        persons_trained=8 + chance.randrange(40) if fate in DONE else None,
        invented=True,
    )
    register.add(mission)
    register.add(
        Decision(
            id=f"D-{number}", session=session, label=f"attribuer la mission {mission.id}", mission=mission.id,
            due_on=mission.start, done_on=mission.start if fate in STARTED else None, invented=True,
        )
    )  # fmt: skip
    for event in _life(register, mission, held_on, received):
        register.add(event)


def _subject(draft: dict[str, Any], number: str) -> str:
    """Say what is asked for; the number picks it, so that no chance is spent."""
    subjects = ("encadrement de thèses",) if draft["thesis"] else SUBJECTS[draft["sector"]]
    return subjects[int(number[-3:]) % len(subjects)]


def _session_before(register: Register, start: dt.date) -> tuple[str, dt.date]:
    held: list[Session] = [session for session in register.all("sessions") if session.held_on <= start - dt.timedelta(days=25)]
    return held[-1].id, held[-1].held_on or start


def _fate(register: Register, draft: dict[str, Any]) -> MissionState:
    chance = register.chance.random() * 100
    if draft["start"] > TODAY - dt.timedelta(days=4):
        return MissionState.APPROVED
    if draft["end"] >= TODAY:
        return MissionState.IN_PROGRESS
    if chance < CANCELLED_OF_A_HUNDRED:
        return MissionState.CANCELLED
    if draft["end"] > TODAY - dt.timedelta(days=15):
        return MissionState.REPORT_FILED
    if draft["end"] > TODAY - dt.timedelta(days=60):
        return MissionState.PAID
    return MissionState.EVALUATED


def _kind(draft: dict[str, Any]) -> MissionKind:
    if draft["thesis"]:
        return MissionKind.THESIS_SUPERVISION
    if draft["item"] == "missions-trainers":
        return MissionKind.TRAINING
    return MissionKind.TEACHING if draft["teaching"] else MissionKind.TECHNICAL_SUPPORT


def _life(register: Register, mission: Mission, session: dt.date, received: dt.date) -> Iterator[MissionEvent]:
    days = register.chance.randrange(20, 40)
    steps: list[tuple[dt.date, MissionState, str, str]] = [
        (received + dt.timedelta(days=7), MissionState.PROPOSED, "Bureau de Coordination", ""),
        (session, MissionState.APPROVED, "Comité de gestion", ""),
    ]
    if mission.state is MissionState.CANCELLED:
        why = register.chance.choice(("maladie de l'expert", "grève à l'université", "indisponibilité de l'expert"))
        steps.append((mission.start - dt.timedelta(days=12), MissionState.CANCELLED, "Bureau de Coordination", why))
    elif mission.state is not MissionState.APPROVED:
        steps.append((mission.start - dt.timedelta(days=22), MissionState.SCHEDULED, "Bureau de Coordination", ""))
        if register.chance.random() * 100 < DELAYED_OF_A_HUNDRED:
            steps.append((mission.start - dt.timedelta(days=19), MissionState.DELAYED, "Bureau de Coordination", "vol déplacé"))
            steps.append((mission.start - dt.timedelta(days=16), MissionState.SCHEDULED, "Bureau de Coordination", ""))
        later = ((mission.start, MissionState.IN_PROGRESS), (mission.end, MissionState.REPORT_FILED), (mission.end, MissionState.PAID))
        known = [*later, (min(mission.end + dt.timedelta(days=days), TODAY), MissionState.EVALUATED)]
        reached = [state for _, state in known].index(mission.state)
        steps += [(day, state, "Bureau de Coordination", "") for day, state in known[: reached + 1]]
    for number, (day, state, who, why) in enumerate(steps, start=1):
        yield MissionEvent(id=f"{mission.id}/{number:02d}", mission=mission.id, on=day, state=state, who=who, why=why)
