"""The question that a programme puts, and why each source pays a mission or does not."""

import attrs
import pytest

from tokten_core import load_pack
from tokten_core.model.mission import MissionState
from tokten_core.rules.mission_facts import facts_of
from tokten_core.simulation.allocation import Floor, allocate, question_of, reasons
from tokten_core.simulation.allocation.checker import faults

PACK = load_pack("mali")
PROGRAMME = PACK.programme()
YEAR = PROGRAMME.card.period("2008/2009")
QUESTION = question_of(PROGRAMME, PACK.costs, YEAR)


def test_every_mission_of_the_period_that_is_not_cancelled_is_asked_or_named():
    begun = [m.id for m in PROGRAMME.missions if m.start in YEAR and m.state is not MissionState.CANCELLED]

    assert sorted([*(mission.id for mission in QUESTION.problem.missions), *QUESTION.left_out]) == sorted(begun)


def test_a_source_is_asked_for_its_share_and_the_support_cost_on_it():
    for mission in QUESTION.problem.missions[:20]:
        record = PROGRAMME.find("missions", mission.id)
        for source in PACK.costs.sources:
            costing = PACK.costs.cost(facts_of(record), source)
            if costing.problems:
                assert str(costing.problems[0].says.en) in mission.amounts[source].en
            else:
                support = next((line.amount for line in costing.items if line.component == "support_cost"), 0)
                shares = [share.amount for share in costing.shares if share.payer == source]
                assert mission.amounts[source] == sum(shares) + support


def test_a_quarter_is_that_of_the_programme_year():
    quarters = {PROGRAMME.find("missions", mission.id).start.month: mission.quarters[0] for mission in QUESTION.problem.missions}

    assert all(
        quarters[month] == f"2008/2009-Q{number}" for number, months in enumerate([(9, 10, 11), (12, 1, 2), (3, 4, 5), (6, 7, 8)], start=1)
        for month in months if month in quarters
    )  # fmt: skip


def test_an_envelope_is_given_once_and_does_not_pass_to_the_next_year():
    whole = question_of(PROGRAMME, PACK.costs)

    assert all(envelope.quarter.endswith("-Q1") for envelope in whole.problem.envelopes)
    payer = whole.problem.payers[0]
    assert [whole.problem.carried(payer, quarter) for quarter in range(4)] == [100, 100, 100, 0]


def test_the_allocation_is_proved_and_each_source_says_why():
    found = allocate(QUESTION.problem, rounds=200)

    assert faults(found.certificate()) == []
    paid = found.paid[0]
    told = reasons(found, paid.mission)
    assert (told[0].source, told[0].pays, told[0].missing) == (paid.source, True, 0)
    assert {reason.source for reason in told} == {payer.name for payer in QUESTION.problem.payers}
    refused = next(reason for reason in told if reason.source == "pnud")
    assert (refused.missing, refused.text.en) == (
        None,
        "may not: not eligible for UNDP, own funds: its money is for other kinds of cost than missions",
    )


def test_what_is_missing_would_indeed_do():
    """Give the envelope what it says it lacks, and the mission fits."""
    short = attrs.evolve(QUESTION.problem, envelopes=[attrs.evolve(one, amount=one.amount // 20) for one in QUESTION.problem.envelopes])
    found = allocate(short, rounds=300)
    unfunded = next(mission for mission in short.missions if mission.id not in {paid.mission for paid in found.paid})
    reason = next(one for one in reasons(found, unfunded.id) if one.missing)

    rooms, cost = found.rooms(), unfunded.amounts[reason.source]
    assert cost - max(rooms[reason.source, quarter] for quarter in unfunded.quarters) == reason.missing
    assert reason.text.fr.startswith("pourrait payer ")


def test_a_floor_counts_the_women_that_the_records_know():
    found = allocate(attrs.evolve(QUESTION.problem, floors=[Floor("women", percent=30)]), rounds=300)
    women = [
        paid for paid in found.paid if PROGRAMME.find("experts", PROGRAMME.find("missions", paid.mission).expert).sex.value == "female"
    ]

    assert len(women) * 100 >= 30 * len(found.paid) > 0


def test_a_mission_that_was_not_asked_has_no_reasons():
    with pytest.raises(KeyError):
        reasons(allocate(QUESTION.problem, rounds=10), "ML-1998-001")
