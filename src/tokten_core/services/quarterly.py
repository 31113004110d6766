"""
The quarterly report: the single technical and financial report that all partners share (fr: *rapport trimestriel*).

Its parts follow the programme document (8.5: activities, results, expenditure by contribution, deviations explained, difficulties) in the order of
the quarterly progress report that UN programmes use. Nobody is named in it. What the records do not hold is said to be missing, not made up.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import frozen

from tokten_core import checks
from tokten_core.accounts import envelope, lines_of, spent
from tokten_core.content import PM, WRONG_PERIOD, Check, Column, Facts, Note, Paragraph, Report, Section, Table, line, total
from tokten_core.errors import ReportError
from tokten_core.model.budget import BudgetLine
from tokten_core.model.ledger import LedgerEntry
from tokten_core.model.mission import Mission, MissionMode, MissionState
from tokten_core.model.programme import Programme
from tokten_core.money import minor_units
from tokten_core.periods import Period, day_in_words
from tokten_core.ports import CountryPack
from tokten_core.services import glance, tables
from tokten_core.services.missions import cost
from tokten_core.services.monitoring import missions_by_mode, missions_in
from tokten_core.text import SEMICOLON, Text, joined, same

__all__ = ["Quarterly"]

QUARTERS: Final = Text(
    en="a calendar quarter within the programme, such as 2009-Q1", fr="un trimestre civil dans le programme, comme 2009-Q1"
)
REPORT_DUE_DAYS: Final = 15
"""The document (Annexe 5) gives fifteen days after the end of the quarter."""
DEVIATION: Final = Fraction(1, 4)
"""A line is explained when delivery and time elapsed lie more than 25 points apart."""
QUARTER_MONTHS: Final = 3


@frozen
class Quarterly:
    """
    The quarterly technical and financial report (fr: *rapport technique et financier trimestriel*).

    Attributes:
        name: ``quarterly``.
        title: its title in both languages.
        formats: a document to read, a PDF to sign, a workbook to work with.
    """

    name: str = "quarterly"
    title: Text = Text(en="Quarterly technical and financial report", fr="Rapport technique et financier trimestriel")
    formats: tuple[str, ...] = (".docx", ".pdf", ".xlsx")

    def compose(self, programme: Programme, pack: CountryPack, period: Period, period_name: str) -> Report:
        """
        Compose the report of a quarter.

        Raises:
            ReportError: The period is no calendar quarter of the programme (`report-period`).
        """
        years = tables.programme_years_in(programme, period)
        if not years or not _is_quarter(period):
            raise ReportError(WRONG_PERIOD.at("period", self.name, period=period_name, allowed=QUARTERS))
        return Report(
            name=self.name,
            title=self.title,
            subtitle=programme.card.title,
            header=_header(programme, period, period_name, years),
            sections=(
                _summary(programme, period),
                _risks(programme),
                _outputs(programme, period),
                _activities(programme, years),
                _missions(programme, period),
                _money(programme, period, years),
                _deviations(programme, period, years),
                _next(programme, pack, period),
                _recommendations(programme, pack),
            ),
            checks=tuple(_checks(programme, pack, period, years)),
        )


def _is_quarter(period: Period) -> bool:
    following = period.end + dt.timedelta(days=1)
    months = (following.year - period.start.year) * 12 + following.month - period.start.month
    return period.start.day == following.day == 1 and months == QUARTER_MONTHS and period.start.month % QUARTER_MONTHS == 1


def _header(programme: Programme, period: Period, name: str, years: tuple[str, ...]) -> tuple[tuple[Text, Text], ...]:
    due = period.end + dt.timedelta(days=REPORT_DUE_DAYS)
    return (
        (Text(en="Programme", fr="Programme"), programme.card.title),
        (Text(en="Executing agency", fr="Agence d'exécution"), programme.card.executing_agency),
        (Text(en="Quarter", fr="Trimestre"), same(f"{name} — ") + period.text),
        (Text(en="Programme year", fr="Année de programme"), same(", ".join(years))),
        (
            Text(en="Due", fr="À remettre le"),
            day_in_words(due) + Text(en=" (15 days after the quarter)", fr=" (15 jours après le trimestre)"),
        ),
        (Text(en="Currency", fr="Monnaie"), Text(en="FCFA is authoritative", fr="le FCFA fait foi")),
    )


def _summary(programme: Programme, period: Period) -> Section:
    blocks = (glance.key_figures(programme, period), glance.delivery_by_source(programme, period))
    return Section(Text(en="Summary", fr="En bref"), blocks, Text(en="Summary", fr="En bref"))


def _risks(programme: Programme) -> Section:
    return Section(Text(en="1. Risks and issues", fr="1. Risques et problèmes"), (tables.risks(programme),), Text(en="Risks", fr="Risques"))


def _outputs(programme: Programme, period: Period) -> Section:
    return Section(
        Text(en="2. Progress by output", fr="2. Progrès par produit"),
        (tables.indicators(programme, period.end),),
        Text(en="Indicators", fr="Indicateurs"),
    )


def _activities(programme: Programme, years: tuple[str, ...]) -> Section:
    planned = [activity for activity in programme.activities if activity.year in years]
    if not planned:
        missing = Text(
            en="The programme has no work plan on record for {years}.",
            fr="Le programme n'a pas de plan de travail enregistré pour {years}.",
        ).fill(years=", ".join(years))
        return Section(Text(en="3. Activities", fr="3. Activités"), (Note(missing, warning=True),), Text(en="Activities", fr="Activités"))
    rows = tuple(
        line(
            activity.id, output=activity.output or "", label=activity.label, responsible=activity.responsible, source=activity.funding_source or "",
            **{quarter: quarter in activity.quarters for quarter in ("q1", "q2", "q3", "q4")},
            amount=PM if activity.pm else None if activity.amount is None else minor_units(activity.amount),
        )
        for activity in planned
    )  # fmt: skip
    columns = (
        Column("output", Text(en="Output", fr="Produit"), width=7),
        Column("label", Text(en="Activity", fr="Activité"), width=40),
        *(Column(f"q{number}", Text(en=f"Q{number}", fr=f"T{number}"), "mark") for number in range(1, 5)),
        Column("responsible", Text(en="Responsible", fr="Responsable"), width=18),
        Column("source", Text(en="Source", fr="Source"), width=8),
        Column("amount", Text(en="Planned (FCFA)", fr="Prévu (FCFA)"), "money", programme.card.currency),
    )
    note = Text(
        en="Quarters as the work plan marks them; an uncertain mark is left out. The records hold no physical progress of single activities: "
        "missions (part 4), indicators (part 2) and expenditure (part 5) tell what was done.",
        fr="Trimestres tels que le plan de travail les coche ; une croix incertaine est omise. Les enregistrements ne portent pas l'avancement "
        "physique de chaque activité : les missions (partie 4), les indicateurs (partie 2) et les dépenses (partie 5) disent ce qui a été fait.",
    )
    table = Table("activities", columns, (*rows, total("total", [row.key for row in rows], "amount", label=tables.TOTAL)), notes=(note,))
    return Section(
        Text(en="3. Activities of the work plan", fr="3. Activités du plan de travail"), (table,), Text(en="Activities", fr="Activités")
    )


def _missions(programme: Programme, period: Period) -> Section:
    table, apart = tables.missions(programme, period), _at_a_distance(programme, period)
    return Section(Text(en="4. Missions", fr="4. Missions"), (table,) + apart, Text(en="Missions", fr="Missions"))  # noqa: RUF005 - two types


def _at_a_distance(programme: Programme, period: Period) -> tuple[Note, ...]:
    """Count apart the missions that were not simply on site, if there are any."""
    counts = {mode: tally["registered"] for mode, tally in missions_by_mode(programme, period).items()}
    if not set(counts) - {MissionMode.ON_SITE.value}:
        return ()
    said = Text(
        en="Counted apart: {on_site} on site, {hybrid} hybrid, {online} online.",
        fr="Comptées à part : {on_site} sur place, {hybrid} hybrides, {online} en ligne.",
    )
    return (Note(said.fill(**{mode.value: counts.get(mode.value, 0) for mode in MissionMode})),)


def _money(programme: Programme, period: Period, years: tuple[str, ...]) -> Section:
    sources = tables.sources_with_money(programme, years)
    found = (tables.expenditure(programme, period), *(tables.expenditure(programme, period, source) for source in sources))
    return Section(
        Text(en="5. Financial situation by source", fr="5. Situation financière par source"), found, Text(en="Finance", fr="Finances")
    )


def _deviations(programme: Programme, period: Period, years: tuple[str, ...]) -> Section:
    rows = []
    for budget_line in (each for year in years for each in lines_of(programme, year=year)):
        words = _explanation(programme, period, budget_line)
        if words is not None:
            state = envelope(programme, [budget_line], period.end)
            rows.append(
                line(
                    budget_line.id, label=tables.item_label(programme, budget_line), source=budget_line.funding_source, year=budget_line.year,
                    rate=_decimal(state.delivery_rate), elapsed=_decimal(_elapsed(programme, period, budget_line.year)), why=words,
                )
            )  # fmt: skip
    columns = (
        Column("label", Text(en="Item", fr="Rubrique"), width=26),
        Column("source", Text(en="Source", fr="Source"), width=8),
        Column("year", Text(en="Year", fr="Année"), width=11),
        Column("rate", Text(en="Delivery", fr="Taux d'exécution"), "percent", decimals=0),
        Column("elapsed", Text(en="Time elapsed", fr="Temps écoulé"), "percent", decimals=0),
        Column("why", Text(en="Explanation from the records", fr="Explication tirée des enregistrements"), width=52),
    )
    note = Text(
        en="Lines whose delivery and elapsed time lie more than 25 points apart. The explanation is what the records hold; the coordination completes it.",
        fr="Lignes dont le taux d'exécution et le temps écoulé s'écartent de plus de 25 points. L'explication est celle que portent les "
        "enregistrements ; la coordination la complète.",
    )
    table = Table("deviations", columns, tuple(rows), notes=(note,))
    return Section(Text(en="6. Deviations explained", fr="6. Écarts expliqués"), (table,), Text(en="Deviations", fr="Écarts"))


def _elapsed(programme: Programme, period: Period, year: str) -> Fraction:
    days = programme.card.period(year)
    return Fraction((min(period.end, days.end) - days.start).days + 1, days.days)


def _explanation(programme: Programme, period: Period, budget_line: BudgetLine) -> Text | None:
    """Word why a line lies far from its time, from what the records hold; None when it does not."""
    state = envelope(programme, [budget_line], period.end)
    rate = state.delivery_rate
    if rate is None or abs(rate - _elapsed(programme, period, budget_line.year)) <= DEVIATION:
        return None
    parts = [*_mission_reasons(programme, period, budget_line)]
    if state.committed:
        parts.append(
            Text(en="{amount} FCFA committed and not yet paid", fr="{amount} FCFA engagés et non encore payés").fill(
                amount=_spaced(minor_units(state.committed))
            )
        )
    if state.advance_balance:
        parts.append(
            Text(en="{amount} FCFA advanced and not yet cleared", fr="{amount} FCFA avancés et non encore justifiés").fill(
                amount=_spaced(minor_units(state.advance_balance))
            )
        )
    entries = [entry for entry in programme.ledger if entry.budget_line == budget_line.id and entry.on <= period.end]
    if not entries:
        parts.append(Text(en="no entry yet", fr="aucune écriture à ce jour"))
    elif not parts:
        ahead = rate > _elapsed(programme, period, budget_line.year)
        parts.append(
            Text(en="paid at once, early in the year", fr="payé en une fois, tôt dans l'année")
            if ahead
            else Text(en="last entry on {day}", fr="dernière écriture le {day}").fill(day=day_in_words(max(entry.on for entry in entries)))
        )
    return joined(parts, SEMICOLON)


def _mission_reasons(programme: Programme, period: Period, budget_line: BudgetLine) -> Iterator[Text]:
    own = [mission for mission in programme.missions if mission.budget_line == budget_line.id]
    if not own:
        return
    begun = [mission for mission in own if mission.start <= period.end and mission.state is not MissionState.CANCELLED]
    yield Text(en="{begun} of {all} missions begun", fr="{begun} missions commencées sur {all}").fill(
        begun=len(begun), all=budget_line.missions or len(own)
    )
    reasons = Counter(
        event.why
        for event in programme.mission_events
        if event.state is MissionState.CANCELLED and event.on <= period.end and event.mission in {mission.id for mission in own}
    )
    for why, count in sorted(reasons.items()):
        yield Text(en="{count} cancelled ({why})", fr="{count} annulée(s) ({why})").fill(count=count, why=why or "—")


def _next(programme: Programme, pack: CountryPack, period: Period) -> Section:
    coming = Period(period.end + dt.timedelta(days=1), period.end + dt.timedelta(days=92))
    missions = [mission for mission in missions_in(programme, coming) if mission.state is not MissionState.CANCELLED]
    costs = [cost(mission, pack).total for mission in missions]
    known = sum(amount for amount in costs if amount is not None)
    facts = (
        (Text(en="Missions that begin in the next quarter", fr="Missions commençant au trimestre suivant"), len(missions)),
        (Text(en="Their cost by the rules (FCFA)", fr="Leur coût selon les règles (FCFA)"), known),
        (Text(en="Of which without a known cost", fr="Dont coût encore inconnu"), sum(amount is None for amount in costs)),
        (
            Text(en="Committed and not yet paid (FCFA)", fr="Engagé et non encore payé (FCFA)"),
            minor_units(tables.unspent_commitments(programme, period.end)),
        ),
    )
    return Section(
        Text(en="7. Next quarter and cash need", fr="7. Trimestre suivant et besoin de trésorerie"),
        (Facts(facts),),
        Text(en="Next quarter", fr="Trimestre suivant"),
    )


def _recommendations(programme: Programme, pack: CountryPack) -> Section:
    result = checks.check(programme, pack.costs)
    settled = len(result.findings) - len(result.open)
    words = Text(
        en="Checking the programme finds {open} open findings and {settled} settled ones; {holds} equalities hold. `tokten check` lists them.",
        fr="Le contrôle du programme trouve {open} constats ouverts et {settled} tranchés ; {holds} égalités sont vérifiées. "
        "« tokten check » les énumère.",
    ).fill(open=len(result.open), settled=settled, holds=len(result.holds))
    own = Note(
        Text(
            en="Decisions asked of the committee are for the coordination to add.",
            fr="Les décisions demandées au comité sont à ajouter par la coordination.",
        )
    )
    return Section(
        Text(en="8. Recommendations", fr="8. Recommandations"), (Paragraph(words), own), Text(en="Recommendations", fr="Recommandations")
    )


def _checks(programme: Programme, pack: CountryPack, period: Period, years: tuple[str, ...]) -> Iterator[Check]:
    sources = tables.sources_with_money(programme, years)
    whole, parts = tables.expenditure(programme, period), [tables.expenditure(programme, period, source) for source in sources]
    for column in ("budget", "period", "cumulative"):
        together = whole.value("total", column)
        added = sum(value for value in (part.value("total", column) for part in parts) if isinstance(value, int))
        words = Text(en="Consolidated {column} = sum of the sources", fr="« {column} » consolidé = somme des sources").fill(
            column=whole.column(column).label
        )
        yield Check(f"Q-{column}", words, holds=together == added, detail=same(f"{together} = {added}"))
    lines = [each for year in years for each in lines_of(programme, year=year)]
    outside = minor_units(spent(programme, lines_of(programme), period)) - minor_units(spent(programme, lines, period))
    yield Check(
        "Q-years",
        Text(en="No expenditure on lines of other years", fr="Aucune dépense sur les lignes d'autres années"),
        holds=outside == 0,
        detail=same(str(outside)),
    )
    found = [finding for finding in checks.check(programme, pack.costs).open if _concerns(programme, finding.place, period)]
    places = same(", ".join(finding.place for finding in found))
    rule = Text(
        en="Ledger and missions of the quarter keep the rules", fr="Le grand livre et les missions du trimestre respectent les règles"
    )
    yield Check("Q-ledger", rule, holds=not found, detail=places)


def _concerns(programme: Programme, place: str, period: Period) -> bool:
    """Tell whether a finding's place is an entry or a mission of the period."""
    collection, _, rest = place.partition("[")
    found = programme.find(collection, rest.partition("]")[0]) if collection in {"ledger", "missions"} else None
    day = found.on if isinstance(found, LedgerEntry) else found.start if isinstance(found, Mission) else None
    return day is not None and day in period


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)


def _spaced(amount: int) -> str:
    return f"{amount:,}".replace(",", "\u202f")
