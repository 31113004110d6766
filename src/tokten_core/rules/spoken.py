"""
Word explanations by the thousand: what the explainer of `sentences` says, made into templates.

Missions of one kind are explained in the same words and other numbers. The kind is what the words depend on: which conditions hold, which rows of
which texts were read, what is unknown, which roundings changed something. The first mission of a kind is explained with a mark in the place
of each number; the lines become one generated function, and the next missions of the kind fill in theirs. Where no template can be made the
explainer speaks itself; the two never differ in a word. A template costs more than an explanation, so one is made for the second mission of a kind.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias

from tokten_core.explain import Explained, Known, worded
from tokten_core.parameters import Parameter
from tokten_core.rules import nodes
from tokten_core.rules.access import Access
from tokten_core.rules.compiled import compiled
from tokten_core.rules.evaluate import Evaluation, Unknown
from tokten_core.rules.needs import value_of
from tokten_core.rules.nodes import Node, Step
from tokten_core.rules.stretches import periods
from tokten_core.text import Language, Text, same
from tokten_core.units import CODE, MONTH, TRUTH, Unit

__all__ = ["Read", "Said", "Voice", "in_lines", "in_one_line"]

Read: TypeAlias = tuple[tuple[Any, ...], tuple[Any, ...]]
"""What kind of mission it is, and its numbers."""
MARK: Final = re.compile("\ue100(\\d+)\ue101")
MOST_KEPT: Final = 50_000
"""So many worded numbers of a unit, or kinds of missions, are kept; beyond, they are worded anew."""


Said: TypeAlias = Callable[[Explained, Language], tuple[str, ...]]
"""What is said of an explanation, such as `in_lines`."""


def in_lines(explained: Explained, lang: Language) -> tuple[str, ...]:
    """Say it in lines."""
    return explained.lines(lang)


def in_one_line(explained: Explained, lang: Language) -> tuple[str, ...]:
    """Say why in one line, without the label that a table already shows."""
    return (explained.because(lang),)


class Marked(Evaluation):
    """An evaluation whose numbers are said as marks (fr: *calcul à trous*)."""

    def __init__(self, evaluation: Evaluation, slots: dict[Node, int]) -> None:
        super().__init__(evaluation.facts, evaluation.given)
        self._slots = slots

    def marked(self, node: Node) -> Text | None:
        """Give a mark for a number or a day; yes, no, codes and figures belong to the kind of mission, and are said."""
        if isinstance(node, nodes.Constant | nodes.Figure) or node.unit in {TRUTH, CODE} or isinstance(self.value(node), Unknown):
            return None
        place = self._slots.setdefault(node, len(self._slots))
        return same(f"\ue100{place}\ue101")


class Voice:
    """
    Says the explanations of some steps (fr: *voix*).

    Args:
        steps: the steps that may be explained.
        access: how the facts are read.
        explain: gives the explanation of a step by its name.
    """

    def __init__(self, steps: Iterable[Step], access: Access, explain: Callable[[str, Evaluation], Explained]) -> None:
        self._steps, self._access, self._explain = tuple(steps), access, explain
        self._slots: dict[Node, int] = {}
        self._templates: dict[tuple[Any, ...], Callable[[tuple[Any, ...]], tuple[str, ...]] | None] = {}
        self._seen: set[tuple[Any, ...]] = set()
        self._reader: Callable[..., Read | None] | None = None

    def read(self, *arguments: Any) -> Read | None:
        """Read a mission: its kind and its numbers; None where the exact reader must speak."""
        if self._reader is None:
            self._reader = self._made_reader()
        return self._reader(*arguments)

    def lines(self, name: str, lang: Language, read: Read, evaluation: Callable[[], Evaluation], said: Said) -> tuple[str, ...] | None:
        """
        Say one amount; None where the explainer must speak itself.

        Args:
            name: the amount.
            lang: the language.
            read: what `read` gave.
            evaluation: gives the exact reader on the mission, for the second of its kind.
            said: what is said of the explanation.
        """
        key = (name, lang, said, read[0])
        template = self._templates.get(key)
        if template is None and key not in self._templates:
            self._learn(key, evaluation)
            return None
        # A template may ask for numbers that this mission was read without.
        return None if template is None or len(read[1]) < len(self._slots) else template(read[1])

    def _learn(self, key: tuple[Any, ...], evaluation: Callable[[], Evaluation]) -> None:
        """Make a template for the second mission of a kind."""
        if key not in self._seen:
            self._seen.add(key)
            return
        if len(self._templates) > MOST_KEPT:
            self._templates.clear()
            self._seen.clear()
        name, lang, said, _ = key
        known = len(self._slots)
        marked = self._explain(name, Marked(evaluation(), self._slots))
        if len(self._slots) > known:
            self._reader = None
        self._templates[key] = None if _may_coincide(marked) else _written(said(marked, lang), self._slots, lang)

    def _made_reader(self) -> Callable[..., Read | None]:
        """Generate what reads a mission: the numbers that templates ask for, and the kind of mission."""
        # All that is below, what is never known or settled as well: its reasons are said.
        every = dict.fromkeys(value_of(node) for step in self._steps for node in nodes.within(step))
        rounded = [node for node in every if isinstance(node, nodes.Rounded)]
        keys = [key for node in every if isinstance(node, nodes.Figure) for _, key in node.keys]
        kinds = [node for node in every if node.unit in {TRUTH, CODE, MONTH} and not isinstance(node, nodes.Constant | nodes.Figure)]
        kinds += [value_of(key) for key in keys if not isinstance(value_of(key), nodes.Constant | nodes.Figure)]
        kinds = list(dict.fromkeys(kinds))
        facts = [node for node in every if isinstance(node, nodes.Fact) and node not in kinds]
        spans = [part for word in _words(self._steps) if word.name in nodes.SPANS for part in word.parts[1::2]]
        days = _days(every)
        wanted = [*kinds, *facts, *spans, *(day for day in days), *(part for node in rounded for part in (node, node.part)), *self._slots]
        values = compiled((), self._access, reads=[node for node in dict.fromkeys(wanted) if not isinstance(node, nodes.Constant)]).amounts
        place = {node: index for index, node in enumerate(node for node in dict.fromkeys(wanted) if not isinstance(node, nodes.Constant))}
        space: dict[str, Any] = {"bisect": bisect, "values": values}
        parts = [f"v[{place[node]}]" for node in kinds]
        parts += [f"v[{place[node]}] is None" for node in facts]
        parts += [f"not v[{place[node]}]" for node in spans if node in place]
        for index, (day, parameters) in enumerate(days.items()):
            space[f"CHANGES{index}"] = periods(parameters)[0]
            if day in place:
                parts.append(f"None if v[{place[day]}] is None else bisect(CHANGES{index}, v[{place[day]}])")
        for node in rounded:
            exact, value = f"v[{place[node.part]}]", f"v[{place[node]}]"
            parts.append(f"{value} is None or {_changed(node, exact, value)}")
        numbers = "".join(f"v[{place[node]}], " for node in self._slots)
        given = self._access.arguments
        source = f"def read({given}):\n v = values({given})\n if v is None: return None\n return (({''.join(f'{part}, ' for part in parts)}), ({numbers}))"
        exec(compile(source, "<spoken rules>", "exec"), space)  # noqa: S102 - our own source, from traced rules
        made: Callable[..., Read | None] = space["read"]
        return made


def _changed(node: nodes.Rounded, exact: str, value: str) -> str:
    """Write whether a rounding changed something; the exact fraction is a numerator and what it is over, or a whole number."""
    if isinstance(value_of(node.part), nodes.Quotient):
        return f"{exact}[0] != {value} * {exact}[1]"
    return f"{exact} != {value}"


def _days(every: Mapping[Node, None]) -> dict[Node, list[Parameter]]:
    found: dict[Node, list[Parameter]] = {}
    for node in every:
        if isinstance(node, nodes.Figure | nodes.InForce):
            read = found.setdefault(value_of(node.day), [])
            read.extend([node.parameter] if node.parameter not in read else [])
    return {day: parameters for day, parameters in found.items() if not isinstance(day, nodes.Constant)}


def _words(steps: Iterable[Step]) -> list[nodes.Word]:
    return [node for node in dict.fromkeys(node for step in steps for node in nodes.within(step)) if isinstance(node, nodes.Word)]


def _may_coincide(explained: Explained) -> bool:
    """Tell whether two things below one amount differ in their numbers alone: with equal numbers the explainer would say one of them."""
    said = [MARK.sub("#", text.en) for text in explained.notes] + [MARK.sub("#", part.told[0][1].en) for part in explained.parts]
    return len(set(said)) < len(said) or any(_may_coincide(part) for part in explained.parts)


def _written(lines: tuple[str, ...], slots: Mapping[Node, int], lang: Language) -> Callable[[tuple[Any, ...]], tuple[str, ...]]:
    """Generate the function that fills a template."""
    used = sorted({int(found) for line in lines for found in MARK.findall(line)})
    units = {place: node for node, place in slots.items()}
    space: dict[str, Any] = {}
    body = []
    for place in used:
        node = units[place]
        exact = isinstance(value_of(node), nodes.Quotient)
        space[f"c{place}"], space[f"s{place}"] = _sayer(node.unit, lang, exact=exact)
        body.append(f" t{place} = c{place}.get(v[{place}]) or s{place}(v[{place}])")
    told = "".join(f" f{_template_of(line)!r},\n" for line in lines)
    source = f"def say(v):\n{chr(10).join(body)}\n return (\n{told} )"
    exec(compile(source, "<spoken lines>", "exec"), space)  # noqa: S102 - our own sentences
    made: Callable[[tuple[Any, ...]], tuple[str, ...]] = space["say"]
    return made


def _template_of(line: str) -> str:
    return MARK.sub(lambda found: f"{{t{found[1]}}}", line.replace("{", "{{").replace("}", "}}"))


_KEPT: dict[tuple[Unit, Language, bool], tuple[dict[Any, str], Callable[[Any], str]]] = {}


def _sayer(unit: Unit, lang: Language, *, exact: bool) -> tuple[dict[Any, str], Callable[[Any], str]]:
    """Give what says a number of a unit in one language, and the numbers it has said."""
    key = (unit, lang, exact)
    if key not in _KEPT:
        said: dict[Any, str] = {}

        def say(value: Any) -> str:
            known: Known = Fraction(*value) if exact else value
            words = worded(known, unit).say(lang)
            if len(said) < MOST_KEPT:
                said[value] = words
            return words

        _KEPT[key] = (said, say)
    return _KEPT[key]
