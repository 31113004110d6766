"""What Sudan's pages ask of an assignment and of an expert, each with what to say when it does not hold."""

from __future__ import annotations

from typing import Final

from tokten_core.errors import Kind
from tokten_core.rules import at_least, at_most
from tokten_core.rules.plain import Operand
from tokten_core.text import Text

__all__ = [
    "DEGREE_TOO_LOW", "DOCUMENTS_MISSING", "NOT_SETTLED_ABROAD", "TOO_LITTLE_EXPERIENCE", "TOO_LONG", "TOO_YOUNG", "WORK_PLAN_MISSING",
    "degree_enough", "documents_there", "experienced", "not_too_long", "of_age", "settled_abroad", "work_plan_there",
]  # fmt: skip

TOO_LONG: Final = Kind(
    "assignment-too-long",
    says=Text(en="an assignment of {days}", fr="une mission de {days}"),
    allowed=Text(en="at most {longest_mission}", fr="au plus {longest_mission}"),
    remedy=Text(
        en="Shorten it, or make two of it: an expert may come again.",
        fr="Raccourcissez-la, ou faites-en deux : un expert peut revenir.",
    ),
)
DEGREE_TOO_LOW: Final = Kind(
    "degree-too-low",
    says=Text(en="the degree {value} is not enough", fr="le diplôme {value} ne suffit pas"),
    allowed=Text(en="bachelor, master or doctorate", fr="bachelor, master ou doctorate"),
    remedy=Text(en="Choose another expert, or correct the degree.", fr="Choisissez un autre expert, ou corrigez le diplôme."),
)
TOO_LITTLE_EXPERIENCE: Final = Kind(
    "experience-too-short",
    says=Text(en="relevant experience of {experience}", fr="une expérience utile de {experience}"),
    allowed=Text(en="at least {least_experience}", fr="au moins {least_experience}"),
    remedy=Text(en="Choose another expert, or correct the years.", fr="Choisissez un autre expert, ou corrigez les années."),
)
TOO_YOUNG: Final = Kind(
    "expert-too-young",
    says=Text(en="an age of {age}", fr="un âge de {age}"),
    allowed=Text(en="at least {least_age}; there is no greatest age", fr="au moins {least_age} ; il n'y a pas d'âge maximal"),
    remedy=Text(en="Choose another expert, or correct the age.", fr="Choisissez un autre expert, ou corrigez l'âge."),
)
NOT_SETTLED_ABROAD: Final = Kind(
    "not-settled-abroad",
    says=Text(en="the status abroad is {value}", fr="le statut à l'étranger est {value}"),
    allowed=Text(en="permanent or citizen", fr="permanent ou citizen"),
    remedy=Text(en="Choose another expert, or correct the status.", fr="Choisissez un autre expert, ou corrigez le statut."),
)
DOCUMENTS_MISSING: Final = Kind(
    "documents-not-received",
    says=Text(
        en="the signed letter of notification and the other documents have not come",
        fr="la lettre de notification signée et les autres pièces ne sont pas arrivées",
    ),
    allowed=Text(en="all of them, before the expert arrives", fr="toutes, avant l'arrivée de l'expert"),
    remedy=Text(en="Wait for them, or say that they have come.", fr="Attendez-les, ou dites qu'elles sont arrivées."),
)
WORK_PLAN_MISSING: Final = Kind(
    "work-plan-not-agreed",
    says=Text(en="the work plan is not agreed", fr="le plan de travail n'est pas convenu"),
    allowed=Text(
        en="a plan agreed by expert, host and programme before the expert arrives",
        fr="un plan convenu entre l'expert, la structure et le programme avant l'arrivée de l'expert",
    ),
    remedy=Text(en="Agree on it first.", fr="Convenez-en d'abord."),
)


def not_too_long(mission: Operand, figures: Operand) -> Operand:
    """Tell whether an assignment has no more days than ``figures.longest_mission``; nobody can allow more."""
    return at_most(mission.days, figures.longest_mission.on(mission.start))


def degree_enough(mission: Operand, figures: Operand) -> Operand:
    """Tell whether the degree is one of those that are enough: ``figures.degree_enough``."""
    return figures.degree_enough.on(mission.start, degree=mission.degree)


def experienced(mission: Operand, figures: Operand) -> Operand:
    """Tell whether the relevant experience is long enough: ``figures.least_experience``."""
    return at_least(mission.experience, figures.least_experience.on(mission.start))


def of_age(mission: Operand, figures: Operand) -> Operand:
    """Tell whether the expert is old enough: ``figures.least_age``."""
    return at_least(mission.age, figures.least_age.on(mission.start))


def settled_abroad(mission: Operand, figures: Operand) -> Operand:
    """Tell whether the expert lives abroad for good, or is a citizen there: ``figures.settled_abroad``."""
    return figures.settled_abroad.on(mission.start, status=mission.status_abroad)


def documents_there(mission: Operand, _figures: Operand) -> Operand:
    """Tell whether the signed letter and the other documents have come."""
    return mission.documents_received


def work_plan_there(mission: Operand, _figures: Operand) -> Operand:
    """Tell whether the work plan is agreed."""
    return mission.work_plan_agreed
