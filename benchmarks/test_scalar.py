"""One mission costed with its trail, against the same sums on whole numbers with a trail written by hand."""

import datetime as dt

import pytest

from tokten_core import load_pack
from tokten_core.money import Money
from tokten_core.rules import MissionFacts

MANY = 2_000
COSTS = load_pack("mali").costs
FACTS = MissionFacts("M1", "FR", dt.date(2009, 2, 2), 14, False, 40, Money(650_000, "XOF"), 13, for_profit=True, cost_share=20)
WORK = "one mission, its amounts and all that its rules read"
THEIRS = "whole numbers, a trail by hand"

RATES = {False: 20_000, True: 40_000}
BANDS = {("europe", False): 1_000_000, ("europe", True): 1_450_000}
REGIONS, HIGH = {"FR": "europe"}, frozenset({6, 7, 8, 9, 12})
DAYS, HOURS = {False: 14, True: 21}, {False: 0, True: 40}
BEARS = {"ce": True}
PARTIE_II, PARTIE_IV, PARTIE_VII, SECTION_8_5, ANNEXE_1 = "Partie II", "Partie IV", "Partie VII, N.B.", "8.5", "Annexe 1"


def by_hand(residence, start, days, thesis, hours, fare, for_profit, share, source):  # noqa: PLR0917 - plain arguments are the fastest
    """Write what a good engineer would: the sums, and beside each the rule, what it read, the amount and the text."""
    rate = RATES[thesis]
    per_diem = days * rate
    trail = [("per_diem", (days, rate, start, thesis), per_diem, PARTIE_II)]
    pay = hours * 2_250
    trail.append(("teaching_hours", (hours, 2_250), pay, PARTIE_II))
    high, region = start.month in HIGH, REGIONS[residence]
    band = BANDS[region, high]
    estimate = band - DAYS[high] * 20_000 - HOURS[high] * 2_250
    trail.append(("airfare_estimate", (band, region, high), estimate, PARTIE_VII))
    airfare = fare if fare is not None else estimate
    trail.append(("airfare", (fare, estimate), airfare, PARTIE_IV))
    total = per_diem + pay + airfare
    trail.append(("total", (per_diem, pay, airfare), total, PARTIE_IV))
    if for_profit:
        exact = total * share
        hosts, rest = divmod(exact, 100)
        hosts += rest > 50 or (rest == 50 and hosts & 1)
    else:
        hosts = 0
    trail.append(("beneficiary_share", (total, for_profit, share), hosts, PARTIE_IV))
    source_pays = total - hosts
    trail.append(("source_pays", (total, hosts), source_pays, PARTIE_IV))
    dollars = source_pays * 7 // 40_000 * 100 if BEARS[source] else 0
    trail.append(("support_cost_in_dollars", (source_pays, 7, 400, source), dollars, ANNEXE_1))
    support = dollars * 400 // 100
    trail.append(("support_cost", (dollars, 400), support, ANNEXE_1))
    first = per_diem * 50 // 100
    trail.append(("first_instalment", (per_diem, 50), first, SECTION_8_5))
    second = per_diem - first + pay
    trail.append(("second_instalment", (per_diem, first, pay), second, SECTION_8_5))
    return trail


def hand():
    return by_hand("FR", FACTS.start, 14, False, 40, 650_000, True, 20, "ce")


def hold_equal():
    costing = COSTS.cost(FACTS, "ce")
    assert costing.amounts is not None
    assert all(costing.units(rule) == amount for rule, _, amount, _ in hand())


@pytest.mark.parametrize("read", [False, True], ids=["kept", "read"])
def test_one_mission(versus, read):
    """
    Kept: the record holds all that the trail is made of. Read: every line of the trail is laid out as well.

    An estimate that a quote stands in for is worked out with the trail alone; by hand it is worked out either way.
    """
    hold_equal()

    def ours():
        for _ in range(MANY):
            costing = COSTS.cost(FACTS, "ce")
            if read:
                _ = costing.trail

    def theirs():
        for _ in range(MANY):
            hand()

    versus(ours, theirs, work=WORK + (", the trail laid out" if read else ""), theirs_is=THEIRS, to_reach=1, rounds=201)


def printed_by_hand():
    return "\n".join(f"{rule}: {amount} ({', '.join(map(str, read))}) [{text}]" for rule, read, amount, text in hand())


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_its_explanation_printed(versus, lang):
    """Ours in full sentences, with dates, sources, readings and what was set aside; theirs eleven bare lines."""
    for _ in range(3):
        told = COSTS.cost(FACTS, "ce").explanation(lang)
    assert told == tuple(
        line for item in COSTS.cost(FACTS, "ce").items for line in COSTS.cost(FACTS, "ce").explain(item.component).lines(lang)
    )

    def ours():
        for _ in range(MANY):
            _ = "\n".join(COSTS.cost(FACTS, "ce").explanation(lang))

    def theirs():
        for _ in range(MANY):
            printed_by_hand()

    work = f"a mission costed and explained in {len(told)} lines ({lang})"
    versus(ours, theirs, work=work, theirs_is="a trail by hand joined into 11 lines", to_reach=2.5, rounds=21)
