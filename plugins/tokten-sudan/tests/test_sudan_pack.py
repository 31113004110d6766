"""What Sudan's pages ask of an expert: cases a lawyer can read, every text named, a programme that is honest about what it lacks."""

import datetime as dt

import pytest

from tokten_core.plugins import check, load_pack
from tokten_core.rules import MissionFacts
from tokten_sudan.costs import FACTS, RULES
from tokten_sudan.figures import FIGURES
from tokten_sudan.texts import TEXTS

PACK = load_pack("sudan")
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

    assert (programme.card.pack, programme.card.country, programme.sources) == ("sudan", PACK.country, TEXTS)
    assert programme.missions == programme.budget_lines == ()
    assert check(programme).findings == ()


def test_no_allowance_is_published_and_the_reason_is_told_in_both_languages():
    """Missing is never zero: the fee is a known zero, the allowances are not."""
    costing = PACK.costs.cost(CASES[0].facts)

    assert {line.component: line.amount for line in costing.items} == {"per_diem": None, "airfare": None, "lodging": None, "fee": 0}
    assert "speak of specified allowances and publish no amount" in costing.lines("per_diem", "en")[0]
    assert "parlent d'indemnités déterminées et ne publient aucun montant" in costing.lines("per_diem", "fr")[0]


def test_a_requirement_says_what_is_allowed_in_both_languages():
    (problem,) = PACK.costs.cost(MissionFacts("M", start=dt.date(2012, 2, 1), days=85)).problems

    assert problem.say("en").startswith("M.days: an assignment of 85 days. Allowed: at most 84 days.")
    assert problem.say("fr").startswith("M.days : une mission de 85 jours. Admis : au plus 84 jours.")
