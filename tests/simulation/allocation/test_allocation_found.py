"""What is found is what trying every choice finds, its bound holds, and the checker believes nothing that was tampered with."""

import copy
import itertools
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core.errors import InputError
from tokten_core.simulation.allocation import Candidate, Envelope, Floor, Payer, Problem, allocate, checker
from tokten_core.simulation.allocation.filling import purses_of
from tokten_core.simulation.allocation.options import Options
from tokten_core.text import Text, same

QUARTERS = ("2009-Q3", "2009-Q4", "2010-Q1")
SOURCES = ("ce", "scac")


@st.composite
def questions(draw):
    """Draw a question small enough to try every choice: four missions at most, two sources, up to three quarters."""
    quarters = QUARTERS[: draw(st.integers(1, 3))]
    payers = [
        Payer(
            name,
            same(name),
            support_cost=draw(st.integers(0, 12)),
            carry_over=draw(st.sampled_from([0, 33, 50, 100])),
            within_year=draw(st.booleans()),
        )
        for name in SOURCES
    ]
    amount = st.one_of(st.integers(1, 60), st.just(Text(en="lives elsewhere", fr="réside ailleurs")))
    missions = [
        Candidate(
            f"M{number}",
            {name: draw(amount) for name in SOURCES},
            quarters=tuple(sorted(draw(st.sets(st.sampled_from(quarters))))),
            value=draw(st.integers(0, 5)),
            days=draw(st.integers(1, 28)),
            groups=frozenset(draw(st.sets(st.sampled_from(["women", "outside_capital"])))),
            required=draw(st.integers(0, 5)) == 0,
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    envelopes = [Envelope(name, quarter, draw(st.integers(0, 90))) for name in SOURCES for quarter in quarters]
    known = sorted({group for mission in missions for group in mission.groups})
    shares = st.builds(
        Floor, st.sampled_from(known or ["-"]), percent=st.integers(0, 60), of=st.sampled_from(["missions", "days", "money"])
    )
    counts = st.builds(Floor, st.sampled_from(known or ["-"]), count=st.integers(0, 2))
    floors = draw(st.lists(st.one_of(shares, counts), max_size=2)) if known else []
    aim = draw(st.sampled_from(["value", "missions", "days"]))
    return Problem(missions, payers, quarters, envelopes, floors, aim, draw(st.sampled_from([None, 7])))


def best_of_all(problem):
    """Try every choice by the definition alone; None when none keeps the constraints."""
    choices = [
        [
            None,
            *((payer, quarter) for payer in problem.payers for quarter in mission.quarters or problem.quarters if payable(mission, payer)),
        ]
        for mission in problem.missions
    ]
    gains = [gain(problem, choice) for choice in itertools.product(*choices) if keeps(problem, choice)]
    return max(gains, default=None)


def payable(mission, payer):
    return isinstance(mission.amounts[payer.name], int)


def cost(mission, payer):
    amount = mission.amounts[payer.name]
    return amount + amount * payer.support_cost // 100


def gain(problem, choice):
    points = {"value": lambda each: each.value, "missions": lambda _: 1, "days": lambda each: each.days}[problem.aim]
    worth = problem.money_per_point
    return sum(
        points(mission) if worth is None else points(mission) * worth - cost(mission, taken[0])
        for mission, taken in zip(problem.missions, choice, strict=True)
        if taken
    )


def keeps(problem, choice):
    funded = [(mission, *taken) for mission, taken in zip(problem.missions, choice, strict=True) if taken]
    if any(mission.required and not taken for mission, taken in zip(problem.missions, choice, strict=True)):
        return False
    given_to = {(each.source, each.quarter): each.amount for each in problem.envelopes}
    for payer in problem.payers:
        over, before = 0, None
        for quarter in problem.quarters:
            new_year = payer.within_year and before is not None and before[:4] != quarter[:4]
            left = given_to[payer.name, quarter] + (0 if new_year else over)
            left -= sum(cost(mission, payer) for mission, source, when in funded if (source.name, when) == (payer.name, quarter))
            if left < 0:
                return False
            over, before = left * payer.carry_over // 100, quarter
    for floor in problem.floors:
        measure = {"missions": lambda *_: 1, "days": lambda mission, _: mission.days, "money": cost}[floor.of]
        inside = [each for each in funded if floor.group in each[0].groups]
        if floor.count is not None and len(inside) < floor.count:
            return False
        if floor.percent is not None:
            whole = sum(measure(mission, payer) for mission, payer, _ in funded)
            if 100 * sum(measure(mission, payer) for mission, payer, _ in inside) < floor.percent * whole:
                return False
    return True


@settings(max_examples=120)
@given(questions())
def test_what_is_found_is_the_best_of_all_choices_and_its_bound_holds(problem):
    """On questions where every choice can be tried, nothing better exists, and an impossible question is refused."""
    best = best_of_all(problem)
    if best is None:
        with pytest.raises(InputError) as refused:
            allocate(problem, rounds=50)
        assert refused.value.code == "allocation-conflict"
        return

    found = allocate(problem, rounds=50)

    assert checker.faults(json.loads(json.dumps(found.certificate()))) == []
    assert found.gain == best <= found.bound


def a_question(amount=2_000, carry_over=100):
    """Three missions, two sources, money that passes on to the second quarter."""
    missions = [
        Candidate("M1", {"ce": 900, "scac": 900}, value=3, groups=frozenset({"women"})),
        Candidate("M2", {"ce": 800}, value=2),
        Candidate("M3", {"ce": 700, "scac": Text(en="lives in CA", fr="réside au CA")}, value=2),
    ]
    payers = [Payer("ce", same("CE"), support_cost=7, carry_over=carry_over), Payer("scac", same("SCAC"))]
    envelopes = [Envelope("ce", "2009-Q3", amount), Envelope("scac", "2009-Q4", 500)]
    return Problem(missions, payers, QUARTERS[:2], envelopes, [Floor("women", percent=30)])


def leaves(thing, path=()):
    """Give the path of every number, truth and gap in plain data."""
    if isinstance(thing, dict | list):
        items = thing.items() if isinstance(thing, dict) else enumerate(thing)
        for key, part in items:
            yield from leaves(part, (*path, key))
    elif not isinstance(thing, str):
        yield path, thing


def put(certificate, path, value):
    changed = copy.deepcopy(certificate)
    at = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return changed


@pytest.mark.parametrize(("carry_over", "priced", "count"), [(50, "envelopes", 4), (100, "missions", 3)])
def test_a_certificate_says_no_more_than_it_proves(carry_over, priced, count):
    """A larger gain, a smaller bound, another choice or cheaper prices are refused."""
    certificate = allocate(a_question(carry_over=carry_over)).certificate()
    *leaf, _ = next(path for path, _ in leaves(certificate["proof"]) if path[-1] == "over")
    leaf = ("proof", *leaf)
    prices = [((*leaf, priced, index), -1) for index in range(count)]
    proved = next(bound for bound in itertools.count() if not checker.bound_faults({**certificate, "gain": 0, "bound": bound}))
    lies = [
        (("gain",), certificate["gain"] + 1),
        (("bound",), proved - 1),
        (("chosen", 0), None),
        (("chosen", 0), 99),
        (("chosen", 0), -1),
        (("problem", "budget", 0), 0),
        (("problem", "least", 0), 1_000),
        (("problem", "carried", 1), 100),
        ((*leaf, "over"), 0),
        ((*leaf, "floors", 0), -1),
        *prices,
        *([((*leaf, "unit"), 0)] if priced == "missions" else []),
    ]

    assert checker.faults(certificate) == []
    assert [path for path, value in lies if not checker.faults(put(certificate, path, value))] == []


def a_question_in_parts(carry_over=0, size=5):
    """Two quarters that share nothing; in each, money is left that is too little for one more mission."""
    costs = [(500, 470), (460, 430), (420, 390), (380, 350), (340, 310)][:size]
    missions = [
        Candidate(f"M{quarter}{number}", {"ce": one, "scac": other}, quarters=(QUARTERS[quarter],), value=3 + number % 2)
        for quarter in range(2)
        for number, (one, other) in enumerate(costs)
    ]
    payers = [Payer(name, same(name), carry_over=carry_over) for name in SOURCES]
    return Problem(missions, payers, QUARTERS[:2], [Envelope(name, quarter, 600) for name in SOURCES for quarter in QUARTERS[:2]])


def refused(certificate):
    """Tell whether the checker does not believe the bound, whatever it says of the allocation."""
    try:
        return bool(checker.bound_faults(certificate))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return True


CHANGES = (lambda _: 0, lambda _: -1, lambda value: value + 1, lambda value: value * 2, lambda value: value // 2, lambda value: -value)


def forged(data, proof):
    """Change some numbers of a proof, or take parts of it out."""
    for _ in range(data.draw(st.integers(1, 3))):
        path, value = data.draw(st.sampled_from([(path, value) for path, value in leaves(proof) if isinstance(value, int)]))
        proof = put(proof, path, data.draw(st.sampled_from(CHANGES))(value))
    for path in data.draw(st.lists(st.sampled_from([path for path, value in lists(proof) if value]), max_size=1)):
        at = proof
        for key in path:
            at = at[key]
        at.pop()
    return proof


def lists(thing, path=()):
    """Give the path of every list in plain data."""
    if isinstance(thing, list):
        yield path, thing
    if isinstance(thing, dict | list):
        for key, part in thing.items() if isinstance(thing, dict) else enumerate(thing):
            yield from lists(part, (*path, key))


@settings(max_examples=150)
@given(st.one_of(questions(), st.sampled_from([0, 50, 100]).map(lambda carry_over: a_question_in_parts(carry_over, size=3))), st.data())
def test_no_change_in_a_proof_makes_the_checker_believe_a_bound_below_the_best(problem, data):
    """Whatever prices, branches and parts a forger writes, they prove no more than is true."""
    best = best_of_all(problem)
    if best is None or not problem.missions:
        return
    certificate = allocate(problem, rounds=50).certificate()

    assert refused({**certificate, "gain": best - 1, "bound": best - 1, "proof": forged(data, copy.deepcopy(certificate["proof"]))})


OFFERS = st.lists(st.tuples(st.integers(-3, 12), st.integers(0, 6)), max_size=4)
"""What an offer is worth beyond the price of its mission, and what it costs."""


def fills(offers, money):
    """Give what the best set of offers is worth of those that no quarter's money forbids, by trying every set."""
    every = [(quarter, *offer) for quarter, these in enumerate(offers) for offer in these]
    sets = itertools.chain.from_iterable(itertools.combinations(every, size) for size in range(len(every) + 1))
    return max(
        sum(worth for _, worth, _ in taken)
        for taken in sets
        if all(sum(cost for when, _, cost in taken if when <= quarter) <= room for quarter, room in enumerate(money))
    )


@settings(max_examples=200)
@given(st.lists(st.tuples(OFFERS, st.integers(0, 9)), min_size=1, max_size=2), st.integers(1, 4))
def test_a_purse_is_filled_as_well_as_trying_every_set_fills_it_and_coarser_units_only_let_more_in(quarters, unit):
    """The bound by prices of missions rests on it: offers that cost nothing, and some that are worth less than nothing, are among them."""
    offers, money = [these for these, _ in quarters], list(itertools.accumulate(amount for _, amount in quarters))
    best = fills(offers, money)

    assert checker.fullest(offers, money, 1) == best <= checker.fullest(offers, money, unit)


@settings(max_examples=200)
@given(st.lists(st.tuples(OFFERS, st.integers(0, 9)), min_size=1, max_size=3), st.sampled_from([0, 100]), st.integers(1, 4))
def test_the_search_bounds_purses_as_the_checker_does_and_fills_them_with_what_they_can_pay(quarters, carried, unit):
    """The same offers in each quarter, each a mission of its own: a bound that the checker would not find would be refused."""
    offers, budget = [these for these, _ in quarters], [amount for _, amount in quarters]
    flat = [(quarter, *offer) for quarter, these in enumerate(offers) for offer in these]
    envelope, worth, cost = (np.array([each[part] for each in flat], np.int64) for part in range(3))
    options = Options(
        missions=len(flat),
        quarters=len(quarters),
        mission=np.arange(len(flat)),
        envelope=envelope,
        cost=cost,
        gain=np.maximum(worth, 0),
        budget=np.array(budget, np.int64),
        carried=np.array([*[carried] * (len(quarters) - 1), 0], np.int64),
        required=np.zeros(len(flat), bool),
        floors=np.zeros((0, len(flat)), np.int64),
        least=np.zeros(0, np.int64),
    )
    money = list(itertools.accumulate(budget))
    checked = (
        [checker.fullest(offers, money, unit)] if carried else [checker.fullest([these], [amount], unit) for these, amount in quarters]
    )
    best = fills(offers, money) if carried else sum(fills([these], [amount]) for these, amount in quarters)
    found = [filled for purses in purses_of(options) for filled in purses.fillings(worth, unit)]
    chosen = np.full(len(flat), -1, np.int64)
    for filled in found:
        chosen[filled.taken] = filled.taken

    assert sum(purses.bound(worth, unit) for purses in purses_of(options)) == sum(checked)
    assert options.holds(chosen)
    assert sum(filled.worth for filled in found) == worth[chosen[chosen >= 0]].sum() <= best
    if unit == 1:
        assert worth[chosen[chosen >= 0]].sum() == best


def the_best_of(problem):
    """Give the certificate of a question that was proved by cases, and the place of one of its parted branches."""
    certificate = allocate(problem).certificate()
    return certificate, next((number, part["tree"]) for number, part in enumerate(certificate["proof"]) if "branches" in part["tree"])


def test_a_proof_by_cases_must_keep_every_choice_and_hold_each_mission_once():
    """A branch left out, a mission in no part or in two, or a part that spends another's money hides what might be better."""
    certificate, (number, tree) = the_best_of(a_question_in_parts(50))
    (choices, branch), *others = tree["branches"]
    apart = allocate(a_question_in_parts()).certificate()
    first, second = apart["proof"]
    lies = [
        put(certificate, ("proof", number, "tree", "branches"), others),
        put(certificate, ("proof", number, "tree", "branches"), [[choices[1:], branch], *others]),
        put(certificate, ("proof", number, "tree", "branches"), []),
        put(apart, ("proof",), [first]),
        put(apart, ("proof",), [first, first, second]),
        put(apart, ("proof",), [{**first, "missions": first["missions"][:1]}, {**first, "missions": first["missions"][1:]}, second]),
        put(apart, ("problem", "carried", 0), 50),
        put(apart, ("proof", 0, "tree", "missions", 0), -1),
        put(apart, ("proof", 0, "tree", "missions"), []),
        put(apart, ("problem", "missions", 0, "offers", 0, 1), -1),
    ]

    assert [checker.faults(each) for each in (certificate, apart)] == [[], []]
    assert [index for index, lie in enumerate(lies) if not checker.faults(lie)] == []


@pytest.mark.parametrize("carry_over", [0, 100])
def test_a_question_in_parts_is_proved_by_cases_where_prices_leave_a_gap(carry_over):
    """Fractions of missions would fill each envelope to the last franc; whole missions do not, and the proof says so."""
    problem = a_question_in_parts(carry_over)

    found = allocate(problem)

    assert checker.faults(found.certificate()) == []
    assert found.gain == found.bound
    assert len(found.certificate()["proof"]) == (1 if carry_over else 2)


def test_a_certificate_with_a_number_that_is_not_whole_or_with_a_part_missing_is_refused():
    """Whatever number becomes a text or a fraction, whatever part is taken out: sentences, never a crash."""
    certificate = allocate(a_question()).certificate()
    believed = [path for path, value in leaves(certificate) if value is not None and not checker.faults(put(certificate, path, 0.5))]
    parts = [{key: part for key, part in certificate.items() if key != name} for name in certificate]

    assert believed == []
    assert all(checker.faults(part) for part in parts)


def test_the_checker_runs_alone_and_says_what_holds(tmp_path):
    """An auditor copies one file and runs it with Python alone, no package around it."""
    found = allocate(a_question())
    file, script = tmp_path / "proof.json", tmp_path / "checker.py"
    file.write_text(json.dumps(found.certificate()), encoding="utf-8")
    script.write_text(Path(checker.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", "-S", str(script), str(file)], capture_output=True, text=True, check=False)

    assert done.returncode == 0
    assert f"feasible; brings {found.gain}; no allocation brings more than {found.bound}" in done.stdout

    file.write_text(json.dumps({**found.certificate(), "gain": found.gain + 1}), encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", "-S", str(script), str(file)], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "REFUSED" in done.stdout


def test_the_same_question_and_seed_give_the_same_certificate():
    """Without a clock nothing depends on the machine's speed."""
    first, second = (allocate(a_question(), seed=5).certificate() for _ in range(2))

    assert json.dumps(first) == json.dumps(second)


def test_an_envelope_is_not_overspent_by_a_unit_because_the_solver_finds_that_little():
    """67 cannot pay 12 + 28 + 28; the solver's own tolerance, in millions, would let it."""
    everywhere = {"required": True, "value": 0}
    missions = [Candidate("M0", {"ce": 12, "scac": 1}, **everywhere), *(Candidate(name, {"ce": 28}, **everywhere) for name in ("M1", "M2"))]
    envelopes = [Envelope("ce", "2009-Q3", 67), Envelope("scac", "2009-Q3", 1)]

    found = allocate(Problem(missions, [Payer("ce", same("ce")), Payer("scac", same("scac"))], ["2009-Q3"], envelopes))

    assert [(paid.mission, paid.source) for paid in found.paid] == [("M0", "scac"), ("M1", "ce"), ("M2", "ce")]
