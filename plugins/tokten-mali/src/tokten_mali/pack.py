"""The country pack of Mali: its name, its cost rules, its programme."""

from __future__ import annotations

from importlib import resources

from attrs import frozen

from tokten_core.model.programme import Programme
from tokten_core.parameters import Figures
from tokten_core.rules import CostRules
from tokten_core.rules.cases import Case, read_cases
from tokten_core.text import Text

__all__ = ["MaliPack"]


@frozen
class MaliPack:
    """
    The TOKTEN programme of Mali, 2008-2011 (fr: *lot national du Mali*).

    Attributes:
        name: as in ``--pack mali``.
        title: its title in both languages.
        country: ISO 3166 alpha-2.
    """

    name: str = "mali"
    title: Text = Text(en="TOKTEN programme of Mali, 2008-2011", fr="Programme TOKTEN du Mali, 2008-2011")
    country: str = "ML"

    @property
    def costs(self) -> CostRules:
        """Give the cost rules, bound to the programme document and its figures."""
        from tokten_mali.costs import cost_rules

        return cost_rules()

    @property
    def risk_figures(self) -> Figures:
        """Give what the levels of the risk register are read as in simulations."""
        from tokten_mali.risks import RISK_FIGURES

        return RISK_FIGURES

    def cases(self) -> tuple[Case, ...]:
        """Give the cases that the rules are held to, each with its text."""
        toml = resources.files("tokten_mali").joinpath("cases", "couts.toml").read_text(encoding="utf-8")
        return read_cases(toml, self.costs, place="couts.toml")

    def programme(self) -> Programme:
        """Give the programme: the document's figures and budget, and an invented register to run on."""
        from tokten_mali.document import programme

        return programme()
