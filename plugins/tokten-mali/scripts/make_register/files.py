"""The register as the pack ships it: one CSV file for each kind of record."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

from tokten_core.convert import to_row
from tokten_core.records import Record
from tokten_core.schema import columns

__all__ = ["text_of"]


def text_of(records: list[Record]) -> str:
    """Write records as the CSV that the pack ships."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [column.name for column in columns(type(records[0]))]
    writer.writerow(names)
    for record in records:
        row = to_row(record)
        writer.writerow([_cell(row[name]) for name in names])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return format(value, "f") if isinstance(value, Decimal) else str(value)
