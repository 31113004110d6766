"""
What a mission inside Burkina Faso is paid: an allowance by place, from a distance on; what must be paid back when it is not held.

The texts that were read price neither journey nor lodging: a quoted airfare is refused rather than left out in silence.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from tokten_burkina.figures import DAYS, FIGURES, HELD_WORDS, KILOMETRE, PLACES, XOF
from tokten_burkina.texts import DECREE, RATES, READING
from tokten_core.countries import COUNTRIES
from tokten_core.errors import Kind
from tokten_core.rules import FUNDER, CostRules, PaidBy, at_least, at_most, choose, cost_rule, known, not_, requirement
from tokten_core.rules.cost_sharing import NO_SHARING, nobody_shares, share_unheard_of, source_pays
from tokten_core.rules.facts import FactKind
from tokten_core.rules.modes import is_online
from tokten_core.rules.plain import Operand
from tokten_core.text import Text
from tokten_core.units import CODE, DAY

__all__ = ["FACTS", "RULES", "cost_rules"]

FACTS: Final = (
    FactKind("place", CODE, Text(en="place", fr="lieu"), tuple(PLACES), PLACES),
    FactKind("distance", KILOMETRE, Text(en="distance from the post", fr="distance du poste")),
    FactKind("outcome", CODE, Text(en="what became of the mission", fr="sort de la mission"), tuple(HELD_WORDS), HELD_WORDS),
    FactKind("advance", XOF, Text(en="allowance paid in advance", fr="indemnité versée d'avance")),
    FactKind("report_days", DAY, Text(en="days from the return to the report", fr="jours du retour au rapport")),
)
"""What the texts ask of a mission besides its days."""

REPORT_LATE: Final = Kind(
    "mission-report-late",
    says=Text(en="a report {report_days} after the return", fr="un rapport {report_days} après le retour"),
    allowed=Text(en="at most {most_report_days}", fr="au plus {most_report_days}"),
    remedy=Text(en="Say why it is late, or correct the days.", fr="Justifiez le retard, ou corrigez les jours."),
)
NO_JOURNEY: Final = Kind(
    "burkina-airfare",
    says=Text(en="an airfare of {value}", fr="un billet d'avion de {value}"),
    allowed=Text(en="nothing: the texts that were read price no journey", fr="rien : les textes lus ne fixent le prix d'aucun voyage"),
    remedy=Text(en="Empty the airfare, and account for the ticket on its own.", fr="Videz le billet, et comptez-le à part."),
)
EMPLOYER: Final = PaidBy(FUNDER, Text(en="whoever sends the traveller", fr="celui qui envoie le voyageur"), (READING,))


def allowance(mission: Operand, figures: Operand) -> Operand:
    """
    Work out the mission allowance (fr: *indemnité de mission*).

    Reads:
        mission.start, mission.days: the mission, its first and its last day both counted.
        mission.place: a region's capital, or elsewhere.
        mission.distance: kilometres; below ``figures.least_distance`` there is no right.
        mission.outcome: nothing is due for a mission that was put off or cancelled: ``figures.held``.
        figures.allowance_rate: so much a day, by place.
    """
    far = at_least(mission.distance, figures.least_distance.on(mission.start))
    due = choose(far, mission.days * figures.allowance_rate.on(mission.start, place=mission.place), 0)
    return choose(figures.held.on(mission.start, outcome=mission.outcome), due, 0)


def online_allowance(mission: Operand, figures: Operand) -> Operand:
    """Give what a mission online is allowed (fr: *indemnité en ligne*): ``figures.allowed_online``."""
    return figures.allowed_online.on(mission.start)


def to_repay(mission: Operand, figures: Operand) -> Operand:
    """Work out what is to be paid back at once of an advance (fr: *à rembourser*): all of it when the mission is not held."""
    return choose(figures.repaid.on(mission.start, outcome=mission.outcome), mission.advance, 0)


def all_paid(_mission: Operand, _figures: Operand, allowance: Operand) -> Operand:
    """Give the cash of a mission: its allowance (fr: *total en espèces*)."""
    return allowance


def report_in_time(mission: Operand, figures: Operand) -> Operand:
    """Tell whether the mission report came in time: ``figures.most_report_days``."""
    return at_most(mission.report_days, figures.most_report_days.on(mission.start))


def no_airfare(mission: Operand, _figures: Operand) -> Operand:
    """Tell whether no airfare is given."""
    return not_(known(mission.airfare))


RULES: Final = (
    cost_rule(
        text=RATES, en="mission allowance", fr="indemnité de mission", unit=XOF, paid_by=EMPLOYER,
        reading=Text(
            en="the rates are a reader's statement; the table of the decree was not read",
            fr="les taux sont le témoignage d'un lecteur ; le tableau du décret n'a pas été lu",
        ),
    )(allowance),
    cost_rule(text=READING, en="total in cash", fr="total en espèces", unit=XOF, name="total")(all_paid),
    cost_rule(text=READING, en="host's share", fr="part de la structure", unit=XOF, name="beneficiary_share")(nobody_shares),
    cost_rule(text=READING, en="paid by whoever sends the traveller", fr="à la charge de l'employeur", unit=XOF)(source_pays),
    cost_rule(
        text=DECREE, en="to be repaid at once", fr="à rembourser sans délai", unit=XOF,
        reading=Text(
            en="all that was advanced; a mission cut short is not spoken of",
            fr="tout ce qui a été avancé ; le texte ne parle pas de mission écourtée",
        ),
    )(to_repay),
    cost_rule(
        text=READING, en="allowance online", fr="indemnité en ligne", unit=XOF, exception_of="allowance", when=is_online,
    )(online_allowance),
    requirement(text=DECREE, problem=REPORT_LATE, column="report_days")(report_in_time),
    requirement(text=READING, problem=NO_JOURNEY, column="airfare")(no_airfare),
    requirement(text=READING, problem=NO_SHARING, column="cost_share")(share_unheard_of),
)  # fmt: skip
"""All rules: the line of a mission first."""


@cache
def cost_rules() -> CostRules:
    """Give the rules of the civil service's missions (fr: *règles de coût*); traced once, on first use."""
    return CostRules(
        currency="XOF",
        home="BF",
        countries=COUNTRIES,
        covers=DAYS,
        covers_text=RATES,
        figures=FIGURES,
        rules=RULES,
        funds=(),
        more_facts=FACTS,
    )
