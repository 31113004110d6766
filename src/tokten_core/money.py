"""
Money, exact: our one door to py-moneyed.

An amount is a whole number of *minor units* (XOF has none, so a franc is its own; EUR and USD have cents) and a currency. Floats are
refused by type and at run time, attributes cannot be reassigned, a rounding has a name, a split adds up to the whole, and a conversion
says its rate, its day and its source. Between two minor units there is nothing: what does not come out whole is rounded once, by name.

>>> share = rounded(Fraction(280_001) * 10 / 100, HALF_EVEN)
>>> share, split(100, [1, 1, 1])
(28000, (34, 33, 33))
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final

import moneyed
from attrs import frozen

from tokten_core.errors import Kind, UsageError
from tokten_core.text import Text

__all__ = [
    "DOWN", "EUR", "HALF_EVEN", "HALF_UP", "ROUNDINGS", "UP", "USD", "XOF", "Money", "Rounding", "currency", "minor_units",
    "money_of", "rounded", "split", "total",
]  # fmt: skip

XOF: Final = moneyed.get_currency("XOF")
EUR: Final = moneyed.get_currency("EUR")
USD: Final = moneyed.get_currency("USD")

MONEY_IS_FLOAT = Kind(
    "money-is-float",
    says=Text(en="the amount {value} is a {type}", fr="le montant {value} est de type {type}"),
    allowed=Text(en="a whole number, a Decimal or a text of digits", fr="un nombre entier, un Decimal ou un texte en chiffres"),
    remedy=Text(en="Give the exact amount, as text if need be.", fr="Donnez le montant exact, au besoin en texte."),
)
MONEY_NOT_FINITE = Kind(
    "money-not-finite",
    says=Text(en="the amount {value} is not a number", fr="le montant {value} n'est pas un nombre"),
    allowed=Text(en="an amount that can be counted", fr="un montant que l'on peut compter"),
    remedy=Text(en="Leave an unknown amount out instead.", fr="Laissez plutôt vide un montant inconnu."),
)
UNKNOWN_CURRENCY = Kind(
    "unknown-currency",
    says=Text(en="the currency {value} is unknown", fr="la monnaie {value} est inconnue"),
    allowed=Text(en="an ISO 4217 code such as XOF, EUR, USD", fr="un code ISO 4217 comme XOF, EUR, USD"),
    remedy=Text(en="Correct the code.", fr="Corrigez le code."),
)
BELOW_MINOR_UNIT = Kind(
    "money-below-minor-unit",
    says=Text(en="{value} holds a part of a minor unit", fr="{value} contient une fraction de la plus petite unité"),
    allowed=Text(
        en="whole francs for XOF, whole cents for EUR and USD", fr="des francs entiers en XOF, des centimes entiers en EUR et USD"
    ),
    remedy=Text(en="Round it first, by name.", fr="Arrondissez d'abord, par une règle nommée."),
)
CURRENCIES_MIXED = Kind(
    "currencies-mixed",
    says=Text(en="{value} stands beside amounts in {currency}", fr="{value} côtoie des montants en {currency}"),
    allowed=Text(en="amounts of one currency", fr="des montants d'une seule monnaie"),
    remedy=Text(en="Convert first, with a rate that has a source.", fr="Convertissez d'abord, avec un taux qui a une source."),
)
SPLIT_WITHOUT_WEIGHT = Kind(
    "split-without-weight",
    says=Text(en="the weights {value} add up to nothing or hold a negative", fr="les poids {value} sont nuls ou négatifs"),
    allowed=Text(
        en="whole weights, none negative, at least one above zero", fr="des poids entiers, aucun négatif, un au moins au-dessus de zéro"
    ),
    remedy=Text(en="Give each part its weight.", fr="Donnez à chaque part son poids."),
)


class Money(moneyed.Money):
    """
    An amount and its currency (fr: *montant*); exact, and fixed once made.

    Adding or comparing two currencies is refused. Use ``minor_units`` and ``money_of`` to go to whole numbers and back.

    Args:
        amount: a whole number, a Decimal, or a text of digits with a decimal point; never a float.
        currency: ISO 4217 code or py-moneyed currency.

    Raises:
        UsageError: The amount is a float, a truth value or not finite (`money-is-float`, `money-not-finite`).

    >>> Money(20_000, "XOF") * 14
    Money('280000', 'XOF')

    .. versionadded:: 0.1
    """

    def __init__(self, amount: object, currency: str | moneyed.Currency) -> None:
        if isinstance(amount, bool) or not isinstance(amount, int | Decimal | str):
            raise UsageError(MONEY_IS_FLOAT.at("amount", amount, type=type(amount).__name__))
        try:
            exact = Decimal(amount)
        except InvalidOperation:
            raise UsageError(MONEY_NOT_FINITE.at("amount", amount)) from None
        if not exact.is_finite():
            raise UsageError(MONEY_NOT_FINITE.at("amount", amount))
        super().__init__(exact, currency if isinstance(currency, moneyed.Currency) else _currency(currency))

    def __setattr__(self, name: str, value: object) -> None:
        if name in self.__dict__:
            message = f"{name} of an amount is fixed; make a new Money"
            raise AttributeError(message)
        super().__setattr__(name, value)

    def __hash__(self) -> int:
        return super().__hash__()

    def __str__(self) -> str:
        return f"{self.amount} {self.currency.code}"


def currency(code: str) -> moneyed.Currency:
    """
    Give the currency of an ISO 4217 code (fr: *monnaie*).

    Raises:
        UsageError: No such currency (`unknown-currency`).

    >>> currency("XOF").sub_unit
    1
    """
    try:
        return moneyed.get_currency(code)
    except moneyed.CurrencyDoesNotExist:
        raise UsageError(UNKNOWN_CURRENCY.at("currency", code)) from None


_currency = currency


def minor_units(amount: moneyed.Money) -> int:
    """
    Count an amount in whole minor units: francs for XOF, cents for EUR and USD.

    Raises:
        UsageError: The amount holds a part of a minor unit (`money-below-minor-unit`); nothing is cut in silence.

    >>> minor_units(Money("12.50", "EUR"))
    1250
    """
    units = amount.amount * amount.currency.sub_unit
    if units != units.to_integral_value():
        raise UsageError(BELOW_MINOR_UNIT.at("amount", amount))
    return int(units)


def money_of(units: int, code: str) -> Money:
    """
    Make an amount of whole minor units.

    >>> money_of(1250, "EUR")
    Money('12.5', 'EUR')
    """
    unit = currency(code)
    return Money(Decimal(units) / unit.sub_unit, unit)


def total(amounts: Iterable[moneyed.Money], code: str) -> Money:
    """
    Add up amounts of one currency; no amounts give zero *of that currency*.

    Raises:
        UsageError: An amount is in another currency (`currencies-mixed`).

    >>> total([], "XOF")
    Money('0', 'XOF')
    """
    unit, running = currency(code), Decimal(0)
    for amount in amounts:
        if amount.currency != unit:
            raise UsageError(CURRENCIES_MIXED.at("amounts", amount, currency=code))
        running += amount.amount
    return Money(running, unit)


@frozen
class Rounding:
    """
    A rounding with a name (fr: *arrondi*), in whole minor units.

    Attributes:
        name: stable name: ``half_even``, ``half_up``, ``down``, ``up``.
        words: how an explanation says it.
    """

    name: str
    words: Text


HALF_EVEN: Final = Rounding("half_even", Text(en="rounded to nearest, a half to even", fr="arrondi au plus proche, la moitié au pair"))
HALF_UP: Final = Rounding(
    "half_up", Text(en="rounded to nearest, a half away from zero", fr="arrondi au plus proche, la moitié vers le haut")
)
DOWN: Final = Rounding("down", Text(en="cut towards zero", fr="tronqué"))
UP: Final = Rounding("up", Text(en="rounded away from zero", fr="arrondi à l'unité supérieure"))
ROUNDINGS: Final = {rounding.name: rounding for rounding in (HALF_EVEN, HALF_UP, DOWN, UP)}


def rounded(exact: Fraction | Decimal | int, how: Rounding, to: int = 1) -> int:
    """
    Round an exact number to a multiple of a step, by name.

    Args:
        exact: what came out of a calculation, without loss.
        how: the named rounding.
        to: the step, in the same units: 1, 5, 25.

    >>> rounded(Fraction(5, 2), HALF_EVEN), rounded(Fraction(5, 2), HALF_UP), rounded(Fraction(-5, 2), DOWN), rounded(12, UP, to=5)
    (2, 3, -2, 15)
    """
    steps = Fraction(exact) / to
    sign, size = (-1, -steps) if steps < 0 else (1, steps)
    whole, rest = divmod(size, 1)
    half = Fraction(1, 2)
    if how is HALF_EVEN:
        up = rest > half or (rest == half and whole % 2 == 1)
    elif how is HALF_UP:
        up = rest >= half
    else:
        up = how is UP and rest > 0
    return sign * (int(whole) + up) * to


def split(whole: int, weights: Sequence[int]) -> tuple[int, ...]:
    """
    Split a whole by weights so that the parts add up to it, to the last franc (largest remainder; a tie goes to the earlier part).

    Args:
        whole: minor units; a negative whole splits as its mirror image.
        weights: whole numbers, none negative, at least one above zero.

    Raises:
        UsageError: The weights add up to nothing or one is negative (`split-without-weight`).

    >>> split(10, [1, 1, 1]), split(-10, [1, 1, 1])
    ((4, 3, 3), (-4, -3, -3))
    """
    if not weights or min(weights) < 0 or sum(weights) == 0:
        raise UsageError(SPLIT_WITHOUT_WEIGHT.at("weights", list(weights)))
    sign, size, base = (-1, -whole, sum(weights)) if whole < 0 else (1, whole, sum(weights))
    parts = [size * weight // base for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: (-(size * weights[index] % base), index))
    for index in by_remainder[: size - sum(parts)]:
        parts[index] += 1
    return tuple(sign * part for part in parts)
