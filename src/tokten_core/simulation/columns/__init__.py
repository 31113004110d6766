"""
Missions in columns: the same rules, a million missions at once, exact to the last franc.

- `facts`: the facts as columns, made once and checked; `missions`: from missions to columns;
- `specialise`: an expression read for columns of some shapes; `steps`: what it becomes, with bounds; `program`: the generated pass;
- `amounts`: `work_out` and what it gives; `problems`: rows against the rules; `rows`: one row, for its reasons;
- `scenarios`: the same under many drawn futures, added up by group; `products`: sums by group, in products of matrices.
"""

from tokten_core.simulation.columns.amounts import AmountColumns, work_out
from tokten_core.simulation.columns.facts import FactColumns
from tokten_core.simulation.columns.missions import columns_of_missions
from tokten_core.simulation.columns.scenarios import Draws, ScenarioTotals, work_out_scenarios

__all__ = ["AmountColumns", "Draws", "FactColumns", "ScenarioTotals", "columns_of_missions", "work_out", "work_out_scenarios"]
