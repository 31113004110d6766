"""
The common point: where two sides last agreed, and what they both had there.

It is the head of our journal and the centre's last number. What was there then is our own programme as its history gives it back: the present
with later revisions undone. A journal that does not know the point (another copy, a restored one) has no base, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tokten_cigem.answers import Checkpoint
from tokten_cigem.sharing import COLLECTIONS, Tables, tables_of
from tokten_core.history import before_of
from tokten_core.model.expert import Consent, Purpose
from tokten_core.model.programme import JournalEntry, Programme
from tokten_core.records import Record
from tokten_core.sharing import consenting

__all__ = ["at_common_point", "common_point"]


def common_point(journal: Sequence[JournalEntry], known: Iterable[Checkpoint]) -> Checkpoint | None:
    """Give the latest of the points that the centre knows and our journal has been at; None where there is none."""
    ours = (each for each in known if 0 < each.entries <= len(journal) and journal[each.entries - 1].hash == each.hash)
    return max(ours, key=lambda each: each.sequence, default=None)


def at_common_point(programme: Programme, common: Checkpoint) -> Tables | None:
    """Give the shared part of our programme as it stood at the common point; None where its history does not reach so far."""
    later = {entry.id for entry in programme.journal[common.entries :]}
    revisions = [revision for revision in programme.history if revision.entry in later]
    told = {revision.entry for revision in revisions}
    if any(entry.id not in told and (entry.digest or entry.records) for entry in programme.journal[common.entries :]):
        return None  # the programme was taken as found since: what stood there before is not known
    before: dict[tuple[str, str], Record | None] = {}
    for revision in revisions:
        if revision.kind in COLLECTIONS:
            before.setdefault((revision.kind, revision.record), before_of(revision))
    records = {name: _undone(name, programme.records(name), before) for name in COLLECTIONS}
    consents = [record for record in records["consents"] if isinstance(record, Consent)]
    return tables_of(records, consenting(consents, Purpose.CIGEM, common.on))


def _undone(name: str, records: Iterable[Record], before: Mapping[tuple[str, str], Record | None]) -> list[Record]:
    kept = [record for record in records if (name, record.id) not in before]
    return [*kept, *(record for (collection, _), record in before.items() if collection == name and record is not None)]
