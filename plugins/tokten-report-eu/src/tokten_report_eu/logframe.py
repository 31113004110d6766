"""
`eu-logframe`: the logical framework in the EU's edition of 2016, Annex C (fr: *cadre logique*).

Impact, outcomes and outputs down, with indicator, baseline, current value, target, sources and assumptions across; activities with means and costs
below. A gap of the documents is printed as a gap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import frozen

from tokten_core.content import WRONG_PERIOD, Check, Report, Section
from tokten_core.errors import ReportError
from tokten_core.model.programme import Programme
from tokten_core.periods import Period
from tokten_core.ports import CountryPack
from tokten_core.services.monitoring import indicator_states
from tokten_core.text import Text, same
from tokten_report_eu.chain import activities, results_chain

__all__ = ["LogicalFramework"]


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
            ReportError: The period has no day in common with the programme (`report-period`).
        """
        whole = programme.card.whole
        if not period.overlaps(whole):
            allowed = Text(en="a period within the programme: {whole}", fr="une période du programme : {whole}").fill(whole=whole.text)
            raise ReportError(WRONG_PERIOD.at("period", self.name, period=period_name, allowed=allowed))
        day = min(period.end, whole.end)
        return Report(
            name=self.name,
            title=self.title,
            subtitle=programme.card.title,
            header=(
                (Text(en="Template", fr="Modèle"), Text(en="Annex C, edition of 2016", fr="Annexe C, édition de 2016")),
                (Text(en="Period", fr="Période"), period.text),
                (Text(en="Current values up to", fr="Valeurs actuelles au"), day),
                (Text(en="Country pack", fr="Lot national"), pack.title),
            ),
            sections=(
                Section(
                    Text(en="Results chain", fr="Chaîne des résultats"),
                    (results_chain(programme, day),),
                    Text(en="Logframe", fr="Cadre logique"),
                ),
                Section(
                    Text(en="Activities (A): means and costs", fr="Activités (A) : moyens et coûts"),
                    (activities(programme, day),),
                    Text(en="Activities", fr="Activités"),
                ),
            ),
            checks=tuple(_checks(programme, day)),
        )


def _checks(programme: Programme, day: dt.date) -> Iterator[Check]:
    """
    Hold the readings to the rules of the form.

    A value never read, or read without telling the sexes apart, is told and printed as a gap: the contract that would make it an error bound no
    grant here. More women than persons is an error whatever the contract.
    """
    states = indicator_states(programme, day)
    unread = [state.indicator.id for state in states if state.reading is None]
    text = Text(en="Every indicator has a current value", fr="Chaque indicateur a une valeur actuelle")
    yield Check("EU-12", text, holds=not unread, warning=True, detail=same(", ".join(unread)))
    read = [(state.indicator, state.reading) for state in states if state.reading is not None]
    wrong = [about.id for about, reading in read if reading.women is not None and not 0 <= reading.women <= reading.value]
    text = Text(en="Women and men add up to the total", fr="Femmes et hommes font le total")
    yield Check("EU-17", text, holds=not wrong, detail=same(", ".join(wrong)))
    together = [about.id for about, reading in read if about.by_sex and reading.women is None]
    text = Text(en="Indicators of persons are read by sex", fr="Les indicateurs de personnes sont relevés par sexe")
    yield Check("EU-17-by-sex", text, holds=not together, warning=True, detail=same(", ".join(together)))
