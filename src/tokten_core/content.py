"""
What a report is made of, without any format.

A report is composed once and rendered many ways. Its parts are sections; a section's are blocks: paragraphs, facts, tables, charts, cards,
links. A table's cell is a value or a formula over other cells: the formula stays alive in a spreadsheet and is worked out exactly here, so that
every format shows the same figure. *Pour mémoire* and *unknown* are values of their own; neither is zero. No donor is known here.

>>> from tokten_core.text import same
>>> lines = [line("a", amount=30), line("b", amount=PM), line("c", amount=12)]
>>> budget = Table(key="t", columns=(Column("amount", same("Amount"), "integer"),), rows=(*lines, total("sum", ("a", "b", "c"), "amount")))
>>> budget.value("sum", "amount")
42
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias, TypeGuard

from attrs import field, frozen

from tokten_core.errors import Kind, ReportError
from tokten_core.money import HALF_UP, Money, Rounding, minor_units, money_of, rounded
from tokten_core.text import Text

__all__ = [
    "BLANK", "PM", "UNKNOWN", "Block", "Card", "Cards", "Cell", "Chart", "Check", "Column", "ColumnKind", "Difference", "Facts", "Formula",
    "Link", "Links", "Mark", "Note", "Paragraph", "Product", "Ratio", "Report", "Row", "RowKind", "Same", "Section", "Series", "Sum", "Table",
    "heading", "line", "subtotal", "total",
]  # fmt: skip

ROW_TWICE = Kind(
    "report-row-twice",
    says=Text(en="the row {value} stands twice in the table", fr="la ligne {value} figure deux fois dans le tableau"),
    allowed=Text(en="each row key once", fr="chaque clé de ligne une seule fois"),
    remedy=Text(en="Give one of the two another key.", fr="Donnez une autre clé à l'une des deux."),
)
FORMULA_TO_NOWHERE = Kind(
    "report-formula-to-nowhere",
    says=Text(en="a formula reads {value}, which is not there", fr="une formule lit {value}, qui n'existe pas"),
    allowed=Text(en="a row key and a column key of the table", fr="une clé de ligne et une clé de colonne du tableau"),
    remedy=Text(en="Correct the formula.", fr="Corrigez la formule."),
)
FORMULA_CIRCLE = Kind(
    "report-formula-circle",
    says=Text(en="the formula of {value} reads itself in the end", fr="la formule de {value} finit par se lire elle-même"),
    allowed=Text(en="formulas without a circle", fr="des formules sans boucle"),
    remedy=Text(en="Take one of the cells out of the formula.", fr="Retirez l'une des cellules de la formule."),
)

ColumnKind: TypeAlias = Literal["text", "integer", "decimal", "money", "percent", "date", "mark"]
RowKind: TypeAlias = Literal["line", "subtotal", "total", "heading"]


class Mark(enum.Enum):
    """What a cell may hold that is neither a figure nor words (fr: *mention*)."""

    PM = Text(en="PM", fr="PM")
    """pour mémoire: planned without an amount"""
    UNKNOWN = Text(en="unknown", fr="inconnu")
    """nobody knows; what is worked out of it is unknown too"""
    BLANK = Text(en="", fr="")
    """nothing stands here: a rate whose divisor is zero"""


PM, UNKNOWN, BLANK = Mark.PM, Mark.UNKNOWN, Mark.BLANK


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
    A cell times a rate, rounded by name (fr: *produit*): a percentage, a conversion.

    Attributes:
        column: key of the column read.
        by: what it is multiplied by, exact.
        row: key of the row read; None for the formula's own.
        over: what it is divided by, exact: ``by=1, over=400`` turns francs into dollars.
        rounding: the named rounding, to the column's unit.
    """

    column: str
    by: Decimal = Decimal(1)
    row: str | None = None
    over: Decimal = Decimal(1)
    rounding: Rounding = HALF_UP


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


Formula: TypeAlias = Sum | Same | Difference | Product | Ratio
Figure: TypeAlias = int | Decimal
Value: TypeAlias = Figure | Money | Text | str | dt.date | bool | Mark | None
Cell: TypeAlias = Value | Formula


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
        ReportError: A row key stands twice, a formula reads a cell that is not there, or formulas go in a circle; all are told.
    """

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    caption: Text = Text(en="", fr="")
    notes: tuple[Text, ...] = ()

    def __attrs_post_init__(self) -> None:
        keys = [row.key for row in self.rows]
        problems = [ROW_TWICE.at(self.key, key) for key in sorted({key for key in keys if keys.count(key) > 1})]
        known = {(row, column.key) for row in keys for column in self.columns}
        for row in self.rows:
            for key, cell in row.cells.items():
                read = [(row.key, key), *reads(cell, row.key, key)]
                problems += [FORMULA_TO_NOWHERE.at(f"{self.key}, {row.key}, {key}", f"{at[0]}, {at[1]}") for at in read if at not in known]
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
        """
        Give the value of a cell, its formula worked out exactly; an amount comes as whole minor units.

        Raises:
            ReportError: Formulas go in a circle (`report-formula-circle`).
        """
        at = (row, column)
        if at not in self._values:
            self._values[at] = _WORKING
            self._values[at] = self._work_out(row, column)
        if self._values[at] is _WORKING:
            raise ReportError(FORMULA_CIRCLE.at(self.key, f"{row}, {column}"))
        return self._values[at]

    def values(self) -> Iterator[tuple[Row, list[Value]]]:
        """Give each row with the values of its cells, in the order of the columns."""
        for row in self.rows:
            yield row, [self.value(row.key, column.key) for column in self.columns]

    def _work_out(self, row: str, column: str) -> Value:  # noqa: PLR0911 - one return for each kind of formula
        cell = self.cell(row, column)
        if isinstance(cell, Money):
            return minor_units(cell)
        if isinstance(cell, Same):
            return self.value(cell.row, cell.column or column)
        if isinstance(cell, Sum):
            plus = [self.value(key, cell.column or column) for key in cell.rows]
            return _added(plus, [self.value(key, cell.column or column) for key in cell.minus])
        if isinstance(cell, Difference):
            plus = [self.value(row, key) for key in (cell.column, *cell.plus)]
            return _added(plus, [self.value(row, key) for key in cell.minus])
        if isinstance(cell, Product):
            return _times(self.value(cell.row or row, cell.column), cell, self._scale(cell.column, column))
        if isinstance(cell, Ratio):
            scale = self._scale(cell.column, cell.over)
            return _over(self.value(cell.row or row, cell.column), self.value(cell.over_row or row, cell.over), scale)
        return cell

    def _scale(self, read: str, written: str) -> Fraction:
        """Minor units of the column written for one of the column read: 100 when francs become cents."""
        return Fraction(_sub_unit(self.column(written)), _sub_unit(self.column(read)))


_WORKING = Text(en="", fr="")


def reads(cell: Cell, row: str, column: str) -> list[tuple[str, str]]:
    """Give the cells that a cell reads, as row and column keys; none when it is a plain value."""
    if isinstance(cell, Same):
        return [(cell.row, cell.column or column)]
    if isinstance(cell, Sum):
        return [(key, cell.column or column) for key in (*cell.rows, *cell.minus)]
    if isinstance(cell, Difference):
        return [(row, key) for key in (cell.column, *cell.plus, *cell.minus)]
    if isinstance(cell, Product):
        return [(cell.row or row, cell.column)]
    if isinstance(cell, Ratio):
        return [(cell.row or row, cell.column), (cell.over_row or row, cell.over)]
    return []


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


def _times(value: Value, product: Product, scale: Fraction) -> Value:
    if not _is_figure(value):
        return value
    exact = Fraction(value) * Fraction(product.by) / Fraction(product.over) * scale
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


@frozen
class Paragraph:
    """Some sentences (fr: *paragraphe*)."""

    text: Text


@frozen
class Note:
    """A remark set apart from the text (fr: *note*); ``warning`` makes it stand out."""

    text: Text
    warning: bool = False


@frozen
class Facts:
    """Names and values, one a line (fr: *fiche*)."""

    items: tuple[tuple[Text, Value], ...]


@frozen
class Card:
    """
    One figure to be seen at a glance (fr: *chiffre clé*).

    Attributes:
        label: what it counts.
        value: the figure, written out in both languages.
        note: what a reader must know; may be empty.
        share: how much of the way is gone, from 0 to 1; None when there is no way.
    """

    label: Text
    value: Text
    note: Text = Text(en="", fr="")
    share: Decimal | None = None


@frozen
class Cards:
    """Figures side by side (fr: *chiffres clés*)."""

    items: tuple[Card, ...]


@frozen
class Link:
    """
    A way to a file (fr: *lien*).

    Attributes:
        label: what it is.
        target: where it is, relative to the report.
        note: what a reader finds there; may be empty.
    """

    label: Text
    target: str
    note: Text = Text(en="", fr="")


@frozen
class Links:
    """Ways to files (fr: *liens*)."""

    items: tuple[Link, ...]


@frozen
class Series:
    """
    One series of a chart (fr: *série*): a figure for each category, None where there is none.

    Attributes:
        label: what it shows.
        values: one a category, in order; amounts in whole units of the currency, not minor units.
    """

    label: Text
    values: tuple[Figure | None, ...]


@frozen
class Chart:
    """
    A chart (fr: *graphique*).

    Attributes:
        key: short name, unique in the report.
        kind: bars side by side, stacked bars, bars lying down, or a line.
        title: what it shows.
        categories: the names along the axis.
        series: what is drawn.
        unit: what the figures count, for the axis.
    """

    key: str
    kind: Literal["grouped", "stacked", "lying", "line"]
    title: Text
    categories: tuple[Text, ...]
    series: tuple[Series, ...]
    unit: Text = Text(en="", fr="")


Block: TypeAlias = Paragraph | Note | Facts | Cards | Links | Table | Chart


@frozen
class Section:
    """
    A part of a report (fr: *section*): a heading in a document, a sheet in a workbook.

    Attributes:
        title: its heading.
        blocks: what stands in it, in order.
        sheet: a short name for a workbook's sheet; empty for the title.
    """

    title: Text
    blocks: tuple[Block, ...] = ()
    sheet: Text = Text(en="", fr="")


@frozen
class Check:
    """
    A rule that the report's own form must keep (fr: *contrôle du modèle*).

    Attributes:
        code: the rule's code in the form: ``UNDP-05``.
        text: what must hold.
        holds: whether it does.
        detail: the figures; may be empty.
        warning: true when a failure is told but does not keep the report from being final.
    """

    code: str
    text: Text
    holds: bool
    detail: Text = Text(en="", fr="")
    warning: bool = False


@frozen
class Report:
    """
    A composed report (fr: *rapport composé*).

    Attributes:
        name: the form's name: ``undp-awp``.
        title: its title.
        header: names and values at its head: programme, period, currency, rate.
        sections: its parts, in order.
        checks: the form's own rules, held or broken.
        subtitle: a line below the title; may be empty.
    """

    name: str
    title: Text
    header: tuple[tuple[Text, Value], ...] = ()
    sections: tuple[Section, ...] = ()
    checks: tuple[Check, ...] = ()
    subtitle: Text = Text(en="", fr="")

    @property
    def failing(self) -> tuple[Check, ...]:
        """The rules that do not hold and keep the report from being final."""
        return tuple(check for check in self.checks if not check.holds and not check.warning)

    @property
    def is_final(self) -> bool:
        """True when no rule fails; else it is a draft that shows what fails."""
        return not self.failing

    def tables(self) -> Iterator[Table]:
        """Give every table, in order."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    yield block

    def table(self, key: str) -> Table:
        """Give a table by its key."""
        return next(table for table in self.tables() if table.key == key)


def amount(value: Value, column: Column) -> Money | None:
    """Give the value of a money cell as an amount; None when it is no figure."""
    return money_of(int(value), column.currency) if isinstance(value, int) and not isinstance(value, bool) and column.currency else None
