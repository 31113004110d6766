"""
What was paid for missions against what the rules give, and when against the conditions of the instalments.

These checks need the cost rules of the programme's pack; without them they say nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from tokten_core.accounts import SPENDING
from tokten_core.checks.codes import CheckCode
from tokten_core.checks.findings import Finding, Holds
from tokten_core.model.ledger import LedgerEntry
from tokten_core.model.mission import MissionState
from tokten_core.model.programme import Programme
from tokten_core.money import minor_units
from tokten_core.rules import BENEFICIARY, Costing, CostRules
from tokten_core.rules.mission_facts import facts_of
from tokten_core.text import Text

__all__ = ["missions_against_rules", "missions_as_paid", "payments_after_reports"]

PAID: Final = frozenset({MissionState.PAID, MissionState.EVALUATED})
AFTER_REPORT: Final = frozenset({"per_diem_second_half", "teaching_hours"})
"""The components that wait for the mission report."""

MISSION_REFUSED: Final = CheckCode(
    "mission-against-rules",
    title=Text(en="mission against the rules of its money", fr="mission contraire aux règles de son financement"),
    compares=Text(
        en="Each mission that is not cancelled with the rules of the pack: duration, residence and days that its source pays for, hours, share.",
        fr="Chaque mission non annulée avec les règles du lot national : durée, résidence et dates que sa source finance, heures, part.",
    ),
    remedy=Text(
        en="Correct the facts, change the source, or take it to the committee.",
        fr="Corrigez les données, changez de source, ou saisissez le comité.",
    ),
)
PAYMENT_DIFFERS: Final = CheckCode(
    "payment-differs",
    title=Text(en="mission paid otherwise than the rules give", fr="mission payée autrement que ne le donnent les règles"),
    compares=Text(
        en="For each paid mission, what was paid for each component with what the rules give; the host's share comes off the airfare.",
        fr="Pour chaque mission payée, ce qui fut payé par composante avec ce que donnent les règles ; la part de l'hôte vient sur le billet.",
    ),
    remedy=Text(
        en="Correct the payment by a new entry, or the facts of the mission.",
        fr="Corrigez le paiement par une nouvelle écriture, ou les données.",
    ),
)
PAID_BEFORE_REPORT: Final = CheckCode(
    "paid-before-report",
    title=Text(en="second half or hours paid before the mission report", fr="seconde moitié ou heures payées avant le rapport de mission"),
    compares=Text(
        en="The day of the second half of the per diem and of the hours with the day the report was filed.",
        fr="La date de la seconde moitié du per diem et des heures avec celle du dépôt du rapport.",
    ),
    remedy=Text(
        en="Wait for the report; note the exception for the committee.", fr="Attendez le rapport ; signalez l'exception au comité."
    ),
)


def missions_against_rules(programme: Programme, costs: CostRules) -> Iterator[Finding | Holds]:
    """Hold each mission to the rules of its source (fr: *missions et règles*)."""
    for mission in programme.missions:
        if mission.state is MissionState.CANCELLED:
            continue
        problems = list(costs.problems(facts_of(mission), mission.funding_source))
        for problem in problems:
            yield Finding(MISSION_REFUSED.code, mission.place(str(problem.facts.get("column", ""))), problem.says, str(problem.value), None)
        if not problems:
            yield Holds(MISSION_REFUSED.code, mission.place(), "0", "0")


def missions_as_paid(programme: Programme, costs: CostRules) -> Iterator[Finding | Holds]:
    """Hold what was paid for each mission to what the rules give (fr: *paiements des missions*)."""
    payments = _payments(programme)
    for mission in programme.missions:
        if mission.state not in PAID:
            continue
        costing = costs.cost(facts_of(mission), mission.funding_source)
        for component, due in _dues(costing).items():
            paid = _paid(payments.get(mission.id, []), component)
            subject = Text(en="{component} of mission {id}", fr="{component} de la mission {id}").fill(component=component, id=mission.id)
            if paid != due:
                yield Finding(
                    PAYMENT_DIFFERS.code, f"{mission.place()}.{component}", subject, Decimal(paid), Decimal(due), costing.currency
                )
            else:
                yield Holds(PAYMENT_DIFFERS.code, f"{mission.place()}.{component}", Decimal(paid), Decimal(due))


def payments_after_reports(programme: Programme) -> Iterator[Finding]:
    """Find second halves and hours paid before the report was filed (fr: *versements avant rapport*)."""
    filed = {event.mission: event.on for event in programme.mission_events if event.state is MissionState.REPORT_FILED}
    for entry in programme.ledger:
        if entry.mission is None or entry.kind not in SPENDING or entry.component not in AFTER_REPORT:
            continue
        report: dt.date | None = filed.get(entry.mission)
        if report is None or entry.on < report:
            subject = Text(en="{component} of mission {id}", fr="{component} de la mission {id}").fill(
                component=entry.component, id=entry.mission
            )
            yield Finding(PAID_BEFORE_REPORT.code, entry.place("on"), subject, entry.on.isoformat(), report.isoformat() if report else None)


def _payments(programme: Programme) -> dict[str, list[LedgerEntry]]:
    payments: dict[str, list[LedgerEntry]] = {}
    for entry in programme.ledger:
        if entry.mission is not None and entry.kind in SPENDING:
            payments.setdefault(entry.mission, []).append(entry)
    return payments


def _dues(costing: Costing) -> dict[str, int]:
    """Give what the source owes for each cash component; the host's share comes off the airfare, which is bought last in the accounts."""
    dues = {
        line.component: line.amount
        for line in costing.items
        if not line.in_kind and line.component != "support_cost" and line.amount is not None
    }
    host = next((share.amount for share in costing.shares if share.payer == BENEFICIARY), None)
    return {component: amount - (host or 0) if component == "airfare" else amount for component, amount in dues.items()}


def _paid(entries: list[LedgerEntry], component: str) -> int:
    """Add up what was paid for a component, each voucher's payment once: a doubled one is another check's finding."""
    distinct = {(entry.component, entry.amount, entry.on): entry for entry in entries if entry.component.startswith(component)}
    return sum(minor_units(entry.amount) for entry in distinct.values())
