"""
The runs: blocks of drawn missions costed by the pack's own rules in columns, and added up as they come.

A block holds some runs of all missions; of each run only sums stay, as whole numbers. A run's draws are found by its number, so that blocks may
be worked out in any order, by any `concurrent.futures.Executor` that the caller has: the same seed gives the same outcome.

A mission that is cancelled costs nothing and does not count, but for the part of its ticket that the scenario says is lost: a line of its own, paid by
the source that would have paid the mission. One that a delay takes beyond the days that the texts or its source cover is held no
more: it costs nothing either and is counted apart. Money goes to missions in the order of their first days as planned, each from the envelope
of its source in the year in which it begins; at the first that is not covered, that one and those after it stay unfunded.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, as_completed
from functools import cached_property, lru_cache
from typing import Any, Final, TypeAlias

import numpy as np
from attrs import field, frozen

from tokten_core.errors import InputError, Kind, UsageError
from tokten_core.model.programme import Programme
from tokten_core.ports import CountryPack
from tokten_core.rules import FUNDER
from tokten_core.rules.costings import BENEFICIARY
from tokten_core.simulation.columns import AmountColumns, FactColumns, columns_of_missions, work_out
from tokten_core.simulation.columns.facts import Column, Shape
from tokten_core.simulation.columns.mistakes import OVERFLOW
from tokten_core.simulation.columns.products import by_members, by_rows, width_of
from tokten_core.simulation.columns.steps import MOST
from tokten_core.simulation.scenarios.distributions import Whole
from tokten_core.simulation.scenarios.drawing import Drawn, nearest, run_of
from tokten_core.simulation.scenarios.outcome import Outcome
from tokten_core.simulation.scenarios.prepared import TICKET_LOST, Envelope, Prepared, prepare
from tokten_core.simulation.scenarios.scenario import Scenario
from tokten_core.text import Text
from tokten_core.units import money_unit

__all__ = ["Block", "simulate"]

CELLS: Final = 153_600
"""About how many runs times missions are worked out at a time: what is on the way stays near the processor."""
MOST_RUNS: Final = 1_024
"""As many runs at a time at most, however few the missions."""
KEPT: Final = 1 << 23
"""Bytes that are asked for and let go before a span."""
SPAN: Final = 8
"""Blocks handed to an executor at a time."""
EXACT: Final = 1 << 53
Sums: TypeAlias = dict[tuple[str, str], Whole]
"""Whole numbers by what they tell and of what, one for each run."""

NOT_A_COUNT = Kind(
    "simulation-not-a-count",
    says=Text(en="{value} is no number of {what}", fr="{value} n'est pas un nombre de {what}"),
    allowed=Text(en="a whole number, {least} or more", fr="un nombre entier, {least} ou plus"),
    remedy=Text(en="Correct it.", fr="Corrigez-le."),
)
UNKNOWN_IN_A_RUN = Kind(
    "simulation-unknown-amount",
    says=Text(
        en="in the run {run} the mission {value} has no amount: {why}", fr="au tirage {run}, la mission {value} n'a pas de montant : {why}"
    ),
    allowed=Text(en="draws under which each mission can be costed", fr="des tirages sous lesquels chaque mission peut être chiffrée"),
    remedy=Text(en="Narrow the distribution that leads there.", fr="Resserrez la distribution qui y mène."),
)


def simulate(  # noqa: PLR0913 - each of them may be left out
    scenario: Scenario,
    programme: Programme,
    pack: CountryPack,
    *,
    runs: int = 10_000,
    seed: int = 1,
    executor: Executor | None = None,
    block: int | None = None,
    done: Callable[[int], object] | None = None,
) -> Outcome:
    """
    Run a scenario many times (fr: *simuler*).

    Args:
        scenario: what is supposed.
        programme: the programme whose missions, money, risks and targets it speaks of.
        pack: the country pack whose rules cost the missions.
        runs: how many times.
        seed: a whole number, not below zero; the same seed gives the same outcome, to the last byte.
        executor: who works out the blocks; None for this process alone. Processes and remote workers must be able to import the pack.
        block: how many runs at a time, chosen by the number of missions if none is given; the outcome does not depend on it.
        done: told how many runs are done each time some are.

    Raises:
        InputError: The scenario names what is not there, a mission is against the rules, or a draw leads to an unknown amount.
        UsageError: Runs, seed or block are no counts; an amount could pass 64 bits.

    >>> from tokten_core.plugins import load_pack
    >>> from tokten_core.simulation.scenarios.reading import read_scenario
    >>> mali = load_pack("mali")
    >>> scenario = read_scenario('''
    ... title = "Tickets up to a fifth dearer"
    ... programme.years = ["2008/2009"]
    ... draws.fares = {of = "airfare_percent", law = {uniform = [100, 120]}}
    ... ''')
    >>> outcome = simulate(scenario, mali.programme(), mali, runs=200, seed=1)
    >>> outcome.spread("total").least > 0
    True

    .. versionadded:: 0.1
    """
    for what, value, least in (("runs", runs, 1), ("seed", seed, 0), ("block", 1 if block is None else block, 1)):
        if type(value) is not int or value < least:
            raise UsageError(NOT_A_COUNT.at(what, value, what=_COUNTS[what], least=least))
    ready = prepare(scenario, programme, pack)
    size = block or max(1, min(MOST_RUNS, CELLS // len(ready.missions)))
    blocks = [range(start, min(start + size, runs)) for start in range(0, runs, size)]
    spans = [blocks[start : start + SPAN] for start in range(0, len(blocks), SPAN)]
    found: dict[int, Sums] = {}
    for first, sums in _worked_out(ready, seed, spans, executor):
        found[first] = sums
        if done is not None:
            done(len(next(iter(sums.values()))))
    ordered = [found[first] for first in sorted(found)]
    return Outcome.of(ready, runs, seed, {key: np.concatenate([sums[key] for sums in ordered]) for key in ordered[0]})


_COUNTS: Final = {
    "runs": Text(en="runs", fr="tirages"),
    "seed": Text(en="the seed", fr="graine"),
    "block": Text(en="runs in a block", fr="tirages par bloc"),
}


def _worked_out(ready: Prepared, seed: int, spans: list[list[range]], executor: Executor | None) -> Iterator[tuple[int, Sums]]:
    if executor is None:
        for span in spans:
            yield span[0].start, _span(ready, seed, span)
        return
    waiting = {executor.submit(_span, ready, seed, span): span[0].start for span in spans}
    for future in as_completed(waiting):
        yield waiting[future], future.result()


def _span(ready: Prepared, seed: int, span: list[range]) -> Sums:
    """Work out some blocks one after the other; what a worker runs."""
    # Let go at once: a C library that has seen so large a piece come back keeps as much at hand, and a block's arrays cost no trip to the system.
    np.empty(KEPT, np.uint8)
    worked = [Block(ready, seed, runs).sums() for runs in span]
    return {key: np.concatenate([sums[key] for sums in worked]) for key in worked[0]}


@lru_cache(maxsize=8)
def _planned(ready: Prepared) -> FactColumns:
    """Give the facts of all missions as planned."""
    facts = [mission.facts for mission in ready.missions]
    return columns_of_missions(ready.pack.costs, facts, [mission.told["source"] or None for mission in ready.missions])


@lru_cache(maxsize=8)
def _static(ready: Prepared, runs: int) -> FactColumns:
    """Give the facts of all missions as planned, once for each run of a block."""
    one = _planned(ready)

    def repeated(array: Any) -> Any:
        return None if array is None else np.tile(array, runs)

    columns = {name: Column(column.shape, repeated(column.values), repeated(column.missing)) for name, column in one.columns.items()}
    return FactColumns(one.kinds, columns, one.rows * runs)


@frozen(eq=False)
class Block:
    """
    Some runs of all missions (fr: *bloc*): drawn, costed, added up.

    Attributes:
        ready: the scenario.
        seed: the seed.
        runs: the numbers of its runs.
    """

    ready: Prepared
    seed: int
    runs: range
    drawn: Drawn = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "drawn", self.ready.drawing.block(self.seed, self.runs))

    @property
    def shape(self) -> tuple[int, int]:
        """How many runs and missions."""
        return len(self.runs), len(self.ready.missions)

    @cached_property
    def starts(self) -> Whole:
        """The first days, counted in days of the calendar: one for each mission, or for each run and mission where some are delayed."""
        planned = self.ready.starts
        return planned if self.drawn.delay is None else planned + self.drawn.delay

    def facts(self) -> FactColumns:
        """Give the facts as drawn: a row for each run and mission, all missions of a run together."""
        static = _static(self.ready, len(self.runs))
        bounds = self.ready.drawing.bounds
        values = dict(self.drawn.facts) | ({} if self.drawn.delay is None else {"start": self.starts})
        # The bounds are those of the distributions, not of the block: so all blocks share one plan.
        drawn = {name: Column(Shape(name, *bounds[name]), array.reshape(-1), None) for name, array in values.items()}
        return FactColumns(static.kinds, {**static.columns, **drawn}, static.rows)

    @cached_property
    def amounts(self) -> AmountColumns:
        """The amounts by the rules of the pack."""
        names = (
            *self.ready.components,
            *self.ready.beside,
            "total",
            *(("beneficiary_share", "source_pays") if self.ready.shares_costs else ()),
        )
        return work_out(self.ready.pack.costs, self.facts(), amounts=names, block=math.prod(self.shape), totals=False, compact=True)

    def units(self, name: str) -> Whole:
        """Give an amount of the missions that are held, for the others nought or what is lost of their tickets: a row for each run."""
        units: Whole = self.amounts.units(name).reshape(self.shape)
        held = units if self._all_held else units * self._held_as(units.dtype)
        return held if self.lost is None or name not in {"total", "source_pays"} else held + self.lost

    @cached_property
    def lost(self) -> Whole | None:
        """What is lost of the tickets of missions that are cancelled; None where nothing can be."""
        percent, cancelled = self.drawn.lost, self.drawn.cancelled
        if percent is None or cancelled is None:
            return None
        return nearest(self.amounts.units("airfare").reshape(self.shape) * percent * cancelled, 100)

    def _sum(self, name: str) -> Whole:
        """Add up an amount over the missions that are held, run by run."""
        units: Whole = self.amounts.units(name).reshape(self.shape)
        units = units.astype(width_of(max(int(units.max()), -int(units.min())) * self.shape[1], units), copy=False)
        added: Whole = units.sum(axis=1) if self._all_held else np.einsum("rm,rm->r", units, self._held_as(units.dtype)).astype(np.int64)
        return added

    def _beside(self, name: str) -> Whole:
        """Add up what sources pay beside the total; a mission without a source has no such line."""
        unknown = self.amounts.unknown(name)
        if unknown is not None:
            strays = np.argwhere(unknown.reshape(self.shape) & self.held & (np.array(self.ready.payers) != FUNDER))
            if len(strays):
                self._refuse(strays[0], name)
        return self._sum(name)

    def _refuse(self, cell: Whole, name: str) -> None:
        """Tell a mission that has no amount in a run."""
        run, mission = map(int, cell)
        why = self.amounts.reason(run * self.shape[1] + mission, name)
        raise InputError(UNKNOWN_IN_A_RUN.at("draws", self.ready.missions[mission].facts.id, run=self.runs[run], why=why))

    def _held_as(self, kind: Any) -> Whole:
        """Give the missions that are held as ones, in as many bits as what they are multiplied with."""
        if kind not in self._ones:
            self._ones[kind] = self.held.astype(kind)
        return self._ones[kind]

    @cached_property
    def _ones(self) -> dict[Any, Whole]:
        return {}

    @property
    def _all_held(self) -> bool:
        return self.drawn.cancelled is None and self.fallen_out is None

    @cached_property
    def fallen_out(self) -> Any:
        """The missions that a delay takes beyond the days covered; None where there is none."""
        unknown = self.amounts.unknown("total")
        if unknown is None or not unknown.any():
            return None
        unknown = unknown.reshape(self.shape)
        against, delay = self.amounts.problem_rows, self.drawn.delay
        late = np.zeros(self.shape, bool) if delay is None or against is None else against.reshape(self.shape) & (delay > 0)
        strays = np.argwhere(unknown & ~late)
        if len(strays):
            self._refuse(strays[0], "total")
        return late

    @cached_property
    def held(self) -> Any:
        """The missions that are held."""
        lost = [cells for cells in (self.fallen_out, self.drawn.cancelled) if cells is not None]
        return ~(lost[0] if len(lost) == 1 else lost[0] | lost[1]) if lost else np.ones(self.shape, dtype=bool)

    def sums(self) -> Sums:
        """Add up the block: one number for each run of everything that is told."""
        shared = self.ready.shares_costs
        total = self.units("total")
        pays = self.units("source_pays") if shared else total
        reach = max(int(units.max()) for units in ((total, pays) if shared else (total,))) * self.shape[1]
        if reach > MOST:  # NumPy would overflow in silence
            raise UsageError(OVERFLOW.at("total", reach, step="total", most=MOST))
        sums: Sums = {("total", ""): by_rows(total, reach)}
        sums |= {("input", name): numbers for name, numbers in self.drawn.inputs.items()}
        sums |= {("component", name): self._sum(name) for name in self.ready.components}
        sums |= {("beside", name): self._beside(name) for name in self.ready.beside}
        if self.lost is not None:
            sums["component", TICKET_LOST] = self.lost.sum(axis=1)
        years = () if self.drawn.delay is not None else (("year", self.ready.planned_years),)
        sums |= self._by(pays, reach, ("payer", self.ready.payers), ("line", self.ready.lines), *(() if shared else years))
        if shared:
            sums["payer", BENEFICIARY] = self._sum("beneficiary_share")
            sums |= self._by(total, reach, *years)
        if not years:
            sums |= {("year", year): (total * (self.years == number)).sum(axis=1) for number, (year, _) in enumerate(self.ready.years)}
        cancelled, late = self._counts(self.drawn.cancelled), self._counts(self._late_only)
        sums["missions", "held"] = self.shape[1] - cancelled - late
        sums["missions", "cancelled"] = cancelled
        sums["missions", "fallen_out"] = late
        return sums | self._money(pays, reach)

    @property
    def _late_only(self) -> Any:
        if self.fallen_out is None or self.drawn.cancelled is None:
            return self.fallen_out
        return self.fallen_out & ~self.drawn.cancelled

    def _counts(self, cells: Any) -> Whole:
        return np.zeros(len(self.runs), np.int64) if cells is None else by_members(cells, _all_of(cells.shape[1]))[:, 0]

    def _by(self, units: Whole, reach: int, *axes: tuple[str, tuple[str, ...]]) -> Sums:
        """Add up by what each mission is told, whatever the run; no sum is over ``reach``."""
        if not axes:
            return {}
        known, members = _members(axes)
        if reach < EXACT:
            added: Whole = by_members(units, members)
        else:
            added = np.stack([units[:, members[:, number] > 0].sum(axis=1) for number in range(len(known))], axis=1)
        return {key: added[:, number] for number, key in enumerate(known)}

    @cached_property
    def years(self) -> Whole:
        """The place of the programme year in which each mission begins."""
        return self.ready.year_numbers(self.starts)

    def _money(self, pays: Whole, reach: int) -> Sums:
        """Say what each envelope leaves or lacks, how many missions it funds, and which targets those reach."""
        sums: Sums = {}
        funded = self.held.copy()
        for envelope, year, at in _envelopes_met(self.ready):
            name, worth, costs = f"{envelope.source} {envelope.year}", self._worth(envelope), pays[:, at]
            here: Any = True if self.drawn.delay is None else self.years[:, at] == year
            if here is not True:
                costs = costs * here
            spent = by_rows(costs, reach)
            if (spent > worth).any():  # only then is it asked how far the money goes
                kind = width_of(reach, costs)
                covered = np.cumsum(costs, axis=1, dtype=kind) <= np.minimum(np.maximum(worth, -1), reach).astype(kind)[:, None]
                funded[:, at] &= covered if here is True else covered | ~here
            if here is not True:
                sums["funded", name] = self._counts(funded[:, at] & here)
            sums["left", name] = worth - spent
            sums["envelope", name] = worth
        return sums | self._counted(funded)

    def _counted(self, funded: Any) -> Sums:
        """Count the missions that are funded: all, those of each envelope, those that reach a target."""
        known, members = _counted_by(self.ready)
        counts = by_members(funded, members)
        sums: Sums = {key: counts[:, number] for number, key in enumerate(known)}
        for target in self.ready.targets:
            if target.until is not None:
                at = list(target.missions)
                sums["target", target.indicator] = self._counts(funded[:, at] & (self._ends[..., at] <= target.until.toordinal()))
            sums["target", target.indicator] += target.already
        return sums

    def _worth(self, envelope: Envelope) -> Whole:
        """Give what an envelope is worth in each run: what its lines print in another currency follows a drawn rate."""
        if envelope.original is not None and envelope.currency in self.drawn.rates:
            return nearest(envelope.original * self.drawn.rates[envelope.currency], money_unit(envelope.currency).sub_unit)
        return np.full(len(self.runs), envelope.units, dtype=np.int64)

    @cached_property
    def _ends(self) -> Whole:
        """The last days, counted in days of the calendar."""
        return self.starts + self.drawn.facts.get("days", self.ready.days) - 1


@lru_cache(maxsize=8)
def _all_of(missions: int) -> Any:
    """Give what counts all of some missions."""
    return np.ones((missions, 1), np.float32)


@lru_cache(maxsize=8)
def _counted_by(ready: Prepared) -> tuple[tuple[tuple[str, str], ...], Any]:
    """Give what counts missions whatever the run, and a matrix that tells which of them count."""
    delayed = ready.drawing.bounds["start"][1] > int(ready.starts.max())
    places: dict[tuple[str, str], Any] = {("missions", "funded"): slice(None)}
    if not delayed:
        places |= {("funded", f"{envelope.source} {envelope.year}"): at for envelope, _, at in _envelopes_met(ready)}
    places |= {("target", target.indicator): list(target.missions) for target in ready.targets if target.until is None}
    members = np.zeros((len(ready.missions), len(places)), np.float32)
    for number, at in enumerate(places.values()):
        members[at, number] = 1
    return tuple(places), members


@lru_cache(maxsize=8)
def _envelopes_met(ready: Prepared) -> tuple[tuple[Envelope, int, Any], ...]:
    """
    Give the envelopes that a mission may draw on in some run, the place of their year, and the missions that may.

    A delay takes missions later, never earlier.
    """
    last = int(ready.year_numbers(np.array([ready.drawing.bounds["start"][1]]))[0])
    numbers = {year: number for number, (year, _) in enumerate(ready.years)}
    planned, payers = ready.year_numbers(ready.starts), np.array(ready.payers)
    delayed = ready.drawing.bounds["start"][1] > int(ready.starts.max())

    def missions_of(envelope: Envelope) -> Whole:
        number = numbers[envelope.year]
        fits = (planned <= number) & (number <= last) if delayed else planned == number
        return np.flatnonzero((payers == envelope.source) & fits)

    met = [(envelope, numbers[envelope.year], missions_of(envelope)) for envelope in ready.envelopes if envelope.units is not None]
    return tuple((envelope, number, run_of(at)) for envelope, number, at in met if len(at))


@lru_cache(maxsize=64)
def _members(axes: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[tuple[str, str], ...], Any]:
    """Give what there is along each axis, and a matrix that tells which mission is of which."""
    known = {(axis, name): np.array(names) == name for axis, names in axes for name in dict.fromkeys(names)}
    return tuple(known), np.stack(list(known.values()), axis=1).astype(np.float64)
