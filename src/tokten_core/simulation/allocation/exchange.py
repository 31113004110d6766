"""
Better allocations by exchange: two envelopes at a time, up to two missions out and two in, the best of all such exchanges at once.

What an allocation lacks to the bound is money that lies in envelopes, too little in each for one more mission. So an exchange that brings more is
taken; and one that brings the same is taken too when it moves what is left out of one envelope into the other, where it adds up. For every set
of missions that may leave, the sets that may come are sorted by cost: those that fill the envelope best are found by bisection.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from attrs import define, frozen
from numpy.typing import NDArray

from tokten_core.simulation.allocation.options import NOBODY, Options, Whole
from tokten_core.simulation.allocation.relaxation import Real

__all__ = ["Search"]

MOST_INSIDE, MOST_OUTSIDE, TIGHTEST = 40, 60, 16
SAME = 1e-9


@frozen(eq=False)
class Moves:
    """Sets of none, one or two changes of single missions (fr: *ensembles de changements*): what they cost or free here and there, and bring."""

    missions: Whole
    become: Whole
    first: Whole
    second: Whole
    here: Whole
    there: Whole
    brings: Whole

    @classmethod
    def of(cls, missions: Whole, become: Whole, here: Whole, there: Whole, brings: Whole) -> Moves:
        """Make all sets of at most two changes of different missions."""
        left, right = np.triu_indices(len(missions), 1)
        apart = missions[left] != missions[right]
        alone = np.arange(len(missions))
        first = np.concatenate([[NOBODY], alone, left[apart]])
        second = np.concatenate([[NOBODY], np.full_like(alone, NOBODY), right[apart]])
        here, there, brings = (np.append(column, 0) for column in (here, there, brings))
        return cls(
            missions, become, first, second, here[first] + here[second], there[first] + there[second], brings[first] + brings[second]
        )

    def changes(self, index: int) -> list[tuple[int, int]]:
        """List the changes of one set: a mission and its new option."""
        return [(int(self.missions[at]), int(self.become[at])) for at in (self.first[index], self.second[index]) if at >= 0]


@define(eq=False)
class Search:
    """
    A search by exchanges (fr: *recherche par échanges*), from an allocation that holds; the same seed makes the same exchanges.

    Attributes:
        options: the options.
        chosen: the option of each mission, -1 for none; changed by the search.
        prices: what a minor unit of each envelope is worth.
        worth: what each option brings beyond its cost at those prices.
        chance: the dice.
    """

    options: Options
    chosen: Whole
    prices: Real
    worth: Real
    chance: np.random.Generator

    def run(self, goal: int, ended: Callable[[int], bool]) -> None:
        """Exchange until the goal is reached or the time is over."""
        options = self.options
        table = np.full((len(options.budget), options.missions), NOBODY, np.int64)
        table[options.envelope, options.mission] = np.arange(len(options.mission))
        shared = (table >= 0).astype(np.float32)
        linked = shared @ shared.T > 0
        np.fill_diagonal(linked, val=False)
        used = np.flatnonzero(shared.any(axis=1))
        total, step = options.total(self.chosen), 0
        while total < goal and len(used) and not ended(step):
            step += 1
            total += self._exchange(table, linked, used)

    def _exchange(self, table: Whole, linked: NDArray[np.bool_], used: Whole) -> int:
        options = self.options
        room = options.room(options.left(self.chosen))
        here = self._pick(used, room)
        others = np.flatnonzero(linked[here])
        there = self._pick(others, room) if len(others) else here
        out, into = self._moves(table[here], table[there], here, there)
        order = np.argsort(into.here, kind="stable")
        need, frees, brings = into.here[order], into.there[order], into.brings[order]
        limit = room[here] + out.here
        fits = np.searchsorted(need, limit, "right")
        top = np.maximum.accumulate(brings)
        best = np.maximum.accumulate(np.where(np.append(True, top[1:] > top[:-1]), np.arange(len(top)), 0))
        tries = np.column_stack([fits[:, None] - 1 - np.arange(TIGHTEST), best[np.maximum(fits - 1, 0)]])
        possible = (tries >= 0) & (fits > 0)[:, None]
        tries = np.maximum(tries, 0)
        possible &= out.there[:, None] - frees[tries] <= room[there]
        gain = out.brings[:, None] + brings[tries]
        moved = self.prices[there] * (frees[tries] - out.there[:, None]) + self.prices[here] / 2 * (out.here[:, None] - need[tries])
        score = np.where(possible & (gain >= 0), gain + 0.49 * np.tanh(moved / (1 + np.abs(moved).max())), -1)
        at = int(score.argmax())
        row, column = divmod(at, tries.shape[1])
        if score.flat[at] <= SAME:
            return 0
        changes = out.changes(row) + into.changes(int(order[tries[row, column]]))
        return int(gain[row, column]) if self._take(changes) else 0

    def _pick(self, among: Whole, room: Whole) -> int:
        if self.chance.random() < 0.5:  # noqa: PLR2004 - one time in two by chance alone, so that no envelope is left out
            return int(self.chance.choice(among))
        weight = self.prices[among] * np.maximum(room[among], 0) + SAME
        return int(self.chance.choice(among, p=weight / weight.sum()))

    def _moves(self, at_here: Whole, at_there: Whole, here: int, there: int) -> tuple[Moves, Moves]:
        """Give what may leave the first envelope, and what may come into it."""
        options, chosen = self.options, self.chosen
        where = np.where(chosen >= 0, options.envelope[chosen], NOBODY)
        inside = self._some(np.flatnonzero(where == here))
        going = inside[at_there[inside] >= 0] if there != here else inside[:0]
        outside = self._nearest(np.flatnonzero((chosen < 0) & (at_here >= 0)), at_here)
        coming = self._some(np.flatnonzero((where == there) & (at_here >= 0))) if there != here else inside[:0]
        dropped = inside[~options.required[inside]]
        cost, gain = options.cost, options.gain
        none, nought = np.full(len(dropped), NOBODY), np.zeros(len(dropped), np.int64)
        out = Moves.of(
            np.concatenate([dropped, going]),
            np.concatenate([none, at_there[going]]),
            np.concatenate([cost[chosen[dropped]], cost[chosen[going]]]),
            np.concatenate([nought, cost[at_there[going]]]),
            np.concatenate([-gain[chosen[dropped]], gain[at_there[going]] - gain[chosen[going]]]),
        )
        into = Moves.of(
            np.concatenate([outside, coming]),
            at_here[np.concatenate([outside, coming])],
            cost[at_here[np.concatenate([outside, coming])]],
            np.concatenate([np.zeros(len(outside), np.int64), cost[chosen[coming]]]),
            np.concatenate([gain[at_here[outside]], gain[at_here[coming]] - gain[chosen[coming]]]),
        )
        return out, into

    def _some(self, missions: Whole) -> Whole:
        return missions if len(missions) <= MOST_INSIDE else self.chance.choice(missions, MOST_INSIDE, replace=False)

    def _nearest(self, missions: Whole, at_here: Whole) -> Whole:
        if len(missions) <= MOST_OUTSIDE:
            return missions
        far = -self.worth[at_here[missions]] * (1 + self.chance.random(len(missions)))
        return missions[np.argpartition(far, MOST_OUTSIDE)[:MOST_OUTSIDE]]

    def _take(self, changes: list[tuple[int, int]]) -> bool:
        """Make the changes; take them back where a later quarter or a floor would suffer."""
        before = [(mission, int(self.chosen[mission])) for mission, _ in changes]
        for mission, option in changes:
            self.chosen[mission] = option
        if self.options.holds(self.chosen):
            return True
        for mission, option in before:
            self.chosen[mission] = option
        return False
