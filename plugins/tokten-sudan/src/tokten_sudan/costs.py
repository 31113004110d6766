"""
Who may come to Sudan and for how long; what it costs is unknown where no page publishes an amount.

Repeat assignments are allowed and there is no greatest age, so nothing asks for them. *First come, first served* is how requests are taken in
turn, not what a mission may be: it is no rule here.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from tokten_core.countries import COUNTRIES
from tokten_core.rules import FUNDER, CostRules, PaidBy, cost_rule, requirement
from tokten_core.rules.cost_sharing import NO_SHARING, nobody_shares, share_unheard_of, source_pays
from tokten_core.rules.duration import TOO_SHORT, long_enough
from tokten_core.rules.facts import FactKind
from tokten_core.rules.lodging import lodging
from tokten_core.rules.modes import is_online, no_travel, online_pay
from tokten_core.rules.plain import Operand
from tokten_core.text import Text
from tokten_core.units import CODE, TRUTH, YEAR
from tokten_sudan.figures import DAYS, DEGREES, FIGURES, STATUSES, USD
from tokten_sudan.requirements import (
    DEGREE_TOO_LOW,
    DOCUMENTS_MISSING,
    NOT_SETTLED_ABROAD,
    TOO_LITTLE_EXPERIENCE,
    TOO_LONG,
    TOO_YOUNG,
    WORK_PLAN_MISSING,
    degree_enough,
    documents_there,
    experienced,
    not_too_long,
    of_age,
    settled_abroad,
    work_plan_there,
)
from tokten_sudan.texts import CONSULTANTS, FAST_FACTS, INSTITUTIONS, READING, TICKET

__all__ = ["FACTS", "RULES", "cost_rules"]

FACTS: Final = (
    FactKind("degree", CODE, Text(en="degree", fr="diplôme"), tuple(DEGREES), DEGREES),
    FactKind("experience", YEAR, Text(en="years of relevant experience", fr="années d'expérience utile")),
    FactKind("age", YEAR, Text(en="age", fr="âge")),
    FactKind("status_abroad", CODE, Text(en="status abroad", fr="statut à l'étranger"), tuple(STATUSES), STATUSES),
    FactKind("documents_received", TRUTH, Text(en="signed letter and documents received", fr="lettre signée et pièces reçues")),
    FactKind("work_plan_agreed", TRUTH, Text(en="work plan agreed", fr="plan de travail convenu")),
)
"""What the pages ask of an expert besides the days."""

PROGRAMME: Final = PaidBy(FUNDER, Text(en="the programme", fr="le programme"), (CONSULTANTS,))


def daily_allowance(mission: Operand, figures: Operand) -> Operand:
    """Work out the daily allowance (fr: *indemnité journalière*): ``figures.daily_allowance`` for each day of the assignment."""
    return mission.days * figures.daily_allowance.on(mission.start)


def quoted_airfare(mission: Operand, _figures: Operand) -> Operand:
    """Take the return ticket as it is quoted (fr: *billet d'avion*); without a quote it is unknown."""
    return mission.airfare


def fee(mission: Operand, figures: Operand) -> Operand:
    """Give the salary or fee (fr: *salaire ou honoraires*): ``figures.fee``, none."""
    return figures.fee.on(mission.start)


def in_cash(_mission: Operand, _figures: Operand, per_diem: Operand, airfare: Operand, lodging: Operand, fee: Operand) -> Operand:
    """Add up the cash of an assignment (fr: *total en espèces*)."""
    return per_diem + airfare + lodging + fee


HOTEL: Final = Text(
    en="a return ticket and, as a rule, a hotel are what TOKTEN covers in general; Sudan's pages name neither",
    fr="un billet aller et retour et, d'ordinaire, l'hôtel sont ce que TOKTEN couvre en général ; les pages du Soudan ne les nomment pas",
)
LINES: Final = (
    cost_rule(text=CONSULTANTS, en="daily allowance", fr="indemnité journalière", unit=USD, name="per_diem", paid_by=PROGRAMME)(
        daily_allowance
    ),
    cost_rule(text=TICKET, en="airfare", fr="billet d'avion", unit=USD, name="airfare", paid_by=PROGRAMME, reading=HOTEL)(quoted_airfare),
    cost_rule(text=TICKET, en="lodging", fr="hébergement", unit=USD, paid_by=PROGRAMME, reading=HOTEL)(lodging),
    cost_rule(text=CONSULTANTS, en="salary or fee", fr="salaire ou honoraires", unit=USD, paid_by=PROGRAMME)(fee),
    cost_rule(text=READING, en="total in cash", fr="total en espèces", unit=USD, name="total")(in_cash),
    cost_rule(text=READING, en="host's share", fr="part de la structure", unit=USD, name="beneficiary_share")(nobody_shares),
    cost_rule(text=READING, en="paid by the programme", fr="à la charge du programme", unit=USD)(source_pays),
)
ONLINE: Final = (
    cost_rule(
        text=READING, en="allowance online", fr="indemnité en ligne", unit=USD, name="online_allowance", exception_of="per_diem",
        when=is_online,
    )(online_pay),
    cost_rule(
        text=READING, en="no airfare online", fr="pas de billet en ligne", unit=USD, name="online_airfare", exception_of="airfare",
        when=is_online,
    )(no_travel),
    cost_rule(
        text=READING, en="no lodging online", fr="pas d'hébergement en ligne", unit=USD, name="online_lodging", exception_of="lodging",
        when=is_online,
    )(no_travel),
)  # fmt: skip
REQUIREMENTS: Final = (
    requirement(text=CONSULTANTS, problem=TOO_SHORT, column="days")(long_enough),
    requirement(text=CONSULTANTS, problem=TOO_LONG, column="days")(not_too_long),
    requirement(text=CONSULTANTS, problem=DEGREE_TOO_LOW, column="degree")(degree_enough),
    requirement(text=CONSULTANTS, problem=TOO_LITTLE_EXPERIENCE, column="experience")(experienced),
    requirement(text=CONSULTANTS, problem=TOO_YOUNG, column="age")(of_age),
    requirement(text=CONSULTANTS, problem=NOT_SETTLED_ABROAD, column="status_abroad")(settled_abroad),
    requirement(text=CONSULTANTS, problem=DOCUMENTS_MISSING, column="documents_received")(documents_there),
    requirement(text=INSTITUTIONS, problem=WORK_PLAN_MISSING, column="work_plan_agreed")(work_plan_there),
    requirement(text=READING, problem=NO_SHARING, column="cost_share")(share_unheard_of),
)

RULES: Final = (*LINES, *ONLINE, *REQUIREMENTS)
"""All rules: the lines of a mission first."""


@cache
def cost_rules() -> CostRules:
    """Give the rules of Sudan's programme (fr: *règles de coût*); traced once, on first use."""
    return CostRules(
        currency="USD",
        home="SD",
        countries=COUNTRIES,
        covers=DAYS,
        covers_text=FAST_FACTS,
        figures=FIGURES,
        rules=RULES,
        funds=(),
        more_facts=FACTS,
    )
