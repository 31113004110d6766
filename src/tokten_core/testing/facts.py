"""
Facts for any rules, valid by construction, drawn so that awkward places are common.

What is drawn comes from the rules themselves: the days on both sides of every date of a figure, the bounds of requirements and bands with
their neighbours, every code of every table, and the `directed` cases that leave a half or decide a condition alone. Nothing is filtered
away: a mission against a requirement is brought within it.

    @given(mission_facts(load_pack("mali").costs))
    def test_a_mission_within_the_rules_has_no_problem(mission):
        assert not costs.cost(*mission).problems
"""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from tokten_core.money import money_of
from tokten_core.parameters import Dated, Figures, Parameter, plain_type
from tokten_core.rules.book import RuleBook
from tokten_core.rules.costings import MissionFacts
from tokten_core.rules.evaluate import Evaluation
from tokten_core.rules.facts import FactKind, airfare_fact
from tokten_core.rules.mission_costs import CostRules
from tokten_core.rules.nodes import Step
from tokten_core.sources import Source
from tokten_core.testing.aiming import Aim, Facts, derived, directed, interest
from tokten_core.text import same
from tokten_core.units import DATE, MONTH, PERCENT, TRUTH

__all__ = ["allowed", "as_mission", "cases", "mission_facts", "parameter_sets", "within_requirements"]

FOLLOWS: Final = frozenset({"month", "end"})
ALWAYS_GIVEN: Final = frozenset({"mode"})
CANDIDATES: Final = 12
LONG_TABLE: Final = 20
MADE_UP: Final = Source(id="drawn", document=same("Drawn"), inferred=True)


def cases(book: RuleBook, *, holes: bool = True, sound: bool = False) -> st.SearchStrategy[Facts]:
    """
    Draw facts for the rules of a book (fr: *cas*).

    Args:
        book: the rules.
        holes: whether facts may be unknown.
        sound: whether each case is brought within the requirements of the rules.
    """
    free = st.fixed_dictionaries({kind.name: _values(book, kind, holes=holes) for kind in book.facts if kind.name not in FOLLOWS})
    aimed = st.sampled_from([{name: value for name, value in case.items() if name not in FOLLOWS} for case in directed(book)])
    mixed = st.builds(_mixed, aimed, free, st.sets(st.sampled_from([kind.name for kind in book.facts]), max_size=3))
    drawn = (free | aimed | mixed).map(lambda facts: derived(book, facts))
    if not holes:
        drawn = drawn.map(lambda facts: _filled(book, facts))
    return drawn.map(lambda facts: within_requirements(book, facts)) if sound else drawn


def mission_facts(costs: CostRules, *, holes: bool = True, sound: bool = True) -> st.SearchStrategy[tuple[MissionFacts, str | None]]:
    """
    Draw the facts of missions for a country's rules, each with the source that funds it or None (fr: *données de missions*).

    Args:
        costs: the cost rules of a pack.
        holes: whether facts may be unknown.
        sound: whether each mission is one that the rules allow: abroad, on days that the texts cover, within the requirements.
    """
    drawn = cases(costs.book, holes=holes, sound=sound)
    return drawn.map(lambda facts: as_mission(costs, allowed(costs, facts) if sound else facts))


def as_mission(costs: CostRules, facts: Facts) -> tuple[MissionFacts, str | None]:
    """Make the facts of a mission, and the source that funds it, of the plain facts that rules read."""
    fares = {airfare_fact(code, costs.currency): code for code in costs.fare_currencies}
    quotes = [money_of(facts[name], code) for name, code in fares.items() if facts.get(name) is not None]
    names = {column.name for column in attrs.fields(MissionFacts)} - {"id", "more", "airfare", "mode"}
    plain: Facts = {name: facts.get(name) for name in names}
    plain["more"] = {kind.name: facts.get(kind.name) for kind in costs.more_facts}
    source = facts.get("source") if costs.funds else None
    return MissionFacts("M", airfare=quotes[0] if quotes else None, mode=facts.get("mode") or "on_site", **plain), source


@st.composite
def parameter_sets(draw: st.DrawFn, figures: Figures) -> Figures:
    """
    Draw other histories for somebody's figures: values, gaps and abolished ones over days, to run the same rules on (fr: *barèmes*).

    Args:
        draw: Hypothesis gives it.
        figures: the figures; names, units, keys and the rows of tables stay.
    """
    return Figures.of([draw(_histories(parameter)) for parameter in figures.values()])


def _histories(parameter: Parameter) -> st.SearchStrategy[Parameter]:
    tables = [version.rows for version in parameter.history if version.rows] or [{}]
    dates = [version.since for version in parameter.history] or [dt.date(2020, 1, 1)]
    starts = st.lists(
        st.sampled_from(dates) | st.dates(min(dates), max(dates) + dt.timedelta(days=1_500)), min_size=1, max_size=3, unique=True
    )

    @st.composite
    def drawn(draw: st.DrawFn) -> Parameter:
        since = sorted(draw(starts))
        history = []
        for index, day in enumerate(since):
            following = since[index + 1] if index + 1 < len(since) else None
            abolished = index > 0 and draw(st.integers(0, 5)) == 0
            table = draw(st.sampled_from(tables))
            kept = len(table) > LONG_TABLE  # a table of countries stays what it is
            rows = None if abolished else {row: value if kept else draw(_other(value)) for row, value in table.items()}
            gap = draw(st.booleans()) and (following is None or (following - day).days > 1)
            until = day + dt.timedelta(days=(following - day).days // 2 if following else 400) if gap else None
            history.append(Dated(day, MADE_UP, rows, until=until, abolished=abolished))
        return attrs.evolve(parameter, history=history)

    return drawn()


def _other(value: Any) -> st.SearchStrategy[Any]:
    """Draw a value like another: a truth of truths, a code as it is, a number above nought about as large."""
    if isinstance(value, bool):
        return st.booleans()
    if isinstance(value, str):
        return st.just(value)
    return st.just(value) | st.integers(1, max(2, 2 * value))


def within_requirements(book: RuleBook, facts: Facts) -> Facts:
    """Bring a case within the requirements of its rules, one after the other, as far as they go together."""
    aim = Aim(book)
    asked = [step for step in book.steps.values() if step.rule.problem is not None]
    for _ in range(len(asked)):
        broken = _broken(asked, facts)
        if not broken:
            break
        near = [facts, *islice(aim.force(broken[0], wanted=True, facts=facts), CANDIDATES)]
        facts = min(near, key=lambda case: (len(_broken(asked, case)), broken[0] in _broken(asked, case)))
    return facts


def _broken(asked: list[Step], facts: Facts) -> list[Step]:
    evaluation = Evaluation(facts)
    return [step for step in asked if evaluation.value(step) is False]


def _values(book: RuleBook, kind: FactKind, *, holes: bool) -> st.SearchStrategy[Any]:
    known = interest(book)[kind.name]
    drawn: st.SearchStrategy[Any] = st.sampled_from(known) if known else st.just("?")
    if plain_type(kind.unit) is int and kind.unit != MONTH:
        most = 100 if kind.unit == PERCENT else 10**12 if kind.unit.currency else 400
        drawn = drawn | st.integers(0, most)
    elif kind.unit == TRUTH:
        drawn = st.booleans()
    elif kind.unit == DATE and known:
        drawn = drawn | st.dates(max(min(known), dt.date(1900, 1, 1)), max(known) + dt.timedelta(days=400))
    return st.none() | drawn if holes and kind.name not in ALWAYS_GIVEN else drawn


def _mixed(aimed: Facts, free: Facts, names: set[str]) -> Facts:
    return {**aimed, **{name: free[name] for name in names if name in free}}


def _filled(book: RuleBook, facts: Facts) -> Facts:
    plain = directed(book)[0]
    return derived(
        book, {name: plain.get(name) if value is None and not name.startswith("airfare_") else value for name, value in facts.items()}
    )


def allowed(costs: CostRules, facts: Facts) -> Facts:
    """
    Bring a case within what a country's rules allow: abroad, on days that the texts cover, within the requirements, on a source that may pay.

    Args:
        costs: the cost rules of a pack.
        facts: the case.
    """
    start, days = facts.get("start"), facts.get("days")
    if facts.get("residence") is not None and (facts["residence"] not in costs.countries or facts["residence"] == costs.home):
        facts = {**facts, "residence": next(code for code in costs.countries if code != costs.home)}
    if start is not None and start not in costs.covers:
        shift = start.toordinal() % ((costs.covers.end - costs.covers.start).days + 1)
        facts = {**facts, "start": costs.covers.start + dt.timedelta(days=shift), "days": days}
    facts = within_requirements(costs.book, derived(costs.book, facts))
    source = facts.get("source") if costs.funds else None
    if source is not None and costs.eligible(source, "missions", facts.get("residence"), facts.get("start")) is not None:
        facts = {**facts, "source": None}
    return facts
