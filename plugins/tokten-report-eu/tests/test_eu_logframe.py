"""`eu-logframe` against its specification."""

from decimal import Decimal

import pytest

from tokten_core import ReportError, load_pack, report
from tokten_core.records import evolve

PROGRAMME = load_pack("mali").programme()


@pytest.fixture(scope="module")
def logframe():
    return report("eu-logframe", PROGRAMME, "2009-S1").table("logframe")


def test_the_columns_are_those_of_the_edition_of_2016(logframe):
    assert [(column.group.en, column.label.en) for column in logframe.columns][:11] == [
        ("", "Results chain"), ("", "Indicators"), ("Baseline", "Value"), ("Baseline", "Day"), ("Current value", "Value"),
        ("Current value", "of which women"), ("Current value", "Day"), ("Target", "Value"), ("Target", "Day"),
        ("", "Sources and means of verification"), ("", "Assumptions"),
    ]  # fmt: skip


def test_the_chain_goes_from_impact_to_activities(logframe):
    keys = [row.key for row in logframe.rows]

    assert keys[0] == "o-0"
    assert keys.index("o-1") < keys.index("missions-education") < keys.index("awp-2008/3") < keys.index("o-3")


def test_the_assumptions_of_the_impact_row_are_empty(logframe):
    assert logframe.value("o-0", "assumptions") is None


def test_a_current_value_is_the_last_reading_up_to_the_end_of_the_period(logframe):
    wanted = max(
        (reading for reading in PROGRAMME.readings if reading.indicator == "missions-trainers" and str(reading.on) <= "2009-06-30"),
        key=lambda reading: reading.on,
    )

    assert logframe.value("missions-trainers", "current") == wanted.value
    assert logframe.value("missions-trainers", "women") == wanted.women


def test_a_baseline_that_no_document_states_is_a_gap_and_not_zero(logframe):
    assert logframe.value("missions-education", "baseline").en == "not stated"
    assert logframe.value("experts-registered", "baseline") == Decimal(283)


def test_an_activity_costs_its_francs_at_the_parity(logframe):
    """32 000 000 / 655.957 = 48 783.686..."""
    assert logframe.value("awp-2008/3", "cost") == 4_878_369


def test_more_women_than_persons_is_told():
    readings = [
        evolve(reading, women=reading.value + 1) if reading.indicator == "missions-trainers" else reading for reading in PROGRAMME.readings
    ]
    checks = {check.code: check for check in report("eu-logframe", PROGRAMME.with_records(readings=readings), "2009-S1").checks}

    assert "missions-trainers" in checks["EU-17"].detail.en


def test_a_period_outside_the_programme_is_refused():
    with pytest.raises(ReportError):
        report("eu-logframe", PROGRAMME, "2012")
