"""
A relaxation that knows that missions are whole: an envelope pays a *set* of missions, and shares of sets are allowed instead of shares of missions.

Where an envelope pays few missions, its money can seldom be spent to the last franc, which the other relaxation does not see. The sets are too many to
list: HiGHS mixes those known and prices the missions; for each envelope the set worth most beyond those prices is found exactly, and joins
those known, until no set is worth more. Any prices of missions prove a bound; those with the lowest are kept. They are taken between the best
so far and those of the mixture, as the latter leap about.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import highspy
import numpy as np
from numpy.typing import NDArray

from tokten_core.simulation.allocation.checker import fullest
from tokten_core.simulation.allocation.options import NOBODY, Options, Whole
from tokten_core.simulation.allocation.relaxation import ENDLESS, Choices, Prices, Real, Relaxed, quiet_solver, ruin, stepped

__all__ = ["Patterns"]

OVER: Final = 1 << 24
ROUNDS: Final = 200
TRIES: Final = 20_000
OLD: Final = 0.6
NEAR: Final = 1e-6


class Patterns:
    """The question with shares of sets allowed (fr: *relaxation par ensembles*), for envelopes that pass nothing on and questions without floors."""

    looks: Final = 0
    """No mission is tried before one is chosen to be parted: a solve takes long."""

    def __init__(self, options: Options, chosen: Whole, ended: Callable[[], bool]) -> None:
        self.options, self.ended, self.solver = options, ended, quiet_solver(ENDLESS)
        self.cost = options.cost.tolist()
        self.offers = {int(each): np.flatnonzero(options.envelope == each).tolist() for each in np.unique(options.envelope)}
        self.sets: list[tuple[int, tuple[int, ...]]] = []
        self.known: set[tuple[int, tuple[int, ...]]] = set()
        self.near = np.zeros(options.missions)
        self._start()
        taken = chosen[chosen >= 0]
        for envelope in self.offers:
            self._add(envelope, taken[options.envelope[taken] == envelope].tolist())

    def _start(self) -> None:
        lp: Any = highspy.HighsLp()
        missions, rows = self.options.missions, self.options.missions + len(self.options.budget)
        lp.num_col_, lp.num_row_, lp.sense_ = missions, rows, highspy.ObjSense.kMaximize
        lp.row_lower_, lp.row_upper_ = np.full(rows, -ENDLESS), np.ones(rows)
        lp.col_cost_ = np.full(missions, -ruin(self.options))
        lp.col_lower_, lp.col_upper_ = np.zeros(missions), np.full(missions, ENDLESS)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.arange(missions + 1, dtype=np.int32)
        lp.a_matrix_.index_, lp.a_matrix_.value_ = np.arange(missions, dtype=np.int32), np.ones(missions)
        self.solver.passModel(lp)

    def _add(self, envelope: int, taken: list[int]) -> bool:
        """Let the mixture use a set; tell whether it is new."""
        key = (envelope, tuple(sorted(taken)))
        if not taken or key in self.known:
            return False
        self.known.add(key)
        self.sets.append(key)
        rows = np.array([*self.options.mission[taken].tolist(), self.options.missions + envelope], np.int32)
        self.solver.addCol(float(self.options.gain[taken].sum()), 0.0, ENDLESS, len(rows), rows, np.ones(len(rows)))
        return True

    def solve(self, kept: Choices, goal: int) -> Relaxed | None:
        """Relax with the choices kept, until the bound is proved to be no more than the goal or cannot be lowered; None where no bound was found."""
        funded, nobody = kept
        self._restrict(kept)
        least = np.where(nobody, 0, -np.inf)
        best: tuple[int, Whole] | None = None
        for _ in range(ROUNDS):
            mixed, found = self._mixed()
            new = False
            for trial in (OLD * self.near + (1 - OLD) * found, found):
                prices = np.rint(np.maximum(trial, least) * OVER).astype(np.int64)
                total, new = self._filled(prices, funded)
                if total is not None and (best is None or total < best[0]):
                    best = total, prices
                    self.near = prices / OVER
                if new:
                    break
            if not new or self.ended() or (best is not None and (self._bound(*best) <= goal or best[0] / OVER - mixed < NEAR)):
                break
        if best is None:
            return None
        return Relaxed(self._shares(), Prices((), (), OVER, tuple(best[1].tolist())), self._bound(*best), best[0] / OVER)

    def _bound(self, total: int, prices: Whole) -> int:
        return stepped(self.options, Prices((), (), OVER, tuple(prices.tolist())), total)

    def _restrict(self, kept: Choices) -> None:
        """Leave out the sets with an option that is not open; ask for the missions that nobody may not fund."""
        funded, nobody = kept
        upper = np.array([ENDLESS if funded[list(taken)].all() else 0.0 for _, taken in self.sets])
        at = np.arange(self.options.missions, self.options.missions + len(upper), dtype=np.int32)
        self.solver.changeColsBounds(len(upper), at, np.zeros(len(upper)), upper)
        for mission, free in enumerate(nobody.tolist()):
            self.solver.changeRowBounds(mission, -ENDLESS if free else 1.0, 1.0)

    def _mixed(self) -> tuple[float, Real]:
        """Mix the sets known as well as can be; give what the mixture brings and the prices of the missions."""
        self.solver.run()
        return float(self.solver.getInfo().objective_function_value), np.array(self.solver.getSolution().row_dual)[: self.options.missions]

    def _filled(self, prices: Whole, funded: NDArray[np.bool_]) -> tuple[int | None, bool]:
        """Fill each envelope best at these prices; give their bound, None where an envelope takes too long, and whether a set was new."""
        beyond = np.where(funded, self.options.gain * OVER - prices[self.options.mission], 0).tolist()
        total, proved, new = int(prices.sum()), True, False
        for envelope, at in self.offers.items():
            filled = fullest([(beyond[each], self.cost[each]) for each in at], int(self.options.budget[envelope]), TRIES)
            if filled is None:
                proved = False
                continue
            total += filled[0]
            new |= self._add(envelope, [at[each] for each in filled[1]])
        return total if proved else None, new

    def _shares(self) -> Real:
        """Say how much of each option the mixture takes."""
        shares = np.zeros(len(self.options.mission))
        values = np.array(self.solver.getSolution().col_value)[self.options.missions :]
        for (_, taken), share in zip(self.sets, values.tolist(), strict=False):  # the last sets are not in the mixture yet
            shares[list(taken)] += share
        return shares

    def best_whole(self, seconds: float) -> Whole:
        """Let HiGHS choose one of the sets known for each envelope."""
        count, first = len(self.sets), self.options.missions
        every = np.arange(first, first + count, dtype=np.int32)
        kinds = highspy.HighsVarType
        self.solver.changeColsIntegrality(count, every, np.array([kinds.kInteger] * count))
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + seconds)
        self.solver.setOptionValue("mip_rel_gap", 0.0)
        self.solver.run()
        chosen = np.full(self.options.missions, NOBODY, np.int64)
        for taken in np.flatnonzero(np.rint(np.array(self.solver.getSolution().col_value)[first:]) > 0).tolist():
            at = list(self.sets[taken][1])
            chosen[self.options.mission[at]] = at
        self.solver.changeColsIntegrality(count, every, np.array([kinds.kContinuous] * count))
        self.solver.setOptionValue("time_limit", ENDLESS)
        return chosen
