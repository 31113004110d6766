"""`tokten template`: a sheet for people to fill, or to correct what is there, as a workbook or a text file."""

from __future__ import annotations

from pathlib import Path

import click

from tokten_cli.bilingual import Command, Settings, argument, option
from tokten_cli.stores import REPLACE, STORE
from tokten_cli.terminal import tell
from tokten_core.errors import Kind, UsageError
from tokten_core.text import Text

__all__ = ["KIND", "KINDS", "template"]

KIND = Text(en="KIND", fr="GENRE")
KINDS = Text(
    en="What is filled in: missions, experts, institutions, expenditure, readings.",
    fr="Ce que l'on y saisit : missions, experts, institutions, expenditure (dépenses), readings (valeurs relevées).",
)
WRITTEN = Text(
    en="{title}: {columns} columns to fill, written to {path}.",
    fr="{title} : {columns} colonnes à remplir, dans {path}.",
)
WRITTEN_FILLED = Text(
    en="{title}: {rows} records to correct, written to {path}; take it back with tokten import --update.",
    fr="{title} : {rows} enregistrements à corriger, dans {path} ; reprenez-le avec tokten import --update.",
)
FILLED_FROM_NOWHERE = Kind(
    "template-filled-without-store",
    says=Text(en="--filled is said without a store", fr="--filled est donné sans stockage"),
    allowed=Text(en="--filled with --store", fr="--filled avec --store"),
    remedy=Text(en="Say whose records: --store STORE.", fr="Dites de quel programme : --store STOCKAGE."),
)


@click.command(
    cls=Command,
    words=Text(en="Write a sheet for people to fill, or to correct.", fr="Écrit une feuille à remplir à la main, ou à corriger."),
    more=[
        Text(
            en="A workbook (.xlsx) offers lists to choose from and checks what is typed; a text file (.csv) is for programs and plain editors. "
            "tokten import takes either back.",
            fr="Un classeur (.xlsx) propose des listes et vérifie ce que l'on tape ; un fichier texte (.csv) sert aux programmes et aux "
            "éditeurs simples. tokten import reprend l'un comme l'autre.",
        ),
        Text(
            en="With --filled the sheet holds the records of the store. Correct them and take it back with tokten import --update; taken back "
            "as it is, it changes nothing.",
            fr="Avec --filled, la feuille contient les enregistrements du stockage. Corrigez-les, puis reprenez-la avec tokten import "
            "--update ; reprise telle quelle, elle ne change rien.",
        ),
    ],
    examples=[
        "tokten template missions --to missions.xlsx --store sqlite:///mali.db",
        "tokten template expenditure --to depenses.csv",
        "tokten template missions --to m.xlsx --store sqlite:///mali.db --filled",
    ],
)
@argument("kind", mark=KIND, words=KINDS)
@option(
    "--to",
    "target",
    required=True,
    mark=Text(en="FILE", fr="FICHIER"),
    words=Text(
        en="The file to write; its ending chooses: .xlsx or .csv.", fr="Le fichier à écrire ; sa terminaison choisit : .xlsx ou .csv."
    ),
)
@option(
    "--store",
    mark=STORE,
    words=Text(
        en="The programme whose experts, institutions, lines... the lists offer.",
        fr="Le programme dont les listes proposent les experts, structures, lignes...",
    ),
)
@option(
    "--names",
    is_flag=True,
    words=Text(en="Show the names of persons in lists and rows.", fr="Montre les noms des personnes, dans les listes et les lignes."),
)
@option(
    "--filled",
    is_flag=True,
    words=Text(en="With the records of the store, to be corrected.", fr="Avec les enregistrements du stockage, à corriger."),
)
@option("--replace", is_flag=True, words=REPLACE)
@click.pass_obj
def template(settings: Settings, kind: str, *, target: str, store: str | None, names: bool, filled: bool, replace: bool) -> None:
    """Write the sheet of a kind of record."""
    from tokten_cli.clock import today
    from tokten_cli.files import may_write, write_whole
    from tokten_core.plugins import load, plugins
    from tokten_core.services.import_filled import filled_form
    from tokten_core.services.import_forms import HOLDS_NAMES, form

    if filled and not store:
        raise UsageError(FILLED_FROM_NOWHERE.at("tokten template"))
    path = may_write(target, replace=replace)
    written = plugins().sheet_format(Path(target).suffix.lower())
    programme = load(store) if store else None
    asked = filled_form(kind, programme, names=names) if filled and programme else form(kind, programme, names=names)
    write_whole(path, written.write(asked, settings.lang, today()))
    message = WRITTEN_FILLED if filled else WRITTEN
    tell(message.fill(title=asked.title, columns=len(asked.columns), rows=len(asked.rows), path=target), settings.lang)
    if names and store:
        tell(HOLDS_NAMES, settings.lang)
