"""
What is passed on to whom, and why: one table of purposes, collections and facts.

A fact is passed on for a purpose only where this table says so, with the reason; a fact that is added to a record later stays at home until
somebody writes a line here. Exports, the exchange with the migration centre and the page for the people concerned all read ``SHARED``.

Three degrees: a fact goes as it is; it goes under a pseudonym (the register number of a person, and every reference to it); or it goes only
while the person's consent for the purpose is in force.

>>> "name" in shared_facts(Purpose.DONOR, "experts"), SHARED[Purpose.DONOR]["experts"]["id"].as_pseudonym
(False, True)
>>> SHARED[Purpose.CIGEM]["experts"]["name"].with_consent
True
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from tokten_core.model.expert import Consent, Purpose
from tokten_core.model.programme import kind_of
from tokten_core.records import facts_of
from tokten_core.text import Text

__all__ = ["FRAMEWORK", "PURPOSES", "SHARED", "Shared", "consenting", "shared_facts", "sharing_table"]


@frozen
class Shared:
    """
    That a fact is passed on for a purpose (fr: *donnée partagée*).

    Attributes:
        why: what it is needed for.
        with_consent: true when it goes only while the person's consent for the purpose is in force.
        as_pseudonym: true when it goes under a pseudonym, and so does every reference to it.
    """

    why: Text
    with_consent: bool = False
    as_pseudonym: bool = False


PURPOSES: Final[Mapping[Purpose, Text]] = {
    Purpose.DONOR: Text(
        en="a donor checks what its money paid, mission by mission, without knowing who came",
        fr="un bailleur contrôle ce que son argent a payé, mission par mission, sans savoir qui est venu",
    ),
    Purpose.PUBLIC: Text(
        en="anybody reads the plan, the money and how many missions there were, and recognises nobody",
        fr="chacun lit le plan, l'argent et le nombre de missions, et ne reconnaît personne",
    ),
    Purpose.CIGEM: Text(
        en="the migration centre keeps one register of experts, requests and missions with the programme (agreement of 2008, art. 11, 12)",
        fr="le CIGEM tient avec le programme un seul registre des experts, requêtes et missions (protocole de 2008, art. 11, 12)",
    ),
}
"""What each purpose is."""

FRAMEWORK: Final = (
    "sources", "claims", "relations", "settlements", "donors", "funding_sources", "country_groups", "eligible_costs", "pledges",
    "objectives", "outputs", "indicators", "activities", "budget_items", "budget_lines", "risks", "committee_seats", "skills", "antennas",
)  # fmt: skip
"""Collections that speak of the programme and its documents, never of a person: they go whole."""

_PLAN = Text(en="the plan and its money, not a person", fr="le plan et son argent, pas une personne")
_CARD = Text(en="what the programme is", fr="ce qu'est le programme")
_KEY = Text(en="names the record", fr="désigne l'enregistrement")
_INVENTED = Text(en="keeps made-up data apart", fr="met à part les données inventées")
_HOST = Text(en="bodies that received experts", fr="structures qui ont reçu des experts")
_MONEY = Text(en="what was paid, for which mission, on which line", fr="ce qui a été payé, pour quelle mission, sur quelle ligne")
_MISSION = Text(en="whether each mission was due and kept to the rules", fr="si chaque mission était due et conforme aux règles")
_WHY_A_MISSION = Text(en="that each mission answers a request that the committee examined",
                      fr="que chaque mission répond à une requête examinée par le comité")  # fmt: skip
_PROFILE = Text(en="shares of women, teachers and countries, which the indicators follow",
                fr="parts des femmes, des enseignants et des pays, que suivent les indicateurs")  # fmt: skip
_ONE_OF = Text(en="tells one expert from another", fr="distingue un expert d'un autre")
_RESULTS = Text(en="results that indicators report", fr="résultats que rapportent les indicateurs")
_ONE_REGISTER = Text(en="names the same record on both sides (art. 11)", fr="désigne le même enregistrement des deux côtés (art. 11)")
_BY_SECTOR = Text(en="search of experts and missions by sector (art. 3)", fr="recherche d'experts et de missions par secteur (art. 3)")
_REACHED = Text(en="to reach the person, who agreed to it (art. 4, 12)", fr="joindre la personne, qui y a consenti (art. 4, 12)")
_WHERE = Text(en="information and returns by country (art. 4, 10)", fr="information et retours par pays (art. 4, 10)")
_UP_TO_DATE = Text(en="tells stale records (art. 11)", fr="repère les fiches anciennes (art. 11)")
_HOSTS = Text(en="host structures (art. 15)", fr="structures d'accueil (art. 15)")
_NEEDS = Text(en="requests for missions and their follow-up (art. 9, 15)", fr="requêtes de missions et leur suivi (art. 9, 15)")
_REGISTER = Text(en="register of missions (art. 3, 14)", fr="registre des missions (art. 3, 14)")
_JOINT = Text(en="joint results (art. 13)", fr="résultats communs (art. 13)")
_CONSENT = Text(en="consent status of personal data (art. 12)", fr="état du consentement (art. 12)")

_PSEUDONYM, _CONSENTED = {"as_pseudonym": True}, {"with_consent": True}
_Line = tuple[str, str, Text] | tuple[str, str, Text, Mapping[str, bool]]


def _whole(collection: str) -> str:
    return " ".join(facts_of(kind_of(collection)))


def _table(*lines: _Line) -> Mapping[str, Mapping[str, Shared]]:
    made: dict[str, dict[str, Shared]] = {}
    for collection, names, why, *degree in lines:
        shared = Shared(why, **(degree[0] if degree else {}))
        made.setdefault(collection, {}).update(dict.fromkeys(names.split(), shared))
    return made


_BODIES: tuple[_Line, ...] = (
    ("institutions", "id", _KEY),
    ("institutions", "name kind sector town capital profit_making joined_on", _HOST),
    ("institutions", "invented", _INVENTED),
)
_OPEN: tuple[_Line, ...] = (("programme", _whole("programme"), _CARD), *((name, _whole(name), _PLAN) for name in FRAMEWORK), *_BODIES)

SHARED: Final[Mapping[Purpose, Mapping[str, Mapping[str, Shared]]]] = {
    Purpose.PUBLIC: _table(*_OPEN),
    Purpose.DONOR: _table(
        *_OPEN,
        ("readings", "id indicator on value women evidence invented", _RESULTS),
        ("sessions", "id kind notice_on held_on seats_present minutes_approved invented", _WHY_A_MISSION),
        ("experts", "id", _ONE_OF, _PSEUDONYM),
        ("experts", "sex country teacher skills", _PROFILE),
        ("experts", "invented", _INVENTED),
        ("requests", "id institution sector output received_on state invented", _WHY_A_MISSION),
        ("terms_of_reference", "id request documents_ready host_inputs_ready session invented", _WHY_A_MISSION),
        ("missions", "id expert institution terms_of_reference output sector kind mode residence start end state invented", _MISSION),
        ("missions", "thesis_supervision teaching_hours lodging_nights committee_consulted", _MISSION),
        ("missions", "airfare for_profit cost_share funding_source budget_line", _MONEY),
        ("missions", "persons_trained", _RESULTS),
        ("mission_events", "id mission on state", _MISSION),
        ("decisions", "id session mission due_on done_on invented", _WHY_A_MISSION),
        ("ledger", "id kind on budget_line amount original mission component refers_to invented", _MONEY),
    ),
    Purpose.CIGEM: _table(
        ("programme", "id pack title country start end invented", _CARD),
        ("skills", "id", _ONE_REGISTER),
        ("skills", "label sector", _BY_SECTOR),
        ("experts", "id", _ONE_REGISTER),
        ("experts", "name contact home_institution", _REACHED, _CONSENTED),
        ("experts", "country", _WHERE),
        ("experts", "teacher skills", _BY_SECTOR),
        ("experts", "enrolled_on", _UP_TO_DATE),
        ("experts", "invented", _INVENTED),
        ("consents", "id", _ONE_REGISTER),
        ("consents", "expert purpose given_on withdrawn_on", _CONSENT),
        ("consents", "invented", _INVENTED),
        ("institutions", "id", _ONE_REGISTER),
        ("institutions", "name kind town", _HOSTS),
        ("institutions", "sector", _BY_SECTOR),
        ("institutions", "joined_on", _UP_TO_DATE),
        ("institutions", "invented", _INVENTED),
        ("requests", "id", _ONE_REGISTER),
        ("requests", "institution subject state", _NEEDS),
        ("requests", "sector", _BY_SECTOR),
        ("requests", "received_on", _UP_TO_DATE),
        ("requests", "invented", _INVENTED),
        ("missions", "id", _ONE_REGISTER),
        ("missions", "expert kind mode start end state", _REGISTER),
        ("missions", "institution", _HOSTS),
        ("missions", "sector", _BY_SECTOR),
        ("missions", "residence", _WHERE),
        ("missions", "persons_trained", _JOINT),
        ("missions", "invented", _INVENTED),
    ),
}
"""
Purpose, collection, fact: the reason and the degree. What is not named does not go.

Days of birth, stays abroad, the journal and the past go to nobody. The public gets no expert, no mission, no payment and no reading one by
one, because a small count of records gives a small count away: it gets tables, small counts masked.
"""


def shared_facts(purpose: Purpose, collection: str) -> Mapping[str, Shared]:
    """Give the facts of a collection that a purpose may see (fr: *données partagées*); none where it may see none of it."""
    return SHARED[purpose].get(collection, {})


def consenting(consents: Iterable[Consent], purpose: Purpose, day: dt.date) -> frozenset[str]:
    """
    Name the experts whose consent for a purpose is in force on a day (fr: *consentements en vigueur*).

    Args:
        consents: the programme's consents.
        purpose: what for.
        day: the day, counted.
    """
    return frozenset(each.expert for each in consents if each.purpose is purpose and each.holds_on(day))


def sharing_table() -> Iterator[tuple[Purpose, str, str, Shared]]:
    """Give the table line by line, for the page that shows it."""
    for purpose, table in SHARED.items():
        for collection, facts in table.items():
            for name, shared in facts.items():
                yield purpose, collection, name, shared
