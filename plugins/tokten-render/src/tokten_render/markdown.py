"""Reports as Markdown (md): readable as it is, and in any viewer."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from tokten_core.content import Block, Cards, Chart, Facts, Links, Note, Paragraph, Report, Section, Table
from tokten_core.text import Language, Text
from tokten_render.layout import is_followed
from tokten_render.words import CHECKS_TITLE, DRAFT, MADE_ON, check_table, draft_lines, said, shown

__all__ = ["Markdown"]


class Markdown:
    """Writes reports as Markdown (fr: *texte Markdown*)."""

    suffix = ".md"

    def render(self, report: Report, lang: Language, day: dt.date) -> bytes:
        """Write a report in one language, dated that day; the same input gives the same bytes."""
        return ("\n".join(_Lines(lang).report(report, day)).rstrip() + "\n").encode()


class _Lines:
    """Turns content into lines, in one language."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang

    def say(self, text: Text | str) -> str:
        """Say a text so that none of it is read as markup."""
        words = re.sub(r"([\\`*_\[\]<>|#&~])", r"\\\1", said(text, self.lang))
        return re.sub(r"^(\s*)([-+=]|\d+[.)])", r"\1\\\2", words).replace("\n", " ")

    def report(self, report: Report, day: dt.date) -> Iterator[str]:
        yield from (f"# {self.say(report.title)}", "")
        if report.subtitle:
            yield from (f"*{self.say(report.subtitle)}*", "")
        yield from self.pairs(
            (self.say(label), self.say(shown(value, None, self.lang))) for label, value in (*report.header, (MADE_ON, day))
        )
        yield ""
        for at, line in enumerate(draft_lines(report, self.lang)):
            yield f"> - {self.say(line)}" if at else f"> **{DRAFT.say(self.lang)}** — {self.say(line)}\n>"
        for section in (*report.sections, *([Section(CHECKS_TITLE, (check_table(report),))] if report.checks else [])):
            yield from ("", f"## {self.say(section.title)}") if section.title else ()
            for block in section.blocks:
                yield ""
                yield from self.block(block)

    def pairs(self, pairs: Iterator[tuple[str, str]]) -> Iterator[str]:
        return (f"- {label}: {f'**{value}**' if value else ''}".rstrip() for label, value in pairs)

    def block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Table):
            yield from self.table(block)
        elif isinstance(block, Chart):
            yield from self.chart(block)
        elif isinstance(block, Paragraph):
            yield self.say(block.text)
        elif isinstance(block, Note):
            yield f"> {'⚠ ' if block.warning else ''}{self.say(block.text)}"
        elif isinstance(block, Facts):
            yield from self.pairs((self.say(label), self.say(shown(value, None, self.lang))) for label, value in block.items)
        elif isinstance(block, Cards):
            yield from (f"- {self.say(card.label)}: **{self.say(card.value)}** {self.say(card.note)}".rstrip() for card in block.items)
        elif isinstance(block, Links):
            yield from (f"- {self.link(self.say(link.label), link.target)} {self.say(link.note)}".rstrip() for link in block.items)

    def link(self, label: str, target: str) -> str:
        address = re.sub(r"[<>\s]", lambda sign: f"%{ord(sign[0]):02X}", target)
        return f"[{label}](<{address}>)" if is_followed(target) else label

    def chart(self, chart: Chart) -> Iterator[str]:
        """Write the figures of a chart: a text has no picture."""
        yield from (f"**{self.say(chart.title)}**", "")
        yield _row([self.say(chart.unit), *(self.say(category) for category in chart.categories)])
        yield _row(["---", *("---:" for _ in chart.categories)])
        yield from (_row([self.say(series.label), *(shown(value, None, self.lang) for value in series.values)]) for series in chart.series)

    def table(self, table: Table) -> Iterator[str]:
        if table.caption:
            yield from (f"**{self.say(table.caption)}**", "")
        yield _row(
            [
                self.say(column.label) if not column.group else f"{self.say(column.group)}: {self.say(column.label)}"
                for column in table.columns
            ]
        )
        yield _row(["---:" if column.is_figure else ":---:" if column.kind == "mark" else "---" for column in table.columns])
        for row, values in table.values():
            cells = [self.say(shown(value, column, self.lang)) for value, column in zip(values, table.columns, strict=True)]
            cells[0] = "\u2003" * row.level + cells[0]
            yield _row([f"**{cell}**" if cell and row.kind != "line" else cell for cell in cells])
        for note in table.notes:
            yield from ("", f"*{self.say(note)}*")


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
