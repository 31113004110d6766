"""
Shares by address: the number that a draw takes in a run is found by its name and the run's number, whoever asks and in which order.

PCG64-DXSM is a generator that can jump: any number of steps forward costs no more than a few. A stream is keyed by the seed and the draw's name, and
each run has its own stretch of it. So one process or four, blocks of 8 runs or of 500, give the same shares; and a draw that is added to a
scenario leaves those of the others as they were.
"""

from __future__ import annotations

from numpy.random import PCG64DXSM, Generator, SeedSequence

from tokten_core.simulation.scenarios.normal import Floats

__all__ = ["shares"]


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
    stream = PCG64DXSM(SeedSequence([seed, *name.encode()]))
    stream.advance(runs.start * width)  # a share takes one step
    return Generator(stream).random((len(runs), width))
