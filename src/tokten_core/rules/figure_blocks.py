"""
Figures laid out for a spreadsheet: one block for each, dates down, keys across, the text beside.

A line begins on the day from which it holds. A text that ends opens a line that says so: nothing is known from then on, or the figure is
abolished; neither is an empty cell, which a sheet would take for nought.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from attrs import frozen

from tokten_core.parameters import Dated, Parameter, Row, Value
from tokten_core.text import Text
from tokten_core.units import DATE, TRUTH, Unit

__all__ = ["FIRST_SERIAL", "FigureBlock", "FigureLine", "State", "block_of", "key_words", "serial"]

State: TypeAlias = Literal["in force", "abolished", "not known"]
DAY_NOUGHT: Final = dt.date(1899, 12, 30)
FIRST_SERIAL: Final = 61
"""A sheet counts the days of 1900 wrongly until 1 March: what holds since ever begins there."""
ENDED: Final = Text(en="no known text", fr="aucun texte connu")


@frozen
class FigureLine:
    """
    What holds from a day on (fr: *ligne du barème*).

    Attributes:
        since: the first day.
        state: whether a figure is in force.
        text: the text that says so.
        values: one for each head of the block, None where no text gives it.
    """

    since: dt.date
    state: State
    text: Text
    values: tuple[Value | None, ...]


@frozen
class FigureBlock:
    """
    One figure with its history (fr: *barème d'un paramètre*).

    Attributes:
        key: its name, unique in the workbook.
        parameter: the figure.
        rows: the keys of its table, in the order of the columns; one empty row for a single figure.
        lines: what holds when, in order of days.
    """

    key: str
    parameter: Parameter
    rows: tuple[Row, ...]
    lines: tuple[FigureLine, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """What stands above each column: the keys, as the formulas look them up."""
        return tuple("|".join(key_words(part, key.unit) for part, key in zip(row, self.parameter.keys, strict=True)) for row in self.rows)

    def line_on(self, day: dt.date) -> int | None:
        """Give the number of the line in force on a day, from one; None before the first."""
        reached = [number for number, line in enumerate(self.lines, start=1) if line.since <= day]
        return reached[-1] if reached else None


def block_of(key: str, parameter: Parameter) -> FigureBlock:
    """Lay a figure out."""
    rows = tuple(dict.fromkeys(row for version in parameter.history for row in version.rows)) or ((),)
    return FigureBlock(key, parameter, rows, tuple(_lines(parameter.history, rows)))


def _lines(history: tuple[Dated, ...], rows: tuple[Row, ...]) -> Iterator[FigureLine]:
    nothing = (None,) * len(rows)
    for version, following in zip(history, (*history[1:], None), strict=True):
        if version.abolished:
            yield FigureLine(version.since, "abolished", version.source.text, nothing)
        else:
            yield FigureLine(version.since, "in force", version.source.text, tuple(version.rows.get(row) for row in rows))
        after = version.until + dt.timedelta(days=1) if version.until is not None and version.until < dt.date.max else None
        if after is not None and (following is None or after < following.since):
            yield FigureLine(after, "not known", ENDED, nothing)


def serial(day: dt.date) -> int:
    """
    Give the number of a day in a sheet.

    >>> serial(dt.date(2008, 9, 1))
    39692
    """
    return max((day - DAY_NOUGHT).days, FIRST_SERIAL)


def key_words(value: Value | dt.date, unit: Unit) -> str:
    """Give a key as a sheet compares it: digits for numbers, 1 and 0 for truths, the number of a day."""
    if unit == TRUTH:
        return "1" if value else "0"
    return str(serial(value)) if unit == DATE and isinstance(value, dt.date) else str(value)
