"""
Reports as PDF/A-2b (pdf), set by typst with the fonts in its wheel: no system package, the same bytes each time.

The page is a typst file in this package; a report goes in as JSON, so that nothing from a record is ever read as typesetting.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from importlib import resources
from typing import Any, Final

from tokten_core.content import Block, Cards, Chart, Facts, Links, Mark, Note, Paragraph, Report, Section, Table
from tokten_core.text import Language, Text
from tokten_render.charts import svg
from tokten_render.words import CHECK_COLUMNS, CHECKS_TITLE, DRAFT, check_lines, draft_lines, typographic, written

__all__ = ["Pdf"]

WIDE_COLUMNS: Final = 7
SHARES: Final = {"figure": 1.25, "mark": 0.55, "text": 2.6}
CHECK_SHARES: Final = (1.1, 4.0, 3.0, 1.2)


class Pdf:
    """Writes reports as PDF (fr: *document PDF*)."""

    suffix = ".pdf"

    def render(self, report: Report, lang: Language, day: dt.date) -> bytes:
        """Write a report in one language, dated that day; the same input gives the same bytes."""
        import typst

        data = json.dumps(_plain(report, lang, day), ensure_ascii=False)
        moment = dt.datetime(day.year, day.month, day.day, tzinfo=dt.timezone.utc)
        made: bytes = typst.compile(_page(), sys_inputs={"data": data}, timestamp=moment, ignore_system_fonts=True, pdf_standards=["a-2b"])
        return made


@cache
def _page() -> bytes:
    return resources.files("tokten_render").joinpath("templates", "report.typ").read_bytes()


def _plain(report: Report, lang: Language, day: dt.date) -> dict[str, Any]:
    words = _Words(lang)
    made = Text(en="Made on", fr="Établi le")
    return {
        "lang": lang,
        "title": words.say(report.title),
        "subtitle": words.say(report.subtitle),
        "header": [*((words.say(label), written(value, None, lang)) for label, value in report.header), (words.say(made), written(day, None, lang))],
        "draft_word": DRAFT.say(lang),
        "draft": draft_lines(report, lang),
        "sections": [words.section(section) for section in report.sections],
        "checks_title": words.say(CHECKS_TITLE),
        "checks": words.checks(report),
    }


class _Words:
    """Turns blocks into what the page reads, in one language."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang

    def say(self, text: Text | str) -> str:
        words = typographic(text.say(self.lang) if isinstance(text, Text) else text, self.lang)
        return "".join(letter if letter.isprintable() or letter in "\n\u00a0\u202f" else f"\\u{ord(letter):04x}" for letter in words)

    def section(self, section: Section) -> dict[str, Any]:
        wide = any(isinstance(block, Table) and len(block.columns) > WIDE_COLUMNS for block in section.blocks)
        return {"title": self.say(section.title), "wide": wide, "blocks": [self.block(block) for block in section.blocks]}

    def block(self, block: Block) -> dict[str, Any]:
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Chart):
            return {"kind": "chart", "title": self.say(block.title), "svg": svg(block, self.lang)}
        if isinstance(block, Note):
            return {"kind": "note", "text": self.say(block.text), "warning": block.warning}
        if isinstance(block, Facts):
            return {"kind": "facts", "items": [(self.say(label), self.say(written(value, None, self.lang))) for label, value in block.items]}
        if isinstance(block, Cards):
            items = [(self.say(card.label), " — ".join(filter(None, (self.say(card.value), self.say(card.note))))) for card in block.items]
            return {"kind": "cards", "items": items}
        if isinstance(block, Links):
            return {"kind": "links", "items": [f"{self.say(link.label)} ({link.target})" for link in block.items]}
        assert isinstance(block, Paragraph)  # noqa: S101 - the last kind of block there is
        return {"kind": "paragraph", "text": self.say(block.text)}

    def table(self, table: Table) -> dict[str, Any]:
        kinds = ["figure" if column.is_figure else "mark" if column.kind == "mark" else "text" for column in table.columns]
        columns = [
            {"label": self.say(column.label), "kind": kind, "share": (column.width or 0) / 10 or SHARES[kind]}
            for column, kind in zip(table.columns, kinds, strict=True)
        ]
        rows = [
            {
                "kind": row.kind,
                "cells": [
                    {
                        "words": self.say(written(value, column, self.lang)),
                        "said": isinstance(value, Mark),
                        "indent": row.level if number == 0 else 0,
                    }
                    for number, (value, column) in enumerate(zip(values, table.columns, strict=True))
                ],
            }
            for row, values in table.values()
        ]
        notes = [self.say(note) for note in table.notes]
        return {"kind": "table", "caption": self.say(table.caption), "columns": columns, "rows": rows, "notes": notes}

    def checks(self, report: Report) -> dict[str, Any]:
        columns = [{"label": self.say(label), "kind": "text", "share": share} for label, share in zip(CHECK_COLUMNS, CHECK_SHARES, strict=True)]
        rows = [
            {"kind": "line", "cells": [{"words": self.say(words), "said": False, "indent": 0} for words in cells]}
            for cells in check_lines(report, self.lang)
        ]
        return {"caption": "", "columns": columns, "rows": rows, "notes": []}
