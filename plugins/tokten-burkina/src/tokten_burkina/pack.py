"""The pack of Burkina Faso: its name, its rules, a programme without records yet."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Final

from attrs import frozen

from tokten_burkina.texts import RATES, TEXTS
from tokten_core.model.programme import Programme
from tokten_core.rules import CostRules
from tokten_core.rules.cases import Case, read_cases
from tokten_core.services.starting import without_records
from tokten_core.text import Text

__all__ = ["BurkinaPack"]

LATER: Final = Text(
    en="the decree is of September 2012; before it nothing is known of reports and repayments",
    fr="le décret est de septembre 2012 ; avant lui, rien n'est connu des rapports et des remboursements",
)


@frozen
class BurkinaPack:
    """
    The mission allowances of the civil service of Burkina Faso, 2012 (fr: *lot national du Burkina Faso*).

    Attributes:
        name: as in ``--pack burkina``.
        title: its title in both languages.
        country: ISO 3166 alpha-2.
    """

    name: str = "burkina"
    title: Text = Text(en="Mission allowances of Burkina Faso, 2012", fr="Indemnités de mission du Burkina Faso, 2012")
    country: str = "BF"

    @property
    def excused(self) -> Mapping[str, Text]:
        """Say why the pack does not hold some laws of the contract of packs."""
        return {f"P14 {name}": LATER for name in ("most_report_days", "repaid")}

    @property
    def costs(self) -> CostRules:
        """Give the cost rules, bound to their texts and figures."""
        from tokten_burkina.costs import cost_rules

        return cost_rules()

    def cases(self) -> tuple[Case, ...]:
        """Give the cases that the rules are held to, each with its text."""
        toml = resources.files("tokten_burkina").joinpath("cases", "indemnites.toml").read_text(encoding="utf-8")
        return read_cases(toml, self.costs, place="indemnites.toml")

    def programme(self) -> Programme:
        """Give a programme without records yet: its card, and the texts behind the rules."""
        return without_records(self, RATES, TEXTS)
