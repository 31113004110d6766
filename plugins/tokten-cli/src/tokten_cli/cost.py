"""`tokten cost`: what missions in a CSV cost, line by line."""

from __future__ import annotations

import click

from tokten_cli.bilingual import Command, OneOf, Settings, argument, option
from tokten_cli.check import FORMAT
from tokten_cli.failures import FINDINGS
from tokten_cli.terminal import progress, show, show_json
from tokten_core.text import Text

__all__ = ["cost"]

MANY = 500
"""From so many missions on, somebody waits and may see how far it has come."""
COSTING = Text(en="Costing missions", fr="Chiffrage des missions")


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
    examples=["tokten cost missions.csv --pack mali", "tokten cost - --pack mali --source ce --format json < missions.csv"],
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
@option("--format", "form", type=OneOf("text", "json"), default="text", words=FORMAT)
@click.pass_obj
def cost(settings: Settings, missions: str, *, pack: str, source: str | None, explain: bool, form: str) -> int:
    """Read the CSV, cost each row, write the whole answer."""
    from tokten_cli.contract_text import labels_of, missions_in_words
    from tokten_cli.explain import in_lines
    from tokten_cli.files import STANDARD_INPUT, read_bytes
    from tokten_cli.missions_csv import read_missions
    from tokten_core.plugins import load_pack
    from tokten_core.services.costing import cost_rows, to_json

    rules = load_pack(pack).costs
    name = "stdin" if missions == STANDARD_INPUT else missions
    sheet = read_missions(read_bytes(missions), name, rules.more_facts)
    costings = cost_rows(sheet.rows, rules, source, columns=sheet.columns, name=name)
    answer = []
    with progress(COSTING, len(costings) if len(costings) >= MANY else 0, settings.lang) as steps:
        for costing in costings:
            answer.append(to_json(costing, settings.lang))
            steps.done()
    if form == "json":
        show_json(answer)
    else:
        reasons = [in_lines(costing, settings.lang) for costing in costings] if explain else ()
        show(missions_in_words(answer, settings.lang, labels=labels_of(rules), reasons=reasons))
    return FINDINGS if any(costing.problems for costing in costings) else 0
