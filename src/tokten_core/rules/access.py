"""How generated source reads the facts of a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import field, frozen

__all__ = ["BY_NAME", "ONE_DAY", "Access", "Stretches"]

ONE_DAY: Final = dt.timedelta(days=1)


@frozen
class Stretches:
    """
    On which fact the figures are read, so that a function can be made for each stretch of days on which none of them changes.

    Attributes:
        fact: its name: ``start``.
        read: the expression of its value, in terms of the arguments.
        first: the first day for which there is a function.
        last: the last.
        changes: other days on which something changes.
        given: facts that are known before a function is made.
        names: what the functions name, made anew for each, from the facts that are known.
    """

    fact: str
    read: str
    first: dt.date
    last: dt.date
    changes: tuple[dt.date, ...] = ()
    given: frozenset[str] = frozenset()
    names: Callable[[Mapping[str, Any]], Mapping[str, Any]] = field(default=lambda _given: {})

    @property
    def turns(self) -> tuple[dt.date, ...]:
        """The days on which something besides the figures changes: what there is begins, ends, or is another."""
        after = (self.last + ONE_DAY,) if self.last < dt.date.max else ()
        return (self.first, *after, *self.changes)


@frozen
class Access:
    """
    How generated source reads the facts (fr: *accès aux données*).

    Attributes:
        arguments: the arguments of the function.
        read: for each fact, the expression of its value, None where it is unknown.
        names: statements that give the facts names, where the expressions need them.
        first: statements that come next; they may return None.
        certain: facts that are known once the first statements have passed.
        space: what these expressions name.
        stretches: where figures are looked up before the function is entered; None where they are looked up inside.
    """

    arguments: str
    read: Callable[[str], str]
    names: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    certain: frozenset[str] = frozenset()
    space: Mapping[str, Any] = field(factory=dict)
    stretches: Stretches | None = None


BY_NAME: Final = Access("facts", lambda name: f"facts.get({name!r})")
"""Facts in a mapping, taken as they are."""
