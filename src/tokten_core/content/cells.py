"""
What a cell of a table holds: a value, a mark that is neither a figure nor words, or a formula over other cells.

*Pour mémoire* and *unknown* are values of their own; neither is zero.
"""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import TypeAlias

from attrs import frozen

from tokten_core.money import HALF_UP, Money, Rounding
from tokten_core.text import Text


class Mark(enum.Enum):
    """What a cell may hold that is neither a figure nor words (fr: *mention*)."""

    PM = Text(en="PM", fr="PM")
    """pour mémoire: planned without an amount"""
    UNKNOWN = Text(en="unknown", fr="inconnu")
    """nobody knows; what is worked out of it is unknown too"""
    BLANK = Text(en="", fr="")
    """nothing stands here: a rate whose divisor is zero"""


PM, UNKNOWN, BLANK = Mark.PM, Mark.UNKNOWN, Mark.BLANK
Figure: TypeAlias = int | Decimal
Value: TypeAlias = Figure | Money | Text | str | dt.date | bool | Mark | None


@frozen
class Sum:
    """
    The sum of one column over some rows (fr: *somme*).

    PM and empty cells are passed over; over nothing but PM the sum is PM, over nothing but empty cells it is empty. An unknown cell makes it unknown.

    Attributes:
        rows: keys of the rows, in order.
        column: key of the column; None for the formula's own.
        minus: keys of rows that are taken away.
    """

    rows: tuple[str, ...]
    column: str | None = None
    minus: tuple[str, ...] = ()


@frozen
class Same:
    """
    The value of another cell of the table (fr: *report*).

    Attributes:
        row: key of its row.
        column: key of its column; None for the formula's own.
    """

    row: str
    column: str | None = None


@frozen
class Difference:
    """
    One column less others in the formula's own row (fr: *différence*); ``plus`` columns are added.

    Attributes:
        column: key of the first column.
        minus: keys of the columns taken away.
        plus: keys of the columns added.
    """

    column: str
    minus: tuple[str, ...] = ()
    plus: tuple[str, ...] = ()


@frozen
class Product:
    """
    A cell times a rate, rounded by name (fr: *produit*): a percentage, a conversion, a number of units at so much each.

    Attributes:
        column: key of the column read.
        by: what it is multiplied by, exact.
        row: key of the row read; None for the formula's own.
        over: what it is divided by, exact: ``by=1, over=400`` turns francs into dollars.
        rounding: the named rounding, to the column's unit.
        times: key of a column of the same row, not of money, that it is also multiplied by; None for none.
    """

    column: str
    by: Decimal = Decimal(1)
    row: str | None = None
    over: Decimal = Decimal(1)
    rounding: Rounding = HALF_UP
    times: str | None = None


@frozen
class Ratio:
    """
    One column over another in the formula's own row (fr: *rapport*), as a fraction; blank when the divisor is zero, blank or PM.

    Attributes:
        column: key of the dividend's column.
        over: key of the divisor's column.
        row: key of the dividend's row; None for the formula's own.
        over_row: key of the divisor's row; None for the formula's own.
    """

    column: str
    over: str
    row: str | None = None
    over_row: str | None = None


@frozen
class Live:
    """
    A spreadsheet's own formula, and what it comes to (fr: *formule vive*): a sheet writes the formula, all else shows the value.

    Attributes:
        text: the formula, without the equals sign; it names cells as they stand in the file, so its section is ``bare``.
        value: what it comes to.
    """

    text: str
    value: Value = None


Formula: TypeAlias = Sum | Same | Difference | Product | Ratio
Cell: TypeAlias = Value | Formula | Live


def reads(cell: Cell, row: str, column: str) -> list[tuple[str, str]]:
    """Give the cells that a cell reads, as row and column keys; none when it is a plain value."""
    if isinstance(cell, Same):
        return [(cell.row, cell.column or column)]
    if isinstance(cell, Sum):
        return [(key, cell.column or column) for key in (*cell.rows, *cell.minus)]
    if isinstance(cell, Difference):
        return [(row, key) for key in (cell.column, *cell.plus, *cell.minus)]
    if isinstance(cell, Product):
        return [(cell.row or row, key) for key in (cell.column, cell.times) if key is not None]
    if isinstance(cell, Ratio):
        return [(cell.row or row, cell.column), (cell.over_row or row, cell.over)]
    return []
