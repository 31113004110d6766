"""
A programme in a folder of CSV files (fr: *stockage en dossier CSV*).

``csv:folder/`` holds one file for each kind of record, empty kinds too, and ``datapackage.json`` that describes them. People may read the
files with any tool and mend them by hand; the store reads them again with every check.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from attrs import field, frozen

from tokten_core.errors import Kind, StoreError
from tokten_core.history import Head, Work, applied, head_of
from tokten_core.merging import refuse_if_moved
from tokten_core.model.programme import JournalEntry, Programme, collections
from tokten_core.ports import Gap
from tokten_core.queries import Group, Query, resolved
from tokten_core.records import Record
from tokten_core.stores import (
    SCHEMA_VERSION,
    STORE_ADDRESS,
    STORE_EXISTS,
    STORE_NEWER,
    STORE_NOT_FOUND,
    STORE_NOT_OURS,
    STORE_NOT_WRITABLE,
    STORE_UNREADABLE,
    without_secrets,
)
from tokten_core.text import Text, same
from tokten_store_csv.batches import records_in
from tokten_store_csv.commits import Change, Desk, whole
from tokten_store_csv.dialect import EXCEL_FR, PLAIN, Dialect
from tokten_store_csv.folder import HAS_LOCKS, Files, Folder
from tokten_store_csv.lines import head_in
from tokten_store_csv.opened import Opened
from tokten_store_csv.package import DESCRIPTOR, Package, Table, descriptor, file_of, package_in
from tokten_store_csv.questions import Question, collections_of
from tokten_store_csv.writing import write_file

__all__ = ["CsvStore", "CsvStores"]

A_FILE = Text(en="it is a file, not a folder", fr="c'est un fichier, pas un dossier")
OTHER_FILES = Text(en="there is no datapackage.json of ours, but {names}", fr="il n'y a pas de datapackage.json à nous, mais {names}")
OTHER_PACKAGE = Text(en="its datapackage.json does not carry our mark", fr="son datapackage.json ne porte pas notre marque")
NOT_JSON = Text(en="datapackage.json, line {line}, is no JSON", fr="datapackage.json, ligne {line}, n'est pas du JSON")
NO_LOCKS = Gap(
    Text(
        en="this system locks no folders: of two who commit at once, one may be lost",
        fr="ce système ne verrouille pas les dossiers : de deux personnes qui valident en même temps, l'une peut perdre son travail",
    ),
    for_good=True,
)
OPTIONS: Mapping[str, Dialect | None] = {"": None, "excel=fr": EXCEL_FR}
"""What may follow a question mark in an address; without one, a folder keeps its dialect, and a new one is plain."""


@frozen(eq=False)
class CsvStore:
    """
    A programme in a folder of CSV files (fr: *stockage en dossier CSV*).

    Attributes:
        address: ``csv:`` and the folder.
    """

    address: str
    _folder: Folder = field(repr=False)
    _dialect: Dialect | None = field(default=None, repr=False)

    @property
    def gaps(self) -> Mapping[str, Gap]:
        """Give what it cannot do: where the system locks no folders, two who commit at once are not kept apart."""
        return {} if HAS_LOCKS else {"conflicts": NO_LOCKS}

    def exists(self) -> bool:
        """Tell whether a programme is kept here."""
        try:
            with self._folder.opened([]) as files:
                return self._package(files) is not None
        except (StoreError, OSError):
            return False

    def load(self, *, trusting: bool = False) -> Programme:
        """
        Read the whole programme.

        Args:
            trusting: true takes files that read well and are not what was written; the caller then vouches for them.

        Raises:
            StoreError: Nothing is kept here, it is not ours, a newer version wrote it, or a file is not what was written.
            InputError: The files are wrong; each problem says file and line.
        """
        with self._opened(collections()) as there:
            return there.programme(trusting=trusting)

    def save(self, programme: Programme, *, replace: bool = False) -> None:
        """
        Write the whole programme, whole or not at all; the dialect that is there is kept, unless the address names one.

        Raises:
            StoreError: A programme is kept here and ``replace`` is false, something else is, or it cannot be written.
        """
        if self._folder.path.is_file():
            raise self._error(STORE_NOT_OURS, A_FILE)
        with self._told(STORE_NOT_WRITABLE), self._folder.writing():
            kept = self._what_may_be_replaced(replace=replace)
            dialect = self._dialect or (kept.dialect if kept else PLAIN)
            self._write(whole(programme, dialect), dialect, {})

    def head(self) -> Head:
        """
        Say where the journal stands; only the journal is read.

        Raises:
            StoreError: Nothing is kept here, or the journal is not what was written.
        """
        with self._opened(["journal"]) as there:
            if there.package.is_as_we_write:
                return head_in(there.lines("journal"))
            head = Head(0, "")
            for entries, entry in enumerate(records_in("journal", there.batches("journal")), start=1):
                head = Head(entries, cast("JournalEntry", entry).hash)
            return head

    def commit(self, work: Work, *, since: Head | None = None) -> Head:
        """
        Change the programme by one work; the files that it changes are written, all at once, and no others.

        A folder that another version wrote, or in another dialect than the address names, is written whole.

        Raises:
            Conflict: The journal stands elsewhere than ``since``.
            InputError: A reference would break, or a record to take out is not there.
            StoreError: Nothing is kept here, a file that has to be read is not what was written, or it cannot be written.
        """
        if not self._folder.path.is_dir():  # nothing is made where nothing is kept
            with self._opened([]):
                pass
        with self._told(STORE_NOT_WRITABLE), self._folder.writing():
            with self._opened(collections()) as there:
                change = self._change(there, work, since)
            if change.files:
                self._write(change, self._dialect or there.package.dialect, there.package.tables)
            return change.head

    def select(self, query: Query) -> Iterator[Record]:
        """
        Give the records that meet the conditions; only the files that the query speaks of are read, row by row.

        Raises:
            UsageError: The query asks for what is not there.
            StoreError: Nothing is kept here, or a file is not what was written.
        """
        query = resolved(query)
        with self._opened(collections_of(query)) as there:
            yield from Question(there, query).records()

    def count(self, query: Query) -> list[Group]:
        """
        Count and add up by the keys; only the files that the query speaks of are read, row by row.

        Raises:
            UsageError: The query asks for what is not there.
            StoreError: Nothing is kept here, or a file is not what was written.
        """
        query = resolved(query)
        with self._opened(collections_of(query)) as there:
            return Question(there, query).groups()

    @contextlib.contextmanager
    def _opened(self, names: Iterable[str]) -> Iterator[Opened]:
        if self._folder.path.is_file():
            raise self._error(STORE_UNREADABLE, A_FILE)
        with self._told(STORE_UNREADABLE), self._folder.opened(map(file_of, names)) as files:
            package = self._package(files)
            if package is None:
                raise StoreError(STORE_NOT_FOUND.at(self.address, self.address))
            self._refuse_newer(package)
            yield Opened(package, files)

    def _change(self, there: Opened, work: Work, since: Head | None) -> Change:
        dialect = self._dialect or there.package.dialect
        if there.package.is_as_we_write and dialect == there.package.dialect:
            return Desk(self.address, there).change(work, since)
        programme = there.programme()
        refuse_if_moved(self.address, programme, since)
        changed = applied(programme, work)
        return Change(head_of(changed), "", {}) if changed is programme else whole(changed, dialect)

    def _write(self, change: Change, dialect: Dialect, kept: Mapping[str, Table]) -> None:
        with self._folder.replacing() as new:
            tables = {**kept, **{name: write_file(new, name, parts) for name, parts in change.files.items()}}
            described = descriptor(change.title, [tables[name] for name in collections()], dialect)
            (new / DESCRIPTOR).write_bytes(described)

    def _what_may_be_replaced(self, *, replace: bool) -> Package | None:
        with self._folder.opened([]) as files:
            try:
                kept = self._package(files)
            except StoreError as error:  # a description that cannot be read may be somebody else's, and is left alone
                raise self._error(STORE_NOT_OURS, error.problems[0].facts["why"]) from None
        if kept is not None:
            self._refuse_newer(kept)
            if not replace:
                raise StoreError(STORE_EXISTS.at(self.address, self.address))
        elif strangers := self._folder.strangers():
            raise self._error(STORE_NOT_OURS, OTHER_FILES.fill(names=", ".join(strangers[:3])))
        return kept

    def _refuse_newer(self, package: Package) -> None:
        if package.version > SCHEMA_VERSION:
            raise StoreError(STORE_NEWER.at(self.address, self.address, found=package.version, known=SCHEMA_VERSION))

    def _package(self, files: Files) -> Package | None:
        """Read the description; None where none is."""
        if DESCRIPTOR not in files:
            return None
        try:
            found = package_in(files[DESCRIPTOR].read())
        except (ValueError, RecursionError) as error:
            raise self._error(STORE_UNREADABLE, NOT_JSON.fill(line=getattr(error, "lineno", 1))) from None
        if found is None:
            raise self._error(STORE_NOT_OURS, OTHER_PACKAGE)
        return found

    @contextlib.contextmanager
    def _told(self, kind: Kind) -> Iterator[None]:
        """Say what the system said as one of our problems."""
        try:
            yield
        except OSError as error:
            raise self._error(kind, same(error.strerror or str(error))) from error

    def _error(self, kind: Kind, why: Text) -> StoreError:
        return StoreError(kind.at(self.address, self.address, why=why))


@frozen
class CsvStores:
    """Opens folders of CSV files (fr: *dossiers CSV*)."""

    @property
    def schemes(self) -> frozenset[str]:
        """Give the one beginning it understands."""
        return frozenset({"csv"})

    def open(self, address: str) -> CsvStore:
        """
        Open the store of a folder, without reading or making anything.

        Args:
            address: ``csv:folder/``; with ``?excel=fr`` what is written opens by a double click in a French Excel.

        Raises:
            StoreError: No folder is named, or another option (`store-address`).
        """
        folder, _, option = address.partition(":")[2].partition("?")
        if not folder.strip() or "\0" in folder or option not in OPTIONS:
            raise StoreError(STORE_ADDRESS.at("store", without_secrets(address)))
        return CsvStore(without_secrets(address), Folder(Path(folder), DESCRIPTOR), OPTIONS[option])
