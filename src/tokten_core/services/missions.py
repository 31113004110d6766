"""What a mission on record costs, by the rules of a country pack."""

from __future__ import annotations

from tokten_core.model.mission import Mission
from tokten_core.ports import CountryPack
from tokten_core.rules import Costing
from tokten_core.rules.mission_facts import facts_of

__all__ = ["cost"]


def cost(mission: Mission, pack: CountryPack, source: str | None = None) -> Costing:
    """
    Work out what a mission costs, with every reason (fr: *chiffrer une mission*).

    Args:
        mission: the mission; days count the first and the last.
        pack: the country pack whose rules apply.
        source: the source that funds it, as in ``--source``; None for the mission's own, if it has one.

    Returns:
        A costing: amounts in whole minor units of the programme's currency, each with its reason, source and parts; or the problems that
        keep it from being costed. An amount that cannot be known is None, never zero.

    Raises:
        UsageError: There is no such source (`unknown-source`).

    >>> import datetime as dt
    >>> from tokten_core import Mission, Money, cost, load_pack
    >>> facts = {"thesis_supervision": False, "teaching_hours": 40, "for_profit": False, "airfare": Money(650_000, "XOF")}
    >>> mission = Mission(id="M1", residence="FR", start=dt.date(2009, 3, 2), end=dt.date(2009, 3, 15), **facts)
    >>> cost(mission, load_pack("mali")).total
    1020000

    .. versionadded:: 0.1
    """
    return pack.costs.cost(facts_of(mission), source or mission.funding_source)
