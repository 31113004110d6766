"""Each word and each rounding against a naive reckoning of its own, written here from its definition, sharing nothing with the rules."""

import datetime as dt
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core.money import HALF_EVEN
from tokten_core.parameters import Dated, Figures, Key, Parameter
from tokten_core.rules import (
    by_band,
    convert,
    convert_back,
    cost_rule,
    down,
    each_day,
    first_and_last,
    first_known,
    half_even,
    half_up,
    percent,
    split,
    up,
)
from tokten_core.rules.book import RuleBook
from tokten_core.rules.facts import FactKind
from tokten_core.rules.nodes import WordName
from tokten_core.sources import Source
from tokten_core.text import Text, same
from tokten_core.units import DATE, DAY, PERCENT, money_unit

XOF, EUR = money_unit("XOF"), money_unit("EUR")
LAW = Source(id="law", document=Text(en="Decree 1", fr="Décret 1"))
START, CHANGE = dt.date(2020, 1, 1), dt.date(2020, 3, 4)
FIGURES = Figures.of(
    [
        Parameter("share", same("share"), PERCENT, [Dated(START, LAW, 25)]),
        Parameter("parity", same("parity"), XOF.per(EUR), [Dated(START, LAW, 655_957)], scale=1000),
        Parameter("rate", same("rate"), XOF.per(DAY), [Dated(START, LAW, 100), Dated(CHANGE, LAW, 120)]),
        Parameter("low", same("low"), XOF.per(DAY), [Dated(START, LAW, 50)]),
        Parameter(
            "bands",
            same("bands"),
            XOF.per(DAY),
            [Dated(START, LAW, {1: 100, 8: 60, 31: 10})],
            keys=[Key("stay", DAY, same("stay"), bands=True)],
        ),
    ]
)
FACTS = (
    FactKind("start", DATE, same("start")),
    FactKind("days", DAY, same("days")),
    FactKind("other", DAY, same("other")),
    FactKind("amount", XOF, same("amount")),
    FactKind("quote", XOF, same("quote")),
    FactKind("euros", EUR, same("euros")),
)


def nearest(exact, ties):
    """Try the whole numbers around, and keep the nearest; ``ties`` says which of two is kept."""
    around = [int(exact) + shift for shift in (-2, -1, 0, 1, 2)]
    least = min(abs(whole - exact) for whole in around)
    return ties([whole for whole in around if abs(whole - exact) == least])


def even(found):
    return next(whole for whole in found if whole % 2 == 0) if len(found) > 1 else found[0]


def away(found):
    return max(found, key=abs)


def cut(exact):
    return max((whole for whole in range(int(exact) - 2, int(exact) + 3) if abs(whole) <= abs(exact) and whole * exact >= 0), key=abs)


def raised(exact):
    return min((whole for whole in range(int(exact) - 2, int(exact) + 3) if abs(whole) >= abs(exact) and whole * exact >= 0), key=abs)


def price_of_day(nth):
    return 100 if nth <= 7 else 60 if nth <= 30 else 10


def largest_remainders(whole, weights):
    """Hand out the francs one at a time, each to the part that is furthest below its exact share once all are cut."""
    exact = [Fraction(whole * weight, sum(weights)) for weight in weights]
    parts = [cut(share) for share in exact]
    while sum(parts) < whole:
        gaps = [share - part for share, part in zip(exact, parts, strict=True)]
        parts[gaps.index(max(gaps))] += 1
    return parts


def rate_on(day):
    return 100 if day < CHANGE else 120


WORDS = {
    "percentage": (
        lambda m, f: half_even(m.amount * percent(f.share.on(m.start))),
        XOF,
        lambda given: nearest(Fraction(given["amount"]) / 4, even),
    ),
    "conversion": (
        lambda m, f: convert(m.euros, f.parity.on(m.start), HALF_EVEN),
        XOF,
        lambda given: nearest(Fraction(given["euros"], 100) * Fraction("655.957"), even),
    ),
    "conversion_back": (
        lambda m, f: convert_back(m.amount, f.parity.on(m.start), HALF_EVEN),
        EUR,
        lambda given: nearest(given["amount"] / Fraction("655.957") * 100, even),
    ),
    "first_known": (
        lambda m, _: first_known(m.quote, m.amount),
        XOF,
        lambda given: given["amount"] if given["quote"] is None else given["quote"],
    ),
    "by_band": (
        lambda m, f: by_band(m.days, f.bands.on(m.start)),
        XOF,
        lambda given: sum(price_of_day(nth) for nth in range(1, given["days"] + 1)),
    ),
    "each_day": (
        lambda m, f: each_day(m.start, m.days, f.rate),
        XOF,
        lambda given: sum(rate_on(given["start"] + dt.timedelta(days=shift)) for shift in range(given["days"])),
    ),
    "first_and_last": (
        lambda m, f: first_and_last(m.days, f.low.on(m.start), f.rate.on(m.start)),
        XOF,
        lambda given: sum(50 if nth in {1, given["days"]} else rate_on(given["start"]) for nth in range(1, given["days"] + 1)),
    ),
    "split_part": (
        lambda m, _: split(m.amount, m.days, m.other)[1],
        XOF,
        lambda given: largest_remainders(given["amount"], [given["days"], given["other"]])[1],
    ),
}
ROUNDINGS = {
    "half_even": (half_even, lambda exact: nearest(exact, even)),
    "half_up": (half_up, lambda exact: nearest(exact, away)),
    "down": (down, cut),
    "up": (up, raised),
}
GIVEN = st.fixed_dictionaries(
    {
        "start": st.dates(START, CHANGE + dt.timedelta(days=3)),
        "days": st.integers(0, 70),
        "other": st.integers(1, 9),
        "amount": st.integers(0, 2_000) | st.integers(0, 10**9),
        "quote": st.none() | st.integers(0, 100),
        "euros": st.integers(0, 100_000),
    }
)


def worked(function, unit, given):
    book = RuleBook(FIGURES, (cost_rule(text=LAW, en="result", fr="résultat", unit=unit, name="result")(function),), FACTS)
    return book.work_out(given).units("result")


def test_every_word_of_the_language_has_its_reckoning_by_hand():
    assert set(WORDS) == set(get_args(WordName))


@pytest.mark.parametrize("name", WORDS)
@settings(max_examples=60)
@given(given=GIVEN)
def test_a_word_gives_what_one_reckons_by_hand(name, given):
    function, unit, by_hand = WORDS[name]

    assert worked(function, unit, given) == by_hand(given)


@pytest.mark.parametrize("name", ROUNDINGS)
@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize("amount", range(13))
def test_a_rounding_gives_what_its_definition_says(name, below, amount):
    """A quarter of 0 to 12: whole, below and above the half, a half on an even and on an odd quotient; below nought too."""
    rounding, by_hand = ROUNDINGS[name]

    def rule(mission, figures):
        signed = mission.amount - mission.amount - mission.amount if below else mission.amount
        return rounding(signed * percent(figures.share.on(mission.start)))

    assert worked(rule, XOF, {"start": START, "amount": amount}) == by_hand(Fraction(-amount if below else amount, 4))
