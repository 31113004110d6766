"""
Checking a programme: everything in it that does not agree, and every equality that was seen to hold.

A *family* of checks is a function from a programme to findings and equalities; ``FAMILIES`` lists them, and a new family is added there.
What the programme's pack has decided (settlements) is applied to the findings of all families alike: a finding is *settled* where a
settlement names it, else *open*, and only open findings keep a report from being final.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from tokten_core.checks import committee, ledger, missions, payments, readings, register, vouchers
from tokten_core.checks.codes import CHECKS, CheckCode, explain
from tokten_core.checks.document_codes import SETTLEMENT_UNUSED
from tokten_core.checks.documents import equalities, misprints
from tokten_core.checks.findings import CheckResult, Finding, Holds, Status, Value, shown_value
from tokten_core.claims import Settlement
from tokten_core.model.programme import Programme
from tokten_core.rules import CostRules

__all__ = [
    "CHECKS", "COST_FAMILIES", "FAMILIES", "CheckCode", "CheckResult", "CostFamily", "Family", "Finding", "Holds", "Status", "Value", "check",
    "explain", "shown_value",
]  # fmt: skip

Family: TypeAlias = Callable[[Programme], Iterable[Finding | Holds]]
CostFamily: TypeAlias = Callable[[Programme, CostRules], Iterable[Finding | Holds]]

FAMILIES: tuple[Family, ...] = (
    misprints,
    equalities,
    missions.life_of_missions,
    missions.residences,
    missions.missions_apart,
    missions.missions_on_their_lines,
    missions.terms_of_missions,
    missions.documents_in_time,
    missions.served_requests,
    vouchers.payments_after_arrival,
    vouchers.payments_after_reports,
    vouchers.payments_on_lines,
    vouchers.doubled_payments,
    payments.payments_of_cancelled,
    ledger.lines_within_budget,
    ledger.years_of_entries,
    ledger.days_of_sources,
    ledger.commitments_kept,
    ledger.advances,
    committee.sessions_in_order,
    readings.falling_readings,
    readings.plain_readings,
    readings.missions_read,
)
"""Every family of checks, in the order in which its findings are told."""

COST_FAMILIES: tuple[CostFamily, ...] = (
    register.countries_known,
    payments.missions_against_rules,
    payments.missions_as_paid,
)
"""The families that need the cost rules of the programme's pack."""


def check(programme: Programme, costs: CostRules | None = None) -> CheckResult:
    """
    Find everything in a programme that does not agree (fr: *contrôler un programme*).

    Args:
        programme: the programme, with its claims, relations and settlements.
        costs: the cost rules of its pack; without them missions and payments are not held to rules.

    Returns:
        Findings and equalities that hold, in the order of the families and of the documents.

    .. versionadded:: 0.1
    """
    said: list[Finding | Holds] = [thing for family in FAMILIES for thing in family(programme)]
    if costs is not None:
        said += [thing for cost_family in COST_FAMILIES for thing in cost_family(programme, costs)]
    findings = [thing for thing in said if isinstance(thing, Finding)]
    return CheckResult(
        findings=(*_with_settlements(findings, programme.settlements), *_unused(programme.settlements, findings)),
        holds=tuple(thing for thing in said if isinstance(thing, Holds)),
    )


def _with_settlements(findings: Iterable[Finding], settlements: Iterable[Settlement]) -> Iterator[Finding]:
    answers = {(settlement.code, settlement.finding_place): settlement for settlement in settlements}
    for finding in findings:
        answer = answers.get((finding.code, finding.place))
        yield finding if answer is None else finding.settled(answer.why)


def _unused(settlements: Iterable[Settlement], findings: Iterable[Finding]) -> Iterator[Finding]:
    found = {(finding.code, finding.place) for finding in findings}
    for settlement in settlements:
        if (settlement.code, settlement.finding_place) not in found:
            yield Finding(code=SETTLEMENT_UNUSED.code, place=settlement.place(), subject=settlement.why)
