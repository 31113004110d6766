"""`tokten rules`: the book of a pack's rules, as a file or on the screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tokten_cli.bilingual import Command, Settings, option
from tokten_cli.stores import REPLACE
from tokten_cli.terminal import paragraph, show, tell, width
from tokten_core.text import SEMICOLON, Language, Text, say

if TYPE_CHECKING:
    from tokten_core.content import Block, Report, Table, Value

__all__ = ["rules"]

WRITTEN = Text(en="{title}: written to {file}.", fr="{title} : écrit dans {file}.")
COLON = Text(en=": ", fr=" : ")


@click.command(
    cls=Command,
    words=Text(
        en="Print the rules of a pack, each with its texts and an example.", fr="Imprime les règles d'un lot, avec textes et exemple."
    ),
    more=[
        Text(
            en="For each rule: its text, our reading, its formula in words, who pays, the figures it reads with their history, and a mission "
            "worked out line by line. The ending of the file picks the kind: .html, .pdf, .docx, .xlsx, .md.",
            fr="Pour chaque règle : son texte, notre lecture, sa formule en toutes lettres, qui paie, le barème qu'elle lit avec son "
            "historique, et une mission chiffrée ligne par ligne. La terminaison du fichier choisit le type : .html, .pdf, .docx, .xlsx, .md.",
        )
    ],
    examples=["tokten rules --pack mali", "tokten rules --pack mali --to rules.pdf --lang en"],
)
@option(
    "--pack",
    required=True,
    mark=Text(en="NAME", fr="NOM"),
    words=Text(en="The country pack: mali; see `tokten plugins`.", fr="Le lot national : mali ; voyez « tokten plugins »."),
)
@option("--to", "file", mark=Text(en="FILE", fr="FICHIER"), words=Text(en="The file to write.", fr="Le fichier à écrire."))
@option("--replace", is_flag=True, words=REPLACE)
@click.pass_obj
def rules(settings: Settings, *, pack: str, file: str | None, replace: bool) -> None:
    """Compose the book, and write it whole or show it."""
    from tokten_cli.clock import today
    from tokten_cli.files import may_write, write_whole
    from tokten_cli.reports import suffix_of
    from tokten_core.plugins import load_pack, plugins
    from tokten_core.services.rule_book import rule_book

    if file is None:
        show("\n".join(_lines(rule_book(load_pack(pack)), settings.lang)))
        return
    renderer, path = plugins().renderer(suffix_of(file, ".pdf")), may_write(file, replace=replace)
    book = rule_book(load_pack(pack))
    write_whole(path, renderer.render(book, settings.lang, today()))
    tell(WRITTEN.fill(title=book.title, file=file), settings.lang)


def _lines(report: Report, lang: Language) -> Iterator[str]:
    yield from (report.title.say(lang), "=" * min(len(report.title.say(lang)), width()), "")
    yield from (_pair(label, value, lang) for label, value in report.header)
    for section in report.sections:
        title = section.title.say(lang)
        yield from ("", title, "-" * min(len(title), width()))
        for block in section.blocks:
            yield from ("", *_block(block, lang))


def _block(block: Block, lang: Language) -> Iterator[str]:
    from tokten_core.content import Facts, Note, Paragraph, Table

    if isinstance(block, Facts):
        yield from (_pair(label, value, lang) for label, value in block.items)
    elif isinstance(block, Paragraph | Note):
        yield paragraph(block.text.say(lang))
    elif isinstance(block, Table):
        yield from _table(block, lang)


def _table(table: Table, lang: Language) -> Iterator[str]:
    """Write a table as a list: a line for each row, its cells one after the other."""
    title = table.caption or table.columns[0].label
    yield paragraph(f"{title.say(lang)}{COLON.say(lang).rstrip()}")
    for row, values in table.values():
        words = [
            f"{column.label.say(lang).lower()} {_words(value, lang)}" if isinstance(value, dt.date) else _words(value, lang)
            for column, value in zip(table.columns, values, strict=True)
        ]
        yield paragraph(SEMICOLON.say(lang).join(filter(None, words)), 2 + 2 * row.level, hanging=4)


def _pair(label: Text, value: Value, lang: Language) -> str:
    return paragraph(f"{label.say(lang)}{COLON.say(lang)}{_words(value, lang)}", hanging=2)


def _words(value: Value, lang: Language) -> str:
    from tokten_core.explain import worded
    from tokten_core.units import DATE, NUMBER

    if isinstance(value, dt.date):
        return worded(value, DATE).say(lang)
    if isinstance(value, int):
        return worded(value, NUMBER).say(lang)
    return "" if value is None else say(value, lang)
