"""
`tokten demo`: the main job on the real Mali programme, in one folder.

It loads the pack, checks it, costs its missions, keeps it in both stores, writes every donor's report and a page that links them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import frozen

from tokten_cli.bilingual import Command, Settings, argument
from tokten_cli.terminal import Steps, paragraph, progress, show
from tokten_core.text import Language, Text, same

if TYPE_CHECKING:
    from tokten_core.checks import CheckResult
    from tokten_core.content import Link
    from tokten_core.model.programme import Programme
    from tokten_core.ports import CountryPack

__all__ = ["demo"]

PACK = "mali"


@frozen
class Wanted:
    """A report that the demonstration writes (fr: *rapport demandé*): which, for which period, as what, in which language."""

    form: str
    period: str
    suffix: str
    lang: Language = "fr"

    @property
    def file(self) -> str:
        """Give the name of the file: form, period and language, such as every system takes."""
        return f"{self.form}-{self.period.replace('/', '-')}-{self.lang}{self.suffix}"


WANTED = (
    Wanted("undp-awp", "2008/2009", ".xlsx"),
    Wanted("undp-awp", "2008/2009", ".pdf"),
    Wanted("undp-awp", "2008/2009", ".xlsx", "en"),
    Wanted("quarterly", "2009-Q1", ".docx"),
    Wanted("quarterly", "2009-Q1", ".pdf"),
    Wanted("quarterly", "2010-Q1", ".docx"),
    Wanted("quarterly", "2009-Q1", ".pdf", "en"),
    Wanted("eu-budget", "all", ".xlsx"),
    Wanted("eu-budget", "all", ".xlsx", "en"),
    Wanted("eu-logframe", "2010-S1", ".xlsx"),
    Wanted("eu-logframe", "2010-S1", ".xlsx", "en"),
    Wanted("scac-execution", "2009-S1", ".docx"),
    Wanted("scac-execution", "2009-S1", ".pdf"),
)
"""Each donor's report in its usual files, in French, and the main ones in English."""

STEPS = {
    "load": Text(en="reading the Mali programme", fr="lecture du programme du Mali"),
    "check": Text(en="checking it", fr="contrôle"),
    "cost": Text(en="costing its missions", fr="chiffrage des missions"),
    "store": Text(en="keeping it in two stores", fr="écriture dans deux stockages"),
    "page": Text(en="drawing the page", fr="page de synthèse"),
}
KINDS = {
    ".xlsx": Text(en="workbook", fr="classeur"),
    ".docx": Text(en="Word document", fr="document Word"),
    ".pdf": Text(en="PDF", fr="PDF"),
}
LANGUAGES: dict[Language, Text] = {"fr": Text(en="in French", fr="en français"), "en": Text(en="in English", fr="en anglais")}
TRANSLATED = Text(en="This page in French", fr="Cette page en anglais")
DONE = Text(
    en="The Mali programme of 2008-2011 is in {folder}: {files} files, made in {seconds} s.",
    fr="Le programme du Mali 2008-2011 est dans {folder} : {files} fichiers, établis en {seconds} s.",
)
FOUND = Text(
    en="Findings: {findings} (open: {open}, settled: {settled}). Equalities that hold: {holds}.",
    fr="Constats : {findings} (ouverts : {open}, tranchés : {settled}). Égalités vérifiées : {holds}.",
)
COSTED = Text(en="Missions: {costed} of {all} costed, {total} in all.", fr="Missions : {costed} sur {all} chiffrées, {total} en tout.")
NEXT = Text(en="Open {page} first.", fr="Ouvrez d'abord {page}.")
THEN = Text(
    en="Then try: tokten explain sqlite:///{folder}/mali.db {mission} --lang en",
    fr="Puis essayez : tokten explain sqlite:///{folder}/mali.db {mission}",
)


@click.command(
    cls=Command,
    words=Text(
        en="Do the main job on the real Mali programme, into a folder.",
        fr="Fait le travail principal sur le programme réel du Mali, dans un dossier.",
    ),
    more=[
        Text(
            en="Loads the pack, checks it, costs its missions, keeps it as SQLite and CSV, writes every donor's report and an index.html that links "
            "them. Replaces only a folder that an earlier demonstration made.",
            fr="Charge le lot, le contrôle, chiffre ses missions, le conserve en SQLite et CSV, écrit les rapports de chaque bailleur et un index.html "
            "qui les réunit. Ne remplace qu'un dossier fait par une démonstration précédente.",
        )
    ],
    examples=["tokten demo", "tokten demo my-demo --lang en"],
)
@argument(
    "folder",
    mark=Text(en="FOLDER", fr="DOSSIER"),
    required=False,
    default="tokten-demo",
    words=Text(en="Where to; tokten-demo if left out.", fr="Où ; tokten-demo à défaut."),
)
@click.pass_obj
def demo(settings: Settings, folder: str) -> None:
    """Make the demonstration aside, put it in place whole, and say what was made."""
    from tokten_cli.demo_folder import demo_folder

    began = time.monotonic()
    with demo_folder(folder) as place, progress(STEPS["load"], len(STEPS) + len(WANTED), settings.lang) as steps:
        made = _Demonstration(place, steps, settings.lang)
        made.run()
    name = folder.rstrip("/") or folder
    lines = [
        DONE.fill(folder=f"{name}/", files=made.files, seconds=f"{time.monotonic() - began:.1f}"),
        *made.summary(),
        NEXT.fill(page=f"{name}/index.html"),
        THEN.fill(folder=name, mission=made.programme.missions[0].id),
    ]
    show("\n".join(paragraph(line.say(settings.lang), hanging=2) for line in lines))


class _Demonstration:
    """One demonstration in the making."""

    def __init__(self, place: Path, steps: Steps, lang: Language) -> None:
        self.place, self.steps, self.lang = place, steps, lang
        self.files = self.costed = self.total = 0
        self.pack: CountryPack
        self.programme: Programme
        self.result: CheckResult

    def run(self) -> None:
        """Do each part, telling how far it has come."""
        from tokten_core import plugins

        self.begin("load")
        self.pack = plugins.load_pack(PACK)
        self.programme = self.pack.programme()
        self.steps.done()
        self.begin("check")
        self.result = plugins.check(self.programme)
        self.write("check.json", self.result.to_json(self.lang).encode())
        self.steps.done()
        self.cost()
        self.keep()
        written = [wanted for wanted in WANTED if self.report(wanted)]
        self.page(written)

    def begin(self, step: str) -> None:
        """Name the step that begins."""
        self.steps.begin(STEPS[step])

    def write(self, name: str, content: bytes) -> None:
        """Write one file of the demonstration."""
        (self.place / name).write_bytes(content)
        self.files += 1

    def cost(self) -> None:
        """Cost every mission and write what each costs, and why."""
        import json

        from tokten_core.services.costing import to_json
        from tokten_core.services.missions import cost

        self.begin("cost")
        costings = [cost(mission, self.pack) for mission in self.programme.missions]
        known = [costing.total for costing in costings if costing.total is not None]
        self.costed, self.total = len(known), sum(known)
        data = [to_json(costing, self.lang) for costing in costings]
        self.write("missions.json", (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
        self.steps.done()

    def keep(self) -> None:
        """Keep the programme as a database and as a folder of CSV files, with the first entry of its journal."""
        from tokten_cli.clock import now
        from tokten_core.history import taken_whole
        from tokten_core.plugins import open_store

        self.begin("store")
        kept = taken_whole(self.programme, at=now(), who="tokten demo", what=f"tokten demo, pack {PACK}")
        open_store(f"sqlite:///{self.place / 'mali.db'}").save(kept)
        open_store(f"csv:{self.place / 'mali-csv'}/").save(kept)
        self.files += 1 + sum(1 for _ in (self.place / "mali-csv").iterdir())
        self.steps.done()

    def report(self, wanted: Wanted) -> bool:
        """Write one report, if its form and renderer are installed."""
        from tokten_cli.clock import today
        from tokten_core import plugins
        from tokten_core.services.issuing import with_findings

        installed = plugins.plugins()
        if wanted.form not in installed.forms or wanted.suffix not in installed.renderers:
            self.steps.done()
            return False
        self.steps.begin(installed.form(wanted.form).title)
        composed = with_findings(plugins.report(wanted.form, self.programme, wanted.period), self.result)
        self.write(wanted.file, installed.renderer(wanted.suffix).render(composed, wanted.lang, today()))
        self.steps.done()
        return True

    def page(self, written: list[Wanted]) -> None:
        """Draw the page that shows the programme at a glance and links the files: in the language of the call, and beside it the other."""
        from tokten_cli.clock import today
        from tokten_core import plugins
        from tokten_core.content import Link
        from tokten_core.services.dashboard import dashboard

        self.begin("page")
        other: Language = "fr" if self.lang == "en" else "en"
        pages: dict[Language, str] = {self.lang: "index.html", other: f"index-{other}.html"}
        for lang, name in pages.items():
            links = (*self.links(written), Link(TRANSLATED, pages["fr" if lang == "en" else "en"], same("HTML")))
            composed = dashboard(self.programme, self.pack, self.result, links, today())
            self.write(name, plugins.render(composed, ".html", lang, day=today()))
        self.steps.done()

    def links(self, written: list[Wanted]) -> Iterator[Link]:
        """Give a link to every file, reports first."""
        from tokten_core.content import Link
        from tokten_core.plugins import plugins

        for wanted in written:
            about = (
                KINDS.get(wanted.suffix, same(wanted.suffix))
                + same(", ")
                + LANGUAGES[wanted.lang]
                + same(", ")
                + self.programme.card.period(wanted.period).text
            )
            yield Link(plugins().form(wanted.form).title, wanted.file, about)
        yield Link(Text(en="The programme as a database", fr="Le programme en base de données"), "mali.db", same("SQLite"))
        yield Link(
            Text(en="The programme as CSV files", fr="Le programme en fichiers CSV"), "mali-csv/datapackage.json", same("Data Package")
        )
        yield Link(Text(en="Cost of every mission", fr="Coût de chaque mission"), "missions.json", same("JSON"))
        yield Link(Text(en="All findings and equalities", fr="Tous les constats et égalités"), "check.json", same("JSON"))

    def summary(self) -> list[Text]:
        """Say what was found and what it costs."""
        from tokten_core.explain import worded
        from tokten_core.units import money_unit

        opened = len(self.result.open)
        total = worded(self.total, money_unit(self.programme.card.currency))
        return [
            FOUND.fill(
                findings=len(self.result.findings), open=opened, settled=len(self.result.findings) - opened, holds=len(self.result.holds)
            ),
            COSTED.fill(costed=self.costed, all=len(self.programme.missions), total=total),
        ]
