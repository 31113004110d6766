"""
Missions held at a distance: no travel, no lodging, a tariff of their own.

A mission online is an exception to the rules of a stay; one that is hybrid is a stay, and its work at a distance is paid by the hour like
other teaching. Where no text sets a tariff the pay is unknown, and says so.
"""

from __future__ import annotations

from tokten_core.rules.plain import Operand
from tokten_core.rules.words import equal

__all__ = ["is_online", "no_travel", "online_pay"]


def is_online(mission: Operand, _figures: Operand) -> Operand:
    """Tell whether a mission is held online (fr: *en ligne*)."""
    return equal(mission.mode, "online")


def no_travel(_mission: Operand, _figures: Operand) -> Operand:
    """Give nothing for travel or lodging: an expert who stays at home has none (fr: *sans déplacement*)."""
    return 0


def online_pay(mission: Operand, figures: Operand) -> Operand:
    """
    Work out the pay of a mission online (fr: *rémunération d'une mission en ligne*).

    Reads:
        mission.start: the first day.
        mission.days: days of work, the first and the last both counted.
        figures.online_day_rate: an amount a day of work online, in force on the first day.

    .. versionadded:: 0.1
    """
    return mission.days * figures.online_day_rate.on(mission.start)
