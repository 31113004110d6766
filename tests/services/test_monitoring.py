"""Indicators against targets, missions against the plan."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from tokten_core.accounts import lines_of
from tokten_core.model.expert import Expert, Sex
from tokten_core.model.institution import Institution, InstitutionKind
from tokten_core.model.logframe import Indicator, Reading
from tokten_core.model.mission import Mission, MissionMode, MissionState
from tokten_core.model.programme import Programme, ProgrammeCard
from tokten_core.periods import Period
from tokten_core.records import evolve
from tokten_core.services.monitoring import (
    IndicatorState,
    gained_in,
    indicator_states,
    missions_against_plan,
    missions_by_mode,
    missions_by_output,
    missions_by_sector,
    missions_in,
    outside_capital_share,
    reading_on,
    women,
    women_share,
)
from tokten_core.sources import Source
from tokten_core.text import same
from tokten_mali.document import founding_document, programme

CARD = ProgrammeCard(id="p", pack="mali", title=same("p"), country="ML", start=dt.date(2008, 9, 1), end=dt.date(2011, 8, 31))


def an_indicator(baseline=None, target=None):
    def number(value):
        return None if value is None else Decimal(value)

    return Indicator(id="i", label=same("i"), baseline=number(baseline), target=number(target), source="s")


def a_reading(day, value):
    return Reading(id=f"i/{day}", indicator="i", on=dt.date.fromisoformat(day), value=Decimal(value))


def a_programme(**collections):
    return Programme(programme=(CARD,), sources=(Source(id="s", document=same("made up")),), **collections)


def a_mission(key, start, *, state=MissionState.EVALUATED, sector="health", **facts):
    first = dt.date.fromisoformat(start)
    return Mission(id=key, residence="FR", start=first, end=first + dt.timedelta(days=13), state=state, sector=sector, **facts)


@pytest.mark.parametrize(("day", "value"), [("2009-03-30", None), ("2009-03-31", 4), ("2009-06-29", 4), ("2009-06-30", 9)])
def test_the_value_on_a_day_is_the_last_reading_up_to_it(day, value):
    programme = a_programme(indicators=(an_indicator(),), readings=(a_reading("2009-06-30", 9), a_reading("2009-03-31", 4)))

    found = reading_on(programme, "i", dt.date.fromisoformat(day))

    assert (None if found is None else found.value) == value


@pytest.mark.parametrize(
    ("baseline", "target", "value", "achievement", "share"),
    [
        (10, 50, 30, Fraction(1, 2), Fraction(3, 5)),
        (0, 40, 10, Fraction(1, 4), Fraction(1, 4)),
        (None, 40, 10, None, Fraction(1, 4)),
        (10, None, 30, None, None),
        (40, 40, 40, None, Fraction(1)),
        (20, 5, 10, Fraction(2, 3), Fraction(2)),
        (0, 0, 5, None, None),
    ],
)
def test_the_achievement_rate_needs_a_baseline_and_a_target_that_differ(baseline, target, value, achievement, share):
    """(value - baseline) / (target - baseline); a baseline that no document states is never taken for zero."""
    state = IndicatorState(an_indicator(baseline, target), a_reading("2009-03-31", value))

    assert (state.achievement, state.share_of_target) == (achievement, share)


def test_an_indicator_that_was_never_read_has_no_value_and_no_rate():
    (state,) = indicator_states(a_programme(indicators=(an_indicator(0, 10),)), dt.date(2010, 1, 1))

    assert (state.value, state.achievement) == (None, None)


def test_missions_of_a_period_are_those_that_begin_in_it():
    missions = (
        a_mission("before", "2008-12-31"),
        a_mission("first", "2009-01-01"),
        a_mission("last", "2009-03-31"),
        a_mission("after", "2009-04-01"),
    )
    period = Period(dt.date(2009, 1, 1), dt.date(2009, 3, 31))

    assert [mission.id for mission in missions_in(a_programme(missions=missions), period)] == ["first", "last"]


def test_missions_are_counted_by_sector_and_state():
    missions = (
        a_mission("1", "2009-01-01"),
        a_mission("2", "2009-01-02", state=MissionState.CANCELLED),
        a_mission("3", "2009-01-03", state=MissionState.SCHEDULED),
        a_mission("4", "2009-01-04", sector="sme", state=MissionState.REPORT_FILED),
    )

    counts = missions_by_sector(a_programme(missions=missions), CARD.whole)

    assert counts["health"] == {"registered": 3, "done": 1, "cancelled": 1}
    assert counts["sme"]["done"] == 1


def test_missions_at_a_distance_are_counted_apart():
    missions = (
        a_mission("1", "2009-01-01"),
        a_mission("2", "2009-01-02", mode=MissionMode.ONLINE),
        a_mission("3", "2009-01-03", mode=MissionMode.HYBRID, state=MissionState.CANCELLED),
        a_mission("4", "2009-01-04", mode=MissionMode.ONLINE),
    )

    counts = missions_by_mode(a_programme(missions=missions), CARD.whole)

    assert {mode: tally["registered"] for mode, tally in counts.items()} == {"on_site": 1, "hybrid": 1, "online": 2}
    assert counts["hybrid"]["cancelled"] == 1


def test_a_share_is_taken_among_those_that_are_known_and_is_unknown_over_none():
    experts = (
        Expert(id="w", name="A", country="FR", sex=Sex.FEMALE),
        Expert(id="m", name="B", country="FR", sex=Sex.MALE),
        Expert(id="?", name="C", country="FR"),
    )
    hosts = tuple(
        Institution(id=key, name=key, kind=InstitutionKind.HOSPITAL, sector="health", capital=capital)
        for key, capital in (("in", True), ("out", False), ("?", None))
    )
    missions = tuple(
        a_mission(expert.id, "2009-01-01", expert=expert.id, institution=host.id) for expert, host in zip(experts, hosts, strict=True)
    )
    programme = a_programme(experts=experts, institutions=hosts, missions=missions)

    assert women_share(programme, missions) == Fraction(1, 2)
    assert outside_capital_share(programme, missions) == Fraction(1, 2)
    assert women_share(programme, missions[2:]) is None
    assert outside_capital_share(programme, missions[2:]) is None


@pytest.mark.parametrize(
    ("baseline", "readings", "cumulative", "gained"),
    [
        (None, [("2008-12-31", 6), ("2009-03-31", 12)], True, 6),
        (4, [("2009-03-31", 12)], True, 8),
        (None, [("2009-03-31", 12)], True, None),
        (4, [("2008-12-31", 6)], True, None),
        (None, [("2009-01-31", 7), ("2009-03-31", 12)], True, None),
        (None, [("2008-12-31", 6), ("2009-01-31", 7), ("2009-03-31", 12)], False, 12),
        (4, [], False, None),
    ],
)
def test_a_running_total_gains_what_it_has_over_the_reading_before(baseline, readings, cumulative, gained):
    """Where nothing was read before and no document states a baseline, the gain is unknown: the total was not begun at nought."""
    indicator = evolve(an_indicator(baseline), cumulative=cumulative)
    whole = a_programme(indicators=(indicator,), readings=tuple(a_reading(day, value) for day, value in readings))

    found = gained_in(whole, indicator, Period(dt.date(2009, 1, 1), dt.date(2009, 3, 31)))

    assert found == (None if gained is None else Decimal(gained))


def test_women_are_not_guessed_where_the_sex_of_one_expert_is_not_known():
    """Half of those known is no count of all."""
    experts = (
        Expert(id="w", name="A", country="FR", sex=Sex.FEMALE),
        Expert(id="m", name="B", country="FR", sex=Sex.MALE),
        Expert(id="?", name="C", country="FR"),
    )
    missions = tuple(a_mission(expert.id, "2009-01-01", expert=expert.id) for expert in experts)
    whole = a_programme(experts=experts, missions=missions)

    assert women(whole, missions[:2]) == 1
    assert women(whole, missions) is None
    assert women(whole, [a_mission("nobody", "2009-01-01")]) is None


@pytest.mark.parametrize(
    ("year", "planned"),
    [
        ("2008/2009", {"1.1.3": 41, "1.1.4": 16, "3.2": 16}),
        ("2009/2010", {"1.1.3": 20, "1.1.4": 26, "3.2": 42}),
        ("2010/2011", {}),
        (None, {"1.1.3": 61, "1.1.4": 42, "3.2": 58}),
    ],
)
def test_the_plan_of_mali_is_counted_by_output(year, planned):
    """Output 1.1.3 has the 41 of European money and the 20 of French money; nothing is planned in the third year."""
    assert {count.output: count.planned for count in missions_by_output(founding_document(), year)} == planned


def test_missions_by_output_and_by_line_count_the_same_missions():
    """Every mission of the register names its line and its output, so that the two tables add up alike."""
    by_output, by_line = missions_by_output(programme()), missions_against_plan(programme())

    for count in ("registered", "done", "cancelled"):
        assert sum(getattr(each, count) for each in by_output) == sum(getattr(each, count) for each in by_line), count
    assert sum(each.registered for each in by_output) == len(programme().missions) == 161


def test_a_mission_counts_in_the_year_of_its_line():
    """A mission that slips over the end of August is still paid by the year before; one without a line counts by its first day."""
    (line,) = lines_of(founding_document(), source="scac")
    missions = [
        a_mission("late", "2009-09-02", output="1.1.3", budget_line=line.id),
        a_mission("alone", "2009-09-02", output="1.1.3"),
        a_mission("nowhere", "2009-09-02"),
    ]

    whole = founding_document().with_records(missions=missions)

    assert [(count.output, count.registered) for count in missions_by_output(whole, "2008/2009") if count.registered] == [("1.1.3", 1)]
    assert [(count.output, count.registered) for count in missions_by_output(whole, "2009/2010") if count.registered] == [
        ("1.1.3", 1),
        ("", 1),
    ]


def test_the_execution_rate_is_unknown_where_nothing_is_planned():
    whole = founding_document().with_records(missions=[a_mission("1", "2009-01-05", output="1.1.3"), a_mission("2", "2009-01-05")])

    rates = {count.output: count.execution_rate for count in missions_by_output(whole, "2008/2009")}

    assert rates == {"1.1.3": Fraction(1, 41), "1.1.4": Fraction(0), "3.2": Fraction(0), "": None}
