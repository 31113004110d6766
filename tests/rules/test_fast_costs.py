"""The generated function and the exact reader give one costing: amounts, problems, trail, for every pack, with each source and none."""

import datetime as dt

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core import load_pack
from tokten_core.errors import InputError
from tokten_core.money import Money
from tokten_core.rules import MissionFacts
from tokten_core.rules.trails import traced
from tokten_core.testing.facts import mission_facts

COSTS = {name: load_pack(name).costs for name in ("mali", "sudan", "njc", "burkina")}
MALI = COSTS["mali"]
COMPLETE = MissionFacts("M1", "FR", dt.date(2009, 2, 2), 14, False, 40, Money(650_000, "XOF"), for_profit=False)


@pytest.mark.parametrize("pack", COSTS)
@settings(max_examples=150)
@given(data=st.data())
def test_both_readers_give_the_same_costing(pack, data):
    costs = COSTS[pack]
    facts, source = data.draw(mission_facts(costs, sound=data.draw(st.booleans())))
    fast = costs.cost(facts, source)
    slow = attrs.evolve(fast, amounts=None)

    assert fast == slow
    if not slow.problems:
        assert fast.trail == slow.trail
        assert all(fast.units(name) == slow.units(name) for name in costs.steps)


@pytest.mark.parametrize("source", [None, "ce", "scac", "bsi"])
@pytest.mark.parametrize("days", [14, 28])
@pytest.mark.parametrize(
    "change",
    [{}, {"airfare": None}, {"airfare": Money("650.50", "EUR")}, {"for_profit": True, "cost_share": 20}, {"lodging_nights": None},
     {"committee_consulted": True}, {"thesis_supervision": True}],
    ids=str,
)  # fmt: skip
def test_a_complete_mission_never_needs_the_exact_reader(source, days, change):
    """It would take a hundred times as long, in silence."""
    assert MALI.cost(attrs.evolve(COMPLETE, days=days, **change), source).amounts is not None


@pytest.mark.parametrize(
    "change",
    [{"days": 13}, {"start": dt.date(2008, 8, 31)}, {"residence": "ML"}, {"start": None}, {"cost_share": 20},
     {"teaching_hours": None}, {"airfare": Money(1, "GBP")}, {"mode": "online"}, {"more": {"rank": "a"}}],
    ids=str,
)  # fmt: skip
def test_what_is_refused_or_unknown_is_left_to_the_exact_reader_which_knows_why(change):
    costing = MALI.cost(attrs.evolve(COMPLETE, **change), "ce")

    assert costing.amounts is None
    assert costing.problems or costing.total is None


def test_the_trail_tells_each_rule_what_it_read_the_amount_and_the_texts():
    rule, names, values, amount, texts = MALI.cost(COMPLETE, "ce").trail[0]

    assert (rule, amount) == ("per_diem", 280_000)
    assert dict(zip(names, values, strict=True)) == {
        "days": 14,
        "per_diem_rate": 20_000,
        "start": dt.date(2009, 2, 2),
        "thesis_supervision": False,
    }
    assert texts == MALI.book.step("per_diem").rule.text
    assert traced(MALI.book.step("per_diem"), MALI.cost(COMPLETE, "ce").evaluation) == (rule, names, values, amount, texts)


def test_a_mission_with_problems_has_no_trail():
    with pytest.raises(InputError, match="mission-too-short"):
        _ = MALI.cost(attrs.evolve(COMPLETE, days=3)).trail


def test_a_source_that_may_not_pay_is_refused_each_time():
    """What is remembered is who may, so that a refusal keeps its reason."""
    facts = attrs.evolve(COMPLETE, residence="US")

    for _ in range(2):
        assert [problem.code for problem in MALI.cost(facts, "ce").problems] == ["source-not-eligible"]


def test_two_costings_are_equal_when_all_that_can_be_seen_is():
    assert MALI.cost(COMPLETE, "ce") == MALI.cost(COMPLETE, "ce")
    assert MALI.cost(COMPLETE, "ce") != MALI.cost(COMPLETE, "scac")
    assert repr(MALI.cost(COMPLETE, "ce")) == "Costing('M1', source='ce', total=1020000)"
    assert repr(MALI.cost(attrs.evolve(COMPLETE, days=3))) == "Costing('M1', source=None, mission-too-short, too-many-teaching-hours)"
    assert len({MALI.cost(COMPLETE, "ce"), MALI.cost(COMPLETE, "ce")}) == 1
