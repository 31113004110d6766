"""`tokten what-if`: the missions of a store by the rules as they are, and with some figures or payers put otherwise."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

import click

from tokten_cli.bilingual import Command, OneOf, Settings, argument, option
from tokten_cli.check import FORMAT
from tokten_cli.past import as_of_option
from tokten_cli.stores import STORE
from tokten_cli.terminal import paragraph, show, show_json, table
from tokten_core.errors import Kind, Problem, UsageError
from tokten_core.text import Language, Text

if TYPE_CHECKING:
    from tokten_core.parameters import Figures, Parameter, Value
    from tokten_core.rules.overlays import FigureChange, Hypothesis, PayerChange
    from tokten_core.services.comparing import Comparison
    from tokten_core.units import Unit

__all__ = ["what_if"]

SET: Final = re.compile(r"(?P<figure>\w+)(\[(?P<keys>[^\]]*)\])?=(?P<value>[^@]+)@(?P<since>\d{4}-\d{2}-\d{2})")
PAYER: Final = re.compile(r"(?P<line>\w+)=(?P<source>\w+)")
TRUTHS: Final = {"true": True, "false": False}

WRONG_SET = Kind(
    "what-if-set",
    says=Text(en="{value} does not say which figure, value and day", fr="{value} ne dit pas quel chiffre, quelle valeur et quel jour"),
    allowed=Text(
        en="FIGURE=VALUE@DAY, with the keys of a table in brackets: per_diem_rate[thesis=false]=25000@2010-01-01",
        fr="CHIFFRE=VALEUR@JOUR, les clés d'un tableau entre crochets : per_diem_rate[thesis=false]=25000@2010-01-01",
    ),
    remedy=Text(en="Write it so, between quotes.", fr="Écrivez-le ainsi, entre guillemets."),
)
WRONG_PAYER = Kind(
    "what-if-payer-form",
    says=Text(en="{value} does not say which line and which source", fr="{value} ne dit pas quelle ligne et quelle source"),
    allowed=Text(en="LINE=SOURCE: teaching_hours=pnud", fr="LIGNE=SOURCE : teaching_hours=pnud"),
    remedy=Text(en="Write it so.", fr="Écrivez-le ainsi."),
)
NOTHING_CHANGED = Kind(
    "what-if-nothing",
    says=Text(en="nothing is put otherwise", fr="rien n'est modifié"),
    allowed=Text(en="at least one --set or --payer", fr="au moins un --set ou un --payer"),
    remedy=Text(en="Say what would be otherwise.", fr="Dites ce qui serait autre."),
)
HEADS = {
    "line": (Text(en="line", fr="ligne"), Text(en="change", fr="écart"), Text(en="because of", fr="à cause de")),
    "share": (Text(en="payer", fr="payeur"), Text(en="change", fr="écart"), Text(en="because of", fr="à cause de")),
}
HEADLINE = Text(
    en="{missions} missions: {before} as the rules are, {after} by the hypothesis, a difference of {change}.",
    fr="{missions} missions : {before} selon les règles en vigueur, {after} selon l'hypothèse, soit un écart de {change}.",
)
UNKNOWN = Text(en="Not counted, because the total is not known: {missions}.", fr="Non comptées, car le total n'est pas connu : {missions}.")
REFUSED = Text(en="Not counted, because of problems: {missions}.", fr="Non comptées, à cause d'anomalies : {missions}.")
NO_CHANGE = Text(en="No amount changes.", fr="Aucun montant ne change.")


@click.command(
    cls=Command,
    name="what-if",
    words=Text(
        en="Cost the missions of a store with other figures or payers, and compare.",
        fr="Chiffre les missions d'un stockage avec d'autres taux ou payeurs, et compare.",
    ),
    more=[
        Text(
            en="Values are written as people write them: francs, per cent. The keys of a table stand in brackets, "
            '"per_diem_rate[thesis=false]=25000@2010-01-01"; one that is left out takes all its rows. Nothing is changed in the store.',
            fr="Les valeurs s'écrivent comme on les dit : francs, pour cent. Les clés d'un tableau se mettent entre crochets, "
            '"per_diem_rate[thesis=false]=25000@2010-01-01" ; une clé omise vaut pour toutes ses lignes. Rien n\'est modifié dans le stockage.',
        )
    ],
    examples=[
        "tokten what-if sqlite:///mali.db --set teaching_hour_rate=2500@2010-01-01",
        "tokten what-if sqlite:///mali.db --payer teaching_hours=pnud --format json",
    ],
)
@argument("store", mark=STORE, words=Text(en="Where the programme is kept.", fr="Où le programme est conservé."))
@option(
    "--set",
    "settings_",
    multiple=True,
    mark=Text(en="FIGURE=VALUE@DAY", fr="CHIFFRE=VALEUR@JOUR"),
    words=Text(
        en="A figure that has another value from a day on; may be repeated.", fr="Un chiffre qui vaut autre chose dès un jour ; répétable."
    ),
)
@option(
    "--payer",
    "payers",
    multiple=True,
    mark=Text(en="LINE=SOURCE", fr="LIGNE=SOURCE"),
    words=Text(
        en="A line that a source pays whoever funds the mission; may be repeated.",
        fr="Une ligne que paie une source, quel que soit le bailleur ; répétable.",
    ),
)
@option("--format", "form", type=OneOf("text", "json"), default="text", words=FORMAT)
@as_of_option
@click.pass_obj
def what_if(
    settings: Settings, store: str, *, settings_: tuple[str, ...], payers: tuple[str, ...], form: str, as_of: dt.date | None
) -> None:
    """Load the programme, lay the hypothesis over its rules, compare every mission."""
    from tokten_core.plugins import load, load_pack
    from tokten_core.rules.mission_facts import facts_of
    from tokten_core.services.comparing import compare

    programme = load(store, as_of=as_of)
    costs = load_pack(programme.card.pack).costs
    hypothesis = _hypothesis(costs.figures, settings_, payers)
    missions = [(facts_of(mission), mission.funding_source) for mission in programme.missions]
    found = compare(missions, costs, hypothesis)
    if form == "json":
        show_json(_as_json(found, settings.lang))
    else:
        show(_in_words(found, settings.lang))


def _hypothesis(figures: Figures, settings: tuple[str, ...], payers: tuple[str, ...]) -> Hypothesis:
    from tokten_core.rules.overlays import Hypothesis

    problems: list[Problem] = [] if settings or payers else [NOTHING_CHANGED.at("what-if", None)]
    changes = [_figure(figures, each, problems) for each in settings]
    moved = [_payer(each, problems) for each in payers]
    if problems:
        raise UsageError(*problems)
    return Hypothesis(tuple(filter(None, changes)), tuple(filter(None, moved)))


def _figure(figures: Figures, said: str, problems: list[Problem]) -> FigureChange | None:
    from tokten_core.rules.overlays import FigureChange

    found = SET.fullmatch(said.strip())
    try:
        since = dt.date.fromisoformat(found["since"]) if found else None
        keys = dict(part.split("=") for part in found["keys"].split(",")) if found and found["keys"] else {}
    except ValueError:
        since = None
    if found is None or since is None:
        problems.append(WRONG_SET.at("--set", said))
        return None
    parameter = figures.get(found["figure"])
    value = found["value"] if parameter is None else _value(parameter.unit, found["value"], parameter.parts)
    return FigureChange(found["figure"], value, since, _keys(parameter, keys))


def _keys(parameter: Parameter | None, given: Mapping[str, str]) -> dict[str, Value]:
    units = {} if parameter is None else {key.name: key.unit for key in parameter.keys}
    return {name: _value(units[name], value) if name in units else value for name, value in given.items()}


def _value(unit: Unit, said: str, parts: int = 1) -> Value:
    """Read a value as people write it; what cannot be read stays as it was said, and is refused with what is allowed."""
    from tokten_core.units import CODE, TRUTH

    if unit == TRUTH:
        return TRUTHS.get(said, said)
    if unit == CODE:
        return said
    try:
        counted = Decimal(said) * parts
    except InvalidOperation:
        return said
    return int(counted) if counted.is_finite() and counted == counted.to_integral_value() else said


def _payer(said: str, problems: list[Problem]) -> PayerChange | None:
    from tokten_core.rules.overlays import PayerChange

    found = PAYER.fullmatch(said.strip())
    if found is None:
        problems.append(WRONG_PAYER.at("--payer", said))
        return None
    return PayerChange(found["line"], found["source"])


def _as_json(found: Comparison, lang: Language) -> dict[str, Any]:
    return {
        "currency": found.currency,
        "missions": found.missions,
        "before": found.before,
        "after": found.after,
        "lines": dict(found.changes("line")),
        "shares": dict(found.changes("share")),
        "unknown": list(found.unknown),
        "refused": list(found.refused),
        "differences": [
            {
                "mission_id": one.mission_id,
                one.kind: one.name,
                "before": one.before,
                "after": one.after,
                "because_of": [cause.say(lang) for cause in one.causes],
            }
            for one in found.differences
        ],
    }


def _in_words(found: Comparison, lang: Language) -> str:
    from tokten_cli.contract_text import money

    def said(units: int) -> str:
        return money(units, found.currency, lang)

    facts = {
        "missions": found.missions,
        "before": said(found.before),
        "after": said(found.after),
        "change": said(found.after - found.before),
    }
    parts = [paragraph(HEADLINE.fill(**facts).say(lang))]
    for kind, heads in HEADS.items():
        changes = found.changes(kind)
        rows = [[_label(found, name, lang), said(units), _causes(found, name, lang)] for name, units in changes.items()]
        if rows:
            parts.append(table([head.say(lang) for head in heads], rows, ["left", "right", "left"]))
    if not found.differences:
        parts.append(NO_CHANGE.say(lang))
    for words, missions in ((UNKNOWN, found.unknown), (REFUSED, found.refused)):
        if missions:
            parts.append(paragraph(words.fill(missions=", ".join(missions)).say(lang)))
    return "\n\n".join(parts)


def _label(found: Comparison, name: str, lang: Language) -> str:
    return found.labels[name].say(lang) if name in found.labels else name


def _causes(found: Comparison, name: str, lang: Language) -> str:
    return ", ".join(cause.say(lang) for cause in found.causes(name))
