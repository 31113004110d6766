"""
Missions as a workbook that calculates: facts are typed in, amounts follow, figures stand on a sheet of their own with their texts.

Four sheets. *Missions* holds what a person types and reads; *Calculation* every step between, ``#N/A`` where something is unknown; *Figures*
the dated parameters, which a person may change; *Rules* the texts behind the amounts. The core writes formulas, a renderer writes the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

import attrs
from attrs import frozen

from tokten_core.content import UNKNOWN, Cell, Column, ColumnKind, Live, Report, Row, Section, Table
from tokten_core.explain import NO, YES, Known, cited
from tokten_core.money import minor_units
from tokten_core.rules import CostRules, MissionFacts
from tokten_core.rules.book import RuleBook
from tokten_core.rules.evaluate import Evaluation
from tokten_core.rules.facts import FactKind, airfare_fact
from tokten_core.rules.figure_blocks import FIRST_SERIAL, FigureBlock, FigureLine
from tokten_core.rules.formula_values import NOT_KNOWN
from tokten_core.rules.formulas import DERIVED, FormulaColumn, blocks_of, formulas
from tokten_core.rules.rule import Rule
from tokten_core.text import Language, Text, joined, same
from tokten_core.units import CODE, DATE, TRUTH, Unit

__all__ = ["facts_by_name", "live_sheet"]

TITLE: Final = Text(en="Missions: a workbook that calculates", fr="Missions : un classeur qui calcule")
MISSIONS: Final = same("Missions")
CALCULATION: Final = Text(en="Calculation", fr="Calcul")
FIGURES: Final = Text(en="Figures", fr="Barème")
RULES: Final = Text(en="Rules", fr="Règles")
CONDITION: Final = Text(en="condition: ", fr="condition : ")
KNOWN_TOTAL: Final = Text(en="Sum of what is known", fr="Somme de ce qui est connu")
UNKNOWN_ROWS: Final = Text(en="Unknown", fr="Inconnus")
BROKEN: Final = Text(en="conditions that do not hold", fr="conditions non remplies")
HEADS: Final[tuple[tuple[str, Text, ColumnKind], ...]] = (
    ("name", Text(en="figure", fr="paramètre"), "text"),
    ("label", Text(en="what it is", fr="intitulé"), "text"),
    ("since", Text(en="since", fr="depuis le"), "date"),
    ("state", Text(en="in force (1), abolished (0)", fr="en vigueur (1), supprimé (0)"), "integer"),
    ("text", Text(en="text", fr="texte"), "text"),
)
BY_KEYS: Final = Text(en="{said}, by {keys}", fr="{said}, selon : {keys}")
ONE_OR_NOUGHT: Final = Text(en=" (1 yes, 0 no)", fr=" (1 oui, 0 non)")
FIRST_DAY: Final = dt.date(1899, 12, 30) + dt.timedelta(days=FIRST_SERIAL)
NOTHING_KNOWN: Final = Live("NA()", NOT_KNOWN)


def facts_by_name(facts: MissionFacts, costs: CostRules, source: str | None = None) -> dict[str, Known | None]:
    """Give what the rules read of a mission, by the name of the fact; amounts in minor units."""
    known = {
        column.name: getattr(facts, column.name) for column in attrs.fields(MissionFacts) if column.name not in {"id", "more", "airfare"}
    }
    known |= {**facts.more, "month": facts.start and facts.start.month, "end": facts.end, "source": source}
    if facts.airfare is not None:
        known[airfare_fact(facts.airfare.currency.code, costs.currency)] = minor_units(facts.airfare)
    return known


def live_sheet(book: RuleBook, cases: Sequence[tuple[str, Mapping[str, Known | None]]], lang: Language) -> Report:
    """
    Compose a workbook of cases whose amounts are formulas (fr: *classeur vivant*).

    Args:
        book: the rules: ``pack.costs.book``.
        cases: for each its identifier and its facts by name, as `facts_by_name` gives them.
        lang: the language of the words that the formulas write; render it in the same.

    .. versionadded:: 0.1
    """
    places = _Places(book, lang)
    columns = formulas(book, places, places.blocks)
    evaluations = [Evaluation(facts) for _, facts in cases]
    return Report(
        "live-sheet",
        TITLE,
        sections=(
            Section(MISSIONS, (_missions(book, places, columns, cases, evaluations),), MISSIONS, bare=True),
            Section(FIGURES, (_figures(places),), FIGURES, bare=True),
            Section(RULES, (_rules(book),), RULES),
            Section(CALCULATION, (_calculation(columns, evaluations),), CALCULATION, bare=True),
        ),
    )


@frozen(init=False)
class _Places:
    """Where things stand: headings in the first row of each sheet, cases below in one order."""

    lang: Language
    blocks: tuple[FigureBlock, ...]
    typed: tuple[FactKind, ...]
    _tops: dict[str, int]

    def __init__(self, book: RuleBook, lang: Language) -> None:
        blocks = blocks_of(book)
        names = {kind.name for kind in book.facts}
        typed = tuple(kind for kind in book.facts if not (kind.name in DERIVED and set(DERIVED[kind.name][0].split()) <= names))
        tops, at = {}, 3  # the table's heading, then the block's
        for block in blocks:
            tops[block.key] = at
            at += len(block.lines) + 2
        self.__attrs_init__(lang, blocks, typed, tops)

    def fact(self, name: str) -> str:
        at = next(number for number, kind in enumerate(self.typed) if kind.name == name)
        return f"Missions!${_letters(at + 1)}{{row}}"

    def column(self, number: int) -> str:
        return f"${_letters(number)}{{row}}"

    def days(self, block: FigureBlock) -> str:
        return self._range(block, 2, 2)

    def states(self, block: FigureBlock) -> str:
        return self._range(block, 3, 3)

    def heads(self, block: FigureBlock) -> str:
        top = self._tops[block.key] - 1
        return f"{self.figures}!$F${top}:${_letters(4 + len(block.heads))}${top}"

    def values(self, block: FigureBlock) -> str:
        return self._range(block, 5, 4 + len(block.heads))

    def yes_no(self) -> tuple[str, str]:
        return YES.say(self.lang), NO.say(self.lang)

    @property
    def figures(self) -> str:
        return f"'{FIGURES.say(self.lang)}'"

    def _range(self, block: FigureBlock, first: int, last: int) -> str:
        top = self._tops[block.key]
        return f"{self.figures}!${_letters(first)}${top}:${_letters(last)}${top + max(len(block.lines), 1) - 1}"


def _missions(
    book: RuleBook,
    places: _Places,
    columns: Sequence[FormulaColumn],
    cases: Sequence[tuple[str, Mapping[str, Known | None]]],
    evaluations: Sequence[Evaluation],
) -> Table:
    amounts = [(number, column) for number, column in enumerate(columns) if column.step and column.unit != TRUTH]
    conditions = [number for number, column in enumerate(columns) if column.step and book.steps[column.step].rule.problem]
    heads = (
        Column("id", Text(en="mission", fr="mission")),
        *(_column(f"fact {kind.name}", kind.label, kind.unit) for kind in places.typed),
        *(_column(column.step, column.label, column.unit) for _, column in amounts),
        *((Column("broken", BROKEN, "integer"),) if conditions else ()),
    )
    rows: list[Row] = []
    for number, ((name, facts), evaluation) in enumerate(zip(cases, evaluations, strict=True), start=2):
        cells: dict[str, Cell] = {"id": name, **{f"fact {kind.name}": _typed(facts.get(kind.name), kind.unit) for kind in places.typed}}
        for at, column in amounts:
            cells[column.step] = _amount(at, column, number, evaluation, places)
        if conditions:
            cells["broken"] = _broken(conditions, columns, number, evaluation, places)
        rows.append(Row(f"mission {number}", cells))
    if rows:
        rows += _totals(places, [column for _, column in amounts], rows)
    return Table("missions", heads, tuple(rows))


def _amount(at: int, column: FormulaColumn, row: int, evaluation: Evaluation, places: _Places) -> Live:
    """Show an amount in units of its currency, or the word for unknown."""
    cell = f"'{CALCULATION.say(places.lang)}'!{_letters(at)}{row}"
    units = f"{cell}/{column.unit.sub_unit}" if column.unit.sub_unit > 1 else cell
    value = column.value(evaluation)
    return Live(f'IFERROR({units},"{UNKNOWN.value.say(places.lang)}")', UNKNOWN if value == NOT_KNOWN else value)


def _broken(conditions: Sequence[int], columns: Sequence[FormulaColumn], row: int, evaluation: Evaluation, places: _Places) -> Live:
    """Count the conditions that do not hold; what is unknown breaks none."""
    cells = [f"'{CALCULATION.say(places.lang)}'!{_letters(at)}{row}" for at in conditions]
    text = "+".join(f"(1-IFERROR({cell},1))" for cell in cells)
    return Live(text, sum(columns[at].value(evaluation) == 0 for at in conditions))


def _totals(places: _Places, amounts: Sequence[FormulaColumn], rows: Sequence[Row]) -> Iterator[Row]:
    """Add up what is known, and count beside it what is not: a sum alone would pass over it in silence."""
    last, word = len(rows) + 1, UNKNOWN.value.say(places.lang)
    sums: dict[str, Cell] = {"id": KNOWN_TOTAL}
    holes: dict[str, Cell] = {"id": UNKNOWN_ROWS}
    for at, column in enumerate(amounts, start=1 + len(places.typed)):
        if not column.unit.currency:
            continue
        values = [cell.value for row in rows if isinstance(cell := row.cells[column.step], Live)]
        cells = f"{_letters(at)}2:{_letters(at)}{last}"
        known = [value for value in values if isinstance(value, int)]
        sums[column.step] = Live(f'IF(COUNT({cells})=0,"{word}",SUM({cells}))', sum(known) if known else UNKNOWN)
        holes[column.step] = Live(f'COUNTIF({cells},"{word}")&""', str(values.count(UNKNOWN)))
    yield Row("sum", sums, "total")
    yield Row("unknown", holes, "subtotal")


def _calculation(columns: Sequence[FormulaColumn], evaluations: Sequence[Evaluation]) -> Table:
    heads = tuple(Column(column.key, column.label or same(column.key), "decimal", width=12) for column in columns)
    rows = (
        Row(
            f"mission {number}",
            {column.key: Live(column.text.replace("{row}", str(number)), column.value(evaluation)) for column in columns},
        )
        for number, evaluation in enumerate(evaluations, start=2)
    )
    return Table("calculation", heads, tuple(rows))


def _figures(places: _Places) -> Table:
    widest = max((len(block.heads) for block in places.blocks), default=1)
    heads = (
        *(Column(key, label, kind) for key, label, kind in HEADS),
        *(Column(f"value {n}", same(str(n + 1)), "decimal", width=12) for n in range(widest)),
    )
    return Table("figures", heads, tuple(row for block in places.blocks for row in _block(block, places)))


def _block(block: FigureBlock, places: _Places) -> Iterator[Row]:
    heads = {f"value {n}": head for n, head in enumerate(block.heads)}
    yield Row(block.key, {"name": block.key, "label": _label(block), **heads}, "subtotal")
    for number, line in enumerate(block.lines):
        yield Row(f"{block.key} {number}", _line(block, line, places))
    if not block.lines:
        yield Row(f"{block.key} none", {"state": NOTHING_KNOWN, "value 0": NOTHING_KNOWN})
    if block.lines:
        yield Row(f"{block.key} end")


def _label(block: FigureBlock) -> Text:
    """Say what a figure is, what it counts and by what it is looked up."""
    parameter = block.parameter
    unit = parameter.unit.many
    said = parameter.label + (same(" (") + unit + same(")") if unit else unit)
    keys = [key.label + (ONE_OR_NOUGHT if key.unit == TRUTH else same("")) for key in parameter.keys]
    return BY_KEYS.fill(said=said, keys=joined(keys)) if keys else said


def _line(block: FigureBlock, line: FigureLine, places: _Places) -> dict[str, Cell]:
    state: Cell = {"in force": 1, "abolished": 0}.get(line.state, NOTHING_KNOWN)
    cells: dict[str, Cell] = {"since": max(line.since, FIRST_DAY), "state": state, "text": line.text}
    for n, value in enumerate(line.values):
        shown: Cell = value
        if value is None:
            shown = NOTHING_KNOWN
        elif isinstance(value, bool):
            shown = places.yes_no()[not value]
        elif isinstance(value, int) and block.parameter.parts > 1:
            shown = Decimal(value) / block.parameter.parts
        cells[f"value {n}"] = shown
    return cells


def _rules(book: RuleBook) -> Table:
    heads = (
        Column("label", Text(en="amount or condition", fr="montant ou condition"), width=30),
        Column("text", Text(en="text", fr="texte"), width=40),
        Column("reading", Text(en="reading", fr="lecture"), width=60),
    )
    rows = tuple(
        Row(name, {"label": _called(book, step.rule), "text": cited(step.rule.text), "reading": step.rule.reading})
        for name, step in book.steps.items()
    )
    return Table("rules", heads, rows)


def _called(book: RuleBook, rule: Rule) -> Text:
    """Call a rule by its amount, and a requirement by the fact that it looks at: its own name is for programs."""
    if rule.problem is None:
        return rule.label
    return CONDITION + next((kind.label for kind in book.facts if kind.name == rule.column), same(rule.column))


def _column(key: str, label: Text, unit: Unit) -> Column:
    if unit.currency:
        return Column(key, label + same(" (") + unit.many + same(")"), "money", currency=unit.currency)
    if unit == DATE:
        return Column(key, label, "date")
    return Column(key, label, "text" if unit in {CODE, TRUTH} else "integer")


def _typed(value: Known | None, unit: Unit) -> Cell:
    """Give a fact as a person types it."""
    if unit == TRUTH and value is not None:
        return YES if value else NO
    return value if isinstance(value, int | str | dt.date) else None


def _letters(column: int) -> str:
    name, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
