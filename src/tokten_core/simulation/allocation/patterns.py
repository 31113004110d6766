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
from tokten_core.simulation.allocation.relaxation import ENDLESS, Choices, Prices, Real, Relaxed, quiet_solver, ruin

__all__ = ["Patterns"]

FINE, FINER = 24, 40
"""Prices have so many bits after the point; with floors more, as a floor's price may be for a franc."""
ROUNDS: Final = 200
TRIES: Final = 20_000
OLD: Final = 0.6
NEAR: Final = 1e-6


class Patterns:
    """The question with shares of sets allowed (fr: *relaxation par ensembles*), for envelopes that pass nothing on."""

    looks: Final = 0
    """No mission is tried before one is chosen to be parted: a solve takes long."""

    def __init__(self, options: Options, chosen: Whole, ended: Callable[[int], bool]) -> None:
        self.options, self.ended, self.solver = options, ended, quiet_solver(ENDLESS)
        self.cost = options.cost.tolist()
        self.offers = {int(each): np.flatnonzero(options.envelope == each).tolist() for each in np.unique(options.envelope)}
        self.sets: list[tuple[int, tuple[int, ...]]] = []
        self.known: set[tuple[int, tuple[int, ...]]] = set()
        bits = FINER if len(options.least) else FINE
        # All products stay within 62 bits: a ruinous loss is the largest of them.
        self.over = 1 << max(0, min(bits, 58 - int(ruin(options)).bit_length()))
        self.most = 8 * ruin(options)
        self.heights = np.maximum(1, np.abs(options.floors).max(axis=1, initial=1)).astype(float)
        self.near = np.zeros(options.missions + len(options.least))
        self.first = options.missions + len(options.least)
        self._start()
        taken = chosen[chosen >= 0]
        for envelope in self.offers:
            self._add(envelope, taken[options.envelope[taken] == envelope].tolist())

    def _start(self) -> None:
        """Have no sets yet: each mission and floor that nothing keeps is kept by nobody, at a ruinous loss."""
        lp: Any = highspy.HighsLp()
        missions, below = self.options.missions, self.options.missions + len(self.options.budget)
        floors = len(self.options.least)
        lp.num_col_, lp.num_row_, lp.sense_ = self.first, below + floors, highspy.ObjSense.kMaximize
        lp.row_lower_ = np.concatenate([np.full(below, -ENDLESS), self.options.least / self.heights])
        lp.row_upper_ = np.concatenate([np.ones(below), np.full(floors, ENDLESS)])
        lp.col_cost_ = np.full(self.first, -ruin(self.options))
        lp.col_lower_, lp.col_upper_ = np.zeros(self.first), np.full(self.first, ENDLESS)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.arange(self.first + 1, dtype=np.int32)
        rows = np.concatenate([np.arange(missions), below + np.arange(floors)])
        lp.a_matrix_.index_, lp.a_matrix_.value_ = rows.astype(np.int32), np.ones(self.first)
        self.solver.passModel(lp)

    def _add(self, envelope: int, taken: list[int]) -> bool:
        """Let the mixture use a set; tell whether it is new."""
        key = (envelope, tuple(sorted(taken)))
        if not taken or key in self.known:
            return False
        self.known.add(key)
        self.sets.append(key)
        options, below = self.options, self.options.missions + len(self.options.budget)
        rows = np.array(
            [*options.mission[taken].tolist(), options.missions + envelope, *range(below, below + len(options.least))], np.int32
        )
        adds = np.concatenate([np.ones(len(taken) + 1), options.floors[:, taken].sum(axis=1) / self.heights])
        self.solver.addCol(float(options.gain[taken].sum()), 0.0, ENDLESS, len(rows), rows, adds)
        return True

    def solve(self, kept: Choices, goal: int) -> Relaxed | None:
        """Relax with the choices kept, until the bound is proved to be no more than the goal or cannot be lowered; None where no bound was found."""
        funded, nobody = kept
        self._restrict(kept)
        least = np.append(np.where(nobody, 0, -self.most), np.zeros(len(self.options.least)))
        best: tuple[int, Whole] | None = None
        for _ in range(ROUNDS):
            mixed, found = self._mixed()
            new = False
            for trial in (OLD * self.near + (1 - OLD) * found, found):
                prices = np.rint(np.clip(trial, least, self.most) * self.over).astype(np.int64)
                total, new = self._filled(prices, funded)
                if total is not None and (best is None or total < best[0]):
                    best = total, prices
                    self.near = prices / self.over
                if new:
                    break
            if not new or self.ended(0) or (best is not None and self._enough(best[0], goal, mixed)):
                break
        if best is None:
            return None
        step = self.over * self.options.step
        return Relaxed(self._shares(), self._priced(best[1]), best[0] // step * self.options.step, best[0] / self.over)

    def _enough(self, total: int, goal: int, mixed: float) -> bool:
        """Tell whether a bound is as low as is asked, or as it can become."""
        return total < (goal + self.options.step) * self.over or total / self.over - mixed < NEAR

    def _priced(self, prices: Whole) -> Prices:
        missions, floors = np.split(prices, [self.options.missions])
        return Prices((), tuple(floors.tolist()), self.over, tuple(missions.tolist()))

    def _restrict(self, kept: Choices) -> None:
        """Leave out the sets with an option that is not open; ask for the missions that nobody may not fund."""
        funded, nobody = kept
        upper = np.array([ENDLESS if funded[list(taken)].all() else 0.0 for _, taken in self.sets])
        at = np.arange(self.first, self.first + len(upper), dtype=np.int32)
        self.solver.changeColsBounds(len(upper), at, np.zeros(len(upper)), upper)
        for mission, free in enumerate(nobody.tolist()):
            self.solver.changeRowBounds(mission, -ENDLESS if free else 1.0, 1.0)

    def _mixed(self) -> tuple[float, Real]:
        """Mix the sets known as well as can be; give what the mixture brings and the prices of the missions."""
        self.solver.run()
        duals = np.array(self.solver.getSolution().row_dual)
        floors = -duals[self.options.missions + len(self.options.budget) :] / self.heights
        return float(self.solver.getInfo().objective_function_value), np.append(duals[: self.options.missions], floors)

    def _filled(self, prices: Whole, funded: NDArray[np.bool_]) -> tuple[int | None, bool]:
        """Fill each envelope best at these prices; give their bound, None where an envelope takes too long, and whether a set was new."""
        options, floors = self.options, prices[self.options.missions :]
        worth = options.gain * self.over - prices[options.mission] + floors @ options.floors
        beyond = np.where(funded, worth, 0).tolist()
        total, proved, new = sum(prices[: options.missions].tolist()), True, False
        total -= sum(price * least for price, least in zip(floors.tolist(), options.least.tolist(), strict=True))
        for envelope, at in self.offers.items():
            filled = fullest([(beyond[each], self.cost[each]) for each in at], int(options.budget[envelope]), TRIES)
            if filled is None:
                proved = False
                continue
            total += filled[0]
            new |= self._add(envelope, [at[each] for each in filled[1]])
        return total if proved else None, new

    def _shares(self) -> Real:
        """Say how much of each option the mixture takes."""
        shares = np.zeros(len(self.options.mission))
        values = np.array(self.solver.getSolution().col_value)[self.first :]
        for (_, taken), share in zip(self.sets, values.tolist(), strict=False):  # the last sets are not in the mixture yet
            shares[list(taken)] += share
        return shares

    def best_whole(self, seconds: float) -> Whole:
        """Let HiGHS choose one of the sets known for each envelope."""
        count, first = len(self.sets), self.first
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
