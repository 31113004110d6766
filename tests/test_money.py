"""Money, exact."""

import copy
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokten_core.errors import UsageError
from tokten_core.money import DOWN, HALF_EVEN, HALF_UP, ROUNDINGS, UP, Money, currency, minor_units, money_of, rounded, split, total


@pytest.mark.parametrize("amount", [1.0, 0.1, True, float("nan"), None, [1]])
def test_an_amount_that_is_no_exact_number_is_refused(amount):
    with pytest.raises(UsageError) as caught:
        Money(amount, "XOF")

    assert caught.value.code == "money-is-float"


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "douze", "1,5", Decimal("-Infinity")])
def test_an_amount_that_cannot_be_counted_is_refused(amount):
    with pytest.raises(UsageError) as caught:
        Money(amount, "XOF")

    assert caught.value.code == "money-not-finite"


def test_an_amount_is_fixed_once_made():
    amount = Money(5, "XOF")

    with pytest.raises(AttributeError):
        amount.amount = Decimal(6)


def test_an_amount_can_be_copied():
    assert copy.deepcopy(Money("12.50", "EUR")) == Money("12.5", "EUR")


def test_equal_amounts_hash_alike():
    assert len({Money("1.50", "EUR"), Money("1.5", "EUR")}) == 1


def test_arithmetic_keeps_the_kind_and_refuses_to_mix():
    assert isinstance(Money(1, "XOF") + Money(2, "XOF"), Money)
    with pytest.raises(TypeError):
        Money(1, "XOF") + Money(1, "EUR")


def test_a_franc_has_no_cents_and_a_euro_has_a_hundred():
    assert minor_units(Money(1, "XOF")) == 1
    assert minor_units(Money(1, "EUR")) == 100


def test_half_a_franc_is_not_cut_in_silence():
    with pytest.raises(UsageError) as caught:
        minor_units(Money("0.5", "XOF"))

    assert caught.value.code == "money-below-minor-unit"


def test_an_unknown_currency_is_named():
    with pytest.raises(UsageError) as caught:
        currency("FCFA")

    assert "FCFA" in caught.value.say("fr")


def test_no_amounts_add_up_to_zero_of_the_currency():
    assert total([], "XOF") == Money(0, "XOF")


def test_a_total_over_two_currencies_is_refused():
    with pytest.raises(UsageError) as caught:
        total([Money(1, "XOF"), Money(1, "USD")], "XOF")

    assert caught.value.code == "currencies-mixed"


@given(st.integers(-(10**18), 10**18), st.sampled_from(["XOF", "EUR", "USD"]))
def test_minor_units_there_and_back_are_the_same(units, code):
    assert minor_units(money_of(units, code)) == units


@pytest.mark.parametrize(
    ("exact", "half_even", "half_up", "down", "up"),
    [
        ("2.4", 2, 2, 2, 3),
        ("2.5", 2, 3, 2, 3),
        ("3.5", 4, 4, 3, 4),
        ("2.6", 3, 3, 2, 3),
        ("-2.5", -2, -3, -2, -3),
        ("-3.5", -4, -4, -3, -4),
        ("0.5", 0, 1, 0, 1),
        ("7", 7, 7, 7, 7),
    ],
)
def test_each_rounding_does_what_its_name_says(exact, half_even, half_up, down, up):
    assert [rounded(Fraction(exact), how) for how in (HALF_EVEN, HALF_UP, DOWN, UP)] == [half_even, half_up, down, up]


@pytest.mark.parametrize(("how", "expected"), [(HALF_EVEN, 60), (HALF_UP, 65), (DOWN, 60), (UP, 65)])
def test_a_rounding_to_five_counts_in_fives(how, expected):
    """62.5 lies halfway between 60 and 65; sixty is twelve fives, an even count."""
    assert rounded(Fraction("62.5"), how, to=5) == expected


@given(st.fractions(), st.sampled_from(sorted(ROUNDINGS)), st.sampled_from([1, 5, 25]))
def test_a_rounding_moves_less_than_one_step(exact, name, step):
    assert abs(rounded(exact, ROUNDINGS[name], to=step) - exact) < step


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_the_two_nearest_roundings_agree_with_the_standard_library(exact):
    assert rounded(exact, HALF_EVEN) == int(exact.to_integral_value("ROUND_HALF_EVEN"))
    assert rounded(exact, HALF_UP) == int(exact.to_integral_value("ROUND_HALF_UP"))


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**6), min_size=1).filter(any))
def test_the_parts_of_a_split_add_up_to_the_whole(whole, weights):
    parts = split(whole, weights)

    assert sum(parts) == whole
    assert all(abs(part - Fraction(whole * weight, sum(weights))) < 1 for part, weight in zip(parts, weights, strict=True))


def test_a_part_of_no_weight_gets_nothing():
    assert split(7, [0, 1, 0]) == (0, 7, 0)


def test_the_largest_remainder_takes_the_odd_franc_and_a_tie_goes_to_the_earlier_part():
    assert split(10, [1, 2, 1]) == (3, 5, 2)
    assert split(100, [1, 1, 1]) == (34, 33, 33)


def test_a_larger_remainder_goes_before_an_earlier_part():
    """Of 10, weights 3, 1 and 3 ask for 4 and 2 sevenths, 1 and 3 sevenths, 4 and 2 sevenths."""
    assert split(10, [3, 1, 3]) == (4, 2, 4)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_a_split_needs_weights(weights):
    with pytest.raises(UsageError) as caught:
        split(1, weights)

    assert caught.value.code == "split-without-weight"
