"""The roster against the countries that the programme's pack knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tokten_core.checks.codes import CheckCode
from tokten_core.checks.findings import Finding
from tokten_core.model.expert import Antenna, Expert, Residence
from tokten_core.model.programme import Programme
from tokten_core.rules import CostRules
from tokten_core.text import Text

__all__ = ["countries_known"]

COUNTRY_UNKNOWN: Final = CheckCode(
    "country-unknown",
    title=Text(en="country that nobody knows", fr="pays inconnu"),
    compares=Text(
        en="The countries of experts, residences and relay offices with the pack's list of ISO 3166 codes.",
        fr="Les pays des experts, des résidences et des antennes avec la liste de codes ISO 3166 du lot national.",
    ),
    remedy=Text(en="Write the ISO 3166 code of two capitals, such as FR.", fr="Écrivez le code ISO 3166 de deux capitales, comme FR."),
)


def countries_known(programme: Programme, costs: CostRules) -> Iterator[Finding]:
    """Find countries that are no ISO 3166 code (fr: *pays inconnus*)."""
    records: tuple[Expert | Residence | Antenna, ...] = (*programme.experts, *programme.residences, *programme.antennas)
    for record in records:
        if record.country not in costs.countries:
            subject = Text(en="country of {id}", fr="pays de {id}").fill(id=record.id)
            yield Finding(COUNTRY_UNKNOWN.code, record.place("country"), subject, record.country)
