"""Backwards through the journal: a past day's programme by undoing what came later, and who changed something behind the journal's back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from tokten_core.errors import Kind, Problem, StoreError
from tokten_core.history.digests import digest_of_changes, digest_of_rows
from tokten_core.history.states import State
from tokten_core.history.works import Head, head_of
from tokten_core.journal import broken_links
from tokten_core.model.programme import JournalEntry, Programme, Revision
from tokten_core.text import Text

__all__ = ["as_at", "as_of", "verify"]

NOT_KNOWN_THEN = Kind(
    "past-not-known",
    says=Text(en="what stood there on {value} is not known: {why}", fr="l'état au {value} n'est pas connu : {why}"),
    allowed=Text(en="a day from {first} on", fr="une date à partir du {first}"),
    remedy=Text(en="Choose a later day.", fr="Choisissez une date ultérieure."),
)
NO_JOURNAL = Text(en="the programme has no journal", fr="le programme n'a pas de journal")
OTHER_JOURNAL = Text(en="its journal never stood so", fr="son journal n'en a jamais été là")
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
    state = _undone(programme, kept, day)
    if not kept:
        first = programme.journal[0].at.date() if programme.journal else None
        why = BEGINS_LATER if programme.journal else NO_JOURNAL
        raise StoreError(NOT_KNOWN_THEN.at("journal", day, why=why, first=first or "…"))
    return _as_stood(programme, state, kept)


def as_at(programme: Programme, head: Head) -> Programme:
    """
    Give the programme as it stood when its journal did at a head (fr: *état à une entrée*), by undoing what came later.

    Args:
        programme: as it stands now.
        head: where the journal stood.

    Raises:
        StoreError: That head is not in this journal, or the programme was taken as found since (`past-not-known`).

    .. versionadded:: 0.1
    """
    if head == head_of(programme):
        return programme
    known = programme.journal[head.entries - 1] if 0 < head.entries <= len(programme.journal) else None
    if known is None or known.hash != head.hash:
        first = programme.journal[0].at.date() if programme.journal else "…"
        raise StoreError(NOT_KNOWN_THEN.at("journal", f"{head.entries} {head.hash}", why=OTHER_JOURNAL, first=first))
    return _as_stood(programme, _undone(programme, head.entries, known.at.date()), head.entries)


def _undone(programme: Programme, kept: int, day: dt.date) -> State:
    """Undo all entries but the first few."""
    state = State(programme)
    by_entry = _by_entry(programme.history)
    for entry in reversed(programme.journal[kept:]):
        revisions = by_entry.get(entry.id, ())
        if entry.digest and not revisions:
            raise StoreError(_not_known(entry, day))
        state.undo(revisions)
    return state


def _as_stood(programme: Programme, state: State, kept: int) -> Programme:
    """Give the programme of a state, with the journal and the past that it had."""
    entries = {entry.id for entry in programme.journal[:kept]}
    return programme.with_records(
        **state.changed(),
        journal=programme.journal[:kept],
        history=(revision for revision in programme.history if revision.entry in entries),
    )


def verify(programme: Programme) -> Iterator[Problem]:
    """
    Give what does not hold: each entry that does not follow from the one before, and each whose records are not those that it wrote.

    What stood there before an entry that takes the programme as found cannot be held to anything; the chain still is.
    """
    yield from broken_links(programme.journal)
    state = State(programme)
    by_entry = _by_entry(programme.history)
    for entry in reversed(programme.journal):
        revisions = by_entry.pop(entry.id, ())
        if revisions:
            if entry.digest != digest_of_changes((revision, state.find(revision.kind, revision.record)) for revision in revisions):
                yield DIGEST_BROKEN.at(entry.place(), entry.digest)
            state.undo(revisions)
        elif entry.digest:
            if entry.digest != digest_of_rows(state.everything()):
                yield DIGEST_BROKEN.at(entry.place(), entry.digest)
            break


def _by_entry(history: Sequence[Revision]) -> dict[str, list[Revision]]:
    found: dict[str, list[Revision]] = {}
    for revision in history:
        found.setdefault(revision.entry, []).append(revision)
    return found


def _not_known(entry: JournalEntry, day: dt.date) -> Problem:
    first_of_all = entry.id == "1"
    why = BEGINS_LATER if first_of_all else TAKEN_AS_FOUND.fill(what=entry.what)
    return NOT_KNOWN_THEN.at("journal", day, why=why, first=entry.at.date())
