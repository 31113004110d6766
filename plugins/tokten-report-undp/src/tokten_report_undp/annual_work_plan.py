"""
`undp-awp`: the annual work plan in UNDP's form (fr: *plan de travail annuel, PTA*).

One row for each activity, in the document's own order, under its output; quarters are marks; francs stand first because they are authoritative, and
dollars are francs at the planning rate. Lines *pour mémoire* stay; an uncertain mark is a question mark. The plan that the document of Mali calls
2008 is the programme year 2008/2009.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Final

from attrs import field, frozen

from tokten_core.accounts import lines_of
from tokten_core.content import PM, Cell, Check, Column, Product, Report, Row, Section, Table, line, subtotal, total
from tokten_core.errors import ReportError
from tokten_core.model.funding import CostKind, FundingSource
from tokten_core.model.logframe import Activity, Objective, Output
from tokten_core.model.programme import Programme
from tokten_core.money import HALF_UP, Money, minor_units
from tokten_core.money import total as total_of
from tokten_core.periods import Period
from tokten_core.ports import CountryPack
from tokten_core.services.quarterly import NOT_A_QUARTER as WRONG_PERIOD
from tokten_core.text import Text, joined, same
from tokten_report_undp.accounts import ACCOUNTS, account_of

__all__ = ["AnnualWorkPlan"]

QUARTERS: Final = ("q1", "q2", "q3", "q4")
GAP: Final = Text(en="blank in the document", fr="vide dans le document")
MANAGEMENT: Final = (CostKind.OPERATING, CostKind.EQUIPMENT)
NOTES: Final = (
    Text(
        en="FCFA is authoritative; USD = FCFA at the planning rate, rounded half-up to the cent on each line. X: quarter marked; ?: the printed mark "
        "cannot be placed for sure. PM: pour mémoire, a line without amount.",
        fr="Le FCFA fait foi ; USD = FCFA au taux de planification, arrondi au centime le plus proche à chaque ligne. X : trimestre coché ; ? : la croix "
        "imprimée ne peut être placée avec certitude. PM : pour mémoire, ligne sans montant.",
    ),
    Text(
        en="Budget accounts are our reading of each line; the document leaves the column blank.",
        fr="Les comptes budgétaires sont notre lecture de chaque ligne ; le document laisse la colonne vide.",
    ),
)


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
        known = {year: programme.card.period(year) for year in dict.fromkeys(activity.year for activity in programme.activities)}
        year = next((name for name, days in known.items() if days == period), None)
        if year is None:
            allowed = Text(en="a programme year with a work plan: {years}", fr="une année de programme ayant un plan de travail : {years}")
            raise ReportError(WRONG_PERIOD.at("period", self.name, period=period_name, allowed=allowed.fill(years=", ".join(known) or "—")))
        plan = _Plan(programme, pack, year)
        return Report(
            name=self.name,
            title=self.title + same(f" {year}"),
            subtitle=programme.card.title,
            header=plan.cover(),
            sections=(
                Section(Text(en="Work plan", fr="Plan de travail"), (plan.table,), Text(en="Work plan", fr="PTA")),
                Section(Text(en="Totals", fr="Totaux"), (plan.by_source(), plan.by_account()), Text(en="Totals", fr="Totaux")),
                Section(Text(en="Indicators", fr="Indicateurs"), (plan.indicators(),), Text(en="Indicators", fr="Indicateurs")),
            ),
            checks=tuple(plan.checks()),
        )


@frozen
class _Plan:
    """One work plan in the making."""

    programme: Programme
    pack: CountryPack
    year: str
    activities: tuple[Activity, ...] = field(init=False)
    table: Table = field(init=False)

    def __attrs_post_init__(self) -> None:
        own = sorted((activity for activity in self.programme.activities if activity.year == self.year), key=lambda activity: activity.rank)
        object.__setattr__(self, "activities", tuple(own))
        object.__setattr__(self, "table", self._table())

    def cover(self) -> tuple[tuple[Text, Text], ...]:
        """Give the cover page in the order of the 2008 form; what the document leaves blank is said to be."""
        card = self.programme.card
        sources = [source for source in self.programme.funding_sources if self._of_source(source.id)]
        allocated = joined(
            [
                source.label + same(f" : {_spaced(total_of([a.amount for a in self._of_source(source.id) if a.amount], 'XOF'))} FCFA")
                for source in sources
            ],
            "; ",
        )
        outcomes = [objective for objective in self.programme.objectives if objective.policy_link]
        return (
            (Text(en="Country", fr="Pays"), same(card.country)),
            (Text(en="Project title", fr="Titre du projet"), card.title),
            (Text(en="UNDAF outcome", fr="Effet UNDAF"), same(outcomes[0].policy_link) if outcomes else GAP),
            (Text(en="Implementing partner", fr="Partenaire de réalisation"), card.executing_agency),
            (Text(en="Programme period", fr="Période du programme"), card.whole.text),
            (Text(en="Work plan of", fr="Plan de travail de"), same(f"{self.year} — ") + card.period(self.year).text),
            (Text(en="Atlas award ID", fr="Numéro du projet (Atlas)"), GAP),
            (Text(en="Management arrangement", fr="Modalité de gestion"), GAP),
            (
                Text(en="Planning rate", fr="Taux de planification"),
                Text(en="{r} FCFA per USD", fr="{r} FCFA pour 1 USD").fill(r=card.planning_rate or "—"),
            ),
            (Text(en="Allocated resources", fr="Ressources allouées"), allocated),
            (Text(en="Government counterpart", fr="Contrepartie du gouvernement"), same(f"{_spaced(self.counterpart())} FCFA")),
            (Text(en="Unfunded budget", fr="Budget non financé"), GAP),
        )

    def counterpart(self) -> Money:
        """Give what the government's budget lines plan for the year."""
        return total_of([each.amount for each in lines_of(self.programme, year=self.year, partners=False) if each.amount], "XOF")

    def _table(self) -> Table:
        card = self.programme.card
        quarter = Text(en="Timeframe", fr="Calendrier")
        money = Text(en="Planned budget", fr="Budget prévu")
        columns = (
            Column("output", Text(en="Expected outputs, targets", fr="Produits escomptés, cibles"), width=34),
            Column("activity", Text(en="Planned activities", fr="Activités prévues"), width=44),
            *(Column(key, Text(en=key.upper(), fr=f"T{key[1]}"), "mark", width=5, group=quarter) for key in QUARTERS),
            Column("responsible", Text(en="Responsible party", fr="Partie responsable"), width=18),
            Column("source", Text(en="Funding source", fr="Source de financement"), width=16, group=money),
            Column("account", Text(en="Budget description", fr="Description budgétaire"), width=26, group=money),
            Column("xof", Text(en="Amount in FCFA", fr="Montant en FCFA"), "money", card.currency, width=15, group=money),
            Column("usd", Text(en="Amount in USD", fr="Montant en USD"), "money", card.reporting_currency, width=14, group=money),
        )
        rows = tuple(self._rows())
        return Table("awp", columns, rows, notes=NOTES)

    def _rows(self) -> Iterator[Row]:
        closing: list[str] = []
        for objective, group in groupby(self.activities, key=self._objective):
            own = list(group)
            yield Row(f"h-{objective.id}", {"output": same(f"{objective.id}. ") + objective.label}, "heading")
            yield from self._activities(own)
            parts = [activity for activity in own if activity.kind in MANAGEMENT and objective.id == _management(self.programme)]
            if parts:
                label = Text(en="Subtotal supplies and equipment", fr="Sous-total fournitures et équipement")
                yield subtotal(f"m-{objective.id}", [activity.id for activity in parts], "xof", "usd", output=label)
            for output, of_output in (
                groupby(own, key=lambda activity: activity.output) if objective.id == _management(self.programme) else ()
            ):
                label = Text(en="Subtotal {output}", fr="Sous-total {output}").fill(output=self._output(output).label)
                yield subtotal(f"o-{output}", [activity.id for activity in of_output], "xof", "usd", output=label)
            label = Text(en="Total {id}", fr="Total {id}").fill(id=objective.id)
            yield subtotal(f"s-{objective.id}", [activity.id for activity in own], "xof", "usd", output=label)
            closing.append(f"s-{objective.id}")
        yield total("total", closing, "xof", "usd", output=Text(en="General total", fr="Total général"))
        label = Text(en="Government counterpart", fr="Contrepartie du gouvernement")
        yield line(
            "counterpart",
            output=label,
            source=Text(en="government", fr="gouvernement"),
            xof=minor_units(self.counterpart()),
            usd=self._usd(),
        )
        yield total("all", ("total", "counterpart"), "xof", "usd", output=Text(en="Total of the work plan", fr="Total du plan de travail"))

    def _activities(self, own: list[Activity]) -> Iterator[Row]:
        seen: set[str | None] = set()
        for activity in own:
            output = self._output(activity.output)
            words = same(f"{output.id} ") + output.label + (same(" — ") + output.target if output.target else same(""))
            first, amount = activity.output not in seen, self._amount(activity)
            seen.add(activity.output)
            yield line(
                activity.id,
                output=words if first else None,
                activity=activity.label,
                **{key: _mark(activity, key) for key in QUARTERS},
                responsible=activity.responsible,
                source=self._source(activity),
                account=None if activity.kind is None else same(f"{account_of(activity.kind)} ") + ACCOUNTS[account_of(activity.kind)],
                xof=amount,
                usd=PM if amount is PM else None if amount is None else self._usd(),
            )

    def _amount(self, activity: Activity) -> Cell:
        return PM if activity.pm else None if activity.amount is None else minor_units(activity.amount)

    def _usd(self) -> Product:
        return Product("xof", over=self.programme.card.planning_rate or Decimal(1), rounding=HALF_UP)

    def _source(self, activity: Activity) -> Text | None:
        found = self.programme.find("funding_sources", activity.funding_source)
        return found.label if isinstance(found, FundingSource) else None

    def _objective(self, activity: Activity) -> Objective:
        found = self.programme.find("objectives", self._output(activity.output).objective)
        assert isinstance(found, Objective)  # noqa: S101 - the programme checked its references when it was made
        return found

    def _output(self, key: str | None) -> Output:
        found = self.programme.find("outputs", key)
        assert isinstance(found, Output)  # noqa: S101 - an activity of a work plan serves an output
        return found

    def _of_source(self, source: str) -> list[Activity]:
        return [activity for activity in self.activities if activity.funding_source == source and activity.amount is not None]

    def by_source(self) -> Table:
        """Show the plan's total by funding source."""
        rows = [
            line(
                source.id,
                label=source.label,
                xof=sum(minor_units(a.amount) for a in self._of_source(source.id) if a.amount),
                usd=self._usd(),
            )
            for source in self.programme.funding_sources
            if self._of_source(source.id)
        ]
        return self._short("by-source", Text(en="By funding source", fr="Par source de financement"), rows)

    def by_account(self) -> Table:
        """Show the plan's total by budget account."""
        accounts: dict[str, int] = {}
        for activity in self.activities:
            if activity.amount is not None and activity.kind is not None:
                code = account_of(activity.kind)
                accounts[code] = accounts.get(code, 0) + minor_units(activity.amount)
        rows = [
            line(code, label=same(f"{code} ") + ACCOUNTS[code], xof=amount, usd=self._usd()) for code, amount in sorted(accounts.items())
        ]
        return self._short("by-account", Text(en="By budget account", fr="Par compte budgétaire"), rows)

    def _short(self, key: str, caption: Text, rows: list[Row]) -> Table:
        card = self.programme.card
        columns = (
            Column("label", Text(en="Item", fr="Rubrique"), width=40),
            Column("xof", Text(en="Amount in FCFA", fr="Montant en FCFA"), "money", card.currency, width=16),
            Column("usd", Text(en="Amount in USD", fr="Montant en USD"), "money", card.reporting_currency, width=16),
        )
        closing = total("total", [row.key for row in rows], "xof", "usd", label=Text(en="Total", fr="Total"))
        return Table(key, columns, (*rows, closing), caption)

    def indicators(self) -> Table:
        """Show the indicators of the outputs in the plan; a baseline that no document states is printed as a gap."""
        outputs = {activity.output for activity in self.activities}
        rows = tuple(
            line(
                about.id,
                output=about.output,
                indicator=about.label,
                baseline=GAP if about.baseline is None else about.baseline,
                year=None if about.baseline_on is None else about.baseline_on,
                target=GAP if about.target is None else about.target,
                means=about.means_of_verification,
            )
            for about in self.programme.indicators
            if about.output in outputs
        )
        columns = (
            Column("output", Text(en="Output", fr="Produit"), width=8),
            Column("indicator", Text(en="Indicator", fr="Indicateur"), width=44),
            Column("baseline", Text(en="Baseline", fr="Donnée de référence"), "decimal", width=22),
            Column("year", Text(en="Day of the baseline", fr="Date de référence"), "date", width=12),
            Column("target", Text(en="Target", fr="Cible"), "decimal", width=22),
            Column("means", Text(en="Means of verification", fr="Moyens de vérification"), width=40),
        )
        return Table("awp-indicators", columns, rows)

    def checks(self) -> Iterator[Check]:
        """Hold the plan to the rules of the specification."""
        sums = [self.table.value("total", "xof"), self.by_source().value("total", "xof"), self.by_account().value("total", "xof")]
        rule = Text(en="Total by output = by source = by account", fr="Total par produit = par source = par compte")
        yield Check(
            "UNDP-05",
            rule,
            holds=len(set(sums)) == 1,
            detail=same(" = ".join(f"{value:,}".replace(",", "\u202f") for value in sums if isinstance(value, int))),
        )
        yield self._support_cost()
        unmarked = [activity for activity in self.activities if activity.amount is not None and not activity.quarters]
        rule = Text(en="Every amount has a marked quarter", fr="Chaque montant a un trimestre coché")
        yield Check("UNDP-05b", rule, holds=not unmarked, warning=True, detail=joined([activity.label for activity in unmarked], "; "))
        gaps = [row.key for row in self.indicators().rows if row.cells.get("baseline") is GAP or row.cells.get("target") is GAP]
        rule = Text(
            en="Indicators have baseline and target; a gap of the document is printed as one",
            fr="Les indicateurs ont référence et cible ; un vide du document est imprimé comme tel",
        )
        yield Check("UNDP-10", rule, holds=not gaps, warning=True, detail=same(", ".join(gaps)))
        codes = {account_of(activity.kind) for activity in self.activities if activity.kind is not None}
        rule = Text(en="Account codes exist, at budget level", fr="Les comptes existent, au niveau budgétaire")
        yield Check("UNDP-12", rule, holds=all(code in ACCOUNTS and code.endswith("00") for code in codes))
        yield self._against_budget()

    def _support_cost(self) -> Check:
        own = [activity for activity in self.activities if activity.kind is CostKind.SUPPORT_COST and activity.amount is not None]
        differences = []
        for activity in own:
            paid = [
                a.amount
                for a in self._of_source(activity.funding_source or "")
                if a.kind is not CostKind.SUPPORT_COST and a.amount is not None
            ]
            day = self.programme.card.period(self.year).start
            due = self.pack.costs.support_cost(total_of(paid, "XOF"), day, activity.funding_source or "").value
            if activity.amount is None or due != minor_units(activity.amount):
                differences.append(f"{activity.id}: {due}")
        rule = Text(
            en="Support cost as the rules give it on the source's own money",
            fr="Coût d'appui tel que le donnent les règles sur l'argent de la source",
        )
        return Check("UNDP-06", rule, holds=not differences, detail=same(", ".join(differences)))

    def _against_budget(self) -> Check:
        differing = []
        for source in self.programme.funding_sources:
            if source.partner:
                plan = sum(minor_units(a.amount) for a in self._of_source(source.id) if a.amount is not None)
                lines = [each.amount for each in lines_of(self.programme, source=source.id, year=self.year) if each.amount is not None]
                budget = minor_units(total_of(lines, "XOF"))
                if plan != budget:
                    differing.append(f"{source.id}: {plan} / {budget}")
        rule = Text(en="The plan equals the year's budget, source by source", fr="Le plan égale le budget de l'année, source par source")
        return Check("AWP-budget", rule, holds=not differing, detail=same(", ".join(differing)))


def _mark(activity: Activity, quarter: str) -> Cell:
    if quarter in activity.quarters:
        return True
    later = quarter in {"q3", "q4"} and not activity.quarters
    after = quarter == "q4" and activity.quarters == ("q3",)
    return "?" if activity.uncertain_quarter and (later or after) else None


def _management(programme: Programme) -> str:
    """Give the objective under which staff and running costs stand: that of the outputs which staff is charged to."""
    staff = next((item.output for item in programme.budget_items if item.kind is CostKind.STAFF), None)
    found = programme.find("outputs", staff)
    return found.objective if isinstance(found, Output) else ""


def _spaced(amount: Money) -> str:
    return f"{minor_units(amount):,}".replace(",", "\u202f")
