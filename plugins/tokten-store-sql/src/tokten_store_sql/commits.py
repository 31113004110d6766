"""
One change to what is kept, without reading the rest: the rows that a work touches are looked up by identifier, and nothing else is.

``history.sealed`` works out what to write. References are looked at before anything is written, with the words of the model; the keys of the
database stand behind them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from attrs import define, field, frozen

from tokten_core.errors import InputError, StoreError
from tokten_core.history import OWN, Head, Key, Sealed, Work, breaks, sealed
from tokten_core.merging import Meanwhile, conflict, meanwhile_of
from tokten_core.model.programme import JournalEntry, Revision, collections, references_of
from tokten_core.records import Record, facts_of
from tokten_core.stores import STORE_DAMAGED
from tokten_store_sql.checksums import NOT_AS_WRITTEN, Checksum
from tokten_store_sql.databases import Connection, Database, run
from tokten_store_sql.rows import column_names, record_at, row_of, select_text
from tokten_store_sql.tables import CHECKSUMS, MARK, POSITION, VERSION_TABLE, guards, no_guards

__all__ = ["Desk", "Standing"]


LAST_HASH = f"""coalesce(
    (SELECT hash FROM journal JOIN {CHECKSUMS} ON collection = 'journal' AND id = CAST(rows AS TEXT) AND {POSITION} = rows - 1),
    (SELECT hash FROM journal ORDER BY {POSITION} DESC LIMIT 1)
)"""  # noqa: S608 - our own names
"""The last entry is looked up by its number; only where somebody broke the numbers is it searched for."""


@frozen
class Standing:
    """
    All that a commit has to know before it begins (fr: *état du journal et des tables*): one question.

    Attributes:
        hash: the hash of the last entry; None where there is none.
        sums: how many rows there are and what they add up to, as they are kept, of the journal, the past and the tables that were asked for.
    """

    hash: str | None
    sums: Mapping[str, tuple[int, str]]

    @property
    def head(self) -> Head:
        """Give where the journal stands."""
        return Head(self.sums["journal"][0], self.hash or "")

    @classmethod
    def question(cls, touched: Iterable[str] = ()) -> str:
        """Give the question, of the tables of some collections besides the journal and the past; its rows begin with the version."""
        return _standing(tuple(sorted({*OWN, *touched} & collections().keys())))

    @classmethod
    def of(cls, rows: Sequence[tuple[Any, ...]]) -> Standing | None:
        """Read the answer; None where the journal or the past is not in it."""
        sums = {name: (count, total) for _, _, name, count, total in rows}
        return cls(rows[0][1], sums) if sums.keys() >= OWN else None


@cache
def _standing(names: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{name}'" for name in names)
    return (
        f"SELECT version, {LAST_HASH}, collection, rows, checksum FROM {VERSION_TABLE}, {CHECKSUMS} "  # noqa: S608 - our own names
        f"WHERE product = '{MARK}' AND collection IN ({listed})"
    )


@define
class Desk:
    """
    What is read and written by one change (fr: *table de travail*).

    Attributes:
        address: how errors call the store.
        database: where the tables are.
        connection: inside the one transaction.
        standing: where the journal stands.
    """

    address: str
    database: Database
    connection: Connection
    standing: Standing
    _found: dict[Key, tuple[tuple[Any, ...], Record] | None] = field(factory=dict, init=False)

    def ask(self, statement: str, *values: Any) -> Sequence[tuple[Any, ...]]:
        """Ask with values in the place of question marks."""
        return self.connection.execute(_marked(statement, self.database.mark), values).fetchall()

    def commit(self, work: Work, since: Head | None) -> Head:
        """
        Write one work.

        Raises:
            Conflict: The journal stands elsewhere than ``since``.
            InputError: A reference would break, or a record to take out is not there.
        """
        head = self.standing.head
        if since is not None and since != head:
            raise conflict(self.address, self._meanwhile(since, head))
        made = sealed(work, head, self.find, self._place)
        if made is None:
            return head
        known = {key for found in self._found.values() if found for key in references_of(found[1])}  # they held until now
        if problems := [*breaks(made, lambda *key: key in known or self._is_kept(*key), self._referring)]:
            raise InputError(*problems)
        self._write(made)
        return Head(head.entries + 1, made.entry.hash)

    def find(self, collection: str, id: str) -> Record | None:  # noqa: A002 - the field's name everywhere
        """Give a record as it stands, or None."""
        found = self._look_up((collection, id))
        return found[1] if found else None

    def _look_up(self, key: Key) -> tuple[tuple[Any, ...], Record] | None:
        if key not in self._found:
            rows = self.ask(f"{select_text(key[0], self.database.dialect)} WHERE id = ?", key[1])
            self._found[key] = (tuple(rows[0]), record_at(self.database, key[0], rows[0])) if rows else None
        return self._found[key]

    def _place(self, collection: str, id: str) -> tuple[int, str]:  # noqa: A002 - the field's name everywhere
        found = self._look_up((collection, id))
        position: int = found[0][0] if found else 0
        before = self.ask(f"SELECT id FROM {collection} WHERE {POSITION} < ? ORDER BY {POSITION} DESC LIMIT 1", position)  # noqa: S608 - our own names
        return position, before[0][0] if before else ""

    def _meanwhile(self, since: Head, head: Head) -> Meanwhile | None:
        first = max(since.entries - 1, 0)
        journal = [
            entry
            for entry in self._several("journal", f"WHERE {POSITION} >= ? ORDER BY {POSITION}", first)
            if isinstance(entry, JournalEntry)
        ]
        later = [entry.id for entry in journal[1 if since.entries else 0 :]]
        return meanwhile_of(since, head, journal, self._history(later), self.find)

    def _history(self, entries: Sequence[str]) -> list[Revision]:
        """Give the revisions of the last entries, which are the last revisions."""
        if not entries:
            return []
        since = self.ask(f"SELECT min({POSITION}) FROM history WHERE entry = ?", entries[0])[0][0]  # noqa: S608 - our own names
        found = [] if since is None else self._several("history", f"WHERE {POSITION} >= ? ORDER BY {POSITION}", since)
        return [revision for revision in found if isinstance(revision, Revision)]

    def _several(self, collection: str, where: str, *values: Any) -> Iterator[Record]:
        for row in self.ask(f"{select_text(collection, self.database.dialect)} {where}", *values):
            yield record_at(self.database, collection, row)

    def _is_kept(self, collection: str, id: str) -> bool:  # noqa: A002 - the field's name everywhere
        if collection in OWN:
            return False  # it is to be added, and the database's own key would refuse it
        return bool(self._found.get((collection, id)) or self.ask(f"SELECT 1 FROM {collection} WHERE id = ?", id))  # noqa: S608 - our own names

    def _referring(self, keys: Collection[Key]) -> Iterator[Record]:
        """Give the records that refer to some that are taken out, once for each way in which they do."""
        for name, kind in collections().items():
            for known in facts_of(kind).values():
                one = known.type is str
                within = f'"{known.name}" = ?' if one else f"\"{known.name}\" LIKE ? ESCAPE '~'"
                for _, id_ in (key for key in keys if key[0] == known.refers_to):
                    yield from self._several(name, f"WHERE {within}", id_ if one else _part_of_a_list(id_))

    def _write(self, made: Sealed) -> None:
        changes: dict[str, Checksum] = {}
        dialect = self.database.dialect
        forgets = any(isinstance(record, Revision) for record in made.put)  # a person is erased: the past gives way, this once
        run(self.connection, no_guards(dialect) if forgets else [])
        for key in made.remove:
            self._remove(key, changes)
        new: dict[str, list[Record]] = {}
        for record in (*made.put, made.entry, *made.revisions):
            if self._found.get((record.collection, record.id)):
                self._change(record, changes)
            else:
                new.setdefault(record.collection, []).append(record)
        for name, records in new.items():
            self._add(name, records, changes)
        self._add_up(changes)
        run(self.connection, guards(dialect) if forgets else [])

    def _remove(self, key: Key, changes: dict[str, Checksum]) -> None:
        found = self._look_up(key)
        assert found  # noqa: S101 - `sealed` has seen it
        self._tell(f"DELETE FROM {key[0]} WHERE id = ?", [(key[1],)])  # noqa: S608 - our own names
        changes.setdefault(key[0], Checksum()).take_out([found[0]])

    def _change(self, record: Record, changes: dict[str, Checksum]) -> None:
        """Write the cells that change; the database looks at its keys and checks for these alone."""
        name = record.collection
        found = self._found[name, record.id]
        assert found  # noqa: S101 - the caller has seen it
        before, after = found[0], row_of(self.database, found[0][0], record)
        other = {column: cell for column, cell, old in zip(column_names(name), after, before, strict=True) if cell != old}
        set_ = ", ".join(f'"{column}" = ?' for column in other)
        if other:
            self._tell(f"UPDATE {name} SET {set_} WHERE id = ?", [(*other.values(), record.id)])  # noqa: S608 - our own names
        change = changes.setdefault(name, Checksum())
        change.take_out([before])
        change.add([after])

    def _add(self, name: str, records: Sequence[Record], changes: dict[str, Checksum]) -> None:
        """Put new records at the end of their table."""
        if name in OWN:
            first = self.standing.sums[name][0]  # they only grow
        else:
            last = self.ask(f"SELECT max({POSITION}) FROM {name}")[0][0]  # noqa: S608 - our own names
            first = 0 if last is None else last + 1
        rows = [row_of(self.database, position, record) for position, record in enumerate(records, start=first)]
        self._tell(_insertion(name), rows)
        changes.setdefault(name, Checksum()).add(rows)

    def _add_up(self, changes: dict[str, Checksum]) -> None:
        try:
            now = [(*Checksum.read(*self.standing.sums[name]).changed(change).written, name) for name, change in changes.items()]
        except (KeyError, ValueError, TypeError):
            raise StoreError(STORE_DAMAGED.at(self.address, self.address, why=NOT_AS_WRITTEN.fill(names=CHECKSUMS))) from None
        self._tell(f"UPDATE {CHECKSUMS} SET rows = ?, checksum = ? WHERE collection = ?", now)  # noqa: S608 - our own names

    def _tell(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Have the driver change something, once for each of some rows of values."""
        self.connection.cursor().executemany(_marked(statement, self.database.mark), rows)


@lru_cache(1_000)
def _marked(statement: str, mark: str) -> str:
    """Put what a database has for a value in the place of question marks."""
    return statement.replace("?", mark)


@cache
def _insertion(collection: str) -> str:
    names = column_names(collection)
    quoted = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {collection} ({quoted}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - our own names


def _part_of_a_list(text: str) -> str:
    """Give the pattern of lists that may hold a text; what was found is looked at again as records."""
    quoted = json.dumps(text, ensure_ascii=False)
    for special in "~%_":
        quoted = quoted.replace(special, f"~{special}")
    return f"%{quoted}%"
