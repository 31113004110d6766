"""What a mission inside Burkina Faso is paid in 2012: so much for 24 hours by place, from a distance on; what the decree of September adds."""

from __future__ import annotations

import datetime as dt
from typing import Final

from tokten_burkina.texts import DECREE, RATES, READING
from tokten_core.parameters import Dated, Figures, Key, Parameter
from tokten_core.periods import Period
from tokten_core.text import Text
from tokten_core.units import CODE, DAY, TRUTH, Unit, money_unit

__all__ = ["DAYS", "FIGURES", "HELD_WORDS", "KILOMETRE", "PLACES", "XOF"]

DAYS: Final = Period(dt.date(2012, 3, 1), dt.date(2012, 12, 31))
"""First days of missions that the statement of March 2012 is held to cover: it names its year, and no text of another was read."""
DECREED: Final = dt.date(2012, 9, 21)

XOF: Final = money_unit("XOF")
KILOMETRE: Final = Unit("km", Text(en="km", fr="km"), Text(en="km", fr="km"))
PLACES: Final = {
    "region_capital": Text(en="region capital", fr="chef-lieu de région"),
    "elsewhere": Text(en="elsewhere", fr="autre localité"),
}
HELD_WORDS: Final = {
    "held": Text(en="held", fr="tenue"),
    "put_off": Text(en="put off", fr="reportée"),
    "cancelled": Text(en="cancelled", fr="annulée"),
}

OUTCOME: Final = Key("outcome", CODE, Text(en="what became of the mission", fr="sort de la mission"), HELD_WORDS)

FIGURES: Final = Figures.of((
    Parameter(
        "allowance_rate", Text(en="mission allowance", fr="indemnité de mission"), XOF.per(DAY),
        [Dated(DAYS.start, RATES, {"region_capital": 25_000, "elsewhere": 20_000}, until=DAYS.end)],
        keys=[Key("place", CODE, Text(en="place", fr="lieu"), PLACES)],
        reading=Text(
            en="stated for 24 hours; each day of the mission, the first and the last too, counts as 24 hours",
            fr="énoncé pour 24 heures ; chaque jour de mission, premier et dernier compris, compte pour 24 heures",
        ),
    ),
    Parameter(
        "least_distance", Text(en="distance that opens the right", fr="distance qui ouvre le droit"), KILOMETRE,
        [Dated(DAYS.start, RATES, 50, until=DAYS.end)],
        reading=Text(en="50 km itself opens it", fr="50 km exactement l'ouvrent"),
    ),
    Parameter(
        "most_report_days", Text(en="days for the mission report", fr="délai du rapport de mission"), DAY, [Dated(DECREED, DECREE, 15)],
    ),
    Parameter(
        "repaid", Text(en="allowance to be repaid", fr="indemnité à rembourser"), TRUTH,
        [Dated(DECREED, DECREE, {"held": False, "put_off": True, "cancelled": True})],
        keys=[OUTCOME],
    ),
    Parameter(
        "held", Text(en="mission held", fr="mission tenue"), TRUTH,
        [Dated(DAYS.start, READING, {"held": True, "put_off": False, "cancelled": False}, until=DAYS.end)],
        keys=[OUTCOME],
        reading=Text(en="a mission that is not held is not paid", fr="une mission qui n'est pas tenue n'est pas payée"),
    ),
    Parameter(
        "allowed_online", Text(en="allowance online", fr="indemnité en ligne"), XOF, [Dated(DAYS.start, READING, 0, until=DAYS.end)],
        reading=Text(en="nobody travels, so no distance opens a right", fr="nul ne voyage : aucune distance n'ouvre de droit"),
    ),
))  # fmt: skip
"""All figures, by name."""
