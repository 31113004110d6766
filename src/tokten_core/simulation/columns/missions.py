"""From missions, one by one, to columns: what `CostRules.cost` reads of each, in the columns that its rules read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from tokten_core.errors import UsageError
from tokten_core.money import minor_units
from tokten_core.rules.costings import MissionFacts
from tokten_core.rules.facts import airfare_fact
from tokten_core.rules.mission_costs import CostRules
from tokten_core.rules.mission_problems import fare_problem
from tokten_core.simulation.columns.facts import FactColumns

__all__ = ["columns_of_missions"]


def columns_of_missions(
    rules: CostRules, missions: Iterable[MissionFacts], source: str | Iterable[str | None] | None = None
) -> FactColumns:
    """
    Put missions in columns (fr: *missions en colonnes*).

    Args:
        rules: the programme's cost rules.
        missions: the facts of each.
        source: the source that funds them all, or one for each; None for nobody in particular.

    Raises:
        UsageError: A source has no such name, a fact of the country has a wrong value, a fare is in a currency that is not converted;
            all are told, each with its row.

    .. versionadded:: 0.1
    """
    listed = tuple(missions)
    plain = [column.name for column in attrs.fields(MissionFacts) if column.name not in {"id", "airfare", "more"}]
    values: dict[str, list[Any]] = {name: [getattr(facts, name) for facts in listed] for name in plain}
    values |= {kind.name: [facts.more.get(kind.name) for facts in listed] for kind in rules.more_facts}
    problems = []
    for code in rules.fare_currencies:
        values[airfare_fact(code, rules.currency)] = [
            minor_units(facts.airfare) if facts.airfare is not None and facts.airfare.currency.code == code else None for facts in listed
        ]
    for row, facts in enumerate(listed):
        if facts.airfare is not None and facts.airfare.currency.code not in rules.fare_currencies:
            problems.append(fare_problem(rules, f"airfare[{row}]", facts.airfare.currency.code))
    values["source"] = [source] * len(listed) if source is None or isinstance(source, str) else list(source)
    try:
        columns = FactColumns.of(rules, values, rows=len(listed))
    except UsageError as error:
        raise UsageError(*error.problems, *problems) from None
    if problems:
        raise UsageError(*problems)
    return columns
