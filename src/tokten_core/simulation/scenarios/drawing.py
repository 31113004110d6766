"""
What varies in a block of runs: each draw's numbers, and what they do to the facts of the missions.

A block is an array with a row for each run and a column for each mission. Percentages of an airfare are multiplied first and rounded once, to
the nearest minor unit, a half to even; so is a quote in a currency whose price is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

import numpy as np
from attrs import field, frozen

from tokten_core.errors import InputError, Kind, Problem
from tokten_core.money import minor_units
from tokten_core.simulation.columns.products import by_rows
from tokten_core.simulation.scenarios.chances import Striking
from tokten_core.simulation.scenarios.correlations import Correlations
from tokten_core.simulation.scenarios.distributions import Chance, Whole
from tokten_core.simulation.scenarios.missions import Planned
from tokten_core.simulation.scenarios.normal import Floats
from tokten_core.simulation.scenarios.scenario import Draw
from tokten_core.simulation.scenarios.streams import shares
from tokten_core.text import Text
from tokten_core.units import money_unit

__all__ = ["Drawing", "Drawn", "nearest", "run_of"]

TWO_DRAWS = Kind(
    "scenario-two-draws",
    says=Text(
        en="two draws set {what} of the mission {value}: {first} and {second}",
        fr="deux tirages fixent {what} de la mission {value} : {first} et {second}",
    ),
    allowed=Text(en="one draw for each mission", fr="un seul tirage par mission"),
    remedy=Text(en="Part them by `where`, or draw a percentage.", fr="Séparez-les par `where`, ou tirez un pourcentage."),
)
TOUCHES_NOTHING = Kind(
    "scenario-draw-idle",
    says=Text(en="no mission fits {value}", fr="aucune mission ne répond à {value}"),
    allowed=Text(en="one mission at least", fr="une mission au moins"),
    remedy=Text(en="Correct `where`; the missions have {known}.", fr="Corrigez `where` ; les missions ont {known}."),
)
PERCENT_TOO_LARGE = Kind(
    "scenario-percent-too-large",
    says=Text(en="the percentages of an airfare multiply to {value}", fr="les pourcentages d'un billet se multiplient jusqu'à {value}"),
    allowed=Text(en="products of less than 2^62", fr="des produits de moins de 2^62"),
    remedy=Text(en="Draw fewer percentages of one airfare.", fr="Tirez moins de pourcentages d'un même billet."),
)
SET: Final = ("airfare", "days", "teaching_hours")
MOST: Final = 1 << 62
SHORT: Final = 1 << 30
"""Products below this fit into 32 bits, with what a rounding adds."""


@frozen(eq=False)
class Drawn:
    """
    What was drawn for a block of runs.

    Attributes:
        facts: facts that vary, by name: a row for each run, a column for each mission.
        cancelled: which missions are cancelled; None where none can be.
        lost: per cent of the ticket that each mission loses when it is cancelled; None where none is.
        delay: days of delay; None where there is none.
        rates: the price of one unit of a currency, by its code, one for each run.
        inputs: what each draw came to in each run: its number, or the sum of its numbers over the missions.
    """

    facts: Mapping[str, Whole]
    cancelled: np.ndarray | None
    lost: Whole | None
    delay: Whole | None
    rates: Mapping[str, Whole]
    inputs: Mapping[str, Whole]


@frozen(eq=False)
class Drawing:
    """
    How blocks are drawn (fr: *tirages*).

    Attributes:
        draws: what varies.
        correlations: which move together.
        risks: which risks may strike.
        missions: the missions, in order.
        fares: the airfare of each as the rules give it without any draw, minor units.

    Raises:
        InputError: Two draws set one fact of one mission, a draw touches no mission, or percentages are too large; all are told.
    """

    draws: tuple[Draw, ...]
    correlations: Correlations
    risks: tuple[Striking, ...]
    missions: tuple[Planned, ...]
    fares: tuple[int, ...]
    touched: Mapping[str, Whole] = field(init=False)

    def __attrs_post_init__(self) -> None:
        wheres = {draw.name: draw.where for draw in self.draws} | {f"risk {risk.use.risk}": risk.use.where for risk in self.risks}
        found = {name: np.flatnonzero([mission.fits(where) for mission in self.missions]) for name, where in wheres.items()}
        object.__setattr__(self, "touched", found)
        problems = [*self._idle(wheres), *self._twice(), *self._too_large()]
        if problems:
            raise InputError(*problems)

    def _idle(self, wheres: Mapping[str, Mapping[str, tuple[str, ...]]]) -> list[Problem]:
        told = []
        for name, where in wheres.items():
            if where and not len(self.touched[name]):
                known = {key: sorted({mission.told[key] for mission in self.missions} - {""}) for key in where}
                words = "; ".join(f"{key}: {', '.join(values) or '—'}" for key, values in known.items())
                place = f"risks.{name.removeprefix('risk ')}.where" if name.startswith("risk ") else f"draws.{name}.where"
                told.append(
                    TOUCHES_NOTHING.at(place, "; ".join(f"{key}: {', '.join(values)}" for key, values in where.items()), known=words)
                )
        return told

    def _twice(self) -> list[Problem]:
        told = []
        for fact in (*SET, "ticket_lost_percent"):
            first: dict[int, str] = {}
            for draw in self.draws:
                if draw.of == fact:
                    again = next((int(at) for at in self.touched[draw.name] if int(at) in first), None)
                    if again is not None:
                        facts = {"what": fact, "first": first[again], "second": draw.name}
                        told.append(TWO_DRAWS.at(f"draws.{draw.name}", self.missions[again].facts.id, **facts))
                    first |= {int(at): draw.name for at in self.touched[draw.name]}
        return told

    def _too_large(self) -> list[Problem]:
        return [] if self._reach < MOST else [PERCENT_TOO_LARGE.at("draws", self._reach)]

    @cached_property
    def _reach(self) -> int:
        """The greatest product of an airfare and its percentages, before it is divided."""
        reach = max([*self.fares, *(draw.law.bounds[1] for draw in self.draws if draw.of == "airfare")], default=0)
        for draw in self.draws:
            reach *= draw.law.bounds[1] if draw.of == "airfare_percent" else 1
        for risk in self.risks:
            reach *= 100 + risk.reach if risk.use.does == "raise" else 1
        return reach * (100 if any(draw.of == "ticket_lost_percent" for draw in self.draws) else 1)

    @cached_property
    def _fares(self) -> Whole:
        return np.array(self.fares, dtype=np.int64)

    @cached_property
    def _plain(self) -> Mapping[str, Whole]:
        """The facts as they are planned; an unknown one, which a draw that touches every mission may replace, is -1."""
        wanted = ("days", "teaching_hours")
        values = {name: [getattr(mission.facts, name) for mission in self.missions] for name in wanted}
        return {name: np.array([-1 if value is None else value for value in column], dtype=np.int64) for name, column in values.items()}

    @cached_property
    def bounds(self) -> Mapping[str, tuple[int, int]]:
        """The least and the greatest value that each fact may have in any run; first days are counted in days of the calendar."""
        found = {}
        for fact in ("days", "teaching_hours"):
            draws = [draw for draw in self.draws if draw.of == fact]
            left = np.delete(self._plain[fact], np.concatenate([np.zeros(0, np.intp), *(self.touched[draw.name] for draw in draws)]))
            ends = [max(0, end) for end in (*left.tolist(), *(end for draw in draws for end in draw.law.bounds))]
            found[fact] = (min(ends), max(ends))
        starts = [mission.start.toordinal() for mission in self.missions]
        late = sum(draw.law.bounds[1] for draw in self.draws if draw.of == "delay")
        late += sum(risk.use.days for risk in self.risks if risk.use.does == "delay")
        return found | {"start": (min(starts), max(starts) + late), "airfare": (0, self._greatest_fare)}

    @property
    def _greatest_fare(self) -> int:
        rates = {draw.currency: draw.law.bounds[1] for draw in self.draws if draw.of == "rate"}
        quotes = [mission.facts.airfare for mission in self.missions]
        quoted = [minor_units(quote) * rates[quote.currency.code] for quote in quotes if quote is not None and quote.currency.code in rates]
        fare = max([*self.fares, *quoted, *(draw.law.bounds[1] for draw in self.draws if draw.of == "airfare")], default=0)
        for percent in [draw.law.bounds[1] for draw in self.draws if draw.of == "airfare_percent"]:
            fare = max(fare, fare * percent // 100 + 1)
        for risk in self.risks:
            fare = fare * (100 + risk.reach) // 100 + 1 if risk.use.does == "raise" else fare
        return fare

    def block(self, seed: int, runs: range) -> Drawn:
        """Draw a block of runs; the same run has the same draws in any block."""
        numbers = self._numbers(seed, runs)
        inputs = {draw.name: _added(numbers[draw.name], draw.law.bounds) for draw in self.draws}
        struck, reached = self._struck(seed, runs)
        inputs |= {f"risk {risk.use.risk}": struck[number] for number, risk in enumerate(self.risks)}
        rates = {draw.currency: numbers[draw.name][:, 0].astype(np.int64) for draw in self.draws if draw.of == "rate"}
        facts = {name: self._set(name, numbers, runs) for name in ("days", "teaching_hours") if any(draw.of == name for draw in self.draws)}
        fares = self._airfares(numbers, rates, struck, runs)
        return Drawn(
            facts if fares is None else facts | {"airfare": fares},
            self._cancelled(numbers, reached, runs),
            self._lost(numbers, runs),
            self._delay(numbers, reached, runs),
            rates,
            inputs,
        )

    def _numbers(self, seed: int, runs: range) -> dict[str, Whole]:
        """Give each draw's numbers: a row for each run; a column for each mission that it touches, or one."""
        found: dict[str, Floats] = {}
        for draw in self.draws:
            found[draw.name] = shares(seed, draw.name, runs, len(self.touched[draw.name]) if draw.each == "mission" else 1)
        together = self.correlations.mixed([found[name] for name in self.correlations.names])
        found |= dict(zip(self.correlations.names, together, strict=True))
        return {draw.name: draw.law.at(found[draw.name]) for draw in self.draws}

    def _struck(self, seed: int, runs: range) -> tuple[list[Whole], list[Whole]]:
        """Tell in which runs each risk strikes, and which missions it then touches."""
        struck, reached = [], []
        for risk in self.risks:
            name = f"risk {risk.use.risk}"
            strikes = _chance(risk.chance).at(shares(seed, name, runs))
            struck.append(strikes[:, 0])
            touched = np.zeros((len(runs), len(self.missions)), dtype=np.int64)
            if risk.use.does != "raise":
                at = self.touched[name]
                touched[:, at] = _chance(risk.reach).at(shares(seed, f"{name}: missions", runs, len(at))) * strikes
            reached.append(touched)
        return struck, reached

    def _set(self, fact: str, numbers: Mapping[str, Whole], runs: range, plain: Whole | None = None) -> Whole:
        whole = [
            draw for draw in self.draws if draw.of == fact and draw.each == "mission" and len(self.touched[draw.name]) == len(self.missions)
        ]
        if whole:  # each mission has its own number: nothing of the plan is left
            return numbers[whole[0].name]
        values = np.tile(self._plain[fact] if plain is None else plain, (len(runs), 1))
        for draw in self.draws:
            if draw.of == fact:
                values[:, self._at[draw.name]] = numbers[draw.name]
        return values

    def _airfares(self, numbers: Mapping[str, Whole], rates: Mapping[str, Whole], struck: Sequence[Whole], runs: range) -> Whole | None:
        percents = [draw for draw in self.draws if draw.of == "airfare_percent"]
        raising = [(risk, strikes) for risk, strikes in zip(self.risks, struck, strict=True) if risk.use.does == "raise"]
        quoted = self._quoted
        if not percents and not raising and not quoted and not any(draw.of == "airfare" for draw in self.draws):
            return None
        # Half as wide is twice as fast.
        kind: type[np.signedinteger[Any]] = np.int32 if self._reach < SHORT and not quoted else np.int64
        given = self._set("airfare", numbers, runs, self._fares.astype(kind))
        fares: Whole = given.astype(kind, copy=any(given is each for each in numbers.values()))
        for number, code in quoted:
            quote = self.missions[number].facts.airfare
            assert quote is not None  # noqa: S101 - it has a currency
            fares[:, number] = nearest(minor_units(quote) * rates[code], money_unit(code).sub_unit)
        for draw in percents:
            fares[:, self._at[draw.name]] *= numbers[draw.name].astype(kind, copy=False)
        for risk, strikes in raising:
            raised: Whole = 100 + risk.reach * strikes
            fares[:, self._at[f"risk {risk.use.risk}"]] *= raised.astype(kind)[:, None]
        if len(self._divisors) == 1 and self._touches_all(self._divisors[0][1]):
            return nearest(fares, self._divisors[0][0])
        for divisor, at in self._divisors:
            fares[:, at] = nearest(fares[:, at], divisor)
        return fares

    @cached_property
    def _at(self) -> Mapping[str, Any]:
        """The missions that each draw and risk touches, as a slice where they follow one another: a slice copies nothing."""
        return {name: run_of(places) for name, places in self.touched.items()}

    def _touches_all(self, at: Any) -> bool:
        return isinstance(at, slice) and at == slice(0, len(self.missions))

    @cached_property
    def _divisors(self) -> tuple[tuple[int, Any], ...]:
        """What the percentages of an airfare leave to divide by, and the missions that it is so for."""
        over = np.ones(len(self.missions), dtype=np.int64)
        for draw in self.draws:
            over[self.touched[draw.name]] *= 100 if draw.of == "airfare_percent" else 1
        for risk in self.risks:
            over[self.touched[f"risk {risk.use.risk}"]] *= 100 if risk.use.does == "raise" else 1
        return tuple((int(divisor), run_of(np.flatnonzero(over == divisor))) for divisor in np.unique(over[over > 1]))

    @cached_property
    def _quoted(self) -> tuple[tuple[int, str], ...]:
        """The missions whose quote is in a currency whose price is drawn, with that currency."""
        drawn = {draw.currency for draw in self.draws if draw.of == "rate"}
        quotes = ((number, mission.facts.airfare) for number, mission in enumerate(self.missions))
        return tuple((number, quote.currency.code) for number, quote in quotes if quote is not None and quote.currency.code in drawn)

    def _cancelled(self, numbers: Mapping[str, Whole], reached: Sequence[Whole], runs: range) -> np.ndarray | None:
        chosen = [draw for draw in self.draws if draw.of == "cancelled"]
        striking = [touched for risk, touched in zip(self.risks, reached, strict=True) if risk.use.does == "cancel"]
        if not chosen and not striking:
            return None
        cancelled = np.zeros((len(runs), len(self.missions)), dtype=bool)
        for draw in chosen:
            cancelled[:, self._at[draw.name]] |= numbers[draw.name] > 0
        for touched in striking:
            cancelled |= touched > 0
        return cancelled

    def _lost(self, numbers: Mapping[str, Whole], runs: range) -> Whole | None:
        chosen = [draw for draw in self.draws if draw.of == "ticket_lost_percent"]
        if not chosen:
            return None
        lost = np.zeros((len(runs), len(self.missions)), dtype=np.int64)
        for draw in chosen:
            lost[:, self._at[draw.name]] = numbers[draw.name]
        return lost

    def _delay(self, numbers: Mapping[str, Whole], reached: Sequence[Whole], runs: range) -> Whole | None:
        chosen = [draw for draw in self.draws if draw.of == "delay"]
        striking = [(risk, touched) for risk, touched in zip(self.risks, reached, strict=True) if risk.use.does == "delay"]
        if not chosen and not striking:
            return None
        delay = np.zeros((len(runs), len(self.missions)), dtype=np.int64)
        for draw in chosen:
            delay[:, self._at[draw.name]] += numbers[draw.name]
        for risk, touched in striking:
            delay += touched * risk.use.days
        return delay


def _added(numbers: Whole, bounds: tuple[int, int]) -> Whole:
    added: Whole = by_rows(numbers, max(map(abs, bounds)) * numbers.shape[1])
    return added


def _chance(percent: int) -> Chance:
    return Chance(Decimal(percent) / 100)


def nearest(numerators: Whole, divisor: int) -> Whole:
    """Divide whole numbers, none below zero, and round to the nearest, a half to even."""
    if divisor == 1:
        return numerators
    # Dividing an array by one number is fast where the remainder is not asked for and no sign minded; an odd divisor has no half.
    unsigned = numerators.view(f"u{numerators.itemsize}")
    quotient = unsigned // divisor
    quotient &= 1 - divisor % 2
    quotient += unsigned
    quotient += (divisor - 1) // 2
    quotient //= divisor
    return quotient.view(numerators.dtype)


def run_of(places: Whole) -> Any:
    """Give places as a slice where they follow one another: a slice copies nothing."""
    return slice(int(places[0]), int(places[-1]) + 1) if len(places) and int(places[-1]) - int(places[0]) + 1 == len(places) else places
