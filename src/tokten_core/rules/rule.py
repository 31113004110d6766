"""
A cost rule: one plain function with its text, its labels, its unit and what is ours in it.

The function reads the mission and the figures, and names other rules by its further arguments. The decorator adds what the function must
not hold: the text it applies, how it is called in both languages, what its amount counts, our reading where the text is silent, who pays.
The core's own rules are plain functions without any of it; a country pack binds them: ``cost_rule(text=PARTIE_II, ...)(per_diem)``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypedDict, Unpack

from attrs import frozen

from tokten_core.errors import Kind, RuleError
from tokten_core.rules.mistakes import RULE_WITHOUT_SOURCE
from tokten_core.rules.plain import Operand
from tokten_core.sources import Source
from tokten_core.text import Text, same
from tokten_core.units import TRUTH, Unit

__all__ = ["FUNDER", "PaidBy", "Rule", "cost_rule", "requirement"]

FUNDER = "funder"
"""Whoever funds the mission: the source that is named, or nobody in particular yet."""

NOTHING = Text(en="", fr="")


@frozen
class PaidBy:
    """
    Who pays a component of a mission's cost (fr: *payeur*).

    Attributes:
        who: ``funder``, or the name of a source that pays whoever funds the mission.
        label: how an explanation calls it.
        text: the texts that say so.
        reading: what is ours where they are silent or disagree.
    """

    who: str
    label: Text
    text: tuple[Source, ...]
    reading: Text = NOTHING


@frozen(eq=False)
class Rule:
    """
    One rule (fr: *règle de coût*).

    Attributes:
        name: the amount it works out, as other rules name it.
        function: the author's function.
        text: the texts it applies.
        label: how an explanation calls the amount.
        unit: what the amount counts.
        reading: what is ours in it.
        paid_by: who pays it; None for an amount that is no line of the mission's cost.
        in_kind: true when it is given, not paid in cash.
        estimate: true when the amount stands in for something nobody knows yet.
        only_with_source: true for a line that exists once the mission's source is named.
        exception_of: the rule it sets aside when ``when`` holds.
        when: the condition of the exception, a function like the rule's.
        no_line: true for an exception that takes the line away: a mission online has no airfare, not one of nought.
        problem: for a requirement, what to say when it does not hold.
        column: for a requirement, the fact that must be mended.
    """

    name: str
    function: Callable[..., Any]
    text: tuple[Source, ...]
    label: Text
    unit: Unit
    reading: Text = NOTHING
    paid_by: PaidBy | None = None
    in_kind: bool = False
    estimate: bool = False
    only_with_source: bool = False
    exception_of: str = ""
    when: Callable[..., Any] | None = None
    no_line: bool = False
    problem: Kind | None = None
    column: str = ""

    def __attrs_post_init__(self) -> None:
        if not self.text or not all(isinstance(source, Source) for source in self.text):
            raise RuleError(RULE_WITHOUT_SOURCE.at(self.place, self.name))

    @property
    def arguments(self) -> tuple[str, ...]:
        """The other rules it names."""
        return tuple(inspect.signature(self.function).parameters)[2:]

    @property
    def place(self) -> str:
        """Where the author's function stands: file, line, name."""
        return place_of(self.function, self.name)

    def __call__(self, *arguments: Operand) -> Operand:
        """Run the author's function as it is: on symbols, or on plain numbers as a witness."""
        return self.function(*arguments)


def place_of(function: Callable[..., Any], name: str, line: int | None = None) -> str:
    """Name a place in a rule as an author finds it: ``share.py:14 (share)``."""
    code = function.__code__ if hasattr(function, "__code__") else None
    if code is None:
        return name
    file = code.co_filename.replace("\\", "/").rsplit("/", 1)[-1]
    return f"{file}:{line or code.co_firstlineno} ({name})"


class Details(TypedDict, total=False):
    """What a rule may say besides text, labels and unit; see `Rule`."""

    reading: Text
    paid_by: PaidBy
    in_kind: bool
    estimate: bool
    only_with_source: bool
    exception_of: str
    when: Callable[..., Any]
    no_line: bool


def cost_rule(
    *,
    text: Source | tuple[Source, ...],
    en: str,
    fr: str,
    unit: Unit,
    name: str = "",
    **details: Unpack[Details],
) -> Callable[[Callable[..., Any]], Rule]:
    """
    Make a rule of a function (fr: *règle de coût*).

    Args:
        text: the text it applies, or several.
        en: how the amount is called in English.
        fr: how it is called in French.
        unit: what it counts.
        name: the amount's name where it is not the function's.
        **details: the other attributes of `Rule`.

    Raises:
        RuleError: No text is named (`rule-without-source`).
    """

    def bind(function: Callable[..., Any]) -> Rule:
        texts = text if isinstance(text, tuple) else (text,)
        return Rule(name or function.__name__, function, texts, Text(en=en, fr=fr), unit, **details)

    return bind


def requirement(
    *, text: Source | tuple[Source, ...], problem: Kind, column: str, name: str = "", reading: Text = NOTHING
) -> Callable[[Callable[..., Any]], Rule]:
    """
    Make a requirement of a function that gives yes or no (fr: *condition*); what is unknown breaks no requirement.

    Args:
        text: the text it applies, or several.
        problem: what to say when it does not hold; its sentences may name the figures that were read, in braces.
        column: the fact that must be mended.
        name: its name where it is not the function's.
        reading: what is ours in it.
    """

    def bind(function: Callable[..., Any]) -> Rule:
        texts = text if isinstance(text, tuple) else (text,)
        called = name or function.__name__
        return Rule(called, function, texts, same(called), TRUTH, reading, problem=problem, column=column)

    return bind
