"""
Steps as one generated pass over blocks: a line a step, scratch arrays reused, 32 bits where the bounds prove them enough.

A block of some thirty thousand rows stays in the processor's cache from the first step to the last; only columns are read from memory and
only amounts are written to it. The source can be printed: `Program.source`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from attrs import frozen

from tokten_core.simulation.columns.facts import Array
from tokten_core.simulation.columns.steps import Op

__all__ = ["INPUTS", "MOST_32", "Program", "Scratch", "in_order", "width"]

INPUTS: Final = frozenset({"column", "missing"})
MOST_32: Final = 2**31 - 1
MOST_COUNTED: Final = 100
UFUNCS: Final = {"+": "add", "-": "subtract", "*": "multiply", "min": "minimum", "max": "maximum", "and": "logical_and",
                 "or": "logical_or", "not": "logical_not"}  # fmt: skip
TYPES: Final = {"b": np.bool_, "i1": np.int8, "i4": np.int32, "i8": np.int64}


def width(op: Op, *, narrow: bool = True) -> str:
    """Tell in what a step is worked out: truths, 32 or 64 bits."""
    if op.truth:
        return "b"
    if op.kind == "count":
        return "i1" if len(op.more) <= MOST_COUNTED else "i8"
    bounds = [bound for one in (op, *op.parts) for bound in (one.least, one.greatest)] if op.kind != "lookup" else [op.least, op.greatest]
    if op.kind == "choose":
        bounds += [op.parts[1].least - op.parts[2].greatest, op.parts[1].greatest - op.parts[2].least]
    return "i4" if narrow and max(map(abs, bounds)) <= MOST_32 else "i8"


def in_order(outputs: Iterable[Op], ready: Callable[[Op], bool]) -> list[Op]:
    """Give steps, each after its parts; those that are ready have none."""
    found: dict[Op, None] = {}
    for output in outputs:
        waiting = [(output, False)]
        while waiting:
            op, seen = waiting.pop()
            if op in found:
                continue
            if seen or ready(op):
                found[op] = None
            else:
                waiting.append((op, True))
                waiting.extend((part, False) for part in reversed(op.parts))
    return list(found)


@frozen(eq=False)
class Scratch:
    """How many scratch arrays of each type a program needs, made once for a run."""

    counts: Mapping[str, int]

    def arrays(self, shape: tuple[int, ...]) -> dict[str, list[Array]]:
        """Make them."""
        return {kind: [np.empty(shape, TYPES[kind]) for _ in range(count)] for kind, count in self.counts.items()}


class Program:
    """
    A generated pass.

    Attributes:
        inputs: what it reads, in order.
        outputs: what it writes, in order.
        source: its text.
        scratch: the scratch arrays it needs.

    Args:
        outputs: the steps whose values are wanted, each once.
        ready: the steps that are read instead of worked out.
        narrow: false to work out everything in 64 bits.
        broadcast: whether inputs have fewer axes than outputs.
    """

    def __init__(self, outputs: Sequence[Op], ready: Callable[[Op], bool], *, narrow: bool = True, broadcast: bool = False) -> None:
        self.outputs = tuple(outputs)
        ordered = [op for op in in_order(outputs, ready) if op.kind != "const"]
        self.inputs = tuple(op for op in ordered if ready(op))
        writer = _Writer(self, ordered, ready, narrow=narrow, broadcast=broadcast)
        self.source = writer.text()
        self.scratch = Scratch({kind: made for kind, made in writer.made.items() if made})
        space: dict[str, Any] = {"np": np, "T": writer.tables}
        exec(compile(self.source, "<columns>", "exec"), space)  # noqa: S102 - the source is made here, of steps alone
        self.run: Callable[[Sequence[Array], Sequence[Array], Mapping[str, list[Array]]], None] = space["run"]


class _Writer:
    def __init__(self, program: Program, ordered: list[Op], ready: Callable[[Op], bool], *, narrow: bool, broadcast: bool) -> None:
        self.program, self.ordered, self.ready, self.narrow, self.broadcast = program, ordered, ready, narrow, broadcast
        self.tables: list[Array] = []
        self.made = dict.fromkeys(TYPES, 0)
        self.free: dict[str, list[str]] = {kind: [] for kind in TYPES}
        self.held: dict[Op, list[tuple[str, str]]] = {}
        self.names: dict[tuple[Op, str], str] = {}
        self.lines: list[str] = []
        self.left = dict.fromkeys(ordered, 0)
        for op in ordered:
            if not ready(op):
                for part in dict.fromkeys(op.parts):
                    if part in self.left:
                        self.left[part] += 1
        self.direct = {
            op: f"o{n}" for n, op in enumerate(program.outputs) if not ready(op) and self.width(op) in {"b", "i8"} and op.kind != "const"
        }

    def width(self, op: Op) -> str:
        return width(op, narrow=self.narrow)

    def text(self) -> str:
        for op in self.ordered:
            if self.ready(op):
                self.names[op, "own"] = f"c{self.program.inputs.index(op)}"
                continue
            self._write(op)
        for number, op in enumerate(self.program.outputs):
            if op.kind == "const":
                self.lines.append(f"o{number}[...] = {op.value}")
            elif op not in self.direct:
                self.lines.append(f"np.copyto(o{number}, {self._name(op)}, casting='unsafe')")
        head = [f"{letter}{n} = {where}[{n}]" for letter, where, many in (("c", "columns", self.program.inputs), ("o", "outputs", self.program.outputs))
                for n in range(len(many))]  # fmt: skip
        head += [f"{kind}_{n} = scratch[{kind!r}][{n}]" for kind, made in self.made.items() for n in range(made)]
        return "def run(columns, outputs, scratch):\n" + "\n".join(f"    {line}" for line in [*head, *self.lines, "return"]) + "\n"

    def _name(self, op: Op) -> str:
        return self.names.get((op, "own")) or self.names[op, self.width(op)]

    def _as(self, op: Op, kind: str) -> str:
        """Give a part as a name of some width, cast once."""
        if op.kind == "const":
            return str(op.value)
        if not self.ready(op) and self.width(op) == kind:
            return self._name(op)
        if (op, kind) not in self.names:
            if self.ready(op) and (op.truth and kind == "b"):
                return self._name(op)
            if self.broadcast and self.ready(op):
                name = f"{self._name(op)}_{kind}"
                self.lines.append(f"{name} = {self._name(op)}.astype(np.{TYPES[kind].__name__}, copy=False)")
            else:
                name = self._take(kind)
                self.held.setdefault(op, []).append((kind, name))
                self.lines.append(f"np.copyto({name}, {self._name(op)}, casting='unsafe')")
            self.names[op, kind] = name
        return self.names[op, kind]

    def _take(self, kind: str) -> str:
        if self.free[kind]:
            return self.free[kind].pop()
        self.made[kind] += 1
        return f"{kind}_{self.made[kind] - 1}"

    def _release(self, op: Op) -> None:
        for part in dict.fromkeys(op.parts):
            if part not in self.left:
                continue
            self.left[part] -= 1
            if not self.left[part] and part not in self.program.outputs:
                for kind, name in self.held.pop(part, ()):
                    self.free[kind].append(name)

    def _write(self, op: Op) -> None:
        kind = self.width(op)
        wanted = self._wanted(op, kind)
        parts = [self._as(part, wanted) for part in op.parts]
        apart = op.kind in {"choose", "lookup", "count"}  # these write before they have read everything
        if not apart:
            self._release(op)
        if op in self.direct:
            out = self.direct[op]
        else:
            out = self._take(kind)
            self.held.setdefault(op, []).append((kind, out))
        self.names[op, kind] = out
        self.lines.extend(self._statements(op, parts, out, kind, wanted))
        if apart:
            self._release(op)

    def _wanted(self, op: Op, kind: str) -> str:
        if op.kind in {"<=", "=", "count"}:
            if all(part.truth for part in op.parts):
                return "b"
            bounds = [bound for part in op.parts for bound in (part.least, part.greatest)]
            return "i4" if self.narrow and max(map(abs, bounds)) <= MOST_32 else "i8"
        return "i8" if op.kind == "lookup" else kind

    def _statements(self, op: Op, parts: list[str], out: str, kind: str, wanted: str) -> list[str]:  # noqa: PLR0911 - one case a kind
        match op.kind:
            case "<=":
                if op.parts[0].kind == "const":
                    return [f"np.greater_equal({parts[1]}, {parts[0]}, out={out})"]
                return [f"np.less_equal({parts[0]}, {parts[1]}, out={out})"]
            case "=":
                parts = parts if op.parts[0].kind != "const" else parts[::-1]
                return [f"np.equal({parts[0]}, {parts[1]}, out={out})"]
            case "odd":
                return [f"np.bitwise_and({parts[0]}, 1, out={out})"]
            case "//":
                return self._divide(op, parts, out, wanted)
            case "choose":
                return self._choose(op, parts, out, kind)
            case "count":
                return self._count(op, parts[0], out, kind)
            case "lookup":
                self.tables.append(op.more.ravel().astype(TYPES[kind]))
                return [f"np.take(T[{len(self.tables) - 1}], {parts[0]}, out={out}, mode='wrap')"]
            case _:
                return [f"np.{UFUNCS[op.kind]}({', '.join(parts)}, out={out})"]

    def _divide(self, op: Op, parts: list[str], out: str, kind: str) -> list[str]:
        """Divide; what is not below nought by a constant without a sign, twice as fast."""
        if op.parts[1].kind == "const" and op.parts[0].least >= 0 and op.parts[0].kind != "const":
            sign = f"'u{kind[1]}'"
            return [f"np.floor_divide({parts[0]}.view({sign}), {parts[1]}, out={out}.view({sign}))"]
        return [f"np.floor_divide({', '.join(parts)}, out={out})"]

    def _choose(self, op: Op, parts: list[str], out: str, kind: str) -> list[str]:
        """Take one of two without a branch: no + condition × (yes − no), exact even where the difference goes around."""
        _, yes, no = op.parts
        if yes.kind == "const" and no.kind == "const":
            assert yes.value is not None and no.value is not None  # noqa: S101, PT018 - a constant has a value
            if (yes.value, no.value) == (1, 0):
                return [f"np.copyto({out}, {parts[0]})"]
            return [f"np.multiply({parts[0]}, {_around(yes.value - no.value, kind)}, out={out})", f"np.add({out}, {no.value}, out={out})"]
        if no.value == 0:
            return [f"np.multiply({parts[1]}, {parts[0]}, out={out})"]
        lines = [f"np.subtract({parts[1]}, {parts[2]}, out={out})", f"np.multiply({out}, {parts[0]}, out={out})"]
        return [*lines, f"np.add({out}, {parts[2]}, out={out})"]

    def _count(self, op: Op, day: str, out: str, kind: str) -> list[str]:
        """Count the changes passed by comparing with each; of many, by looking for the place."""
        if kind == "i8":
            self.tables.append(np.array(op.more))
            return [f"np.copyto({out}, np.searchsorted(T[{len(self.tables) - 1}], {day}, side='right'))"]
        first, *others = op.more
        lines = [f"np.greater_equal({day}, {first}, out={out}.view(bool))"]
        if others:
            spare = self._take("b")
            self.free["b"].append(spare)
            for change in others:
                lines += [f"np.greater_equal({day}, {change}, out={spare})", f"np.add({out}, {spare}.view('i1'), out={out})"]
        return lines


def _around(value: int, kind: str) -> int:
    most: int = 2**31 if kind == "i4" else 2**63
    return (value + most) % (2 * most) - most
