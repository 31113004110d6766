"""A law that does not hold is told as a table that an official reads; laws hold on drawn histories and drawn facts too."""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core.plugins import load_pack
from tokten_core.rules.book import RuleBook
from tokten_core.rules.evaluate import Evaluation, Unknown
from tokten_core.rules.plain import ABSENT
from tokten_core.testing import laws
from tokten_core.testing.counterexamples import LawBroken
from tokten_core.testing.facts import cases, mission_facts, parameter_sets
from tokten_core.testing.recompute import recomputed
from tokten_core.testing.witness import OPEN, Witness

sys.path.insert(0, str(Path(__file__).parent / "faulty_packs"))

import faults

MALI = load_pack("mali").costs


def test_a_counter_example_reads_as_a_table_and_an_explanation():
    book = faults.longer_is_cheaper().costs.book

    with pytest.raises(LawBroken) as told:
        laws.longer_never_cheaper(book, "meals")

    assert str(told.value).splitlines() == [
        "meals: 11 days cost less than 10",
        "  a plain case, except",
        "    days of mission = 11 days (plain: 14 days)",
        "    last day = 2021-01-11 (plain: 2021-01-14)",
        "  10 = 50 010 FCFA",
        "  11 = 41 261 FCFA",
        "  meals: 41 261 FCFA = 11 days × 3 751 FCFA/day [Decree 7]",
        "    set aside: 5 001 FCFA/day (meal)",
        "    long stay: 11 days, since 2020-01-01 [Decree 7]",
        "    meal of a long stay: 3 751 FCFA/day, since 2020-01-01 [Decree 7]",
    ]


def test_parts_that_do_not_add_up_are_told_with_each_side():
    with pytest.raises(LawBroken, match=r"total is not the sum of per_diem, airfare\n  a plain case\n  total = 825 000 FCFA"):
        laws.parts_add_up(MALI, whole="total", parts=("per_diem", "airfare"))


def test_each_law_is_one_line_and_holds_on_mali():
    laws.parts_add_up(MALI, whole="total", parts=("beneficiary_share", "source_pays"))
    laws.ceiling_respected(MALI, "beneficiary_share", "total")
    laws.unchanged_by(MALI, "per_diem", "lodging_nights", "teaching_hours", "airfare")
    laws.shares_sum(MALI)
    laws.currency_kept(MALI)


def test_shares_that_do_not_add_up_are_told_payer_by_payer():
    with pytest.raises(LawBroken, match=r"the shares do not add up to the total\n") as told:
        laws.shares_sum(faults.shares_too_much().costs)

    assert told.value.thing == "shares"
    assert "  beneficiary = " in str(told.value)


def test_a_line_in_another_currency_is_told_with_both():
    with pytest.raises(LawBroken, match="fee_line is in USD, while the programme counts in XOF"):
        laws.currency_kept(faults.line_in_dollars().costs)


def test_a_currency_is_kept_by_the_amounts_that_are_named():
    laws.currency_kept(faults.line_in_dollars().costs, "per_diem", "total")


def test_a_fact_that_an_amount_reads_changes_it():
    with pytest.raises(LawBroken, match="per_diem changes with thesis_supervision"):
        laws.unchanged_by(MALI, "per_diem", "thesis_supervision")


@settings(max_examples=60)
@given(mission_facts(MALI))
def test_a_drawn_mission_is_within_the_rules(mission):
    assert MALI.cost(*mission).problems == ()


@settings(max_examples=15)
@given(parameter_sets(MALI.figures), st.data())
def test_on_any_history_of_the_figures_the_readers_agree(figures, data):
    """Values, gaps and abolished figures that no country has written yet."""
    book = RuleBook(figures, MALI.rules, MALI.book.facts)
    facts = data.draw(cases(MALI.book))
    evaluation, fast, witness = Evaluation(facts), book.fast.amounts(facts), Witness(book, facts)

    for number, (name, step) in enumerate(book.steps.items()):
        value, plainly = evaluation.value(step), witness.amount(name)
        if fast is not None:
            assert fast[number] == (None if isinstance(value, Unknown) else value)
        assert plainly is OPEN or (isinstance(value, Unknown) if plainly is ABSENT else value == plainly)


@pytest.mark.parametrize(
    ("lang", "reason", "amount"),
    [
        ("en", "1 000 000 FCFA − 14 days × 20 000 FCFA/day − 0 hours × 2 250 FCFA/hour", 720_000),
        ("fr", "7 % de 876 025 FCFA = 61 321,75, arrondi au plus proche, la moitié au pair, car bailleur = EU", 61_322),
        ("en", "7 % of 876 025 FCFA ÷ 400 FCFA/USD = 153.304375 USD, cut towards zero to a multiple of 1 USD", 153),
        ("en", "the least of 13 nights × 8 000 FCFA/night; 150 000 FCFA", 104_000),
        ("en", "3 days × (100 FCFA + 2 FCFA)", 306),
        ("en", "quoted airfare", None),
    ],
)
def test_the_arithmetic_of_an_explanation_is_read_from_its_words(lang, reason, amount):
    assert recomputed(reason, lang) == amount


def test_a_fraction_that_is_not_the_one_rounded_is_seen():
    assert recomputed("7 % of 100 FCFA = 7.5, rounded to nearest, a half to even", "en") == -1
