"""
Write the two pages on what the programme document contradicts, in English and in French, from the findings themselves.

The pages cannot say anything that checking does not find; a test holds them to it.

    python plugins/tokten-mali/scripts/write_findings_pages.py
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from tokten_core.checks import CheckResult, Finding, check, explain, shown_value
from tokten_core.claims import Claim, Relation, Settlement
from tokten_core.convert import records_of
from tokten_core.model.programme import Programme, ProgrammeCard
from tokten_core.records import Record
from tokten_core.sources import Source
from tokten_core.text import Language, Text, same

ROOT = Path(__file__).parents[3]
DATA = Path(__file__).parents[1] / "src" / "tokten_mali" / "data"
PAGES: dict[str, Language] = {"docs/explanation/what-the-document-contradicts.md": "en", "docs/fr/constats-2008.md": "fr"}
MADE = "<!-- made by plugins/tokten-mali/scripts/write_findings_pages.py from the findings: change the claims, then run it -->"

TITLE = Text(en="What the programme document contradicts", fr="Ce que le document de programme contredit")
INTRODUCTION = Text(
    en="""The document of the Mali programme 2008-2011 has {claims} figures and entries that can be held against something. They are
kept as printed and as read, each with its place. {relations} relations tell what must hold between them and what must be there:
{holds} equalities were worked out anew and hold, and {findings} findings remain.

A finding names one cause: a wrong total that also breaks a conversion is told once. It is *settled* where the pack names the figure it
follows and why ({settled} of them), else *open* ({opened}): only open findings keep a report from being final. A settled finding is not a
correction: what is printed stays on record. `tokten check --explain CODE` says what a code compares.""",
    fr="""Le document du programme du Mali 2008-2011 compte {claims} chiffres et rubriques que l'on peut confronter. Ils sont
gardés tels qu'imprimés et tels que lus, chacun avec sa place. {relations} relations disent ce qui doit être vrai entre eux et ce qui
doit y figurer : {holds} égalités ont été recalculées et sont vérifiées, et il reste {findings} constats.

Un constat désigne une cause : un total faux qui rompt aussi une conversion n'est dit qu'une fois. Il est *tranché* quand le lot nomme le
chiffre retenu et dit pourquoi ({settled}), sinon *ouvert* ({opened}) : seuls les constats ouverts empêchent un rapport d'être définitif.
Un constat tranché n'est pas une correction : ce qui est imprimé reste au dossier.
`tokten check --explain CODE` dit ce que compare un code.""",
)
HEADINGS = Text(en="| where | printed | recomputed | difference | |", fr="| où | imprimé | recalculé | écart | |")
STATUS = {"open": Text(en="**open**", fr="**ouvert**"), "settled": Text(en="settled", fr="tranché")}

R = TypeVar("R", bound=Record)


def document() -> Programme:
    """Give the programme of the document's figures alone."""
    card = ProgrammeCard(
        id="document-2008",
        pack="mali",
        title=same("TOKTEN Mali 2008-2011"),
        country="ML",
        start=dt.date(2008, 9, 1),
        end=dt.date(2011, 8, 31),
    )
    return Programme(
        programme=(card,),
        sources=_read(Source, "sources"),
        claims=_read(Claim, "claims"),
        relations=_read(Relation, "relations"),
        settlements=_read(Settlement, "settlements"),
    )


def page(programme: Programme, result: CheckResult, lang: Language) -> str:
    """Give the page of one language."""
    counts = {
        "claims": len(programme.claims),
        "relations": len(programme.relations),
        "holds": len(result.holds),
        "findings": len(result.findings),
        "settled": len(result.findings) - len(result.open),
        "opened": len(result.open),
    }
    lines = [MADE, "", f"# {TITLE.say(lang)}", "", INTRODUCTION.fill(**counts).say(lang)]
    for code in dict.fromkeys(finding.code for finding in result.findings):
        lines += [
            "",
            f"## {explain(code).title.say(lang).capitalize()} (`{code}`)",
            "",
            HEADINGS.say(lang),
            "| --- | --- | --- | --- | --- |",
        ]
        lines += [_row(finding, lang) for finding in result.findings if finding.code == code]
    return "\n".join(lines) + "\n"


def _row(finding: Finding, lang: Language) -> str:
    numbers = [_cell(value, finding.unit, lang) for value in (finding.printed, finding.recomputed, finding.difference)]
    status = STATUS[finding.status].say(lang) + (f": {finding.why.say(lang)}" if finding.why and lang == "en" else "")
    status += f" : {finding.why.say(lang)}" if finding.why and lang == "fr" else ""
    return "| " + " | ".join([finding.subject.say(lang), *numbers, status]) + " |"


def _cell(value: object, unit: str, lang: Language) -> str:
    return "" if value is None else shown_value(value, unit).say(lang)  # type: ignore[arg-type]


def _read(kind: type[R], name: str) -> tuple[R, ...]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return records_of(kind, [(f"{name}.csv, line {number}", row) for number, row in enumerate(csv.DictReader(file), 2)])


def pages() -> Iterator[tuple[Path, str]]:
    """Give each page with its path."""
    programme = document()
    result = check(programme)
    for name, lang in PAGES.items():
        yield ROOT / name, page(programme, result, lang)


def main() -> None:
    """Write both pages anew."""
    for path, text in pages():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
