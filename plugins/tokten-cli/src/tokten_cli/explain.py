"""`tokten explain`: why each amount of a mission, with the texts behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve

from tokten_cli.bilingual import Command, OneOf, Settings, argument, option
from tokten_cli.check import FORMAT
from tokten_cli.failures import FINDINGS
from tokten_cli.past import as_of_option
from tokten_cli.stores import STORE
from tokten_cli.terminal import lines_of, show, show_json
from tokten_core.errors import Kind, UsageError, did_you_mean
from tokten_core.text import Language, Text

if TYPE_CHECKING:
    from tokten_core.explain import Explained
    from tokten_core.model.mission import Mission
    from tokten_core.model.programme import Programme
    from tokten_core.rules import Costing

__all__ = ["explain", "in_lines", "mission_named"]

UNKNOWN_MISSION = Kind(
    "unknown-mission",
    says=Text(en="there is no mission {value} in this programme", fr="il n'y a pas de mission {value} dans ce programme"),
    allowed=Text(en="one of its {count} missions", fr="l'une de ses {count} missions"),
    remedy=Text(en="Correct the identifier{guess}.", fr="Corrigez l'identifiant{guess}."),
)
SUMS = ("total", "beneficiary_share", "source_pays")
"""What is explained after the lines: the sum, and who pays what of it."""


@click.command(
    cls=Command,
    words=Text(en="Say why a mission costs what it costs.", fr="Dit pourquoi une mission coûte ce qu'elle coûte."),
    more=[
        Text(
            en="Each amount with what it was worked out from, the figures in force, what was set aside, and the texts. Exit status 1 when "
            "the mission is against the rules: then it has problems and no amounts.",
            fr="Chaque montant avec son calcul, les chiffres en vigueur, ce qui a été écarté, et les textes. Code de sortie 1 quand la "
            "mission enfreint les règles : elle a alors des anomalies et pas de montants.",
        )
    ],
    examples=["tokten explain sqlite:///mali.db ML-2009-001"],
)
@argument("store", mark=STORE, words=Text(en="The programme.", fr="Le programme."))
@argument("mission", mark=Text(en="MISSION", fr="MISSION"), words=Text(en="The mission's number.", fr="Le numéro de la mission."))
@option(
    "--source",
    mark=Text(en="NAME", fr="NOM"),
    words=Text(
        en="As if this source funded it; else the one in the register.", fr="Comme si cette source la finançait ; sinon celle du registre."
    ),
)
@option("--format", "form", type=OneOf("text", "json"), default="text", words=FORMAT)
@as_of_option
@click.pass_obj
def explain(settings: Settings, store: str, mission: str, *, source: str | None, form: str, as_of: dt.date | None) -> int:
    """Cost one mission of the register and tell how."""
    from tokten_cli.contract_text import labels_of
    from tokten_core.plugins import load, load_pack
    from tokten_core.services.missions import cost

    programme = load(store, as_of=as_of)
    found = mission_named(programme, mission)
    pack = load_pack(programme.card.pack)
    costing = cost(found, pack, source)
    if form == "json":
        show_json(_plain(costing, settings.lang))
    else:
        show(_in_words(costing, settings.lang, labels_of(pack.costs)))
    return FINDINGS if costing.problems else 0


def mission_named(programme: Programme, name: str, command: str = "tokten explain") -> Mission:
    """Find a mission by its number."""
    for mission in programme.missions:
        if mission.id == name:
            return mission
    known = [mission.id for mission in programme.missions]
    raise UsageError(UNKNOWN_MISSION.at(command, name, count=len(known), guess=did_you_mean(name, known)))


def _in_words(costing: Costing, lang: Language, labels: Mapping[str, Text]) -> str:
    from tokten_cli.contract_text import missions_in_words
    from tokten_core.services.costing import to_json

    return missions_in_words([to_json(costing, lang)], lang, summary=False, labels=labels, reasons=[in_lines(costing, lang)])


def in_lines(costing: Costing, lang: Language) -> str:
    """Tell why each amount of a mission, each part once; nothing where there are problems."""
    told: set[Text] = set()
    return "\n\n".join(lines_of(_once(costing.explain(name), told).lines(lang)) for name in _explained(costing))


def _once(explained: Explained, told: set[Text]) -> Explained:
    """Give an explanation in which what was told already stands as one line."""
    if explained.label in told:
        return evolve(explained, parts=(), notes=())
    told.add(explained.label)
    return evolve(explained, parts=tuple(_once(part, told) for part in explained.parts))


def _plain(costing: Costing, lang: Language) -> dict[str, Any]:
    """Give the mission as `tokten cost` does, and the steps behind each amount, each with its depth."""
    from tokten_core.services.costing import to_json

    return {**to_json(costing, lang), "explained": {name: _steps(costing, name, lang) for name in _explained(costing)}}


def _explained(costing: Costing) -> list[str]:
    return [] if costing.problems else [*(line.component for line in costing.items), *SUMS]


def _steps(costing: Costing, name: str, lang: Language) -> list[dict[str, Any]]:
    return [
        {
            "depth": depth,
            "label": step.called.say(lang),
            "amount": step.words.say(lang),
            "reason": step.reason.say(lang),
            "source": step.source.say(lang),
            "notes": [note.say(lang) for note in step.notes],
        }
        for depth, step in costing.explain(name).rows()
    ]
