"""
The common point: where two sides last agreed, and what they both had there.

It is the head of our journal and the centre's last number. What was there then is our own programme as its history gives it back: the present
with later revisions undone. A journal that does not know the point (another copy, a restored one) has no base, and says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from attrs import define, field

from tokten_cigem.answers import Checkpoint, Entry
from tokten_cigem.sharing import COLLECTIONS, Row, Shares, Tables
from tokten_core.history import before_of
from tokten_core.model.expert import Consent, Purpose
from tokten_core.model.programme import JournalEntry, Programme
from tokten_core.records import Record
from tokten_core.sharing import consenting

__all__ = ["Bases", "common_point", "shared_then"]


def common_point(journal: Sequence[JournalEntry], known: Iterable[Checkpoint]) -> Checkpoint | None:
    """Give the latest of the points that the centre knows and our journal has been at; None where there is none."""
    ours = (each for each in known if 0 < each.entries <= len(journal) and journal[each.entries - 1].hash == each.hash)
    return max(ours, key=lambda each: each.sequence, default=None)


def shared_then(programme: Programme, entries: int, day: dt.date, shares: Shares) -> Tables | None:
    """
    Give the shared part of our programme as it stood behind an entry of its journal; None where its history does not reach so far.

    Args:
        programme: as it stands now.
        entries: how many entries there were then.
        day: the day by which consents were in force.
        shares: gives the rows.
    """
    later = {entry.id for entry in programme.journal[entries:]}
    revisions = [revision for revision in programme.history if revision.entry in later]
    told = {revision.entry for revision in revisions}
    if any(entry.id not in told and (entry.digest or entry.records) for entry in programme.journal[entries:]):
        return None  # the programme was taken as found since: what stood there before is not known
    before: dict[tuple[str, str], Record | None] = {}
    for revision in revisions:
        if revision.kind in COLLECTIONS:
            before.setdefault((revision.kind, revision.record), before_of(revision))
    records = {name: _undone(name, programme.records(name), before) for name in COLLECTIONS}
    consents = [record for record in records["consents"] if isinstance(record, Consent)]
    return shares.tables(records, consenting(consents, Purpose.CIGEM, day))


@define
class Bases:
    """
    What both sides had of each record (fr: *versions de base*), as far as it is known.

    Attributes:
        tables: at the common point; None where there is none.
        entries: how many entries our journal had there.
    """

    _programme: Programme
    _day: dt.date
    _shares: Shares
    tables: Tables | None
    entries: int
    _said: dict[str, Tables | None] = field(factory=dict)
    _numbers: dict[str, int] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self._numbers = {entry.hash: number for number, entry in enumerate(self._programme.journal, start=1)}

    def of(self, collection: str, key: str, entry: Entry | None) -> tuple[Row | None, bool]:
        """
        Give what both had of one record, and whether that is known.

        A record that names a state of our own journal later than the common point was sent by us from there: what we had then is the base, as
        they have it, or went on from it.
        """
        if entry is not None and self._numbers.get(entry.head, 0) > (self.entries if self.tables is not None else 0):
            said = self._then(entry.head)
            if said is not None:
                return said[collection].get(key), True
        return (None, False) if self.tables is None else (self.tables[collection].get(key), True)

    def _then(self, head: str) -> Tables | None:
        if head not in self._said:
            self._said[head] = shared_then(self._programme, self._numbers[head], self._day, self._shares)
        return self._said[head]


def _undone(name: str, records: Iterable[Record], before: Mapping[tuple[str, str], Record | None]) -> list[Record]:
    kept = [record for record in records if (name, record.id) not in before]
    return [*kept, *(record for (collection, _), record in before.items() if collection == name and record is not None)]
