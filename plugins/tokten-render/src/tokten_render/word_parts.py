"""The parts of a Word file that python-docx has no public way to: fields, shading, repeating headings, borders, same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

__all__ = [
    "add_field",
    "border",
    "describe",
    "flatten",
    "forget_theme_fonts",
    "keep_whole",
    "make_way",
    "repeat",
    "same_bytes",
    "set_language",
    "shade",
]

ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)
EDGES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


def _element(name: str, **facts: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in facts.items():
        made.set(qn(f"w:{key}"), value)
    return made


def add_field(run: Any, name: str) -> None:
    """Put a field into a run: ``PAGE``, ``NUMPAGES``."""
    from docx.oxml.ns import qn

    words = _element("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = name
    run._r.extend([_element("w:fldChar", fldCharType="begin"), words, _element("w:fldChar", fldCharType="end")])  # noqa: SLF001


def shade(cell: Any, colour: str) -> None:
    """Give a cell its ground."""
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=colour))  # noqa: SLF001


def repeat(row: Any) -> None:
    """Let a row head the table on each page."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # noqa: SLF001


def keep_whole(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001


def border(table: Any, colour: str) -> None:
    """Draw a table's lines."""
    borders = _element("w:tblBorders")
    borders.extend([_element(f"w:{edge}", val="single", sz="4", space="0", color=colour) for edge in EDGES])
    table._tbl.tblPr.append(borders)  # noqa: SLF001


def make_way(file: Any) -> None:
    """Take the empty line below a table away where a page ends anyway: on a full page it would begin an empty one."""
    last = file.paragraphs[-1] if file.paragraphs else None
    if last is not None and last._p is file.element.body[-2] and len(last._p) == 0:  # noqa: SLF001 - what is last holds the page's shape
        file.element.body.remove(last._p)  # noqa: SLF001


def flatten(paragraph: Any) -> None:
    """Let a line that only ends a page take no room."""
    from docx.shared import Pt

    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing = Pt(1)


def describe(picture: Any, words: str) -> None:
    """Say what a picture shows, for those who cannot see it."""
    picture._inline.docPr.set("descr", words)  # noqa: SLF001


def set_language(style: Any, code: str) -> None:
    """Tell in which language a style's words are, for spelling and reading aloud."""
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(_element("w:lang", val=code))


def forget_theme_fonts(style: Any) -> None:
    """Take the theme's fonts off a style: as long as they are named, Word keeps to them."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def same_bytes(made: bytes) -> bytes:
    """Stamp every part of the file with one date, so that the hour of writing does not show."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = zipfile.ZipInfo(name, ZIP_DAY)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            after.writestr(part, before.read(name))
    return out.getvalue()
