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
import math
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from attrs import field, frozen

from tokten_core.errors import NotInForce
from tokten_core.explain import Known
from tokten_core.money import DOWN, HALF_EVEN, ROUNDINGS, Rounding
from tokten_core.parameters import ABOLISHED, Parameter
from tokten_core.rules import nodes
from tokten_core.rules.nodes import Node, Step
from tokten_core.units import DATE

__all__ = ["BY_NAME", "Access", "Compiled", "below", "compiled", "periods", "settled", "value_of"]

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
        amounts: the function: from what holds the facts to the value of each step in order, or None where the exact reader must decide.
    """

    source: str
    amounts: Callable[..., tuple[Known | None, ...] | None]


@frozen
class Access:
    """
    How generated source reads the facts (fr: *accès aux données*).

    Attributes:
        arguments: the arguments of the function.
        read: for each fact, the expression of its value, None where it is unknown.
        first: statements that come first; they may return None.
        certain: facts that are known once the first statements have passed.
        guard: for each fact, a condition on ``{name}`` under which the exact reader must take over, besides its being unknown.
        space: what these expressions name.
    """

    arguments: str
    read: Callable[[str], str]
    first: tuple[str, ...] = ()
    guard: Callable[[str], str] = field(default=lambda _name: "")
    certain: frozenset[str] = frozenset()
    space: Mapping[str, Any] = field(factory=dict)


BY_NAME: Final = Access("facts", lambda name: f"facts.get({name!r})")
"""Facts in a mapping, taken as they are."""


def compiled(steps: Iterable[Step], access: Access = BY_NAME, requirements: Iterable[Step] = (), *, reads: Iterable[Node] = ()) -> Compiled:
    """
    Compile steps into one function (fr: *compiler*).

    Args:
        steps: the traced rules, in the order of the values to give.
        access: how the facts are read.
        requirements: rules of which one that does not hold leaves the mission to the exact reader.
        reads: other values to give after those of the steps: what the rules read, None where it is unknown.
    """
    return _Writer(tuple(steps), access, tuple(requirements), tuple(reads)).compiled()


class _Writer:
    """Writes the lines; an expression is a name or a part in brackets, whether it may be None, and for a fraction what it is over."""

    def __init__(
        self,
        steps: tuple[Step, ...],
        access: Access,
        requirements: tuple[Step, ...],
        reads: tuple[Node, ...] = (),
    ) -> None:
        self._steps, self._access, self._requirements, self._reads = steps, access, requirements, reads
        self._lines: list[str] = []
        self._names: dict[Node, str] = {}
        self._maybe: set[str] = set()
        self._space: dict[str, Any] = {"bisect": bisect, **access.space, **ROUNDERS}
        found = below((*steps, *requirements, *reads))
        self._asked = below(node.part for node in found if isinstance(node, nodes.Known))
        self._needed = frozenset[Node]().union(*(_needed(step) for step in steps))
        self._uses = Counter(value_of(part) for node in found for part in _parts(node))
        self._uses.update(value_of(step) for step in (*steps, *requirements))
        # What is told besides needs a name, and is told where it is unknown too.
        told = [value_of(node) for node in reads]
        self._uses.update((*told, *told))
        self._asked = below((*self._asked, *told))
        self._days: dict[Node, list[Parameter]] = {}
        for node in found:
            if isinstance(node, nodes.Figure | nodes.InForce):
                read = self._days.setdefault(node.day, [])
                read.extend([node.parameter] if node.parameter not in read else [])
        self._row: dict[Node, str] = {}
        self._kept_so_far = 0
        self._unpacked: dict[Node, int] = {}
        self._slots: dict[Node, dict[int, str]] = {}
        self._wanted: dict[Node, tuple[list[Any], set[int]]] = {}

    def compiled(self) -> Compiled:
        """Write the function and compile it."""
        self._maybe.add("None")
        self._lines.extend(self._access.first)
        for fact in dict.fromkeys(node for node in _all_below((*self._steps, *self._requirements)) if isinstance(node, nodes.Fact)):
            if fact.usual is not None:
                self._lines.append(f"if {self._access.read(fact.name)} != {fact.usual!r}: return None")
        for step in self._requirements:
            met = self._name(step)
            self._lines.append(f"if {met} is False: return None" if met in self._maybe else f"if not {met}: return None")
        found = [*(self._name(step) for step in self._steps), *(self._name(node) for node in self._reads)]
        for day, (table, wanted) in self._wanted.items():
            slots = self._slots[day]
            table[:] = [None if any(period[slot] is None for slot in wanted) else tuple(period[slot] for slot in slots) for period in table]
            self._lines[self._unpacked[day]] = f"{''.join(f'{name}, ' for name in slots.values())}{self._lines[self._unpacked[day]]}"
        inner = "\n".join(f"        {line}" for line in [*self._lines, f"return ({''.join(f'{name}, ' for name in found)})"])
        caught = "    except (KeyError, OverflowError, TypeError, ZeroDivisionError):\n        return None\n"
        source = f"def amounts({self._access.arguments}):\n    try:\n{inner}\n{caught}"
        exec(compile(source, "<compiled rules>", "exec"), self._space)  # noqa: S102 - our own source, from traced rules; nothing of a user's
        return Compiled(source, self._space["amounts"])

    def _name(self, node: Node) -> str:
        """Give where a value is: a name, or in brackets the part itself where it is used once."""
        node = value_of(node)
        if node not in self._names:
            self._names[node] = self._inlined(node, self._written(node))
        return self._names[node]

    def _inlined(self, node: Node, name: str) -> str:
        """Take back the line of a part that is used once, to stand in brackets where it is used."""
        once = self._uses[node] <= 1 and name not in self._maybe and bool(self._lines) and self._lines[-1].startswith(f"{name} = ")
        return f"({self._lines.pop().partition(' = ')[2]})" if once else name

    def _kept(self, expression: str) -> tuple[str, str]:
        """Give what is needed more than once in a line: how it is written first, and its name from then on."""
        if not expression.startswith("("):
            return expression, expression
        self._kept_so_far += 1
        name = f"n{self._kept_so_far}"
        return f"({name} := {expression})", name

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

    def _strictly(self, node: Node, expression: str, *names: str, raises: bool = True) -> str:
        """
        Write what needs all its parts: None where one of those that may be is.

        A part that nobody asks about and that is used once stands inside the expression that needs it, often a branch; there Python's own
        refusal to reckon with None hands the mission to the exact reader, and no line is spent on it.
        """
        asked = [name for name in dict.fromkeys(names) if name in self._maybe]
        if raises and node not in self._asked and self._uses[node] <= 1:
            asked = []
        nothing = " or ".join(f"{name} is None" for name in asked)
        return self._line(f"None if {nothing} else {expression}" if asked else expression, maybe=bool(asked))

    def _written(self, node: Node) -> str:  # noqa: PLR0911, PLR0912, C901 - one case for each kind of node
        if _never(node):
            return "None"
        match node:
            case nodes.Constant():
                return repr(node.value) if not isinstance(node.value, dt.date) else self._put("DAY", node.value)
            case nodes.Fact():
                return self._fact(node)
            case nodes.Figure():
                return self._figure(node)
            case nodes.InForce():
                return self._slot(node, 1)
            case nodes.Arithmetic():
                return self._arithmetic(node)
            case nodes.Compare():
                left, right = self._name(node.left), self._name(node.right)
                order = node.sign == "≤"
                return self._strictly(node, f"{left} {'<=' if order else '=='} {right}", left, right, raises=order)
            case nodes.Not():
                part = self._name(node.part)
                return self._strictly(node, f"not {part}", part, raises=False)
            case nodes.AllOf() | nodes.AnyOf():
                return self._decided(node)
            case nodes.Choose():
                return self._choice(node)
            case nodes.Extreme():
                return self._extreme(node)
            case nodes.Known():
                part = self._name(node.part)
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
        maybe = node not in self._needed
        read = self._access.read(node.name)
        name = read if read.isidentifier() else self._line(read)
        if maybe:
            self._maybe.add(name)
        guard = self._access.guard(node.name)
        if guard:
            asked = f"{name} is not None and ({guard.format(name=name)})" if maybe else guard.format(name=name)
            self._lines.append(f"if {asked}: return None")
        elif not maybe and node.name not in self._access.certain:
            self._lines.append(f"if {name} is None: return None")
        return name

    def _figure(self, node: nodes.Figure) -> str:
        keys = [self._name(key) for _, key in node.keys]
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
        row = self._in_force_on(node.day)
        slot = 2 * self._days[node.day].index(node.parameter) + which
        table, wanted = self._wanted[node.day]
        missing = any(period[slot] is None for period in table)
        if node in self._needed:
            wanted.add(slot)
        if missing and node not in self._needed:
            self._maybe.add(f"{row}{slot}")
        self._slots.setdefault(node.day, {})[slot] = f"{row}{slot}"
        return f"{row}{slot}"

    def _in_force_on(self, day: Node) -> str:
        """Look up, once, all that is in force on a day."""
        if day not in self._row:
            name = self._name(day)
            days, table = periods(self._days[day])
            self._wanted[day] = (table, set())
            if name in self._maybe:
                self._lines.append(f"if {name} is None: return None")
            self._row[day] = f"p{len(self._row)}_"
            self._unpacked[day] = len(self._lines)
            self._lines.append(f"= {self._put('PERIODS', table)}[bisect({self._put('CHANGES', days)}, {name})]")
        return self._row[day]

    def _arithmetic(self, node: nodes.Arithmetic) -> str:
        left, right = self._name(node.left), self._name(node.right)
        expression = f"{left} {'*' if node.sign == '×' else '+' if node.sign == '+' else '-'} {right}"
        between = node.sign == "−" and node.left.unit == DATE
        return self._strictly(node, f"({expression}).days" if between else expression, left, right)

    def _extreme(self, node: nodes.Extreme) -> str:
        parts = [self._name(part) for part in node.parts]
        if len(parts) == TWO:
            (one, first), (other, second) = (self._kept(part) for part in parts)
            return self._strictly(node, f"{first} if {one} {'<=' if node.name == 'least' else '>='} {other} else {second}", *parts)
        return self._strictly(node, f"{'min' if node.name == 'least' else 'max'}({', '.join(parts)})", *parts)

    def _choice(self, node: nodes.Choose) -> str:
        test, yes, no = self._name(node.condition), self._name(node.yes), self._name(node.no)
        is_known = isinstance(node.condition, nodes.Known) and value_of(node.condition.part) is value_of(node.yes)
        maybe = bool({test, no, *(() if is_known else (yes,))} & self._maybe)
        nothing = f"None if {test} is None else " if test in self._maybe else ""
        return self._line(f"{nothing}{yes} if {test} else {no}", maybe=maybe)

    def _decided(self, node: nodes.AllOf | nodes.AnyOf) -> str:
        all_of = isinstance(node, nodes.AllOf)
        if all_of and len(node.parts) == TWO and isinstance(node.parts[0], nodes.Known) and node.parts[0].part is node.parts[1]:
            return self._line(f"{self._name(node.parts[1])} is True")
        parts = [self._name(part) for part in node.parts if settled(part) is not all_of]
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
        to = self._name(node.to)
        over = [*over, *([] if to == "1" else [to])]
        if not over:
            return number
        whole = [int(one) for one in over if one.isdigit()]
        if len(whole) == len(over) and number not in self._maybe:
            scaled = _divided(node.how, *self._kept(number), math.prod(whole))
        else:
            scaled = f"{_rounder(node.how)}({number}, {' * '.join(over)})"
        return self._strictly(node, scaled if to == "1" else f"({scaled}) * {to}", number, *over)

    def _fraction(self, node: Node) -> tuple[str, list[str]]:
        """Give an exact fraction as a numerator and the factors that it is over."""
        match node:
            case nodes.Quotient():
                number, over = self._fraction(node.numerator)
                return number, [*over, self._name(node.denominator)]
            case nodes.Word():
                return self._fraction(node.lowered)
            case nodes.Arithmetic(sign="×"):
                (left, first), (right, second) = self._fraction(node.left), self._fraction(node.right)
                product = self._strictly(node, f"{left} * {right}", left, right)
                return self._inlined(node, product), [*first, *second]
            case _:
                return self._name(node), []


TWO: Final = 2


def _divided(how: Rounding, first: str, then: str, over: int) -> str:
    """Write a division by a whole number above nought and its rounding in one expression; an odd one has no half."""
    if how is HALF_EVEN and over % TWO == 0:
        return f"({first} + {over // TWO - 1} + ({then} // {over} & 1)) // {over}"
    if how is HALF_EVEN:
        return f"({first} + {over // TWO}) // {over}"
    if how is DOWN:
        return f"{then} // {over} if {first} >= 0 else -(-{then} // {over})"
    return f"{_rounder(how)}({first}, {over})"


def value_of(node: Node) -> Node:
    """Give the node that holds the value: a rule's amount is its body, a word what it comes down to."""
    while True:
        match node:
            case Step():
                node = node.body
            case nodes.Word():
                node = node.lowered
            case nodes.Choose() if settled(node.condition) is not None:
                node = node.yes if settled(node.condition) else node.no
            case _:
                return node


def settled(node: Node) -> bool | None:
    """Decide a condition on facts that have their usual value, the only ones that this reader takes; None where that does not decide."""
    match node:
        case nodes.Compare(sign="=", left=nodes.Fact(usual=str() as usual), right=nodes.Constant(value=value)):
            return usual == value
        case nodes.Not():
            part = settled(node.part)
            return None if part is None else not part
        case nodes.AllOf() | nodes.AnyOf():
            by = isinstance(node, nodes.AnyOf)
            parts = [settled(part) for part in node.parts]
            return by if by in parts else None if None in parts or not parts else not by
        case _:
            return None


def _never(node: Node) -> bool:
    """Tell whether no text ever gives what a part needs."""
    match node:
        case nodes.Figure():
            return not any(version.rows for version in node.parameter.history)
        case nodes.Arithmetic() | nodes.Compare() | nodes.Not() | nodes.Extreme() | nodes.Quotient() | nodes.Rounded():
            return any(_never(value_of(part)) for part in nodes.parts_of(node))
        case _:
            return False


def _needed(node: Node) -> frozenset[Node]:
    """Give the facts and figures without which a part has no value, whatever the others are."""
    node = value_of(node)
    match node:
        case nodes.AllOf() | nodes.AnyOf() | nodes.Known() | nodes.Refuse() | nodes.Constant():
            return frozenset()
        case nodes.Choose():
            return _needed(node.condition) | (_needed(node.yes) & _needed(node.no))
        case _ if _never(node):
            return frozenset()
        case _:
            lower = frozenset[Node]().union(*(_needed(part) for part in nodes.parts_of(node)))
            return lower | {node} if isinstance(node, nodes.Fact | nodes.Figure | nodes.InForce) else lower


def _parts(node: Node) -> tuple[Node, ...]:
    """Give the parts whose values a node needs; a word speaks of more than it reads."""
    return () if value_of(node) is not node or _never(node) else nodes.parts_of(node)


def _rounder(how: Rounding) -> str:
    return next(name for name, rounding in ROUNDINGS.items() if rounding is how)


def below(given: Iterable[Node]) -> dict[Node, None]:
    """Give nodes and all whose values they need, each once, in order."""
    found: dict[Node, None] = {}
    waiting = list(given)
    while waiting:
        node = value_of(waiting.pop())
        if node not in found:
            found[node] = None
            waiting.extend(_parts(node))
    return found


def _all_below(given: Iterable[Node]) -> dict[Node, None]:
    """Give nodes and all that is below them, what is settled or never known as well."""
    return dict.fromkeys(node for one in given for node in nodes.within(one))


def periods(parameters: list[Parameter]) -> tuple[list[dt.date], list[tuple[Any, ...]]]:
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
