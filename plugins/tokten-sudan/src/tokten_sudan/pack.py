"""The country pack of Sudan: its name, its rules, a programme without records yet."""

from __future__ import annotations

from importlib import resources

from attrs import frozen

from tokten_core.model.programme import Programme
from tokten_core.rules import CostRules
from tokten_core.rules.cases import Case, read_cases
from tokten_core.services.starting import without_records
from tokten_core.text import Text
from tokten_sudan.texts import CONSULTANTS, TEXTS

__all__ = ["SudanPack"]


@frozen
class SudanPack:
    """
    The TOKTEN programme of Sudan as its pages of 2013 tell it (fr: *lot national du Soudan*).

    Attributes:
        name: as in ``--pack sudan``.
        title: its title in both languages.
        country: ISO 3166 alpha-2.
    """

    name: str = "sudan"
    title: Text = Text(en="TOKTEN programme of Sudan", fr="Programme TOKTEN du Soudan")
    country: str = "SD"

    @property
    def costs(self) -> CostRules:
        """Give the cost rules, bound to their texts and figures."""
        from tokten_sudan.costs import cost_rules

        return cost_rules()

    def cases(self) -> tuple[Case, ...]:
        """Give the cases that the rules are held to, each with its text."""
        toml = resources.files("tokten_sudan").joinpath("cases", "soudan.toml").read_text(encoding="utf-8")
        return read_cases(toml, self.costs, place="soudan.toml")

    def programme(self) -> Programme:
        """Give a programme without records yet: its card, and the texts behind the rules."""
        return without_records(self, CONSULTANTS, TEXTS)
