"""A programme put together by somebody else: another country, another currency, its own components and exceptions."""

# ruff: noqa: ARG005 - a rule takes the mission and the figures, used or not

import datetime as dt

import pytest

from tokten_core.errors import Kind, RuleError, UsageError
from tokten_core.money import Money
from tokten_core.parameters import Dated, Figures, Key, Parameter
from tokten_core.periods import Period
from tokten_core.rules import (
    FUNDER,
    CostRules,
    Entitlement,
    Fund,
    MissionFacts,
    PaidBy,
    Residences,
    Share,
    at_least,
    choose,
    cost_rule,
    first_known,
    requirement,
)
from tokten_core.rules.per_diem import per_diem
from tokten_core.sources import Source
from tokten_core.text import Text, same
from tokten_core.units import DAY, TRUTH, money_unit

DECREE = Source(id="decree", document=Text(en="Decree 7", fr="Décret 7"))
START = dt.date(2020, 1, 1)
EUR = money_unit("EUR")
MISSION = MissionFacts("M1", "FR", dt.date(2020, 5, 4), 10, thesis_supervision=False, airfare=Money("99.90", "EUR"), for_profit=False)

FIGURES = Figures.of(
    [
        Parameter(
            "per_diem_rate",
            same("rate"),
            EUR.per(DAY),
            [Dated(START, DECREE, {False: 3_050, True: 5_000})],
            keys=[Key("thesis", TRUTH, same("thesis"))],
        ),
        Parameter("online_rate", same("online rate"), EUR.per(DAY), [Dated(START, DECREE, 1_000)]),
        Parameter("shortest", same("shortest"), DAY, [Dated(START, DECREE, 5)]),
    ]
)


def an_unlisted_kind(code, says, allowed):
    """Make a kind of problem for a test alone: it must not stand in the list of all kinds, which the reference is made from."""
    kind = object.__new__(Kind)
    for name, value in (("code", code), ("says", says), ("allowed", allowed), ("remedy", same(""))):
        object.__setattr__(kind, name, value)
    return kind


SHORT = an_unlisted_kind(
    "test-short-mission",
    says=Text(en="only {days}", fr="seulement {days}"),
    allowed=Text(en="at least {shortest}", fr="au moins {shortest}"),
)
BY_FUNDER = PaidBy(FUNDER, Text(en="the funder", fr="le bailleur"), (DECREE,))


def a_rule(function, name="", **details):
    return cost_rule(text=DECREE, en=name or function.__name__, fr=name or function.__name__, unit=EUR, name=name, **details)(function)


def fare(mission, _figures):
    return first_known(mission.airfare, 0)


def total(_mission, _figures, per_diem, fare):
    return per_diem + fare


def nobody_else_pays(_mission, _figures):
    return 0


def rest(_mission, _figures, total, beneficiary_share):
    return total - beneficiary_share


RULES = (
    a_rule(per_diem, paid_by=BY_FUNDER),
    a_rule(fare, paid_by=BY_FUNDER),
    a_rule(total),
    a_rule(nobody_else_pays, name="beneficiary_share"),
    a_rule(rest, name="source_pays"),
    requirement(text=DECREE, problem=SHORT, column="days")(lambda m, f: at_least(m.days, f.shortest.on(m.start))),
)
ONLINE = a_rule(
    lambda m, f: m.days * f.online_rate.on(m.start),
    name="online_per_diem",
    exception_of="per_diem",
    when=lambda m, f: choose(m.for_profit, True, False),
)
WITH_COMMITTEE = a_rule(
    lambda m, f: m.days * f.online_rate.on(m.start),
    name="committee_per_diem",
    exception_of="per_diem",
    when=lambda m, f: m.committee_consulted,
)
FUND = Fund(
    "fund",
    Text(en="the Fund", fr="le Fonds"),
    (
        Entitlement(frozenset({"missions"}), DECREE, same("from France"), Residences(same("France"), frozenset({"FR"}))),
        Entitlement(frozenset({"missions"}), DECREE, same("in 2021"), period=Period(dt.date(2021, 1, 1), dt.date(2021, 12, 31))),
    ),
)


def a_programme(rules=RULES, **details):
    named = {"FR": same("France"), "US": same("United States"), "SN": same("Senegal")}
    covers = Period(START, dt.date(2029, 12, 31))
    return CostRules("EUR", "SN", named, covers, DECREE, FIGURES, tuple(rules), (FUND,), **details)


def test_amounts_of_a_currency_with_cents_are_counted_in_cents():
    costing = a_programme().cost(MISSION)

    assert costing.total == 30_500 + 9_990
    assert costing.amount("per_diem") == Money(305, "EUR")
    assert costing.shares == (Share("funder", 40_490),)
    assert costing.lines("per_diem", "en")[0] == "per_diem: 305 EUR = 10 days × 30.50 EUR/day [Decree 7]"


def test_a_requirement_of_ones_own_speaks_of_what_it_reads():
    (problem,) = a_programme().cost(MissionFacts("M1", "FR", START, 4)).problems

    assert problem.say("en") == "M1.days: only 4 days. Allowed: at least 5 days. [test-short-mission]"


@pytest.mark.parametrize(("committee", "online", "amount"), [(False, False, 30_500), (True, False, 10_000), (False, True, 10_000)])
def test_an_exception_pays_another_rate(committee, online, amount):
    facts = MissionFacts("M1", "FR", START, 10, thesis_supervision=False, for_profit=online, committee_consulted=committee)

    (line, _) = a_programme([*RULES, ONLINE, WITH_COMMITTEE]).cost(facts).items
    assert line.amount == amount


def test_two_exceptions_at_once_are_a_problem_of_the_mission_that_names_both():
    facts = MissionFacts("M1", "FR", START, 10, thesis_supervision=False, for_profit=True, committee_consulted=True)

    costing = a_programme([*RULES, ONLINE, WITH_COMMITTEE]).cost(facts)

    assert costing.items == ()
    assert costing.problems[0].say("en") == (
        "M1: two exceptions at once: online_per_diem, committee_per_diem. Allowed: one exception at a time. "
        "Say in the rules which one goes first. [rules-disagree]"
    )


@pytest.mark.parametrize(
    ("residence", "day", "column"),
    [
        ("FR", dt.date(2020, 5, 4), None),
        ("US", dt.date(2021, 12, 31), None),
        ("US", dt.date(2022, 1, 1), "residence"),
        ("US", None, None),
        (None, dt.date(2022, 1, 1), None),
    ],
)
def test_one_entitlement_of_several_is_enough_and_else_the_first_tells_why(residence, day, column):
    refusal = a_programme().eligible("fund", "per_diem", residence, day)

    assert (refusal and refusal.facts["column"]) == column


@pytest.mark.parametrize("missing", ["total", "beneficiary_share", "source_pays"])
def test_a_programme_without_the_amounts_that_shares_are_made_of_does_not_load(missing):
    kept = {"total": ("source_pays",), "beneficiary_share": ("source_pays",), "source_pays": ()}[missing]
    rules = [rule for rule in RULES if rule.name not in {missing, *kept}]

    with pytest.raises(RuleError, match="rule-unknown-rule"):
        a_programme(rules)


@pytest.mark.parametrize(("column", "words"), [("day", "{days}"), ("days", "{day}")])
def test_a_requirement_that_speaks_of_what_nobody_reads_does_not_load(column, words):
    kind = an_unlisted_kind("test-enough", says=same(words), allowed=same(""))
    rule = requirement(text=DECREE, problem=kind, column=column, name="enough")(lambda m, f: at_least(m.days, f.shortest.on(m.start)))

    with pytest.raises(RuleError, match="rule-unknown-fact"):
        a_programme([*RULES, rule])


def test_a_quote_in_a_currency_that_is_not_converted_is_a_problem():
    (problem,) = a_programme().cost(MissionFacts("M1", "FR", START, 10, airfare=Money(1, "USD"))).problems

    assert (problem.code, problem.facts["column"]) == ("airfare-currency", "airfare_currency")


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("days", 14.0),
        ("days", "14"),
        ("days", True),
        ("teaching_hours", -1),
        ("thesis_supervision", 1),
        ("start", dt.datetime(2020, 5, 4, tzinfo=dt.UTC)),
        ("airfare", 650),
        ("airfare", Money(-1, "EUR")),
        ("residence", 33),
        ("id", None),
    ],
)
def test_a_fact_of_the_wrong_type_or_below_zero_is_the_callers_slip(fact, value):
    with pytest.raises(UsageError, match="mission-fact"):
        MissionFacts(**{"id": "M1", fact: value})
