"""A programme at a glance: the cards and charts that a report's first page and the demonstration's page share."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from tokten_core.accounts import envelope, lines_of, planned
from tokten_core.content import Card, Cards, Chart, Series
from tokten_core.model.programme import Programme
from tokten_core.money import Money
from tokten_core.periods import Period
from tokten_core.services.monitoring import DONE, indicator_states, missions_in
from tokten_core.services.tables import programme_years_in, sector_label, sources_with_money
from tokten_core.text import Text, same

__all__ = [
    "budget_by_source_and_year",
    "delivery_by_source",
    "indicators_against_targets",
    "key_figures",
    "millions",
    "missions_by_sector",
    "percent",
]

MILLION = 1_000_000
MILLIONS = Text(en="million FCFA", fr="millions de FCFA")


def key_figures(programme: Programme, period: Period) -> Cards:
    """Give what a reader asks first: delivery of the years touched, spending of the period, missions done, experts (fr: *chiffres clés*)."""
    years = programme_years_in(programme, period)
    lines = [line for year in years for line in lines_of(programme, year=year)]
    state = envelope(programme, lines, period.end)
    done = [mission for year in years for mission in missions_in(programme, programme.card.period(year), DONE) if mission.end <= period.end]
    plan = planned(lines, programme.card.currency).missions
    return Cards(
        (
            Card(
                Text(en="Delivery rate, all sources", fr="Taux d'exécution, toutes sources"),
                percent(state.delivery_rate),
                Text(en="{spent} of {budget}", fr="{spent} sur {budget}").fill(
                    spent=millions(state.spent), budget=millions(state.planned.amount)
                ),
                _share(state.delivery_rate),
            ),
            Card(
                Text(en="Missions carried out", fr="Missions réalisées"),
                same(str(len(done))),
                Text(en="of {plan} planned", fr="sur {plan} prévues").fill(plan=plan if plan is not None else "—"),
                _share(Fraction(len(done), plan)) if plan else None,
            ),
            Card(
                Text(en="Experts in the roster", fr="Experts au répertoire"),
                same(str(len(programme.experts))),
                Text(en="in {n} countries", fr="dans {n} pays").fill(n=len({expert.country for expert in programme.experts})),
            ),
            Card(
                Text(en="Committed, not yet paid", fr="Engagé, non encore payé"),
                millions(state.committed),
                Text(en="advances to clear: {a}", fr="avances à justifier : {a}").fill(a=millions(state.advance_balance)),
            ),
        )
    )


def budget_by_source_and_year(programme: Programme) -> Chart:
    """Draw the budget of each source in each programme year, in million FCFA (fr: *budget par source et par année*)."""
    years = programme.card.years
    series = tuple(
        Series(
            source.label,
            tuple(
                _in_millions(planned(lines_of(programme, source=source.id, year=year), programme.card.currency).amount) for year in years
            ),
        )
        for source in programme.funding_sources
    )
    title = Text(en="Budget by source and year", fr="Budget par source et par année")
    return Chart("budget", "stacked", title, tuple(same(year) for year in years), series, MILLIONS)


def delivery_by_source(programme: Programme, period: Period) -> Chart:
    """Draw budget and expenditure of each source for the years a period touches (fr: *exécution par source*)."""
    years = programme_years_in(programme, period)
    sources = sources_with_money(programme, years)
    states = [
        envelope(programme, [line for year in years for line in lines_of(programme, source=source.id, year=year)], period.end)
        for source in sources
    ]
    series = (
        Series(Text(en="Budget", fr="Budget"), tuple(_in_millions(state.planned.amount) for state in states)),
        Series(Text(en="Spent", fr="Dépensé"), tuple(_in_millions(state.spent) for state in states)),
    )
    title = Text(en="Budget and expenditure by source, {years}", fr="Budget et dépenses par source, {years}").fill(years=_span(years))
    return Chart("delivery", "grouped", title, tuple(source.label for source in sources), series, MILLIONS)


def missions_by_sector(programme: Programme, period: Period) -> Chart:
    """Draw missions planned and carried out by sector (fr: *missions par secteur*); planned means entered in the register for the period."""
    found = missions_in(programme, period)
    sectors = sorted({mission.sector for mission in found}, key=lambda sector: -sum(mission.sector == sector for mission in found))
    series = (
        Series(Text(en="Planned", fr="Prévues"), tuple(sum(mission.sector == sector for mission in found) for sector in sectors)),
        Series(
            Text(en="Carried out", fr="Réalisées"),
            tuple(sum(mission.sector == sector and mission.state in DONE for mission in found) for sector in sectors),
        ),
    )
    title = Text(en="Missions by sector against plan", fr="Missions par secteur, prévues et réalisées")
    return Chart("sectors", "grouped", title, tuple(sector_label(sector) for sector in sectors), series, Text(en="missions", fr="missions"))


def indicators_against_targets(programme: Programme, period: Period) -> Chart:
    """Draw the last reading of each indicator that has a target, in per cent of it (fr: *indicateurs et cibles*)."""
    states = [state for state in indicator_states(programme, period.end) if state.share_of_target is not None]
    values = tuple(Decimal(round((state.share_of_target or Fraction(0)) * 100)) for state in states)
    labels = tuple(state.indicator.label + same(f" ({state.value}/{state.indicator.target})") for state in states)
    title = Text(en="Indicators against their targets", fr="Indicateurs au regard de leurs cibles")
    return Chart(
        "indicators",
        "lying",
        title,
        labels,
        (Series(Text(en="% of target", fr="% de la cible"), values),),
        Text(en="% of target", fr="% de la cible"),
    )


def millions(amount: Money | None) -> Text:
    """Say an amount in millions of francs, one decimal."""
    if amount is None:
        return Text(en="PM", fr="PM")
    tenths = round(Fraction(amount.amount) / (MILLION // 10))
    whole, rest = divmod(tenths, 10)
    return Text(en=f"{whole:,}.{rest} M FCFA", fr=f"{whole},{rest} M FCFA")


def percent(rate: Fraction | None) -> Text:
    """Say a fraction in per cent, one decimal; a dash when there is none."""
    if rate is None:
        return same("—")
    whole, rest = divmod(round(rate * 1000), 10)
    return Text(en=f"{whole}.{rest}%", fr=f"{whole},{rest} %")


def _share(rate: Fraction | None) -> Decimal | None:
    return None if rate is None else Decimal(rate.numerator) / Decimal(rate.denominator)


def _in_millions(amount: Money | None) -> Decimal | None:
    return None if amount is None else (amount.amount / MILLION).quantize(Decimal("0.1"))


def _span(years: Sequence[str]) -> str:
    return years[0] if len(years) == 1 else f"{years[0]} – {years[-1]}" if years else "—"
