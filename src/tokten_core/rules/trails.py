"""
The trail of a calculation: for each amount the rule, what it read, how much, by which texts.

Generated source works the amounts out and hands over all that the rules read with them, as one tuple of plain values; the trail is laid out of
it when somebody asks. Where the exact reader had to decide, it tells the trail itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from attrs import frozen

from tokten_core.rules import nodes
from tokten_core.rules.compiled import BY_NAME, Access, compiled, settled
from tokten_core.rules.evaluate import Evaluation, Unknown
from tokten_core.rules.nodes import Node, Step
from tokten_core.sources import Source

__all__ = ["Fast", "Traced", "read_by", "traced"]

Traced: TypeAlias = tuple[str, tuple[str, ...], tuple[Any, ...], Any, tuple[Source, ...]]
"""One amount: the rule, the names of what it read, their values, the amount (None when unknown), the texts."""


@frozen
class Fast:
    """
    Steps as generated functions (fr: *calcul rapide*).

    Attributes:
        steps: the amounts, in their order.
        names: where each stands.
        amounts: from the facts to the amounts and what the rules read, None where the exact reader must decide.
        trail: from these values to the trail of each amount.
        source: the generated source of ``amounts``.
    """

    steps: tuple[Step, ...]
    names: Mapping[str, int]
    amounts: Callable[..., tuple[Any, ...] | None]
    trail: Callable[[tuple[Any, ...]], tuple[Traced, ...]]
    source: str

    @classmethod
    def of(cls, steps: Iterable[Step], access: Access = BY_NAME, requirements: Iterable[Step] = ()) -> Fast:
        """
        Compile steps.

        Args:
            steps: the amounts to give.
            access: how the facts are read.
            requirements: rules of which one that does not hold leaves the case to the exact reader.
        """
        listed = tuple(steps)
        read = [read_by(step) for step in listed]
        reads = dict.fromkeys(node for nodes in read for node in nodes.values() if not isinstance(node, Step) or node not in listed)
        fast = compiled(listed, access, requirements, reads=reads)
        places = {node: index for index, node in enumerate((*listed, *reads))}
        names = {step.rule.name: index for index, step in enumerate(listed)}
        return cls(listed, names, fast.amounts, _trail(listed, read, places), fast.source)


def _trail(
    steps: tuple[Step, ...], read: list[dict[str, Node]], places: Mapping[Node, int]
) -> Callable[[tuple[Any, ...]], tuple[Traced, ...]]:
    """Generate what puts the values in their places, rule by rule."""
    space: dict[str, Any] = {}
    told = []
    for index, (step, found) in enumerate(zip(steps, read, strict=True)):
        space |= {f"NAMES{index}": tuple(found), f"TEXT{index}": step.rule.text}
        values = "".join(f"v[{places[node]}], " for node in found.values())
        told.append(f"({step.rule.name!r}, NAMES{index}, ({values}), v[{index}], TEXT{index})")
    made: Callable[[tuple[Any, ...]], tuple[Traced, ...]] = eval(f"lambda v: ({', '.join(told)},)", space)  # noqa: S307 - our own source
    return made


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
