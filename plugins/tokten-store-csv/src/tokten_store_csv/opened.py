"""
A folder open to be read: its description and files of one save, held to their hashes.

Wrong cells come first: people mend files by hand, and are told file and line. What reads well but is not what was written is damaged, or was
changed behind the journal's back, and is refused until somebody vouches for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from tokten_core.errors import InputError, Problem, StoreError
from tokten_core.model.programme import Programme, collections
from tokten_core.records import Record
from tokten_core.stores import STORE_DAMAGED
from tokten_store_csv.batches import Batch, records_in
from tokten_store_csv.folder import Files
from tokten_store_csv.lines import Lines
from tokten_store_csv.package import DESCRIPTOR, Package, file_of
from tokten_store_csv.problems import FILE_MISSING, OTHER_HASH
from tokten_store_csv.reading import Sheet

__all__ = ["Opened"]


@frozen
class Opened:
    """
    A folder open to be read (fr: *dossier ouvert*).

    Attributes:
        package: what its description says.
        files: its files, by name.
    """

    package: Package
    files: Files

    def programme(self, *, trusting: bool = False) -> Programme:
        """
        Read the whole programme.

        Args:
            trusting: true takes files that are not what was written.

        Raises:
            InputError: Cells are wrong, or records contradict one another.
            StoreError: Files are not what was written.
        """
        if not (trusting or self.package.whole):
            raise StoreError(_DESCRIPTOR_DAMAGED)
        problems: list[Problem] = []
        damages: list[Problem] = []
        made: dict[str, tuple[Record, ...]] = {}
        for name in collections():
            made[name] = ()
            try:
                if sheet := self._sheet(name):
                    damage = None if trusting else sheet.damage()
                    damages += [damage] if damage else []
                    made[name] = _records(sheet, damage)
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(*problems)
        if damages:
            raise StoreError(*damages)
        return Programme(**made)  # type: ignore[arg-type]

    def batches(self, collection: str) -> Iterator[Batch]:
        """
        Give the rows of one file.

        Raises:
            StoreError: The file is not what was written.
            InputError: It is not there, or no table.
        """
        sheet = self._sheet(collection)
        if sheet is None:
            return
        if not self.package.whole:
            raise StoreError(_DESCRIPTOR_DAMAGED)
        if damage := sheet.damage():
            raise StoreError(damage)
        problems: list[Problem] = []
        for batch in sheet.batches(problems):
            if not problems:
                yield batch
        if problems:
            raise InputError(*problems)

    def lines(self, collection: str) -> Lines:
        """
        Give the rows of one file, to be found by identifier; where the description is as we write it.

        Raises:
            StoreError: The file is not what was written.
            InputError: It is not there.
        """
        sheet = self._sheet(collection)
        assert sheet  # noqa: S101 - a description as we write it names every file
        return Lines(sheet)

    def _sheet(self, collection: str) -> Sheet | None:
        """Give a file with what is said of it; None for a kind of record that the version did not know."""
        table, name = self.package.table(collection), file_of(collection)
        if table is None:
            return None
        if name not in self.files:
            raise InputError(FILE_MISSING.at(name))
        return Sheet(table, self.files[name], self.package.dialect, self.package.version)


_DESCRIPTOR_DAMAGED = STORE_DAMAGED.at(DESCRIPTOR, DESCRIPTOR, why=OTHER_HASH)


def _records(sheet: Sheet, damage: Problem | None) -> tuple[Record, ...]:
    """Make the records of a file. Where it is no table, what is damaged is told as well; a wrong cell speaks for itself."""
    faults: list[Problem] = []
    cells: Sequence[Problem] = ()
    made: tuple[Record, ...] = ()
    try:
        made = tuple(records_in(sheet.table.collection, sheet.batches(faults)))
    except InputError as error:
        cells = error.problems
    if faults and damage:
        faults.append(damage)
    if faults or cells:
        raise InputError(*faults, *cells)
    return made
