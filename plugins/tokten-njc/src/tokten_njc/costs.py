"""
What a stay abroad is paid under Canada's travel directive: meals and incidentals, in bands of the stay.

Appendix D sets allowances and nothing else: the journey and the hotel's bill stand elsewhere, so a quoted airfare is refused rather than left
out in silence.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from tokten_core.countries import COUNTRIES
from tokten_core.errors import Kind
from tokten_core.rules import (
    FUNDER,
    CostRules,
    PaidBy,
    by_band,
    choose,
    cost_rule,
    equal,
    half_up,
    known,
    not_,
    percent,
    requirement,
)
from tokten_core.rules.cost_sharing import NO_SHARING, nobody_shares, share_unheard_of, source_pays
from tokten_core.rules.facts import FactKind
from tokten_core.rules.modes import is_online, no_travel
from tokten_core.rules.plain import Operand
from tokten_core.text import Text
from tokten_core.units import CODE
from tokten_njc.figures import CAD, DAYS, FIGURES, LODGING_WORDS
from tokten_njc.texts import APPENDIX_D, DERIVED, READING

__all__ = ["FACTS", "RULES", "cost_rules"]

MEALS_WORDS: Final = {
    "none": Text(en="none", fr="aucun"),
    "some": Text(en="some", fr="certains"),
    "all": Text(en="all", fr="tous"),
}
FACTS: Final = (
    FactKind("destination", CODE, Text(en="destination", fr="destination"), tuple(COUNTRIES), COUNTRIES),
    FactKind("lodging_kind", CODE, Text(en="kind of lodging", fr="genre d'hébergement"), tuple(LODGING_WORDS), LODGING_WORDS),
    FactKind("meals_provided", CODE, Text(en="meals provided", fr="repas fournis"), tuple(MEALS_WORDS), MEALS_WORDS),
)
"""What the directive asks of a stay besides its days."""

AIRFARE_ELSEWHERE: Final = Kind(
    "njc-airfare",
    says=Text(en="an airfare of {value}", fr="un billet d'avion de {value}"),
    allowed=Text(en="nothing: Appendix D sets meals and incidentals only", fr="rien : l'appendice D ne fixe que repas et faux frais"),
    remedy=Text(en="Empty the airfare, and account for the ticket on its own.", fr="Videz le billet, et comptez-le à part."),
)
EMPLOYER: Final = PaidBy(FUNDER, Text(en="whoever sends the traveller", fr="celui qui envoie le voyageur"), (READING,))


def meals(mission: Operand, figures: Operand) -> Operand:
    """
    Work out the meals of a stay (fr: *repas*), in bands; none where all are provided.

    Reads:
        mission.start, mission.days: the stay, its first and its last day both counted.
        mission.destination: the place.
        mission.meals_provided: none, some, all.
        figures.meal_total, figures.meal_share: the three meals of a day there, and the share paid in each band.
        figures.single_meal: what to take off for a meal that is provided.
    """
    day = mission.start
    stay = by_band(mission.days, figures.meal_share.on(day), of=figures.meal_total.on(day, place=mission.destination), rounding=half_up)
    less = choose(equal(mission.meals_provided, "all"), 0, stay - figures.single_meal.on(day))
    return choose(equal(mission.meals_provided, "none"), stay, less)


def incidentals(mission: Operand, figures: Operand) -> Operand:
    """
    Work out the incidentals of a stay (fr: *faux frais*), a share of the meals of a day, by kind of lodging.

    Reads:
        mission.start, mission.days: the stay, its first and its last day both counted.
        mission.destination: the place.
        mission.lodging_kind: commercial, other.
        figures.meal_total, figures.incidental_base, figures.incidental_share: the meals, what they count for in each band, the share.
    """
    day = mission.start
    share = percent(figures.incidental_share.on(day, lodging=mission.lodging_kind))

    def of_the_meals(of_the_day: Operand) -> Operand:
        return half_up(half_up(of_the_day) * share)

    total = figures.meal_total.on(day, place=mission.destination)
    return by_band(mission.days, figures.incidental_base.on(day), of=total, rounding=of_the_meals)


def all_in(_mission: Operand, _figures: Operand, meals: Operand, incidentals: Operand) -> Operand:
    """Add up meals and incidentals (fr: *tout compris*)."""
    return meals + incidentals


def no_airfare(mission: Operand, _figures: Operand) -> Operand:
    """Tell whether no airfare is given: the appendix prices none."""
    return not_(known(mission.airfare))


RULES: Final = (
    cost_rule(
        text=(APPENDIX_D, DERIVED),
        en="meals",
        fr="repas",
        unit=CAD,
        paid_by=EMPLOYER,
        reading=Text(
            en="rounded to the cent in each band, a half up, on the three meals together: the rows that were read do not tell them apart, "
            "and a half to even would give them back as well; the edition of the first day holds for the whole stay",
            fr="arrondis au cent dans chaque tranche, la moitié vers le haut, sur les trois repas ensemble : les lignes lues ne les séparent "
            "pas, et la moitié au pair les redonnerait aussi ; l'édition du premier jour vaut pour tout le séjour",
        ),
    )(meals),
    cost_rule(
        text=(APPENDIX_D, DERIVED),
        en="incidentals",
        fr="faux frais",
        unit=CAD,
        paid_by=EMPLOYER,
        reading=Text(
            en="taken on the full meals even where meals are provided; no row that was read says otherwise",
            fr="pris sur les repas entiers même si des repas sont fournis ; aucune ligne lue ne dit autre chose",
        ),
    )(incidentals),
    cost_rule(
        text=APPENDIX_D,
        en="all in",
        fr="tout compris",
        unit=CAD,
        name="total",
        reading=Text(
            en="meals and incidentals; the journey and the hotel's bill stand elsewhere",
            fr="repas et faux frais ; le voyage et la facture d'hôtel sont ailleurs",
        ),
    )(all_in),
    cost_rule(text=READING, en="host's share", fr="part de la structure", unit=CAD, name="beneficiary_share")(nobody_shares),
    cost_rule(text=READING, en="paid by whoever sends the traveller", fr="à la charge de l'employeur", unit=CAD)(source_pays),
    cost_rule(
        text=READING, en="no meals online", fr="pas de repas en ligne", unit=CAD, name="online_meals", exception_of="meals", when=is_online
    )(no_travel),
    cost_rule(
        text=READING,
        en="no incidentals online",
        fr="pas de faux frais en ligne",
        unit=CAD,
        name="online_incidentals",
        exception_of="incidentals",
        when=is_online,
    )(no_travel),
    requirement(text=APPENDIX_D, problem=AIRFARE_ELSEWHERE, column="airfare")(no_airfare),
    requirement(text=READING, problem=NO_SHARING, column="cost_share")(share_unheard_of),
)
"""All rules: the lines of a stay first."""


@cache
def cost_rules() -> CostRules:
    """Give the rules of the directive (fr: *règles de coût*); traced once, on first use."""
    return CostRules(
        currency="CAD",
        home="",
        countries=COUNTRIES,
        covers=DAYS,
        covers_text=APPENDIX_D,
        figures=FIGURES,
        rules=RULES,
        funds=(),
        more_facts=FACTS,
    )
