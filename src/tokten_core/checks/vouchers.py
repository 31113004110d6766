"""
Payments for missions one by one: under two vouchers, before their day, from another line.

A payment that a later entry takes back in full does not stand: neither of the two is looked at, so a mistake that was corrected is told no more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from tokten_core.accounts import SPENDING
from tokten_core.checks.codes import CheckCode
from tokten_core.checks.findings import Finding
from tokten_core.model.ledger import LedgerEntry
from tokten_core.model.mission import Mission, MissionState
from tokten_core.model.programme import Programme
from tokten_core.text import Text

__all__ = [
    "ON_ARRIVAL",
    "doubled_payments",
    "payments_after_arrival",
    "payments_after_reports",
    "payments_of_missions",
    "payments_on_lines",
]

ON_ARRIVAL: Final = "per_diem_first_half"
"""The component that is paid when the mission begins."""
AFTER_REPORT: Final = frozenset({"per_diem_second_half", "teaching_hours"})
"""The components that wait for the mission report."""

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
PAID_BEFORE_ARRIVAL: Final = CheckCode(
    "paid-before-arrival",
    title=Text(
        en="first half of the per diem paid before the mission began", fr="première moitié du per diem payée avant le début de mission"
    ),
    compares=Text(
        en="The day of the first half of the per diem with the day on which the mission began.",
        fr="La date de la première moitié du per diem avec celle où la mission a commencé.",
    ),
    remedy=Text(en="Pay on arrival; correct the day if it is wrong.", fr="Payez à l'arrivée ; corrigez la date si elle est fausse."),
)
PAYMENT_DOUBLED: Final = CheckCode(
    "payment-doubled",
    title=Text(en="payment that stands there twice", fr="paiement enregistré deux fois"),
    compares=Text(
        en="Payments of one mission, component, amount and day under two vouchers.",
        fr="Les paiements d'une même mission, composante, somme et date sous deux pièces.",
    ),
    remedy=Text(en="Correct one of the two by a new entry.", fr="Corrigez l'un des deux par une nouvelle écriture."),
)
OTHER_LINE: Final = CheckCode(
    "payment-on-other-line",
    title=Text(en="mission paid from another line", fr="mission payée sur une autre ligne"),
    compares=Text(
        en="The budget line of each payment for a mission with the line of the mission.",
        fr="La ligne budgétaire de chaque paiement d'une mission avec la ligne de la mission.",
    ),
    remedy=Text(
        en="Charge the payment to the mission's line by a new entry.",
        fr="Imputez le paiement à la ligne de la mission, par une nouvelle écriture.",
    ),
)


def payments_of_missions(programme: Programme) -> dict[str, list[LedgerEntry]]:
    """Give the payments that stand, by mission (fr: *paiements par mission*)."""
    paid = [entry for entry in programme.ledger if entry.mission is not None and entry.kind in SPENDING]
    known = {entry.id: entry for entry in paid}
    void: set[str] = set()
    for entry in paid:
        other = known.get(entry.refers_to or "")
        if (
            other is not None
            and other.id not in void
            and other.component == entry.component
            and entry.amount.amount == -other.amount.amount
        ):
            void |= {entry.id, other.id}
    payments: dict[str, list[LedgerEntry]] = {}
    for entry in paid:
        if entry.id not in void:
            payments.setdefault(str(entry.mission), []).append(entry)
    return payments


def doubled_payments(programme: Programme) -> Iterator[Finding]:
    """Find payments of one mission, component, amount and day under two vouchers (fr: *paiements en double*)."""
    for payments in payments_of_missions(programme).values():
        seen: dict[tuple[object, ...], LedgerEntry] = {}
        for entry in payments:
            first = seen.setdefault((entry.component, entry.amount, entry.on), entry)
            if first is not entry:
                subject = Text(en="payment of {first} once more", fr="paiement {first} une seconde fois").fill(first=first.id)
                yield Finding(
                    PAYMENT_DOUBLED.code, entry.place("amount"), subject, entry.amount.amount, Decimal(0), programme.card.currency
                )


def payments_after_reports(programme: Programme) -> Iterator[Finding]:
    """Find second halves and hours paid before the report was filed (fr: *versements avant rapport*)."""
    yield from _too_early(programme, AFTER_REPORT, MissionState.REPORT_FILED, PAID_BEFORE_REPORT)


def payments_after_arrival(programme: Programme) -> Iterator[Finding]:
    """Find first halves paid before the mission began (fr: *versements avant l'arrivée*)."""
    yield from _too_early(programme, frozenset({ON_ARRIVAL}), MissionState.IN_PROGRESS, PAID_BEFORE_ARRIVAL)


def payments_on_lines(programme: Programme) -> Iterator[Finding]:
    """Find payments for a mission from a line other than its own (fr: *imputation des paiements*)."""
    for mission, entry in _each(programme):
        if mission.budget_line not in {None, entry.budget_line}:
            subject = Text(en="line of payment {id}", fr="ligne du paiement {id}").fill(id=entry.id)
            yield Finding(OTHER_LINE.code, entry.place("budget_line"), subject, entry.budget_line, mission.budget_line)


def _too_early(programme: Programme, components: frozenset[str], state: MissionState, code: CheckCode) -> Iterator[Finding]:
    """Find payments before the mission reached a state; those of cancelled missions have a check of their own."""
    reached = {event.mission: event.on for event in programme.mission_events if event.state is state}
    for mission, entry in _each(programme):
        day: dt.date | None = reached.get(mission.id)
        waits = entry.component in components and mission.state is not MissionState.CANCELLED
        if waits and (day is None or entry.on < day):
            subject = Text(en="{component} of mission {id}", fr="{component} de la mission {id}")
            said = subject.fill(component=entry.component, id=mission.id)
            yield Finding(code.code, entry.place("on"), said, entry.on.isoformat(), day.isoformat() if day else None)


def _each(programme: Programme) -> Iterator[tuple[Mission, LedgerEntry]]:
    for key, payments in payments_of_missions(programme).items():
        mission = programme.find("missions", key)
        if isinstance(mission, Mission):
            for entry in payments:
                yield mission, entry
