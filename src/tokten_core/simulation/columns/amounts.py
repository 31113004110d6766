"""
The amounts of many missions at once: equal to those of one, unknown for unknown and refusal for refusal.

`work_out` reads the expressions for the columns at hand (their bounds, the figures in force between their first and last day), writes one
pass, and runs it over blocks. What could pass 64 bits is refused before the run. A row without an amount is masked, and `reason` words why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias

import numpy as np
from attrs import evolve, field, frozen

from tokten_core.errors import Problem, UsageError, did_you_mean
from tokten_core.explain import Known
from tokten_core.parameters import plain_type
from tokten_core.rules.book import UNKNOWN_COMPONENT, RuleBook
from tokten_core.rules.evaluate import Unknown
from tokten_core.rules.facts import FactKind
from tokten_core.rules.mission_costs import CostRules
from tokten_core.simulation.columns.facts import Array, Column, FactColumns, Shape, book_of
from tokten_core.simulation.columns.mistakes import DRAWN_UNKNOWN
from tokten_core.simulation.columns.problems import mission_of, problem_rows
from tokten_core.simulation.columns.program import INPUTS, Program, width
from tokten_core.simulation.columns.rows import RowEvaluation
from tokten_core.simulation.columns.specialise import Specialised
from tokten_core.simulation.columns.steps import NO, YES, Op
from tokten_core.text import Text
from tokten_core.units import NUMBER

__all__ = ["AmountColumns", "Plan", "by_name", "drawn_columns", "names_of", "plan_of", "work_out"]

BLOCK: Final = 32_768
BIG: Final = 2**62
Pair: TypeAlias = tuple[Op, Op]
"""What an amount is, and where it is unknown."""
_Amount: TypeAlias = tuple[Array, Array | None, Array | None, int | None]
"""Its values, its rows without amount, those that the rules refuse, its total."""


@frozen(eq=False)
class Plan:
    """How amounts are worked out for columns of some shapes: for each its value, its rows without amount, its refused rows."""

    amounts: Mapping[str, tuple[Op, Op, Op]]
    problems: Op
    program: Program


@frozen(eq=False)
class AmountColumns:
    """
    The amounts of many missions (fr: *montants en colonnes*).

    Attributes:
        rules: the rules they follow.
        columns: the facts they were worked out of.
        rows: how many missions there are.

    .. versionadded:: 0.1
    """

    rules: RuleBook | CostRules
    columns: FactColumns
    _values: Mapping[str, _Amount]
    _problems: Array | None
    _replaced: tuple[Mapping[str, Column], Mapping[str, Column]]
    rows: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "rows", self.columns.rows)

    @property
    def names(self) -> tuple[str, ...]:
        """The amounts that were worked out."""
        return tuple(self._values)

    def units(self, name: str) -> Array:
        """Give an amount as 64-bit whole numbers in counted parts (francs, cents); where `unknown` is true there is none, and 0 stands."""
        return self._of(name)[0]

    def unknown(self, name: str) -> Array | None:
        """Give the rows that have no amount, for whatever reason; None where every row has one."""
        return self._of(name)[1]

    def refused(self, name: str) -> Array | None:
        """Give the rows among them that the rules refuse: two exceptions at once, facts against the rules; None where there is none."""
        return self._of(name)[2]

    def total(self, name: str) -> int:
        """Add up an amount over the rows that have one, exactly."""
        units, _, _, total = self._of(name)
        return _in_halves(units) if total is None else total

    @property
    def problem_rows(self) -> Array | None:
        """The rows whose facts are against the rules; None where there is none."""
        return self._problems

    def problems(self, row: int) -> tuple[Problem, ...]:
        """Give what is against the rules in the facts of a row, as `CostRules.problems`; nothing for a bare book."""
        if not isinstance(self.rules, CostRules):
            return ()
        facts, source = mission_of(self.rules, self.columns, row)
        return self.rules.problems(facts, source)

    def reason(self, row: int, name: str) -> Text | None:
        """Say why a row has no amount, None where it has one."""
        step, problems = book_of(self.rules).step(name), self.problems(row)
        if problems:
            return problems[0].says
        given, drawn = ({key: int(column.values[row]) for key, column in replaced.items()} for replaced in self._replaced)
        facts: dict[str, Known | None] = dict(self.columns.row(row))
        if isinstance(self.rules, CostRules):
            mission, _ = mission_of(self.rules, self.columns, row)
            facts |= {"month": mission.start and mission.start.month, "end": mission.end}
        value = RowEvaluation(facts, given, drawn).value(step)
        return value.text if isinstance(value, Unknown) else None

    def _of(self, name: str) -> _Amount:
        if name not in self._values:
            raise UsageError(UNKNOWN_COMPONENT.at("amounts", name, near=did_you_mean(name, self._values), known=", ".join(self._values)))
        return self._values[name]


def work_out(  # noqa: PLR0913 - each of them may be left out
    rules: RuleBook | CostRules,
    columns: FactColumns,
    *,
    amounts: Iterable[str] | None = None,
    drawn: Mapping[str, Any] | None = None,
    given: Mapping[str, Any] | None = None,
    block: int = BLOCK,
    narrow: bool = True,
    totals: bool = True,
    compact: bool = False,
) -> AmountColumns:
    """
    Work out the amounts of many missions (fr: *calculer en colonnes*).

    Args:
        rules: a book of rules, or a programme's cost rules: then rows whose facts are against the rules have no amounts.
        columns: the facts.
        amounts: the names of the amounts wanted; all of them by default.
        drawn: figures that a column of whole numbers takes the place of, by name, whatever the day and the keys.
        given: amounts that are given instead of worked out, by name.
        block: how many rows are worked out at a time.
        narrow: false to work out everything in 64 bits; the amounts are the same.
        totals: false where `AmountColumns.total` will not be asked for: it then adds up when asked, not on the way.
        compact: true to be given 32 bits where the bounds of the facts allow it; who adds them up must mind that a sum may need more.

    Raises:
        UsageError: An amount or a figure has an unknown name; a step could pass 64 bits (`column-overflow`), and nothing is worked out.

    .. versionadded:: 0.1
    """
    book = book_of(rules)
    figures = drawn_columns(drawn, book.figures, columns.rows)
    known = drawn_columns(given, book.steps, columns.rows)
    plan = plan_of(rules, names_of(book, amounts), columns.shapes, _shapes(figures), _shapes(known), narrow)
    inputs = [_input(op, columns, figures, known) for op in plan.program.inputs]
    short = compact and narrow
    outputs: list[Array] = [
        np.empty(columns.rows, np.bool_ if op.truth and at else np.int32 if short and _is_short(op) else np.int64)
        for at, op in _kinds(plan)
    ]
    first = dict(zip(plan.program.outputs, outputs, strict=True))
    units = _arrays_of_amounts(plan, first)
    added = _run(plan, inputs, outputs, units, rows=columns.rows, block=block, totals=totals)
    made = first | {op: array for op, array in zip(plan.program.inputs, inputs, strict=True) if op.kind == "missing"}
    for array in (*made.values(), *units.values()):
        array.setflags(write=False)

    def mask(op: Op) -> Array | None:
        return None if op is NO else np.ones(columns.rows, bool) if op is YES else made[op]

    values = {
        name: (units[value, unknown], mask(unknown), mask(refused), added.get((value, unknown)))
        for name, (value, unknown, refused) in plan.amounts.items()
    }
    return AmountColumns(rules, columns, values, mask(plan.problems), (known, figures))


@lru_cache(maxsize=1024)
def _is_short(op: Op) -> bool:
    return not op.truth and width(op) == "i4"


def _kinds(plan: Plan) -> list[tuple[bool, Op]]:
    masks = {op for _, unknown, refused in plan.amounts.values() for op in (unknown, refused)} | {plan.problems}
    return [(op in masks, op) for op in plan.program.outputs]


def _arrays_of_amounts(plan: Plan, outputs: Mapping[Op, Array]) -> dict[Pair, Array]:
    """
    Give the array of each amount, by its value and where it is unknown.

    Two amounts may have one value and be unknown in other rows: 140 000 that is half of a per diem, and 140 000 that is its rest and the hours.
    What is unknown is written as nought, so each has an array of its own.
    """
    units: dict[Pair, Array] = {}
    for value, unknown, _ in plan.amounts.values():
        if (value, unknown) not in units:
            taken = any(one is value for one, _ in units)
            units[value, unknown] = np.empty_like(outputs[value]) if taken else outputs[value]
    return units


def _run(
    plan: Plan, inputs: Sequence[Array], outputs: Sequence[Array], units: Mapping[Pair, Array], *, rows: int, block: int, totals: bool
) -> dict[Pair, int]:
    program = plan.program
    block = max(1, min(block, rows))
    full = program.scratch.arrays((block,))
    where = {op: number for number, op in enumerate(program.outputs)}
    among = {op: number for number, op in enumerate(program.inputs)}
    added = dict.fromkeys(units, 0) if totals else {}
    for start in range(0, rows, block):
        stop = min(start + block, rows)
        scratch = full if stop - start == block else {kind: [one[: stop - start] for one in many] for kind, many in full.items()}
        reads, writes = [one[start:stop] for one in inputs], [one[start:stop] for one in outputs]
        program.run(reads, writes, scratch)
        for (value, _), array in units.items():
            if array is not outputs[where[value]]:
                array[start:stop] = writes[where[value]]
        for unknown in dict.fromkeys(unknown for _, unknown in units if unknown is not NO):
            empty: Any = (
                slice(None) if unknown is YES else np.flatnonzero(writes[where[unknown]] if unknown in where else reads[among[unknown]])
            )
            for (_, without), array in units.items():
                if without is unknown:
                    array[start:stop][empty] = 0
        for pair in added:  # while the block is in the processor's cache
            added[pair] += _added_up(units[pair][start:stop], pair[0])
    return added


def _added_up(values: Array, op: Op) -> int:
    """Add up without passing 64 bits: where the bounds allow it at once, else in two halves."""
    if max(abs(op.least), abs(op.greatest)) < BIG // len(values):
        return int(np.add.reduce(values))
    return _in_halves(values)


def _in_halves(values: Array) -> int:
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFFFFFF).sum())


def _input(op: Op, columns: FactColumns, figures: Mapping[str, Column], given: Mapping[str, Column]) -> Array:
    kind, _, rest = op.more.partition(" ")
    column = (figures if kind == "drawn" else given)[rest] if rest else columns.columns[op.more]
    if op.kind == "missing":
        assert column.missing is not None  # noqa: S101 - its shape says so
        return column.missing
    return column.values


def names_of(book: RuleBook, amounts: Iterable[str] | None) -> tuple[str, ...]:
    """Give the names of the amounts wanted, all that are whole numbers by default; a wrong one is refused."""
    if amounts is None:
        return tuple(name for name, step in book.steps.items() if plain_type(step.unit) is int)
    return tuple(book.step(name).rule.name for name in dict.fromkeys(amounts))


def _shapes(columns: Mapping[str, Column]) -> tuple[Shape, ...]:
    return tuple(evolve(column.shape, name=name) for name, column in columns.items())


def drawn_columns(given: Mapping[str, Any] | None, known: Mapping[str, Any], rows: int) -> dict[str, Column]:
    """Check columns that take the place of figures or amounts."""
    if not given:
        return {}
    unknown = [
        DRAWN_UNKNOWN.at(name, name, near=did_you_mean(name, known), known=", ".join(known)) for name in given or {} if name not in known
    ]
    if unknown:
        raise UsageError(*unknown)
    kinds = [FactKind(name, NUMBER, known[name].label if hasattr(known[name], "label") else known[name].rule.label) for name in given or {}]
    return dict(FactColumns.of(kinds, given or {}, rows=rows).columns)


@lru_cache(maxsize=64)
def plan_of(
    rules: RuleBook | CostRules,
    names: tuple[str, ...],
    shapes: tuple[Shape, ...],
    figures: tuple[Shape, ...],
    given: tuple[Shape, ...],
    narrow: bool,  # noqa: FBT001 - part of the key
) -> Plan:
    """Plan a pass for columns of these shapes; the same shapes have the same plan."""
    book = book_of(rules)
    special = Specialised(by_name(shapes), by_name(figures), by_name(given), missions=isinstance(rules, CostRules))
    problems = problem_rows(rules, special) if isinstance(rules, CostRules) else NO
    amounts: dict[str, tuple[Op, Op, Op]] = {}
    for name in names:
        read = special.read(book.steps[name])
        make = special.steps
        amounts[name] = (read.value, make.any_of(problems, read.unknown), make.any_of(problems, read.refused))
    masks = [op for _, unknown, refused in amounts.values() for op in (unknown, refused)] + [problems]
    written = dict.fromkeys([value for value, _, _ in amounts.values()] + [op for op in masks if op.kind not in {"const", "missing"}])
    # A mask that is a column of unknown rows is handed out as it is; the pass reads it all the same, to blank the amounts.
    program = Program(tuple(written), lambda op: op.kind in INPUTS, narrow=narrow)
    missing = tuple(dict.fromkeys(op for op in masks if op.kind == "missing" and op not in program.inputs))
    program.inputs = (*program.inputs, *missing)
    return Plan(amounts, problems, program)


def by_name(shapes: Iterable[Shape]) -> dict[str, Shape]:
    """Give shapes by their names."""
    return {shape.name: shape for shape in shapes}
