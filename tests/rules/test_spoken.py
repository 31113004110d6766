"""Templates say what the explainer says, word for word: for every pack, source and language, whatever mission a template was made from."""

import datetime as dt

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core import load_pack
from tokten_core.errors import InputError, UsageError
from tokten_core.money import Money
from tokten_core.rules import MissionFacts
from tokten_core.rules.fast_costs import access_of
from tokten_core.rules.spoken import Voice, in_lines, in_one_line
from tokten_core.testing.facts import mission_facts

COSTS = {name: load_pack(name).costs for name in ("mali", "sudan", "njc", "burkina")}
MALI = COSTS["mali"]
FACTS = MissionFacts("M1", "FR", dt.date(2009, 2, 2), 14, False, 40, Money(650_000, "XOF"), for_profit=True, cost_share=20)
LANGUAGES = ("fr", "en")


@pytest.mark.parametrize("pack", COSTS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_template_says_what_the_explainer_says(pack, data):
    """The templates of a pack are shared by all missions drawn: one that was made from another mission must fit this one."""
    costs = COSTS[pack]
    facts, source = data.draw(mission_facts(costs, holes=data.draw(st.booleans())))
    costing = costs.cost(facts, source)
    if costing.problems:
        return
    for name in (*costs.component_names(source), "total", "source_pays"):
        for lang in LANGUAGES:
            why = costing.explain(name)
            for _ in range(3):
                assert costing.lines(name, lang) == why.lines(lang)
                assert costing.because(name, lang) == why.because(lang)


@pytest.mark.parametrize("source", [None, "ce", "scac"])
def test_missions_of_one_kind_differ_in_their_numbers_alone(source):
    """Twenty missions from France in one winter: after the second, no explainer is asked."""
    kinds = [
        attrs.evolve(FACTS, days=14 + n % 14, teaching_hours=7 * n, airfare=Money(500_000 + 777 * n, "XOF"), cost_share=10 + n)
        for n in range(20)
    ]

    for facts in kinds:
        costing = MALI.cost(facts, source)
        assert costing.explanation("fr") == tuple(line for item in costing.items for line in costing.explain(item.component).lines("fr"))


def a_voice():
    asked = []

    def explain(name, evaluation):
        asked.append(name)
        return MALI.explained(name, evaluation, "ce")

    steps = [MALI.book.step(name) for name in MALI.amount_names("ce")]
    return Voice(steps, access_of(MALI), explain), asked


def test_the_explainer_is_asked_once_for_a_kind_of_mission():
    """Two kinds here: the support cost comes out in whole dollars, or is cut."""
    voice, asked = a_voice()
    kinds, told = set(), []
    for days in range(14, 28):
        facts = attrs.evolve(FACTS, days=days, for_profit=False, cost_share=None)
        read = voice.read(facts, "ce")
        kinds.add(read[0])
        told.append(voice.lines("per_diem", "en", read, lambda facts=facts: MALI.evaluation(facts, "ce"), in_lines))

    assert asked == ["per_diem"] * len(kinds) == ["per_diem"] * 2
    assert told.count(None) == 2 * len(kinds)
    assert {lines[0].split(" ×")[0] for lines in told if lines} <= {
        f"per diem: {20_000 * days:,} FCFA = {days} days".replace(",", " ") for days in range(14, 28)
    }


def test_lines_and_one_line_are_templates_of_their_own():
    voice, _ = a_voice()
    for _ in range(3):
        found = [
            voice.lines("per_diem", "en", voice.read(FACTS, "ce"), lambda: MALI.evaluation(FACTS, "ce"), said)
            for said in (in_lines, in_one_line)
        ]

    assert (len(found[0]), len(found[1])) == (5, 1)


def test_an_unknown_amount_and_a_mission_with_problems_are_refused_each_time():
    for _ in range(3):
        with pytest.raises(UsageError, match="unknown-component"):
            MALI.cost(FACTS, "ce").lines("per_dime")
        with pytest.raises(InputError, match="mission-too-short"):
            MALI.cost(attrs.evolve(FACTS, days=3), "ce").explanation()


def test_an_amount_that_needs_a_source_is_explained_without_one_by_the_explainer():
    for _ in range(3):
        assert "inconnu" in MALI.cost(FACTS).lines("support_cost")[0]


def _spans():
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).parent))
    import test_rules_spans  # type: ignore[import-not-found]

    return test_rules_spans


SPANS = _spans()
BOOKS = [
    SPANS.a_book(SPANS.meals, SPANS.CAD),
    *(
        SPANS.a_book(function)
        for function in (SPANS.by_rank, SPANS.day_by_day, SPANS.day_by_day_with_holes, SPANS.day_by_day_by_thesis, SPANS.parts(1))
    ),
]
CASES = {**SPANS.STAYS, "amount": st.none() | st.integers(0, 10**13), **{f"weight_{n}": st.integers(0, 3) for n in (1, 2, 3)}}


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(BOOKS), st.fixed_dictionaries(CASES), st.sampled_from(LANGUAGES))
def test_bands_days_and_splits_are_said_alike(book, facts, lang):
    worked = book.work_out(facts)

    for _ in range(3):
        assert worked.lines("amount", lang) == worked.explain("amount").lines(lang)
