"""
The words of the rules on plain numbers: what a rule gives when its function is simply run.

Nobody costs a mission this way. It is the independent witness that tests hold the evaluator to: whole numbers and exact fractions, nothing
shared with the symbols. Here `choose` looks at both branches before it takes one, so what is unknown is a value, `ABSENT`, that goes
through every calculation and comes out as itself; deciding on it is an error.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias

from tokten_core import money
from tokten_core.errors import NotInForce
from tokten_core.money import Rounding, rounded
from tokten_core.parameters import Figures, Parameter, Row, Value

__all__ = ["ABSENT", "Absent", "Operand", "PlainFigures", "PlainMission", "Row", "Value"]

Operand: TypeAlias = Any
"""What a rule works on: a symbol, or on a plain run a number."""


class Absent:
    """What is unknown, on a plain run."""

    def _itself(self, *_: object) -> Absent:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _itself

    def __bool__(self) -> bool:
        raise LookupError("the plain run met something unknown that decides")

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent()


def choose(condition: Operand, yes: Operand, no: Operand) -> Operand:
    """Take one of two."""
    return yes if condition else no


def all_of(*conditions: Operand) -> bool:
    """Tell whether all hold."""
    return all(bool(condition) for condition in conditions)


def any_of(*conditions: Operand) -> bool:
    """Tell whether one holds."""
    return any(bool(condition) for condition in conditions)


def not_(condition: Operand) -> bool:
    """Tell the contrary."""
    return not condition


def known(thing: Operand) -> bool:
    """Tell whether a thing is known."""
    return thing is not ABSENT


def first_known(*things: Operand) -> Operand:
    """Take the first that is known."""
    return next((thing for thing in things if known(thing)), ABSENT)


def at_least(value: Operand, least: Operand) -> Operand:
    """Compare."""
    return value >= least


def at_most(value: Operand, most: Operand) -> Operand:
    """Compare."""
    return value <= most


def equal(value: Operand, other: Operand) -> Operand:
    """Compare."""
    return value == other


def least(*values: Operand) -> Operand:
    """Take the least."""
    return min(values)


def greatest(*values: Operand) -> Operand:
    """Take the greatest."""
    return max(values)


def percent(share: Operand) -> Operand:
    """Make a hundredth part of it."""
    return share if share is ABSENT else Fraction(share) / 100


def convert(amount: Operand, rate: Operand, how: Rounding, to: Operand = 1) -> Operand:
    """Multiply by the rate and round."""
    return round_to(amount * rate, how, to)


def convert_back(amount: Operand, rate: Operand, how: Rounding, to: Operand = 1) -> Operand:
    """Divide by the rate and round."""
    return round_to(Fraction(1) * amount / rate, how, to)


def round_to(exact: Operand, how: Rounding, to: Operand = 1) -> Operand:
    """Round to a step."""
    return exact if exact is ABSENT else rounded(exact, how, to)


def by_band(count: Operand, bands: Operand, of: Operand = None, rounding: Callable[..., Operand] | None = None) -> Operand:
    """Look up the band of each day in turn, and add up."""
    if ABSENT in (count, bands, of):
        return ABSENT
    total: Operand = 0
    for nth in range(1, count + 1):
        reached = [begin for begin in bands if begin <= nth]
        if not reached:
            return ABSENT
        price = bands[max(reached)]
        total += price if of is None or rounding is None else rounding(of * percent(price))
    return total


def each_day(start: Operand, days: Operand, figure: Operand, **keys: Operand) -> Operand:
    """Look up the rate of each day in turn, and add up."""
    if ABSENT in (start, days):
        return ABSENT
    total: Operand = 0
    for shift in range(days):
        total += figure.on(start + dt.timedelta(days=shift), **keys)
    return total


def first_and_last(days: Operand, edge: Operand, middle: Operand) -> Operand:
    """Go through the days, and add up."""
    if days is ABSENT:
        return ABSENT
    total: Operand = 0
    for nth in range(1, days + 1):
        total += edge if nth in {1, days} else middle
    return total


def split(amount: Operand, *weights: Operand) -> tuple[Operand, ...]:
    """Split by largest remainder, as `money.split` does."""
    if ABSENT in (amount, *weights) or min(weights) < 0 or sum(weights) == 0:
        return (ABSENT,) * len(weights)
    return money.split(amount, weights)


class PlainMission:
    """The facts of a mission as plain values, what is unknown as ABSENT: what an author's function is run on as a witness."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self._facts = facts

    def __getattr__(self, name: str) -> Operand:
        value = self._facts.get(name)
        return ABSENT if value is None else value


class PlainFigure:
    """One parameter as plain values; what no text gives is ABSENT."""

    def __init__(self, parameter: Parameter) -> None:
        self._parameter = parameter

    def on(self, day: Operand, **keys: Operand) -> Operand:
        """Give the figure on a day, in counted parts; without the key of its bands, each band's price by where it begins."""
        if ABSENT in (day, *keys.values()):
            return ABSENT
        try:
            rows = self._parameter.version(day).rows
        except NotInForce:
            return ABSENT
        names = [key.name for key in self._parameter.keys]
        found = {row: value for row, value in rows.items() if all(row[names.index(name)] == value for name, value in keys.items())}
        band = self._parameter.band
        if band is not None and band.name not in keys:
            return {row[names.index(band.name)]: value for row, value in found.items()} or ABSENT
        return next(iter(found.values()), ABSENT)

    def in_force(self, day: Operand) -> Operand:
        """Tell whether it is in force."""
        if day is ABSENT:
            return ABSENT
        try:
            return self._parameter.in_force(day)
        except NotInForce:
            return ABSENT


class PlainFigures:
    """The figures of a programme as plain values."""

    def __init__(self, figures: Figures | Iterable[Parameter]) -> None:
        self._figures = figures if isinstance(figures, Figures) else Figures.of(figures)

    def __getattr__(self, name: str) -> PlainFigure:
        return PlainFigure(getattr(self._figures, name))
