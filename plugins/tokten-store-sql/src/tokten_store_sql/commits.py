"""
One change to what is kept, without reading the rest: the rows that a work touches are looked up by identifier, and nothing else is.

``history.sealed`` works out what to write. References are looked at before anything is written, with the words of the model; the keys of the
database stand behind them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import define, field

from tokten_core.errors import InputError, Problem, StoreError
from tokten_core.history import Head, Key, Sealed, Work, sealed
from tokten_core.merging import Meanwhile, conflict, meanwhile_of
from tokten_core.model.programme import NOT_ONE_CARD, JournalEntry, Revision, broken_references, collections, references_of
from tokten_core.records import Record, facts_of
from tokten_core.stores import STORE_DAMAGED
from tokten_store_sql.checksums import NOT_AS_WRITTEN, Checksum
from tokten_store_sql.databases import Database, run
from tokten_store_sql.rows import column_names, record_at, row_of, select_text
from tokten_store_sql.tables import CHECKSUMS, POSITION, guards, no_guards

if TYPE_CHECKING:
    import sqlalchemy as sa

__all__ = ["Desk"]


@define(slots=False)
class Desk:
    """
    What is read and written by one change (fr: *table de travail*).

    Attributes:
        address: how errors call the store.
        database: where the tables are.
        connection: inside the one transaction.
    """

    address: str
    database: Database
    connection: sa.Connection
    _found: dict[Key, tuple[tuple[Any, ...], Record] | None] = field(factory=dict, init=False)

    @cached_property
    def _cursor(self) -> Any:
        return self.connection.connection.cursor()

    @cached_property
    def _mark(self) -> str:
        return "?" if self.database.dialect.paramstyle == "qmark" else "%s"

    def ask(self, statement: str, *values: Any) -> Sequence[tuple[Any, ...]]:
        """Ask the driver, with values in the place of question marks."""
        found: Sequence[tuple[Any, ...]] = self._told(statement, values).fetchall()
        return found

    def tell(self, statement: str, *values: Any) -> None:
        """Have the driver change something."""
        self._told(statement, values)

    def _told(self, statement: str, values: tuple[Any, ...]) -> Any:
        """Run a statement by the driver alone: a commit is twenty of them, and waits for nothing but the disk."""
        self._cursor.execute(statement.replace("?", self._mark), values)
        return self._cursor

    def head(self) -> Head:
        """Say where the journal stands."""
        last = self.ask(f"SELECT {POSITION}, hash FROM journal ORDER BY {POSITION} DESC LIMIT 1")  # noqa: S608 - our own names
        return Head(last[0][0] + 1, last[0][1]) if last else Head(0, "")

    def commit(self, work: Work, since: Head | None) -> Head:
        """
        Write one work.

        Raises:
            Conflict: The journal stands elsewhere than ``since``.
            InputError: A reference would break, or a record to take out is not there.
        """
        head = self.head()
        if since is not None and since != head:
            raise conflict(self.address, self._meanwhile(since, head))
        made = sealed(work, head, self.find, self._place)
        if made is None:
            return head
        if problems := [*self._problems(made)]:
            raise InputError(*problems)
        self._write(made)
        return Head(head.entries + 1, made.entry.hash)

    def find(self, collection: str, id: str) -> Record | None:  # noqa: A002 - the field's name everywhere
        """Give a record as it stands, or None."""
        found = self._look_up((collection, id))
        return found[1] if found else None

    def _look_up(self, key: Key) -> tuple[tuple[Any, ...], Record] | None:
        if key not in self._found:
            rows = self.ask(f"{select_text(key[0], self.database)} WHERE id = ?", key[1])
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
        for row in self.ask(f"{select_text(collection, self.database)} {where}", *values):
            yield record_at(self.database, collection, row)

    def _problems(self, made: Sealed) -> Iterator[Problem]:
        """Give the references that would break, of what is put and to what is taken out; and say it where the card would not be one."""
        put = {(record.collection, record.id) for record in made.put}
        gone = set(made.remove)
        known = {key for found in self._found.values() if found for key in references_of(found[1])}  # they held until now

        def is_there(*key: str) -> bool:
            return key in put or (key not in gone and (key in known or self._is_kept(*key)))

        yield from broken_references(made.put, is_there)
        touched = put | gone
        for key in made.remove:
            left = [record for record in self._referring(key) if (record.collection, record.id) not in touched]
            yield from broken_references(left, is_there)
        cards = sum(key[0] == "programme" and self.find(*key) is None for key in put) - sum(key[0] == "programme" for key in gone)
        if cards:
            yield NOT_ONE_CARD.at("programme", 1 + cards)

    def _is_kept(self, collection: str, id: str) -> bool:  # noqa: A002 - the field's name everywhere
        return bool(self._found.get((collection, id)) or self.ask(f"SELECT 1 FROM {collection} WHERE id = ?", id))  # noqa: S608 - our own names

    def _referring(self, key: Key) -> Iterator[Record]:
        """Give the records that refer to one that is taken out, once for each way in which they do."""
        for name, kind in collections().items():
            for known in facts_of(kind).values():
                if known.refers_to == key[0]:
                    one = known.type is str
                    within = f'"{known.name}" = ?' if one else f"\"{known.name}\" LIKE ? ESCAPE '~'"
                    yield from self._several(name, f"WHERE {within}", key[1] if one else _part_of_a_list(key[1]))

    def _write(self, made: Sealed) -> None:
        changes: dict[str, Checksum] = {}
        dialect = self.database.dialect.name
        forgets = any(isinstance(record, Revision) for record in made.put)  # a person is erased: the past gives way, this once
        run(self.connection, no_guards(dialect) if forgets else [])
        for key in made.remove:
            self._remove(key, changes)
        for record in (*made.put, made.entry, *made.revisions):
            self._put(record, changes)
        self._add_up(changes)
        run(self.connection, guards(dialect) if forgets else [])

    def _add_up(self, changes: dict[str, Checksum]) -> None:
        marks = ", ".join("?" * len(changes))
        kept = self.ask(f"SELECT collection, rows, checksum FROM {CHECKSUMS} WHERE collection IN ({marks})", *changes)  # noqa: S608 - our own names
        before = {name: (rows, checksum) for name, rows, checksum in kept}
        for name, change in changes.items():
            try:
                now = Checksum.read(*before[name]).changed(change)
            except (KeyError, ValueError, TypeError):
                raise StoreError(STORE_DAMAGED.at(self.address, self.address, why=NOT_AS_WRITTEN.fill(names=CHECKSUMS))) from None
            self.tell(f"UPDATE {CHECKSUMS} SET rows = ?, checksum = ? WHERE collection = ?", *now.written, name)  # noqa: S608 - as above

    def _remove(self, key: Key, changes: dict[str, Checksum]) -> None:
        found = self._look_up(key)
        assert found  # noqa: S101 - `sealed` has seen it
        self.tell(f"DELETE FROM {key[0]} WHERE id = ?", key[1])  # noqa: S608 - our own names
        changes.setdefault(key[0], Checksum()).take_out([found[0]])

    def _put(self, record: Record, changes: dict[str, Checksum]) -> None:
        name = record.collection
        names = column_names(name)
        change = changes.setdefault(name, Checksum())
        before = self._found.get((name, record.id))
        if before:
            row = row_of(self.database, before[0][0], record)
            set_ = ", ".join(f'"{column}" = ?' for column in names[2:])
            self.tell(f"UPDATE {name} SET {set_} WHERE id = ?", *row[2:], record.id)  # noqa: S608 - our own names
            change.take_out([before[0]])
        else:
            last = self.ask(f"SELECT max({POSITION}) FROM {name}")[0][0]  # noqa: S608 - our own names
            row = row_of(self.database, 0 if last is None else last + 1, record)
            quoted = ", ".join(f'"{column}"' for column in names)
            self.tell(f"INSERT INTO {name} ({quoted}) VALUES ({', '.join('?' * len(names))})", *row)  # noqa: S608 - as above
        change.add([row])


def _part_of_a_list(text: str) -> str:
    """Give the pattern of lists that may hold a text; what was found is looked at again as records."""
    quoted = json.dumps(text, ensure_ascii=False)
    for special in "~%_":
        quoted = quoted.replace(special, f"~{special}")
    return f"%{quoted}%"
