"""
The two parts of the logical framework: the results chain with its indicators, and below it the activities with means and costs.

What no document states is printed as a gap, never as zero. The assumptions of the impact stay empty: nothing is assumed above it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from tokten_core.content import PM, UNKNOWN, Cell, Column, Difference, Product, Row, Table, line, total
from tokten_core.model.logframe import Activity, Indicator, Objective, ObjectiveLevel, Output
from tokten_core.model.programme import Programme
from tokten_core.money import HALF_UP
from tokten_core.rules.funds import KIND_WORDS
from tokten_core.services.monitoring import reading_on
from tokten_core.services.planning import activities_of, plan_years
from tokten_core.text import SEMICOLON, Text, joined, same
from tokten_report_eu.euros import FRANCS, PARITY
from tokten_report_eu.words import FREQUENCIES, LEVELS, older_words_note

__all__ = ["GAP", "activities", "indicators_of", "results_chain"]

GAP: Final = Text(en="not stated", fr="non renseigné")
UNREAD: Final = Text(en="not read", fr="non relevé")
BY_SEX: Final = Text(
    en="Current values are the last readings up to the end of the period, women and men apart where the readings tell them. No document states "
    "baselines or targets by sex.",
    fr="Les valeurs actuelles sont les dernières relevées jusqu'à la fin de la période, femmes et hommes à part là où les relevés les distinguent. "
    "Aucun document ne donne de valeur de référence ni de cible par sexe.",
)
NO_ASSUMPTIONS: Final = Text(
    en="The document states no assumptions; its register of risks comes nearest, and is in the quarterly report.",
    fr="Le document n'énonce pas d'hypothèses ; son registre des risques en tient lieu, et figure au rapport trimestriel.",
)
COSTS: Final = Text(
    en="Costs are those of the annual work plan of {years}: EUR = FCFA / 655.957, half-up to the cent on each line; all partners' money. PM: pour "
    "mémoire, without amount. An activity's last number is its place under the output, ours.",
    fr="Les coûts sont ceux du plan de travail annuel {years} : EUR = FCFA / 655,957, au centime le plus proche à chaque ligne ; argent de tous les "
    "partenaires. PM : pour mémoire, sans montant. Le dernier chiffre d'une activité est son rang sous le produit, il est de nous.",
)


def results_chain(programme: Programme, day: dt.date) -> Table:
    """
    Lay out impact, outcomes and outputs with their indicators.

    Args:
        programme: whose logframe it is.
        day: current values are the last readings up to this day.
    """
    stated = [each.assumptions for each in programme.objectives if each.assumptions]
    stated += [each.assumptions for each in programme.outputs if each.assumptions]
    notes = (older_words_note(), BY_SEX, *(() if stated else (NO_ASSUMPTIONS,)))
    return Table("logframe", _chain_columns(), tuple(_chain(programme, day)), notes=notes)


def activities(programme: Programme, day: dt.date) -> Table:
    """
    Lay out the activities with means and costs, in the order of the work plans begun by a day.

    Args:
        programme: whose work plans they are.
        day: the last day that the report speaks of.
    """
    card = programme.card
    years = [year for year in plan_years(programme) if card.period(year).start <= day]
    rows = list(_activities(programme, years))
    closing = total("total", [row.key for row in rows], "cost", "local", chain=Text(en="Total", fr="Total"))
    notes = (COSTS.fill(years=", ".join(years) or "—"),)
    return Table("activities", _activity_columns(card.currency), (*rows, closing), notes=notes)


def indicators_of(programme: Programme, record: Objective | Output) -> list[Indicator]:
    """Give the indicators that measure an objective or an output."""
    if isinstance(record, Output):
        return [each for each in programme.indicators if each.output == record.id]
    return [each for each in programme.indicators if each.objective == record.id and each.output is None]


def _chain_columns() -> tuple[Column, ...]:
    baseline = Text(en="Baseline (incl. reference year)", fr="Valeur de référence (y compris année)")
    current = Text(en="Current value, reference date", fr="Valeur actuelle, date de référence")
    target = Text(en="Target (incl. reference year)", fr="Valeur cible (y compris année)")
    value, year, day = Text(en="Value", fr="Valeur"), Text(en="Year", fr="Année"), Text(en="Date", fr="Date")
    return (
        Column("chain", Text(en="Results chain", fr="Chaîne des résultats"), width=44),
        Column("indicator", Text(en="Indicators", fr="Indicateurs"), width=40),
        Column("baseline", value, "decimal", width=18, group=baseline),
        Column("baseline_year", year, width=18, group=baseline),
        Column("current", value, "decimal", width=11, group=current),
        Column("women", Text(en="Women", fr="Femmes"), "decimal", width=9, group=current),
        Column("men", Text(en="Men", fr="Hommes"), "decimal", width=9, group=current),
        Column("current_on", day, "date", width=12, group=current),
        Column("target", value, "decimal", width=15, group=target),
        Column("target_year", year, width=15, group=target),
        Column("sources", Text(en="Sources and means of verification", fr="Sources et moyens de vérification"), width=38),
        Column("assumptions", Text(en="Assumptions", fr="Hypothèses"), width=22),
    )


def _chain(programme: Programme, day: dt.date) -> Iterator[Row]:
    for objective in programme.objectives:
        yield from _level(programme, objective, _objective(objective), day)
        for output in (each for each in programme.outputs if each.objective == objective.id):
            words = Text(en="Op {id} (Oc {above}) — ", fr="Op {id} (Oc {above}) — ").fill(id=output.id, above=objective.id)
            yield from _level(programme, output, words + output.label, day)


def _objective(objective: Objective) -> Text:
    number = same("" if objective.level is ObjectiveLevel.IMPACT else f" {objective.id}")
    return LEVELS[objective.level] + number + same(" — ") + objective.label


def _level(programme: Programme, record: Objective | Output, words: Text, day: dt.date) -> Iterator[Row]:
    """Give the rows of one level: one for each indicator, or one that says that none is stated."""
    impact = isinstance(record, Objective) and record.level is ObjectiveLevel.IMPACT
    first: dict[str, Cell] = {"chain": words, "assumptions": None if impact else record.assumptions or GAP}
    rows = [_indicator(programme, indicator, day) for indicator in indicators_of(programme, record)]
    key = f"{'op' if isinstance(record, Output) else 'oc'}-{record.id}"
    none: list[tuple[str, dict[str, Cell]]] = [(key, {"indicator": GAP})]
    for number, (name, cells) in enumerate(rows or none):
        yield Row(name, {**(first if number == 0 else {}), **cells})


def _indicator(programme: Programme, indicator: Indicator, day: dt.date) -> tuple[str, dict[str, Cell]]:
    reading = reading_on(programme, indicator.id, day)
    cells: dict[str, Cell] = {
        "indicator": indicator.label,
        "baseline": GAP if indicator.baseline is None else indicator.baseline,
        "baseline_year": GAP if indicator.baseline_on is None else str(indicator.baseline_on.year),
        "current": UNREAD if reading is None else reading.value,
        "current_on": None if reading is None else reading.on,
        "target": GAP if indicator.target is None else indicator.target,
        "target_year": GAP if indicator.target_on is None else str(indicator.target_on.year),
        "sources": _sources(indicator),
    }
    if reading is not None and reading.women is not None:
        cells |= {"women": reading.women, "men": Difference("current", minus=("women",))}
    return indicator.id, cells


def _sources(indicator: Indicator) -> Text:
    told = [indicator.means_of_verification or GAP]
    if indicator.frequency is not None:
        told.append(FREQUENCIES[indicator.frequency])
    return joined(told, SEMICOLON)


def _activity_columns(currency: str) -> tuple[Column, ...]:
    local = "FCFA" if currency in FRANCS else currency
    return (
        Column("chain", Text(en="Activities", fr="Activités"), width=60),
        Column("output", Text(en="Output", fr="Produit"), width=12),
        Column("responsible", Text(en="Responsible", fr="Responsable"), width=24),
        Column("means", Text(en="Means", fr="Moyens"), width=30),
        Column("cost", Text(en="Costs (EUR)", fr="Coûts (EUR)"), "money", "EUR", width=15),
        Column("local", Text(en=f"Costs ({local})", fr=f"Coûts ({local})"), "money", currency, width=16),
    )


def _activities(programme: Programme, years: Sequence[str]) -> Iterator[Row]:
    """Give the activities in the order of their outputs; those that serve none, last."""
    order = {output.id: number for number, output in enumerate(programme.outputs)}
    planned = [activity for year in years for activity in activities_of(programme, year)]
    place: Counter[str | None] = Counter()
    for activity in sorted(planned, key=lambda each: order.get(each.output or "", len(order))):
        place[activity.output] += 1
        yield line(
            activity.id,
            chain=same(f"A {activity.output or 'M'}-{place[activity.output]} ") + activity.label,
            output=f"Op {activity.output}" if activity.output else GAP,
            responsible=activity.responsible or GAP,
            means=GAP if activity.kind is None else KIND_WORDS[activity.kind],
            **_costs(activity, programme.card.currency),
        )


def _costs(activity: Activity, currency: str) -> dict[str, Cell]:
    if activity.pm:
        return {"cost": PM, "local": PM}
    if activity.amount is None:
        return {}
    euros: Cell = Product("local", over=PARITY, rounding=HALF_UP) if currency in FRANCS else UNKNOWN
    return {"cost": euros, "local": activity.amount}
