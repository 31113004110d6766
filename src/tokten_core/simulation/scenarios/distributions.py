"""
How a number varies: each distribution turns a share between 0 and 1 into a whole number.

A drawn number is the point below which a drawn share lies (inversion), rounded once to whole units, a half to even: one share gives one number,
so that the draws of a run do not depend on the others, and shares that move together make numbers that do. Prices are counted in whole minor
units; what lies between is a float only until that one rounding, and no distribution reaches 2^53, up to where floats count every unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any, Final, Protocol, TypeAlias

import numpy as np
from attrs import field, frozen

from tokten_core.errors import InputError, Kind, Problem
from tokten_core.simulation.scenarios.normal import Floats, normal_point, normal_share
from tokten_core.text import Text

__all__ = [
    "Chance", "CutNormal", "Discrete", "Distribution", "Fixed", "LogNormal", "Number", "Triangular", "Uniform", "Whole",
]  # fmt: skip

Whole: TypeAlias = np.ndarray[Any, np.dtype[np.signedinteger[Any]]]
Number: TypeAlias = int | Decimal
GREATEST: Final = 1 << 53
MOST_32: Final = (1 << 31) - 1

OUT_OF_ORDER = Kind(
    "distribution-out-of-order",
    says=Text(en="the numbers {value} are not in order", fr="les nombres {value} ne sont pas dans l'ordre"),
    allowed=Text(en="{order}", fr="{order}"),
    remedy=Text(en="Put them in that order.", fr="Mettez-les dans cet ordre."),
)
NOT_POSITIVE = Kind(
    "distribution-not-positive",
    says=Text(en="{value} is not above zero", fr="{value} n'est pas supérieur à zéro"),
    allowed=Text(en="a number above zero", fr="un nombre supérieur à zéro"),
    remedy=Text(
        en="Correct it; for a number that does not vary, write the number alone.",
        fr="Corrigez-le ; pour un nombre qui ne varie pas, écrivez le nombre seul.",
    ),
)
NOT_A_CHANCE = Kind(
    "distribution-not-a-chance",
    says=Text(en="{value} is no probability", fr="{value} n'est pas une probabilité"),
    allowed=Text(en="from 0 to 1, both included", fr="de 0 à 1, bornes comprises"),
    remedy=Text(en="Write five per cent as 0.05.", fr="Écrivez cinq pour cent 0.05."),
)
WITHOUT_WEIGHT = Kind(
    "distribution-without-weight",
    says=Text(en="the weights {value} cannot be shares", fr="les poids {value} ne peuvent pas être des parts"),
    allowed=Text(
        en="one weight for each value, none below zero, one at least above", fr="un poids par valeur, aucun négatif, un au moins positif"
    ),
    remedy=Text(en="Correct the weights.", fr="Corrigez les poids."),
)
TOO_LARGE = Kind(
    "distribution-too-large",
    says=Text(en="it can reach {value}", fr="elle peut atteindre {value}"),
    allowed=Text(en="whole numbers of less than 2^53 units", fr="des nombres entiers de moins de 2^53 unités"),
    remedy=Text(
        en="Correct the numbers, or cut the distribution with `least` and `greatest`.",
        fr="Corrigez les nombres, ou bornez la distribution par `least` et `greatest`.",
    ),
)
IN_ORDER: Final = Text(en="least ≤ mode ≤ greatest", fr="minimum ≤ mode ≤ maximum")


class Distribution(Protocol):
    """How a number varies (fr: *distribution*)."""

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the greatest number that can come out."""

    def at(self, shares: Floats) -> Whole:
        """Give the whole number below which each share lies; a share lies between 0 and 1, 0 included."""


def _checked(instance: Any) -> None:
    problems = [*instance.problems()]
    if not problems:
        reach = max(map(abs, instance.bounds))
        problems = [TOO_LARGE.at("", reach)] if reach >= GREATEST else []
    if problems:
        raise InputError(*problems)


def _whole(numbers: Floats, *reach: int) -> Whole:
    """Drop what lies behind the point: into 32 bits where none of them reaches further, which many processors do ten times as fast."""
    return numbers.astype(np.int32 if max(map(abs, reach)) <= MOST_32 else np.int64)


def _rounded(numbers: Floats, bounds: tuple[int, int]) -> Whole:
    """Round to whole units, a half to even, and keep between the ends: the one rounding of a draw."""
    return _whole(np.clip(np.rint(numbers), *bounds), *bounds)


@frozen
class _Checked:
    def __attrs_post_init__(self) -> None:
        _checked(self)

    def problems(self) -> Iterator[Problem]:
        """Tell what is wrong with the numbers."""
        yield from ()


@frozen
class Fixed(_Checked):
    """
    A number that does not vary (fr: *valeur fixe*).

    >>> Fixed(14).bounds
    (14, 14)
    """

    value: int

    @property
    def bounds(self) -> tuple[int, int]:
        """The number itself, twice."""
        return self.value, self.value

    def at(self, shares: Floats) -> Whole:
        """Give the number, whatever the share."""
        return np.full(np.shape(shares), self.value, dtype=np.int64)


@frozen
class Uniform(_Checked):
    """
    Each whole number from the least to the greatest as often (fr: *loi uniforme*), both included.

    >>> import numpy as np
    >>> Uniform(1, 4).at(np.array([0.0, 0.25, 0.999])).tolist()
    [1, 2, 4]
    """

    least: int
    greatest: int

    def problems(self) -> Iterator[Problem]:
        """Tell of ends in the wrong order."""
        if self.least > self.greatest:
            yield OUT_OF_ORDER.at("", f"{self.least}, {self.greatest}", order=Text(en="least ≤ greatest", fr="minimum ≤ maximum"))

    @property
    def bounds(self) -> tuple[int, int]:
        """The two ends."""
        return self.least, self.greatest

    def at(self, shares: Floats) -> Whole:
        """Give the number: as many shares for each."""
        size = self.greatest - self.least + 1
        numbers = _whole(shares * size, size, *self.bounds)
        np.minimum(numbers, size - 1, out=numbers)
        numbers += self.least
        return numbers


@frozen
class Triangular(_Checked):
    """
    Rising from the least to the mode, falling to the greatest (fr: *loi triangulaire*), rounded to whole units, a half to even.

    >>> import numpy as np
    >>> Triangular(14, 21, 28).at(np.array([0.0, 0.5, 0.999])).tolist()
    [14, 21, 28]
    """

    least: int
    mode: int
    greatest: int

    def problems(self) -> Iterator[Problem]:
        """Tell of numbers in the wrong order."""
        if not self.least <= self.mode <= self.greatest:
            yield OUT_OF_ORDER.at("", f"{self.least}, {self.mode}, {self.greatest}", order=IN_ORDER)

    @property
    def bounds(self) -> tuple[int, int]:
        """The two ends."""
        return self.least, self.greatest

    def at(self, shares: Floats) -> Whole:
        """Invert the two halves of the triangle."""
        width, rise, fall = self.greatest - self.least, self.mode - self.least, self.greatest - self.mode
        if width == 0:
            return np.full(np.shape(shares), self.least, dtype=np.int64)
        rising = shares * width < rise
        root = np.sqrt(np.where(rising, shares * float(width * rise), (1.0 - shares) * float(width * fall)))
        return _rounded(np.where(rising, self.least + root, self.greatest - root), self.bounds)


@frozen
class CutNormal(_Checked):
    """
    Normal, what lies outside two ends cut off (fr: *loi normale tronquée*), rounded to whole units, a half to even.

    >>> import numpy as np
    >>> CutNormal(650_000, 80_000, 400_000, 900_000).at(np.array([0.0, 0.5])).tolist()
    [400000, 650000]
    """

    mean: int
    deviation: int
    least: int
    greatest: int

    def problems(self) -> Iterator[Problem]:
        """Tell of ends in the wrong order and of a deviation that is none."""
        if self.deviation <= 0:
            yield NOT_POSITIVE.at("deviation", self.deviation)
        if self.least > self.greatest:
            yield OUT_OF_ORDER.at("", f"{self.least}, {self.greatest}", order=Text(en="least ≤ greatest", fr="minimum ≤ maximum"))

    @property
    def bounds(self) -> tuple[int, int]:
        """The two ends."""
        return self.least, self.greatest

    def at(self, shares: Floats) -> Whole:
        """Invert the part of the curve between the ends."""
        low, high = normal_share((np.array([self.least, self.greatest]) - self.mean) / self.deviation)
        inside = np.clip(low + shares * (high - low), _TINY, 1.0 - _SMALL)
        return _rounded(self.mean + self.deviation * normal_point(inside), self.bounds)


@frozen
class LogNormal(_Checked):
    """
    A median times or over a factor (fr: *loi log-normale*): ``spread`` is the deviation of the logarithm, 0.25 for about a quarter.

    What lies outside two ends is moved to the nearest end. Rounded to whole units, a half to even.

    >>> import numpy as np
    >>> from decimal import Decimal
    >>> LogNormal(400, Decimal("0.1"), 300, 600).at(np.array([0.0, 0.5, 0.9])).tolist()
    [300, 400, 455]
    """

    median: int
    spread: Number
    least: int
    greatest: int

    def problems(self) -> Iterator[Problem]:
        """Tell of numbers that are not above zero, and of ends in the wrong order."""
        for name in ("median", "spread"):
            if getattr(self, name) <= 0:
                yield NOT_POSITIVE.at(name, getattr(self, name))
        if self.least > self.greatest:
            yield OUT_OF_ORDER.at("", f"{self.least}, {self.greatest}", order=Text(en="least ≤ greatest", fr="minimum ≤ maximum"))

    @property
    def bounds(self) -> tuple[int, int]:
        """The two ends."""
        return self.least, self.greatest

    def at(self, shares: Floats) -> Whole:
        """Invert the curve of the logarithm."""
        exponent = float(self.spread) * normal_point(np.clip(shares, _TINY, 1.0 - _SMALL))
        return _rounded(self.median * np.exp(exponent), self.bounds)


@frozen
class Discrete(_Checked):
    """
    Some values, each as often as its weight says (fr: *loi discrète*); values as they were observed where all weigh the same.

    >>> import numpy as np
    >>> Discrete((14, 21, 28), (1, 2, 1)).at(np.array([0.2, 0.3, 0.8])).tolist()
    [14, 21, 28]
    """

    values: tuple[int, ...]
    weights: tuple[int, ...] = field()

    @weights.default
    def _all_the_same(self) -> tuple[int, ...]:
        return (1,) * len(self.values)

    def problems(self) -> Iterator[Problem]:
        """Tell of weights that cannot be shares."""
        if not self.values or len(self.values) != len(self.weights) or min(self.weights) < 0 or sum(self.weights) == 0:
            yield WITHOUT_WEIGHT.at("", ", ".join(map(str, self.weights)) or None)

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the greatest value that has a weight."""
        met = [value for value, weight in zip(self.values, self.weights, strict=True) if weight]
        return min(met), max(met)

    def at(self, shares: Floats) -> Whole:
        """Find the value within whose weight a share falls; values come in ascending order, so that a greater share gives no lesser one."""
        pairs = sorted((value, weight) for value, weight in zip(self.values, self.weights, strict=True) if weight)
        ends = np.array([float(Fraction(end, sum(self.weights))) for end in accumulate(weight for _, weight in pairs)])
        found: Whole = np.array([value for value, _ in pairs], dtype=np.int64)[
            np.minimum(np.searchsorted(ends, shares, side="right"), len(pairs) - 1)
        ]
        return found


@frozen
class Chance(_Checked):
    """
    One with a probability, else nought (fr: *loi de Bernoulli*): a mission is cancelled or it is not.

    >>> import numpy as np
    >>> Chance(Decimal("0.05")).at(np.array([0.94, 0.96])).tolist()
    [0, 1]
    """

    probability: Number

    def problems(self) -> Iterator[Problem]:
        """Tell of a number that is no probability."""
        if not 0 <= self.probability <= 1:
            yield NOT_A_CHANCE.at("", self.probability)

    @property
    def bounds(self) -> tuple[int, int]:
        """Nought and one, where both can happen."""
        return int(self.probability == 1), int(self.probability > 0)

    def at(self, shares: Floats) -> Whole:
        """Let the greatest shares strike, so that two chances which move together strike together."""
        return (shares >= 1.0 - float(self.probability)).astype(np.int32)


_TINY: Final = 2.0**-60
_SMALL: Final = 2.0**-53
