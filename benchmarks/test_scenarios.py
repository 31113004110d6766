"""Ten thousand runs of three hundred missions: prices, days and cancellations drawn, costed by the pack's rules, added up by source, year and line."""

from __future__ import annotations

import numpy as np
import pytest

from tokten_core import load_pack
from tokten_core.simulation.scenarios import read_scenario, simulate
from tokten_core.simulation.scenarios.missions import lay_out
from tokten_core.simulation.scenarios.streams import shares

MALI = load_pack("mali")
PROGRAMME = MALI.programme()
RUNS, BLOCK = 10_000, 128
COMMON = 'thesis_supervision = {thesis}\nfor_profit = false\nsource = "ce"\nteaching_hours = {hours}\ndays = 21\n'


def group(name, count, year, line, thesis, hours):
    head = f'[[missions]]\nname = "{name}"\ncount = {count}\nperiod = "{year}"\nresidence = {{FR = 3, DE = 1}}\nline = "missions-{line}/ce/{year.replace("/", "-")}"\n'
    return head + COMMON.format(thesis=thesis, hours=hours)


SCENARIO = read_scenario(
    'title = "Three hundred missions"\n'
    + group("a", 90, "2008/2009", "education", "false", 30)
    + group("b", 60, "2008/2009", "trainers", "true", 12)
    + group("c", 90, "2009/2010", "education", "false", 40)
    + group("d", 60, "2009/2010", "health-agriculture-sme", "false", 8)
    + """
[draws.days]
of = "days"
each = "mission"
law = { uniform = [14, 28] }
[draws.fares]
of = "airfare_percent"
law = { triangular = [80, 100, 150] }
[draws.cancelled]
of = "cancelled"
each = "mission"
law = { chance = 0.05 }
"""
)


MISSIONS = lay_out(SCENARIO, PROGRAMME, MALI)
FARES = np.array([int(MALI.costs.cost(mission.facts, "ce").amount("airfare").amount) for mission in MISSIONS])


def by_hand(runs):
    """Write the same out in NumPy, in blocks: the same draws, int64, sums by line and year, missions that the money funds; fares at hand."""
    missions, fares, count = MISSIONS, FARES, len(MISSIONS)
    rate = np.array([40_000 if mission.facts.thesis_supervision else 20_000 for mission in missions])
    pay = np.array([mission.facts.teaching_hours for mission in missions]) * 2_250
    lines = sorted({mission.told["line"] for mission in missions})
    at = {line: np.flatnonzero([mission.told["line"] == line for mission in missions]) for line in lines}
    years = {
        year: np.flatnonzero([PROGRAMME.card.year_of(mission.start) == year for mission in missions]) for year in ("2008/2009", "2009/2010")
    }
    money = {"2008/2009": 80_000_000, "2009/2010": 133_228_800}
    totals, by_line = np.zeros(runs, np.int64), {line: np.zeros(runs, np.int64) for line in lines}
    by_year, funded = ({year: np.zeros(runs, np.int64) for year in years} for _ in range(2))
    for start in range(0, runs, BLOCK):
        block = range(start, min(start + BLOCK, runs))
        part = slice(block.start, block.stop)
        days = np.minimum(np.floor(shares(1, "days", block, count) * 15).astype(np.int64), 14) + 14
        u = shares(1, "fares", block)
        rising = u * 70 < 20
        percent = np.rint(np.where(rising, 80 + np.sqrt(u * 70 * 20), 150 - np.sqrt((1 - u) * 70 * 50))).astype(np.int64)
        held = shares(1, "cancelled", block, count) < 0.95
        raised = fares * percent
        whole, rest = np.divmod(raised, 100)
        fare = whole + ((rest > 50) | ((rest == 50) & (whole % 2 == 1)))
        cost = np.where(held, days * rate + pay + fare, 0)
        totals[part] = cost.sum(axis=1)
        for line in lines:
            by_line[line][part] = cost[:, at[line]].sum(axis=1)
        for year, places in years.items():
            spent = np.cumsum(cost[:, places], axis=1)
            by_year[year][part] = spent[:, -1]
            funded[year][part] = ((spent <= money[year]) & held[:, places]).sum(axis=1)
    return totals, by_line, by_year, funded


def ours(runs=RUNS):
    return simulate(SCENARIO, PROGRAMME, MALI, runs=runs, seed=1)


def test_both_give_the_same():
    outcome, (totals, by_line, by_year, funded) = ours(1_000), by_hand(1_000)

    assert outcome.of_each("total").tolist() == totals.tolist()
    assert all(outcome.of_each("line", line).tolist() == amounts.tolist() for line, amounts in by_line.items())
    assert all(outcome.of_each("year", year).tolist() == amounts.tolist() for year, amounts in by_year.items())
    assert all(outcome.of_each("funded", f"ce {year}").tolist() == counts.tolist() for year, counts in funded.items())


def test_ten_thousand_runs_of_three_hundred_missions(versus):
    versus(
        ours,
        lambda: by_hand(RUNS),
        work="10 000 scenarios of 300 missions, by source, year, line and component",
        theirs_is="NumPy in blocks by hand, by year and line",
        to_reach=0.8,
        rounds=7,
    )


@pytest.mark.parametrize("times", [4])
def test_memory_stays_flat_as_runs_grow(peak, keep, times):
    ours(256)
    few, many = peak(lambda: ours(2_000)), peak(lambda: ours(2_000 * times))

    kept = 8 * len(ours(16).numbers) * 2_000 * (times - 1) * 2  # one number a run of everything told, once more while blocks are joined
    keep(
        [(many - kept) / few],
        work=f"memory of {times} times the runs, less the numbers kept of each run",
        theirs="memory of the runs",
        measure="peak memory",
        to_reach=1.1,
    )
