"""The records of a programme while works are applied and undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tokten_core.history.sides import before_of
from tokten_core.history.works import OWN
from tokten_core.model.programme import Programme, Revision
from tokten_core.records import Record

__all__ = ["State"]


class State:
    """Records on the way into the past, or into the next state: only the collections that are touched are copied."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._order: dict[str, list[str]] = {}
        self._records: dict[str, dict[str, Record]] = {}

    def find(self, collection: str, id: str) -> Record | None:  # noqa: A002 - the field's name everywhere
        """Give a record as it stands here, or None."""
        return self._records[collection].get(id) if collection in self._records else self._programme.find(collection, id)

    def put(self, record: Record) -> None:
        """Put a record in the place of the one of its identifier; a new one at the end."""
        self._open(record.collection)
        if record.id not in self._records[record.collection]:
            self._order[record.collection].append(record.id)
        self._records[record.collection][record.id] = record

    def take_out(self, collection: str, id: str) -> None:  # noqa: A002 - as above
        """Take a record out, if it is there."""
        self._open(collection)
        if self._records[collection].pop(id, None) is not None:
            order = self._order[collection]
            order.pop(-1 if order[-1] == id else order.index(id))

    def undo(self, revisions: Sequence[Revision]) -> None:
        """Put back what the revisions of one entry keep, where it stood."""
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
        """Give the collections that were touched, in their order."""
        return {name: tuple(map(records.__getitem__, self._order[name])) for name, records in self._records.items()}

    def everything(self) -> Iterator[tuple[str, Iterable[Record]]]:
        """Give every collection but those that commits write themselves."""
        changed = self.changed()
        for name, records in self._programme.everything():
            if name not in OWN:
                yield name, changed.get(name, records)

    def _open(self, collection: str) -> None:
        if collection not in self._records:
            records = self._programme.records(collection)
            self._order[collection] = [record.id for record in records]
            self._records[collection] = {record.id: record for record in records}
