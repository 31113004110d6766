"""
Find an allocation: relax, round, exchange; prices prove how far it is from the best. Then look for better ones, and for better prices, part by part.

HiGHS works on the whole question as well where that is small, or where floors and required missions make a first allocation hard to find;
what it finds is a start like another, and proves nothing by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np

from tokten_core.errors import InputError, Kind
from tokten_core.errors import Problem as Mistake
from tokten_core.simulation.allocation.certificate import Allocation, Paid
from tokten_core.simulation.allocation.conflict import conflict
from tokten_core.simulation.allocation.exchange import Search
from tokten_core.simulation.allocation.options import NOBODY, Options, Whole, options_of
from tokten_core.simulation.allocation.problem import Problem
from tokten_core.simulation.allocation.proof import SMALL, Turns, parts_of
from tokten_core.simulation.allocation.relaxation import Prices, Real, by_highs, worth
from tokten_core.simulation.allocation.sifting import sifted
from tokten_core.text import Text, joined

__all__ = ["allocate"]

SURELY: Final = 0.999
FIRST, LAST = 0.05, 0.05
"""Such shares of the time are for exchanges before and after the proof by parts."""
SOON, LATER = 0.5, 0.6
"""Such shares of a part's time are left when sets of missions have been mixed, and when they have been dived for."""
TREE: Final = 10
"""Where there is no clock, one relaxation in a tree of cases stands for so many exchanges."""
NONE_FOUND: Final = Kind(
    "allocation-none-found",
    says=Text(
        en="no allocation was found that keeps every constraint", fr="aucune allocation respectant toutes les contraintes n'a été trouvée"
    ),
    allowed=Text(
        en="floors and required missions that the envelopes can bear",
        fr="des planchers et des missions imposées que les enveloppes supportent",
    ),
    remedy=Text(
        en="Lower a floor, raise an envelope, or require fewer missions; or give more time.",
        fr="Abaissez un plancher, augmentez une enveloppe, imposez moins de missions ; ou donnez plus de temps.",
    ),
)

IN_CONFLICT: Final = Kind(
    "allocation-conflict",
    says=Text(en="these cannot all be kept: {constraints}", fr="ceci ne peut pas être tenu ensemble : {constraints}"),
    allowed=Text(en="constraints that leave an allocation", fr="des contraintes qui laissent une allocation"),
    remedy=Text(en="One of these would do: {repairs}.", fr="L'un de ces changements suffirait : {repairs}."),
)
SEVERAL: Final = Text(en="none alone, change several of them", fr="aucun seul, il en faut plusieurs")
OR: Final = Text(en="; or ", fr=" ; ou ")


def allocate(
    problem: Problem, *, clock: Callable[[], float] | None = None, seconds: float = 10, rounds: int = 3_000, seed: int = 1
) -> Allocation:
    """
    Find which source pays which mission in which quarter (fr: *allocation des missions*).

    Args:
        problem: the question.
        clock: gives seconds that pass, such as ``time.monotonic``. Time then ends each stage of the search that is not done before, so that a slower
            machine may find less or prove less; what is found and proved holds all the same. Without a clock the search ends after ``rounds``,
            alike on every machine that lets HiGHS end within ``seconds``.
        seconds: how long it may take, where there is a clock; how long HiGHS may take at a time, where there is none.
        rounds: how many exchanges are tried, where there is none.
        seed: of the search.

    Raises:
        InputError: The constraints cannot all be kept (`allocation-conflict`, with those in conflict and what each would have to give way by), or
            no allocation was found in time (`allocation-none-found`).

    >>> from tokten_core.simulation.allocation import Candidate, Envelope, Payer, Problem
    >>> from tokten_core.text import same
    >>> missions = [Candidate("M1", {"ce": 600}, value=3), Candidate("M2", {"ce": 500}, value=2), Candidate("M3", {"ce": 400}, value=2)]
    >>> found = allocate(Problem(missions, [Payer("ce", same("EU"))], ["2009-Q1"], [Envelope("ce", "2009-Q1", 1_000)]))
    >>> [paid.mission for paid in found.paid], found.gain, found.optimal
    (['M1', 'M3'], 5, True)

    .. versionadded:: 0.1
    """
    options = options_of(problem)
    start = clock() if clock else 0.0

    def remaining() -> float:
        return seconds - (clock() - start) if clock else seconds

    relaxed = sifted(options, remaining)
    shares, prices = relaxed or (np.zeros(len(options.mission)), Prices((0,) * len(options.budget), (0,) * len(options.least), 1))
    value = worth(options, prices)
    rounded = _rounded(options, shares, value)
    chosen = rounded if options.holds(rounded) else by_highs(options, rounded, max(remaining() / 3, 0.1))
    if chosen is None:
        raise InputError(_why_none(problem))
    parts = parts_of(options, chosen, prices)
    money = np.array(prices.envelopes, float) / prices.over
    search = Search(options, chosen, money, value, np.random.default_rng(seed))

    def exchange(share: float) -> None:
        until, most = remaining() * (1 - share), round(rounds * share)
        search.run(sum(part.tree.bound for part in parts), lambda step: remaining() <= until if clock else step >= most)
        for part in parts:
            part.take(chosen)

    small = [part for part in parts if len(part.at) <= SMALL]
    exchange(FIRST if small else 1)
    waiting = sorted((part for part in small if part.open), key=lambda part: len(part.at))
    for number, part in enumerate(waiting):
        mine = remaining() * (1 - LAST) / (len(waiting) - number)
        end = remaining() - mine if clock else 0.0
        soon, later, ended = (partial(_ended, remaining, end + mine * share if clock else None, rounds) for share in (SOON, LATER, 0))
        part.work(Turns(soon, later, ended, partial(_left, remaining, end)), search.chance)
        part.put(chosen)
    exchange(1)
    bound = sum(part.tree.bound for part in parts)
    return Allocation(problem, _paid(problem, options, chosen), options.total(chosen), bound, options, chosen, prices, parts)


def _left(remaining: Callable[[], float], end: float) -> float:
    """Say how many seconds are left before the end of a part's time."""
    return max(remaining() - end, 0.1)


def _ended(remaining: Callable[[], float], until: float | None, rounds: int, step: int) -> bool:
    """Tell whether to stop: by the time left, or, without a clock, by the relaxations solved."""
    return step >= rounds // TREE if until is None else remaining() <= until


def _why_none(problem: Problem) -> Mistake:
    """Say which constraints cannot all be kept, where that is proved."""
    found = conflict(problem)
    if found is None:
        return NONE_FOUND.at("problem")
    repairs = joined(list(found.repairs), OR) if found.repairs else SEVERAL
    return IN_CONFLICT.at("problem", None, constraints=found.text, repairs=repairs)


def _rounded(options: Options, shares: Real, value: Real) -> Whole:
    """Take what the relaxation takes whole, then what fits, the best first."""
    chosen = np.full(options.missions, NOBODY, np.int64)
    sure = np.flatnonzero(shares > SURELY)
    chosen[options.mission[sure]] = sure
    if (options.left(chosen) < 0).any():
        chosen[:] = NOBODY
    taken = chosen[chosen >= 0]
    spent = np.zeros(len(options.budget), np.int64)
    np.add.at(spent, options.envelope[taken], options.cost[taken])
    room = options.room(options.left_of(spent))
    for option in np.argsort(-(value + shares / 1000), kind="stable").tolist():
        mission, envelope = options.mission[option], options.envelope[option]
        if chosen[mission] < 0 and options.gain[option] >= 0 and options.cost[option] <= room[envelope]:
            chosen[mission] = option
            spent[envelope] += options.cost[option]
            room = options.room(options.left_of(spent))
    return chosen


def _paid(problem: Problem, options: Options, chosen: Whole) -> tuple[Paid, ...]:
    taken = [(int(mission), int(chosen[mission])) for mission in np.flatnonzero(chosen >= 0)]
    return tuple(
        Paid(
            problem.missions[mission].id,
            problem.payers[int(options.envelope[option]) // options.quarters].name,
            problem.quarters[int(options.envelope[option]) % options.quarters],
            int(options.cost[option]),
        )
        for mission, option in taken
    )
