"""
What is done with the data about people: a copy for a purpose, and the erasure of a person.

A copy holds what ``sharing.SHARED`` lets a purpose see. Register numbers go as pseudonyms made with a secret key (HMAC-SHA-256): whoever
lacks the key cannot try numbers until one fits, the same key gives the same pseudonym next year, and two purposes never share one. The order
of the register would give a pseudonym away too, so people are sorted by it. The journal and the past stay at home; the copy's own journal
begins with the export.

An erasure takes the personal values of one person out of the record and out of every earlier state of it, and leaves all else: the missions,
the money and the counts stay true, and the chain of the journal holds, as no personal value is part of it.

>>> pseudonym("EXP-001", "experts", Purpose.DONOR, b"k" * 32), pseudonym("EXP-001", "experts", Purpose.PUBLIC, b"k" * 32)
('P-22SR7BAXYIMHC3EY', 'P-XPBINFSBK5BQMO65')
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from tokten_core.errors import InputError, Kind, UsageError, did_you_mean
from tokten_core.history import ERASED, Work, applied, taken_whole
from tokten_core.model.expert import Consent, Expert, Purpose
from tokten_core.model.programme import Programme, Revision, collections, kind_of
from tokten_core.records import Fact, Record, evolve, facts_of
from tokten_core.services.mentions import mentions
from tokten_core.services.monitoring import DONE
from tokten_core.services.small_counts import Cell, counted
from tokten_core.sharing import Shared, consenting, shared_facts
from tokten_core.text import Text, same

__all__ = ["SHORTEST_KEY", "copy_for", "erased", "erasure", "is_erased", "people_of", "pseudonym", "public_counts"]

SHORTEST_KEY: Final = 32
UNKNOWN: Final = "unknown"
TABLES: Final = (("sector", "year"), ("country", "year"), ("sex", "year"))

KEY_TOO_SHORT = Kind(
    "pseudonym-key-too-short",
    says=Text(en="the key has {value} bytes", fr="la clé compte {value} octets"),
    allowed=Text(en="at least {least} bytes of chance", fr="au moins {least} octets tirés au hasard"),
    remedy=Text(
        en="Make one: head -c 32 /dev/urandom > key; chmod 600 key.", fr="Créez-en une : head -c 32 /dev/urandom > cle ; chmod 600 cle."
    ),
)
NAMED_IN_WORDS = Kind(
    "export-names-a-person",
    says=Text(en="the text names a person whose name does not go with this purpose",
              fr="le texte nomme une personne dont le nom n'accompagne pas cette finalité"),
    allowed=Text(en="names in the register of experts only", fr="des noms dans le répertoire des experts seulement"),
    remedy=Text(en="Word it without the name; nothing was exported.", fr="Reformulez sans le nom ; rien n'a été exporté."),
)  # fmt: skip
UNKNOWN_EXPERT = Kind(
    "unknown-expert",
    says=Text(en="there is no expert {value}, now or in the past", fr="il n'y a pas d'expert {value}, ni aujourd'hui ni dans le passé"),
    allowed=Text(en="a number of the register", fr="un numéro du répertoire"),
    remedy=Text(en="Correct the number{guess}.", fr="Corrigez le numéro{guess}."),
)


def pseudonym(identifier: str, collection: str, purpose: Purpose, key: bytes) -> str:
    """
    Give the pseudonym of an identifier (fr: *pseudonyme*).

    Args:
        identifier: the register number.
        collection: the kind of record it names.
        purpose: what for; another purpose has another pseudonym.
        key: the secret, at least 32 bytes.

    Raises:
        UsageError: The key is too short to be secret (`pseudonym-key-too-short`).
    """
    if len(key) < SHORTEST_KEY:
        raise UsageError(KEY_TOO_SHORT.at("key", len(key), least=SHORTEST_KEY))
    words = f"{purpose.value}\0{collection}\0{identifier}"
    return "P-" + base64.b32encode(hmac.digest(key, words.encode(), hashlib.sha256)[:10]).decode()


def copy_for(programme: Programme, purpose: Purpose, *, key: bytes, at: dt.datetime, who: str = "tokten export") -> Programme:
    """
    Make the copy of a programme that a purpose may see (fr: *copie pour une finalité*).

    Args:
        programme: the programme, whole.
        purpose: what for.
        key: the secret that makes pseudonyms, at least 32 bytes.
        at: the moment of the export, with its zone; consents count on its day.
        who: the office that exports, for the copy's journal.

    Raises:
        InputError: A text that would go names a person whose name would not (`export-names-a-person`); all places are told.
        UsageError: The key is too short (`pseudonym-key-too-short`).

    .. versionadded:: 0.1
    """
    consented = consenting(programme.consents, purpose, at.date())
    made: dict[str, Any] = {name: tuple(_shared_records(programme, name, purpose, key, consented)) for name in collections()}
    copy = Programme(**made)
    nameless = [expert for expert in programme.experts if expert.id not in consented or "name" not in shared_facts(purpose, "experts")]
    if places := [*mentions(copy, nameless)]:
        raise InputError(*(NAMED_IN_WORDS.at(place) for place in places))
    return taken_whole(copy, at=at, who=who, what=f"export: {purpose.value}")


def public_counts(programme: Programme) -> list[Cell]:
    """
    Count the missions carried out by sector, country and sex, each by programme year, small counts masked (fr: *effectifs publics*).

    A count of few experts is masked too, however many missions they made; missions whose expert is not known count as one expert's.
    """
    done = [mission for mission in programme.missions if mission.state in DONE]
    return counted([_dimensions(programme, mission) for mission in done], TABLES, persons=[mission.expert for mission in done])


def people_of(programme: Programme, expert: str) -> list[Record]:
    """Give the records that hold personal values of one expert."""
    return [record for name in _PERSONAL for record in programme.records(name) if _is_about(record, expert)]


def is_erased(expert: Expert) -> bool:
    """Tell whether the person was erased from the register."""
    return expert.name == ERASED


def erasure(programme: Programme, expert: str, *, at: dt.datetime, who: str, why: str = "") -> Work:
    """
    Make the work that erases a person: now, and in every earlier state that the programme keeps (fr: *effacer une personne*).

    The register number, the country, the stays and the missions stay: the accounts rest on them. Consents that are in force end that day.
    A work like any other, to be committed since the head that was read: a state that somebody added meanwhile would keep the person.

    Args:
        programme: the programme, whole.
        expert: the register number.
        at: the moment, with its zone.
        who: the office that erases.
        why: the reason given: a request, its date.

    Returns:
        The work; committed a second time it changes nothing.

    Raises:
        UsageError: No record, present or past, has this number (`unknown-expert`).

    .. versionadded:: 0.1
    """
    told = people_of(programme, expert)
    keys = {(record.collection, record.id) for record in told} | {("experts", expert)}
    past = [revision for revision in programme.history if (revision.kind, revision.record) in keys]
    if not past and programme.find("experts", expert) is None:
        known = [each.id for each in programme.experts]
        raise UsageError(UNKNOWN_EXPERT.at("experts", expert, guess=did_you_mean(expert, known)))
    put = [*map(_without_person, told), *_ended(programme.consents, expert, at.date())]
    forget = [*sorted(keys), *(("history", revision.id) for revision in past if revision.personal)]
    return Work(at=at, who=who, what=f"tokten erase {expert}", why=why, put=put, forget=forget)


def erased(programme: Programme, expert: str, *, at: dt.datetime, who: str, why: str = "") -> Programme:
    """
    Erase a person from a programme in memory, as ``erasure`` says.

    Raises:
        UsageError: No record, present or past, has this number (`unknown-expert`).
    """
    return applied(programme, erasure(programme, expert, at=at, who=who, why=why))


_PERSONAL: Final = tuple(
    name for name, kind in collections().items() if kind is not Revision and any(known.personal for known in facts_of(kind).values())
)
"""The collections that hold personal values."""


def _shared_records(programme: Programme, name: str, purpose: Purpose, key: bytes, consented: frozenset[str]) -> list[Record]:
    """Give what a purpose may see of one collection; under pseudonyms, in the order of the pseudonyms."""
    facts = shared_facts(purpose, name)
    if not facts:
        return []
    changes = _changes(kind_of(name), facts, purpose, key)
    records = [evolve(record, **changes(record, consented)) for record in programme.records(name) if _is_for(record, purpose)]
    return sorted(records, key=lambda record: record.id) if facts["id"].as_pseudonym else records


def _changes(
    kind: type[Record], facts: Mapping[str, Shared], purpose: Purpose, key: bytes
) -> Callable[[Record, frozenset[str]], dict[str, Any]]:
    """Prepare what has to change in each record of a kind: what is left out, and what goes under a pseudonym."""
    known = facts_of(kind)
    left_out = {name: _nothing(fact) for name, fact in known.items() if name not in facts}
    with_consent = {name: _nothing(known[name]) for name, shared in facts.items() if shared.with_consent}
    renamed = {name: where for name in facts if (where := _named_by(kind, known[name], purpose))}

    def changes(record: Record, consented: frozenset[str]) -> dict[str, Any]:
        new = left_out if record.id in consented else left_out | with_consent
        return new | {name: _renamed(getattr(record, name), where, purpose, key) for name, where in renamed.items()}

    return changes


def _named_by(kind: type[Record], known: Fact, purpose: Purpose) -> str:
    """Give the collection whose pseudonyms a fact holds; empty for none."""
    where = kind.collection if known.name == "id" else known.refers_to
    return where if where and "id" in shared_facts(purpose, where) and shared_facts(purpose, where)["id"].as_pseudonym else ""


def _renamed(value: str | Sequence[str] | None, where: str, purpose: Purpose, key: bytes) -> Any:
    if value is None or isinstance(value, str):
        return value and pseudonym(value, where, purpose, key)
    return tuple(pseudonym(each, where, purpose, key) for each in value)


def _nothing(known: Fact) -> Any:
    """Give what stands where a value is left out: its default, or a mark where words must stand."""
    if known.default is not attrs.NOTHING:
        return known.default
    return same(ERASED) if known.type is Text else ERASED


def _is_for(record: Record, purpose: Purpose) -> bool:
    return not isinstance(record, Consent) or record.purpose is purpose


def _dimensions(programme: Programme, mission: Any) -> dict[str, str]:
    expert = programme.find("experts", mission.expert)
    sex = expert.sex.value if isinstance(expert, Expert) and expert.sex else UNKNOWN
    return {"sector": mission.sector or UNKNOWN, "country": mission.residence, "sex": sex, "year": programme.card.year_of(mission.start)}


def _is_about(record: Record, expert: str) -> bool:
    if isinstance(record, Expert):
        return record.id == expert
    return any(getattr(record, known.name) == expert for known in facts_of(type(record)).values() if known.refers_to == "experts")


def _without_person(record: Record) -> Record:
    return evolve(record, **{name: _nothing(known) for name, known in facts_of(type(record)).items() if known.personal})


def _ended(consents: Iterable[Consent], expert: str, day: dt.date) -> list[Consent]:
    """End the consents of a person that are in force; one that was to begin later ends before it begins."""
    return [
        evolve(each, withdrawn_on=max(day, each.given_on))
        for each in consents
        if each.expert == expert and (each.withdrawn_on is None or each.withdrawn_on > max(day, each.given_on))
    ]
