"""
Which missions in columns have facts that are against the rules: the truths of `problems_of`, without its sentences.

A row with a problem has no amounts; its sentences are worded when somebody asks, by the scalar rules on that row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tokten_core.money import money_of
from tokten_core.periods import Period
from tokten_core.rules.costings import MissionFacts
from tokten_core.rules.facts import airfare_fact
from tokten_core.rules.mission_costs import MISSIONS, CostRules
from tokten_core.simulation.columns.facts import FactColumns
from tokten_core.simulation.columns.specialise import Read, Specialised
from tokten_core.simulation.columns.steps import NO, YES, Op

if TYPE_CHECKING:
    from tokten_core.rules.eligibility import Entitlement

__all__ = ["mission_of", "problem_rows"]


def problem_rows(rules: CostRules, special: Specialised) -> Op:
    """Tell the rows whose facts are against the rules."""
    make = special.steps
    found = [_residence(rules, special), _known_and(special, "start", _outside(special, rules.covers)), _not_eligible(rules, special)]
    for step in rules.steps.values():
        read = special.read(step)
        found.append(read.refused)
        if step.rule.problem is not None:
            found.append(make.all_of(make.none_of(read.unknown), make.none_of(read.value)))
    return make.any_of(*found)


def mission_of(rules: CostRules, columns: FactColumns, row: int) -> tuple[MissionFacts, str | None]:
    """Give the facts of a row as the scalar rules take them, and its source."""
    facts: dict[str, Any] = dict(columns.row(row))
    source = facts.pop("source", None)
    fares = {code: facts.pop(airfare_fact(code, rules.currency), None) for code in rules.fare_currencies}
    quoted = next(((code, units) for code, units in fares.items() if units is not None), None)
    more = {kind.name: facts.pop(kind.name, None) for kind in rules.more_facts}
    known = {name: value for name, value in facts.items() if value is not None}
    return MissionFacts(id=str(row), airfare=quoted and money_of(quoted[1], quoted[0]), more=more, **known), source


def _known_and(special: Specialised, name: str, op: Op) -> Op:
    return special.steps.all_of(special.steps.none_of(special.fact(name).unknown), op)


def _outside(special: Specialised, period: Period) -> Op:
    make, start = special.steps, special.fact("start").value
    first, last = make.const(period.start.toordinal()), make.const(period.end.toordinal())
    return make.none_of(make.all_of(make.at_most(first, start), make.at_most(start, last)))


def _among(read: Read, special: Specialised, codes: Any) -> Op:
    """Tell whether a code is among others."""
    return special.steps.lookup(np.array([code in codes for code in read.codes] or [False]), (read.value,))


def _residence(rules: CostRules, special: Specialised) -> Op:
    make, residence = special.steps, special.fact("residence")
    abroad = _among(residence, special, set(rules.countries) - {rules.home})
    return _known_and(special, "residence", make.none_of(abroad))


def _not_eligible(rules: CostRules, special: Specialised) -> Op:
    """Tell the rows whose source may not pay missions."""
    make, source = special.steps, special.fact("source")
    if source.unknown is YES:
        return NO
    found = []
    for fund in rules.funds:
        refused = [_refused(entitlement, special) for entitlement in fund.entitlements if MISSIONS in entitlement.kinds]
        found.append(make.all_of(_among(source, special, {fund.name}), *refused))
    return _known_and(special, "source", make.any_of(*found))


def _refused(entitlement: Entitlement, special: Specialised) -> Op:
    make, found = special.steps, []
    if entitlement.residences is not None:
        residence = special.fact("residence")
        among = _among(residence, special, entitlement.residences.countries)
        found.append(_known_and(special, "residence", make.none_of(among)))
    if entitlement.period is not None:
        found.append(_known_and(special, "start", _outside(special, entitlement.period)))
    return make.any_of(*found)
