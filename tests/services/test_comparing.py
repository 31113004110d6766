"""What if: a figure from a day on, another payer; who gains, who loses, by which rule; nothing unknown taken for nought."""

import datetime as dt

import pytest

from tokten_core.errors import UsageError
from tokten_core.parameters import Dated, Parameter
from tokten_core.rules import MissionFacts
from tokten_core.rules.overlays import FigureChange, Hypothesis, PayerChange
from tokten_core.services.comparing import compare
from tokten_mali.costs import cost_rules

DEARER = Hypothesis(figures=(FigureChange("per_diem_rate", 25_000, dt.date(2010, 1, 1), {"thesis": False}),))
BY_UNDP = Hypothesis(payers=(PayerChange("teaching_hours", "pnud"),))


def a_mission(mission_id="M1", **changes):
    facts = {"residence": "FR", "start": dt.date(2010, 2, 2), "days": 14, "thesis_supervision": False, "teaching_hours": 40}
    return MissionFacts(mission_id, **{**facts, "for_profit": False, **changes})


@pytest.mark.parametrize(
    ("day", "thesis", "rate"),
    [
        (dt.date(2009, 12, 31), False, 20_000),
        (dt.date(2010, 1, 1), False, 25_000),
        (dt.date(2011, 8, 31), False, 25_000),
        (dt.date(2010, 1, 1), True, 40_000),
    ],
)
def test_a_figure_is_put_otherwise_from_its_day_on_and_in_its_rows_only(day, thesis, rate):
    assert DEARER.over(cost_rules()).figures.per_diem_rate.on(day, thesis=thesis) == rate


def test_a_key_that_is_left_out_changes_all_rows():
    over = Hypothesis((FigureChange("per_diem_rate", 1, dt.date(2010, 1, 1)),)).over(cost_rules())

    assert [over.figures.per_diem_rate.on(dt.date(2010, 1, 1), thesis=thesis) for thesis in (False, True)] == [1, 1]


def test_a_hypothesis_ends_with_the_text_that_it_replaces():
    """The programme document holds until August 2011; supposing another rate does not make it hold longer."""
    per_diem = DEARER.over(cost_rules()).figures.per_diem_rate

    assert per_diem.history[-1].until == dt.date(2011, 8, 31)


def test_a_figure_that_no_text_gives_may_be_supposed():
    over = Hypothesis((FigureChange("online_day_rate", 30_000, dt.date(2008, 9, 1)),)).over(cost_rules())

    assert over.cost(a_mission(mode="online", days=5)).total == 150_000 + 90_000


def test_later_texts_get_the_value_too_and_earlier_ones_keep_theirs():
    from tokten_core.rules.overlays import _changed
    from tokten_core.sources import Source
    from tokten_core.text import same
    from tokten_core.units import money_unit

    text = Source(id="t", document=same("t"))
    days = [dt.date(2010, 1, 1), dt.date(2012, 1, 1), dt.date(2014, 1, 1)]
    figure = Parameter("x", same("x"), money_unit("XOF"), [Dated(day, text, 10 + n) for n, day in enumerate(days)])

    changed = _changed(figure, FigureChange("x", 99, dt.date(2013, 1, 1)))
    assert [changed.on(dt.date(year, month, 1)) for year, month in ((2010, 1), (2012, 12), (2013, 1), (2014, 6))] == [10, 11, 99, 99]
    exact = _changed(figure, FigureChange("x", 99, dt.date(2012, 1, 1)))
    assert [exact.on(dt.date(year, 6, 1)) for year in (2011, 2012, 2014)] == [10, 99, 99]


def test_who_gains_who_loses_and_by_which_rule():
    found = compare([(a_mission("M1"), "ce"), (a_mission("M2", start=dt.date(2009, 2, 2)), "ce")], cost_rules(), DEARER)

    assert (found.missions, found.before, found.after) == (2, 2 * 1_090_000, 2 * 1_090_000 + 70_000)
    assert found.changes("line") == {"per_diem": 70_000, "support_cost": 5_200}
    assert found.changes("share") == {"ce": 70_000}
    assert {difference.mission_id for difference in found.differences} == {"M1"}
    assert [cause.en for cause in found.causes("per_diem")] == ["per diem rate"]


def test_another_payer_moves_the_line_and_the_shares_still_add_up_to_the_total():
    facts = a_mission(for_profit=True, cost_share=20)
    costing = BY_UNDP.over(cost_rules()).cost(facts, "ce")

    assert {share.payer: share.amount for share in costing.shares} == {"beneficiary": 218_000, "ce": 782_000, "pnud": 90_000}
    assert sum(share.amount for share in costing.shares) == costing.total
    found = compare([(facts, "ce")], cost_rules(), BY_UNDP)
    assert found.changes("share") == {"ce": -90_000, "pnud": 90_000}
    assert [cause.fr for cause in found.causes("ce")] == ["payeur de : heures de cours"]


def test_a_source_that_pays_the_mission_and_the_line_has_one_share():
    costing = BY_UNDP.over(cost_rules()).cost(a_mission(), None)

    assert {share.payer: share.amount for share in costing.shares} == {"funder": 1_000_000, "pnud": 90_000}
    again = Hypothesis(payers=(PayerChange("teaching_hours", "ce"),)).over(cost_rules()).cost(a_mission(), "ce")
    assert [(share.payer, share.amount) for share in again.shares] == [("ce", 1_090_000)]


def test_missions_that_one_side_does_not_know_are_counted_apart():
    found = compare([(a_mission("M1", teaching_hours=None), None), (a_mission("M2", days=3), None)], cost_rules(), DEARER)

    assert (found.before, found.after, found.unknown, found.refused) == (0, 0, ("M1",), ("M2",))
    assert found.changes("line") == {"per_diem": 70_000}


@pytest.mark.parametrize(
    ("hypothesis", "message"),
    [
        (Hypothesis((FigureChange("per_dime_rate", 1, dt.date(2010, 1, 1)),)), "did you mean per_diem_rate"),
        (Hypothesis((FigureChange("per_diem_rate", 1, dt.date(2010, 1, 1), {"rank": "a"}),)), "Allowed: thesis: false, true"),
        (Hypothesis((FigureChange("teaching_hour_rate", 1, dt.date(2010, 1, 1), {"thesis": True}),)), "what-if-row"),
        (Hypothesis((FigureChange("per_diem_rate", True, dt.date(2010, 1, 1)),)), "what-if-value"),
        (Hypothesis(payers=(PayerChange("teaching_hour", "pnud"),)), "did you mean teaching_hours"),
        (Hypothesis(payers=(PayerChange("lodging", "pnud"),)), "what-if-not-a-line"),
        (Hypothesis(payers=(PayerChange("teaching_hours", "undp"),)), "what-if-payer"),
    ],
)
def test_a_hypothesis_about_what_there_is_not_says_what_there_is(hypothesis, message):
    with pytest.raises(UsageError) as error:
        hypothesis.over(cost_rules())

    assert message in " ".join(problem.say("en") for problem in error.value.problems)


def test_every_problem_of_a_hypothesis_is_told_at_once():
    wrong = Hypothesis((FigureChange("x", 1, dt.date(2010, 1, 1)),), (PayerChange("y", "z"),))

    with pytest.raises(UsageError) as error:
        wrong.over(cost_rules())

    assert [problem.code for problem in error.value.problems] == ["what-if-unknown-figure", "what-if-not-a-line", "what-if-payer"]
