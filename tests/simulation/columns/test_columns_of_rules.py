"""Columns against the scalar evaluator: drawn expressions, words of the rules, halves, refusals of what is wrong, drawn futures."""

# ruff: noqa: ARG005 - a rule takes the mission and the figures, used or not

import datetime as dt
import importlib.util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core.errors import UsageError
from tokten_core.rules import choose, cost_rule, down, half_even, half_up, percent, split, up
from tokten_core.rules.book import RuleBook
from tokten_core.rules.evaluate import Unknown
from tokten_core.simulation.columns import Draws, FactColumns, work_out, work_out_scenarios


def neighbour(path):
    spec = importlib.util.spec_from_file_location(Path(path).stem, Path(__file__).parents[2] / path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


drawn_rules = neighbour("properties/test_cost_rules.py")
spans = neighbour("rules/test_rules_spans.py")


def a_book(function):
    rule = cost_rule(text=drawn_rules.TEXT, en="amount", fr="montant", unit=drawn_rules.XOF, name="amount")(function)
    return RuleBook(drawn_rules.FIGURES, (rule,), drawn_rules.FACTS)


def agree(book, rows, **options):
    names = dict.fromkeys(name for row in rows for name in row)
    columns = FactColumns.of(book, {name: [row.get(name) for row in rows] for name in names})
    found = work_out(book, columns, **options)
    for number, row in enumerate(rows):
        worked = book.work_out(row)
        for name in found.names:
            unknown, refused = found.unknown(name), found.refused(name)
            value = None if unknown is not None and unknown[number] else int(found.units(name)[number])
            assert value == worked.units(name), row
            scalar = worked.evaluation.value(book.step(name))
            assert (refused is not None and bool(refused[number])) == (isinstance(scalar, Unknown) and scalar.refused)
            assert found.reason(number, name) == worked.unknown(name)


@settings(max_examples=150, deadline=None)
@given(drawn_rules.amounts(3), st.lists(drawn_rules.missions(), min_size=1, max_size=8), st.sampled_from([1, 7, 32_768]), st.booleans())
def test_columns_give_what_the_evaluator_gives_for_any_expression(function, rows, block, narrow):
    agree(a_book(function), rows, block=block, narrow=narrow)


WEIGHTED = st.fixed_dictionaries(
    {**spans.STAYS, "start": st.none() | spans.STAYS["start"], "months": st.none() | st.integers(0, 5), "amount": st.none() | st.integers(0, 10**13)}
    | {f"weight_{n}": st.none() | st.integers(0, 50) for n in (1, 2, 3)}
)  # fmt: skip
WORDS = {
    "by_rank": spans.by_rank,
    "day_by_day": spans.day_by_day,
    "with_holes": spans.day_by_day_with_holes,
    "by_thesis": spans.day_by_day_by_thesis,
    "late": lambda m, f: spans.by_band(m.days, f.late.on(m.start)),
    "monthly": lambda m, f: spans.by_band(m.months, f.monthly.on(m.start)),
    "first_part": spans.parts(0),
    "last_part": spans.parts(2),
    "mirrored": lambda m, f: split(m.amount - m.amount - m.amount, m.weight_1, m.weight_2, m.weight_3)[1],
    "in_force": lambda m, f: choose(f.stopped.in_force(m.start), m.amount, 0),
}


@pytest.mark.parametrize("name", [*WORDS, "meals"])
@settings(max_examples=40, deadline=None)
@given(rows=st.lists(WEIGHTED, min_size=1, max_size=8))
def test_columns_give_what_the_evaluator_gives_for_each_word(name, rows):
    agree(spans.a_book(spans.meals, spans.CAD) if name == "meals" else spans.a_book(WORDS[name]), rows)


@pytest.mark.parametrize("rounding", [half_even, half_up, down, up])
@pytest.mark.parametrize("sign", [1, -1, 0])
def test_halves_on_even_and_on_odd_quotients_are_rounded_by_name(rounding, sign):
    """Half of every number from nought: each odd one is a half, on even and on odd quotients; below nought, above it, and on both sides."""
    sizes = {
        1: lambda m, f: m.amount,
        -1: lambda m, f: 0 * m.amount - m.amount,
        0: lambda m, f: m.amount - m.weight_1 * f.per_diem.on(m.start),
    }
    book = spans.a_book(lambda m, f: rounding(sizes[sign](m, f) * percent(f.share.on(m.start, stay=m.days))))
    first = 19_990 if sign == 0 else 0

    for lengths in ((1, 31, 121), (31,), (121,)):
        agree(
            book,
            [
                {"start": spans.START, "days": days, "amount": amount, "weight_1": 1}
                for days in lengths
                for amount in range(first, first + 20)
            ],
        )


def test_everything_wrong_in_columns_is_told_at_once_with_its_place():
    with pytest.raises(UsageError) as caught:
        FactColumns.of(
            spans.FACTS,
            {"days": np.array([14, -1, 3]), "rank": ["a", "d", 4], "thesis": [True, 1, None], "dyas": [1, 2, 3], "amount": np.array([1.0, 2, 3]), "months": [1]},
        )  # fmt: skip

    told = {(problem.place, problem.code) for problem in caught.value.problems}
    assert told == {
        ("dyas", "fact-unknown"),
        ("months", "column-length"),
        ("days[1]", "mission-fact"),
        ("rank[1]", "fact-unknown-code"),
        ("rank[2]", "mission-fact"),
        ("thesis[1]", "mission-fact"),
        ("amount", "column-type"),
    }
    assert "did you mean days" in str(caught.value)


def test_three_bad_rows_of_a_million_are_named():
    days = np.full(1_000_000, 14)
    days[[3, 500_000, 999_999]] = -1

    with pytest.raises(UsageError) as caught:
        FactColumns.of(spans.FACTS, {"days": days})

    assert [problem.place for problem in caught.value.problems] == ["days[3]", "days[500000]", "days[999999]"]


def test_what_could_pass_64_bits_is_refused_before_anything_is_worked_out():
    book = a_book(lambda m, f: m.airfare + m.airfare)

    with pytest.raises(UsageError, match="column-overflow"):
        work_out(book, FactColumns.of(book, {"airfare": [2**62 + 1]}))


def test_codes_may_come_as_places_in_a_list():
    columns = FactColumns.of(spans.FACTS, {"rank": (np.array([0, -1, 1]), ["b", "a"])})

    assert [columns.row(row)["rank"] for row in range(3)] == ["b", None, "a"]


def test_a_drawn_figure_takes_the_place_of_the_text_and_a_given_amount_that_of_its_rule():
    book = spans.a_book(spans.day_by_day)
    columns = FactColumns.of(book, {"start": [dt.date(1990, 1, 1)] * 2, "days": [3, 4]})

    assert work_out(book, columns, given={"amount": [5, 6]}).units("amount").tolist() == [5, 6]
    flat = spans.a_book(lambda m, f: m.days * f.per_diem.on(m.start))
    assert work_out(flat, columns, drawn={"per_diem": [10, 20]}).units("amount").tolist() == [30, 80]
    with pytest.raises(UsageError, match="did you mean per_diem"):
        work_out(flat, columns, drawn={"per_deim": [1, 2]})


@pytest.mark.parametrize("block", [1, 7, None])
def test_scenarios_add_up_to_what_each_gives_alone(block):
    book = spans.a_book(lambda m, f: half_even((m.days * f.per_diem.on(m.start)) * percent(f.share.on(m.start, stay=m.days))) + m.amount)
    facts = {"start": [spans.START] * 5, "days": [1, 31, 31, 121, 1], "amount": [1, None, 3, 4, 5]}
    rng, by = np.random.default_rng(1), np.array([2, 0, 2, 0, 1])
    rate, amount = rng.integers(1, 99, 20), rng.integers(0, 50, (20, 5))

    found = work_out_scenarios(book, FactColumns.of(book, facts), Draws(figures={"per_diem": rate}), 20, by=by, block=block)
    both = work_out_scenarios(
        book, FactColumns.of(book, facts), lambda a, b: Draws({"amount": amount[a:b]}, {"per_diem": rate[a:b]}), 20, by=by, block=block
    )
    for scenario in range(20):
        alone = work_out(book, FactColumns.of(book, facts), drawn={"per_diem": [int(rate[scenario])] * 5}).units("amount")
        assert found.totals("amount")[scenario].tolist() == [int(alone[by == group].sum()) for group in range(3)]
        assert found.without("amount")[scenario].tolist() == [1, 0, 0]
        filled = FactColumns.of(book, {**facts, "amount": amount[scenario]})
        alone = work_out(book, filled, drawn={"per_diem": [int(rate[scenario])] * 5}).units("amount")
        assert both.totals("amount")[scenario].tolist() == [int(alone[by == group].sum()) for group in range(3)]


def test_a_draw_of_another_shape_or_name_is_refused():
    book = spans.a_book(lambda m, f: m.days * f.per_diem.on(m.start))
    columns = FactColumns.of(book, {"start": [spans.START], "days": [1]})

    with pytest.raises(UsageError, match="scenario-shape"):
        work_out_scenarios(book, columns, Draws(figures={"per_diem": np.ones(3, int)}), 2)
    with pytest.raises(UsageError, match="did you mean days"):
        work_out_scenarios(book, columns, Draws(facts={"day": np.ones(2, int)}), 2)
