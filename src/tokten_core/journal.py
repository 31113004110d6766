"""
The journal: who did what, when and why; append only, each entry chained to the one before.

An entry's hash covers its own words and the hash before it, so that a line changed, moved or taken out afterwards shows. Nothing here reads
the clock: the moment is passed in.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence

from tokten_core.errors import Kind, Problem
from tokten_core.model.programme import JournalEntry, Programme
from tokten_core.records import evolve
from tokten_core.text import Text

__all__ = ["append", "broken_links", "chained", "hash_of"]

JOURNAL_BROKEN = Kind(
    "journal-broken",
    says=Text(en="the entry does not follow from the one before", fr="l'entrée ne suit pas de la précédente"),
    allowed=Text(en="entries numbered from 1, each chained by its hash", fr="des entrées numérotées depuis 1, chaînées par leur empreinte"),
    remedy=Text(
        en="Find who changed the journal; restore it from a copy.", fr="Cherchez qui a modifié le journal ; restaurez-le d'une copie."
    ),
)


def append(
    programme: Programme, *, at: dt.datetime, who: str, what: str, why: str = "", records: Sequence[str] = (), digest: str = ""
) -> Programme:
    """
    Write an entry at the end of a programme's journal (fr: *journal*).

    Args:
        programme: the programme after the change.
        at: the moment, with its zone.
        who: the person or office, as it calls itself.
        what: what was done, in a few words.
        why: the reason given.
        records: the records touched, as ``collection/id``.
        digest: SHA-256 over what they hold; empty for a mere note.
    """
    before = programme.journal[-1].hash if programme.journal else ""
    entry = chained(
        JournalEntry(id=str(len(programme.journal) + 1), at=at, who=who, what=what, why=why, records=tuple(records), digest=digest), before
    )
    return programme.with_records(journal=(*programme.journal, entry))


def chained(entry: JournalEntry, previous: str) -> JournalEntry:
    """Chain an entry to the hash of the one before; empty for the first."""
    return evolve(entry, previous=previous, hash=_hash(entry, previous))


def hash_of(entry: JournalEntry) -> str:
    """Work out the SHA-256 of an entry: all its words and the hash before it."""
    return _hash(entry, entry.previous)


def _hash(entry: JournalEntry, previous: str) -> str:
    moment = entry.at.astimezone(dt.UTC).isoformat()
    words: list[object] = [entry.id, moment, entry.who, entry.what, entry.why, list(entry.records), previous]
    if entry.digest:  # entries of schema 1 have none, and keep the hash they had
        words.append(entry.digest)
    return hashlib.sha256(_json(words).encode()).hexdigest()


_json = json.JSONEncoder(ensure_ascii=False).encode


def broken_links(journal: Sequence[JournalEntry]) -> Iterator[Problem]:
    """Give each entry that does not follow from the one before it, or whose words do not give its hash."""
    before = ""
    for number, entry in enumerate(journal, start=1):
        if entry.id != str(number) or entry.previous != before or entry.hash != hash_of(entry):
            yield JOURNAL_BROKEN.at(entry.place(), entry.hash)
        before = entry.hash
