"""
The figures of the cost rules, each with the days on which it holds and its text.

What the programme document of 2008-2011 prints holds from its first to its last day; before and after, no known text does. What is ours
(the months of the high season, the regions of countries, a limit of plausibility) carries ``PACK_READING`` or ``COUNTRY_TABLE`` and is
marked as inferred.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, TypedDict, Unpack

from tokten_core.parameters import Dated, Figures, Key, Parameter, Value
from tokten_core.periods import Period
from tokten_core.sources import Source
from tokten_core.text import Text, same
from tokten_core.units import CODE, DAY, HOUR, MONTH, NIGHT, PERCENT, TRUTH, Unit, money_unit
from tokten_mali.countries import COUNTRIES, REGION_NAMES
from tokten_mali.texts import (
    ANNEXE_1,
    COUNTRY_TABLE,
    PACK_READING,
    PARITY,
    PARTIE_II,
    PARTIE_IV,
    PARTIE_V,
    PARTIE_VII_NB,
    SECTION_8_5,
)

__all__ = ["FIGURES", "PROGRAMME"]

PROGRAMME: Final = Period(dt.date(2008, 9, 1), dt.date(2011, 8, 31))
"""The days that the document covers: September 2008 to August 2011, printed by the month."""

XOF, USD, EUR = money_unit("XOF"), money_unit("USD"), money_unit("EUR")
HIGH_MONTHS: Final = frozenset({6, 7, 8, 9, 12})
MONTHS: Final = (
    "January janvier", "February février", "March mars", "April avril", "May mai", "June juin", "July juillet", "August août",
    "September septembre", "October octobre", "November novembre", "December décembre",
)  # fmt: skip

HIGH = Key("high", TRUTH, Text(en="high season", fr="haute saison"))
REGION = Key("region", CODE, Text(en="region", fr="région"), REGION_NAMES)


class Details(TypedDict, total=False):
    """What a figure may say besides name, label, unit and text; see `Parameter`."""

    keys: list[Key]
    silence: Text
    reading: Text


def _printed(
    name: str, label: Text, unit: Unit, source: Source, rows: Value | Mapping[Any, Value] | None, **details: Unpack[Details]
) -> Parameter:
    """Make a figure that holds for the days of the document."""
    return Parameter(name, label, unit, (Dated(PROGRAMME.start, source, rows, until=PROGRAMME.end),), **details)


PAY: Final = (
    _printed(
        "per_diem_rate",
        Text(en="per diem rate", fr="taux du per diem"),
        XOF.per(DAY),
        PARTIE_II,
        {False: 20_000, True: 40_000},
        keys=[Key("thesis", TRUTH, Text(en="thesis supervision", fr="encadrement de thèse"))],
    ),
    _printed("teaching_hour_rate", Text(en="rate of a teaching hour", fr="taux de l'heure de cours"), XOF.per(HOUR), PARTIE_II, 2_250),
    _printed(
        "most_teaching_hours",
        Text(en="most teaching hours a day", fr="heures de cours par jour au plus"),
        HOUR.per(DAY),
        PACK_READING,
        10,
        reading=Text(en="a limit of plausibility; no text sets one", fr="une limite de vraisemblance ; aucun texte n'en fixe"),
    ),
    _printed(
        "lodging_night",
        Text(en="price of a night", fr="prix d'une nuitée"),
        XOF.per(NIGHT),
        PARTIE_II,
        None,
        silence=Text(
            en="given in kind in the government's villas, no text prices a night",
            fr="donné en nature dans les villas de l'État, aucun texte ne fixe le prix d'une nuitée",
        ),
    ),
    _printed(
        "online_day_rate",
        Text(en="rate of a day online", fr="taux d'une journée en ligne"),
        XOF.per(DAY),
        PARTIE_II,
        None,
        silence=Text(
            en="the programme document knows no mission at a distance and sets no tariff for one",
            fr="le document de programme ne connaît pas de mission à distance et n'en fixe pas le tarif",
        ),
    ),
    _printed(
        "first_instalment_share",
        Text(en="share of the per diem paid on arrival", fr="part du per diem payée à l'arrivée"),
        PERCENT,
        SECTION_8_5,
        50,
    ),
)

FARE: Final = (
    Parameter(
        "region",
        Text(en="region", fr="région"),
        CODE,
        (Dated(PROGRAMME.start, COUNTRY_TABLE, {code: country.region for code, country in COUNTRIES.items()}),),
        keys=[Key("country", CODE, Text(en="country", fr="pays"), {code: country.name for code, country in COUNTRIES.items()})],
        words=REGION_NAMES,
        reading=Text(
            en="the document names Europe, America and Africa and no countries; we take the UN's regions",
            fr="le document nomme l'Europe, l'Amérique et l'Afrique sans citer de pays ; nous prenons les régions de l'ONU",
        ),
    ),
    _printed(
        "high_season",
        Text(en="high season", fr="haute saison"),
        TRUTH,
        PACK_READING,
        {month: month in HIGH_MONTHS for month in range(1, 13)},
        keys=[
            Key("month", MONTH, Text(en="month", fr="mois"), {n: Text(*m.split()) for n, m in enumerate(MONTHS, start=1)}),
        ],
        reading=Text(
            en="the document names two seasons and no months; we take June to September and December as the high one",
            fr="le document nomme deux saisons sans mois ; nous prenons juin à septembre et décembre pour la haute",
        ),
    ),
    _printed(
        "mission_cost",
        Text(en="printed cost of a mission", fr="coût imprimé d'une mission"),
        XOF,
        PARTIE_VII_NB,
        {
            ("europe", False): 1_000_000,
            ("europe", True): 1_450_000,
            ("america", False): 1_400_000,
            ("america", True): 2_000_000,
            ("africa", False): 500_000,
            ("africa", True): 800_000,
        },
        keys=[REGION, HIGH],
        silence=Text(en="no text prints the cost of a mission from there", fr="aucun texte n'imprime le coût d'une mission de là"),
        reading=Text(
            en="the lower end of the band is the low season's, the upper end the high season's",
            fr="le bas de la fourchette est celui de la basse saison, le haut celui de la haute",
        ),
    ),
    _printed(
        "band_days",
        Text(en="days of the reference mission", fr="jours de la mission de référence"),
        DAY,
        PARTIE_VII_NB,
        {False: 14, True: 21},
        keys=[HIGH],
        reading=Text(
            en="the band is printed for two to three weeks: two at its lower end, three at its upper end",
            fr="la fourchette est imprimée pour deux à trois semaines : deux en bas, trois en haut",
        ),
    ),
    _printed(
        "band_hours",
        Text(en="hours of the reference mission", fr="heures de la mission de référence"),
        HOUR,
        PACK_READING,
        {False: 0, True: 40},
        keys=[HIGH],
        reading=Text(
            en="the band holds the hours without saying how many: none at its lower end, 40 at its upper end",
            fr="la fourchette comprend des heures sans dire combien : aucune en bas, 40 en haut",
        ),
    ),
    _printed(
        "band_per_diem", Text(en="per diem within the band", fr="per diem compris dans la fourchette"), XOF.per(DAY), PARTIE_VII_NB, 20_000
    ),
    _printed("band_hour", Text(en="hour within the band", fr="heure comprise dans la fourchette"), XOF.per(HOUR), PARTIE_VII_NB, 2_250),
    Parameter(
        "euro_parity",
        Text(en="parity of the euro", fr="parité de l'euro"),
        XOF.per(EUR),
        (Dated(dt.date(1999, 1, 1), PARITY, 655_957),),
        scale=1000,
    ),
    _printed("dollar_rate", Text(en="planning rate of the dollar", fr="taux de planification du dollar"), XOF.per(USD), PARTIE_V, 400),
)

SHARING: Final = (
    _printed("least_share", Text(en="least share of the host", fr="part minimale du bénéficiaire"), PERCENT, PARTIE_IV, 10),
    _printed("greatest_share", Text(en="greatest share of the host", fr="part maximale du bénéficiaire"), PERCENT, PARTIE_IV, 50),
    _printed(
        "support_cost_rate",
        Text(en="support cost rate", fr="taux du coût d'appui"),
        PERCENT,
        PACK_READING,
        7,
        reading=Text(
            en="no page prints a rate; 7 % of the EU's other money of a year gives the 33 722 and 36 011 USD that Annexe 4 prints",
            fr="aucune page n'imprime de taux ; 7 % des autres fonds de l'UE d'une année donnent les 33 722 et 36 011 USD de l'Annexe 4",
        ),
    ),
    _printed(
        "support_cost_step",
        Text(en="step of the support cost", fr="pas du coût d'appui"),
        USD,
        PACK_READING,
        100,
        reading=Text(en="the document prints whole dollars, cut", fr="le document imprime des dollars entiers, tronqués"),
    ),
    _printed(
        "bears_support_cost",
        Text(en="bears support cost", fr="supporte le coût d'appui"),
        TRUTH,
        ANNEXE_1,
        {"ce": True, "scac": False, "pnud": False, "bsi": False},
        keys=[Key("source", CODE, Text(en="source", fr="source"), {code: same(code) for code in ("ce", "scac", "pnud", "bsi")})],
        reading=Text(en="Annexe 1 charges it to the EU only", fr="l'Annexe 1 ne le charge qu'à l'UE"),
    ),
)

DURATION: Final = (
    _printed(
        "shortest_mission",
        Text(en="shortest mission", fr="mission la plus courte"),
        DAY,
        SECTION_8_5,
        14,
        reading=Text(
            en="two weeks are 14 days, the first and the last counted", fr="deux semaines font 14 jours, premier et dernier comptés"
        ),
    ),
    _printed(
        "longest_mission",
        Text(en="longest mission", fr="mission la plus longue"),
        DAY,
        SECTION_8_5,
        28,
        reading=Text(
            en="four weeks are 28 days, the first and the last counted", fr="quatre semaines font 28 jours, premier et dernier comptés"
        ),
    ),
)

FIGURES: Final = Figures.of((*PAY, *FARE, *SHARING, *DURATION))
"""All figures, by name."""
