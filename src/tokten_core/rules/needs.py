"""What an expression needs: the parts whose values it is made of, those without which it has none, those that one branch alone asks for."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from tokten_core.rules import nodes
from tokten_core.rules.nodes import Node, Step

__all__ = ["all_below", "below", "fixed", "is_never_known", "needed", "only_in", "parts", "settled", "users", "value_of"]


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
    """Decide a condition on facts that have their usual value, the only ones that generated functions take; None where that does not decide."""
    match node:
        case nodes.Compare(sign="=", left=nodes.Fact(usual=str() as usual), right=nodes.Constant(value=value)):
            return usual == value
        case nodes.Not():
            part = settled(node.part)
            return None if part is None else not part
        case nodes.AllOf() | nodes.AnyOf():
            by = isinstance(node, nodes.AnyOf)
            known = [settled(part) for part in node.parts]
            return by if by in known else None if None in known or not known else not by
        case _:
            return None


def is_never_known(node: Node) -> bool:
    """Tell whether no text ever gives what a part needs."""
    match node:
        case nodes.Figure():
            return not any(version.rows for version in node.parameter.history)
        case nodes.Arithmetic() | nodes.Compare() | nodes.Not() | nodes.Extreme() | nodes.Quotient() | nodes.Rounded():
            return any(is_never_known(value_of(part)) for part in nodes.parts_of(node))
        case _:
            return False


def needed(node: Node) -> frozenset[Node]:
    """Give the facts and figures without which a part has no value, whatever the others are."""
    node = value_of(node)
    match node:
        case nodes.AllOf() | nodes.AnyOf() | nodes.Known() | nodes.Refuse() | nodes.Constant():
            return frozenset()
        case nodes.Choose():
            return needed(node.condition) | (needed(node.yes) & needed(node.no))
        case _ if is_never_known(node):
            return frozenset()
        case _:
            lower = frozenset[Node]().union(*(needed(part) for part in nodes.parts_of(node)))
            return lower | {node} if isinstance(node, nodes.Fact | nodes.Figure | nodes.InForce) else lower


def parts(node: Node) -> tuple[Node, ...]:
    """Give the parts whose values a node needs; a word speaks of more than it reads."""
    return () if value_of(node) is not node or is_never_known(node) else nodes.parts_of(node)


def below(given: Iterable[Node], known: Container[Node] = ()) -> dict[Node, None]:
    """Give nodes and all whose values they need, each once, in order; those that are known need nothing."""
    found: dict[Node, None] = {}
    waiting = list(given)
    while waiting:
        node = value_of(waiting.pop())
        if node not in found:
            found[node] = None
            waiting.extend(() if node in known else parts(node))
    return found


def all_below(given: Iterable[Node]) -> dict[Node, None]:
    """Give nodes and all that is below them, what is settled or never known as well."""
    return dict.fromkeys(node for one in given for node in nodes.within(one))


def users(found: Iterable[Node]) -> dict[Node, set[Node]]:
    """Give who of some nodes needs the value of each."""
    by: dict[Node, set[Node]] = {}
    for node in found:
        for part in parts(node):
            by.setdefault(value_of(part), set()).add(node)
    return by


def only_in(branch: Node, choice: Node, by: Mapping[Node, set[Node]], kept: Iterable[Node]) -> set[Node]:
    """
    Give what nobody needs but one branch of a choice: it is worked out where the branch is taken, and nowhere else.

    Args:
        branch: the branch.
        choice: the choice that it belongs to.
        by: who needs each node.
        kept: nodes that are given back whatever happens.
    """
    first, found = value_of(branch), set[Node]()
    once = [value_of(part) for part in parts(choice)].count(first) == 1
    roots, waiting = set(kept), [first] if once else []
    while waiting:
        node = waiting.pop()
        if node not in found and node not in roots and by.get(node, set()) <= found | ({choice} if node is first else set()):
            found.add(node)
            waiting.extend(value_of(part) for part in parts(node))
    return found


def fixed(found: Iterable[Node], day: str | None, given: frozenset[str]) -> set[Node]:
    """
    Give the nodes whose value is known once the figures of a day and some facts are.

    Args:
        found: the nodes.
        day: the fact on which the figures are read; None where there is no such fact, and nothing is fixed.
        given: the facts that are known beforehand.
    """
    memory: dict[Node, bool] = {}

    def settles(node: Node) -> bool:
        node = value_of(node)
        if node not in memory:
            memory[node] = _settles(node)
        return memory[node]

    def _settles(node: Node) -> bool:
        match node:
            case nodes.Constant():
                return True
            case nodes.Fact():
                return node.name in given
            case nodes.Figure() | nodes.InForce():
                at = value_of(node.day)
                keys = node.keys if isinstance(node, nodes.Figure) else ()
                return isinstance(at, nodes.Fact) and at.name == day and all(settles(key) for _, key in keys)
            case nodes.Refuse():
                return False
            case _:
                return all(settles(part) for part in parts(node))

    return {node for node in found if settles(node)} if day is not None else set()
