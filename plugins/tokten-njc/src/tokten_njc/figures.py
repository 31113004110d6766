"""
The figures of Appendix D: the meal total of a place, and what share of it is paid in each band of a stay.

The rows print amounts; the shares are worked out of them, and give the printed amounts back to the cent:

    meals            149.55      75 % = 112.16      50 % = 74.78
    all in        + 32 % = 197.41   + 32 % of 112.16 = 148.05   74.78 + 35.89 = 110.67
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from tokten_core.countries import COUNTRIES
from tokten_core.parameters import Dated, Figures, Key, Parameter
from tokten_core.periods import Period
from tokten_core.text import Text
from tokten_core.units import CODE, DAY, PERCENT, money_unit
from tokten_njc.texts import APPENDIX_D, DERIVED, READING

__all__ = ["CAD", "DAYS", "FIGURES", "LODGING_WORDS"]

DAYS: Final = Period(dt.date(2021, 7, 1), dt.date(2021, 9, 30))
"""First days of the stays that the edition of 1 July 2021 is held to cover: no later edition was read."""

CAD: Final = money_unit("CAD")
LODGING_WORDS: Final = {
    "commercial": Text(en="commercial", fr="commercial"),
    "other": Text(en="other than commercial", fr="autre que commercial"),
}
STAY: Final = Key("day", DAY, Text(en="from day", fr="à partir du jour"), bands=True)
PLACE: Final = Key("place", CODE, Text(en="place", fr="lieu"), COUNTRIES)
LODGING: Final = Key("lodging", CODE, Text(en="lodging", fr="hébergement"), LODGING_WORDS)

FIGURES: Final = Figures.of((
    Parameter(
        "meal_total",
        Text(en="three meals of a day", fr="trois repas d'une journée"),
        CAD.per(DAY),
        [Dated(DAYS.start, APPENDIX_D, {"KN": 149_55}, until=DAYS.end)],
        keys=[PLACE],
        silence=Text(en="no row of Appendix D was read for this place", fr="aucune ligne de l'appendice D n'a été lue pour ce lieu"),
    ),
    Parameter(
        "meal_share",
        Text(en="share of the meals that is paid", fr="part des repas qui est payée"),
        PERCENT,
        [Dated(DAYS.start, DERIVED, {1: 100, 31: 75, 121: 50}, until=DAYS.end)],
        keys=[STAY],
        reading=Text(
            en="the rows print amounts; 75 % and 50 % of the first give the other two",
            fr="les lignes impriment des montants ; 75 % et 50 % du premier donnent les deux autres",
        ),
    ),
    Parameter(
        "incidental_base",
        Text(en="share of the meals that incidentals are taken on", fr="part des repas sur laquelle se prennent les faux frais"),
        PERCENT,
        [Dated(DAYS.start, DERIVED, {1: 100, 31: 75}, until=DAYS.end)],
        keys=[STAY],
        reading=Text(
            en="from day 121 on the printed incidentals stay those of days 31 to 120",
            fr="à partir du jour 121, les faux frais imprimés restent ceux des jours 31 à 120",
        ),
    ),
    Parameter(
        "incidental_share",
        Text(en="incidentals as a share of the meals", fr="faux frais en part des repas"),
        PERCENT,
        [Dated(DAYS.start, DERIVED, {"commercial": 32, "other": 20}, until=DAYS.end)],
        keys=[LODGING],
        reading=Text(
            en="all in less meals, over meals, in the rows that were read",
            fr="tout compris moins repas, sur repas, dans les lignes lues",
        ),
    ),
    Parameter(
        "single_meal",
        Text(en="price of one meal", fr="prix d'un repas"),
        CAD,
        [Dated(DAYS.start, READING, None, until=DAYS.end)],
        silence=Text(
            en="the rows that were read give the three meals together, so that one that is provided cannot be taken off",
            fr="les lignes lues donnent les trois repas ensemble ; un repas fourni ne peut pas en être retiré",
        ),
    ),
))  # fmt: skip
"""All figures, by name."""
