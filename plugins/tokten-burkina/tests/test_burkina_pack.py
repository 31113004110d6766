"""What a mission inside Burkina Faso is paid: cases a lawyer can read, every text named, a programme that is honest about what it lacks."""

import pytest

from tokten_burkina.costs import FACTS, RULES
from tokten_burkina.figures import FIGURES
from tokten_burkina.texts import TEXTS
from tokten_core.plugins import check, load_pack

PACK = load_pack("burkina")
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

    assert (programme.card.pack, programme.card.country, programme.sources) == ("burkina", PACK.country, TEXTS)
    assert programme.missions == programme.budget_lines == ()
    assert check(programme).findings == ()


def test_an_allowance_is_explained_with_its_distance_in_both_languages():
    costing = PACK.costs.cost(CASES[0].facts)

    assert costing.lines("allowance", "fr")[0].startswith("indemnité de mission : 125 000 FCFA = 5 jours × 25 000 FCFA/jour, car")
    assert "50 km" in "\n".join(costing.lines("allowance", "en"))
