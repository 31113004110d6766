"""Words that price a stay in spans, and splits: cases an official can work out on paper, and a naive loop over each day as a witness."""

# ruff: noqa: ARG005, E731 - a rule takes the mission and the figures, used or not; the short ones stand beside their facts

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core.errors import RuleError
from tokten_core.parameters import Dated, Figures, Key, Parameter
from tokten_core.rules import by_band, cost_rule, each_day, first_and_last, half_even, half_up, percent, split
from tokten_core.rules.book import RuleBook
from tokten_core.rules.facts import FactKind
from tokten_core.rules.plain import ABSENT, PlainFigures, PlainMission
from tokten_core.sources import Source
from tokten_core.text import Text, same
from tokten_core.units import CODE, DATE, DAY, PERCENT, STAY_MONTH, TRUTH, money_unit

CAD = money_unit("CAD")
XOF = money_unit("XOF")
OLD = Source(id="old", document=Text(en="Decree 1", fr="Décret 1"))
NEW = Source(id="new", document=Text(en="Decree 2", fr="Décret 2"))
START, CHANGE = dt.date(2020, 1, 1), dt.date(2021, 3, 4)
STAY = Key("stay", DAY, Text(en="from day", fr="à partir du jour"), bands=True)
RANK = Key("rank", CODE, Text(en="rank", fr="rang"))

FIGURES = Figures.of(
    [
        Parameter(
            "share",
            Text(en="share by length of stay", fr="part selon la durée"),
            PERCENT,
            [Dated(START, OLD, {1: 100, 31: 75, 121: 50}), Dated(CHANGE, NEW, {1: 100, 61: 80})],
            keys=[STAY],
        ),
        Parameter(
            "rate",
            Text(en="rate", fr="taux"),
            XOF.per(DAY),
            [Dated(START, OLD, {("a", 1): 100, ("a", 8): 60, ("b", 1): 200, ("b", 15): 90})],
            keys=[RANK, STAY],
        ),
        Parameter("late", same("late"), XOF.per(DAY), [Dated(START, OLD, {31: 500})], keys=[STAY]),
        Parameter("monthly", same("monthly"), XOF.per(STAY_MONTH), [Dated(START, OLD, {1: 900, 2: 400})],
                  keys=[Key("month", STAY_MONTH, same("month"), bands=True)]),
        Parameter("meal", Text(en="meals", fr="repas"), CAD.per(DAY), [Dated(START, OLD, 14_955)]),
        Parameter("per_diem", same("per diem"), XOF.per(DAY), [Dated(START, OLD, 20_000), Dated(CHANGE, NEW, 25_000)]),
        Parameter(
            "stopped",
            same("stopped"),
            XOF.per(DAY),
            [
                Dated(START, OLD, 10, until=dt.date(2020, 6, 30)),
                Dated(dt.date(2021, 1, 1), NEW, 20),
                Dated(dt.date(2022, 1, 1), NEW, abolished=True),
                Dated(dt.date(2022, 2, 1), NEW, 30),
            ],
        ),
        Parameter("thesis_rate", same("thesis rate"), XOF.per(DAY), [Dated(START, OLD, {False: 1, True: 3}), Dated(CHANGE, NEW, {False: 2})],
                  keys=[Key("thesis", TRUTH, same("thesis"))]),
    ]
)  # fmt: skip
FACTS = (
    FactKind("start", DATE, Text(en="first day", fr="premier jour")),
    FactKind("days", DAY, Text(en="days", fr="jours")),
    FactKind("months", STAY_MONTH, Text(en="months", fr="mois")),
    FactKind("rank", CODE, Text(en="rank", fr="rang"), ("a", "b", "c")),
    FactKind("thesis", TRUTH, Text(en="thesis", fr="thèse")),
    FactKind("amount", XOF, Text(en="amount", fr="montant")),
    *(FactKind(f"weight_{n}", DAY, same(f"weight {n}")) for n in (1, 2, 3)),
)


def a_book(function, unit=XOF):
    return RuleBook(FIGURES, (cost_rule(text=OLD, en="amount", fr="montant", unit=unit, name="amount")(function),), FACTS)


def worked(function, unit=XOF, **facts):
    return a_book(function, unit).work_out({"start": START, **facts})


def value(function, unit=XOF, **facts):
    return worked(function, unit, **facts).units("amount")


def meals(mission, figures):
    day = mission.start
    return by_band(mission.days, figures.share.on(day), figures.meal.on(day), half_up)


def by_rank(mission, figures):
    return by_band(mission.days, figures.rate.on(mission.start, rank=mission.rank))


def day_by_day(mission, figures):
    return each_day(mission.start, mission.days, figures.per_diem)


def day_by_day_with_holes(mission, figures):
    return each_day(mission.start, mission.days, figures.stopped)


def day_by_day_by_thesis(mission, figures):
    return each_day(mission.start, mission.days, figures.thesis_rate, thesis=mission.thesis)


def edges(mission, figures):
    return first_and_last(mission.days, figures.per_diem.on(mission.start), figures.rate.on(mission.start, rank="a", stay=mission.days))


def parts(which):
    return lambda m, f: split(m.amount, m.weight_1, m.weight_2, m.weight_3)[which]


@pytest.mark.parametrize(
    ("days", "cents"),
    [(0, 0), (1, 14_955), (30, 30 * 14_955), (31, 30 * 14_955 + 11_216), (120, 30 * 14_955 + 90 * 11_216),
     (121, 30 * 14_955 + 90 * 11_216 + 7_478)],
)  # fmt: skip
def test_each_band_of_a_stay_has_its_own_rounded_price(days, cents):
    assert value(meals, CAD, days=days) == cents


def test_bands_that_a_later_text_draws_elsewhere_are_read_as_that_text_draws_them():
    assert value(meals, CAD, start=CHANGE, days=62) == 60 * 14_955 + 2 * 11_964


def test_a_band_that_is_not_reached_asks_nothing():
    """No text prices the first thirty days; a stay of none of them costs nothing, a stay of one is unknown."""
    late = lambda m, f: by_band(m.days, f.late.on(m.start))

    assert value(late, days=0) == 0
    assert worked(late, days=1).unknown("amount").en == "no text gives it (from day: 1 day)"


def test_one_band_is_a_price_like_another():
    one = RuleBook(
        Figures.of([Parameter("one", same("one"), XOF.per(DAY), [Dated(START, OLD, {1: 500})], keys=[STAY])]),
        (cost_rule(text=OLD, en="amount", fr="montant", unit=XOF, name="amount")(lambda m, f: by_band(m.days, f.one.on(m.start))),),
        FACTS,
    )

    assert one.work_out({"start": START, "days": 9}).units("amount") == 4_500


def test_bands_stand_beside_other_keys_of_the_table():
    assert value(by_rank, rank="a", days=10) == 7 * 100 + 3 * 60
    assert value(by_rank, rank="b", days=16) == 14 * 200 + 2 * 90
    assert value(by_rank, rank="c", days=16) is None


@pytest.mark.parametrize(("months", "francs"), [(0, 0), (1, 900), (3, 1_700)])
def test_the_first_month_and_the_following_ones(months, francs):
    assert value(lambda m, f: by_band(m.months, f.monthly.on(m.start)), months=months) == francs


@pytest.mark.parametrize(
    ("start", "days", "francs"),
    [(dt.date(2021, 3, 1), 3, 60_000), (dt.date(2021, 3, 1), 12, 3 * 20_000 + 9 * 25_000), (CHANGE, 2, 50_000), (CHANGE, 0, 0)],
)
def test_each_day_is_paid_at_its_own_rate(start, days, francs):
    assert value(day_by_day, start=start, days=days) == francs


@pytest.mark.parametrize(
    ("start", "days", "reason"),
    [
        (dt.date(2019, 12, 31), 2, "stopped: no known text sets it on 2019-12-31"),
        (dt.date(2020, 6, 30), 2, "stopped: no known text sets it on 2020-07-01"),
        (dt.date(2021, 12, 31), 2, "stopped: it was abolished from 2022-01-01 (Decree 2)"),
    ],
)
def test_a_day_that_no_text_covers_makes_the_whole_unknown(start, days, reason):
    assert worked(day_by_day_with_holes, start=start, days=days).unknown("amount").en == reason


@pytest.mark.parametrize(("days", "francs"), [(0, 0), (1, 20_000), (2, 40_000), (3, 40_100), (9, 40_000 + 7 * 60)])
def test_the_first_and_the_last_day_have_a_price_of_their_own(days, francs):
    def rule(mission, figures):
        return first_and_last(mission.days, figures.per_diem.on(mission.start), _second_price(mission, figures))

    assert value(rule, days=days, rank="a") == francs


def _second_price(mission, figures):
    return figures.rate.on(mission.start, rank=mission.rank, stay=_start_of_band(mission))


def _start_of_band(mission):
    from tokten_core.rules import at_most, choose
    from tokten_core.rules.handles import Term
    from tokten_core.rules.nodes import Constant

    return choose(at_most(mission.days, Term(Constant(DAY, 7))), Term(Constant(DAY, 1)), Term(Constant(DAY, 8)))


@pytest.mark.parametrize(
    ("amount", "weights", "shares"),
    [(10, (1, 1, 1), (4, 3, 3)), (10, (0, 0, 5), (0, 0, 10)), (100, (1, 2, 4), (14, 29, 57)), (0, (1, 2, 3), (0, 0, 0))],
)
def test_a_split_gives_the_francs_that_are_left_to_the_largest_remainders(amount, weights, shares):
    facts = {"amount": amount} | {f"weight_{n}": weight for n, weight in enumerate(weights, start=1)}

    assert tuple(value(parts(which), **facts) for which in range(3)) == shares


def test_a_split_by_nothing_gives_no_parts_and_says_so():
    found = worked(parts(0), amount=10, weight_1=0, weight_2=0, weight_3=0)

    assert found.units("amount") is None
    assert found.unknown("amount").fr == "les poids d'une répartition sont nuls, ou l'un d'eux est négatif"


STAYS = {
    "start": st.sampled_from([day + dt.timedelta(days=shift) for day in (START, CHANGE, dt.date(2020, 7, 1), dt.date(2022, 2, 1))
                              for shift in (-2, -1, 0, 1, 2)]),
    "days": st.none() | st.integers(0, 140),
    "rank": st.none() | st.sampled_from(["a", "b", "c"]),
    "thesis": st.none() | st.booleans(),
}  # fmt: skip


@pytest.mark.parametrize("function", [by_rank, day_by_day, day_by_day_with_holes, day_by_day_by_thesis])
@settings(max_examples=150)
@given(facts=st.fixed_dictionaries(STAYS))
def test_a_loop_over_each_day_gives_the_same(function, facts):
    plainly = function(PlainMission(facts), PlainFigures(FIGURES)) if facts["days"] != 0 else None

    found = value(function, **facts)
    if facts["days"] != 0:
        assert found == (None if plainly is ABSENT else plainly)


@settings(max_examples=150)
@given(facts=st.fixed_dictionaries(STAYS))
def test_a_loop_over_each_day_gives_the_same_where_the_price_is_a_share(facts):
    plainly = meals(PlainMission(facts), PlainFigures(FIGURES)) if facts["days"] != 0 else None

    if facts["days"] != 0:
        assert value(meals, CAD, **facts) == (None if plainly is ABSENT else plainly)


@settings(max_examples=200)
@given(st.integers(0, 10**13), st.tuples(*[st.integers(0, 50)] * 3))
def test_the_parts_of_a_split_are_those_of_the_naive_split_and_add_up(amount, weights):
    facts = {"amount": amount} | {f"weight_{n}": weight for n, weight in enumerate(weights, start=1)}
    plainly = split(amount, *weights)
    found = [value(parts(which), **facts) for which in range(3)]

    assert found == [None if part is ABSENT else part for part in plainly]
    assert sum(weights) == 0 or sum(found) == amount


def test_a_negative_amount_splits_as_its_mirror_image():
    rule = lambda which: lambda m, f: split(m.amount - m.amount - m.amount, m.weight_1, m.weight_2, m.weight_3)[which]

    assert [value(rule(which), amount=10, weight_1=1, weight_2=1, weight_3=1) for which in range(3)] == [-4, -3, -3]


def test_spans_are_said_with_what_they_reach_and_each_figure_has_its_text():
    start = dt.date(2021, 3, 1)

    assert worked(day_by_day, start=start, days=12).lines("amount", "en") == (
        "amount: 285 000 FCFA = 3 days × 20 000 FCFA/day + 9 days × 25 000 FCFA/day, each day at its own rate [Decree 1]",
        "  per diem: 20 000 FCFA/day, since 2020-01-01 [Decree 1]",
        "  per diem: 25 000 FCFA/day, since 2021-03-04 [Decree 2]",
    )
    assert worked(meals, CAD, days=31).lines("amount", "fr")[0] == (
        "montant : 4 598,66 CAD = 30 jours × 149,55 CAD/jour (100 % de 149,55 CAD/jour) + 1 jour × 112,16 CAD/jour (75 % de 149,55 CAD/jour = "
        "112,1625 CAD/jour, arrondi au plus proche, la moitié vers le haut), par tranches de durée [Décret 1]"
    )


def test_a_split_is_said_with_its_weights():
    assert worked(parts(1), amount=10, weight_1=1, weight_2=1, weight_3=1).lines("amount", "en") == (
        "amount: 3 FCFA = 10 FCFA (amount) × 1 day ÷ 3 days, by largest remainder [Decree 1]",
    )


def test_a_step_may_be_a_number_with_its_text():
    rule = lambda m, f: half_even(m.amount * percent(f.share.on(m.start, stay=m.days)), to=25, text=NEW)

    assert value(rule, amount=1_012, days=1) == 1_000
    assert worked(rule, amount=1_013, days=1).lines("amount", "en")[0] == (
        "amount: 1 025 FCFA = 100 % of 1 013 FCFA (amount) = 1 013 FCFA, rounded to nearest, a half to even to a multiple of 25 FCFA [Decree 1]"
    )


@pytest.mark.parametrize(
    "rule",
    [
        lambda m, f: by_band(m.days, f.per_diem.on(m.start)),
        lambda m, f: by_band(m.months, f.late.on(m.start)),
    ],
)
def test_bands_of_something_else_are_refused(rule):
    with pytest.raises(RuleError, match="rule-not-bands"):
        a_book(rule)
