"""
The rows that stand in a workbook already, each cell as a spreadsheet keeps what a person types.

A workbook's numbers are binary fractions of which 15 digits can be trusted, and programs disagree about days before March 1900: what is beyond
either stands there as a text. Every text is a text, whatever it begins with.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

from tokten_core.errors import InputError, Problem
from tokten_core.sheets import TRUTHS, Form, FormColumn
from tokten_core.text import Language
from tokten_sheets.mistakes import TEXT_BEYOND_A_CELL, TOO_MANY_ROWS

__all__ = ["LAST_ROW", "write_rows"]

LAST_ROW: Final = 1_048_575
LONGEST_CELL: Final = 32_767
FIRST_SURE_DAY: Final = dt.date(1900, 3, 1)
TRUSTED_DIGITS: Final = 15
A_THOUSAND: Final = 3


def write_rows(sheet: Any, first: int, form: Form, lang: Language, styles: list[Any]) -> None:
    """
    Write the rows of a form below its headings.

    Args:
        sheet: the sheet of the workbook.
        first: its row for the first of them, from 0.
        form: its columns and rows.
        lang: the language of the words to choose from.
        styles: how the cells of each column look.

    Raises:
        InputError: A sheet has no room for so many rows, or a cell none for a text.
    """
    if problems := [*_without_room(form, LAST_ROW - first + 1)]:
        raise InputError(*problems)
    for number, row in enumerate(form.rows, start=first):
        for at, (column, value) in enumerate(zip(form.columns, row, strict=True)):
            if value is not None:
                _write(sheet, number, at, _as_kept(column, value, lang), styles[at])


def _without_room(form: Form, most: int) -> list[Problem]:
    if len(form.rows) > most:
        return [TOO_MANY_ROWS.at(form.kind, len(form.rows), most=most)]
    return [
        TEXT_BEYOND_A_CELL.at(f"{form.kind}[{row[0]}].{column.key}", len(value), most=LONGEST_CELL)
        for row in form.rows
        for column, value in zip(form.columns, row, strict=True)
        if isinstance(value, str) and len(value) > LONGEST_CELL
    ]


def _write(sheet: Any, number: int, at: int, value: Any, style: Any) -> None:
    if isinstance(value, dt.datetime):
        sheet.write_datetime(number, at, value, style)
    elif isinstance(value, str):
        sheet.write_string(number, at, value, style)
    else:
        sheet.write_number(number, at, value, style)


def _as_kept(column: FormColumn, value: Any, lang: Language) -> str | float | dt.datetime:
    """Give a value as a cell keeps it: the words of a choice, a number or a day where they are sure, else a text."""
    if isinstance(value, bool):
        return TRUTHS[value][0 if lang == "fr" else 1]
    if isinstance(value, int | Decimal):
        return _number(Decimal(value))
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day) if value >= FIRST_SURE_DAY else value.isoformat()  # noqa: DTZ001 - a workbook knows no zones
    return column.said[value].say(lang) if value in column.said else str(value)


def _number(exact: Decimal) -> float | str:
    """Give a number where a binary fraction has one decimal writing for it, else its digits; three decimals are not to look like thousands."""
    if (
        len(exact.normalize().as_tuple().digits) <= TRUSTED_DIGITS
        and abs(exact) < 10**TRUSTED_DIGITS
        and Decimal(repr(float(exact))) == exact
    ):
        return float(exact)
    digits = format(exact, "f")
    return digits + "0" if len(digits.partition(".")[2]) == A_THOUSAND else digits
