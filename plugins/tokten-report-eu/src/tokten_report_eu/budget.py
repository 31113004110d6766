"""
`eu-budget`: the EU's money in the rows of the budget of the action, Annex III (fr: *budget de l'action*).

The EU's money reached the programme of 2008 as a contribution through UNDP, so no EU grant template bound it: the rows of 2016 are a *view* of the
same budget lines, and every sheet says so. The order of the closing rows of 2013 is there for contracts of that time.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

from tokten_core.content import WRONG_PERIOD, Note, Report, Section
from tokten_core.errors import ReportError
from tokten_core.model.programme import Programme
from tokten_core.periods import Period
from tokten_core.ports import CountryPack
from tokten_core.text import Text, same
from tokten_report_eu.action import Action, action_of, years_with_money
from tokten_report_eu.budget_checks import checks
from tokten_report_eu.budget_sheets import VIEW, budget, funding, justification
from tokten_report_eu.rows import Order

__all__ = ["BudgetOfTheAction"]

ALLOWED: Final = Text(
    en="all, or a programme year with money of the EU: {years}", fr="all, ou une année de programme ayant de l'argent de l'UE : {years}"
)


@frozen
class BudgetOfTheAction:
    """
    The budget of the action (fr: *budget de l'action*).

    Attributes:
        order: the order of the closing rows, ``2016`` or ``2013``.
        name: ``eu-budget``.
        title: its title in both languages.
        formats: a workbook of three sheets; a PDF of it to sign.
    """

    order: Order = "2016"
    name: str = "eu-budget"
    title: Text = Text(en="Budget of the action", fr="Budget de l'action")
    formats: tuple[str, ...] = (".xlsx", ".pdf")

    def compose(self, programme: Programme, pack: CountryPack, period: Period, period_name: str) -> Report:
        """
        Compose the budget of a programme year or of the whole programme.

        Raises:
            ReportError: The period is neither, or the EU has no amount in it (`report-period`).
        """
        action = action_of(programme, period)
        if action is None:
            allowed = ALLOWED.fill(years=", ".join(years_with_money(programme)) or "—")
            raise ReportError(WRONG_PERIOD.at("period", self.name, period=period_name, allowed=allowed))
        table = budget(action, self.order)
        sources = funding(action, table)
        sheets = (
            (Text(en="1. Budget", fr="1. Budget"), table),
            (Text(en="2. Justification", fr="2. Justification"), justification(action)),
            (Text(en="3. Sources of funding", fr="3. Sources de financement"), sources),
        )
        return Report(
            name=self.name,
            title=self.title,
            subtitle=programme.card.title,
            header=self._header(action, pack),
            sections=tuple(Section(title, (Note(VIEW), sheet), title) for title, sheet in sheets),
            checks=tuple(checks(action, self.order, table, sources)),
        )

    def _header(self, action: Action, pack: CountryPack) -> tuple[tuple[Text, Text], ...]:
        return (
            (
                Text(en="Template", fr="Modèle"),
                Text(en="Annex III, order of rows of ", fr="Annexe III, ordre des lignes de ") + same(self.order),
            ),
            (Text(en="Programme years", fr="Années de programme"), same(", ".join(action.years))),
            (Text(en="Currency", fr="Monnaie"), Text(en="EUR, a view of FCFA at 655.957", fr="EUR, vue du FCFA à 655,957")),
            (Text(en="Country pack", fr="Lot national"), pack.title),
        )
