"""`tokten count`: how many records of a kind, and their sums, asked of the store without loading the programme."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from tokten_cli.bilingual import Command, OneOf, Settings, argument, option
from tokten_cli.check import FORMAT
from tokten_cli.stores import STORE
from tokten_cli.terminal import show, show_json, table
from tokten_core.errors import Kind, UsageError
from tokten_core.text import Language, Text

if TYPE_CHECKING:
    from tokten_core.model.programme import ProgrammeCard
    from tokten_core.queries import Group, Query

__all__ = ["count"]

CONDITION = Kind(
    "condition-unreadable",
    says=Text(en="{value} is no condition", fr="{value} n'est pas une condition"),
    allowed=Text(
        en="COLUMN=VALUE, also with !=, <, <=, >, >=; nothing behind the sign means unknown",
        fr="COLONNE=VALEUR, aussi avec !=, <, <=, >, >= ; rien après le signe veut dire inconnu",
    ),
    remedy=Text(en="Write it as in sector=health or start>=2009-01-01.", fr="Écrivez-la comme sector=health ou start>=2009-01-01."),
)
NO_DAY = Kind(
    "count-no-day",
    says=Text(en="the {value} have no day to count by", fr="« {value} » n'a pas de date à compter"),
    allowed=Text(en="--period with {names}", fr="--period avec {names}"),
    remedy=Text(en="Leave --period out, or say the day with --where.", fr="Retirez --period, ou dites la date avec --where."),
)
DAYS = {"missions": "start", "ledger": "on", "readings": "on", "mission_events": "on", "requests": "received_on", "experts": "enrolled_on",
        "institutions": "joined_on", "sessions": "held_on"}  # fmt: skip
"""The day that a period speaks of, for each kind of record that has one."""
UNKNOWN = Text(en="unknown", fr="inconnu")
HOW_MANY = Text(en="how many", fr="nombre")
SUM = Text(en="sum", fr="somme")
NOT_KNOWN = Text(en="without a value", fr="sans valeur")
TRUTH = {True: Text(en="yes", fr="oui"), False: Text(en="no", fr="non")}


@click.command(
    cls=Command,
    words=Text(en="Count records, and add them up.", fr="Compte des enregistrements, et les additionne."),
    more=[
        Text(
            en="A dot follows a reference: expert.sex of a mission is the sex of its expert. Amounts are added in whole minor units, by "
            "currency; what has no value is counted apart, never as zero. The store answers without loading the programme.",
            fr="Un point suit une référence : expert.sex d'une mission est le sexe de son expert. Les montants sont additionnés en unités "
            "entières, par monnaie ; ce qui n'a pas de valeur est compté à part, jamais comme zéro. Le stockage répond sans charger le "
            "programme.",
        )
    ],
    examples=[
        "tokten count sqlite:///mali.db missions --period 2009 --by sector",
        "tokten count csv:mali/ ledger --by budget_line.funding_source --sum amount",
        "tokten count sqlite:///mali.db missions --where expert.sex=female --by sector",
    ],
)
@argument("store", mark=STORE, words=Text(en="The programme.", fr="Le programme."))
@argument("collection", mark=Text(en="KIND", fr="GENRE"), words=Text(en="missions, experts, ledger...", fr="missions, experts, ledger..."))
@option(
    "--period",
    mark=Text(en="PERIOD", fr="PÉRIODE"),
    words=Text(en="2009, 2009-Q1, 2009-S1, 2009-03, 2008/2009.", fr="2009, 2009-Q1, 2009-S1, 2009-03, 2008/2009."),
)
@option(
    "--where",
    "conditions",
    multiple=True,
    mark=Text(en="CONDITION", fr="CONDITION"),
    words=Text(en="Only where this holds; may be said several times.", fr="Seulement si cela est vrai ; peut être répété."),
)
@option(
    "--by",
    "keys",
    default="",
    mark=Text(en="COLUMNS", fr="COLONNES"),
    words=Text(en="Count by these, with commas.", fr="Compte par celles-ci, avec des virgules."),
)
@option(
    "--sum", "total", default="", mark=Text(en="COLUMN", fr="COLONNE"), words=Text(en="Add this column up.", fr="Additionne cette colonne.")
)
@option("--format", "form", type=OneOf("text", "json"), default="text", words=FORMAT)
@click.pass_obj
def count(settings: Settings, /, store: str, collection: str, **asked: Any) -> None:
    """Ask the store."""
    from tokten_core.plugins import open_store
    from tokten_core.queries import Query, resolved

    kept = open_store(store)
    query = Query(collection).by(*(key.strip() for key in asked["keys"].split(",") if key.strip())).adding(asked["total"])
    for text in asked["conditions"]:
        query = _with_condition(query, text)
    if asked["period"]:
        (card,) = kept.select(Query("programme"))
        query = _within(query, asked["period"], card)  # type: ignore[arg-type] # the one record of its kind
    found = kept.count(query)
    if asked["form"] == "json":
        names = [*resolved(query).keys, "count", *(["total", "unknown"] if query.total else [])]
        show_json([dict(zip(names, _values(group, query), strict=True)) for group in found])
    else:
        show(_in_a_table(found, resolved(query), settings.lang))


def _with_condition(query: Query, text: str) -> Query:
    """Read one condition; its value is read as the column's type asks."""
    from tokten_core.queries import column_of

    found = re.fullmatch(r"\s*([a-z_.]+)\s*(!=|<=|>=|=|<|>)\s*(.*?)\s*", text, re.DOTALL)
    if not found:
        raise UsageError(CONDITION.at("--where", text))
    name, operator, value = found.groups()
    kind = column_of(query.collection, name)[-1].type
    return query.where(name, operator, _value(value, kind, text))  # type: ignore[arg-type] # one of the operators, by the pattern


def _value(value: str, kind: str, text: str) -> Any:
    from tokten_core.periods import parse_day

    if not value:
        return None
    if kind == "date":
        return parse_day(value, "--where")
    if kind == "boolean" and value in {"true", "false"}:
        return value == "true"
    if kind == "integer" and re.fullmatch(r"-?[0-9]{1,18}", value):
        return int(value)
    if kind in {"boolean", "integer"}:
        raise UsageError(CONDITION.at("--where", text))
    return value


def _within(query: Query, period: str, card: ProgrammeCard) -> Query:
    day = DAYS.get(query.collection)
    if day is None:
        raise UsageError(NO_DAY.at("--period", query.collection, names=", ".join(DAYS)))
    span = card.period(period)
    return query.during(day, span.start, span.end)


def _values(group: Group, query: Query) -> list[Any]:
    key = [str(value) if isinstance(value, dt.date) else value for value in group.key]
    return [*key, group.count, *([group.total, group.unknown] if query.total else [])]


def _in_a_table(found: Sequence[Group], query: Query, lang: Language) -> str:
    from tokten_core.queries import column_of

    heads = [" — ".join(column.label.say(lang) for column in column_of(query.collection, key)) for key in query.keys]
    heads += [HOW_MANY.say(lang)]
    if query.total:
        heads += [SUM.say(lang), NOT_KNOWN.say(lang)]
    rows = [[_cell(value, lang) for value in _values(group, query)] for group in found]
    return table(heads, rows, [*["left" for _ in query.keys], *["right" for _ in heads[len(query.keys) :]]], indent=0)  # type: ignore[list-item]


def _cell(value: Any, lang: Language) -> str:
    if value is None:
        return UNKNOWN.say(lang)
    if isinstance(value, bool):
        return TRUTH[value].say(lang)
    return f"{value:,}".replace(",", "\u202f" if lang == "fr" else " ") if isinstance(value, int) else str(value)
