"""
What a record is: the one definition that every reader reads.

A record is a frozen attrs class whose fields are ``fact``s. A fact carries what its readers need besides its type: the unit, the kind of
record it refers to, whether it names a person, the least and the greatest value. From that one definition ``schema`` derives rows, keys,
SQL tables, CSV columns, JSON Schema and the data dictionary, ``convert`` reads and writes plain rows, and ``testing`` draws examples.

A record is valid by construction: its types, bounds and own ``faults()`` are checked when it is made, and all problems are told at once.

The types a fact may have: ``str int bool Decimal date datetime``, a ``StrEnum``, ``Money``, ``Text``, ``tuple[str, ...]``, each ``| None``.
``values`` says what each may hold.
"""

from __future__ import annotations

import datetime as dt
import enum
import types
import typing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import repeat
from operator import attrgetter
from typing import Any, ClassVar, TypeVar, cast, dataclass_transform

import attrs

from tokten_core.errors import InputError, Kind, Problem
from tokten_core.money import Money
from tokten_core.text import Text
from tokten_core.values import LONGEST_TEXT, faults_in, identifier_faults, plainly_an_identifier, plainly_kept

__all__ = ["ENDS_BEFORE_START", "HIDDEN", "Fact", "Record", "describe", "evolve", "fact", "facts_of", "record"]

WRONG_TYPE = Kind(
    "wrong-type",
    says=Text(en="{value} is of type {type}", fr="{value} est de type {type}"),
    allowed=Text(en="{expected}", fr="{expected}"),
    remedy=Text(en="Give a value of that type.", fr="Donnez une valeur de ce type."),
)
OUT_OF_RANGE = Kind(
    "out-of-range",
    says=Text(en="{value} is out of range", fr="{value} sort des limites"),
    allowed=Text(en="from {least} to {greatest}", fr="de {least} à {greatest}"),
    remedy=Text(en="Correct the value.", fr="Corrigez la valeur."),
)
EMPTY_TEXT = Kind(
    "empty-text",
    says=Text(en="the text is empty", fr="le texte est vide"),
    allowed=Text(
        en="some words; an identifier is a short name, unique in its kind", fr="quelques mots ; un identifiant est un nom court, unique"
    ),
    remedy=Text(en="Fill it in; what is unknown and optional is None.", fr="Remplissez-le ; ce qui est inconnu et facultatif vaut None."),
)

ENDS_BEFORE_START = Kind(
    "ends-before-start",
    says=Text(en="{value} is before the start, {start}", fr="{value} précède le début, {start}"),
    allowed=Text(en="a date on or after the start", fr="une date à partir du début"),
    remedy=Text(en="Correct the end, or swap the two dates.", fr="Corrigez la fin, ou échangez les deux dates."),
)

HIDDEN = Text(en="(hidden)", fr="(masqué)")
"""What stands in messages for a value that says who a person is."""
_NO_DEFAULT: Any = object()
_TOLD = ("unit", "refers_to", "personal", "least", "greatest", "not_before", "longest")
"""What ``fact`` is told, as the class keeps it."""
R = TypeVar("R", bound="Record")


def _surely_right(known: Fact) -> frozenset[type]:
    right: set[type] = {type(None)} if known.optional else set()
    if known.type in {bool, dt.date} or (isinstance(known.type, type) and issubclass(known.type, enum.Enum)):
        right.add(known.type)
    return frozenset(right)


def _glance(known: Fact) -> Callable[[Any], bool]:
    """Give what tells at a glance that a value is right here; where it says no, a closer look is due."""
    if known.name == "id":
        return plainly_an_identifier
    if known.type is str:
        empty = "" if known.default == "" else None  # an empty text has one meaning in each column
        return lambda value: type(value) is str and (value == empty or plainly_kept(value))
    if known.type is int:
        least, greatest = known.least, known.greatest
        return lambda value: (
            type(value) is int and plainly_kept(value) and (least is None or least <= value) and (greatest is None or value <= greatest)
        )
    if known.type == tuple[str, ...]:
        return lambda value: type(value) is tuple and all(type(part) is str and plainly_kept(part) for part in value)
    return lambda value: type(value) is dt.datetime is known.type and value.tzinfo is dt.UTC


@attrs.frozen
class Fact:
    """
    What the readers of a field need to know of it (fr: *champ*).

    Attributes:
        name: the field's name in code, the key in every store.
        type: the plain type, without ``| None``.
        optional: true when the value may be unknown.
        default: the value when none is given; ``attrs.NOTHING`` when one must be.
        unit: the unit in plain words: ``days``, ``XOF``, ``percent``; empty when there is none.
        refers_to: the collection whose identifiers it holds; empty when it is no reference.
        personal: true when it says who a person is.
        least: the least value allowed, counted in.
        greatest: the greatest value allowed, counted in.
        not_before: the fact of the same record that this day may not precede; empty for none.
        longest: how many characters a text may have.
        surely_right: the types of which every value is right here.
        glance: tells at a glance that a value of another type is right, too; where it says no, a closer look is due.
    """

    name: str
    type: Any
    optional: bool
    default: Any
    unit: str = ""
    refers_to: str = ""
    personal: bool = False
    least: int | None = None
    greatest: int | None = None
    not_before: str = ""
    longest: int = LONGEST_TEXT
    surely_right: frozenset[type] = attrs.field(init=False, repr=False, eq=False, default=attrs.Factory(_surely_right, takes_self=True))
    glance: Callable[[Any], bool] = attrs.field(init=False, repr=False, eq=False, default=attrs.Factory(_glance, takes_self=True))


def fact(  # noqa: PLR0913 - a field says by keywords what it has to say
    *,
    default: Any = _NO_DEFAULT,
    unit: str = "",
    refers_to: str = "",
    personal: bool = False,
    least: int | None = None,
    greatest: int | None = None,
    not_before: str = "",
    longest: int = LONGEST_TEXT,
) -> Any:
    """
    Declare a field of a record, with what its readers need besides its type.

    Args:
        default: the value when none is given; without it the field must be given.
        unit: the unit in plain words.
        refers_to: the collection whose identifiers the field holds.
        personal: true when it says who a person is.
        least: the least value allowed, counted in.
        greatest: the greatest value allowed, counted in.
        not_before: the field of the same record that this day may not precede: ``end`` is not before ``start``.
        longest: how many characters a text may have.
    """
    metadata = dict(zip(_TOLD, (unit, refers_to, personal, least, greatest, not_before, longest), strict=True))
    shown: Any = _hidden if personal else True
    if default is _NO_DEFAULT:
        return attrs.field(metadata=metadata, repr=shown)
    return attrs.field(default=default, metadata=metadata, repr=shown)


def _hidden(value: object) -> str:
    """Stand for a personal value where a record is printed: in a log, a traceback, a debugger."""
    return "…" if value else repr(value)


class Record:
    """
    The base of every record: an identifier, and faults that it finds in itself.

    Attributes:
        collection: the name of the kind in the plural; the table's, the file's and the programme's field name.
        id: short stable identifier, unique in its kind.
    """

    collection: ClassVar[str] = ""
    _facts: ClassVar[Mapping[str, Fact]] = {}
    _ordered: ClassVar[tuple[Fact, ...]] = ()
    _glances: ClassVar[Mapping[str, tuple[frozenset[type], Callable[[Any], bool], Fact]]] = {}
    _places: ClassVar[Mapping[str, int]] = {}
    _values: ClassVar[Any]

    id: str

    def faults(self) -> Iterator[Problem]:
        """Give what contradicts itself inside the record; a subclass says what can."""
        yield from ()

    def place(self, field: str = "") -> str:
        """Name this record, or one field of it, as a person would look for it."""
        return f"{self.collection}[{self.id}]" + (f".{field}" if field else "")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(fact,))
def record(collection: str) -> Callable[[type[R]], type[R]]:
    """
    Make a class a record kept under a collection's name.

    >>> @record("doc_trains")
    ... class Train(Record):
    ...     id: str = fact()
    ...     seats: int | None = fact(default=None, unit="seats", least=1)
    >>> Train(id="T1", seats=40).seats
    40
    >>> Train(id="T1", seats=0)
    Traceback (most recent call last):
    tokten_core.errors.InputError: doc_trains[T1].seats: 0 is out of range. Allowed: from 1 to …. Correct the value. [out-of-range]
    """

    def make(cls: type[R]) -> type[R]:
        cls.collection = collection
        made: Any = attrs.frozen(kw_only=True)(_with_checks(cls))
        made._facts = {attribute.name: _fact_of(made, attribute) for attribute in attrs.fields(made)}  # noqa: SLF001 - the record's own definition, kept on the class
        made._glances = {name: (known.surely_right, known.glance, known) for name, known in made._facts.items()}  # noqa: SLF001 - as above
        made._places = {name: place for place, name in enumerate(made._facts)}  # noqa: SLF001 - as above
        made._values = staticmethod(attrgetter(*made._facts) if len(made._facts) > 1 else lambda thing: (thing.id,))  # noqa: SLF001 - as above
        made._ordered = tuple(known for known in made._facts.values() if known.not_before)  # noqa: SLF001 - as above
        return cast("type[R]", made)

    return make


def facts_of(kind: type[Record]) -> Mapping[str, Fact]:
    """
    Give the fields of a kind of record, by name, in their order.

    >>> from tokten_core.model.expert import Expert
    >>> facts_of(Expert)["name"].personal
    True
    """
    return kind._facts  # noqa: SLF001 - the record's own definition, kept on the class


def evolve(thing: R, **changes: object) -> R:
    """
    Make a changed copy of a record; the old one is still true of its day.

    Raises:
        InputError: What changes is wrong, or contradicts the rest.
        TypeError: There is no field of a name.
    """
    kind = type(thing)
    if unknown := changes.keys() - kind._facts.keys():  # noqa: SLF001 - the record's own definition, kept on the class
        raise TypeError(f"{kind.__name__} has no field {', '.join(sorted(unknown))}")
    made = object.__new__(kind)
    values = [*kind._values(thing)]  # noqa: SLF001 - as above
    places = sorted((kind._places[name], name) for name in changes)  # noqa: SLF001 - as above
    for place, name in places:
        values[place] = changes[name]
    deque(map(_put, repeat(made), kind._facts, values), maxlen=0)  # noqa: SLF001 - as above
    _check(made, [name for _, name in places])  # the rest was right
    return made


_put = object.__setattr__


def describe(expected: Any) -> Text:
    """
    Say a type in plain words.

    >>> describe(bool).say("fr")
    'vrai ou faux'
    """
    if isinstance(expected, type) and issubclass(expected, enum.Enum):
        words = ", ".join(str(member.value) for member in expected)
        return Text(en=f"one of {words}", fr=f"l'un de {words}")
    return _WORDS.get(expected, Text(en=str(expected), fr=str(expected)))


_WORDS: dict[Any, Text] = {
    str: Text(en="a text", fr="un texte"),
    int: Text(en="a whole number", fr="un nombre entier"),
    bool: Text(en="true or false", fr="vrai ou faux"),
    Decimal: Text(en="an exact number", fr="un nombre exact"),
    dt.date: Text(en="a day such as 2009-03-01", fr="une date comme 2009-03-01"),
    dt.datetime: Text(en="a day and time with its zone", fr="une date et une heure avec leur fuseau"),
    Money: Text(en="an amount with its currency", fr="un montant avec sa monnaie"),
    Text: Text(en="a text in French and English", fr="un texte en français et en anglais"),
    tuple[str, ...]: Text(en="a list of texts", fr="une liste de textes"),
}


def _with_checks(cls: type[R]) -> type[R]:
    def check(self: R) -> None:
        _check(self, self._facts)

    cls.__attrs_post_init__ = check  # type: ignore[attr-defined]
    return cls


def _check(thing: Record, names: Iterable[str]) -> None:
    """Look at some fields of a record one by one, then at the whole."""
    problems: list[Problem] = []
    for name in names:
        right, glance, known = thing._glances[name]  # noqa: SLF001 - the record's own definition, kept on the class
        value = getattr(thing, name)
        if type(value) not in right and not glance(value):
            problems += _value_problems(thing, known, value)
    if not problems:
        problems = [*_order_problems(thing), *thing.faults()]
    if problems:
        raise InputError(*problems)


def _fact_of(cls: type, attribute: Any) -> Fact:
    hint = typing.get_type_hints(cls)[attribute.name]
    optional = isinstance(hint, types.UnionType) and type(None) in typing.get_args(hint)
    plain = next(part for part in typing.get_args(hint) if part is not type(None)) if optional else hint
    known = {key: value for key, value in attribute.metadata.items() if key in _TOLD}
    return Fact(name=attribute.name, type=plain, optional=optional, default=attribute.default, **known)


def _order_problems(thing: Record) -> Iterator[Problem]:
    for known in thing._ordered:  # noqa: SLF001 - the record's own definition, kept on the class
        start, end = getattr(thing, known.not_before), getattr(thing, known.name)
        if start is not None and end is not None and end < start:
            yield ENDS_BEFORE_START.at(thing.place(known.name), end, start=start)


def _value_problems(thing: Record, known: Fact, value: Any) -> Iterator[Problem]:
    place = thing.place(known.name)
    if value is None and known.optional:
        return
    told = HIDDEN if known.personal else value
    if not _fits(value, known.type):
        yield WRONG_TYPE.at(place, told, type=type(value).__name__, expected=describe(known.type))
    elif _is_empty(value, known):
        yield EMPTY_TEXT.at(place)
    elif _outside(value, known):
        yield OUT_OF_RANGE.at(place, told, least=_edge(known.least), greatest=_edge(known.greatest))
    elif known.name == "id":
        yield from identifier_faults(value, place)
    else:
        yield from faults_in(value, place, longest=known.longest)


def _fits(value: object, expected: Any) -> bool:
    if expected == tuple[str, ...]:
        return isinstance(value, tuple) and all(isinstance(part, str) for part in value)
    if expected in {int, Decimal} and isinstance(value, bool):
        return False
    if expected is dt.date and isinstance(value, dt.datetime):
        return False
    if expected is Decimal and isinstance(value, Decimal):
        return value.is_finite()
    if expected is dt.datetime and isinstance(value, dt.datetime):
        return value.tzinfo is not None
    return isinstance(value, expected)


def _is_empty(value: object, known: Fact) -> bool:
    """Tell whether a text is empty where that is not its default, so that an empty cell has one meaning in each column."""
    return known.type in {str, Text} and not value and value != known.default


def _outside(value: Any, known: Fact) -> bool:
    return (known.least is not None and value < known.least) or (known.greatest is not None and value > known.greatest)


def _edge(bound: int | None) -> str:
    return "…" if bound is None else str(bound)
