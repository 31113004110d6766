"""Duration: how short a mission may be, and how long without the committee's advice."""

from __future__ import annotations

from typing import Final

from tokten_core.errors import Kind
from tokten_core.rules.modes import is_online
from tokten_core.rules.plain import Operand
from tokten_core.rules.words import all_of, any_of, at_least, at_most, known
from tokten_core.text import Text

__all__ = ["TOO_LONG", "TOO_SHORT", "long_enough", "short_enough"]

TOO_SHORT: Final = Kind(
    "mission-too-short",
    says=Text(en="a mission of {days}", fr="une mission de {days}"),
    allowed=Text(en="at least {shortest_mission}", fr="au moins {shortest_mission}"),
    remedy=Text(en="Lengthen the mission, or correct the days.", fr="Allongez la mission, ou corrigez les jours."),
)
TOO_LONG: Final = Kind(
    "mission-too-long",
    says=Text(en="a mission of {days} without the committee's advice", fr="une mission de {days} sans l'avis du comité"),
    allowed=Text(
        en="at most {longest_mission}, more once the committee is consulted",
        fr="au plus {longest_mission}, davantage si le comité est consulté",
    ),
    remedy=Text(en="Shorten it, or consult the committee and say so.", fr="Raccourcissez-la, ou consultez le comité et dites-le."),
)


def long_enough(mission: Operand, figures: Operand) -> Operand:
    """Tell whether a stay has the days it needs: ``figures.shortest_mission``; a mission online is no stay."""
    return any_of(is_online(mission, figures), at_least(mission.days, figures.shortest_mission.on(mission.start)))


def short_enough(mission: Operand, figures: Operand) -> Operand:
    """Tell whether a stay has no more days than ``figures.longest_mission``, or the committee is known to be consulted."""
    consulted = all_of(known(mission.committee_consulted), mission.committee_consulted)
    return any_of(is_online(mission, figures), at_most(mission.days, figures.longest_mission.on(mission.start)), consulted)
