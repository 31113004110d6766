"""The generated function and the exact reader give the same amounts; where the function gives none, only the exact reader speaks."""

import datetime as dt
import sys
from itertools import product
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core.rules.access import BY_NAME, Stretches
from tokten_core.rules.compiled import compiled
from tokten_core.rules.evaluate import Evaluation
from tokten_core.rules.trails import fast_maker, traced

sys.path.insert(0, str(Path(__file__).parents[1] / "properties"))
sys.path.insert(0, str(Path(__file__).parent))
import test_cost_rules as drawn  # type: ignore[import-not-found]
import test_rules_spans as spans  # type: ignore[import-not-found]

SPANS = [spans.meals, spans.by_rank, spans.day_by_day, spans.day_by_day_with_holes, spans.day_by_day_by_thesis,
         spans.parts(0), spans.parts(2)]  # fmt: skip
BOOKS = [spans.a_book(function, spans.CAD if function is spans.meals else spans.XOF) for function in SPANS]
READ = [(book.step("amount"), compiled([book.step("amount")])) for book in BOOKS]
CASES = {**spans.STAYS, "amount": st.none() | st.integers(0, 10**13), **{f"weight_{n}": st.integers(0, 50) for n in (1, 2, 3)}}


@settings(max_examples=400)
@given(drawn.amounts(4), drawn.missions())
def test_any_rule_has_the_same_amount_in_the_generated_function(function, facts):
    step = drawn.step_of(function)
    found = compiled([step]).amounts(facts)

    assert found is None or found == (Evaluation(facts).amount(step),)


@settings(max_examples=300)
@given(drawn.amounts(3), drawn.missions(complete=True).map(lambda facts: {**facts, "start": drawn.CHANGES[1]}))
def test_a_complete_mission_never_needs_the_exact_reader(function, facts):
    assert compiled([drawn.step_of(function)]).amounts(facts) is not None


@settings(max_examples=400)
@given(st.sampled_from(READ), st.fixed_dictionaries(CASES))
def test_spans_and_splits_have_the_same_amounts_in_the_generated_function(read, facts):
    step, fast = read
    found = fast.amounts(facts)

    assert found is None or found == (Evaluation(facts).amount(step),)


GIVEN = frozenset({"days", "for_profit", "thesis_supervision"})
BY_STRETCH = attrs.evolve(
    BY_NAME,
    read=lambda name: name if name in GIVEN else BY_NAME.read(name),
    stretches=Stretches("start", "facts.get('start')", dt.date(1900, 1, 1), dt.date(2100, 1, 1), given=GIVEN),
)


@settings(max_examples=400)
@given(drawn.amounts(4), drawn.missions())
def test_any_rule_has_the_same_amount_in_the_function_of_a_stretch_of_days(function, facts):
    """What depends on the figures of the day and on facts that are known beforehand is worked out before the function is entered."""
    step = drawn.step_of(function)
    fast = fast_maker([step], BY_STRETCH)(**{name: facts.get(name) for name in GIVEN})
    found = fast.amounts(facts)

    assert found is None or found == (Evaluation(facts).amount(step),)
    assert found is None or fast.trail(facts, found) in {None, (traced(step, Evaluation(facts)),)}


BOTH = drawn.both(drawn.all_of, drawn.TRUTH_LEAVES[1], drawn.TRUTH_LEAVES[2])
THESIS, ALL_DAYS = drawn.AMOUNT_LEAVES[1:]
IN_DOLLARS = drawn.share_of(drawn.half_even, drawn.through_dollars(ALL_DAYS))
SHARED = {
    "a branch twice": drawn.choice(BOTH, THESIS, THESIS),
    "a choice in both branches": drawn.choice(BOTH, *[drawn.choice(BOTH, THESIS, IN_DOLLARS)] * 2),
    "a fraction in two branches": drawn.choice(
        BOTH, drawn.share_of(drawn.down, ALL_DAYS), drawn.choice(drawn.TRUTH_LEAVES[0], drawn.share_of(drawn.up, ALL_DAYS), THESIS)
    ),
    "a part of one branch in its own condition": drawn.choice(drawn.both(drawn.at_least, THESIS, ALL_DAYS), THESIS, IN_DOLLARS),
}


@pytest.mark.parametrize("access", [BY_NAME, BY_STRETCH], ids=["by name", "by stretch"])
@pytest.mark.parametrize("function", SHARED.values(), ids=SHARED)
def test_what_branches_share_is_there_in_each(function, access):
    step = drawn.step_of(function)
    for days, *truths in product([None, 9], [None, False, True], [None, False, True], [None, False, True]):
        facts = {
            "start": drawn.CHANGES[1],
            "days": days,
            **dict(zip(("for_profit", "committee_consulted", "thesis_supervision"), truths, strict=True)),
        }
        found = (
            compiled([step], access).given(**{name: facts.get(name) for name in GIVEN})(facts)
            if access is BY_STRETCH
            else compiled([step]).amounts(facts)
        )

        assert found == (Evaluation(facts).amount(step),) or (found is None and None in facts.values())


def test_a_book_gives_its_function_to_read():
    """Whoever asks about an amount can send the arithmetic that made it."""
    source = spans.a_book(spans.day_by_day).source()

    assert source.startswith("def amounts(facts):")
    assert "f_days = get('days')" in source
