"""How a report is laid out whatever the file: what stands above the columns, what needs a page on its side, which links may be followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from tokten_core.content import Column, Section, Table

__all__ = ["WIDE_COLUMNS", "groups", "is_followed", "is_wide", "shares"]

WIDE_COLUMNS: Final = 7
"""A table with more columns than this goes on a page on its side."""
SHARES: Final = {"text": 2.6, "date": 1.2, "mark": 0.6}
FIGURE_SHARE: Final = 1.25
LETTERS_A_SHARE: Final = 10


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


def shares(table: Table) -> list[float]:
    """Share a page's width out over the columns: words take more than figures, a wanted width counts as wanted."""
    return [column.width / LETTERS_A_SHARE if column.width else SHARES.get(column.kind, FIGURE_SHARE) for column in table.columns]


def is_followed(target: str) -> bool:
    """
    Tell whether a link may be followed: a file beside the report, or the web; never a script.

    >>> is_followed("reports/awp.xlsx"), is_followed("https://example.org"), is_followed("javascript:alert(1)")
    (True, True, False)
    """
    scheme = re.match(r"[\s\x00-\x20]*([A-Za-z][A-Za-z0-9+.\-\s]*):", target)
    return scheme is None or scheme[1].lower() in {"http", "https", "mailto"}
