"""
The cost rules of a programme as generated functions of a mission's facts: the amounts, and the trail of how they came about.

What every mission must meet first (a country abroad, a first day that the texts cover, a quote that can be converted, a source that may pay,
the requirements among the rules) stands at the head of the function; a mission that does not is left to the exact reader, which tells why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import evolve

from tokten_core.model.funding import CostKind
from tokten_core.rules.access import ONE_DAY, Access, Stretches
from tokten_core.rules.costings import PLAIN
from tokten_core.rules.facts import airfare_fact, check_facts
from tokten_core.rules.nodes import Fact, Step, within
from tokten_core.rules.trails import Fast, fast_maker

if TYPE_CHECKING:
    from tokten_core.rules.mission_costs import CostRules

__all__ = ["access_of", "by_stretch", "fast_of"]


def fast_of(costs: CostRules, *, with_source: bool) -> Callable[..., Fast]:
    """
    Compile the rules of a programme, with a source named or without; what comes back makes the functions for a source.

    An estimate that a quote stands in for is worked out for the trail alone.
    """
    needs = [step for step in costs.steps.values() if step.rule.problem is not None]
    steps = [step for step in costs.steps.values() if step.rule.problem is None and (with_source or not _needs_source(step))]
    return fast_maker(steps, by_stretch(costs, with_source=with_source), needs, later=[step for step in steps if step.rule.estimate])


def _needs_source(step: Step) -> bool:
    """Tell whether an amount cannot be without a source: it is one for sources only, or reads which one."""
    return any(
        (isinstance(node, Step) and node.rule.only_with_source) or (isinstance(node, Fact) and node.name == "source")
        for node in within(step)
    )


def access_of(costs: CostRules) -> Access:
    """Say how generated source reads a mission's facts, and which missions are the exact reader's in any case."""
    fares = {airfare_fact(code, costs.currency): code for code in costs.fare_currencies}
    extra = {kind.name for kind in costs.more_facts}

    def read(name: str) -> str:
        if name in fares:
            return f"fare_units if fare_code == {fares[name]!r} else None"
        return f"more.get({name!r})" if name in extra else name

    def wrong(more: Mapping[str, Any]) -> bool:
        return any(True for _ in check_facts(costs.more_facts, more))

    first = (
        "if residence not in ABROAD or not FIRST <= start <= LAST: return None",
        "if fare_code is not None and (fare_units is None or fare_code not in FARES): return None",
        "if more and WRONG(more): return None",
    )
    space = {
        "ABROAD": frozenset(costs.countries) - {costs.home},
        "FIRST": costs.covers.start,
        "LAST": costs.covers.end,
        "FARES": frozenset(costs.fare_currencies),
        "WRONG": wrong,
    }
    return Access("f, source", read, (f"{', '.join(PLAIN)} = f.plain",), first, frozenset({"residence", "start", "month", "source"}), space)


def by_stretch(costs: CostRules, *, with_source: bool) -> Access:
    """Say it for functions of one source each, and of the days on which neither a figure changes nor what the source may pay."""
    access = access_of(costs)
    abroad = access.space["ABROAD"]

    def names(given: Mapping[str, Any]) -> dict[str, Any]:
        """Remember whose missions may be paid: only theirs, so that a refusal keeps its reason."""
        paid: set[str | None] = set()

        def may_pay(residence: str | None, start: dt.date) -> bool:
            if residence in abroad and costs.eligible(given["source"], CostKind.MISSIONS.value, residence, start) is None:
                paid.add(residence)
            return residence in paid

        return {"PAID": paid, "MAY_PAY": may_pay}

    limits = [each.period for fund in costs.funds for each in fund.entitlements if each.period is not None]
    changes = [day for limit in limits for day in (limit.start, limit.end + ONE_DAY if limit.end < dt.date.max else limit.end)]
    days = Stretches("start", "f.start", costs.covers.start, costs.covers.end, tuple(changes), frozenset({"source"}), names)
    paid = "residence not in PAID and not MAY_PAY(residence, start)" if with_source else "residence not in ABROAD"
    return evolve(access, arguments="f", first=(f"if {paid}: return None", *access.first[1:]), stretches=days)
