"""
`eu-budget`: the EU's money in the rows of the budget of the action, Annex III (fr: *budget de l'action*).

The EU's money reached the programme of 2008 as a contribution through UNDP, so no EU grant template bound it: the rows of 2016 are a *view* of the
same budget lines, and every sheet says so. Unit and quantity are not in the document: ``forfait, 1``. Euros are francs at the fixed parity, rounded
half-up to the cent on each line.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import field, frozen

from tokten_core.accounts import lines_of
from tokten_core.content import Cell, Check, Column, Difference, Note, Ratio, Report, Row, Section, Sum, Table, line, total
from tokten_core.errors import ReportError
from tokten_core.model.budget import BudgetItem, BudgetLine
from tokten_core.model.funding import CostKind, FundingSource
from tokten_core.model.programme import Programme
from tokten_core.money import HALF_UP, minor_units, rounded
from tokten_core.periods import Period
from tokten_core.ports import CountryPack
from tokten_core.services.quarterly import NOT_A_QUARTER as WRONG_PERIOD
from tokten_core.text import Text, same
from tokten_report_eu.rows import CEILINGS, CLOSING, HEADINGS, Order, heading_of

__all__ = ["BudgetOfTheAction"]

PARITY: Final = Decimal("655.957")
"""Francs for one euro; fixed, whatever the strategy."""
SOURCE: Final = "ce"
UNIT: Final = Text(en="lump sum", fr="forfait")
VIEW: Final = Text(
    en="The EU's money was a contribution through UNDP: no EU grant template bound it. The rows of the 2016 form are a view of the programme's own "
    "budget lines; unit and quantity are not in the document (lump sum, 1). EUR = FCFA / 655.957, half-up to the cent on each line.",
    fr="L'argent de l'UE fut une contribution via le PNUD : aucun modèle de subvention ne s'imposait. Les lignes du modèle 2016 sont une vue des "
    "lignes budgétaires du programme ; unité et quantité ne sont pas dans le document (forfait, 1). EUR = FCFA / 655,957, au centime le plus "
    "proche à chaque ligne.",
)
SETTLED: Final = Text(
    en="The document prints 650 000 EUR; its FCFA figures give 649 999.92 EUR at the parity. FCFA is authoritative: a settled finding. The sum of "
    "the lines may differ from it by the cents rounded on each line.",
    fr="Le document imprime 650 000 EUR ; ses montants en FCFA donnent 649 999,92 EUR à la parité. Le FCFA fait foi : constat tranché. La somme des "
    "lignes peut en différer des centimes arrondis à chaque ligne.",
)
MISSIONS_TOGETHER: Final = Text(
    en="Missions are shown whole in 6.1: the budget does not split tickets (2.1) from allowances, and the experts are volunteers, not staff.",
    fr="Les missions figurent entières en 6.1 : le budget ne sépare pas les billets (2.1) des indemnités, et les experts sont des volontaires, non "
    "du personnel.",
)
GMS: Final = Text(
    en="UNDP's support cost (GMS) is shown as indirect costs, whose ceiling it keeps.",
    fr="Le coût d'appui du PNUD (GMS) est montré en coûts indirects, dont il respecte le plafond.",
)


@frozen
class BudgetOfTheAction:
    """
    The budget of the action (fr: *budget de l'action*).

    Attributes:
        order: the order of the closing rows, ``2016`` or ``2013``.
        name: ``eu-budget``.
        title: its title in both languages.
        formats: a workbook of three sheets.
    """

    order: Order = "2016"
    name: str = "eu-budget"
    title: Text = Text(en="Budget of the action", fr="Budget de l'action")
    formats: tuple[str, ...] = (".xlsx", ".pdf")

    def compose(self, programme: Programme, pack: CountryPack, period: Period, period_name: str) -> Report:
        """
        Compose the budget of the programme years that a period touches.

        Raises:
            ReportError: The period holds no budget of the EU (`report-period`).
        """
        years = [year for year in programme.card.years if programme.card.period(year).overlaps(period)]
        lines = [each for year in years for each in lines_of(programme, source=SOURCE, year=year) if each.amount is not None]
        if not lines or not isinstance(programme.find("funding_sources", SOURCE), FundingSource):
            allowed = Text(
                en="a period with money of the EU, such as all or 2008/2009",
                fr="une période ayant de l'argent de l'UE, comme all ou 2008/2009",
            )
            raise ReportError(WRONG_PERIOD.at("period", self.name, period=period_name, allowed=allowed))
        budget = _Budget(programme, pack, self.order, tuple(lines), years[0])
        return Report(
            name=self.name,
            title=self.title,
            subtitle=programme.card.title,
            header=(
                (Text(en="Template", fr="Modèle"), same(f"Annexe III, {self.order}")),
                (Text(en="Years", fr="Années"), same(", ".join(years))),
                (Text(en="Currency", fr="Monnaie"), Text(en="EUR, a view of FCFA at 655.957", fr="EUR, vue du FCFA à 655,957")),
            ),
            sections=(
                Section(Text(en="1. Budget", fr="1. Budget"), (Note(VIEW), budget.table), Text(en="1 Budget", fr="1 Budget")),
                Section(
                    Text(en="2. Justification of the estimated costs", fr="2. Justification des coûts estimés"),
                    (budget.justification(),),
                    Text(en="2 Justification", fr="2 Justification"),
                ),
                Section(
                    Text(en="3. Sources of funding", fr="3. Sources de financement"),
                    (budget.funding(),),
                    Text(en="3 Sources", fr="3 Financement"),
                ),
            ),
            checks=tuple(budget.checks()),
        )


@frozen
class _Budget:
    """One budget in the making."""

    programme: Programme
    pack: CountryPack
    order: Order
    lines: tuple[BudgetLine, ...]
    first_year: str
    table: Table = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "table", self._table())

    @property
    def items(self) -> list[BudgetItem]:
        """Give the items that the lines belong to, in their order."""
        wanted = {each.item for each in self.lines}
        return [item for item in self.programme.budget_items if item.id in wanted]

    def _table(self) -> Table:
        every, first = Text(en="All years", fr="Toutes années"), Text(en="Year 1", fr="Année 1")
        columns = [Column("line", Text(en="Costs", fr="Coûts"), width=52)]
        for part, group in (("all", every), ("y1", first)):
            columns += [
                Column(f"{part}_unit", Text(en="Unit", fr="Unité"), width=10, group=group),
                Column(f"{part}_qty", Text(en="# of units", fr="Nombre d'unités"), "decimal", width=9, group=group),
                Column(
                    f"{part}_rate", Text(en="Unit value (in EUR)", fr="Valeur unitaire (en EUR)"), "money", "EUR", width=15, group=group
                ),
                Column(f"{part}_total", Text(en="Total cost (in EUR)", fr="Coût total (en EUR)"), "money", "EUR", width=15, group=group),
            ]
        return Table("budget", tuple(columns), tuple(self._rows()), notes=(SETTLED, MISSIONS_TOGETHER, GMS))

    def _rows(self) -> Iterator[Row]:
        by_heading: dict[str, list[BudgetItem]] = {}
        for item in self.items:
            if item.kind is not CostKind.SUPPORT_COST:
                by_heading.setdefault(heading_of(item), []).append(item)
        own: list[str] = []
        for code, label in HEADINGS:
            below = [key for key in by_heading for _ in by_heading[key] if key == code or key.startswith(f"{code}.")]
            keys = [item.id for key in by_heading if key == code or key.startswith(f"{code}.") for item in by_heading[key]]
            words = same(f"{code} ") + label
            if "." not in code:
                sums = {column: Sum(tuple(keys)) for column in ("all_total", "y1_total")} if below else {}
                yield Row(code, {"line": words, **sums}, "subtotal")
                own.append(code)
            else:
                yield Row(code, {"line": words}, "heading", level=code.count("."))
            for item in by_heading.get(code, []):
                yield self._item(item, level=code.count(".") + 1)
        yield from self._closing(own)

    def _item(self, item: BudgetItem, level: int) -> Row:
        every, first = self._euros(item.id), self._euros(item.id, self.first_year)
        cells: dict[str, Cell] = {
            "line": item.label,
            "all_unit": UNIT,
            "all_qty": 1,
            "all_rate": every,
            "all_total": Difference("all_rate"),
        }
        if first:
            cells |= {"y1_unit": UNIT, "y1_qty": 1, "y1_rate": first, "y1_total": Difference("y1_rate")}
        return Row(item.id, cells, level=level)

    def _euros(self, item: str, year: str | None = None) -> int:
        """Give an item's cents: each budget line converted and rounded by itself."""
        own = [each for each in self.lines if each.item == item and (year is None or each.year == year)]
        return sum(_cents(minor_units(each.amount)) for each in own if each.amount is not None)

    def _closing(self, headings: list[str]) -> Iterator[Row]:
        indirect = "8" if self.order == "2016" else "10"
        support = [item.id for item in self.items if item.kind is CostKind.SUPPORT_COST]
        for row in CLOSING[self.order]:
            words = same(f"{row.key} ") + row.label
            adds = tuple(headings) if row.key == "7" else row.adds
            if adds:
                yield total(row.key, adds, "all_total", "y1_total", line=words)
            elif row.key == indirect:
                every = sum(self._euros(item) for item in support)
                first = sum(self._euros(item, self.first_year) for item in support)
                yield line(row.key, line=words, all_total=every, y1_total=first)
            else:
                yield line(row.key, line=words)

    def justification(self) -> Table:
        """Show why each line is needed and how its amount was come by."""
        rows = []
        for item in self.items:
            own = [each for each in self.lines if each.item == item.id]
            missions = sum(each.missions or 0 for each in own)
            clarification = Text(en="For output {output}.", fr="Pour le produit {output}.").fill(output=item.output or "—")
            if missions:
                clarification += Text(en=" {n} missions are planned.", fr=" {n} missions sont prévues.").fill(n=missions)
            usd = ", ".join(
                f"{each.year} : {minor_units(each.original) // 100:,} USD".replace(",", "\u202f") for each in own if each.original
            )
            basis = Text(
                en="Printed in the contributor table ({usd}), at 400 FCFA per USD.",
                fr="Imprimé au tableau des contributeurs ({usd}), à 400 FCFA pour 1 USD.",
            ).fill(usd=usd)
            rows.append(line(item.id, line=item.label, clarification=clarification, justification=basis, amount=self._euros(item.id)))
        columns = (
            Column("line", Text(en="Budget line", fr="Ligne budgétaire"), width=42),
            Column("amount", Text(en="Total cost (in EUR)", fr="Coût total (en EUR)"), "money", "EUR", width=15),
            Column("clarification", Text(en="Clarification of the budget items", fr="Clarification des postes budgétaires"), width=36),
            Column("justification", Text(en="Justification of the estimated cost", fr="Justification des coûts estimés"), width=52),
        )
        return Table("justification", columns, tuple(rows))

    def funding(self) -> Table:
        """Show the sources of funding of the action; the view holds the EU's money only."""
        eleven, thirteen = self.table.value("11", "all_total"), self.table.value("13", "all_total")
        rows = (
            line("eu", label=Text(en="EU contribution sought", fr="Contribution de l'UE demandée"), amount=eleven, share=Ratio("amount", "amount", over_row="total")),
            line("others", label=Text(en="Other contributions", fr="Autres contributions")),
            line("own", label=Text(en="Applicant's own resources", fr="Contribution du demandeur")),
            line("income", label=Text(en="Income from the action", fr="Recettes")),
            line("kind", label=Text(en="Contributions in kind", fr="Contributions en nature")),
            total(
                "total", ("eu", "others", "own", "income", "kind"), "amount", label=Text(en="Total contributions", fr="Total des contributions"),
                share=Ratio("amount", "amount"),
            ),
            line("accepted", label=Text(en="Total accepted costs (row 13)", fr="Total des coûts acceptés (ligne 13)"), amount=thirteen),
        )  # fmt: skip
        columns = (
            Column("label", Text(en="Source", fr="Source"), width=44),
            Column("amount", Text(en="Amount EUR", fr="Montant EUR"), "money", "EUR", width=16),
            Column("share", Text(en="% of total", fr="% du total"), "percent", width=12),
        )
        note = Text(
            en="The other partners' money is in the programme's own budget, not in this view.",
            fr="L'argent des autres partenaires est au budget du programme, non dans cette vue.",
        )
        return Table("funding", columns, rows, notes=(note,))

    def checks(self) -> Iterator[Check]:
        """Hold the budget to the rules of the specification."""
        value = self._value
        contingency, indirect = ("10", "8") if self.order == "2016" else ("8", "10")
        base = "7" if self.order == "2016" else "9"
        yield Check(
            "EU-01",
            Text(en="Contingency ≤ 5 % of row 7", fr="Imprévus ≤ 5 % de la ligne 7"),
            holds=value(contingency) <= value("7") * CEILINGS["contingency"],
        )
        share = Fraction(value(indirect), value(base)) * 100
        detail = same(f"{float(share):.4f} %")
        yield Check(
            "EU-02",
            Text(en="Indirect costs ≤ 7 % of their base", fr="Coûts indirects ≤ 7 % de leur base"),
            holds=value(indirect) <= rounded(value(base) * CEILINGS["indirect"], HALF_UP),
            detail=detail,
        )
        items = [item.id for item in self.items if item.kind is not CostKind.SUPPORT_COST]
        closes = (
            value("7") == sum(value(item) for item in items)
            and value("9") == value("7") + value("8")
            and value("11") == value("9") + value("10")
            and value("13") == value("11") + value("12")
        )
        yield Check(
            "EU-03",
            Text(en="Rows 7, 9, 11 and 13 are their sums, to the cent", fr="Lignes 7, 9, 11 et 13 égales à leurs sommes, au centime"),
            holds=closes,
        )
        products = all(self.table.value(item, "all_rate") == value(item) for item in items)
        yield Check("EU-04", Text(en="Line = quantity × unit value", fr="Ligne = quantité × valeur unitaire"), holds=products)
        cents = sum(_cents(minor_units(each.amount)) for each in self.lines if each.amount is not None)
        yield Check(
            "EU-09",
            Text(en="Every line at the fixed parity of 655.957", fr="Chaque ligne à la parité fixe de 655,957"),
            holds=cents == value("13") - value("12"),
            detail=same(f"{cents / 100:.2f} EUR"),
        )
        year = all(self._value(item, "y1_total") <= value(item) for item in items)
        yield Check("EU-Y1", Text(en="Year 1 ≤ all years, on each line", fr="Année 1 ≤ toutes années, à chaque ligne"), holds=year)
        yield Check(
            "EU-11",
            Text(en="Sources of funding = row 13", fr="Sources de financement = ligne 13"),
            holds=self.funding().value("total", "amount") == value("13"),
        )

    def _value(self, row: str, column: str = "all_total") -> int:
        found = self.table.value(row, column)
        return found if isinstance(found, int) else 0


def _cents(francs: int) -> int:
    return rounded(Fraction(francs * 100) / Fraction(PARITY), HALF_UP)
