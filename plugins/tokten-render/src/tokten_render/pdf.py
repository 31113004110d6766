"""
Reports as PDF/A-2b (pdf), set by typst with the fonts in its wheel: no system package, the same bytes each time.

The page is a typst file in this package; a report goes in as JSON, so that nothing from a record is ever read as typesetting.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from functools import cache
from importlib import resources
from itertools import groupby
from typing import Any, Final

from tokten_core.content import Block, Card, Cards, Chart, Facts, Links, Mark, Note, Paragraph, Report, Section, Table
from tokten_core.text import Language, Text
from tokten_render.charts import svg
from tokten_render.glyphs import with_known_letters
from tokten_render.layout import across, groups, is_wide, widths
from tokten_render.words import CHECKS_TITLE, DRAFT, MADE_ON, check_table, draft_lines, said, shown

__all__ = ["Pdf"]

SIZE, SMALLEST = 8.8, 5.5
LETTERS: Final = {False: 104, True: 158}
"""Letters of that size across an upright page, and across one on its side."""
LONG_WORD: Final = re.compile(r"\S{24}(?=\S)")


class Pdf:
    """Writes reports as PDF (fr: *document PDF*)."""

    suffix = ".pdf"

    def render(self, report: Report, lang: Language, day: dt.date) -> bytes:
        """Write a report in one language, dated that day; the same input gives the same bytes."""
        import typst

        moment = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)

        def compiled(data: str) -> bytes:
            made: bytes = typst.compile(
                _page(), sys_inputs={"data": data}, timestamp=moment, ignore_system_fonts=True, pdf_standards=["a-2b"]
            )
            return made

        return with_known_letters(json.dumps(_Words(lang).report(report, day), ensure_ascii=False), compiled)


@cache
def _page() -> bytes:
    return resources.files("tokten_render").joinpath("templates", "report.typ").read_bytes()


def breakable(words: str) -> str:
    """Let a word that no line holds go on in the next."""
    return LONG_WORD.sub(lambda part: f"{part[0]}\u200b", words)


class _Words:
    """Turns content into what the page reads, in one language."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang

    def say(self, text: Text | str) -> str:
        return breakable(said(text, self.lang))

    def report(self, report: Report, day: dt.date) -> dict[str, Any]:
        checks = [Section(CHECKS_TITLE, (check_table(report),))] if report.checks else []
        return {
            "lang": self.lang,
            "title": self.say(report.title),
            "subtitle": self.say(report.subtitle),
            "header": [(self.say(label), breakable(shown(value, None, self.lang))) for label, value in (*report.header, (MADE_ON, day))],
            "draft_word": self.say(DRAFT),
            "draft": draft_lines(report, self.lang),
            "runs": [
                {"wide": wide, "sections": [self.section(section) for section in run]}
                for wide, run in groupby((*report.sections, *checks), key=is_wide)
            ],
        }

    def section(self, section: Section) -> dict[str, Any]:
        return {"title": self.say(section.title), "blocks": [self.block(block, LETTERS[is_wide(section)]) for block in section.blocks]}

    def block(self, block: Block, room: int) -> dict[str, Any]:
        if isinstance(block, Table):
            return self.table(block, room)
        if isinstance(block, Chart):
            return {"kind": "chart", "title": self.say(block.title), "svg": svg(block, self.lang)}
        if isinstance(block, Note):
            return {"kind": "note", "text": self.say(block.text), "warning": block.warning}
        if isinstance(block, Facts | Cards | Links):
            return {"kind": type(block).__name__.lower(), "items": self.items(block)}
        assert isinstance(block, Paragraph)  # noqa: S101 - the last kind of block there is
        return {"kind": "paragraph", "text": self.say(block.text)}

    def items(self, block: Facts | Cards | Links) -> list[Any]:
        if isinstance(block, Facts):
            return [(self.say(label), breakable(shown(value, None, self.lang))) for label, value in block.items]
        if isinstance(block, Cards):
            return [self.card(card) for card in block.items]
        return [(self.say(link.label), self.say(link.target), self.say(link.note)) for link in block.items]

    def card(self, card: Card) -> dict[str, Any]:
        share = None if card.share is None else float(min(max(card.share, Decimal(0)), Decimal(1)))
        return {"label": self.say(card.label), "value": self.say(card.value), "note": self.say(card.note), "share": share}

    def table(self, table: Table, room: int) -> dict[str, Any]:
        letters = widths(table, self.lang, room)
        columns = [
            {"label": self.say(column.label), "share": share, "kind": "figure" if column.is_figure else column.kind}
            for column, share in zip(table.columns, letters, strict=True)
        ]
        rows = [
            {
                "kind": row.kind,
                "level": row.level,
                "across": across(table, row),
                "alarm": row.key.partition("-")[0] if table.key == "checks" else "",
                "cells": [
                    {"words": breakable(shown(value, column, self.lang)), "said": isinstance(value, Mark)}
                    for value, column in zip(values, table.columns, strict=True)
                ],
            }
            for row, values in table.values()
        ]
        return {
            "kind": "table",
            "size": max(SMALLEST, min(SIZE, SIZE * room / sum(letters))),
            "caption": self.say(table.caption),
            "groups": [(self.say(column.group), many) for column, _, many in groups(table)],
            "columns": columns,
            "rows": rows,
            "notes": [self.say(note) for note in table.notes],
        }
