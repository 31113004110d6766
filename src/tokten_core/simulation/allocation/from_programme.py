"""
Ask of a programme which source pays which of its missions: the question as the records and the cost rules put it.

The missions are those that begin in a period and are not cancelled; each is asked of every source anew, whatever the register says. What a
source would pay is its share of the mission's cost and the support cost on it, by the rules; why it may not is what the rules say. Envelopes
are the budget lines for missions, given at the beginning of the programme year; what a quarter of the programme year leaves passes to the next
one, and nothing to the next year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from tokten_core.accounts import lines_of
from tokten_core.model.expert import Expert, Sex
from tokten_core.model.funding import CostKind
from tokten_core.model.institution import Institution
from tokten_core.model.mission import Mission, MissionState
from tokten_core.model.programme import Programme
from tokten_core.money import minor_units
from tokten_core.periods import Period, programme_year
from tokten_core.rules import Costing, CostRules
from tokten_core.rules.mission_facts import facts_of
from tokten_core.simulation.allocation.problem import Aim, Candidate, Envelope, Floor, Payer, Problem
from tokten_core.text import Text, joined

__all__ = ["OUTSIDE_CAPITAL", "WOMEN", "Question", "question_of"]

WOMEN, OUTSIDE_CAPITAL = "women", "outside_capital"
"""The groups that floors may speak of; a mission of which it is not known belongs to neither side."""
MONTHS_OF_A_QUARTER, MONTHS = 3, 12
NOT_PAYABLE = Text(en="its cost is not known", fr="son coût n'est pas connu")


@frozen
class Question:
    """
    A question put by a programme (fr: *question d'allocation*).

    Attributes:
        problem: what is asked.
        left_out: missions that no source could be asked for, each with its reason.
        labels: what sources are called.
    """

    problem: Problem
    left_out: Mapping[str, Text]
    labels: Mapping[str, Text]


def question_of(
    programme: Programme, costs: CostRules, period: Period | None = None, *, aim: Aim = "missions", floors: Iterable[Floor] = ()
) -> Question:
    """
    Put the question of who pays what (fr: *question d'allocation*).

    Args:
        programme: its missions, experts, institutions and budget lines.
        costs: the cost rules of its pack.
        period: the first days of the missions; None for the whole programme.
        aim: what is made as large as can be.
        floors: what groups must have at least: `WOMEN`, `OUTSIDE_CAPITAL`.

    Raises:
        InputError: A floor speaks of no mission's group, a budget is below zero; every problem is told.
    """
    whole = period or programme.card.whole
    missions = [one for one in programme.missions if one.start in whole and one.state is not MissionState.CANCELLED]
    sources = [source.id for source in programme.funding_sources if source.id in costs.sources]
    left_out: dict[str, Text] = {}
    candidates = []
    for mission in missions:
        costings = {source: costs.cost(facts_of(mission), source) for source in sources}
        amounts = {source: _payable(costing, source) for source, costing in costings.items()}
        if not any(isinstance(amount, int) for amount in amounts.values()):
            told = [problem.says for costing in costings.values() for problem in costing.problems] or [NOT_PAYABLE]
            left_out[mission.id] = joined(list(dict.fromkeys(told)))
            continue
        quarters = (_quarter(programme, mission.start),)
        candidates.append(Candidate(mission.id, amounts, quarters, days=mission.days, groups=frozenset(_groups(programme, mission))))
    names = tuple(_quarters(programme, whole))
    labels = {source.id: source.label for source in programme.funding_sources}
    payers = tuple(Payer(source, labels[source], carry_over=100, within_year=True) for source in sources)
    envelopes = tuple(_envelopes(programme, sources, {name.rpartition("-")[0] for name in names}))
    asked: dict[str, Any] = {"missions": candidates, "payers": payers, "quarters": names, "envelopes": envelopes, "floors": floors}
    problem = Problem(**asked, aim=aim, currency=programme.card.currency)
    return Question(problem, left_out, labels)


def _payable(costing: Costing, source: str) -> int | Text:
    """Give what a source would pay of a mission with its support cost, or why it may not."""
    if costing.problems:
        return joined([problem.says for problem in costing.problems])
    shares = [share.amount for share in costing.shares if share.payer == source]
    support = [line.amount for line in costing.items if line.payer == source and line.component == "support_cost"]
    amounts = [*shares, *support]
    return NOT_PAYABLE if None in amounts else sum(amount for amount in amounts if amount is not None)


def _groups(programme: Programme, mission: Mission) -> Iterator[str]:
    expert, host = programme.find("experts", mission.expert), programme.find("institutions", mission.institution)
    if isinstance(expert, Expert) and expert.sex is Sex.FEMALE:
        yield WOMEN
    if isinstance(host, Institution) and host.capital is False:
        yield OUTSIDE_CAPITAL


def _quarter(programme: Programme, day: dt.date) -> str:
    """Name the quarter of the programme year that a day lies in: ``2008/2009-Q1``."""
    months = (day.month - programme.card.year_starts[0] - (day.day < programme.card.year_starts[1])) % MONTHS
    return f"{programme_year(day, programme.card.year_starts)}-Q{months // MONTHS_OF_A_QUARTER + 1}"


def _quarters(programme: Programme, whole: Period) -> Iterator[str]:
    for year in programme.card.years:
        if programme.card.period(year).overlaps(whole):
            yield from (f"{year}-Q{number}" for number in range(1, MONTHS // MONTHS_OF_A_QUARTER + 1))


def _envelopes(programme: Programme, sources: Iterable[str], years: Iterable[str]) -> Iterator[Envelope]:
    """Give each source the sum of its lines for missions at the beginning of the programme year; a line pour mémoire gives nothing."""
    for source in sources:
        for year in sorted(years):
            lines = lines_of(programme, source=source, year=year, kinds=[CostKind.MISSIONS])
            amounts = [minor_units(line.amount) for line in lines if line.amount is not None]
            if amounts:
                yield Envelope(source, f"{year}-Q1", sum(amounts))
