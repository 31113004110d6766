"""
How a purse is filled best: of the offers that its money could pay, those that are worth most together.

A purse is an envelope, or envelopes that pass their money on from quarter to quarter. Its money is counted in units of so many francs; offer by
offer, a table says the most that the offers so far can be worth for each number of units (fr: *programmation dynamique*). Costs cut *down* to units
give a bound that no filling exceeds, the one that the checker works out anew; costs rounded *up* give a filling that the money can pay.

Envelopes that are offered the same missions at the same costs are filled together: the table of the largest has the others' in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from attrs import frozen

from tokten_core.simulation.allocation.options import Options, Whole

__all__ = ["Filled", "Purses", "purses_of", "work_of"]


class Filled(NamedTuple):
    """A purse, by the number of its first envelope, the options that fill it, and what they are worth (fr: *remplissage*)."""

    purse: int
    taken: list[int]
    worth: int


@frozen(eq=False)
class Table:
    """
    Offers that some purses all have (fr: *tableau*), in the order of quarters.

    Attributes:
        rows: which purses.
        columns: which of the offers: those worth something.
        worth: of each.
        steps: what each costs, in units.
        limits: what may be spent up to each offer's quarter, in units; by the richest purse, where there are several.
        rooms: what each purse may spend on all offers, in units.
    """

    rows: list[int]
    columns: Whole
    worth: list[int]
    steps: list[int]
    limits: list[int]
    rooms: list[int]

    def rising(self) -> Iterator[tuple[Whole, int]]:
        """Give for each number of units, up to a limit, the most that no offer, the first, the first two... can be worth: a column changed in place."""
        best, top = np.zeros(max([0, *self.limits]) + 1, np.int64), 0
        yield best, top
        for worth, step, limit in zip(self.worth, self.steps, self.limits, strict=True):
            best[top + 1 : limit + 1] = best[top]
            top = limit
            if step <= top:
                best[step : top + 1] = np.maximum(best[step : top + 1], best[: top + 1 - step] + worth)
            yield best, top

    def kept(self) -> Whole:
        """Keep all columns."""
        columns = np.empty((len(self.steps) + 1, max([0, *self.limits]) + 1), np.int64)
        for number, (best, top) in enumerate(self.rising()):
            columns[number, : top + 1], columns[number, top + 1 :] = best[: top + 1], best[top]
        return columns


@frozen(eq=False)
class Purses:
    """
    Purses that are offered the same missions at the same costs (fr: *bourses*).

    Attributes:
        first: the first envelope of each.
        at: which options: a row a purse, a column an offer, in the order of quarters.
        cost: of each column, in minor units.
        stops: after so many columns each quarter ends.
        money: what each purse was given up to each quarter, in minor units; a row a purse.
    """

    first: list[int]
    at: Whole
    cost: Whole
    stops: Whole
    money: Whole

    def bound(self, worth: Whole, unit: int) -> int:
        """Give what no fillings of these purses exceed, added up; options that are worth nothing are left out."""
        total = 0
        for table in self._tables(worth, self.cost // unit, self.money // unit):
            *_, (best, _) = table.rising()
            total += int(best[table.rooms].sum())
        return total

    def fillings(self, worth: Whole, unit: int) -> Iterator[Filled]:
        """Fill each purse as well as can be with costs rounded up."""
        for table in self._tables(worth, -(-self.cost // unit), self.money // unit):
            kept = table.kept()
            for row, room in zip(table.rows, table.rooms, strict=True):
                taken, left = [], room
                for number in range(len(table.steps), 0, -1):
                    left = min(left, table.limits[number - 1])
                    if kept[number, left] > kept[number - 1, left]:
                        taken.append(int(self.at[row, table.columns[number - 1]]))
                        left -= table.steps[number - 1]
                yield Filled(self.first[row], taken, int(kept[-1, room]))

    def losses(self, worth: Whole, unit: int) -> Iterator[tuple[Whole, Whole, Whole]]:
        """For each purse: its options, what is lost of its best filling by one with that option, and by one without it; costs cut down."""
        steps, quarter = -(-self.cost // unit), np.searchsorted(self.stops, np.arange(len(self.cost)), "right")
        for at, money in zip(self.at, self.money // unit, strict=True):
            rooms = money[quarter]
            mine = Table([0], np.arange(len(at)), worth[at].tolist(), steps.tolist(), rooms.tolist(), [int(rooms[-1])])
            before, after = mine.kept(), np.zeros(int(rooms[-1]) + 1, np.int64)
            taken, left_out = np.full(len(at), -1, np.int64), np.zeros(len(at), np.int64)
            for column in range(len(at) - 1, -1, -1):
                room, step = mine.limits[column], mine.steps[column]
                left_out[column] = (before[column, : room + 1] + after[: room + 1]).max()
                if step <= room:
                    more = mine.worth[column] + after[step : room + 1]
                    taken[column] = (before[column, : room + 1 - step] + more).max()
                    after[: room + 1 - step] = np.maximum(after[: room + 1 - step], more)
            best = before[-1, -1]
            yield at, best - taken, best - left_out

    def _tables(self, worth: Whole, steps: Whole, rooms: Whole) -> Iterator[Table]:
        """Give a table for those purses to which each offer is worth the same."""
        by_worth: dict[bytes, list[int]] = {}
        mine = worth[self.at]
        for row, each in enumerate(mine):
            by_worth.setdefault(each.tobytes(), []).append(row)
        for rows in by_worth.values():
            each = mine[rows[0]]
            columns = np.flatnonzero(each > 0)
            quarter = np.searchsorted(self.stops, columns, "right")
            limits = rooms[rows].max(axis=0)[quarter].tolist()
            last = np.minimum(rooms[rows, -1], limits[-1] if limits else 0)
            yield Table(rows, columns, each[columns].tolist(), steps[columns].tolist(), limits, last.tolist())


def purses_of(options: Options) -> list[Purses]:
    """Give the purses that have offers, those with the same offers together."""
    alike: dict[tuple[bytes | int, ...], list[int]] = {}
    purse, order = options.purses, np.argsort(options.envelope, kind="stable")
    stops = np.searchsorted(options.envelope[order], np.arange(len(options.budget) + 1))
    for first in np.flatnonzero(purse == np.arange(len(purse))).tolist():
        envelopes = np.flatnonzero(purse == first)
        at = order[stops[first] : stops[envelopes[-1] + 1]]
        if len(at):
            alone = first if len(envelopes) > 1 else 0  # quarters end with other amounts in each purse
            alike.setdefault((options.mission[at].tobytes(), options.cost[at].tobytes(), alone), []).append(first)
    return [_together(options, firsts, order, stops) for firsts in alike.values()]


def _together(options: Options, firsts: list[int], order: Whole, stops: Whole) -> Purses:
    length = int((options.purses == firsts[0]).sum())
    rows = [order[stops[first] : stops[first + length]] for first in firsts]
    ends = stops[firsts[0] + 1 : firsts[0] + length + 1] - stops[firsts[0]]
    money = np.array([np.cumsum(options.budget[first : first + length]) for first in firsts])
    return Purses(firsts, np.array(rows), options.cost[rows[0]], ends, money)


def work_of(options: Options, units: int = 1_000) -> int:
    """Say in how many steps all purses are filled once, where a mission costs about so many units."""
    unit = max(1, int(np.median(options.cost)) // units)
    return sum(purses.at.shape[1] * int(purses.money.max()) // unit for purses in purses_of(options)) if len(options.cost) else 0
