"""
Read an expression for columns of a known shape: which steps give its value, and which tell the rows where there is none.

The law is that of `Evaluation`: an amount exists when what is known decides it. Here it is a second expression, of truths, over the unknown
rows of the columns; where nothing is unknown it folds to *no* and costs nothing. Where a row is unknown its value means nothing, but stays
between its bounds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import reduce
from math import lcm
from typing import Any, Final

import numpy as np
from attrs import evolve, frozen

from tokten_core.money import DOWN, HALF_EVEN, HALF_UP, Rounding
from tokten_core.parameters import Dated, Parameter, plain_type
from tokten_core.rules import nodes
from tokten_core.rules.nodes import Node
from tokten_core.simulation.columns.facts import Shape
from tokten_core.simulation.columns.steps import NO, YES, Op, Steps

__all__ = ["Read", "Specialised"]

WIDEST: Final = 4096
"""The widest range of a key that a table is laid out for; a key beyond is first looked for among the rows."""


@frozen(eq=False)
class Read:
    """
    What a node has become.

    Attributes:
        value: its value; of a fraction, the numerator.
        unknown: the rows that have none.
        refused: those of them that the rules refuse.
        bottom: the denominator, above nought.
        codes: what its value counts places in, where it is a code.
    """

    value: Op
    unknown: Op = NO
    refused: Op = NO
    bottom: Op | None = None
    codes: tuple[str, ...] = ()


class Specialised:
    """
    The expressions of a book, read for columns of these shapes.

    Args:
        shapes: of the columns.
        drawn: of the figures that a column takes the place of.
        given: of the amounts that are given.
        missions: whether ``month`` and ``end`` follow from ``start`` and ``days``.
    """

    def __init__(self, shapes: Mapping[str, Shape], drawn: Mapping[str, Shape], given: Mapping[str, Shape], *, missions: bool) -> None:
        self.steps = Steps()
        self._shapes, self._drawn, self._given, self._missions = shapes, drawn, given, missions
        self._read: dict[Node, Read] = {}

    def read(self, node: Node) -> Read:
        """Read a node."""
        if node not in self._read:
            if isinstance(node, nodes.Step):
                for part in _steps_below(node):
                    if part is not node:
                        self.read(part)
                self.steps.name = node.rule.name
            self._read[node] = self._work_out(node)
        return self._read[node]

    def _work_out(self, node: Node) -> Read:  # noqa: PLR0911, PLR0912, C901 - one case for each kind of node
        match node:
            case nodes.Step():
                return (
                    self._column(f"given {node.rule.name}", self._given[node.rule.name])
                    if node.rule.name in self._given
                    else self.read(node.body)
                )
            case nodes.Constant():
                return self._constant(node.value)
            case nodes.Fact():
                return self.fact(node.name)
            case nodes.Figure():
                if node.parameter.name in self._drawn:
                    return self._column(f"drawn {node.parameter.name}", self._drawn[node.parameter.name])
                return self._figure(node)
            case nodes.InForce():
                return self._in_force(node)
            case nodes.Choose():
                return self._choose(self.read(node.condition), self.read(node.yes), self.read(node.no))
            case nodes.AllOf():
                return self._decided([self.read(part) for part in node.parts])
            case nodes.AnyOf():
                parts = [self.read(part) for part in node.parts]
                all_not = self._decided([evolve(part, value=self.steps.none_of(part.value)) for part in parts])
                return evolve(all_not, value=self.steps.none_of(all_not.value))
            case nodes.Known():
                return Read(self.steps.none_of(self.read(node.part).unknown))
            case nodes.Word():
                return self.read(node.lowered)
            case nodes.Refuse():
                return Read(self.steps.const(0), YES, YES)
            case _:
                return self._whole(node)

    def _whole(self, node: Node) -> Read:  # noqa: PLR0911 - one case for each kind of node
        parts = [self.read(part) for part in nodes.parts_of(node)]
        unknown = self.steps.any_of(*(part.unknown for part in parts))
        refused = self.steps.any_of(*(part.refused for part in parts))
        if unknown is YES:
            return Read(NO if plain_type(node.unit) is bool else self.steps.const(0), YES, refused)
        make, one, two = self.steps, parts[0], parts[-1]
        match node:
            case nodes.Arithmetic(sign="×"):
                bottoms = [part.bottom for part in (one, two) if part.bottom is not None]
                value, bottom = make.times(one.value, two.value), reduce(make.times, bottoms) if bottoms else None
                return Read(value, unknown, refused, bottom)
            case nodes.Arithmetic(sign=sign):
                return Read((make.add if sign == "+" else make.subtract)(one.value, two.value), unknown, refused)
            case nodes.Compare(sign=sign):
                one, two = self._alike(one, two)
                return Read((make.at_most if sign == "≤" else make.same)(one.value, two.value), unknown, refused)
            case nodes.Not():
                return Read(make.none_of(one.value), unknown, refused)
            case nodes.Extreme(name=name):
                word = make.lesser if name == "least" else make.greater
                return Read(reduce(word, (part.value for part in parts)), unknown, refused)
            case nodes.Quotient():
                bottom = make.greater(two.value, make.const(1))
                return Read(one.value, unknown, refused, bottom if one.bottom is None else make.times(one.bottom, bottom))
            case nodes.Rounded(how=how):
                bottom = two.value if one.bottom is None else make.times(one.bottom, two.value)
                return Read(make.times(self._rounded(one.value, bottom, how), two.value), unknown, refused)
            case _:
                raise TypeError(node)

    def _rounded(self, top: Op, bottom: Op, how: Rounding) -> Op:
        make = self.steps
        top, bottom = self._one_bottom(*make.over(top, bottom))
        if bottom.value == 1:
            return top
        below = self._number(make.none_of(make.at_most(make.const(0), top)))
        if how is DOWN:
            return make.floor(make.add(top, make.times(make.subtract(bottom, make.const(1)), below)), bottom)
        if how is HALF_EVEN or how is HALF_UP:
            return self._nearest(top, bottom, below, even=how is HALF_EVEN)
        above = make.subtract(make.const(1), below)
        return make.floor(make.add(top, make.times(make.subtract(bottom, make.const(1)), above)), bottom)

    def _nearest(self, top: Op, bottom: Op, below: Op, *, even: bool) -> Op:
        make, one = self.steps, self.steps.const(1)
        if bottom.value is None:
            whole = make.floor(top, bottom)
            twice = make.times(make.subtract(top, make.times(whole, bottom)), make.const(2))
            tie_up = make.odd(whole) if even else make.subtract(one, below)
            goes_up = make.none_of(make.at_most(make.add(twice, tie_up), bottom))
            return make.add(whole, self._number(goes_up))
        half = make.add(top, make.const(bottom.value // 2))
        if bottom.value % 2:
            return make.floor(half, bottom)
        if even:
            return make.floor(make.add(make.subtract(half, one), make.odd(make.floor(top, bottom))), bottom)
        return make.floor(make.subtract(half, below), bottom)

    def _number(self, truth: Op) -> Op:
        """Take yes and no as 1 and 0."""
        if truth.value is not None:
            return self.steps.const(truth.value)
        return self.steps.choose(truth, self.steps.const(1), self.steps.const(0))

    def _one_bottom(self, top: Op, bottom: Op) -> tuple[Op, Op]:
        """Keep one denominator for a figure's whole history: dividing by a constant is fast, by a column slow."""
        make = self.steps
        core, factor, _ = _affine(bottom) if bottom.kind == "*" else (bottom, 1, 0)
        values = _values_of(core)
        if values is None or min(values) < 1:
            return top, bottom
        common = lcm(*values)
        if max(abs(top.least), abs(top.greatest)) * (common // min(values)) >= 2**62 or common * factor >= 2**31:
            return top, bottom
        if core.kind == "lookup":
            share = make.lookup(common // core.more.ravel(), core.parts)
        else:
            key, step, first = _affine(core)
            share = make.lookup(np.array([common // (first + step * place) for place in range(key.greatest + 1)]), (key,))
        return make.over(make.times(top, share), make.const(common * factor))

    def _choose(self, test: Read, yes: Read, no: Read) -> Read:
        make = self.steps
        if test.unknown is YES:
            return Read(yes.value, YES, test.refused)
        yes, no = self._alike(yes, no)
        unknown = make.any_of(test.unknown, make.choose(test.value, yes.unknown, no.unknown))
        branch = make.choose(test.value, yes.refused, no.refused)
        refused = make.any_of(test.refused, make.all_of(make.none_of(test.unknown), branch))
        if yes.unknown is YES or no.unknown is YES:  # only one of the two ever has a value
            return Read(no.value if yes.unknown is YES else yes.value, unknown, refused, None, yes.codes)
        return Read(make.choose(test.value, yes.value, no.value), unknown, refused, None, yes.codes)

    def _decided(self, parts: list[Read]) -> Read:
        """Read an *and*: one part that is known and does not hold decides it."""
        make = self.steps
        some = make.any_of(*(part.unknown for part in parts))
        if some is NO:
            return Read(make.all_of(*(part.value for part in parts)))
        undecided = make.all_of(some, *(make.any_of(part.unknown, part.value) for part in parts))
        refused = make.all_of(undecided, make.any_of(*(part.refused for part in parts)))
        return Read(make.all_of(*(part.value for part in parts)), undecided, refused)

    def _constant(self, value: Any) -> Read:
        if isinstance(value, bool):
            return Read(self.steps.truth(holds=value))
        if isinstance(value, str):
            return Read(self.steps.const(0), codes=(value,))
        return Read(self.steps.const(value.toordinal() if isinstance(value, dt.date) else value))

    def fact(self, name: str) -> Read:
        """Read a fact of the missions."""
        if self._missions and name in {"month", "end"}:
            return self._month() if name == "month" else self._end()
        if name not in self._shapes:
            return Read(self.steps.const(0), YES)
        return self._column(name, self._shapes[name])

    def _column(self, name: str, shape: Shape) -> Read:
        make = self.steps
        value = make.column(name, (shape.least, shape.greatest), truth=shape.truth)
        unknown = YES if shape.holes is None else make.missing(name) if shape.holes else NO
        return Read(value, unknown, codes=shape.codes)

    def _month(self) -> Read:
        start = self.fact("start")
        first = start.value.least
        if start.unknown is YES:
            return start
        days = range(start.value.least, start.value.greatest + 1)
        months = np.array([dt.date.fromordinal(day).month for day in days])
        return Read(self.steps.lookup(months, (self.steps.subtract(start.value, self.steps.const(first)),)), start.unknown)

    def _end(self) -> Read:
        make, start, days = self.steps, self.fact("start"), self.fact("days")
        last = make.subtract(make.add(start.value, days.value), make.const(1))
        no_day = make.same(days.value, make.const(0))
        beyond = make.none_of(make.at_most(last, make.const(dt.date.max.toordinal())))
        return Read(last, make.any_of(start.unknown, days.unknown, no_day, beyond))

    def _figure(self, node: nodes.Figure) -> Read:
        make = self.steps
        day, keys = self.read(node.day), [self.read(key) for _, key in node.keys]
        unknown = make.any_of(day.unknown, *(key.unknown for key in keys))
        refused = make.any_of(day.refused, *(key.refused for key in keys))
        truth, coded = plain_type(node.unit) is bool, plain_type(node.unit) is str
        segments, place = self._segments(node.parameter, day.value)
        rows = [segment.rows if segment is not None and not segment.abolished else {} for segment in segments]
        found = [value for version in rows for value in version.values()]
        if unknown is YES or not found:
            return Read(NO if truth else make.const(0), YES, refused)
        codes = tuple(dict.fromkeys(value for value in found if isinstance(value, str))) if coded else ()
        places, labels = zip(*(self._key(key, at, rows) for at, key in enumerate(keys)), strict=True) if keys else ((), ())
        shape = (len(rows), *(len(label) for label in labels))
        filler = codes.index(found[0]) if coded else int(found[0])
        table = np.full(shape, filler, dtype=bool if truth else np.int64)
        holes = np.ones(shape, dtype=bool)
        spots = [{label: at for at, label in enumerate(names)} for names in labels]
        for number, version in enumerate(rows):
            for row, value in version.items():
                spot = [spots[at].get(label) for at, label in enumerate(row)]
                if None not in spot:
                    table[(number, *spot)] = codes.index(value) if coded else value
                    holes[(number, *spot)] = False
        if not truth and not holes.all():
            table[holes] = table[~holes][0]
        looked_up, hole = make.lookup(table, (place, *places)), make.lookup(holes, (place, *places))
        return Read(looked_up, make.any_of(unknown, hole), refused, None, codes)

    def _key(self, key: Read, at: int, rows: list[Mapping[Any, Any]]) -> tuple[Op, tuple[Any, ...]]:
        """Give the place of a key in a table, and what stands there."""
        if key.codes or key.value.truth:
            return key.value, key.codes or (False, True)
        if key.value.greatest - key.value.least < WIDEST:
            least = key.value.least
            return self.steps.subtract(key.value, self.steps.const(least)), tuple(range(least, key.value.greatest + 1))
        known = sorted({row[at] for version in rows for row in version})
        place = self.steps.const(len(known))
        for number, value in enumerate(known):
            place = self.steps.choose(self.steps.same(key.value, self.steps.const(value)), self.steps.const(number), place)
        return place, (*known, object())

    def _segments(self, parameter: Parameter, day: Op) -> tuple[list[Dated | None], Op]:
        """Give what holds between two changes, for the days there are, and which of them a day lies in."""
        changes: dict[int, Dated | None] = {}
        for version in parameter.history:
            changes[version.since.toordinal()] = version
            if version.until is not None and version.until < dt.date.max:
                changes[version.until.toordinal() + 1] = None
        inside = sorted(change for change in changes if day.least < change <= day.greatest)
        before = [change for change in changes if change <= day.least]
        segments = [changes[max(before)] if before else None, *(changes[change] for change in inside)]
        return segments, self.steps.count(day, tuple(inside))

    def _in_force(self, node: nodes.InForce) -> Read:
        day = self.read(node.day)
        if day.unknown is YES:
            return Read(NO, YES, day.refused)
        segments, place = self._segments(node.parameter, day.value)
        holds = np.array([segment is not None and not segment.abolished for segment in segments])
        silent = np.array([segment is None for segment in segments])
        unknown = self.steps.any_of(day.unknown, self.steps.lookup(silent, (place,)))
        return Read(self.steps.lookup(holds, (place,)), unknown, day.refused)

    def _alike(self, one: Read, two: Read) -> tuple[Read, Read]:
        """Count two codes as places in one list."""
        if one.codes == two.codes or not (one.codes and two.codes):
            return one, evolve(two, codes=one.codes) if one.codes else two
        codes = tuple(dict.fromkeys((*one.codes, *two.codes)))
        renamed = np.array([codes.index(code) for code in two.codes])
        return evolve(one, codes=codes), evolve(two, value=self.steps.lookup(renamed, (two.value,)), codes=codes)


def _values_of(op: Op) -> list[int] | None:
    """Give the values of a step that has few."""
    if op.kind == "lookup":
        return [int(value) for value in np.unique(op.more)] if op.more.size <= WIDEST else None
    if op.value is None and _affine(op)[0].greatest == 1 and _affine(op)[0].least == 0:
        return [op.least, op.greatest]
    return None


def _affine(op: Op) -> tuple[Op, int, int]:
    """Take a step apart as ``key × step + first``."""
    first, step = 0, 1
    if op.kind == "+" and op.parts[1].value is not None:
        first, op = op.parts[1].value, op.parts[0]
    if op.kind == "*" and op.parts[1].value is not None:
        step, op = op.parts[1].value, op.parts[0]
    return op, step, first


def _steps_below(node: nodes.Step) -> list[nodes.Step]:
    """Give the steps that a step is made of, the deepest first, so that each is read under its own name."""
    found: dict[Node, None] = {}

    def visit(one: Node) -> None:
        if one in found:
            return
        for part in nodes.parts_of(one):
            visit(part)
        found[one] = None

    visit(node)
    return [one for one in found if isinstance(one, nodes.Step)]
