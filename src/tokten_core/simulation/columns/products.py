"""
Sums by group as a product of matrices: exact, since floats count every whole number below 2^53 (those of 32 bits below 2^24).

Large products are shared among threads by the libraries that NumPy multiplies with; on a busy machine these wait for one another for
milliseconds. So a product is made a stretch of rows at a time, none large enough for that.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from tokten_core.simulation.columns.facts import Array
from tokten_core.simulation.columns.program import MOST_32

__all__ = ["by_members", "by_rows", "width_of"]

SMALL: Final = 1 << 19
"""At most so many multiplications at a time."""


def by_members(cells: Array, members: Array) -> Any:
    """
    Add up cells by group (fr: *totaux par groupe*).

    Args:
        cells: whole numbers or truths, a row for each scenario; what they add up to must be exact in the type of ``members``.
        members: a row for each mission, a column for each group: 1 where it belongs, else 0.

    >>> by_members(np.array([[1, 2, 4]]), np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])).tolist()
    [[1, 6]]
    """
    added = np.empty((len(cells), members.shape[1]), np.int64)
    step = max(1, SMALL // max(1, members.size))
    for start in range(0, len(cells), step):
        added[start : start + step] = cells[start : start + step].astype(members.dtype, copy=False) @ members
    return added


def by_rows(cells: Array, reach: int) -> Any:
    """
    Add up whole numbers row by row (fr: *totaux par tirage*), none of whose sums, nor what leads to one, is further from nought than ``reach``.

    >>> by_rows(np.array([[1, 2, 4], [8, 0, 0]], np.int32), 8).tolist()
    [7, 8]
    """
    return cells.sum(axis=1, dtype=width_of(reach, cells)).astype(np.int64)


def width_of(reach: int, cells: Array) -> Any:
    """Give the type in which cells may be added up: half as wide is twice as fast."""
    return np.int32 if reach < MOST_32 and cells.dtype == np.int32 else np.int64
