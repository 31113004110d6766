"""What a stay is paid under Canada's travel directive: cases a lawyer can read, every text named, a programme that is honest about what it lacks."""

import datetime as dt

import pytest

from tokten_core.plugins import check, load_pack
from tokten_core.rules import MissionFacts
from tokten_njc.costs import FACTS, RULES
from tokten_njc.figures import FIGURES
from tokten_njc.texts import TEXTS

PACK = load_pack("njc")
CASES = PACK.cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_gives_what_its_text_says(case):
    assert case.differences(PACK.costs) == ()


def test_each_requirement_has_a_case_and_each_fact_is_used():
    told = {code for case in CASES for code in case.problems}

    assert {rule.problem.code for rule in RULES if rule.problem} <= told
    assert {name for case in CASES for name in case.facts.more} == {kind.name for kind in FACTS}


def test_every_rule_and_figure_names_a_text_and_what_is_ours_is_told():
    assert all(source in TEXTS for rule in RULES for source in rule.text)
    for parameter in FIGURES.values():
        for version in parameter.history:
            assert version.source in TEXTS
            assert parameter.reading or not version.source.inferred or not version.rows, parameter.name


def test_the_programme_has_a_card_and_its_texts_and_claims_no_records():
    programme = PACK.programme()

    assert (programme.card.pack, programme.card.country, programme.sources) == ("njc", PACK.country, TEXTS)
    assert programme.missions == programme.budget_lines == ()
    assert check(programme).findings == ()


@pytest.mark.parametrize(("days", "meals", "all_in"), [(1, 149_55, 197_41), (31, 112_16, 148_05), (121, 74_78, 110_67)])
def test_one_more_day_in_each_band_is_what_the_row_prints(days, meals, all_in):
    """Saint Kitts and Nevis, 1 July 2021, commercial lodging: the printed row is the oracle of the shares that were worked out of it."""
    facts = {"destination": "KN", "lodging_kind": "commercial", "meals_provided": "none"}
    before, after = (PACK.costs.cost(MissionFacts("M", start=dt.date(2021, 7, 1), days=count, more=facts)) for count in (days - 1, days))

    assert (added(before, after, "meals"), added(before, after, "total")) == (meals, all_in)


def added(before, after, name):
    return after.explain(name).value - before.explain(name).value
