"""
What a centre answers, held to its description before anything is done with it: a foreign or lying server is told, never followed.

Rows are held to the record definitions by ``record_from``; here it is the rest: the frame, the numbers, the order.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import frozen

from tokten_cigem.mistakes import ANSWER
from tokten_cigem.sharing import COLLECTIONS, Row, record_from, row_of
from tokten_core.errors import InputError, StoreError
from tokten_core.text import Text

__all__ = ["Checkpoint", "Entry", "Kind", "State", "kept_in", "page_of", "state_of", "strange"]

GREATEST: Final = 2**53 - 1
HASH: Final = re.compile(r"([0-9a-f]{64})?")
NO_OBJECT = Text(en="{where} has other fields", fr="{where} a d'autres champs")
WRONG_VALUE = Text(en="{where} is not what it should be", fr="{where} n'a pas la forme attendue")
WRONG_ROW = Text(en="{where}: {problem}", fr="{where} : {problem}")
NOT_IN_ORDER = Text(
    en="{where}: the records are not in the order of their changes",
    fr="{where} : les enregistrements ne suivent pas l'ordre des modifications",
)


@frozen
class Kind:
    """
    Where one kind of record stands at the centre (fr: *état d'un genre*).

    Attributes:
        count: how many records there are.
        digest: their digest.
        changed: the number of the last change.
    """

    count: int
    digest: str
    changed: int


@frozen
class Checkpoint:
    """
    Where the last exchange ended (fr: *point commun*): from then on, both sides went their own way.

    Attributes:
        sequence: the last change at the centre that both sides have.
        entries: entries of our journal then.
        hash: hash of the last of them.
        on: the day on which the consents were looked at.
        until: the next day on which one begins or ends by itself; None for never.
    """

    sequence: int
    entries: int
    hash: str
    on: dt.date
    until: dt.date | None

    def told(self) -> dict[str, Any]:
        """Give it as the centre keeps it."""
        until = self.until and self.until.isoformat()
        return {"sequence": self.sequence, "entries": self.entries, "hash": self.hash, "on": self.on.isoformat(), "until": until}


@frozen
class State:
    """
    Where a centre stands (fr: *état du centre*).

    Attributes:
        sequence: the number of its last change.
        kinds: each kind of record.
        checkpoints: where exchanges ended, the latest first: ours, and those of others with copies of our programme.
    """

    sequence: int
    kinds: Mapping[str, Kind]
    checkpoints: tuple[Checkpoint, ...]


@frozen
class Entry:
    """
    One record as the centre has it (fr: *entrée du centre*).

    Attributes:
        id: its identifier.
        version: the number of its last change.
        head: the state of the writer's journal that it came from; empty when not told.
        row: the shared columns; None when it was taken out.
    """

    id: str
    version: int
    head: str
    row: Row | None


def state_of(data: Any) -> State:
    """
    Read where a centre stands.

    Raises:
        StoreError: The answer is not as described (`cigem-answer`).
    """
    told = _object(data, "state", sequence=_is_number, collections=_is_object, checkpoints=lambda value: isinstance(value, list))
    kinds = _object(told["collections"], "state.collections", **dict.fromkeys(COLLECTIONS, _is_object))
    return State(
        told["sequence"], {name: _kind(kinds[name], name) for name in COLLECTIONS}, tuple(_checkpoint(each) for each in told["checkpoints"])
    )


def page_of(data: Any, collection: str, after: int) -> tuple[list[Entry], int | None]:
    """
    Read a page of records: the records, and the cursor of the next page.

    Raises:
        StoreError: The answer is not as described; the first problem of each row is told, without values (`cigem-answer`).
    """
    told = _object(data, collection, items=lambda value: isinstance(value, list), next=lambda value: value is None or _is_number(value))
    entries = [_entry(item, collection, number) for number, item in enumerate(told["items"])]
    versions = [after, *(entry.version for entry in entries)]
    if sorted(set(versions)) != versions or (told["next"] is not None and (not entries or told["next"] != entries[-1].version)):
        raise strange(NOT_IN_ORDER, collection)
    return entries, told["next"]


def kept_in(data: Any) -> int:
    """Read the number that a batch ended with."""
    told = _object(data, "batches", sequence=_is_number, versions=lambda value: isinstance(value, list) and all(map(_is_number, value)))
    return int(told["sequence"])


def strange(what: Text, where: str, **facts: object) -> StoreError:
    """Make the error of an answer that is not as described."""
    return StoreError(ANSWER.at("CIGEM", what.fill(where=where, **facts)))


def _object(data: Any, where: str, **rules: Callable[[Any], bool]) -> dict[str, Any]:
    if not isinstance(data, dict) or set(data) != set(rules):
        raise strange(NO_OBJECT, where)
    for name, right in rules.items():
        if not right(data[name]):
            raise strange(WRONG_VALUE, f"{where}.{name}")
    return data


def _kind(data: Any, name: str) -> Kind:
    where = f"state.collections.{name}"
    told = _object(data, where, count=_is_number, digest=lambda value: _is_hash(value) and bool(value), changed=_is_number)
    return Kind(told["count"], told["digest"], told["changed"])


def _checkpoint(data: Any) -> Checkpoint:
    told = _object(
        data,
        "state.checkpoints",
        sequence=_is_number,
        entries=_is_number,
        hash=_is_hash,
        on=_is_day,
        until=lambda day: day is None or _is_day(day),
    )
    until = told["until"] and dt.date.fromisoformat(told["until"])
    return Checkpoint(told["sequence"], told["entries"], told["hash"], dt.date.fromisoformat(told["on"]), until)


def _entry(data: Any, collection: str, number: int) -> Entry:
    where = f"{collection}[{number}]"
    told = _object(
        data,
        where,
        id=lambda value: isinstance(value, str),
        version=_is_number,
        deleted=lambda value: isinstance(value, bool),
        head=_is_hash,
        row=lambda value: value is None or _is_object(value),
    )
    if told["deleted"] is not (told["row"] is None):
        raise strange(WRONG_VALUE, f"{where}.deleted")
    return Entry(told["id"], told["version"], told["head"], told["row"] and _row(told["row"], told["id"], collection, where))


def _row(row: Row, id: str, collection: str, where: str) -> Row:  # noqa: A002 - the field's name everywhere
    try:
        read = row_of(record_from(collection, row, where))
    except InputError as error:
        first = error.problems[0]
        raise strange(WRONG_ROW, first.place, problem=first.code) from None
    if read["id"] != id:
        raise strange(WRONG_VALUE, f"{where}.id")
    return read


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 <= value <= GREATEST


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and HASH.fullmatch(value) is not None


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
