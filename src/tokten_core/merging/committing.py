"""A work committed, merged where others wrote meanwhile, and the account of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import frozen

from tokten_core.errors import Conflict
from tokten_core.history import Head, Work
from tokten_core.merging.clashes import merged
from tokten_core.model.programme import JournalEntry

if TYPE_CHECKING:
    from tokten_core.ports import Store

__all__ = ["Committed", "commit_or_merge", "committed"]


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
