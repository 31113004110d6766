"""
From what stands in a cell to a plain value, or to a problem; nothing is guessed.

A text file has texts alone; a workbook also has numbers, days and truth values of its own. Its numbers are binary fractions of which 15 digits
can be trusted: up to those a number has one decimal writing and is taken as that, beyond them it is refused. A serial number in a column of
days is the day that the workbook counts from its own first one.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, Final

from tokten_core.convert import WRONG_VALUE
from tokten_core.errors import InputError, did_you_mean
from tokten_core.money import Money
from tokten_core.sheets.dialects import Dialect
from tokten_core.sheets.filled import Refused
from tokten_core.sheets.forms import BETWEEN, FormColumn, folded
from tokten_core.sheets.formulas import unguarded
from tokten_core.sheets.mistakes import DAY_TOO_EARLY, DAY_UNCLEAR, NOT_A_CHOICE, NOT_TEXT, NUMBER_INEXACT, NUMBER_UNCLEAR
from tokten_core.text import Text, joined

__all__ = ["TRUTHS", "reader_of"]

TRUTHS: Final[Mapping[bool, tuple[str, ...]]] = {True: ("oui", "yes", "vrai", "true"), False: ("non", "no", "faux", "false")}
"""What people and programs write for yes and for no; the first is French, the second English."""
_TRUTHS: Final = {word: truth for truth, words in TRUTHS.items() for word in words}
_SPACES: Final = " \t\u00a0\u202f"
_ISO_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00)?)?")
_DAY: Final = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_NUMBER: Final = re.compile(r"([-\u2212]?)([0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]+)(?:([.,])([0-9]+))?")
_LIKE_A_NUMBER: Final = re.compile(r"[-\u2212]?[0-9][0-9., \u00a0\u202f'’]*")
_THOUSAND: Final = 3
_TRUSTED_DIGITS: Final = 15
_SERIAL_DAYS: Final = (dt.date(1950, 1, 1), dt.date(2100, 12, 31))
"""The days that a bare serial number may stand for: a lower number is rather a year or a count."""
_FIRST_SURE_DAY: Final = dt.date(1900, 3, 1)

_MOST_NAMED: Final = 12
_FEW_NAMED: Final = 3
_MOST_DAYS: Final = 100_000

Reader = Callable[[Any], Any]


def reader_of(column: FormColumn, dialect: Dialect) -> Reader:
    """
    Give the function that reads the cells of a column.

    It gives a plain value, or None for a cell that holds nothing; an amount as its exact number of whole units. What it raises has no place yet.
    """
    read = _reader_of(column, dialect)
    return (lambda cell: read(unguarded(cell) if isinstance(cell, str) else cell)) if dialect.guard else read


def _reader_of(column: FormColumn, dialect: Dialect) -> Reader:
    if column.column.part == "currency":
        return _currency
    if column.closed:
        return partial(_choice, column)
    if column.column.refers_to:
        return partial(_references if column.column.type == "array" else _reference, column)
    return _BY_TYPE[_type_of(column)](dialect)


def _type_of(column: FormColumn) -> Any:
    fact = column.column.fact
    return "id" if fact.name == "id" else fact.type


def _unreadable(value: object, expected: Text) -> InputError:
    return InputError(WRONG_VALUE.at("", value, expected=expected))


def _refuse(value: object) -> None:
    if isinstance(value, Refused):
        raise InputError(value.kind.at("", value.value))


def _words(value: object) -> str:
    """Give a cell as the words that stand in it."""
    _refuse(value)
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = _trusted(value)
        if number == number.to_integral_value():
            return format(number, "f").partition(".")[0]
    raise InputError(NOT_TEXT.at("", value))


def _line(value: object) -> str | None:
    """Give a short text without the blanks around it, which nobody sees: an identifier, a code."""
    return _words(value).strip() or None


def _trusted(value: float) -> Decimal:
    number = Decimal(repr(value))
    if not number.is_finite() or len(number.normalize().as_tuple().digits) > _TRUSTED_DIGITS or abs(number) >= 10**_TRUSTED_DIGITS:
        raise InputError(NUMBER_INEXACT.at("", value))
    return number


def _currency(value: object) -> str | None:
    words = _line(value)
    return words.upper() if words else None


def _choice(column: FormColumn, value: object) -> str | None:
    words = _line(value)
    if words is None:
        return None
    code = column.picked.get(folded(words)) or column.picked.get(folded(words.partition(BETWEEN)[0]))
    if code is None:
        said = [each for choice in column.choices for each in (choice.value, choice.words.fr, choice.words.en)]
        near = did_you_mean(words, [*said, *(each.partition(BETWEEN)[2] for each in said)])
        raise InputError(NOT_A_CHOICE.at("", words, near=near, names=_named(column)))
    return code


def _named(column: FormColumn) -> Text:
    """Name what may be chosen: all of a short list, the beginning of a long one."""
    words = [choice.words for choice in column.choices]
    if len(words) <= _MOST_NAMED:
        return joined(words)
    return joined([*words[:_FEW_NAMED], Text(en=f"… ({len(words)} in all)", fr=f"… ({len(words)} en tout)")])


def _reference(column: FormColumn, value: object) -> str | None:
    words = _line(value)
    return words and _identifier(column, words)


def _identifier(column: FormColumn, words: str) -> str:
    """Take an identifier out of `identifier – label`; what could be two stays as it is, and no record is found for it."""
    if BETWEEN not in words or words in column.known:
        return words
    if words in column.exactly:
        return column.exactly[words]
    parts = words.split(BETWEEN)
    found = [head for many in range(1, len(parts)) if (head := BETWEEN.join(parts[:many])) in column.known]
    return words if len(found) > 1 else [*found, parts[0]][0]


def _references(column: FormColumn, value: object) -> list[str] | None:
    words = _line(value)
    if words is None:
        return None
    if words.startswith("["):
        try:
            parts = json.loads(words)
        except (ValueError, RecursionError):
            parts = None
        if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
            return parts
        raise _unreadable(value, Text(en="identifiers with ; between them", fr="des identifiants séparés par ;"))
    return [_identifier(column, part.strip()) for part in re.split("[;\n]", words) if part.strip()]


def _text(value: object) -> str | None:
    return _words(value) or None


def _exact(dialect: Dialect, value: object) -> Decimal | None:
    _refuse(value)
    if isinstance(value, str):
        words = value.strip(_SPACES + "\n")
        return _number(words, dialect.decimal) if words else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _trusted(value)
    raise _unreadable(value, _A_NUMBER)


def _number(words: str, decimal: str) -> Decimal:
    found = _NUMBER.fullmatch(words)
    if found is None:
        raise InputError(NUMBER_UNCLEAR.at("", words)) if _LIKE_A_NUMBER.fullmatch(words) else _unreadable(words, _A_NUMBER)
    sign, whole, mark, rest = found.groups()
    sure = mark is None or (decimal == {".": "point", ",": "comma"}[mark] if decimal else mark == "." and len(rest) != _THOUSAND)
    if not sure:
        raise InputError(NUMBER_UNCLEAR.at("", words))
    return Decimal(("-" if sign else "") + re.sub("[^0-9]", "", whole) + (f".{rest}" if mark else ""))


def _whole(dialect: Dialect, value: object) -> int | None:
    number = _exact(dialect, value)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise _unreadable(value, Text(en="a whole number", fr="un nombre entier"))
    return int(number)


def _truth(_dialect: Dialect, value: object) -> bool | None:
    _refuse(value)
    if isinstance(value, int | float) and value in {0, 1}:
        return bool(value)  # some programs keep their own truth values as numbers
    words = value.strip() if isinstance(value, str) else value
    if words == "":
        return None
    truth = _TRUTHS.get(words.casefold()) if isinstance(words, str) else None
    if truth is None:
        raise _unreadable(value, Text(en="yes or no", fr="oui ou non"))
    return truth


def _day(dialect: Dialect, value: object) -> dt.date | None:
    _refuse(value)
    if isinstance(value, str):
        words = value.strip()
        return _written_day(words, dialect.days) if words else None
    if isinstance(value, dt.datetime):
        if value.time() != dt.time(0):
            raise _unreadable(value, Text(en="a day without a time", fr="une date sans heure"))
        if value.date() < _FIRST_SURE_DAY:
            raise InputError(DAY_TOO_EARLY.at("", value.date()))
        return value.date()
    if isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1 and 0 <= value < _MOST_DAYS:
        day = dialect.epoch + dt.timedelta(days=int(value))
        if _SERIAL_DAYS[0] <= day <= _SERIAL_DAYS[1]:
            return day
    raise _unreadable(value, _A_DAY)


def _written_day(words: str, order: str) -> dt.date:
    iso, other = _ISO_DAY.fullmatch(words), _DAY.fullmatch(words)
    if other and order not in {"dmy", "mdy"}:
        raise InputError(DAY_UNCLEAR.at("", words))
    try:
        if iso:
            return dt.date(*map(int, iso.groups()))
        if other:
            first, second, year = map(int, other.groups())
            return dt.date(year, second, first) if order == "dmy" else dt.date(year, first, second)
    except ValueError:
        pass
    raise _unreadable(words, _A_DAY)


_A_NUMBER: Final = Text(en="a number in digits", fr="un nombre en chiffres")
_A_DAY: Final = Text(en="a day such as 2009-03-01", fr="une date comme 2009-03-01")
_BY_TYPE: Final[Mapping[Any, Callable[[Dialect], Reader]]] = {
    "id": lambda _: _line,
    str: lambda _: _text,
    Text: lambda _: _text,
    int: lambda dialect: partial(_whole, dialect),
    Decimal: lambda dialect: partial(_exact, dialect),
    Money: lambda dialect: partial(_exact, dialect),
    bool: lambda dialect: partial(_truth, dialect),
    dt.date: lambda dialect: partial(_day, dialect),
}
