"""
Reports as Word documents (docx): real styles and headings, tables whose headings repeat, wide tables on landscape pages, pages numbered.

python-docx stamps the zip with its own template's dates and ours are set from ``day``, so the same report gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from typing import Any, Final

from tokten_core.content import Block, Cards, Chart, Facts, Links, Mark, Note, Paragraph, Report, Row, Section, Table
from tokten_core.text import Language, Text
from tokten_render.charts import png
from tokten_render.words import CHECK_COLUMNS, CHECKS_TITLE, DRAFT, check_lines, draft_lines, typographic, written

__all__ = ["Docx"]

WIDE_COLUMNS: Final = 7
"""A table with more columns than this goes on a landscape page."""
BLUE, PALE, DEEP, GREY, RED = "1F4E79", "E8EEF5", "D3DFEC", "6B7785", "9B1C1C"
A4: Final = (21.0, 29.7)
MARGIN_CM: Final = 1.8
TEXT_SHARE, FIGURE_SHARE, MARK_SHARE = 2.6, 1.25, 0.6
ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)


class Docx:
    """Writes reports as Word documents (fr: *document Word*)."""

    suffix = ".docx"

    def render(self, report: Report, lang: Language, day: dt.date) -> bytes:
        """Write a report in one language, dated that day; the same input gives the same bytes."""
        import docx

        writer = _Writer(docx.Document(), lang)
        writer.set_up(report, day)
        writer.head(report, day)
        for section in report.sections:
            writer.section(section)
        writer.checks(report)
        out = io.BytesIO()
        writer.document.save(out)
        return _same_bytes(out.getvalue())


class _Writer:
    """One document in the making."""

    def __init__(self, document: Any, lang: Language) -> None:  # noqa: ANN401 - python-docx's document
        self.document, self.lang = document, lang
        self.wide = False

    def say(self, text: Text | str) -> str:
        """Say a text in the document's language, with its typography, without what a document cannot hold."""
        words = typographic(text.say(self.lang) if isinstance(text, Text) else text, self.lang)
        return "".join(letter if letter.isprintable() or letter in "\n\t\u00a0\u202f" else f"\\u{ord(letter):04x}" for letter in words)

    def set_up(self, report: Report, day: dt.date) -> None:
        """Set page, styles, language, dates and page numbers."""
        from docx.shared import Cm, Pt, RGBColor

        moment = dt.datetime(day.year, day.month, day.day, tzinfo=dt.timezone.utc)
        properties = self.document.core_properties
        properties.title, properties.created, properties.modified = report.title.say(self.lang), moment, moment
        properties.author, properties.last_modified_by, properties.language = "tokten", "tokten", self.lang
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(A4[0]), Cm(A4[1])
        section.left_margin = section.right_margin = Cm(MARGIN_CM)
        section.top_margin = section.bottom_margin = Cm(MARGIN_CM)
        styles = self.document.styles
        styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(10)
        for name, size in (("Title", 22), ("Heading 1", 15), ("Heading 2", 12)):
            styles[name].font.name, styles[name].font.size = "Calibri", Pt(size)
            styles[name].font.color.rgb = RGBColor.from_string(BLUE)
            _east_asian_too(styles[name])
        self.page_numbers(section)

    def page_numbers(self, section: Any) -> None:  # noqa: ANN401 - python-docx's section
        """Put page and pages into the footer."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for field in ("PAGE", " / ", "NUMPAGES"):
            run = paragraph.add_run("" if field.isupper() else field)
            run.font.size = Pt(8)
            if field.isupper():
                _field(run, field)

    def head(self, report: Report, day: dt.date) -> None:
        """Write the title, the facts and, on a draft, the banner."""
        self.document.add_heading(self.say(report.title), 0)
        if report.subtitle:
            self.document.add_paragraph(self.say(report.subtitle), style="Subtitle")
        made = Text(en="Made on", fr="Établi le")
        pairs = [*((self.say(label), written(value, None, self.lang)) for label, value in report.header), (self.say(made), written(day, None, self.lang))]
        self.pairs(pairs)
        lines = draft_lines(report, self.lang)
        if lines:
            self.banner(f"{DRAFT.say(self.lang)} — {lines[0]}", lines[1:])

    def banner(self, words: str, lines: Iterable[str]) -> None:
        """Write a warning in a box."""
        from docx.shared import RGBColor

        cell = self.document.add_table(1, 1).rows[0].cells[0]
        _shade(cell, "FDECEC")
        paragraph = cell.paragraphs[0]
        paragraph.add_run(self.say(words)).bold = True
        for line in lines:
            cell.add_paragraph(self.say(line), style="List Bullet")
        for each in cell.paragraphs:
            for run in each.runs:
                run.font.color.rgb = RGBColor.from_string(RED)
        self.document.add_paragraph()

    def pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Write names and values, one a line."""
        from docx.shared import Cm, RGBColor

        rows = list(pairs)
        if not rows:
            return
        table = self.document.add_table(len(rows), 2)
        for row, (label, value) in zip(table.rows, rows, strict=True):
            row.cells[0].width, row.cells[1].width = Cm(6), Cm(11)
            row.cells[0].paragraphs[0].add_run(label).font.color.rgb = RGBColor.from_string(GREY)
            row.cells[1].paragraphs[0].add_run(self.say(value)).bold = True
            for cell in row.cells:
                _tight(cell.paragraphs[0])
        self.document.add_paragraph()

    def section(self, section: Section) -> None:
        """Write a section under its heading."""
        self.turn(wide=any(isinstance(block, Table) and len(block.columns) > WIDE_COLUMNS for block in section.blocks))
        if section.title:
            self.document.add_heading(self.say(section.title), 1)
        for block in section.blocks:
            self.block(block)

    def turn(self, *, wide: bool) -> None:
        """Begin a landscape page for what is wide, an upright one after it."""
        from docx.enum.section import WD_ORIENT, WD_SECTION
        from docx.shared import Cm

        if wide == self.wide:
            return
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Cm(A4[1]), Cm(A4[0])) if wide else (Cm(A4[0]), Cm(A4[1]))
        self.wide = wide

    def block(self, block: Block) -> None:
        """Write one block."""
        from docx.shared import Cm

        if isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Chart):
            self.document.add_picture(io.BytesIO(png(block, self.lang)), width=Cm(16))
        elif isinstance(block, Paragraph):
            self.document.add_paragraph(self.say(block.text))
        elif isinstance(block, Note):
            self.note(block.text, warning=block.warning)
        elif isinstance(block, Facts):
            self.pairs((self.say(label), written(value, None, self.lang)) for label, value in block.items)
        elif isinstance(block, Cards):
            self.pairs((self.say(card.label), " — ".join(filter(None, (card.value.say(self.lang), card.note.say(self.lang))))) for card in block.items)
        elif isinstance(block, Links):
            for link in block.items:
                self.document.add_paragraph(f"{self.say(link.label)} ({link.target})", style="List Bullet")

    def note(self, text: Text, *, warning: bool = False) -> None:
        """Write a remark in small grey letters, a warning in red."""
        from docx.shared import Pt, RGBColor

        run = self.document.add_paragraph().add_run(self.say(text))
        run.italic, run.font.size = True, Pt(9)
        run.font.color.rgb = RGBColor.from_string(RED if warning else GREY)

    def table(self, table: Table) -> None:
        """Write a table: caption, repeating headings, rows, notes."""
        if table.caption:
            self.document.add_heading(self.say(table.caption), 2)
        made = self.document.add_table(1, len(table.columns), style="Table Grid")
        made.autofit = False
        widths = self.widths(table)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        heads = made.rows[0]
        _repeat(heads)
        for cell, column, width in zip(heads.cells, table.columns, widths, strict=True):
            self.fill(cell, self.say(column.label), width, right=column.is_figure, centre=column.kind == "mark", bold=True, ground=BLUE, ink="FFFFFF")
        for row, values in table.values():
            line = made.add_row()
            _unbroken(line)
            for cell, column, value, width in zip(line.cells, table.columns, values, widths, strict=True):
                said = isinstance(value, Mark)
                ink = GREY if said else None
                ground = {"subtotal": PALE, "total": DEEP, "heading": "F5F7FA"}.get(row.kind)
                self.fill(
                    cell, self.say(written(value, column, self.lang)), width, right=column.is_figure, centre=column.kind == "mark",
                    bold=_is_strong(row), ground=ground, ink=ink, italic=said,
                )  # fmt: skip
        for note in table.notes:
            self.note(note)
        self.document.add_paragraph()

    def widths(self, table: Table) -> list[Any]:
        """Share the page's width out: words take more than figures, a wanted width is kept in proportion."""
        from docx.shared import Cm

        shares = [
            (column.width or 0) / 10 or (MARK_SHARE if column.kind == "mark" else FIGURE_SHARE if column.is_figure else TEXT_SHARE)
            for column in table.columns
        ]
        whole = (A4[1] if self.wide else A4[0]) - 2 * MARGIN_CM
        return [Cm(whole * share / sum(shares)) for share in shares]

    def fill(
        self, cell: Any, words: str, width: Any, *, right: bool, centre: bool = False, bold: bool = False, italic: bool = False,  # noqa: ANN401
        ground: str | None = None, ink: str | None = None,
    ) -> None:  # fmt: skip
        """Write words into a cell."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt, RGBColor

        cell.width = width
        paragraph = cell.paragraphs[0]
        _tight(paragraph)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.LEFT
        run = paragraph.add_run(words)
        run.bold, run.italic, run.font.size = bold, italic, Pt(8)
        if ink:
            run.font.color.rgb = RGBColor.from_string(ink)
        if ground:
            _shade(cell, ground)

    def checks(self, report: Report) -> None:
        """Write the form's checks at the end."""
        if not report.checks:
            return
        self.turn(wide=False)
        self.document.add_heading(CHECKS_TITLE.say(self.lang), 1)
        from docx.shared import Cm

        made = self.document.add_table(1, len(CHECK_COLUMNS), style="Table Grid")
        made.autofit = False
        widths = [Cm(2.4), Cm(7.4), Cm(5.2), Cm(2.4)]
        _repeat(made.rows[0])
        for cell, label, width in zip(made.rows[0].cells, CHECK_COLUMNS, widths, strict=True):
            self.fill(cell, self.say(label), width, right=False, bold=True, ground=BLUE, ink="FFFFFF")
        for check, cells in zip(report.checks, check_lines(report, self.lang), strict=True):
            for at, (cell, words) in enumerate(zip(made.add_row().cells, cells, strict=True)):
                self.fill(cell, self.say(words), widths[at], right=False, ink=RED if not check.holds and at == len(widths) - 1 else None)


def _is_strong(row: Row) -> bool:
    return row.kind != "line"


def _field(run: Any, name: str) -> None:  # noqa: ANN401 - python-docx's run
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "instr", "end"):
        element = OxmlElement("w:instrText" if kind == "instr" else "w:fldChar")
        if kind == "instr":
            element.set(qn("xml:space"), "preserve")
            element.text = name
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)  # noqa: SLF001 - python-docx has no public way to a field


def _shade(cell: Any, colour: str) -> None:  # noqa: ANN401 - python-docx's cell
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shading = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shading.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shading)  # noqa: SLF001 - python-docx has no public way to shading


def _repeat(row: Any) -> None:  # noqa: ANN401 - python-docx's row
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - nor to a repeating heading


def _unbroken(row: Any) -> None:  # noqa: ANN401 - python-docx's row
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - nor to a row that stays whole


def _tight(paragraph: Any) -> None:  # noqa: ANN401 - python-docx's paragraph
    from docx.shared import Pt

    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)


def _east_asian_too(style: Any) -> None:  # noqa: ANN401 - python-docx's style
    """The default headings name a theme font; without this Word keeps it."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)


def _same_bytes(made: bytes) -> bytes:
    """Stamp every part of the file with one date, so that the hour of writing does not show."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = zipfile.ZipInfo(name, ZIP_DAY)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            after.writestr(part, before.read(name))
    return out.getvalue()
