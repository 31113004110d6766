"""`tokten settle`: what a mission that was cut short, lengthened, postponed or cancelled leaves to pay, to give back and to clear."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from tokten_cli.bilingual import Command, OneOf, Settings, Whole, argument, option
from tokten_cli.check import FORMAT
from tokten_cli.past import as_of_option
from tokten_cli.stores import STORE
from tokten_cli.terminal import lines_of, paragraph, show, show_json
from tokten_core.text import Language, Text

if TYPE_CHECKING:
    from tokten_core.services.settling import Settling

__all__ = ["settle"]

MOST_DAYS, GREATEST_AMOUNT = 9_999, 999_999_999_999
HEADLINE = Text(
    en="{mission}: {planned} planned from {start}, {days} carried out.",
    fr="{mission} : {planned} à partir du {start}, {days} effectués.",
)
NOT_KNOWN = Text(en="a number of days that is not known", fr="nombre inconnu de jours")
CHOICE = Text(en="if {label}: {amount}", fr="si {label} : {amount}")


@click.command(
    cls=Command,
    words=Text(
        en="Settle a mission that was cut short, lengthened, postponed or cancelled.",
        fr="Solde une mission écourtée, prolongée, reportée ou annulée.",
    ),
    more=[
        Text(
            en="What was paid, handed out and cleared is read from the ledger. What no text decides stays unknown, with what each decision "
            "would give. Nothing is changed in the store.",
            fr="Ce qui a été versé, avancé et justifié se lit dans le grand livre. Ce qu'aucun texte ne décide reste inconnu, avec ce que "
            "donnerait chaque décision. Rien n'est modifié dans le stockage.",
        )
    ],
    examples=[
        "tokten settle sqlite:///mali.db ML-2009-001 --days 9",
        "tokten settle csv:mali/ ML-2009-001 --days 0 --ticket-refund 200000",
    ],
)
@argument("store", mark=STORE, words=Text(en="Where the programme is kept.", fr="Où le programme est conservé."))
@argument("mission", mark=Text(en="MISSION", fr="MISSION"), words=Text(en="The mission's number.", fr="Le numéro de la mission."))
@option(
    "--days",
    type=Whole(0, MOST_DAYS),
    mark=Text(en="DAYS", fr="JOURS"),
    words=Text(
        en="Days carried out, the first and the last counted; 0 when the expert never came.",
        fr="Jours effectués, premier et dernier comptés ; 0 si l'expert n'est pas venu.",
    ),
)
@option(
    "--ticket-refund",
    type=Whole(0, GREATEST_AMOUNT),
    mark=Text(en="AMOUNT", fr="MONTANT"),
    words=Text(
        en="What the carrier refunds of the ticket, in whole francs; not said is not known.",
        fr="Ce que le transporteur rembourse du billet, en francs entiers ; non dit veut dire inconnu.",
    ),
)
@option(
    "--ticket-unused",
    is_flag=True,
    words=Text(
        en="The expert came, but on another ticket than the one that was paid.",
        fr="L'expert est venu, mais avec un autre billet que celui qui a été payé.",
    ),
)
@option("--format", "form", type=OneOf("text", "json"), default="text", words=FORMAT)
@as_of_option
@click.pass_obj
def settle(  # noqa: PLR0913 - one argument for each option
    settings: Settings,
    store: str,
    mission: str,
    *,
    days: int | None,
    ticket_refund: int | None,
    ticket_unused: bool,
    form: str,
    as_of: dt.date | None,
) -> None:
    """Read what was paid for the mission, and tell what follows."""
    from tokten_cli.explain import mission_named
    from tokten_core.plugins import load, load_pack
    from tokten_core.services.settling import settle as settled

    programme = load(store, as_of=as_of)
    planned = mission_named(programme, mission, "tokten settle")
    found = settled(programme, load_pack(programme.card.pack).costs, planned, days, ticket_refund, ticket_unused=ticket_unused)
    if form == "json":
        show_json(_as_json(found, programme.card.currency, settings.lang))
    else:
        show(_in_words(found, settings.lang))


def _as_json(found: Settling, currency: str, lang: Language) -> dict[str, Any]:
    return {
        "mission_id": found.mission.id,
        "currency": currency,
        "amounts": [
            {
                "amount_of": name,
                "amount": units,
                "because": found.worked.explain(name).because(lang),
                "choices": [{"if": choice.label.say(lang), "amount": choice.units} for choice in found.choices(name)],
            }
            for name, units in found.amounts.items()
        ],
    }


def _in_words(found: Settling, lang: Language) -> str:
    from tokten_core.explain import worded
    from tokten_core.units import DATE, DAY

    mission, days = found.mission, found.facts["days"]
    done = NOT_KNOWN if not isinstance(days, int) else worded(days, DAY)
    facts = {"mission": mission.id, "planned": worded(mission.days, DAY), "start": worded(mission.start, DATE), "days": done}
    parts = [paragraph(HEADLINE.fill(**facts).say(lang))]
    for name in found.amounts:
        lines = list(found.worked.lines(name, lang))
        unit = found.worked.book.step(name).unit
        for choice in found.choices(name):
            amount = Text(en="unknown", fr="inconnu") if choice.units is None else worded(choice.units, unit)
            lines.append("  " + CHOICE.fill(label=choice.label, amount=amount).say(lang))
        parts.append(lines_of(lines))
    return "\n\n".join(parts)
