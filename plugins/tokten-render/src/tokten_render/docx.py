"""
Reports as Word documents (docx): real styles and headings, tables whose headings repeat, wide tables on landscape pages, pages numbered.

The dates are set from ``day``, so the same report gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping
from typing import Any, Final

from tokten_core.content import Block, Cards, Chart, Facts, Links, Mark, Note, Paragraph, Report, Row, Section, Table, Value
from tokten_core.text import Language, Text
from tokten_render.charts import png
from tokten_render.layout import across, groups, is_wide, widths
from tokten_render.word_parts import (
    add_field,
    border,
    describe,
    flatten,
    forget_theme_fonts,
    keep_whole,
    make_way,
    repeat,
    same_bytes,
    set_language,
    shade,
)
from tokten_render.words import CHECKS_TITLE, DRAFT, MADE_ON, check_table, draft_lines, outcome, said, shown

__all__ = ["Docx"]

BLUE, GREY, LINE, RED, AMBER = "1F4E79", "5F6B78", "B8C4D0", "9B1C1C", "8A5A00"
GROUNDS: Final = {"subtotal": "E8EEF5", "total": "D3DFEC", "heading": "F5F7FA"}
ALARMS: Final = {"broken": RED, "warning": AMBER}
SHORT_SIDE, LONG_SIDE, MARGIN = 21.0, 29.7, 1.8
LABEL_CM: Final = 6.0
CODES: Final = {"fr": "fr-FR", "en": "en-GB"}
LONGEST_WHOLE: Final = 600
"""A row with more letters in a cell may go on over the page."""
CENTRED: Final = frozenset({"mark"})
SIZE, SMALLEST = 8.0, 5.5
LETTERS: Final = {False: 100, True: 152}
"""Letters of that size across an upright page, and across one on its side."""


class Docx:
    """Writes reports as Word documents (fr: *document Word*)."""

    suffix = ".docx"

    def render(self, report: Report, lang: Language, day: dt.date) -> bytes:
        """Write a report in one language, dated that day; the same input gives the same bytes."""
        import docx

        document = _Document(docx.Document(), lang)
        document.set_up(report, day)
        document.head(report, day)
        for section in report.sections:
            document.section(section)
        document.checks(report)
        out = io.BytesIO()
        document.file.save(out)
        return same_bytes(out.getvalue())


class _Document:
    """One document in the making."""

    def __init__(self, file: Any, lang: Language) -> None:
        self.file, self.lang = file, lang
        self.is_wide, self.size = False, SIZE

    def say(self, text: Text | str) -> str:
        return said(text, self.lang)

    # ------------------------------------------------------------ page, styles, head

    def set_up(self, report: Report, day: dt.date) -> None:
        """Set the dates, the page, the styles, the footer."""
        from docx.shared import Cm

        moment = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
        facts = self.file.core_properties
        facts.title, facts.created, facts.modified = self.say(report.title)[:255], moment, moment
        facts.author, facts.last_modified_by, facts.language, facts.comments = "tokten", "tokten", CODES[self.lang], ""
        page = self.file.sections[0]
        page.page_width, page.page_height = Cm(SHORT_SIDE), Cm(LONG_SIDE)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN)
        self.styles()
        self.footer(page, "" if report.is_final else f"{self.say(DRAFT)} — ")

    def styles(self) -> None:
        """Set fonts, colours and language."""
        from docx.shared import Pt, RGBColor

        styles = self.file.styles
        styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(10)
        styles["Footer"].font.size = Pt(8)
        set_language(styles["Normal"], CODES[self.lang])
        for name, size in (("Title", 22), ("Subtitle", 12), ("Heading 1", 15), ("Heading 2", 12)):
            style = styles[name]
            style.font.name, style.font.size = "Calibri", Pt(size)
            style.font.color.rgb = RGBColor.from_string(GREY if name == "Subtitle" else BLUE)
            forget_theme_fonts(style)

    def footer(self, page: Any, before: str) -> None:
        """Put page and pages into the footer; on a draft, that it is one."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = page.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for part in (before, "PAGE", " / ", "NUMPAGES"):
            run = paragraph.add_run("" if part in {"PAGE", "NUMPAGES"} else part)
            if part in {"PAGE", "NUMPAGES"}:
                add_field(run, part)

    def head(self, report: Report, day: dt.date) -> None:
        """Write the title, the facts and, on a draft, the banner."""
        self.file.add_heading(self.say(report.title), 0)
        if report.subtitle:
            self.file.add_paragraph(self.say(report.subtitle), style="Subtitle")
        self.pairs((self.say(label), shown(value, None, self.lang)) for label, value in (*report.header, (MADE_ON, day)))
        self.banner(draft_lines(report, self.lang))

    def banner(self, lines: list[str]) -> None:
        """Write why the report is a draft, and what fails, in a box."""
        if not lines:
            return
        cell = self.file.add_table(1, 1).rows[0].cells[0]
        shade(cell, "FDECEC")
        self.ink(cell.paragraphs[0].add_run(f"{self.say(DRAFT)} — {lines[0]}"), RED, bold=True)
        for line in lines[1:]:
            self.ink(cell.add_paragraph(style="List Bullet").add_run(line), RED)
        self.file.add_paragraph()

    # ------------------------------------------------------------ sections and blocks

    def section(self, section: Section, alarms: Mapping[str, str] | None = None) -> None:
        """Write a section under its heading, on pages on their side when a table is wide."""
        self.turn(wide=is_wide(section))
        if section.title:
            self.file.add_heading(self.say(section.title), 1)
        for block in section.blocks:
            if isinstance(block, Table):
                self.table(block, alarms or {})
            else:
                self.block(block)

    def checks(self, report: Report) -> None:
        """Write all checks at the end."""
        if report.checks:
            table = check_table(report)
            alarms = {row.key: ALARMS[outcome(check)] for row, check in zip(table.rows, report.checks, strict=True) if not check.holds}
            self.section(Section(CHECKS_TITLE, (table,)), alarms)

    def turn(self, *, wide: bool) -> None:
        """Begin a landscape page for what is wide, an upright one after it."""
        from docx.enum.section import WD_ORIENT, WD_SECTION
        from docx.shared import Cm

        if wide == self.is_wide:
            return
        make_way(self.file)
        page = self.file.add_section(WD_SECTION.NEW_PAGE)
        page.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        flatten(self.file.paragraphs[-1])
        page.page_width, page.page_height = (Cm(LONG_SIDE), Cm(SHORT_SIDE)) if wide else (Cm(SHORT_SIDE), Cm(LONG_SIDE))
        self.is_wide = wide

    def block(self, block: Block) -> None:
        """Write a block that is no table."""
        if isinstance(block, Chart):
            self.chart(block)
        elif isinstance(block, Paragraph):
            self.file.add_paragraph(self.say(block.text))
        elif isinstance(block, Note):
            self.note(block.text, AMBER if block.warning else GREY)
        elif isinstance(block, Facts):
            self.pairs((self.say(label), shown(value, None, self.lang)) for label, value in block.items)
        elif isinstance(block, Cards):
            self.pairs(
                (self.say(card.label), " — ".join(filter(None, (self.say(card.value), self.say(card.note))))) for card in block.items
            )
        elif isinstance(block, Links):
            for link in block.items:
                words = " — ".join(filter(None, (self.say(link.label), self.say(link.target), self.say(link.note))))
                self.file.add_paragraph(words, style="List Bullet")

    def chart(self, chart: Chart) -> None:
        """Write a chart as a picture, with its title for those who cannot see it."""
        from docx.shared import Cm

        picture = self.file.add_picture(io.BytesIO(png(chart, self.lang)), width=Cm(16))
        describe(picture, self.say(chart.title))

    def note(self, text: Text, colour: str) -> None:
        """Write a remark in small letters."""
        self.ink(self.file.add_paragraph().add_run(self.say(text)), colour, size=9, italic=True)

    def pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Write names and values, one a line."""
        rows = list(pairs)
        if not rows:
            return
        table = self.file.add_table(len(rows), 2)
        table.autofit = False
        widths = self.across((LABEL_CM, self.room - LABEL_CM))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row, (label, value) in zip(table.rows, rows, strict=True):
            self.ink(self.fill(row.cells[0], label, widths[0], "left"), GREY)
            self.ink(self.fill(row.cells[1], value, widths[1], "left"), None, bold=True)
        self.file.add_paragraph()

    # ------------------------------------------------------------ tables

    def table(self, table: Table, alarms: Mapping[str, str]) -> None:
        """Write a table: caption, repeating headings, rows, notes."""
        if table.caption:
            self.file.add_heading(self.say(table.caption), 2)
        runs = list(groups(table))
        made = self.file.add_table((2 if runs else 1) + len(table.rows), len(table.columns))
        made.autofit = False
        border(made, LINE)
        letters = widths(table, self.lang, LETTERS[self.is_wide])
        self.size = max(SMALLEST, min(SIZE, SIZE * LETTERS[self.is_wide] / sum(letters)))
        measures = self.across(letters)
        for column, width in zip(made.columns, measures, strict=True):
            column.width = width
        lines = list(made.rows)  # python-docx walks the whole table for each it is asked for
        self.headings(table, lines[: 2 if runs else 1], measures)
        for line, (row, values) in zip(lines[2 if runs else 1 :], table.values(), strict=True):
            self.row(line, table, row, values, measures, alarms.get(row.key))
        for note in table.notes:
            self.note(note, GREY)
        self.file.add_paragraph()

    def headings(self, table: Table, lines: list[Any], measures: list[Any]) -> None:
        """Write the headings, and those that stand above several columns."""
        if len(lines) > 1:
            cells = list(lines[0].cells)
            for column, first, many in groups(table):
                cell = cells[first].merge(cells[first + many - 1])
                self.ink(
                    self.fill(cell, self.say(column.group), sum(measures[first : first + many]), "centre"),
                    "FFFFFF",
                    size=self.size,
                    bold=True,
                )
                shade(cell, BLUE)
        for cell, column, width in zip(lines[-1].cells, table.columns, measures, strict=True):
            side = "right" if column.is_figure else "centre" if column.kind in CENTRED else "left"
            self.ink(self.fill(cell, self.say(column.label), width, side), "FFFFFF", size=self.size, bold=True)
            shade(cell, BLUE)
        for line in lines:
            repeat(line)
            keep_whole(line)

    def row(self, line: Any, table: Table, row: Row, values: list[Value], measures: list[Any], alarm: str | None) -> None:
        """Write one row; a heading goes across."""
        start = across(table, row)
        if start is not None:
            cells = list(line.cells)
            cell = cells[start].merge(cells[-1])
            self.ink(
                self.fill(cell, shown(values[start], None, self.lang), sum(measures[start:]), "left", level=row.level),
                None,
                size=self.size,
                bold=True,
            )
            for each in (*cells[:start], cell):
                shade(each, GROUNDS[row.kind])
            return
        words = [shown(value, column, self.lang) for value, column in zip(values, table.columns, strict=True)]
        for at, (cell, column, value) in enumerate(zip(line.cells, table.columns, values, strict=True)):
            side = "right" if column.is_figure else "centre" if column.kind in CENTRED else "left"
            run = self.fill(cell, words[at], measures[at], side, level=row.level if at == 0 else 0)
            red = alarm if at == len(words) - 1 else None
            is_said = isinstance(value, Mark)
            self.ink(run, red or (GREY if is_said else None), size=self.size, bold=row.kind != "line" or red is not None, italic=is_said)
            if row.kind in GROUNDS:
                shade(cell, GROUNDS[row.kind])
        if max(map(len, words)) <= LONGEST_WHOLE:
            keep_whole(line)

    def fill(self, cell: Any, words: str, width: Any, side: str, *, level: int = 0) -> Any:
        """Write words into a cell, and give them back to be dressed."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm, Pt

        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.alignment = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "centre": WD_ALIGN_PARAGRAPH.CENTER, "left": WD_ALIGN_PARAGRAPH.LEFT}[
            side
        ]
        shape = paragraph.paragraph_format
        shape.space_before = shape.space_after = Pt(1)
        if level:
            shape.left_indent = Cm(0.4 * level)
        return paragraph.add_run(words)

    def ink(self, run: Any, colour: str | None, *, size: float | None = None, bold: bool = False, italic: bool = False) -> None:
        """Dress words."""
        from docx.shared import Pt, RGBColor

        run.bold, run.italic = bold or None, italic or None
        if size:
            run.font.size = Pt(size)
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)

    @property
    def room(self) -> float:
        """Give the width of the page between its margins, in centimetres."""
        return (LONG_SIDE if self.is_wide else SHORT_SIDE) - 2 * MARGIN

    def across(self, parts: Iterable[float]) -> list[Any]:
        """Share the page's width out."""
        from docx.shared import Cm

        known = list(parts)
        return [Cm(self.room * part / sum(known)) for part in known]
