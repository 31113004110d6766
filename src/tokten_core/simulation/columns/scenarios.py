"""
The same missions under many drawn futures, added up by group: memory stays flat as scenarios grow.

What reads no drawn fact is worked out once for each mission; what reads nothing but draws, once for each scenario; only the rest is worked
out for every scenario and mission, in blocks of scenarios, and added up by group while the block is in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, TypeAlias

import numpy as np
from attrs import field, frozen

from tokten_core.errors import UsageError, did_you_mean
from tokten_core.rules.book import UNKNOWN_COMPONENT, RuleBook
from tokten_core.rules.mission_costs import CostRules
from tokten_core.simulation.columns.amounts import by_name, names_of
from tokten_core.simulation.columns.facts import Array, FactColumns, Shape, book_of
from tokten_core.simulation.columns.mistakes import DRAWN_UNKNOWN, OVERFLOW, SCENARIO_SHAPE
from tokten_core.simulation.columns.problems import problem_rows
from tokten_core.simulation.columns.products import by_members
from tokten_core.simulation.columns.program import INPUTS, Program, width
from tokten_core.simulation.columns.specialise import Specialised
from tokten_core.simulation.columns.steps import MOST, NO, YES, Op

__all__ = ["Draws", "ScenarioTotals", "work_out_scenarios"]

CELLS: Final = 40_000
"""About how many scenarios times missions are worked out at a time."""
FEW: Final = 32
"""Groups for which a product of matrices is faster than sums over stretches."""
EXACT_ROWS: Final = 1 << 22
"""Fewer rows than this, each of less than 2^31, add up to less than 2^53."""
DAYS_BEFORE_1970: Final = 719_163
Axes: TypeAlias = frozenset[str]
BOTH: Final = frozenset({"mission", "scenario"})
Drawn: TypeAlias = "Draws | Callable[[int, int], Draws]"


@frozen
class Draws:
    """
    What is drawn (fr: *tirages*): facts and figures by name, each an array with one value for each scenario, or for each and mission.

    Attributes:
        facts: take the place of the columns of those names; whole numbers, truths or days.
        figures: take the place of the figures of those names, whatever the day and the keys.

    .. versionadded:: 0.1
    """

    facts: Mapping[str, Any] = field(factory=dict)
    figures: Mapping[str, Any] = field(factory=dict)


@frozen(eq=False)
class ScenarioTotals:
    """
    Amounts added up by group under each scenario (fr: *totaux par scénario*).

    Attributes:
        names: the amounts.
        scenarios: how many scenarios there are.
        groups: how many groups.

    .. versionadded:: 0.1
    """

    names: tuple[str, ...]
    scenarios: int
    groups: int
    _totals: Mapping[str, Array]
    _without: Mapping[str, Array]

    def totals(self, name: str) -> Array:
        """Give the totals of an amount: scenarios down, groups across, over the missions that have one."""
        return self._totals[self._known(name)]

    def without(self, name: str) -> Array:
        """Count the missions that have no such amount: scenarios down, groups across."""
        return self._without[self._known(name)]

    def _known(self, name: str) -> str:
        if name not in self._totals:
            raise UsageError(UNKNOWN_COMPONENT.at("amounts", name, near=did_you_mean(name, self.names), known=", ".join(self.names)))
        return name


def work_out_scenarios(
    rules: RuleBook | CostRules,
    columns: FactColumns,
    draws: Drawn,
    scenarios: int,
    *,
    amounts: Iterable[str] | None = None,
    by: Any = None,
    block: int | None = None,
) -> ScenarioTotals:
    """
    Add up the amounts of missions by group under each scenario (fr: *totaux par scénario*).

    Args:
        rules: a book of rules, or a programme's cost rules.
        columns: the facts of the missions, as far as they are not drawn.
        draws: what is drawn for all scenarios, or a function that gives it for scenarios from one number to another, the last left out.
        scenarios: how many scenarios there are.
        amounts: the names of the amounts wanted; all of them by default.
        by: the group of each mission, counted from nought; None for one group.
        block: how many scenarios are worked out at a time.

    Raises:
        UsageError: A name is unknown, an array has another shape, a total could pass 64 bits.

    .. versionadded:: 0.1
    """
    names = names_of(book_of(rules), amounts)
    groups = np.zeros(columns.rows, np.int64) if by is None else np.asarray(by)
    if groups.shape != (columns.rows,) or groups.dtype.kind not in "iu" or (columns.rows and int(groups.min()) < 0):
        raise UsageError(SCENARIO_SHAPE.at("by", str(groups.shape), expected=f"({columns.rows},)"))
    count = int(groups.max()) + 1 if columns.rows else 1
    run = _Run(rules, columns, names, groups, count)
    size = block or max(1, CELLS // max(1, columns.rows))
    totals = {name: np.zeros((scenarios, count), np.int64) for name in names}
    without = {name: np.zeros((scenarios, count), np.int64) for name in names}
    for start in range(0, scenarios, size):
        stop = min(start + size, scenarios)
        drawn = _checked(draws(start, stop) if callable(draws) else _part(draws, scenarios, start, stop), rules, columns, stop - start)
        run.block(drawn, stop - start, {name: (totals[name][start:stop], without[name][start:stop]) for name in names})
    return ScenarioTotals(names, scenarios, count, totals, without)


def _part(draws: Draws, scenarios: int, start: int, stop: int) -> Draws:
    def cut(name: str, given: Any) -> Array:
        array = np.asarray(given)
        if not array.ndim or len(array) != scenarios:
            raise UsageError(SCENARIO_SHAPE.at(name, str(array.shape), expected=f"({scenarios},)"))
        return array[start:stop]

    return Draws(*({name: cut(name, given) for name, given in one.items()} for one in (draws.facts, draws.figures)))


def _checked(draws: Draws, rules: RuleBook | CostRules, columns: FactColumns, count: int) -> dict[str, Array]:
    """Give drawn arrays by the name of their step, (scenarios, 1) or (scenarios, missions)."""
    book, made, problems = book_of(rules), {}, []
    for drawn, known, before in ((draws.facts, {kind.name for kind in book.facts}, ""), (draws.figures, set(book.figures), "drawn ")):
        for name, given in drawn.items():
            array = np.asarray(given)
            if name not in known:
                problems.append(DRAWN_UNKNOWN.at(name, name, near=did_you_mean(name, known), known=", ".join(sorted(known))))
            elif array.dtype.kind not in "iubM" or array.shape not in {(count,), (count, 1), (count, columns.rows)}:
                problems.append(SCENARIO_SHAPE.at(name, f"{array.shape} {array.dtype}", expected=f"({count},), ({count}, {columns.rows})"))
            else:
                if array.dtype.kind == "M":
                    array = array.astype("datetime64[D]").astype(np.int64) + DAYS_BEFORE_1970
                made[before + name] = array.reshape(count, -1)
    if problems:
        raise UsageError(*problems)
    return made


@frozen(eq=False)
class _Plan:
    """Three passes, one for each mission, one for each scenario, one for both; and for each amount its steps."""

    amounts: Mapping[str, tuple[Op, Op]]
    axes: Mapping[Op, Axes]
    once: Program
    each: Program
    both: Program


@lru_cache(maxsize=64)
def _plan(
    rules: RuleBook | CostRules,
    names: tuple[str, ...],
    shapes: tuple[Shape, ...],
    figures: tuple[Shape, ...],
    drawn: tuple[tuple[str, bool], ...],
) -> _Plan:
    special = Specialised(by_name(shapes), by_name(figures), {}, missions=isinstance(rules, CostRules))
    problems, make = problem_rows(rules, special) if isinstance(rules, CostRules) else NO, special.steps
    reads = {name: special.read(book_of(rules).steps[name]) for name in names}
    amounts = {name: (read.value, make.any_of(problems, read.unknown)) for name, read in reads.items()}
    wide = dict(drawn)
    axes: dict[Op, Axes] = {}

    def axes_of(op: Op) -> Axes:
        if op not in axes:
            if op.kind in INPUTS:
                axes[op] = frozenset({"mission"}) if op.more not in wide else BOTH if wide[op.more] else frozenset({"scenario"})
            else:
                axes[op] = frozenset().union(*(axes_of(part) for part in op.parts))
        return axes[op]

    wanted = list(dict.fromkeys(op for pair in amounts.values() for op in pair if op.kind != "const"))
    varied = [op for op in wanted if "scenario" in axes_of(op)]
    both = Program(varied, lambda op: op.kind in INPUTS or (op.kind != "const" and axes_of(op) != BOTH), broadcast=True)
    kept = [op for op in wanted if axes_of(op) == {"mission"}]
    once = Program(tuple(dict.fromkeys([*kept, *(op for op in both.inputs if axes_of(op) == {"mission"})])), lambda op: op.kind in INPUTS)
    each = Program([op for op in both.inputs if axes_of(op) == {"scenario"}], lambda op: op.kind in INPUTS)
    return _Plan(amounts, axes, once, each, both)


class _Run:
    """One run: the missions in the order of their groups, the passes, the scratch arrays."""

    def __init__(self, rules: RuleBook | CostRules, columns: FactColumns, names: tuple[str, ...], groups: Array, count: int) -> None:
        self.rules, self.columns, self.names, self.count = rules, columns, names, count
        self.order = np.argsort(groups, kind="stable")
        self.present, self.starts = np.unique(groups[self.order], return_index=True)
        self.sizes = np.bincount(groups, minlength=count)
        self.bounds: dict[str, tuple[int, int]] = {}
        self.scratch: dict[tuple[int, int], Any] = {}
        self.members = np.zeros((columns.rows, count))
        self.members[np.arange(columns.rows), groups[self.order]] = 1
        self.spare = np.empty(0, np.int64)
        self.once: dict[int, dict[Op, Array]] = {}

    def block(self, drawn: Mapping[str, Array], count: int, into: Mapping[str, tuple[Array, Array]]) -> None:
        """Work out one block of scenarios."""
        plan = self._plan(drawn)
        once = self._once(plan)
        if not self.columns.rows:
            return
        scratch, outputs, small = self._scratch(plan, count)
        values: dict[Op, Array] = {op: np.empty(count, np.bool_ if op.truth else np.int64) for op in plan.each.outputs}
        plan.each.run([drawn[op.more][:, 0] for op in plan.each.inputs], list(values.values()), small)
        inputs = [self._input(op, drawn, once, values) for op in plan.both.inputs]
        plan.both.run(inputs, list(outputs.values()), scratch)
        for name, (total, without) in into.items():
            self._add_up(plan.amounts[name], {**once, **outputs}, total, without)

    def _add_up(self, amount: tuple[Op, Op], found: Mapping[Op, Array], total: Array, without: Array) -> None:
        value, unknown = amount
        if max(abs(value.least), abs(value.greatest)) * self.columns.rows > MOST:
            raise UsageError(OVERFLOW.at("totals", value.greatest * self.columns.rows, step="totals", most=MOST))
        if unknown is YES:
            without[:] = self.sizes
            return
        units = found[value] if value in found else np.full(self.columns.rows, value.value)
        if unknown is not NO:
            mask = found[unknown]
            without[:, self.present] = np.add.reduceat(mask, self.starts, axis=-1, dtype=np.int64)
        if units.dtype == np.float64:
            known = self.members if unknown is NO else self.members * ~found[unknown][:, None]
            total[:] = by_members(np.atleast_2d(units), known)
            return
        if unknown is not NO:
            shape = np.broadcast_shapes(units.shape, mask.shape)
            spare = self.spare if self.spare.shape == shape else np.empty(shape, np.int64)
            self.spare = units = np.multiply(units, ~mask, out=spare)
        total[:, self.present] = np.add.reduceat(units, self.starts, axis=-1) if len(self.starts) > 1 else units.sum(axis=-1, keepdims=True)

    def _plan(self, drawn: Mapping[str, Array]) -> _Plan:
        """Plan for bounds that hold the block's, and keep those of the blocks before, so that most blocks share a plan."""
        for name, array in drawn.items():
            least, greatest = int(array.min()), int(array.max())
            before = self.bounds.get(name)
            if before is None or least < before[0] or greatest > before[1]:
                margin = 0 if array.dtype == bool else (greatest - least) // 2
                least, greatest = min(least, before[0] if before else least), max(greatest, before[1] if before else greatest)
                self.bounds[name] = (max(least - margin, min(least, 1)), greatest + margin)
        shapes = {shape.name: shape for shape in self.columns.shapes}
        figures: dict[str, Shape] = {}
        for name, (least, greatest) in self.bounds.items():
            kind, _, rest = name.partition(" ")
            shape = Shape(rest or name, least, greatest, truth=drawn[name].dtype == bool)
            (figures if kind == "drawn" and rest else shapes)[rest or name] = shape
        wide = tuple((name, array.shape[1] > 1) for name, array in drawn.items())
        return _plan(self.rules, self.names, tuple(shapes.values()), tuple(figures.values()), wide)

    def _once(self, plan: _Plan) -> dict[Op, Array]:
        if id(plan) not in self.once:
            rows = self.columns.rows
            found: dict[Op, Array] = {op: np.empty(rows, np.bool_ if op.truth else np.int64) for op in plan.once.outputs}
            inputs = []
            for op in plan.once.inputs:
                column = self.columns.columns[op.more]
                array = column.missing if op.kind == "missing" else column.values
                assert array is not None  # noqa: S101 - its shape says so
                inputs.append(array[self.order])
            plan.once.run(inputs, list(found.values()), plan.once.scratch.arrays((rows,)))
            self.once[id(plan)] = found
        return self.once[id(plan)]

    def _scratch(self, plan: _Plan, count: int) -> tuple[Any, dict[Op, Array], Any]:
        if (id(plan), count) not in self.scratch:
            shape = (count, self.columns.rows)
            floats = self._as_floats(plan)
            types = {op: np.bool_ if op.truth else np.float64 if op in floats else np.int64 for op in plan.both.outputs}
            outputs: dict[Op, Array] = {op: np.empty(shape, kind) for op, kind in types.items()}
            self.scratch[id(plan), count] = plan.both.scratch.arrays(shape), outputs, plan.each.scratch.arrays((count,))
        return self.scratch[id(plan), count]  # type: ignore[no-any-return]

    def _as_floats(self, plan: _Plan) -> set[Op]:
        """
        Give the amounts of 32 bits whose unknown rows no draw decides, where there are few groups.

        Their sums stay below 2^53, up to where floats count every unit: a product of matrices adds them up exactly, in any order.
        """
        if self.count > FEW or self.columns.rows >= EXACT_ROWS:
            return set()
        drawn = {value for value, unknown in plan.amounts.values() if unknown is not NO and "scenario" in plan.axes.get(unknown, BOTH)}
        return {value for value, _ in plan.amounts.values() if not value.truth and width(value) == "i4"} - drawn

    def _input(self, op: Op, drawn: Mapping[str, Array], once: Mapping[Op, Array], values: Mapping[Op, Array]) -> Array:
        if op in once:
            return once[op]
        if op in values:
            return values[op][:, None]
        return drawn[op.more][:, self.order] if drawn[op.more].shape[1] > 1 else drawn[op.more]
