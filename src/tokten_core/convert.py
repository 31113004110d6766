"""
Plain rows to records and back: the one place where records are made of data from outside.

A plain row is a mapping of column names to plain values: text, whole number, truth value, Decimal, date, list of texts, None. A store may
hand over the typed value or its text; both meet the same checks here. Nothing is guessed and nothing lost: an unknown column is a problem, an
empty cell is missing and never zero, one bad row does not hide the next, and each problem carries the place that the store gave.

There are two ways to one meaning. Rows by name take the *careful* way, which finds all that is wrong. Rows in the order of ``columns`` take
the straight way of ``rows`` wherever they are surely right (``records_from``), and the careful way where they are not.

>>> from tokten_core.model.expert import Residence
>>> row = {"id": "r1", "expert": "E1", "country": "FR", "start": "2004-09-01", "end": ""}
>>> residence = record_of(Residence, row, "residences.csv, line 2")
>>> residence.start, residence.end, to_row(residence)["end"]
(datetime.date(2004, 9, 1), None, None)
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, partial
from typing import Any, TypeVar, cast

import attrs
import cattrs
from cattrs.gen import make_dict_structure_fn, override

from tokten_core.errors import InputError, Kind, Problem, ToktenError, did_you_mean
from tokten_core.model.programme import Programme, collections
from tokten_core.money import Money, money_of
from tokten_core.periods import parse_day
from tokten_core.records import HIDDEN, Fact, Record, describe, facts_of
from tokten_core.rows import maker, writer
from tokten_core.schema import columns
from tokten_core.text import Text

__all__ = ["Row", "programme_from", "programme_of", "record_of", "records_from", "records_of", "to_row", "to_rows", "writer"]

Row = Mapping[str, Any]
R = TypeVar("R", bound=Record)

UNKNOWN_COLUMN = Kind(
    "unknown-column",
    says=Text(en="the column {value} is unknown here", fr="la colonne {value} est inconnue ici"),
    allowed=Text(en="{names}", fr="{names}"),
    remedy=Text(en="Correct the name{guess}.", fr="Corrigez le nom{guess}."),
)
MISSING_VALUE = Kind(
    "missing-value",
    says=Text(en="nothing stands there", fr="la cellule est vide"),
    allowed=Text(en="{expected}", fr="{expected}"),
    remedy=Text(en="Give the value.", fr="Donnez la valeur."),
)
WRONG_VALUE = Kind(
    "wrong-value",
    says=Text(en="{value} cannot be read", fr="{value} est illisible"),
    allowed=Text(en="{expected}", fr="{expected}"),
    remedy=Text(en="Correct the value.", fr="Corrigez la valeur."),
)
AMOUNT_WITHOUT_CURRENCY = Kind(
    "amount-without-currency",
    says=Text(
        en="{value} has no currency beside it, or a currency has no amount",
        fr="{value} n'a pas de monnaie à côté, ou une monnaie n'a pas de montant",
    ),
    allowed=Text(en="an amount and its currency, or neither", fr="un montant et sa monnaie, ou ni l'un ni l'autre"),
    remedy=Text(en="Fill both cells or empty both.", fr="Remplissez les deux cellules ou videz les deux."),
)
_INT = re.compile(r"-?[0-9]{1,18}")
_DECIMAL = re.compile(r"-?[0-9]{1,28}(\.[0-9]{1,28})?")
_EXPECTED = {
    int: Text(en="a whole number in digits", fr="un nombre entier en chiffres"),
    Decimal: Text(en="digits with a decimal point", fr="des chiffres avec un point décimal"),
    bool: Text(en="true or false", fr="true ou false"),
    tuple[str, ...]: Text(en='a list such as ["a", "b"]', fr='une liste comme ["a", "b"]'),
    Money: Text(en="whole minor units in digits, with a currency", fr="un nombre entier d'unités, avec une monnaie"),
}


def to_row(record: Record) -> dict[str, Any]:
    """
    Give a record as a plain row, every column present.

    Amounts become whole minor units and a currency, texts their two languages, codes their text, lists of texts lists.
    """
    kind = cast("Any", type(record))
    return dict(zip(_names(kind), _writer(kind)(record), strict=True))


def to_rows(programme: Programme) -> dict[str, list[dict[str, Any]]]:
    """Give a whole programme as plain rows, collection by collection, in order."""
    return {name: [to_row(record) for record in records] for name, records in programme.everything()}


def record_of(kind: type[R], row: Row, place: str) -> R:
    """
    Make one record of a plain row.

    Args:
        kind: the record class.
        row: column names and values, typed or as text; an empty text is missing.
        place: where the row stands, for the problems: ``missions.csv, line 12``.

    Raises:
        InputError: All that is wrong with the row.
    """
    problems = [*_unknown_columns(kind, row, place)]
    try:
        made: R = _maker(cast("Any", kind))(_nested(kind, row), kind)
    except cattrs.ClassValidationError as error:
        problems.extend(_problems_in(error, place))
    if problems:
        raise InputError(*problems)
    return made


def records_of(kind: type[R], rows: Iterable[tuple[str, Row]]) -> tuple[R, ...]:
    """
    Make records of plain rows, each with its place.

    Raises:
        InputError: All that is wrong with all the rows.
    """
    made: list[R] = []
    problems: list[Problem] = []
    for place, row in rows:
        try:
            made.append(record_of(kind, row, place))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(*problems)
    return tuple(made)


def records_from(
    kind: type[R], rows: Iterable[Sequence[Any]], place: Callable[[Sequence[Any]], str], *, bits: bool = False, numbered: bool = False
) -> Iterator[R]:
    """
    Make records of rows whose values stand in the order of ``columns``, one after the other, as fast as may be.

    Args:
        kind: the record class.
        rows: the values, typed or as text; an empty text is missing.
        place: says where a row stands; asked of rows that are not surely right, when their turn comes.
        bits: true where truth values come as 0 and 1.
        numbered: true where each row begins with a number, which is not of the record.

    Raises:
        InputError: All that is wrong with all the rows, once the last was read.
    """
    names = tuple(_names(cast("Any", kind)))
    problems: list[Problem] = []

    def careful(row: Sequence[Any]) -> R | None:
        cells = row[numbered:]
        try:
            return record_of(kind, dict(zip(names, _truths(kind, cells) if bits else cells, strict=True)), place(row))
        except InputError as error:
            problems.extend(error.problems)
            return None

    yield from maker(kind, bits=bits, numbered=numbered)(rows, careful)
    if problems:
        raise InputError(*problems)


def programme_of(rows: Mapping[str, Iterable[tuple[str, Row]]]) -> Programme:
    """
    Make a whole programme of plain rows, collection by collection.

    Raises:
        InputError: All that is wrong with all the rows, else all broken references and doubled identifiers.
    """
    return programme_from({name: partial(records_of, kind, rows.get(name, ())) for name, kind in collections().items()})


def programme_from(parts: Mapping[str, Callable[[], Iterable[Record]]], whole: Callable[[], None] | None = None) -> Programme:
    """
    Make a whole programme of records that are read as they are asked for, collection by collection.

    Args:
        parts: for each collection, what gives its records, or raises InputError.
        whole: looks whether what was read is all that was written; asked once every row was right, before records are held to one another.

    Raises:
        InputError: All that is wrong in all collections, else all broken references and doubled identifiers.
    """
    made: dict[str, tuple[Record, ...]] = {}
    problems: list[Problem] = []
    for name, part in parts.items():
        try:
            made[name] = tuple(part())
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(*problems)
    if whole:
        whole()
    if not made.get("programme"):
        raise InputError(
            MISSING_VALUE.at("programme", expected=Text(en="one row: what the programme is", fr="une ligne : la fiche du programme"))
        )
    return Programme(**made)  # type: ignore[arg-type]


def _nested(kind: type[Record], row: Row) -> dict[str, Any]:
    """Gather the columns of a row by field; leave out what is missing where the record has its own default."""
    nested: dict[str, Any] = {}
    for column in columns(kind):
        value = row.get(column.name)
        value = None if value == "" else value
        if column.part in {"en", "fr"}:
            nested.setdefault(column.fact.name, {})[column.part] = value
        elif column.fact.type is Money:
            nested.setdefault(column.fact.name, {})[column.part or "units"] = value
        else:
            nested[column.fact.name] = value
    return {name: value for name, value in nested.items() if not (_is_missing(value) and _has_default(kind, name))}


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, dict) and all(part is None for part in value.values()))


def _has_default(kind: type[Record], name: str) -> bool:
    return facts_of(kind)[name].default is not attrs.NOTHING


def _unknown_columns(kind: type[Record], row: Row, place: str) -> Iterator[Problem]:
    names = _names(cast("Any", kind))
    for name in row:
        if name not in names:
            yield UNKNOWN_COLUMN.at(place, name, names=", ".join(names), guess=did_you_mean(name, names))


@cache
def _names(kind: type[Record]) -> Mapping[str, None]:
    return {column.name: None for column in columns(kind)}


@cache
def _writer(kind: type[Record]) -> Callable[[Record], tuple[Any, ...]]:
    return writer(kind)


def _truths(kind: type[Record], row: Sequence[Any]) -> list[Any]:
    """Read the 0 and 1 of a database; any other value stays what it is, to be told."""
    pairs = zip(columns(kind), row, strict=True)
    return [bool(cell) if column.type == "boolean" and type(cell) is int and cell in {0, 1} else cell for column, cell in pairs]


def _problems_in(error: BaseException, place: str) -> Iterator[Problem]:
    """Walk the tree that cattrs built, giving each leaf's problem the place of its row and field."""
    if isinstance(error, cattrs.ClassValidationError):
        for inner in error.exceptions:
            notes = [note.name for note in getattr(inner, "__notes__", []) if isinstance(note, cattrs.AttributeValidationNote)]
            yield from _problems_in(inner, f"{place}, {notes[-1]}" if notes else place)
    elif isinstance(error, ToktenError):
        for problem in error.problems:
            yield attrs.evolve(problem, place=place if not problem.place or place.endswith(problem.place) else f"{place}, {problem.place}")
    else:
        raise error


def _unreadable(expected: Any, value: object) -> InputError:
    words = _EXPECTED.get(expected) or describe(expected)
    return InputError((MISSING_VALUE if value is None else WRONG_VALUE).at("", value, expected=words))


def _text(value: object, expected: Any) -> str:
    if not isinstance(value, str):
        raise _unreadable(expected, value)
    return value


def _whole(value: object, expected: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _INT.fullmatch(value):
        return int(value)
    raise _unreadable(expected, value)


def _truth(value: object, expected: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise _unreadable(expected, value)


def _exact(value: object, expected: Any) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return Decimal(value)
    raise _unreadable(expected, value)


def _day(value: object, expected: Any) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.date(value.year, value.month, value.day)
    try:
        return parse_day(_text(value, expected))
    except InputError:
        raise _unreadable(expected, value) from None


def _moment(value: object, expected: Any) -> dt.datetime:
    try:
        moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(_text(value, expected))
    except ValueError:
        raise _unreadable(expected, value) from None
    if moment.tzinfo is None:
        raise _unreadable(expected, value)
    return moment


def _texts(value: object, expected: Any) -> tuple[str, ...]:
    try:
        parts = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):  # ten thousand brackets are no list of texts either
        raise _unreadable(expected, value) from None
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        raise _unreadable(expected, value)
    return tuple(parts)


def _code(value: object, expected: Any) -> Any:
    try:
        return expected(value)
    except ValueError:
        raise _unreadable(expected, value) from None


def _amount(value: dict[str, Any], expected: Any) -> Money:
    units, code = value["units"], value["currency"]
    if units is None or code is None:
        raise InputError(AMOUNT_WITHOUT_CURRENCY.at("", units if code is None else code))
    return money_of(_whole(units, expected), _text(code, expected))


def _both_languages(value: dict[str, Any], expected: Any) -> Text:
    if _is_missing(value):
        raise _unreadable(expected, None)
    return Text(en=_text(value["en"] or "", expected), fr=_text(value["fr"] or "", expected))


_READERS: Mapping[Any, Callable[[Any, Any], Any]] = {
    str: _text,
    int: _whole,
    bool: _truth,
    Decimal: _exact,
    dt.date: _day,
    dt.datetime: _moment,
    Money: _amount,
    Text: _both_languages,
    tuple[str, ...]: _texts,
}
_CONVERTER = cattrs.Converter()


def _reader(known: Fact) -> Callable[[Any, Any], Any]:
    """Choose the reader of one field; cattrs' own would make True of the word false, and 2 of 2.9."""
    read: Callable[[Any, Any], Any] = _READERS.get(known.type, _code)

    def reader(value: object, _expected: object) -> Any:
        return None if value is None and known.optional else read(value, known.type)

    def personal_reader(value: object, expected: object) -> Any:
        try:
            return reader(value, expected)
        except InputError as error:  # what says who a person is does not stand in a message
            told = (attrs.evolve(problem, value=problem.value and HIDDEN) for problem in error.problems)
            raise InputError(*told) from None

    return personal_reader if known.personal else reader


@cache
def _maker(kind: type[Record]) -> Callable[[Mapping[str, Any], Any], Any]:
    fields = {name: override(struct_hook=_reader(known)) for name, known in facts_of(kind).items()}
    made = make_dict_structure_fn(kind, _CONVERTER, _cattrs_detailed_validation=True, **fields)  # type: ignore[arg-type]
    return cast("Callable[[Mapping[str, Any], Any], Any]", made)
