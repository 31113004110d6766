"""
From a record class: its columns, keys, references, JSON Schema and data dictionary.

Most facts are one column. Two kinds of value need two: an amount is its whole number of minor units and its currency (``airfare``,
``airfare_currency``), a bilingual text is its two languages (``label_en``, ``label_fr``). Every store lays out its tables from these
columns, so that a new field is written in one place.

>>> from tokten_core.model.budget import BudgetLine
>>> [column.name for column in columns(BudgetLine)][:6]
['id', 'item', 'funding_source', 'year', 'amount', 'amount_currency']
"""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeAlias, cast

import attrs

from tokten_core.model.programme import collections
from tokten_core.money import Money
from tokten_core.records import Fact, Record, facts_of
from tokten_core.terms import field_label
from tokten_core.text import Text

__all__ = ["Column", "ColumnType", "columns", "data_dictionary", "json_schema", "programme_schema"]

ColumnType: TypeAlias = Literal["string", "integer", "boolean", "number", "date", "datetime", "array"]

_TYPES: dict[Any, ColumnType] = {
    str: "string",
    int: "integer",
    bool: "boolean",
    Decimal: "number",
    dt.date: "date",
    dt.datetime: "datetime",
    tuple[str, ...]: "array",
    Money: "integer",
    Text: "string",
}
_JSON_TYPES: dict[ColumnType, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "number": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "array": {"type": "array", "items": {"type": "string"}},
}


@attrs.frozen
class Column:
    """
    One column of a plain row (fr: *colonne*).

    Attributes:
        name: the key in every store.
        fact: the fact it carries, whole or in part.
        part: ``""`` for the whole fact, ``currency`` of an amount, ``en`` or ``fr`` of a text.
        type: the plain type.
        required: true when a row must hold a value.
        choices: the codes allowed; empty when any value of the type is.
        label: what a person reads.
    """

    name: str
    fact: Fact
    part: str
    type: ColumnType
    required: bool
    choices: tuple[str, ...]
    label: Text

    @property
    def refers_to(self) -> str:
        """The collection whose identifiers it holds; empty when it is no reference."""
        return self.fact.refers_to


def columns(kind: type[Record]) -> tuple[Column, ...]:
    """Give the columns of a record class, in order."""
    return _columns(cast("Any", kind))  # to mypy, a class cannot be the key of a cache


@cache
def _columns(kind: type[Record]) -> tuple[Column, ...]:
    return tuple(column for known in facts_of(kind).values() for column in _columns_of(kind, known))


def _columns_of(kind: type[Record], known: Fact) -> list[Column]:
    label = field_label(kind.collection, known.name)
    parts = {Money: ("", "currency"), Text: ("en", "fr")}.get(known.type, ("",))
    return [_column(known, part, label) for part in parts]


def _column(known: Fact, part: str, label: Text) -> Column:
    choices = tuple(str(member.value) for member in known.type) if _is_enum(known.type) else ()
    plain: ColumnType = "string" if choices or part == "currency" else _TYPES[known.type]
    words = {
        "currency": Text(en=" (currency)", fr=" (monnaie)"),
        "en": Text(en=" (English)", fr=" (anglais)"),
        "fr": Text(en=" (French)", fr=" (français)"),
    }
    return Column(
        name=f"{known.name}_{part}" if part else known.name,
        fact=known,
        part=part,
        type=plain,
        required=known.default is attrs.NOTHING and not known.optional,
        choices=choices,
        label=label + words[part] if part else label,
    )


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, enum.Enum)


def json_schema(kind: type[Record]) -> dict[str, Any]:
    """
    Describe the plain rows of a record class as JSON Schema (draft 2020-12).

    Exact numbers are texts of digits, so that no reader turns them into binary fractions; amounts are whole minor units.
    """
    return {
        "title": kind.__name__,
        "description": (kind.__doc__ or "").strip().splitlines()[0],
        "type": "object",
        "additionalProperties": False,
        "required": [column.name for column in columns(kind) if column.required],
        "properties": {column.name: _json_property(column) for column in columns(kind)},
    }


def _json_property(column: Column) -> dict[str, Any]:
    described = dict(_JSON_TYPES[column.type])
    if column.choices:
        described["enum"] = [*column.choices, *([] if column.required else [None])]
    if column.fact.least is not None:
        described["minimum"] = column.fact.least
    if column.fact.greatest is not None:
        described["maximum"] = column.fact.greatest
    if not column.required:
        described["type"] = [described["type"], "null"]
    described["title"] = column.label.en
    if column.fact.unit:
        described["x-unit"] = column.fact.unit
    return described


def programme_schema() -> dict[str, Any]:
    """Describe a whole programme as JSON Schema: an array of rows for each collection."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Programme",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}} for name in collections()},
        "$defs": {name: json_schema(kind) for name, kind in collections().items()},
    }


def data_dictionary() -> list[dict[str, str]]:
    """List every column of every collection: type, unit, reference and both labels; the reference page is made from it."""
    return [
        {
            "collection": name,
            "column": column.name,
            "type": ", ".join(column.choices) if column.choices else column.type,
            "required": "yes" if column.required else "no",
            "unit": column.fact.unit or ("minor units" if column.fact.type is Money and not column.part else ""),
            "refers_to": column.refers_to,
            "personal": "yes" if column.fact.personal else "no",
            "label_en": column.label.en,
            "label_fr": column.label.fr,
        }
        for name, kind in collections().items()
        for column in columns(kind)
    ]
