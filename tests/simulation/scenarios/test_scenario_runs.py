"""Runs against the scalar rules, one run at a time; the same bytes for any block and worker; what cannot be simulated is refused."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date, timedelta
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core import Money, load_pack
from tokten_core.errors import InputError, UsageError
from tokten_core.rules.mission_facts import facts_of
from tokten_core.simulation.scenarios import influences, read_scenario, simulate, simulation_report
from tokten_core.simulation.scenarios.prepared import prepare
from tokten_core.simulation.scenarios.runs import Block

MALI = load_pack("mali")
PROGRAMME = MALI.programme()
EXAMPLE = (Path(__file__).parents[3] / "examples" / "mali" / "scenario.toml").read_text(encoding="utf-8")
PLAIN = 'title = "As recorded"\nprogramme.years = ["2008/2009"]\n'
GROUP = """
[[missions]]
name = "teaching"
count = 6
period = "2009/2010"
residence = { FR = 2, DE = 1 }
days = 14
teaching_hours = 20
thesis_supervision = false
for_profit = false
source = "ce"
"""


def run(toml, **how):
    return simulate(read_scenario(toml), PROGRAMME, MALI, **{"runs": 60, "seed": 1, **how})


def same(one, two):
    return list(one.numbers) == list(two.numbers) and all(one.numbers[key].tobytes() == two.numbers[key].tobytes() for key in one.numbers)


def test_a_scenario_in_which_nothing_varies_costs_what_the_plain_budget_does():
    outcome = run(PLAIN, runs=3)

    years = PROGRAMME.card.year_of
    plain = [
        MALI.costs.cost(facts_of(each), each.funding_source)
        for each in PROGRAMME.missions
        if each.state != "cancelled" and years(each.start) == "2008/2009"
    ]
    expected = sum(costing.total for costing in plain if costing.total is not None)
    spread = outcome.spread("total")
    assert (spread.least, spread.greatest, spread.mean) == (expected, expected, expected)
    assert sum(outcome.spread("payer", name).least for name in outcome.names("payer")) == expected
    assert sum(outcome.spread("component", name).least for name in outcome.names("component")) == expected
    assert len(outcome.left_out) == sum(costing.total is None for costing in plain)
    assert influences(outcome) == ()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**63 - 1), number=st.integers(0, 10_000))
def test_each_mission_of_each_run_costs_what_the_rules_say_of_its_drawn_facts(seed, number):
    """Cells of any run are costed again one by one by ``pack.costs.cost``; held or not, by source, by component, to the franc."""
    ready = prepare(read_scenario(EXAMPLE), PROGRAMME, MALI)
    block = Block(ready, seed, range(number, number + 1))
    facts = block.facts()

    for place, mission in enumerate(ready.missions):
        row = facts.row(place)
        drawn = attrs.evolve(
            mission.facts, days=row["days"], teaching_hours=row["teaching_hours"], start=row["start"], airfare=Money(row["airfare"], "XOF")
        )
        costing = MALI.costs.cost(drawn, mission.told["source"] or None)
        held = bool(block.held[0, place])
        if costing.problems:
            assert not held
            continue
        assert held == (block.drawn.cancelled is None or not block.drawn.cancelled[0, place])
        assert block.units("total")[0, place] == (costing.total if held else 0)
        for name in ready.components:
            amount = costing.amount(name)
            assert block.units(name)[0, place] == (int(amount.amount) if held else 0)


def test_what_is_added_up_in_a_block_is_what_adding_up_one_by_one_gives():
    """Years, envelopes and missions funded are counted again mission by mission, in the plan's order."""
    ready = prepare(read_scenario(EXAMPLE), PROGRAMME, MALI)
    outcome = run(EXAMPLE, runs=40)

    for number in range(40):
        block = Block(ready, 1, range(number, number + 1))
        left, full, funded, years = 133_228_800, False, 0, {}
        starts = np.broadcast_to(block.starts, block.shape)[0]
        for place in range(len(ready.missions)):
            year = PROGRAMME.card.year_of(date.fromordinal(int(starts[place])))
            cost = int(block.units("total")[0, place])
            years[year] = years.get(year, 0) + cost
            if ready.payers[place] == "ce" and year == "2009/2010":
                left -= cost
                full = full or left < 0
                funded += not full and bool(block.held[0, place])
        assert outcome.of_each("left", "ce 2009/2010")[number] == left
        assert outcome.of_each("funded", "ce 2009/2010")[number] == funded
        assert all(outcome.of_each("year", year)[number] == amount for year, amount in years.items() if amount)


@pytest.mark.parametrize("cancelled", ["", '[draws.some]\nof = "cancelled"\nlaw = {chance = 0.1}\neach = "mission"\n'])
def test_sums_of_a_run_that_pass_32_bits_are_whole(cancelled):
    """Amounts are kept in 32 bits where each of them fits; three thousand of them together do not."""
    toml = 'title = "x"\n' + GROUP.replace("count = 6", "count = 4000").replace("2009/2010", "2008/2009") + cancelled
    ready = prepare(read_scenario(toml), PROGRAMME, MALI)
    block, outcome = Block(ready, 1, range(2)), run(toml, runs=2)
    totals = [sum(row) for row in block.units("total").tolist()]

    assert block.units("total").dtype == np.int32
    assert min(totals) > 2**31
    assert outcome.of_each("total").tolist() == outcome.of_each("year", "2008/2009").tolist() == totals
    assert outcome.of_each("payer", "ce").tolist() == totals
    assert outcome.of_each("left", "ce 2008/2009").tolist() == [80_000_000 - total for total in totals]
    for name in ready.components:
        assert outcome.of_each("component", name).tolist() == [sum(row) for row in block.units(name).tolist()]


@pytest.mark.parametrize("block", [1, 7, 128, 1000])
def test_the_size_of_a_block_changes_no_byte(block):
    assert same(run(EXAMPLE, block=block), run(EXAMPLE, block=32))


@pytest.mark.parametrize("workers", [2, 4])
def test_the_number_of_workers_changes_no_byte(workers):
    """Any executor will do: here threads; processes below."""
    with ThreadPoolExecutor(workers) as pool:
        assert same(run(EXAMPLE, block=2, executor=pool), run(EXAMPLE))


def test_processes_give_the_same_bytes():
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert same(run(EXAMPLE, block=4, executor=pool), run(EXAMPLE))


def test_another_seed_gives_another_outcome_and_more_runs_keep_the_first():
    first, other, longer = run(EXAMPLE), run(EXAMPLE, seed=2), run(EXAMPLE, runs=90)

    assert not same(first, other)
    assert longer.of_each("total")[:60].tolist() == first.of_each("total").tolist()


def test_a_certain_cancellation_costs_nothing_and_funds_nothing():
    outcome = run(
        GROUP.replace("[[missions]]", 'title = "x"\n[[missions]]') + '[draws.all]\nof = "cancelled"\nlaw = {chance = 1}\neach = "mission"\n'
    )

    assert outcome.spread("total").greatest == 0
    assert outcome.spread("missions", "funded").greatest == 0
    assert outcome.spread("missions", "cancelled").least == 6


CANCELLED = '[draws.all]\nof = "cancelled"\nlaw = {chance = 0.5}\neach = "mission"\n'


def test_what_is_lost_of_the_ticket_of_a_cancelled_mission_is_a_line_of_its_own():
    """Half a ticket to the franc, an odd one to the even; the missions that are held cost what they did."""
    toml = 'title = "x"\n' + GROUP.replace('name = "teaching"', 'name = "teaching"\nairfare = 650_003') + CANCELLED
    plain, outcome = run(toml), run(toml + '[draws.lost]\nof = "ticket_lost_percent"\nlaw = 50\neach = "mission"\n')
    lost, cancelled = outcome.of_each("component", "ticket_lost"), outcome.of_each("missions", "cancelled")

    assert lost.tolist() == (cancelled * 325_002).tolist()
    assert len(set(cancelled.tolist())) > 2
    for what, name in (("total", ""), ("payer", "ce"), ("year", "2009/2010")):
        assert (outcome.of_each(what, name) - plain.of_each(what, name)).tolist() == lost.tolist()
    assert (plain.of_each("left", "ce 2009/2010") - outcome.of_each("left", "ce 2009/2010")).tolist() == lost.tolist()
    assert sum(outcome.of_each("component", name) for name in outcome.names("component")).tolist() == outcome.of_each("total").tolist()
    assert "ticket_lost" not in plain.names("component")


def test_a_host_that_shares_the_cost_bears_nothing_of_a_lost_ticket():
    shared = GROUP.replace("for_profit = false", "for_profit = true\ncost_share = 20")
    toml = 'title = "x"\n' + shared + CANCELLED
    plain, outcome = (
        run(toml),
        run(toml + '[draws.lost]\nof = "ticket_lost_percent"\nlaw = {discrete = {0 = 1, 100 = 1}}\neach = "mission"\n'),
    )

    assert outcome.of_each("payer", "beneficiary").tolist() == plain.of_each("payer", "beneficiary").tolist()
    assert (outcome.of_each("payer", "ce") - plain.of_each("payer", "ce")).tolist() == outcome.of_each("component", "ticket_lost").tolist()
    assert outcome.of_each("component", "ticket_lost").max() > 0


def test_the_support_cost_of_sources_is_told_beside_the_total_when_asked_for():
    """A mission whose source bears none, or that has no source, adds nothing; what is cancelled neither."""
    none = GROUP.replace('source = "ce"\n', "").replace('"teaching"', '"nobody"')
    bears_none = GROUP.replace('"ce"', '"bsi"').replace('"teaching"', '"state"')
    toml = 'title = "x"\n' + GROUP + none + bears_none + CANCELLED
    plain, outcome = run(toml), run("support_cost = true\n" + toml)
    block = Block(prepare(read_scenario(toml), PROGRAMME, MALI), 1, range(60))
    costings = [MALI.costs.cost(mission.facts, mission.told["source"] or None) for mission in block.ready.missions]
    each = np.array([int(costing.amount("support_cost").amount) if costing.amount("support_cost") else 0 for costing in costings])

    assert outcome.of_each("beside", "support_cost").tolist() == (block.held * each).sum(axis=1).tolist()
    assert each.max() > 0
    assert outcome.of_each("total").tolist() == plain.of_each("total").tolist()
    assert plain.names("beside") == ()
    assert outcome.label("beside", "support_cost") == MALI.costs.steps["support_cost"].rule.label
    costs = next(table for table in simulation_report(outcome).tables() if table.key == "costs")
    assert costs.value("beside support_cost", "mean") == round(outcome.spread("beside", "support_cost").mean)


def test_a_delay_moves_cost_into_the_next_year_and_out_of_the_days_that_a_source_covers():
    """The EU pays until 31 August 2010: a mission delayed beyond it is held no more, and costs nothing."""
    toml = 'title = "x"\n' + GROUP + '[draws.late]\nof = "delay"\nlaw = 400\n'

    outcome = run(toml, runs=2)

    assert outcome.spread("missions", "fallen_out").least == 6
    assert outcome.spread("total").greatest == 0


def test_percentages_of_a_fare_multiply_first_and_are_rounded_once_half_to_even():
    """95 % of 50 % of a ticket of 650 020 is 308 759.5, and the even franc is 308 760."""
    group = GROUP.replace("days = 14", "days = 14\nairfare = 650020")
    halved = '[draws]\na = {of = "airfare_percent", law = 50}\nb = {of = "airfare_percent", law = 95}\n'

    outcome = run('title = "x"\n' + group + halved, runs=1)

    assert outcome.spread("component", "airfare").least == 6 * 308_760


def with_records(**changed):
    """Give the programme with some records changed, by collection and id."""
    parts = {}
    for collection, records in changed.items():
        by_id = {record.id: record for record in records}
        parts[collection] = tuple(by_id.get(record.id, record) for record in getattr(PROGRAMME, collection))
    return attrs.evolve(PROGRAMME, **parts)


def test_a_drawn_dollar_changes_what_a_fund_in_dollars_is_worth():
    """France's lines of the first year print 84 120 USD: at 500 francs that is 42 060 000."""
    france = next(each for each in PROGRAMME.funding_sources if each.id == "scac")
    programme = with_records(funding_sources=[attrs.evolve(france, currency="USD")])
    toml = PLAIN + '[draws.dollar]\nof = "rate"\ncurrency = "USD"\nlaw = 500\n'

    outcome = simulate(read_scenario(toml), programme, MALI, runs=2, seed=1)

    assert outcome.spread("envelope", "scac 2008/2009").least == 42_060_000
    assert outcome.of_each("left", "scac 2008/2009").tolist() == [42_060_000 - outcome.spread("payer", "scac").least] * 2


def test_a_ticket_quoted_in_euros_follows_a_drawn_price_of_the_euro():
    """A quote of 1 000.50 EUR, each run at its own rate, rounded once; the other tickets stay."""
    mission = next(each for each in PROGRAMME.missions if each.state == "evaluated" and each.start.year == 2008)
    programme = with_records(missions=[attrs.evolve(mission, airfare=Money("1000.50", "EUR"))])
    toml = PLAIN + '[draws.euro]\nof = "rate"\ncurrency = "EUR"\nlaw = {uniform = [600, 700]}\n'

    outcome = simulate(read_scenario(toml), programme, MALI, runs=20, seed=1)

    others = run(PLAIN, runs=1).spread("component", "airfare").least - int(mission.airfare.amount)
    expected = [others + round(Fraction(100_050 * int(rate), 100)) for rate in outcome.of_each("input", "euro")]
    assert outcome.of_each("component", "airfare").tolist() == expected


def test_quantiles_are_numbers_that_came_out():
    outcome = run(EXAMPLE)
    values = sorted(outcome.of_each("total").tolist())

    assert outcome.spread("total").quantile("0.05") == values[2]
    assert outcome.spread("total").quantile("0.5") == values[29]
    assert outcome.spread("total").deciles[-1] == values[53]
    assert outcome.spread("total").mean == Fraction(sum(values), 60)


def test_the_input_that_moves_the_total_comes_first():
    toml = (
        'title = "x"\n'
        + GROUP
        + '[draws.fares]\nof = "airfare_percent"\nlaw = {uniform = [50, 150]}\n[draws.hours]\nof = "teaching_hours"\nlaw = {uniform = [20, 22]}\n'
    )

    first, second = influences(run(toml, runs=400))

    assert (first.name, second.name) == ("fares", "hours")
    assert first.correlation > 0.99
    assert first.swing > 0
    assert abs(first.share + second.share - 1) < 1e-9


def test_the_report_holds_its_tables_together():
    report = simulation_report(run(EXAMPLE))

    assert [table.key for table in report.tables()] == ["costs", "deciles", "envelopes", "missions", "targets", "inputs"]


@pytest.mark.parametrize(
    ("toml", "codes"),
    [
        ("title = ", {"scenario-toml"}),
        ("titel = 'x'", {"scenario-key", "scenario-key-missing"}),
        ("title = 'x'", {"scenario-no-missions"}),
        ("support_cost = 1\n" + PLAIN, {"scenario-value"}),
        (PLAIN + "[draws.a]\nof = 'airfair'\nlaw = 3", {"scenario-name"}),
        (PLAIN + "[draws.a]\nof = 'days'\nlaw = {triangel = [1, 2, 3]}", {"scenario-key"}),
        (PLAIN + "[draws.a]\nof = 'days'\nlaw = {uniform = [1.5, 3]}", {"scenario-value"}),
        (PLAIN + "[draws.a]\nof = 'days'\nlaw = {uniform = [0, 3]}", {"scenario-below-zero"}),
        (PLAIN + "[draws.a]\nof = 'rate'\nlaw = 400", {"scenario-key-missing"}),
        (PLAIN + "[draws.a]\nof = 'ticket_lost_percent'\nlaw = {uniform = [50, 101]}", {"scenario-over-hundred"}),
        (PLAIN + "".join(f"[draws.{name}]\nof = 'ticket_lost_percent'\nlaw = 3\n" for name in "ab"), {"scenario-two-draws"}),
        (PLAIN + "[draws.a]\nof = 'delay'\nlaw = {uniform = [9, 3]}", {"distribution-out-of-order"}),
        (PLAIN + "[draws.a]\nof = 'delay'\nlaw = 3\n[correlations]\nnames = ['b']\nmatrix = [[1]]", {"scenario-name"}),
        (PLAIN + "[draws.a]\nof = 'delay'\nlaw = 3\nwhere = {sectr = ['x']}", {"scenario-key"}),
        (PLAIN + "[draws.a]\nof = 'delay'\nlaw = 3\nwhere = {sector = ['x']}", {"scenario-draw-idle"}),
        (PLAIN + "[draws.a]\nof = 'days'\nlaw = 15\n[draws.b]\nof = 'days'\nlaw = 16", {"scenario-two-draws"}),
        (PLAIN + "[draws.a]\nof = 'days'\nlaw = {uniform = [2, 3]}", {"scenario-against-rules"}),
        (PLAIN + "[risks.99]\ndoes = 'cancel'", {"scenario-name"}),
        (PLAIN + "[risks.1]\ndoes = 'cancel'", {"scenario-risk-without-level"}),
        (PLAIN + "[risks.5]\ndoes = 'delay'", {"scenario-key-missing"}),
        (PLAIN + "[targets.films]", {"scenario-indicator-not-counted"}),
        (PLAIN + "[targets.missions-educatin]", {"scenario-name"}),
        (PLAIN + "[envelopes.eu]\n'2008/2009' = 3", {"scenario-name"}),
        ("title = 'x'\n" + GROUP.replace('"ce"', '"eu"').replace("FR", "XX"), {"scenario-name"}),
        ("title = 'x'\n" + GROUP.replace("2009/2010", "2009-Q7"), {"scenario-name"}),
        ("title = 'x'\n" + GROUP.replace("thesis_supervision = false", ""), {"scenario-all-unknown"}),
    ],
)
def test_a_scenario_that_cannot_be_run_is_told_whole_with_place_and_remedy(toml, codes):
    with pytest.raises(InputError) as caught:
        run(toml)

    assert {problem.code for problem in caught.value.problems} == codes
    assert all(problem.place and problem.allowed and problem.remedy for problem in caught.value.problems)
    assert caught.value.say("fr") != caught.value.say("en")


def test_a_misspelt_key_is_answered_with_the_nearest():
    with pytest.raises(InputError, match=r"scenario: programm: .*did you mean programme"):
        read_scenario("title = 'x'\nprogramm = {}")


@pytest.mark.parametrize("how", [{"runs": 0}, {"runs": True}, {"seed": -1}, {"block": 0}])
def test_counts_that_are_none_are_refused(how):
    with pytest.raises(UsageError) as caught:
        run(PLAIN, **how)

    assert [problem.code for problem in caught.value.problems] == ["simulation-not-a-count"]


def test_a_group_is_spread_over_its_period_in_its_shares():
    ready = prepare(read_scenario('title = "x"\n' + GROUP), PROGRAMME, MALI)

    assert [mission.facts.residence for mission in ready.missions].count("FR") == 4
    gaps = {(two.start - one.start) // timedelta(days=1) for one, two in zip(ready.missions, ready.missions[1:], strict=False)}
    assert gaps <= {60, 61}
