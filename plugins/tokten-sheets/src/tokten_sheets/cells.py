"""
Reads the cells of a workbook as they stand: one pass over the sheet, nothing padded, nothing run.

openpyxl knows the file format; its parser is asked for rows directly, since its worksheet fills the gaps between far-off cells, which a hostile
file can make endless, and cannot tell an empty cell from a formula that nobody has worked out. Hidden rows are rows like others. Merged cells
are refused: only one of them holds what all of them show.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Iterator
from typing import Any, Final

from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.worksheet._reader import FORMULA_TAG, MERGE_TAG, ROW_TAG, WorkSheetParser

from tokten_core.errors import InputError
from tokten_core.sheets import FilledSheet, Form, Refused, folded
from tokten_core.text import Language
from tokten_sheets.archives import look_into
from tokten_sheets.mistakes import BROKEN, CELL_ERROR, FORMULA_WITHOUT_VALUE, MERGED, WHICH_SHEET
from tokten_sheets.places import CellPlace, plain

__all__ = ["read_workbook"]

_CARRIAGE_RETURN: Final = "_x000D_"
"""How a workbook writes the first half of a Windows line break inside a cell."""
_WORKED_OUT_EMPTY: Final = "str"
_NOT_WORKED_OUT: Final = "f"


def read_workbook(content: bytes, name: str, form: Form, lang: Language) -> FilledSheet:
    """
    Find the sheet of a form in a workbook and hand over its cells.

    Raises:
        InputError: It is no workbook, is made to do harm, is broken, or has no such sheet.
    """
    look_into(content, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl would leave out on writing; we only read
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        raise InputError(BROKEN.at(name, why=type(error).__name__)) from error
    wanted = {folded(form.kind), folded(form.title.fr), folded(form.title.en)}
    called = [sheet for sheet in book.worksheets if folded(sheet.title) in wanted]
    found = called if len(called) == 1 else book.worksheets
    if len(found) != 1:
        titles = ", ".join(plain(title) for title in book.sheetnames)
        raise InputError(WHICH_SHEET.at(name, titles, title=form.title))
    place = CellPlace(name, found[0].title, lang)
    return FilledSheet(_rows(book, found[0], place), place, epoch=book.epoch.date())


class _Rows(WorkSheetParser):
    """openpyxl's parser of one sheet, asked for the rows alone."""

    merged: tuple[str, ...] = ()

    def rows(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """Give each row's number and its cells, as they stand in the file."""
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # a date beyond the calendar comes as an error of its cell
                    row = self.parse_row(element)
                element.clear()
                yield row
            elif element.tag == MERGE_TAG:
                self.merged = tuple(str(cells.get("ref")) for cells in element)

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Read one cell; mark a formula that nobody has worked out."""
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None and element.get("t") != _WORKED_OUT_EMPTY:
            cell["data_type"] = _NOT_WORKED_OUT
        return cell


def _rows(book: Any, sheet: Any, place: CellPlace) -> Iterator[tuple[int, dict[int, Any]]]:
    formats = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}  # noqa: SLF001 - openpyxl gives them no other way
    try:
        with sheet._get_source() as source:  # noqa: SLF001 - as above
            parser = _Rows(source, sheet._shared_strings, data_only=True, epoch=book.epoch, **formats)  # noqa: SLF001 - as above
            for number, cells in parser.rows():
                held = {cell["column"] - 1: value for cell in cells if (value := _value(cell)) is not None}
                if held:
                    yield number, held
            merged = parser.merged
    except InputError:
        raise
    except Exception as error:  # whatever broken XML makes the parsers say
        raise InputError(BROKEN.at(place.name, why=type(error).__name__)) from error
    if merged:
        raise InputError(*(MERGED.at(place.range(plain(cells))) for cells in merged))


def _value(cell: dict[str, Any]) -> Any:
    value, kind = cell["value"], cell["data_type"]
    if kind == _NOT_WORKED_OUT:
        return Refused(FORMULA_WITHOUT_VALUE, "")
    if kind == "e":
        return Refused(CELL_ERROR, str(value))
    if isinstance(value, str):
        return value.replace(_CARRIAGE_RETURN + "\n", "\n") or None
    return dt.datetime(value.year, value.month, value.day) if type(value) is dt.date else value  # noqa: DTZ001 - a workbook knows no zones
