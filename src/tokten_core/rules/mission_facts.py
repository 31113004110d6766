"""From a mission on record to what the rules need to know of it."""

from __future__ import annotations

from tokten_core.model.mission import Mission
from tokten_core.rules.costings import MissionFacts

__all__ = ["facts_of"]


def facts_of(mission: Mission) -> MissionFacts:
    """Give the facts of a mission that cost rules read; what is unknown stays unknown."""
    return MissionFacts(
        id=mission.id,
        residence=mission.residence,
        start=mission.start,
        days=mission.days,
        thesis_supervision=mission.thesis_supervision,
        teaching_hours=mission.teaching_hours,
        airfare=mission.airfare,
        lodging_nights=mission.lodging_nights,
        for_profit=mission.for_profit,
        cost_share=mission.cost_share or None,
        committee_consulted=mission.committee_consulted,
        mode=mission.mode.value,
    )
