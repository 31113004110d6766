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
from attrs import define

from tokten_core.simulation.allocation.options import NOBODY, Options, Whole
from tokten_core.simulation.allocation.relaxation import Choices, Real, Relaxed

__all__ = ["Relaxation", "Tree"]

DEEPEST: Final = 200
"""A deeper tree would ask too much of the checker, which calls itself once for each level."""
WHOLE: Final = 1e-6


class Relaxation(Protocol):
    """What gives a bound and prices for a question with some of its choices (fr: *relaxation*)."""

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

    @classmethod
    def of(cls, options: Options, chosen: Whole, kept: Choices, relaxed: Relaxed) -> Tree:
        """Begin with the whole question."""
        return cls(options, chosen, Node(kept, relaxed, 0), relaxed.bound)

    def grow(self, relaxation: Relaxation, ended: Callable[[int], bool]) -> None:
        """Part the branch with the highest bound, again and again."""
        waiting, steps, stuck = [(-self.root.relaxed.bound, 0, 0, self.root)], 0, self.found
        while waiting and -waiting[0][0] > max(self.found, stuck) and not ended(steps):
            *_, node = heapq.heappop(waiting)
            parted = self._parted(node) if node.depth < DEEPEST else None
            if parted is None:
                stuck = max(stuck, node.relaxed.bound)
                continue
            node.mission = parted[0]
            branches = []
            for kept in parted[1]:
                steps += 1
                relaxed = relaxation.solve(kept, self.found)
                if relaxed is None or relaxed.bound > node.relaxed.bound:
                    relaxed = node.relaxed  # its prices hold with fewer choices as well
                branch = Node(kept, relaxed, node.depth + 1)
                branches.append(branch)
                self._try(relaxed.shares)
                heapq.heappush(waiting, (-relaxed.bound, -branch.depth, steps, branch))
            node.branches = tuple(branches)
        self.bound = max([self.found, stuck, *(-bound for bound, *_ in waiting[:1])])

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

    def _parted(self, node: Node) -> tuple[int, list[Choices]] | None:
        """Part the choices of a mission: funded or not where that is undecided, else by this option or by another; None where all is decided."""
        options, (funded, nobody), shares = self.options, node.kept, node.relaxed.shares
        by_mission = np.zeros(options.missions)
        np.add.at(by_mission, options.mission, shares)
        undecided = np.where(nobody, np.minimum(by_mission, 1 - by_mission), 0)
        mission = int(undecided.argmax())
        if undecided[mission] > WHOLE:
            mine = options.mission == mission
            without, only = nobody.copy(), nobody & ~(np.arange(options.missions) == mission)
            return mission, [(funded, only), (funded & ~mine, without)]
        split = np.minimum(shares, 1 - shares)
        option = int(split.argmax())
        if split[option] <= WHOLE:
            return None
        mission = int(options.mission[option])
        mine, this = options.mission == mission, np.arange(len(shares)) == option
        return mission, [(funded & (~mine | this), nobody & ~(np.arange(options.missions) == mission)), (funded & ~this, nobody)]

    def data(self, places: Whole, offers: Whole) -> dict[str, Any]:
        """
        Give the tree as the checker reads it.

        Args:
            places: which mission of the whole question each of this one is.
            offers: the place of each option among those of its mission.
        """
        return self._data(self.root, places, offers)

    def _data(self, node: Node, places: Whole, offers: Whole) -> dict[str, Any]:
        if not node.branches:
            return node.relaxed.prices.data()
        branches = [[list(self._choices(branch, node.mission, offers)), self._data(branch, places, offers)] for branch in node.branches]
        return {"mission": int(places[node.mission]), "branches": branches}

    def _choices(self, node: Node, mission: int, offers: Whole) -> Iterator[int | None]:
        funded, nobody = node.kept
        yield from offers[np.flatnonzero(funded & (self.options.mission == mission))].tolist()
        if nobody[mission]:
            yield None
