"""
From the rows of a filled sheet to columns: declarations first, then the headings, then the rows that people typed.

Headings are keys or labels in either language, in any order. A template carries both, labels above keys; where a row of keys follows the first
headings, the keys decide.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import evolve, frozen

from tokten_core.convert import UNKNOWN_COLUMN
from tokten_core.errors import InputError, Kind, Problem, did_you_mean
from tokten_core.sheets.dialects import JOURNAL, MARK, Dialect, declaration_in
from tokten_core.sheets.filled import FilledSheet, Refused
from tokten_core.sheets.forms import Form, FormColumn, folded
from tokten_core.text import Text, joined, same

__all__ = ["Headed", "headed"]

Row = tuple[int, Mapping[int, Any]]

SHEET_EMPTY: Final = Kind(
    "sheet-empty",
    says=Text(en="no headings stand there", fr="aucun titre de colonne n'y figure"),
    allowed=Text(en="a row of headings, then a row for each record", fr="une ligne de titres, puis une ligne par enregistrement"),
    remedy=Text(
        en="Start from the sheet that `tokten template {kind}` writes.", fr="Partez de la feuille qu'écrit « tokten template {kind} »."
    ),
)
OTHER_SHEET: Final = Kind(
    "sheet-other",
    says=Text(en="none of these headings is known: {value}", fr="aucun de ces titres n'est connu : {value}"),
    allowed=Text(en="{names}", fr="{names}"),
    remedy=Text(
        en="Check that it is the right file and kind; `tokten template {kind}` writes the sheet to fill.",
        fr="Vérifiez que c'est le bon fichier et le bon genre ; « tokten template {kind} » écrit la feuille à remplir.",
    ),
)
COLUMN_MISSING: Final = Kind(
    "sheet-column-missing",
    says=Text(en="the column {value} is missing", fr="la colonne {value} manque"),
    allowed=Text(en="a sheet with {names}", fr="une feuille avec {names}"),
    remedy=Text(en="Put the column back.", fr="Remettez la colonne."),
)
COLUMN_TWICE: Final = Kind(
    "sheet-column-twice",
    says=Text(en="the column {value} stands there twice", fr="la colonne {value} y figure deux fois"),
    allowed=Text(en="each column once", fr="chaque colonne une seule fois"),
    remedy=Text(en="Take one of the two out.", fr="Retirez l'une des deux."),
)
COLUMN_NOT_TAKEN: Final = Kind(
    "sheet-column-not-taken",
    says=Text(
        en="the column {value} cannot be set from a sheet: {why}", fr="la colonne {value} ne se remplit pas dans une feuille : {why}"
    ),
    allowed=Text(en="{names}", fr="{names}"),
    remedy=Text(en="Take the column out of the sheet.", fr="Retirez la colonne de la feuille."),
)


@frozen
class Headed:
    """
    A sheet whose headings are read (fr: *feuille dont les titres sont lus*).

    Attributes:
        columns: the columns that the sheet has, by their place in it, from 0.
        dialect: how its days and numbers are written.
        rows: the rows below the headings.
        journal: the state of a programme that its rows were taken from, as it declares it; empty where it does not.
    """

    columns: Mapping[int, FormColumn]
    dialect: Dialect
    rows: Iterator[Row]
    journal: str = ""


def headed(sheet: FilledSheet, form: Form, dialect: Dialect) -> Headed:
    """
    Read what a sheet declares and its headings.

    Args:
        sheet: the rows as they stand in the file.
        form: what was asked for.
        dialect: what is known of its writing from elsewhere.

    Raises:
        InputError: All that is wrong with the declarations and the headings.
    """
    rows, problems, journal = iter(sheet.rows), list(sheet.problems), ""
    dialect = evolve(dialect, epoch=sheet.epoch)
    for number, cells in rows:
        first = cells.get(0)
        if not (isinstance(first, str) and first.startswith(MARK)):
            break
        try:
            declared = declaration_in(first, sheet.place(number, 0))
            journal = declared[1] if declared and declared[0] == JOURNAL else journal
            dialect = dialect.declaring(*declared, sheet.place(number, 0)) if declared else dialect
        except InputError as error:
            problems += error.problems
    else:
        raise InputError(*problems, SHEET_EMPTY.at(sheet.place(1, None), kind=form.kind))
    number, cells, rows = _with_keys((number, cells), rows, form)
    columns = {at: form.by_heading[folded(str(words))] for at, words in cells.items() if folded(str(words)) in form.by_heading}
    problems += _problems(sheet, form, (number, cells), columns)
    if problems:
        raise InputError(*problems)
    return Headed(columns, dialect, rows, journal)


def _with_keys(first: Row, rows: Iterator[Row], form: Form) -> tuple[int, Mapping[int, Any], Iterator[Row]]:
    """Take the row of keys where one follows the labels."""
    keys = {column.key for column in form.columns} | {each.column.name for each in form.left_out}
    second = next(rows, None)
    if second is None:
        return *first, rows
    if keys.issuperset(map(str, second[1].values())) and not keys.issuperset(map(str, first[1].values())):
        return *second, rows
    return *first, itertools.chain([second], rows)


def _problems(sheet: FilledSheet, form: Form, row: Row, columns: Mapping[int, FormColumn]) -> Iterator[Problem]:
    number, cells = row
    place, names = sheet.place(number, None), _names(form)
    if not columns:
        yield OTHER_SHEET.at(place, ", ".join(words for words in cells.values() if isinstance(words, str)), names=names, kind=form.kind)
        return
    known = [each for column in form.columns for each in (column.key, column.column.label.fr, column.column.label.en)]
    left_out = {folded(words): each for each in form.left_out for words in (each.column.name, each.column.label.fr, each.column.label.en)}
    for at, words in cells.items():
        if at in columns:
            continue
        said, where = str(words), sheet.place(number, at)
        if isinstance(words, Refused):
            yield words.kind.at(where, words.value)
        elif at_home := left_out.get(folded(said)):
            yield COLUMN_NOT_TAKEN.at(where, said, why=at_home.why, names=names)
        else:
            yield UNKNOWN_COLUMN.at(where, said, names=names, guess=did_you_mean(said, known))
    there = [column.key for column in columns.values()]
    yield from (COLUMN_TWICE.at(place, _name(each)) for each in form.columns if there.count(each.key) > 1)
    yield from (COLUMN_MISSING.at(place, _name(each), names=names) for each in form.columns if each.required and each.key not in there)


def _names(form: Form) -> Text:
    return joined(_name(column) for column in form.columns)


def _name(column: FormColumn) -> Text:
    """Name a column by its label, with its key where the two differ."""
    label = column.column.label
    return Text(en=f"{label.en} ({column.key})", fr=f"{label.fr} ({column.key})") if label != same(column.key) else label
