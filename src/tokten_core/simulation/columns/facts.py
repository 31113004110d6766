"""
The facts of many missions as columns, made once and checked: after that, no row is looked at again before it is worked out.

A column keeps its values as narrow whole numbers, its unknown rows as a mask, and its least and greatest value: its *shape*. How the rules
are worked out depends on the shapes alone, never on a row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from tokten_core.errors import Problem, UsageError, did_you_mean
from tokten_core.explain import Known
from tokten_core.parameters import plain_type
from tokten_core.rules.book import RuleBook
from tokten_core.rules.facts import MODE, UNKNOWN_FACT, FactKind
from tokten_core.rules.mission_costs import CostRules
from tokten_core.simulation.columns.mistakes import COLUMN_DERIVED, COLUMN_LENGTH, COLUMN_TYPE, MORE_ROWS, NO_COLUMNS

__all__ = ["Array", "Column", "FactColumns", "Shape", "book_of"]

Array: TypeAlias = NDArray[Any]
MOST_PROBLEMS: Final = 100
"""How many wrong rows of a column are told one by one."""
PAIR: Final = 2
DERIVED: Final = ("month", "end")
"""Facts of a mission that follow from its first day and its days."""
EPOCH: Final = dt.date(1970, 1, 1).toordinal()


@frozen
class Shape:
    """
    What is known of a column before its rows are read.

    Attributes:
        name: of the fact.
        least: its least known value, as a whole number: 0 and 1 for truths, ordinals for days, places in ``codes`` for codes.
        greatest: its greatest.
        holes: whether a row is unknown; None where all are.
        codes: the codes of a column of codes.
        truth: whether its values are yes and no.
    """

    name: str
    least: int
    greatest: int
    holes: bool | None = False
    codes: tuple[str, ...] = ()
    truth: bool = False


@frozen(eq=False)
class Column:
    """One fact of every mission: its values, its unknown rows (None where there is none), its shape."""

    shape: Shape
    values: Array
    missing: Array | None


@frozen(eq=False)
class FactColumns:
    """
    The facts of many missions by name (fr: *données en colonnes*).

    Attributes:
        kinds: the facts that there are.
        columns: a column for each fact that is given; a fact without a column is unknown in every row.
        rows: how many missions there are.

    .. versionadded:: 0.1
    """

    kinds: tuple[FactKind, ...]
    columns: Mapping[str, Column]
    rows: int
    shapes: tuple[Shape, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "shapes", tuple(column.shape for column in self.columns.values()))

    @classmethod
    def of(
        cls,
        kinds: CostRules | RuleBook | Iterable[FactKind],
        values: Mapping[str, Any],
        missing: Mapping[str, Any] | None = None,
        rows: int | None = None,
    ) -> FactColumns:
        """
        Check columns and keep them (fr: *mettre en colonnes*).

        Args:
            kinds: the facts that there are, or the rules that read them.
            values: a column by the name of its fact: an array or list of whole numbers, of truths, of codes, of days (``datetime64[D]``,
                ``dt.date`` or ordinals); amounts of money in minor units. Codes may
                come as a pair: an array of places, and the list of codes. None, NaT and masked rows are unknown; a single value holds for
                all rows.
                With cost rules, a mission is on site unless ``mode`` says otherwise; ``month`` and ``end`` follow from ``start`` and ``days``.
            missing: for columns that cannot say so themselves, the rows that are unknown, as truths.
            rows: how many missions there are, where no column tells.

        Raises:
            UsageError: A column has an unknown name, another length, a wrong type, or rows that are wrong; all are told, each row with
                its place (``days[17]``, counted from nought).

        >>> from tokten_core.text import same
        >>> from tokten_core.units import DAY
        >>> columns = FactColumns.of([FactKind("days", DAY, same("days"))], {"days": [14, None, 21]})
        >>> columns.rows, columns.row(1), columns.row(2)
        (3, {'days': None}, {'days': 21})
        """
        known = {kind.name: kind for kind in (book_of(kinds).facts if isinstance(kinds, CostRules | RuleBook) else kinds)}
        problems = [UNKNOWN_FACT.at(name, name, near=did_you_mean(name, known), known=", ".join(known), column=name)
                    for name in {**values, **(missing or {})} if name not in known]  # fmt: skip
        if isinstance(kinds, CostRules):
            problems.extend(COLUMN_DERIVED.at(name, name, column=name) for name in DERIVED if name in values)
            values = {MODE.name: MODE.usual, **values}
        lengths = {name: len(value[0] if _is_coded(value) else value) for name, value in values.items() if _is_many(value)}
        count = rows if rows is not None else next(iter(lengths.values()), None)
        if count is None:
            raise UsageError(*problems, NO_COLUMNS.at("columns"))
        problems.extend(COLUMN_LENGTH.at(name, n, rows=count, column=name) for name, n in lengths.items() if n != count)
        columns: dict[str, Column] = {}
        for name, value in values.items():
            if name in known and lengths.get(name, count) == count:
                reader = _Reader(known[name], count)
                hidden = (missing or {}).get(name)
                columns[name] = reader.column(value, None if hidden is None else np.asarray(hidden, dtype=bool))
                problems.extend(reader.problems)
        if problems:
            raise UsageError(*problems)
        return cls(tuple(known.values()), columns, count)

    def row(self, number: int) -> dict[str, Known | None]:
        """Give the facts of one row, as `RuleBook.work_out` takes them."""
        return {name: self._value(name, number) for name in self.columns}

    def _value(self, name: str, number: int) -> Known | None:
        column = self.columns[name]
        if column.shape.holes is None or (column.missing is not None and column.missing[number]):
            return None
        kind = plain_type(next(kind.unit for kind in self.kinds if kind.name == name))
        value = int(column.values[number])
        if kind is str:
            return column.shape.codes[value]
        return bool(value) if kind is bool else dt.date.fromordinal(value) if kind is dt.date else value


def book_of(rules: CostRules | RuleBook) -> RuleBook:
    """Give the book behind rules."""
    return rules.book if isinstance(rules, CostRules) else rules


def _is_many(value: object) -> bool:
    return isinstance(value, np.ndarray | Sequence) and not isinstance(value, str)


def _is_coded(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == PAIR and isinstance(value[0], np.ndarray)


class _Reader:
    """Reads one column, and gathers what is wrong in it."""

    def __init__(self, kind: FactKind, rows: int) -> None:
        self.kind, self.rows = kind, rows
        self.type = plain_type(kind.unit)
        self.problems: list[Problem] = []
        self.codes: tuple[str, ...] = ()

    def column(self, given: Any, hidden: Array | None) -> Column:
        """Make the column; what is wrong is in ``problems``."""
        if not _is_many(given):
            given = [given]
        if self.type is str and _is_coded(given):
            return self._coded(given[0], tuple(given[1]), hidden)
        values, missing = self._array(given) if isinstance(given, np.ndarray) else self._listed(list(given))
        if len(values) != self.rows:
            values, missing = np.repeat(values, self.rows), missing if missing is None else np.repeat(missing, self.rows)
        if hidden is not None:
            missing = hidden if missing is None else missing | hidden
        return self._narrow(values, missing)

    def _coded(self, places: Array, codes: tuple[str, ...], hidden: Array | None) -> Column:
        """Read a column of places in a list of codes, -1 where unknown."""
        self.codes = codes
        wrong = [place for place, code in enumerate(codes) if self.kind.fault(code, "") is not None]
        self._tell(
            np.flatnonzero(np.isin(places, wrong)).tolist(), [codes[place] if 0 <= place < len(codes) else None for place in places]
        ) if wrong else None
        unknown = places < 0
        if places.dtype.kind not in "iu" or (len(places) and int(places.max()) >= len(codes)):
            self.problems.append(COLUMN_TYPE.at(self.kind.name, str(places.dtype), expected=f"0..{len(codes) - 1}", column=self.kind.name))
            places = np.zeros(self.rows, np.int64)
        return self._narrow(places, unknown if hidden is None else unknown | hidden)

    def _array(self, given: Array) -> tuple[Array, Array | None]:
        if isinstance(given, np.ma.MaskedArray):
            values, missing = self._array(np.asarray(given.filled() if given.dtype.kind not in "OU" else given.data))
            mask = np.ma.getmaskarray(given)
            return values, mask if missing is None else missing | mask
        letter = given.dtype.kind
        if given.dtype == object or letter == "U":
            return self._listed(given.tolist())
        if self.type is dt.date and letter == "M":
            missing = np.isnat(given)
            days = given.astype("datetime64[D]")
            self._refuse(np.flatnonzero((days != given) & ~missing), given)
            return np.where(missing, 0, days.astype(np.int64)) + EPOCH, missing
        if (self.type is bool and letter == "b") or (self.type in {int, dt.date} and letter in "iu"):
            return given, None
        self.problems.append(COLUMN_TYPE.at(self.kind.name, str(given.dtype), expected=self.type.__name__, column=self.kind.name))
        return np.zeros(len(given), np.int64), None

    def _listed(self, given: list[Any]) -> tuple[Array, Array | None]:
        kinds = set(map(type, given))
        missing = np.array([value is None for value in given]) if type(None) in kinds else None
        kinds.discard(type(None))
        if self.type is dt.date and kinds == {int}:
            return np.array([0 if value is None else value for value in given]), missing
        if kinds - {self.type}:
            bad = [row for row, value in enumerate(given) if value is not None and type(value) is not self.type]
            self._tell(bad, given)
            given = [value if type(value) is self.type else None for value in given]
        if self.type is str:
            self.codes = tuple(dict.fromkeys(value for value in given if value is not None))
            places = {code: place for place, code in enumerate(self.codes)}
            wrong = [code for code in self.codes if self.kind.codes and code not in self.kind.codes]
            if wrong:
                self._tell([row for row, value in enumerate(given) if value in wrong], given)
            return np.array([places.get(value, 0) for value in given], dtype=np.int64), missing
        if self.type is dt.date:
            return np.array([1 if value is None else value.toordinal() for value in given], dtype=np.int64), missing
        values = [self.type() if value is None else value for value in given]
        try:
            return np.array(values, dtype=np.bool_ if self.type is bool else np.int64), missing
        except OverflowError:
            beyond = [row for row, value in enumerate(values) if not -(2**63) <= value < 2**63]
            self.problems.extend(COLUMN_TYPE.at(f"{self.kind.name}[{row}]", given[row], expected="64 bits", column=self.kind.name)
                                 for row in beyond[:MOST_PROBLEMS])  # fmt: skip
            return np.zeros(len(values), np.int64), missing

    def _narrow(self, values: Array, missing: Array | None) -> Column:
        name = self.kind.name
        if missing is not None and not missing.any():
            missing = None
        known = values if missing is None else values[~missing]
        if not len(known):
            return Column(Shape(name, 0, 0, None, self.kind.codes, self.type is bool), np.zeros(self.rows, np.int8), None)
        least, greatest = int(known.min()), int(known.max())
        lowest, highest = (1, dt.date.max.toordinal()) if self.type is dt.date else (0, 2**63 - 1)
        if least < lowest or greatest > highest:
            wrong = (values < lowest) | (values > highest)
            self._refuse(np.flatnonzero(wrong if missing is None else wrong & ~missing), values)
            least, greatest, values = lowest, lowest, np.full(self.rows, lowest)
        if self.type is bool:
            kept = np.array(values, dtype=np.bool_)
        else:
            kept = values.astype(next(kind for kind in (np.int8, np.int16, np.int32, np.int64) if greatest <= np.iinfo(kind).max))
        if missing is not None:
            kept[missing] = least
            missing = missing.copy()
            missing.setflags(write=False)
        kept.setflags(write=False)
        return Column(Shape(name, least, greatest, missing is not None, self.codes, self.type is bool), kept, missing)

    def _refuse(self, rows: Array, given: Array) -> None:
        self._tell([int(row) for row in rows], given)

    def _tell(self, rows: list[int], given: Any) -> None:
        for row in rows[:MOST_PROBLEMS]:
            value = given[row].item() if isinstance(given[row], np.generic) else given[row]
            place = f"{self.kind.name}[{row}]"
            self.problems.append(
                self.kind.fault(value, place) or COLUMN_TYPE.at(place, value, expected=self.type.__name__, column=self.kind.name)
            )
        if len(rows) > MOST_PROBLEMS:
            self.problems.append(MORE_ROWS.at(self.kind.name, len(rows) - MOST_PROBLEMS, column=self.kind.name))
