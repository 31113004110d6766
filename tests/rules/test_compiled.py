"""The generated function and the exact reader give the same amounts; where the function gives none, only the exact reader speaks."""

import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core.rules.compiled import compiled
from tokten_core.rules.evaluate import Evaluation

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


def test_a_book_gives_its_function_to_read():
    """Whoever asks about an amount can send the arithmetic that made it."""
    source = spans.a_book(spans.day_by_day).source()

    assert source.startswith("def amounts(facts):")
    assert "f_days = get('days')" in source
