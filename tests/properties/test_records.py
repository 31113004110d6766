"""Laws that hold for any record of any kind: what goes out as a plain row comes back equal, typed or as text."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from tokten_core.convert import programme_of, record_of, to_row, to_rows
from tokten_core.journal import broken_links
from tokten_core.model.programme import collections
from tokten_core.schema import columns, json_schema
from tokten_core.testing.strategies import programmes, records

KINDS = list(collections().values())
wide = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def as_text(value):
    """Write a plain value as a file of texts would."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return json.dumps(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_record_comes_back_equal_from_its_row_and_from_its_texts(kind):
    @wide
    @given(records(kind))
    def law(thing):
        row = to_row(thing)

        assert record_of(kind, row, "here") == thing
        assert record_of(kind, {name: as_text(value) for name, value in row.items()}, "here") == thing

    law()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_row_has_each_column_of_its_kind_and_is_right_by_its_json_schema(kind):
    import jsonschema

    validator = jsonschema.Draft202012Validator(json_schema(kind))

    @wide
    @given(records(kind))
    def law(thing):
        row = to_row(thing)
        plain = {name: as_text(value) if isinstance(value, Decimal | dt.date) else value for name, value in row.items()}

        assert [*row] == [column.name for column in columns(kind)]
        assert [*validator.iter_errors(plain)] == []

    law()


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(programmes())
def test_a_programme_comes_back_equal_from_its_rows_with_its_journal_in_one_chain(programme):
    rows = {name: [("here", row) for row in rows] for name, rows in to_rows(programme).items()}

    assert programme_of(rows) == programme
    assert [*broken_links(programme.journal)] == []
