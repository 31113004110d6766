"""`tokten template`: an empty sheet for people to fill, as a workbook or a text file."""

from __future__ import annotations

from pathlib import Path

import click

from tokten_cli.bilingual import Command, Settings, argument, option
from tokten_cli.stores import REPLACE, STORE
from tokten_cli.terminal import tell
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


@click.command(
    cls=Command,
    words=Text(en="Write an empty sheet for people to fill.", fr="Écrit une feuille vide, à remplir à la main."),
    more=[
        Text(
            en="A workbook (.xlsx) offers lists to choose from and checks what is typed; a text file (.csv) is for programs and plain editors. "
            "tokten import takes either back.",
            fr="Un classeur (.xlsx) propose des listes et vérifie ce que l'on tape ; un fichier texte (.csv) sert aux programmes et aux "
            "éditeurs simples. tokten import reprend l'un comme l'autre.",
        )
    ],
    examples=[
        "tokten template missions --to missions.xlsx --store sqlite:///mali.db",
        "tokten template expenditure --to depenses.csv",
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
    words=Text(en="Show the names of persons in the lists.", fr="Montre les noms des personnes dans les listes."),
)
@option("--replace", is_flag=True, words=REPLACE)
@click.pass_obj
def template(settings: Settings, kind: str, *, target: str, store: str | None, names: bool, replace: bool) -> None:
    """Write the empty sheet of a kind of record."""
    from tokten_cli.clock import today
    from tokten_cli.files import may_write, write_whole
    from tokten_core.plugins import load, plugins
    from tokten_core.services.import_forms import HOLDS_NAMES, form

    path = may_write(target, replace=replace)
    written = plugins().sheet_format(Path(target).suffix.lower())
    asked = form(kind, load(store) if store else None, names=names)
    write_whole(path, written.write(asked, settings.lang, today()))
    tell(WRITTEN.fill(title=asked.title, columns=len(asked.columns), path=target), settings.lang)
    if names and store:
        tell(HOLDS_NAMES, settings.lang)
