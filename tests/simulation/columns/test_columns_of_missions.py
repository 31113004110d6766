"""Columns give what the scalar rules give, amount by amount, unknown for unknown and refusal for refusal."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core.errors import UsageError
from tokten_core.money import Money
from tokten_core.plugins import load_pack
from tokten_core.rules import MissionFacts
from tokten_core.simulation.columns import FactColumns, columns_of_missions, work_out

COSTS = load_pack("mali").costs
NAMES = [name for name, step in COSTS.steps.items() if step.rule.problem is None]
DAYS = [dt.date(2008, 8, 31), dt.date(2008, 9, 1), dt.date(2009, 3, 1), dt.date(2009, 6, 30), dt.date(2010, 12, 31), dt.date(2011, 8, 31), dt.date(2011, 9, 1)]  # fmt: skip
MISSIONS = st.builds(
    MissionFacts,
    id=st.just("M"),
    residence=st.sampled_from([None, "FR", "US", "SN", "CN", "ML", "XX", "CA"]),
    start=st.none() | st.sampled_from(DAYS) | st.dates(dt.date(2008, 1, 1), dt.date(2012, 1, 1)),
    days=st.none() | st.integers(0, 40),
    thesis_supervision=st.none() | st.booleans(),
    teaching_hours=st.none() | st.integers(0, 300),
    airfare=st.none() | st.builds(Money, st.integers(0, 3_000_000), st.sampled_from(["XOF", "EUR", "USD"])),
    lodging_nights=st.none() | st.integers(0, 40),
    for_profit=st.none() | st.booleans(),
    cost_share=st.none() | st.integers(5, 55),
    committee_consulted=st.none() | st.booleans(),
    mode=st.sampled_from(["on_site", "hybrid", "online"]),
)
"""Facts as they come, some against the rules, and (below) facts as they should be, so that amounts occur."""
SOUND = st.builds(
    MissionFacts,
    id=st.just("M"),
    residence=st.sampled_from(["FR", "US", "SN", "CN"]),
    start=st.dates(dt.date(2008, 9, 1), dt.date(2011, 8, 31)),
    days=st.integers(14, 28),
    thesis_supervision=st.none() | st.booleans(),
    teaching_hours=st.none() | st.integers(0, 140),
    airfare=st.none() | st.builds(Money, st.integers(0, 3_000_000), st.sampled_from(["XOF", "EUR"])),
    for_profit=st.just(True),
    cost_share=st.integers(10, 50),
)


def scalar(facts, source):
    """The amounts of one mission by the scalar evaluator; none where it has problems."""
    problems = COSTS.problems(facts, source)
    evaluation = COSTS.evaluation(facts, source)
    return problems, {name: None if problems else evaluation.amount(COSTS.steps[name]) for name in NAMES}


@settings(max_examples=60, deadline=None)
@given(st.lists(MISSIONS | SOUND, min_size=1, max_size=20), st.sampled_from([None, *COSTS.sources]), st.booleans())
def test_columns_give_what_the_scalar_rules_give(missions, source, narrow):
    found = work_out(COSTS, columns_of_missions(COSTS, missions, source), amounts=NAMES, narrow=narrow)

    for row, facts in enumerate(missions):
        problems, expected = scalar(facts, source)
        assert (found.problem_rows is not None and bool(found.problem_rows[row])) == bool(problems)
        for name in NAMES:
            unknown = found.unknown(name)
            value = None if unknown is not None and unknown[row] else int(found.units(name)[row])
            assert value == expected[name], (name, facts)
            assert (found.reason(row, name) is None) == (value is not None)
        assert [problem.says for problem in found.problems(row)] == [problem.says for problem in problems]


def test_amounts_that_happen_to_be_equal_are_unknown_each_in_its_own_rows():
    """Half of a per diem and its rest are both 140 000 here, and the rest is unknown where the hours are: that takes nothing from the half."""
    known = MissionFacts("M", "FR", dt.date(2008, 9, 1), 14, False, None, None, for_profit=True, cost_share=10)
    bare = MissionFacts("M", None, None, None, None, 0)
    for missions, row in (([known, bare], 0), ([bare, known], 1), ([known], 0)):
        found = work_out(COSTS, columns_of_missions(COSTS, missions, None), amounts=["first_instalment", "second_instalment"])

        assert found.units("first_instalment")[row] == found.total("first_instalment") == 140_000
        assert found.reason(row, "first_instalment") is None
        assert found.reason(row, "second_instalment") is not None
        assert found.total("second_instalment") == 0


def test_blocks_of_any_size_and_32_or_64_bits_agree():
    rng = np.random.default_rng(7)
    missions = [
        MissionFacts("M", "FR", dt.date(2008, 9, 1) + dt.timedelta(days=int(rng.integers(0, 1000))), int(rng.integers(14, 29)), bool(rng.random() < 0.3),
                     None if rng.random() < 0.1 else int(rng.integers(0, 100)), for_profit=True, cost_share=int(rng.integers(10, 51)))
        for _ in range(200)
    ]  # fmt: skip
    columns = columns_of_missions(COSTS, missions, "ce")
    whole = work_out(COSTS, columns)

    for other in (work_out(COSTS, columns, block=7), work_out(COSTS, columns, block=16), work_out(COSTS, columns, narrow=False)):
        for name in whole.names:
            assert (other.units(name) == whole.units(name)).all()
            assert ((other.unknown(name) if other.unknown(name) is not None else False) == (whole.unknown(name) if whole.unknown(name) is not None else False)).all() if whole.unknown(name) is not None else other.unknown(name) is None  # fmt: skip
        assert whole.total("total") == sum(whole.units("total").tolist())


@pytest.mark.parametrize("source", [None, "ce"])
def test_a_mission_without_any_fact_has_no_amount_and_a_reason(source):
    found = work_out(COSTS, columns_of_missions(COSTS, [MissionFacts("M")], source))

    assert found.unknown("total").all()
    assert "missing" in found.reason(0, "total").en


def test_no_missions_have_no_amounts():
    assert work_out(COSTS, columns_of_missions(COSTS, [])).total("total") == 0


def test_a_mission_that_does_not_say_how_it_is_held_is_on_site():
    columns = FactColumns.of(COSTS, {"start": [dt.date(2009, 3, 1)], "days": [14], "thesis_supervision": [False]})

    assert work_out(COSTS, columns).units("per_diem").tolist() == [280_000]


def test_what_follows_from_other_columns_is_not_given():
    with pytest.raises(UsageError, match="column-derived"):
        FactColumns.of(COSTS, {"start": [dt.date(2009, 3, 1)], "month": [4]})
