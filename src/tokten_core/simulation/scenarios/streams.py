"""
Shares by address: the number that a draw takes in a run is found by its name and the run's number, whoever asks and in which order.

PCG64-DXSM is a generator that can jump: any number of steps forward costs no more than a few. A stream is keyed by the seed and the draw's name, and
each run has its own stretch of it. So one process or four, blocks of 8 runs or of 500, give the same shares; and a draw that is added to a
scenario leaves those of the others as they were.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.random import PCG64DXSM, Generator, SeedSequence
from numpy.random.bit_generator import ISeedSequence

from tokten_core.simulation.scenarios.normal import Floats

__all__ = ["shares"]

WORDS: Final = 4


def shares(seed: int, name: str, runs: range, width: int = 1) -> Floats:
    """
    Give shares from 0 to 1, 1 left out: a row for each run, ``width`` of them in a row.

    Args:
        seed: the seed of the simulation, a whole number not below zero.
        name: the name of the draw.
        runs: the numbers of the runs, one after the other.
        width: how many shares a run needs.

    >>> whole = shares(1, "fare", range(6), 3)
    >>> bool((whole[4:] == shares(1, "fare", range(4, 6), 3)).all())
    True
    """
    stream = PCG64DXSM(_seeded(seed, name))  # type: ignore[arg-type] # any ISeedSequence will do
    stream.advance(runs.start * width)  # a share takes one step
    return Generator(stream).random((len(runs), width))


class _Seeded(ISeedSequence):
    """The words from which a stream starts, worked out once: that takes longer than all else about a stream."""

    def __init__(self, sequence: SeedSequence) -> None:
        self.words = sequence.generate_state(WORDS, np.uint64)

    def generate_state(self, n_words: int, dtype: Any = np.uint32) -> Any:
        """Give them, as PCG64-DXSM asks for them."""
        return self.words[:n_words].astype(dtype, copy=False)


@lru_cache(maxsize=256)
def _seeded(seed: int, name: str) -> _Seeded:
    return _Seeded(SeedSequence([seed, *name.encode()]))
