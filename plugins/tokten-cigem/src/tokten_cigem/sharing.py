"""
What is shared with the migration centre, field by field, why, and who has the last word on it: the one table.

The protocol of 2008 asks for one database of experts (articles 11 and 12), for what the centre needs to guide the diaspora and its requests
(articles 3, 4 and 15), and no more. So money, cost shares, dates of birth and the committee's papers stay at home. What says who a person is
travels only while a consent for the purpose ``cigem`` is in force; without one the expert goes under the register number, with country,
profession and skills, so that both sides count the same people.

The description of the interface, the server, the client, the exchange and the printed policy are all read from ``SHARED``.

>>> sorted(shared_columns("skills"))
['id', 'label_en', 'label_fr', 'sector']
>>> "airfare" in SHARED["missions"]
False
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, Literal, TypeAlias

from attrs import frozen

from tokten_core.convert import record_of, to_row
from tokten_core.errors import KINDS, InputError, Problem, did_you_mean
from tokten_core.history import ERASED
from tokten_core.model.expert import Consent, Expert, Purpose
from tokten_core.model.programme import kind_of
from tokten_core.records import Record
from tokten_core.schema import Column, ColumnType, columns
from tokten_core.text import Text

__all__ = [
    "COLLECTIONS", "SHARED", "Owner", "Row", "Rows", "Shared", "Tables", "consenting", "digest", "fact_of", "good_until", "owner_of",
    "record_from", "row_digest", "row_of", "shared_columns", "tables_of", "withheld",
]  # fmt: skip

Owner: TypeAlias = Literal["tokten", "cigem"]
Row: TypeAlias = dict[str, Any]
"""A shared record as plain JSON values, every shared column present."""
Rows: TypeAlias = dict[str, Row]
"""Shared records of one kind by identifier."""
Tables: TypeAlias = dict[str, Rows]
"""Shared records by kind."""


@frozen
class Shared:
    """
    One fact that the centre needs (fr: *champ partagé*).

    Attributes:
        why: what it is needed for.
        owner: whose value stands where both sides changed it.
        with_consent: true when it says who a person is, and travels only with that person's consent.
    """

    why: Text
    owner: Owner = "tokten"
    with_consent: bool = False


ONE_REGISTER = Text(en="names the same record on both sides (art. 11)", fr="désigne le même enregistrement des deux côtés (art. 11)")
BY_SECTOR = Text(en="search of experts and missions by sector (art. 3)", fr="recherche d'experts et de missions par secteur (art. 3)")
WHO = Text(en="to reach the person, who agreed to it (art. 4, 12)", fr="joindre la personne, qui y a consenti (art. 4, 12)")
WHERE = Text(en="information and returns by country (art. 4, 10)", fr="information et retours par pays (art. 4, 10)")
UP_TO_DATE = Text(en="tells stale records (art. 11)", fr="repère les fiches anciennes (art. 11)")
MADE_UP = Text(en="keeps made-up data apart", fr="met à part les données inventées")
HOSTS = Text(en="host structures (art. 15)", fr="structures d'accueil (art. 15)")
NEEDS = Text(en="requests for missions and their follow-up (art. 9, 15)", fr="requêtes de missions et leur suivi (art. 9, 15)")
REGISTER = Text(en="register of missions (art. 3, 14)", fr="registre des missions (art. 3, 14)")
RESULTS = Text(en="joint results (art. 13)", fr="résultats communs (art. 13)")
PERMISSION = Text(en="consent status of personal data (art. 12)", fr="état du consentement (art. 12)")

SHARED: Final[Mapping[str, Mapping[str, Shared]]] = {
    "skills": {"id": Shared(ONE_REGISTER), "label": Shared(BY_SECTOR), "sector": Shared(BY_SECTOR)},
    "experts": {
        "id": Shared(ONE_REGISTER),
        "name": Shared(WHO, with_consent=True),
        "contact": Shared(WHO, owner="cigem", with_consent=True),
        "country": Shared(WHERE, owner="cigem"),
        "teacher": Shared(BY_SECTOR),
        "skills": Shared(BY_SECTOR),
        "home_institution": Shared(WHO, with_consent=True),
        "enrolled_on": Shared(UP_TO_DATE),
        "invented": Shared(MADE_UP),
    },
    "consents": {
        "id": Shared(ONE_REGISTER, owner="cigem"),
        "expert": Shared(PERMISSION, owner="cigem"),
        "given_on": Shared(PERMISSION, owner="cigem"),
        "withdrawn_on": Shared(PERMISSION, owner="cigem"),
        "invented": Shared(MADE_UP, owner="cigem"),
    },
    "institutions": {
        "id": Shared(ONE_REGISTER),
        "name": Shared(HOSTS),
        "kind": Shared(HOSTS),
        "sector": Shared(BY_SECTOR),
        "town": Shared(HOSTS),
        "joined_on": Shared(UP_TO_DATE),
        "invented": Shared(MADE_UP),
    },
    "requests": {
        "id": Shared(ONE_REGISTER),
        "institution": Shared(NEEDS),
        "sector": Shared(BY_SECTOR),
        "subject": Shared(NEEDS),
        "received_on": Shared(UP_TO_DATE),
        "state": Shared(NEEDS),
        "invented": Shared(MADE_UP),
    },
    "missions": {
        "id": Shared(ONE_REGISTER),
        "expert": Shared(REGISTER),
        "institution": Shared(HOSTS),
        "sector": Shared(BY_SECTOR),
        "kind": Shared(REGISTER),
        "mode": Shared(REGISTER),
        "residence": Shared(WHERE),
        "start": Shared(REGISTER),
        "end": Shared(REGISTER),
        "state": Shared(REGISTER),
        "persons_trained": Shared(RESULTS),
        "invented": Shared(MADE_UP),
    },
}
"""Which facts of which records the purpose needs; each kind stands behind those that it refers to."""
COLLECTIONS: Final = tuple(SHARED)
_JSON: Final[Mapping[ColumnType, type[Any]]] = {"string": str, "date": str, "integer": int, "boolean": bool, "array": list}


@cache
def shared_columns(collection: str) -> Mapping[str, Column]:
    """Give the columns of the facts that are shared, by name, in order."""
    return {column.name: column for column in columns(kind_of(collection)) if column.fact.name in SHARED[collection]}


def fact_of(collection: str, column: str) -> Shared:
    """Give what the table says of a column."""
    return SHARED[collection][shared_columns(collection)[column].fact.name]


def owner_of(collection: str) -> Owner:
    """Tell who may take a record of this kind out: the owner of its identifier."""
    return SHARED[collection]["id"].owner


@cache
def withheld(collection: str) -> tuple[str, ...]:
    """Name the columns that need the person's consent."""
    return tuple(name for name in shared_columns(collection) if fact_of(collection, name).with_consent)


def row_of(record: Record, *, consented: bool = True) -> Row:
    """
    Give the shared part of a record; what says who a person is stays out without consent.

    A text or a list that is empty and may be is given as nothing, so that two rows that mean the same are the same.
    """
    whole = to_row(record)
    row = {name: _plain(whole[name], column) for name, column in shared_columns(record.collection).items()}
    for name in withheld(record.collection):
        if not consented or row[name] == ERASED:
            row[name] = None
    return row


def record_from(collection: str, row: Mapping[str, Any], place: str) -> Record:
    """
    Make a record of a shared row, held to the record's own definition; what is not shared takes its default.

    Raises:
        InputError: All that is wrong with the row; a column that is not shared is unknown.
    """
    problems = [*_foreign(collection, row, place)]
    if problems:
        raise InputError(*problems)
    whole = dict(row)
    if collection == "consents":
        whole["purpose"] = Purpose.CIGEM.value
    if collection == "experts" and whole.get("name") is None:
        whole["name"] = ERASED
    return record_of(kind_of(collection), whole, place)


def consenting(consents: Iterable[Record], day: dt.date) -> frozenset[str]:
    """Name the experts whose consent for this purpose is in force on a day."""
    return frozenset(each.expert for each in consents if isinstance(each, Consent) and _is_ours(each) and each.holds_on(day))


def good_until(consents: Iterable[Record], day: dt.date) -> dt.date | None:
    """Give the next day on which a consent begins or ends by itself; None where there is none: until then, time changes nothing."""
    turns = [turn for each in consents if isinstance(each, Consent) and _is_ours(each) for turn in (each.given_on, each.withdrawn_on)]
    return min((turn for turn in turns if turn is not None and turn > day), default=None)


def tables_of(records: Mapping[str, Iterable[Record]], consented: frozenset[str]) -> Tables:
    """Give the shared part of whole collections."""
    return {name: dict(_rows(records.get(name, ()), consented)) for name in COLLECTIONS}


def digest(rows: Iterable[Mapping[str, Any]]) -> str:
    """
    Give the digest of a set of rows: the sum of the rows' SHA-256, which a server can keep up to date row by row.

    >>> one, two = {"id": "a", "sector": "health"}, {"id": "b", "sector": None}
    >>> digest([one, two]) == digest([two, one]) != digest([one])
    True
    """
    return f"{sum(row_digest(row) for row in rows) % 2**256:064x}"


def row_digest(row: Mapping[str, Any]) -> int:
    """Give the SHA-256 of a row as a number: its JSON with sorted keys, no spaces, and nothing where there is nothing."""
    told = {name: value for name, value in row.items() if value is not None}
    words = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(words.encode()).digest())


def _rows(records: Iterable[Record], consented: frozenset[str]) -> Iterator[tuple[str, Row]]:
    for record in records:
        if not isinstance(record, Consent) or _is_ours(record):
            yield record.id, row_of(record, consented=not isinstance(record, Expert) or record.id in consented)


def _is_ours(consent: Consent) -> bool:
    return consent.purpose is Purpose.CIGEM


def _foreign(collection: str, row: Mapping[str, Any], place: str) -> Iterator[Problem]:
    """Give the columns that are not shared, and the values that are not of the JSON type described: "3" is no number here."""
    known = shared_columns(collection)
    for name, value in row.items():
        if name not in known:
            yield KINDS["unknown-column"].at(place, name, names=", ".join(known), guess=did_you_mean(name, known))
        elif value is not None and not _is_json(value, _JSON[known[name].type]):
            yield KINDS["wrong-value"].at(f"{place}, {name}", type(value).__name__, expected=_JSON[known[name].type].__name__)


def _is_json(value: Any, kind: type[Any]) -> bool:
    return type(value) is kind and (not isinstance(value, list) or all(isinstance(part, str) for part in value))


def _plain(value: Any, column: Column) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return None if value in ("", []) and not column.required else value
