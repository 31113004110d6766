"""
Read an expression as one exact value, fast: the scalar reader as generated source.

The steps of a book become one plain function, a line for each part that is worked out, and a choice one conditional; it is compiled once, on
first use. All values are whole numbers: a share is a numerator and a denominator until its rounding. Figures that are read on one day share
one list of days of change, so that a mission looks them up once.

A part may be unknown (None) where a rule asks whether it is `known`, or where no text ever gives a figure; those parts carry None through,
three-valued. Anything else that is missing gives no amounts at all here (the function returns None): the exact reader of `evaluate` then
works the mission out, and finds the reasons. The two readers never differ in an amount.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from attrs import frozen

from tokten_core.errors import NotInForce
from tokten_core.explain import Known
from tokten_core.money import ROUNDINGS, Rounding
from tokten_core.parameters import ABOLISHED, Parameter
from tokten_core.rules import nodes
from tokten_core.rules.nodes import Node, Step
from tokten_core.units import DATE

__all__ = ["Compiled", "compiled"]

ONE_DAY: Final = dt.timedelta(days=1)


def half_even(number: int, over: int) -> int:
    """Divide and round to nearest, a half to even; below nought too."""
    whole, rest = divmod(number, over)
    return whole + (2 * rest > over or (2 * rest == over and whole & 1))


def half_up(number: int, over: int) -> int:
    """Divide and round to nearest, a half away from zero."""
    return (2 * number + over) // (2 * over) if number >= 0 else -((over - 2 * number) // (2 * over))


def down(number: int, over: int) -> int:
    """Divide and cut towards zero."""
    return number // over if number >= 0 else -(-number // over)


def up(number: int, over: int) -> int:
    """Divide and round away from zero."""
    return -(-number // over) if number >= 0 else number // over


ROUNDERS: Final[Mapping[str, Callable[[int, int], int]]] = {"half_even": half_even, "half_up": half_up, "down": down, "up": up}


@frozen(eq=False)
class Compiled:
    """
    A book of rules as one function (fr: *règles compilées*).

    Attributes:
        source: its source, fit to be read and sent.
        amounts: the function: from facts by name to the value of each step in order, or None where the exact reader must decide.
    """

    source: str
    amounts: Callable[[Mapping[str, Known | None]], tuple[Known | None, ...] | None]


def compiled(steps: Iterable[Step]) -> Compiled:
    """
    Compile steps into one function (fr: *compiler*).

    Args:
        steps: the traced rules, in the order of the values to give.
    """
    return _Writer(tuple(steps)).compiled()


class _Writer:
    """Writes the lines; an expression is a name, whether it may be None, and for an exact fraction what it is over."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self._steps = steps
        self._lines: list[str] = []
        self._names: dict[Node, str] = {}
        self._maybe: set[str] = set()
        self._space: dict[str, Any] = {"bisect": bisect, **ROUNDERS}
        self._asked = _below(node.part for node in _below(steps) if isinstance(node, nodes.Known))
        self._days: dict[Node, list[Parameter]] = {}
        for node in _below(steps):
            if isinstance(node, nodes.Figure | nodes.InForce):
                read = self._days.setdefault(node.day, [])
                read.extend([node.parameter] if node.parameter not in read else [])
        self._rows: dict[Node, str] = {}

    def compiled(self) -> Compiled:
        """Write the function and compile it."""
        found = [self._name(step) for step in self._steps]
        body = [*self._lines, f"return ({''.join(f'{name}, ' for name in found)})"]
        inner = "\n".join(f"        {line}" for line in body)
        caught = "    except (KeyError, OverflowError, ZeroDivisionError):\n        return None\n"
        source = f"def amounts(facts):\n    try:\n{inner}\n{caught}"
        exec(compile(source, "<compiled rules>", "exec"), self._space)  # noqa: S102 - our own source, from traced rules; nothing of a user's
        return Compiled(source, self._space["amounts"])

    def _name(self, node: Node) -> str:
        if node not in self._names:
            self._names[node] = self._written(node)
        return self._names[node]

    def _line(self, expression: str, *, maybe: bool = False) -> str:
        name = f"v{len(self._lines)}"
        self._lines.append(f"{name} = {expression}")
        if maybe:
            self._maybe.add(name)
        return name

    def _put(self, prefix: str, value: object) -> str:
        name = f"{prefix}{len(self._space)}"
        self._space[name] = value
        return name

    def _strictly(self, expression: str, *names: str) -> str:
        """Write what needs all its parts: None where one of those that may be is."""
        asked = [name for name in dict.fromkeys(names) if name in self._maybe]
        nothing = " or ".join(f"{name} is None" for name in asked)
        return self._line(f"None if {nothing} else {expression}" if asked else expression, maybe=bool(asked))

    def _written(self, node: Node) -> str:  # noqa: PLR0911, PLR0912, C901 - one case for each kind of node
        match node:
            case Step():
                return self._name(node.body)
            case nodes.Word():
                return self._name(node.lowered)
            case nodes.Constant():
                return repr(node.value) if not isinstance(node.value, dt.date) else self._put("DAY", node.value)
            case nodes.Fact():
                return self._fact(node)
            case nodes.Figure():
                return self._figure(node)
            case nodes.InForce():
                return self._in_force(node)
            case nodes.Arithmetic():
                return self._arithmetic(node)
            case nodes.Compare():
                left, right = self._name(node.left), self._name(node.right)
                return self._strictly(f"{left} {'<=' if node.sign == '≤' else '=='} {right}", left, right)
            case nodes.Not():
                part = self._name(node.part)
                return self._strictly(f"not {part}", part)
            case nodes.AllOf() | nodes.AnyOf():
                return self._decided(node)
            case nodes.Choose():
                return self._choice(node)
            case nodes.Extreme():
                parts = [self._name(part) for part in node.parts]
                return self._strictly(f"{'min' if node.name == 'least' else 'max'}({', '.join(parts)})", *parts)
            case nodes.Known():
                part = self._name(node.part)
                return self._line(f"{part} is not None") if part in self._maybe else "True"
            case nodes.Rounded():
                return self._rounded(node)
            case nodes.Refuse():
                return self._line("None", maybe=True)
            case _:
                raise TypeError(node)

    def _given(self, expression: str, *names: str, maybe: bool) -> str:
        """Write what may be missing: where nobody asks whether it is known, the exact reader takes over."""
        asked = [name for name in dict.fromkeys(names) if name in self._maybe]
        if maybe:
            nothing = " or ".join(f"{name} is None" for name in asked)
            return self._line(f"None if {nothing} else {expression}" if asked else expression, maybe=True)
        self._lines.extend(f"if {name} is None: return None" for name in asked)
        name = self._line(expression)
        self._lines.append(f"if {name} is None: return None")
        return name

    def _fact(self, node: nodes.Fact) -> str:
        return self._given(f"facts.get({node.name!r})", maybe=node in self._asked)

    def _figure(self, node: nodes.Figure) -> str:
        never = not any(version.rows for version in node.parameter.history)
        maybe = never or node in self._asked
        keys = [self._name(key) for _, key in node.keys]
        rows = self._slot(node.day, node.parameter, 0)
        if not keys:
            return self._given(rows[0], rows[1], maybe=maybe)
        key = keys[0] if len(keys) == 1 else f"({', '.join(keys)})"
        return self._given(f"{rows[0]}.get({key})", rows[1], *keys, maybe=maybe)

    def _slot(self, day: Node, parameter: Parameter, which: int) -> tuple[str, str]:
        """Give where a parameter's rows, or whether it is in force, stand among what is in force on a day; and the day's own name."""
        name = self._name(day)
        if day not in self._rows:
            days, table = _periods(self._days[day])
            self._rows[day] = self._strictly(f"{self._put('PERIODS', table)}[bisect({self._put('CHANGES', days)}, {name})]", name)
        return f"{self._rows[day]}[{2 * self._days[day].index(parameter) + which}]", self._rows[day]

    def _in_force(self, node: nodes.InForce) -> str:
        slot, row = self._slot(node.day, node.parameter, 1)
        return self._given(slot, row, maybe=node in self._asked)

    def _arithmetic(self, node: nodes.Arithmetic) -> str:
        left, right = self._name(node.left), self._name(node.right)
        expression = f"{left} {'*' if node.sign == '×' else '+' if node.sign == '+' else '-'} {right}"
        between = node.sign == "−" and node.left.unit == DATE
        return self._strictly(f"({expression}).days" if between else expression, left, right)

    def _choice(self, node: nodes.Choose) -> str:
        test, yes, no = self._name(node.condition), self._name(node.yes), self._name(node.no)
        maybe = bool({test, yes, no} & self._maybe)
        nothing = f"None if {test} is None else " if test in self._maybe else ""
        return self._line(f"{nothing}{yes} if {test} else {no}", maybe=maybe)

    def _decided(self, node: nodes.AllOf | nodes.AnyOf) -> str:
        parts = [self._name(part) for part in node.parts]
        all_of = isinstance(node, nodes.AllOf)
        asked = [part for part in parts if part in self._maybe]
        plain = (" and " if all_of else " or ").join(parts) or repr(all_of)
        if not asked:
            return self._line(plain)
        by = not all_of
        decides = " or ".join(f"{part} is {by}" for part in parts)
        nothing = " or ".join(f"{part} is None" for part in asked)
        return self._line(f"{by} if {decides} else None if {nothing} else {not by}", maybe=True)

    def _rounded(self, node: nodes.Rounded) -> str:
        number, over = self._fraction(node.part)
        to = self._name(node.to)
        over = [*over, *([] if to == "1" else [to])]
        if not over:
            return number
        by = " * ".join(over)
        scaled = f"{_rounder(node.how)}({number}, {by})"
        return self._strictly(scaled if to == "1" else f"{scaled} * {to}", number, *over)

    def _fraction(self, node: Node) -> tuple[str, list[str]]:
        """Give an exact fraction as a numerator and the factors that it is over."""
        match node:
            case nodes.Quotient():
                number, over = self._fraction(node.numerator)
                return number, [*over, self._name(node.denominator)]
            case nodes.Word():
                return self._fraction(node.lowered)
            case nodes.Arithmetic(sign="×"):
                (left, below), (right, under) = self._fraction(node.left), self._fraction(node.right)
                return self._strictly(f"{left} * {right}", left, right), [*below, *under]
            case _:
                return self._name(node), []


def _rounder(how: Rounding) -> str:
    return next(name for name, rounding in ROUNDINGS.items() if rounding is how)


def _below(given: Iterable[Node]) -> dict[Node, None]:
    """Give nodes and all that is below them, each once, in order."""
    found: dict[Node, None] = {}
    waiting = list(given)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found[node] = None
            waiting.extend(nodes.parts_of(node))
    return found


def _periods(parameters: list[Parameter]) -> tuple[list[dt.date], list[tuple[Any, ...]]]:
    """Give the days on which something changes, and what is in force before the first and from each on."""
    changes = {version.since for parameter in parameters for version in parameter.history}
    changes |= {v.until + ONE_DAY for p in parameters for v in p.history if v.until is not None and v.until < dt.date.max}
    days = sorted(changes - {dt.date.min})
    return days, [tuple(slot for parameter in parameters for slot in _slots(parameter, day)) for day in (dt.date.min, *days)]


def _slots(parameter: Parameter, day: dt.date) -> tuple[Any, bool | None]:
    """Give a parameter's rows on a day (its one value where it has no keys), and whether it is in force, None where no text says."""
    nothing: Any = {} if parameter.keys else None
    try:
        rows = parameter.version(day).rows
    except NotInForce as error:
        return nothing, False if error.code == ABOLISHED.code else None
    if not parameter.keys:
        return rows.get(()), True
    return {row[0] if len(row) == 1 else row: value for row, value in rows.items()}, True
