"""
Support cost: a percentage of what a source itself pays, taken in the currency of its agreement and cut to whole units of it.

153 USD = 7 % of 876 025 FCFA ÷ 400 FCFA/USD = 153.304375 USD, cut towards zero to a multiple of 1 USD
61 200 FCFA = 153 USD × 400 FCFA/USD

In a budget it is taken once, on the year's total: the same rule, with the total given.
"""

from __future__ import annotations

from tokten_core.money import DOWN
from tokten_core.rules.plain import Operand
from tokten_core.rules.words import choose, convert, convert_back, percent

__all__ = ["support_cost", "support_cost_in_dollars"]


def support_cost_in_dollars(mission: Operand, figures: Operand, source_pays: Operand) -> Operand:
    """
    Work out the support cost in dollars (fr: *coût d'appui administratif, GMS*).

    Reads:
        figures.bears_support_cost: whether a source's money bears it.
        figures.support_cost_rate: per cent of what the source pays.
        figures.dollar_rate: the price of one dollar.
        figures.support_cost_step: what the amount is cut to.

    .. versionadded:: 0.1
    """
    day = mission.start
    share = source_pays * percent(figures.support_cost_rate.on(day))
    dollars = convert_back(share, figures.dollar_rate.on(day), DOWN, to=figures.support_cost_step.on(day))
    return choose(figures.bears_support_cost.on(day, source=mission.source), dollars, 0)


def support_cost(mission: Operand, figures: Operand, support_cost_in_dollars: Operand) -> Operand:
    """Bring the support cost back into the programme's currency (fr: *coût d'appui administratif, GMS*)."""
    return convert(support_cost_in_dollars, figures.dollar_rate.on(mission.start), DOWN)
