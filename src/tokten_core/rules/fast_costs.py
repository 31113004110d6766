"""
The cost rules of a programme as generated functions of a mission's facts: the amounts, and the trail of how they came about.

What every mission must meet first (a country abroad, a first day that the texts cover, a quote that can be converted, a source that may pay,
the requirements among the rules) stands at the head of the function; a mission that does not is left to the exact reader, which tells why.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from tokten_core.model.funding import CostKind
from tokten_core.rules.compiled import Access
from tokten_core.rules.costings import PLAIN, MissionFacts
from tokten_core.rules.facts import airfare_fact, check_facts
from tokten_core.rules.nodes import Fact, Step, within
from tokten_core.rules.trails import Fast

if TYPE_CHECKING:
    from tokten_core.rules.mission_costs import CostRules

__all__ = ["access_of", "fast_of"]

MOST_REMEMBERED: Final = 50_000
"""So many answers on whether a source may pay are kept; then they are asked anew."""


def fast_of(costs: CostRules, *, with_source: bool) -> Fast:
    """Compile the rules of a programme, with a source named or without."""
    needs = [step for step in costs.steps.values() if step.rule.problem is not None]
    steps = [step for step in costs.steps.values() if step.rule.problem is None and (with_source or not _needs_source(step))]
    return Fast.of(steps, access_of(costs, with_source=with_source), needs)


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
