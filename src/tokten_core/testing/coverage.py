"""
What of the rules was never seen: coverage of the expression, not of the code.

A rule is an expression; a case runs through part of it. `goals` lists what a fair trial must see of each rule, and `Seen` tells, case after
case, what is still missing:

- each choice taken both ways, each exception too; each part of an *and* or an *or* deciding alone; each bound met exactly, and just missed;
- a half over an even and over an odd quotient for each rounding to nearest that can meet one, a cut that cuts for the others;
- both sides of each date in the history of each figure that is read, each row of each table;
- each span of a stay reached, by one day and by more; each of several known amounts taken.

What the figures can be proved never to give is no goal: half of 14 days at 20 000 francs is never a half franc (`divisor`).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from operator import add, mul, sub
from typing import Any, Final, Literal

from attrs import field, frozen

from tokten_core.explain import EMPTY, Known, worded
from tokten_core.money import HALF_EVEN, HALF_UP, UP
from tokten_core.parameters import Dated
from tokten_core.rules import nodes
from tokten_core.rules.book import RuleBook
from tokten_core.rules.evaluate import Evaluation, Outcome, Unknown, key_in_words
from tokten_core.rules.nodes import Node, Step
from tokten_core.text import Text, joined, same
from tokten_core.units import DATE, TRUTH

__all__ = ["Demand", "Goal", "Reached", "Recording", "Seen", "divisor", "goals", "named", "possible"]

Reached = Mapping[Node, Outcome]
"""The parts of an expression that a case ran through, each with its value."""
ONE_DAY: Final = dt.timedelta(days=1)
HALF: Final = Fraction(1, 2)
MANY: Final = 20_000
SIGNS: Final[Mapping[str, Callable[[Fraction, Fraction], Fraction]]] = {"+": add, "−": sub, "×": mul}


class Recording(Evaluation):
    """An evaluation that keeps what it ran through (fr: *calcul enregistré*)."""

    def __init__(self, facts: Mapping[str, Known | None]) -> None:
        super().__init__(facts)
        self.reached: dict[Node, Outcome] = {}

    def value(self, node: Node) -> Outcome:
        """Give the value of a node, as any evaluation does."""
        if node not in self.reached:
            self.reached[node] = super().value(node)
        return self.reached[node]

    @classmethod
    def of(cls, book: RuleBook, facts: Mapping[str, Known | None]) -> Recording:
        """Run all rules of a book on one case."""
        recording = cls(facts)
        for step in book.steps.values():
            recording.value(step)
        return recording


@frozen(eq=False)
class Demand:
    """
    What a node must be so that a goal is met; read by whoever looks for such a case.

    Attributes:
        node: the node.
        wants: ``value`` (it is this), ``unknown``, or ``residue``: its fraction modulo two steps lies on ``value``.
        value: what it must be.
    """

    node: Node
    wants: Literal["value", "unknown", "residue", "day"]
    value: Any = None


@frozen(eq=False)
class Goal:
    """
    One thing that a fair trial of the rules must see (fr: *point à couvrir*).

    Attributes:
        rule: the name of the rule.
        what: what must be seen, in words.
        met: tells whether a case shows it.
        demands: what must be made true for it, the way to the node first.
    """

    rule: str
    what: Text
    met: Callable[[Reached], bool]
    demands: tuple[Demand, ...]

    @property
    def key(self) -> str:
        """Its stable name, as a pack gives a reason for what can never be seen."""
        return f"{self.rule}: {self.what.en}"


class Seen:
    """What was seen so far of the rules of a book, and what was not (fr: *couverture*)."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.goals = tuple(goals(book))
        self.missing = list(self.goals)

    def look(self, facts: Mapping[str, Known | None]) -> int:
        """Run one case and tell how many goals it is the first to meet."""
        return self.take(Recording.of(self.book, facts).reached)

    def take(self, reached: Reached) -> int:
        """Count the goals that what was reached is the first to meet."""
        before = len(self.missing)
        self.missing = [goal for goal in self.missing if not goal.met(reached)]
        return before - len(self.missing)

    @property
    def share(self) -> str:
        """How much was seen: ``312 of 315``."""
        return f"{len(self.goals) - len(self.missing)} of {len(self.goals)}"


def goals(book: RuleBook) -> Iterator[Goal]:
    """Give all that must be seen of the rules of a book, each once."""
    walk = _Walk()
    for step in book.steps.values():
        walk.into(step, step.rule.name, ())
    taken: set[str] = set()
    for goal in (*walk.goals, *walk.tables()):
        if goal.key not in taken:
            taken.add(goal.key)
            yield goal


class _Walk:
    """Goes through an expression once and notes what must be seen of each node, with the way to it."""

    def __init__(self) -> None:
        self.goals: list[Goal] = []
        self._seen: set[Node] = set()
        self._figures: dict[nodes.Figure, tuple[str, tuple[Demand, ...]]] = {}

    def into(self, node: Node, rule: str, way: tuple[Demand, ...]) -> None:
        if node in self._seen:
            return
        self._seen.add(node)
        rule = node.rule.name if isinstance(node, Step) else rule
        for part, more in self._parts(node, rule, way):
            self.into(part, rule, (*way, *more))

    def _add(self, rule: str, what: Text, met: Callable[[Reached], bool], *demands: Demand) -> None:
        self.goals.append(Goal(rule, what, met, demands))

    def _parts(  # noqa: C901, PLR0912 - one case for each kind of node
        self, node: Node, rule: str, way: tuple[Demand, ...]
    ) -> Iterator[tuple[Node, tuple[Demand, ...]]]:
        match node:
            case nodes.Choose(yes=nodes.Refuse()):
                yield node.no, ()
                return
            case nodes.Choose():
                yield node.condition, ()
                for truth, branch in ((True, node.yes), (False, node.no)):
                    demand = Demand(node.condition, "value", truth)
                    self._add(rule, _so(named(node.condition), truth), _is(node.condition, truth, node), *way, demand)
                    yield branch, (demand,)
                return
            case nodes.Word() if node.name in nodes.SPANS:
                yield from self._spans(node, rule, way)
                return
            case nodes.Word(name="first_known"):
                yield from self._first_known(node, rule, way)
                return
            case nodes.Word(name="split_part"):
                yield from ((part, ()) for part in node.parts[:2])
                return
            case nodes.Word():
                yield from ((part, ()) for part in node.parts)
                return
            case nodes.AllOf() | nodes.AnyOf():
                self._deciding(node, rule, way)
            case nodes.Rounded():
                self._rounding(node, rule, way)
            case nodes.Compare(sign="≤"):
                self._bound(node, rule, way)
            case nodes.Extreme():
                self._extreme(node, rule, way)
            case nodes.Figure() | nodes.InForce():
                self._dates(node, rule, way)
                if isinstance(node, nodes.Figure) and node.keys:
                    self._figures[node] = (rule, way)
            case Step(unit=unit) if unit == TRUTH:
                for truth in (True, False):
                    self._add(rule, _so(named(node), truth), _is(node, truth, node), *way, Demand(node, "value", truth))
        yield from ((part, ()) for part in nodes.parts_of(node))

    def _deciding(self, node: nodes.AllOf | nodes.AnyOf, rule: str, way: tuple[Demand, ...]) -> None:
        by = isinstance(node, nodes.AnyOf)
        none = tuple(Demand(part, "value", not by) for part in node.parts)
        self._add(rule, _so(named(node), not by), _is(node, not by, node), *way, *none)
        for part in node.parts:
            others = tuple(other for other in node.parts if other is not part)
            what = _so(named(part), by) + Text(en=" decides", fr=" décide")
            demands = (*(Demand(other, "value", not by) for other in others), Demand(part, "value", by))
            self._add(rule, what, _decides(part, others, by), *way, *demands)

    def _rounding(self, node: nodes.Rounded, rule: str, way: tuple[Demand, ...]) -> None:
        parts = (divisor(node.part) / _common(node.to)).denominator
        where = named(node.part) or named(node)
        every, steps = possible(node.part), possible(node.to)
        if parts == 1:
            return
        nearest = node.how in {HALF_EVEN, HALF_UP}
        for words, residue in (
            (EVEN_HALF, ODD_HALF) if nearest and parts % 2 == 0 else () if nearest else (SMALL,) if node.how is UP else (LARGE,)
        ):
            if every is None or not steps or any(residue(abs(exact / step)) for exact in every for step in steps):
                self._add(rule, where + same(": ") + words, _leaves(node, residue), *way, Demand(node, "residue", residue))

    def _bound(self, node: nodes.Compare, rule: str, way: tuple[Demand, ...]) -> None:
        counts = [side for side in (node.left, node.right) if isinstance(side, nodes.Fact)]
        if not counts or node.left.unit.currency or node.left.unit == DATE:
            return
        for over, words in ((0, Text(en="met exactly", fr="atteinte exactement")), (1, Text(en="missed by one", fr="manquée d'une unité"))):
            what = named(node) + same(", ") + words
            self._add(rule, what, _apart(node, over), *way, Demand(node, "value", over == 0), Demand(node, "residue", over))

    def _extreme(self, node: nodes.Extreme, rule: str, way: tuple[Demand, ...]) -> None:
        for part in node.parts:
            what = Text(en="{name} is taken: {what}", fr="{name} retenu : {what}").fill(name=_EXTREMES[node.name], what=named(part))
            self._add(rule, what, _alone(node, part), *way, Demand(node, "residue", part))

    def _spans(self, word: nodes.Word, rule: str, way: tuple[Demand, ...]) -> Iterator[tuple[Node, tuple[Demand, ...]]]:
        yield word.parts[0], ()
        for number, (count, price) in enumerate(zip(word.parts[1::2], word.parts[2::2], strict=True), start=1):
            for reach, words in ((1, Text(en="by one", fr="d'une unité")), (2, Text(en="by more", fr="de plusieurs"))):
                what = Text(en="span {number} of {what} reached ", fr="tranche {number} de {what} atteinte ") + words
                said = what.fill(number=number, what=named(word.parts[0]))
                self._add(rule, said, _counts(count, reach), *way, Demand(count, "value", reach))
            if word.name != "each_day" or not isinstance(price, nodes.Figure):
                yield price, (Demand(count, "value", 1),)
                continue
            if isinstance(price.day, nodes.Constant):  # days before, between and after the texts have no rows; the spans are their dates
                self._figures[price] = (rule, (*way, Demand(count, "value", 1)))
            yield from ((key, ()) for _, key in price.keys)

    def _first_known(self, word: nodes.Word, rule: str, way: tuple[Demand, ...]) -> Iterator[tuple[Node, tuple[Demand, ...]]]:
        for index, part in enumerate(word.parts):
            before = word.parts[:index]
            demands = tuple(Demand(other, "unknown") for other in before)
            what = named(part) + Text(en=" is the first known", fr=" : premier connu")
            if not _never_known(part):
                self._add(rule, what, _first(part, before), *way, *demands, Demand(nodes.Known(TRUTH, part), "value", True))
            yield part, demands

    def _dates(self, node: nodes.Figure | nodes.InForce, rule: str, way: tuple[Demand, ...]) -> None:
        if isinstance(node.day, nodes.Constant):
            return
        for day in dates_of(node.parameter.history):
            what = node.parameter.label + Text(en=" read on ", fr=" lu au ") + worded(day, DATE)
            self._add(
                rule, what, _on(node.day, day, node if _holds(node.parameter.history, day) else None), *way, Demand(node.day, "value", day)
            )

    def tables(self) -> Iterator[Goal]:
        """Give a goal for each row of each table, in each text that gives it."""
        for figure, (rule, way) in self._figures.items():
            for version in figure.parameter.history:
                if isinstance(figure.day, nodes.Constant) and not _within(version, figure):
                    continue
                for row in version.rows:
                    keys = [(node, value) for (_, node), value in zip(figure.keys, row, strict=True)]
                    if all(node.value == value for node, value in keys if isinstance(node, nodes.Constant)):
                        demands = [Demand(figure.day, "day", version), *(Demand(node, "value", value) for node, value in keys)]
                        yield Goal(rule, _row(figure, version, row), _reads(figure, version, keys), (*way, *demands))


# What must be seen, as a question to what a case reached.


def _last(version: Dated, figure: nodes.Figure) -> dt.date:
    follows = next((other.since for other in figure.parameter.history if other.since > version.since), dt.date.max)
    return version.until or follows - ONE_DAY


def _within(version: Dated, figure: nodes.Figure) -> bool:
    """Tell whether a figure that is read on one day is read in a text."""
    day = figure.day.value if isinstance(figure.day, nodes.Constant) else None
    return isinstance(day, dt.date) and version.since <= day <= _last(version, figure)


def _is(node: Node, value: object, within: Node) -> Callable[[Reached], bool]:
    return lambda reached: within in reached and reached.get(node) is value


def _decides(part: Node, others: Iterable[Node], by: bool) -> Callable[[Reached], bool]:  # noqa: FBT001 - a truth
    return lambda reached: reached.get(part) is by and all(reached.get(other) is not by for other in others)


def _leaves(node: nodes.Rounded, residue: Callable[[Fraction], bool]) -> Callable[[Reached], bool]:
    def met(reached: Reached) -> bool:
        exact, step = reached.get(node.part), reached.get(node.to)
        return isinstance(exact, int | Fraction) and isinstance(step, int) and residue(abs(Fraction(exact) / step))

    return met


def _apart(node: nodes.Compare, over: int) -> Callable[[Reached], bool]:
    def met(reached: Reached) -> bool:
        left, right = reached.get(node.left), reached.get(node.right)
        return isinstance(left, int) and isinstance(right, int) and left - right == over

    return met


def _alone(node: nodes.Extreme, part: Node) -> Callable[[Reached], bool]:
    def met(reached: Reached) -> bool:
        value = reached.get(node)
        return (
            value is not None
            and not isinstance(value, Unknown)
            and [other for other in node.parts if reached.get(other) == value] == [part]
        )

    return met


def _counts(count: Node, reach: int) -> Callable[[Reached], bool]:
    def met(reached: Reached) -> bool:
        value = reached.get(count)
        return isinstance(value, int) and (value == 1 if reach == 1 else value > 1)

    return met


def _first(part: Node, before: Iterable[Node]) -> Callable[[Reached], bool]:
    def met(reached: Reached) -> bool:
        known = reached.get(part)
        return known is not None and not isinstance(known, Unknown) and all(isinstance(reached.get(other), Unknown) for other in before)

    return met


def _on(day: Node, wanted: dt.date, within: Node | None) -> Callable[[Reached], bool]:
    """Ask for a day; where the figure itself does not hold, another one on the way to it may stop the rule first."""
    return lambda reached: (within is None or within in reached) and reached.get(day) == wanted


def _holds(history: Iterable[Dated], day: dt.date) -> bool:
    return any(version.since <= day <= (version.until or dt.date.max) and not version.abolished for version in history)


def _reads(figure: nodes.Figure, version: Dated, keys: Iterable[tuple[Node, object]]) -> Callable[[Reached], bool]:
    listed, last = [(figure, None), *keys], _last(version, figure)

    def met(reached: Reached) -> bool:
        day = reached.get(figure.day)
        if figure not in reached or not isinstance(day, dt.date) or not version.since <= day <= last:
            return False
        return all(reached.get(node) == value for node, value in listed[1:])

    return met


# What a rounding can meet.


@frozen
class _Residue:
    """Where a fraction lies between two steps."""

    fits: Callable[[Fraction], bool]
    parity: int | None = field(default=None)

    def __call__(self, steps: Fraction) -> bool:
        return self.fits(steps % 1) and self.parity in {None, math.floor(steps) % 2}


EVEN_HALF: Final = (Text(en="a half over an even quotient", fr="une moitié sur un quotient pair"), _Residue(lambda rest: rest == HALF, 0))
ODD_HALF: Final = (Text(en="a half over an odd quotient", fr="une moitié sur un quotient impair"), _Residue(lambda rest: rest == HALF, 1))
LARGE: Final = (Text(en="more than a half is cut", fr="plus d'une moitié est tronquée"), _Residue(lambda rest: rest >= HALF))
SMALL: Final = (Text(en="less than a half is raised", fr="moins d'une moitié est relevée"), _Residue(lambda rest: 0 < rest <= HALF))
_EXTREMES: Final = {"least": Text(en="the least", fr="le moindre"), "greatest": Text(en="the greatest", fr="le plus grand")}


def divisor(node: Node) -> Fraction:  # noqa: PLR0911, C901 - one case for each kind of node
    """
    Give a number of which every value of a node is a whole multiple: a proof, from the figures alone, of what cannot be left over.

    Nought stands for a node that is always nought.
    """
    match node:
        case nodes.Constant(value=int()):
            return Fraction(node.value) if isinstance(node.value, int) else Fraction(1)
        case nodes.Figure():
            return _gcd(Fraction(value) for value in _read_values(node))
        case Step():
            return divisor(node.body)
        case nodes.Word():
            return divisor(node.lowered)
        case nodes.Arithmetic(sign="×"):
            return divisor(node.left) * divisor(node.right)
        case nodes.Arithmetic():
            return _gcd((divisor(node.left), divisor(node.right)))
        case nodes.Choose():
            return _gcd((divisor(node.yes), divisor(node.no)))
        case nodes.Extreme():
            return _gcd(divisor(part) for part in node.parts)
        case nodes.Quotient():
            return divisor(node.numerator) / _common(node.denominator)
        case nodes.Rounded():
            exact, step = divisor(node.part), _step(node.to)
            return exact if step and (exact / step).denominator == 1 else step or Fraction(1)
        case nodes.Refuse():
            return Fraction(0)
        case _:
            return Fraction(1)


def possible(node: Node) -> frozenset[Fraction] | None:  # noqa: PLR0911 - one case for each kind of node
    """Give every value that a node may have, where it is made of figures alone; None where it has too many, or a fact is in it."""
    match node:
        case nodes.Constant(value=int()):
            return frozenset({Fraction(node.value)}) if isinstance(node.value, int) else None
        case nodes.Figure():
            return frozenset(Fraction(value) for value in _read_values(node))
        case Step():
            return possible(node.body)
        case nodes.Word():
            return possible(node.lowered)
        case nodes.Arithmetic():
            return _combined(SIGNS[node.sign], node.left, node.right)
        case nodes.Quotient():
            return _combined(lambda a, b: a / b, node.numerator, node.denominator)
        case _:
            return None


def _combined(sign: Callable[[Fraction, Fraction], Fraction], left: Node, right: Node) -> frozenset[Fraction] | None:
    first, second = possible(left), possible(right)
    if first is None or second is None or len(first) * len(second) > MANY:
        return None
    return frozenset(sign(a, b) for a in first for b in second if b != 0)


def _read_values(node: nodes.Figure) -> Iterator[int]:
    """Give the numbers of the rows that a node may read: where a key is constant, of that row alone."""
    fixed = {index: key.value for index, (_, key) in enumerate(node.keys) if isinstance(key, nodes.Constant)}
    for version in node.parameter.history:
        for row, value in version.rows.items():
            if isinstance(value, int) and all(row[index] == wanted for index, wanted in fixed.items()):
                yield value


def _gcd(values: Iterable[Fraction]) -> Fraction:
    result = Fraction(0)
    for value in values:
        top = math.gcd(result.numerator * value.denominator, value.numerator * result.denominator)
        result = Fraction(top, result.denominator * value.denominator)
    return result


def _common(node: Node) -> Fraction:
    """Give a common multiple of all that a node divides by: a constant, or the values of a figure."""
    if isinstance(node, nodes.Figure):
        found = list(_read_values(node))
        return Fraction(math.lcm(*found)) if found else Fraction(1)
    if isinstance(node, nodes.Constant) and isinstance(node.value, int):
        return Fraction(node.value)
    if isinstance(node, nodes.Arithmetic) and node.sign == "×":
        return _common(node.left) * _common(node.right)
    return Fraction(2**20)  # a denominator of many values: any fraction may be left


def _step(node: Node) -> Fraction:
    return divisor(node)


# Words.


def dates_of(history: Iterable[Dated]) -> list[dt.date]:
    """Give the days on both sides of each date in a history."""
    days: set[dt.date] = set()
    for version in history:
        days |= {version.since} | ({version.since - ONE_DAY} if version.since > dt.date.min else set())
        if version.until is not None:
            days |= {version.until, version.until + ONE_DAY}
    return sorted(days)


def named(node: Node) -> Text:  # noqa: PLR0911, PLR0912, C901 - one case for each kind of node
    """Name a part of an expression in words, without a case."""
    match node:
        case Step():
            return node.rule.label
        case nodes.Fact():
            return node.label
        case nodes.Constant():
            return worded(node.value, node.unit)
        case nodes.Figure():
            return node.parameter.label
        case nodes.InForce():
            return node.parameter.label + Text(en=" in force", fr=" en vigueur")
        case nodes.Known():
            return named(node.part) + Text(en=" known", fr=" connu")
        case nodes.Not():
            return Text(en="not ", fr="non ") + named(node.part)
        case nodes.Arithmetic() | nodes.Compare():
            return named(node.left) + same(f" {node.sign} ") + named(node.right)
        case nodes.AllOf():
            return joined([named(part) for part in node.parts], Text(en=" and ", fr=" et "))
        case nodes.AnyOf():
            return joined([named(part) for part in node.parts], Text(en=" or ", fr=" ou "))
        case nodes.Extreme():
            return _EXTREMES[node.name] + Text(en=" of ", fr=" de ") + joined([named(part) for part in node.parts])
        case nodes.Word(name="first_known"):
            return named(node.parts[0])
        case nodes.Word():
            return joined([named(part) for part in node.parts[:2]], same(" × "))
        case nodes.Rounded():
            return named(node.part)
        case nodes.Quotient():
            return named(node.numerator) + same(" ÷ ") + named(node.denominator)
        case nodes.Choose():
            return named(node.condition)
        case _:
            return EMPTY


def _so(what: Text, truth: bool) -> Text:  # noqa: FBT001 - a truth
    return what + (Text(en=": yes", fr=" : oui") if truth else Text(en=": no", fr=" : non"))


def _row(figure: nodes.Figure, version: Dated, row: tuple[Any, ...]) -> Text:
    said = joined(key_in_words(key, value) for key, value in zip(figure.parameter.keys, row, strict=True))
    return figure.parameter.label + same(" (") + said + Text(en="), since ", fr="), depuis le ") + worded(version.since, DATE)


def _never_known(node: Node) -> bool:
    """Tell whether a part is a figure that no text ever gives."""
    return isinstance(node, nodes.Figure) and not any(version.rows for version in node.parameter.history)
