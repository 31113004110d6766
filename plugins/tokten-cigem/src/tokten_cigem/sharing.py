"""
The shared part of a programme: rows of what the purpose ``cigem`` needs, and who has the last word on each field.

What is shared, and why, says the core's one table of purposes: money, cost shares, dates of birth and the committee's papers stay at home.
What says who a person is travels only while a consent is in force; without one the expert goes under the register number, with country,
profession and skills, so that both sides count the same people.

The description of the interface, the server, the client, the exchange and the printed policy are all read from here.

>>> sorted(shared_columns("skills")), "airfare" in shared_columns("missions")
(['id', 'label_en', 'label_fr', 'sector'], False)
>>> owner_of("experts", "contact"), owner_of("experts", "name")
('cigem', 'tokten')
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, Literal, TypeAlias

from tokten_core.convert import record_of, to_row
from tokten_core.errors import KINDS, InputError, Problem, did_you_mean
from tokten_core.history import ERASED
from tokten_core.model.expert import Consent, Expert, Purpose
from tokten_core.model.programme import kind_of
from tokten_core.records import Record
from tokten_core.schema import Column, ColumnType, columns
from tokten_core.sharing import SHARED, Shared, shared_facts

__all__ = [
    "COLLECTIONS", "OWNED_BY_CIGEM", "Owner", "Row", "Rows", "Shares", "Tables", "digest", "fact_of", "good_until", "owner_of", "record_from",
    "references_in", "row_digest", "row_of", "shared_columns", "withheld",
]  # fmt: skip

Owner: TypeAlias = Literal["tokten", "cigem"]
Row: TypeAlias = dict[str, Any]
"""A shared record as plain JSON values, every shared column present."""
Rows: TypeAlias = dict[str, Row]
"""Shared records of one kind by identifier."""
Tables: TypeAlias = dict[str, Rows]
"""Shared records by kind."""


OWNED_BY_CIGEM: Final[Mapping[str, frozenset[str]]] = {
    "experts": frozenset({"contact", "country"}),
    "consents": frozenset(shared_facts(Purpose.CIGEM, "consents")),
}
"""Whose word is the centre's: it meets the people abroad, and hears of a move or a consent first. All else is TOKTEN's, whose register it is."""
COLLECTIONS: Final = tuple(name for name in SHARED[Purpose.CIGEM] if name != "programme")
"""What is exchanged; each kind stands behind those that it refers to."""
_JSON: Final[Mapping[ColumnType, type[Any]]] = {"string": str, "date": str, "integer": int, "boolean": bool, "array": list}


@cache
def shared_columns(collection: str) -> Mapping[str, Column]:
    """Give the columns of the facts that are shared, by name, in order."""
    return {column.name: column for column in columns(kind_of(collection)) if column.fact.name in shared_facts(Purpose.CIGEM, collection)}


def fact_of(collection: str, column: str) -> Shared:
    """Give what the table of purposes says of a column."""
    return shared_facts(Purpose.CIGEM, collection)[shared_columns(collection)[column].fact.name]


def owner_of(collection: str, column: str = "id") -> Owner:
    """Tell whose value stands where both changed it; the owner of the identifier is who may take a record out."""
    return "cigem" if shared_columns(collection)[column].fact.name in OWNED_BY_CIGEM.get(collection, ()) else "tokten"


@cache
def withheld(collection: str) -> tuple[str, ...]:
    """Name the columns that need the person's consent."""
    return tuple(name for name in shared_columns(collection) if fact_of(collection, name).with_consent)


def references_in(collection: str, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the kind and the identifier of every record that a row refers to."""
    for name, target_collection in _referring(collection):
        value = row[name]
        for target in [value] if isinstance(value, str) else value or ():
            yield target_collection, target


@cache
def _referring(collection: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, column.refers_to) for name, column in shared_columns(collection).items() if column.refers_to)


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
    if collection == "experts" and whole.get("name") is None:
        whole["name"] = ERASED
    return record_of(kind_of(collection), whole, place)


def good_until(consents: Iterable[Consent], day: dt.date) -> dt.date | None:
    """Give the next day on which a consent begins or ends by itself; None where there is none: until then, time changes nothing."""
    turns = [turn for each in consents if _is_ours(each) for turn in (each.given_on, each.withdrawn_on)]
    return min((turn for turn in turns if turn is not None and turn > day), default=None)


class Shares:
    """
    The shared part of whole collections (fr: *partie partagée*), every record's row and every row's digest worked out once.

    One exchange looks at the same records three times: as they are, as they were, as they are to be; most of them are the same.
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[int, bool], tuple[Record, Row]] = {}
        self._digests: dict[int, tuple[Row, int]] = {}

    def tables(self, records: Mapping[str, Iterable[Record]], consented: frozenset[str]) -> Tables:
        """Give the rows of whole collections; what says who a person is stays out for those who did not agree."""
        return {name: {record.id: self._row(record, consented) for record in _ours(records.get(name, ()))} for name in COLLECTIONS}

    def digest(self, rows: Iterable[Row]) -> str:
        """Give the digest of a set of rows."""
        return f"{sum(self._digest(row) for row in rows) % 2**256:064x}"

    def _row(self, record: Record, consented: frozenset[str]) -> Row:
        shown = not isinstance(record, Expert) or record.id in consented
        # Beside what was worked out stands what it was worked out from, so that no other takes its place in memory.
        kept = self._rows.get((id(record), shown))
        if kept is None:
            kept = self._rows[id(record), shown] = record, row_of(record, consented=shown)
        return kept[1]

    def _digest(self, row: Row) -> int:
        kept = self._digests.get(id(row))
        if kept is None:
            kept = self._digests[id(row)] = row, row_digest(row)
        return kept[1]


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


def _ours(records: Iterable[Record]) -> Iterator[Record]:
    return (record for record in records if not isinstance(record, Consent) or _is_ours(record))


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
        elif name == "purpose" and value != Purpose.CIGEM:
            yield KINDS["wrong-value"].at(f"{place}, {name}", "…", expected=Purpose.CIGEM.value)


def _is_json(value: Any, kind: type[Any]) -> bool:
    return type(value) is kind and (not isinstance(value, list) or all(isinstance(part, str) for part in value))


def _plain(value: Any, column: Column) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return None if value in ("", []) and not column.required else value
