"""
Reports as plain values (json): every value exact, every formula said, so that a program can read what a person reads.

Amounts are whole minor units, other figures exact texts or whole numbers, days ISO; the schema has a version.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any, Final

import attrs

from tokten_core.content import Block, Cell, Chart, Formula, Mark, Report, Table, Value
from tokten_core.money import Money, minor_units
from tokten_core.text import Language, Text

__all__ = ["SCHEMA_VERSION", "Json", "plain"]

SCHEMA_VERSION: Final = 1


class Json:
    """Writes reports as plain values (fr: *valeurs brutes*)."""

    suffix = ".json"

    def render(self, report: Report, lang: Language, day: dt.date) -> bytes:
        """Write a report in one language, dated that day; the same input gives the same bytes."""
        return (json.dumps(plain(report, lang, day), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def plain(report: Report, lang: Language, day: dt.date) -> dict[str, Any]:
    """Give a report as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "name": report.name,
        "title": report.title.say(lang),
        "subtitle": report.subtitle.say(lang),
        "lang": lang,
        "day": day.isoformat(),
        "final": report.is_final,
        "header": [[label.say(lang), _value(value, lang)] for label, value in report.header],
        "sections": [
            {"title": section.title.say(lang), "blocks": [_block(block, lang) for block in section.blocks]} for section in report.sections
        ],
        "checks": [
            {
                "code": check.code,
                "text": check.text.say(lang),
                "holds": check.holds,
                "warning": check.warning,
                "detail": check.detail.say(lang),
            }
            for check in report.checks
        ],
    }


def _block(block: Block, lang: Language) -> dict[str, Any]:
    if isinstance(block, Table):
        return _table(block, lang)
    kind = type(block).__name__.lower()
    if isinstance(block, Chart):
        series = [{"label": one.label.say(lang), "values": [_value(value, lang) for value in one.values]} for one in block.series]
        facts = {"key": block.key, "shape": block.kind, "title": block.title.say(lang), "unit": block.unit.say(lang)}
        return {"kind": kind, **facts, "categories": [each.say(lang) for each in block.categories], "series": series}
    return {"kind": kind, **{field.name: _any(getattr(block, field.name), lang) for field in attrs.fields(type(block))}}


def _table(table: Table, lang: Language) -> dict[str, Any]:
    return {
        "kind": "table",
        "key": table.key,
        "caption": table.caption.say(lang),
        "columns": [
            {
                "key": column.key,
                "label": column.label.say(lang),
                "kind": column.kind,
                "currency": column.currency,
                "group": column.group.say(lang),
            }
            for column in table.columns
        ],
        "rows": [
            {
                "key": row.key,
                "kind": row.kind,
                "level": row.level,
                "cells": {column.key: _cell(table, row.key, column.key, lang) for column in table.columns},
            }
            for row in table.rows
        ],
        "notes": [note.say(lang) for note in table.notes],
    }


def _cell(table: Table, row: str, column: str, lang: Language) -> Any:
    cell: Cell = table.cell(row, column)
    value = _value(table.value(row, column), lang)
    if isinstance(cell, Formula):
        facts = {field.name: _any(getattr(cell, field.name), lang) for field in attrs.fields(type(cell)) if getattr(cell, field.name)}
        return {"value": value, "formula": {"kind": type(cell).__name__.lower(), **facts}}
    return value


def _any(thing: Any, lang: Language) -> Any:
    if isinstance(thing, tuple):
        return [_any(part, lang) for part in thing]
    if attrs.has(type(thing)) and not isinstance(thing, Text):
        return {field.name: _any(getattr(thing, field.name), lang) for field in attrs.fields(type(thing))}
    return _value(thing, lang)


def _value(value: Value, lang: Language) -> Any:
    if isinstance(value, Mark):
        return {"mark": value.name.lower()}
    if isinstance(value, Text):
        return value.say(lang)
    if isinstance(value, Money):
        return {"units": minor_units(value), "currency": value.currency.code}
    if isinstance(value, Decimal):
        exact = format(value, "f")
        return exact.rstrip("0").rstrip(".") if "." in exact else exact
    if isinstance(value, dt.date):
        return value.isoformat()
    return value
