"""
Say why a question has no answer: constraints that cannot all be kept, none of which can be left out, and what each would have to give way by.

The set is found by deletion: a constraint without which the rest still cannot be kept does not belong to it; what remains belongs. A constraint
is lifted by dropping a floor, by not requiring a mission, by giving an envelope all that could be asked of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final, TypeAlias

import highspy
import numpy as np
from attrs import evolve, frozen

from tokten_core.explain import worded
from tokten_core.simulation.allocation.faults import LIMIT
from tokten_core.simulation.allocation.options import options_of
from tokten_core.simulation.allocation.problem import PER_CENT, Envelope, Floor, Problem
from tokten_core.simulation.allocation.relaxation import exact_solver, model_of
from tokten_core.text import SEMICOLON, Text, joined
from tokten_core.units import money_unit

__all__ = ["Conflict", "conflict"]

A_SOLVE: Final = 2.0
"""So many seconds HiGHS may take to say whether a question can be answered at all."""
Constraint: TypeAlias = Floor | Envelope | str
"""A floor, an envelope, or the identifier of a mission that must be funded."""

FLOOR = Text(en="at least {least} of {of} for {group}", fr="au moins {least} des {of} pour {group}")
ENVELOPE = Text(en="{source} has {amount} in {quarter}", fr="{source} a {amount} en {quarter}")
REQUIRED = Text(en="{mission} must be funded", fr="{mission} doit être financée")
OF = {
    "missions": Text(en="the missions", fr="missions"), "days": Text(en="the days", fr="jours"), "money": Text(en="the money", fr="fonds"),
}  # fmt: skip
MORE = Text(en="give {source} {amount} more in {quarter}", fr="donner {amount} de plus à {source} en {quarter}")
LOWER = Text(en="ask at most {least} for {group}", fr="demander au plus {least} pour {group}")
DROP = Text(en="do not require {mission}", fr="ne pas imposer {mission}")


@frozen
class Conflict:
    """
    Constraints that cannot all be kept (fr: *contraintes incompatibles*); without any one of them the others can.

    Attributes:
        constraints: floors, envelopes, and identifiers of missions that must be funded.
        words: each in words.
        repairs: what each would have to give way by, in words; one of them is enough, and none is there where more than one change is needed.
        surely: false where the solver left a test undecided, so that the set may hold more than it needs.
    """

    constraints: tuple[Constraint, ...]
    words: tuple[Text, ...]
    repairs: tuple[Text, ...]
    surely: bool

    @property
    def text(self) -> Text:
        """The constraints in one line."""
        return joined(list(self.words), SEMICOLON)


def conflict(problem: Problem) -> Conflict | None:
    """
    Find constraints in conflict (fr: *contraintes incompatibles*); None where the question has an answer, or nobody can tell.

    Args:
        problem: the question.
    """
    if _possible(problem) is not False:
        return None
    every: tuple[Constraint, ...] = (*problem.floors, *problem.envelopes, *(one.id for one in problem.missions if one.required))
    kept, surely = list(every), True
    for constraint in every:
        rest = [one for one in kept if one is not constraint]
        possible = _possible(_only(problem, rest))
        if possible is False:
            kept = rest
        surely = surely and possible is not None
    words = tuple(_said(problem, one) for one in kept)
    return Conflict(tuple(kept), words, tuple(_repairs(problem, kept)), surely)


def _possible(problem: Problem) -> bool | None:
    """Tell whether a question has any answer at all; None where HiGHS ran out of time."""
    options = options_of(problem)
    if not len(options.mission):  # nobody may be paid by anybody: no question for a solver
        return not options.required.any() and bool((options.least <= 0).all())
    solver = exact_solver(A_SOLVE)
    model: Any = model_of(options, whole=True)
    model.col_cost_ = np.zeros(model.num_col_)
    solver.passModel(model)
    solver.run()
    status = solver.getModelStatus()
    if status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
        return False
    return True if status == highspy.HighsModelStatus.kOptimal else None


def _only(problem: Problem, kept: Iterable[Constraint]) -> Problem:
    """Keep some constraints and lift the others."""
    wanted = list(kept)
    endless = _asked_at_most(problem)
    envelopes = [one if any(one is each for each in wanted) else evolve(one, amount=max(one.amount, endless)) for one in problem.envelopes]
    asked: dict[str, Any] = {
        "missions": [evolve(one, required=one.required and one.id in wanted) for one in problem.missions],
        "envelopes": envelopes,
        "floors": [one for one in problem.floors if any(one is each for each in wanted)],
    }
    return evolve(problem, **asked)


def _repairs(problem: Problem, kept: Iterable[Constraint]) -> Iterator[Text]:
    """Say what would do alone, on the whole question: each of the constraints in conflict by the least that it must give way."""
    for constraint in kept:
        match constraint:
            case str():
                dropped: Any = [evolve(one, required=one.required and one.id != constraint) for one in problem.missions]
                if _possible(evolve(problem, missions=dropped)):
                    yield DROP.fill(mission=constraint)
            case Envelope():
                more = _least(_asked_at_most(problem), partial(_richer, problem, constraint))
                if more is not None:
                    yield MORE.fill(source=_label(problem, constraint), amount=_money(problem, more), quarter=constraint.quarter)
            case Floor():
                down = _least(_least_of(constraint), partial(_lower, problem, constraint))
                if down is not None:
                    yield LOWER.fill(least=_share(_lowered(constraint, down)), group=constraint.group)


def _least(most: int, question: Callable[[int], Problem]) -> int | None:
    """Find the least that makes a question possible, by halving; None where the most does not."""
    if not _possible(question(most)):
        return None
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _possible(question(middle)) else (middle + 1, high)
    return high


def _asked_at_most(problem: Problem) -> int:
    """Add up what every mission would cost the dearest source that may pay it, and as much as passes on to leave that to the last quarter."""
    asked = sum(
        max((cost for payer in problem.payers if (cost := problem.cost(one, payer)) is not None), default=0) for one in problem.missions
    )
    parts = max((-(-PER_CENT // payer.carry_over) for payer in problem.payers if payer.carry_over), default=1)
    enough: int = (asked + 1) * parts ** max(len(problem.quarters) - 1, 0)
    return min(enough, max(asked, LIMIT // PER_CENT))


def _richer(problem: Problem, envelope: Envelope, units: int) -> Problem:
    return _with(problem, envelope, evolve(envelope, amount=envelope.amount + units))


def _lower(problem: Problem, floor: Floor, down: int) -> Problem:
    return _with(problem, floor, _lowered(floor, down))


def _least_of(floor: Floor) -> int:
    return (floor.count if floor.percent is None else floor.percent) or 0


def _lowered(floor: Floor, down: int) -> Floor:
    least = _least_of(floor) - down
    return evolve(floor, count=least) if floor.percent is None else evolve(floor, percent=least)


def _with(problem: Problem, old: Constraint, new: Constraint) -> Problem:
    changed: dict[str, Any] = {
        "floors": [new if one is old else one for one in problem.floors],
        "envelopes": [new if one is old else one for one in problem.envelopes],
    }
    return evolve(problem, **changed)


def _said(problem: Problem, constraint: Constraint) -> Text:
    match constraint:
        case str():
            return REQUIRED.fill(mission=constraint)
        case Envelope():
            return ENVELOPE.fill(source=_label(problem, constraint), amount=_money(problem, constraint.amount), quarter=constraint.quarter)
        case Floor():
            return FLOOR.fill(least=_share(constraint), of=OF[constraint.of], group=constraint.group)


def _share(floor: Floor) -> str:
    return str(floor.count) if floor.percent is None else f"{floor.percent} %"


def _label(problem: Problem, envelope: Envelope) -> Text:
    return next(payer.label for payer in problem.payers if payer.name == envelope.source)


def _money(problem: Problem, units: int) -> Text:
    return worded(units, money_unit(problem.currency))
