"""
A programme in a folder of CSV files (fr: *stockage en dossier CSV*).

``csv:folder/`` holds one file for each kind of record, empty kinds too, and ``datapackage.json`` that describes them. People may read the
files with any tool and mend them by hand; the store reads them again with every check.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from tokten_core.convert import programme_of, records_of
from tokten_core.errors import InputError, Kind, Problem, StoreError
from tokten_core.model.programme import Programme, collections
from tokten_core.ports import Gap
from tokten_core.stores import (
    LAST_ONE_WINS,
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
from tokten_store_csv.files import FILE_MISSING, PlacedRow, csv_of, rows_of
from tokten_store_csv.folder import Folder
from tokten_store_csv.package import DESCRIPTOR, MARK, descriptor, file_of

__all__ = ["CsvStore", "CsvStores"]

A_FILE = Text(en="it is a file, not a folder", fr="c'est un fichier, pas un dossier")
OTHER_FILES = Text(en="there is no datapackage.json of ours, but {names}", fr="il n'y a pas de datapackage.json à nous, mais {names}")
OTHER_PACKAGE = Text(en="its datapackage.json does not carry our mark", fr="son datapackage.json ne porte pas notre marque")
NOT_JSON = Text(en="datapackage.json, line {line}, is no JSON", fr="datapackage.json, ligne {line}, n'est pas du JSON")


@frozen(eq=False)
class CsvStore:
    """
    A programme in a folder of CSV files (fr: *stockage en dossier CSV*).

    Attributes:
        address: ``csv:`` and the folder.
    """

    address: str
    _folder: Folder = field(repr=False)

    @property
    def gaps(self) -> Mapping[str, Gap]:
        """Give what it cannot do."""
        return {"conflicts": Gap(LAST_ONE_WINS, for_good=False)}

    def exists(self) -> bool:
        """Tell whether a programme is kept here."""
        try:
            return self._folder.reading(self._version) is not None
        except StoreError:
            return False

    def load(self) -> Programme:
        """
        Read the whole programme.

        Raises:
            StoreError: Nothing is kept here, it is not ours, or a newer version wrote it.
            InputError: The files are wrong; each problem says file and line.
        """
        try:
            return self._folder.reading(self._load)
        except OSError as error:
            raise self._error(STORE_UNREADABLE, same(error.strerror or str(error))) from error

    def save(self, programme: Programme, *, replace: bool = False) -> None:
        """
        Write the whole programme, whole or not at all.

        Raises:
            StoreError: A programme is kept here and ``replace`` is false, something else is, or it cannot be written.
        """
        if self._folder.path.is_file():
            raise self._error(STORE_NOT_OURS, A_FILE)
        try:
            with self._folder.writing():
                self._refuse_to_lose(replace=replace)
                self._folder.replace(
                    [
                        (DESCRIPTOR, descriptor(programme)),
                        *((file_of(name), csv_of(name, records)) for name, records in programme.everything()),
                    ]
                )
        except OSError as error:
            raise self._error(STORE_NOT_WRITABLE, same(error.strerror or str(error))) from error

    def _load(self) -> Programme:
        if self._folder.path.is_file():
            raise self._error(STORE_UNREADABLE, A_FILE)
        version = self._version()
        if version is None:
            raise StoreError(STORE_NOT_FOUND.at(self.address, self.address))
        self._refuse_newer(version)
        problems: list[Problem] = []
        rows = {name: self._rows(name, problems) for name in collections()}
        if problems:
            raise InputError(*problems, *_row_problems(rows))
        return programme_of(rows)

    def _rows(self, collection: str, problems: list[Problem]) -> list[PlacedRow]:
        try:
            content = self._folder.read(file_of(collection))
        except FileNotFoundError:
            problems.append(FILE_MISSING.at(file_of(collection)))
            return []
        return rows_of(collection, content, problems)

    def _refuse_to_lose(self, *, replace: bool) -> None:
        version = self._version_to_replace()
        if version is not None:
            self._refuse_newer(version)
            if not replace:
                raise StoreError(STORE_EXISTS.at(self.address, self.address))
        elif strangers := self._folder.strangers():
            raise self._error(STORE_NOT_OURS, OTHER_FILES.fill(names=", ".join(strangers[:3])))

    def _version_to_replace(self) -> int | None:
        """Give the version of what is kept; a description that cannot be read may be somebody else's, and is left alone."""
        try:
            return self._version()
        except StoreError as error:
            (problem,) = error.problems
            raise self._error(STORE_NOT_OURS, problem.facts["why"]) from None

    def _refuse_newer(self, version: int) -> None:
        if version > SCHEMA_VERSION:
            raise StoreError(STORE_NEWER.at(self.address, self.address, found=version, known=SCHEMA_VERSION))

    def _version(self) -> int | None:
        """Give the version of the columns; None where no description is."""
        try:
            described: Any = json.loads(self._folder.read(DESCRIPTOR).decode("utf-8-sig"))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (ValueError, RecursionError) as error:
            raise self._error(STORE_UNREADABLE, NOT_JSON.fill(line=getattr(error, "lineno", 1))) from None
        mark = described.get(MARK) if isinstance(described, dict) else None
        version = mark.get("schema") if isinstance(mark, dict) else None
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise self._error(STORE_NOT_OURS, OTHER_PACKAGE)
        return version

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

        Raises:
            StoreError: No folder is named (`store-address`).
        """
        _, _, folder = address.partition(":")
        if not folder.strip() or "\0" in folder:
            raise StoreError(STORE_ADDRESS.at("store", without_secrets(address)))
        return CsvStore(without_secrets(address), Folder(Path(folder), DESCRIPTOR))


def _row_problems(rows: Mapping[str, list[PlacedRow]]) -> list[Problem]:
    """Give what is wrong with the rows that could be read; references are not looked at, as some of their targets could not."""
    problems: list[Problem] = []
    for name, kind in collections().items():
        try:
            records_of(kind, rows[name])
        except InputError as error:
            problems.extend(error.problems)
    return problems
