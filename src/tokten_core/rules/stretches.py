"""The days on which figures change, and functions made for the stretches of days between them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from collections.abc import Callable, Iterable, Mapping
from types import CodeType
from typing import Any, Final

from attrs import frozen

from tokten_core.errors import NotInForce
from tokten_core.parameters import ABOLISHED, Parameter
from tokten_core.rules.access import ONE_DAY, Access, Stretches

__all__ = ["CAUGHT", "ByStretch", "periods"]

CAUGHT: Final = "(KeyError, OverflowError, TypeError, ZeroDivisionError)"
"""What generated source may meet where something is missing: the exact reader then tells what."""


def periods(parameters: list[Parameter], more: Iterable[dt.date] = ()) -> tuple[list[dt.date], list[tuple[Any, ...]]]:
    """Give the days on which something changes, and what is in force before the first and from each on."""
    changes = {version.since for parameter in parameters for version in parameter.history} | set(more)
    changes |= {v.until + ONE_DAY for p in parameters for v in p.history if v.until is not None and v.until < dt.date.max}
    days = sorted(changes - {dt.date.min})
    return days, [tuple(slot for parameter in parameters for slot in _slots(parameter, day)) for day in (dt.date.min, *days)]


def _slots(parameter: Parameter, day: dt.date) -> tuple[Any, bool | None]:
    """Give a parameter's rows on a day (its one value where it has no keys), and whether it is in force, None where no text says."""
    nothing: Any = {} if parameter.keys else None
    try:
        rows = parameter.version(day).rows
    except NotInForce as error:
        return nothing, False if error.code == ABOLISHED.code else None
    if not parameter.keys:
        return rows.get(()), True
    return {row[0] if len(row) == 1 else row: value for row, value in rows.items()}, True


@frozen(eq=False)
class ByStretch:
    """
    Generated source as a function for each stretch of days on which nothing changes (fr: *fonction par période*).

    The source is compiled once; a stretch has names of its own, its figures among them, and is made when a case first falls into it.

    Attributes:
        code: defines ``name``, and ``fixed``, which works out what depends on the figures alone.
        name: the function's.
        access: how it reads the facts.
        stretches: where the figures are looked up.
        space: what the source names, whatever the day.
        changes: the first days of the stretches, but for the first of them.
        figures: the figures of each stretch by name; None where one lacks what every case needs.
        worked: the names of what ``fixed`` gives.
    """

    code: CodeType
    name: str
    access: Access
    stretches: Stretches
    space: Mapping[str, Any]
    changes: list[dt.date]
    figures: list[dict[str, Any] | None]
    worked: tuple[str, ...]

    def given(self, **facts: Any) -> Callable[..., Any]:
        """Give the function, some facts being known."""
        space: dict[str, Any] = {"ON": _ByDay(self, facts)}
        arguments = self.access.arguments
        found = f"ON[{self.stretches.read}]({arguments})"
        source = f"def {self.name}({arguments}):\n    try:\n        return {found}\n    except {CAUGHT}:\n        return None\n"
        exec(compile(source, "<compiled rules>", "exec"), space)  # noqa: S102 - our own source, and nothing of a user's
        made: Callable[..., Any] = space[self.name]
        return made

    def made(self, index: int, facts: Mapping[str, Any]) -> Callable[..., Any]:
        """Make the function of a stretch; one that gives nothing where every case there is for the exact reader."""
        figures = self.figures[index]
        if figures is None:
            return _nothing
        space = {**self.space, **facts, **self.stretches.names(facts), **figures}
        exec(self.code, space)  # noqa: S102 - as above
        worked = space["fixed"]()
        if worked is None:
            return _nothing
        space.update(zip(self.worked, worked, strict=True))
        made: Callable[..., Any] = space[self.name]
        return made


class _ByDay(dict[dt.date, Callable[..., Any]]):
    """The function for each day that was asked for: finding it by the day is faster than finding the stretch."""

    def __init__(self, stretches: ByStretch, facts: Mapping[str, Any]) -> None:
        super().__init__()
        self._stretches, self._facts, self._made = stretches, facts, dict[int, Callable[..., Any]]()

    def __missing__(self, day: dt.date) -> Callable[..., Any]:
        within, index = self._stretches.stretches, bisect(self._stretches.changes, day)
        if not within.first <= day <= within.last:
            return _nothing
        if index not in self._made:
            self._made[index] = self._stretches.made(index, self._facts)
        self[day] = self._made[index]
        return self[day]


def _nothing(*_arguments: Any) -> None:
    """Leave a case to the exact reader."""
