"""
What a whole number counts: days, hours, francs, francs a day.

A calculation works on whole numbers (amounts in minor units); the unit says what they count, so that days and hours are never added and
days times francs a day give francs. Units are checked once, when a rule is written, and cost nothing afterwards.

>>> DAY.times(money_unit("XOF").per(DAY)).name
'XOF'
>>> DAY.times(HOUR) is None
True
"""

from __future__ import annotations

from typing import Final

from attrs import field, frozen

from tokten_core.money import currency
from tokten_core.text import Text, same

__all__ = ["CODE", "DATE", "DAY", "HOUR", "MONTH", "NIGHT", "NUMBER", "PERCENT", "STAY_MONTH", "TRUTH", "YEAR", "Unit", "money_unit"]

MONEY_WORDS: Final = {"XOF": "FCFA", "XAF": "FCFA"}
"""What people write for a currency where it is not its code."""


@frozen
class Unit:
    """
    What a whole number counts (fr: *unité*).

    Attributes:
        name: stable name: ``day``, ``XOF``, ``XOF/day``; two units are the same when their names are.
        one: the word after one.
        many: the word after several.
        currency: ISO 4217 code when it is money, else empty.
        sub_unit: how many counted parts make one: 100 for EUR (cents are counted), 1 for XOF and days.
        over: for ``XOF/day``, XOF.
        under: for ``XOF/day``, day.
    """

    name: str
    one: Text = field(eq=False)
    many: Text = field(eq=False)
    currency: str = field(default="", eq=False)
    sub_unit: int = field(default=1, eq=False)
    over: Unit | None = field(default=None, eq=False)
    under: Unit | None = field(default=None, eq=False)

    def per(self, other: Unit) -> Unit:
        """Make the unit of a rate: francs *per day*."""
        return Unit(
            name=f"{self.name}/{other.name}",
            one=self.one + same("/") + other.one,
            many=self.many + same("/") + other.one,
            sub_unit=self.sub_unit,
            over=self,
            under=other,
        )

    def times(self, other: Unit) -> Unit | None:
        """Give the unit of a product, or None when such a product means nothing; money changes currency by `convert`, not here."""
        if NUMBER in {self, other}:
            return other if self == NUMBER else self
        for rate, count in ((self, other), (other, self)):
            if rate.under == count and not count.currency:
                return rate.over
        return None


def money_unit(code: str) -> Unit:
    """
    Give the unit of an amount of money, counted in minor units.

    >>> money_unit("EUR").sub_unit, money_unit("XOF").many.say("fr")
    (100, 'FCFA')
    """
    word = same(MONEY_WORDS.get(code, code))
    return Unit(name=code, one=word, many=word, currency=code, sub_unit=currency(code).sub_unit)


DAY: Final = Unit("day", Text(en="day", fr="jour"), Text(en="days", fr="jours"))
HOUR: Final = Unit("hour", Text(en="hour", fr="heure"), Text(en="hours", fr="heures"))
NIGHT: Final = Unit("night", Text(en="night", fr="nuit"), Text(en="nights", fr="nuits"))
PERCENT: Final = Unit("%", same("%"), same("%"))
NUMBER: Final = Unit("number", same(""), same(""))
YEAR: Final = Unit("year", Text(en="year", fr="an"), Text(en="years", fr="ans"))
STAY_MONTH: Final = Unit("month of stay", Text(en="month", fr="mois"), Text(en="months", fr="mois"))
"""A month that is counted; ``MONTH`` is one of the twelve."""
MONTH: Final = Unit("month", Text(en="month", fr="mois"), Text(en="months", fr="mois"))
TRUTH: Final = Unit("yes or no", same(""), same(""))
CODE: Final = Unit("code", same(""), same(""))
DATE: Final = Unit("date", same(""), same(""))
