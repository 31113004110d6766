"""Monitoring: indicators against their targets, missions against the plan, shares that the committee watches."""

from __future__ import annotations

from tokten_core.services.monitoring.indicators import IndicatorState, gained_in, indicator_states, reading_on
from tokten_core.services.monitoring.missions import (
    DONE,
    MissionCount,
    OutputCount,
    Tally,
    missions_against_plan,
    missions_by_mode,
    missions_by_output,
    missions_by_sector,
    missions_in,
)
from tokten_core.services.monitoring.shares import outside_capital_share, women, women_share

__all__ = [
    "DONE", "IndicatorState", "MissionCount", "OutputCount", "Tally", "gained_in", "indicator_states", "missions_against_plan", "missions_by_mode", "missions_by_output", "missions_by_sector",
    "missions_in", "outside_capital_share", "reading_on", "women", "women_share",
]  # fmt: skip
