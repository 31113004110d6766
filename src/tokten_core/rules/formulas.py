"""
Write an expression as spreadsheet formulas: the sheet reader. Plain text; where cells stand is told by the caller.

One column for each fact, step, numerator to be rounded and part that is read more than once, so that no text grows long. An unknown is
``#N/A``: it runs through every calculation by itself, a choice looks at the branch taken only, and a person is shown a word in its place.

What a sheet would get wrong is written around:

- an empty cell counts as nought: each fact asks first whether its cell is empty;
- ``AND`` and ``OR`` fail on what is unknown: a false part decides by ``IF(IFERROR(a,1)*IFERROR(b,1)=0,0,a*b)``, a true one likewise;
- truths are 1 and 0, since ``TRUE`` is a word of the reader's language; texts are compared by ``EXACT``, letter for letter;
- ``ROUND`` takes halves away from nought and looks at binary fractions: a rounding is worked out of whole numbers, the quotient
  ``q = INT(n/d)`` and the rest ``n-d*q``;
- a sheet counts in binary with 53 digits, and LibreOffice takes numbers that agree to 48 for equal: beyond 10^14 a numerator is refused.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, Protocol

from attrs import frozen

from tokten_core.money import DOWN, HALF_EVEN, HALF_UP, UP
from tokten_core.parameters import Parameter
from tokten_core.rules import nodes
from tokten_core.rules.book import RuleBook
from tokten_core.rules.evaluate import Evaluation
from tokten_core.rules.figure_blocks import FigureBlock, block_of, key_words, serial
from tokten_core.rules.formula_values import NOT_KNOWN, Shown, below, counted_pair, has_fraction, head_of, line_of, safely, shown, whole
from tokten_core.rules.nodes import Node
from tokten_core.text import Text
from tokten_core.units import CODE, NUMBER, TRUTH, Unit

__all__ = ["LARGEST", "LONGEST", "NOT_KNOWN", "Cells", "FormulaColumn", "blocks_of", "formulas"]

LARGEST: Final = 10**14
"""No numerator above it is divided in a sheet: the amount is unknown there."""
LONGEST: Final = 8192
"""Excel takes no longer text."""
SPILLS: Final = 400
"""From so many letters on, a part gets a column of its own."""
NO_LABEL: Final = Text(en="", fr="")

DERIVED: Final[Mapping[str, tuple[str, str]]] = {
    "month": ("start", "MONTH({start})"),
    "end": ("start days", "IF({days}<1,NA(),{start}+{days}-1)"),
}
"""Facts that follow from others: which they read, and how."""

ROUNDINGS: Final = {
    HALF_EVEN: "IF(2*({r})>{d},1,IF(2*({r})<{d},0,{q}-2*INT({q}/2)))",
    HALF_UP: "IF(2*({r})>{d},1,IF(2*({r})<{d},0,IF({n}<0,0,1)))",
    DOWN: "IF({n}<0,IF({r}>0,1,0),0)",
    UP: "IF({n}<0,0,IF({r}>0,1,0))",
}
"""What each rounding adds to the quotient below it."""


class Cells(Protocol):
    """Where things stand (fr: *cellules*); ``{row}`` stands for the number of the row."""

    def fact(self, name: str) -> str:
        """Give the cell that somebody types a fact into."""

    def column(self, number: int) -> str:
        """Give the cell of a column of formulas, counted from nought."""

    def days(self, block: FigureBlock) -> str:
        """Give the days of a block, downwards."""

    def states(self, block: FigureBlock) -> str:
        """Give its states, downwards: 1 in force, 0 abolished, ``#N/A`` not known."""

    def heads(self, block: FigureBlock) -> str:
        """Give its keys, across."""

    def values(self, block: FigureBlock) -> str:
        """Give its figures."""

    def yes_no(self) -> tuple[str, str]:
        """Give the words that a truth is typed as; TRUE, FALSE, 1 and 0 are understood beside them."""


@frozen
class FormulaColumn:
    """
    One column of formulas (fr: *colonne de formules*).

    Attributes:
        key: unique name: the fact's, the rule's, or a number for what lies between.
        label: its heading; empty for what lies between.
        unit: what it counts.
        text: the formula, without the equals sign, with ``{row}`` for the row.
        value: what it comes to for one case.
        step: the name of the rule whose amount it is, else empty.
    """

    key: str
    label: Text
    unit: Unit
    text: str
    value: Callable[[Evaluation], Shown]
    step: str = ""


def blocks_of(book: RuleBook) -> tuple[FigureBlock, ...]:
    """Lay out every figure that the rules read, each once."""
    read = dict.fromkeys(node.parameter for node in _all(book.steps.values()) if isinstance(node, nodes.Figure | nodes.InForce))
    names = Counter[str]()
    blocks = []
    for parameter in read:
        names[parameter.name] += 1
        many = names[parameter.name]
        blocks.append(block_of(parameter.name if many == 1 else f"{parameter.name} {many}", parameter))
    return tuple(blocks)


def formulas(book: RuleBook, cells: Cells, blocks: Iterable[FigureBlock]) -> tuple[FormulaColumn, ...]:
    """
    Write the rules of a book as columns of formulas, one row a case (fr: *formules de tableur*).

    Args:
        book: the rules.
        cells: where facts, figures and the columns themselves stand.
        blocks: the figures, as `blocks_of` gives them.

    .. versionadded:: 0.1
    """
    writer = _Writer(book, cells, {block.parameter: block for block in blocks})
    for step in book.steps.values():
        writer.atom(step)
    return tuple(writer.columns)


def _all(roots: Iterable[Node]) -> Iterator[Node]:
    """Give every node that numbers are read from, each once, with what it is read by before it."""
    seen: dict[Node, None] = {}
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen[node] = None
            waiting += below(node)
    return iter(seen)


class _Writer:
    def __init__(self, book: RuleBook, cells: Cells, blocks: Mapping[Parameter, FigureBlock]) -> None:
        self.columns: list[FormulaColumn] = []
        self._book, self._cells, self._blocks = book, cells, blocks
        self._facts = {kind.name for kind in book.facts}
        self._uses = Counter(part for node in _all(book.steps.values()) for part in below(node))
        self._placed: dict[object, str] = {}
        self._keys = Counter[str]()

    # ------------------------------------------------------------ columns

    def _column(self, place: object, text: str, value: Callable[[Evaluation], Shown], label: Text = NO_LABEL, **facts: Any) -> str:
        """Give a formula a column of its own, once, and give its cell."""
        if place not in self._placed:
            name = facts.pop("key", "") or "part"
            self._keys[name] += 1
            many = self._keys[name]
            key = name if many == 1 and name != "part" else f"{name} {many}"
            self._placed[place] = self._cells.column(len(self.columns))
            self.columns.append(FormulaColumn(key, label, facts.get("unit", NUMBER), text, safely(value), facts.get("step", "")))
        return self._placed[place]

    def atom(self, node: Node) -> str:
        """Give a node as one cell or one literal, since it stands in a text more than once."""
        if node in self._placed:
            return self._placed[node]
        text = self.text(node)
        if isinstance(node, nodes.Constant) or node in self._placed:
            return text
        return self._column(node, text, lambda evaluation: shown(evaluation.value(node)), unit=node.unit)

    def text(self, node: Node) -> str:
        """Give a node as text, or as the cell of its own column where it has one."""
        if node in self._placed:
            return self._placed[node]
        text = self._written(node)
        if isinstance(node, nodes.Fact):
            self._placed[node] = text
        if node in self._placed or isinstance(node, nodes.Constant | nodes.Word):
            return text
        if self._uses[node] > 1 or len(text) > SPILLS:
            return self._column(node, text, lambda evaluation: shown(evaluation.value(node)), unit=node.unit)
        return text

    # ------------------------------------------------------------ one node

    def _written(self, node: Node) -> str:  # noqa: PLR0911, PLR0912, C901 - one case for each kind of node
        match node:
            case nodes.Step():
                return self._step(node)
            case nodes.Constant():
                return _literal(node.value)
            case nodes.Fact():
                return self._fact(node)
            case nodes.Figure():
                return self._figure(node)
            case nodes.InForce():
                block = self._blocks[node.parameter]
                return f"INDEX({self._cells.states(block)},{self._line(block, node.day)},1)"
            case nodes.Arithmetic(sign=sign):
                return f"({self.text(node.left)}{SIGNS[sign]}{self.text(node.right)})"
            case nodes.Compare():
                left, right = self.text(node.left), self.text(node.right)
                if node.left.unit == CODE:
                    return f"IF(EXACT({left},{right}),1,0)"
                return f"IF({left}{'<=' if node.sign == '≤' else '='}{right},1,0)"
            case nodes.AllOf():
                parts = [self.atom(part) for part in node.parts]
                return f"IF({'*'.join(f'IFERROR({part},1)' for part in parts)}=0,0,{'*'.join(parts)})"
            case nodes.AnyOf():
                parts = [self.atom(part) for part in node.parts]
                return f"IF({'+'.join(f'IFERROR({part},0)' for part in parts)}>0,1,{'+'.join(parts)})"
            case nodes.Not():
                return f"(1-{self.text(node.part)})"
            case nodes.Choose():
                return f"IF({self.text(node.condition)}=1,{self.text(node.yes)},{self.text(node.no)})"
            case nodes.Extreme():
                return f"{'MIN' if node.name == 'least' else 'MAX'}({','.join(self.text(part) for part in node.parts)})"
            case nodes.Known():
                return f"IF(ISERROR({self.text(node.part)}),0,1)"
            case nodes.Word():
                return self.text(node.lowered)
            case nodes.Refuse():
                return "NA()"
            case nodes.Rounded():
                return self._rounded(node)
            case nodes.Quotient():
                return f"({self.text(node.numerator)}/{self.text(node.denominator)})"
            case _:
                raise TypeError(node)

    def _step(self, node: nodes.Step) -> str:
        rule, body = node.rule, self.text(node.body)
        named = rule.name if self._book.steps.get(rule.name) is node else ""
        return self._column(
            node, body, lambda evaluation: shown(evaluation.value(node)), rule.label, key=rule.name, unit=node.unit, step=named
        )

    def _fact(self, node: nodes.Fact) -> str:
        reads, derived = DERIVED.get(node.name, ("", ""))
        if derived and set(reads.split()) <= self._facts:
            text = derived.format(**{name: self.text(self._fact_node(name)) for name in reads.split()})
        else:
            text = self._typed(node)
        return self._column(
            ("fact", node.name), text, lambda evaluation: shown(evaluation.value(node)), node.label, key=f"{node.name} ", unit=node.unit
        )

    def _fact_node(self, name: str) -> Node:
        return next(kind.node() for kind in self._book.facts if kind.name == name)

    def _typed(self, node: nodes.Fact) -> str:
        """Read what somebody typed; an empty cell is unknown, not nought."""
        cell, (yes, no) = self._cells.fact(node.name), self._cells.yes_no()
        if node.unit == TRUTH:
            read = f'IF(ISTEXT({cell}),IF({cell}="{yes}",1,IF({cell}="{no}",0,NA())),IF({cell},1,0))'
        elif node.unit == CODE:
            read = f'{cell}&""'
        else:
            read = _in_parts(cell, node.unit.sub_unit)
        return f"IF(ISBLANK({cell}),NA(),{read})"

    # ------------------------------------------------------------ figures

    def _line(self, block: FigureBlock, day: Node) -> str:
        """Find the line of a block on a day, once for all its figures read on that day."""
        return self._column(
            ("line", block.key, day),
            f"MATCH({self.text(day)},{self._cells.days(block)},1)",
            lambda evaluation: line_of(block, day, evaluation),
        )

    def _figure(self, node: nodes.Figure) -> str:
        block = self._blocks[node.parameter]
        found = f"INDEX({self._cells.values(block)},{self._line(block, node.day)},{self._head(block, node)})"
        if node.unit == CODE:
            return found
        if node.unit == TRUTH:
            yes, no = self._cells.yes_no()
            return f'IF(EXACT({found},"{yes}"),1,IF(EXACT({found},"{no}"),0,NA()))'
        return _in_parts(found, node.parameter.parts)

    def _head(self, block: FigureBlock, node: nodes.Figure) -> str:
        """Find the column of a block by the keys; a number where they are all known beforehand."""
        keys = [key for _, key in node.keys]
        if all(isinstance(key, nodes.Constant) for key in keys):
            wanted = "|".join(_key(key.value, key.unit) for key in keys if isinstance(key, nodes.Constant))
            return str(block.heads.index(wanted) + 1) if wanted in block.heads else "NA()"
        words = '&"|"&'.join(f'{self.atom(key)}&""' if len(keys) == 1 else self.atom(key) for key in keys)
        heads = self._cells.heads(block)
        found = f"MATCH({words},{heads},0)"  # takes e* for europe, and EUROPE too: ask again, letter for letter
        text = f"IF(EXACT(INDEX({heads},1,{found}),{words}),{found},NA())"
        return self._column(("head", block.key, tuple(keys)), text, lambda evaluation: head_of(block, keys, evaluation))

    # ------------------------------------------------------------ roundings

    def _rounded(self, node: nodes.Rounded) -> str:
        top, base = self._fraction(node.part)
        step = self.text(node.to)
        base = base if step == "1" else step if base == "1" else f"({base}*{step})"
        if base == "1":
            return top

        def numerator(evaluation: Evaluation) -> Shown:
            return whole(counted_pair(node.part, evaluation), 0)

        def denominator(evaluation: Evaluation) -> Shown:
            to = evaluation.value(node.to)
            return whole(counted_pair(node.part, evaluation), 1, to if isinstance(to, int) else None)

        def quotient(evaluation: Evaluation) -> Shown:
            over, under = numerator(evaluation), denominator(evaluation)
            return over // under if isinstance(over, int) and isinstance(under, int) and under else NOT_KNOWN

        n = self._column(("n", node.part), top, numerator, unit=node.part.unit)
        d = base if base.isdigit() else self._column(("d", node.part, node.to), base, denominator)
        q = self._column(("q", node.part, node.to), f"IF(ABS({n})>{LARGEST},NA(),INT({n}/{d}))", quotient)
        more = ROUNDINGS[node.how].format(n=n, d=d, q=q, r=f"{n}-{d}*{q}")
        return f"({q}+{more})" if step == "1" else f"(({q}+{more})*{step})"

    def _fraction(self, node: Node) -> tuple[str, str]:
        """Give an exact fraction as two whole numbers: what is above, what is below."""
        match node:
            case nodes.Word() if has_fraction(node):
                return self._fraction(node.lowered)
            case nodes.Quotient():
                (a, b), (c, d) = self._fraction(node.numerator), self._fraction(node.denominator)
                return _times(a, d), _times(b, c)
            case nodes.Arithmetic(sign="×") if has_fraction(node):
                (a, b), (c, d) = self._fraction(node.left), self._fraction(node.right)
                return _times(a, c), _times(b, d)
            case _:
                return self.text(node), "1"


SIGNS: Final = {"+": "+", "−": "-", "×": "*"}


def _in_parts(cell: str, parts: int) -> str:
    """Read a number of units as whole counted parts: 655.957 as 655957."""
    return f"ROUND({cell}*{parts},0)" if parts > 1 else f"ROUND({cell},0)"


def _times(first: str, second: str) -> str:
    if "1" in {first, second}:
        return second if first == "1" else first
    return str(int(first) * int(second)) if first.isdigit() and second.isdigit() else f"({first}*{second})"


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if isinstance(value, dt.date):
        return str(serial(value))
    return str(int(value)) if value >= 0 else f"({value})"


def _key(value: Any, unit: Unit) -> str:
    return key_words(value, unit)
