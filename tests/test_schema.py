"""From a record class to columns, JSON Schema and data dictionary."""

import jsonschema
import pytest

from tokten_core.convert import to_rows
from tokten_core.model.budget import BudgetLine
from tokten_core.model.logframe import Reading
from tokten_core.model.mission import Mission, MissionState
from tokten_core.model.programme import collections
from tokten_core.records import facts_of
from tokten_core.schema import columns, data_dictionary, json_schema, programme_schema
from tokten_core.testing.examples import a_small_programme


def column(kind, name):
    return next(found for found in columns(kind) if found.name == name)


def test_an_amount_takes_two_columns_and_a_bilingual_text_too():
    names = [found.name for found in columns(BudgetLine)]

    assert names[names.index("amount") : names.index("amount") + 2] == ["amount", "amount_currency"]
    assert names[-3:] == ["reading_en", "reading_fr", "source"]


def test_a_column_says_its_type_its_codes_and_what_must_be_there():
    assert column(Mission, "state").choices == tuple(state.value for state in MissionState)
    assert column(Mission, "start").type == "date"
    assert column(Mission, "airfare").type == "integer"
    assert column(Reading, "value").type == "number"
    assert (column(Mission, "residence").required, column(Mission, "expert").required) == (True, False)
    assert column(Mission, "expert").refers_to == "experts"


@pytest.mark.parametrize("name", collections())
def test_no_two_columns_of_a_kind_have_one_name_and_none_takes_a_store_s_own(name):
    """A field `airfare_currency` beside an amount `airfare` would be two columns of one name; stores keep `position` for the order."""
    names = [found.name for found in columns(collections()[name])]

    assert len(names) == len(set(names))
    assert "position" not in names


@pytest.mark.parametrize("name", collections())
def test_each_kind_is_described_by_a_valid_json_schema(name):
    jsonschema.Draft202012Validator.check_schema(json_schema(collections()[name]))


def test_a_whole_programme_is_right_by_its_schema():
    plain = {
        name: [{key: value if isinstance(value, int | list | None) else str(value) for key, value in row.items()} for row in rows]
        for name, rows in to_rows(a_small_programme()).items()
    }
    for entry in plain["journal"]:
        entry["at"] = str(entry["at"]).replace(" ", "T")

    jsonschema.Draft202012Validator(programme_schema(), format_checker=jsonschema.FormatChecker()).validate(plain)


@pytest.mark.parametrize("change", [{"state": "lost"}, {"cost_share": 101}, {"start": None}, {"colour": "red"}, {"airfare": 1.5}])
def test_what_the_records_refuse_the_schema_refuses(change):
    row = to_rows(a_small_programme())["missions"][0]
    row = {key: value if isinstance(value, int | list | None) else str(value) for key, value in row.items()}

    validator = jsonschema.Draft202012Validator(json_schema(Mission))
    assert validator.is_valid(row)
    assert not validator.is_valid(row | change)


def test_the_dictionary_has_a_line_for_each_column():
    lines = {(line["collection"], line["column"]): line for line in data_dictionary()}

    assert len(lines) == sum(len(columns(kind)) for kind in collections().values())
    assert lines["experts", "name"]["personal"] == "yes"
    assert lines["missions", "airfare"]["unit"] == "minor units"
    assert lines["missions", "expert"]["refers_to"] == "experts"


def test_facts_keep_the_order_in_which_they_are_written():
    assert [*facts_of(Reading)] == ["id", "indicator", "on", "value", "women", "note", "evidence", "invented"]
