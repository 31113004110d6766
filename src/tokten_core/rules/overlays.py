"""
What if: a programme's rules with some figures and payers put otherwise, everything else as it is.

A *hypothesis* changes figures from a day on ("the per diem is 25 000 from 2010"), or who pays a component ("teaching hours are paid by UNDP").
It is laid over the cost rules and gives cost rules; nothing of the programme is changed, and what is put otherwise carries the hypothesis as
its source, so that no explanation can be taken for a text.
"""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import attrs
from attrs import field, frozen

from tokten_core.errors import Kind, Problem, UsageError, did_you_mean
from tokten_core.parameters import Dated, Figures, Key, Parameter, Row, Value, plain_type
from tokten_core.rules.eligibility import Fund
from tokten_core.rules.mission_costs import CostRules
from tokten_core.rules.nodes import Figure, Step, within
from tokten_core.rules.plain import Operand
from tokten_core.rules.rule import PaidBy, Rule
from tokten_core.sources import Source
from tokten_core.text import Text
from tokten_core.units import TRUTH

__all__ = ["FigureChange", "Hypothesis", "PayerChange"]

SOURCE_PAYS: Final = "source_pays"
"""The amount that is left to the source that funds a mission."""
HYPOTHESIS: Final = Source(id="hypothesis", document=Text(en="Hypothesis", fr="Hypothèse"), inferred=True)

NO_FIGURE: Final = Kind(
    "what-if-unknown-figure",
    says=Text(en="there is no figure {value}{near}", fr="il n'y a pas de paramètre {value}{near}"),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Correct the name.", fr="Corrigez le nom."),
)
WRONG_ROW: Final = Kind(
    "what-if-row",
    says=Text(en="the keys {value} choose no row of {figure}", fr="les clés {value} ne désignent aucune ligne de {figure}"),
    allowed=Text(en="{keys}", fr="{keys}"),
    remedy=Text(
        en="Name a value for each key, or leave out a key to change all its rows.",
        fr="Donnez une valeur à chaque clé, ou omettez-en une pour changer toutes ses lignes.",
    ),
)
WRONG_VALUE: Final = Kind(
    "what-if-value",
    says=Text(en="{figure} cannot be {value}", fr="{figure} ne peut pas valoir {value}"),
    allowed=Text(en="{type}, in counted parts ({unit})", fr="{type}, en parties comptées ({unit})"),
    remedy=Text(en="Give a value of this type.", fr="Donnez une valeur de ce type."),
)
NO_PAYER: Final = Kind(
    "what-if-payer",
    says=Text(en="{value} pays nothing here{near}", fr="{value} ne paie rien ici{near}"),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Correct the name.", fr="Corrigez le nom."),
)
NOT_A_LINE: Final = Kind(
    "what-if-not-a-line",
    says=Text(
        en="{value} is no line in cash that a source pays{near}", fr="{value} n'est pas une ligne en espèces que paie une source{near}"
    ),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Name a line.", fr="Nommez une ligne."),
)


@frozen
class FigureChange:
    """
    One figure put otherwise from a day on (fr: *chiffre modifié*).

    Attributes:
        figure: the parameter's name.
        value: in counted parts: francs, cents, parts of the scale.
        since: first day on which it applies.
        keys: which rows of its table; a key that is left out takes all of them.
    """

    figure: str
    value: Value
    since: dt.date
    keys: Mapping[str, Value] = field(factory=dict)


@frozen
class PayerChange:
    """
    A line that another source pays, whoever funds the mission (fr: *payeur modifié*).

    Attributes:
        line: the component in cash: ``teaching_hours``.
        source: who pays it.
    """

    line: str
    source: str


@frozen
class Hypothesis:
    """
    What is put otherwise (fr: *hypothèse*).

    Attributes:
        figures: figures with another value.
        payers: lines with another payer.

    .. versionadded:: 0.1
    """

    figures: tuple[FigureChange, ...] = ()
    payers: tuple[PayerChange, ...] = ()

    def over(self, costs: CostRules) -> CostRules:
        """
        Lay it over cost rules (fr: *appliquer l'hypothèse*).

        Raises:
            UsageError: It speaks of a figure, a row, a line or a source that there is not; every problem is told.
        """
        problems = tuple(self._problems(costs))
        if problems:
            raise UsageError(*problems)
        figures = dict(costs.figures)
        for change in self.figures:
            figures[change.figure] = _changed(figures[change.figure], change)
        rules = costs.rules
        for payer in self.payers:
            rules = tuple(_paid_by(rule, payer, costs.fund(payer.source)) for rule in rules)
        return attrs.evolve(costs, figures=Figures.of(figures.values()), rules=rules)

    def behind(self, step: Step, day: dt.date | None = None) -> tuple[Text, ...]:
        """
        Name what is put otherwise and read by an amount, directly or through others (fr: *cause de l'écart*).

        Args:
            step: the amount.
            day: the last day on which it may read a figure; None for any.
        """
        changed = {change.figure for change in self.figures if day is None or change.since <= day}
        read = {node.parameter.name: node.parameter.label for node in within(step) if isinstance(node, Figure)}
        payers = {payer.line for payer in self.payers}
        steps = {node.rule.name: node.rule.label for node in within(step) if isinstance(node, Step)}
        moved = [Text(en="payer of {line}", fr="payeur de : {line}").fill(line=label) for name, label in steps.items() if name in payers]
        return (*(label for name, label in read.items() if name in changed), *moved)

    def _problems(self, costs: CostRules) -> Iterator[Problem]:
        for change in self.figures:
            if change.figure not in costs.figures:
                near = did_you_mean(change.figure, costs.figures)
                yield NO_FIGURE.at("what-if", change.figure, near=near, known=", ".join(costs.figures))
            else:
                yield from _faults(costs.figures[change.figure], change)
        lines = [step.rule.name for step in costs.steps.values() if _is_cash_line(step.rule)]
        for payer in self.payers:
            if payer.line not in lines:
                yield NOT_A_LINE.at("what-if", payer.line, near=did_you_mean(payer.line, lines), known=", ".join(lines))
            if payer.source not in costs.sources:
                yield NO_PAYER.at("what-if", payer.source, near=did_you_mean(payer.source, costs.sources), known=", ".join(costs.sources))


def _faults(parameter: Parameter, change: FigureChange) -> Iterator[Problem]:
    wanted = plain_type(parameter.unit)
    if type(change.value) is not wanted:
        facts = {"figure": parameter.label, "type": wanted.__name__, "unit": parameter.unit.name}
        yield WRONG_VALUE.at("what-if", change.value, **facts)
    if not _rows(parameter, change):
        said = ", ".join(f"{name}={value}" for name, value in change.keys.items()) or "-"
        yield WRONG_ROW.at("what-if", said, figure=parameter.label, keys=_allowed(parameter))


def _allowed(parameter: Parameter) -> str:
    """List the values that each key of a table has."""
    rows = [row for version in parameter.history for row in version.rows]
    return (
        "; ".join(
            f"{key.name}: {', '.join(sorted({_written(key, row[index]) for row in rows}))}" for index, key in enumerate(parameter.keys)
        )
        or "-"
    )


def _written(key: Key, value: Value) -> str:
    return str(value).lower() if key.unit == TRUTH else str(value)


def _rows(parameter: Parameter, change: FigureChange) -> tuple[Row, ...]:
    """Give the rows that a change chooses; a single figure has one, even where no text gave it a value."""
    names = [key.name for key in parameter.keys]
    if not names:
        return () if change.keys else ((),)
    if not set(change.keys) <= set(names):
        return ()
    known = dict.fromkeys(row for version in parameter.history for row in version.rows)
    return tuple(row for row in known if all(row[names.index(name)] == value for name, value in change.keys.items()))


def _changed(parameter: Parameter, change: FigureChange) -> Parameter:
    """Cut the text in force short of the day of the change, and give it and each later one the new value in the rows chosen."""
    rows = dict.fromkeys(_rows(parameter, change), change.value)
    earlier = [version for version in parameter.history if version.since < change.since]
    later = [version for version in parameter.history if version.since >= change.since]
    held = earlier.pop() if earlier and not _ended(earlier[-1], change.since) else None
    cut = [] if held is None else [attrs.evolve(held, until=change.since - dt.timedelta(days=1))]
    if not later or later[0].since > change.since:
        kept = {} if held is None else held.rows
        cut.append(Dated(change.since, HYPOTHESIS, {**kept, **rows}, until=None if held is None else held.until))
    supposed = [
        version if version.abolished else attrs.evolve(version, rows={**version.rows, **rows}, source=HYPOTHESIS) for version in later
    ]
    return attrs.evolve(parameter, history=(*earlier, *cut, *supposed))


def _ended(version: Dated, day: dt.date) -> bool:
    return version.until is not None and version.until < day


def _is_cash_line(rule: Rule) -> bool:
    return rule.paid_by is not None and not rule.in_kind and not rule.only_with_source


def _paid_by(rule: Rule, payer: PayerChange, fund: Fund) -> Rule:
    """Give a line its payer, and take the line off what the mission's own source pays."""
    if rule.name == payer.line:
        return attrs.evolve(rule, paid_by=PaidBy(payer.source, fund.label, (HYPOTHESIS,)))
    if rule.name != SOURCE_PAYS or rule.exception_of:
        return rule
    return attrs.evolve(rule, function=_less(rule, payer.line), text=(*rule.text, HYPOTHESIS))


def _less(rule: Rule, line: str) -> Callable[..., Operand]:
    """Make a rule's function that takes a line off what the rule gives; the engine reads which amounts it needs from its signature."""
    needed = list(rule.arguments) + ([] if line in rule.arguments else [line])

    def rest(mission: Operand, figures: Operand, *amounts: Operand) -> Operand:
        by_name = dict(zip(needed, amounts, strict=True))
        return rule.function(mission, figures, *(by_name[name] for name in rule.arguments)) - by_name[line]

    names = ["mission", "figures", *needed]
    rest.__signature__ = inspect.Signature([inspect.Parameter(name, inspect.Parameter.POSITIONAL_ONLY) for name in names])  # type: ignore[attr-defined]
    return rest
