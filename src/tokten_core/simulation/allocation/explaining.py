"""
Say why a mission is paid by this source, why not by the others, and what would change it.

A source that may not pay says so with the reason of the rules. One that might says how much room its envelope has in the mission's quarter
without leaving a later one short, and how many francs more the mission would need.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from attrs import frozen

from tokten_core.explain import worded
from tokten_core.simulation.allocation.certificate import Allocation
from tokten_core.simulation.allocation.problem import Candidate, Payer
from tokten_core.text import Text
from tokten_core.units import money_unit

__all__ = ["Reason", "reasons"]

PAYS = Text(en="pays {amount} in {quarter}", fr="paie {amount} en {quarter}")
MAY_NOT = Text(en="may not: {why}", fr="ne le peut pas : {why}")
SHORT = Text(
    en="could pay {amount} in {quarter}, where {room} are left: {missing} more would do",
    fr="pourrait payer {amount} en {quarter}, où il reste {room} : il faudrait {missing} de plus",
)
COULD = Text(
    en="could pay {amount} in {quarter} as well, and has the room", fr="pourrait aussi payer {amount} en {quarter}, et en a la place"
)


@frozen
class Reason:
    """
    What one source says of one mission (fr: *motif*).

    Attributes:
        source: which source.
        pays: true when it is the one that pays.
        text: why, or why not and what would change it.
        missing: how much more its envelope would need in its best quarter, in minor units; None where it may not pay, 0 where it has the room.
    """

    source: str
    pays: bool
    text: Text
    missing: int | None


def reasons(found: Allocation, mission: str) -> tuple[Reason, ...]:
    """
    Say what each source says of a mission (fr: *motifs*), the one that pays first.

    Args:
        found: the allocation.
        mission: the mission's identifier, one of those that were asked.

    Raises:
        KeyError: The mission was not asked.
    """
    return tuple(sorted(_reasons(found, found.asked[mission]), key=lambda reason: not reason.pays))


def _reasons(found: Allocation, mission: Candidate) -> Iterator[Reason]:
    paid = found.payment.get(mission.id)
    for payer in found.problem.payers:
        cost, refusal = found.problem.cost(mission, payer), mission.amounts.get(payer.name)
        if cost is None:
            why = refusal if isinstance(refusal, Text) else Text(en="it was not asked", fr="elle n'a pas été sollicitée")
            yield Reason(payer.name, pays=False, text=MAY_NOT.fill(why=why), missing=None)
        elif paid is not None and paid.source == payer.name:
            yield Reason(payer.name, pays=True, text=PAYS.fill(amount=_said(found, cost), quarter=paid.quarter), missing=0)
        else:
            yield _possible(found, mission, payer, cost)


def _possible(found: Allocation, mission: Candidate, payer: Payer, cost: int) -> Reason:
    """Say how far a source that may pay is from paying, in the quarter where it is nearest."""
    rooms = found.rooms()
    quarters = mission.quarters or found.problem.quarters
    quarter = max(quarters, key=lambda name: rooms[payer.name, name])
    room = max(rooms[payer.name, quarter], 0)
    missing = max(cost - room, 0)
    facts = {"amount": _said(found, cost), "quarter": quarter, "room": _said(found, room), "missing": _said(found, missing)}
    return Reason(payer.name, pays=False, text=(SHORT if missing else COULD).fill(**facts), missing=missing)


def _said(found: Allocation, units: int) -> Text:
    return _amount(units, found.problem.currency)


@lru_cache(maxsize=4_096)
def _amount(units: int, currency: str) -> Text:
    """Word an amount; those of one mission and what envelopes have left come again and again."""
    return worded(units, money_unit(currency))
