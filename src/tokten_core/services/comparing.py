"""
What if: missions costed by the rules as they are and by a hypothesis, line by line: who gains, who loses, by which rule.

A mission that one of the two cannot cost, or whose amount one of them does not know, is counted apart and never taken for nought.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import field, frozen

from tokten_core.rules import BENEFICIARY, Costing, CostRules, MissionFacts
from tokten_core.rules.overlays import Hypothesis
from tokten_core.text import Text

__all__ = ["Comparison", "Difference", "compare"]

LINE, SHARE = "line", "share"
HOST: Final = Text(en="host institution", fr="structure bénéficiaire")


@frozen
class Difference:
    """
    One amount that the hypothesis changes (fr: *écart*).

    Attributes:
        mission_id: which mission.
        kind: ``line`` for a component of the cost, ``share`` for what a payer pays of the total.
        name: the component, or the payer.
        before: minor units by the rules as they are; None when unknown or not there.
        after: minor units by the hypothesis; None when unknown or not there.
        causes: what was put otherwise and is read by this amount.
    """

    mission_id: str
    kind: str
    name: str
    before: int | None
    after: int | None
    causes: tuple[Text, ...] = ()

    @property
    def change(self) -> int | None:
        """After less before, in minor units; None when one of them is unknown."""
        return None if self.before is None or self.after is None else self.after - self.before


@frozen
class Comparison:
    """
    All that a hypothesis changes (fr: *comparaison*).

    Attributes:
        currency: the currency of all amounts, ISO 4217.
        missions: how many missions were compared.
        before: the total in cash by the rules as they are, over the missions that both know, in minor units.
        after: the same by the hypothesis.
        differences: every amount that changes.
        unknown: missions whose total one of the two does not know, in their order.
        refused: missions with problems in one of the two, in their order.

    .. versionadded:: 0.1
    """

    currency: str
    missions: int
    before: int
    after: int
    differences: tuple[Difference, ...]
    unknown: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    labels: dict[str, Text] = field(factory=dict, eq=False)

    def changes(self, kind: str) -> Counter[str]:
        """Add up the known changes of the lines, or of the payers' shares, by name, in minor units."""
        summed: Counter[str] = Counter()
        for difference in self.differences:
            if difference.kind == kind and difference.change is not None:
                summed[difference.name] += difference.change
        return summed

    def causes(self, name: str) -> tuple[Text, ...]:
        """Name what is behind the changes of a line or a payer's share, each once."""
        return tuple(dict.fromkeys(cause for one in self.differences if one.name == name for cause in one.causes))


def compare(missions: Iterable[tuple[MissionFacts, str | None]], costs: CostRules, hypothesis: Hypothesis) -> Comparison:
    """
    Cost missions twice and compare (fr: *simuler une hypothèse*).

    Args:
        missions: the facts of each, with the source that funds it or None.
        costs: the rules as they are.
        hypothesis: what is put otherwise.

    Raises:
        UsageError: The hypothesis speaks of what there is not; every problem is told.
    """
    other = hypothesis.over(costs)
    before, after, count = 0, 0, 0
    differences: list[Difference] = []
    unknown, refused = [], []
    for facts, source in missions:
        count += 1
        was, would_be = costs.cost(facts, source), other.cost(facts, source)
        if was.problems or would_be.problems:
            refused.append(facts.id)
            continue
        differences += _differences((was, would_be), other, hypothesis, facts.end or facts.start)
        if was.total is None or would_be.total is None:
            unknown.append(facts.id)
        else:
            before, after = before + was.total, after + would_be.total
    labels = {step.rule.name: step.rule.label for step in costs.steps.values()} | {fund.name: fund.label for fund in costs.funds}
    labels[BENEFICIARY] = HOST
    return Comparison(costs.currency, count, before, after, tuple(differences), tuple(unknown), tuple(refused), labels)


def _differences(costings: tuple[Costing, Costing], other: CostRules, hypothesis: Hypothesis, day: dt.date | None) -> Iterator[Difference]:
    was, would_be = costings
    for kind, before, after in ((LINE, _lines(was), _lines(would_be)), (SHARE, _shares(was), _shares(would_be))):
        for name in dict.fromkeys((*before, *after)):
            # A payer that has no share pays nothing; a share that is unknown stays unknown.
            first, second = before.get(name, 0), after.get(name, 0)
            if first != second:
                step = other.steps.get(name) or other.steps["source_pays"]
                yield Difference(was.mission_id, kind, name, first, second, hypothesis.behind(step, day))


def _lines(costing: Costing) -> dict[str, int | None]:
    return {line.component: line.amount for line in costing.items}


def _shares(costing: Costing) -> dict[str, int | None]:
    return {share.payer: share.amount for share in costing.shares}
