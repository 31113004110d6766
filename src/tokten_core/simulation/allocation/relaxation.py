"""
The question with fractions of missions allowed: HiGHS solves it; what we keep is a price for each envelope and floor.

Prices prove a bound on any allocation: whatever each franc of an envelope is said to be worth, no allocation brings more than all envelopes at
their price plus, for each mission, the best of its options less its cost at that price. Prices come as floats and are made whole over one denominator; the
bound is then worked out in whole numbers, and holds for any prices, however rough.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import highspy
import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from tokten_core.simulation.allocation.options import NOBODY, Options, Whole

__all__ = [
    "Choices", "Linear", "Prices", "Relaxed", "bound_of", "by_highs", "choices_of", "exact_solver", "fair", "model_of",
    "narrowed", "quiet_solver", "relax", "ruin", "stepped", "worth",
]  # fmt: skip

Real = NDArray[np.float64]
Choices: TypeAlias = tuple[NDArray[np.bool_], NDArray[np.bool_]]
"""Which options are open, and for which missions it is open to be funded by nobody."""
LARGEST: Final = 1 << 61
FINE: Final = 1e-9
SCALE = 1e-6
ENDLESS: Final[float] = highspy.kHighsInf


@frozen(eq=False)
class Prices:
    """
    What a minor unit of each envelope and a unit of each floor are worth, as whole numbers over one denominator (fr: *prix implicites*).

    Where missions have prices, envelopes have none, and money is counted in units of so many minor units.
    """

    envelopes: tuple[int, ...]
    floors: tuple[int, ...]
    over: int
    missions: tuple[int, ...] = ()
    unit: int = 1

    def data(self) -> dict[str, Any]:
        """Give them as the checker reads them."""
        by_sets = {"missions": list(self.missions), "unit": self.unit}
        priced = by_sets if self.missions else {"envelopes": list(self.envelopes)}
        return {**priced, "floors": list(self.floors), "over": self.over}


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


def exact_solver(seconds: float) -> Any:
    """Give a quiet HiGHS for whole questions, which stops at nothing but the best and lets no envelope be overspent by a franc."""
    solver = quiet_solver(seconds)
    solver.setOptionValue("mip_rel_gap", 0.0)
    for tolerance in ("mip_feasibility_tolerance", "primal_feasibility_tolerance"):
        solver.setOptionValue(tolerance, FINE)  # amounts are in millions: HiGHS's own tolerance is a franc and more
    return solver


def relax(options: Options, seconds: float) -> tuple[Real, Prices] | None:
    """Give the share of each option taken and the prices; None where HiGHS has nothing to say, as when no share of missions fits."""
    solver = quiet_solver(max(seconds, 0.1))
    solver.passModel(model_of(options, whole=False))
    solver.run()
    return _solved(options, solver)


def _solved(options: Options, solver: Any) -> tuple[Real, Prices] | None:
    found = solver.getSolution()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    duals = np.abs(np.array(found.row_dual))
    envelopes = duals[options.missions : options.missions + len(options.budget)] * SCALE
    heights = np.maximum(1, np.abs(options.floors).max(axis=1, initial=1))
    return np.array(found.col_value)[: len(options.mission)], _whole(
        options, envelopes, duals[options.missions + len(options.budget) :] / heights
    )


@frozen(eq=False)
class Relaxed:
    """The question relaxed (fr: *relaxation*): the share of each option, prices, the bound that they prove, and before it was cut to whole steps."""

    shares: Real
    prices: Prices
    bound: int
    value: float


class Linear:
    """The question with fractions of missions allowed, solved again and again with fewer choices (fr: *relaxation linéaire*)."""

    looks: Final = 8
    """So many missions are tried before one is chosen to be parted: a solve is cheap."""

    def __init__(self, options: Options) -> None:
        self.options, self.solver = options, quiet_solver(ENDLESS)
        self.solver.passModel(model_of(options, whole=False))
        # A mission that must be funded may be so by nobody at a ruinous loss: so there are prices where it cannot be.
        for mission in range(options.missions):
            self.solver.addCol(-ruin(options), 0.0, ENDLESS, 1, np.array([mission], np.int32), np.ones(1))
        self.nobody = ~options.required

    def solve(self, kept: Choices, goal: int) -> Relaxed | None:
        """Relax with the choices kept; None where HiGHS has nothing to say."""
        del goal  # one solve gives all there is
        options, (funded, nobody) = self.options, kept
        count = len(options.mission)
        self.solver.changeColsBounds(count, np.arange(count, dtype=np.int32), np.zeros(count), funded.astype(float))
        for mission in np.flatnonzero(nobody != self.nobody).tolist():
            self.solver.changeRowBounds(mission, -ENDLESS if nobody[mission] else 1.0, 1.0)
        self.nobody = nobody
        self.solver.run()
        found = _solved(options, self.solver)
        value = float(self.solver.getInfo().objective_function_value)
        return None if found is None else Relaxed(*found, bound_of(options, found[1], kept), value)


def ruin(options: Options) -> float:
    """Give a loss that no allocation can make up for."""
    return 100.0 * (1 + float(np.abs(options.gain).sum()))


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


def fair(options: Options, prices: Prices) -> Real:
    """Give prices of missions and floors at which prices of envelopes leave each mission nothing."""
    price = np.zeros(options.missions)
    np.maximum.at(price, options.mission, worth(options, prices))
    return np.append(price, np.array(prices.floors, float) / prices.over)


def bound_of(options: Options, prices: Prices, kept: Choices | None = None) -> int:
    """Give the most that any allocation can bring, by prices of envelopes, with the choices kept: exact."""
    if not len(options.mission):
        return 0
    money = np.array(prices.envelopes, object if max((0, *prices.envelopes)) * int(options.cost.max()) >= LARGEST else np.int64)
    over: Any = options.gain * prices.over - money[options.envelope] * options.cost
    for price, adds in zip(prices.floors, options.floors, strict=True):
        over = over + price * adds.astype(object)
    funded, nobody = kept or choices_of(options)
    best: list[Any] = [0 if free else None for free in nobody.tolist()]
    at = np.flatnonzero(funded)
    firsts = np.flatnonzero(np.diff(options.mission[at], prepend=-1))
    if len(at):
        for mission, most in zip(options.mission[at[firsts]].tolist(), np.maximum.reduceat(over[at], firsts).tolist(), strict=True):
            best[mission] = most if best[mission] is None or most > 0 else 0
    whole = sum(price * amount for price, amount in zip(prices.envelopes, options.budget.tolist(), strict=True))
    return stepped(options, prices, whole + sum(each or 0 for each in best))


def stepped(options: Options, prices: Prices, whole: int) -> int:
    """Take the floors at their prices off, and cut to the step of which every allocation brings a multiple."""
    whole -= sum(price * least for price, least in zip(prices.floors, options.least.tolist(), strict=True))
    return whole // (prices.over * options.step) * options.step


def choices_of(options: Options) -> Choices:
    """Keep every choice: all options, and nobody for each mission that is not required."""
    return np.ones(len(options.mission), bool), ~options.required


def narrowed(options: Options, prices: Prices, found: int) -> Choices:
    """Keep only the choices that an allocation better than what was found can have: by prices of envelopes."""
    each = worth(options, prices)
    best = np.where(options.required, -np.inf, 0.0)
    np.maximum.at(best, options.mission, each)
    floors = sum(price * least for price, least in zip(prices.floors, options.least.tolist(), strict=True))
    money = sum(price * amount for price, amount in zip(prices.envelopes, options.budget.tolist(), strict=True))
    room = (money - floors) / prices.over + float(best.sum()) - (found + options.step) + SCALE
    return best[options.mission] - each <= room, ~options.required & (best <= room)


def by_highs(options: Options, start: Whole, seconds: float, kept: Choices | None = None, goal: float = ENDLESS) -> Whole | None:
    """Let HiGHS work on the question with the choices kept, up to the goal; the better of its allocation and the start, if one holds."""
    funded, nobody = kept or choices_of(options)
    lp = model_of(options, whole=True)
    lp.col_upper_ = np.concatenate([funded.astype(float), np.array(lp.col_upper_)[len(funded) :]])
    lp.row_lower_ = np.concatenate([np.where(nobody, -ENDLESS, 1.0), np.array(lp.row_lower_)[options.missions :]])
    solver = exact_solver(seconds)
    solver.setOptionValue("objective_target", goal)
    solver.passModel(lp)
    solver.run()
    values = np.array(solver.getSolution().col_value)[: len(options.mission)]
    found = np.full(options.missions, NOBODY, np.int64)
    taken = np.flatnonzero(values > 0.5)  # noqa: PLR2004 - nearer to one than to nought
    found[options.mission[taken]] = taken
    holding = [each for each in (start, found) if options.holds(each)]
    return max(holding, key=options.total, default=None)
