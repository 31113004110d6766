"""
Settle a mission that goes otherwise than planned: what the ledger says was paid, and what the rules make of it.

Postponed, a mission keeps its days and loses what its ticket could not be changed for; lengthened, it is due more; cut short, less;
cancelled, nothing. All of it is one question: so many days carried out, so much of the ticket refunded.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from tokten_core.errors import Kind, UsageError
from tokten_core.explain import Known
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.model.mission import Mission
from tokten_core.model.programme import Programme
from tokten_core.money import minor_units
from tokten_core.rules import CostRules
from tokten_core.rules.book import Worked
from tokten_core.rules.changes import MISSION_CHANGES, Choice, choices
from tokten_core.text import Text

__all__ = ["Settling", "settle"]

NO_CHANGES = Kind(
    "pack-without-changes",
    says=Text(
        en="the pack has no rules for a mission that goes otherwise than planned",
        fr="le lot n'a pas de règles pour une mission qui se passe autrement que prévu",
    ),
    allowed=Text(en="a pack whose cost rules have `changes`", fr="un lot dont les règles de coût ont des `changes`"),
    remedy=Text(en="Add them to the pack, with their texts.", fr="Ajoutez-les au lot, avec leurs textes."),
)


PER_DIEM, AIRFARE = "per_diem", "airfare"
"""What the components of the ledger's entries begin with."""


@frozen(eq=False)
class Settling:
    """
    What is due, to be given back, lost and open (fr: *règlement d'une mission modifiée*).

    Attributes:
        mission: the mission as it was mission.
        facts: what the amounts were worked out from, by name; None is unknown.
        worked: the amounts, each with its reason.

    .. versionadded:: 0.1
    """

    mission: Mission
    facts: dict[str, Known | None]
    worked: Worked

    @property
    def amounts(self) -> dict[str, int | None]:
        """All amounts in minor units, in the order in which people ask; None when unknown."""
        return {name: self.worked.units(name) for name in MISSION_CHANGES}

    def choices(self, name: str) -> tuple[Choice, ...]:
        """Tell what an amount that no text decides would be by each decision."""
        return choices(self.worked.book, name, self.facts)


def settle(
    programme: Programme,
    costs: CostRules,
    mission: Mission,
    days: int | None = None,
    ticket_refund: int | None = None,
    *,
    ticket_unused: bool = False,
) -> Settling:
    """
    Settle a mission that goes otherwise than planned (fr: *solder une mission modifiée*).

    Args:
        programme: the programme; its ledger says what was paid, handed out, cleared and brought back for the mission.
        costs: the cost rules of its pack.
        mission: the mission as it was planned.
        days: days carried out, the first and the last both counted; 0 when the expert never came; None when not known yet.
        ticket_unused: true when the expert came on another ticket than the one that was paid, as after a mission was postponed.
        ticket_refund: what the carrier refunds of the ticket, in minor units; None when not known yet.

    Raises:
        UsageError: The pack has no rules for it (`pack-without-changes`), a number is below zero.
    """
    if costs.changes is None:
        raise UsageError(NO_CHANGES.at("costs.changes"))
    entries = [entry for entry in programme.ledger if entry.mission == mission.id]
    facts: dict[str, Known | None] = {
        "start": mission.start,
        "planned_days": mission.days,
        "days": days,
        "thesis_supervision": mission.thesis_supervision,
        "per_diem_paid": _spent(entries, PER_DIEM),
        "ticket_used": None if days is None else days > 0 and not ticket_unused,
        "ticket_paid": _spent(entries, AIRFARE),
        "ticket_refund": ticket_refund,
        "advance": _sum(entries, EntryKind.ADVANCE),
        "cleared": _sum(entries, EntryKind.CLEARING),
        "brought_back": _sum(entries, EntryKind.REFUND),
    }
    return Settling(mission, facts, costs.changes.work_out(facts))


def _spent(entries: Iterable[LedgerEntry], component: str) -> int:
    """Add up what was paid for a component, whole or in halves: expenditure and cleared advances."""
    kinds = {EntryKind.EXPENDITURE, EntryKind.CLEARING}
    return sum(minor_units(entry.amount) for entry in entries if entry.component.startswith(component) and entry.kind in kinds)


def _sum(entries: Iterable[LedgerEntry], kind: EntryKind) -> int:
    return sum(minor_units(entry.amount) for entry in entries if entry.kind is kind)
