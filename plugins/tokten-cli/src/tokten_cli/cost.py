"""`tokten cost`: what missions in a CSV cost, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from tokten_cli.bilingual import Command, OneOf, Settings, argument, option
from tokten_cli.check import FORMAT
from tokten_cli.failures import FINDINGS
from tokten_cli.stores import REPLACE
from tokten_cli.terminal import progress, show, show_json, tell
from tokten_core.errors import Kind, UsageError
from tokten_core.text import Language, Text

if TYPE_CHECKING:
    from tokten_core.rules import CostRules, MissionFacts

__all__ = ["cost"]

MANY = 500
"""From so many missions on, somebody waits and may see how far it has come."""
COSTING = Text(en="Costing missions", fr="Chiffrage des missions")
NOT_A_WORKBOOK = Kind(
    "workbook-file-name",
    says=Text(en="{value} is no name of a workbook", fr="{value} n'est pas un nom de classeur"),
    allowed=Text(en="a name that ends in .xlsx", fr="un nom qui se termine par .xlsx"),
    remedy=Text(en="Write costs.xlsx.", fr="Écrivez couts.xlsx."),
)
WRITTEN = Text(en="Missions written to {file}: {n}.", fr="Missions écrites dans {file} : {n}.")
LEFT_OUT = Text(
    en="Missions with a problem, left out of the workbook: {n}.",
    fr="Missions avec une anomalie, laissées hors du classeur : {n}.",
)


@click.command(
    cls=Command,
    words=Text(en="Work out what missions cost, to the franc.", fr="Chiffre des missions, au franc près."),
    more=[
        Text(
            en="The CSV has commas, UTF-8, ISO dates, true/false, amounts in digits. Columns: mission_id, residence, start, days; "
            "thesis_supervision, teaching_hours, airfare, lodging_nights, for_profit, cost_share; and if you like committee_consulted, "
            "airfare_currency, mode (on_site, hybrid, online; empty for on site), and the facts of the pack's own. Any other empty cell "
            "means unknown, never zero.",
            fr="Le CSV a des virgules, de l'UTF-8, des dates ISO, true/false, des montants en chiffres. Colonnes : mission_id, residence, "
            "start, days ; thesis_supervision, teaching_hours, airfare, lodging_nights, for_profit, cost_share ; et au besoin "
            "committee_consulted, airfare_currency, mode (on_site, hybrid, online ; vide pour sur place) et les données propres au lot "
            "national. Toute autre cellule vide veut dire inconnu, jamais zéro.",
        ),
        Text(
            en="A mission with a problem has no amounts, the others are costed all the same; exit status 1.",
            fr="Une mission avec une anomalie n'a pas de montants, les autres sont chiffrées quand même ; code de sortie 1.",
        ),
    ],
    examples=[
        "tokten cost missions.csv --pack mali",
        "tokten cost - --pack mali --source ce --format json < missions.csv",
        "tokten cost missions.csv --pack mali --to costs.xlsx",
    ],
)
@argument(
    "missions",
    mark=Text(en="MISSIONS.csv", fr="MISSIONS.csv"),
    words=Text(en="The missions; - reads the standard input.", fr="Les missions ; - lit l'entrée standard."),
)
@option(
    "--pack",
    required=True,
    mark=Text(en="NAME", fr="NOM"),
    words=Text(
        en="The country pack whose rules apply: mali; see `tokten plugins`.",
        fr="Le lot national dont les règles s'appliquent : mali ; voyez « tokten plugins ».",
    ),
)
@option(
    "--source",
    mark=Text(en="NAME", fr="NOM"),
    words=Text(en="Who funds them: in Mali ce, pnud, scac, bsi.", fr="Qui les finance : au Mali ce, pnud, scac, bsi."),
)
@option(
    "--explain",
    is_flag=True,
    words=Text(en="Say below each mission why, with the texts.", fr="Dit sous chaque mission pourquoi, avec les textes."),
)
@option(
    "--to",
    "file",
    mark=Text(en="FILE.xlsx", fr="FICHIER.xlsx"),
    words=Text(
        en="Also write a workbook whose amounts are formulas: change the days or a rate in it, and they follow.",
        fr="Écrit aussi un classeur dont les montants sont des formules : changez-y les jours ou un taux, ils suivent.",
    ),
)
@option("--replace", is_flag=True, words=REPLACE)
@option("--format", "form", type=OneOf("text", "json"), default="text", words=FORMAT)
@click.pass_obj
def cost(  # noqa: PLR0913 - one for each option
    settings: Settings, missions: str, *, pack: str, source: str | None, explain: bool, file: str | None, replace: bool, form: str
) -> int:
    """Read the CSV, cost each row, write the whole answer."""
    from tokten_cli.contract_text import labels_of, missions_in_words
    from tokten_cli.explain import in_lines
    from tokten_cli.files import STANDARD_INPUT, may_write, read_bytes
    from tokten_cli.missions_csv import read_missions
    from tokten_core.plugins import load_pack
    from tokten_core.services.costing import cost_rows, facts_of_rows, to_json

    if file is not None:
        if not file.lower().endswith(".xlsx"):
            raise UsageError(NOT_A_WORKBOOK.at("--to", file))
        may_write(file, replace=replace)
    rules = load_pack(pack).costs
    name = "stdin" if missions == STANDARD_INPUT else missions
    sheet = read_missions(read_bytes(missions), name, rules.more_facts)
    costings = cost_rows(sheet.rows, rules, source, columns=sheet.columns, name=name)
    answer = []
    with progress(COSTING, len(costings) if len(costings) >= MANY else 0, settings.lang) as steps:
        for costing in costings:
            answer.append(to_json(costing, settings.lang))
            steps.done()
    if file is not None:
        good = [row for row, costing in zip(sheet.rows, costings, strict=True) if not costing.problems]
        _write_workbook(file, facts_of_rows(good, rules, name), rules, source, settings.lang, replace=replace)
        tell(WRITTEN.fill(n=len(good), file=file), settings.lang)
        if len(good) < len(costings):
            tell(LEFT_OUT.fill(n=len(costings) - len(good)), settings.lang)
    if form == "json":
        show_json(answer)
    else:
        reasons = [in_lines(costing, settings.lang) for costing in costings] if explain else ()
        show(missions_in_words(answer, settings.lang, labels=labels_of(rules), reasons=reasons))
    return FINDINGS if any(costing.problems for costing in costings) else 0


def _write_workbook(
    file: str, missions: Sequence[MissionFacts], rules: CostRules, source: str | None, lang: Language, *, replace: bool
) -> None:
    """Write the missions as a workbook that calculates."""
    from tokten_cli.clock import today
    from tokten_cli.files import may_write, write_whole
    from tokten_core.plugins import plugins
    from tokten_core.services.live_sheet import facts_by_name, live_sheet

    cases = [(facts.id, facts_by_name(facts, rules, source)) for facts in missions]
    report = live_sheet(rules.book, cases, lang)
    write_whole(may_write(file, replace=replace), plugins().renderer(".xlsx").render(report, lang, today()))
