"""
The normal distribution on arrays: its share below a point, and the point below which a share lies.

NumPy has neither. The share comes from the error function of Python's own library; its inverse from Wichura's rational approximations
(AS 241, PPND16), true to about one part in 10^16.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "normal_point", "normal_share"]

Floats = NDArray[np.float64]

_MIDDLE: Final = (
    (3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
     4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3),
    (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3),
)  # fmt: skip
_NEAR: Final = (
    (1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
     1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4),
    (1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9),
)  # fmt: skip
_FAR: Final = (
    (6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
     2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7),
    (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15),
)  # fmt: skip

_MIDDLE_ENDS: Final = 0.425
"""As far from a half as this, the first approximation holds."""
_FAR_BEGINS: Final = 5.0

_erfc: Final[Any] = np.vectorize(math.erfc, otypes=[np.float64])


def normal_share(points: Floats) -> Floats:
    """Give the share of the standard normal distribution below each point."""
    shares: Floats = _erfc(np.asarray(points, dtype=np.float64) * -math.sqrt(0.5)) * 0.5
    return shares


def normal_point(shares: Floats) -> Floats:
    """
    Give the point of the standard normal distribution below which each share lies; shares lie between 0 and 1, ends left out.

    >>> import numpy as np
    >>> [round(float(point), 4) for point in normal_point(np.array([0.025, 0.5, 0.9]))]
    [-1.96, 0.0, 1.2816]
    """
    shares = np.asarray(shares, dtype=np.float64)
    aside = shares - 0.5
    points: Floats = aside * _over(0.180625 - aside * aside, _MIDDLE)
    outer = np.abs(aside) > _MIDDLE_ENDS
    if outer.any():
        lesser = np.minimum(shares[outer], 1.0 - shares[outer])
        depth = np.sqrt(-np.log(lesser))
        far = np.where(depth <= _FAR_BEGINS, _over(depth - 1.6, _NEAR), _over(depth - _FAR_BEGINS, _FAR))
        points[outer] = np.copysign(far, aside[outer])
    return points


def _over(x: Floats, terms: tuple[tuple[float, ...], tuple[float, ...]]) -> Floats:
    above, below = np.zeros_like(x), np.zeros_like(x)
    for numerator, denominator in zip(reversed(terms[0]), reversed(terms[1]), strict=True):
        above = above * x + numerator
        below = below * x + denominator
    return above / below
