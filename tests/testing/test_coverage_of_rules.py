"""What of a rule was never seen is told in words, with what to add; what the figures cannot give is no goal; aim alone sees the rest."""

# ruff: noqa: ARG005 - a rule takes the mission and the figures, used or not

import datetime as dt
from fractions import Fraction

import pytest

from tokten_core.parameters import Dated, Figures, Key, Parameter
from tokten_core.plugins import load_pack
from tokten_core.rules import all_of, at_most, by_band, choose, cost_rule, down, each_day, equal, first_known, half_even, least, percent
from tokten_core.rules.book import RuleBook
from tokten_core.rules.facts import FactKind
from tokten_core.sources import Source
from tokten_core.testing.aiming import directed, plain_case
from tokten_core.testing.coverage import Seen, divisor, goals, possible
from tokten_core.text import same
from tokten_core.units import CODE, DATE, DAY, HOUR, PERCENT, TRUTH, money_unit

XOF = money_unit("XOF")
TEXT = Source(id="text", document=same("Decree"))
FACTS = [
    FactKind("start", DATE, same("first day")), FactKind("days", DAY, same("days")), FactKind("hours", HOUR, same("hours")),
    FactKind("senior", TRUTH, same("senior")), FactKind("abroad", TRUTH, same("abroad")), FactKind("quote", XOF, same("quote")),
    FactKind("rank", CODE, same("rank"), ("a", "b")),
]  # fmt: skip
CHANGES = [dt.date(2020, 1, 1), dt.date(2021, 1, 1)]


def figure(name, unit, *rows, **details):
    return Parameter(name, same(name), unit, [Dated(day, TEXT, row) for day, row in zip(CHANGES, rows, strict=False)], **details)


RATE = figure("rate", XOF.per(DAY), 20_000, 25_001)
EVEN = figure("even", XOF.per(DAY), 20_000)
SHARE = figure("share", PERCENT, 50)
CEILING = figure("ceiling", XOF, 100_000)
BANDS = figure("bands", XOF.per(DAY), {1: 100, 11: 75}, keys=[Key("from", DAY, same("from"), bands=True)])
BY_RANK = figure("by_rank", XOF.per(DAY), {"a": 1_000, "b": 2_000}, keys=[Key("rank", CODE, same("rank"))])
MOST = figure("most", DAY, 28)
FIGURES = Figures.of([MOST, RATE, EVEN, SHARE, CEILING, BANDS, BY_RANK])


def book(function):
    return RuleBook(FIGURES, [cost_rule(text=TEXT, en="amount", fr="montant", unit=XOF, name="amount")(function)], FACTS)


def unseen(rules, *cases):
    seen = Seen(rules)
    for case in cases:
        seen.look(case)
    return [goal.key for goal in seen.missing]


def test_what_was_never_seen_is_named_by_rule_and_in_words():
    rules = book(lambda m, f: choose(m.senior, m.days * f.even.on(m.start), 0))

    assert unseen(rules, {"senior": True, "days": 3, "start": dt.date(2020, 1, 1)}) == [
        "amount: even read on 2019-12-31",
        "amount: senior: no",
    ]


def test_each_part_of_a_condition_must_decide_alone():
    rules = book(lambda m, f: choose(all_of(m.senior, m.abroad), m.quote, 0))

    assert unseen(rules, {"senior": True, "abroad": True}, {"senior": False, "abroad": False}) == [
        "amount: senior: no decides",
        "amount: abroad: no decides",
    ]


def test_a_bound_must_be_met_exactly_and_missed_by_one():
    rules = book(lambda m, f: choose(at_most(m.quote, f.ceiling.on(m.start)), m.quote, 0))
    days = book(lambda m, f: choose(at_most(m.days, f.most.on(m.start)), m.quote, 0))

    assert not any("exactly" in goal.key for goal in goals(rules)), "an amount of money need not hit a bound"
    assert any("met exactly" in goal.key for goal in goals(days))


def test_a_half_that_the_figures_cannot_leave_is_no_goal():
    """Half of days at 20 000 francs is whole; half of days at 25 001 is not."""
    whole = book(lambda m, f: down(m.days * f.even.on(m.start) * percent(f.share.on(m.start))))
    half = book(lambda m, f: half_even(m.days * f.rate.on(m.start) * percent(f.share.on(m.start))))

    assert not [goal.key for goal in goals(whole) if "cut" in goal.key]
    assert [goal.key for goal in goals(half) if "half" in goal.key] == [
        "amount: days × rate × share: a half over an even quotient",
        "amount: days × rate × share: a half over an odd quotient",
    ]
    assert divisor(whole.step("amount").body.part) == Fraction(10_000)


def test_what_is_made_of_figures_alone_has_few_values():
    rules = book(lambda m, f: least(half_even(f.ceiling.on(m.start) * percent(f.share.on(m.start))), m.quote))

    assert possible(rules.step("amount").body.parts[0].part) == {Fraction(50_000)}
    assert possible(rules.step("amount").body) is None


RULES = {
    "each day": lambda m, f: each_day(m.start, m.days, f.rate),
    "bands": lambda m, f: by_band(m.days, f.bands.on(m.start)),
    "share of a sum": lambda m, f: half_even((m.quote + m.days * f.rate.on(m.start)) * percent(f.share.on(m.start))),
    "ceiling": lambda m, f: least(m.days * f.rate.on(m.start), f.ceiling.on(m.start)),
    "first known": lambda m, f: first_known(m.quote, m.days * f.rate.on(m.start)),
    "table": lambda m, f: choose(m.senior, m.days * f.by_rank.on(m.start, rank=m.rank), m.quote),
}


@pytest.mark.parametrize("name", RULES)
def test_aim_alone_sees_all_of_a_rule(name):
    rules = book(RULES[name])

    assert unseen(rules, *directed(rules)) == []


def test_a_row_that_a_condition_shuts_out_is_told():
    """Nobody of rank b comes where rank is a: the row is dead, or the condition is wrong; the pack says which."""
    rules = book(lambda m, f: choose(equal(m.rank, "a"), m.days * f.by_rank.on(m.start, rank=m.rank), m.quote))

    assert unseen(rules, *directed(rules)) == ["amount: by_rank (rank: b), since 2020-01-01"]


def test_aim_alone_sees_all_of_malis_rules():
    rules = load_pack("mali").costs.book

    assert unseen(rules, *directed(rules)) == []
    assert len(list(goals(rules))) > 400


def test_the_plain_case_of_mali_has_no_problem():
    costs = load_pack("mali").costs

    assert not [
        step.rule.name
        for step in costs.steps.values()
        if step.rule.problem and costs.book.work_out(plain_case(costs.book)).evaluation.value(step) is False
    ]
