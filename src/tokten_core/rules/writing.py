"""
Write expressions as Python: a line for each part that is worked out, a choice one conditional, all values whole numbers.

A share is a numerator and a denominator until its rounding. What only one branch of a choice needs is worked out in that branch. Where figures are
looked up before a function is entered, what depends on them alone is worked out beforehand too.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import CodeType
from typing import Any, Final, TypeAlias

from attrs import frozen

from tokten_core.money import DOWN, HALF_EVEN, ROUNDINGS, Rounding
from tokten_core.parameters import Parameter
from tokten_core.rules import nodes
from tokten_core.rules.access import Access, Stretches
from tokten_core.rules.needs import all_below, below, fixed, is_never_known, only_in, parts, settled, users, value_of
from tokten_core.rules.nodes import Node, Step
from tokten_core.rules.stretches import CAUGHT, ByStretch, periods
from tokten_core.units import DATE

__all__ = ["Writer"]


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
TWO: Final = 2


@frozen
class Branches:
    """The branches of a choice: the condition of each, None for the last, and its lines."""

    arms: list[tuple[str | None, Lines]]


Lines: TypeAlias = list[str | Branches]


class Writer:
    """
    Writes the lines; an expression is a name or a part in brackets, whether it may be None, and for a fraction what it is over.

    Args:
        access: how the facts are read.
        roots: the nodes whose values are wanted.
        needed: facts and figures without which a case is for the exact reader.
        told: those of the roots that are given where they are unknown too.
        known: nodes whose values there are already, with their names; they may be None.
    """

    def __init__(
        self,
        access: Access,
        roots: Iterable[Node],
        needed: frozenset[Node],
        told: Iterable[Node] = (),
        known: Mapping[Node, str] | None = None,
    ) -> None:
        self._access, self._needed, self._roots = access, needed, [value_of(node) for node in roots]
        self._names: dict[Node, str] = dict(known or {})
        found = below(self._roots, self._names)
        open_ = [node for node in found if node not in self._names]
        self._users = users(open_)
        self._uses = Counter(value_of(part) for node in open_ for part in parts(node))
        self._uses.update(self._roots)
        # What is told besides needs a name, and is told where it is unknown too.
        self._uses.update(value_of(node) for node in told)
        self._asked = below((*below(node.part for node in open_ if isinstance(node, nodes.Known)), *told), self._names)
        at = access.stretches
        self._fixed = (fixed(open_, at.fact, at.given) if at is not None else set()) - set(self._names)
        self._lines: Lines = []
        self._before: Lines = []
        self._maybe: set[str] = {"None", *self._names.values()}
        self._space: dict[str, Any] = {"bisect": bisect, **access.space, **ROUNDERS}
        self._days: dict[Node, list[Parameter]] = {}
        for node in open_:
            if isinstance(node, nodes.Figure | nodes.InForce):
                read = self._days.setdefault(value_of(node.day), [])
                read.extend([node.parameter] if node.parameter not in read else [])
        self._written_before: list[str] = []
        self._so_far, self._early = 0, False
        self._row: dict[Node, str] = {}
        self._unpacked: dict[Node, tuple[Lines, int]] = {}
        self._slots: dict[Node, dict[int, str]] = {}
        self._wanted: dict[Node, tuple[list[Any], set[int]]] = {}
        self._changes: dict[Node, list[dt.date]] = {}

    def begin(self, *lines: str) -> None:
        """Write statements that come first."""
        self._lines.extend(lines)

    def usual(self, given: Iterable[Node]) -> None:
        """Leave a case to the exact reader where a fact below these has not its usual value."""
        for fact in all_below(given):
            if isinstance(fact, nodes.Fact) and fact.usual is not None:
                self._lines.append(f"if {self._access.read(fact.name)} != {fact.usual!r}: return None")

    def require(self, step: Step) -> None:
        """Leave a case to the exact reader where a requirement does not hold."""
        met = self.name(step)
        self._lines.append(f"if {met} is False: return None" if met in self._maybe else f"if not {met}: return None")

    def put(self, prefix: str, value: object) -> str:
        """Give a value a name."""
        name = f"{prefix}{len(self._space)}"
        self._space[name] = value
        return name

    def made(self, name: str, returned: str) -> tuple[str, Callable[..., Callable[..., Any]]]:
        """Give the source of the function, and what makes it of facts that are known beforehand."""
        stretches = self._access.stretches
        for day in self._unpacked:
            self._unpack(day)
        caught = f"    except {CAUGHT}:\n        return None\n"
        lines = "\n".join(_flat([*self._lines, f"return {returned}"], 2))
        source = f"def {name}({self._access.arguments}):\n    try:\n{lines}\n{caught}"
        if stretches is None:
            exec(_code(source), self._space)  # noqa: S102 - our own source, from traced rules; nothing of a user's
            return source, lambda: self._space[name]
        lines = "\n".join(_flat([*self._before, f"return ({''.join(f'{each}, ' for each in self._written_before)})"], 2))
        source = f"def fixed():\n    try:\n{lines}\n{caught}\n\n{source}"
        changes, figures = self._figures(stretches)
        by = ByStretch(_code(source), name, self._access, stretches, self._space, changes, figures, tuple(self._written_before))
        return source, by.given

    def name(self, node: Node) -> str:
        """Give where a value is: a name, or in brackets the part itself where it is used once."""
        node = value_of(node)
        if node not in self._names:
            early = node in self._fixed and not isinstance(node, nodes.Constant) and not self._early
            self._names[node] = self._beforehand(node) if early else self._inlined(node, self._written(node))
        return self._names[node]

    def _beforehand(self, node: Node) -> str:
        """Write what depends on the figures of the day alone: it is worked out once for a stretch of days."""
        kept, self._lines, self._early = self._lines, self._before, True
        name = self._written(node)
        self._lines, self._early = kept, False
        return name

    def _inlined(self, node: Node, name: str) -> str:
        """Take back the line of a part that is used once, to stand in brackets where it is used."""
        last = self._lines[-1] if self._lines else None
        if self._uses[node] > 1 or name in self._maybe or not isinstance(last, str) or not last.startswith(f"{name} = "):
            return name
        self._lines.pop()
        if name in self._written_before:
            self._written_before.remove(name)
        return f"({last.partition(' = ')[2]})"

    def _kept(self, expression: str) -> tuple[str, str]:
        """Give what is needed more than once in a line: how it is written first, and its name from then on."""
        if not expression.startswith("("):
            return expression, expression
        self._so_far += 1
        name = f"n{self._so_far}"
        return f"({name} := {expression})", name

    def _line(self, expression: str, *, maybe: bool = False) -> str:
        name = self._new(maybe=maybe)
        self._lines.append(f"{name} = {expression}")
        return name

    def _new(self, *, maybe: bool) -> str:
        """Give a name that nothing has yet."""
        self._so_far += 1
        name = f"{'c' if self._early else 'v'}{self._so_far}"
        if self._early and self._lines is self._before:  # what a branch alone needs stays in it
            self._written_before.append(name)
        if maybe:
            self._maybe.add(name)
        return name

    def _strictly(self, node: Node, expression: str, *names: str, raises: bool = True) -> str:
        """
        Write what needs all its parts: None where one of those that may be is.

        A part that nobody asks about and that is used once stands inside the expression that needs it, often a branch; there Python's own
        refusal to reckon with None hands the mission to the exact reader, and no line is spent on it.
        """
        asked = [name for name in dict.fromkeys(names) if name in self._maybe]
        if raises and node not in self._asked and self._uses[node] <= 1 and not self._early:
            asked = []
        nothing = " or ".join(f"{name} is None" for name in asked)
        return self._line(f"None if {nothing} else {expression}" if asked else expression, maybe=bool(asked))

    def _written(self, node: Node) -> str:  # noqa: PLR0911, PLR0912, C901 - one case for each kind of node
        if is_never_known(node):
            return "None"
        match node:
            case nodes.Constant():
                return repr(node.value) if not isinstance(node.value, dt.date) else self.put("DAY", node.value)
            case nodes.Fact():
                return self._fact(node)
            case nodes.Figure():
                return self._figure(node)
            case nodes.InForce():
                return self._slot(node, 1)
            case nodes.Arithmetic():
                return self._arithmetic(node)
            case nodes.Compare():
                left, right = self.name(node.left), self.name(node.right)
                order = node.sign == "≤"
                return self._strictly(node, f"{left} {'<=' if order else '=='} {right}", left, right, raises=order)
            case nodes.Not():
                part = self.name(node.part)
                return self._strictly(node, f"not {part}", part, raises=False)
            case nodes.AllOf() | nodes.AnyOf():
                return self._decided(node)
            case nodes.Choose():
                return self._choice(node)
            case nodes.Extreme():
                return self._extreme(node)
            case nodes.Known():
                part = self.name(node.part)
                return self._line(f"{part} is not None") if part in self._maybe else "True"
            case nodes.Rounded():
                return self._rounded(node)
            case nodes.Refuse():
                return self._line("None", maybe=True)
            case nodes.Quotient():  # only where somebody asks for the exact fraction before it was rounded
                number, over = self._fraction(node)
                parts = [number, *over]
                return self._strictly(node, f"({number}, {' * '.join(over)})", *parts, raises=False)
            case _:
                raise TypeError(node)

    def _fact(self, node: nodes.Fact) -> str:
        maybe = node not in self._needed and node.name not in self._access.certain
        read = self._access.read(node.name)
        name = read if read.isidentifier() else self._line(read)
        if maybe:
            self._maybe.add(name)
        if not maybe and node.name not in self._access.certain:
            self._lines.append(f"if {name} is None: return None")
        return name

    def _figure(self, node: nodes.Figure) -> str:
        keys = [self.name(key) for _, key in node.keys]
        rows = self._slot(node, 0)
        if not keys:
            return rows
        key = keys[0] if len(keys) == 1 else f"({', '.join(keys)})"
        if node in self._needed:
            return self._line(f"{rows}[{key}]")
        asked = [name for name in dict.fromkeys(keys) if name in self._maybe]
        nothing = " or ".join(f"{name} is None" for name in asked)
        found = f"{rows}.get({key})"
        return self._line(f"None if {nothing} else {found}" if asked else found, maybe=True)

    def _slot(self, node: nodes.Figure | nodes.InForce, which: int) -> str:
        """Give a parameter's rows on a day, or whether it is in force; a period that lacks what every mission needs is none at all."""
        day = value_of(node.day)
        row = self._in_force_on(day)
        slot = 2 * self._days[day].index(node.parameter) + which
        table, wanted = self._wanted[day]
        missing = any(period[slot] is None for period in self._within(day, table))
        if node in self._needed:
            wanted.add(slot)
        if missing and node not in self._needed:
            self._maybe.add(f"{row}{slot}")
        self._slots.setdefault(day, {})[slot] = f"{row}{slot}"
        return f"{row}{slot}"

    def _in_force_on(self, day: Node) -> str:
        """Look up, once, all that is in force on a day; or leave it to whoever enters the function."""
        if day not in self._row:
            dated = self._is_dated(day)
            name = "" if dated else self.name(day)
            more = self._access.stretches.turns if dated and self._access.stretches else ()
            self._changes[day], table = periods(self._days[day], more)
            self._wanted[day] = (table, set())
            if name in self._maybe:
                self._lines.append(f"if {name} is None: return None")
            self._row[day] = f"p{len(self._row)}_"
            if not dated:
                self._unpacked[day] = (self._lines, len(self._lines))
                self._lines.append(f"= {self.put('PERIODS', table)}[bisect({self.put('CHANGES', self._changes[day])}, {name})]")
        return self._row[day]

    def _is_dated(self, day: Node) -> bool:
        """Tell whether figures of this day are looked up before the function is entered."""
        return self._access.stretches is not None and isinstance(day, nodes.Fact) and day.name == self._access.stretches.fact

    def _within(self, day: Node, table: list[Any]) -> list[Any]:
        """Give the periods that a case can fall into."""
        stretches = self._access.stretches
        if stretches is None or not self._is_dated(day):
            return table
        return [table[index] for index, since in enumerate(self._changes[day], 1) if stretches.first <= since <= stretches.last]

    def _lacking(self, day: Node) -> list[dict[int, Any] | None]:
        """Give what is in force in each period, of what is read; None where it lacks what every case needs."""
        table, wanted = self._wanted[day]
        slots = self._slots[day]
        return [None if any(period[slot] is None for slot in wanted) else {slot: period[slot] for slot in slots} for period in table]

    def _unpack(self, day: Node) -> None:
        """Complete the line that looks up what is in force on a day."""
        table, _ = self._wanted[day]
        table[:] = [found and tuple(found.values()) for found in self._lacking(day)]
        lines, index = self._unpacked[day]
        lines[index] = f"{''.join(f'{name}, ' for name in self._slots[day].values())}{lines[index]}"

    def _figures(self, stretches: Stretches) -> tuple[list[dt.date], list[dict[str, Any] | None]]:
        """Give the days on which something changes, and the figures of each stretch of days by name."""
        for day, slots in self._slots.items():
            if self._is_dated(day):
                named = [found if found is None else {slots[slot]: value for slot, value in found.items()} for found in self._lacking(day)]
                return self._changes[day], named
        changes, _ = periods([], stretches.turns)
        return changes, [{} for _ in range(len(changes) + 1)]

    def _arithmetic(self, node: nodes.Arithmetic) -> str:
        left, right = self.name(node.left), self.name(node.right)
        expression = f"{left} {'*' if node.sign == '×' else '+' if node.sign == '+' else '-'} {right}"
        between = node.sign == "−" and node.left.unit == DATE
        return self._strictly(node, f"({expression}).days" if between else expression, left, right)

    def _extreme(self, node: nodes.Extreme) -> str:
        parts = [self.name(part) for part in node.parts]
        if len(parts) == TWO:
            (one, first), (other, second) = (self._kept(part) for part in parts)
            return self._strictly(node, f"{first} if {one} {'<=' if node.name == 'least' else '>='} {other} else {second}", *parts)
        return self._strictly(node, f"{'min' if node.name == 'least' else 'max'}({', '.join(parts)})", *parts)

    def _choice(self, node: nodes.Choose) -> str:
        test = self.name(node.condition)
        (first, yes), (then, no) = self._branch(node, node.yes), self._branch(node, node.no)
        is_known = isinstance(node.condition, nodes.Known) and value_of(node.condition.part) is value_of(node.yes)
        maybe = bool({test, no, *(() if is_known else (yes,))} & self._maybe)
        if not first and not then:
            nothing = f"None if {test} is None else " if test in self._maybe else ""
            return self._line(f"{nothing}{yes} if {test} else {no}", maybe=maybe)
        name = self._new(maybe=maybe)
        first.append(f"{name} = {yes}")
        then.append(f"{name} = {no}")
        unknown: list[tuple[str | None, Lines]] = [(f"{test} is None", [f"{name} = None"])]
        self._lines.append(Branches([*(unknown if test in self._maybe else []), (test, first), (None, then)]))
        return name

    def _branch(self, choice: Node, branch: Node) -> tuple[Lines, str]:
        """Write a branch: the lines of what nobody else needs, and its value; what others need too is written before the choice."""
        own = only_in(branch, choice, self._users, (*self._roots, *self._names))
        self._share(branch, own)
        kept, self._lines = self._lines, []
        name = self.name(branch)
        lines, self._lines = self._lines, kept
        return lines, name

    def _share(self, branch: Node, own: set[Node]) -> None:
        """Write what a branch needs that others need too; a fraction has no line of its own, its parts have."""
        waiting, seen = [value_of(branch)], set[Node]()
        while waiting:
            node = waiting.pop()
            if node in self._names or node in seen:
                continue
            seen.add(node)
            if isinstance(node, nodes.Figure | nodes.InForce) and node in own and value_of(node.day) not in own:
                self._in_force_on(value_of(node.day))
            if node in own or _is_fraction(node):
                waiting.extend(value_of(part) for part in parts(node))
            elif not (self._early and self._is_dated(node)):
                self.name(node)

    def _decided(self, node: nodes.AllOf | nodes.AnyOf) -> str:
        all_of = isinstance(node, nodes.AllOf)
        if all_of and len(node.parts) == TWO and isinstance(node.parts[0], nodes.Known) and node.parts[0].part is node.parts[1]:
            return self._line(f"{self.name(node.parts[1])} is True")
        parts = [name for part in node.parts if settled(part) is not all_of and (name := self.name(part)) != repr(all_of)]
        asked = [part for part in parts if part in self._maybe]
        if not asked:
            return self._line((" and " if all_of else " or ").join(parts) or repr(all_of))
        by = not all_of
        parts = [self._line(part) if part.startswith("(") else part for part in parts]
        decides = " or ".join(f"{part} is {by}" for part in parts)
        nothing = " or ".join(f"{part} is None" for part in asked)
        return self._line(f"{by} if {decides} else None if {nothing} else {not by}", maybe=True)

    def _rounded(self, node: nodes.Rounded) -> str:
        number, over = self._fraction(node.part)
        to = self.name(node.to)
        over = [*over, *([] if to == "1" else [to])]
        if not over:
            return number
        if all(one.isdigit() for one in over) and number not in self._maybe:
            scaled = _divided(node.how, *self._kept(number), math.prod(map(int, over)))
        elif number not in self._maybe and all(one.isdigit() or one in self._known_before for one in over):
            scaled = self._divided_before(node.how, number, " * ".join(over))
        else:
            scaled = f"{_rounder(node.how)}({number}, {' * '.join(over)})"
        return self._strictly(node, scaled if to == "1" else f"({scaled}) * {to}", number, *over)

    @property
    def _known_before(self) -> set[str]:
        """The names that have a value, and not None, before the function is entered."""
        figures = [name for day in self._slots if self._is_dated(day) for name in self._slots[day].values()]
        return {*self._written_before, *figures} - self._maybe

    def _divided_before(self, how: Rounding, number: str, over: str) -> str:
        """Write a rounding whose denominator is worked out beforehand: it is then known to be above nought."""
        kept, self._lines, early, self._early = self._lines, self._before, self._early, True
        whole = self._line(over)
        self._lines.append(f"if {whole} <= 0: return None")
        half, odd = ("", "") if how is not HALF_EVEN else (self._line(f"({whole} - 1) // 2"), self._line(f"1 - {whole} % 2"))
        self._lines, self._early = kept, early
        first, then = self._kept(number)
        if how is HALF_EVEN:  # an odd denominator has no half
            return f"({first} + {half} + ({then} // {whole} & {odd})) // {whole}"
        return f"{then} // {whole} if {first} >= 0 else -(-{then} // {whole})" if how is DOWN else f"{_rounder(how)}({number}, {whole})"

    def _fraction(self, node: Node) -> tuple[str, list[str]]:
        """Give an exact fraction as a numerator and the factors that it is over."""
        match node:
            case nodes.Quotient():
                number, over = self._fraction(node.numerator)
                return number, [*over, self.name(node.denominator)]
            case nodes.Word():
                return self._fraction(node.lowered)
            case nodes.Arithmetic(sign="×"):
                (left, first), (right, second) = self._fraction(node.left), self._fraction(node.right)
                product = self._strictly(node, f"{left} * {right}", left, right)
                return self._inlined(node, product), [*first, *second]
            case _:
                return self.name(node), []


def _divided(how: Rounding, first: str, then: str, over: int) -> str:
    """Write a division by a whole number above nought and its rounding in one expression; an odd one has no half."""
    if how is HALF_EVEN and over % TWO == 0:
        return f"({first} + {over // TWO - 1} + ({then} // {over} & 1)) // {over}"
    if how is HALF_EVEN:
        return f"({first} + {over // TWO}) // {over}"
    if how is DOWN:
        return f"{then} // {over} if {first} >= 0 else -(-{then} // {over})"
    return f"{_rounder(how)}({first}, {over})"


def _is_fraction(node: Node) -> bool:
    """Tell whether a value is an exact fraction, which stands as a numerator and what it is over."""
    match node:
        case nodes.Quotient():
            return True
        case nodes.Arithmetic(sign="×"):
            return _is_fraction(value_of(node.left)) or _is_fraction(value_of(node.right))
        case _:
            return False


def _rounder(how: Rounding) -> str:
    return next(name for name, rounding in ROUNDINGS.items() if rounding is how)


def _code(source: str) -> CodeType:
    return compile(source, "<compiled rules>", "exec")


def _flat(lines: Lines, depth: int) -> Iterator[str]:
    """Lay out lines, those of branches further in."""
    for line in lines:
        if isinstance(line, str):
            yield "    " * depth + line
            continue
        for number, (test, inner) in enumerate(line.arms):
            yield "    " * depth + ("else:" if test is None else f"{'el' if number else ''}if {test}:")
            yield from _flat(inner, depth + 1)
