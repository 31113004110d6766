"""
What the amounts of a country pack must hold among themselves: lines, shares, instalments, payers, exceptions.

The cases are those that the rules point to and missions drawn within the rules; each function gives what it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Final

from hypothesis import HealthCheck, given, settings

from tokten_core.rules import nodes
from tokten_core.rules.book import RuleBook
from tokten_core.rules.costings import BENEFICIARY, Costing, MissionFacts
from tokten_core.rules.evaluate import Evaluation
from tokten_core.rules.mission_costs import CostRules
from tokten_core.rules.rule import FUNDER
from tokten_core.testing.aiming import Aim, directed
from tokten_core.testing.counterexamples import told
from tokten_core.testing.facts import allowed, as_mission, mission_facts
from tokten_core.testing.pack_reading import Finding
from tokten_core.text import Text
from tokten_core.units import PERCENT

__all__ = ["add_up", "exceptions_apart", "instalments", "lines", "paid", "payers", "within_the_whole"]


WHOLE: Final = 100


def lines(costs: CostRules) -> tuple[str, ...]:
    """Name the lines of a mission's cost."""
    return tuple(name for name, step in costs.steps.items() if step.rule.paid_by is not None)


def paid(costs: CostRules) -> tuple[str, ...]:
    """Name all that is paid: lines, total, shares, instalments."""
    names = (*lines(costs), "total", "beneficiary_share", "source_pays", *(terms.rule for terms in costs.instalments))
    return tuple(dict.fromkeys(name for name in names if name in costs.steps))


def add_up(costs: CostRules, examples: int) -> Iterator[Finding]:
    """Find a mission whose total is not its lines in cash."""

    def look(costing: Costing) -> Finding | None:
        cash = [line.amount for line in costing.items if not line.in_kind and not costs.steps[line.component].rule.only_with_source]
        if costing.total is not None and (None in cash or sum(filter(None, cash)) != costing.total):
            return Finding("total", f"{costing.total} is not the sum of the lines in cash {cash}")
        return None

    yield from _first(costs, look, examples)


def within_the_whole(costs: CostRules, examples: int) -> Iterator[Finding]:
    """Find a share over its whole, and a figure over a hundred per cent."""
    for name, figure in costs.figures.items():
        values = [value for version in figure.history for value in version.rows.values() if isinstance(value, int)]
        over = [value for value in values if figure.unit == PERCENT and not 0 <= value <= WHOLE * figure.scale]
        if over:
            yield Finding(name, f"{over[0]} % is no share of a whole")

    def look(costing: Costing) -> Finding | None:
        for share in costing.shares:
            if costing.total is not None and share.amount is not None and share.amount > max(costing.total, 0):
                return Finding(share.payer, f"pays {share.amount} of {costing.total}")
        return None

    yield from _first(costs, look, examples)


def instalments(costs: CostRules, examples: int) -> Iterator[Finding]:
    """Find instalments that are together no whole lines of the cost: the same lines, whatever the mission."""
    if not costs.instalments:
        return
    names = tuple(name for name in lines(costs) if not costs.steps[name].rule.in_kind)
    left = [chosen for size in range(1, len(names) + 1) for chosen in combinations(names, size)]
    left.sort(key=len)

    def look(costing: Costing) -> Finding | None:
        amounts = {line.component: line.amount for line in costing.items}
        parts = [instalment.amount for instalment in costing.instalments]
        if None in parts or not amounts:
            return None
        fitting = [chosen for chosen in left if all(amounts.get(name) is not None for name in chosen)]
        broken = [chosen for chosen in fitting if sum(amounts[name] or 0 for name in chosen) != sum(filter(None, parts))]
        for chosen in broken:
            left.remove(chosen)
        return None if left else Finding("instalments", f"{parts} are together no whole lines of {amounts}")

    yield from _first(costs, look, examples)


def payers(costs: CostRules) -> Iterator[Finding]:
    """Find payers that are no source of money."""
    known = {FUNDER, BENEFICIARY, *costs.sources}
    for name in lines(costs):
        paid_by = costs.steps[name].rule.paid_by
        if paid_by is not None and paid_by.who not in known:
            yield Finding(name, f"is paid by {paid_by.who}, which is no source of money: {', '.join(sorted(known))}")


def exceptions_apart(book: RuleBook) -> Iterator[Finding]:
    """Find a mission that two exceptions claim at once."""
    aim = Aim(book)
    for name, step in book.steps.items():
        body = step.body
        while isinstance(body, nodes.Choose) and isinstance(body.yes, nodes.Refuse):
            condition, body = body.condition, body.no
            for base in directed(book)[:3]:
                case = next(
                    (case for case in aim.force(condition, wanted=True, facts=base) if Evaluation(case).value(condition) is True), None
                )
                if case is not None:
                    what = Text(en="two exceptions claim {name} at once", fr="deux exceptions réclament {name}").fill(name=name)
                    yield Finding(name, told(book, case, what, explain=(name,)))
                    break


def _first(costs: CostRules, look: Callable[[Costing], Finding | None], examples: int) -> Iterator[Finding]:
    """Give the first finding on missions that the rules point to, then on drawn ones."""
    found: list[Finding] = []

    def one(mission: tuple[MissionFacts, str | None]) -> None:
        costing = costs.cost(*mission)
        finding = None if costing.problems else look(costing)
        if finding is not None and not found:
            found.append(Finding(finding.thing, f"{finding.says}; {mission[0]}"))

    for case in directed(costs.book):
        one(as_mission(costs, allowed(costs, case)))
    quiet = settings(max_examples=examples, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    quiet(given(mission_facts(costs))(one))()
    yield from found
