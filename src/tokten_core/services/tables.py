"""
Tables that several reports share: expenditure by source, missions by sector, indicators, risks.

Each is composed once; a report chooses among them and adds its own. Amounts come from the accounts, totals are formulas over the rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from tokten_core.accounts import envelope, item_of, lines_of, planned, spent
from tokten_core.content import PM, UNKNOWN, Cell, Column, Difference, Product, Ratio, Row, Table, Value, line, total
from tokten_core.model.budget import BudgetLine
from tokten_core.model.funding import FundingSource
from tokten_core.model.mission import MissionState
from tokten_core.model.programme import Programme
from tokten_core.money import Money, minor_units
from tokten_core.periods import Period
from tokten_core.services.monitoring import DONE, indicator_states, missions_in, women
from tokten_core.text import Text, same

__all__ = ["SECTORS", "expenditure", "indicators", "missions", "programme_years_in", "risks", "sources_with_money"]

SECTORS: Final = {
    "higher_education": Text(en="Higher education", fr="Enseignement supérieur"),
    "vocational_training": Text(en="Technical and vocational training", fr="Formation technique et professionnelle"),
    "health": Text(en="Health", fr="Santé"),
    "agriculture": Text(en="Agriculture", fr="Agriculture"),
    "sme": Text(en="Small and medium firms", fr="PME/PMI"),
}
"""The sectors of the programmes we know; another one shows its own code."""

TOTAL: Final = Text(en="Total", fr="Total")
NOT_STATED: Final = Text(en="not stated", fr="non précisé")


def sector_label(sector: str) -> Text:
    """Give what a person calls a sector."""
    return SECTORS.get(sector, same(sector) if sector else NOT_STATED)


def programme_years_in(programme: Programme, period: Period) -> tuple[str, ...]:
    """Name the programme years that a period touches, within the programme."""
    first, last = max(period.start, programme.card.start), min(period.end, programme.card.end)
    if last < first:
        return ()
    names = [programme.card.year_of(first), programme.card.year_of(last)]
    known = list(programme.card.years)
    return tuple(known[known.index(names[0]) : known.index(names[1]) + 1])


def sources_with_money(programme: Programme, years: Iterable[str]) -> tuple[FundingSource, ...]:
    """Give the funding sources that have a budget line in some years, in their order."""
    wanted = set(years)
    having = {each.funding_source for each in programme.budget_lines if each.year in wanted}
    return tuple(source for source in programme.funding_sources if source.id in having)


def expenditure(programme: Programme, period: Period, source: FundingSource | None = None) -> Table:
    """
    Show budget, expenditure of a period, cumulative expenditure, balance and delivery (fr: *situation financière*).

    Args:
        programme: the programme with its ledger.
        period: the period; the budget is that of the programme years it touches.
        source: one source, item by item; None for all sources, one a row.
    """
    years = programme_years_in(programme, period)
    lines = [each for each in programme.budget_lines if each.year in years]
    if source is None:
        groups = [
            (each.id, each.label, [one for one in lines if one.funding_source == each.id]) for each in sources_with_money(programme, years)
        ]
    else:
        own = [each for each in lines if each.funding_source == source.id]
        groups = [(item.id, item.label, [one for one in own if one.item == item.id]) for item in programme.budget_items]
    since = min((programme.card.period(year).start for year in years), default=period.start)
    rows = [_money_row(programme, key, label, group, period, since) for key, label, group in groups if group]
    keys = [row.key for row in rows]
    code = programme.card.currency
    return Table(
        key=f"expenditure-{source.id if source else 'all'}",
        columns=_money_columns(programme),
        rows=(*rows, _money_total(keys)),
        caption=source.label if source else Text(en="All sources together", fr="Toutes sources réunies"),
        notes=(
            Text(
                en="Budget of {years}. Balance = budget - cumulative expenditure; delivery = cumulative expenditure over budget. "
                "{code} is authoritative; dollars are a view at the planning rate of {rate}.",
                fr="Budget de {years}. Solde = budget - dépenses cumulées ; taux d'exécution = dépenses cumulées sur budget. "
                "Le {code} fait foi ; les dollars sont une vue au taux de planification de {rate}.",
            ).fill(years=", ".join(years) or "—", code=code, rate=programme.card.planning_rate or "—"),
        ),
    )


def _money_columns(programme: Programme) -> tuple[Column, ...]:
    code, other = programme.card.currency, programme.card.reporting_currency
    francs = same("FCFA") if code == "XOF" else same(code)
    return (
        Column("label", Text(en="Item", fr="Rubrique"), width=30),
        Column("budget", Text(en="Budget ({c})", fr="Budget ({c})").fill(c=francs), "money", code),
        Column("period", Text(en="Spent in the period ({c})", fr="Dépenses de la période ({c})").fill(c=francs), "money", code),
        Column("cumulative", Text(en="Cumulative ({c})", fr="Dépenses cumulées ({c})").fill(c=francs), "money", code),
        Column("balance", Text(en="Balance ({c})", fr="Solde ({c})").fill(c=francs), "money", code),
        Column("rate", Text(en="Delivery", fr="Taux d'exécution"), "percent"),
        Column("other", Text(en="Cumulative ({c})", fr="Cumulé ({c})").fill(c=other), "money", other),
    )


def _money_row(programme: Programme, key: str, label: Text, lines: Sequence[BudgetLine], period: Period, since: dt.date) -> Row:
    budget = planned(lines, programme.card.currency)
    amount: Cell = PM if budget.amount is None else minor_units(budget.amount)
    cumulative = minor_units(spent(programme, lines, Period(since, period.end)))
    balance: Cell = None if budget.amount is None else Difference("budget", ("cumulative",))
    return line(
        key, label=label, budget=amount, period=minor_units(spent(programme, lines, period)), cumulative=cumulative, balance=balance,
        rate=Ratio("cumulative", "budget"), other=_other(programme),
    )  # fmt: skip


def _money_total(keys: Sequence[str]) -> Row:
    return total(
        "total", keys, "budget", "period", "cumulative", "other", label=TOTAL, balance=Difference("budget", ("cumulative",)),
        rate=Ratio("cumulative", "budget"),
    )  # fmt: skip


def _other(programme: Programme) -> Cell:
    rate = programme.card.planning_rate
    return UNKNOWN if rate is None else Product("cumulative", over=rate)


def missions(programme: Programme, period: Period) -> Table:
    """Show the missions of a period by sector (fr: *missions*): counts, days, women, persons trained; nobody is named."""
    found = missions_in(programme, period)
    sectors = sorted({mission.sector for mission in found}, key=lambda sector: [*SECTORS, sector].index(sector))
    rows = []
    for sector in sectors:
        of_sector = [mission for mission in found if mission.sector == sector]
        done = [mission for mission in of_sector if mission.state in DONE]
        trained = [mission.persons_trained for mission in done if mission.persons_trained is not None]
        rows.append(
            line(
                sector or "none", label=sector_label(sector), registered=len(of_sector), done=len(done),
                under_way=sum(mission.state is MissionState.IN_PROGRESS for mission in of_sector),
                cancelled=sum(mission.state is MissionState.CANCELLED for mission in of_sector), days=sum(mission.days for mission in done),
                hosts=len({mission.institution for mission in of_sector}), women=_printed(women(programme, done)),
                trained=sum(trained),
            )
        )  # fmt: skip
    counted = ("registered", "done", "under_way", "cancelled", "days", "women", "trained")
    return Table(
        key="missions",
        columns=(
            Column("label", Text(en="Sector", fr="Secteur"), width=26),
            Column("registered", Text(en="Missions planned", fr="Missions prévues"), "integer"),
            Column("done", Text(en="Carried out", fr="Réalisées"), "integer"),
            Column("under_way", Text(en="Under way", fr="En cours"), "integer"),
            Column("cancelled", Text(en="Cancelled", fr="Annulées"), "integer"),
            Column("days", Text(en="Days", fr="Jours"), "integer"),
            Column("women", Text(en="By women", fr="Par des femmes"), "integer"),
            Column("hosts", Text(en="Institutions", fr="Structures"), "integer"),
            Column("trained", Text(en="Persons trained", fr="Personnes formées"), "integer"),
        ),
        rows=(*rows, total("total", [row.key for row in rows], *counted, label=TOTAL)),
        caption=Text(en="Missions that begin in the period", fr="Missions commencées dans la période"),
        notes=(
            Text(
                en="Carried out: the report is filed. An institution may serve several sectors, so institutions are not added up.",
                fr="Réalisée : le rapport est déposé. Une structure peut servir plusieurs secteurs : les structures ne s'additionnent pas.",
            ),
        ),
    )


def indicators(programme: Programme, day: dt.date) -> Table:
    """Show each indicator with baseline, target and last reading (fr: *indicateurs*); what nobody stated is a gap."""
    rows = []
    for state in indicator_states(programme, day):
        about = state.indicator
        rows.append(
            line(
                about.id, label=about.label, output=about.output or about.objective or "", baseline=_number(about.baseline), target=_number(about.target),
                value=_number(state.value), women=None if state.reading is None else _number(state.reading.women),
                on=None if state.reading is None else state.reading.on, achieved=_fraction(state.achievement), share=_fraction(state.share_of_target),
            )
        )  # fmt: skip
    return Table(
        key="indicators",
        columns=(
            Column("output", Text(en="Output", fr="Produit"), width=7),
            Column("label", Text(en="Indicator", fr="Indicateur"), width=30),
            Column("baseline", Text(en="Baseline", fr="Référence"), "decimal"),
            Column("target", Text(en="Target", fr="Cible"), "decimal"),
            Column("value", Text(en="Reading", fr="Valeur"), "decimal"),
            Column("women", Text(en="Women", fr="Femmes"), "decimal"),
            Column("on", Text(en="Day", fr="Date"), "date", width=11),
            Column("share", Text(en="Share of target", fr="Part de la cible"), "percent", decimals=0),
            Column("achieved", Text(en="Achievement", fr="Réalisation"), "percent", decimals=0),
        ),
        rows=tuple(rows),
        notes=(
            Text(
                en="Achievement = (reading - baseline) / (target - baseline); empty where the documents state no baseline or no target.",
                fr="Réalisation = (valeur - référence) / (cible - référence) ; vide là où les documents n'ont pas de référence ou de cible.",
            ),
        ),
    )


def risks(programme: Programme) -> Table:
    """Show the risk register (fr: *registre des risques*), the gravest first; a figure that is not printed is a gap."""
    graded = sorted(programme.risks, key=lambda risk: -(risk.significance or 0))
    rows = tuple(
        line(
            risk.id, id=risk.id, label=risk.label, probability=_printed(risk.probability), impact=_printed(risk.impact),
            significance=UNKNOWN if risk.significance is None else risk.significance, response=risk.response or NOT_STATED, owner=risk.owner,
            status=risk.status or NOT_STATED,
        )
        for risk in graded
    )  # fmt: skip
    return Table(
        key="risks",
        columns=(
            Column("id", Text(en="No.", fr="N°"), width=4),
            Column("label", Text(en="Risk", fr="Risque"), width=34),
            Column("probability", Text(en="Probability (1-5)", fr="Probabilité (1-5)"), "integer"),
            Column("impact", Text(en="Impact (1-5)", fr="Impact (1-5)"), "integer"),
            Column("significance", Text(en="Significance", fr="Gravité"), "integer"),
            Column("response", Text(en="Response", fr="Réponse"), width=34),
            Column("owner", Text(en="Owner", fr="Responsable"), width=20),
            Column("status", Text(en="Status", fr="Statut"), width=12),
        ),
        rows=rows,
        notes=(Text(en="Significance = probability x impact.", fr="Gravité = probabilité x impact."),),
    )


def unspent_commitments(programme: Programme, day: dt.date) -> Money:
    """Give what is promised and not yet spent on all lines at the end of a day."""
    return envelope(programme, lines_of(programme), day).committed


def item_label(programme: Programme, budget_line: BudgetLine) -> Text:
    """Give the label of a budget line's item."""
    return item_of(programme, budget_line).label


def _number(value: Decimal | None) -> Value:
    return value


def _printed(value: int | None) -> Value:
    return UNKNOWN if value is None else value


def _fraction(value: Fraction | None) -> Value:

    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)
