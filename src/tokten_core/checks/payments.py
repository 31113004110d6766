"""
Missions and what was paid for them against the rules; each payment by itself is held to its day, line and mission in `vouchers`.

Duration, residence and amounts need the cost rules of the programme's pack; cancelled missions are held to the records alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from tokten_core.checks.codes import CheckCode
from tokten_core.checks.findings import Finding, Holds
from tokten_core.checks.vouchers import ON_ARRIVAL, payments_of_missions
from tokten_core.model.ledger import LedgerEntry
from tokten_core.model.mission import MissionState
from tokten_core.model.programme import Programme
from tokten_core.money import minor_units
from tokten_core.rules import BENEFICIARY, Costing, CostRules
from tokten_core.rules.mission_facts import facts_of
from tokten_core.text import Text

__all__ = ["missions_against_rules", "missions_as_paid", "payments_of_cancelled"]

PAID: Final = frozenset({MissionState.PAID, MissionState.EVALUATED})
BEING_PAID: Final = frozenset({MissionState.SCHEDULED, MissionState.DELAYED, MissionState.IN_PROGRESS, MissionState.REPORT_FILED})
"""A mission that is not paid in full yet: the ticket and the first half may be paid, and no more than the rules give."""
TICKET: Final = "airfare"
TOTAL: Final = "total"
LOST_BY_CANCELLING: Final = frozenset({TICKET})
"""What may stay paid for a cancelled mission: a ticket that nobody takes back. Our reading; no text speaks of it."""

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
        en="For each paid mission, what was paid for each component with what the rules give; for one still being paid, that ticket and "
        "first half are not more. Where the host shares the cost, the total less its share; a ticket that is only estimated is not compared.",
        fr="Pour chaque mission payée, ce qui fut payé par composante avec ce que donnent les règles ; pour une mission en cours de paiement, que "
        "billet et première moitié ne soient pas plus. Quand l'hôte partage le coût, le total moins sa part ; un billet seulement estimé n'est pas comparé.",
    ),
    remedy=Text(
        en="Correct the payment by a new entry, or the facts of the mission.",
        fr="Corrigez le paiement par une nouvelle écriture, ou les données.",
    ),
)
CANCELLED_PAID: Final = CheckCode(
    "cancelled-mission-paid",
    title=Text(en="payment for a cancelled mission", fr="paiement pour une mission annulée"),
    compares=Text(
        en="What stays paid for a cancelled mission with nothing; a ticket that nobody takes back, and the first half once the expert had come, "
        "are left, by our reading.",
        fr="Ce qui reste payé pour une mission annulée avec rien ; un billet non remboursé, et la première moitié quand l'expert était arrivé, "
        "sont admis, selon notre lecture.",
    ),
    remedy=Text(en="Ask for the money back, and record what comes.", fr="Demandez le remboursement, et enregistrez-le."),
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
    payments = payments_of_missions(programme)
    for mission in programme.missions:
        if mission.state not in PAID | BEING_PAID:
            continue
        costing = costs.cost(facts_of(mission), mission.funding_source)
        for component, due in (_dues(costing) if mission.state in PAID else _dues_so_far(costing)).items():
            paid = _paid(payments.get(mission.id, []), component)
            place = f"{mission.place()}.{component}"
            if paid == due:
                yield Holds(PAYMENT_DIFFERS.code, place, Decimal(paid), Decimal(due))
            elif mission.state in PAID or paid > due:
                subject = Text(en="{component} of mission {id}", fr="{component} de la mission {id}").fill(
                    component=component, id=mission.id
                )
                yield Finding(PAYMENT_DIFFERS.code, place, subject, Decimal(paid), Decimal(due), costing.currency)


def payments_of_cancelled(programme: Programme) -> Iterator[Finding | Holds]:
    """Hold what stays paid for cancelled missions to nothing but what may be lost (fr: *missions annulées*)."""
    begun = {event.mission for event in programme.mission_events if event.state is MissionState.IN_PROGRESS}
    payments = payments_of_missions(programme)
    for mission in programme.missions:
        if mission.state is not MissionState.CANCELLED:
            continue
        allowed = LOST_BY_CANCELLING | ({ON_ARRIVAL} if mission.id in begun else frozenset())
        asked: dict[str, Decimal] = {}
        for entry in payments.get(mission.id, []):
            if entry.component not in allowed:
                asked[entry.component] = asked.get(entry.component, Decimal(0)) + entry.amount.amount
        wrong = {component or "payment": amount for component, amount in asked.items() if amount > 0}
        for component, amount in wrong.items():
            subject = Text(en="{component} of cancelled mission {id}", fr="{component} de la mission annulée {id}")
            place = f"{mission.place()}.{component}"
            said = subject.fill(component=component, id=mission.id)
            yield Finding(CANCELLED_PAID.code, place, said, amount, Decimal(0), programme.card.currency)
        if not wrong:
            yield Holds(CANCELLED_PAID.code, mission.place("state"), Decimal(0), Decimal(0))


def _dues(costing: Costing) -> dict[str, int]:
    """
    Give what the source owes for each cash component, estimates left out: nobody pays them.

    Where the host shares the cost, what it paid may have come off any component: only the total is owed then.
    """
    cash = [line for line in costing.items if not line.in_kind and line.component != "support_cost"]
    dues = {line.component: line.amount for line in cash if not line.estimate and line.amount is not None}
    host = next((share.amount for share in costing.shares if share.payer == BENEFICIARY), None)
    if not host:
        return dues
    return {TOTAL: sum(dues.values()) - host} if len(dues) == len(cash) else {}


def _dues_so_far(costing: Costing) -> dict[str, int]:
    """Give what may be paid before the report is filed: the ticket, and the half of the per diem that is due on arrival."""
    due = {line.component: line.amount for line in costing.items if line.component == TICKET and not line.estimate}
    if costing.instalments and costing.instalments[0].condition is None:
        due[ON_ARRIVAL] = costing.instalments[0].amount
    return {component: amount for component, amount in due.items() if amount is not None}


def _paid(entries: list[LedgerEntry], component: str) -> int:
    """Add up what was paid for a component, or in all; each voucher's payment once: a doubled one is another check's finding."""
    distinct = {
        (entry.component, entry.amount, entry.on): entry for entry in entries if component == TOTAL or entry.component.startswith(component)
    }
    return sum(minor_units(entry.amount) for entry in distinct.values())
