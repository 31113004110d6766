"""An impossible question: the constraints in conflict, none too many, and what each would have to give way by."""

import sys
from pathlib import Path

import attrs
import pytest
from hypothesis import assume, given, settings

from tokten_core.errors import InputError
from tokten_core.simulation.allocation import Candidate, Envelope, Floor, Payer, Problem, allocate
from tokten_core.simulation.allocation.conflict import conflict
from tokten_core.text import same

sys.path.insert(0, str(Path(__file__).parent))
from test_allocation_found import best_of_all, questions  # type: ignore[import-not-found]

MISSIONS = [
    Candidate("M0", {"ce": 600}, required=True),
    Candidate("M1", {"ce": 500, "scac": 700}, required=True),
    Candidate("M2", {"scac": 300}, groups=frozenset({"women"})),
    Candidate("M3", {"scac": 100}, required=True),
]


ONE_WOMAN = (Floor("women", count=1),)


def a_question(ce=1_000, scac=900, floors=ONE_WOMAN, missions=MISSIONS):
    payers = [Payer("ce", same("CE")), Payer("scac", same("SCAC"))]
    return Problem(missions, payers, ["2009-Q3"], [Envelope("ce", "2009-Q3", ce), Envelope("scac", "2009-Q3", scac)], floors)


def test_what_cannot_be_kept_together_is_said_with_what_would_do():
    with pytest.raises(InputError) as error:
        allocate(a_question(), rounds=10)

    assert error.value.problems[0].say("en") == (
        "problem: these cannot all be kept: at least 1 of the missions for women; CE has 1 000 FCFA in 2009-Q3; SCAC has 900 FCFA in 2009-Q3; "
        "M0 must be funded; M1 must be funded. Allowed: constraints that leave an allocation. One of these would do: ask at most 0 for women; or "
        "give CE 100 FCFA more in 2009-Q3; or give SCAC 200 FCFA more in 2009-Q3; or do not require M0; or do not require M1. "
        "[allocation-conflict]"
    )


@pytest.mark.parametrize("better", [{"ce": 1_100}, {"scac": 1_100}, {"floors": ()}])
def test_each_change_that_is_said_to_do_does_and_a_unit_less_does_not(better):
    assert allocate(a_question(**better), rounds=10).paid
    for name, amount in better.items():
        if name != "floors":
            assert conflict(a_question(**{name: amount - 1})) is not None


def test_a_question_with_an_answer_has_no_conflict():
    assert conflict(a_question(ce=1_100)) is None


def test_a_mission_that_nobody_may_pay_and_that_must_be_funded_is_in_conflict_with_nothing_else():
    found = conflict(a_question(floors=(), missions=[*MISSIONS[2:], Candidate("M9", {"ce": same("lives elsewhere")}, required=True)]))

    assert found is not None
    assert (found.constraints, [text.en for text in found.repairs]) == (("M9",), ["do not require M9"])


def test_two_conflicts_at_once_need_more_than_one_change():
    nobody = [Candidate(name, {"ce": same("lives elsewhere")}, required=True) for name in ("M8", "M9")]

    with pytest.raises(InputError, match="none alone, change several of them"):
        allocate(a_question(missions=nobody, floors=()), rounds=10)


@settings(max_examples=60, deadline=None)
@given(questions())
def test_none_of_the_constraints_can_be_left_out_and_together_they_cannot_be_kept(problem):
    """By trying every allocation there is: with all of them impossible, without any one of them possible."""
    assume(best_of_all(problem) is None)
    found = conflict(problem)

    assert found is not None
    assert found.surely
    assert best_of_all(lifted(problem, found.constraints)) is None
    for constraint in found.constraints:
        rest = [one for one in found.constraints if one is not constraint]
        assert best_of_all(lifted(problem, rest)) is not None


def lifted(problem, kept):
    """Keep some constraints and lift the others, by hand: no floor, nothing required, all the money in the world."""

    def is_kept(thing):
        return any(thing is one for one in kept)

    return attrs.evolve(
        problem,
        missions=[attrs.evolve(one, required=one.required and one.id in kept) for one in problem.missions],
        envelopes=[one if is_kept(one) else attrs.evolve(one, amount=10**9) for one in problem.envelopes],
        floors=[one for one in problem.floors if is_kept(one)],
    )
