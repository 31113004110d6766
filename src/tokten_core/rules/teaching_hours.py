"""
Teaching hours: so much an hour, at the rate of the first day, and a limit of plausibility.

90 000 FCFA = 40 hours × 2 250 FCFA/hour
"""

from __future__ import annotations

from typing import Final

from tokten_core.errors import Kind
from tokten_core.rules.plain import Operand
from tokten_core.rules.words import at_most
from tokten_core.text import Text

__all__ = ["TOO_MANY_HOURS", "plausible_hours", "teaching_hours"]

TOO_MANY_HOURS: Final = Kind(
    "too-many-teaching-hours",
    says=Text(en="{value} teaching hours in {days}", fr="{value} heures de cours en {days}"),
    allowed=Text(en="at most {most_teaching_hours}", fr="au plus {most_teaching_hours}"),
    remedy=Text(en="Correct the hours or the days.", fr="Corrigez les heures ou les jours."),
)


def teaching_hours(mission: Operand, figures: Operand) -> Operand:
    """
    Work out the pay of the teaching hours (fr: *heures de cours, heures supplémentaires*).

    Reads:
        mission.teaching_hours: hours taught.
        figures.teaching_hour_rate: an amount an hour, in force on the first day.

    .. versionadded:: 0.1
    """
    return mission.teaching_hours * figures.teaching_hour_rate.on(mission.start)


def plausible_hours(mission: Operand, figures: Operand) -> Operand:
    """
    Tell whether the hours are plausible for the days.

    Reads:
        mission.teaching_hours, mission.days: hours taught in so many days.
        figures.most_teaching_hours: the most hours a day.
    """
    return at_most(mission.teaching_hours, mission.days * figures.most_teaching_hours.on(mission.start))
