"""
The trail of a calculation: for each amount the rule, what it read, how much, by which texts.

Generated source works the amounts out. What the rules read besides are facts, which the costing keeps, and dated figures, which do not change; so
the trail is laid out by another generated function when somebody asks. Where the exact reader had to decide, it tells the trail itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from attrs import evolve, frozen

from tokten_core.rules import nodes
from tokten_core.rules.access import BY_NAME, Access
from tokten_core.rules.compiled import compiled
from tokten_core.rules.evaluate import Evaluation, Unknown
from tokten_core.rules.needs import needed, settled, value_of
from tokten_core.rules.nodes import Node, Step
from tokten_core.rules.writing import Writer
from tokten_core.sources import Source

__all__ = ["Fast", "Traced", "fast_maker", "read_by", "traced"]

Traced: TypeAlias = tuple[str, tuple[str, ...], tuple[Any, ...], Any, tuple[Source, ...]]
"""One amount: the rule, the names of what it read, their values, the amount (None when unknown), the texts."""


@frozen(eq=False)
class Fast:
    """
    Steps as generated functions (fr: *calcul rapide*).

    Attributes:
        steps: the amounts, in the order of the trail.
        names: where each of those that are always worked out stands among the amounts.
        source: the generated source of the amounts.
        amounts: from the facts to the amounts, None where the exact reader must decide.
        trail: from the facts and the amounts to the trail, None likewise.
    """

    steps: tuple[Step, ...]
    names: Mapping[str, int]
    source: str
    amounts: Callable[..., tuple[Any, ...] | None]
    trail: Callable[..., tuple[Traced, ...] | None]


def fast_maker(
    steps: Iterable[Step], access: Access = BY_NAME, requirements: Iterable[Step] = (), *, later: Iterable[Step] = ()
) -> Callable[..., Fast]:
    """
    Compile steps; what comes back makes the functions, of facts that are known beforehand.

    Args:
        steps: the amounts to give.
        access: how the facts are read.
        requirements: rules of which one that does not hold leaves the case to the exact reader.
        later: those of the steps that are worked out for the trail alone, unless another one takes them.
    """
    every, aside = tuple(steps), set(later)
    listed = tuple(step for step in every if step not in aside)
    fast, trail = compiled(listed, access, requirements), _trail(every, listed, access)
    names = {step.rule.name: index for index, step in enumerate(listed)}

    def given(**facts: Any) -> Fast:
        return Fast(every, names, fast.source, fast.given(**facts), trail(**facts))

    return given


def _trail(every: tuple[Step, ...], listed: tuple[Step, ...], access: Access) -> Callable[..., Callable[..., tuple[Traced, ...] | None]]:
    """
    Generate what lays the trail out: of the facts, the figures of their day, and the amounts; None where the exact reader must.

    These facts have given amounts, so that what those need is there; what amounts need that are worked out here may be missing.
    """
    sure = frozenset[Node]().union(*map(needed, every))
    there = frozenset[Node]().union(*map(needed, listed))
    known = access.certain | {node.name for node in there if isinstance(node, nodes.Fact)}
    known_too = evolve(access, arguments=f"{access.arguments}, a", certain=known)
    amounts = {value_of(step): f"a{index}" for index, step in enumerate(listed)}
    read = [read_by(step) for step in every]
    told = [*dict.fromkeys(node for found in read for node in found.values()), *every]
    writer = Writer(known_too, told, sure, told, amounts)
    writer.begin(*access.names, f"{''.join(f'a{index}, ' for index in range(len(listed)))}= a")
    rows = []
    for step, found in zip(every, read, strict=True):
        names, text = writer.put("NAMES", tuple(found)), writer.put("TEXT", step.rule.text)
        values = "".join(f"{writer.name(node)}, " for node in found.values())
        rows.append(f"({step.rule.name!r}, {names}, ({values}), {writer.name(step)}, {text}), ")
    return writer.made("trail", f"({''.join(rows)})")[1]


def traced(step: Step, evaluation: Evaluation) -> Traced:
    """Tell how an amount came about by the exact reader: the rule, what it read, the amount, the texts."""
    read = read_by(step)
    values = tuple(_known(evaluation, node) for node in read.values())
    return step.rule.name, tuple(read), values, _known(evaluation, step), step.rule.text


def _known(evaluation: Evaluation, node: Node) -> Any:
    value = evaluation.value(node)
    return None if isinstance(value, Unknown) else value


def read_by(step: Step) -> dict[str, Node]:
    """Give what a rule reads itself, by name: facts, figures, and the amounts of other rules."""
    found: dict[str, Node] = {}
    seen: set[Node] = set()
    body = step.body
    while isinstance(body, nodes.Choose) and settled(body.condition) is not None:
        body = body.yes if settled(body.condition) else body.no
    waiting = [body.body if isinstance(body, Step) and body.rule is step.rule else body]
    while waiting:
        node = waiting.pop(0)
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, nodes.Fact):
            found.setdefault(node.name, node)
        elif isinstance(node, Step):
            found.setdefault(node.rule.name, node)
        else:
            if isinstance(node, nodes.Figure):
                found.setdefault(node.parameter.name, node)
            waiting.extend(_value_parts(node))
    return found


def _value_parts(node: Node) -> tuple[Node, ...]:
    return (node.lowered,) if isinstance(node, nodes.Word) else nodes.parts_of(node)
