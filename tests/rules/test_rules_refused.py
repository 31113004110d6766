"""What the author of a rule may not write: each mistake stops before any mission, with its code and its place."""

# ruff: noqa: ARG005 - a rule takes the mission and the figures, used or not; the short ones stand beside their facts

import datetime as dt
from decimal import Decimal

import pytest

from tokten_core.errors import KINDS, RuleError
from tokten_core.money import HALF_EVEN, Money
from tokten_core.parameters import Dated, Figures, Key, Parameter
from tokten_core.rules import (
    all_of,
    at_least,
    by_band,
    choose,
    convert,
    convert_back,
    cost_rule,
    equal,
    first_known,
    greatest,
    half_even,
    known,
    not_,
    percent,
)
from tokten_core.rules.facts import mission_facts
from tokten_core.rules.tracing import trace
from tokten_core.sources import Source
from tokten_core.text import same
from tokten_core.units import DAY, HOUR, PERCENT, TRUTH, money_unit

XOF, EUR, USD = money_unit("XOF"), money_unit("EUR"), money_unit("USD")
TEXT = Source(id="text", document=same("Text"))
FIRST_DAY = dt.date(2008, 9, 1)
FACTS = mission_facts("XOF", ("EUR", "USD"), ("ce", "bsi"))


def a_figure(name, unit, rows, **details):
    return Parameter(name, same(name), unit, (Dated(FIRST_DAY, TEXT, rows),), **details)


FIGURES = Figures.of(
    [
        a_figure("rate", XOF.per(DAY), {False: 100, True: 200}, keys=[Key("thesis", TRUTH, same("thesis"))]),
        a_figure("share", PERCENT, 7),
        a_figure("parity", XOF.per(EUR), 655_957, scale=1000),
        a_figure("bands", PERCENT, {1: 100}, keys=[Key("stay", DAY, same("stay"), bands=True)]),
        a_figure("no_step", XOF, 0),
        a_figure("broken_rate", XOF.per(USD), 0),
    ]
)


def traced(*functions, unit=XOF):
    return trace([cost_rule(text=TEXT, en="x", fr="x", unit=unit)(function) for function in functions], FIGURES, FACTS)


def if_on_a_fact(mission, figures):
    if mission.thesis_supervision:
        return mission.airfare
    return 0


RATES: dict[str, int] = {}

MISTAKES = [
    ("rule-float", lambda m, f: m.airfare * 0.07),
    ("rule-float", lambda m, f: 0.5),
    ("rule-number", lambda m, f: m.airfare + 500),
    ("rule-number", lambda m, f: m.airfare * 2),
    ("rule-number", lambda m, f: 20_000),
    ("rule-number", lambda m, f: m.airfare + Money(5, "XOF")),
    ("rule-number", lambda m, f: m.airfare * Decimal("0.07")),
    ("rule-number", lambda m, f: convert(m.airfare_eur, m.days, HALF_EVEN)),
    ("rule-branches", if_on_a_fact),
    ("rule-branches", lambda m, f: m.thesis_supervision and m.airfare),
    ("rule-branches", lambda m, f: not m.thesis_supervision),
    ("rule-compares", lambda m, f: choose(m.days > m.lodging_nights, m.airfare, 0)),
    ("rule-compares", lambda m, f: choose(m.days == m.days, m.airfare, 0)),
    ("rule-compares", lambda m, f: choose(m.days in [1, 2], m.airfare, 0)),
    ("rule-compares", lambda m, f: min(m.airfare, m.airfare)),
    ("rule-compares", lambda m, f: choose(0 < m.days < m.days, m.airfare, 0)),
    ("rule-divides", lambda m, f: m.airfare / m.days),
    ("rule-divides", lambda m, f: m.airfare // 2),
    ("rule-divides", lambda m, f: m.airfare % m.days),
    ("rule-divides", lambda m, f: m.airfare**2),
    ("rule-divides", lambda m, f: 1 / m.airfare),
    ("rule-divides", lambda m, f: -m.airfare),
    ("rule-divides", lambda m, f: choose(~m.thesis_supervision, m.airfare, 0)),
    ("rule-divides", lambda m, f: choose(m.thesis_supervision | m.for_profit, m.airfare, 0)),
    ("rule-leaves", lambda m, f: int(m.airfare)),
    ("rule-leaves", lambda m, f: round(m.airfare)),
    ("rule-leaves", lambda m, f: float(m.airfare)),
    ("rule-leaves", lambda m, f: sum(1 for _ in range(m.days))),
    ("rule-leaves", lambda m, f: sum(m.days)),
    ("rule-unrounded", lambda m, f: m.airfare * percent(m.cost_share)),
    ("rule-unrounded", lambda m, f: m.airfare + m.airfare * percent(m.cost_share)),
    ("rule-unrounded", lambda m, f: m.airfare * percent(m.cost_share) * percent(m.cost_share)),
    ("rule-unrounded", lambda m, f: choose(m.for_profit, m.airfare * percent(m.cost_share), 0)),
    ("rule-currencies", lambda m, f: m.airfare + m.airfare_eur),
    ("rule-currencies", lambda m, f: choose(m.for_profit, m.airfare, m.airfare_usd)),
    ("rule-currencies", lambda m, f: first_known(m.airfare, m.airfare_eur)),
    ("rule-currencies", lambda m, f: convert(m.airfare_usd, f.parity.on(m.start), HALF_EVEN)),
    ("rule-units", lambda m, f: m.days + m.teaching_hours),
    ("rule-units", lambda m, f: m.days * m.teaching_hours),
    ("rule-units", lambda m, f: m.airfare * m.airfare),
    ("rule-units", lambda m, f: m.start + m.start),
    ("rule-units", lambda m, f: choose(m.days, m.airfare, 0)),
    ("rule-units", lambda m, f: choose(all_of(m.days), m.airfare, 0)),
    ("rule-units", lambda m, f: half_even(m.airfare * percent(m.days))),
    ("rule-units", lambda m, f: half_even(m.for_profit * percent(m.cost_share))),
    ("rule-units", lambda m, f: half_even(m.airfare * percent(m.cost_share), to=m.days)),
    ("rule-units", lambda m, f: half_even(percent(m.cost_share))),
    ("rule-units", lambda m, f: convert(m.airfare_eur, f.share.on(m.start), HALF_EVEN)),
    ("rule-units", lambda m, f: choose(equal(m.days, "ce"), m.airfare, 0)),
    ("rule-units", lambda m, f: choose(at_least(m.residence, m.residence), m.airfare, 0)),
    ("rule-units", lambda m, f: f.rate.on(m.days, thesis=m.thesis_supervision)),
    ("rule-units", lambda m, f: greatest(m.airfare, "ce")),
    ("rule-unknown-fact", lambda m, f: m.teaching_hour),
    ("rule-unknown-figure", lambda m, f: m.days * f.rates.on(m.start)),
    ("rule-unknown-code", lambda m, f: choose(equal(m.source, "cee"), m.airfare, 0)),
    ("rule-table-key", lambda m, f: m.days * f.rate.on(m.start)),
    ("rule-table-key", lambda m, f: m.days * f.rate.on(m.start, theses=m.thesis_supervision)),
    ("rule-table-key", lambda m, f: m.days * f.rate.on(m.start, thesis=m.residence)),
    ("rule-zero-denominator", lambda m, f: half_even(m.airfare * percent(f.share.on(m.start)), to=f.no_step.on(m.start))),
    ("rule-number", lambda m, f: half_even(m.airfare * percent(f.share.on(m.start)), to=m.airfare)),
    ("rule-number", lambda m, f: half_even(m.airfare * percent(f.share.on(m.start)), to=0)),
    ("rule-half-said", lambda m, f: by_band(m.days, f.bands.on(m.start), m.airfare)),
    ("rule-half-said", lambda m, f: by_band(m.days, f.bands.on(m.start), rounding=half_even)),
    ("rule-not-bands", lambda m, f: by_band(m.days, f.rate.on(m.start, thesis=True))),
    ("rule-zero-denominator", lambda m, f: convert_back(m.airfare, f.broken_rate.on(m.start), HALF_EVEN)),
    ("rule-wrong-result", lambda m, f: m.days),
    ("rule-wrong-result", lambda m, f: None),
    ("rule-wrong-result", lambda m, f: (m.airfare, m.airfare)),
    ("rule-wrong-result", lambda m, f: not_(m.for_profit)),
    ("rule-wrong-result", lambda m, f: known(m.airfare)),
    ("rule-fails", lambda m, f: m.airfare.amount.units),
    ("rule-fails", lambda m, f: RATES["per_diem"]),
]


@pytest.mark.parametrize(("code", "function"), MISTAKES)
def test_a_mistake_stops_when_the_rule_is_traced(code, function):
    with pytest.raises(RuleError) as error:
        traced(function)

    assert error.value.code == code
    assert error.value.problems[0].place.startswith("test_rules_refused.py:")


def test_the_line_of_the_mistake_is_named_in_the_authors_own_file():
    with pytest.raises(RuleError) as error:
        traced(if_on_a_fact)

    line = if_on_a_fact.__code__.co_firstlineno + 1
    assert str(error.value) == (
        f"test_rules_refused.py:{line} (if_on_a_fact): `if`, `and`, `or` or `not` on a fact. Allowed: a choice that is kept for every "
        "mission. Write choose(condition, yes, no). [rule-branches]"
    )


def test_a_misspelt_fact_is_answered_with_the_nearest_one():
    with pytest.raises(RuleError) as error:
        traced(lambda m, f: m.teaching_hour)

    assert error.value.problems[0].says.en == "there is no fact teaching_hour (did you mean teaching_hours?)"


def test_a_rule_that_names_an_unknown_rule_is_answered_with_the_nearest_one():
    def per_diem(mission, figures):
        return mission.airfare

    def total(mission, figures, per_dieme):
        return per_dieme

    with pytest.raises(RuleError) as error:
        traced(per_diem, total)

    assert error.value.code == "rule-unknown-rule"
    assert error.value.problems[0].says.en == "there is no rule per_dieme (did you mean per_diem?)"


def test_rules_that_need_one_another_in_a_circle_are_named_in_their_order():
    def first(mission, figures, second):
        return second

    def second(mission, figures, third):
        return third

    def third(mission, figures, first):
        return first

    with pytest.raises(RuleError) as error:
        traced(first, second, third)

    assert error.value.code == "rule-circle"
    assert error.value.problems[0].value == "first → second → third → first"


def test_two_rules_that_claim_one_amount_stop_and_are_both_named():
    def fare(mission, figures):
        return mission.airfare

    with pytest.raises(RuleError) as error:
        traced(fare, fare)

    place = f"test_rules_refused.py:{fare.__code__.co_firstlineno} (fare)"
    assert error.value.code == "rule-claims-twice"
    assert error.value.problems[0].says.en == f"two rules claim the amount fare: {place} and {place}"


def test_an_exception_of_a_rule_that_does_not_exist_stops():
    exception = cost_rule(text=TEXT, en="x", fr="x", unit=XOF, exception_of="per_dieme")(lambda m, f: m.airfare)

    with pytest.raises(RuleError, match="rule-unknown-rule"):
        trace([exception], FIGURES, FACTS)


@pytest.mark.parametrize("text", [None, "Partie II", ()])
def test_a_rule_without_a_source_is_no_rule(text):
    with pytest.raises(RuleError, match="rule-without-source"):
        cost_rule(text=text, en="x", fr="x", unit=HOUR)(lambda m, f: m.teaching_hours)


def test_every_code_of_a_rule_error_has_its_case_here():
    tried = {code for code, _ in MISTAKES}
    elsewhere = {"rule-unknown-rule", "rule-circle", "rule-claims-twice", "rule-without-source"}

    assert {code for code in KINDS if code.startswith("rule-")} == tried | elsewhere
