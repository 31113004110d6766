"""Indicators against targets, missions against the plan."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from tokten_core.model.expert import Expert, Sex
from tokten_core.model.institution import Institution, InstitutionKind
from tokten_core.model.logframe import Indicator, Reading
from tokten_core.model.mission import Mission, MissionState
from tokten_core.model.programme import Programme, ProgrammeCard
from tokten_core.periods import Period
from tokten_core.services.monitoring import (
    IndicatorState,
    indicator_states,
    missions_by_sector,
    missions_in,
    outside_capital_share,
    reading_on,
    women_share,
)
from tokten_core.sources import Source
from tokten_core.text import same

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
