"""
Reports as one self-contained page (html): words, tables, charts as inline SVG, nothing fetched from anywhere.

Everything that comes from records is escaped by the template; only the charts, which we draw ourselves, go in as markup.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from tokten_core.content import Block, Cards, Chart, Facts, Links, Mark, Note, Paragraph, Report, Row, Section, Table, Value
from tokten_core.text import Language, Text
from tokten_render.charts import svg
from tokten_render.layout import across, groups, is_followed
from tokten_render.words import CHECKS_TITLE, DRAFT, check_table, draft_lines, said, shown

if TYPE_CHECKING:
    import jinja2

__all__ = ["Html"]

MADE_ON = Text(en="Made on {day} with tokten.", fr="Établi le {day} avec tokten.")
INDENT_PX = 18
NARROW_CHART, WIDE_CHART = 470, 1040


class Html:
    """Writes reports as self-contained pages (fr: *page web*)."""

    suffix = ".html"

    def render(self, report: Report, lang: Language, day: dt.date) -> bytes:
        """Write a report in one language, dated that day; the same input gives the same bytes."""
        words = _Words(lang)
        page = _template().render(
            lang=lang,
            title=words.say(report.title),
            subtitle=words.say(report.subtitle),
            header=[(words.say(label), shown(value, None, lang)) for label, value in report.header],
            draft=draft_lines(report, lang),
            draft_word=DRAFT.say(lang),
            sections=[words.section(section) for section in (*report.sections, *_checks(report))],
            footer=words.say(MADE_ON.fill(day=shown(day, None, lang))),
        )
        return page.encode()


def _checks(report: Report) -> list[Section]:
    return [Section(CHECKS_TITLE, (check_table(report),))] if report.checks else []


@cache
def _template() -> jinja2.Template:
    import jinja2

    loader = jinja2.PackageLoader("tokten_render", "templates")
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined)
    return environment.get_template("report.html.jinja")


class _Words:
    """Turns blocks into what the template reads, in one language."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang

    def say(self, text: Text | str) -> str:
        return said(text, self.lang)

    def section(self, section: Section) -> dict[str, Any]:
        return {"title": self.say(section.title), "blocks": list(self.blocks(section.blocks))}

    def blocks(self, blocks: tuple[Block, ...]) -> Iterator[dict[str, Any]]:
        """Give each block; charts that follow one another stand side by side, one alone takes the page's width."""
        for are_charts, run in groupby(blocks, key=lambda block: isinstance(block, Chart)):
            if not are_charts:
                yield from (self.block(block) for block in run)
                continue
            charts = [block for block in run if isinstance(block, Chart)]
            width = NARROW_CHART if len(charts) > 1 else WIDE_CHART
            items = [{"title": self.say(chart.title), "svg": _markup(svg(chart, self.lang, width))} for chart in charts]
            yield {"kind": "charts", "items_": items}

    def block(self, block: Block) -> dict[str, Any]:
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Note):
            return {"kind": "note", "text": self.say(block.text), "warning": block.warning}
        if isinstance(block, Facts):
            return {"kind": "facts", "items_": [(self.say(label), shown(value, None, self.lang)) for label, value in block.items]}
        if isinstance(block, Cards):
            cards = [
                {"label": self.say(card.label), "value": self.say(card.value), "note": self.say(card.note), "share": _percent(card.share)}
                for card in block.items
            ]
            return {"kind": "cards", "items_": cards}
        if isinstance(block, Links):
            links = [
                {"label": self.say(link.label), "target": link.target if is_followed(link.target) else None, "note": self.say(link.note)}
                for link in block.items
            ]
            return {"kind": "links", "items_": links}
        assert isinstance(block, Paragraph)  # noqa: S101 - charts are taken before
        return {"kind": "paragraph", "text": self.say(block.text)}

    def table(self, table: Table) -> dict[str, Any]:
        classes = ["figure" if column.is_figure else column.kind if column.kind in {"mark", "date"} else "" for column in table.columns]
        rows = [self.row(table, row, values, classes) for row, values in table.values()]
        return {
            "kind": "table",
            "caption": self.say(table.caption),
            "groups": [(self.say(column.group), many) for column, _, many in groups(table)],
            "columns": [{"label": self.say(column.label), "class_": name} for column, name in zip(table.columns, classes, strict=True)],
            "rows": rows,
            "notes": [self.say(note) for note in table.notes],
        }

    def row(self, table: Table, row: Row, values: list[Value], classes: list[str]) -> dict[str, Any]:
        """Give a row; a heading goes across, a check says how it came out."""
        cells = [
            {
                "words": shown(value, column, self.lang),
                "class_": f"{name} said".strip() if isinstance(value, Mark) else name,
                "indent": INDENT_PX * row.level if at == 0 else 0,
                "span": 1,
            }
            for at, (value, column, name) in enumerate(zip(values, table.columns, classes, strict=True))
        ]
        start = across(table, row)
        if start is not None:
            cells = [*cells[:start], {**cells[start], "class_": "", "span": len(cells) - start}]
        return {"kind": f"{row.kind} {row.key.partition('-')[0]}" if table.key == "checks" else row.kind, "cells": cells}


def _percent(share: Decimal | None) -> str | None:
    return None if share is None else format(min(max(share * 100, Decimal(0)), Decimal(100)), ".1f")


def _markup(words: str) -> Any:
    from markupsafe import Markup

    return Markup(words)  # noqa: S704 - drawn by us; its labels were escaped by the drawing library
