"""
The Data Package that a folder is: ``datapackage.json`` describes every file, column, key and reference, from the records' own columns.

It follows Data Package 2.0, and carries our mark with the version of the columns. There is no day and no counter in it: two folders of one
programme are the same bytes.
"""

from __future__ import annotations

import json
from typing import Any

from tokten_core.model.programme import Programme, collections
from tokten_core.records import Record
from tokten_core.schema import Column, columns
from tokten_core.stores import SCHEMA_VERSION
from tokten_core.terms import collection_label

__all__ = ["DESCRIPTOR", "MARK", "descriptor", "file_of"]

DESCRIPTOR = "datapackage.json"
MARK = "tokten"
_PROFILES = "https://datapackage.org/profiles/2.0"


def file_of(collection: str) -> str:
    """Name the file of a collection."""
    return f"{collection}.csv"


def descriptor(programme: Programme) -> bytes:
    """Describe the folder of a programme, as bytes."""
    described = {
        "$schema": f"{_PROFILES}/datapackage.json",
        MARK: {"schema": SCHEMA_VERSION},
        "name": "tokten-programme",
        "title": programme.card.title.fr or programme.card.title.en,
        "resources": [_resource(name, kind) for name, kind in collections().items()],
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(name: str, kind: type[Record]) -> dict[str, Any]:
    return {
        "name": name,
        "path": file_of(name),
        "type": "table",
        "title": collection_label(name).fr,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": _table_schema(name, kind),
    }


def _table_schema(name: str, kind: type[Record]) -> dict[str, Any]:
    references = [_reference(name, column) for column in columns(kind) if column.refers_to and column.type == "string"]
    return {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(column) for column in columns(kind)],
        "missingValues": [""],
        "primaryKey": ["id"],
        **({"foreignKeys": references} if references else {}),
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.choices:
        constraints["enum"] = list(column.choices)
    if column.fact.least is not None:
        constraints["minimum"] = column.fact.least
    if column.fact.greatest is not None:
        constraints["maximum"] = column.fact.greatest
    described = {"name": column.name, "type": column.type, "title": column.label.fr}
    if column.fact.unit:
        described["description"] = column.fact.unit
    return {**described, **({"constraints": constraints} if constraints else {})}


def _reference(name: str, column: Column) -> dict[str, Any]:
    target: dict[str, Any] = {"fields": ["id"]}
    if column.refers_to != name:  # a reference into the same file names none
        target = {"resource": column.refers_to, "fields": ["id"]}
    return {"fields": [column.name], "reference": target}
