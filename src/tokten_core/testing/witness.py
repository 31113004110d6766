"""
The independent witness: the authors' functions run on plain numbers, rule after rule, exceptions and all.

Nothing is shared with the symbols but the functions themselves. What the plain run cannot decide, because something unknown decides, it
leaves open: `OPEN`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from tokten_core.parameters import Parameter, plain_type
from tokten_core.rules.book import RuleBook
from tokten_core.rules.plain import ABSENT, PlainFigure, PlainFigures, PlainMission
from tokten_core.rules.rule import Rule

__all__ = ["OPEN", "Witness"]


class _Open:
    def __repr__(self) -> str:
        return "OPEN"


OPEN: Final = _Open()
"""What the plain run leaves undecided."""


class _Rates(PlainFigures):
    """Plain figures, where a rate of exchange is worth so many counted parts of one currency for one of the other."""

    def __getattr__(self, name: str) -> PlainFigure:
        parameter: Parameter = getattr(self._figures, name)
        over, under = parameter.unit.over, parameter.unit.under
        if over is not None and under is not None and over.currency and under.currency:
            return _Rate(parameter)
        return PlainFigure(parameter)


class _Rate(PlainFigure):
    def on(self, day: Any, **keys: Any) -> Any:
        """Give the rate between counted parts: francs for a cent."""
        value, under = super().on(day, **keys), self._parameter.unit.under
        return value if value is ABSENT or under is None else Fraction(value, self._parameter.scale * under.sub_unit)


class Witness:
    """
    Rules run on plain numbers for one case (fr: *témoin*).

    Args:
        book: the rules.
        facts: the case.
    """

    def __init__(self, book: RuleBook, facts: Mapping[str, Any]) -> None:
        self._general = {rule.name: rule for rule in book.rules if not rule.exception_of}
        self._exceptions = [rule for rule in book.rules if rule.exception_of]
        self._mission, self._figures = PlainMission(facts), _Rates(book.figures)
        self._known: dict[str, Any] = {}

    def amount(self, name: str) -> Any:
        """Give an amount: a plain value, ABSENT where it is unknown, OPEN where the plain run stumbles."""
        if name not in self._known:
            try:
                self._known[name] = self._work_out(self._general[name])
            except (LookupError, TypeError, AttributeError, ZeroDivisionError):
                self._known[name] = OPEN
        return self._known[name]

    def _work_out(self, rule: Rule) -> Any:
        apply = [other for other in self._exceptions if other.exception_of == rule.name and self._applies(other)]
        if len(apply) > 1:
            return ABSENT
        return self._run(apply[0] if apply else rule)

    def _applies(self, exception: Rule) -> bool:
        return exception.when is None or bool(exception.when(self._mission, self._figures))

    def _run(self, rule: Rule) -> Any:
        needed = [self.amount(name) for name in rule.arguments]
        if any(value is OPEN for value in needed):
            return OPEN
        result = rule(self._mission, self._figures, *needed)
        kind = plain_type(rule.unit)
        if result is ABSENT or (isinstance(result, kind) and not (kind is int and isinstance(result, bool))):
            return result
        return kind(result) if result == int(result) else result
