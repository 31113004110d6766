"""
How a programme changes, and how its past comes back.

A *work* is one change by one person for one reason: records to put, records to take out. Applied to a programme it leaves three things: the
records as they are now, one entry at the end of the journal, and one revision for each record touched, with the row as it stood *before*.
Undone from the last entry to the first, revisions give back the programme of any past day; nothing else has to be kept.

An entry carries a digest of what its records held before and after, and the chain of hashes covers the digest: whoever changes a record, a
revision or an entry behind the programme's back is found by ``verify``. Personal values stay out of digests, so that a person can be
erased and the chain still holds.

>>> import datetime as dt
>>> from tokten_core.testing.examples import a_small_programme
>>> from tokten_core.records import evolve
>>> before = a_small_programme()
>>> longer = evolve(before.missions[1], end=dt.date(2009, 3, 20))
>>> monday = dt.datetime(2009, 6, 1, 9, 0, tzinfo=dt.UTC)
>>> after = applied(before, Work(at=monday, who="coordination", what="lengthen M2", put=(longer,)))
>>> after.missions[1].days, as_of(after, dt.date(2009, 5, 31)).missions[1].days, [*verify(after)]
(20, 1, [])
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias, cast

import attrs
from attrs import field, frozen

from tokten_core.convert import record_of
from tokten_core.errors import InputError, Kind, Problem, StoreError
from tokten_core.journal import append, broken_links, chained
from tokten_core.model.programme import (
    DUPLICATE_ID,
    NOT_ONE_CARD,
    JournalEntry,
    Programme,
    ProgrammeCard,
    Revision,
    broken_references,
    collections,
    kind_of,
)
from tokten_core.records import Record, evolve
from tokten_core.rows import writer
from tokten_core.schema import Column, columns
from tokten_core.text import Text

__all__ = [
    "Head",
    "Key",
    "Sealed",
    "Work",
    "applied",
    "as_of",
    "before_of",
    "breaks",
    "changes_between",
    "digest_of",
    "head_of",
    "sealed",
    "taken_whole",
    "verify",
]

Key: TypeAlias = tuple[str, str]
"""A record's collection and identifier."""
OWN = frozenset({"journal", "history"})
"""What commits write and works may not touch."""

WRITTEN_TWICE = Kind(
    "work-touches-twice",
    says=Text(en="{value} is touched twice by one work", fr="{value} est touché deux fois par un même travail"),
    allowed=Text(en="each record once", fr="chaque enregistrement une seule fois"),
    remedy=Text(en="Keep one of the two, or make two works.", fr="Gardez l'un des deux, ou faites deux travaux."),
)
NOT_TO_BE_TOUCHED = Kind(
    "work-touches-journal",
    says=Text(en="a work writes into {value}", fr="un travail écrit dans {value}"),
    allowed=Text(en="any other kind of record; the journal and the past are written by the commit itself",
                 fr="tout autre genre d'enregistrement ; le journal et le passé s'écrivent d'eux-mêmes"),
    remedy=Text(en="Take it out of the work.", fr="Retirez-le du travail."),
)  # fmt: skip
NOTHING_TO_TAKE_OUT = Kind(
    "work-record-unknown",
    says=Text(en="there is no {value} to take out", fr="il n'y a pas de {value} à retirer"),
    allowed=Text(en="a record that is there", fr="un enregistrement présent"),
    remedy=Text(en="Check the identifier.", fr="Vérifiez l'identifiant."),
)
NOT_KNOWN_THEN = Kind(
    "past-not-known",
    says=Text(en="what stood there on {value} is not known: {why}", fr="l'état au {value} n'est pas connu : {why}"),
    allowed=Text(en="a day from {first} on", fr="une date à partir du {first}"),
    remedy=Text(en="Choose a later day.", fr="Choisissez une date ultérieure."),
)
NO_JOURNAL = Text(en="the programme has no journal", fr="le programme n'a pas de journal")
BEGINS_LATER = Text(en="its journal begins later", fr="son journal commence plus tard")
TAKEN_AS_FOUND = Text(en="it was taken as found by a later entry ({what})", fr="une entrée ultérieure l'a pris tel quel ({what})")
DIGEST_BROKEN = Kind(
    "journal-digest-broken",
    says=Text(en="the records are not those that this entry wrote", fr="les enregistrements ne sont pas ceux que cette entrée a écrits"),
    allowed=Text(en="records changed by commits only", fr="des enregistrements modifiés par des travaux du journal seulement"),
    remedy=Text(
        en="Find who changed them behind the journal's back; restore from a copy, or take them as they are with `tokten accept`.",
        fr="Cherchez qui les a modifiés à l'insu du journal ; restaurez une copie, ou prenez-les tels quels avec « tokten accept ».",
    ),
)


def _records(given: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(given)


def _keys(given: Iterable[Key]) -> tuple[Key, ...]:
    return tuple(given)


@frozen(kw_only=True)
class Work:
    """
    One change to a programme (fr: *travail*), to be committed whole or not at all.

    Attributes:
        at: the moment, with its zone.
        who: the person or office, as it calls itself.
        what: what is done, in a few words.
        why: the reason given.
        put: records that are new, or that take the place of the one of their kind and identifier.
        remove: records to take out, by collection and identifier.
        forget: whose personal values go for good: a revision that is kept, which is blanked; a record that is put, whose state before this
            change is kept without them.

    Raises:
        InputError: A record is touched twice, or one of the journal is.

    .. versionadded:: 0.1
    """

    at: dt.datetime
    who: str
    what: str
    why: str = ""
    put: tuple[Record, ...] = field(default=(), converter=_records)
    remove: tuple[Key, ...] = field(default=(), converter=_keys)
    forget: tuple[Key, ...] = field(default=(), converter=_keys)

    def __attrs_post_init__(self) -> None:
        seen: set[Key] = set()
        problems: list[Problem] = []
        for key in self.keys:
            if key[0] in OWN:
                problems.append(NOT_TO_BE_TOUCHED.at(_named(key), key[0]))
            if key in seen:
                problems.append(WRITTEN_TWICE.at(_named(key), _named(key)))
            seen.add(key)
        if problems:
            raise InputError(*problems)

    @property
    def keys(self) -> list[Key]:
        """What is touched, as collection and identifier."""
        return [*((record.collection, record.id) for record in self.put), *self.remove]


@frozen
class Head:
    """
    Where a programme's journal stands (fr: *tête du journal*); two programmes with one head have had the same life.

    Attributes:
        entries: how many entries there are.
        hash: the hash of the last; empty where there is none.
    """

    entries: int
    hash: str


@frozen
class Sealed:
    """
    What a commit writes (fr: *travail scellé*): only what really changes.

    Attributes:
        entry: the journal's next entry.
        revisions: the records touched as they stood before, in the order of the entry.
        put: the records to write; those that were there keep their place, new ones go to the end. Revisions that are blanked are among them.
        remove: the records to take out.
    """

    entry: JournalEntry
    revisions: tuple[Revision, ...]
    put: tuple[Record, ...]
    remove: tuple[Key, ...]


def head_of(programme: Programme) -> Head:
    """Say where a programme's journal stands."""
    return Head(len(programme.journal), programme.journal[-1].hash if programme.journal else "")


def sealed(
    work: Work, head: Head, find: Callable[[str, str], Record | None], place: Callable[[str, str], tuple[int, str]]
) -> Sealed | None:
    """
    Work out what a commit has to write, reading only the records that the work touches.

    Args:
        work: the change.
        head: where the journal stands now.
        find: gives the record of a collection and identifier, or None.
        place: gives where a record stands: a number that grows along its collection, and the identifier before it (empty for the first).

    Returns:
        None where the work changes nothing: then nothing is written, not even an entry.

    Raises:
        InputError: A record to be taken out is not there (`work-record-unknown`).
    """
    found = {key: find(*key) for key in work.keys}
    if problems := [NOTHING_TO_TAKE_OUT.at(_named(key), _named(key)) for key in work.remove if found[key] is None]:
        raise InputError(*problems)
    put = [record for record in work.put if found[record.collection, record.id] != record]
    leaving = _in_order(work.remove, place)
    forgotten = [*_forgotten(work, find)]
    if not put and not leaving and not forgotten:
        return None
    number = str(head.entries + 1)
    touched: list[tuple[Key, str, Record | None]] = [((record.collection, record.id), "", record) for record in put]
    touched += [(key, behind, None) for key, behind in leaving]
    revisions = tuple(
        _revision(number, count, key, behind, found[key], forget=key in work.forget)
        for count, (key, behind, _) in enumerate(touched, start=1)
    )
    changes = [(revision, after) for revision, (_, _, after) in zip(revisions, touched, strict=True)]
    bare = JournalEntry(
        id=number,
        at=work.at,
        who=work.who,
        what=work.what,
        why=work.why,
        records=tuple(
            _named(key) for key in dict.fromkeys([*(key for key, _, _ in touched), *(key for key in work.forget if key[0] not in OWN)])
        ),
        digest=_digest_of_changes(changes) if changes else "",
    )
    return Sealed(chained(bare, head.hash), revisions, (*put, *forgotten), tuple(key for key, _ in leaving))


def _in_order(keys: Sequence[Key], place: Callable[[str, str], tuple[int, str]]) -> list[tuple[Key, str]]:
    """Give the records that go as they stand, each with the one that it stands behind."""
    if not keys:
        return []
    order = list(collections())
    return [(key, behind) for _, _, behind, key in sorted((order.index(key[0]), *place(*key), key) for key in keys)]


def breaks(
    made: Sealed, is_kept: Callable[[str, str], bool], referring: Callable[[Collection[Key]], Iterable[Record]]
) -> Iterator[Problem]:
    """
    Give what a commit would break, reading only the records that it touches or that touch it (fr: *ce qu'un travail casserait*).

    Args:
        made: what the commit writes.
        is_kept: tells whether a record of a collection and identifier is kept, before the commit.
        referring: gives the kept records that refer to any of some collections and identifiers.

    Returns:
        References to what is not there, or goes; an entry or a revision that stands there already; another number of cards than one.

    .. versionadded:: 0.1
    """
    put, gone = {(record.collection, record.id) for record in made.put}, set(made.remove)
    touched = put | gone

    def is_there(*key: str) -> bool:
        return key in put or (key not in gone and is_kept(*key))

    left = [record for record in referring(made.remove) if (record.collection, record.id) not in touched] if gone else []
    yield from broken_references((*made.put, *left), is_there)
    for new in (made.entry, *made.revisions):
        if is_kept(new.collection, new.id):
            yield DUPLICATE_ID.at(new.place("id"), new.id)
    cards = [key for key in touched if key[0] == ProgrammeCard.collection]
    if cards and (found := 1 + sum(key in put for key in cards) - sum(is_kept(*key) for key in cards)) != 1:
        yield NOT_ONE_CARD.at(ProgrammeCard.collection, found)


def applied(programme: Programme, work: Work) -> Programme:
    """
    Apply a work to a programme (fr: *appliquer un travail*); the same programme where it changes nothing.

    Raises:
        InputError: A record to take out is not there, a reference breaks, an identifier stands twice; all are told.
    """
    made = sealed(work, head_of(programme), programme.find, lambda *key: _place(programme, *key))
    if made is None:
        return programme
    state = _State(programme)
    for key in made.remove:
        state.take_out(*key)
    for record in made.put:
        state.put(record)
    changed = {"history": programme.history, **state.changed()}
    changed["history"] = (*changed["history"], *made.revisions)
    return programme.with_records(**changed, journal=(*programme.journal, made.entry))


def taken_whole(programme: Programme, *, at: dt.datetime, who: str, what: str, why: str = "") -> Programme:
    """
    Write an entry that vouches for the programme as it stands, whole: its first, or after somebody mended it by hand.

    What stood there before such an entry is not known.
    """
    return append(programme, at=at, who=who, what=what, why=why, digest=digest_of(programme))


def as_of(programme: Programme, day: dt.date) -> Programme:
    """
    Give the programme as it stood at the end of a past day (fr: *état au*), by undoing what came later.

    Args:
        programme: as it stands now.
        day: the day, counted, in the zone that each entry names. Entries count in the order of the journal, so one with an earlier day
            behind one with a later day is undone with it.

    Raises:
        StoreError: The journal begins later, or the programme was taken as found since (`past-not-known`).
    """
    kept = next((number for number, entry in enumerate(programme.journal) if entry.at.date() > day), len(programme.journal))
    state = _State(programme)
    by_entry = _by_entry(programme.history)
    for entry in reversed(programme.journal[kept:]):
        revisions = by_entry.get(entry.id, ())
        if entry.digest and not revisions:
            raise StoreError(_not_known(entry, day))
        state.undo(revisions)
    if not kept:
        first = programme.journal[0].at.date() if programme.journal else None
        why = BEGINS_LATER if programme.journal else NO_JOURNAL
        raise StoreError(NOT_KNOWN_THEN.at("journal", day, why=why, first=first or "…"))
    entries = {entry.id for entry in programme.journal[:kept]}
    return programme.with_records(
        **state.changed(),
        journal=programme.journal[:kept],
        history=(revision for revision in programme.history if revision.entry in entries),
    )


def changes_between(before: Programme, after: Programme) -> tuple[tuple[Record, ...], tuple[Key, ...]]:
    """
    Give what makes one programme of another: records to put and records to take out, for a ``Work``.

    The order of records that both have does not count; new ones go to the end of their collection.
    """
    put: list[Record] = []
    remove: list[Key] = []
    for name in collections():
        if name not in OWN:
            put += [record for record in after.records(name) if before.find(name, record.id) != record]
            remove += [(name, record.id) for record in before.records(name) if after.find(name, record.id) is None]
    return tuple(put), tuple(remove)


def verify(programme: Programme) -> Iterator[Problem]:
    """
    Give what does not hold: each entry that does not follow from the one before, and each whose records are not those that it wrote.

    What stood there before an entry that takes the programme as found cannot be held to anything; the chain still is.
    """
    yield from broken_links(programme.journal)
    state = _State(programme)
    by_entry = _by_entry(programme.history)
    for entry in reversed(programme.journal):
        revisions = by_entry.pop(entry.id, ())
        if revisions:
            if entry.digest != _digest_of_changes((revision, state.find(revision.kind, revision.record)) for revision in revisions):
                yield DIGEST_BROKEN.at(entry.place(), entry.digest)
            state.undo(revisions)
        elif entry.digest:
            if entry.digest != _digest_of_rows(state.everything()):
                yield DIGEST_BROKEN.at(entry.place(), entry.digest)
            break


def before_of(revision: Revision) -> Record | None:
    """
    Give the record that a revision keeps, personal values put back; None where there was none.

    Raises:
        InputError: The row can no longer be read.
    """
    if not revision.before:
        return None
    kind = kind_of(revision.kind)
    row = {**json.loads(revision.before), **(json.loads(revision.personal) if revision.personal else {})}
    for column in columns(kind):
        if column.fact.personal and column.required:
            row.setdefault(column.name, ERASED)
    return record_of(kind, row, revision.place("before"))


ERASED = "…"
"""What stands where a person's name was erased and a value must stand."""


def digest_of(programme: Programme) -> str:
    """Work out the SHA-256 of all records as they stand, personal values and the journal left out."""
    return _digest_of_rows((name, records) for name, records in programme.everything() if name not in OWN)


class _State:
    """The records of a programme on the way into the past: only the collections that are touched are copied."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._order: dict[str, list[str]] = {}
        self._records: dict[str, dict[str, Record]] = {}

    def find(self, collection: str, id: str) -> Record | None:  # noqa: A002 - the field's name everywhere
        return self._records[collection].get(id) if collection in self._records else self._programme.find(collection, id)

    def put(self, record: Record) -> None:
        self._open(record.collection)
        if record.id not in self._records[record.collection]:
            self._order[record.collection].append(record.id)
        self._records[record.collection][record.id] = record

    def take_out(self, collection: str, id: str) -> None:  # noqa: A002 - as above
        self._open(collection)
        if self._records[collection].pop(id, None) is not None:
            order = self._order[collection]
            order.pop(-1 if order[-1] == id else order.index(id))

    def undo(self, revisions: Sequence[Revision]) -> None:
        for revision in revisions:
            if not revision.before:
                self.take_out(revision.kind, revision.record)
        for revision in revisions:
            before = before_of(revision)
            if before is not None:
                self._put_back(before, revision.behind)

    def _put_back(self, record: Record, behind: str) -> None:
        self._open(record.collection)
        if record.id not in self._records[record.collection]:
            order = self._order[record.collection]
            order.insert(order.index(behind) + 1 if behind in self._records[record.collection] else 0, record.id)
        self._records[record.collection][record.id] = record

    def changed(self) -> dict[str, tuple[Record, ...]]:
        return {name: tuple(map(records.__getitem__, self._order[name])) for name, records in self._records.items()}

    def everything(self) -> Iterator[tuple[str, Iterable[Record]]]:
        changed = self.changed()
        for name, records in self._programme.everything():
            if name not in OWN:
                yield name, changed.get(name, records)

    def _open(self, collection: str) -> None:
        if collection not in self._records:
            records = self._programme.records(collection)
            self._order[collection] = [record.id for record in records]
            self._records[collection] = {record.id: record for record in records}


def _forgotten(work: Work, find: Callable[[str, str], Record | None]) -> Iterator[Revision]:
    """Give the revisions that a work blanks, blanked."""
    for key in work.forget:
        kept = find(*key) if key[0] == Revision.collection else None
        if isinstance(kept, Revision) and kept.personal:
            yield evolve(kept, personal="")


def _revision(entry: str, count: int, key: Key, behind: str, before: Record | None, *, forget: bool) -> Revision:
    public, personal = ("", "") if before is None else _sides(before)
    return Revision(
        id=f"{entry}-{count}",
        entry=entry,
        kind=key[0],
        record=key[1],
        behind=behind,
        before=public,
        personal="" if forget else personal,
    )


def _sides(record: Record) -> tuple[str, str]:
    """Give the public and the personal side of a record's row, as JSON; the personal one is empty where it says nothing."""
    write, (public, personal) = _reader(cast("Any", type(record)))
    row = write(record)
    return _json(_told(row, public)), _json(hidden) if personal and (hidden := _told(row, personal)) else ""


def _public(record: Record) -> str:
    """Give the public side alone."""
    write, (public, _) = _reader(cast("Any", type(record)))
    return _json(_told(write(record), public))


def _told(row: tuple[Any, ...], side: Sequence[tuple[int, str, Any]]) -> dict[str, Any]:
    """Leave out what has its default, so that a field added later does not change a digest."""
    return {name: row[place] for place, name, default in side if row[place] != default}


@cache
def _reader(kind: type[Record]) -> tuple[Callable[[Record], tuple[Any, ...]], tuple[list[tuple[int, str, Any]], ...]]:
    """Give what writes a record of a kind as plain values, and where its public and its personal columns stand, with their defaults."""
    sides: tuple[list[tuple[int, str, Any]], ...] = ([], [])
    for place, column in enumerate(columns(kind)):
        sides[column.fact.personal].append((place, column.name, _plain_default(column)))
    return writer(kind, {"date": _iso, "datetime": _iso, "number": _digits}), sides


def _plain_default(column: Column) -> Any:
    default = column.fact.default
    if default is attrs.NOTHING:  # a member of an enumeration of its own, whose value is 1
        return default
    if column.part in {"en", "fr"}:
        return getattr(default, column.part, default)
    return list(default) if isinstance(default, tuple) else getattr(default, "value", default)


def _iso(moment: dt.date) -> str:
    return moment.isoformat()


def _digits(number: Decimal) -> str:
    return format(number, "f")


def _digest_of_changes(changes: Iterable[tuple[Revision, Record | None]]) -> str:
    told = [
        [revision.kind, revision.record, revision.behind, revision.before, "" if after is None else _public(after)]
        for revision, after in changes
    ]
    return hashlib.sha256(_json(told).encode()).hexdigest()


def _digest_of_rows(everything: Iterable[tuple[str, Iterable[Record]]]) -> str:
    digest = hashlib.sha256()
    for name, records in everything:
        for record in records:
            digest.update(f"{name}\t{_public(record)}\n".encode())
    return digest.hexdigest()


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _by_entry(history: Sequence[Revision]) -> dict[str, list[Revision]]:
    found: dict[str, list[Revision]] = {}
    for revision in history:
        found.setdefault(revision.entry, []).append(revision)
    return found


def _place(programme: Programme, collection: str, id: str) -> tuple[int, str]:  # noqa: A002 - the field's name everywhere
    records = programme.records(collection)
    position = next(number for number, record in enumerate(records) if record.id == id)
    return position, records[position - 1].id if position else ""


def _not_known(entry: JournalEntry, day: dt.date) -> Problem:
    first_of_all = entry.id == "1"
    why = BEGINS_LATER if first_of_all else TAKEN_AS_FOUND.fill(what=entry.what)
    return NOT_KNOWN_THEN.at("journal", day, why=why, first=entry.at.date())


def _named(key: Key) -> str:
    return "/".join(key)
