"""`tokten import`: what people typed into a sheet goes into a programme, all or nothing, with an entry in the journal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokten_cli.bilingual import Command, OneOf, Settings, argument, option
from tokten_cli.check import FORMAT
from tokten_cli.stores import STORE
from tokten_cli.template import KIND, KINDS
from tokten_cli.terminal import paragraph, show, show_json, tell
from tokten_core.text import Language, Text

if TYPE_CHECKING:
    from tokten_core.merging import Committed
    from tokten_core.records import Record
    from tokten_core.services.importing import Incoming

__all__ = ["import_"]

TAKEN = Text(
    en="{file}: {added} added, {changed} changed, {unchanged} unchanged; journal entry {entry}, {address}.",
    fr="{file} : ajoutés {added}, modifiés {changed}, inchangés {unchanged} ; entrée {entry} du journal, {address}.",
)
NOTHING_NEW = Text(
    en="{file}: nothing to change; all is there already ({unchanged}).",
    fr="{file} : rien à changer ; tout y figure déjà ({unchanged}).",
)
WOULD_TAKE = Text(
    en="{file}: {added} would be added, {changed} changed, {unchanged} unchanged. Nothing was written.",
    fr="{file}, à blanc : ajoutés {added}, modifiés {changed}, inchangés {unchanged}. Rien n'est écrit.",
)
MERGED = Text(
    en="Meanwhile {who} wrote journal entry {entry}: {what}. Nothing of it is lost; merged field by field: {records}.",
    fr="Entre-temps, {who} a écrit l'entrée {entry} du journal : {what}. Rien n'en est perdu ; fusionnés champ par champ : {records}.",
)
APART = Text(
    en="Meanwhile others wrote without touching what this sheet changes; journal entries: {count}. Nothing of them is lost.",
    fr="Entre-temps, d'autres ont écrit sans toucher à ce que modifie cette feuille ; entrées du journal : {count}. Rien n'en est perdu.",
)
ADDED = Text(en="added: {records}", fr="ajoutés : {records}")
CHANGED = Text(en="{record}, {column}: {before} becomes {after}", fr="{record}, {column} : {before} devient {after}")
EMPTY = Text(en="empty", fr="vide")


@click.command(
    cls=Command,
    name="import",
    words=Text(en="Take in a filled sheet, all or nothing.", fr="Reprend une feuille remplie, en entier ou pas du tout."),
    more=[
        Text(
            en="Every problem of every row is told at once, with its cell; while there is one, nothing is written. An empty cell means "
            "unknown, never zero. 01/03/2009 and 1,5 are read where the sheet or the call says how they are meant.",
            fr="Toutes les anomalies de toutes les lignes sont dites d'un coup, chacune avec sa cellule ; tant qu'il y en a une, rien "
            "n'est écrit. Une cellule vide veut dire inconnu, jamais zéro. 01/03/2009 et 1,5 sont lus là où la feuille, ou l'appel, "
            "dit comment.",
        ),
        Text(
            en="What others wrote in the meantime is kept, merged field by field, and told; where they changed the same field to another "
            "value, nothing is written and both values are shown.",
            fr="Ce que d'autres ont écrit entre-temps est conservé, fusionné champ par champ, et dit ; s'ils ont donné une autre valeur au "
            "même champ, rien n'est écrit et les deux valeurs sont montrées.",
        ),
    ],
    examples=[
        "tokten import missions m.xlsx sqlite:///mali.db --who UNC --why plan --dry-run",
        "tokten import expenditure mars.csv csv:mali/ --who UNC --why mars --dates dmy",
    ],
)
@argument("kind", mark=KIND, words=KINDS)
@argument(
    "file", mark=Text(en="FILE", fr="FICHIER"), words=Text(en="The filled sheet, .xlsx or .csv.", fr="La feuille remplie, .xlsx ou .csv.")
)
@argument("store", mark=STORE, words=Text(en="Where the programme is kept.", fr="Où le programme est conservé."))
@option(
    "--who",
    required=True,
    mark=Text(en="NAME", fr="NOM"),
    words=Text(
        en="Who takes it in, for the journal: an office rather than a person.",
        fr="Qui la reprend, pour le journal : un service plutôt qu'une personne.",
    ),
)
@option("--why", required=True, mark=Text(en="TEXT", fr="TEXTE"), words=Text(en="Why, for the journal.", fr="Pourquoi, pour le journal."))
@option(
    "--update",
    is_flag=True,
    words=Text(
        en="Change records that are there already; columns the sheet lacks stay.",
        fr="Modifie ce qui figure déjà ; les colonnes absentes de la feuille restent.",
    ),
)
@option(
    "--dry-run",
    is_flag=True,
    words=Text(en="Only say what would be added and changed.", fr="Dit seulement ce qui serait ajouté et modifié."),
)
@option(
    "--dates",
    type=OneOf("iso", "dmy", "mdy"),
    words=Text(en="How days are written: dmy is 31/12/2009.", fr="Comment les dates sont écrites : dmy veut dire 31/12/2009."),
)
@option(
    "--decimal",
    type=OneOf("point", "comma"),
    words=Text(en="The decimal mark: comma is 1,5.", fr="La marque décimale : comma veut dire 1,5."),
)
@option("--format", "form", type=OneOf("text", "json"), default="text", words=FORMAT)
@click.pass_obj
def import_(settings: Settings, /, kind: str, file: str, store: str, **said: Any) -> None:
    """Read a sheet, compare it with the programme, and commit what it brings as one work."""
    from tokten_cli.clock import now
    from tokten_cli.files import read_bytes
    from tokten_core.history import Work
    from tokten_core.merging import committed
    from tokten_core.plugins import open_store, plugins
    from tokten_core.services import importing
    from tokten_core.sheets import Dialect

    name = _called(file)
    asked = importing.form(kind)
    sheet = plugins().sheet_format(Path(file).suffix.lower()).read(read_bytes(file), name, asked, settings.lang)
    kept = open_store(store)
    dialect = Dialect(said["dates"] or "", said["decimal"] or "")
    found = importing.incoming(kind, sheet, kept.load(), dialect, update=said["update"])
    done = None
    if found.put and not said["dry_run"]:
        work = Work(at=now(), who=said["who"], what=f"tokten import {kind} {name}", why=said["why"], put=found.put)
        done = committed(kept, work, since=found.since)
        found = found.less(done.written.put)
    if said["form"] == "json":
        show_json(_as_json(found, done))
    elif said["dry_run"]:
        show(_in_words(found, name, settings.lang))
    else:
        for message in _outcome(found, done, file=name, address=kept.address):
            tell(message, settings.lang)


def _called(file: str) -> str:
    """Give the name of a file as a journal can keep it, without its folders and without letters that are none."""
    return "".join(letter if letter.isprintable() else "�" for letter in Path(file).name)


def _outcome(found: Incoming, done: Committed | None, **facts: str) -> Iterator[Text]:
    """Say what was taken in, then what others wrote between the reading and the writing."""
    if done is None or done.entry is None:
        yield NOTHING_NEW.fill(**facts, unchanged=found.unchanged)
    else:
        yield TAKEN.fill(**facts, **_counts(found), entry=done.entry)
    if done is not None:
        yield from _meanwhile(done)


def _meanwhile(done: Committed) -> Iterator[Text]:
    """Name each entry that touched the same records; count the others."""
    merged = {other.id: (other, both) for other in done.meanwhile if (both := done.touched_by_both(other))}
    for other, both in merged.values():
        what = f"{other.what} ({other.why})" if other.why else other.what
        yield MERGED.fill(who=other.who, entry=other.id, what=what, records=", ".join(both))
    if apart := len(done.meanwhile) - len(merged):
        yield APART.fill(count=apart)


def _counts(found: Incoming) -> dict[str, int]:
    return {"added": len(found.added), "changed": len(found.changed), "unchanged": found.unchanged}


def _as_json(found: Incoming, done: Committed | None) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "added": [record.id for record in found.added],
        "changed": [
            {"id": after.id, "columns": {name: [_plain(old), _plain(new)] for name, old, new in _shown_changes(before, after)}}
            for before, after in found.changed
        ],
        "unchanged": found.unchanged,
        "journal_entry": done and done.entry,
        "merged_with": [*_merged_with(done)] if done else [],
    }


def _merged_with(done: Committed) -> Iterator[dict[str, Any]]:
    for other in done.meanwhile:
        told = {"journal_entry": int(other.id), "who": other.who, "what": other.what, "why": other.why}
        yield told | {"records": done.touched_by_both(other)}


def _in_words(found: Incoming, name: str, lang: Language) -> str:
    from tokten_core.schema import columns

    parts = [paragraph(WOULD_TAKE.fill(file=name, **_counts(found)).say(lang))]
    if found.added:
        parts.append(paragraph(ADDED.fill(records=", ".join(record.id for record in found.added)).say(lang), 2, hanging=2))
    for before, after in found.changed:
        labels = {column.name: column.label for column in columns(type(after))}
        for column, old, new in _shown_changes(before, after):
            facts = {"record": after.id, "column": labels[column], "before": _said(old), "after": _said(new)}
            parts.append(paragraph(CHANGED.fill(**facts).say(lang), 2, hanging=2))
    return "\n".join(parts)


def _shown_changes(before: Record, after: Record) -> Iterator[tuple[str, Any, Any]]:
    """Give what changes in a record; what says who a person is changes unseen."""
    from tokten_core.schema import columns
    from tokten_core.services.importing import HIDDEN, changes

    personal = {column.name for column in columns(type(after)) if column.fact.personal}
    for name, old, new in changes(before, after):
        yield (name, HIDDEN, HIDDEN) if name in personal else (name, old, new)


def _said(value: object) -> object:
    from tokten_core.errors import shown

    return EMPTY if value in (None, "", []) else value if isinstance(value, Text) else shown(value)


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | list):
        return value
    return value.en if isinstance(value, Text) else str(value)
