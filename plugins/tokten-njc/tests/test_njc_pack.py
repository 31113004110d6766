"""What a stay is paid under Canada's travel directive, beyond what every pack must hold."""

import datetime as dt

import pytest

from tokten_core.plugins import load_pack
from tokten_core.rules import MissionFacts

PACK = load_pack("njc")
CASES = PACK.cases()


@pytest.mark.parametrize(("days", "meals", "all_in"), [(1, 149_55, 197_41), (31, 112_16, 148_05), (121, 74_78, 110_67)])
def test_one_more_day_in_each_band_is_what_the_row_prints(days, meals, all_in):
    """Saint Kitts and Nevis, 1 July 2021, commercial lodging: the printed row is the oracle of the shares that were worked out of it."""
    facts = {"destination": "KN", "lodging_kind": "commercial", "meals_provided": "none"}
    before, after = (PACK.costs.cost(MissionFacts("M", start=dt.date(2021, 7, 1), days=count, more=facts)) for count in (days - 1, days))

    assert (added(before, after, "meals"), added(before, after, "total")) == (meals, all_in)


def added(before, after, name):
    return after.explain(name).value - before.explain(name).value
