"""The work plan by output, source and quarter: parts add up to the whole, PM is beside the sum, an uncertain mark is no mark."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokten_core.model.budget import BudgetItem, BudgetLine
from tokten_core.model.funding import CostKind, Donor, FundingSource
from tokten_core.model.logframe import Activity, Objective, ObjectiveLevel, Output
from tokten_core.model.programme import Programme, ProgrammeCard
from tokten_core.money import Money
from tokten_core.services.planning import activities_of, plan_against_budget, plan_years, work, work_by
from tokten_core.sources import Source
from tokten_core.text import same

YEAR = "2008/2009"
AXES = ("output", "objective", "source", "quarters", "kind", "responsible")


def francs(amount):
    return Money(amount, "XOF")


def an_activity(key, amount=None, *, pm=False, year=YEAR, **facts):
    return Activity(
        id=str(key), label=same(f"activity {key}"), year=year, amount=None if amount is None else francs(amount), pm=pm, source="s",
        **{"rank": key if isinstance(key, int) else 0, **facts},
    )  # fmt: skip


def a_programme(*activities, budget=()):
    return Programme(
        programme=(
            ProgrammeCard(
                id="p", pack="mali", title=same("p"), country="ML", start=dt.date(2008, 9, 1), end=dt.date(2011, 8, 31), year_start_month=9
            ),
        ),
        sources=(Source(id="s", document=same("made up")),),
        donors=(Donor(id="d", name=same("d")),),
        funding_sources=tuple(FundingSource(id=key, donor="d", label=same(key), source="s") for key in ("ce", "bsi", "none")),
        objectives=(Objective(id="1", level=ObjectiveLevel.OUTCOME, label=same("one"), source="s"),),
        outputs=tuple(Output(id=key, objective="1", label=same(key), source="s") for key in ("1.1", "1.2")),
        activities=activities,
        budget_items=(BudgetItem(id="i", label=same("i"), kind=CostKind.MISSIONS, source="s"),),
        budget_lines=tuple(
            BudgetLine(id=source, item="i", funding_source=source, year=YEAR, amount=francs(amount), source="s")
            for source, amount in budget
        ),
    )


def test_pour_memoire_and_blanks_are_counted_beside_the_sum():
    done = work([an_activity(1, 100), an_activity(2, pm=True), an_activity(3), an_activity(4, 11, uncertain_quarter=True)], "XOF")

    assert (done.amount, done.pm, done.blank, done.activities, done.uncertain) == (francs(111), 1, 1, 4, 1)


def test_activities_without_any_amount_have_no_sum():
    """Zero would say that the work costs nothing."""
    assert work([an_activity(1, pm=True)], "XOF").amount is None
    assert work([], "XOF").amount is None


def test_an_amount_of_zero_is_an_amount():
    assert work([an_activity(1, 0), an_activity(2, pm=True)], "XOF").amount == francs(0)


def test_activities_are_chosen_and_stand_in_the_order_of_the_plan():
    programme = a_programme(
        an_activity(3, 1, output="1.1", funding_source="ce", quarters=("q3", "q4")),
        an_activity(1, 1, output="1.2", funding_source="ce", quarters=("q3",), uncertain_quarter=True),
        an_activity(2, pm=True, output="1.1"),
        an_activity(9, 1, year="2009/2010"),
    )

    def ids(**choice):
        return [activity.id for activity in activities_of(programme, YEAR, **choice)]

    assert ids() == ["1", "2", "3"]
    assert ids(output="1.1") == ["2", "3"]
    assert ids(source="ce") == ["1", "3"]
    assert ids(quarter="q3") == ["1", "3"]
    assert ids(quarter="q4") == ["3"]
    assert plan_years(programme) == ("2008/2009", "2009/2010")
    assert activities_of(programme, "2010/2011") == ()


def test_an_amount_in_two_quarters_is_not_split():
    """No text says how; both quarters together are one key, and an uncertain mark is told apart."""
    programme = a_programme(
        an_activity(1, 100, quarters=("q3", "q4")),
        an_activity(2, 10, quarters=("q3",)),
        an_activity(3, 1, quarters=("q3",), uncertain_quarter=True),
        an_activity(4, 5, uncertain_quarter=True),
        an_activity(5, 7),
    )

    amounts = {quarters: part.amount for (quarters,), part in work_by(programme, YEAR, "quarters").items()}

    assert amounts == {"q3 q4": francs(100), "q3": francs(10), "q3 ?": francs(1), "?": francs(5), "": francs(7)}


def test_what_an_activity_does_not_name_has_an_empty_key():
    programme = a_programme(an_activity(1, 5, output="1.1", kind=CostKind.MISSIONS), an_activity(2, 6))

    by = work_by(programme, YEAR, "objective", "output", "kind")

    assert {key: part.amount for key, part in by.items()} == {("1", "1.1", "missions"): francs(5), ("", "", ""): francs(6)}


@given(
    plan=st.lists(
        st.tuples(
            st.none() | st.integers(0, 10**9),
            st.sampled_from((None, "1.1", "1.2")),
            st.sampled_from((None, "ce", "bsi")),
            st.sets(st.sampled_from(("q1", "q2", "q3", "q4"))),
            st.booleans(),
        ),
        max_size=8,
    ),
    axes=st.lists(st.sampled_from(AXES), unique=True, max_size=3),
)
def test_however_a_plan_is_told_apart_its_parts_add_up_to_the_whole(plan, axes):
    programme = a_programme(
        *(
            an_activity(
                rank, amount, pm=amount is None, output=output, funding_source=source, quarters=tuple(sorted(quarters)), uncertain_quarter=uncertain
            )
            for rank, (amount, output, source, quarters, uncertain) in enumerate(plan)
        )
    )  # fmt: skip

    parts = work_by(programme, YEAR, *axes).values()
    whole = work(activities_of(programme, YEAR), "XOF")

    amounts = [part.amount for part in parts if part.amount is not None]
    assert (sum(amounts, francs(0)) if amounts else None) == whole.amount
    for count in ("pm", "blank", "activities", "uncertain"):
        assert sum(getattr(part, count) for part in parts) == getattr(whole, count), count


@pytest.mark.parametrize(
    ("planned", "budgeted", "difference", "agrees"),
    [(100, 100, 0, True), (90, 100, -10, False), (None, 100, None, False)],
)
def test_a_plan_stands_beside_its_budget(planned, budgeted, difference, agrees):
    programme = a_programme(an_activity(1, planned, pm=planned is None, funding_source="ce"), budget=[("ce", budgeted)])

    (found,) = plan_against_budget(programme, YEAR)

    assert found.source == "ce"
    assert found.difference == (None if difference is None else francs(difference))
    assert found.agrees is agrees


def test_a_plan_without_a_budget_does_not_agree():
    (found,) = plan_against_budget(a_programme(an_activity(1, 5, funding_source="ce")), YEAR)

    assert (found.budget.amount, found.difference, found.agrees) == (None, None, False)
