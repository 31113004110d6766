"""
The ledger: money as it moves, entry by entry, nothing overwritten.

A *commitment* promises, an *advance* hands out, a *clearing* justifies an advance with papers, an *expenditure* pays, a *refund* brings money
back. An advance's balance is advanced less cleared less refunded; what is available on a line is budget less commitments not yet spent less
spent. A correction is a new entry that refers to the one it corrects.

A clearing is expenditure too: the papers that justify an advance are what was spent. An expenditure that settles a commitment refers to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum

from tokten_core.errors import Kind, Problem
from tokten_core.money import Money
from tokten_core.records import Record, fact, record
from tokten_core.text import Text

__all__ = ["EntryKind", "LedgerEntry"]

ENTRY_NEEDS_ORIGIN = Kind(
    "entry-without-origin",
    says=Text(en="a {value} refers to no earlier entry", fr="une écriture {value} ne renvoie à aucune écriture antérieure"),
    allowed=Text(en="the identifier of the advance or entry it settles", fr="l'identifiant de l'avance ou de l'écriture concernée"),
    remedy=Text(en="Give the entry it settles.", fr="Indiquez l'écriture concernée."),
)


class EntryKind(StrEnum):
    """What an entry does (fr: *nature de l'écriture*)."""

    COMMITMENT = "commitment"
    ADVANCE = "advance"
    CLEARING = "clearing"
    EXPENDITURE = "expenditure"
    REFUND = "refund"


@record("ledger")
class LedgerEntry(Record):
    """
    One movement of money (fr: *écriture*).

    Attributes:
        id: voucher number.
        kind: what it does.
        on: day of the entry.
        budget_line: the line it is charged to.
        amount: above zero, in the authoritative currency; an expenditure below zero corrects another.
        original: as paid, when that was another currency; never overwritten.
        mission: the mission it pays for; None for other costs.
        component: the cost component of a mission: ``per_diem``, ``airfare``...
        refers_to: the commitment, advance or entry that it settles or corrects.
        payee: who received, as a code; never a person's name.
        label: what it is, in a few words.
        invented: true for made-up data.
    """

    id: str = fact()
    kind: EntryKind = fact()
    on: dt.date = fact()
    budget_line: str = fact(refers_to="budget_lines")
    amount: Money = fact()
    original: Money | None = fact(default=None)
    mission: str | None = fact(default=None, refers_to="missions")
    component: str = fact(default="")
    refers_to: str | None = fact(default=None, refers_to="ledger")
    payee: str = fact(default="")
    label: str = fact(default="")
    invented: bool = fact(default=False)

    def faults(self) -> Iterator[Problem]:
        """Tell of a clearing or a refund that settles no earlier entry."""
        if self.kind in {EntryKind.CLEARING, EntryKind.REFUND} and self.refers_to is None:
            yield ENTRY_NEEDS_ORIGIN.at(self.place("refers_to"), self.kind.value)
