"""Questions to one collection: what they find, how they count, and what they refuse."""

import datetime as dt

import pytest

from tokten_core.errors import UsageError
from tokten_core.model.mission import Mission
from tokten_core.money import Money
from tokten_core.queries import Group, Query, groups, records, resolved
from tokten_core.testing.examples import a_small_programme

PROGRAMME = a_small_programme().with_records(
    missions=(
        *a_small_programme().missions,
        Mission(id="M3", expert="E2", residence="CA", start=dt.date(2010, 1, 1), end=dt.date(2010, 1, 1), airfare=Money("12.50", "EUR")),
    )
)


def ids(query):
    return [record.id for record in records(PROGRAMME, query)]


@pytest.mark.parametrize(
    ("operator", "value", "found"),
    [
        ("=", "CA", ["M3"]),
        ("!=", "CA", ["=M1", "M2"]),
    ],
)
def test_a_text_is_equal_or_not(operator, value, found):
    assert ids(Query("missions").where("residence", operator, value)) == found


@pytest.mark.parametrize(
    ("operator", "found"),
    [("=", ["=M1", "M2"]), ("!=", ["M3"]), ("<", []), ("<=", ["=M1", "M2"]), (">", ["M3"]), (">=", ["=M1", "M2", "M3"])],
)
def test_days_are_compared_with_both_sides_of_the_day(operator, found):
    assert ids(Query("missions").where("start", operator, dt.date(2009, 3, 1))) == found


def test_unknown_is_equal_to_unknown_only_and_neither_less_nor_greater():
    assert ids(Query("missions").where("teaching_hours", "=", None)) == ["M2", "M3"]
    assert ids(Query("missions").where("teaching_hours", "!=", None)) == ["=M1"]
    assert ids(Query("missions").where("teaching_hours", "<", 10)) == ["=M1"]
    assert ids(Query("missions").where("teaching_hours", "!=", 5)) == ["=M1", "M2", "M3"]


def test_a_period_counts_both_ends():
    assert ids(Query("missions").during("start", dt.date(2009, 3, 1), dt.date(2010, 1, 1))) == ["=M1", "M2", "M3"]
    assert ids(Query("missions").during("start", dt.date(2009, 3, 2), dt.date(2009, 12, 31))) == []


def test_a_dot_follows_references_to_any_depth():
    assert groups(PROGRAMME, Query("ledger").by("mission.expert.country")) == [Group(("CA",), 1, None, 0), Group((None,), 1, None, 0)]
    assert ids(Query("missions").where("expert.country", "=", "FR")) == ["M3"]


def test_amounts_are_added_by_currency_and_what_has_none_is_counted_apart():
    assert groups(PROGRAMME, Query("missions").adding("airfare")) == [Group(("EUR",), 1, 1250, 0), Group(("XOF",), 2, 450_000, 0)]
    assert groups(PROGRAMME, Query("budget_lines").adding("amount").by("pm"))[0] == Group((False, "XOF"), 2, 10**18 - 1, 0)
    assert groups(PROGRAMME, Query("budget_lines").adding("amount").by("pm"))[1] == Group((True, None), 1, None, 1)


def test_a_sum_of_unknown_values_is_unknown_not_zero():
    assert groups(PROGRAMME, Query("missions").where("residence", "=", "CA").adding("teaching_hours")) == [Group((), 1, None, 1)]


def test_nothing_found_is_no_group():
    assert groups(PROGRAMME, Query("missions").where("residence", "=", "ZZ")) == []


def test_the_currency_joins_the_keys_once():
    query = Query("missions").by("airfare_currency").adding("airfare")

    assert resolved(query).keys == ("airfare_currency",)
    assert resolved(Query("ledger").adding("mission.airfare")).keys == ("mission.airfare_currency",)


@pytest.mark.parametrize(
    ("query", "code", "says"),
    [
        (Query("missions").by("sectr"), "query-column", "did you mean sector?"),
        (Query("missions").by("start.year"), "query-column", "start.year"),
        (Query("experts").by("skills.sector"), "query-column", "skills.sector"),
        (Query("missions").adding("airfare_currency"), "query-total", "airfare_currency"),
        (Query("missions").where("teaching_hours", ">", None), "query-condition", "> None"),
        (Query("missions").where("start", "=", dt.datetime(2009, 1, 1, tzinfo=dt.UTC)), "query-condition", "start"),
        (Query("missions").where("teaching_hours", "=", True), "query-condition", "True"),
        (Query("indicators").where("target", "=", "1"), "query-condition", "target"),
        (Query("experts").where("skills", "=", "a"), "query-condition", "skills"),
        (Query("missions").where("sector", "~", "a"), "query-condition", "~"),  # type: ignore[arg-type] # that is its mistake
    ],
)
def test_what_makes_no_sense_is_refused(query, code, says):
    with pytest.raises(UsageError, match=says.replace("?", r"\?").replace(".", r"\.")) as caught:
        groups(PROGRAMME, query)
    assert caught.value.code == code
