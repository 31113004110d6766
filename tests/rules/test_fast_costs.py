"""The generated function and the exact reader give one costing: amounts, problems, trail, for every pack, with each source and none."""

import datetime as dt

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core import load_pack
from tokten_core.errors import InputError
from tokten_core.money import Money
from tokten_core.parameters import Figures
from tokten_core.periods import Period
from tokten_core.rules import Fund, MissionFacts
from tokten_core.rules.trails import traced
from tokten_core.testing.facts import mission_facts, parameter_sets
from tokten_core.text import same

COSTS = {name: load_pack(name).costs for name in ("mali", "sudan", "njc", "burkina")}
MALI = COSTS["mali"]
WELL_KNOWN = st.tuples(
    st.builds(
        MissionFacts,
        id=st.just("M"),
        residence=st.sampled_from(["FR", "SN"]),
        start=st.dates(dt.date(2008, 9, 1), dt.date(2011, 8, 31)),
        days=st.integers(14, 28),
        thesis_supervision=st.booleans(),
        teaching_hours=st.integers(0, 60),
        airfare=st.sampled_from([None, Money(650_000, "XOF"), Money("650.50", "EUR"), Money("812.25", "USD")]),
        for_profit=st.just(False),
    ),
    st.sampled_from([None, "ce", "bsi"]),
)
"""Missions of which all is known, so that the generated function has its say."""
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


@settings(max_examples=30)
@given(
    parameter_sets(MALI.figures), st.sets(st.sampled_from(sorted(MALI.figures)), max_size=3), st.lists(WELL_KNOWN, min_size=6, max_size=6)
)
def test_both_readers_give_the_same_costing_on_any_history_of_a_few_figures(drawn, few, missions):
    """Values, gaps and abolished figures that no country has written yet: a function is made for each stretch of days between them."""
    costs = attrs.evolve(MALI, figures=Figures.of([drawn[name] if name in few else figure for name, figure in MALI.figures.items()]))
    for facts, source in missions:
        fast = costs.cost(facts, source)
        slow = attrs.evolve(fast, amounts=None)

        assert fast == slow
        assert slow.problems or fast.trail == slow.trail


@pytest.mark.parametrize("day", [dt.date(2009, 2, 1), dt.date(2009, 2, 2), dt.date(2009, 2, 28), dt.date(2009, 3, 1)], ids=str)
def test_a_source_that_pays_for_some_days_pays_for_those(day):
    """Nothing else changes on the first and after the last of them."""
    limited = attrs.evolve(MALI.fund("ce").entitlements[0], period=Period(dt.date(2009, 2, 2), dt.date(2009, 2, 28)))
    costs = attrs.evolve(MALI, funds=(*(fund for fund in MALI.funds if fund.name != "ce"), Fund("ce", same("CE"), (limited,))))
    costing = costs.cost(attrs.evolve(COMPLETE, start=day), "ce")

    assert (costing.amounts is not None) == (not costing.problems) == (day in limited.period)
    assert costing == attrs.evolve(costing, amounts=None)


def test_an_estimate_that_nobody_can_make_is_unknown_in_the_trail_of_a_mission_with_a_quote():
    figures = {name: figure for name, figure in MALI.figures.items() if name != "region"}
    region = MALI.figures["region"]
    history = [attrs.evolve(each, rows={key: row for key, row in each.rows.items() if key != ("FR",)}) for each in region.history]
    costs = attrs.evolve(MALI, figures=Figures.of([*figures.values(), attrs.evolve(region, history=history)]))
    costing = costs.cost(COMPLETE, "ce")

    assert costing.amounts is not None
    assert costing.trail == attrs.evolve(costing, amounts=None).trail
    assert next(amount for rule, _, _, amount, _ in costing.trail if rule == "airfare_estimate") is None
    assert costing.units("airfare_estimate") is None
    assert MALI.cost(COMPLETE, "ce").units("airfare_estimate") == 720_000


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
