"""
A proof by cases: where the prices of a relaxation leave a gap, one mission's choices are parted into branches, each relaxed again.

The branch with the highest bound is parted first. A branch whose bound is no more than what was found is done. Each leaf keeps its prices, so that
the whole tree can be checked without a solver.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol

import numpy as np
from attrs import define, field

from tokten_core.simulation.allocation.options import NOBODY, Options, Whole
from tokten_core.simulation.allocation.relaxation import Choices, Real, Relaxed

__all__ = ["Relaxation", "Tree"]

DEEPEST: Final = 150
"""A deeper tree would ask too much of the checker, which calls itself once for each level."""
WHOLE: Final = 1e-6
LITTLE: Final = 1e-4


class Relaxation(Protocol):
    """What gives a bound and prices for a question with some of its choices (fr: *relaxation*)."""

    @property
    def looks(self) -> int:
        """How many missions may be tried before one is chosen to be parted."""

    def solve(self, kept: Choices, goal: int) -> Relaxed | None:
        """Relax with the choices kept."""


@define(eq=False)
class Node:
    """A branch of the tree (fr: *branche*): the choices kept, its relaxation, and, once parted, by which mission into which branches."""

    kept: Choices
    relaxed: Relaxed
    depth: int
    mission: int = NOBODY
    branches: tuple[Node, ...] = ()


@define(eq=False)
class Drops:
    """How far bounds dropped, for each mission, when it was funded or not, by the share that changed (fr: *baisses observées*)."""

    total: Real
    count: Real

    @classmethod
    def of(cls, missions: int) -> Drops:
        """Begin with nothing known."""
        return cls(np.zeros((2, missions)), np.zeros((2, missions)))

    def note(self, side: int, mission: int, drop: float) -> None:
        """Note a drop: side 0 where the mission was funded, 1 where not."""
        self.total[side, mission] += drop
        self.count[side, mission] += 1

    def unknown(self, undecided: Real) -> Whole:
        """List the missions that are undecided and were never parted, the most undecided first."""
        order = np.argsort(-undecided, kind="stable")
        unknown: Whole = order[(undecided[order] > WHOLE) & (self.count[0, order] == 0)]
        return unknown

    def expected(self, by_mission: Real) -> Real:
        """Score missions by the drop to be expected on both sides."""
        average = self.total.sum() / max(self.count.sum(), 1)
        drop = np.where(self.count > 0, self.total / np.maximum(self.count, 1), average or 1)
        score: Real = np.maximum(drop[0] * (1 - by_mission), LITTLE) * np.maximum(drop[1] * by_mission, LITTLE)
        return score


@define(eq=False)
class Tree:
    """
    A tree of cases that grows until nothing better can exist than what was found, or the time is over (fr: *arbre de cas*).

    Attributes:
        options: the question.
        chosen: the best found: the option of each mission, -1 for none.
        root: the whole question, relaxed.
    """

    options: Options
    chosen: Whole
    root: Node
    bound: int
    solves: int = 0
    drops: Drops = field(init=False)

    @classmethod
    def of(cls, options: Options, chosen: Whole, kept: Choices, relaxed: Relaxed) -> Tree:
        """Begin with the whole question."""
        return cls(options, chosen, Node(kept, relaxed, 0), relaxed.bound)

    def grow(self, relaxation: Relaxation, ended: Callable[[int], bool]) -> None:
        """Part the branch with the highest bound, again and again."""
        waiting, stuck, self.drops = [(-self.root.relaxed.value, 0, self.root)], self.found, Drops.of(self.options.missions)
        while waiting and not ended(self.solves):
            *_, node = heapq.heappop(waiting)
            if node.relaxed.bound <= max(self.found, stuck):
                continue
            mission, branches = self._parted(node, relaxation, ended) if node.depth < DEEPEST else (NOBODY, ())
            if not branches:
                stuck = max(stuck, node.relaxed.bound)
                continue
            node.mission, node.branches = mission, branches
            for branch in branches:
                heapq.heappush(waiting, (-branch.relaxed.value, -self.solves - len(waiting), branch))
        self.bound = max(self.found, stuck, *(node.relaxed.bound for *_, node in waiting))

    def _branches(self, node: Node, mission: int, relaxation: Relaxation) -> tuple[Node, ...]:
        """Relax a branch with the mission funded, and one without it."""
        funded, nobody = node.kept
        mine, this = self.options.mission == mission, np.arange(self.options.missions) == mission
        share = float(node.relaxed.shares[mine].sum())
        branches = tuple(self._relaxed(node, kept, relaxation) for kept in ((funded, nobody & ~this), (funded & ~mine, nobody)))
        for side, (branch, moved) in enumerate(zip(branches, (1 - share, share), strict=True)):
            self.drops.note(side, mission, (node.relaxed.value - branch.relaxed.value) / moved)
        return branches

    def _relaxed(self, node: Node, kept: Choices, relaxation: Relaxation) -> Node:
        self.solves += 1
        relaxed = relaxation.solve(kept, self.found)
        if relaxed is None or relaxed.bound > node.relaxed.bound:
            relaxed = node.relaxed  # its prices hold with fewer choices as well
        self._try(relaxed.shares)
        return Node(kept, relaxed, node.depth + 1)

    def _parted(self, node: Node, relaxation: Relaxation, ended: Callable[[int], bool]) -> tuple[int, tuple[Node, ...]]:
        """Part by a mission, funded or not, where that is undecided, else by one of its options or another; no branches where all is decided."""
        options, (funded, nobody), shares = self.options, node.kept, node.relaxed.shares
        by_mission = np.zeros(options.missions)
        np.add.at(by_mission, options.mission, shares)
        undecided = np.where(nobody, np.minimum(by_mission, 1 - by_mission), 0)
        if (undecided > WHOLE).any():
            tried: dict[int, tuple[Node, ...]] = {}
            for mission in self.drops.unknown(undecided)[: relaxation.looks].tolist():
                if not ended(self.solves):
                    tried[mission] = self._branches(node, mission, relaxation)
            best = int(np.where(undecided > WHOLE, self.drops.expected(by_mission), -1).argmax())
            return best, tried.get(best) or self._branches(node, best, relaxation)
        split = np.minimum(shares, 1 - shares)
        option = int(split.argmax())
        if split[option] <= WHOLE:
            return NOBODY, ()
        mission = int(options.mission[option])
        mine, this = options.mission == mission, np.arange(len(shares)) == option
        only = (funded & (~mine | this), nobody & ~(np.arange(options.missions) == mission))
        return mission, tuple(self._relaxed(node, kept, relaxation) for kept in (only, (funded & ~this, nobody)))

    @property
    def found(self) -> int:
        """What the best found brings."""
        return self.options.total(self.chosen)

    def _try(self, shares: Real) -> None:
        """Take a relaxation without fractions for an allocation, where it holds."""
        if ((shares > WHOLE) & (shares < 1 - WHOLE)).any():
            return
        taken = np.flatnonzero(shares > 0.5)  # noqa: PLR2004 - nearer to one than to nought
        chosen = np.full(self.options.missions, NOBODY, np.int64)
        chosen[self.options.mission[taken]] = taken
        if self.options.holds(chosen) and self.options.total(chosen) > self.found:
            self.chosen = chosen

    def data(self, places: Whole, offers: Whole) -> dict[str, Any]:
        """
        Give the tree as the checker reads it.

        Args:
            places: which mission of the whole question each of this one is.
            offers: the place of each option among those of its mission.
        """
        return self._data(self.root, places, offers)

    def _data(self, node: Node, places: Whole, offers: Whole) -> dict[str, Any]:
        if not node.branches or node.relaxed.bound <= self.bound:
            return node.relaxed.prices.data()  # no branch need be told where the whole of them is proved low enough
        branches = [[list(self._choices(branch, node.mission, offers)), self._data(branch, places, offers)] for branch in node.branches]
        return {"mission": int(places[node.mission]), "branches": branches}

    def _choices(self, node: Node, mission: int, offers: Whole) -> Iterator[int | None]:
        funded, nobody = node.kept
        yield from offers[np.flatnonzero(funded & (self.options.mission == mission))].tolist()
        if nobody[mission]:
            yield None
