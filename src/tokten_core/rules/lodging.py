"""Lodging: nights at the price of a night, where a text prices one; given in kind without a price, its amount stays unknown."""

from __future__ import annotations

from tokten_core.rules.plain import Operand

__all__ = ["lodging"]


def lodging(mission: Operand, figures: Operand) -> Operand:
    """
    Work out the lodging of a mission (fr: *hébergement*).

    Reads:
        mission.start: the first day.
        mission.lodging_nights: nights.
        figures.lodging_night: the price of a night, in force on the first day.

    .. versionadded:: 0.1
    """
    return figures.lodging_night.on(mission.start) * mission.lodging_nights
