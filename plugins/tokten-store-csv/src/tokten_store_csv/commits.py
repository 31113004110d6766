"""
One change to a folder, without reading the rest.

Only the files that hold what a work touches or refers to are read, and of those only the rows that it touches become records.
``history.sealed`` works out what to write and ``history.breaks`` what that would break, in the words of the model. What comes out is a
*change*: the files to write, as bytes. All others stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from attrs import define, field, frozen

from tokten_core.errors import InputError, StoreError
from tokten_core.history import Head, Key, Sealed, Work, breaks, head_of, sealed
from tokten_core.merging import Meanwhile, conflict, meanwhile_of
from tokten_core.model.programme import JournalEntry, Programme, ProgrammeCard, Revision, collections, references_of
from tokten_core.records import Record
from tokten_core.schema import Column, columns
from tokten_store_csv.batches import Batch, records_in
from tokten_store_csv.dialect import Dialect
from tokten_store_csv.lines import Lines, head_in
from tokten_store_csv.opened import Opened
from tokten_store_csv.package import title_of
from tokten_store_csv.questions import plain_values
from tokten_store_csv.writing import file_parts, row_of

__all__ = ["Change", "Desk", "whole"]


@frozen
class Change:
    """
    What is written into a folder (fr: *modification*).

    Attributes:
        head: where the journal stands then.
        title: the programme's.
        files: the files that are written, part by part, by collection; none where nothing changes.
    """

    head: Head
    title: str
    files: Mapping[str, Iterable[bytes | memoryview]]


def whole(programme: Programme, dialect: Dialect) -> Change:
    """Write every file."""
    files = {name: file_parts(name, records, dialect) for name, records in programme.everything()}
    return Change(head_of(programme), title_of(programme.card), files)


@define
class Desk:
    """
    What is read and worked out for one change (fr: *table de travail*).

    Attributes:
        address: how errors call the store.
        there: the folder, open, with all its files; its description is as we write it.
    """

    address: str
    there: Opened
    _lines: dict[str, Lines] = field(factory=dict, init=False)
    _known: set[Key] = field(factory=set, init=False)

    def change(self, work: Work, since: Head | None) -> Change:
        """
        Work out what one work changes.

        Raises:
            Conflict: The journal stands elsewhere than ``since``.
            InputError: A reference would break, or a record to take out is not there.
            StoreError: A file that has to be read is not what was written.
        """
        head = head_in(self._of("journal"))
        if since not in (None, head):
            raise conflict(self.address, self._meanwhile(since, head))
        made = sealed(work, head, self._find, self._place)
        if made is None:
            return Change(head, self.there.package.title, {})
        if problems := [*breaks(made, self._is_kept, self._referring)]:
            raise InputError(*problems)
        files = {name: self._of(name).changed(rows) for name, rows in self._rows(made).items()}
        return Change(Head(head.entries + 1, made.entry.hash), self._title(made), files)

    def _of(self, collection: str) -> Lines:
        """Give the rows of a file. Where it is not what was written, all that is wrong in the folder is told, line by line."""
        if collection not in self._lines:
            try:
                self._lines[collection] = self.there.lines(collection)
            except StoreError:
                self.there.programme()
                raise
        return self._lines[collection]

    def _find(self, collection: str, id: str) -> Record | None:  # noqa: A002 - the field's name everywhere
        lines = self._of(collection)
        start = lines.find(id)
        if start is None:
            return None
        record = lines.record(start)
        self._known.update(references_of(record))  # they hold until now
        return record

    def _is_kept(self, collection: str, id: str) -> bool:  # noqa: A002 - the field's name everywhere
        return (collection, id) in self._known or self._of(collection).find(id) is not None

    def _place(self, collection: str, id: str) -> tuple[int, str]:  # noqa: A002 - the field's name everywhere
        lines = self._of(collection)
        start = lines.find(id)
        assert start is not None  # noqa: S101 - `sealed` has seen it
        before = lines.before(start)
        return start, "" if before is None else lines.record(before).id

    def _meanwhile(self, since: Head, head: Head) -> Meanwhile | None:
        journal = [entry for entry in self._all("journal") if isinstance(entry, JournalEntry)][max(since.entries - 1, 0) :]
        later = {entry.id for entry in journal[1 if since.entries else 0 :]}
        history = [revision for revision in self._all("history") if isinstance(revision, Revision) and revision.entry in later]
        return meanwhile_of(since, head, journal, history, self._find)

    def _all(self, collection: str) -> Iterator[Record]:
        return records_in(collection, self.there.batches(collection))

    def _referring(self, keys: Collection[Key]) -> Iterator[Record]:
        """Give the records that refer to what is taken out; the files that may do so are read to their end."""
        for name, kind in collections().items():
            wanted = [(column, {id_ for found, id_ in keys if found == column.refers_to}) for column in columns(kind) if column.refers_to]
            if any(ids for _, ids in wanted):
                yield from records_in(name, (_that_refer(name, batch, wanted) for batch in self.there.batches(name)))

    def _rows(self, made: Sealed) -> dict[str, dict[str, bytes]]:
        """Give the rows that are new, by collection and identifier; an empty one is taken out."""
        dialect, rows = self.there.package.dialect, dict[str, dict[str, bytes]]()
        for name, id_ in made.remove:
            rows.setdefault(name, {})[id_] = b""
        for record in (*made.put, made.entry, *made.revisions):
            rows.setdefault(record.collection, {})[record.id] = row_of(record, dialect)
        return rows

    def _title(self, made: Sealed) -> str:
        cards = [title_of(record) for record in made.put if isinstance(record, ProgrammeCard)]
        return cards[0] if cards else self.there.package.title


def _that_refer(collection: str, batch: Batch, wanted: Sequence[tuple[Column, set[str]]]) -> Batch:
    """Leave out the rows that refer to none of some identifiers."""
    met: set[int] = set()
    for column, ids in wanted:
        if ids:
            values = plain_values(collection, batch, column)
            met |= {n for n, value in enumerate(values) if not ids.isdisjoint((value,) if isinstance(value, str) else value or ())}
    return Batch([batch.lines[n] for n in sorted(met)], [batch.rows[n] for n in sorted(met)])
