"""
The register's risks as chances: how the levels 1 to 5 become per cent is the pack's own reading, dated and sourced as any figure.

A pack that reads its register so has ``risk_figures``: ``risk_chance``, the per cent of runs in which a risk of a probability strikes, and
``risk_reach``, the per cent of missions, or of a price, that a risk of an impact touches. No document prints them; without that reading no risk
drives a scenario.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from tokten_core.errors import InputError, Kind, Problem, did_you_mean
from tokten_core.model.programme import Programme
from tokten_core.model.risk import Risk
from tokten_core.parameters import Figures
from tokten_core.ports import CountryPack
from tokten_core.simulation.scenarios.scenario import UNKNOWN_NAME, WHAT, RiskUse, Scenario
from tokten_core.text import Text

__all__ = ["Striking", "striking_risks"]

NO_READING = Kind(
    "scenario-risk-without-reading",
    says=Text(
        en="the pack {value} does not say what a level of risk means in per cent",
        fr="le lot {value} ne dit pas ce qu'un niveau de risque vaut en pour cent",
    ),
    allowed=Text(en="a pack with risk_figures: risk_chance and risk_reach", fr="un lot avec risk_figures : risk_chance et risk_reach"),
    remedy=Text(
        en="Add that reading to the pack, or draw `cancelled` or `delay` instead.",
        fr="Ajoutez cette lecture au lot, ou tirez plutôt `cancelled` ou `delay`.",
    ),
)
NO_LEVEL = Kind(
    "scenario-risk-without-level",
    says=Text(en="the {level} {value} of this risk is no level that is read", fr="{level} : {value} n'est pas un niveau qui se lise"),
    allowed=Text(en="1 (low) to 5 (high)", fr="1 (faible) à 5 (élevé)"),
    remedy=Text(en="State `{key}` for the risk in the scenario.", fr="Indiquez `{key}` pour ce risque dans le scénario."),
)
LEVELS: Final = {
    "probability": ("risk_chance", Text(en="probability", fr="probabilité")),
    "impact": ("risk_reach", Text(en="impact", fr="impact")),
}


@frozen
class Striking:
    """
    A risk that may strike (fr: *risque*).

    Attributes:
        use: what the scenario says of it.
        label: the risk.
        chance: per cent of runs in which it strikes.
        reach: per cent of missions, or of a price, that it then touches.
    """

    use: RiskUse
    label: Text
    chance: int
    reach: int


def striking_risks(scenario: Scenario, programme: Programme, pack: CountryPack) -> tuple[Striking, ...]:
    """
    Read the chances of a scenario's risks (fr: *risques en tirages*).

    Raises:
        InputError: A risk is not in the register, has no level, or the pack has no reading of levels; all are told.
    """
    figures: Figures | None = getattr(pack, "risk_figures", None)
    if scenario.risks and figures is None:
        raise InputError(NO_READING.at("risks", pack.name))
    problems: list[Problem] = []
    found = [each for use in scenario.risks for each in _read(use, programme, figures or Figures.of(()), problems)]
    if problems:
        raise InputError(*problems)
    return tuple(found)


def _read(use: RiskUse, programme: Programme, figures: Figures, problems: list[Problem]) -> Iterator[Striking]:
    risk = programme.find("risks", use.risk)
    if not isinstance(risk, Risk):
        known = [each.id for each in programme.risks]
        problems.append(
            UNKNOWN_NAME.at(f"risks.{use.risk}", use.risk, what=WHAT["risk"], near=did_you_mean(use.risk, known), known=", ".join(known))
        )
        return
    percents = {}
    for key, (figure, words) in LEVELS.items():
        level = getattr(use, key) if getattr(use, key) is not None else getattr(risk, key)
        rows = figures[figure].version(programme.card.start).rows
        if (level,) not in rows:
            problems.append(NO_LEVEL.at(f"risks.{use.risk}.{key}", level, level=words, key=key))
        else:
            percents[key] = int(rows[level,])
    if len(percents) == len(LEVELS):
        yield Striking(use, risk.label, percents["probability"], percents["impact"])
