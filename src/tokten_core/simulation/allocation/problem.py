"""
What an allocation is asked: missions, sources, envelopes, floors, and what is to be made as large as can be.

Plain frozen records in whole minor units. Which source pays which mission in which quarter is a choice among *options*; an option costs its
envelope one whole number, the amount of the mission plus the source's support cost on it, cut to whole units. That makes every rule linear with
whole numbers, so that a proof needs no rounding of its own:

- a mission is funded at most once (once, where it is *required*);
- an envelope bears what is paid from it in its quarter; what is left moves to the next quarter at the source's carry-over rate, cut to whole units;
- a floor asks that a group have at least a share of the funded missions, of their days or of their money, or at least a number of missions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from tokten_core.errors import InputError
from tokten_core.simulation.allocation.faults import faults_of
from tokten_core.text import Text

__all__ = ["PER_CENT", "Aim", "Candidate", "Envelope", "Floor", "Measure", "Payer", "Problem"]

Aim: TypeAlias = Literal["value", "missions", "days"]
"""What is made as large as can be: the value that the committee gives, the number of missions, or their days."""
Measure: TypeAlias = Literal["missions", "days", "money"]
"""What a floor counts."""
PER_CENT: Final = 100


@frozen
class Payer:
    """
    A source of money (fr: *source de financement*).

    Attributes:
        name: as envelopes and missions call it.
        label: its name in both languages.
        support_cost: what it takes besides on each amount, in whole per cent, cut to whole units; its envelopes bear it.
        carry_over: how much of what a quarter leaves the next one may use, in whole per cent: 0 nothing, 100 all.
        within_year: true when nothing passes from one calendar year to the next (quarters are named ``2009-Q1``).
    """

    name: str
    label: Text
    support_cost: int = 0
    carry_over: int = 0
    within_year: bool = False


@frozen
class Envelope:
    """What a source gives for a quarter (fr: *enveloppe*), in minor units; a source and quarter without envelope has nothing."""

    source: str
    quarter: str
    amount: int


@frozen
class Candidate:
    """
    A mission that asks for money (fr: *mission à financer*).

    Attributes:
        id: which mission.
        amounts: for each source, what it would pay in minor units, without support cost; or why it may not. A source that is not named may not.
        quarters: the quarters in which it may be paid; empty for all.
        value: what the committee's priority makes it worth, not below zero.
        days: its days, the first and the last both counted.
        groups: what floors speak of: ``women``, ``outside_capital``.
        required: true when it must be funded.
    """

    id: str
    amounts: Mapping[str, int | Text] = field(hash=False)
    quarters: tuple[str, ...] = ()
    value: int = 1
    days: int = 0
    groups: frozenset[str] = frozenset()
    required: bool = False


@frozen
class Floor:
    """
    What a group must have at least (fr: *plancher*).

    Attributes:
        group: which missions: ``women``.
        percent: their share of the funded missions, days or money, in whole per cent; None where ``count`` is said.
        of: what the share is taken of.
        count: how many of them at least; None where ``percent`` is said.
    """

    group: str
    percent: int | None = None
    of: Measure = "missions"
    count: int | None = None

    @property
    def name(self) -> str:
        """The floor in a word, as reports and proofs call it."""
        return f"{self.group}>={self.count if self.percent is None else f'{self.percent}%'} {self.of}"


@frozen
class Problem:
    """
    An allocation to be found (fr: *problème d'allocation*).

    Attributes:
        missions: the missions, each once.
        payers: the sources, each once.
        quarters: the quarters in order.
        envelopes: what each source gives for each quarter.
        floors: what groups must have.
        aim: what is made as large as can be.
        money_per_point: so many minor units kept are worth a point of the aim; None when money kept counts nothing.
        currency: of all amounts, ISO 4217.

    Raises:
        InputError: Something in it is wrong; every problem is told, each with its place.

    >>> from tokten_core.text import same
    >>> problem = Problem([Candidate("M1", {"ce": 500})], [Payer("ce", same("EU"))], ["2009-Q1"], [Envelope("ce", "2009-Q1", 900)])
    >>> problem.cost(problem.missions[0], problem.payers[0])
    500

    .. versionadded:: 0.1
    """

    missions: tuple[Candidate, ...] = field(converter=tuple)
    payers: tuple[Payer, ...] = field(converter=tuple)
    quarters: tuple[str, ...] = field(converter=tuple)
    envelopes: tuple[Envelope, ...] = field(converter=tuple)
    floors: tuple[Floor, ...] = field(default=(), converter=tuple)
    aim: Aim = "value"
    money_per_point: int | None = None
    currency: str = "XOF"

    def __attrs_post_init__(self) -> None:
        problems = tuple(faults_of(self))
        if problems:
            raise InputError(*problems)

    def points(self, mission: Candidate) -> int:
        """Say how many points of the aim a mission brings."""
        return {"value": mission.value, "missions": 1, "days": mission.days}[self.aim]

    def cost(self, mission: Candidate, payer: Payer) -> int | None:
        """Say what a mission costs a source with its support cost, in minor units; None where it may not pay."""
        amount = mission.amounts.get(payer.name)
        return amount + amount * payer.support_cost // PER_CENT if isinstance(amount, int) else None

    def carried(self, payer: Payer, quarter: int) -> int:
        """Say how many per cent of what a quarter leaves the next may use."""
        last = quarter + 1 >= len(self.quarters)
        new_year = not last and self.quarters[quarter].split("-")[0] != self.quarters[quarter + 1].split("-")[0]
        return 0 if last or (payer.within_year and new_year) else payer.carry_over
