"""What a commit has to write, and what it would break, worked out from the records that the work touches alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from attrs import frozen

from tokten_core.errors import InputError, Kind, Problem
from tokten_core.history.digests import digest_of_changes
from tokten_core.history.sides import sides_of
from tokten_core.history.works import OWN, Head, Key, Work, named
from tokten_core.journal import chained
from tokten_core.model.programme import (
    DUPLICATE_ID,
    NOT_ONE_CARD,
    JournalEntry,
    ProgrammeCard,
    Revision,
    broken_references,
    collections,
)
from tokten_core.records import Record, evolve
from tokten_core.text import Text

__all__ = ["Sealed", "breaks", "revision_of", "sealed"]

NOTHING_TO_TAKE_OUT = Kind(
    "work-record-unknown",
    says=Text(en="there is no {value} to take out", fr="il n'y a pas de {value} à retirer"),
    allowed=Text(en="a record that is there", fr="un enregistrement présent"),
    remedy=Text(en="Check the identifier.", fr="Vérifiez l'identifiant."),
)


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
    if problems := [NOTHING_TO_TAKE_OUT.at(named(key), named(key)) for key in work.remove if found[key] is None]:
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
        revision_of(number, count, key, behind, found[key], forget=key in work.forget)
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
            named(key) for key in dict.fromkeys([*(key for key, _, _ in touched), *(key for key in work.forget if key[0] not in OWN)])
        ),
        digest=digest_of_changes(changes) if changes else "",
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


def _forgotten(work: Work, find: Callable[[str, str], Record | None]) -> Iterator[Revision]:
    """Give the revisions that a work blanks, blanked."""
    for key in work.forget:
        kept = find(*key) if key[0] == Revision.collection else None
        if isinstance(kept, Revision) and kept.personal:
            yield evolve(kept, personal="")


def revision_of(entry: str, count: int, key: Key, behind: str, before: Record | None, *, forget: bool) -> Revision:
    """Keep a record as it stood before an entry; without what says who a person is, where that is to be forgotten."""
    public, personal = ("", "") if before is None else sides_of(before)
    return Revision(
        id=f"{entry}-{count}",
        entry=entry,
        kind=key[0],
        record=key[1],
        behind=behind,
        before=public,
        personal="" if forget else personal,
    )
