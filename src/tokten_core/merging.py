"""
Two people write at once: the second is told what the first did, and can go on without losing either's work.

Whoever commits says where the journal stood when they read (``since``). Where it stands elsewhere by now, the store refuses with a ``Conflict``
that carries what happened *meanwhile*: the entries of the journal, with who wrote them and why, and each record as it was then and as it is
now. ``merged`` lays a work over that: records that only one of the two touched are kept; where both touched one record, its fields are taken
one by one; where both changed one field to different values, nobody decides but a person, and the *clash* is listed.

>>> from tokten_core.testing.examples import a_small_programme
>>> import datetime as dt
>>> from tokten_core.history import Work, head_of
>>> from tokten_core.memory import MemoryStores
>>> from tokten_core.records import evolve
>>> store, noon = MemoryStores().open("memory:doc"), dt.datetime(2009, 6, 1, 12, 0, tzinfo=dt.UTC)
>>> store.save(a_small_programme())
>>> read, mission = store.head(), store.load().missions[1]
>>> hers = Work(at=noon, who="Awa", what="lodge", put=(evolve(mission, lodging_nights=3),))
>>> his = Work(at=noon, who="Ben", what="teach", put=(evolve(mission, teaching_hours=6),))
>>> commit_or_merge(store, hers, since=read).entries, commit_or_merge(store, his, since=read).entries
(3, 4)
>>> store.load().missions[1].lodging_nights, store.load().missions[1].teaching_hours
(3, 6)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import attrs
from attrs import frozen

from tokten_core.errors import Conflict, Kind, Problem, shown
from tokten_core.history import ERASED, Head, Key, Work, before_of, head_of
from tokten_core.model.programme import JournalEntry, Programme, Revision, kind_of
from tokten_core.records import Record, evolve, facts_of
from tokten_core.text import Text

if TYPE_CHECKING:
    from tokten_core.ports import Store

__all__ = [
    "Changed",
    "Clash",
    "Committed",
    "Meanwhile",
    "Merged",
    "commit_or_merge",
    "committed",
    "conflict",
    "meanwhile_of",
    "merged",
    "refuse_if_moved",
]

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
FIELD_CLASH = Kind(
    "store-clash",
    says=Text(en="you write {value}, {who} wrote {theirs} meanwhile", fr="vous écrivez {value}, {who} a écrit {theirs} entre-temps"),
    allowed=Text(en="one of the two, chosen by a person", fr="l'un des deux, au choix d'une personne"),
    remedy=Text(en="Decide, then commit again; nothing was written.", fr="Décidez, puis recommencez ; rien n'a été écrit."),
)
NOT_SHOWN = Text(en="a personal value", fr="une donnée personnelle")
TAKEN_OUT = Text(en="nothing: taken out", fr="rien : retiré")


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


@frozen
class Clash:
    """
    One field that both changed to different values, or a record that one changed and the other took out (fr: *désaccord*).

    Attributes:
        key: the record's collection and identifier.
        field: the field; empty for the whole record.
        before: as it was.
        theirs: what the other wrote; None where it was taken out.
        mine: what the work would write; None where it would be taken out.
        who: the other.
    """

    key: Key
    field: str
    before: Any
    theirs: Any
    mine: Any
    who: str

    def problem(self) -> Problem:
        """Say it as a problem."""
        place = f"{self.key[0]}[{self.key[1]}]" + (f".{self.field}" if self.field else "")
        return FIELD_CLASH.at(place, self._told(self.mine), who=self.who, theirs=self._told(self.theirs))

    def _told(self, value: Any) -> object:
        if not self.field:
            return TAKEN_OUT if value is None else value.id
        return NOT_SHOWN if facts_of(kind_of(self.key[0]))[self.field].personal else shown(value)


@frozen
class Merged:
    """
    A work laid over what happened meanwhile (fr: *fusion*).

    Attributes:
        work: the work to commit since the new head; clashes are as the caller preferred, else left as the other wrote.
        clashes: what a person has to decide; empty where both kept out of each other's way.
    """

    work: Work
    clashes: tuple[Clash, ...]


@frozen
class Committed:
    """
    What became of a work (fr: *travail validé*).

    Attributes:
        head: where the journal stands now.
        entry: the number of the work's own entry; None where nothing was left to write.
        asked: the work as it was made up.
        written: what was written of it: without the records that others had made the same already.
        meanwhile: the entries that others wrote since the writer read, in order.
    """

    head: Head
    entry: int | None
    asked: Work
    written: Work
    meanwhile: tuple[JournalEntry, ...] = ()

    def touched_by_both(self, other: JournalEntry) -> list[str]:
        """Name the records that the work and an entry of somebody else both touched."""
        mine = {"/".join(key) for key in self.asked.keys}
        return [name for name in other.records if name in mine]


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


def merged(work: Work, meanwhile: Meanwhile, *, prefer: Literal["mine", "theirs", ""] = "") -> Merged:
    """
    Lay a work over what happened meanwhile (fr: *fusionner*).

    Args:
        work: the change, made from what was read.
        meanwhile: what happened since.
        prefer: whose value stands where both changed one field; empty leaves the other's, for a person to decide.
    """
    clashes: list[Clash] = []
    put: list[Record] = []
    for record in work.put:
        changed = meanwhile.changed.get((record.collection, record.id))
        result = record if changed is None else _laid_over(record, changed, clashes, mine_wins=prefer == "mine")
        if result is not None:
            put.append(result)
    remove = [key for key in work.remove if _may_go(key, meanwhile, clashes, mine_wins=prefer == "mine")]
    kept = attrs.evolve(work, put=put, remove=remove)
    return Merged(kept, () if prefer else tuple(clashes))


def commit_or_merge(store: Store, work: Work, *, since: Head, prefer: Literal["mine", "theirs", ""] = "") -> Head:
    """
    Commit a work, merged with what others wrote meanwhile where nothing clashes (fr: *valider ou fusionner*).

    Raises:
        Conflict: Both changed one field, or the programme was replaced; each clash is a problem.
    """
    return committed(store, work, since=since, prefer=prefer).head


def committed(store: Store, work: Work, *, since: Head, prefer: Literal["mine", "theirs", ""] = "") -> Committed:
    """
    Commit a work as ``commit_or_merge`` does, and tell what it was merged with (fr: *valider et rendre compte*).

    Raises:
        Conflict: Both changed one field, or the programme was replaced; each clash is a problem.

    .. versionadded:: 0.1
    """
    asked = work
    others: tuple[JournalEntry, ...] = ()
    while True:
        try:
            head = store.commit(work, since=since)
        except Conflict as error:
            if error.meanwhile is None:
                raise
            result = merged(work, error.meanwhile, prefer=prefer)
            if result.clashes:
                raise Conflict(*(clash.problem() for clash in result.clashes), meanwhile=error.meanwhile) from error
            work, since, others = result.work, error.meanwhile.head, (*others, *error.meanwhile.entries)
        else:
            return Committed(head, None if head == since else head.entries, asked, work, others)


def _laid_over(mine: Record, changed: Changed, clashes: list[Clash], *, mine_wins: bool) -> Record | None:
    before, theirs = changed.before, changed.now
    if theirs == mine:
        return None
    if theirs is None or before is None:
        clashes.append(Clash(changed.key, "", before, theirs, mine, changed.who))
        return mine if mine_wins else None
    chosen: dict[str, Any] = {}
    gone = {name for name, known in facts_of(type(mine)).items() if known.personal and getattr(theirs, name) == ERASED}
    for name, known in facts_of(type(mine)).items():
        if gone and known.personal:  # the person was erased: who read before that does not bring them back
            continue
        was, there, here = getattr(before, name), getattr(theirs, name), getattr(mine, name)
        if here in (was, there):
            continue
        if there != was:
            clashes.append(Clash(changed.key, name, was, there, here, changed.who))
            if not mine_wins:
                continue
        chosen[name] = here
    return evolve(theirs, **chosen) if chosen else None


def _may_go(key: Key, meanwhile: Meanwhile, clashes: list[Clash], *, mine_wins: bool) -> bool:
    changed = meanwhile.changed.get(key)
    if changed is None:
        return True
    if changed.now is None:  # both took it out
        return False
    clashes.append(Clash(key, "", changed.before, changed.now, None, changed.who))
    return mine_wins


def _words(entry: JournalEntry) -> str:
    return f"{entry.what} ({entry.why})" if entry.why else entry.what
