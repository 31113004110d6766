"""
The airfare: the quote, converted where it is in another currency; without a quote an estimate, marked as one.

Some programmes print no ticket prices but the whole cost of a mission, as a band from the low to the high season, with the per diem and
hours that a reference mission holds. The ticket is what is left of the band's end:

720 000 FCFA = 1 000 000 FCFA − 14 days × 20 000 FCFA/day − 0 hours × 2 250 FCFA/hour
"""

from __future__ import annotations

from tokten_core.money import HALF_EVEN
from tokten_core.rules.plain import Operand
from tokten_core.rules.words import convert, first_known

__all__ = ["airfare", "airfare_estimate"]


def airfare(mission: Operand, figures: Operand, airfare_estimate: Operand) -> Operand:
    """
    Take the quoted airfare, or else the estimate (fr: *billet d'avion*).

    Reads:
        mission.airfare, mission.airfare_eur, mission.airfare_usd: the quote, in one of three currencies.
        figures.euro_parity, figures.dollar_rate: the price of one euro, of one dollar.

    .. versionadded:: 0.1
    """
    euros = convert(mission.airfare_eur, figures.euro_parity.on(mission.start), HALF_EVEN)
    dollars = convert(mission.airfare_usd, figures.dollar_rate.on(mission.start), HALF_EVEN)
    return first_known(mission.airfare, euros, dollars, airfare_estimate)


def airfare_estimate(mission: Operand, figures: Operand) -> Operand:
    """
    Estimate an airfare from the printed cost band of the region and the season of the first day (fr: *estimation du billet*).

    Reads:
        figures.region: the region of a country.
        figures.high_season: whether a month is in the high season.
        figures.mission_cost: the end of the band, by region and season.
        figures.band_days, figures.band_hours: the reference mission of a season.
        figures.band_per_diem, figures.band_hour: the rates that the band holds.

    .. versionadded:: 0.1
    """
    day = mission.start
    high = figures.high_season.on(day, month=mission.month)
    band = figures.mission_cost.on(day, region=figures.region.on(day, country=mission.residence), high=high)
    stay = figures.band_days.on(day, high=high) * figures.band_per_diem.on(day)
    hours = figures.band_hours.on(day, high=high) * figures.band_hour.on(day)
    return band - stay - hours
