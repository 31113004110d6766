"""
Rates of exchange, each with its day and its source.

A conversion is a view: the original amount and currency are never overwritten.

>>> from tokten_core.money import HALF_EVEN
>>> from tokten_core.text import Text
>>> planning = ExchangeRate("USD", "XOF", Decimal(400), dt.date(2008, 9, 1), Source(id="p5", document=Text(en="Text", fr="Texte")))
>>> planning.convert(Money(3_750, "USD"), HALF_EVEN)
Money('1500000', 'XOF')
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import moneyed
from attrs import field, frozen
from attrs.validators import instance_of

from tokten_core.errors import UsageError
from tokten_core.money import CURRENCIES_MIXED, MONEY_NOT_FINITE, Money, Rounding, currency, money_of, rounded
from tokten_core.sources import Source

__all__ = ["ExchangeRate"]


def _exact_rate(_instance: object, _attribute: object, value: Any) -> None:
    if not isinstance(value, Decimal) or not value.is_finite() or value <= 0:
        raise UsageError(MONEY_NOT_FINITE.at("rate", value))


@frozen
class ExchangeRate:
    """
    A rate of exchange with its day and its source (fr: *taux de change*).

    Attributes:
        base: the currency of which one unit is priced, as in *one* USD.
        quote: the currency of the price, as in 400 *XOF*.
        rate: units of ``quote`` for one unit of ``base``; exact.
        since: first day on which it applies.
        source: the text that sets it.

    .. versionadded:: 0.1
    """

    base: str = field(validator=instance_of(str))
    quote: str = field(validator=instance_of(str))
    rate: Decimal = field(validator=_exact_rate)
    since: dt.date
    source: Source

    def convert(self, amount: moneyed.Money, how: Rounding) -> Money:
        """
        Give a view of an amount in the other currency, rounded by name to its minor unit; the amount itself stays what it is.

        Raises:
            UsageError: The amount is in neither currency of the rate (`currencies-mixed`).
        """
        code = amount.currency.code
        if code == self.base:
            exact, into = Fraction(amount.amount) * Fraction(self.rate), self.quote
        elif code == self.quote:
            exact, into = Fraction(amount.amount) / Fraction(self.rate), self.base
        else:
            raise UsageError(CURRENCIES_MIXED.at("amount", amount, currency=f"{self.base}/{self.quote}"))
        return money_of(rounded(exact * currency(into).sub_unit, how), into)
