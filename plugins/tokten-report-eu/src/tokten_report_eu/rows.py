"""
The rows of the EU's budget of the action (Annex III): headings that may be neither dropped nor renumbered, and the two orders of closing rows.

Labels are those of the public forms of 2013 and 2016; which heading a kind of cost falls under is ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from attrs import frozen

from tokten_core.model.budget import BudgetItem
from tokten_core.model.funding import CostKind
from tokten_core.money import HALF_UP, rounded
from tokten_core.text import Text

__all__ = [
    "CEILINGS", "CLOSING", "HEADINGS", "HEADING_OF", "PLACES", "Closing", "Order", "Places", "closing_rows", "heading_of", "is_read", "within",
]  # fmt: skip

Order: TypeAlias = Literal["2013", "2016"]

HEADINGS: Final[tuple[tuple[str, Text], ...]] = (
    ("1", Text(en="Human resources", fr="Ressources humaines")),
    (
        "1.1",
        Text(
            en="Salaries (gross, incl. social security and other related costs, local staff)",
            fr="Salaires (montants bruts, personnel local)",
        ),
    ),
    ("1.1.1", Text(en="Technical", fr="Technique")),
    ("1.1.2", Text(en="Administrative/support staff", fr="Personnel administratif/d'appui")),
    ("1.2", Text(en="Salaries (gross, expat/int. staff)", fr="Salaires (montants bruts, personnel expatrié/international)")),
    ("1.3", Text(en="Per diems for missions/travel", fr="Per diems pour missions/voyages")),
    ("1.3.1", Text(en="Abroad (staff assigned to the action)", fr="À l'étranger (personnel affecté à l'action)")),
    ("1.3.2", Text(en="Local (staff assigned to the action)", fr="Sur place (personnel affecté à l'action)")),
    ("1.3.3", Text(en="Seminar/conference participants", fr="Participants aux séminaires/conférences")),
    ("2", Text(en="Travel", fr="Voyages")),
    ("2.1", Text(en="International travel", fr="Voyages internationaux")),
    ("2.2", Text(en="Local transportation", fr="Transports locaux")),
    ("3", Text(en="Equipment and supplies", fr="Équipement et fournitures")),
    ("3.1", Text(en="Purchase or rent of vehicles", fr="Achat ou location de véhicules")),
    ("3.2", Text(en="Furniture, computer equipment", fr="Mobilier, matériel d'ordinateur")),
    ("3.3", Text(en="Machines, tools", fr="Machines, outils")),
    ("3.4", Text(en="Spare parts/equipment for machines, tools", fr="Pièces détachées, équipement pour machines, outils")),
    ("3.5", Text(en="Other (specify)", fr="Autres (préciser)")),
    ("4", Text(en="Local office", fr="Bureau local")),
    ("4.1", Text(en="Vehicle costs", fr="Coût du/des véhicule(s)")),
    ("4.2", Text(en="Office rent", fr="Location de bureaux")),
    ("4.3", Text(en="Consumables, office supplies", fr="Consommables, fournitures de bureau")),
    ("4.4", Text(en="Other services (tel/fax, electricity/heating, maintenance)", fr="Autres services (tél., électricité, maintenance)")),
    ("5", Text(en="Other costs, services", fr="Autres coûts, services")),
    ("5.1", Text(en="Publications", fr="Publications")),
    ("5.2", Text(en="Studies, research", fr="Études, recherche")),
    ("5.3", Text(en="Expenditure verification/audit", fr="Vérification des dépenses/audit")),
    ("5.4", Text(en="Evaluation costs", fr="Coûts d'évaluation")),
    ("5.5", Text(en="Translation, interpreters", fr="Traduction, interprètes")),
    ("5.6", Text(en="Financial services (bank guarantee costs etc.)", fr="Services financiers (frais de garantie bancaire, etc.)")),
    ("5.7", Text(en="Costs of conferences/seminars", fr="Coûts des conférences/séminaires")),
    ("5.8", Text(en="Visibility actions", fr="Actions de visibilité")),
    ("6", Text(en="Other", fr="Autres")),
    ("6.1", Text(en="Allowances and tickets of TOKTEN consultants", fr="Indemnités et billets des consultants TOKTEN")),
)
"""Headings 1 to 6 with their lines; 6.1 is added for TOKTEN, as heading 6 allows."""
CODES: Final = frozenset(code for code, _ in HEADINGS)

HEADING_OF: Final[Mapping[CostKind, str]] = {
    CostKind.MISSIONS: "6.1",
    CostKind.STAFF: "1.1",
    CostKind.OPERATING: "4.3",
    CostKind.EQUIPMENT: "3.5",
    CostKind.PROMOTION: "5.8",
    CostKind.STUDIES: "5.2",
    CostKind.EVALUATION: "5.4",
    CostKind.LODGING: "4.2",
    CostKind.BANK_CHARGES: "5.6",
    CostKind.MISCELLANEOUS: "6",
}
"""The heading that a kind of cost is shown under; support cost is row 8 of the closing rows."""


def heading_of(item: BudgetItem) -> str:
    """Give the heading of an item: the one that its pack reads, else that of its kind of cost."""
    return item.account if is_read(item) else HEADING_OF[item.kind]


def is_read(item: BudgetItem) -> bool:
    """Tell whether the pack itself reads the item under one of these headings."""
    return item.account in CODES


def within(code: str, heading: str) -> bool:
    """
    Tell whether a code is a heading or stands below it.

    >>> within("1.1.2", "1"), within("1", "1"), within("11", "1")
    (True, True, False)
    """
    return code == heading or code.startswith(f"{heading}.")


@frozen
class Closing:
    """
    A closing row (fr: *ligne de clôture*).

    Attributes:
        key: its number.
        label: its words.
        adds: the closing rows it is the sum of; none for a row that is given.
    """

    key: str
    label: Text
    adds: tuple[str, ...] = ()


@frozen
class Places:
    """
    Where an order of closing rows has what (fr: *place des lignes*).

    Attributes:
        indirect: the row of indirect or administrative costs.
        base: the row that its seven per cent are taken of.
        contingency: the row of the contingency reserve.
    """

    indirect: str
    base: str
    contingency: str


PLACES: Final[Mapping[Order, Places]] = {"2013": Places("10", "9", "8"), "2016": Places("8", "7", "10")}


_DIRECT = Text(en="Subtotal direct eligible costs of the action (1-6)", fr="Sous-total des coûts directs éligibles de l'action (1-6)")
_ELIGIBLE = Closing("11", Text(en="Total eligible costs (9+10)", fr="Total des coûts éligibles (9+10)"), ("9", "10"))
_TAXES = Closing("12", Text(en="Taxes; contributions in kind", fr="Taxes ; contributions en nature"))
_ACCEPTED = Closing(
    "13", Text(en="Total accepted costs of the action (11+12)", fr="Total des coûts acceptés de l'action (11+12)"), ("11", "12")
)
CLOSING: Final[Mapping[Order, tuple[Closing, ...]]] = {
    "2013": (
        Closing("7", _DIRECT),
        Closing("8", Text(en="Provision for contingency reserve (max. 5 % of 7)", fr="Provision pour imprévus (max. 5 % de 7)")),
        Closing("9", Text(en="Total direct eligible costs (7+8)", fr="Total des coûts directs éligibles (7+8)"), ("7", "8")),
        Closing("10", Text(en="Administrative costs (max. 7 % of 9)", fr="Frais administratifs (max. 7 % de 9)")),
        _ELIGIBLE,
        _TAXES,
        _ACCEPTED,
    ),
    "2016": (
        Closing("7", _DIRECT),
        Closing("8", Text(en="Indirect costs (max. 7 % of 7)", fr="Coûts indirects (max. 7 % de 7)")),
        Closing(
            "9", Text(en="Total eligible costs, excluding reserve (7+8)", fr="Total des coûts éligibles, hors réserve (7+8)"), ("7", "8")
        ),
        Closing("10", Text(en="Provision for contingency reserve (max. 5 % of 7)", fr="Provision pour imprévus (max. 5 % de 7)")),
        _ELIGIBLE,
        _TAXES,
        _ACCEPTED,
    ),
}
"""Rows 7 to 13 in the order of January 2013 and in that of 2014 onwards, dated 15 January 2016."""

CEILINGS: Final = {"contingency": Fraction(5, 100), "indirect": Fraction(7, 100)}


def closing_rows(headings: Sequence[int], order: Order, *, taxes: int = 0) -> dict[str, int]:
    """
    Work out rows 7 to 13 at the ceilings, from the totals of headings 1 to 6, in cents, half-up.

    >>> closing_rows([12_000_000, 8_000_000, 1_500_000, 2_500_000, 3_000_000, 1_000_000], "2016", taxes=640_000)["11"]
    31360000
    """
    direct = sum(headings)
    contingency = rounded(direct * CEILINGS["contingency"], HALF_UP)
    if order == "2013":
        nine = direct + contingency
        ten = rounded(nine * CEILINGS["indirect"], HALF_UP)
        eight = contingency
    else:
        eight = rounded(direct * CEILINGS["indirect"], HALF_UP)
        nine, ten = direct + eight, contingency
    return {"7": direct, "8": eight, "9": nine, "10": ten, "11": nine + ten, "12": taxes, "13": nine + ten + taxes}
