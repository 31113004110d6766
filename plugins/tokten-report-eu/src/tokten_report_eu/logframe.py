"""
`eu-logframe`: the logical framework in the EU's edition of 2016 (fr: *cadre logique*).

Impact, outcomes, outputs and activities down; indicators with baseline, current value and target, sources and assumptions across. A gap of the
documents is printed as a gap. The words of the three traditions are noted below the table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from attrs import frozen

from tokten_core.content import Check, Column, Product, Report, Row, Section, Table, line
from tokten_core.errors import ReportError
from tokten_core.model.logframe import Activity, Indicator, Objective, ObjectiveLevel, Output
from tokten_core.model.programme import Programme
from tokten_core.money import HALF_UP, minor_units
from tokten_core.periods import Period
from tokten_core.ports import CountryPack
from tokten_core.services.monitoring import reading_on
from tokten_core.services.quarterly import NOT_A_QUARTER as WRONG_PERIOD
from tokten_core.services.tables import programme_years_in
from tokten_core.text import Text, same
from tokten_report_eu.euros import PARITY

__all__ = ["LogicalFramework"]

GAP: Final = Text(en="not stated", fr="non précisé")
LEVELS: Final = {
    ObjectiveLevel.IMPACT: Text(en="Overall objective: impact", fr="Objectif général : impact"),
    ObjectiveLevel.OUTCOME: Text(en="Specific objective: outcome", fr="Objectif spécifique : effet direct"),
}
NOTES: Final = (
    Text(
        en="Impact = objectif global, outcome = objectif spécifique, output = résultat (EU usage before 2016) = produit (UN). Op: output, A: activity.",
        fr="Impact = objectif global, effet = objectif spécifique, produit = résultat (usage de l'UE avant 2016). Op : produit, A : activité.",
    ),
    Text(
        en="Current values are the last readings up to the end of the period, women told apart where persons are counted. Costs are the first year's "
        "work plan, EUR at 655.957 FCFA, half-up to the cent.",
        fr="Les valeurs actuelles sont les dernières relevées jusqu'à la fin de la période, les femmes à part là où l'on compte des personnes. Les "
        "coûts sont ceux du plan de travail, en EUR à 655,957 FCFA, au centime le plus proche.",
    ),
)


@frozen
class LogicalFramework:
    """
    The logical framework (fr: *cadre logique*).

    Attributes:
        name: ``eu-logframe``.
        title: its title in both languages.
        formats: a workbook, a document, a PDF.
    """

    name: str = "eu-logframe"
    title: Text = Text(en="Logical framework", fr="Cadre logique")
    formats: tuple[str, ...] = (".xlsx", ".docx", ".pdf")

    def compose(self, programme: Programme, pack: CountryPack, period: Period, period_name: str) -> Report:
        """
        Compose the logical framework with the values known at the end of a period.

        Raises:
            ReportError: The period lies outside the programme (`report-period`).
        """
        if not programme_years_in(programme, period):
            allowed = Text(en="a period within {whole}", fr="une période comprise {whole}").fill(whole=programme.card.whole.text)
            raise ReportError(WRONG_PERIOD.at("period", self.name, period=period_name, allowed=allowed))
        day = min(period.end, programme.card.end)
        table = Table("logframe", _columns(), tuple(_rows(programme, day)), notes=NOTES)
        return Report(
            name=self.name,
            title=self.title,
            subtitle=programme.card.title,
            header=(
                (Text(en="Template", fr="Modèle"), same("Annex C, 2016")),
                (Text(en="Values up to", fr="Valeurs au"), day),
                (Text(en="Pack", fr="Lot national"), pack.title),
            ),
            sections=(Section(Text(en="Logical framework", fr="Cadre logique"), (table,), Text(en="Logframe", fr="Cadre logique")),),
            checks=tuple(_checks(programme, day)),
        )


def _columns() -> tuple[Column, ...]:
    baseline, current, target = (
        Text(en="Baseline", fr="Valeur de référence"),
        Text(en="Current value", fr="Valeur actuelle"),
        Text(en="Target", fr="Valeur cible"),
    )
    value, on = Text(en="Value", fr="Valeur"), Text(en="Day", fr="Date")
    return (
        Column("chain", Text(en="Results chain", fr="Chaîne des résultats"), width=40),
        Column("indicator", Text(en="Indicators", fr="Indicateurs"), width=36),
        Column("baseline", value, "decimal", width=11, group=baseline),
        Column("baseline_on", on, "date", width=11, group=baseline),
        Column("current", value, "decimal", width=9, group=current),
        Column("women", Text(en="of which women", fr="dont femmes"), "decimal", width=9, group=current),
        Column("current_on", on, "date", width=11, group=current),
        Column("target", value, "decimal", width=11, group=target),
        Column("target_on", on, "date", width=11, group=target),
        Column("sources", Text(en="Sources and means of verification", fr="Sources et moyens de vérification"), width=32),
        Column("assumptions", Text(en="Assumptions", fr="Hypothèses"), width=16),
        Column("means", Text(en="Means", fr="Moyens"), width=18, group=Text(en="Activities", fr="Activités")),
        Column("cost", Text(en="Costs (EUR)", fr="Coûts (EUR)"), "money", "EUR", width=13, group=Text(en="Activities", fr="Activités")),
        Column("francs", Text(en="Costs (FCFA)", fr="Coûts (FCFA)"), "money", "XOF", width=13, group=Text(en="Activities", fr="Activités")),
    )


def _rows(programme: Programme, day: dt.date) -> Iterator[Row]:
    for objective in programme.objectives:
        assumptions = None if objective.level is ObjectiveLevel.IMPACT else objective.assumptions
        yield Row(f"o-{objective.id}", {"chain": _level(objective), "assumptions": assumptions}, "heading")
        for output in (each for each in programme.outputs if each.objective == objective.id):
            yield from _output(programme, output, day)


def _level(objective: Objective) -> Text:
    number = same("" if objective.level is ObjectiveLevel.IMPACT else f" {objective.id}")
    return LEVELS[objective.level] + number + same(" — ") + objective.label


def _output(programme: Programme, output: Output, day: dt.date) -> Iterator[Row]:
    indicators = [indicator for indicator in programme.indicators if indicator.output == output.id]
    label = same(f"Op {output.id} ") + output.label
    if not indicators:
        yield line(f"op-{output.id}", chain=label, indicator=GAP, assumptions=output.assumptions)
    for number, indicator in enumerate(indicators):
        yield _indicator(programme, indicator, day, label if number == 0 else None, output)
    for activity in (each for each in programme.activities if each.output == output.id and each.amount is not None):
        yield _activity(activity)


def _indicator(programme: Programme, indicator: Indicator, day: dt.date, label: Text | None, output: Output) -> Row:
    reading = reading_on(programme, indicator.id, day)
    return line(
        indicator.id,
        chain=label,
        indicator=indicator.label,
        baseline=GAP if indicator.baseline is None else indicator.baseline,
        baseline_on=indicator.baseline_on,
        current=None if reading is None else reading.value,
        women=None if reading is None else reading.women,
        current_on=None if reading is None else reading.on,
        target=GAP if indicator.target is None else indicator.target,
        target_on=indicator.target_on,
        sources=indicator.means_of_verification,
        assumptions=output.assumptions if label is not None else None,
    )


def _activity(activity: Activity) -> Row:
    francs = None if activity.amount is None else minor_units(activity.amount)
    cells = {
        "chain": same("A ") + activity.label,
        "means": activity.responsible or GAP,
        "francs": francs,
        "cost": Product("francs", over=PARITY, rounding=HALF_UP),
    }
    return Row(activity.id, cells, level=1)


def _checks(programme: Programme, day: dt.date) -> Iterator[Check]:
    unread = [indicator.id for indicator in programme.indicators if reading_on(programme, indicator.id, day) is None]
    rule = Text(
        en="Every indicator has a current value; one that was never read is told",
        fr="Chaque indicateur a une valeur actuelle ; celui qui n'a jamais été relevé est dit",
    )
    yield Check("EU-12", rule, holds=not unread, warning=True, detail=same(", ".join(unread)))
    wrong = []
    for indicator in programme.indicators:
        reading = reading_on(programme, indicator.id, day)
        if (
            indicator.by_sex
            and reading is not None
            and not Decimal(0) <= (reading.women if reading.women is not None else Decimal(-1)) <= reading.value
        ):
            wrong.append(indicator.id)
    rule = Text(
        en="Indicators of persons tell women apart, within the total",
        fr="Les indicateurs de personnes distinguent les femmes, dans la limite du total",
    )
    yield Check("EU-17", rule, holds=not wrong, warning=True, detail=same(", ".join(wrong)))
