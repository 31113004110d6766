"""What the sheets of one workbook share: their formats, their names, the words that a cell can hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from tokten_core.content import Column, Mark, Report, Row, Value
from tokten_core.text import Language, Text
from tokten_render.words import decimals_of, figure, said

__all__ = ["BLUE", "GREY", "INK", "LINE", "RED", "Workbook", "number_format", "within_a_cell"]

LONGEST_CELL: Final = 32_767
LONGEST_SHEET_NAME: Final = 31
FORBIDDEN: Final = "[]:*?/\\"
RESERVED: Final = {"history"}
"""Excel keeps this name for itself."""
CUT: Final = Text(en=" … [cut: {n} letters]", fr=" … [coupé : {n} caractères]")

INK, BLUE, PALE, DEEP, LINE, GREY, RED = "#1f2933", "#1f4e79", "#e8eef5", "#d3dfec", "#b8c4d0", "#6b7785", "#9b1c1c"
FONT: Final = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "top"}
GROUNDS: Final = {
    "line": {},
    "heading": {"bold": True, "bg_color": "#f5f7fa"},
    "subtotal": {"bold": True, "bg_color": PALE},
    "total": {"bold": True, "bg_color": DEEP, "top": 2, "top_color": BLUE},
}
DAYS: Final = {"fr": "dd/mm/yyyy", "en": "d mmmm yyyy"}


class Workbook:
    """
    One workbook in the making (fr: *classeur*).

    Attributes:
        book: the file being written.
        report: what it shows.
        lang: the language it speaks.
    """

    def __init__(self, book: Any, report: Report, lang: Language) -> None:
        self.book, self.report, self.lang = book, report, lang
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._names: set[str] = set(RESERVED)

    def say(self, text: Text | str) -> str:
        """Say a text as a cell can hold it."""
        return within_a_cell(said(text, self.lang), self.lang)

    def style(self, **facts: Any) -> Any:
        """Give a format, made once."""
        key = tuple(sorted(facts.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({**FONT, **facts})
        return self._formats[key]

    def heading_style(self, column: Column) -> Any:
        """Give the format of a column's heading."""
        sides: dict[str, Any] = {"align": "right"} if column.is_figure else {"align": "center" if column.kind == "mark" else "left"}
        return self.style(
            bold=True, bg_color=BLUE, font_color="#ffffff", border=1, border_color=LINE, text_wrap=True, valign="bottom", **sides
        )

    def cell_style(self, row: Row, column: Column, value: Value, *, first: bool) -> Any:
        """Give the format of a cell by its row, its column and what it holds."""
        facts: dict[str, Any] = {"border": 1, "border_color": LINE, "text_wrap": not column.is_figure, **GROUNDS[row.kind]}
        if column.is_figure:
            facts |= {"align": "right", "num_format": number_format(column, value)}
        elif column.kind == "mark":
            facts |= {"align": "center"}
        elif column.kind == "date":
            facts |= {"align": "left", "num_format": DAYS[self.lang]}
        if first and row.level:
            facts |= {"align": "left", "indent": row.level}
        if isinstance(value, Mark):
            facts |= {"italic": True, "font_color": GREY}
        return self.style(**facts)

    def sheet_name(self, title: Text) -> str:
        """Give a sheet name that Excel allows and that no other sheet has."""
        words = "".join("-" if letter in FORBIDDEN else letter for letter in said(title, self.lang).replace("\n", " "))
        plain = words[:LONGEST_SHEET_NAME].strip("' ") or "1"
        name, number = plain, 2
        while name.lower() in self._names:
            ending = f" {number}"
            name, number = plain[: LONGEST_SHEET_NAME - len(ending)] + ending, number + 1
        self._names.add(name.lower())
        return name


def number_format(column: Column, value: Value = None) -> str:
    """Give how a sheet shows the figures of a column; a free decimal shows the digits it has."""
    decimals = column.decimals
    if decimals is None and column.kind == "percent":
        decimals = 2
    if decimals is None and column.kind == "money":
        decimals = decimals_of(column.currency)
    if decimals is None:
        decimals = max(0, -int(value.normalize().as_tuple().exponent)) if isinstance(value, Decimal) and value.is_finite() else 0
    digits = "." + "0" * decimals if decimals else ""
    return f"0{digits} %" if column.kind == "percent" else f"#,##0{digits}"


def within_a_cell(words: str, lang: Language) -> str:
    """Cut words to what a cell can hold, which counts as UTF-16 does, and say so."""
    if _units(words) <= LONGEST_CELL:
        return words
    ending = said(CUT.fill(n=figure(len(words), lang, 0)), lang)
    kept = words[: LONGEST_CELL - len(ending)]
    while _units(kept) + len(ending) > LONGEST_CELL:
        kept = kept[: len(kept) - max(1, (_units(kept) + len(ending) - LONGEST_CELL) // 2)]
    return kept + ending


def _units(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2
