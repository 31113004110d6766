"""A filled sheet as a reader of files hands it over: raw cells with their places, nothing judged but what cannot be a cell at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import frozen

from tokten_core.errors import Kind, Problem
from tokten_core.sheets.dialects import EPOCH

__all__ = ["FilledSheet", "Refused"]


@frozen
class Refused:
    """
    A cell that the reader of the file cannot give a value for (fr: *cellule refusée*).

    Attributes:
        kind: why: a formula that nobody has worked out, a spreadsheet's own error.
        value: what stands there.
    """

    kind: Kind
    value: str


@frozen
class FilledSheet:
    """
    The rows of a filled sheet (fr: *feuille remplie*).

    Attributes:
        rows: each row that holds something, with its number in the file and its cells by their column, from 0; empty cells are left out.
            A cell is a text, a whole number, a float, a truth value, a day and time, or ``Refused``.
        place: names a row, or a cell of it, as a person would look for it.
        problems: what is wrong with the sheet as a whole; its rows may be read all the same.
        epoch: the day that its serial number 0 stands for.
    """

    rows: Iterable[tuple[int, Mapping[int, Any]]]
    place: Callable[[int, int | None], str]
    problems: tuple[Problem, ...] = ()
    epoch: dt.date = EPOCH
