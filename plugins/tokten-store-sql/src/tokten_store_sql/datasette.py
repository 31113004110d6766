"""
What Datasette is told of the tables, from the records: labels in French, what names a row, the order of the documents.

::

    python -m tokten_store_sql.datasette > metadata.json
    datasette serve --immutable mali.db --metadata metadata.json
"""

from __future__ import annotations

import json
import sys
from typing import Any

from tokten_core.model.programme import collections
from tokten_core.records import Record
from tokten_core.schema import columns
from tokten_core.terms import collection_label
from tokten_store_sql.tables import CHECKSUMS, POSITION, VERSION_TABLE

__all__ = ["metadata_of"]

_NAMING = ("name", "label_fr", "title_fr", "name_fr", "label", "office_fr")
"""What people call a row by, the best first."""


def metadata_of(database: str) -> dict[str, Any]:
    """
    Describe a database by the name that Datasette gives it: its file without the ending.

    >>> metadata_of("mali")["databases"]["mali"]["tables"]["experts"]["label_column"]
    'name'
    """
    tables: dict[str, Any] = {name: _table(kind) for name, kind in collections().items()}
    hidden = {CHECKSUMS: {"hidden": True}, VERSION_TABLE: {"hidden": True}}
    return {"databases": {database: {"tables": tables | hidden}}}


def _table(kind: type[Record]) -> dict[str, Any]:
    known = {column.name for column in columns(kind)}
    naming = next((name for name in _NAMING if name in known), "id")
    return {"title": collection_label(kind.collection).fr, "sort": POSITION, "label_column": naming}


if __name__ == "__main__":
    json.dump(metadata_of(sys.argv[1] if len(sys.argv) > 1 else "mali"), sys.stdout, ensure_ascii=False, indent=1)
