"""
`undp-awp`: the annual work plan in UNDP's form (fr: *plan de travail annuel, PTA*).

One row for each activity, in the document's own order, under its output; quarters are marks; francs stand first and dollars are francs at the
planning rate. Lines *pour mémoire* stay. A plan is of one programme year: the document of Mali calls that of 2008/2009 its plan of 2008, and so
does the title here.
"""

from __future__ import annotations

from attrs import frozen

from tokten_core.content import WRONG_PERIOD, Report, Section
from tokten_core.errors import ReportError
from tokten_core.model.programme import Programme
from tokten_core.periods import Period
from tokten_core.ports import CountryPack
from tokten_core.services.planning import plan_years
from tokten_core.text import Text, same
from tokten_report_undp.cover import blanks, cover
from tokten_report_undp.plan import plan_of
from tokten_report_undp.plan_checks import checks
from tokten_report_undp.plan_tables import currency_words, work_plan
from tokten_report_undp.plan_totals import indicators, totals_by_account, totals_by_source

__all__ = ["AnnualWorkPlan"]

ALLOWED = Text(en="a programme year with a work plan: {years}", fr="une année de programme ayant un plan de travail : {years}")


@frozen
class AnnualWorkPlan:
    """
    The annual work plan (fr: *plan de travail annuel*).

    Attributes:
        name: ``undp-awp``.
        title: its title in both languages.
        formats: a workbook to work with, a PDF to sign.
    """

    name: str = "undp-awp"
    title: Text = Text(en="Annual work plan", fr="Plan de travail annuel")
    formats: tuple[str, ...] = (".xlsx", ".pdf")

    def compose(self, programme: Programme, pack: CountryPack, period: Period, period_name: str) -> Report:
        """
        Compose the work plan of one programme year.

        Raises:
            ReportError: The period is no programme year with a work plan (`report-period`).
        """
        card, years = programme.card, plan_years(programme)
        year = next((each for each in years if card.period(each) == period), None)
        if year is None:
            allowed = ALLOWED.fill(years=", ".join(years) or "—")
            raise ReportError(WRONG_PERIOD.at("period", self.name, period=period_name, allowed=allowed))
        plan = plan_of(programme, year)
        tables = (work_plan(plan), totals_by_source(plan), totals_by_account(plan), indicators(plan))
        awp, by_source, by_account, shown = tables
        return Report(
            name=self.name,
            title=self.title + same(f" {card.period(year).start.year}"),
            subtitle=card.title,
            header=(
                (Text(en="Programme year", fr="Année de programme"), same(f"{year} : ") + card.period(year).text),
                (Text(en="Planning rate", fr="Taux de planification"), _rate(programme)),
            ),
            sections=(
                Section(
                    Text(en="Cover page", fr="Page de garde"), (cover(plan, pack, awp), *blanks(plan)), Text(en="Cover", fr="Page de garde")
                ),
                Section(Text(en="Work plan", fr="Plan de travail"), (awp,), Text(en="Work plan", fr="PTA")),
                Section(Text(en="Totals", fr="Totaux"), (by_source, by_account), Text(en="Totals", fr="Totaux")),
                Section(Text(en="Indicators", fr="Indicateurs"), (shown,), Text(en="Indicators", fr="Indicateurs")),
            ),
            checks=tuple(checks(plan, pack, tables)),
        )


def _rate(programme: Programme) -> Text:
    card = programme.card
    words = Text(en="{rate} {local} for 1 {other}", fr="{rate} {local} pour 1 {other}")
    unknown = Text(en="unknown", fr="inconnu")
    return (
        words.fill(rate=card.planning_rate, local=currency_words(card.currency), other=currency_words(card.reporting_currency))
        if card.planning_rate
        else unknown
    )
