"""Reports as Markdown (md): readable as it is, and in any viewer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tokten_core.content import Block, Cards, Chart, Facts, Links, Note, Paragraph, Report, Table
from tokten_core.text import Language
from tokten_render.words import CHECK_COLUMNS, CHECKS_TITLE, DRAFT, check_lines, draft_lines, written

__all__ = ["Markdown"]


class Markdown:
    """Writes reports as Markdown."""

    suffix = ".md"

    def render(self, report: Report, lang: Language, day: dt.date) -> bytes:
        """Write a report in one language, dated that day; the same input gives the same bytes."""
        return ("\n".join(_lines(report, lang, day)).rstrip() + "\n").encode()


def _lines(report: Report, lang: Language, day: dt.date) -> Iterator[str]:
    yield from (f"# {_safe(report.title.say(lang))}", "")
    if report.subtitle:
        yield from (f"*{_safe(report.subtitle.say(lang))}*", "")
    for label, value in (*report.header,):
        yield f"- {_safe(label.say(lang))}: **{_safe(written(value, None, lang))}**"
    yield from (f"- {written(day, None, lang)}", "")
    draft = draft_lines(report, lang)
    if draft:
        yield from (f"> **{DRAFT.say(lang)}** {draft[0]}", *(f"> - {line}" for line in draft[1:]), "")
    for section in report.sections:
        if section.title:
            yield from (f"## {_safe(section.title.say(lang))}", "")
        for block in section.blocks:
            yield from _block(block, lang)
            yield ""
    if report.checks:
        yield from (f"## {CHECKS_TITLE.say(lang)}", "", _row([label.say(lang) for label in CHECK_COLUMNS]), _row(["---"] * len(CHECK_COLUMNS)))
        yield from (_row([_safe(cell) for cell in cells]) for cells in check_lines(report, lang))


def _block(block: Block, lang: Language) -> Iterator[str]:
    if isinstance(block, Table):
        yield from _table(block, lang)
    elif isinstance(block, Chart):
        yield from (f"**{_safe(block.title.say(lang))}**", "")
        yield _row(["", *(_safe(category.say(lang)) for category in block.categories)])
        yield _row(["---", *("---:" for _ in block.categories)])
        for series in block.series:
            yield _row([_safe(series.label.say(lang)), *(written(value, None, lang) for value in series.values)])
    elif isinstance(block, Paragraph | Note):
        yield _safe(block.text.say(lang)) if isinstance(block, Paragraph) else f"> {_safe(block.text.say(lang))}"
    elif isinstance(block, Facts):
        yield from (f"- {_safe(label.say(lang))}: **{_safe(written(value, None, lang))}**" for label, value in block.items)
    elif isinstance(block, Cards):
        yield from (f"- {_safe(card.label.say(lang))}: **{_safe(card.value.say(lang))}** {_safe(card.note.say(lang))}" for card in block.items)
    elif isinstance(block, Links):
        yield from (f"- [{_safe(link.label.say(lang))}]({link.target}) {_safe(link.note.say(lang))}" for link in block.items)


def _table(table: Table, lang: Language) -> Iterator[str]:
    if table.caption:
        yield from (f"**{_safe(table.caption.say(lang))}**", "")
    yield _row([_safe(column.label.say(lang)) for column in table.columns])
    yield _row(["---:" if column.is_figure else "---" for column in table.columns])
    for row, values in table.values():
        cells = [_safe(written(value, column, lang)) for value, column in zip(values, table.columns, strict=True)]
        yield _row([f"**{cell}**" if cell and row.kind != "line" else cell for cell in cells])
    for note in table.notes:
        yield from ("", f"> {_safe(note.say(lang))}")


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _safe(words: str) -> str:
    """Keep text from a record from becoming markup."""
    for letter in "\\`*_[]<>|#":
        words = words.replace(letter, f"\\{letter}")
    return " ".join(words.split("\n"))
