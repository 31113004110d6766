"""Sums by group as products of matrices: exact up to where floats count every unit, however many stretches they are made in."""

from __future__ import annotations

import numpy as np
import pytest

from tokten_core.simulation.columns.products import SMALL, by_members


@pytest.mark.parametrize(("missions", "groups"), [(1, 1), (300, 7), (SMALL // 64, 3), (SMALL + 1, 2)])
def test_each_row_is_added_up_by_group_to_the_unit(missions, groups):
    """Sums just below 2^53 lose nothing; a product of more members than one stretch holds is made row by row."""
    rng = np.random.default_rng(1)
    cells = rng.integers(0, ((1 << 53) - 1) // missions, (70 if missions < SMALL else 3, missions))
    of = rng.integers(0, groups, missions)
    members = (of[:, None] == np.arange(groups)).astype(np.float64)

    added = by_members(cells, members)

    assert added.dtype == np.int64
    assert added.tolist() == np.stack([cells[:, of == group].sum(axis=1) for group in range(groups)], axis=1).tolist()


def test_no_row_gives_no_sum():
    assert by_members(np.zeros((0, 4), np.int64), np.ones((4, 2))).shape == (0, 2)


def test_truths_are_counted():
    assert by_members(np.array([[True, False, True]]), np.ones((3, 1), np.float32)).tolist() == [[2]]
