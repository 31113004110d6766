"""
Words that price a count in spans: bands of a stay, each day at its own rate, the first and the last day apart.

Each is a sum over spans: so many of the count in this span, times the price of one there. A span that the count does not reach asks nothing:
a price that nobody knows there leaves the amount known.

    28 days of which 1 to 20 at 100, the rest at 75      20 × 100 + 8 × 75
    12 days across a change on the fourth                 3 × 20 000 + 9 × 25 000
    7 days of which the first and the last at a half      2 × 500 + 5 × 1 000
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from attrs import frozen

from tokten_core.errors import RuleError
from tokten_core.parameters import Dated, Parameter
from tokten_core.rules import nodes, plain
from tokten_core.rules.handles import Ratio, Term, alike, counted, node_of
from tokten_core.rules.mistakes import HALF_SAID, NOT_BANDS, UNITS
from tokten_core.rules.nodes import Node, WordName
from tokten_core.rules.plain import Operand
from tokten_core.rules.words import bound
from tokten_core.units import DATE, DAY, NUMBER, TRUTH, Unit

if TYPE_CHECKING:
    from tokten_core.rules.tracing import FigureTerm

__all__ = ["Bands", "by_band", "each_day", "first_and_last", "in_bands"]

DAY_BY_DAY: Final = dt.timedelta(days=1)


@frozen(eq=False)
class Bands:
    """
    A figure by bands on a day (fr: *barème par tranches*): for each band where it begins, and the price of one there.

    Attributes:
        unit: what the prices count.
        counts: what is counted: days, months.
        prices: where each band begins, and its price.
    """

    unit: Unit
    counts: Unit
    prices: tuple[tuple[int, Node], ...]


def in_bands(parameter: Parameter, day: Node, keys: tuple[tuple[str, Node], ...]) -> Bands:
    """
    Read a figure whose table has bands, on a day.

    Args:
        parameter: the figure; one of its keys has ``bands=True``.
        day: the day it is read on.
        keys: its other keys.
    """
    band = parameter.band
    assert band is not None  # noqa: S101 - the caller asks for bands because there are some
    index = parameter.keys.index(band)
    starts = sorted({1, *(_begin(row[index]) for version in parameter.history for row in version.rows)})
    filled = _filled(parameter, index, starts)
    prices: list[tuple[int, Node]] = []
    for start in starts:
        row = [*keys]
        row.insert(index, (band.name, nodes.Constant(band.unit, start)))
        prices.append((start, nodes.Figure(parameter.unit, filled, day, tuple(row))))
    return Bands(parameter.unit, band.unit, tuple(prices))


def _filled(parameter: Parameter, index: int, starts: list[int]) -> Parameter:
    """Give each text a row for every start that any text has: the row of the band that the start lies in."""
    history = [
        Dated(version.since, version.source, dict(_filled_rows(version, index, starts)) or None, version.until, version.abolished)
        for version in parameter.history
    ]
    if [version.rows for version in history] == [version.rows for version in parameter.history]:
        return parameter
    return Parameter(
        parameter.name,
        parameter.label,
        parameter.unit,
        history,
        parameter.keys,
        parameter.scale,
        parameter.words,
        parameter.silence,
        parameter.reading,
        parameter.choices,
    )


def _begin(value: plain.Value) -> int:
    assert isinstance(value, int)  # noqa: S101 - the key counts, and its rows were checked when the figure was made
    return value


def _filled_rows(version: Dated, index: int, starts: list[int]) -> Iterator[tuple[plain.Row, plain.Value]]:
    others = dict.fromkeys((*row[:index], *row[index + 1 :]) for row in version.rows)
    for other in others:
        own = {row[index]: value for row, value in version.rows.items() if (*row[:index], *row[index + 1 :]) == other}
        for start in starts:
            reached = [begin for begin in own if _begin(begin) <= start]
            if reached:
                yield (*other[:index], start, *other[index:]), own[max(reached)]


@bound(plain.by_band)
def by_band(count: Operand, bands: Operand, of: Operand = None, rounding: Callable[..., Operand] | None = None) -> Term:
    """
    Price a stay by its bands (fr: *par tranches de durée*): days 1 to 30 at one price, 31 to 120 at another.

    Args:
        count: what is counted: days, months.
        bands: a figure by bands: ``figures.meal.on(day, region=...)``, one key of which has ``bands=True``.
        of: where the bands give per cent, the full price of one.
        rounding: where they do, how the price of one is rounded in each band.
    """
    number = node_of(count, NUMBER)
    if not isinstance(bands, Bands) or bands.counts != number.unit:
        raise RuleError(NOT_BANDS.at("", bands.counts.name if isinstance(bands, Bands) else type(bands).__name__, unit=number.unit.name))
    spans = []
    for (start, price), end in zip(bands.prices, [*(begin for begin, _ in bands.prices[1:]), None], strict=True):
        reach = number if end is None else _least(number, _count(number.unit, end - 1))
        spans.append((_above_nought(_minus(reach, _count(number.unit, start - 1))), _price(price, of, rounding)))
    return _spans("by_band", number, spans)


@bound(plain.each_day)
def each_day(start: Operand, days: Operand, figure: FigureTerm, **keys: Operand) -> Term:
    """
    Price each day at the rate of that day (fr: *chaque jour à son taux*); a day that no text covers makes the amount unknown.

    Args:
        start: the first day.
        days: how many days, the first and the last both counted.
        figure: ``figures.per_diem_rate``: an amount a day.
        **keys: the keys of its table.
    """
    first, number = node_of(start, DATE), node_of(days, DAY)
    if first.unit != DATE or number.unit != DAY:
        raise RuleError(UNITS.at("", f"{first.unit.name}, {number.unit.name}"))
    spans = []
    for begin, end in _segments(figure.parameter):
        last = _minus(number, _count(DAY, 1))
        if end is not None:
            last = _least(last, nodes.Arithmetic(DAY, "−", nodes.Constant(DATE, end), first))
        if begin is None:
            spans.append((_above_nought(_plus(last, _count(DAY, 1))), _on(figure, start, keys)))
            continue
        since = nodes.Constant(DATE, begin)
        skipped = _above_nought(nodes.Arithmetic(DAY, "−", since, first))
        day = nodes.Extreme(DATE, "greatest", (first, since)) if _is_gap(figure.parameter, begin) else since
        spans.append((_above_nought(_plus(_minus(last, skipped), _count(DAY, 1))), _on(figure, Term(day), keys)))
    return _spans("each_day", number, spans)


@bound(plain.first_and_last)
def first_and_last(days: Operand, edge: Operand, middle: Operand) -> Term:
    """
    Price the first and the last day apart (fr: *premier et dernier jour à part*); a stay of one day is one such day.

    Args:
        days: how many days, the first and the last both counted.
        edge: the price of the first and of the last day.
        middle: the price of each day between.
    """
    number = node_of(days, DAY)
    prices = alike(edge, middle)
    two = _count(number.unit, 2)
    return _spans("first_and_last", number, [(_least(number, two), prices[0]), (_above_nought(_minus(number, two)), prices[1])])


def _spans(name: WordName, count: Node, spans: list[tuple[Node, Node]]) -> Term:
    """Add up the spans, each ``choose(none of it, 0, so many × price)``."""
    unit = spans[0][1].unit.times(count.unit)
    if unit is None:
        raise RuleError(UNITS.at("", f"{count.unit.name} × {spans[0][1].unit.name}"))
    counted(count, *(price for _, price in spans))
    nought = nodes.Constant(unit, 0)
    total: Node | None = None
    for number, price in spans:
        none = nodes.Compare(TRUTH, "≤", number, _count(number.unit, 0))
        part = nodes.Choose(unit, none, nought, nodes.Arithmetic(unit, "×", number, price))
        total = part if total is None else nodes.Arithmetic(unit, "+", total, part)
    assert total is not None  # noqa: S101 - there is one span at least
    return Term(nodes.Word(unit, name, (count, *(part for span in spans for part in span)), total))


def _price(price: Node, of: Operand, rounding: Callable[..., Operand] | None) -> Node:
    if of is None and rounding is None:
        return price
    if of is None or rounding is None:
        raise RuleError(HALF_SAID.at("", "of=" if rounding is None else "rounding="))
    return node_of(rounding(of * Ratio(price)), NUMBER)


def _segments(parameter: Parameter) -> Iterator[tuple[dt.date | None, dt.date | None]]:
    """Give the stretches of days on which one text holds, or none does; from no beginning to no end."""
    if not parameter.history:
        yield None, None
        return
    yield None, parameter.history[0].since - DAY_BY_DAY
    follows = [*(version.since for version in parameter.history[1:]), None]
    for version, following in zip(parameter.history, follows, strict=True):
        end = version.until or (following and following - DAY_BY_DAY)
        yield version.since, end
        if end is not None and (following is None or end + DAY_BY_DAY < following):
            yield end + DAY_BY_DAY, following and following - DAY_BY_DAY


def _on(figure: FigureTerm, day: Operand, keys: Mapping[str, Operand]) -> Node:
    return node_of(figure.on(day, **keys), NUMBER)


def _is_gap(parameter: Parameter, begin: dt.date) -> bool:
    return not any(version.since == begin and not version.abolished for version in parameter.history)


def _count(unit: Unit, value: int) -> Node:
    return nodes.Constant(unit, value)


def _least(first: Node, second: Node) -> Node:
    return nodes.Extreme(first.unit, "least", (first, second))


def _above_nought(node: Node) -> Node:
    return nodes.Extreme(node.unit, "greatest", (node, _count(node.unit, 0)))


def _plus(first: Node, second: Node) -> Node:
    return nodes.Arithmetic(first.unit, "+", first, second)


def _minus(first: Node, second: Node) -> Node:
    return nodes.Arithmetic(first.unit, "−", first, second)
