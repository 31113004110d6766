"""
Cases that meet a goal, made from the expression rather than hoped for.

A goal says what must be true of which parts; `Aim` works backwards from there to the facts: a truth is set, a day moved to the date, a key
given its row, and a number found so that a fraction leaves a half. The last is exact: seen from one fact an amount is ``a + b·x``, and
``a + b·x ≡ half`` is solved by a modular inverse, however large the parity.

`directed` gives a short list of cases that meet all goals it can; whatever it cannot meet is left to chance, and to the pack's own cases.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import islice, product
from typing import Any, Final

from tokten_core.parameters import Dated, plain_type
from tokten_core.rules import nodes
from tokten_core.rules.book import RuleBook
from tokten_core.rules.evaluate import Unknown
from tokten_core.rules.facts import FactKind
from tokten_core.rules.nodes import Node
from tokten_core.testing.coverage import EVEN_HALF, LARGE, ODD_HALF, ONE_DAY, Demand, Goal, Recording, Seen, dates_of, possible
from tokten_core.units import CODE, DATE, DAY, HOUR, MONTH, NIGHT, PERCENT, TRUTH

__all__ = ["Aim", "Facts", "derived", "directed", "interest", "plain_case"]

Facts = dict[str, Any]
TRIES: Final = 12
A_YEAR: Final = 366
FEW: Final = 12
MOST_ROWS: Final = 4_000
USUAL: Final = {DAY: 14, HOUR: 20, NIGHT: 13, PERCENT: 30, MONTH: 3}


def derived(book: RuleBook, facts: Facts) -> Facts:
    """Bring the facts that follow from others into line with them: the month of the first day, the last day."""
    names = {kind.name: kind.unit for kind in book.facts}
    start, days = facts.get("start"), facts.get("days")
    more: Facts = {}
    if names.get("month") == MONTH and "start" in names:
        more["month"] = None if start is None else start.month
    if names.get("end") == DATE and "start" in names and "days" in names:
        last = start.toordinal() + days - 1 if start is not None and days else None
        more["end"] = dt.date.fromordinal(last) if last is not None and last <= dt.date.max.toordinal() else None
    return {**facts, **more}


@lru_cache(maxsize=32)
def interest(book: RuleBook) -> Mapping[str, tuple[Any, ...]]:
    """Give for each fact the values at which the rules of a book may change their mind."""
    found: dict[str, dict[Any, None]] = {kind.name: dict.fromkeys(kind.codes) for kind in book.facts}
    every = _all_nodes(book)
    dates = sorted({day for node in every if isinstance(node, nodes.Figure | nodes.InForce) for day in dates_of(node.parameter.history)})
    dates += [node.value for node in every if isinstance(node, nodes.Constant) and isinstance(node.value, dt.date)]
    counts = sorted({0, 1, 2, A_YEAR, *_bounds(every)})
    for kind in book.facts:
        values = {DATE: [day for day in dates if dt.date.min < day < dt.date.max], TRUTH: [False, True], MONTH: range(1, 13)}
        more: Any = values.get(kind.unit, [] if kind.unit == CODE else counts)
        found[kind.name] |= dict.fromkeys(more)
    for node in every:
        if isinstance(node, nodes.Figure):
            for index, (_, key) in enumerate(node.keys):
                if isinstance(key, nodes.Fact):
                    found[key.name] |= dict.fromkeys(row[index] for version in node.parameter.history for row in version.rows)
        if isinstance(node, nodes.Compare) and isinstance(node.left, nodes.Fact) and isinstance(node.right, nodes.Constant):
            found[node.left.name][node.right.value] = None
    for kind in book.facts:
        if kind.unit == CODE and not kind.codes:
            found[kind.name]["?"] = None  # a code that no table knows
    return {name: tuple(values) for name, values in found.items()}


def plain_case(book: RuleBook) -> Facts:
    """Give one plain case of a book, near which the others are told: a day on which most figures hold, middling numbers."""
    values = interest(book)
    days = [day for name, unit in ((kind.name, kind.unit) for kind in book.facts) if unit == DATE for day in values[name]]
    figures = {node.parameter for node in _all_nodes(book) if isinstance(node, nodes.Figure)}
    held = {day: sum(any(v.since <= day and (v.until or dt.date.max) > day for v in each.history) for each in figures) for day in days}
    best = max(
        held, key=lambda day: (held[day], -abs(day.toordinal() - sorted(held)[len(held) // 2].toordinal())), default=dt.date(2020, 1, 1)
    )
    facts = {kind.name: _plain_value(kind, values[kind.name], best) for kind in book.facts}
    facts = derived(book, facts | {name: None for name in facts if name.startswith("airfare_")})
    return _required(book, facts)


def _required(book: RuleBook, facts: Facts) -> Facts:
    """Bring a case within the requirements of a book, as far as can be."""
    aim = Aim(book)
    for _ in range(2):
        for step in book.steps.values():
            if step.rule.problem is not None and Recording(facts).value(step) is False:
                facts = next((case for case in islice(aim.force(step, True, facts), TRIES) if Recording(case).value(step) is True), facts)
    return facts


def _plain_value(kind: FactKind, values: tuple[Any, ...], day: dt.date) -> Any:
    if kind.usual is not None or kind.unit in {TRUTH, CODE}:
        return (
            kind.usual if kind.usual is not None else next((value for value in values if value != "?"), "?" if kind.unit == CODE else False)
        )
    return day if kind.unit == DATE else USUAL.get(kind.unit, 500_000)


@lru_cache(maxsize=32)
def directed(book: RuleBook) -> tuple[Facts, ...]:
    """Give cases that together meet every goal that can be aimed at (fr: *cas dirigés*)."""
    seen, cases = Seen(book), [plain_case(book)]
    seen.look(cases[0])
    aim = Aim(book)
    while seen.missing:
        goal = seen.missing[0]
        case = aim.at(goal, cases)
        if case is None:
            seen.missing.remove(goal)
            continue
        if not seen.look(case):
            seen.missing.remove(goal)
        cases.append(case)
    return tuple(cases)


class Aim:
    """Works backwards from what must be true of an expression to the facts of a case."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self._values = interest(book)
        self._kinds = {kind.name: kind for kind in book.facts}

    def at(self, goal: Goal, cases: list[Facts]) -> Facts | None:
        """Find a case that meets a goal, beginning from the plain one and the latest ones; None where it was not found."""
        for base in (cases[0], *reversed(cases[-3:])):
            for case in islice(self._meeting(goal.demands, base), TRIES * 4):
                if goal.met(Recording.of(self.book, case).reached):
                    return case
        return None

    def _meeting(self, demands: tuple[Demand, ...], facts: Facts) -> Iterator[Facts]:
        if not demands:
            yield facts
            return
        first, *rest = demands
        for case in islice(self.meet(first, facts), TRIES):
            yield from islice(self._meeting(tuple(rest), case), TRIES * 2)

    def meet(self, demand: Demand, facts: Facts) -> Iterator[Facts]:
        """Give cases near one that fulfil a demand."""
        node, value = demand.node, demand.value
        match demand.wants, node:
            case "unknown", _:
                yield from self._unknown(node, facts)
            case "day", _:
                yield from self._within(node, value, facts)
            case "residue", nodes.Rounded():
                yield from self._residue(node, value, facts)
            case "residue", nodes.Compare():
                yield from self._difference(node, value, facts)
            case "residue", nodes.Extreme():
                yield from self._extreme(node, value, facts)
            case _ if isinstance(value, int) and not isinstance(value, bool):
                yield from self._reach(node, value, facts)
            case _:
                yield from self.force(node, value, facts)

    def force(self, node: Node, wanted: Any, facts: Facts) -> Iterator[Facts]:  # noqa: C901, PLR0912 - one case for each kind of node
        """Give cases near one in which a truth, a code or a day is what is wanted."""
        if self._value(node, facts) == wanted and not isinstance(node, nodes.Fact):
            yield facts
        match node:
            case nodes.Fact():
                yield from self._set(node.name, wanted, facts)
            case nodes.Step():
                yield from self.force(node.body, wanted, facts)
            case nodes.Word():
                yield from self.force(node.lowered, wanted, facts)
            case nodes.Not():
                yield from self.force(node.part, not wanted, facts)
            case nodes.Choose():
                for truth, branch in ((True, node.yes), (False, node.no)):
                    for case in islice(self.force(node.condition, truth, facts), TRIES):
                        yield from self.force(branch, wanted, case)
            case nodes.AllOf() | nodes.AnyOf():
                yield from self._all(node.parts, wanted, facts, isinstance(node, nodes.AnyOf))
            case nodes.Known():
                yield from self._known(node.part, facts) if wanted else self._unknown(node.part, facts)
            case nodes.Compare():
                yield from self._compare(node, wanted, facts)
            case nodes.Figure() | nodes.InForce():
                yield from self._figure(node, wanted, facts)
            case nodes.Extreme() if node.unit == DATE:
                for part in node.parts:
                    yield from self.force(part, wanted, facts)

    def _all(self, parts: tuple[Node, ...], wanted: Any, facts: Facts, by: bool) -> Iterator[Facts]:  # noqa: FBT001 - a truth
        if wanted is by:
            for part in parts:
                yield from self.force(part, by, facts)
            return
        yield from self._meeting(tuple(Demand(part, "value", not by) for part in parts), facts)

    def _set(self, name: str, wanted: Any, facts: Facts) -> Iterator[Facts]:
        start, days = facts.get("start"), facts.get("days")
        if name == "month" and start is not None and "start" in self._kinds:
            for shift in (0, 1, -1):
                near = dt.date(start.year + shift, wanted, min(start.day, 28))
                yield derived(self.book, {**facts, "start": near})
            return
        if name == "end" and days and "start" in self._kinds:
            yield derived(self.book, {**facts, "start": wanted - (days - 1) * ONE_DAY})
            return
        yield derived(self.book, {**facts, name: wanted})

    def _compare(self, node: nodes.Compare, wanted: Any, facts: Facts) -> Iterator[Facts]:
        if plain_type(node.left.unit) is int and node.sign == "≤":
            for apart in (0, -1) if wanted else (1, 2):
                yield from self._difference(node, apart, facts)
            return
        for side, other in ((node.left, node.right), (node.right, node.left)):
            value = self._value(other, facts)
            if isinstance(side, nodes.Fact) and value is not None:
                same = [value] if node.sign == "=" else [value, value - ONE_DAY if side is node.left else value + ONE_DAY]
                others = [each for each in self._values[side.name] if each != value]
                for each in same if wanted else others:
                    yield from self._set(side.name, each, facts)

    def _figure(self, node: nodes.Figure | nodes.InForce, wanted: Any, facts: Facts) -> Iterator[Facts]:
        for version in node.parameter.history:
            if isinstance(node, nodes.InForce):
                if version.abolished is not wanted:
                    yield from self._within(node, version, facts)
                continue
            for row, value in version.rows.items():
                if value == wanted:
                    for case in islice(self._within(node, version, facts), 2):
                        yield from islice(self._keys(node, row, case), 2)

    def _keys(self, node: nodes.Figure, row: tuple[Any, ...], facts: Facts) -> Iterator[Facts]:
        yield from self._meeting(tuple(Demand(key, "value", value) for (_, key), value in zip(node.keys, row, strict=True)), facts)

    def _within(self, node: Node, version: Dated, facts: Facts) -> Iterator[Facts]:
        day = node.day if isinstance(node, nodes.Figure | nodes.InForce) else node
        now = self._value(day, facts)
        last = version.until or dt.date.max
        if isinstance(now, dt.date) and version.since <= now <= last:
            yield facts
        yield from self.force(day, version.since, facts)

    def _known(self, node: Node, facts: Facts) -> Iterator[Facts]:
        if self._value(node, facts) is not None:
            yield facts
        names = [fact.name for fact in self._facts_under(node)]
        filled = {
            name: _plain_value(self._kinds[name], self._values[name], dt.date(2020, 1, 1)) for name in names if facts.get(name) is None
        }
        yield derived(self.book, {**facts, **filled})

    def _unknown(self, node: Node, facts: Facts) -> Iterator[Facts]:
        if self._value(node, facts) is None:
            yield facts
        for fact in self._facts_under(node):
            if fact.name not in {"month", "end", "start", "mode"}:
                yield from self._set(fact.name, None, facts)

    # Numbers: seen from one fact, an amount is a + b·x.

    def _reach(self, node: Node, target: int, facts: Facts) -> Iterator[Facts]:
        if self._value(node, facts) == target:
            yield facts
        if isinstance(node, nodes.Fact):
            yield from self._set(node.name, target, facts)
            return
        for name, at, base, slope in self._lines(node, facts):
            x = at + (target - base) / slope
            if x.denominator == 1 and x >= 0:
                yield from self._set(name, int(x), facts)
        for fact in self._facts_under(node):
            if plain_type(fact.unit) is int and fact.unit != MONTH:
                near = (derived(self.book, {**facts, fact.name: value}) for value in (target, *self._values[fact.name]))
                yield from (case for case in near if self._value(node, case) == target)
        yield from self._by_days(node, target, facts)

    def _by_days(self, node: Node, target: int, facts: Facts) -> Iterator[Facts]:
        """Move the first day until a count of days is what is wanted."""
        start = facts.get("start")
        if start is None:
            return
        for day in (*self._values["start"], *(each - shift * ONE_DAY for each in self._values["start"] for shift in (1, 2, 3, 5, 13))):
            case = derived(self.book, {**facts, "start": day})
            if self._value(node, case) == target:
                yield case

    def _residue(self, node: nodes.Rounded, residue: Any, facts: Facts) -> Iterator[Facts]:
        if possible(node.part) is not None:
            yield from self._among_figures(node, residue, facts)
            return
        for base in self._richer(node, facts):
            step = self._value(node.to, base)
            for name, at, value, slope in self._lines(node.part, base) if step else ():
                a, b = (Fraction(value) - slope * at) / step, Fraction(slope) / step
                for x in _solutions(a, b, residue, at):
                    yield from self._set(name, x, base)

    def _among_figures(self, node: nodes.Rounded, residue: Any, facts: Facts) -> Iterator[Facts]:
        """Try the days and the rows of what is made of figures alone."""
        names = [fact.name for fact in self._facts_under(node)]
        for values in islice(product(*(self._values[name] for name in names)), MOST_ROWS):
            case = derived(self.book, {**facts, **dict(zip(names, values, strict=True))})
            exact, step = self._value(node.part, case), self._value(node.to, case)
            if exact is not None and step and residue(abs(Fraction(exact) / step)):
                yield case

    def _richer(self, node: Node, facts: Facts) -> Iterator[Facts]:
        """Give the case, and others in which one fact under a node has another value of interest."""
        yield facts
        yield from self._known(node, facts)
        for fact in self._facts_under(node):
            more = (50, 45, 33, 7) if plain_type(fact.unit) is int and fact.unit != MONTH else ()
            for value in (*self._values[fact.name][:FEW], *more):
                yield from self._set(fact.name, value, facts)

    def _difference(self, node: nodes.Compare, apart: int, facts: Facts) -> Iterator[Facts]:
        left, right = self._value(node.left, facts), self._value(node.right, facts)
        if right is not None:
            yield from self._reach(node.left, right + apart, facts)
        if left is not None:
            yield from self._reach(node.right, left - apart, facts)

    def _extreme(self, node: nodes.Extreme, part: Node, facts: Facts) -> Iterator[Facts]:
        sign = -1 if node.name == "least" else 1
        for other in node.parts:
            value = self._value(other, facts)
            if other is not part and isinstance(value, int):
                yield from self._reach(part, value + sign, facts)
        value = self._value(part, facts)
        if isinstance(value, int):
            for other in node.parts:
                if other is not part:
                    yield from self._reach(other, value - sign, facts)
        for fact in sorted(self._facts_under(node), key=lambda fact: plain_type(fact.unit) is not int):
            for each in (*self._values[fact.name][:-FEW:-1], *self._values[fact.name][:FEW]):
                yield from self._set(fact.name, each, facts)

    def _lines(self, node: Node, facts: Facts) -> Iterator[tuple[str, int, Fraction, Fraction]]:
        base = self._value(node, facts)
        if base is None or isinstance(base, bool | str | dt.date):
            return
        for fact in self._facts_under(node):
            at = facts.get(fact.name)
            if plain_type(fact.unit) is int and fact.unit != MONTH and isinstance(at, int):
                near = self._value(node, derived(self.book, {**facts, fact.name: at + 1}))
                if isinstance(near, int | Fraction) and near != base:
                    yield fact.name, at, Fraction(base), Fraction(near) - Fraction(base)

    def _value(self, node: Node, facts: Facts) -> Any:
        value = Recording(facts).value(node)
        return None if isinstance(value, Unknown) else value

    def _facts_under(self, node: Node) -> tuple[nodes.Fact, ...]:
        return _facts_under(node)


@lru_cache(maxsize=4096)
def _facts_under(node: Node) -> tuple[nodes.Fact, ...]:
    seen: dict[Node, None] = {}
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen[one] = None
            waiting.extend(nodes.parts_of(one))
    return tuple(one for one in seen if isinstance(one, nodes.Fact))


def _solutions(a: Fraction, b: Fraction, residue: Any, near: int) -> Iterator[int]:
    """Give whole x, the nearest above, for which ``a + b·x`` leaves what is wanted between two steps."""
    common = math.lcm(a.denominator, b.denominator)
    top, slope = int(a * common), int(b * common)
    for modulus, wanted in _wanted(residue, common):
        g = math.gcd(slope, modulus)
        if g and (wanted - top) % g == 0 and modulus // g > 0:
            period = modulus // g
            x = (wanted - top) // g * pow(slope // g, -1, period) % period if period > 1 else 0
            yield x + max(0, -(-(near - x) // period)) * period
            if x < near:
                yield x


def _wanted(residue: Any, common: int) -> Iterator[tuple[int, int]]:
    if residue in {EVEN_HALF[1], ODD_HALF[1]}:
        if common % 2 == 0:
            yield 2 * common, common // 2 + (common if residue is ODD_HALF[1] else 0)
        return
    tops = range(common - 1, (common + 1) // 2 - 1, -1) if residue is LARGE[1] else range(1, common // 2 + 1)
    yield from ((common, top) for top in islice(tops, 200))


def _all_nodes(book: RuleBook) -> tuple[Node, ...]:
    seen: dict[Node, None] = {}
    waiting: list[Node] = list(book.steps.values())
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen[node] = None
            waiting.extend(nodes.parts_of(node))
    return tuple(seen)


def _bounds(every: tuple[Node, ...]) -> Iterator[int]:
    """Give the counts at which rules change: bounds of comparisons and of bands, with their neighbours."""
    for node in every:
        if isinstance(node, nodes.Compare) and not node.left.unit.currency:
            for side in (node.left, node.right):
                if isinstance(side, nodes.Figure):
                    found = [value for version in side.parameter.history for value in version.rows.values() if isinstance(value, int)]
                    yield from (max(0, value + shift) for value in found for shift in (-1, 0, 1))
        if isinstance(node, nodes.Constant) and node.unit in {DAY, NIGHT, HOUR} and isinstance(node.value, int):
            yield from (max(0, node.value + shift) for shift in (-1, 0, 1))
