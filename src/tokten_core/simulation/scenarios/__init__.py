"""
What a programme may cost, over many runs: scenarios, draws, outcomes.

- `scenario`: what a scenario says; `reading`: the same, from TOML; `missions`: its missions laid out one by one;
- `distributions`, `normal`, `correlations`, `streams`, `chances`, `drawing`: what varies, and how numbers are drawn;
- `prepared`, `runs`: blocks of drawn missions costed in columns and added up;
- `outcome`, `sensitivity`, `presented`: what came of it, what moved it, and both laid out for people.
"""

from tokten_core.simulation.scenarios.correlations import Correlations
from tokten_core.simulation.scenarios.distributions import Chance, CutNormal, Discrete, Fixed, LogNormal, Triangular, Uniform
from tokten_core.simulation.scenarios.outcome import Outcome, Spread
from tokten_core.simulation.scenarios.presented import simulation_report
from tokten_core.simulation.scenarios.reading import read_scenario
from tokten_core.simulation.scenarios.runs import simulate
from tokten_core.simulation.scenarios.scenario import Draw, MissionGroup, RegisterMissions, RiskUse, Scenario, Target
from tokten_core.simulation.scenarios.sensitivity import Influence, influences

__all__ = [
    "Chance", "Correlations", "CutNormal", "Discrete", "Draw", "Fixed", "Influence", "LogNormal", "MissionGroup", "Outcome",
    "RegisterMissions", "RiskUse", "Scenario", "Spread", "Target", "Triangular", "Uniform", "influences", "read_scenario", "simulate",
    "simulation_report",
]  # fmt: skip
