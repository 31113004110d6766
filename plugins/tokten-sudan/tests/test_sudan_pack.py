"""What Sudan's pages ask of an expert, beyond what every pack must hold."""

import datetime as dt

from tokten_core.plugins import load_pack
from tokten_core.rules import MissionFacts

PACK = load_pack("sudan")
CASES = PACK.cases()


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
