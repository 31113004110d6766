"""
`scac-execution`: the technical and financial execution report to French cooperation (fr: *rapport d'exécution technique et financier, RETF*).

No public template binds it: sections and tables A, B, C follow the specification's sensible default, which the embassy may replace. Francs are
authoritative in the programme of 2008; euros are a view at the fixed parity, rounded half-up to the cent line by line. What no record holds
(receipts from the embassy, bank statements) is printed as unknown and never as zero.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from attrs import frozen

from tokten_core.accounts import envelope, item_of, lines_of, planned, spent
from tokten_core.content import (
    UNKNOWN,
    WRONG_PERIOD,
    Check,
    Column,
    Difference,
    Facts,
    Note,
    Paragraph,
    Report,
    Section,
    Table,
    Value,
    line,
    total,
)
from tokten_core.errors import ReportError
from tokten_core.history import ERASED
from tokten_core.model.budget import BudgetLine
from tokten_core.model.funding import FundingSource
from tokten_core.model.mission import Mission, MissionState
from tokten_core.model.programme import Programme
from tokten_core.money import Money, minor_units
from tokten_core.periods import Period, day_in_words
from tokten_core.ports import CountryPack
from tokten_core.services import tables
from tokten_core.services.missions import cost
from tokten_core.services.monitoring import DONE, missions_in, women
from tokten_core.text import Text, same
from tokten_report_scac import finance
from tokten_report_scac.logframe import logframe

__all__ = ["Execution"]

SOURCE: Final = "scac"
DUE_DAYS: Final = 30
ELAPSED_GAP: Final = Decimal("0.25")
DEFAULT_FORM: Final = Text(
    en="No public template of this report exists; this is our default, which the embassy may replace.",
    fr="Il n'existe pas de modèle public de ce rapport ; ceci est notre défaut, que l'ambassade peut remplacer.",
)


@frozen
class Execution:
    """
    The technical and financial execution report to SCAC (fr: *rapport d'exécution technique et financier*).

    Attributes:
        name: ``scac-execution``.
        title: its title in both languages.
        formats: a document; a PDF to sign; a workbook for the tables.
    """

    name: str = "scac-execution"
    title: Text = Text(en="Technical and financial execution report", fr="Rapport d'exécution technique et financier")
    formats: tuple[str, ...] = (".docx", ".pdf", ".xlsx")

    def compose(self, programme: Programme, pack: CountryPack, period: Period, period_name: str) -> Report:
        """
        Compose the report of a half-year or another period of the programme.

        Raises:
            ReportError: The period lies outside the programme, or the programme has no money of SCAC (`report-period`).
        """
        source = programme.find("funding_sources", SOURCE)
        lines = lines_of(programme, source=SOURCE)
        if not tables.programme_years_in(programme, period) or not isinstance(source, FundingSource) or not lines:
            allowed = Text(
                en="a period within {whole}, of a programme with French money",
                fr="une période comprise {whole}, d'un programme à fonds français",
            )
            raise ReportError(
                WRONG_PERIOD.at("period", self.name, period=period_name, allowed=allowed.fill(whole=programme.card.whole.text))
            )
        writer = _Writer(programme, pack, period, lines)
        return Report(
            name=self.name,
            title=self.title,
            subtitle=source.label,
            header=writer.cover(period_name),
            sections=tuple(writer.sections()),
            checks=tuple(writer.checks()),
        )


class _Writer:
    """One report in the making."""

    def __init__(self, programme: Programme, pack: CountryPack, period: Period, lines: tuple[BudgetLine, ...]) -> None:
        self.programme, self.pack, self.period, self.lines = programme, pack, period, lines
        ids = {each.id for each in lines}
        self.missions = [mission for mission in programme.missions if mission.budget_line in ids]
        self.in_period = [mission for mission in self.missions if mission.start in period]

    def cover(self, name: str) -> tuple[tuple[Text, Text], ...]:
        """Give the cover page's facts."""
        due = self.period.end + dt.timedelta(days=DUE_DAYS)
        return (
            (Text(en="Project", fr="Projet"), self.programme.card.title),
            (Text(en="Convention no.", fr="Convention n°"), Text(en="not in the documents", fr="absent des documents")),
            (Text(en="Period", fr="Période"), same(f"{name} — ") + self.period.text),
            (Text(en="Author", fr="Auteur"), Text(en="Coordination office", fr="Bureau de Coordination")),
            (Text(en="Due", fr="À remettre le"), day_in_words(due) + Text(en=" (30 days, our default)", fr=" (30 jours, notre défaut)")),
        )

    def sections(self) -> Iterator[Section]:
        """Give the sections in the order of the form."""
        yield Section(
            Text(en="1. Summary", fr="1. Résumé exécutif"), (Paragraph(self.summary()), Note(DEFAULT_FORM)), Text(en="Summary", fr="Résumé")
        )
        yield Section(
            Text(en="2. Project sheet", fr="2. Fiche projet"), (Facts(tuple(self.project())),), Text(en="Project", fr="Fiche projet")
        )
        yield Section(
            Text(en="3. Context and key events", fr="3. Contexte et faits marquants"),
            tuple(self.events()),
            Text(en="Context", fr="Contexte"),
        )
        yield Section(
            Text(en="4. Technical execution", fr="4. Exécution technique par composante"),
            (self.technical(),),
            Text(en="Technical", fr="Technique"),
        )
        yield Section(
            Text(en="5. Indicators (IOV)", fr="5. Tableau de bord des indicateurs (IOV)"),
            (self.indicators(),),
            Text(en="Indicators", fr="IOV"),
        )
        yield Section(Text(en="6. TOKTEN missions", fr="6. Missions TOKTEN"), (self.statistics(),), Text(en="Missions", fr="Missions"))
        yield Section(Text(en="7. Financial execution", fr="7. Exécution financière"), self.money(), Text(en="Finance", fr="Finances"))
        yield Section(
            Text(en="8. Procurement, visibility", fr="8. Passation de marchés, visibilité"),
            (self.procurement(),),
            Text(en="Procurement", fr="Marchés"),
        )
        yield Section(
            Text(en="9. Difficulties and risks", fr="9. Difficultés, risques, suites"),
            (tables.risks(self.programme),),
            Text(en="Risks", fr="Risques"),
        )
        yield Section(
            Text(en="10. Next period", fr="10. Programmation et besoin de trésorerie"),
            (Facts(tuple(self.coming())),),
            Text(en="Next", fr="Suite"),
        )
        yield Section(
            Text(en="11. Annex: logframe", fr="11. Annexe : cadre logique"),
            (logframe(self.programme),),
            Text(en="Logframe", fr="Cadre logique"),
        )

    def summary(self) -> Text:
        """Say in a few sentences what was planned, done and spent."""
        state = envelope(self.programme, self.lines, self.period.end)
        return Text(
            en="France funds {planned} missions. {begun} began in the period, {done} have been carried out so far, {cancelled} were cancelled. "
            "Expenditure of the period: {now} FCFA; so far {so_far} FCFA of {budget} FCFA.",
            fr="La France finance {planned} missions. {begun} ont commencé dans la période, {done} sont réalisées à ce jour, {cancelled} annulées. "
            "Dépenses de la période : {now} FCFA ; à ce jour {so_far} FCFA sur {budget} FCFA.",
        ).fill(
            planned=planned(self.lines, "XOF").missions,
            begun=sum(mission.state is not MissionState.CANCELLED for mission in self.in_period),
            done=len(self.done()),
            cancelled=len(self.cancelled()),
            now=_spaced(spent(self.programme, self.lines, self.period)),
            so_far=_spaced(state.spent),
            budget=_spaced(state.planned.amount),
        )

    def done(self) -> list[Mission]:
        """Give the missions carried out up to the end of the period."""
        return [mission for mission in self.missions if mission.state in DONE and mission.end <= self.period.end]

    def cancelled(self) -> list[Mission]:
        """Give the missions cancelled that would have begun by the end of the period."""
        return [mission for mission in self.missions if mission.state is MissionState.CANCELLED and mission.start <= self.period.end]

    def project(self) -> Iterator[tuple[Text, Value]]:
        """Give the one-page project sheet; what the documents leave out is said."""
        absent = Text(en="not in the documents", fr="absent des documents")
        budget = planned(self.lines, "XOF").amount or Money(0, "XOF")
        euros = Decimal(minor_units(budget)) / finance.PARITY
        others = [source.label for source in self.programme.funding_sources if source.id != SOURCE]
        yield Text(en="Title", fr="Intitulé du projet"), self.programme.card.title
        yield Text(en="Number", fr="Numéro"), absent
        yield Text(en="Country", fr="Pays / zone"), same(self.programme.card.country)
        yield (
            Text(en="Instrument", fr="Instrument"),
            Text(en="direct funding within co-development", fr="financement dans le cadre du co-développement"),
        )
        yield Text(en="Holder", fr="Porteur, maître d'ouvrage"), self.programme.card.executing_agency
        yield Text(en="Dates", fr="Dates"), self.programme.card.whole.text
        yield (
            Text(en="French contribution", fr="Montant de la contribution française"),
            same(f"{_spaced(budget)} FCFA — {_euros(euros)} EUR"),
        )
        yield (
            Text(en="Co-funding", fr="Autres financements"),
            Text(en=", ".join(label.en for label in others), fr=", ".join(label.fr for label in others)),
        )
        yield Text(en="Objective", fr="Objectif spécifique"), next(each.label for each in self.programme.objectives if each.id == "1")
        yield Text(en="DAC sector, markers", fr="Secteur (code CAD), marqueurs"), absent

    def events(self) -> Iterator[Paragraph | Note]:
        """Tell the delays and cancellations that the records hold."""
        ids = {mission.id for mission in self.missions}
        told = Counter(
            (event.state, event.why)
            for event in self.programme.mission_events
            if event.mission in ids and event.on in self.period and event.state in {MissionState.CANCELLED, MissionState.DELAYED}
        )
        if not told:
            yield Paragraph(
                Text(
                    en="The records hold no delay or cancellation in the period.",
                    fr="Les enregistrements ne portent ni retard ni annulation dans la période.",
                )
            )
        words = {MissionState.CANCELLED: Text(en="cancelled", fr="annulée(s)"), MissionState.DELAYED: Text(en="delayed", fr="retardée(s)")}
        for (state, why), count in sorted(told.items()):
            yield Paragraph(
                Text(en="{n} mission(s) {what}: {why}.", fr="{n} mission(s) {what} : {why}.").fill(
                    n=count, what=words[state], why=why or "—"
                )
            )
        yield Note(Text(en="The coordination completes the context.", fr="La coordination complète le contexte."))

    def technical(self) -> Table:
        """Show planned, done, deviation and reason by component."""
        rows = []
        for each in self.lines:
            own = [mission for mission in self.missions if mission.budget_line == each.id]
            done = [mission for mission in self.done() if mission.budget_line == each.id]
            lost = [mission for mission in self.cancelled() if mission.budget_line == each.id]
            later = len(own) - len(done) - len(lost)
            why = Text(en="{c} cancelled, {l} still to come or under way", fr="{c} annulée(s), {l} à venir ou en cours").fill(
                c=len(lost), l=later
            )
            rows.append(
                line(
                    each.id, comp=item_of(self.programme, each).label, year=each.year, planned=each.missions, done=len(done),
                    gap=Difference("done", ("planned",)), why=why, proof=Text(en="mission reports", fr="rapports de mission"),
                )
            )  # fmt: skip
        columns = (
            Column("comp", Text(en="Component", fr="Composante"), width=30),
            Column("year", Text(en="Year", fr="Année"), width=11),
            Column("planned", Text(en="Planned", fr="Prévu"), "integer"),
            Column("done", Text(en="Done", fr="Réalisé"), "integer"),
            Column("gap", Text(en="Deviation", fr="Écart"), "integer"),
            Column("why", Text(en="Reason", fr="Justification"), width=30),
            Column("proof", Text(en="Proof", fr="Preuves"), width=16),
        )
        return Table(
            "technical",
            columns,
            tuple(rows),
            notes=(Text(en="Missions up to the end of the period.", fr="Missions jusqu'à la fin de la période."),),
        )

    def indicators(self) -> Table:
        """Show the indicators of the outputs that French money serves."""
        whole = tables.indicators(self.programme, self.period.end)
        outputs = {item_of(self.programme, each).output for each in self.lines}
        rows = tuple(row for row in whole.rows if row.cells.get("output") in outputs)
        return Table("iov", whole.columns, rows, notes=whole.notes)

    def statistics(self) -> Table:
        """Show the period's missions by residence: counts, sex, days, average cost; nobody is named."""
        rows = []
        for country in sorted({mission.residence for mission in self.in_period}):
            own = [mission for mission in self.in_period if mission.residence == country and mission.state is not MissionState.CANCELLED]
            costs = [amount for amount in (cost(mission, self.pack).total for mission in own) if amount is not None]
            by_women = women(self.programme, own)
            rows.append(
                line(
                    country, country=country, missions=len(own), women=UNKNOWN if by_women is None else by_women,
                    days=sum(mission.days for mission in own), hosts=len({mission.institution for mission in own}),
                    average=UNKNOWN if not costs else sum(costs) // len(costs),
                )
            )  # fmt: skip
        columns = (
            Column("country", Text(en="Country of residence", fr="Pays de résidence"), width=18),
            Column("missions", Text(en="Missions", fr="Missions"), "integer"),
            Column("women", Text(en="By women", fr="Par des femmes"), "integer"),
            Column("days", Text(en="Days", fr="Jours"), "integer"),
            Column("hosts", Text(en="Institutions", fr="Structures"), "integer"),
            Column("average", Text(en="Average cost by the rules (FCFA)", fr="Coût moyen selon les règles (FCFA)"), "money", "XOF"),
        )
        keys = [row.key for row in rows]
        note = Text(
            en="Missions that begin in the period, cancelled ones left out; the average is cut to the franc; a mission that the rules refuse has no cost.",
            fr="Missions commencées dans la période, hors annulées ; la moyenne est tronquée au franc ; une mission que les règles refusent n'a pas de coût.",
        )
        return Table("statistics", columns, (*rows, total("total", keys, "missions", "women", "days", country=tables.TOTAL)), notes=(note,))

    def money(self) -> tuple[Table, Table, Table]:
        """Give tables A, B and C."""
        return (
            finance.by_component(self.programme, self.lines, self.period),
            finance.cash(self.programme, self.lines, self.period),
            finance.funding_plan(self.programme),
        )

    def procurement(self) -> Note:
        """Say that the line pays missions only."""
        return Note(
            Text(
                en="French money pays missions only: no contract and no asset is charged to it.",
                fr="Les fonds français ne paient que des missions : ni marché ni immobilisation ne leur est imputé.",
            )
        )

    def coming(self) -> Iterator[tuple[Text, Value]]:
        """Give the missions of the next six months on French money and what they cost."""
        after = Period(self.period.end + dt.timedelta(days=1), self.period.end + dt.timedelta(days=183))
        ids = {each.id for each in self.lines}
        missions = [
            mission
            for mission in missions_in(self.programme, after)
            if mission.budget_line in ids and mission.state is not MissionState.CANCELLED
        ]
        costs = [cost(mission, self.pack).total for mission in missions]
        yield Text(en="Missions in the next six months", fr="Missions des six mois suivants"), len(missions)
        yield (
            Text(en="Their cost by the rules (FCFA)", fr="Leur coût selon les règles (FCFA)"),
            sum(amount for amount in costs if amount is not None),
        )
        yield Text(en="Of which without a known cost", fr="Dont coût inconnu"), sum(amount is None for amount in costs)

    def checks(self) -> Iterator[Check]:
        """Hold the report to the rules of the specification."""
        a, b, c = self.money()
        rows = [row.key for row in a.rows if row.kind == "line"]
        pairs = [(row, name) for row in rows for name in ("alloc", "engaged", "prev", "period")]
        exact = all(finance.at_parity(_figure(a, row, f"{name}_xof")) == _figure(a, row, f"{name}_eur") for row, name in pairs)
        rule = Text(
            en="EUR = FCFA / 655.957, half-up to the cent, line by line",
            fr="EUR = FCFA / 655,957, au centime le plus proche, ligne par ligne",
        )
        yield Check("FR-01", rule, holds=exact)
        cumulative = sum(_figure(a, row, "prev_eur") + _figure(a, row, "period_eur") for row in rows)
        yield Check(
            "FR-02",
            Text(en="Spent so far = before + period", fr="Cumul = avant + période"),
            holds=cumulative == _figure(a, "total", "cumul_eur"),
            detail=same(f"{cumulative / 100:.2f} EUR"),
        )
        ordered = all(
            _figure(a, row, "cumul_eur") <= _figure(a, row, "engaged_eur") + 1
            and _figure(a, row, "engaged_eur") <= _figure(a, row, "alloc_eur")
            for row in rows
        )
        yield Check(
            "FR-03", Text(en="Spent ≤ committed ≤ allocated, by component", fr="Cumul ≤ engagé ≤ alloué, par composante"), holds=ordered
        )
        known = b.value("difference", "amount") is not UNKNOWN
        yield Check(
            "FR-04",
            Text(en="Table B closes at zero", fr="Le tableau B se ferme à zéro"),
            holds=known and b.value("difference", "amount") == 0,
            warning=not known,
            detail=Text(en="receipts and balances unknown", fr="versements et soldes inconnus"),
        )
        yield Check(
            "FR-05",
            Text(en="Resources = uses", fr="Ressources = emplois"),
            holds=c.value("total", "planned") == c.value("uses", "planned"),
            detail=same(f"{c.value('total', 'planned')} = {c.value('uses', 'planned')}"),
        )
        gaps = [row.key for row in self.indicators().rows if row.cells.get("baseline") is None or row.cells.get("target") is None]
        yield Check(
            "FR-06",
            Text(en="Every IOV has start value, target and source", fr="Chaque IOV a valeur de départ, cible et source"),
            holds=not gaps,
            warning=True,
            detail=same(", ".join(gaps)),
        )
        names = {expert.name for expert in self.programme.experts} - {ERASED}
        yield Check(
            "FR-10",
            Text(en="No person is named", fr="Aucune personne n'est nommée"),
            holds=not any(name in said for said in self.words() for name in names),
        )
        yield self.elapsed(a)

    def words(self) -> list[str]:
        """Give all words of the tables, to see that nobody is named in them."""
        found = (block for section in self.sections() for block in section.blocks if isinstance(block, Table))
        return [str(value) for table in found for _, values in table.values() for value in values if value is not None]

    def elapsed(self, a: Table) -> Check:
        """Compare execution with time elapsed; more than 25 points apart asks for words."""
        years = sorted({each.year for each in self.lines if each.amount is not None})
        first, last = self.programme.card.period(years[0]).start, self.programme.card.period(years[-1]).end
        gone = Decimal((min(self.period.end, last) - first).days + 1) / Decimal((last - first).days + 1)
        rate = a.value("total", "rate")
        far = isinstance(rate, Decimal) and abs(rate - gone) > ELAPSED_GAP
        detail = Text(en="see parts 3 and 4", fr="voir parties 3 et 4") if far else same("")
        return Check(
            "FR-11",
            Text(
                en="Explained where execution and time lie more than 25 points apart",
                fr="Expliqué si l'exécution s'écarte du temps écoulé de plus de 25 points",
            ),
            holds=not far,
            warning=True,
            detail=detail,
        )


def _figure(table: Table, row: str, column: str) -> int:
    value = table.value(row, column)
    return value if isinstance(value, int) else 0


def _spaced(amount: Money | None) -> str:
    return "PM" if amount is None else f"{minor_units(amount):,}".replace(",", "\u202f")


def _euros(amount: Decimal) -> str:
    return f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP):,}".replace(",", "\u202f").replace(".", ",")
