"""How a report is laid out whatever the file: what stands above the columns, what needs a page on its side, which links may be followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from tokten_core.content import BLANK, Column, Row, Section, Table
from tokten_core.text import Language, Text
from tokten_render.words import said, shown

__all__ = ["WIDE_COLUMNS", "across", "groups", "is_followed", "is_wide", "widths"]

WIDE_COLUMNS: Final = 7
"""A table with more columns than this goes on a page on its side."""
NOTHING: Final = (None, BLANK, "", Text(en="", fr=""))
BREAKS: Final = re.compile(r"[ \t\n]|(?<=-)")
PADDING, HEADING, LONGEST_WORD, LONGEST_LINE = 2.5, 16, 26, 48


def groups(table: Table) -> Iterator[tuple[Column, int, int]]:
    """Give runs of columns under one heading: the first of them, its place and their number; nothing when no column has a group."""
    if not any(column.group for column in table.columns):
        return
    at = 0
    for _, run in groupby(table.columns, key=lambda column: column.group):
        columns = list(run)
        yield columns[0], at, len(columns)
        at += len(columns)


def is_wide(section: Section) -> bool:
    """Tell whether a section wants its page on its side."""
    return any(isinstance(block, Table) and len(block.columns) > WIDE_COLUMNS for block in section.blocks)


def widths(table: Table, lang: Language, room: float) -> list[float]:
    """
    Share room out over the columns, all in letters.

    A column gets its longest word or figure first, since a figure broken in two is another figure, and a date stays whole; what is left goes to those with more to say.
    When the longest words alone need more than there is, the sum says by how much letters must be smaller.
    """
    least, wanted = zip(*(_needs(table, column, lang) for column in table.columns), strict=True)
    spare, more = room - sum(least), sum(wanted) - sum(least)
    part = min(1.0, max(0.0, spare / more)) if more else 0.0
    return [low + (high - low) * part for low, high in zip(least, wanted, strict=True)]


def _needs(table: Table, column: Column, lang: Language) -> tuple[float, float]:
    heading = said(column.label, lang)
    cells = [shown(table.value(row.key, column.key), column, lang) for row in table.rows if across(table, row) is None]
    words = BREAKS.split(heading) + (cells if column.kind == "date" else [word for text in cells for word in BREAKS.split(text)])
    least = min(max(map(len, words), default=0), LONGEST_WORD) + PADDING
    lines = max((len(line) for cell in cells for line in cell.split("\n")), default=0) + PADDING
    wanted = column.width or min(max(lines, min(len(heading) + PADDING, HEADING)), LONGEST_LINE)
    return least, max(least, float(wanted))


def across(table: Table, row: Row) -> int | None:
    """Give the place of the words of a heading that goes across the table; None for a row of cells."""
    filled = [at for at, column in enumerate(table.columns) if table.value(row.key, column.key) not in NOTHING]
    return filled[0] if row.kind == "heading" and len(filled) == 1 else None


def is_followed(target: str) -> bool:
    """
    Tell whether a link may be followed: a file beside the report, or the web; never a script.

    >>> is_followed("reports/awp.xlsx"), is_followed("https://example.org"), is_followed("javascript:alert(1)")
    (True, True, False)
    """
    scheme = re.match(r"[\s\x00-\x20]*([A-Za-z][A-Za-z0-9+.\-\s]*):", target)
    return scheme is None or scheme[1].lower() in {"http", "https", "mailto"}
