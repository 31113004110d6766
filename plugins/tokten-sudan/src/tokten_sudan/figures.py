"""What Sudan's pages set: how long an assignment lasts, who may come. They speak of specified allowances and publish no amount."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from tokten_core.parameters import Dated, Figures, Key, Parameter, Value
from tokten_core.periods import Period
from tokten_core.sources import Source
from tokten_core.text import Text
from tokten_core.units import CODE, DAY, NIGHT, TRUTH, YEAR, Unit, money_unit
from tokten_sudan.texts import CONSULTANTS, READING

__all__ = ["DAYS", "DEGREES", "FIGURES", "STATUSES", "USD"]

DAYS: Final = Period(dt.date(2006, 1, 1), dt.date(2013, 12, 31))
"""First days of assignments that the pages are held to cover."""

USD: Final = money_unit("USD")
DEGREES: Final = {
    "none": Text(en="none", fr="aucun"),
    "bachelor": Text(en="bachelor", fr="licence"),
    "master": Text(en="master", fr="master"),
    "doctorate": Text(en="doctorate", fr="doctorat"),
}
STATUSES: Final = {
    "citizen": Text(en="citizen there", fr="citoyen de ce pays"),
    "permanent": Text(en="permanent resident", fr="résident permanent"),
    "temporary": Text(en="temporary resident", fr="résident temporaire"),
}
UNPUBLISHED: Final = Text(
    en="the programme's pages speak of specified allowances and publish no amount",
    fr="les pages du programme parlent d'indemnités déterminées et ne publient aucun montant",
)


def _set(name: str, label: Text, unit: Unit, source: Source, rows: Value | Mapping[Any, Value] | None, **details: Any) -> Parameter:
    """Make a figure that holds for the days of the pages."""
    return Parameter(name, label, unit, [Dated(DAYS.start, source, rows, until=DAYS.end)], **details)


FIGURES: Final = Figures.of((
    _set(
        "shortest_mission", Text(en="shortest assignment", fr="mission la plus courte"), DAY, CONSULTANTS, 7,
        reading=Text(en="one week is 7 days, the first and the last counted", fr="une semaine fait 7 jours, premier et dernier comptés"),
    ),
    _set(
        "longest_mission", Text(en="longest assignment", fr="mission la plus longue"), DAY, CONSULTANTS, 84,
        reading=Text(
            en="twelve weeks are 84 days, the first and the last counted", fr="douze semaines font 84 jours, premier et dernier comptés"
        ),
    ),
    _set(
        "degree_enough", Text(en="degree that is enough", fr="diplôme suffisant"), TRUTH, CONSULTANTS,
        {"none": False, "bachelor": True, "master": True, "doctorate": True},
        keys=(Key("degree", CODE, Text(en="degree", fr="diplôme"), DEGREES),),
    ),
    _set("least_experience", Text(en="least experience", fr="expérience minimale"), YEAR, CONSULTANTS, 5),
    _set("least_age", Text(en="least age", fr="âge minimal"), YEAR, CONSULTANTS, 25),
    _set(
        "settled_abroad", Text(en="settled abroad", fr="établi à l'étranger"), TRUTH, CONSULTANTS,
        {"citizen": True, "permanent": True, "temporary": False},
        keys=(Key("status", CODE, Text(en="status abroad", fr="statut à l'étranger"), STATUSES),),
    ),
    _set("fee", Text(en="salary or fee", fr="salaire ou honoraires"), USD, CONSULTANTS, 0),
    _set("daily_allowance", Text(en="daily allowance", fr="indemnité journalière"), USD.per(DAY), CONSULTANTS, None, silence=UNPUBLISHED),
    _set("lodging_night", Text(en="price of a night", fr="prix d'une nuitée"), USD.per(NIGHT), READING, None, silence=UNPUBLISHED),
    _set("online_day_rate", Text(en="rate of a day online", fr="taux d'une journée en ligne"), USD.per(DAY), READING, None,
         silence=Text(en="the pages know no assignment at a distance", fr="les pages ne connaissent pas de mission à distance")),
))  # fmt: skip
"""All figures, by name."""
