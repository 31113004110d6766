"""
Prove that nothing much better exists, part by part.

Missions that share neither money nor floors are parts that can be decided and proved apart: what one part cannot exceed is cut to whole
points by itself, and the bounds add up. A part whose bound is above what was found is worked on: HiGHS looks for a better
allocation of it, a relaxation by sets for a better bound where envelopes are small, and a tree of cases for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
from attrs import define

from tokten_core.simulation.allocation.options import NOBODY, Options, Whole
from tokten_core.simulation.allocation.patterns import Patterns
from tokten_core.simulation.allocation.relaxation import Linear, Prices, Relaxed, bound_of, by_highs, choices_of
from tokten_core.simulation.allocation.tree import Relaxation, Tree

__all__ = ["Part", "parts_of"]

SMALL, CLOSED = 3_000, 1_000
"""A part with more options than the first is not worked on, and one with more than the second has no tree by shares: it would not end."""
FEW: Final = 8
"""Where envelopes pay more missions than this, sets of missions say no more than shares of missions."""


@define(eq=False)
class Part:
    """
    Missions that can be decided apart from the others, with their proof (fr: *partie*).

    Attributes:
        missions: which missions of the question.
        at: which options of the question.
        options: the smaller question.
        tree: its proof, and the best found.
    """

    missions: Whole
    at: Whole
    options: Options
    tree: Tree

    @property
    def open(self) -> bool:
        """True while something better might exist."""
        return self.tree.found < self.tree.bound

    def put(self, chosen: Whole) -> None:
        """Write what was found for these missions into an allocation of all."""
        chosen[self.missions] = np.where(self.tree.chosen >= 0, self.at[self.tree.chosen], NOBODY)

    def take(self, chosen: Whole) -> None:
        """Take what an allocation of all has for these missions, where it brings more."""
        mine = chosen[self.missions]
        inside = np.where(mine >= 0, np.searchsorted(self.at, mine), NOBODY)
        if self.options.total(inside) > self.tree.found:
            self.tree.chosen = inside

    def work(self, seconds: float, soon: Callable[[int], bool], ended: Callable[[int], bool]) -> None:
        """Look for a better allocation and a better bound; sets of missions that are not mixed soon are given up."""
        relaxation = self._by_sets(seconds / 2, soon, ended) or self._by_shares(seconds / 3)
        if relaxation is not None and self.open:
            self.tree.grow(relaxation, ended)

    def _by_shares(self, seconds: float) -> Relaxation | None:
        """Let HiGHS look, then relax by shares of missions: a tree needs the shares as well as the prices."""
        found = by_highs(self.options, self.tree.chosen, seconds)
        self.tree.chosen = self.tree.chosen if found is None else found
        if not self.open or len(self.at) > CLOSED:
            return None
        shares, root = Linear(self.options), self.tree.root
        relaxed = shares.solve(root.kept, self.tree.found)
        if relaxed is not None and relaxed.bound <= root.relaxed.bound:
            self.tree = Tree.of(self.options, self.tree.chosen, root.kept, relaxed)
        return shares

    def _by_sets(self, seconds: float, soon: Callable[[int], bool], ended: Callable[[int], bool]) -> Relaxation | None:
        """Relax by sets of missions, where that gives a better bound."""
        options, root = self.options, self.tree.root
        if options.carried.any() or options.budget.max() > FEW * np.median(options.cost):
            return None
        sets = Patterns(options, self.tree.chosen, soon)
        relaxed = sets.solve(root.kept, self.tree.found)
        sets.ended = ended
        if relaxed is None or relaxed.bound >= root.relaxed.bound:
            return None
        self.tree = Tree.of(options, self.tree.chosen, root.kept, relaxed)
        found = sets.best_whole(seconds) if self.open else self.tree.chosen
        if options.holds(found) and options.total(found) > self.tree.found:
            self.tree.chosen = found
        return sets

    def data(self, places: Whole) -> dict[str, Any]:
        """Give the proof as the checker reads it; ``places`` has the place of each option of the question among those of its mission."""
        return {"missions": self.missions.tolist(), "tree": self.tree.data(self.missions, places[self.at])}


def parts_of(options: Options, chosen: Whole, prices: Prices) -> tuple[Part, ...]:
    """Give the parts of a question, each with what prices of envelopes prove of it."""
    return tuple(_parts(options, chosen, prices))


def _parts(options: Options, chosen: Whole, prices: Prices) -> Iterable[Part]:
    for missions in options.parts():
        at, inside = options.part(missions)
        nothing = np.full(len(missions), NOBODY, np.int64)
        kept = choices_of(inside)
        bound = bound_of(inside, prices)
        relaxed = Relaxed(np.zeros(len(at)), prices, bound, float(bound))
        part = Part(missions, at, inside, Tree.of(inside, nothing, kept, relaxed))
        mine = chosen[missions]
        part.tree.chosen = np.where(mine >= 0, np.searchsorted(at, mine), NOBODY)
        yield part
