"""
The rows of a filled sheet, one by one: cells to a plain row, the row to a record, over the record that is there where it may be changed.

What is wrong with a row is gathered with its cell and stops nothing: the next rows are read, and the rest of the same row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from attrs import evolve, field, frozen

from tokten_core.convert import AMOUNT_WITHOUT_CURRENCY, record_of, to_row
from tokten_core.errors import InputError, Kind, Problem, ToktenError
from tokten_core.model.programme import BROKEN_REFERENCE, DUPLICATE_ID, Programme
from tokten_core.money import BELOW_MINOR_UNIT, UNKNOWN_CURRENCY, Money, currency
from tokten_core.records import HIDDEN, Record, facts_of
from tokten_core.services.import_forms import Import
from tokten_core.sheets import FormColumn
from tokten_core.terms import collection_label
from tokten_core.text import Text

__all__ = ["HIDDEN", "RowReader"]

ID_TAKEN: Final = Kind(
    "import-id-taken",
    says=Text(en="{value} is in the programme already", fr="{value} figure déjà dans le programme"),
    allowed=Text(en="a new identifier, or a change that is asked for", fr="un nouvel identifiant, ou une modification demandée"),
    remedy=Text(en="Give it another identifier, or add --update to change what is there.",
                fr="Donnez un autre identifiant, ou ajoutez --update pour modifier ce qui s'y trouve."),
)  # fmt: skip
OTHER_KIND: Final = Kind(
    "import-other-kind",
    says=Text(
        en="{value} is in the programme as another kind of entry: {there}", fr="{value} figure au programme avec une autre nature : {there}"
    ),
    allowed=Text(en="an identifier of the kind that the sheet holds", fr="un identifiant du genre que contient la feuille"),
    remedy=Text(
        en="Correct the identifier; an entry does not change its kind.", fr="Corrigez l'identifiant ; une écriture ne change pas de nature."
    ),
)
CELL_OUTSIDE: Final = Kind(
    "sheet-cell-outside",
    says=Text(en="{value} stands in a column without a heading", fr="{value} se trouve dans une colonne sans titre"),
    allowed=Text(en="values below headings", fr="des valeurs sous des titres"),
    remedy=Text(en="Give the column its heading, or empty the cell; in a text file look for a separator too many.",
                fr="Donnez son titre à la colonne, ou videz la cellule ; dans un fichier texte, cherchez un séparateur de trop."),
)  # fmt: skip
ID_PLACE: Final = ", id"
"""Where ``convert`` misses an identifier; where it is made of other columns, those are told."""
_FIELD: Final = re.compile(r"([a-z_]+)(?:\[[0-9]+\])?(?:\.(?:en|fr))?$")


@frozen(slots=False)
class RowReader:
    """
    Reads rows one by one and gathers what is wrong with them (fr: *lecture des lignes*).

    Attributes:
        about: the kind of sheet.
        columns: the columns that the sheet has, by their place in it, each with what reads its cells.
        place: names a row or a cell.
        programme: where the records are to go; references are looked up in it.
        base: what the rows are compared with: the programme as it stood when they were taken from it.
        made: the records, in the order of the rows, so long as nothing is wrong.
    """

    about: Import
    columns: Mapping[int, tuple[FormColumn, Callable[[Any], Any]]]
    place: Callable[[int, int | None], str]
    programme: Programme
    base: Programme
    made: list[Record] = field(factory=list)
    _told: list[tuple[int, int, Problem]] = field(factory=list)
    _identifiers: set[str] = field(factory=set)
    _to_own: list[tuple[int, str, str]] = field(factory=list)
    """References to records that may stand further down in the same sheet: row, column, identifier."""

    @cached_property
    def _keys(self) -> dict[str, int]:
        """Where each column stands in the sheet."""
        return {column.key: at for at, (column, _) in self.columns.items()}

    @cached_property
    def _amounts(self) -> list[str]:
        return [known.name for known in facts_of(self.about.record).values() if known.type is Money]

    @cached_property
    def _references(self) -> dict[str, tuple[str, set[str]]]:
        """Each column of references that the sheet has, with the collection and the identifiers there."""
        known = {name: fact.refers_to for name, fact in facts_of(self.about.record).items() if fact.refers_to and name in self._keys}
        return {name: (target, {record.id for record in self.programme.records(target)}) for name, target in known.items()}

    @property
    def problems(self) -> list[Problem]:
        """What is wrong, in the order of the sheet."""
        return [problem for _, _, problem in sorted(self._told, key=lambda told: told[:2])]

    def read(self, number: int, cells: Mapping[int, Any], *, update: bool) -> None:
        """Read one row; what is wrong with it is added to the problems."""
        failed: set[str] = set()
        values = self._values(number, cells, failed)
        if not failed and all(value is None for value in values.values()):
            return  # blanks that somebody left behind, or a cell astray
        self._in_minor_units(number, values, failed)
        self._look_up(number, values)
        record = self._record(number, values, failed, update=update)
        if record is not None and not self._told:  # with one problem nothing is taken, and what was made need not be kept
            self.made.append(record)

    def finish(self) -> None:
        """Look up what refers to the sheet's own records, which may stand in any order."""
        for number, name, target in self._to_own:
            if target not in self._identifiers:
                self._tell_broken(number, name, target)

    def _values(self, number: int, cells: Mapping[int, Any], failed: set[str]) -> dict[str, Any]:
        """Read the cells of a row; the columns of those that cannot be read are added to the failed."""
        values: dict[str, Any] = {}
        for at, cell in cells.items():
            if at not in self.columns:
                self._tell(CELL_OUTSIDE.at("", cell), number, at)
                continue
            column, read = self.columns[at]
            try:
                values[column.key] = read(cell)
            except InputError as error:
                failed.add(column.column.fact.name)
                for problem in error.problems:
                    self._tell(problem, number, at)
        return values

    def _in_minor_units(self, number: int, values: dict[str, Any], failed: set[str]) -> None:
        """Turn each amount, whole units as people say it, into minor units of the currency beside it."""
        for name in self._amounts:
            units, code = values.get(name), values.get(f"{name}_currency")
            if name in failed or (units is None and code is None):
                continue
            try:
                values[name] = _minor_units(units, code)
            except ToktenError as error:
                failed.add(name)
                values[name] = values[f"{name}_currency"] = None  # so that what else is wrong with the row is told too
                at_currency = units is None or error.code == UNKNOWN_CURRENCY.code
                for problem in error.problems:
                    self._tell(problem, number, self._at(f"{name}_currency" if at_currency else name))

    def _look_up(self, number: int, values: Mapping[str, Any]) -> None:
        """Look for each record that a row refers to."""
        for name, (target, there) in self._references.items():
            value = values.get(name)
            for identifier in (value,) if isinstance(value, str) else value or ():
                if identifier in there:
                    continue
                if target == self.about.collection:
                    self._to_own.append((number, name, identifier))
                else:
                    self._tell_broken(number, name, identifier)

    def _record(self, number: int, values: dict[str, Any], failed: set[str], *, update: bool) -> Record | None:
        """Make the record of a row, over the one that is there where that may be changed."""
        if "id" not in failed:
            values["id"] = values.get("id") or self.about.named(values)
        identifier = values.get("id")
        before = self.base.find(self.about.collection, identifier)
        problem = self._not_to_be_taken(identifier, before, update=update)
        if problem is not None:
            self._tell(problem, number, next((at for name in ("id", *self.about.name_of) if (at := self._at(name)) is not None), None))
        if identifier is not None:
            self._identifiers.add(identifier)
        kept = {**to_row(before), **dict.fromkeys(self._keys)} if before else {}
        try:
            return record_of(self.about.record, {**kept, **values, **self.about.fixed}, "")
        except InputError as error:
            for each in error.problems:
                found = _FIELD.search(each.place)
                if not (found and found[1] in failed) and not (each.place == ID_PLACE and self.about.name_of):
                    self._tell(each, number, self._at(found[1]) if found else None)
            return None

    def _not_to_be_taken(self, identifier: str | None, before: Record | None, *, update: bool) -> Problem | None:
        if identifier in self._identifiers:
            return DUPLICATE_ID.at("", identifier)
        if before is None:
            return None
        if not update:
            return ID_TAKEN.at("", identifier)
        there = {name: value for name, value in to_row(before).items() if name in self.about.fixed}
        return OTHER_KIND.at("", identifier, there=", ".join(map(str, there.values()))) if there != self.about.fixed else None

    def _at(self, name: str) -> int | None:
        """Find where a column, or the first column of a fact, stands in the sheet."""
        if name in self._keys:
            return self._keys[name]
        return next((at for at, (column, _) in self.columns.items() if column.column.fact.name == name), None)

    def _tell_broken(self, number: int, name: str, identifier: str) -> None:
        label = collection_label(self._references[name][0])
        self._tell(BROKEN_REFERENCE.at("", identifier, collection=label), number, self._at(name))

    def _tell(self, problem: Problem, number: int, at: int | None) -> None:
        """Add a problem at its cell; what says who a person is does not stand in a message."""
        personal = at is not None and at in self.columns and self.columns[at][0].column.fact.personal
        value = HIDDEN if personal and isinstance(problem.value, str) else problem.value
        self._told.append((number, -1 if at is None else at, evolve(problem, place=self.place(number, at), value=value)))


def _minor_units(units: Decimal | None, code: str | None) -> int:
    if units is None or code is None:
        raise InputError(AMOUNT_WITHOUT_CURRENCY.at("", code if units is None else units))
    exact = units * currency(code).sub_unit
    if exact != exact.to_integral_value():
        raise InputError(BELOW_MINOR_UNIT.at("", f"{units} {code}"))
    return int(exact)
