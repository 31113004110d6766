"""One row of columns, worked out by the slow evaluator: it words the reasons that columns only count."""

from __future__ import annotations

from collections.abc import Mapping

from tokten_core.explain import Known
from tokten_core.rules import nodes
from tokten_core.rules.evaluate import Evaluation, Outcome

__all__ = ["RowEvaluation"]


class RowEvaluation(Evaluation):
    """
    One row's values, some figures drawn.

    Args:
        facts: values by name.
        given: amounts that are taken as given.
        drawn: figures that are taken as drawn, whatever the day and the keys.
    """

    def __init__(self, facts: Mapping[str, Known | None], given: Mapping[str, int], drawn: Mapping[str, int]) -> None:
        super().__init__(facts, given)
        self._drawn = drawn

    def _figure(self, node: nodes.Figure) -> Outcome:
        return self._drawn[node.parameter.name] if node.parameter.name in self._drawn else super()._figure(node)
