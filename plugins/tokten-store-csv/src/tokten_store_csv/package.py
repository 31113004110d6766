"""
The Data Package that a folder is: ``datapackage.json`` describes every file, column, key and reference, from the records' own columns.

It follows Data Package 2.0: each file is named with its size and its SHA-256. Our mark carries the version of the columns and a SHA-256 of
all the rest of the description, so that nobody changes a hash unseen. There is no day and no counter in it: two folders of one programme are
the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from attrs import frozen

from tokten_core.model.programme import ProgrammeCard, collections, kind_of
from tokten_core.schema import Column, columns
from tokten_core.stores import SCHEMA_VERSION
from tokten_core.terms import collection_label
from tokten_store_csv.dialect import DIALECTS, PLAIN, Dialect

__all__ = ["DESCRIPTOR", "HASHED_SINCE", "Package", "Table", "as_hash", "descriptor", "file_of", "package_in", "table_of", "title_of"]

DESCRIPTOR = "datapackage.json"
MARK = "tokten"
HASHED_SINCE = 2
"""The version of the columns from which on every file has its hash."""
_PROFILES = "https://datapackage.org/profiles/2.0"


@frozen
class Table:
    """
    What a description says of one file (fr: *fichier décrit*).

    Attributes:
        collection: whose records it holds.
        columns: its columns, in order.
        bytes: its size; None where nothing is said.
        hash: ``sha256:`` and the SHA-256 of its bytes; empty where nothing is said.
    """

    collection: str
    columns: tuple[str, ...]
    bytes: int | None = None
    hash: str = ""


@frozen
class Package:
    """
    What a description says of a folder (fr: *description du dossier*).

    Attributes:
        version: the version of the columns.
        dialect: how cells are set apart.
        tables: its files, by collection.
        title: the programme's.
        whole: true when it is as it was written.
    """

    version: int
    dialect: Dialect
    tables: Mapping[str, Table]
    title: str
    whole: bool

    @property
    def is_as_we_write(self) -> bool:
        """True where this version would lay out its files in the same columns: they may be changed in part."""
        same = all(name in self.tables and self.tables[name].columns == table_of(name).columns for name in collections())
        return self.whole and same and self.version == SCHEMA_VERSION

    def table(self, collection: str) -> Table | None:
        """Give what is said of a file; None for a kind of record that the version did not know."""
        if collection not in self.tables and self.version >= HASHED_SINCE:
            return table_of(collection)
        return self.tables.get(collection)


def file_of(collection: str) -> str:
    """Name the file of a collection."""
    return f"{collection}.csv"


def table_of(collection: str) -> Table:
    """Say what the file of a collection is before it is written."""
    return Table(collection, tuple(column.name for column in columns(kind_of(collection))))


def as_hash(hexdigest: str) -> str:
    """Say a SHA-256 as descriptions do."""
    return f"sha256:{hexdigest}"


def title_of(card: ProgrammeCard) -> str:
    """Give the title of the folder of a programme."""
    return card.title.fr or card.title.en


def descriptor(title: str, tables: Iterable[Table], dialect: Dialect) -> bytes:
    """Describe the folder of a programme, as bytes."""
    described: dict[str, Any] = {
        "$schema": f"{_PROFILES}/datapackage.json",
        MARK: {"schema": SCHEMA_VERSION},
        "name": "tokten-programme",
        "title": title,
        "resources": [_resource(table, dialect) for table in tables],
    }
    described[MARK]["hash"] = _hash_of(described)
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


@lru_cache(maxsize=8)  # one folder is opened again and again
def package_in(content: bytes) -> Package | None:
    """
    Read a description; None where it does not carry our mark. What it says wrongly is left out, and then it is not whole.

    Raises:
        ValueError: It is no JSON.
        RecursionError: It is nested beyond measure.
    """
    described = json.loads(content.decode("utf-8-sig"))
    mark = described.get(MARK) if isinstance(described, dict) else None
    version = mark.get("schema") if isinstance(mark, dict) else None
    if not isinstance(mark, dict) or not isinstance(version, int) or isinstance(version, bool) or version < 1:
        return None
    resources = {str(resource.get("name")): resource for resource in _listed(described.get("resources"))}
    delimiters = {str(_within(resource, "dialect").get("delimiter")) for resource in resources.values()}
    return Package(
        version=version,
        dialect=next((dialect for delimiter, dialect in DIALECTS.items() if delimiter in delimiters), PLAIN),
        tables={name: _table(name, resource) for name, resource in resources.items() if name in collections()},
        title=str(described.get("title", "")),
        whole=mark.get("hash") == _hash_of(described) or ("hash" not in mark and version < HASHED_SINCE),
    )


def _hash_of(described: Mapping[str, Any]) -> str:
    """Work out the hash of a description but for the hash itself; white space and the order of keys do not count."""
    mark = {name: value for name, value in described[MARK].items() if name != "hash"}
    words = json.dumps({**described, MARK: mark}, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return as_hash(hashlib.sha256(words.encode()).hexdigest())


def _table(collection: str, resource: Mapping[str, Any]) -> Table:
    size, digest = resource.get("bytes"), resource.get("hash")
    names = [known.get("name") for known in _listed(_within(resource, "schema").get("fields"))]
    return Table(
        collection,
        tuple(name for name in names if isinstance(name, str)),
        size if isinstance(size, int) else None,
        digest if isinstance(digest, str) else "",
    )


def _within(described: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = described.get(name)
    return found if isinstance(found, dict) else {}


def _listed(found: object) -> list[dict[str, Any]]:
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _resource(table: Table, dialect: Dialect) -> dict[str, Any]:
    name = table.collection
    return {
        "name": name,
        "path": file_of(name),
        "type": "table",
        "title": collection_label(name).fr,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **({} if dialect == PLAIN else {"dialect": {"$schema": f"{_PROFILES}/tabledialect.json", "delimiter": dialect.delimiter}}),
        "bytes": table.bytes,
        "hash": table.hash,
        "schema": _table_schema(name),
    }


@cache
def _table_schema(name: str) -> Mapping[str, Any]:
    kind = kind_of(name)
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
