"""
Reports as workbooks (xlsx): a sheet for each section, formulas alive.

Every formula is written with the value that the content worked out, so that a reader who does not recalculate sees the same figure; LibreOffice
and Excel recalculate to it (a test makes LibreOffice do so). A sum over nothing but PM gives PM, one over an unknown cell says unknown: a sheet
alone would say zero.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from tokten_core.content import (
    BLANK,
    PM,
    UNKNOWN,
    Cards,
    Cell,
    Chart,
    Column,
    Difference,
    Facts,
    Links,
    Mark,
    Note,
    Paragraph,
    Product,
    Ratio,
    Report,
    Row,
    Same,
    Section,
    Sum,
    Table,
    Value,
)
from tokten_core.money import DOWN, HALF_EVEN, HALF_UP
from tokten_core.text import Language, Text
from tokten_render.charts import COLOURS
from tokten_render.words import CHECK_COLUMNS, CHECKS_TITLE, DRAFT, check_lines, decimals_of, draft_lines, figure, in_units, typographic, written

__all__ = ["Xlsx"]

LONGEST_CELL: Final = 32_767
LONGEST_SHEET_NAME: Final = 31
WIDEST: Final = 60
INK, BLUE, PALE, LINE, GREY, RED = "#1f2933", "#1f4e79", "#e8eef5", "#b8c4d0", "#6b7785", "#9b1c1c"
FONT: Final = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "top"}
CHART_KINDS: Final = {"grouped": ("column", None), "stacked": ("column", "stacked"), "lying": ("bar", None), "line": ("line", None)}
CHART_ROWS: Final = 17
LETTERS_A_LINE: Final = 95
NARROWEST: Final = 9
"""Columns that a sheet without a table is taken to have."""


class Xlsx:
    """Writes reports as workbooks (fr: *classeur*)."""

    suffix = ".xlsx"

    def render(self, report: Report, lang: Language, day: dt.date) -> bytes:
        """Write a report in one language, dated that day; the same input gives the same bytes."""
        import xlsxwriter

        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
        book.set_properties({"title": report.title.say(lang), "created": dt.datetime(day.year, day.month, day.day, tzinfo=dt.timezone.utc)})
        book.set_size(2400, 1600)
        writer = _Writer(book, report, lang)
        for section in report.sections or (Section(report.title),):
            writer.section(section)
        if report.checks:
            writer.checks()
        book.close()
        return out.getvalue()


class _Writer:
    """One workbook in the making."""

    def __init__(self, book: Any, report: Report, lang: Language) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self.book, self.report, self.lang = book, report, lang
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.names: set[str] = set()

    def style(self, **facts: Any) -> Any:  # noqa: ANN401 - xlsxwriter has no types
        """Give a format, made once."""
        key = tuple(sorted(facts.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({**FONT, **facts})
        return self.formats[key]

    def say(self, text: Text | str) -> str:
        """Say a text in the report's language, safe for a cell."""
        return _safe(typographic(text.say(self.lang) if isinstance(text, Text) else text, self.lang))

    def section(self, section: Section) -> None:
        """Write a section as a sheet of its own."""
        sheet = self.book.add_worksheet(self.sheet_name(section.sheet or section.title))
        width = max((len(block.columns) for block in section.blocks if isinstance(block, Table)), default=NARROWEST)
        _Sheet(self, sheet, max(width, 4)).write(section)

    def checks(self) -> None:
        """Write the form's checks on a sheet of their own, at the end."""
        sheet = self.book.add_worksheet(self.sheet_name(CHECKS_TITLE))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 2, 60)
        sheet.set_column(3, 3, 14)
        sheet.write_string(0, 0, self.say(CHECKS_TITLE), self.style(bold=True, font_size=14, font_color=BLUE))
        for at, label in enumerate(CHECK_COLUMNS):
            sheet.write_string(2, at, self.say(label), self.style(bold=True, bg_color=BLUE, font_color="#ffffff", border=1, border_color=LINE))
        for row, (check, cells) in enumerate(zip(self.report.checks, check_lines(self.report, self.lang), strict=True), start=3):
            alarm = {} if check.holds else {"font_color": RED, "bold": True}
            for at, words in enumerate(cells):
                sheet.write_string(row, at, _safe(words), self.style(text_wrap=True, border=1, border_color=LINE, **(alarm if at in {0, 3} else {})))
        _page(sheet)

    def sheet_name(self, title: Text) -> str:
        """Give a sheet name that Excel allows and that no other sheet has."""
        words = "".join("-" if letter in "[]:*?/\\" else letter for letter in title.say(self.lang)).strip("'")[:LONGEST_SHEET_NAME] or "1"
        name, number = words, 2
        while name.lower() in self.names:
            ending = f" {number}"
            name, number = words[: LONGEST_SHEET_NAME - len(ending)] + ending, number + 1
        self.names.add(name.lower())
        return name


class _Sheet:
    """One sheet in the making; ``at`` is the next free row."""

    def __init__(self, writer: _Writer, sheet: Any, width: int) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self.writer, self.sheet, self.width, self.at = writer, sheet, width, 0
        self.widths: dict[int, float] = {}
        self.tables = 0

    def write(self, section: Section) -> None:
        """Write the head, every block, and the page set-up."""
        self.sheet.hide_gridlines(2)
        self.head(section)
        for block in section.blocks:
            self.block(block)
            self.at += 1
        for column, width in self.widths.items():
            self.sheet.set_column(column, column, width)
        _page(self.sheet)

    def head(self, section: Section) -> None:
        """Write the title, the facts of the report and, on a draft, its banner."""
        style, say, report = self.writer.style, self.writer.say, self.writer.report
        self.sheet.write_string(self.at, 0, say(report.title), style(bold=True, font_size=15, font_color=BLUE))
        self.at += 1
        if report.subtitle:
            self.sheet.write_string(self.at, 0, say(report.subtitle), style(italic=True, font_color=GREY))
            self.at += 1
        for label, value in report.header:
            self.sheet.write_string(self.at, 0, say(label), style(font_color=GREY))
            self.sheet.write_string(self.at, 2, _safe(written(value, None, self.writer.lang)), style(bold=True))
            self.at += 1
        lines = draft_lines(report, self.writer.lang)
        if lines:
            self.banner([f"{say(DRAFT)} — {lines[0]}", *lines[1:]], RED, "#fdecec", loud=True)
        self.at += 1
        if section.title and section.title != report.title:
            self.sheet.write_string(self.at, 0, say(section.title), style(bold=True, font_size=12, font_color=BLUE))
            self.at += 2

    def banner(self, lines: list[str], ink: str, ground: str, *, loud: bool = False) -> None:
        """Write lines across the sheet on a coloured ground."""
        for number, words in enumerate(lines):
            form = self.writer.style(text_wrap=True, bg_color=ground, font_color=ink, bold=loud and number == 0)
            self.sheet.merge_range(self.at, 0, self.at, self.width - 1, "", form)
            self.sheet.write_string(self.at, 0, _safe(words), form)
            self.sheet.set_row(self.at, 14.5 * (1 + len(words) // LETTERS_A_LINE))
            self.at += 1

    def block(self, block: object) -> None:
        """Write one block of a section."""
        if isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Chart):
            self.chart(block)
        elif isinstance(block, Paragraph):
            self.banner([self.writer.say(block.text)], INK, "#ffffff")
        elif isinstance(block, Note):
            self.banner([self.writer.say(block.text)], RED if block.warning else GREY, "#fff7e6" if block.warning else "#f5f7fa")
        else:
            self.pairs(_pairs_of(block, self.writer.lang))

    def pairs(self, pairs: Iterator[tuple[str, str, str]]) -> None:
        """Write names and values, one a line."""
        for label, value, note in pairs:
            self.sheet.write_string(self.at, 0, _safe(label), self.writer.style(font_color=GREY, text_wrap=True))
            self.sheet.write_string(self.at, 1, _safe(value), self.writer.style(bold=True))
            self.sheet.write_string(self.at, 2, _safe(note), self.writer.style(font_color=GREY))
            self.widths[0] = max(self.widths.get(0, 0), min(WIDEST, len(label) + 2))
            self.at += 1

    def table(self, table: Table) -> None:
        """Write a table: caption, headings, rows with live formulas, notes."""
        say, style = self.writer.say, self.writer.style
        if table.caption:
            self.sheet.write_string(self.at, 0, say(table.caption), style(bold=True, font_size=11))
            self.at += 1
        self.groups(table)
        for at, column in enumerate(table.columns):
            align = {"align": "right"} if column.is_figure else {"align": "center"} if column.kind == "mark" else {}
            form = style(bold=True, bg_color=BLUE, font_color="#ffffff", border=1, border_color=LINE, text_wrap=True, **align)
            self.sheet.write_string(self.at, at, say(column.label), form)
        if self.tables == 0:
            self.sheet.freeze_panes(self.at + 1, 0)
            self.sheet.repeat_rows(self.at)
        self.tables += 1
        self.at += 1
        rows = _Rows(table, self.at, self.writer.lang)
        for number, row in enumerate(table.rows):
            self.row(table, row, self.at + number, rows)
        self.fit(table)
        self.at += len(table.rows)
        for note in table.notes:
            self.banner([say(note)], GREY, "#ffffff")

    def groups(self, table: Table) -> None:
        """Write the headings that stand above several columns."""
        if not any(column.group for column in table.columns):
            return
        form = self.writer.style(bold=True, bg_color=PALE, align="center", border=1, border_color=LINE)
        first = 0
        for at, column in enumerate(table.columns):
            last = at + 1 == len(table.columns) or table.columns[at + 1].group != column.group
            if last:
                if column.group and at > first:
                    self.sheet.merge_range(self.at, first, self.at, at, "", form)
                if column.group:
                    self.sheet.write_string(self.at, first, self.writer.say(column.group), form)
                first = at + 1
        self.at += 1

    def row(self, table: Table, row: Row, at: int, rows: _Rows) -> None:
        """Write one row."""
        for number, column in enumerate(table.columns):
            value, cell = table.value(row.key, column.key), table.cell(row.key, column.key)
            form = self.form(row, column, value, first=number == 0)
            formula = rows.formula(cell, row.key, column.key)
            if formula is not None:
                self.sheet.write_formula(at, number, formula, form, _cached(value, column, self.writer.lang))
            elif isinstance(value, int | Decimal) and not isinstance(value, bool):
                self.sheet.write_number(at, number, in_units(value, column), form)
            elif isinstance(value, dt.date):
                self.sheet.write_datetime(at, number, dt.datetime(value.year, value.month, value.day), form)  # noqa: DTZ001 - a sheet's day has no zone
            elif written(value, column, self.writer.lang):
                self.sheet.write_string(at, number, _safe(typographic(written(value, column, self.writer.lang), self.writer.lang)), form)
            else:
                self.sheet.write_blank(at, number, None, form)

    def form(self, row: Row, column: Column, value: Value, *, first: bool) -> Any:  # noqa: ANN401 - xlsxwriter has no types
        """Give the format of a cell by its row and column."""
        facts: dict[str, Any] = {"border": 1, "border_color": LINE, "text_wrap": True}
        if column.is_figure:
            facts |= {"align": "right", "num_format": _number_format(column), "text_wrap": False}
        elif column.kind == "mark":
            facts |= {"align": "center"}
        elif column.kind == "date":
            facts |= {"num_format": "dd/mm/yyyy", "align": "left"}
        if first and row.level:
            facts |= {"indent": row.level}
        if isinstance(value, Mark):
            facts |= {"italic": True, "font_color": GREY, "align": "right" if column.is_figure else "center"}
        if row.kind == "heading":
            facts |= {"bold": True, "bg_color": "#f5f7fa"}
        if row.kind == "subtotal":
            facts |= {"bold": True, "bg_color": PALE}
        if row.kind == "total":
            facts |= {"bold": True, "bg_color": "#d3dfec", "top": 2, "top_color": BLUE}
        return self.writer.style(**facts)

    def fit(self, table: Table) -> None:
        """Let each column be as wide as its words want, within reason."""
        for at, column in enumerate(table.columns):
            longest = max((len(written(table.value(row.key, column.key), column, self.writer.lang)) for row in table.rows), default=0)
            heading = max((len(word) for word in column.label.say(self.writer.lang).split()), default=0)
            wanted = column.width or min(WIDEST if column.kind == "text" else 18, max(longest, heading) + 2)
            self.widths[at] = max(self.widths.get(at, 6), min(wanted, 46))

    def chart(self, chart: Chart) -> None:
        """Write a chart with its figures beside it, out of the way."""
        say, first = self.writer.say, self.at
        kind, subtype = CHART_KINDS[chart.kind]
        name, right = self.sheet.get_name(), self.width + 2
        self.sheet.write_string(first, right, say(chart.unit or chart.title), self.writer.style(font_color=GREY))
        for row, category in enumerate(chart.categories, start=1):
            self.sheet.write_string(first + row, right, say(category), self.writer.style(font_color=GREY))
        drawn = self.writer.book.add_chart({"type": kind, **({"subtype": subtype} if subtype else {})})
        last = first + len(chart.categories)
        for number, series in enumerate(chart.series, start=1):
            self.sheet.write_string(first, right + number, say(series.label), self.writer.style(font_color=GREY))
            for row, value in enumerate(series.values, start=1):
                if value is not None:
                    self.sheet.write_number(first + row, right + number, value, self.writer.style(font_color=GREY, num_format="#,##0"))
            drawn.add_series(
                {
                    "name": [name, first, right + number],
                    "categories": [name, first + 1, right, last, right],
                    "values": [name, first + 1, right + number, last, right + number],
                    "fill": {"color": COLOURS[(number - 1) % len(COLOURS)]},
                }
            )
        drawn.set_title({"name": say(chart.title), "name_font": {"size": 11, "color": INK}})
        drawn.set_legend({"position": "bottom"})
        drawn.set_size({"width": 760, "height": 330})
        self.sheet.insert_chart(first, 0, drawn)
        self.at += max(CHART_ROWS, len(chart.categories) + 2)


class _Rows:
    """Where each row of a table stands on the sheet, and the formulas over them."""

    def __init__(self, table: Table, first: int, lang: Language) -> None:
        self.table, self.lang = table, lang
        self.rows = {row.key: first + number for number, row in enumerate(table.rows)}
        self.columns = {column.key: number for number, column in enumerate(table.columns)}

    def formula(self, cell: Cell, row: str, column: str) -> str | None:
        """Write a cell's formula; None when it holds a value."""
        if isinstance(cell, Same):
            read = self.at(cell.row, cell.column or column)
            return f'=IF({read}="","",{read})'
        if isinstance(cell, Sum):
            key = cell.column or column
            return self.added([(name, key) for name in cell.rows], [(name, key) for name in cell.minus])
        if isinstance(cell, Difference):
            return self.added([(row, key) for key in (cell.column, *cell.plus)], [(row, key) for key in cell.minus])
        if isinstance(cell, Product):
            return self.product(cell, cell.row or row, column)
        if isinstance(cell, Ratio):
            top, base = self.at(cell.row or row, cell.column), self.at(cell.over_row or row, cell.over)
            unknown = UNKNOWN.value.say(self.lang)
            return f'=IF(OR({top}="{unknown}",{base}="{unknown}"),"{unknown}",IF(AND(ISNUMBER({top}),ISNUMBER({base})),IF({base}=0,"",{top}/{base}),""))'
        return None

    def added(self, plus: list[tuple[str, str]], minus: list[tuple[str, str]]) -> str:
        """Write a sum that stays unknown over an unknown cell, and PM over nothing but PM."""
        if not plus and not minus:
            return "=0"
        unknown, read = UNKNOWN.value.say(self.lang), self.ranges([*plus, *minus])
        total = f"SUM({self.joined(plus)})" + (f"-SUM({self.joined(minus)})" if minus else "")
        none = "+".join(f'COUNTIF({span},"{unknown}")' for span in read)
        marks = "+".join(f'COUNTIF({span},"{PM.value.say(self.lang)}")' for span in self.ranges(plus)) or "0"
        return f'=IF({none}>0,"{unknown}",IF(COUNT({",".join(read)})=0,IF({marks}>0,"{PM.value.say(self.lang)}",""),{total}))'

    def product(self, cell: Product, row: str, column: str) -> str:
        """Write a product rounded as its name says, to the column's decimals; marks pass through."""
        read = self.at(row, cell.column)
        exact = f"{read}*{_plain(cell.by)}/{_plain(cell.over)}"
        step = 10 ** decimals_of(self.table.column(column).currency)
        rounded = {
            HALF_UP.name: f"ROUND({exact},{len(str(step)) - 1})",
            DOWN.name: f"ROUNDDOWN({exact},{len(str(step)) - 1})",
            HALF_EVEN.name: f"IF(MOD(ABS({exact})*{step},2)=0.5,ROUNDDOWN({exact},{len(str(step)) - 1}),ROUND({exact},{len(str(step)) - 1}))",
        }.get(cell.rounding.name, f"ROUNDUP({exact},{len(str(step)) - 1})")
        return f"=IF(ISNUMBER({read}),{rounded},{read}&\"\")"

    def at(self, row: str, column: str) -> str:
        """Give the address of a cell."""
        return f"{_letters(self.columns[column])}{self.rows[row] + 1}"

    def ranges(self, cells: list[tuple[str, str]]) -> list[str]:
        """Give addresses, runs of rows in one column as ranges."""
        spans: list[list[str]] = []
        for row, column in cells:
            before = spans[-1] if spans else None
            if before and before[1] == column and self.rows[before[2]] + 1 == self.rows[row]:
                before[2] = row
            else:
                spans.append([row, column, row])
        return [self.at(first, column) if first == last else f"{self.at(first, column)}:{self.at(last, column)}" for first, column, last in spans]

    def joined(self, cells: list[tuple[str, str]]) -> str:
        """Give the addresses as arguments."""
        return ",".join(self.ranges(cells))


def _pairs_of(block: object, lang: Language) -> Iterator[tuple[str, str, str]]:
    if isinstance(block, Facts):
        for label, value in block.items:
            yield typographic(label.say(lang), lang), typographic(written(value, None, lang), lang), ""
    elif isinstance(block, Cards):
        for card in block.items:
            yield typographic(card.label.say(lang), lang), card.value.say(lang), typographic(card.note.say(lang), lang)
    elif isinstance(block, Links):
        for link in block.items:
            yield link.label.say(lang), link.target, link.note.say(lang)


def _page(sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&8&P / &N", {"scale_with_doc": False})


def _number_format(column: Column) -> str:
    decimals = column.decimals
    if column.kind == "percent":
        return "0" + ("." + "0" * (2 if decimals is None else decimals) if decimals != 0 else "") + " %"
    if column.kind == "money":
        decimals = decimals_of(column.currency) if decimals is None else decimals
    if decimals is None:
        return "#,##0.######" if column.kind == "decimal" else "#,##0"
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _cached(value: Value, column: Column, lang: Language) -> Any:  # noqa: ANN401 - xlsxwriter has no types
    if value is None or value is BLANK:
        return ""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        units = in_units(value, column)
        return units if isinstance(units, int) else float(units)  # a cached figure: the formula beside it is what counts
    return written(value, column, lang)


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _safe(words: str) -> str:
    """Make control characters visible and keep within what a cell can hold, saying so."""
    shown = "".join(letter if letter.isprintable() or letter in "\n\t\u00a0\u202f" else f"\\u{ord(letter):04x}" for letter in words)
    if len(shown) <= LONGEST_CELL:
        return shown
    ending = f"… ({figure(len(shown), 'fr', 0)})"
    return shown[: LONGEST_CELL - len(ending)] + ending
