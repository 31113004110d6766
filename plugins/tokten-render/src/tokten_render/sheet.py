"""One sheet of a workbook: its head, its tables with living formulas, its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import zip_longest
from textwrap import wrap
from typing import Any, Final

from tokten_core.content import BLANK, Block, Cards, Chart, Column, Facts, Links, Note, Paragraph, Row, Section, Table, Value
from tokten_core.text import Language
from tokten_render.formulas import Formulas
from tokten_render.layout import WIDE_COLUMNS, across, groups, widths
from tokten_render.native_charts import write_chart
from tokten_render.words import DRAFT, MADE_ON, draft_lines, in_units, shown
from tokten_render.workbook import BLUE, GREY, LINE, RED, Workbook

__all__ = ["Sheet"]

ROW_HEIGHT: Final = 13.5
LETTERS: Final = 1.05
"""Letters in a unit of width, which is a digit at 11 points: ours have 10, and words need a little room to spare."""
NARROWEST: Final = 6.0
ROOM: Final = 160
"""Letters that a page on its side shows at a size one can read."""
LETTER: Final = 1.06
"""Bold letters are wider than those a sheet counts in."""
LABEL_WIDTH: Final = 24
WITHOUT_A_TABLE: Final = (30.0, *[13.0] * 8)
DEEPEST_FREEZE: Final = 16
"""Were more rows than these held on top, a small screen would have no room left to scroll in."""
FIRST_DAY: Final = dt.date(1900, 3, 1)
"""Before it a sheet's days are off by one, or none at all."""
NO_ALARM: Final[Mapping[str, str]] = {}


class Sheet:
    """
    One sheet in the making (fr: *feuille*); ``at`` is the next free row.

    Args:
        workbook: what it shares with the others.
        section: what it shows.
        is_first: whether it carries the whole head of the report, or its title alone.
    """

    def __init__(self, workbook: Workbook, section: Section, *, is_first: bool) -> None:
        self.workbook, self.section, self.is_first = workbook, section, is_first
        self.lang: Language = workbook.lang
        self.sheet: Any = workbook.book.add_worksheet(workbook.sheet_name(section.sheet or section.title))
        self.at = 0
        self.widths = self._widths([block for block in section.blocks if isinstance(block, Table)])
        self.last = len(self.widths) - 1
        self.value_at = next((at for at in range(1, self.last) if sum(self.widths[:at]) >= LABEL_WIDTH), 1)
        self.is_frozen = False

    def write(self, day: dt.date, alarms: Mapping[str, str] = NO_ALARM) -> None:
        """Write everything; rows of a table whose key is in ``alarms`` end in that colour."""
        self.sheet.hide_gridlines(2)
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        if not self.section.bare:
            self._head(day)
        for block in self.section.blocks:
            self._block(block, alarms)
            self.at += 1
        self._page()

    def _widths(self, tables: list[Table]) -> list[float]:
        """Let each column be as wide as the widest of the tables wants it."""
        each = [widths(table, self.lang, ROOM) for table in tables] or [list(WITHOUT_A_TABLE)]
        wide = [max(column) * LETTER for column in zip_longest(*each, fillvalue=0.0)]
        return [max(width, NARROWEST) for width in wide] if len(wide) > 1 else [*wide, NARROWEST]

    # ------------------------------------------------------------ head and page

    def _head(self, day: dt.date) -> None:
        report, say, style = self.workbook.report, self.workbook.say, self.workbook.style
        mark = "" if report.is_final or self.is_first else f"{say(DRAFT)} — "
        big = {"font_size": 16, "font_color": BLUE} if self.is_first else {"font_size": 11, "font_color": RED if mark else GREY}
        if self.is_first:
            self.sheet.set_row(self.at, 22)
        self._line(mark + say(report.title), style(bold=True, **big))
        if self.is_first:
            if report.subtitle:
                self._line(say(report.subtitle), style(italic=True, font_color=GREY))
            facts = [
                *((say(label), shown(value, None, self.lang)) for label, value in report.header),
                (say(MADE_ON), shown(day, None, self.lang)),
            ]
            self._pairs(facts)
            self._banner(draft_lines(report, self.lang))
        self.at += 1
        if self.section.title and self.section.title != report.title:
            self._line(say(self.section.title), style(bold=True, font_size=13, font_color=BLUE))
            self.at += 1

    def _line(self, words: str, form: Any) -> None:
        self.sheet.write_string(self.at, 0, words, form)
        self.at += 1

    def _banner(self, lines: list[str]) -> None:
        """Write why the report is a draft, and what fails."""
        for number, words in enumerate(lines):
            loud = number == 0
            self._across(f"{self.workbook.say(DRAFT)} — {words}" if loud else f"• {words}", bg_color="#fdecec", font_color=RED, bold=loud)

    def _across(self, words: str, **facts: Any) -> None:
        """Write words across the sheet, as high as they need."""
        form = self.workbook.style(text_wrap=True, **facts)
        self.sheet.merge_range(self.at, 0, self.at, self.last, "", form)
        self.sheet.write_string(self.at, 0, self.workbook.say(words), form)
        self._heighten((words, sum(self.widths)))
        self.at += 1

    def _heighten(self, *cells: tuple[str, float]) -> None:
        """Give a row the height its words need in their widths: not every program works it out by itself."""
        lines = max(sum(len(wrap(line, max(1, int(width * LETTERS)))) or 1 for line in words.split("\n")) for words, width in cells)
        if lines > 1:
            self.sheet.set_row(self.at, min(409, ROW_HEIGHT * lines))

    def _page(self) -> None:
        title = self.workbook.say(self.workbook.report.title).replace("&", "&&").replace("\n", " ")[:120]
        draft = "" if self.workbook.report.is_final else self.workbook.say(DRAFT)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
        self.sheet.set_footer(f"&L&8 {title}&C&8&P / &N&R&8 {draft}", {"scale_with_doc": False})

    # ------------------------------------------------------------ blocks

    def _block(self, block: Block, alarms: Mapping[str, str]) -> None:
        say, lang = self.workbook.say, self.lang
        if isinstance(block, Table):
            self._table(block, alarms)
        elif isinstance(block, Chart):
            self.at = write_chart(self.workbook, self.sheet, block, self.at)
        elif isinstance(block, Paragraph):
            self._across(say(block.text))
        elif isinstance(block, Note):
            self._across(
                say(block.text), font_color="#8a5a00" if block.warning else GREY, bg_color="#fff7e6" if block.warning else "#f5f7fa"
            )
        elif isinstance(block, Facts):
            self._pairs((say(label), shown(value, None, lang)) for label, value in block.items)
        elif isinstance(block, Cards):
            self._pairs((say(card.label), " — ".join(filter(None, (say(card.value), say(card.note))))) for card in block.items)
        elif isinstance(block, Links):
            self._pairs((say(link.label), " — ".join(filter(None, (link.target, say(link.note))))) for link in block.items)

    def _pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Write names and values, one a line."""
        style, room = self.workbook.style, sum(self.widths[self.value_at :])
        for label, value in pairs:
            words, form = self.workbook.say(value), style(bold=True, text_wrap=True, align="left")
            self.sheet.write_string(self.at, 0, self.workbook.say(label), style(font_color=GREY))
            if self.value_at < self.last:
                self.sheet.merge_range(self.at, self.value_at, self.at, self.last, "", form)
            self.sheet.write_string(self.at, self.value_at, words, form)
            self._heighten((words, room))
            self.at += 1

    def _table(self, table: Table, alarms: Mapping[str, str]) -> None:
        say = self.workbook.say
        if table.caption:
            self._line(say(table.caption), self.workbook.style(bold=True, font_size=11))
        top = self.at
        self._groups(table)
        for at, column in enumerate(table.columns):
            self.sheet.write_string(self.at, at, say(column.label), self.workbook.heading_style(column))
        self._heighten(*((say(column.label), width) for column, width in zip(table.columns, self.widths, strict=False)))
        self._freeze(top, wide=len(table.columns) > WIDE_COLUMNS)
        self.at += 1
        formulas = Formulas(table, self.at, self.lang)
        for row in table.rows:
            self._row(table, row, formulas, alarms)
        for note in table.notes:
            self._across(say(note), font_color=GREY, italic=True)

    def _freeze(self, top: int, *, wide: bool) -> None:
        """Hold the first table's headings on the screen, and on each page; beside a wide table its first column too."""
        if self.is_frozen:
            return
        self.is_frozen = True
        self.sheet.repeat_rows(top, self.at)
        if self.at < DEEPEST_FREEZE:
            self.sheet.freeze_panes(self.at + 1, 1 if wide else 0)

    def _groups(self, table: Table) -> None:
        """Write the headings that stand above several columns."""
        form = self.workbook.style(
            bold=True, bg_color=BLUE, font_color="#ffffff", align="center", border=1, border_color=LINE, text_wrap=True
        )
        runs = list(groups(table))
        for column, first, many in runs:
            if many > 1 and column.group:
                self.sheet.merge_range(self.at, first, self.at, first + many - 1, "", form)
            for at in range(first, first + many):
                self.sheet.write_string(self.at, at, self.workbook.say(column.group) if at == first else "", form)
        if runs:
            self._heighten(*((self.workbook.say(column.group), sum(self.widths[first : first + many])) for column, first, many in runs))
            self.at += 1

    def _row(self, table: Table, row: Row, formulas: Formulas, alarms: Mapping[str, str]) -> None:
        values = [table.value(row.key, column.key) for column in table.columns]
        words = [self.workbook.say(shown(value, column, self.lang)) for value, column in zip(values, table.columns, strict=True)]
        start = across(table, row)
        if start is not None:
            self._heading(table, row, start, words[start])
            return
        self._heighten(
            *((said, width) for said, width, column in zip(words, self.widths, table.columns, strict=False) if not column.is_figure),
            ("", 1),
        )
        for at, (column, value) in enumerate(zip(table.columns, values, strict=True)):
            form = self.workbook.cell_style(row, column, value, first=at == 0)
            if row.key in alarms and at == len(values) - 1:
                form = self.workbook.style(border=1, border_color=LINE, bold=True, font_color=alarms[row.key])
            self._cell(at, formulas.of(row.key, column.key), self._stored(value, column), form)
        self.at += 1

    def _heading(self, table: Table, row: Row, start: int, words: str) -> None:
        """Write a heading that goes across the table."""
        last = len(table.columns) - 1
        form = self.workbook.cell_style(row, Column("", table.columns[start].label), None, first=True)
        for at in range(last + 1):
            self.sheet.write_blank(self.at, at, None, form)
        if start < last:
            self.sheet.merge_range(self.at, start, self.at, last, "", form)
        self.sheet.write_string(self.at, start, words, form)
        self._heighten((words, sum(self.widths[start : last + 1])))
        self.at += 1

    def _cell(self, at: int, formula: str | None, stored: str | float, form: Any) -> None:
        if formula is not None:
            self.sheet.write_formula(self.at, at, formula, form, stored)
        elif isinstance(stored, str):
            self.sheet.write_string(self.at, at, stored, form)  # an empty one becomes a blank cell
        else:
            self.sheet.write_number(self.at, at, stored, form)

    def _stored(self, value: Value, column: Column) -> str | int | float:
        """Give what the file holds for a value; an exact figure becomes a sheet's own only here, where it is looked at."""
        if value is None or value is BLANK:
            return ""
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            units = in_units(value, column)
            return units if isinstance(units, int) else float(units)
        if isinstance(value, dt.date) and value >= FIRST_DAY:
            return (value - dt.date(1899, 12, 30)).days
        return self.workbook.say(shown(value, column, self.lang))
