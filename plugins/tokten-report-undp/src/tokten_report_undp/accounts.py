"""
UNDP's budget accounts: five digits, hundreds at budget level, and which one each kind of cost falls under.

Codes and labels are those of public UN catalogues or well known; the mapping from kinds of cost is ours and every work plan says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tokten_core.model.funding import CostKind
from tokten_core.text import Text

__all__ = ["ACCOUNTS", "account_of"]

ACCOUNTS: Final[Mapping[str, Text]] = {
    "71300": Text(en="Local consultants", fr="Consultants nationaux"),
    "71400": Text(en="Contractual services, individuals", fr="Services contractuels, individus"),
    "71600": Text(en="Travel", fr="Voyages"),
    "72200": Text(en="Equipment and furniture", fr="Équipement et mobilier"),
    "72500": Text(en="Supplies", fr="Fournitures de bureau"),
    "73100": Text(en="Rental and maintenance, premises", fr="Location et entretien de locaux"),
    "74200": Text(en="Audio-visual and printing production costs", fr="Impression et publications"),
    "74500": Text(en="Miscellaneous", fr="Divers"),
    "75100": Text(en="Facilities and administration (GMS)", fr="Frais d'administration (GMS)"),
}
"""The accounts that a TOKTEN work plan needs, at budget level."""

_OF_KIND: Final[Mapping[CostKind, str]] = {
    CostKind.MISSIONS: "71600",
    CostKind.STAFF: "71400",
    CostKind.OPERATING: "72500",
    CostKind.EQUIPMENT: "72200",
    CostKind.PROMOTION: "74200",
    CostKind.STUDIES: "71300",
    CostKind.EVALUATION: "71300",
    CostKind.LODGING: "73100",
    CostKind.BANK_CHARGES: "74500",
    CostKind.SUPPORT_COST: "75100",
    CostKind.MISCELLANEOUS: "74500",
}


def account_of(kind: CostKind) -> str:
    """Give the account of a kind of cost."""
    return _OF_KIND[kind]
