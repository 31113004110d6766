"""The one rounding of a drawn price, against exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from tokten_core.simulation.scenarios.drawing import nearest


@pytest.mark.parametrize("divisor", [1, 2, 3, 5, 100, 655_957, 10_000])
def test_a_price_is_rounded_to_the_nearest_franc_a_half_to_even(divisor):
    numbers = np.array([*range(700), 10**15 + 50, 10**15 + 150, 10**15 + 51])

    assert nearest(numbers, divisor).tolist() == [round(Fraction(int(number), divisor)) for number in numbers]
