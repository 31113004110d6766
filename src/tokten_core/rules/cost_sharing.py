"""
Cost sharing: what a profit-making host pays of a mission, and what is left to the source that funds it.

The share is taken of the total in cash and rounded once; the other payer takes the rest, so that the shares add up to the total.
"""

from __future__ import annotations

from typing import Final

from tokten_core.errors import Kind
from tokten_core.rules.plain import Operand
from tokten_core.rules.words import all_of, any_of, at_least, at_most, choose, half_even, known, not_, percent
from tokten_core.text import Text

__all__ = [
    "NO_SHARING", "SHARE_MISSING", "SHARE_NOT_ALLOWED", "SHARE_OUT_OF_RANGE", "beneficiary_share", "nobody_shares", "share_in_range",
    "share_only_if_for_profit", "share_stated", "share_unheard_of", "source_pays", "total",
]  # fmt: skip

SHARE_MISSING: Final = Kind(
    "cost-share-missing",
    says=Text(en="the host makes a profit and its share is not stated", fr="la structure est à but lucratif et sa part n'est pas dite"),
    allowed=Text(en="{least_share} to {greatest_share}", fr="de {least_share} à {greatest_share}"),
    remedy=Text(en="State the share that was agreed, in whole per cent.", fr="Donnez la part convenue, en pour cent entiers."),
)
SHARE_OUT_OF_RANGE: Final = Kind(
    "cost-share-out-of-range",
    says=Text(en="a share of {cost_share}", fr="une part de {cost_share}"),
    allowed=Text(en="{least_share} to {greatest_share}", fr="de {least_share} à {greatest_share}"),
    remedy=Text(en="Correct the share, in whole per cent.", fr="Corrigez la part, en pour cent entiers."),
)
SHARE_NOT_ALLOWED: Final = Kind(
    "cost-share-not-allowed",
    says=Text(en="a share of {cost_share} from a host that makes no profit", fr="une part de {cost_share} sans but lucratif"),
    allowed=Text(en="nothing: only profit-making hosts share costs", fr="rien : seules les structures à but lucratif partagent les coûts"),
    remedy=Text(en="Empty the share, or correct `for_profit`.", fr="Videz la part, ou corrigez `for_profit`."),
)
NO_SHARING: Final = Kind(
    "cost-sharing-not-provided",
    says=Text(en="a share of {cost_share} from the host", fr="une part de {cost_share} pour la structure"),
    allowed=Text(en="nothing: no text lets a host share the cost", fr="rien : aucun texte ne partage le coût avec la structure"),
    remedy=Text(en="Empty the share.", fr="Videz la part."),
)


def total(_mission: Operand, _figures: Operand, per_diem: Operand, teaching_hours: Operand, airfare: Operand) -> Operand:
    """Add up the cash of a mission, without support cost (fr: *total en espèces*)."""
    return per_diem + teaching_hours + airfare


def beneficiary_share(mission: Operand, _figures: Operand, total: Operand) -> Operand:
    """
    Work out what the host pays (fr: *part du bénéficiaire*).

    Reads:
        mission.for_profit: whether the host makes a profit; if not it pays nothing.
        mission.cost_share: its share in per cent of the total.

    .. versionadded:: 0.1
    """
    return choose(mission.for_profit, half_even(total * percent(mission.cost_share)), 0)


def source_pays(_mission: Operand, _figures: Operand, total: Operand, beneficiary_share: Operand) -> Operand:
    """Leave the rest of the total to the source that funds the mission (fr: *à la charge du bailleur*)."""
    return total - beneficiary_share


def nobody_shares(_mission: Operand, _figures: Operand) -> Operand:
    """Leave the host nothing to pay, where no text speaks of a share (fr: *sans partage de coûts*)."""
    return 0


def share_unheard_of(mission: Operand, _figures: Operand) -> Operand:
    """Tell whether no share is stated, where no text speaks of one."""
    return not_(known(mission.cost_share))


def share_stated(mission: Operand, _figures: Operand) -> Operand:
    """Tell whether the share of a profit-making host is stated."""
    return any_of(not_(mission.for_profit), known(mission.cost_share))


def share_only_if_for_profit(mission: Operand, _figures: Operand) -> Operand:
    """Tell whether only a profit-making host has a share."""
    return any_of(mission.for_profit, not_(known(mission.cost_share)))


def share_in_range(mission: Operand, figures: Operand) -> Operand:
    """
    Tell whether a share lies between the least and the greatest that the text allows, both counted in.

    A host said to make no profit has another fault, and only that one is told.
    """
    day, share = mission.start, mission.cost_share
    within = all_of(at_least(share, figures.least_share.on(day)), at_most(share, figures.greatest_share.on(day)))
    return choose(all_of(known(mission.for_profit), not_(mission.for_profit)), True, within)
