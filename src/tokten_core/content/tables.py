"""Tables whose formulas stay alive: shown as formulas in a spreadsheet, worked out exactly here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias, TypeGuard

from attrs import field, frozen

from tokten_core.content.cells import BLANK, PM, UNKNOWN, Cell, Difference, Figure, Live, Product, Ratio, Same, Sum, Value, reads
from tokten_core.content.mistakes import mistakes
from tokten_core.errors import ReportError
from tokten_core.money import HALF_UP, Money, minor_units, money_of, rounded
from tokten_core.text import Text

ColumnKind: TypeAlias = Literal["text", "integer", "decimal", "money", "percent", "date", "mark"]
RowKind: TypeAlias = Literal["line", "subtotal", "total", "heading"]


@frozen
class Column:
    """
    A column of a table (fr: *colonne*).

    Attributes:
        key: the name formulas use.
        label: its heading, in both languages.
        kind: what stands in it; ``money`` holds whole minor units or ``Money``, ``percent`` a fraction of one.
        currency: ISO 4217 code of a money column.
        decimals: decimals shown; None for the currency's own, and for two in a percentage.
        width: wanted width in characters; None lets the renderer choose.
        group: a heading above several columns; empty for none.
    """

    key: str
    label: Text
    kind: ColumnKind = "text"
    currency: str = ""
    decimals: int | None = None
    width: int | None = None
    group: Text = Text(en="", fr="")

    @property
    def is_figure(self) -> bool:
        """True when figures stand in it, which are set to the right."""
        return self.kind in {"integer", "decimal", "money", "percent"}


@frozen
class Row:
    """
    A row of a table (fr: *ligne*).

    Attributes:
        key: the name formulas use, unique in the table.
        cells: what stands in each column, by its key; a missing key is an empty cell.
        kind: a line, a subtotal, a total, or a heading across the table.
        level: how far its first text is set in.
    """

    key: str
    cells: Mapping[str, Cell] = field(factory=dict)
    kind: RowKind = "line"
    level: int = 0


def line(key: str, **cells: Cell) -> Row:
    """Make a line."""
    return Row(key, cells)


def heading(key: str, label: Text | str, column: str) -> Row:
    """Make a heading across the table; its words stand in one column."""
    return Row(key, {column: label}, "heading")


def subtotal(key: str, rows: Sequence[str], *columns: str, **cells: Cell) -> Row:
    """Make a subtotal of some columns over some rows."""
    return Row(key, {**{column: Sum(tuple(rows)) for column in columns}, **cells}, "subtotal")


def total(key: str, rows: Sequence[str], *columns: str, **cells: Cell) -> Row:
    """Make a total of some columns over some rows."""
    return Row(key, {**{column: Sum(tuple(rows)) for column in columns}, **cells}, "total")


@frozen
class Table:
    """
    A table (fr: *tableau*).

    Attributes:
        key: short name, unique in the report.
        columns: the columns, in order.
        rows: the rows, in order.
        caption: what it shows; may be empty.
        notes: what a reader must know, below it.

    Raises:
        ReportError: A key stands twice, a formula reads a cell that is not there, goes in a circle, mixes currencies or divides by
            zero, or a cell holds a float or another currency's amount; all are told.
    """

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    caption: Text = Text(en="", fr="")
    notes: tuple[Text, ...] = ()

    def __attrs_post_init__(self) -> None:
        problems = mistakes(self)
        if problems:
            raise ReportError(*problems)

    @cached_property
    def _rows(self) -> dict[str, Row]:
        return {row.key: row for row in self.rows}

    @cached_property
    def _columns(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    @cached_property
    def _values(self) -> dict[tuple[str, str], Value]:
        return {}

    def column(self, key: str) -> Column:
        """Give a column by its key."""
        return self._columns[key]

    def cell(self, row: str, column: str) -> Cell:
        """Give what was put into a cell: a value or a formula; None when nothing was."""
        return self._rows[row].cells.get(column)

    def value(self, row: str, column: str) -> Value:
        """Give the value of a cell, its formula worked out exactly; an amount comes as whole minor units."""
        wanted = [(row, column)]
        while wanted:  # a chain of formulas may be longer than Python's stack is deep
            at = wanted[-1]
            before = [] if at in self._values else [cell for cell in reads(self.cell(*at), *at) if cell not in self._values]
            if before:
                wanted += before
                continue
            wanted.pop()
            if at not in self._values:
                self._values[at] = self._work_out(*at)
        return self._values[row, column]

    def values(self) -> Iterator[tuple[Row, list[Value]]]:
        """Give each row with the values of its cells, in the order of the columns."""
        for row in self.rows:
            yield row, [self.value(row.key, column.key) for column in self.columns]

    def _work_out(self, row: str, column: str) -> Value:  # noqa: PLR0911 - one return for each kind of formula
        cell = self.cell(row, column)
        if isinstance(cell, Money):
            return minor_units(cell)
        if isinstance(cell, Live):
            return cell.value
        if isinstance(cell, Same):
            return self.value(cell.row, cell.column or column)
        if isinstance(cell, Sum):
            plus = [self.value(key, cell.column or column) for key in cell.rows]
            return _added(plus, [self.value(key, cell.column or column) for key in cell.minus])
        if isinstance(cell, Difference):
            plus = [self.value(row, key) for key in (cell.column, *cell.plus)]
            return _added(plus, [self.value(row, key) for key in cell.minus])
        if isinstance(cell, Product):
            number = 1 if cell.times is None else self.value(cell.row or row, cell.times)
            return _times(self.value(cell.row or row, cell.column), number, cell, self._scale(cell.column, column))
        if isinstance(cell, Ratio):
            scale = self._scale(cell.column, cell.over)
            return _over(self.value(cell.row or row, cell.column), self.value(cell.over_row or row, cell.over), scale)
        return cell

    def _scale(self, read: str, written: str) -> Fraction:
        """Minor units of the column written for one of the column read: 100 when francs become cents."""
        return Fraction(_sub_unit(self.column(written)), _sub_unit(self.column(read)))


def _sub_unit(column: Column) -> int:
    return minor_units(Money(1, column.currency)) if column.kind == "money" and column.currency else 1


def _added(plus: Sequence[Value], minus: Sequence[Value]) -> Value:
    if UNKNOWN in [*plus, *minus]:
        return UNKNOWN
    figures = [(value, 1) for value in plus if _is_figure(value)] + [(value, -1) for value in minus if _is_figure(value)]
    if (plus or minus) and not figures:
        return PM if PM in plus else BLANK
    added: Figure = sum((sign * value for value, sign in figures), start=0)
    return added


def _times(value: Value, number: Value, product: Product, scale: Fraction) -> Value:
    if UNKNOWN in (value, number):
        return UNKNOWN
    if not _is_figure(value) or not _is_figure(number):
        return number if _is_figure(value) else value
    exact = Fraction(value) * Fraction(number) * Fraction(product.by) / Fraction(product.over) * scale
    return rounded(exact, product.rounding)


def _over(value: Value, base: Value, scale: Fraction) -> Value:
    if UNKNOWN in (value, base):
        return UNKNOWN
    if not _is_figure(value) or not _is_figure(base) or base == 0:
        return BLANK
    exact = Fraction(value) / Fraction(base) * scale
    places = Decimal(10) ** _RATIO_DIGITS
    return Decimal(rounded(exact * Fraction(places), HALF_UP)) / places


_RATIO_DIGITS = 12


def _is_figure(value: Value) -> TypeGuard[Figure]:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def amount(value: Value, column: Column) -> Money | None:
    """Give the value of a money cell as an amount; None when it is no figure."""
    return money_of(int(value), column.currency) if isinstance(value, int) and not isinstance(value, bool) and column.currency else None
