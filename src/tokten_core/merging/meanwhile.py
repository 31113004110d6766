"""What happened between a reading and a writing, and the refusal that carries it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from attrs import frozen

from tokten_core.errors import Conflict, Kind
from tokten_core.history import Head, Key, before_of, head_of
from tokten_core.model.programme import JournalEntry, Programme, Revision
from tokten_core.records import Record
from tokten_core.text import Text

__all__ = ["Changed", "Meanwhile", "conflict", "meanwhile_of", "refuse_if_moved"]

STORE_CONFLICT = Kind(
    "store-conflict",
    says=Text(en="{value} wrote meanwhile: {what}", fr="{value} a écrit entre-temps : {what}"),
    allowed=Text(en="a change to what stands there now", fr="un changement à l'état présent"),
    remedy=Text(
        en="Read again and redo the change, or merge the two; nothing was written.",
        fr="Relisez et refaites le changement, ou fusionnez les deux ; rien n'a été écrit.",
    ),
)
STORE_REPLACED = Kind(
    "store-replaced",
    says=Text(en="another programme stands there now", fr="un autre programme s'y trouve maintenant"),
    allowed=Text(en="a change to the programme that was read", fr="un changement au programme qui a été lu"),
    remedy=Text(en="Read again; nothing was written.", fr="Relisez ; rien n'a été écrit."),
)


@frozen
class Changed:
    """
    A record that changed meanwhile (fr: *enregistrement modifié entre-temps*).

    Attributes:
        key: its collection and identifier.
        before: as the writer read it; None where it did not exist.
        now: as it stands; None where it was taken out.
        who: who changed it last.
    """

    key: Key
    before: Record | None
    now: Record | None
    who: str


@frozen
class Meanwhile:
    """
    What happened since a writer read (fr: *entre-temps*).

    Attributes:
        head: where the journal stands now.
        entries: what the journal says of it, in order.
        changed: the records that changed, by collection and identifier.
    """

    head: Head
    entries: tuple[JournalEntry, ...]
    changed: dict[Key, Changed]


def meanwhile_of(
    since: Head, head: Head, journal: Sequence[JournalEntry], history: Iterable[Revision], find: Callable[[str, str], Record | None]
) -> Meanwhile | None:
    """
    Tell what happened since a writer read.

    Args:
        since: where the journal stood then.
        head: where it stands now.
        journal: its entries from the one numbered ``since.entries`` on (from the first where that is 0).
        history: the revisions of the entries after that one.
        find: gives a record as it stands now, or None.

    Returns:
        None where the journal that was read is not the beginning of the one there now: the programme was replaced.
    """
    known = journal[: 1 if since.entries else 0]
    if since.entries > head.entries or (known and known[0].hash != since.hash):
        return None
    entries = {entry.id: entry for entry in journal[len(known) :]}
    changed: dict[Key, Changed] = {}
    for revision in history:
        key = revision.kind, revision.record
        first = changed[key].before if key in changed else before_of(revision)
        changed[key] = Changed(key, first, find(*key), entries[revision.entry].who)
    return Meanwhile(head, tuple(entries.values()), changed)


def conflict(address: str, meanwhile: Meanwhile | None) -> Conflict:
    """Make the error that a store raises when it has moved on; None for *replaced*."""
    if meanwhile is None:
        return Conflict(STORE_REPLACED.at(address, address))
    told = [STORE_CONFLICT.at(f"{address}, journal {entry.id}", entry.who, what=_words(entry)) for entry in meanwhile.entries]
    return Conflict(*told, meanwhile=meanwhile)


def refuse_if_moved(address: str, programme: Programme, since: Head | None) -> None:
    """
    Refuse to commit to a programme whose journal stands elsewhere than the writer read; for stores that have the whole programme at hand.

    Raises:
        Conflict: It stands elsewhere.
    """
    head = head_of(programme)
    if since is None or since == head:
        return
    journal = programme.journal[max(since.entries - 1, 0) :]
    later = {entry.id for entry in programme.journal[since.entries :]}
    history = [revision for revision in programme.history if revision.entry in later]
    raise conflict(address, meanwhile_of(since, head, journal, history, programme.find))


def _words(entry: JournalEntry) -> str:
    return f"{entry.what} ({entry.why})" if entry.why else entry.what
