"""
UNDP's budget accounts: five digits, hundreds at budget level, and which one a planned expense falls under.

Codes and labels are those of public UN catalogues or well known. A plan that prints an account keeps it; for one that prints none, the account is
taken from the kind of cost: that mapping is ours, and every work plan says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from tokten_core.model.funding import CostKind
from tokten_core.model.logframe import Activity
from tokten_core.text import Text

__all__ = ["ACCOUNTS", "account_label", "account_of", "is_budget_level", "prints_account"]

ACCOUNTS: Final[Mapping[str, Text]] = {
    "61100": Text(en="Salary costs, national staff", fr="Traitements du personnel national"),
    "61300": Text(en="Salary costs, international staff", fr="Traitements du personnel international"),
    "71200": Text(en="International consultants", fr="Consultants internationaux"),
    "71300": Text(en="Local consultants", fr="Consultants nationaux"),
    "71400": Text(en="Contractual services, individuals", fr="Services contractuels, individus"),
    "71500": Text(en="UN Volunteers", fr="Volontaires des Nations Unies"),
    "71600": Text(en="Travel", fr="Voyages"),
    "72100": Text(en="Contractual services, companies", fr="Services contractuels, sociétés"),
    "72200": Text(en="Equipment and furniture", fr="Équipement et mobilier"),
    "72300": Text(en="Materials and goods", fr="Matériels et fournitures"),
    "72400": Text(en="Communication and audio-visual", fr="Communication et audiovisuel"),
    "72500": Text(en="Supplies", fr="Fournitures de bureau"),
    "72600": Text(en="Grants", fr="Subventions"),
    "72800": Text(en="Information technology equipment", fr="Matériel informatique"),
    "73100": Text(en="Rental and maintenance, premises", fr="Location et entretien de locaux"),
    "73200": Text(en="Premises alterations", fr="Aménagement de locaux"),
    "73400": Text(en="Rental and maintenance, other equipment", fr="Location et entretien d'équipement"),
    "74100": Text(en="Professional services", fr="Services professionnels"),
    "74200": Text(en="Audio-visual and printing production costs", fr="Impression et publications"),
    "74500": Text(en="Miscellaneous", fr="Divers"),
    "74700": Text(en="Transport, shipping and handling", fr="Transport et manutention"),
    "75100": Text(en="Facilities and administration (GMS)", fr="Frais d'administration (GMS)"),
    "75700": Text(en="Training, workshops and conferences", fr="Formations, ateliers et conférences"),
    "76100": Text(en="Foreign exchange gain/loss", fr="Gains et pertes de change"),
}
"""The accounts at budget level, by code."""

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
_PRINTED = re.compile(r"[0-9]{5}")


def prints_account(activity: Activity) -> bool:
    """Tell whether the plan itself prints an account for an activity."""
    return _PRINTED.match(activity.budget_description) is not None


def account_of(activity: Activity) -> str | None:
    """
    Give the account of an activity (fr: *compte budgétaire*): the one that the plan prints, else that of its kind of cost.

    Returns:
        Five digits; None when the plan prints none and the kind of cost is not known.
    """
    if prints_account(activity):
        return activity.budget_description[:5]
    return None if activity.kind is None else _OF_KIND[activity.kind]


def account_label(code: str) -> Text:
    """
    Give code and label of an account; of one that is not in the list, the code.

    >>> account_label("71600").fr
    '71600 Voyages'
    """
    label = ACCOUNTS.get(code)
    return Text(en=f"{code} {label.en}", fr=f"{code} {label.fr}") if label else Text(en=code, fr=code)


def is_budget_level(code: str) -> bool:
    """
    Tell whether a code is in the list and at budget level: hundreds, where transactions use finer codes.

    >>> is_budget_level("71600"), is_budget_level("71605"), is_budget_level("99900")
    (True, False, False)
    """
    return code in ACCOUNTS and code.endswith("00")
