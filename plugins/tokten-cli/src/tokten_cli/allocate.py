"""`tokten allocate`: which source pays which mission, with its proof."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from tokten_cli.bilingual import Command, OneOf, Settings, Whole, argument, option
from tokten_cli.check import FORMAT
from tokten_cli.past import as_of_option
from tokten_cli.stores import REPLACE, STORE
from tokten_cli.terminal import paragraph, show, show_json, table, tell
from tokten_core.errors import Kind, UsageError, did_you_mean
from tokten_core.text import Language, Text

if TYPE_CHECKING:
    from tokten_core.simulation.allocation import Allocation, Floor, Question

__all__ = ["allocate"]

WRONG_FLOOR = Kind(
    "allocate-floor",
    says=Text(en="{value} is no floor{guess}", fr="{value} n'est pas un plancher{guess}"),
    allowed=Text(
        en="GROUP=PER CENT of the funded missions, 0 to 100: women=30, outside_capital=40",
        fr="GROUPE=POUR CENT des missions financées, de 0 à 100 : women=30, outside_capital=40",
    ),
    remedy=Text(en="Write it so.", fr="Écrivez-le ainsi."),
)
NOT_ASKED = Kind(
    "allocate-mission",
    says=Text(en="the mission {value} was not asked{guess}", fr="la mission {value} n'a pas été proposée{guess}"),
    allowed=Text(
        en="one of the {count} missions of the period that are not cancelled", fr="l'une des {count} missions non annulées de la période"
    ),
    remedy=Text(en="Correct the number, or the period.", fr="Corrigez le numéro, ou la période."),
)
LONGEST_SEARCH = 86_400
"""Seconds: a day."""
HEADLINE = Text(
    en="{funded} of {asked} missions are funded, for {money}; {proof}.",
    fr="{funded} missions sur {asked} sont financées, pour {money} ; {proof}.",
)
PROVED = Text(en="nothing better exists", fr="rien de mieux n'existe")
BOUND = Text(en="no allocation can exceed {bound} against {gain} found", fr="aucune allocation ne peut dépasser {bound}, contre {gain} ici")
HEADS = (
    Text(en="source", fr="source"), Text(en="year", fr="exercice"), Text(en="missions", fr="missions"), Text(en="pays", fr="paie"),
    Text(en="left", fr="reste"),
)  # fmt: skip
UNFUNDED = Text(en="Not funded: {missions}.", fr="Non financées : {missions}.")
LEFT_OUT = Text(en="Not asked: {mission}, {why}.", fr="Non proposée : {mission}, {why}.")
WRITTEN = Text(
    en="The proof is in {file}; python -m tokten_core.simulation.allocation.checker {file} verifies it.",
    fr="La preuve est dans {file} ; python -m tokten_core.simulation.allocation.checker {file} la vérifie.",
)


@click.command(
    cls=Command,
    words=Text(en="Find which source pays which mission, with a proof.", fr="Trouve quelle source paie quelle mission, avec une preuve."),
    more=[
        Text(
            en="Each mission of the period is asked of every source anew: its cost by the rules, with support cost; the envelopes are the "
            "budget lines for missions of each programme year. Nothing is changed in the store.",
            fr="Chaque mission de la période est proposée à toutes les sources : son coût selon les règles, coût d'appui compris ; les enveloppes "
            "sont les lignes budgétaires des missions de chaque exercice. Rien n'est modifié dans le stockage.",
        )
    ],
    examples=["tokten allocate sqlite:///mali.db", "tokten allocate csv:mali/ --period 2008/2009 --floor women=30"],
)
@argument("store", mark=STORE, words=Text(en="Where the programme is kept.", fr="Où le programme est conservé."))
@option(
    "--period",
    default="all",
    mark=Text(en="PERIOD", fr="PÉRIODE"),
    words=Text(en="First days of the missions: 2008/2009, 2009-Q1, all.", fr="Premiers jours des missions : 2008/2009, 2009-Q1, all."),
)
@option(
    "--aim",
    type=OneOf("missions", "days"),
    default="missions",
    words=Text(en="What is made as many as can be.", fr="Ce dont il y aura le plus possible."),
)
@option(
    "--floor",
    "floors",
    multiple=True,
    mark=Text(en="GROUP=PER CENT", fr="GROUPE=POUR CENT"),
    words=Text(
        en="A least share of the funded missions: women=30, outside_capital=40; may be repeated.",
        fr="Une part minimale des missions financées : women=30, outside_capital=40 ; répétable.",
    ),
)
@option(
    "--seconds",
    type=Whole(1, LONGEST_SEARCH),
    default=10,
    mark=Text(en="SECONDS", fr="SECONDES"),
    words=Text(en="How long it may search.", fr="Combien de temps il peut chercher."),
)
@option(
    "--explain",
    "explained",
    mark=Text(en="MISSION", fr="MISSION"),
    words=Text(
        en="Say of this mission why this source, and why not the others.",
        fr="Dit de cette mission pourquoi cette source et pas les autres.",
    ),
)
@option(
    "--certificate",
    mark=Text(en="FILE.json", fr="FICHIER.json"),
    words=Text(en="Write the proof there.", fr="Écrit la preuve là."),
)
@option("--replace", is_flag=True, words=REPLACE)
@option("--format", "form", type=OneOf("text", "json"), default="text", words=FORMAT)
@as_of_option
@click.pass_obj
def allocate(  # noqa: PLR0913 - one argument for each option
    settings: Settings,
    store: str,
    *,
    period: str,
    aim: Any,
    floors: tuple[str, ...],
    seconds: int,
    explained: str | None,
    certificate: str | None,
    replace: bool,
    form: str,
    as_of: dt.date | None,
) -> None:
    """Put the question, search, tell, and write the proof."""
    import time

    from tokten_cli.files import may_write, write_whole
    from tokten_core.plugins import load, load_pack
    from tokten_core.simulation import allocation

    path = None if certificate is None else may_write(certificate, replace=replace)
    programme = load(store, as_of=as_of)
    wanted = _floors(floors)
    question = allocation.question_of(
        programme, load_pack(programme.card.pack).costs, programme.card.period(period), aim=aim, floors=wanted
    )
    _known(question, explained)
    found = allocation.allocate(question.problem, clock=time.monotonic, seconds=seconds)
    if path is not None:
        write_whole(path, json.dumps(found.certificate()).encode())
        tell(WRITTEN.fill(file=str(certificate)), settings.lang)
    if form == "json":
        show_json(_as_json(question, found, settings.lang))
    elif explained is not None:
        show("\n".join(_explained(question, found, explained, settings.lang)))
    else:
        show("\n\n".join(_in_words(question, found, settings.lang)))


def _floors(said: tuple[str, ...]) -> list[Floor]:
    from tokten_core.simulation.allocation import OUTSIDE_CAPITAL, WOMEN, Floor

    found, problems = [], []
    for each in said:
        group, _, percent = each.partition("=")
        if group not in {WOMEN, OUTSIDE_CAPITAL} or not percent.isdecimal() or int(percent) > 100:  # noqa: PLR2004 - per cent
            guess = "" if group in {WOMEN, OUTSIDE_CAPITAL} else did_you_mean(group, [WOMEN, OUTSIDE_CAPITAL])
            problems.append(WRONG_FLOOR.at("--floor", each, guess=guess))
        else:
            found.append(Floor(group, percent=int(percent)))
    if problems:
        raise UsageError(*problems)
    return found


def _known(question: Question, mission: str | None) -> None:
    names = [one.id for one in question.problem.missions]
    if mission is not None and mission not in names:
        raise UsageError(NOT_ASKED.at("--explain", mission, count=len(names), guess=did_you_mean(mission, names)))


def _as_json(question: Question, found: Allocation, lang: Language) -> dict[str, Any]:
    from tokten_core.simulation.allocation import reasons

    return {
        "currency": found.problem.currency,
        "asked": len(found.problem.missions),
        "aim": found.problem.aim,
        "gain": found.gain,
        "bound": found.bound,
        "optimal": found.optimal,
        "missions": [
            {
                "mission_id": mission.id,
                "source": next((reason.source for reason in told if reason.pays), None),
                "reasons": [{"source": one.source, "because": one.text.say(lang), "missing": one.missing} for one in told],
            }
            for mission, told in ((mission, reasons(found, mission.id)) for mission in found.problem.missions)
        ],
        "not_asked": [{"mission_id": mission, "because": why.say(lang)} for mission, why in question.left_out.items()],
    }


def _in_words(question: Question, found: Allocation, lang: Language) -> Iterator[str]:
    from tokten_cli.contract_text import money

    currency = found.problem.currency
    proof = PROVED if found.optimal else BOUND.fill(bound=found.bound, gain=found.gain)
    facts = {"funded": len(found.paid), "asked": len(found.problem.missions), "proof": proof}
    yield paragraph(HEADLINE.fill(money=money(sum(one.cost for one in found.paid), currency, lang), **facts).say(lang))
    yield table([head.say(lang) for head in HEADS], list(_rows(question, found, lang)), ["left", "left", "right", "right", "right"])
    paid = {one.mission for one in found.paid}
    unfunded = [mission.id for mission in found.problem.missions if mission.id not in paid]
    if unfunded:
        yield paragraph(UNFUNDED.fill(missions=", ".join(unfunded)).say(lang))
    for mission, why in question.left_out.items():
        yield paragraph(LEFT_OUT.fill(mission=mission, why=why).say(lang))


def _rows(question: Question, found: Allocation, lang: Language) -> Iterator[list[str]]:
    """Give a row for each source and programme year that has an envelope: what it pays, and what its last quarter leaves."""
    from tokten_cli.contract_text import money

    left, currency = found.left(), found.problem.currency
    for envelope in found.problem.envelopes:
        year = envelope.quarter.rpartition("-")[0]
        paid = [one for one in found.paid if one.source == envelope.source and one.quarter.rpartition("-")[0] == year]
        last = [quarter for quarter in found.problem.quarters if quarter.rpartition("-")[0] == year][-1]
        amounts = [money(sum(one.cost for one in paid), currency, lang), money(left[envelope.source, last], currency, lang)]
        yield [question.labels[envelope.source].say(lang), year, str(len(paid)), *amounts]


def _explained(question: Question, found: Allocation, mission: str, lang: Language) -> Iterator[str]:
    from tokten_core.simulation.allocation import reasons

    colon = " : " if lang == "fr" else ": "
    yield mission
    for reason in reasons(found, mission):
        yield paragraph(f"{question.labels[reason.source].say(lang)}{colon}{reason.text.say(lang)}.", 2, hanging=2)
