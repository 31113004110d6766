"""What is wrong in the question of an allocation is told, all of it, each with its place and code."""

import pytest

from tokten_core.errors import InputError
from tokten_core.simulation.allocation import Candidate, Envelope, Floor, Payer, Problem
from tokten_core.text import same


def question(**changes):
    sound = {
        "missions": [Candidate("M1", {"ce": 500}, groups=frozenset({"women"}))],
        "payers": [Payer("ce", same("CE"))],
        "quarters": ["2009-Q1"],
        "envelopes": [Envelope("ce", "2009-Q1", 900)],
    }
    return Problem(**{**sound, **changes})


CASES = [
    ({"missions": [Candidate("M1", {"c": 500})]}, "allocation-unknown-name", "missions[0].amounts"),
    ({"missions": [Candidate("M1", {"ce": 500}, quarters=("2010-Q1",))]}, "allocation-unknown-name", "missions[0].quarters"),
    ({"missions": [Candidate("M1", {"ce": 1.5})]}, "allocation-not-whole", "missions[0].amounts[ce]"),  # type: ignore[dict-item]
    ({"missions": [Candidate("M1", {"ce": -5})]}, "allocation-below-zero", "missions[0].amounts[ce]"),
    ({"missions": [Candidate("M1", {"ce": 2**50})]}, "allocation-too-large", "missions[0].amounts[ce]"),
    ({"missions": [Candidate("M1", {"ce": 5}, days=-1)]}, "allocation-below-zero", "missions[0].days"),
    ({"missions": [Candidate("M1", {"ce": 5}, value=True)]}, "allocation-not-whole", "missions[0].value"),
    ({"missions": [Candidate("M1", {"ce": 5}), Candidate("M1", {"ce": 6})]}, "allocation-twice", "missions[1]"),
    ({"payers": [Payer("ce", same("CE")), Payer("ce", same("CE"))]}, "allocation-twice", "payers[1]"),
    ({"payers": [Payer("ce", same("CE"), support_cost=101)]}, "allocation-not-a-share", "payers[0].support_cost"),
    ({"payers": [Payer("ce", same("CE"), carry_over=-1)]}, "allocation-not-a-share", "payers[0].carry_over"),
    ({"quarters": ["2009-Q1", "2009-Q1"]}, "allocation-twice", "quarters[1]"),
    ({"envelopes": [Envelope("ce", "2009-Q2", 900)]}, "allocation-unknown-name", "envelopes[0].quarter"),
    ({"envelopes": [Envelope("scac", "2009-Q1", 900)]}, "allocation-unknown-name", "envelopes[0].source"),
    ({"envelopes": [Envelope("ce", "2009-Q1", 900)] * 2}, "allocation-twice", "envelopes[1]"),
    ({"floors": [Floor("wemen", percent=30)]}, "allocation-unknown-name", "floors[0].group"),
    ({"floors": [Floor("women", percent=130)]}, "allocation-not-a-share", "floors[0].percent"),
    ({"floors": [Floor("women")]}, "allocation-floor", "floors[0]"),
    ({"floors": [Floor("women", percent=3, count=1)]}, "allocation-floor", "floors[0]"),
    ({"aim": "beauty"}, "allocation-unknown-name", "aim"),
    ({"money_per_point": -1}, "allocation-below-zero", "money_per_point"),
]


@pytest.mark.parametrize(("changes", "code", "place"), CASES)
def test_each_fault_has_its_code_and_its_place(changes, code, place):
    with pytest.raises(InputError) as refused:
        question(**changes)

    assert [(problem.code, problem.place) for problem in refused.value.problems] == [(code, place)]


def test_all_faults_are_told_at_once_in_both_languages():
    """Whoever mends one fault at a time mends all day."""
    with pytest.raises(InputError) as refused:
        question(envelopes=[Envelope("c", "2009-Q1", -1)], floors=[Floor("wemen", percent=30)])

    assert refused.value.say("fr").splitlines() == [
        (
            "envelopes[0].source : il n'y a pas de source c (vouliez-vous dire ce ?). Admis : ce. "
            "Corrigez le nom, ou ajoutez ce qu'il désigne. [allocation-unknown-name]"
        ),
        "envelopes[0].amount : -1 est négatif. Admis : zéro ou plus. Corrigez le signe. [allocation-below-zero]",
        (
            "floors[0].group : il n'y a pas de groupe wemen (vouliez-vous dire women ?). Admis : women. "
            "Corrigez le nom, ou ajoutez ce qu'il désigne. [allocation-unknown-name]"
        ),
    ]
