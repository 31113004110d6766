"""
What stands beside the work plan: its totals by source and by account, and the indicators of its outputs.

The two tables of totals are worked out of the records by another road than the plan's own sums, so that the form's rule can hold one against the
other. An indicator's missing baseline or target is printed as a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tokten_core.content import Column, Difference, Table, line, total
from tokten_core.rules.funds import KIND_WORDS
from tokten_core.services.planning import plan_against_budget
from tokten_core.text import Text, joined
from tokten_report_undp.accounts import account_label
from tokten_report_undp.plan import Entry, Plan
from tokten_report_undp.plan_tables import amounts, dollars

__all__ = ["indicators", "totals_by_account", "totals_by_source"]

SHORT_GAP: Final = Text(en="gap", fr="lacune")
GAPS: Final = Text(
    en="Gap: no document states it; it is unknown, not zero.", fr="Lacune : aucun document ne le donne ; c'est inconnu, et non zéro."
)
TARGETS: Final = Text(
    en="The document states targets for the whole programme; the year in which each is due stands beside it. None is stated for one year alone.",
    fr="Le document fixe des cibles pour tout le programme ; l'année d'échéance est à côté. Aucune n'est fixée pour une seule année.",
)


def totals_by_source(plan: Plan) -> Table:
    """Show what each partner's source pays in the plan, beside its lines of the year's budget."""
    partners = {source.id: source.label for source in plan.programme.funding_sources if source.partner}
    rows = [
        line(
            each.source,
            label=partners[each.source],
            **{plan.local: each.work.amount},
            amount=dollars(plan),
            budget=each.budget.amount,
            difference=Difference(plan.local, minus=("budget",)),
        )
        for each in plan_against_budget(plan.programme, plan.year)
        if each.source in partners
    ]
    columns = (
        Column("label", Text(en="Funding source", fr="Source de financement"), width=34),
        *amounts(plan),
        Column("budget", Text(en="Budget lines of the year", fr="Lignes budgétaires de l'année"), "money", plan.currency, width=16),
        Column("difference", Text(en="Plan less budget", fr="Plan moins budget"), "money", plan.currency, width=16),
    )
    closing = total("total", [row.key for row in rows], plan.local, "amount", "budget", "difference", label=Text(en="Total", fr="Total"))
    return Table("by-source", columns, (*rows, closing), Text(en="By funding source", fr="Par source de financement"))


def totals_by_account(plan: Plan) -> Table:
    """Show what falls to each account, and the kinds of cost in it."""
    by_account: dict[str, list[Entry]] = {}
    for entry in plan.entries:
        if entry.activity.amount is not None and entry.account is not None:
            by_account.setdefault(entry.account, []).append(entry)
    rows = [
        line(code, label=account_label(code), kinds=_kinds(entries), **{plan.local: plan.total(entries)}, amount=dollars(plan))
        for code, entries in sorted(by_account.items())
    ]
    columns = (
        Column("label", Text(en="Budget account", fr="Compte budgétaire"), width=34),
        Column("kinds", Text(en="Kinds of cost", fr="Natures de dépense"), width=34),
        *amounts(plan),
    )
    closing = total("total", [row.key for row in rows], plan.local, "amount", label=Text(en="Total", fr="Total"))
    return Table("by-account", columns, (*rows, closing), Text(en="By budget account", fr="Par compte budgétaire"))


def indicators(plan: Plan) -> Table:
    """Show the indicators of the plan's outputs and objectives; what no document states is printed as a gap."""
    outputs = {entry.output.id: entry.output for entry in plan.entries if entry.output}
    objectives = {entry.group for entry in plan.entries}
    rows = tuple(
        line(
            each.id,
            output=outputs[each.output].id if each.output in outputs else each.objective,
            indicator=each.label,
            baseline_value=SHORT_GAP if each.baseline is None else each.baseline,
            baseline_year=SHORT_GAP if each.baseline_on is None else str(each.baseline_on.year),
            target=SHORT_GAP if each.target is None else each.target,
            target_year=SHORT_GAP if each.target_on is None else str(each.target_on.year),
            source=each.means_of_verification or SHORT_GAP,
        )
        for each in plan.programme.indicators
        if each.output in outputs or each.objective in objectives
    )
    baseline, target = Text(en="Baseline", fr="Données de référence"), Text(en="Target", fr="Cible")
    value, year = Text(en="Value", fr="Valeur"), Text(en="Year", fr="Année")
    columns = (
        Column("output", Text(en="Output", fr="Produit"), width=9),
        Column("indicator", Text(en="Indicator", fr="Indicateur"), width=48),
        Column("baseline_value", value, "decimal", width=11, group=baseline),
        Column("baseline_year", year, width=11, group=baseline),
        Column("target", value, "decimal", width=11, group=target),
        Column("target_year", year, width=11, group=target),
        Column("source", Text(en="Means of verification", fr="Moyens de vérification"), width=44),
    )
    whole = {each.target_on for each in plan.programme.indicators if each.target_on} <= {plan.programme.card.end}
    return Table("awp-indicators", columns, rows, notes=(GAPS, *((TARGETS,) if whole else ())))


def _kinds(entries: Sequence[Entry]) -> Text:
    kinds = dict.fromkeys(entry.activity.kind for entry in entries if entry.activity.kind is not None)
    return joined(KIND_WORDS[kind] for kind in kinds)
