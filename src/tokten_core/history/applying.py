"""From a programme to the next one: a work applied, the whole vouched for, and the work that lies between two programmes."""

from __future__ import annotations

import datetime as dt

from tokten_core.history.digests import digest_of
from tokten_core.history.sealing import sealed
from tokten_core.history.states import State
from tokten_core.history.works import OWN, Key, Work, head_of
from tokten_core.journal import append
from tokten_core.model.programme import Programme, collections
from tokten_core.records import Record

__all__ = ["applied", "changes_between", "taken_whole"]


def applied(programme: Programme, work: Work) -> Programme:
    """
    Apply a work to a programme (fr: *appliquer un travail*); the same programme where it changes nothing.

    Raises:
        InputError: A record to take out is not there, a reference breaks, an identifier stands twice; all are told.
    """
    made = sealed(work, head_of(programme), programme.find, lambda *key: _place(programme, *key))
    if made is None:
        return programme
    state = State(programme)
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


def _place(programme: Programme, collection: str, id: str) -> tuple[int, str]:  # noqa: A002 - the field's name everywhere
    records = programme.records(collection)
    position = next(number for number, record in enumerate(records) if record.id == id)
    return position, records[position - 1].id if position else ""
