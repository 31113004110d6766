"""Draws against exact values: inversion on an even grid of shares meets the moments and quantiles that theory states."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import asin, pi

import numpy as np
import pytest

from tokten_core.errors import InputError
from tokten_core.simulation.scenarios.correlations import Correlations
from tokten_core.simulation.scenarios.distributions import Chance, CutNormal, Discrete, Fixed, LogNormal, Triangular, Uniform
from tokten_core.simulation.scenarios.normal import normal_point, normal_share
from tokten_core.simulation.scenarios.sensitivity import rank_correlation
from tokten_core.simulation.scenarios.streams import shares

N = 200_000
GRID = (np.arange(N) + 0.5) / N
"""An even grid of shares: a mean over it is the midpoint rule for the integral of the quantile function, no chance in it."""


@pytest.mark.parametrize(
    ("law", "mean"),
    [
        (Fixed(14), 14),
        (Uniform(1, 4), 2.5),
        (Triangular(400_000, 650_000, 1_200_000), 750_000),
        (Triangular(5, 5, 5), 5),
        (CutNormal(650_000, 80_000, 450_000, 850_000), 650_000),
        (Discrete((14, 21, 28), (1, 2, 1)), 21),
        (Discrete((10, 20, 60)), 30),
        (Chance(Decimal("0.05")), 0.05),
    ],
)
def test_the_mean_of_each_distribution_is_the_one_that_theory_states(law, mean):
    """The rule errs by less than the range over the number of points, and rounding by less than half a unit, on whole units on average by none."""
    low, high = law.bounds

    found = law.at(GRID).mean()

    assert abs(found - mean) <= (high - low) * 2 / N + 1e-9


def test_a_lognormal_has_its_median_and_its_mean():
    """The mean of a lognormal is the median times exp(spread squared over two); far ends leave it as it is."""
    law = LogNormal(400_000, Decimal("0.25"), 1, 10_000_000)

    drawn = law.at(GRID)

    assert law.at(np.array([0.5])).tolist() == [400_000]
    assert abs(drawn.mean() - 400_000 * np.exp(0.25**2 / 2)) < 5


@pytest.mark.parametrize(("share", "number"), [(0.125, 450), (0.5, 500), (0.875, 550)])
def test_quantiles_of_a_triangle_are_those_of_its_area(share, number):
    """From 400 to 600 about 500, the share below 450 is (50/100)^2 / 2 = 1/8."""
    assert Triangular(400, 500, 600).at(np.array([share])).tolist() == [number]


def test_a_normal_cut_at_one_deviation_loses_both_tails():
    """Inside plus or minus one deviation the variance is 1 - 2 phi(1) / (2 Phi(1) - 1) = 0.2911 of the uncut one."""
    drawn = CutNormal(0, 100_000, -100_000, 100_000).at(GRID)

    assert (drawn.min(), drawn.max()) >= (-100_000, 99_990)
    assert (drawn.min(), drawn.max()) <= (-99_990, 100_000)
    assert abs(drawn.var() / 1e10 - 0.29112509) < 1e-5


def test_the_normal_curve_and_its_inverse_undo_each_other_deep_into_the_tails():
    deep = np.concatenate([10.0 ** -np.arange(1, 16), 1 - 10.0 ** -np.arange(1, 15)])

    assert np.allclose(normal_share(normal_point(deep)), deep, rtol=1e-12, atol=1e-16)
    assert abs(normal_point(np.array([0.975]))[0] - 1.959963984540054) < 1e-14


def test_each_law_rises_with_its_share():
    """Shares that move together make numbers that do, whatever the distribution."""
    for law in (
        Uniform(0, 9),
        Triangular(1, 2, 9),
        CutNormal(5, 2, 0, 9),
        LogNormal(5, Decimal("0.5"), 0, 99),
        Discrete((3, 1, 2), (1, 1, 1)),
        Chance(Decimal("0.3")),
    ):
        drawn = law.at(GRID)
        assert (np.diff(drawn) >= 0).all()
        assert (int(drawn.min()), int(drawn.max())) >= (law.bounds[0], 0)
        assert drawn.max() <= law.bounds[1]


def test_shares_do_not_depend_on_how_runs_are_cut():
    whole = shares(7, "fares", range(100), 5)

    assert np.array_equal(np.vstack([shares(7, "fares", range(start, min(start + 7, 100)), 5) for start in range(0, 100, 7)]), whole)
    assert not np.array_equal(shares(7, "quotes", range(100), 5), whole)
    assert not np.array_equal(shares(8, "fares", range(100), 5), whole)


def test_correlations_come_out_as_stated():
    """Ranks under a Gaussian copula correlate by 6/pi asin(rho/2); the standard error at 40 000 runs is below 0.005, six of them are allowed."""
    half, less = Decimal("0.6"), Decimal("-0.3")
    together = Correlations(("a", "b", "c"), ((1, half, less), (half, 1, 0), (less, 0, 1)))

    mixed = together.mixed([shares(3, name, range(40_000)) for name in "abc"])

    ranks = [np.round(each[:, 0] * 1e9).astype(np.int64) for each in mixed]
    for one, two, rho in ((0, 1, 0.6), (0, 2, -0.3), (1, 2, 0.0)):
        assert abs(rank_correlation(ranks[one], ranks[two]) - 6 / pi * asin(rho / 2)) < 0.03
    assert all(abs(each.mean() - 0.5) < 0.01 for each in mixed)


def test_a_draw_that_another_decides_altogether_is_possible():
    """A correlation of one leaves the matrix without an inverse, and is no mistake."""
    first, second = Correlations(("a", "b"), ((1, 1), (1, 1))).mixed([shares(1, "a", range(50)), shares(1, "b", range(50))])

    assert np.array_equal(first, second)


@pytest.mark.parametrize(
    ("matrix", "code"),
    [
        (((1, 0), (0,)), "correlations-not-square"),
        (((1, 0),), "correlations-not-square"),
        (((1, Decimal("0.5")), (Decimal("0.4"), 1)), "correlations-not-symmetric"),
        (((1, 2), (2, 1)), "correlations-not-between"),
        (((Decimal("0.9"), 0), (0, 1)), "correlations-diagonal"),
    ],
)
def test_what_is_no_correlation_matrix_is_named(matrix, code):
    with pytest.raises(InputError) as caught:
        Correlations(("a", "b"), matrix)

    assert code in {problem.code for problem in caught.value.problems}


def test_an_impossible_matrix_says_how_much_to_weaken_it_and_that_is_enough():
    """Three draws cannot all run against one another by 0.9; the factor that the remedy names makes the matrix possible."""
    strong = Decimal("-0.9")
    matrix = ((1, strong, strong), (strong, 1, strong), (strong, strong, 1))

    with pytest.raises(InputError) as caught:
        Correlations(("a", "b", "c"), matrix)

    (problem,) = caught.value.problems
    assert problem.code == "correlations-not-possible"
    weak = strong * Decimal(problem.facts["factor"])
    assert Correlations(("a", "b", "c"), ((1, weak, weak), (weak, 1, weak), (weak, weak, 1))).names == ("a", "b", "c")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Uniform(4, 1), "distribution-out-of-order"),
        (lambda: Triangular(1, 9, 4), "distribution-out-of-order"),
        (lambda: CutNormal(0, 0, 0, 1), "distribution-not-positive"),
        (lambda: LogNormal(0, 1, 0, 1), "distribution-not-positive"),
        (lambda: Discrete((), ()), "distribution-without-weight"),
        (lambda: Discrete((1, 2), (0, 0)), "distribution-without-weight"),
        (lambda: Chance(Decimal("1.5")), "distribution-not-a-chance"),
        (lambda: Fixed(2**53), "distribution-too-large"),
    ],
)
def test_numbers_that_make_no_distribution_are_refused(make, code):
    with pytest.raises(InputError) as caught:
        make()

    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_discrete_law_gives_each_value_its_exact_share():
    drawn = Discrete((14, 21, 28), (1, 2, 5)).at(GRID)

    assert [Fraction(int((drawn == value).sum()), N) for value in (14, 21, 28)] == [Fraction(1, 8), Fraction(1, 4), Fraction(5, 8)]


@pytest.mark.parametrize("least", [-(2**31), 0, 2**31 - 2, 2**31 - 1, 2**40])
def test_numbers_on_either_side_of_32_bits_are_the_same_as_in_64(least):
    """Numbers are drawn in 32 bits where the ends fit, and in 64 where one of them, or how many there are, does not."""
    law = Uniform(least, least + 2)

    assert law.at(np.array([0.0, 0.4, 0.9])).tolist() == [least, least + 1, least + 2]
    assert Uniform(-(2**31) + 1, 2**31 - 1).at(np.array([0.0, 0.5])).tolist() == [-(2**31) + 1, 0]
    assert Triangular(least, least + 1, least + 2).at(np.array([0.5])).tolist() == [least + 1]
