"""The straight way from rows to records and the careful one are one: the same records, the same problems, for whatever stands in a row."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core.convert import record_of, records_from, to_row, writer
from tokten_core.errors import InputError
from tokten_core.model.mission import Mission, MissionMode
from tokten_core.model.programme import collections
from tokten_core.rows import maker
from tokten_core.schema import columns
from tokten_core.testing.examples import a_large_programme, a_small_programme
from tokten_core.testing.strategies import AWKWARD, records

KINDS = list(collections().values())
WRONG: st.SearchStrategy[Any] = st.sampled_from([
    None, "", 0, 1, 2, -1, 101, True, False, 1.0, 2.5, Decimal("1.50"), Decimal("NaN"), Decimal("1e40"), 10**18, 1 - 10**18, "10", "-7", "٣",
    "1_000", "true", "false", "True", "XOF", "xof", "EUR", "XXX9", "paid", "on_site", MissionMode.ONLINE, "2009-03-01", "2009-02-30",
    "20090301", "2009-W01-1", dt.date(2009, 3, 1), dt.datetime(2009, 3, 1, tzinfo=dt.UTC), dt.datetime(2009, 3, 1), "2009-03-01T00:00:00",  # noqa: DTZ001 - wrong on purpose
    "2009-03-01T08:00:00+02:00", "[]", '["a", ""]', '["a\\u0000"]', "[1]", [], ["a"], ("b",), [None], {}, b"x", "a\x00b", "x" * 201, " x", "x ",
    "a\nb", "\ud800", *AWKWARD,
])  # fmt: skip


def as_texts(row):
    """Write a row as a file of text would."""
    texts = {bool: lambda value: "true" if value else "false", list: json.dumps, Decimal: lambda value: format(value, "f")}
    return ["" if value is None else texts.get(type(value), str)(value) for value in row]


def as_bits(row):
    return [int(value) if isinstance(value, bool) else value for value in row]


def carefully(kind, row):
    """Give what the careful way makes of a row: the record, or its problems in words."""
    try:
        return record_of(kind, dict(zip([column.name for column in columns(kind)], row, strict=True)), "here")
    except InputError as error:
        return error.say("fr")


def straight(kind, row, **how):
    try:
        (made,) = records_from(kind, [row], lambda _: "here", **how)
    except InputError as error:
        return error.say("fr")
    return made


def same(one, other):
    """Equal, and of the same types down to each value: True is not 1, 1.50 is not 1.5."""
    return one == other and repr(one) == repr(other) and type(one) is type(other)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.collection)
def test_a_record_goes_out_and_comes_back_on_the_straight_way(kind):
    """Whatever the record: typed, as texts, with bits; the careful way agrees each time."""
    write = writer(kind)

    @settings(max_examples=40)
    @given(records(kind))
    def check(record):
        row = write(record)

        assert dict(zip([column.name for column in columns(kind)], row, strict=True)) == to_row(record)
        assert same(straight(kind, row), record)
        assert same(straight(kind, as_texts(row)), carefully(kind, as_texts(row)))
        assert same(straight(kind, as_bits(row), bits=True), record)
        assert same(straight(kind, writer(kind, numbered=True)(7, record), numbered=True), record)
        assert same(straight(kind, [7, *as_texts(row)], numbered=True), carefully(kind, as_texts(row)))

    check()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.collection)
def test_whatever_stands_in_a_row_both_ways_say_the_same(kind):
    @settings(max_examples=40)
    @given(records(kind), st.booleans(), st.dictionaries(st.integers(0, len(columns(kind)) - 1), WRONG, max_size=3))
    def check(record, texts, wrong):
        row = list(writer(kind)(record))
        row = as_texts(row) if texts else row
        for position, value in wrong.items():
            row[position] = value

        assert same(straight(kind, row), carefully(kind, row))

    check()


def test_rows_that_are_right_never_take_the_careful_way():
    """Else it would not be the straight one."""
    programme = a_large_programme(200)
    for name, kind in collections().items():
        rows = [writer(kind)(record) for record in programme.records(name)]
        for form in (rows, map(as_texts, rows)):
            assert tuple(maker(kind)(form, pytest.fail)) == programme.records(name)


def test_every_wrong_row_is_told_and_none_hides_the_next():
    rows = [list(writer(Mission)(record)) for record in a_small_programme().missions]
    rows[0][9], rows[1][10] = "01/03/2009", 7
    places = iter(["line 2", "line 3"])
    made = records_from(Mission, rows, lambda _: next(places))

    with pytest.raises(InputError) as caught:
        list(made)

    assert [problem.place for problem in caught.value.problems] == ["line 2, start", "line 3, end"]


def test_two_is_no_truth_value_where_bits_are():
    row = list(as_bits(writer(Mission)(a_small_programme().missions[0])))
    row[-1] = 2

    assert "[wrong-value]" in straight(Mission, row, bits=True)
