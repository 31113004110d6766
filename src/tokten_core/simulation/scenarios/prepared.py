"""
A scenario made ready to run: its missions costed as planned, its money, its targets, and everything that no run changes.

What is against the rules is told here, before the first run: each mission is costed at both ends of what may be drawn for it. A mission
that has an unknown amount, or that stands in the register against the rules, is left out and named, and the outcome says that it is incomplete.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

import attrs
import numpy as np
from attrs import frozen

from tokten_core.accounts import lines_of
from tokten_core.errors import InputError, Kind, Problem, did_you_mean
from tokten_core.model.funding import CostKind
from tokten_core.model.programme import Programme
from tokten_core.money import minor_units, money_of, total
from tokten_core.ports import CountryPack
from tokten_core.rules import FUNDER, Costing, MissionFacts
from tokten_core.simulation.columns import FactColumns, columns_of_missions, work_out
from tokten_core.simulation.columns.facts import Column
from tokten_core.simulation.scenarios.chances import striking_risks
from tokten_core.simulation.scenarios.distributions import Whole
from tokten_core.simulation.scenarios.drawing import SET, Drawing
from tokten_core.simulation.scenarios.missions import REGISTER, Planned, lay_out
from tokten_core.simulation.scenarios.scenario import UNKNOWN_NAME, WHAT, Draw, Scenario, Target
from tokten_core.text import Text, same

__all__ = ["TICKET_LOST", "CountedTarget", "Envelope", "Prepared", "prepare"]

AGAINST_THE_RULES = Kind(
    "scenario-against-rules",
    says=Text(en="the mission {value} is against the rules: {why}", fr="la mission {value} est contraire aux règles : {why}"),
    allowed=Text(en="{allowed}", fr="{allowed}"),
    remedy=Text(en="Correct the scenario: {drawn}.", fr="Corrigez le scénario : {drawn}."),
)
NOTHING_KNOWN = Kind(
    "scenario-all-unknown",
    says=Text(en="no mission has a known amount; {value}", fr="aucune mission n'a de montant connu ; {value}"),
    allowed=Text(en="one mission at least whose amounts are known", fr="une mission au moins dont les montants sont connus"),
    remedy=Text(en="State the missing facts.", fr="Indiquez les données manquantes."),
)
NOT_COUNTED = Kind(
    "scenario-indicator-not-counted",
    says=Text(
        en="the indicator {value} counts {unit}, not missions, or has no target",
        fr="l'indicateur {value} compte des {unit}, pas des missions, ou n'a pas de cible",
    ),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Take it out, or name another.", fr="Retirez-le, ou nommez-en un autre."),
)
AS_PLANNED: Final = Text(en="as it is planned", fr="telle qu'elle est prévue")
MISSIONS: Final = "missions"
TICKET_LOST: Final = "ticket_lost"
"""The component that cancelled missions may leave: no rule of a pack has such a line."""


@frozen
class Envelope:
    """
    The money for missions of one source in one programme year (fr: *enveloppe*).

    Attributes:
        source: the source.
        year: the programme year.
        units: minor units; None where no budget line plans an amount.
        original: what its lines print in the source's own currency, minor units, where they do; else None.
        currency: that currency.
    """

    source: str
    year: str
    units: int | None
    original: int | None = None
    currency: str = ""


@frozen
class CountedTarget:
    """A target and the missions that count for it (fr: *cible*), by their places; ``until`` is its last day."""

    indicator: str
    label: Text
    target: int
    already: int
    until: dt.date | None
    missions: tuple[int, ...]


@frozen(eq=False)
class Prepared:
    """
    A scenario ready to run (fr: *scénario prêt*).

    Attributes:
        scenario: what it supposes.
        pack: the country pack.
        currency: of all amounts.
        drawing: its missions and what varies.
        years: the programme years, in order.
        envelopes: the money, by source and year.
        targets: what is counted.
        left_out: missions without a known amount, with the reason.
        payers: the payer of each mission.
    """

    scenario: Scenario
    pack: CountryPack
    currency: str
    drawing: Drawing
    years: tuple[tuple[str, dt.date], ...]
    envelopes: tuple[Envelope, ...]
    targets: tuple[CountedTarget, ...]
    left_out: tuple[tuple[str, Text], ...]
    labels: Mapping[tuple[str, str], Text]

    @property
    def missions(self) -> tuple[Planned, ...]:
        """The missions, in the order of their first days as planned."""
        return self.drawing.missions

    @cached_property
    def payers(self) -> tuple[str, ...]:
        """Who funds each mission; ``funder`` where nobody is named."""
        return tuple(mission.told["source"] or FUNDER for mission in self.missions)

    @cached_property
    def starts(self) -> Whole:
        """The first days as planned, counted in days of the calendar."""
        return np.array([mission.start.toordinal() for mission in self.missions])

    @cached_property
    def days(self) -> Whole:
        """The days of each mission as planned; nought where a draw gives them."""
        return np.array([mission.facts.days or 0 for mission in self.missions])

    @cached_property
    def components(self) -> tuple[str, ...]:
        """The lines in cash that make up the total."""
        steps = self.pack.costs.steps.values()
        return tuple(step.rule.name for step in steps if step.rule.paid_by and not step.rule.in_kind and not step.rule.only_with_source)

    @cached_property
    def beside(self) -> tuple[str, ...]:
        """The lines in cash that a source pays beside the total, where the scenario asks for them."""
        steps = self.pack.costs.steps.values() if self.scenario.support_cost else ()
        return tuple(step.rule.name for step in steps if step.rule.paid_by and not step.rule.in_kind and step.rule.only_with_source)

    @cached_property
    def shares_costs(self) -> bool:
        """Tell whether a host shares the cost of some mission."""
        return any(mission.facts.for_profit is not False for mission in self.missions)

    @cached_property
    def planned_years(self) -> tuple[str, ...]:
        """The programme year of each mission as planned."""
        return tuple(self.years[number][0] for number in self.year_numbers(self.starts).tolist())

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The budget line of each mission; empty where it has none."""
        return tuple(mission.told["line"] for mission in self.missions)

    def year_numbers(self, starts: Whole) -> Whole:
        """Give the place among the years of each first day, counted in days of the calendar."""
        firsts = np.array([first.toordinal() for _, first in self.years])
        return np.searchsorted(firsts, starts, side="right") - 1


def prepare(scenario: Scenario, programme: Programme, pack: CountryPack) -> Prepared:
    """
    Make a scenario ready to run (fr: *préparer un scénario*).

    Raises:
        InputError: The scenario names what is not there, or a mission is against the rules at an end of what is drawn; all are told.
    """
    problems: list[Problem] = []
    laid = _gathered(problems, lambda: lay_out(scenario, programme, pack)) or ()
    risks = _gathered(problems, lambda: striking_risks(scenario, programme, pack)) or ()
    envelopes = _envelopes(scenario, programme, problems)
    kept, fares, left_out = _costed(scenario, laid, pack, problems)
    if not problems and not kept:
        problems.append(NOTHING_KNOWN.at("missions", left_out[0][1] if left_out else None))
    targets = tuple(_targets(scenario, programme, kept, problems)) if kept else ()
    drawing = None if problems else _gathered(problems, lambda: Drawing(scenario.draws, scenario.correlations, risks, kept, fares))
    if problems or drawing is None:
        raise InputError(*problems)
    card = programme.card
    years = tuple((year, card.period(year).start) for year in card.years)
    labels = {("payer", source.id): source.label for source in programme.funding_sources}
    items = {item.id: item.label for item in programme.budget_items}
    labels |= {("line", each.id): items[each.item] + same(f", {each.funding_source} {each.year}") for each in programme.budget_lines}
    labels |= {("component", name): step.rule.label for name, step in pack.costs.steps.items()}
    labels |= {("beside", name): step.rule.label for name, step in pack.costs.steps.items()}
    labels["component", TICKET_LOST] = Text(en="tickets lost", fr="billets perdus")
    labels |= {("input", draw.name): draw.label for draw in scenario.draws if draw.label}
    labels |= {("input", f"risk {risk.use.risk}"): risk.label for risk in risks}
    return Prepared(scenario, pack, card.currency, drawing, years, envelopes, targets, left_out, labels)


def _gathered(problems: list[Problem], make: Any) -> Any:
    try:
        return make()
    except InputError as error:
        problems += error.problems
        return None


def _costed(
    scenario: Scenario, laid: tuple[Planned, ...], pack: CountryPack, problems: list[Problem]
) -> tuple[tuple[Planned, ...], tuple[int, ...], tuple[tuple[str, Text], ...]]:
    """Cost each mission at both ends of its draws: what is known stays, what is not is left out, what is against the rules is told."""
    kept, fares, left_out = [], [], []
    told: set[tuple[str, str]] = set()
    set_by = [draw for draw in scenario.draws if draw.of in SET]
    doubtful, known_fares = _in_columns(pack, laid, set_by)
    for number, mission in enumerate(laid):
        if not doubtful[number]:
            kept.append(mission)
            fares.append(int(known_fares[number]))
            continue
        costings = [pack.costs.cost(_at(mission, set_by, end, pack), mission.told["source"] or None) for end in (0, 1)]
        wrong = [problem for costing in costings for problem in costing.problems]
        found = pack.costs.problems(mission.facts, mission.told["source"] or None) if wrong and mission.told["group"] == REGISTER else ()
        if found:  # the register is as it is: `tokten check` tells of it
            left_out.append((mission.facts.id, found[0].says))
            continue
        for problem in wrong:
            if (mission.told["group"], problem.code) not in told:  # missions that are planned alike fail alike
                told.add((mission.told["group"], problem.code))
                drawn = ", ".join(draw.name for draw in scenario.draws if draw.of in SET and mission.fits(draw.where)) or AS_PLANNED
                problems.append(
                    AGAINST_THE_RULES.at(mission.told["group"], mission.facts.id, why=problem.says, allowed=problem.allowed, drawn=drawn)
                )
        if wrong:
            continue
        reason = next((_unknown(costing) for costing in costings if costing.total is None), None)
        if reason is not None:
            left_out.append((mission.facts.id, reason))
    return tuple(kept), tuple(fares), tuple(left_out)


def _in_columns(pack: CountryPack, laid: tuple[Planned, ...], set_by: list[Draw]) -> tuple[Any, Whole]:
    """Cost missions all at once at both ends: which have no amount or are against the rules, and the airfare of each."""
    doubtful, fares = np.zeros(len(laid), bool), np.zeros(len(laid), np.int64)
    names = [name for name in ("total", "airfare") if name in pack.costs.steps]
    for columns in _ends(pack, laid, set_by) if laid else ():
        amounts = work_out(pack.costs, columns, amounts=names, totals=False)
        for mask in (amounts.problem_rows, amounts.unknown("total")):
            doubtful |= False if mask is None else mask
        fares = amounts.units("airfare") if "airfare" in names else fares
    return doubtful, fares


def _ends(pack: CountryPack, laid: tuple[Planned, ...], set_by: list[Draw]) -> Iterator[FactColumns]:
    """Give the missions in columns at the greatest and at the least that is drawn for them."""
    sources = [mission.told["source"] or None for mission in laid]
    if any(draw.of == "airfare" or draw.law.bounds[0] < 0 for draw in set_by):  # another currency, or no fact at all: mission by mission
        for end in (1, 0):
            yield columns_of_missions(pack.costs, [_at(mission, set_by, end, pack) for mission in laid], sources)
        return
    planned = columns_of_missions(pack.costs, [mission.facts for mission in laid], sources)
    for end in (1, 0):
        drawn = {
            fact: _at_end(planned.columns[fact], laid, [draw for draw in set_by if draw.of == fact], end)
            for fact in ("days", "teaching_hours")
        }
        yield FactColumns(planned.kinds, {**planned.columns, **drawn}, planned.rows)


def _at_end(column: Column, laid: tuple[Planned, ...], draws: list[Draw], end: int) -> Column:
    """Give a column with what is drawn for its missions at one end."""
    if not draws:
        return column
    values = column.values.astype(np.int64)
    missing = np.full(len(laid), column.shape.holes is None) if column.missing is None else column.missing.copy()
    for draw in draws:
        at = np.array([mission.fits(draw.where) for mission in laid])
        values[at], missing[at] = draw.law.bounds[end], False
    known = values[~missing]
    if not len(known):
        return column
    shape = attrs.evolve(column.shape, least=int(known.min()), greatest=int(known.max()), holes=bool(missing.any()))
    values[missing] = shape.least
    return Column(shape, values, missing if shape.holes else None)


def _at(mission: Planned, set_by: list[Draw], end: int, pack: CountryPack) -> MissionFacts:
    """Give the facts of a mission at one end of what may be drawn for it."""
    drawn: dict[str, Any] = {draw.of: draw.law.bounds[end] for draw in set_by if mission.fits(draw.where)}
    if "airfare" in drawn:
        drawn["airfare"] = money_of(drawn["airfare"], pack.costs.currency)
    return attrs.evolve(mission.facts, **drawn)


def _unknown(costing: Costing) -> Text:
    """Say which line of a costing is unknown, and why."""
    line = next((line for line in costing.items if line.amount is None and not line.in_kind), None)
    why = costing.explain("total" if line is None else line.component)
    return why.label + Text(en=": ", fr=" : ") + why.reason


def _envelopes(scenario: Scenario, programme: Programme, problems: list[Problem]) -> tuple[Envelope, ...]:
    """Add up the budget lines for missions of each source and year; what the scenario states takes their place."""
    sources = {source.id: source for source in programme.funding_sources}
    found: dict[tuple[str, str], Envelope] = {}
    for line in lines_of(programme, kinds=[CostKind.MISSIONS]):
        found[line.funding_source, line.year] = Envelope(line.funding_source, line.year, None)
    for source, year in found:
        lines = lines_of(programme, source=source, year=year, kinds=[CostKind.MISSIONS])
        amounts = [line.amount for line in lines if line.amount is not None]
        code = sources[source].currency
        originals = [line.original for line in lines if line.original is not None and line.original.currency.code == code]
        whole = len(originals) == len(amounts) and code != programme.card.currency and originals
        found[source, year] = Envelope(
            source, year, minor_units(total(amounts, programme.card.currency)) if amounts else None,
            minor_units(total(originals, code)) if whole else None, code,
        )  # fmt: skip
    for (source, year), units in scenario.envelopes.items():
        for what, name, known in (("source", source, list(sources)), ("year", year, list(programme.card.years))):
            if name not in known:
                near = did_you_mean(name, known)
                problems.append(UNKNOWN_NAME.at(f"envelopes.{source}.{year}", name, what=WHAT[what], near=near, known=", ".join(known)))
        found[source, year] = Envelope(source, year, units)
    return tuple(found.values())


def _targets(scenario: Scenario, programme: Programme, missions: tuple[Planned, ...], problems: list[Problem]) -> Any:
    """Count what the records can count: indicators in missions with a target; of two for one output, those that the scenario tells apart."""
    counted = {each.id: each for each in programme.indicators if each.unit == MISSIONS and each.target is not None}
    stated = {target.indicator: target for target in scenario.targets}
    for name in stated:
        if name not in counted:
            indicator = programme.find("indicators", name)
            if indicator is None:
                near = did_you_mean(name, counted)
                problems.append(UNKNOWN_NAME.at(f"targets.{name}", name, what=WHAT["indicator"], near=near, known=", ".join(counted)))
            else:
                problems.append(NOT_COUNTED.at(f"targets.{name}", name, unit=getattr(indicator, "unit", ""), known=", ".join(counted)))
    for name, indicator in counted.items():
        alone = indicator.output is not None and sum(other.output == indicator.output for other in counted.values()) == 1
        if name not in stated and not alone:
            continue
        use = stated.get(name, Target(name))
        where = use.where or {"output": (indicator.output or "",)}
        places = tuple(number for number, mission in enumerate(missions) if mission.fits(where))
        assert indicator.target is not None  # noqa: S101 - it is counted because it has one
        if places or name in stated:
            yield CountedTarget(name, indicator.label, -int(-indicator.target // 1), use.already, indicator.target_on, places)
