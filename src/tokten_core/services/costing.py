"""
Cost missions that stand in rows of text, and write what they cost as JSON.

A row is a mission as somebody typed it: a cell for each column, and the line it stands on. Each cell is read in one way only (digits,
``true`` or ``false``, ISO days); an empty cell is unknown, never zero. Whatever is wrong in a row is a problem of that row, all of them at
once, and the other rows are costed all the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

import attrs

from tokten_core.errors import InputError, Kind, Problem, did_you_mean, shown
from tokten_core.explain import Known, cited
from tokten_core.money import Money
from tokten_core.periods import NOT_A_DAY, parse_day
from tokten_core.rules import Costing, CostLine, CostRules, MissionFacts
from tokten_core.rules.facts import MODE, FactKind
from tokten_core.rules.mission_problems import fare_problem
from tokten_core.text import DEFAULT_LANGUAGE, Language, Text, say
from tokten_core.units import CODE, DATE, TRUTH

__all__ = ["OPTIONAL_COLUMNS", "REQUIRED_COLUMNS", "MissionRow", "Row", "check_columns", "cost", "cost_rows", "facts_of_rows", "to_json"]

NEEDED: Final = ("mission_id", "residence", "start", "days")
"""What every row must say."""
REQUIRED_COLUMNS: Final = (*NEEDED, "thesis_supervision", "teaching_hours", "airfare", "lodging_nights", "for_profit", "cost_share")
"""The columns that must be there; beyond the first four, their cells may be empty."""
OPTIONAL_COLUMNS: Final = ("committee_consulted", "airfare_currency", "mode")
"""The columns that may be there; so may one for each fact of the pack's own, under the name of the fact."""
ON_SITE: Final = MissionFacts("").mode
"""How a mission is held that does not say it."""
TRUTHS: Final = {"true": True, "false": False}
LONGEST_NUMBER: Final = 12
LONGEST_TEXT: Final = 200

COLUMN_UNKNOWN = Kind(
    "column-unknown",
    says=Text(en="the column {value} is unknown{near}", fr="la colonne {value} est inconnue{near}"),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Correct the heading, or take the column out.", fr="Corrigez le titre, ou retirez la colonne."),
)
COLUMN_MISSING = Kind(
    "column-missing",
    says=Text(en="the column {value} is missing", fr="la colonne {value} manque"),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Add it; its cells may be empty where nothing is known.", fr="Ajoutez-la ; ses cellules peuvent rester vides."),
)
COLUMN_REPEATED = Kind(
    "column-repeated",
    says=Text(en="the column {value} stands there twice", fr="la colonne {value} figure deux fois"),
    allowed=Text(en="each column once", fr="chaque colonne une fois"),
    remedy=Text(en="Take one out.", fr="Retirez-en une."),
)
ROW_TOO_SHORT = Kind(
    "row-too-short",
    says=Text(en="the row has no cell for {value}", fr="la ligne n'a pas de cellule pour {value}"),
    allowed=Text(en="a cell for each column, empty where nothing is known", fr="une cellule par colonne, vide si rien n'est connu"),
    remedy=Text(en="Look for a missing comma.", fr="Cherchez une virgule manquante."),
)
ROW_TOO_LONG = Kind(
    "row-too-long",
    says=Text(
        en="the row has cells beyond the last column: {value}", fr="la ligne a des cellules au-delà de la dernière colonne : {value}"
    ),
    allowed=Text(en="a cell for each column", fr="une cellule par colonne"),
    remedy=Text(en="Look for a comma inside a text or an amount.", fr="Cherchez une virgule dans un texte ou un montant."),
)
VALUE_MISSING = Kind(
    "value-missing",
    says=Text(en="the cell is empty", fr="la cellule est vide"),
    allowed=Text(en="a value in each row", fr="une valeur dans chaque ligne"),
    remedy=Text(en="Fill it in.", fr="Remplissez-la."),
)
NOT_WHOLE = Kind(
    "not-a-whole-number",
    says=Text(en="{value} is not a whole number in digits", fr="{value} n'est pas un nombre entier en chiffres"),
    allowed=Text(
        en="digits only, below 1 000 000 000 000; empty if unknown", fr="des chiffres seuls, moins de 1 000 000 000 000 ; vide si inconnu"
    ),
    remedy=Text(
        en="Write it without spaces, points, signs or currency.",
        fr="Écrivez-le sans espaces, points, signes ni monnaie.",
    ),
)
NOT_A_TRUTH = Kind(
    "not-true-or-false",
    says=Text(en="{value} is neither true nor false", fr="{value} n'est ni true ni false"),
    allowed=Text(en="true or false; empty if unknown", fr="true ou false ; vide si inconnu"),
    remedy=Text(en="Write true or false in small letters.", fr="Écrivez true ou false en minuscules."),
)
CELL_TOO_LONG = Kind(
    "cell-too-long",
    says=Text(en="{value} is too long", fr="{value} est trop long"),
    allowed=Text(en="at most {longest} characters", fr="au plus {longest} caractères"),
    remedy=Text(en="Shorten it.", fr="Raccourcissez-le."),
)
ID_REPEATED = Kind(
    "mission-id-repeated",
    says=Text(en="the mission {value} stands already on line {first}", fr="la mission {value} figure déjà à la ligne {first}"),
    allowed=Text(en="each mission once", fr="chaque mission une fois"),
    remedy=Text(en="Take one out, or give it another id.", fr="Retirez-en une, ou donnez-lui un autre identifiant."),
)


class MissionRow(Protocol):
    """One row as it stands in a table (fr: *ligne*): its line, its cells by column, and cells beyond the last column."""

    @property
    def line(self) -> int:
        """The line it stands on, the heading being the first."""

    @property
    def cells(self) -> Mapping[str, str]:
        """Each cell by its column, as typed; one that the row lacks is absent."""

    @property
    def surplus(self) -> Sequence[str]:
        """Cells beyond the last column."""


@attrs.frozen
class Row:
    """The plain `MissionRow` (fr: *ligne*)."""

    line: int
    cells: Mapping[str, str]
    surplus: tuple[str, ...] = ()


def cost(facts: MissionFacts, rules: CostRules, source: str | None = None) -> Costing:
    """
    Work out what one mission costs (fr: *coût d'une mission*).

    Args:
        facts: what is known of it.
        rules: the cost rules of a programme: ``pack.costs``.
        source: the source that funds it; None for nobody in particular yet.

    Raises:
        UsageError: There is no such source (`unknown-source`).

    .. versionadded:: 0.1
    """
    return rules.cost(facts, source)


def check_columns(columns: Sequence[str], place: str = "heading", more: Iterable[FactKind] = ()) -> None:
    """
    Check the heading of a table of missions (fr: *titres des colonnes*).

    Args:
        columns: the heading.
        place: what the problems call it.
        more: the facts of a pack's own, ``pack.costs.more_facts``: each may have a column of its name.

    Raises:
        InputError: A column is unknown, missing or there twice; every problem is told.
    """
    problems = tuple(_heading(columns, place, _all_columns(more)))
    if problems:
        raise InputError(*problems)


def cost_rows(
    rows: Iterable[MissionRow],
    rules: CostRules,
    source: str | None = None,
    *,
    columns: Collection[str] | None = None,
    name: str = "missions",
) -> list[Costing]:
    """
    Cost missions that stand in rows of text (fr: *chiffrer des missions*).

    Args:
        rows: the rows, as typed.
        rules: the cost rules of a programme: ``pack.costs``.
        source: the source that funds them; None for nobody in particular yet.
        columns: the columns of the heading; without it, those that any row has.
        name: what the problems call the table.

    Returns:
        One costing for each row, in their order; a row with a problem has its problems and no amounts.

    Raises:
        UsageError: There is no such source (`unknown-source`).

    .. versionadded:: 0.1
    """
    if source is not None:
        rules.fund(source)
    listed = list(rows)
    known = {*REQUIRED_COLUMNS, *(columns or (column for row in listed for column in row.cells))}
    wanted = tuple(column for column in _all_columns(rules.more_facts) if column in known)
    first_lines: dict[str, int] = {}
    return [_cost_row(row, rules, source, wanted, name, first_lines) for row in listed]


def facts_of_rows(rows: Iterable[MissionRow], rules: CostRules, name: str = "missions") -> list[MissionFacts]:
    """
    Read the facts of missions that stand in rows of text (fr: *données des missions*); what cannot be read is unknown.

    Args:
        rows: the rows, as typed, already held to `cost_rows`, which tells what is wrong with them.
        rules: the cost rules of a programme: ``pack.costs``.
        name: what the table is called.

    .. versionadded:: 0.1
    """
    wanted = _all_columns(rules.more_facts)
    return [_Reading(row, rules, name).facts(tuple(column for column in wanted if column in row.cells)) for row in rows]


def to_json(costing: Costing, lang: Language = DEFAULT_LANGUAGE) -> dict[str, Any]:
    """
    Write a costing as plain data for JSON (fr: *coût en JSON*): amounts in minor units, sentences in one language, keys and codes in none.

    .. versionadded:: 0.1
    """
    return {
        "mission_id": say(shown(costing.mission_id), lang) if len(costing.mission_id) > LONGEST_TEXT else costing.mission_id,
        "currency": costing.currency,
        "total": costing.total,
        "incomplete": costing.incomplete,
        "lines": [_line(costing, line, lang) for line in costing.items],
        "shares": [{"payer": share.payer, "amount": share.amount} for share in costing.shares],
        "instalments": [{"amount": part.amount, "due": part.due, "condition": part.condition} for part in costing.instalments],
        "problems": [_problem(problem, lang) for problem in costing.problems],
    }


def _all_columns(more: Iterable[FactKind]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS, *(kind.name for kind in more))))


def _heading(columns: Sequence[str], place: str, all_columns: tuple[str, ...]) -> Iterator[Problem]:
    known = ", ".join(all_columns)
    for index, column in enumerate(columns):
        if column not in all_columns:
            near = did_you_mean(column, [name for name in all_columns if name not in columns])
            yield COLUMN_UNKNOWN.at(place, column, near=near, known=known)
        elif column in columns[:index]:
            yield COLUMN_REPEATED.at(place, column)
    for column in REQUIRED_COLUMNS:
        if column not in columns:
            yield COLUMN_MISSING.at(place, column, known=known)


def _cost_row(
    row: MissionRow, rules: CostRules, source: str | None, wanted: tuple[str, ...], name: str, first_lines: dict[str, int]
) -> Costing:
    reading = _Reading(row, rules, name)
    facts = reading.facts(wanted)
    if facts.id and first_lines.setdefault(facts.id, row.line) != row.line:
        reading.wrong(ID_REPEATED, "mission_id", facts.id, first=first_lines[facts.id])
    told = {problem.facts["column"] for problem in reading.problems}
    # A row whose first day cannot be read is judged by the first day covered: its other faults are told all the same.
    costing = rules.cost(attrs.evolve(facts, start=rules.covers.start) if "start" in told else facts, source)
    untold = [reading.placed(problem) for problem in costing.problems if problem.facts["column"] not in told]
    problems = (*reading.problems, *untold)
    return attrs.evolve(costing, facts=facts).with_problems(problems) if problems else costing


class _Reading:
    """Reads one row into facts, and gathers what is wrong with it; what cannot be read is unknown."""

    def __init__(self, row: MissionRow, rules: CostRules, name: str) -> None:
        self._row, self._rules, self._name = row, rules, name
        self.problems: list[Problem] = []

    def facts(self, wanted: Iterable[str]) -> MissionFacts:
        """Give the facts of the row."""
        self._shape(wanted)
        return MissionFacts(
            id=self._text("mission_id") or "",
            residence=self._text("residence"),
            start=self._day("start"),
            days=self._whole("days"),
            thesis_supervision=self._truth("thesis_supervision"),
            teaching_hours=self._whole("teaching_hours"),
            airfare=self._fare(),
            lodging_nights=self._whole("lodging_nights"),
            for_profit=self._truth("for_profit"),
            cost_share=self._whole("cost_share"),
            committee_consulted=self._truth("committee_consulted"),
            mode=self._code(MODE) or ON_SITE,
            more=self._more(),
        )

    def wrong(self, kind: Kind, column: str, value: object, **facts: object) -> None:
        """Gather a problem of a cell."""
        self.problems.append(self.placed(kind.at("", value, column=column, **facts)))

    def placed(self, problem: Problem) -> Problem:
        """Give a problem the place and the line of the cell, and the value as it was typed."""
        column = problem.facts["column"]
        typed = self._row.cells.get(column) or problem.value
        place = f"{self._name}:{self._row.line}" + (f".{column}" if column else "")
        return attrs.evolve(problem, place=place, value=typed, facts={**problem.facts, "line": self._row.line})

    def _shape(self, wanted: Iterable[str]) -> None:
        missing = [column for column in wanted if column not in self._row.cells]
        if missing:
            self.wrong(ROW_TOO_SHORT, "", ", ".join(missing))
        if self._row.surplus:
            self.wrong(ROW_TOO_LONG, "", ", ".join(self._row.surplus))

    def _cell(self, column: str) -> str | None:
        """Give what stands in a cell, None for nothing."""
        typed = self._row.cells.get(column)
        if typed is None or typed.strip():
            return typed
        if column in NEEDED:
            self.wrong(VALUE_MISSING, column, None)
        return None

    def _text(self, column: str) -> str | None:
        typed = self._cell(column)
        if typed is not None and len(typed) > LONGEST_TEXT:
            self.wrong(CELL_TOO_LONG, column, typed, longest=LONGEST_TEXT)
        return typed

    def _whole(self, column: str) -> int | None:
        typed = self._cell(column)
        if typed is None:
            return None
        digits = re.fullmatch(r"0*([0-9]+)", typed)
        if digits is None or len(digits[1]) > LONGEST_NUMBER:
            self.wrong(NOT_WHOLE, column, typed)
            return None
        return int(digits[1])

    def _truth(self, column: str) -> bool | None:
        typed = self._cell(column)
        if typed is not None and typed not in TRUTHS:
            self.wrong(NOT_A_TRUTH, column, typed)
        return TRUTHS.get(typed or "")

    def _day(self, column: str) -> dt.date | None:
        typed = self._cell(column)
        if typed is None:
            return None
        try:
            return parse_day(typed)
        except InputError:
            self.wrong(NOT_A_DAY, column, typed)
            return None

    def _more(self) -> dict[str, Any]:
        return {kind.name: self._fact(kind) for kind in self._rules.more_facts if kind.name in self._row.cells}

    def _fact(self, kind: FactKind) -> Known | None:
        """Read a fact of the pack's own as its unit says; money in whole units of its currency, as an airfare."""
        if kind.unit == CODE:
            return self._code(kind)
        if kind.unit in {TRUTH, DATE}:
            return self._truth(kind.name) if kind.unit == TRUTH else self._day(kind.name)
        whole = self._whole(kind.name)
        return None if whole is None else whole * kind.unit.sub_unit

    def _code(self, kind: FactKind) -> str | None:
        typed = self._text(kind.name)
        fault = None if typed is None else kind.fault(typed, "")
        if fault is not None:
            self.problems.append(self.placed(fault))
            return None
        return typed

    def _fare(self) -> Money | None:
        amount, code = self._whole("airfare"), self._cell("airfare_currency") or self._rules.currency
        if code not in self._rules.fare_currencies:
            self.problems.append(self.placed(fare_problem(self._rules, "", code)))
            return None
        return None if amount is None else Money(amount, code)


def _line(costing: Costing, line: CostLine, lang: Language) -> dict[str, Any]:
    return {
        "component": line.component,
        "amount": line.amount,
        "in_kind": line.in_kind,
        "estimate": line.estimate,
        "payer": line.payer,
        "source": cited(line.text).say(lang),
        "because": costing.because(line.component, lang),
    }


def _problem(problem: Problem, lang: Language) -> dict[str, Any]:
    return {
        "code": problem.code,
        "column": problem.facts.get("column") or None,
        "line": problem.facts.get("line"),
        "value": _typed(problem.value, lang),
        "allowed": problem.allowed.say(lang),
        "remedy": problem.remedy.say(lang),
        "message": problem.say(lang),
    }


def _typed(value: object, lang: Language) -> str | None:
    """Give a value as it is typed in a cell; a long one shortened."""
    if value is None:
        return None
    return say(shown(str(value).lower() if isinstance(value, bool) else value), lang)
