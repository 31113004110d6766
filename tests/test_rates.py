"""Rates of exchange."""

import datetime as dt
from decimal import Decimal

import pytest

from tokten_core.errors import UsageError
from tokten_core.money import DOWN, HALF_EVEN, HALF_UP, Money
from tokten_core.rates import ExchangeRate
from tokten_core.sources import Source
from tokten_core.text import same

TEXT = Source(id="t", document=same("t"))
PARITY = ExchangeRate("EUR", "XOF", Decimal("655.957"), dt.date(1999, 1, 1), TEXT)


def test_the_parity_converts_both_ways():
    assert PARITY.convert(Money(1_000, "EUR"), HALF_EVEN) == Money(655_957, "XOF")
    assert PARITY.convert(Money(1_000_000, "XOF"), HALF_UP) == Money("1524.49", "EUR")


def test_the_amount_itself_stays_what_it_was():
    amount = Money(3, "EUR")
    PARITY.convert(amount, DOWN)

    assert amount == Money(3, "EUR")


def test_a_third_currency_is_refused():
    with pytest.raises(UsageError) as caught:
        PARITY.convert(Money(1, "USD"), HALF_EVEN)

    assert caught.value.code == "currencies-mixed"


@pytest.mark.parametrize("rate", [0.5, Decimal(0), Decimal(-1), Decimal("NaN")])
def test_a_rate_is_exact_and_above_zero(rate):
    with pytest.raises(UsageError):
        ExchangeRate("USD", "XOF", rate, dt.date(2008, 9, 1), TEXT)
