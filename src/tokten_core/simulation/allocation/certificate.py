"""What an allocation is: who pays which mission when, the bound, and the proof of both as a plain file that the checker reads."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from attrs import frozen

from tokten_core.simulation.allocation.options import Options, Whole
from tokten_core.simulation.allocation.problem import Candidate, Problem
from tokten_core.simulation.allocation.proof import Part
from tokten_core.simulation.allocation.relaxation import Prices

__all__ = ["Allocation", "Paid"]


@frozen
class Paid:
    """A mission that is funded (fr: *mission financée*): by which source, in which quarter, at what cost in minor units, support cost included."""

    mission: str
    source: str
    quarter: str
    cost: int


@frozen(eq=False)
class Allocation:
    """
    An allocation with its bound (fr: *allocation*).

    Attributes:
        problem: the question.
        paid: the missions that are funded, in the order of the question.
        gain: what they bring: points of the aim, or minor units where money kept has a worth.
        bound: what no allocation can exceed, as the certificate proves.
        prices: what a minor unit of each envelope is worth, by the relaxation of the whole question.

    .. versionadded:: 0.1
    """

    problem: Problem
    paid: tuple[Paid, ...]
    gain: int
    bound: int
    _options: Options
    _chosen: Whole
    prices: Prices
    _parts: tuple[Part, ...]

    @property
    def optimal(self) -> bool:
        """True when nothing better exists, by the certificate."""
        return self.gain == self.bound

    @property
    def gap(self) -> float:
        """How far the bound is above what was found, as a share of the latter: a figure to read, not to reckon with."""
        return 0.0 if self.optimal else (self.bound - self.gain) / abs(self.gain) if self.gain else float("inf")

    @cached_property
    def asked(self) -> dict[str, Candidate]:
        """The missions that were asked, by identifier."""
        return {one.id: one for one in self.problem.missions}

    @cached_property
    def payment(self) -> dict[str, Paid]:
        """What is paid for each mission that is funded, by identifier."""
        return {one.mission: one for one in self.paid}

    @cached_property
    def _rooms(self) -> dict[tuple[str, str], int]:
        room = self._options.room(self._options.left(self._chosen)).tolist()
        places = [(payer.name, quarter) for payer in self.problem.payers for quarter in self.problem.quarters]
        return dict(zip(places, room, strict=True))

    def rooms(self) -> dict[tuple[str, str], int]:
        """Say how much more each source could pay in each quarter without leaving a later one short, in minor units."""
        return dict(self._rooms)

    def left(self) -> dict[tuple[str, str], int]:
        """Say what each source has left at the end of each quarter, what came over counted, in minor units."""
        places = [(payer.name, quarter) for payer in self.problem.payers for quarter in self.problem.quarters]
        return dict(zip(places, self._options.left(self._chosen).tolist(), strict=True))

    def certificate(self) -> dict[str, Any]:
        """Give question, allocation, bound and its proof as plain data for a JSON file; `checker` verifies it with no solver."""
        options, names = self._options, [mission.id for mission in self.problem.missions]
        offers: list[list[list[int]]] = [[] for _ in names]
        columns = (options.mission, options.envelope, options.cost, options.gain)
        for (mission, *offer), adds in zip(
            zip(*(column.tolist() for column in columns), strict=True), options.floors.T.tolist(), strict=True
        ):
            offers[mission].append([*offer, *adds])
        within = np.arange(len(options.mission)) - np.searchsorted(options.mission, options.mission)
        return {
            "problem": {
                "sources": [payer.name for payer in self.problem.payers],
                "quarters": list(self.problem.quarters),
                "budget": options.budget.tolist(),
                "carried": options.carried.tolist(),
                "least": options.least.tolist(),
                "missions": [
                    {"id": name, "required": required, "offers": offer}
                    for name, required, offer in zip(names, options.required.tolist(), offers, strict=True)
                ],
            },
            "chosen": [int(within[option]) if option >= 0 else None for option in self._chosen.tolist()],
            "gain": self.gain,
            "bound": self.bound,
            "proof": [part.data(within) for part in self._parts],
        }
