"""
Make the invented register that the Mali pack ships: experts, institutions, missions, payments of 2008-2010.

    .venv/bin/python plugins/tokten-mali/scripts/make_register.py

Nobody and nothing in it exists, and every record says so. It is a pure function of its seed: the same seed gives the same bytes, and a test
holds the files to it. It keeps the figures that the programme document prints: 283 experts, 116 of them in the European Union of 2008, 83 in
France; missions by output as the money of each year allows (the document's counts of 94 and 25 are not followed).

``PLANTED`` lists the faults that are put in on purpose, of many kinds; ``tokten check`` finds these on the register and nothing else. The
README of this plugin shows the list.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from tokten_core.convert import to_row
from tokten_core.model.budget import BudgetLine
from tokten_core.model.committee import Decision, Session, SessionKind
from tokten_core.model.expert import Expert, Residence, Sex
from tokten_core.model.funding import CostKind
from tokten_core.model.institution import Institution, InstitutionKind, Request, RequestState, TermsOfReference
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.model.logframe import Reading
from tokten_core.model.mission import Mission, MissionEvent, MissionKind, MissionState
from tokten_core.model.programme import Programme
from tokten_core.money import Money, minor_units
from tokten_core.records import Record, evolve
from tokten_core.rules.mission_facts import facts_of
from tokten_core.schema import columns
from tokten_mali.costs import cost_rules
from tokten_mali.document import founding_document

SEED: Final = 20080901
FOLDER: Final = Path(__file__).parents[1] / "src" / "tokten_mali" / "data" / "register"
TODAY: Final = dt.date(2010, 8, 31)
"""The last day that the register knows of."""

EU_OTHER: Final = {"BE": 9, "DE": 8, "IT": 5, "ES": 5, "GB": 3, "NL": 2, "PT": 1}
ELSEWHERE: Final = {
    "US": 38, "CA": 27, "SN": 22, "CI": 20, "GA": 9, "NE": 8, "BF": 7, "MA": 6, "CH": 5, "GN": 4, "JP": 3, "TG": 3, "BJ": 3, "CM": 3, "DZ": 3,
    "TN": 2, "SA": 2, "AE": 1, "CN": 1,
}  # fmt: skip
IN_FRANCE: Final = 83
GIVEN_F: Final = ("Awa", "Aminata", "Fatou", "Mariam", "Oumou", "Kadia", "Rokia", "Safi", "Nana", "Djénéba", "Hawa", "Bintou")
GIVEN_M: Final = (
    "Moussa",
    "Ibrahim",
    "Amadou",
    "Bakary",
    "Seydou",
    "Drissa",
    "Adama",
    "Boubacar",
    "Karim",
    "Lassana",
    "Mamadou",
    "Souleymane",
    "Yacouba",
    "Issa",
)
NAME_HEADS: Final = ("Dembar", "Sissok", "Koulém", "Diakar", "Samak", "Toungar", "Bagay", "Maïgar", "Kamiss", "Fofar", "Sangar", "Doumbar")
NAME_TAILS: Final = ("éba", "anko", "ory", "inta", "elou", "aya")
"""Surnames of no real family: made of pieces."""
HOMES: Final = {
    "higher_education": "université (fictive)", "vocational_training": "centre de formation (fictif)", "health": "hôpital (fictif)",
    "agriculture": "institut agronomique (fictif)", "sme": "cabinet ou entreprise (fictif)",
}  # fmt: skip
SECTORS: Final = tuple(HOMES)

HOSTS: Final = (
    # name, kind, sector, town, profit
    ("Faculté des sciences exactes", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("Faculté de droit", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("Faculté de gestion", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("Faculté de lettres et langues", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("Faculté de médecine", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("École normale", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("École d'ingénieurs", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("Institut universitaire de gestion", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("Institut de formation à la recherche", InstitutionKind.UNIVERSITY, "higher_education", "Bamako", False),
    ("Institut polytechnique rural", InstitutionKind.UNIVERSITY, "higher_education", "Katibougou", False),
    ("Centre universitaire régional", InstitutionKind.UNIVERSITY, "higher_education", "Ségou", False),
    ("Centre de formation professionnelle du bâtiment", InstitutionKind.TRAINING_CENTRE, "vocational_training", "Bamako", False),
    ("Centre de formation professionnelle rurale", InstitutionKind.TRAINING_CENTRE, "vocational_training", "Sikasso", False),
    ("Institut de formation technique", InstitutionKind.TRAINING_CENTRE, "vocational_training", "Kayes", False),
    ("Centre des métiers de l'artisanat", InstitutionKind.TRAINING_CENTRE, "vocational_training", "Mopti", False),
    ("Hôpital national", InstitutionKind.HOSPITAL, "health", "Bamako", False),
    ("Hôpital mère-enfant", InstitutionKind.HOSPITAL, "health", "Bamako", False),
    ("Hôpital régional de l'ouest", InstitutionKind.HOSPITAL, "health", "Kayes", False),
    ("Hôpital régional du sud", InstitutionKind.HOSPITAL, "health", "Sikasso", False),
    ("Centre de santé de référence", InstitutionKind.HOSPITAL, "health", "Koulikoro", False),
    ("Institut de santé publique", InstitutionKind.RESEARCH_CENTRE, "health", "Bamako", False),
    ("Institut d'économie rurale", InstitutionKind.RESEARCH_CENTRE, "agriculture", "Bamako", False),
    ("Station de recherche rizicole", InstitutionKind.RESEARCH_CENTRE, "agriculture", "Niono", False),
    ("Service régional de l'agriculture", InstitutionKind.PUBLIC_SERVICE, "agriculture", "Sikasso", False),
    ("Laboratoire vétérinaire", InstitutionKind.RESEARCH_CENTRE, "agriculture", "Bamako", False),
    ("Union de coopératives de maraîchage", InstitutionKind.ASSOCIATION, "agriculture", "Kati", False),
    ("Service du génie rural", InstitutionKind.PUBLIC_SERVICE, "agriculture", "Ségou", False),
    ("Entreprise de transformation de mangues", InstitutionKind.ENTERPRISE, "sme", "Sikasso", True),
    ("Entreprise de matériaux de construction", InstitutionKind.ENTERPRISE, "sme", "Bamako", True),
    ("Atelier de mécanique agricole", InstitutionKind.ENTERPRISE, "sme", "Ségou", True),
    ("Entreprise d'énergie solaire", InstitutionKind.ENTERPRISE, "sme", "Bamako", True),
    ("Laiterie industrielle", InstitutionKind.ENTERPRISE, "sme", "Bamako", True),
    ("Bureau d'études", InstitutionKind.ENTERPRISE, "sme", "Bamako", True),
    ("Chambre des métiers", InstitutionKind.ASSOCIATION, "sme", "Bamako", False),
    ("Groupement d'artisans", InstitutionKind.ASSOCIATION, "sme", "Mopti", False),
    ("Agence de promotion des petites entreprises", InstitutionKind.PUBLIC_SERVICE, "sme", "Bamako", False),
)

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
SESSIONS: Final = ("2008-09-25", "2009-01-22", "2009-05-21", "2009-09-17", "2010-01-14", "2010-05-13")
UNIVERSITY_DAYS: Final = ((dt.date(2008, 10, 27), dt.date(2009, 7, 3)), (dt.date(2009, 10, 26), dt.date(2010, 7, 2)))
OTHER_DAYS: Final = ((dt.date(2008, 10, 27), dt.date(2009, 8, 1)), (dt.date(2009, 9, 28), dt.date(2010, 8, 25)))
SKILL_SECTORS: Final[Mapping[str, tuple[str, ...]]] = {
    sector: tuple(skill.id for skill in founding_document().skills if skill.sector == sector) for sector in SECTORS
}


class Register:
    """The register in the making: one list for each kind of record, in the order in which they are made."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.document = founding_document()
        self.costs = cost_rules()
        self.kept: dict[str, list[Record]] = {name: [] for name in KINDS}

    def add(self, record: Record) -> None:
        """Keep a record."""
        self.kept[record.collection].append(record)

    def all(self, collection: str) -> list[Any]:
        """Give what has been made of one kind."""
        return self.kept[collection]

    def one(self, collection: str, key: str) -> Any:
        """Give one record."""
        return next(record for record in self.kept[collection] if record.id == key)

    def change(self, collection: str, key: str, **facts: object) -> None:
        """Put a changed record in the place of the old one."""
        records = self.kept[collection]
        at = next(number for number, record in enumerate(records) if record.id == key)
        records[at] = evolve(records[at], **facts)


KINDS: Final = (
    "experts", "residences", "institutions", "requests", "terms_of_reference", "sessions", "missions", "mission_events", "decisions", "ledger",
    "readings",
)  # fmt: skip


def make(seed: int = SEED, without: Collection[str] = ()) -> dict[str, list[Record]]:
    """Make the whole register of a seed, collection by collection; without the faults planted at some places."""
    register = Register(seed)
    make_experts(register)
    make_institutions(register)
    make_sessions(register)
    make_missions(register)
    move_experts(register)
    pay_missions(register)
    spend_the_other_lines(register)
    read_indicators(register)
    plant(register, without)
    return register.kept


def make_experts(register: Register) -> None:
    """283 experts: 83 in France, 33 elsewhere in the EU, 167 in the rest of the world."""
    chance = register.chance
    countries = [*["FR"] * IN_FRANCE, *(code for table in (EU_OTHER, ELSEWHERE) for code, count in table.items() for _ in range(count))]
    chance.shuffle(countries)
    surnames = [f"{head}{tail}" for head in NAME_HEADS for tail in NAME_TAILS]
    names: set[str] = set()
    antennas = {antenna.country: antenna.id for antenna in register.document.antennas if antenna.status.value == "existing"}
    for number, country in enumerate(countries, start=1):
        sex = Sex.FEMALE if chance.random() < 0.18 else Sex.MALE
        name = _new_name(chance, GIVEN_F if sex is Sex.FEMALE else GIVEN_M, surnames, names)
        sector = chance.choices(SECTORS, weights=(50, 10, 16, 14, 10))[0]
        enrolled = dt.date(1998 + chance.randrange(10), chance.randrange(1, 13), chance.randrange(1, 29))
        expert = Expert(
            id=f"EXP-{number:03d}",
            name=name,
            invented=True,
            sex=sex,
            country=country,
            teacher=sector in {"higher_education", "vocational_training"} or chance.random() < 0.25,
            skills=tuple(sorted(chance.sample(SKILL_SECTORS[sector], k=min(2, len(SKILL_SECTORS[sector]))))),
            home_institution=HOMES[sector],
            antenna=antennas.get(country),
            enrolled_on=enrolled,
        )
        register.add(expert)
        register.add(Residence(id=f"{expert.id}/1", expert=expert.id, country=country))


def _new_name(chance: random.Random, given: tuple[str, ...], surnames: list[str], taken: set[str]) -> str:
    while True:
        name = f"{chance.choice(given)} {chance.choice(surnames)}"
        if name not in taken:
            taken.add(name)
            return name


def make_institutions(register: Register) -> None:
    """Hosts of the kinds that the document speaks of; none of them exists."""
    for number, (name, kind, sector, town, profit) in enumerate(HOSTS, start=1):
        joined = dt.date(1999 + register.chance.randrange(9), register.chance.randrange(1, 13), 15)
        joined = dt.date(2009, 1 + number % 6, 15) if sector == "sme" else joined
        register.add(
            Institution(
                id=f"INS-{number:02d}", name=f"{name} (structure fictive)", kind=kind, sector=sector, town=town, capital=town == "Bamako",
                profit_making=profit, joined_on=joined, invented=True,
            )
        )  # fmt: skip


def make_sessions(register: Register) -> None:
    """Ordinary sessions every four months, called ten days before."""
    for number, day in enumerate(map(dt.date.fromisoformat, SESSIONS)):
        register.add(
            Session(
                id=f"S-{2008 + (number + 2) // 3}-{1 + (number + 2) % 3}",
                kind=SessionKind.ORDINARY,
                notice_on=day - dt.timedelta(days=10),
                held_on=day,
                agenda=("compte rendu de la session précédente", "requêtes et termes de référence", "missions à attribuer", "divers"),
                seats_present=14 + register.chance.randrange(6),
                minutes_approved=True if day < dt.date.fromisoformat(SESSIONS[-1]) else None,
                invented=True,
            )
        )


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


def move_experts(register: Register) -> None:
    """Two experts lived elsewhere before; one without missions moves while the programme runs. None of the three changes the counts of 2008."""
    settled = {mission.expert for mission in register.all("missions")}
    moves = (("FR", "SN", dt.date(2003, 9, 1)), ("BE", "CI", dt.date(2005, 1, 1)))
    for now, before, day in moves:
        expert = next(expert for expert in register.all("experts") if expert.country == now and expert.id in settled)
        _lived(register, expert.id, before, now, day)
    leaving = next(expert for expert in register.all("experts") if expert.country == "SN" and expert.id not in settled)
    _lived(register, leaving.id, "SN", "US", dt.date(2009, 9, 1))
    register.change("experts", leaving.id, country="US", antenna="usa-2")


def _lived(register: Register, expert: str, before: str, now: str, day: dt.date) -> None:
    register.change("residences", f"{expert}/1", country=before, end=day - dt.timedelta(days=1))
    at = next(number for number, stay in enumerate(register.all("residences")) if stay.expert == expert)
    register.all("residences").insert(at + 1, Residence(id=f"{expert}/2", expert=expert, country=now, start=day))


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


DONE: Final = {MissionState.REPORT_FILED, MissionState.PAID, MissionState.EVALUATED}
STARTED: Final = DONE | {MissionState.IN_PROGRESS}
CANCELLED_OF_A_HUNDRED: Final = 7
DELAYED_OF_A_HUNDRED: Final = 6


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


def pay_missions(register: Register) -> None:
    """Commit each scheduled mission, buy the ticket, pay the two halves and the hours, as the cost rules give them."""
    for mission in register.all("missions"):
        if mission.state not in STARTED:
            continue
        costing = register.costs.cost(facts_of(mission), mission.funding_source)
        amounts = {line.component: line.amount or 0 for line in costing.items if not line.in_kind and line.component != "support_cost"}
        host = next((share.amount or 0 for share in costing.shares if share.payer == "beneficiary"), 0)
        first = costing.instalments[0].amount or 0
        second = amounts["per_diem"] - first
        ticket = amounts["airfare"] - host
        pledge = _entry(
            mission,
            "commitment",
            EntryKind.COMMITMENT,
            mission.start - dt.timedelta(days=21),
            first + second + ticket + amounts["teaching_hours"],
        )
        register.add(pledge)
        pays = [("airfare", mission.start - dt.timedelta(days=14), ticket), ("per_diem_first_half", mission.start, first)]
        if mission.state in DONE - {MissionState.REPORT_FILED}:
            pays += [("per_diem_second_half", mission.end, second), ("teaching_hours", mission.end, amounts["teaching_hours"])]
        for component, day, amount in pays:
            if amount:
                name = {"per_diem_first_half": "per-diem-1", "per_diem_second_half": "per-diem-2", "teaching_hours": "hours"}.get(
                    component, component
                )
                register.add(_entry(mission, name, EntryKind.EXPENDITURE, day, amount, component=component, refers_to=pledge.id))


def _entry(
    mission: Mission, name: str, kind: EntryKind, day: dt.date, amount: int, component: str = "", refers_to: str | None = None
) -> LedgerEntry:
    year_starts = dt.date(2008, 9, 1) if str(mission.budget_line).endswith("2008-2009") else dt.date(2009, 9, 1)
    return LedgerEntry(
        id=f"{mission.id}/{name}",
        kind=kind,
        on=max(day, year_starts),
        budget_line=str(mission.budget_line),
        amount=Money(amount, "XOF"),
        mission=mission.id,
        component=component,
        refers_to=refers_to,
        payee="agence de voyage" if component == "airfare" else str(mission.expert),
        label=f"mission {mission.id}",
        invented=True,
    )


def spend_the_other_lines(register: Register) -> None:
    """Entries on every other line that has an amount in the first two years."""
    for line in register.document.budget_lines:
        item = next(item for item in register.document.budget_items if item.id == line.item)
        if line.amount is None or line.year == "2010/2011" or line.missions is not None or item.kind is CostKind.SUPPORT_COST:
            continue
        for entry in _spending(register, line, item.kind):
            register.add(entry)
    for line in register.document.budget_lines:
        if line.item == "support-cost" and line.amount is not None:
            register.add(_support_cost(register, line))


def _spending(register: Register, line: BudgetLine, kind: CostKind) -> Iterator[LedgerEntry]:
    amount = minor_units(line.amount) if line.amount is not None else 0
    whole = {CostKind.STAFF: 100, CostKind.BANK_CHARGES: 93, CostKind.EQUIPMENT: 97}.get(kind, 78 + register.chance.randrange(18))
    target = amount * whole // 100
    if line.item in {"office-supplies", "vehicle-running", "antennas"}:
        yield from _through_the_imprest(register, line, target)
    elif kind is CostKind.EQUIPMENT or line.item in {"needs-study", "evaluation"}:
        yield from _by_contract(line, target)
    else:
        share = target // 4
        for quarter, day in enumerate(_quarter_ends(line.year)):
            part = target - 3 * share if quarter == 3 else share
            yield _other(line, f"q{quarter + 1}", EntryKind.EXPENDITURE, day, part, f"trimestre {quarter + 1}")


def _through_the_imprest(register: Register, line: BudgetLine, target: int) -> Iterator[LedgerEntry]:
    half = target // 2
    for number, (day, amount) in enumerate(zip((_year(line.year, 0), _year(line.year, 181)), (half, target - half), strict=True), start=1):
        advance = _other(line, f"advance-{number}", EntryKind.ADVANCE, day, amount, "avance au régisseur")
        yield advance
        justified = amount * (90 + register.chance.randrange(10)) // 100
        yield _other(
            line, f"clearing-{number}", EntryKind.CLEARING, day + dt.timedelta(days=100), justified, "pièces justificatives", advance.id
        )
        yield _other(
            line, f"refund-{number}", EntryKind.REFUND, day + dt.timedelta(days=105), amount - justified, "reliquat reversé", advance.id
        )


def _by_contract(line: BudgetLine, target: int) -> Iterator[LedgerEntry]:
    promise = _other(line, "commitment", EntryKind.COMMITMENT, _year(line.year, 60), target, "contrat")
    yield promise
    yield _other(line, "invoice", EntryKind.EXPENDITURE, _year(line.year, 120), target, "facture", promise.id)


def _support_cost(register: Register, line: BudgetLine) -> LedgerEntry:
    """7 % of what the EU's money paid in the year, in whole dollars, as the rules give it; charged on the year's last day."""
    days = (_year(line.year, 0), _year(line.year, 364))
    paid = sum(
        minor_units(entry.amount)
        for entry in register.all("ledger")
        if entry.kind in {EntryKind.EXPENDITURE, EntryKind.CLEARING}
        and "/ce/" in f"/{entry.budget_line}/"
        and days[0] <= entry.on <= days[1]
    )
    charged = register.costs.support_cost(Money(paid, "XOF"), days[0], "ce").value
    assert isinstance(charged, int)
    return _other(line, "gms", EntryKind.EXPENDITURE, days[1], charged, "coût d'appui de l'année")


def _other(
    line: BudgetLine, name: str, kind: EntryKind, day: dt.date, amount: int, label: str, refers_to: str | None = None
) -> LedgerEntry:
    return LedgerEntry(
        id=f"{line.id}/{name}",
        kind=kind,
        on=day,
        budget_line=line.id,
        amount=Money(amount, "XOF"),
        refers_to=refers_to,
        label=label,
        invented=True,
    )


def _year(year: str, days: int) -> dt.date:
    return dt.date(int(year[:4]), 9, 1) + dt.timedelta(days=days)


def _quarter_ends(year: str) -> tuple[dt.date, ...]:
    first = int(year[:4])
    return dt.date(first, 11, 28), dt.date(first + 1, 2, 26), dt.date(first + 1, 5, 28), dt.date(first + 1, 8, 28)


def read_indicators(register: Register) -> None:
    """Read indicators at the end of each quarter: missions carried out, persons trained; some others at the end of each year."""
    by_indicator: Mapping[str, Callable[[Mission], bool]] = {
        "missions-education": lambda mission: mission.budget_line.startswith("missions-education/ce"),  # type: ignore[union-attr]
        "missions-france": lambda mission: mission.budget_line.startswith("missions-education/scac"),  # type: ignore[union-attr]
        "missions-trainers": lambda mission: mission.budget_line.startswith("missions-trainers"),  # type: ignore[union-attr]
        "missions-health-agriculture-sme": lambda mission: mission.budget_line.startswith("missions-health"),  # type: ignore[union-attr]
    }
    sexes = {expert.id: expert.sex for expert in register.all("experts")}
    done = [mission for mission in register.all("missions") if mission.state in DONE]
    for day in (
        dt.date(2008, 12, 31),
        dt.date(2009, 3, 31),
        dt.date(2009, 6, 30),
        dt.date(2009, 9, 30),
        dt.date(2009, 12, 31),
        dt.date(2010, 3, 31),
        dt.date(2010, 6, 30),
        TODAY,
    ):
        so_far = [mission for mission in done if mission.end <= day]
        for indicator, belongs in by_indicator.items():
            counted = [mission for mission in so_far if belongs(mission)]
            women = sum(sexes[mission.expert] is Sex.FEMALE for mission in counted)
            register.add(_reading(indicator, day, len(counted), women, "rapports de mission"))
        register.add(
            _reading("trainers-trained", day, sum(mission.persons_trained or 0 for mission in so_far), None, "rapports de mission")
        )
        register.add(_reading("experts-registered", day, 283, sum(sex is Sex.FEMALE for sex in sexes.values()), "répertoire"))
        hosts = sum(host.joined_on <= day for host in register.all("institutions"))
        register.add(_reading("institutions-registered", day, hosts, None, "base des structures"))
    yearly = {
        "antennas-working": (11, 11),
        "bulletins": (1, 2),
        "films": (0, 1),
        "new-phd-teachers": (7, 16),
        "agreements-signed": (2, 4),
        "research-fields": (3, 5),
        "satisfaction": (88, 91),
    }
    for indicator, values in yearly.items():
        for day, value in zip((dt.date(2009, 8, 31), TODAY), values, strict=True):
            register.add(_reading(indicator, day, value, None, "revue annuelle"))
    register.add(_reading("needs-study", dt.date(2009, 6, 30), 1, None, "rapport de l'étude"))


def _reading(indicator: str, day: dt.date, value: int, women: int | None, evidence: str) -> Reading:
    return Reading(
        id=f"{indicator}/{day}", indicator=indicator, on=day, value=Decimal(value), women=None if women is None else Decimal(women),
        evidence=evidence, invented=True,
    )  # fmt: skip


def plant(register: Register, without: Collection[str] = ()) -> None:
    """Put in the faults of ``PLANTED``, but for those at some places."""
    for fault in PLANTED:
        if fault.place not in without:
            fault.put(register)


@frozen
class Planted:
    """One fault: the check code that finds it, the place, what was done, and how."""

    code: str
    place: str
    what: str
    put: Callable[[Register], None]


def _changed(collection: str, key: str, **facts: object) -> Callable[[Register], None]:
    return lambda register: register.change(collection, key, **facts)


def _left_out(collection: str, *keys: str) -> Callable[[Register], None]:
    def put(register: Register) -> None:
        register.kept[collection] = [record for record in register.all(collection) if record.id not in keys]

    return put


def _paid_more(key: str, more: int) -> Callable[[Register], None]:
    def put(register: Register) -> None:
        register.change("ledger", key, amount=Money(register.one("ledger", key).amount.amount + more, "XOF"))

    return put


def _earlier(key: str, days: int) -> Callable[[Register], None]:
    def put(register: Register) -> None:
        register.change("ledger", key, on=register.one("ledger", key).on - dt.timedelta(days=days))

    return put


def _twice(key: str, second: str) -> Callable[[Register], None]:
    def put(register: Register) -> None:
        ledger = register.all("ledger")
        at = next(number for number, entry in enumerate(ledger) if entry.id == key)
        ledger.insert(at + 1, evolve(ledger[at], id=second))

    return put


def _read_more(key: str, more: int) -> Callable[[Register], None]:
    def put(register: Register) -> None:
        register.change("readings", key, value=register.one("readings", key).value + more)

    return put


def _without_approval(register: Register) -> None:
    """Take the committee's approval out of a mission's life, and number what is left anew."""
    mission = "ML-2009-012"
    events = [event for event in register.all("mission_events") if event.mission == mission]
    left = [event for event in events if event.state is not MissionState.APPROVED]
    register.kept["mission_events"] = [event for event in register.all("mission_events") if event in left or event.mission != mission]
    for number, event in enumerate(left, start=1):
        register.change("mission_events", event.id, id=f"{mission}/{number:02d}")


def _overlap(register: Register) -> None:
    """Give a mission to the expert of the one before, and let it begin three days before that one's end."""
    before, after = register.one("missions", "ML-2009-041"), register.one("missions", "ML-2009-042")
    shift = before.end - dt.timedelta(days=2) - after.start
    _shift(register, after, shift, expert=before.expert, residence=before.residence)


def _other_expert(register: Register) -> None:
    """Give a mission, and its payments, to an expert of the same sex who lives in Canada and has no mission yet."""
    mission = register.one("missions", "ML-2009-058")
    taken = {each.expert for each in register.all("missions")}
    sex = register.one("experts", mission.expert).sex
    expert = next(each for each in register.all("experts") if (each.country, each.sex) == ("CA", sex) and each.id not in taken)
    register.change("missions", mission.id, expert=expert.id, residence=expert.country)
    for entry in [entry for entry in register.all("ledger") if entry.mission == mission.id and entry.payee == mission.expert]:
        register.change("ledger", entry.id, payee=expert.id)


def _stays_on(register: Register) -> None:
    """Lengthen a mission to thirty days, its events and its payments with it."""
    mission = register.one("missions", "ML-2010-011")
    register.change("missions", mission.id, end=mission.start + dt.timedelta(days=29), lodging_nights=29)
    _repay(register, mission.id)


def _shift(register: Register, mission: Mission, by: dt.timedelta, **facts: object) -> None:
    register.change("missions", mission.id, start=mission.start + by, end=mission.end + by, **facts)
    _repay(register, mission.id)


def _repay(register: Register, key: str) -> None:
    """Make the later events and all payments of a changed mission anew."""
    mission = next(mission for mission in register.all("missions") if mission.id == key)
    late = {MissionState.SCHEDULED: mission.start - dt.timedelta(days=22), MissionState.IN_PROGRESS: mission.start}
    late |= {
        MissionState.REPORT_FILED: mission.end,
        MissionState.PAID: mission.end,
        MissionState.EVALUATED: mission.end + dt.timedelta(days=30),
    }
    for event in [event for event in register.all("mission_events") if event.mission == key and event.state in late]:
        register.change("mission_events", event.id, on=late[event.state])
    others = [entry for entry in register.all("ledger") if entry.mission != key]
    at = next(number for number, entry in enumerate(register.all("ledger")) if entry.mission == key)
    alone = Register(SEED)
    alone.kept["missions"] = [evolve(mission, committee_consulted=True)]  # paid as if the committee had agreed
    pay_missions(alone)
    register.kept["ledger"] = [*others[:at], *alone.all("ledger"), *others[at:]]


PLANTED: Final = (
    Planted("mission-state-differs", "missions[ML-2009-007].state", "marked paid while its last event is the evaluation",
            _changed("missions", "ML-2009-007", state=MissionState.PAID)),
    Planted("mission-step-skipped", "mission_events[ML-2009-012/02].state", "scheduled without the committee's approval",
            _without_approval),
    Planted("mission-residence-differs", "missions[ML-2009-044].residence", "Belgium on the mission, France in the roster",
            _changed("missions", "ML-2009-044", residence="BE")),
    Planted("missions-overlap", "missions[ML-2009-042].start", "the same expert is in two missions for three days", _overlap),
    Planted("documents-late", "terms_of_reference[TDR-2009-031].documents_ready", "begun without the documents it needed",
            _changed("terms_of_reference", "TDR-2009-031", documents_ready=False)),
    Planted("refused-request-served", "requests[REQ-2009-036].state", "the request behind it was refused",
            _changed("requests", "REQ-2009-036", state=RequestState.REFUSED, reason="hors des objectifs du programme")),
    Planted("mission-against-rules", "missions[ML-2009-058].residence", "the French money pays for an expert who lives in Canada",
            _other_expert),
    Planted("mission-against-rules", "missions[ML-2010-011].days", "thirty days, and the committee was not consulted", _stays_on),
    Planted("payment-differs", "missions[ML-2010-018].per_diem", "one day of per diem too many in the second half",
            _paid_more("ML-2010-018/per-diem-2", 20_000)),
    Planted("paid-before-report", "ledger[ML-2010-019/per-diem-2].on", "second half paid two days before the report",
            _earlier("ML-2010-019/per-diem-2", 2)),
    Planted("payment-doubled", "ledger[ML-2010-029/airfare-bis].amount", "the same ticket under two vouchers",
            _twice("ML-2010-029/airfare", "ML-2010-029/airfare-bis")),
    Planted("line-overspent", "budget_lines[bank-charges/ce/2009-2010].amount", "bank charges above their line",
            _paid_more("bank-charges/ce/2009-2010/q4", 23_500)),
    Planted("advance-outstanding", "ledger[office-supplies/ce/2009-2010/advance-1].amount", "an advance that nobody justified",
            _left_out("ledger", "office-supplies/ce/2009-2010/clearing-1", "office-supplies/ce/2009-2010/refund-1")),
    Planted("notice-too-short", "sessions[S-2009-2].notice_on", "members had the notice one day before",
            _changed("sessions", "S-2009-2", notice_on=dt.date.fromisoformat(SESSIONS[2]) - dt.timedelta(days=1))),
    Planted("minutes-not-approved", "sessions[S-2009-3].minutes_approved", "the next session left the minutes open",
            _changed("sessions", "S-2009-3", minutes_approved=False)),
    Planted("reading-differs", "readings[missions-trainers/2010-06-30].value", "one mission more than reports had been filed",
            _read_more("missions-trainers/2010-06-30", 1)),
)  # fmt: skip
"""Every fault that the register has on purpose."""


def programme(kept: Mapping[str, Iterable[Record]]) -> Programme:
    """Give the programme document with a register."""
    return founding_document().with_records(**kept)


def text_of(records: list[Record]) -> str:
    """Write records as the CSV that the pack ships."""
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [column.name for column in columns(type(records[0]))]
    writer.writerow(names)
    for record in records:
        row = to_row(record)
        writer.writerow([_cell(row[name]) for name in names])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    made = make()
    programme(made)
    for name, records in made.items():
        (FOLDER / f"{name}.csv").write_text(text_of(records), encoding="utf-8", newline="")
        print(f"{name}: {len(records)}")
