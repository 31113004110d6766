"""A book of rules: facts by name or checked once, amounts, trail, explanation; every wrong fact told."""

import datetime as dt
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core.errors import UsageError
from tokten_core.rules.trails import traced

sys.path.insert(0, str(Path(__file__).parent))
import test_rules_spans as spans  # type: ignore[import-not-found]

BOOK = spans.a_book(spans.day_by_day)
FACTS = {"start": dt.date(2021, 3, 1), "days": 12}


def test_facts_that_were_checked_once_give_the_same():
    by_name, checked = BOOK.work_out(FACTS), BOOK.work_out(BOOK.case(**FACTS))

    assert by_name.units("amount") == checked.units("amount") == 285_000
    assert by_name.trail == checked.trail
    assert by_name.explanation("en") == checked.explanation("en") == by_name.lines("amount", "en")


def test_the_trail_names_the_rule_what_it_read_the_amount_and_the_texts():
    ((rule, names, values, amount, texts),) = BOOK.work_out(FACTS).trail

    assert (rule, amount, texts) == ("amount", 285_000, (spans.OLD,))
    assert dict(zip(names, values, strict=True))["days"] == 12
    assert BOOK.work_out(FACTS).trail == (traced(BOOK.step("amount"), BOOK.work_out(FACTS).evaluation),)


@pytest.mark.parametrize(
    "wrong",
    [{"days": 12.0}, {"days": True}, {"days": -1}, {"days": "12"}, {"start": "2021-03-01"}, {"start": dt.datetime(2021, 3, 1, tzinfo=dt.UTC)},
     {"rank": "z"}, {"thesis": 1}, {"dayz": 3}, {"amount": 1.5}],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("check", [BOOK.work_out, lambda facts: BOOK.case(**facts)], ids=["by name", "checked"])
def test_a_fact_that_does_not_fit_is_refused_even_where_no_rule_reads_it(check, wrong):
    with pytest.raises(UsageError) as error:
        check({**FACTS, **wrong})

    assert [problem.code for problem in error.value.problems] in [["mission-fact"], ["fact-unknown"], ["fact-unknown-code"]]


def test_all_that_does_not_fit_is_told_at_once():
    with pytest.raises(UsageError) as error:
        BOOK.work_out({"days": 1.5, "rank": "z", "dayz": 3})

    assert len(error.value.problems) == 3


def test_an_amount_that_is_given_is_not_worked_out():
    assert BOOK.work_out(FACTS, given={"amount": 5}).units("amount") == 5
    assert BOOK.work_out(BOOK.case(**FACTS), given={"amount": 5}).units("amount") == 5


@settings(max_examples=200)
@given(st.fixed_dictionaries(spans.STAYS))
def test_by_name_and_checked_agree_whatever_is_unknown(facts):
    by_name, checked = BOOK.work_out(facts), BOOK.work_out(BOOK.case(**facts))

    assert by_name.units("amount") == checked.units("amount")
    assert by_name.unknown("amount") == checked.unknown("amount")
    assert by_name.trail == checked.trail
