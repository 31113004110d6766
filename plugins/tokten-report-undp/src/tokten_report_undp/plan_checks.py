"""
The rules that UNDP's form must keep, UNDP-05, -06, -10 and -12 of the specification, and the plan against the year's budget.

A gap that the founding document itself has is settled: it is printed as one and breaks no rule. A gap in a record of our own stays open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tokten_core.checks import check
from tokten_core.content import Check, Table, Value
from tokten_core.model.funding import CostKind, FundingSource
from tokten_core.model.logframe import Indicator
from tokten_core.money import minor_units
from tokten_core.ports import CountryPack
from tokten_core.services.planning import plan_against_budget
from tokten_core.sources import Source
from tokten_core.text import SEMICOLON, Text, joined, same
from tokten_report_undp.accounts import is_budget_level
from tokten_report_undp.plan import Plan

__all__ = ["checks"]


def checks(plan: Plan, pack: CountryPack, tables: Sequence[Table]) -> Iterator[Check]:
    """
    Hold the plan to the rules of the form.

    Args:
        plan: the plan.
        pack: the pack whose rules give the support cost.
        tables: the plan, its totals by source and by account, its indicators.
    """
    awp, by_source, by_account, shown = tables
    yield _sums(*(table.value("total", plan.local) for table in (awp, by_source, by_account)))
    yield _quarters(plan)
    yield _budget(plan)
    yield _support_cost(plan, pack)
    yield _indicators(plan, [row.key for row in shown.rows])
    yield _accounts(plan)


def _sums(*sums: Value) -> Check:
    text = Text(en="Total by output = total by source = total by account", fr="Total par produit = total par source = total par compte")
    return Check("UNDP-05", text, holds=len(set(sums)) == 1, detail=same(" = ".join(_spaced(value) for value in sums)))


def _quarters(plan: Plan) -> Check:
    """Find amounts without a marked quarter: a finding, not an error, because the plan of 2008 has some."""
    amounts = [entry for entry in plan.entries if entry.activity.amount is not None]
    unmarked = [entry.code for entry in amounts if not entry.activity.quarters and not entry.activity.uncertain_quarter]
    unsure = [entry.code for entry in amounts if not entry.activity.quarters and entry.activity.uncertain_quarter]
    text = Text(en="Every amount has a marked quarter", fr="Chaque montant a un trimestre coché")
    told = []
    if unmarked:
        told.append(Text(en="none marked: {codes}", fr="aucun coché : {codes}").fill(codes=", ".join(unmarked)))
    if unsure:
        told.append(Text(en="a mark that cannot be placed: {codes}", fr="croix incertaine : {codes}").fill(codes=", ".join(unsure)))
    return Check("UNDP-05-quarters", text, holds=not told, warning=True, detail=joined(told, SEMICOLON))


def _budget(plan: Plan) -> Check:
    partners = {source.id for source in plan.programme.funding_sources if source.partner}
    sides = [each for each in plan_against_budget(plan.programme, plan.year) if each.source in partners]
    wrong = [
        f"{each.source} : {_spaced(_units(each.work.amount))} ≠ {_spaced(_units(each.budget.amount))}" for each in sides if not each.agrees
    ]
    text = Text(
        en="The plan equals the budget lines of the year, source by source",
        fr="Le plan égale les lignes budgétaires de l'année, source par source",
    )
    return Check("UNDP-05-budget", text, holds=not wrong, detail=same("; ".join(wrong)))


def _support_cost(plan: Plan, pack: CountryPack) -> Check:
    """Work the support cost out anew, for each source: seven per cent of its money before it, cut to whole dollars, where its agreement says so."""
    partners = [source for source in plan.programme.funding_sources if source.partner]
    compared = [(source, *_due_and_planned(plan, pack, source)) for source in partners if plan.of_source(source.id)]
    text = Text(
        en="Support cost (GMS) is what each agreement gives on the source's own money",
        fr="Le coût d'appui (GMS) est ce que chaque accord donne sur l'argent de la source",
    )
    told = "; ".join(f"{source.id} : {_spaced(planned)} = {_spaced(due)}" for source, due, planned in compared if due == planned)
    wrong = "; ".join(f"{source.id} : {_spaced(planned)} ≠ {_spaced(due)}" for source, due, planned in compared if due != planned)
    return Check("UNDP-06", text, holds=not wrong, detail=same(wrong or told))


def _due_and_planned(plan: Plan, pack: CountryPack, source: FundingSource) -> tuple[Value, int]:
    own = plan.of_source(source.id)
    support = [entry for entry in own if entry.activity.kind is CostKind.SUPPORT_COST]
    base = plan.total(entry for entry in own if entry not in support)
    due = pack.costs.support_cost(base, plan.programme.card.period(plan.year).start, source.id).value
    return due if isinstance(due, int) else None, minor_units(plan.total(support))


def _indicators(plan: Plan, shown: Sequence[str]) -> Check:
    asked = [each for each in plan.programme.indicators if each.id in shown]
    gaps = [each.id for each in asked if _has_gap(each)]
    disputed = any(finding.code == "baseline-missing" for finding in check(plan.programme).open)
    still_open = [each.id for each in asked if _has_gap(each) and (disputed or not _documented(plan, each))]
    text = Text(
        en="Indicators have baseline, target and data source; a gap of the founding document is settled and printed as a gap",
        fr="Les indicateurs ont référence, cible et source ; une lacune du document fondateur est tranchée et imprimée comme lacune",
    )
    if still_open:
        detail = Text(en="open: {ids}", fr="ouvertes : {ids}").fill(ids=", ".join(still_open))
    else:
        detail = Text(en="{n} of {all} with a settled gap", fr="{n} sur {all} avec une lacune tranchée").fill(n=len(gaps), all=len(asked))
    return Check("UNDP-10", text, holds=not still_open, detail=detail)


def _has_gap(indicator: Indicator) -> bool:
    needed = (indicator.baseline, indicator.baseline_on, indicator.target, indicator.target_on)
    return None in needed or not indicator.means_of_verification


def _documented(plan: Plan, indicator: Indicator) -> bool:
    """Tell whether the indicator is a document's own: what it lacks, the document lacks."""
    source = plan.programme.find("sources", indicator.source)
    return isinstance(source, Source) and not source.inferred


def _accounts(plan: Plan) -> Check:
    amounts = [entry for entry in plan.entries if entry.activity.amount is not None]
    wrong = [f"{entry.code} : {entry.account or '—'}" for entry in amounts if entry.account is None or not is_budget_level(entry.account)]
    text = Text(
        en="Each amount has an account of UNDP's list, at budget level",
        fr="Chaque montant a un compte de la liste du PNUD, au niveau budgétaire",
    )
    return Check("UNDP-12", text, holds=not wrong, detail=same("; ".join(wrong)))


def _units(amount: object) -> int | None:
    return minor_units(amount) if amount is not None else None  # type: ignore[arg-type]


def _spaced(value: Value) -> str:
    return f"{value:,}".replace(",", " ") if isinstance(value, int) else "—"
