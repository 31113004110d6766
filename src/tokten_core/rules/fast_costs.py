"""
The cost rules of a programme as generated functions of a mission's facts: the amounts, and the trail of how they came about.

What every mission must meet first (a country abroad, a first day that the texts cover, a quote that can be converted, a source that may pay,
the requirements among the rules) stands at the head of the function; a mission that does not is left to the exact reader, which tells why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from tokten_core.model.funding import CostKind
from tokten_core.rules.compiled import Access, compiled, read_by
from tokten_core.rules.costings import PLAIN, MissionFacts, Traced
from tokten_core.rules.evaluate import Evaluation, Unknown
from tokten_core.rules.facts import airfare_fact, check_facts
from tokten_core.rules.nodes import Fact, Node, Step, within

if TYPE_CHECKING:
    from tokten_core.rules.mission_costs import CostRules

__all__ = ["Fast", "access_of", "traced"]

MOST_REMEMBERED: Final = 50_000
"""So many answers on whether a source may pay are kept; then they are asked anew."""


@frozen
class Fast:
    """
    The generated functions, with a source named or without (fr: *calcul rapide*).

    Attributes:
        steps: the amounts, in their order.
        names: where each stands.
        amounts: from facts and source to the amounts and what the rules read, None where the exact reader must decide.
        trail: from these values to the trail of each amount.
        source: the generated source of ``amounts``.
    """

    steps: tuple[Step, ...]
    names: Mapping[str, int]
    amounts: Callable[[MissionFacts, str | None], tuple[Any, ...] | None]
    trail: Callable[[tuple[Any, ...]], tuple[Traced, ...]]
    source: str

    @classmethod
    def of(cls, costs: CostRules, *, with_source: bool) -> Fast:
        """Compile the rules of a programme."""
        needs = [step for step in costs.steps.values() if step.rule.problem is not None]
        steps = tuple(step for step in costs.steps.values() if step.rule.problem is None and (with_source or not _needs_source(step)))
        read = [read_by(step) for step in steps]
        reads = dict.fromkeys(node for nodes in read for node in nodes.values() if not isinstance(node, Step) or node not in steps)
        fast = compiled(steps, access_of(costs, with_source=with_source), needs, reads=reads)
        places = {node: index for index, node in enumerate((*steps, *reads))}
        names = {step.rule.name: index for index, step in enumerate(steps)}
        return cls(steps, names, fast.amounts, _trail(steps, read, places), fast.source)


def _trail(
    steps: tuple[Step, ...], read: list[dict[str, Node]], places: Mapping[Node, int]
) -> Callable[[tuple[Any, ...]], tuple[Traced, ...]]:
    """Generate what puts the values in their places, rule by rule."""
    space: dict[str, Any] = {}
    told = []
    for index, (step, nodes) in enumerate(zip(steps, read, strict=True)):
        space |= {f"NAMES{index}": tuple(nodes), f"TEXT{index}": step.rule.text}
        values = "".join(f"v[{places[node]}], " for node in nodes.values())
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


def _needs_source(step: Step) -> bool:
    """Tell whether an amount cannot be without a source: it is one for sources only, or reads which one."""
    return any(
        (isinstance(node, Step) and node.rule.only_with_source) or (isinstance(node, Fact) and node.name == "source")
        for node in within(step)
    )


def access_of(costs: CostRules, *, with_source: bool) -> Access:
    """Say how generated source reads a mission's facts, and what every mission must meet first."""
    fares = {airfare_fact(code, costs.currency): code for code in costs.fare_currencies}
    extra = {kind.name for kind in costs.more_facts}

    def read(name: str) -> str:
        if name in fares:
            return f"fare_units if fare_code == {fares[name]!r} else None"
        return f"more.get({name!r})" if name in extra else name

    paid: set[tuple[str, str, Any]] = set()

    def may_pay(source: str, facts: MissionFacts) -> bool:
        refused = costs.eligible(source, CostKind.MISSIONS.value, facts.residence, facts.start) is not None
        if len(paid) > MOST_REMEMBERED:
            paid.clear()
        if not refused and facts.residence is not None:
            paid.add((source, facts.residence, facts.start))
        return not refused

    def wrong(more: Mapping[str, Any]) -> bool:
        return any(True for _ in check_facts(costs.more_facts, more))

    first = [
        f"{', '.join(PLAIN)} = f.plain",
        "if residence not in ABROAD or not FIRST <= start <= LAST: return None",
        "if fare_code is not None and (fare_units is None or fare_code not in FARES): return None",
        "if more and WRONG(more): return None",
    ]
    if with_source:
        first.append("if (source, residence, start) not in PAID and not MAY_PAY(source, f): return None")
    space = {
        "ABROAD": frozenset(costs.countries) - {costs.home},
        "FIRST": costs.covers.start,
        "LAST": costs.covers.end,
        "FARES": frozenset(costs.fare_currencies),
        "WRONG": wrong,
        "PAID": paid,
        "MAY_PAY": may_pay,
    }
    return Access("f, source", read, tuple(first), certain=frozenset({"residence", "start", "month", "source"}), space=space)
