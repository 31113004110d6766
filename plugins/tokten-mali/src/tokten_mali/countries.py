"""
The countries where experts may live: UN region, member of the EU in 2008 (``data/countries.csv``); their names are the core's.

The table is our inference. It holds every ISO 3166 alpha-2 code with its region after UN M49, so that Cyprus lies in Asia although it is in
the EU, and the 27 states that were in the EU from 2007 to 2013, so that the United Kingdom is among them and Croatia is not.
"""

from __future__ import annotations

import csv
from importlib import resources
from typing import Final

from attrs import frozen

from tokten_core.countries import COUNTRIES as NAMES
from tokten_core.text import Text

__all__ = ["COUNTRIES", "EU_2008", "REGION_NAMES", "Country"]


@frozen
class Country:
    """
    A country (fr: *pays*).

    Attributes:
        code: ISO 3166 alpha-2.
        name: its name in both languages.
        region: its UN M49 region, as a code.
        in_eu: true for the 27 states of 2008.
    """

    code: str
    name: Text
    region: str
    in_eu: bool


def _read() -> dict[str, Country]:
    lines = resources.files("tokten_mali").joinpath("data", "countries.csv").read_text(encoding="utf-8").splitlines()
    return {row["code"]: Country(row["code"], NAMES[row["code"]], row["region"], row["eu_2008"] == "true") for row in csv.DictReader(lines)}


COUNTRIES: Final = _read()
"""Every country, by code."""

EU_2008: Final = frozenset(country.code for country in COUNTRIES.values() if country.in_eu)
"""The 27 member states of 2008."""

REGION_NAMES: Final = {
    "africa": Text(en="Africa", fr="Afrique"),
    "america": Text(en="America", fr="Amérique"),
    "antarctica": Text(en="Antarctica", fr="Antarctique"),
    "asia": Text(en="Asia", fr="Asie"),
    "europe": Text(en="Europe", fr="Europe"),
    "oceania": Text(en="Oceania", fr="Océanie"),
}
