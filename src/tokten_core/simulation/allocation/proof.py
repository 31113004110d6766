"""
Prove that nothing much better exists, part by part.

Missions that share neither money nor floors are parts that can be decided and proved apart: what one part cannot exceed is cut to whole
points by itself, and the bounds add up. A part whose bound is above what was found is worked on: a relaxation by sets of missions where purses are
small, else HiGHS, look for a better allocation among the choices that prices leave open; a tree of cases looks for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
from attrs import define

from tokten_core.simulation.allocation.filling import work_of
from tokten_core.simulation.allocation.options import NOBODY, Options, Whole
from tokten_core.simulation.allocation.patterns import Patterns
from tokten_core.simulation.allocation.relaxation import Linear, Prices, Relaxed, bound_of, by_highs, choices_of, fair, narrowed
from tokten_core.simulation.allocation.tree import Relaxation, Tree

__all__ = ["Part", "parts_of"]

SMALL, CLOSED = 10_000, 1_000
"""A part with more options than the first is not worked on, and one with more than the second has no tree by shares: it would not end."""
WORK: Final = 40_000_000
"""Purses are filled where that takes no more steps than these: a tenth of a second."""
DIVES: Final = 20
"""Where there is no clock, one dive stands for so many relaxations."""
CHOOSING: Final = 0.4
"""Such a share of the time left then is for choosing among the sets known."""
KEPT: Final = (0.5, 0.8)
"""Such shares of the purses, from one to the other, keep their sets when one dives again."""


@define(eq=False)
class Turns:
    """
    When to stop, by time or by the relaxations solved (fr: *temps imparti*).

    Attributes:
        soon: when sets of missions have been mixed enough.
        later: when dives have been made enough.
        ended: when all is over.
        left: how many seconds are left for HiGHS.
    """

    soon: Callable[[int], bool]
    later: Callable[[int], bool]
    ended: Callable[[int], bool]
    left: Callable[[], float]


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

    def work(self, turns: Turns, chance: np.random.Generator) -> None:
        """Look for a better allocation and a better bound."""
        partly = ((self.options.carried > 0) & (self.options.carried < 100)).any()  # noqa: PLR2004 - per cent
        small = not partly and work_of(self.options) <= WORK
        relaxation = self._by_sets(turns, chance) if small else self._by_shares(turns.left() / 2)
        if relaxation is not None and self.open:
            self.tree.grow(relaxation, turns.ended)

    def _by_shares(self, seconds: float) -> Relaxation | None:
        """Let HiGHS look, then relax by shares of missions: a tree needs the shares as well as the prices."""
        root = self.tree.root
        self._highs(seconds, narrowed(self.options, root.relaxed.prices, self.tree.found))
        if not self.open or len(self.at) > CLOSED:
            return None
        shares = Linear(self.options)
        relaxed = shares.solve(root.kept, self.tree.found)
        if relaxed is not None and relaxed.bound <= root.relaxed.bound:
            self.tree = Tree.of(self.options, self.tree.chosen, root.kept, relaxed)
        return shares

    def _by_sets(self, turns: Turns, chance: np.random.Generator) -> Relaxation:
        """Relax by sets of missions; look among them for an allocation, or, where each purse has several quarters, let HiGHS look."""
        options, root = self.options, self.tree.root
        sets = Patterns(options, fair(options, root.relaxed.prices), turns.soon)
        sets.know(self.tree.chosen)
        relaxed = sets.solve(root.kept, self.tree.found)
        sets.ended = turns.ended
        if relaxed.bound < root.relaxed.bound:
            self.tree = Tree.of(options, self.tree.chosen, root.kept, relaxed)
        if self.open and options.carried.any():
            self._highs(turns.left(), sets.narrowed(self.tree.found))
        elif self.open:
            self._dive(sets, turns.later, chance)
            if self.open:
                self._better(sets.best_whole(root.kept, turns.left() * CHOOSING, self.tree.bound))
        return sets

    def _better(self, found: Whole) -> None:
        """Take an allocation of the part that brings as much or more, where it holds."""
        if self.options.holds(found) and self.options.total(found) >= self.tree.found:
            self.tree.chosen = found

    def _highs(self, seconds: float, kept: Any) -> None:
        found = by_highs(self.options, self.tree.chosen, seconds, kept, self.tree.bound)
        self.tree.chosen = self.tree.chosen if found is None else found

    def _dive(self, sets: Patterns, ended: Callable[[int], bool], chance: np.random.Generator) -> None:
        """Dive from nothing, then again and again from a part of the best found, another part each time."""
        options, dives, start = self.options, 0, np.full(self.options.missions, NOBODY, np.int64)
        while self.open and not ended(dives * DIVES):
            self._better(sets.dive(self.tree.root.kept, start))
            dives += 1
            purses = np.where(self.tree.chosen >= 0, options.purses[options.envelope[self.tree.chosen]], NOBODY)
            used = np.unique(purses[purses >= 0])
            kept = used[chance.random(len(used)) < chance.uniform(*KEPT)]
            start = np.where(np.isin(purses, kept), self.tree.chosen, NOBODY)

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
