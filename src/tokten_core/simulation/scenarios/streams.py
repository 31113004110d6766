"""
Shares by address: the number that a draw takes in a run is found by its name and the run's number, whoever asks and in which order.

Philox is a generator that counts: a key and a counter give a number, with nothing in between to remember. The key of a draw is made of
the seed and the draw's name; each run has its own stretch of the counter. So one process or four, blocks of 8 runs or of 500, give the same
shares; and a draw that is added to a scenario leaves those of the others as they were.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.random import Generator, Philox, SeedSequence

from tokten_core.simulation.scenarios.normal import Floats

__all__ = ["shares"]

WORDS: Final = 4
"""Numbers that one step of Philox's counter gives."""


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
    steps = -(-width // WORDS)
    key = SeedSequence([seed, *name.encode()]).generate_state(2, np.uint64)
    generator = Generator(Philox(key=key, counter=[runs.start * steps, 0, 0, 0]))
    return generator.random((len(runs), steps * WORDS))[:, :width]
