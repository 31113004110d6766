"""
The centre's side: the shared records in one SQLite file, written whole or not at all.

Every change has a number of its own, one after the other, whatever the kind of record: the record's *version*, its ETag, and the cursor of
who reads on. A record that is taken out stays as a number without content, so that others learn of it. Count and digest of each kind are
kept up to date with each change; nothing is ever counted anew to answer a question.

A batch is one transaction: all of it or nothing. It says up to which number its writer has read (``since``); where a record has a later
number, somebody else wrote it, and the batch is refused with the records that moved. References hold at its end, and a person is named only
beside a consent in force. The answer to a write is kept with the digest of what was asked, under the writer's key: asked again, it is given
again. No answer holds a person's data, and what is overwritten or taken out is wiped from the file.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from tokten_cigem.mistakes import NAME_WITHOUT_CONSENT
from tokten_cigem.openapi import MOST_CHECKPOINTS
from tokten_cigem.sharing import COLLECTIONS, Row, record_from, references_in, row_digest, row_of, withheld
from tokten_core.errors import KINDS, InputError, Problem
from tokten_core.values import identifier_faults

__all__ = ["Answer", "Change", "Database", "Moved"]

FORMAT: Final = "1"
ANSWERS_KEPT: Final = 10_000
CHECKPOINTS_KEPT: Final = 20
"""For each holder: as many copies of a programme may go their own ways and still find the point that they have in common with the centre."""
A_DAY: Final = dt.timedelta(days=1)
"""How far two offices' calendars may be apart: it is tomorrow somewhere."""
TABLES: Final = """
create table if not exists meta (name text primary key, value text not null) strict;
create table if not exists kinds (
    collection text primary key, live integer not null check (live >= 0), digest text not null, changed integer not null
) strict;
create table if not exists records (
    collection text not null references kinds, id text not null, version integer not null unique, deleted integer not null,
    body text check ((body is null) = deleted), head text not null, primary key (collection, id)
) strict;
create index if not exists in_order on records (collection, version);
create table if not exists refers (
    collection text not null, id text not null, target_collection text not null, target text not null,
    primary key (collection, id, target_collection, target)
) strict;
create index if not exists referred on refers (target_collection, target);
create table if not exists answers (
    holder text not null, key text not null, asked text not null, status integer not null, body text not null, version integer not null,
    primary key (holder, key)
) strict;
create table if not exists checkpoints (number integer primary key, holder text not null, body text not null) strict;
"""


@frozen
class Change:
    """
    What a batch does to one record (fr: *modification*).

    Attributes:
        collection: the kind.
        id: the record.
        row: its shared columns; None to take it out.
    """

    collection: str
    id: str
    row: Mapping[str, Any] | None


@frozen
class Answer:
    """
    What a write was answered (fr: *réponse*).

    Attributes:
        status: the HTTP status.
        body: the JSON text.
    """

    status: int
    body: str


class Moved(Exception):
    """Records that a batch touches were written by somebody else since its writer read (fr: *enregistrements modifiés entre-temps*)."""

    def __init__(self, moved: Sequence[tuple[str, str, int]]) -> None:
        super().__init__(moved)
        self.moved = moved


class Database:
    """The shared records in one file (fr: *base partagée*); ``:memory:`` for one that lives as long as the process."""

    def __init__(self, path: str | Path) -> None:
        if path != ":memory:":  # it holds names: for its owner alone, and so are the files that SQLite puts beside it
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5.0)
        for word in ("journal_mode = wal", "synchronous = full", "foreign_keys = on", "secure_delete = on"):
            self._connection.execute(f"pragma {word}")
        self._connection.executescript(TABLES)
        with self.transaction():
            self._connection.execute("insert or ignore into meta values ('format', ?), ('sequence', '0')", (FORMAT,))
            zero = f"{0:064x}"
            self._connection.executemany("insert or ignore into kinds values (?, 0, ?, 0)", [(name, zero) for name in COLLECTIONS])

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all of it or nothing; other writers wait."""
        self._connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")

    def state(self) -> dict[str, Any]:
        """Give count, digest and last change of every kind, and where the last exchanges ended, the latest first."""
        self._connection.execute("begin")
        try:
            rows = self._connection.execute("select collection, live, digest, changed from kinds").fetchall()
            saved = self._connection.execute("select body from checkpoints order by number desc limit ?", (MOST_CHECKPOINTS,)).fetchall()
            sequence = self.sequence
        finally:
            self._connection.execute("commit")
        kinds = {name: {"count": live, "digest": digest, "changed": changed} for name, live, digest, changed in rows}
        return {
            "sequence": sequence,
            "collections": {name: kinds[name] for name in COLLECTIONS},
            "checkpoints": [json.loads(body) for (body,) in saved],
        }

    @property
    def sequence(self) -> int:
        """The number of the last change."""
        return int(self._connection.execute("select value from meta where name = 'sequence'").fetchone()[0])

    def changed(self, collection: str) -> int:
        """Give the number of the last change of a kind."""
        return int(self._connection.execute("select changed from kinds where collection = ?", (collection,)).fetchone()[0])

    def page(self, collection: str, after: int, limit: int) -> list[dict[str, Any]]:
        """Give the records of a kind whose last change is later than a number, in the order of their changes."""
        found = self._connection.execute(
            "select id, version, body, head from records where collection = ? and version > ? order by version limit ?",
            (collection, after, limit),
        )
        return [_entry(*row) for row in found]

    def find(self, collection: str, id: str) -> dict[str, Any] | None:  # noqa: A002 - the field's name everywhere
        """Give one record, or None; one that was taken out has no row."""
        row = self._connection.execute(
            "select id, version, body, head from records where collection = ? and id = ?", (collection, id)
        ).fetchone()
        return _entry(*row) if row else None

    def write(self, changes: Sequence[Change], *, since: int, head: str, today: dt.date) -> list[int]:
        """
        Write a batch, inside a transaction; give the number of each change.

        Raises:
            Moved: Somebody else wrote one of the records after the number ``since``.
            InputError: Rows are wrong, references break, or a person is named without consent; no value is told.
        """
        rows = _checked(changes)
        moved = [
            (change.collection, change.id, found["version"])
            for change in changes
            if (found := self.find(change.collection, change.id)) and found["version"] > since
        ]
        if moved:
            raise Moved(moved)
        experts = self._experts_of(changes)
        versions = [self._put(change.collection, change.id, row, head) for change, row in zip(changes, rows, strict=True)]
        problems = [*self._broken(changes), *self._named_without_consent(experts, today)]
        if problems:
            raise InputError(*problems)
        return versions

    def answered(self, holder: str, key: str) -> tuple[str, Answer] | None:
        """Give what was asked under a key, as a digest, and its answer."""
        row = self._connection.execute("select asked, status, body from answers where holder = ? and key = ?", (holder, key)).fetchone()
        return (row[0], Answer(row[1], row[2])) if row else None

    def remember(self, holder: str, key: str, asked: str, answer: Answer) -> None:
        """Keep the answer to a write, and forget those of long ago."""
        number = self._next("answers")
        self._connection.execute(
            "insert or ignore into answers values (?, ?, ?, ?, ?, ?)", (holder, key, asked, answer.status, answer.body, number)
        )
        self._connection.execute("delete from answers where version <= ?", (number - ANSWERS_KEPT,))

    def save_checkpoint(self, holder: str, body: str) -> None:
        """Keep where an exchange ended, and forget those of long ago."""
        self._connection.execute("delete from checkpoints where holder = ? and body = ?", (holder, body))
        self._connection.execute("insert into checkpoints (holder, body) values (?, ?)", (holder, body))
        self._connection.execute(
            "delete from checkpoints where holder = ? and number not in"
            " (select number from checkpoints where holder = ? order by number desc limit ?)",
            (holder, holder, CHECKPOINTS_KEPT),
        )

    def _next(self, counter: str) -> int:
        self._connection.execute("insert or ignore into meta values (?, '0')", (counter,))
        found = self._connection.execute(
            "update meta set value = cast(cast(value as integer) + 1 as text) where name = ? returning value", (counter,)
        )
        return int(found.fetchone()[0])

    def _put(self, collection: str, id: str, row: Row | None, head: str) -> int:  # noqa: A002 - as above
        version, before = self._next("sequence"), self.find(collection, id)
        old = before["row"] if before else None
        body = None if row is None else json.dumps(row, ensure_ascii=False)
        self._connection.execute(
            "insert or replace into records values (?, ?, ?, ?, ?, ?)",
            (collection, id, version, row is None, body, head or (before["head"] if before else "")),
        )
        live, digest = self._connection.execute("select live, digest from kinds where collection = ?", (collection,)).fetchone()
        total = int(digest, 16) + (row_digest(row) if row else 0) - (row_digest(old) if old else 0)
        self._connection.execute(
            "update kinds set live = ?, digest = ?, changed = ? where collection = ?",
            (live + (row is not None) - (old is not None), f"{total % 2**256:064x}", version, collection),
        )
        self._connection.execute("delete from refers where collection = ? and id = ?", (collection, id))
        self._connection.executemany(
            "insert or ignore into refers values (?, ?, ?, ?)",
            [(collection, id, *found) for found in (references_in(collection, row) if row else ())],
        )
        return version

    def _broken(self, changes: Iterable[Change]) -> Iterator[Problem]:
        """Give references to what is not there: of the records written, and to the records taken out."""
        for change in changes:
            column = "collection = ? and id = ?" if change.row is not None else "target_collection = ? and target = ?"
            found = self._connection.execute(
                f"select collection, id, target_collection from refers where {column} and not exists"  # noqa: S608 - one of two texts above
                " (select 1 from records where collection = target_collection and id = target and not deleted)",
                (change.collection, change.id),
            )
            for collection, id, target_collection in found:  # noqa: A001 - as above
                yield KINDS["broken-reference"].at(f"{collection}[{id}]", "…", collection=target_collection)

    def _experts_of(self, changes: Iterable[Change]) -> set[str]:
        """Name the experts whom the changes concern: as they stand, and those of consents that change or go."""
        found = {change.id for change in changes if change.collection == "experts"}
        for change in changes:
            if change.collection == "consents":
                rows = self._connection.execute("select target from refers where collection = 'consents' and id = ?", (change.id,))
                found.update(target for (target,) in rows)
        return found

    def _named_without_consent(self, experts: Iterable[str], today: dt.date) -> Iterator[Problem]:
        for id in sorted(experts):  # noqa: A001 - as above
            found = self.find("experts", id)
            if found and found["row"] and _is_named(found["row"]) and not self._consents(id, today):
                yield NAME_WITHOUT_CONSENT.at(f"experts[{id}]")

    def _consents(self, expert: str, today: dt.date) -> bool:
        found = self._connection.execute(
            "select body from records join refers using (collection, id) where collection = 'consents'"
            " and target_collection = 'experts' and target = ? and not deleted",
            (expert,),
        )
        return any(_holds(json.loads(body), today) for (body,) in found)


def _checked(changes: Iterable[Change]) -> list[Row | None]:
    """Hold every row to its record's definition, and write it as everybody writes it."""
    rows: list[Row | None] = []
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for number, change in enumerate(changes):
        place = f"changes[{number}]"
        problems += identifier_faults(change.id, f"{place}, id")
        if (change.collection, change.id) in seen:
            problems.append(KINDS["work-touches-twice"].at(place, "…"))
        seen.add((change.collection, change.id))
        try:
            rows.append(None if change.row is None else row_of(record_from(change.collection, change.row, place)))
        except InputError as error:
            problems.extend(error.problems)
            continue
        if change.row is not None and change.row["id"] != change.id:
            problems.append(KINDS["wrong-value"].at(f"{place}, id", "…", expected="id"))
    if problems:
        raise InputError(*problems)
    return rows


def _entry(id: str, version: int, body: str | None, head: str) -> dict[str, Any]:  # noqa: A002 - as above
    return {"id": id, "version": version, "deleted": body is None, "head": head, "row": None if body is None else json.loads(body)}


def _is_named(row: Mapping[str, Any]) -> bool:
    return any(row[name] is not None for name in withheld("experts"))


def _holds(row: Mapping[str, Any], today: dt.date) -> bool:
    given, withdrawn = dt.date.fromisoformat(row["given_on"]), row["withdrawn_on"]
    return given <= today + A_DAY and (withdrawn is None or dt.date.fromisoformat(withdrawn) > today - A_DAY)
