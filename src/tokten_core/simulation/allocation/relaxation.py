"""
The question with fractions of missions allowed: HiGHS solves it; what we keep is a price for each envelope and floor.

Prices prove a bound on any allocation: whatever each franc of an envelope is said to be worth, no allocation brings more than all envelopes at
their price plus, for each mission, the best of its options less its cost at that price. Prices come as floats and are made whole over one denominator; the
bound is then worked out in whole numbers, and holds for any prices, however rough.
"""

from __future__ import annotations

from math import gcd
from typing import Any

import highspy
import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from tokten_core.simulation.allocation.options import Options, Whole

__all__ = ["Prices", "bound_of", "model_of", "quiet_solver", "relax", "worth"]

Real = NDArray[np.float64]
SCALE = 1e-6
ENDLESS = highspy.kHighsInf


@frozen(eq=False)
class Prices:
    """What a minor unit of each envelope and a unit of each floor are worth, as whole numbers over one denominator (fr: *prix implicites*)."""

    envelopes: tuple[int, ...]
    floors: tuple[int, ...]
    over: int


def model_of(options: Options, *, whole: bool) -> Any:
    """Write the question as HiGHS reads it: a column for each option and for what each envelope passes on."""
    count, missions, envelopes = len(options.mission), options.missions, len(options.budget)
    passing = np.flatnonzero(options.carried)
    rows = missions + envelopes + len(options.least)
    heights = np.maximum(1, np.abs(options.floors).max(axis=1, initial=1)).astype(float)
    entries = [
        (options.mission, np.arange(count), np.ones(count)),
        (missions + options.envelope, np.arange(count), options.cost * SCALE),
        (missions + passing, count + np.arange(len(passing)), 100 / np.maximum(options.carried[passing], 1)),
        (missions + passing + 1, count + np.arange(len(passing)), -np.ones(len(passing))),
    ]
    for number, floor in enumerate(options.floors):
        at = np.flatnonzero(floor)
        entries.append((np.full(len(at), missions + envelopes + number), at, floor[at] / heights[number]))
    row, column, value = (np.concatenate([entry[part] for entry in entries]) for part in range(3))
    order = np.argsort(column, kind="stable")
    lp: Any = highspy.HighsLp()
    lp.num_col_, lp.num_row_, lp.sense_ = count + len(passing), rows, highspy.ObjSense.kMaximize
    lp.col_cost_ = np.concatenate([options.gain.astype(float), np.zeros(len(passing))])
    lp.col_lower_ = np.zeros(lp.num_col_)
    lp.col_upper_ = np.concatenate([np.ones(count), np.full(len(passing), ENDLESS)])
    lp.row_lower_ = np.concatenate([np.where(options.required, 1.0, -ENDLESS), np.full(envelopes, -ENDLESS), options.least / heights])
    lp.row_upper_ = np.concatenate([np.ones(missions), options.budget * SCALE, np.full(len(options.least), ENDLESS)])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.searchsorted(column[order], np.arange(lp.num_col_ + 1)).astype(np.int32)
    lp.a_matrix_.index_, lp.a_matrix_.value_ = row[order].astype(np.int32), value[order].astype(float)
    if whole:
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger] * count + [kinds.kContinuous] * len(passing)
    return lp


def quiet_solver(seconds: float) -> Any:
    """Give a HiGHS that prints nothing and stops in time."""
    # The class below `Highs`: the latter prints a banner on stdout, where results go, before it can be told to be quiet.
    solver: Any = highspy.Highs.__mro__[1]()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", seconds)
    return solver


def relax(options: Options, seconds: float) -> tuple[Real, Prices] | None:
    """Give the share of each option taken and the prices; None where HiGHS has nothing to say, as when no share of missions fits."""
    solver = quiet_solver(max(seconds, 0.1))
    solver.passModel(model_of(options, whole=False))
    solver.run()
    found = solver.getSolution()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    duals = np.abs(np.array(found.row_dual))
    envelopes = duals[options.missions : options.missions + len(options.budget)] * SCALE
    heights = np.maximum(1, np.abs(options.floors).max(axis=1, initial=1))
    return np.array(found.col_value)[: len(options.mission)], _whole(
        options, envelopes, duals[options.missions + len(options.budget) :] / heights
    )


def _whole(options: Options, envelopes: Real, floors: Real) -> Prices:
    """Make prices whole, and no smaller than what the next quarter pays for what is passed on to it."""
    # All products stay within 62 bits: gains, and costs at their price, which is of a gain's size.
    over = 1 << max(0, min(50, 58 - int(np.abs(options.gain).max(initial=1)).bit_length()))
    prices = [round(price * over) for price in envelopes.tolist()]
    for envelope in range(len(prices) - 2, -1, -1):
        rate = int(options.carried[envelope])
        prices[envelope] = max(prices[envelope], -(-rate * prices[envelope + 1] // 100) if rate else 0)
    return Prices(tuple(prices), tuple(round(price * over) for price in floors.tolist()), over)


def worth(options: Options, prices: Prices) -> Real:
    """Say what each option brings beyond its cost at these prices (a float: it guides the search, and proves nothing)."""
    gain = options.gain + np.array(prices.floors, float) / prices.over @ options.floors
    worth: Real = gain - np.array(prices.envelopes, float)[options.envelope] / prices.over * options.cost
    return worth


def bound_of(options: Options, prices: Prices) -> int:
    """Give the most that any allocation can bring, by these prices: exact."""
    best: list[int | None] = [0 if not required else None for required in options.required.tolist()]
    floors = options.floors.T.tolist() if prices.floors else [()] * len(options.mission)
    for mission, envelope, cost, gain, adds in zip(*(column.tolist() for column in _columns(options)), floors, strict=True):
        over = (
            gain * prices.over
            - prices.envelopes[envelope] * cost
            + sum(price * add for price, add in zip(prices.floors, adds, strict=True))
        )
        known = best[mission]
        best[mission] = over if known is None or over > known else known
    whole = sum(price * amount for price, amount in zip(prices.envelopes, options.budget.tolist(), strict=True))
    whole -= sum(price * least for price, least in zip(prices.floors, options.least.tolist(), strict=True))
    step = gcd(*options.gain.tolist()) or 1
    proved: int = (whole + sum(each or 0 for each in best)) // (prices.over * step) * step
    return proved


def _columns(options: Options) -> tuple[Whole, Whole, Whole, Whole]:
    return options.mission, options.envelope, options.cost, options.gain
