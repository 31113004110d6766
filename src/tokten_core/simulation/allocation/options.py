"""
The question in columns: one row for each option, that is one mission paid by one source in one quarter.

Envelopes are numbered source by source, quarter by quarter. All columns are whole numbers in 64 bits; the limits of a question keep sums within.
"""

from __future__ import annotations

from math import gcd
from typing import Any

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from tokten_core.simulation.allocation.problem import Candidate, Floor, Problem

__all__ = ["Options", "Whole", "options_of"]

Whole = NDArray[np.int64]
NOBODY = -1


@frozen(eq=False)
class Options:
    """
    The options of a question, in columns (fr: *options*).

    Attributes:
        missions: how many missions.
        quarters: how many quarters.
        mission: whose option, rising.
        envelope: which envelope it is paid from.
        cost: what it costs the envelope, in minor units.
        gain: what it brings.
        budget: what each envelope is given.
        carried: how many per cent of what each envelope leaves the next may use.
        required: which missions must be funded.
        floors: one row a floor: what each option adds to it; the row's sum must reach ``least``.
        least: what each floor must reach.
    """

    missions: int
    quarters: int
    mission: Whole
    envelope: Whole
    cost: Whole
    gain: Whole
    budget: Whole
    carried: Whole
    required: NDArray[np.bool_]
    floors: Whole
    least: Whole

    @property
    def step(self) -> int:
        """Of what every allocation brings a multiple."""
        return gcd(*self.gain.tolist()) or 1

    @property
    def purses(self) -> Whole:
        """For each envelope, the first of those that pass money on to it, one after the other (fr: *bourse commune*)."""
        begins = np.append(True, self.carried[:-1] == 0)
        return np.maximum.accumulate(np.where(begins, np.arange(len(self.budget)), 0))

    def part(self, missions: Whole) -> tuple[Whole, Options]:
        """Keep some missions, numbered anew, and the money of their envelopes; give the options kept, and the smaller question."""
        place = np.full(self.missions, NOBODY, np.int64)
        place[missions] = np.arange(len(missions))
        at = np.flatnonzero(place[self.mission] >= 0)
        mine = np.isin(self.purses, self.purses[self.envelope[at]])
        return at, evolve(
            self,
            missions=len(missions),
            mission=place[self.mission[at]],
            envelope=self.envelope[at],
            cost=self.cost[at],
            gain=self.gain[at],
            budget=np.where(mine, self.budget, 0),
            carried=np.where(mine, self.carried, 0),
            required=self.required[missions],
            floors=self.floors[:, at],
        )

    def parts(self) -> list[Whole]:
        """Give the missions in groups that share neither money nor floors, as they can be decided apart."""
        leader, purses = np.arange(len(self.budget)), self.purses
        pairs = np.unique(np.column_stack([self.mission, purses[self.envelope]]), axis=0)
        first = np.full(self.missions, NOBODY, np.int64)
        for mission, purse in pairs.tolist():
            if first[mission] < 0:
                first[mission] = purse
            leader[leader == leader[purse]] = leader[first[mission]]
        if len(self.least):
            return [np.arange(self.missions)]
        group = np.where(first < 0, NOBODY, leader[first])
        return [np.flatnonzero(group == each) for each in np.unique(group)]

    def left(self, chosen: Whole) -> Whole:
        """Say what each envelope leaves when each mission takes the option chosen for it (-1: none), carry-over counted; below zero: overspent."""
        taken = chosen[chosen >= 0]
        spent = np.zeros(len(self.budget), np.int64)
        np.add.at(spent, self.envelope[taken], self.cost[taken])
        return self.left_of(spent)

    def left_of(self, spent: Whole) -> Whole:
        """Say what each envelope leaves of its budget and of what came over from the quarter before."""
        shape = (-1, self.quarters)
        given, used, rate = self.budget.reshape(shape), spent.reshape(shape), self.carried.reshape(shape)
        left = np.empty_like(given)
        over = np.zeros(len(given), np.int64)
        for quarter in range(self.quarters):
            left[:, quarter] = given[:, quarter] + over - used[:, quarter]
            # In two steps, so that a large amount times a hundred stays within 64 bits.
            rest = np.maximum(left[:, quarter], 0)
            over = rest // 100 * rate[:, quarter] + rest % 100 * rate[:, quarter] // 100
        return left.reshape(-1)

    def room(self, left: Whole) -> Whole:
        """Say how much more each envelope can pay without leaving a later quarter short."""
        shape = (-1, self.quarters)
        room, rate = left.reshape(shape).copy(), self.carried.reshape(shape)
        for quarter in range(self.quarters - 2, -1, -1):
            share = rate[:, quarter]
            later = np.where(share > 0, room[:, quarter + 1] * 100 // np.maximum(share, 1), np.iinfo(np.int64).max)
            room[:, quarter] = np.minimum(room[:, quarter], later)
        return room.reshape(-1)

    def holds(self, chosen: Whole) -> bool:
        """Tell whether a choice keeps every envelope, every floor and every required mission."""
        taken = chosen[chosen >= 0]
        return bool(
            (self.left(chosen) >= 0).all()
            and (self.floors[:, taken].sum(axis=1) >= self.least).all()
            and (chosen[self.required] >= 0).all()
        )

    def total(self, chosen: Whole) -> int:
        """Add up what a choice brings."""
        return int(self.gain[chosen[chosen >= 0]].sum())


def options_of(problem: Problem) -> Options:
    """Put a question into columns."""
    rows: list[tuple[int, int, int, int]] = []
    number = {quarter: index for index, quarter in enumerate(problem.quarters)}
    width = len(problem.quarters)
    for index, mission in enumerate(problem.missions):
        within = [number[quarter] for quarter in mission.quarters] or range(width)
        for place, payer in enumerate(problem.payers):
            cost = problem.cost(mission, payer)
            if cost is not None:
                gain = _gain(problem, mission, cost)
                rows.extend((index, place * width + quarter, cost, gain) for quarter in within)
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    budget = np.zeros(len(problem.payers) * width, np.int64)
    places = {payer.name: place for place, payer in enumerate(problem.payers)}
    for envelope in problem.envelopes:
        budget[places[envelope.source] * width + number[envelope.quarter]] = envelope.amount
    carried = [problem.carried(payer, quarter) for payer in problem.payers for quarter in range(width)]
    columns: dict[str, Any] = dict(zip(("mission", "envelope", "cost", "gain"), table.T.copy(), strict=True))
    return Options(
        missions=len(problem.missions),
        quarters=max(width, 1),
        budget=budget,
        carried=np.array(carried, np.int64),
        required=np.array([mission.required for mission in problem.missions], bool),
        floors=np.array([_floor(problem, floor, table) for floor in problem.floors], np.int64).reshape(len(problem.floors), len(table)),
        least=np.array([floor.count or 0 for floor in problem.floors], np.int64),
        **columns,
    )


def _gain(problem: Problem, mission: Candidate, cost: int) -> int:
    points = problem.points(mission)
    return points if problem.money_per_point is None else points * problem.money_per_point - cost


def _floor(problem: Problem, floor: Floor, table: Whole) -> Whole:
    """Say what each option adds to a floor: a share asks that 100 × the group's part - the share × the whole be at least nought."""
    mission, cost = table[:, 0], table[:, 2]
    inside = np.array([floor.group in each.groups for each in problem.missions], np.int64)[mission]
    if floor.percent is None:
        return inside
    days = np.array([each.days for each in problem.missions], np.int64)[mission]
    measure = {"missions": np.ones_like(cost), "days": days, "money": cost}[floor.of]
    return (100 * inside - floor.percent) * measure
