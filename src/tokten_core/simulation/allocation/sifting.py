"""
The relaxation of a large question, by sifting: prices from a sample first, then only the options that those prices leave open.

One mission in so many, with as large a part of each envelope and floor, has nearly the same prices. At those prices most options are behind
their mission's best by a wide margin; they are left aside, HiGHS solves the rest, and an option that the new prices
put ahead is taken in, until there is none. The bound is exact for any prices; of all prices met, those with the lowest bound are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from attrs import evolve
from numpy.typing import NDArray

from tokten_core.simulation.allocation.options import Options, Whole
from tokten_core.simulation.allocation.relaxation import Prices, Real, bound_of, relax, worth

__all__ = ["sifted"]

LARGE: Final = 40_000
"""Up to so many options HiGHS solves the relaxation in about half a second."""
SAMPLE, OPEN = 15_000, 30_000
ROUNDS: Final = 8
SAME: Final = 1e-9
NEAR: Final = 1e-5
"""A bound this near to what the open options bring needs no more of them."""


def sifted(options: Options, remaining: Callable[[], float]) -> tuple[Real, Prices] | None:
    """Give the share of each option taken and the prices, as `relax` does; None where nothing is known."""
    if len(options.mission) <= LARGE:
        return relax(options, remaining())
    every = -(-len(options.mission) // SAMPLE)
    sample = _part(options, np.flatnonzero(options.mission % every == 0), every)
    found = relax(sample, remaining() / 4)
    if found is None:
        return relax(options, remaining())
    kept = _behind(options, worth(options, found[1]), np.ones(len(options.mission), bool))
    last = min(OPEN, len(kept) - 1)
    asked = kept <= np.partition(kept, last)[last]
    shares, prices, lowest = np.zeros(len(options.mission)), found[1], bound_of(options, found[1])
    for _ in range(ROUNDS):
        part = np.flatnonzero(asked)
        again = relax(_part(options, part, 1), remaining() * 0.7)  # one that is cut short gives nothing
        if again is None:
            break
        shares[:] = 0
        shares[part] = again[0]
        bound = bound_of(options, again[1])
        prices, lowest = (again[1], bound) if bound < lowest else (prices, lowest)
        if bound - float(options.gain @ shares) <= NEAR * abs(bound):
            break
        behind = np.where(asked, 0, _behind(options, worth(options, again[1]), asked))
        furthest = np.zeros(options.missions)
        np.minimum.at(furthest, options.mission, behind)
        ahead = (behind < -SAME) & (behind == furthest[options.mission])
        if not ahead.any():
            break
        asked |= ahead
    return shares, prices


def _behind(options: Options, value: Real, among: NDArray[np.bool_]) -> Real:
    """Say how far each option is behind the best of its mission among some options; below zero: ahead of them all."""
    best = np.full(options.missions, -np.inf)
    np.maximum.at(best, options.mission[among], value[among])
    behind: Real = np.where(options.required, best, np.maximum(best, 0))[options.mission] - value
    return behind


def _part(options: Options, kept: Whole, every: int) -> Options:
    """Keep some options with their missions, numbered anew, and one part in so many of each envelope and floor."""
    missions, mission = np.unique(options.mission[kept], return_inverse=True)
    return evolve(
        options,
        missions=len(missions),
        mission=mission.astype(np.int64),
        envelope=options.envelope[kept],
        cost=options.cost[kept],
        gain=options.gain[kept],
        floors=options.floors[:, kept],
        budget=options.budget // every,
        least=options.least // every,
        required=options.required[missions],
    )
