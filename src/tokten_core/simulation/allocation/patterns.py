"""
A relaxation that knows that missions are whole: a purse pays a *set* of missions, and shares of sets are allowed instead of shares of missions.

Where a purse pays few missions, its money can seldom be spent to the last franc, which the other relaxation does not see. The sets are too many to
list: HiGHS mixes those known and prices the missions; for each purse the set worth most beyond those prices joins those known, until no
set is worth more. Any prices of missions prove a bound; those with the lowest are kept. They are taken between the best so far and those of the
mixture, as the latter leap about.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import highspy
import numpy as np
from numpy.typing import NDArray

from tokten_core.simulation.allocation.filling import purses_of
from tokten_core.simulation.allocation.options import NOBODY, Options, Whole
from tokten_core.simulation.allocation.relaxation import ENDLESS, Choices, Prices, Real, Relaxed, quiet_solver, ruin

__all__ = ["Patterns"]

FINE, FINER = 24, 40
"""Prices have so many bits after the point; with floors more, as a floor's price may be for a franc."""
ROUNDS: Final = 300
OLD: Final = 0.75
NEAR, SAME = 0.01, 1e-6
NEVER: Final = -(1 << 62)
COARSE: Final = 1_000
"""A mission costs about so many units while sets are looked for."""
FINER_YET: Final = (1, 2, 4, 8, 16)
"""A bound is worked out in units so many times finer, until it is low enough."""
SURE: Final = 0.8
AGAIN: Final = 6
"""So many rounds of new sets before more of them are settled."""


class Patterns:
    """The question with shares of sets allowed (fr: *relaxation par ensembles*)."""

    looks: Final = 0
    """No mission is tried before one is chosen to be parted: a solve takes long."""

    def __init__(self, options: Options, near: Real, ended: Callable[[int], bool]) -> None:
        self.options, self.ended, self.solver = options, ended, quiet_solver(ENDLESS)
        self.purses = purses_of(options)
        self.unit = max(1, int(np.median(options.cost)) // COARSE)
        self.sets: list[tuple[int, tuple[int, ...]]] = []
        self.known: dict[tuple[int, tuple[int, ...]], int] = {}
        bits = FINER if len(options.least) else FINE
        # All products stay within 62 bits: a ruinous loss is the largest of them.
        self.over = 1 << max(0, min(bits, 58 - int(ruin(options)).bit_length()))
        self.most = 8 * ruin(options)
        self.heights = np.maximum(1, np.abs(options.floors).max(axis=1, initial=1)).astype(float)
        self.near = near
        self.first = options.missions + len(options.least)
        self._start()

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

    def add(self, purse: int, taken: list[int]) -> bool:
        """Let the mixture use a set; tell whether it is new."""
        key = (purse, tuple(sorted(taken)))
        if not taken or key in self.known:
            return False
        self.known[key] = len(self.sets)
        self.sets.append(key)
        options, below = self.options, self.options.missions + len(self.options.budget)
        rows = np.array([*options.mission[taken].tolist(), options.missions + purse, *range(below, below + len(options.least))], np.int32)
        adds = np.concatenate([np.ones(len(taken) + 1), options.floors[:, taken].sum(axis=1) / self.heights])
        self.solver.addCol(float(options.gain[taken].sum()), 0.0, ENDLESS, len(rows), rows, adds)
        return True

    def know(self, chosen: Whole) -> list[int]:
        """Let the mixture use the sets of an allocation; give their numbers."""
        taken, numbers = chosen[chosen >= 0], list[int]()
        purse = self.options.purses[self.options.envelope[taken]]
        for each in np.unique(purse).tolist():
            mine = sorted(taken[purse == each].tolist())
            self.add(each, mine)
            numbers.append(self.known[each, tuple(mine)])
        return numbers

    def solve(self, kept: Choices, goal: int) -> Relaxed:
        """Relax with the choices kept, until the bound is proved to be no more than the goal or cannot be lowered."""
        self._restrict(kept, ())
        wanted, slack, before = (goal + self.options.step) * self.over, self._slack(kept[0]), 0
        while True:
            about, prices, mixed = self._settled(kept, wanted, slack, ROUNDS)
            total, unit = self._proved(prices, kept[0], about)
            if total < wanted or about == before or self.ended(0) or self._near(total, mixed, whole=True):
                break
            before, slack = about, max(slack, total - about)  # what units let in has to be made up for
        step = self.options.step
        return Relaxed(self._shares(), self._priced(prices, unit), total // (self.over * step) * step, total / self.over)

    def _slack(self, funded: NDArray[np.bool_]) -> int:
        """Say how far a bound in units half as large is about above what fillings bring: so much lower saves the checker finer units."""
        prices = np.rint(self.near * self.over).astype(np.int64)
        return self._bound(prices, funded, max(1, self.unit // FINER_YET[1])) - self._filled(prices, funded)[0]

    def _proved(self, prices: Whole, funded: NDArray[np.bool_], about: int) -> tuple[int, int]:
        """Give the bound by these prices and its unit: the coarsest that gives as few whole points, and no finer than can give fewer."""
        step, found = self.over * self.options.step, list[tuple[int, int]]()
        for finer in FINER_YET:
            unit = max(1, self.unit // finer)
            found.append((self._bound(prices, funded, unit), unit))
            if found[-1][0] // step <= about // step:
                break
        return min(found, key=lambda each: (each[0] // step, -each[1]))

    def _settled(self, kept: Choices, wanted: int, slack: int, rounds: int) -> tuple[int, Whole, float]:
        """
        Mix, price and look for new sets, so many times at most, until a bound is as low as is wanted or as it can be.

        Gives what fillings at the best prices bring, which the slack brings to their bound; the prices; and what the mixture brings.
        """
        funded, nobody = kept
        least = np.append(np.where(nobody, 0, -self.most), np.zeros(len(self.options.least)))
        best: list[tuple[int, Whole]] = []
        mixed = 0.0
        for number in range(rounds):
            mixed, found = self._mixed()
            new = False
            for trial in (OLD * self.near + (1 - OLD) * found, found) if number else (self.near,):
                prices = np.rint(np.clip(trial, least, self.most) * self.over).astype(np.int64)
                total, new = self._filled(prices, funded)
                if not best or total < best[-1][0]:
                    best.append((total, prices))
                    self.near = prices / self.over
                if new:
                    break
            lowest = best[-1][0] + slack
            if number and (not new or self.ended(0) or lowest < wanted or self._near(lowest, mixed, whole=wanted > NEVER)):
                break
        return *best[-1], mixed

    def _near(self, lowest: int, mixed: float, *, whole: bool) -> bool:
        """Tell whether no bound can be much lower, or no whole point lower, as what the mixture brings is below any."""
        step = self.options.step
        points = math.floor(mixed / step + SAME) if whole else 0
        return lowest / self.over - mixed < NEAR * step or (whole and lowest // (self.over * step) <= points)

    def _priced(self, prices: Whole, unit: int) -> Prices:
        missions, floors = np.split(prices, [self.options.missions])
        return Prices((), tuple(floors.tolist()), self.over, tuple(missions.tolist()), unit)

    def _restrict(self, kept: Choices, fixed: Sequence[int]) -> None:
        """Leave out the sets with an option that is not open, take those that are fixed; ask for the missions that nobody may not fund."""
        funded, nobody = kept
        upper = np.array([ENDLESS if funded[list(taken)].all() else 0.0 for _, taken in self.sets])
        lower = np.zeros(len(upper))
        upper[list(fixed)] = lower[list(fixed)] = 1
        at = np.arange(self.first, self.first + len(upper), dtype=np.int32)
        self.solver.changeColsBounds(len(upper), at, lower, upper)
        for mission, free in enumerate(nobody.tolist()):
            self.solver.changeRowBounds(mission, -ENDLESS if free else 1.0, 1.0)

    def _mixed(self) -> tuple[float, Real]:
        """Mix the sets known as well as can be; give what the mixture brings and the prices of the missions."""
        self.solver.run()
        duals = np.array(self.solver.getSolution().row_dual)
        floors = -duals[self.options.missions + len(self.options.budget) :] / self.heights
        return float(self.solver.getInfo().objective_function_value), np.append(duals[: self.options.missions], floors)

    def _worth(self, prices: Whole, funded: NDArray[np.bool_]) -> tuple[int, Whole]:
        """Give what missions and floors are worth at these prices, and what each open option is worth beyond them."""
        options, (missions, floors) = self.options, np.split(prices, [self.options.missions])
        worth = options.gain * self.over - missions[options.mission] + floors @ options.floors
        total = sum(missions.tolist()) - sum(price * least for price, least in zip(floors.tolist(), options.least.tolist(), strict=True))
        return total, np.where(funded, worth, 0)

    def _bound(self, prices: Whole, funded: NDArray[np.bool_], unit: int) -> int:
        """Give what no allocation exceeds, as the checker works it out."""
        total, worth = self._worth(prices, funded)
        return total + sum(purses.bound(worth, unit) for purses in self.purses)

    def _filled(self, prices: Whole, funded: NDArray[np.bool_]) -> tuple[int, bool]:
        """Fill each purse best at these prices; give what that brings, which is about their bound, and whether a set was new."""
        total, worth = self._worth(prices, funded)
        new = False
        for purses in self.purses:
            for filled in purses.fillings(worth, self.unit):
                total += filled.worth
                new |= self.add(filled.purse, filled.taken)
        return total, new

    def _mixture(self) -> Real:
        """Say how much of each set the mixture takes."""
        return np.array(self.solver.getSolution().col_value)[self.first :]

    def _shares(self) -> Real:
        """Say how much of each option the mixture takes."""
        shares = np.zeros(len(self.options.mission))
        for (_, taken), share in zip(self.sets, self._mixture().tolist(), strict=False):  # the last sets are not in the mixture yet
            shares[list(taken)] += share
        return shares

    def narrowed(self, found: int) -> Choices:
        """Keep only the choices that an allocation better than what was found is likely to have: by the best prices known, costs rounded up."""
        options = self.options
        prices = np.rint(self.near * self.over).astype(np.int64)
        total, worth = self._worth(prices, np.ones(len(options.mission), bool))
        total += sum(filled.worth for purses in self.purses for filled in purses.fillings(worth, self.unit))
        room = total - (found + options.step) * self.over
        funded, nobody = np.ones(len(options.mission), bool), ~options.required & (prices[: options.missions] <= room)
        sure = np.zeros(len(options.mission), bool)
        for purses in self.purses:
            for at, taken, left_out in purses.losses(worth, self.unit):
                funded[at], sure[at] = taken <= room, left_out > room
        nobody[options.mission[sure]] = False
        return funded & (nobody[options.mission] | sure | ~np.isin(options.mission, options.mission[sure])), nobody

    def dive(self, kept: Choices, start: Whole) -> Whole:
        """
        Settle the sets that the mixture takes nearly whole, or the one it takes most of, and mix anew without their missions, until all is settled.

        What ``start`` takes is settled from the beginning.
        """
        options, near, rounds = self.options, self.near, ROUNDS
        purse, chosen, fixed = options.purses[options.envelope], start.copy(), self.know(start)
        while not self.ended(0):
            funded = kept[0] & (chosen[options.mission] < 0) & ~np.isin(purse, purse[chosen[chosen >= 0]])
            self._restrict((funded, kept[1]), fixed)
            self._settled((funded, kept[1]), NEVER, 0, rounds)
            rounds = AGAIN
            sure = self._surest(funded)
            if not sure:
                break
            fixed += sure
            for taken in (list(self.sets[number][1]) for number in sure):
                chosen[options.mission[taken]] = taken
        self.near = near
        return chosen

    def best_whole(self, kept: Choices, seconds: float, goal: int) -> Whole:
        """Let HiGHS choose one of the sets known for each purse, up to the goal."""
        self._restrict(kept, ())
        count, first, kinds = len(self.sets), self.first, highspy.HighsVarType
        every = np.arange(first, first + count, dtype=np.int32)
        self.solver.changeColsIntegrality(count, every, np.array([kinds.kInteger] * count))
        for option, value in (("time_limit", self.solver.getRunTime() + seconds), ("mip_rel_gap", 0.0), ("objective_target", float(goal))):
            self.solver.setOptionValue(option, value)
        self.solver.run()
        chosen = np.full(self.options.missions, NOBODY, np.int64)
        for number in np.flatnonzero(np.rint(self._mixture()) > 0).tolist():
            taken = list(self.sets[number][1])
            chosen[self.options.mission[taken]] = taken
        self.solver.changeColsIntegrality(count, every, np.array([kinds.kContinuous] * count))
        self.solver.setOptionValue("time_limit", ENDLESS)
        self.solver.setOptionValue("objective_target", ENDLESS)
        return chosen

    def _surest(self, funded: NDArray[np.bool_]) -> list[int]:
        """Give the open sets that the mixture takes nearly whole, no two of which share anything; or the one it takes most of."""
        self._mixed()
        shares = self._mixture()
        shares[[not funded[list(taken)].all() for _, taken in self.sets]] = 0
        best = int(shares.argmax())
        return np.flatnonzero(shares > SURE).tolist() or ([best] if shares[best] > NEAR else [])
