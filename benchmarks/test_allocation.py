"""
Which source pays which mission: our certified gap against that of SciPy's HiGHS and of CP-SAT on the same question.

`TOKTEN_ALLOCATION=200,1000,5000,20000 TOKTEN_SECONDS=60` runs it in full: they have so many seconds, we a sixth of them. `TOKTEN_DRAWS=3` draws
as many questions of each size and shape.
"""

from __future__ import annotations

import os
import time

import numpy as np
import pytest

from tokten_core.simulation.allocation import Candidate, Envelope, Payer, Problem, allocate, checker
from tokten_core.simulation.allocation.options import Options, options_of
from tokten_core.text import same

SIZES = [int(size) for size in os.environ.get("TOKTEN_ALLOCATION", "1000").split(",")]
SECONDS = float(os.environ.get("TOKTEN_SECONDS", "12"))
DRAWS = range(int(os.environ.get("TOKTEN_DRAWS", "1")))
QUARTERS = [f"{year}-Q{quarter}" for year in (2009, 2010, 2011) for quarter in (1, 2, 3, 4)]
SOURCES = ("ce", "pnud", "scac", "bsi", "fonds")
BY_RESIDENCE = ((0, 1, 4), (0, 2, 4), (1, 3, 4), (0, 3), (2, 3, 4), (0, 1))
CARRIED = {"fixed": 0, "window": 0, "any": 0, "carried": 100}


def question(size: int, shape: str, draw: int = 0) -> Problem:
    """Missions of 0.8 to 2.5 million francs, a priority from 1 to 5, sources by residence, money for about 60 % of them."""
    chance = np.random.default_rng(size + draw)
    cost, value = chance.integers(800_000, 2_500_001, size).tolist(), chance.integers(1, 6, size).tolist()
    lives, starts = chance.integers(0, 6, size).tolist(), chance.integers(0, 12, size).tolist()
    width = 3 if shape == "window" else 1
    missions = [
        Candidate(
            f"M{at}",
            {SOURCES[source]: cost[at] for source in BY_RESIDENCE[lives[at]]},
            () if shape == "any" else tuple(QUARTERS[starts[at] : starts[at] + width]),
            value[at],
        )
        for at in range(size)
    ]
    payers = [Payer(name, same(name), support, CARRIED[shape]) for name, support in zip(SOURCES, (7, 7, 0, 0, 5), strict=True)]
    weights = chance.uniform(0.5, 1.5, (5, 12)) * np.array([[0.35], [0.2], [0.15], [0.15], [0.15]])
    amounts = (weights / weights.sum() * 0.6 * sum(cost)).astype(np.int64)
    envelopes = [Envelope(name, quarter, int(amounts[row, at])) for row, name in enumerate(SOURCES) for at, quarter in enumerate(QUARTERS)]
    return Problem(missions, payers, QUARTERS, envelopes)


def with_scipy(options: Options, seconds: float) -> float:
    """Give the gap that HiGHS reaches through SciPy."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csc_array

    from tokten_core.simulation.allocation.relaxation import model_of

    lp = model_of(options, whole=True)
    matrix = csc_array((lp.a_matrix_.value_, lp.a_matrix_.index_, lp.a_matrix_.start_), shape=(lp.num_row_, lp.num_col_))
    whole = np.arange(lp.num_col_) < len(options.mission)
    done = milp(
        -np.array(lp.col_cost_),
        integrality=whole,
        bounds=Bounds(lp.col_lower_, lp.col_upper_),
        constraints=LinearConstraint(matrix, lp.row_lower_, lp.row_upper_),
        options={"time_limit": seconds},
    )
    return float("inf") if done.x is None else float(done.mip_dual_bound / done.fun - 1)


def with_cp_sat(options: Options, seconds: float) -> float:
    """Give the gap that CP-SAT reaches."""
    from ortools.sat.python import cp_model

    model, width = cp_model.CpModel(), options.quarters
    taken = [model.new_bool_var("") for _ in options.mission]
    by_mission: list[list[int]] = [[] for _ in range(options.missions)]
    by_envelope: list[list[int]] = [[] for _ in options.budget]
    for at, (mission, envelope) in enumerate(zip(options.mission.tolist(), options.envelope.tolist(), strict=True)):
        by_mission[mission].append(at)
        by_envelope[envelope].append(at)
    for offers in by_mission:
        model.add_at_most_one(taken[at] for at in offers)
    for envelope, budget in enumerate(options.budget.tolist()):
        first = envelope - envelope % width if options.carried[envelope - envelope % width] else envelope
        paid = sum(int(options.cost[at]) * taken[at] for one in range(first, envelope + 1) for at in by_envelope[one])
        model.add(paid <= budget + sum(options.budget[first:envelope].tolist()))
    model.maximize(sum(int(gain) * one for gain, one in zip(options.gain, taken, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 2
    status = solver.solve(model)
    found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    return solver.best_objective_bound / solver.objective_value - 1 if found else float("inf")


@pytest.mark.parametrize("theirs", [with_scipy, with_cp_sat], ids=["scipy", "cp-sat"])
@pytest.mark.parametrize("shape", list(CARRIED))
@pytest.mark.parametrize("draw", DRAWS)
@pytest.mark.parametrize("size", SIZES)
def test_certified_gap(keep, size, draw, shape, theirs):
    """The gaps are compared as one plus the gap, since a gap may be nought."""
    problem = question(size, shape, draw)
    found = allocate(problem, clock=time.monotonic, seconds=SECONDS / 6)
    assert checker.faults(found.certificate()) == []
    gap = theirs(options_of(problem), SECONDS)
    print(f"\n{size} {shape} {draw}: ours {found.gap:.4%} in {SECONDS / 6:g} s, {theirs.__name__} {gap:.4%} in {SECONDS:g} s")  # noqa: T201
    keep(
        [(1 + found.gap) / (1 + gap)],
        work=f"allocation of {size} missions, {shape}{f', draw {draw}' if draw else ''}",
        theirs=theirs.__name__,
        measure="1 + gap",
        to_reach=1,
    )
