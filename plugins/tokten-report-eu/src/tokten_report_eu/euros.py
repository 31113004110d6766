"""
Euros out of francs: the fixed parity, half-up to the cent on each line.

Every strategy of the EU's forms (mean of the period, month of payment, instalment, fixed) gives the same euros for the CFA franc, because its
parity is fixed. For another currency a rate would be needed that no record holds: its euros are unknown, never a guess.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from tokten_core.money import HALF_UP, Money, minor_units, rounded
from tokten_core.text import Text

__all__ = ["FRANCS", "PARITY", "cents_of", "in_words"]

PARITY: Final = Decimal("655.957")
"""CFA francs for one euro."""
FRANCS: Final = frozenset({"XOF", "XAF"})
"""The currencies that the parity fixes."""


def cents_of(amount: Money) -> int | None:
    """
    Give an amount in euro cents (fr: *montant en euros*); None when no record says its rate.

    >>> cents_of(Money(1_000_000, "XOF")), cents_of(Money(1_000_000, "USD"))
    (152449, None)
    """
    if amount.currency.code == "EUR":
        return minor_units(amount)
    if amount.currency.code not in FRANCS:
        return None
    return rounded(Fraction(amount.amount) * 100 / Fraction(PARITY), HALF_UP)


def in_words(cents: int) -> Text:
    """
    Write euro cents as euros.

    >>> in_words(64_999_992).fr, in_words(64_999_992).en
    ('649 999,92', '649 999.92')
    """
    whole, rest = divmod(cents, 100)
    grouped = f"{whole:,}".replace(",", " ")
    return Text(en=f"{grouped}.{rest:02}", fr=f"{grouped},{rest:02}")
