"""The policy, as laws that hold for any three versions of a record."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_cigem.merging import kept_for_references, merged
from tokten_cigem.sharing import COLLECTIONS, Shares, digest, owner_of, record_from, row_of, shared_columns
from tokten_core.model.expert import Purpose
from tokten_core.model.programme import kind_of
from tokten_core.records import facts_of
from tokten_core.sharing import SHARED
from tokten_core.testing.strategies import programmes

COUNTRIES = st.sampled_from(["FR", "BE", "CA"])
EXPERTS = st.fixed_dictionaries(
    {
        "id": st.just("E1"), "name": st.sampled_from(["Awa", "Ben"]), "contact": st.sampled_from([None, "a", "b"]), "country": COUNTRIES,
        "teacher": st.sampled_from([None, True, False]), "skills": st.sampled_from([None, ["law"], ["law", "maths"]]),
        "home_institution": st.none(), "enrolled_on": st.none(), "invented": st.just(True),
    }
)  # fmt: skip
MAYBE = st.one_of(st.none(), EXPERTS)


@given(MAYBE, MAYBE, MAYBE, st.booleans())
def test_every_value_comes_from_one_side_and_what_one_side_alone_changed_stands(base, ours, theirs, known):
    result = merged("experts", base, ours, theirs, known=known)
    if result.row is None or ours is None or theirs is None:
        return
    clashing = {clash.column for clash in result.clashes}
    for name, value in result.row.items():
        assert value in (ours[name], theirs[name])
        if known and name not in clashing and ours[name] != theirs[name]:
            before = None if base is None else base[name]
            assert value == (theirs[name] if ours[name] == before else ours[name])
        if name in clashing:
            assert value == (theirs[name] if owner_of("experts", name) == "cigem" else ours[name])


@given(MAYBE, MAYBE, MAYBE, st.booleans())
def test_laid_over_once_more_it_stays_as_it_is(base, ours, theirs, known):
    """Whoever has the outcome and meets the outcome has nothing to do."""
    row = merged("experts", base, ours, theirs, known=known).row

    assert merged("experts", base, row, row, known=known) == merged("experts", row, row, row, known=True)
    assert merged("experts", base, row, row, known=known).clashes == ()


@given(MAYBE, MAYBE)
def test_where_nothing_is_known_nothing_goes_and_nothing_is_emptied(ours, theirs):
    row = merged("experts", None, ours, theirs, known=False).row

    assert (row is None) == (ours is None and theirs is None)
    for side in (ours, theirs):
        assert all(row[name] is not None for name, value in (side or {}).items() if value is not None)


@given(EXPERTS, EXPERTS, EXPERTS)
def test_without_consent_nothing_that_says_who_a_person_is_is_taken(base, ours, theirs):
    blank = {**ours, "name": None, "contact": None}
    row = merged("experts", base, blank, theirs, known=True, consented=False).row

    assert (row["name"], row["contact"]) == (None, None)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "known", "stands"),
    [
        (None, "2009-05-20", "2009-05-10", True, "2009-05-10"),
        (None, "2009-05-10", "2009-05-20", False, "2009-05-10"),
        ("2009-05-20", "2009-05-20", "2009-05-25", True, "2009-05-20"),
        (None, "2009-05-10", None, True, "2009-05-10"),
        (None, None, "2009-05-10", False, "2009-05-10"),
        ("2009-05-10", None, "2009-05-10", True, None),
    ],
)
def test_of_two_withdrawals_the_earlier_stands(base, ours, theirs, known, stands):
    """Taking a withdrawal back, by one side alone, is a change like another."""
    row = {"id": "c", "expert": "E1", "purpose": "cigem", "given_on": "2009-01-01", "invented": True}
    versions = [{**row, "withdrawn_on": day} for day in (base, ours, theirs)]

    assert merged("consents", *versions, known=known).row["withdrawn_on"] == stands


def test_a_reference_brings_back_what_it_needs_and_that_what_it_needs_in_turn():
    empty = {name: {} for name in COLLECTIONS}
    request = {"id": "R1", "institution": "I1"}
    wanted = {**empty, "requests": {"R1": request}, "institutions": {}}
    former = {**empty, "institutions": {"I1": {"id": "I1"}}}

    assert [(clash.collection, clash.id) for clash in kept_for_references(wanted, (empty, former))] == [("institutions", "I1")]
    assert wanted["institutions"] == {"I1": {"id": "I1"}}


@settings(max_examples=25)
@given(programmes())
def test_a_row_makes_a_record_whose_row_it_is(programme):
    """Of any record at all; so both sides write one record the same way, and digests can be compared."""
    tables = Shares().tables({name: programme.records(name) for name in COLLECTIONS}, frozenset(each.id for each in programme.experts))
    for name, rows in tables.items():
        for row in rows.values():
            assert row_of(record_from(name, row, "here")) == row
        assert Shares().digest(rows.values()) == digest(rows.values())


def test_no_amount_is_shared_and_every_shared_fact_is_in_the_one_table():
    for name in COLLECTIONS:
        facts = {column.fact.name for column in shared_columns(name).values()}
        assert facts == set(SHARED[Purpose.CIGEM][name])
        assert not {"airfare", "cost_share", "born_on", "funding_source"} & facts
        assert facts <= set(facts_of(kind_of(name)))


def test_each_kind_stands_behind_those_that_it_refers_to():
    """So that they are sent, and read, in an order in which references hold."""
    for number, name in enumerate(COLLECTIONS):
        assert {column.refers_to for column in shared_columns(name).values() if column.refers_to} <= set(COLLECTIONS[:number])
