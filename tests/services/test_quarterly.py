"""The quarterly report: the single technical and financial report of all partners."""

import datetime as dt

import attrs
import pytest

from tokten_core import ReportError, check, load_pack, report
from tokten_core.content import PM, Note, Table
from tokten_core.model.ledger import EntryKind
from tokten_core.model.mission import MissionMode
from tokten_core.services.dashboard import dashboard
from tokten_core.services.issuing import with_findings

PACK = load_pack("mali")
PROGRAMME = PACK.programme()


@pytest.fixture(scope="module")
def quarter():
    return report("quarterly", PROGRAMME, "2009-Q1")


def test_its_parts_stand_in_order(quarter):
    assert [section.title.en for section in quarter.sections] == [
        "Summary", "1. Risks and issues", "2. Progress by output", "3. Activities of the work plan", "4. Missions",
        "5. Financial situation by source", "6. Deviations explained", "7. Next quarter and cash need", "8. Recommendations",
    ]  # fmt: skip


def test_the_expenditure_of_the_quarter_is_that_of_the_ledger(quarter):
    period = PROGRAMME.card.period("2009-Q1")
    spending = {EntryKind.EXPENDITURE, EntryKind.CLEARING}
    wanted = sum(int(entry.amount.amount) for entry in PROGRAMME.ledger if entry.kind in spending and entry.on in period)

    assert quarter.table("expenditure-all").value("total", "period") == wanted


def test_the_consolidated_table_is_the_sum_of_the_sources(quarter):
    whole = quarter.table("expenditure-all")
    for column in ("budget", "period", "cumulative", "balance"):
        parts = [quarter.table(f"expenditure-{source}").value("total", column) for source in ("ce", "pnud", "scac", "bsi")]
        assert whole.value("total", column) == sum(parts)


def test_cumulative_expenditure_begins_with_the_programme_year(quarter):
    later = report("quarterly", PROGRAMME, "2009-Q2").table("expenditure-all")
    before = quarter.table("expenditure-all")

    assert later.value("total", "cumulative") == before.value("total", "cumulative") + later.value("total", "period")


def test_the_budget_is_that_of_the_programme_year(quarter):
    assert quarter.table("expenditure-all").value("total", "budget") == 354_836_800


def test_a_line_pour_memoire_stays_in_the_table():
    table = report("quarterly", PROGRAMME, "2010-Q4").table("expenditure-ce")

    assert {table.value(row.key, "budget") for row in table.rows} == {PM}


def test_a_quarter_across_two_programme_years_speaks_of_both():
    made = report("quarterly", PROGRAMME, "2009-Q3")

    assert next(value for label, value in made.header if label.en == "Programme year").en == "2008/2009, 2009/2010"
    assert made.table("expenditure-all").value("total", "budget") == 354_836_800 + 335_183_200


def test_a_line_far_from_its_time_is_explained(quarter):
    table = quarter.table("deviations")

    assert table.rows
    assert all(
        abs(table.value(row.key, "rate") - table.value(row.key, "elapsed")) > 0.25 and table.value(row.key, "why").fr for row in table.rows
    )


def test_nobody_is_named(quarter):
    names = {expert.name for expert in PROGRAMME.experts}
    said = " ".join(
        str(value)
        for section in quarter.sections
        for block in section.blocks
        if isinstance(block, Table)
        for _, values in block.values()
        for value in values
    )

    assert not [name for name in names if name in said]


@pytest.mark.parametrize("period", ["2009", "2009-S1", "2009-03", "2008/2009", "2007-Q1", "2012-Q1", "all"])
def test_what_is_no_quarter_of_the_programme_is_refused(period):
    with pytest.raises(ReportError) as caught:
        report("quarterly", PROGRAMME, period)

    assert caught.value.code == "report-period"


def test_a_fault_of_the_quarter_makes_it_a_draft_and_another_quarters_does_not():
    """The doubled ticket stands in the first quarter of 2010."""
    doubled = next(each for each in report("quarterly", PROGRAMME, "2010-Q1").checks if each.code == "Q-ledger")
    other = next(each for each in report("quarterly", PROGRAMME, "2010-Q2").checks if each.code == "Q-ledger")

    assert "airfare-bis" in doubled.detail.en
    assert "airfare-bis" not in other.detail.en


def test_an_open_finding_keeps_any_report_from_being_final(quarter):
    assert not with_findings(report("eu-budget", PROGRAMME, "all"), check(PROGRAMME)).is_final
    assert report("eu-budget", PROGRAMME, "all").is_final


def test_the_page_at_a_glance_shows_what_the_accounts_say():
    page = dashboard(PROGRAMME, PACK, check(PROGRAMME), (), dt.date(2026, 1, 1))
    charts = {block.key: block for section in page.sections for block in section.blocks if hasattr(block, "series")}

    assert [str(series.values[0]) for series in charts["budget"].series] == ["206.2", "40.0", "33.6", "75.0"]
    assert sum(charts["sectors"].series[0].values) == len(PROGRAMME.missions) == 161
    assert next(value for label, value in page.header if label.en == "Figures up to").en == "31 August 2010"


def test_missions_at_a_distance_are_told_apart_where_there_are_any():
    first, *others = [mission for mission in PROGRAMME.missions if mission.start in PROGRAMME.card.period("2009-Q1")]
    online = attrs.evolve(first, mode=MissionMode.ONLINE)
    programme = PROGRAMME.with_records(missions=[online if mission is first else mission for mission in PROGRAMME.missions])

    def notes(which):
        content = report("quarterly", which, "2009-Q1")
        (section,) = [section for section in content.sections if section.title.en == "4. Missions"]
        return [block.text.en for block in section.blocks if isinstance(block, Note)]

    assert f"Counted apart: {len(others)} on site, 0 hybrid, 1 online." in notes(programme)
    assert not any("Counted apart" in note for note in notes(PROGRAMME))
