"""
The words of the rules on plain numbers: what a rule gives when its function is simply run.

Nobody costs a mission this way. It is the independent witness that tests hold the evaluator to: whole numbers and exact fractions, nothing
shared with the symbols. Here `choose` looks at both branches before it takes one, so what is unknown is a value, `ABSENT`, that goes
through every calculation and comes out as itself; deciding on it is an error.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final, TypeAlias

from tokten_core.money import Rounding, rounded

__all__ = ["ABSENT", "Absent", "Operand"]

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
