"""Experts, of no real family, and where they have lived."""

from __future__ import annotations

import datetime as dt
import random
from typing import Final

from make_register.register import SECTORS, SKILL_SECTORS, Register
from tokten_core.model.expert import Expert, Residence, Sex

__all__ = ["make_experts", "move_experts"]

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
