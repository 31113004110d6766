"""
Records to rows and rows to records, compiled from the definitions: the straight way for the hundred thousand rows that are right.

For each kind of record a few lines of Python are written from its facts, once, and compiled. They take a row only where it is surely right;
whatever else stands there, they hand to the *careful* way of ``convert``, which gives the same record or says what is wrong and where. So
there is one meaning of a row, and every problem keeps its words.

A row is a sequence of plain values in the order of ``columns``; ``writer`` gives it, ``maker`` takes it.

>>> from tokten_core.model.expert import Residence
>>> write, make = writer(Residence), maker(Residence)
>>> residence = next(make([("r1", "E1", "FR", "2004-09-01", "")], print))
>>> write(residence)
('r1', 'E1', 'FR', datetime.date(2004, 9, 1), None)
>>> [*make([("r2", "E1", "FR", "01/09/2004", None)], lambda row: print("careful:", row))]
careful: ('r2', 'E1', 'FR', '01/09/2004', None)
[]
"""

from __future__ import annotations

import datetime as dt
import enum
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias, TypeVar, cast

import attrs

from tokten_core.errors import ToktenError
from tokten_core.money import Money, currency
from tokten_core.records import Fact, Record, facts_of
from tokten_core.schema import Column, ColumnType, columns
from tokten_core.text import Text
from tokten_core.values import LONGEST_IDENTIFIER, LONGEST_TEXT, MOST_DIGITS, faults_in

__all__ = ["Careful", "Maker", "maker", "writer"]

R = TypeVar("R", bound=Record)
Careful: TypeAlias = Callable[[Sequence[Any]], R | None]
"""Takes a row that is not surely right; gives its record, or keeps its problems and gives None."""
Maker: TypeAlias = Callable[[Iterable[Sequence[Any]], Careful[R]], Iterator[R]]
_AS_THEY_ARE: Mapping[ColumnType, Callable[[Any], Any]] = {}
_BEYOND = 10**MOST_DIGITS
_WHOLE = re.compile(r"-?[0-9]{1,18}").fullmatch
_EXACT = re.compile(r"-?[0-9]{1,28}(\.[0-9]{1,28})?").fullmatch
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_MOST_DAYS = 100_000


def writer(
    kind: type[Record], written: Mapping[ColumnType, Callable[[Any], Any]] = _AS_THEY_ARE, *, numbered: bool = False
) -> Callable[..., tuple[Any, ...]]:
    """
    Compile what gives a record of one kind as a row.

    Args:
        kind: the record class.
        written: how a store writes the values of a type of column, where it does not take them as they are; unknown stays None.
        numbered: true where each row begins with a number, which is then given before the record.

    >>> from tokten_core.model.expert import Residence
    >>> writer(Residence, {"date": str})(Residence(id="r1", expert="E1", country="FR", start=dt.date(2004, 9, 1)))
    ('r1', 'E1', 'FR', '2004-09-01', None)
    """
    known = {"scaled": _scaled, **{f"write_{name}": write for name, write in written.items()}}
    cells = ", ".join(_cell(column, column.type in written) for column in columns(kind))
    source = f"lambda number, record: (number, {cells})" if numbered else f"lambda record: ({cells},)"
    return cast("Callable[..., tuple[Any, ...]]", eval(source, known))  # noqa: S307 - written by us, from our own definitions


def _cell(column: Column, is_written: bool) -> str:  # noqa: FBT001 - one of two forms
    value = f"record.{column.fact.name}"
    if column.part in {"en", "fr"}:
        return f"{value}.{column.part}" if not column.fact.optional else f"None if {value} is None else {value}.{column.part}"
    if column.fact.type is Money:
        whole = "value.currency.code" if column.part else "scaled(value)"
    elif column.choices:
        whole = "value._value_"
    elif is_written:
        whole = f"write_{column.type}(value)"
    elif column.type == "array":
        whole = "list(value)"
    else:
        return value
    return f"None if (value := {value}) is None else {whole}" if column.fact.optional else whole.replace("value", value, 1)


def _scaled(amount: Money) -> int:
    """Count an amount of a record in whole minor units: it has no parts of them, or the record would not be."""
    scale = amount.currency.sub_unit
    return int(amount.amount if scale == 1 else amount.amount * scale)


def maker(kind: type[R], *, bits: bool = False, numbered: bool = False) -> Maker[R]:
    """
    Compile what makes records of rows, one after the other.

    Args:
        kind: the record class.
        bits: true where truth values come as 0 and 1.
        numbered: true where each row begins with a number, which is not of the record.

    Returns:
        A function of the rows and of the careful way, which takes the rows that are not surely right.
    """
    return cast("Maker[R]", _maker(cast("Any", kind), bits, numbered))


@cache
def _maker(kind: type[Record], bits: bool, numbered: bool) -> Any:  # noqa: FBT001 - the key of the cache
    facts = facts_of(kind)
    known: dict[str, Any] = {"new": object.__new__, "kind": kind, "put": object.__setattr__, **_HELPERS}
    lines: list[str] = []
    position = 0
    for number, fact in enumerate(facts.values()):
        parts = 2 if fact.type in {Money, Text} else 1
        own = [f"c{position + part}" for part in range(parts)]
        position += parts
        known[f"default{number}"], known[f"set{number}"] = fact.default, kind.__dict__[fact.name].__set__
        known[f"codes{number}"] = {member.value: member for member in fact.type} if _is_enum(fact.type) else None
        lines += _reading(fact, number, own, bits=bits)
    lines += [f"if f{_place(facts, late.not_before)} is not None and f{_place(facts, late.name)} is not None "
              f"and f{_place(facts, late.name)} < f{_place(facts, late.not_before)}: raise ValueError"
              for late in facts.values() if late.not_before]  # fmt: skip
    lines += ["thing = new(kind)", *(f"set{number}(thing, f{number})" for number in range(len(facts)))]
    if kind.faults is not Record.faults:
        lines += ["for fault in thing.faults(): raise ValueError"]
    cells = ["number"] * numbered + [f"c{number}" for number in range(position)]
    source = _LOOP.format(cells=", ".join(cells), lines="\n            ".join(lines))
    exec(source, known)  # noqa: S102 - written by us, from our own definitions
    return known["make"]


_LOOP = """
def make(rows, careful):
    for row in rows:
        try:
            ({cells},) = row
            {lines}
        except NOT_SURE:
            thing = careful(row)
            if thing is None:
                continue
        yield thing
"""


def _reading(fact: Fact, number: int, cells: Sequence[str], *, bits: bool) -> list[str]:
    """Write the lines that make the value of one fact of its cells, or raise where it is not surely right."""
    missing = " and ".join(f"({cell} is None or {cell} == '')" for cell in cells)
    found = f"f{number}"
    if isinstance(fact.default, attrs.Factory):  # type: ignore[arg-type] # mypy takes it for the function of that name
        return ["raise ValueError"]
    if fact.default is not attrs.NOTHING:
        otherwise = f"{found} = default{number}"
    else:
        otherwise = f"{found} = None" if fact.optional else "raise ValueError"
    return [
        line
        for branch, does in [
            *_branches(fact, number, cells[0], bits=bits),
            (f"elif {missing}", otherwise),
            ("else", _read(fact, number, cells)),
        ]
        for line in [f"{branch}: {does}"]
    ]


def _branches(fact: Fact, number: int, cell: str, *, bits: bool) -> Iterator[tuple[str, str]]:
    """Give what is right at a glance; the first begins with *if*."""
    found = f"f{number}"
    if fact.type is str:
        longest = LONGEST_IDENTIFIER if fact.name == "id" else min(fact.longest, LONGEST_TEXT)
        yield (
            f"if type({cell}) is str and 0 < len({cell}) <= {longest} and {cell}.isprintable()"
            + (f" and {cell} == {cell}.strip()" if fact.name == "id" else ""),
            f"{found} = {cell}",
        )
    elif fact.type is int:
        yield f"if type({cell}) is int and {_bounds(fact, cell)}", f"{found} = {cell}"
    elif fact.type is bool and bits:
        yield f"if type({cell}) is int and ({cell} == 0 or {cell} == 1)", f"{found} = {cell} == 1"
    elif fact.type is bool:
        yield f"if {cell} is True or {cell} is False", f"{found} = {cell}"
    elif fact.type is dt.date:
        yield f"if type({cell}) is date", f"{found} = {cell}"
    else:
        yield "if False", "pass"


def _read(fact: Fact, number: int, cells: Sequence[str]) -> str:
    """Write how any other value is read; the helpers raise where they are not sure."""
    found, cell = f"f{number}", cells[0]
    if fact.least is not None or fact.greatest is not None:
        return f"{found} = whole({cell}, {_least(fact)}, {_greatest(fact)})" if fact.type is int else "raise ValueError"
    if _is_enum(fact.type):
        return f"{found} = codes{number}[{cell}]"
    if fact.type is dt.date:
        return f"{found} = days[{cell}]"
    if fact.type is str:
        return "raise ValueError" if fact.name == "id" else f"{found} = text({cell}, {fact.longest})"
    if fact.type is int:
        return f"{found} = whole({cell}, {_least(fact)}, {_greatest(fact)})"
    name = {bool: "truth", Decimal: "exact", dt.datetime: "moment", Money: "amount", Text: "both"}.get(fact.type, "texts")
    return f"{found} = {name}({', '.join(cells)})"


def _bounds(fact: Fact, cell: str) -> str:
    return f"{_least(fact)} <= {cell} <= {_greatest(fact)}"


def _least(fact: Fact) -> int:
    return 1 - _BEYOND if fact.least is None else max(fact.least, 1 - _BEYOND)


def _greatest(fact: Fact) -> int:
    return _BEYOND - 1 if fact.greatest is None else min(fact.greatest, _BEYOND - 1)


def _place(facts: Mapping[str, Fact], name: str) -> int:
    return list(facts).index(name)


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, enum.Enum)


def _text(value: Any, longest: int) -> str:
    if type(value) is str and not any(faults_in(value, "", longest=longest)):
        return value
    raise ValueError


def _whole_number(value: Any, least: int, greatest: int) -> int:
    if type(value) is str and _WHOLE(value) and least <= (number := int(value)) <= greatest:
        return number
    raise ValueError


def _truth(value: Any) -> bool:
    if value == "true" or value == "false":  # noqa: PLR1714 - a set would want a hash
        return bool(value == "true")
    raise ValueError


def _exact(value: Any) -> Decimal:
    if type(value) is str and _EXACT(value):
        return Decimal(value)
    if type(value) is Decimal and value.is_finite() and not any(faults_in(value, "")):
        return value
    raise ValueError


def _moment(value: Any) -> dt.datetime:
    moment = dt.datetime.fromisoformat(value) if type(value) is str else value
    if type(moment) is dt.datetime and moment.tzinfo is not None and not any(faults_in(moment, "")):
        return moment
    raise ValueError


def _texts(value: Any) -> tuple[str, ...]:
    parts = json.loads(value) if type(value) is str else value
    if type(parts) is list or type(parts) is tuple:
        return tuple([_text(part, LONGEST_TEXT) for part in parts])
    raise ValueError


def _both(english: Any, french: Any) -> Text:
    if english or french:
        return Text(en=_part(english), fr=_part(french))
    raise ValueError


def _part(words: Any) -> str:
    return _text(words, LONGEST_TEXT) if words else ""


def _amount(units: Any, code: Any) -> Money:
    whole = units if type(units) is int and -_BEYOND < units < _BEYOND else _whole_number(units, 1 - _BEYOND, _BEYOND - 1)
    scale, unit = _CURRENCIES[code]
    made = object.__new__(Money)
    _put(made, "amount", Decimal(whole) if scale == 1 else Decimal(whole) / scale)
    _put(made, "currency", unit)
    return made


_put = object.__setattr__


class _Days(dict[Any, dt.date]):
    """Days by their text: a programme has few of them, and each is read once."""

    def __missing__(self, text: Any) -> dt.date:
        if type(text) is not str or not _DAY(text):
            raise ValueError
        if len(self) >= _MOST_DAYS:
            self.clear()
        day = self[text] = dt.date.fromisoformat(text)
        return day


class _Currencies(dict[Any, tuple[int, Any]]):
    """Currencies by their code, with how many minor units they have."""

    def __missing__(self, code: Any) -> tuple[int, Any]:
        if type(code) is not str:
            raise ValueError
        unit = currency(code)
        self[code] = unit.sub_unit, unit
        return self[code]


_CURRENCIES = _Currencies()
_HELPERS: Mapping[str, Any] = {
    "NOT_SURE": (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError, ToktenError),
    "date": dt.date, "days": _Days(), "text": _text, "whole": _whole_number, "truth": _truth, "exact": _exact, "moment": _moment,
    "texts": _texts, "both": _both, "amount": _amount,
}  # fmt: skip
