"""
Laws of the rule engine: whatever a rule says, its readers agree, and nothing unknown becomes a number.

Rules are drawn at random and run in two ways: traced once on symbols and evaluated, and simply run on plain numbers, which shares nothing
with the symbols but the author's function. Where the plain run meets something unknown that decides, the evaluator must not have a value
either, unless another part decides.
"""

# ruff: noqa: ARG005 - a rule takes the mission and the figures, used or not

import datetime as dt
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core.explain import Explained
from tokten_core.money import HALF_EVEN
from tokten_core.parameters import Dated, Figures, Key, Parameter
from tokten_core.rules import (
    all_of,
    any_of,
    at_least,
    at_most,
    choose,
    convert,
    convert_back,
    cost_rule,
    down,
    first_known,
    greatest,
    half_even,
    half_up,
    known,
    least,
    not_,
    percent,
    up,
)
from tokten_core.rules.evaluate import Evaluation, Unknown
from tokten_core.rules.facts import mission_facts
from tokten_core.rules.plain import ABSENT
from tokten_core.rules.sentences import explained
from tokten_core.rules.tracing import trace
from tokten_core.sources import Source
from tokten_core.text import same
from tokten_core.units import DAY, PERCENT, TRUTH, money_unit

XOF, USD = money_unit("XOF"), money_unit("USD")
TEXT = Source(id="text", document=same("Text"))
FACTS = mission_facts("XOF", ("EUR", "USD"), ("ce",))
CHANGES = [dt.date(2008, 9, 1), dt.date(2009, 9, 1), dt.date(2010, 9, 1)]
RATE = Parameter(
    "rate",
    same("rate"),
    XOF.per(DAY),
    [Dated(day, TEXT, {False: 100 + n, True: 201 + n}) for n, day in enumerate(CHANGES)],
    keys=[Key("thesis", TRUTH, same("thesis"))],
)
SHARE = Parameter("share", same("share"), PERCENT, [Dated(day, TEXT, 7 + n) for n, day in enumerate(CHANGES)])
DOLLAR = Parameter("dollar", same("dollar"), XOF.per(USD), [Dated(day, TEXT, 400 + n) for n, day in enumerate(CHANGES)])
STEP = Parameter("whole", same("whole"), USD, [Dated(CHANGES[0], TEXT, 100)])
FIGURES = Figures.of([RATE, SHARE, DOLLAR, STEP])

# An expression is drawn as a function of mission and figures, so that it runs on symbols and on numbers alike.
AMOUNT_LEAVES = [
    lambda m, f: m.airfare,
    lambda m, f: m.days * f.rate.on(m.start, thesis=m.thesis_supervision),
    lambda m, f: m.days * f.rate.on(m.start, thesis=True),
]
TRUTH_LEAVES = [lambda m, f: m.thesis_supervision, lambda m, f: m.for_profit, lambda m, f: m.committee_consulted]


def both(word, first, second):
    return lambda m, f: word(first(m, f), second(m, f))


def share_of(rounding, amount):
    return lambda m, f: rounding(amount(m, f) * percent(f.share.on(m.start)))


def through_dollars(amount):
    def rule(mission, figures):
        rate = figures.dollar.on(mission.start)
        return convert(convert_back(amount(mission, figures), rate, HALF_EVEN, to=figures.whole.on(mission.start)), rate, HALF_EVEN)

    return rule


def choice(condition, yes, no):
    return lambda m, f: choose(condition(m, f), yes(m, f), no(m, f))


def amounts(depth):
    if depth == 0:
        return st.sampled_from(AMOUNT_LEAVES)
    inner, truth = amounts(depth - 1), truths(depth - 1)
    binary = st.sampled_from([lambda a, b: a + b, lambda a, b: a - b, least, greatest, first_known])
    return st.one_of(
        inner,
        st.builds(both, binary, inner, inner),
        st.builds(share_of, st.sampled_from([half_even, half_up, down, up]), inner),
        st.builds(through_dollars, inner),
        st.builds(choice, truth, inner, inner),
    )


def truths(depth):
    if depth == 0:
        return st.sampled_from(TRUTH_LEAVES)
    inner, amount = truths(depth - 1), amounts(depth - 1)
    return st.one_of(
        inner,
        st.builds(both, st.sampled_from([all_of, any_of]), inner, inner),
        st.builds(lambda part: lambda m, f: not_(part(m, f)), inner),
        st.builds(lambda part: lambda m, f: known(part(m, f)), amount),
        st.builds(both, st.sampled_from([at_least, at_most]), amount, amount),
    )


@st.composite
def missions(draw, *, complete=False):
    hole = st.nothing() if complete else st.none()
    return {
        "start": draw(st.sampled_from([day + dt.timedelta(days=shift) for day in CHANGES for shift in (-1, 0, 1)][1:])),
        "days": draw(hole | st.integers(0, 60)),
        "airfare": draw(hole | st.integers(0, 10**12)),
        "thesis_supervision": draw(hole | st.booleans()),
        "for_profit": draw(hole | st.booleans()),
        "committee_consulted": draw(hole | st.booleans()),
    }


class PlainMission:
    """The facts as plain numbers; what is unknown is ABSENT."""

    def __init__(self, facts):
        self._facts = facts

    def __getattr__(self, name):
        value = self._facts.get(name)
        return ABSENT if value is None else value


class PlainFigure:
    def __init__(self, parameter):
        self._parameter = parameter

    def on(self, day, **keys):
        return ABSENT if ABSENT in keys.values() else self._parameter.on(day, **keys)


class PlainFigures:
    def __getattr__(self, name):
        return PlainFigure(FIGURES[name])


def step_of(function):
    return trace([cost_rule(text=TEXT, en="amount", fr="montant", unit=XOF, name="amount")(function)], FIGURES, FACTS)["amount"]


@settings(max_examples=300)
@given(amounts(4), missions(complete=True))
def test_the_evaluator_gives_what_the_authors_function_gives_on_plain_numbers(function, facts):
    assert Evaluation(facts).value(step_of(function)) == function(PlainMission(facts), PlainFigures())


@settings(max_examples=300)
@given(amounts(4), missions())
def test_where_the_plain_run_completes_with_holes_the_evaluator_agrees(function, facts):
    try:
        plainly = function(PlainMission(facts), PlainFigures())
    except (LookupError, TypeError):  # it stumbled over something unknown: the evaluator may know more, never something else
        return
    value = Evaluation(facts).value(step_of(function))

    assert isinstance(value, Unknown) if plainly is ABSENT else value == plainly


@settings(max_examples=200)
@given(amounts(4), missions(), st.data())
def test_what_is_known_with_holes_stays_the_same_once_they_are_filled(function, facts, data):
    """An amount that exists before all is known was decided by what is known; `known` itself may change, so it is left out."""
    step = step_of(function)
    before = Evaluation(facts).value(step)
    names = [name for name, value in facts.items() if value is None]
    filled = {**facts, **{name: data.draw(st.booleans() if name not in {"days", "airfare"} else st.integers(0, 99)) for name in names}}
    asks = {"Known", "first_known"} & set(_words(step))

    if not isinstance(before, Unknown) and not asks:
        assert Evaluation(filled).value(step) == before


def _words(node):
    from tokten_core.rules.nodes import Word, parts_of

    yield node.name if isinstance(node, Word) else type(node).__name__
    for part in parts_of(node):
        yield from _words(part)


@settings(max_examples=200)
@given(amounts(4), missions())
def test_everything_is_explained_in_both_languages_and_the_explanation_holds_the_amount(function, facts):
    step, evaluation = step_of(function), Evaluation(facts)
    value, why = evaluation.value(step), explained(step, evaluation)

    assert why.value == (None if isinstance(value, Unknown) else value)
    assert all(why.lines("en"))
    assert len(why.lines("fr")) == len(why.lines("en"))
    assert all(isinstance(row, Explained) for _, row in why.rows())


@given(amounts(3), missions())
def test_tracing_twice_gives_the_same_value(function, facts):
    assert Evaluation(facts).value(step_of(function)) == Evaluation(facts).value(step_of(function))


@given(st.integers(-(10**9), 10**9), st.sampled_from([half_even, half_up, down, up]))
def test_a_rounding_is_never_a_whole_unit_off(francs, rounding):
    def rule(mission, figures):
        return rounding(mission.airfare * percent(figures.share.on(mission.start)))

    value = Evaluation({"airfare": francs, "start": CHANGES[0]}).value(step_of(rule))

    assert isinstance(value, int)
    assert abs(value - Fraction(francs * 7, 100)) < 1
