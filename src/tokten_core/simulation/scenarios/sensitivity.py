"""
Which input moves the total most: ranks that go together, and the swing of the total between an input's low and high runs.

The rank correlation (Spearman's) sees any rising or falling bond, straight or not. Its square over the sum of all squares is the input's share,
a fair portion where inputs do not move together, and an indication where they do. The swing is the mean total of the tenth of the runs with the
highest input less that of the tenth with the lowest: an amount, which a person can weigh.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from attrs import frozen

from tokten_core.money import HALF_EVEN, rounded
from tokten_core.simulation.scenarios.distributions import Whole
from tokten_core.simulation.scenarios.normal import Floats
from tokten_core.simulation.scenarios.outcome import Outcome

__all__ = ["Influence", "influences", "rank_correlation"]

TENTH = 10


@frozen
class Influence:
    """
    How much an input moves the total (fr: *influence*).

    Attributes:
        name: the draw, or the risk.
        correlation: rank correlation with the total, from -1 to 1.
        share: its square over the sum of all squares.
        low: mean total of the tenth of the runs with the lowest input, rounded to the minor unit, a half to even.
        high: of the tenth with the highest.
    """

    name: str
    correlation: float
    share: float
    low: int
    high: int

    @property
    def swing(self) -> int:
        """The high runs' mean less the low runs'."""
        return self.high - self.low


def influences(outcome: Outcome) -> tuple[Influence, ...]:
    """
    Rank the inputs by how much they move the total, the one that moves it most first (fr: *analyse de sensibilité*).

    An input that never varied moves nothing and is left out.

    .. versionadded:: 0.1
    """
    total = outcome.of_each("total")
    inputs = {name: outcome.of_each("input", name) for name in outcome.names("input")}
    bonds = {name: rank_correlation(values, total) for name, values in inputs.items() if values.min() < values.max()}
    whole = sum(bond * bond for bond in bonds.values()) or 1.0
    found = [Influence(name, bond, bond * bond / whole, *_ends(inputs[name], total)) for name, bond in bonds.items()]
    return tuple(sorted(found, key=lambda each: (-abs(each.correlation), each.name)))


def rank_correlation(one: Whole, two: Whole) -> float:
    """
    Give the rank correlation of two columns; equal values share the mean of their ranks.

    >>> round(rank_correlation(np.array([1, 2, 3, 4]), np.array([10, 20, 20, 90])), 4)
    0.9487
    """
    first, second = _ranks(one), _ranks(two)
    first -= first.mean()
    second -= second.mean()
    spread = float(np.sqrt((first * first).sum() * (second * second).sum()))
    return float((first * second).sum()) / spread if spread else 0.0


def _ranks(values: Whole) -> Floats:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2)[places]
    return ranks


def _ends(values: Whole, total: Whole) -> tuple[int, int]:
    """Give the mean total of the lowest and of the highest tenth of the runs; runs with the same input as the last of them are with them."""
    ordered, size = np.sort(values), -(-len(values) // TENTH)
    return _mean(total[values <= ordered[size - 1]]), _mean(total[values >= ordered[-size]])


def _mean(units: Whole) -> int:
    return rounded(Fraction(sum(units.tolist()), len(units)), HALF_EVEN)
