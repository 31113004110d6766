"""The pack of the Canadian travel directive: its name, its rules, a programme without records yet."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Final

from attrs import frozen

from tokten_core.model.programme import Programme
from tokten_core.rules import CostRules
from tokten_core.rules.cases import Case, read_cases
from tokten_core.services.starting import without_records
from tokten_core.text import Text
from tokten_njc.texts import APPENDIX_D, TEXTS

__all__ = ["NjcPack"]

ANYWHERE: Final = Text(
    en="the directive's travellers live in Canada: there is no country where they may not live",
    fr="les voyageurs de la directive résident au Canada : il n'y a pas de pays où ils ne peuvent résider",
)
EXCUSED: Final[Mapping[str, Text]] = {"P01 country": ANYWHERE}


@frozen
class NjcPack:
    """
    The travel directive of Canada's National Joint Council, Appendix D (fr: *directive sur les voyages du CNM*).

    Attributes:
        name: as in ``--pack njc``.
        title: its title in both languages.
        country: ISO 3166 alpha-2.
    """

    name: str = "njc"
    title: Text = Text(en="NJC travel directive of Canada", fr="Directive sur les voyages du CNM, Canada")
    country: str = "CA"

    @property
    def excused(self) -> Mapping[str, Text]:
        """Say why the pack does not hold some laws of the contract of packs."""
        return EXCUSED

    @property
    def costs(self) -> CostRules:
        """Give the cost rules, bound to their texts and figures."""
        from tokten_njc.costs import cost_rules

        return cost_rules()

    def cases(self) -> tuple[Case, ...]:
        """Give the cases that the rules are held to, each with its text."""
        toml = resources.files("tokten_njc").joinpath("cases", "allowances.toml").read_text(encoding="utf-8")
        return read_cases(toml, self.costs, place="allowances.toml")

    def programme(self) -> Programme:
        """Give a programme without records yet: its card, and the texts behind the rules."""
        return without_records(self, APPENDIX_D, TEXTS)
