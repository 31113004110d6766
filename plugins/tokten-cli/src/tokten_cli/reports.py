"""`tokten report` and `tokten reports`: a donor's report as a file, and which reports there are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from tokten_cli.bilingual import Command, OneOf, Settings, argument, option
from tokten_cli.check import FORMAT
from tokten_cli.failures import FINDINGS
from tokten_cli.past import as_of_option
from tokten_cli.stores import REPLACE, STORE
from tokten_cli.terminal import show, show_json, table, tell
from tokten_core.errors import Kind, UsageError
from tokten_core.text import Text, joined, same

__all__ = ["report", "reports", "suffix_of"]

NO_SUFFIX = Kind(
    "report-file-without-suffix",
    says=Text(en="{value} does not say what kind of file to write", fr="{value} ne dit pas quel type de fichier écrire"),
    allowed=Text(en="a name that ends in {suffixes}", fr="un nom qui se termine par {suffixes}"),
    remedy=Text(en="Add the ending, as in {example}.", fr="Ajoutez la terminaison, comme {example}."),
)
WRITTEN = Text(en="{title}: written to {file}.", fr="{title} : écrit dans {file}.")
DRAFT = Text(
    en="It is a draft, which shows the checks that fail: {codes}.",
    fr="C'est un brouillon, qui montre les contrôles en échec : {codes}.",
)
NOT_FINAL = Text(
    en="{title} cannot be issued as final while these checks fail. Nothing was written; without --final it is written as a draft.",
    fr="{title} ne peut pas être émis comme définitif tant que ces contrôles échouent. Rien n'a été écrit ; sans --final, il est écrit "
    "comme brouillon.",
)
HEADS = (Text(en="name", fr="nom"), Text(en="report", fr="rapport"), Text(en="files", fr="fichiers"))


@click.command(
    cls=Command,
    words=Text(en="Write a donor's report as a file.", fr="Écrit le rapport d'un bailleur dans un fichier."),
    more=[
        Text(
            en="The ending of the file picks the kind: .xlsx, .docx, .pdf, .html, .md, .json. Periods: 2009, 2009-Q1, 2009-S1, 2009-03, 2008/2009 "
            "(programme year), all. A report with a failing check is written as a draft that shows it.",
            fr="La terminaison du fichier choisit le type : .xlsx, .docx, .pdf, .html, .md, .json. Périodes : 2009, 2009-Q1, 2009-S1, 2009-03, "
            "2008/2009 (année de programme), all. Un rapport dont un contrôle échoue est écrit comme brouillon, qui le montre.",
        )
    ],
    examples=[
        "tokten report undp-awp sqlite:///mali.db --period 2008/2009 --to awp.xlsx",
        "tokten report quarterly csv:mali/ --period 2009-Q1 --to q1.docx --lang fr",
    ],
)
@argument(
    "name",
    mark=Text(en="NAME", fr="NOM"),
    words=Text(en="The report; `tokten reports` lists them.", fr="Le rapport ; « tokten reports » les liste."),
)
@argument("store", mark=STORE, words=Text(en="The programme.", fr="Le programme."))
@option("--period", required=True, mark=Text(en="PERIOD", fr="PÉRIODE"), words=Text(en="What it reports on.", fr="Ce sur quoi il porte."))
@option("--to", "file", required=True, mark=Text(en="FILE", fr="FICHIER"), words=Text(en="The file to write.", fr="Le fichier à écrire."))
@option("--final", is_flag=True, words=Text(en="Refuse to write a draft.", fr="Refuse d'écrire un brouillon."))
@option("--replace", is_flag=True, words=REPLACE)
@as_of_option
@click.pass_obj
def report(  # noqa: PLR0913 - one for each option
    settings: Settings, name: str, store: str, *, period: str, file: str, final: bool, replace: bool, as_of: dt.date | None
) -> int:
    """Compose a report, hold it to its checks, and write it whole or not at all."""
    from tokten_cli.clock import today
    from tokten_cli.files import may_write, write_whole
    from tokten_core import plugins
    from tokten_core.services.issuing import with_findings, with_past_day

    installed = plugins.plugins()
    form = installed.form(name)
    renderer, path = installed.renderer(suffix_of(file, form.formats[0])), may_write(file, replace=replace)
    programme = plugins.load(store, as_of=as_of)
    composed = with_findings(plugins.report(name, programme, period), plugins.check(programme))
    if as_of is not None:
        composed = with_past_day(composed, as_of)
    if final and not composed.is_final:
        tell(NOT_FINAL.fill(title=composed.title), settings.lang)
        for check in composed.failing:
            tell(same(f"  {check.code}: ") + check.text + (same(" — ") + check.detail if check.detail else same("")), settings.lang)
        return FINDINGS
    write_whole(path, renderer.render(composed, settings.lang, today()))
    tell(WRITTEN.fill(title=composed.title, file=file), settings.lang)
    if not composed.is_final:
        tell(DRAFT.fill(codes=", ".join(check.code for check in composed.failing)), settings.lang)
    return 0


def suffix_of(file: str, usual: str) -> str:
    """
    Give the ending of a file's name, which picks the renderer.

    Raises:
        UsageError: It has none (`report-file-without-suffix`).
    """
    from tokten_core.plugins import plugins

    suffix = Path(file).suffix.lower()
    if not suffix:
        raise UsageError(NO_SUFFIX.at("--to", file, suffixes=", ".join(sorted(plugins().renderers)), example=f"{file}{usual}"))
    return suffix


@click.command(
    cls=Command,
    words=Text(en="List the reports that are installed.", fr="Liste les rapports installés."),
    examples=["tokten reports", "tokten reports --format json"],
)
@option("--format", "form", type=OneOf("text", "json"), default="text", words=FORMAT)
@click.pass_obj
def reports(settings: Settings, *, form: str) -> None:
    """Tell every report form with its title and the files that its readers expect."""
    from tokten_core.plugins import plugins

    found = [known for _, known in sorted(plugins().forms.items())]
    if form == "json":
        show_json([{"name": known.name, "title": known.title.say(settings.lang), "formats": list(known.formats)} for known in found])
        return
    rows = [[known.name, known.title.say(settings.lang), joined(map(same, known.formats), " ").say(settings.lang)] for known in found]
    show(table([head.say(settings.lang) for head in HEADS], rows, ["left", "left", "left"], indent=0))
