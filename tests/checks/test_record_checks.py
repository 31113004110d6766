"""Checks over missions, payments, the ledger and the committee, each on the smallest programme that shows it."""

import datetime as dt
from decimal import Decimal

import pytest

from tokten_core.checks import Finding, check
from tokten_core.model.budget import BudgetItem, BudgetLine
from tokten_core.model.committee import Session
from tokten_core.model.expert import Expert, Residence, Sex
from tokten_core.model.funding import CostKind, Donor, FundingSource
from tokten_core.model.institution import Institution, InstitutionKind, Request, RequestState, TermsOfReference
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.model.logframe import Indicator, Objective, ObjectiveLevel, Output, Reading
from tokten_core.model.mission import Mission, MissionEvent, MissionState
from tokten_core.model.programme import Programme, ProgrammeCard
from tokten_core.money import Money
from tokten_core.plugins import load_pack
from tokten_core.records import evolve
from tokten_core.sources import Source
from tokten_core.text import same

CARD = ProgrammeCard(
    id="p", pack="mali", title=same("p"), country="ML", start=dt.date(2008, 9, 1), end=dt.date(2011, 8, 31), year_start_month=9
)
LINE = BudgetLine(id="m", item="missions", funding_source="ce", year="2008/2009", amount=Money(10_000_000, "XOF"), source="s")
HOST = Institution(id="I", name="I", kind=InstitutionKind.HOSPITAL, sector="health")
COSTS = load_pack("mali").costs


def day(text):
    return dt.date.fromisoformat(text)


def a_programme(**collections):
    return Programme(
        **{
            "programme": (CARD,),
            "sources": (Source(id="s", document=same("made up")),),
            "donors": (Donor(id="d", name=same("d")),),
            "funding_sources": (FundingSource(id="ce", donor="d", label=same("EU"), source="s"),),
            "budget_items": (BudgetItem(id="missions", label=same("missions"), kind=CostKind.MISSIONS, source="s"),),
            "budget_lines": (LINE,),
            "institutions": (HOST,),
            "requests": (Request(id="R0", institution="I", sector="health"),),
            "terms_of_reference": (TermsOfReference(id="T0", request="R0"),),
            **collections,
        }
    )


def a_mission(key="M", start="2009-03-02", end="2009-03-15", **facts):
    known = {
        "thesis_supervision": False,
        "teaching_hours": 10,
        "airfare": Money(700_000, "XOF"),
        "for_profit": False,
        "state": MissionState.EVALUATED,
        "terms_of_reference": "T0",
    }
    return Mission(
        **{"id": key, "residence": "FR", "start": day(start), "end": day(end), "funding_source": "ce", "budget_line": "m", **known, **facts}
    )


def events(*steps, mission="M"):
    return tuple(
        MissionEvent(id=f"{mission}/{number}", mission=mission, on=day(on), state=MissionState(state))
        for number, (on, state) in enumerate(steps)
    )


def pay(key, component, amount, on, kind=EntryKind.EXPENDITURE, **facts):
    return LedgerEntry(
        id=key, kind=kind, on=day(on), budget_line="m", amount=Money(amount, "XOF"), mission="M", component=component, **facts
    )


def found(programme, costs=None):
    return [(finding.code, finding.place) for finding in check(programme, costs).findings]


WHOLE_LIFE = (
    ("2009-01-05", "proposed"), ("2009-01-22", "approved"), ("2009-02-10", "scheduled"), ("2009-03-02", "in_progress"),
    ("2009-03-15", "report_filed"), ("2009-03-15", "paid"), ("2009-04-20", "evaluated"),
)  # fmt: skip
PAYMENTS = (
    pay("1", "airfare", 700_000, "2009-02-20"),
    pay("2", "per_diem_first_half", 140_000, "2009-03-02"),
    pay("3", "per_diem_second_half", 140_000, "2009-03-15"),
    pay("4", "teaching_hours", 22_500, "2009-03-15"),
)


def test_a_mission_that_lived_and_was_paid_by_the_rules_is_found_to_hold():
    programme = a_programme(missions=(a_mission(),), mission_events=events(*WHOLE_LIFE), ledger=PAYMENTS)
    result = check(programme, COSTS)

    assert result.findings == ()
    assert {(each.code, each.left) for each in result.holds} >= {
        ("mission-state-differs", "evaluated"), ("payment-differs", Decimal(280_000)), ("payment-differs", Decimal(22_500)),
    }  # fmt: skip


def test_a_state_other_than_its_last_event_is_found():
    programme = a_programme(missions=(a_mission(state=MissionState.PAID),), mission_events=events(*WHOLE_LIFE))

    assert found(programme) == [("mission-state-differs", "missions[M].state")]


@pytest.mark.parametrize(
    ("steps", "place"),
    [
        ((("2009-01-05", "proposed"), ("2009-02-10", "scheduled")), "mission_events[M/1].state"),
        ((("2009-01-05", "proposed"), ("2009-01-04", "approved")), "mission_events[M/1].on"),
        ((("2009-01-05", "cancelled"), ("2009-01-06", "approved")), "mission_events[M/1].state"),
    ],
)
def test_a_step_that_is_skipped_or_goes_back_in_time_is_found(steps, place):
    programme = a_programme(missions=(a_mission(state=MissionState(steps[-1][1])),), mission_events=events(*steps))

    assert found(programme) == [("mission-step-skipped", place)]


def test_the_expert_lives_where_the_mission_says_on_its_first_day():
    awa = Expert(id="E", name="Awa Exemple", country="CA")
    stays = (
        Residence(id="1", expert="E", country="FR", end=day("2009-03-02")),
        Residence(id="2", expert="E", country="CA", start=day("2009-03-03")),
    )

    def residence_of(country):
        return found(a_programme(experts=(awa,), residences=stays, missions=(a_mission(expert="E", residence=country),)))

    assert residence_of("FR") == []
    assert residence_of("CA") == [("mission-residence-differs", "missions[M].residence")]


@pytest.mark.parametrize(("start", "days"), [("2009-03-15", 1), ("2009-03-13", 3), ("2009-03-16", None)])
def test_an_expert_is_not_in_two_missions_at_once(start, days):
    """The first mission ends on the 15th, and that day counts."""
    awa = Expert(id="E", name="Awa Exemple", country="FR")
    missions = (a_mission(expert="E"), a_mission("N", start, "2009-03-30", expert="E"))
    findings = check(a_programme(experts=(awa,), missions=missions)).findings

    assert [int(finding.printed) for finding in findings] == ([] if days is None else [days])


def test_a_cancelled_mission_overlaps_nothing():
    awa = Expert(id="E", name="Awa Exemple", country="FR")
    missions = (a_mission(expert="E", state=MissionState.CANCELLED), a_mission("N", expert="E"))

    assert found(a_programme(experts=(awa,), missions=missions)) == []


def test_documents_and_the_hosts_inputs_are_there_when_a_mission_begins():
    request = Request(id="R", institution="I", sector="health", state=RequestState.REFUSED)
    terms = TermsOfReference(id="T", request="R", documents_ready=False, host_inputs_ready=False)
    base = {"requests": (request,), "terms_of_reference": (terms,)}

    assert found(a_programme(**base, missions=(a_mission(terms_of_reference="T"),))) == [
        ("documents-late", "terms_of_reference[T].documents_ready"),
        ("documents-late", "terms_of_reference[T].host_inputs_ready"),
        ("refused-request-served", "requests[R].state"),
    ]
    assert found(a_programme(**base, missions=(a_mission(terms_of_reference="T", state=MissionState.CANCELLED),))) == []


@pytest.mark.parametrize(
    ("facts", "column"),
    [
        ({"residence": "CA"}, "residence"),
        ({"end": "2009-03-14"}, "days"),
        ({"end": "2009-03-30"}, "days"),
        ({"teaching_hours": 141}, "teaching_hours"),
        ({"start": "2010-09-01", "end": "2010-09-14"}, "start"),
    ],
)
def test_a_mission_keeps_the_rules_of_its_source(facts, column):
    """The EU pays for residents of its states, within two years; two to four weeks; ten hours a day at most."""
    assert found(a_programme(missions=(a_mission(**facts),)), COSTS) == [("mission-against-rules", f"missions[M].{column}")]


@pytest.mark.parametrize(("instead", "component"), [("1", "airfare"), ("2", "per_diem"), ("3", "per_diem"), ("4", "teaching_hours")])
def test_one_franc_too_many_is_found_in_its_component(instead, component):
    ledger = [evolve(entry, amount=entry.amount + Money(1, "XOF")) if entry.id == instead else entry for entry in PAYMENTS]
    programme = a_programme(missions=(a_mission(),), mission_events=events(*WHOLE_LIFE), ledger=ledger)
    (finding,) = check(programme, COSTS).findings

    assert (finding.place, finding.difference) == (f"missions[M].{component}", 1)


@pytest.mark.parametrize(
    ("ticket", "hours", "places"),
    [(700_000 - 100_250, 22_500, []), (700_000 - 77_750, None, []), (700_000 - 100_249, 22_500, ["total"]), (700_000, 22_500, ["total"])],
)
def test_what_a_host_pays_may_come_off_any_component(ticket, hours, places):
    """Ten per cent of 1 002 500 francs is 100 250; no text says what the share is taken from, so the total decides."""
    ledger = [pay("1", "airfare", ticket, "2009-02-20"), *PAYMENTS[1:3], *([] if hours is None else [PAYMENTS[3]])]
    mission = a_mission(for_profit=True, cost_share=10)
    programme = a_programme(missions=(mission,), mission_events=events(*WHOLE_LIFE), ledger=ledger)

    assert found(programme, COSTS) == [("payment-differs", f"missions[M].{place}") for place in places]


@pytest.mark.parametrize(("on", "codes"), [("2009-03-14", ["paid-before-report"]), ("2009-03-15", [])])
def test_the_second_half_waits_for_the_report(on, codes):
    ledger = (*PAYMENTS[:2], pay("3", "per_diem_second_half", 140_000, on), PAYMENTS[3])
    programme = a_programme(missions=(a_mission(),), mission_events=events(*WHOLE_LIFE), ledger=ledger)

    assert [code for code, _ in found(programme, COSTS)] == codes


def test_a_payment_under_two_vouchers_is_one_finding_and_no_other():
    ledger = (*PAYMENTS, pay("1-bis", "airfare", 700_000, "2009-02-20"))
    programme = a_programme(missions=(a_mission(),), mission_events=events(*WHOLE_LIFE), ledger=ledger)

    assert found(programme, COSTS) == [("payment-doubled", "ledger[1-bis].amount")]


def an_entry(key, kind, amount, on, **facts):
    return LedgerEntry(id=key, kind=kind, on=day(on), budget_line="m", amount=Money(amount, "XOF"), **facts)


@pytest.mark.parametrize(("amount", "over"), [(10_000_000, False), (10_000_001, True)])
def test_a_line_is_spent_up_to_its_amount(amount, over):
    programme = a_programme(ledger=(an_entry("e", EntryKind.EXPENDITURE, amount, "2009-01-01"),))

    assert [code for code, _ in found(programme)] == (["line-overspent"] if over else [])


@pytest.mark.parametrize(("on", "wrong"), [("2008-09-01", False), ("2009-08-31", False), ("2009-09-01", True), ("2008-08-31", True)])
def test_an_entry_is_charged_to_the_line_of_its_year(on, wrong):
    programme = a_programme(ledger=(an_entry("e", EntryKind.EXPENDITURE, 1, on),))

    assert [code for code, _ in found(programme)] == (["entry-in-other-year"] if wrong else [])


@pytest.mark.parametrize(
    ("cleared", "last", "code"),
    [
        (100, "2009-08-01", None),
        (40, "2009-03-30", None),
        (40, "2009-03-31", "advance-outstanding"),
        (101, "2009-01-01", "advance-exceeded"),
    ],
)
def test_an_advance_is_cleared_in_full_and_in_half_a_year(cleared, last, code):
    """Handed out on 1 October 2008; 29 March 2009 is day 179, the 31st is beyond 180."""
    ledger = (
        an_entry("a", EntryKind.ADVANCE, 100, "2008-10-01"),
        an_entry("c", EntryKind.CLEARING, cleared, "2008-11-01", refers_to="a"),
        an_entry("z", EntryKind.EXPENDITURE, 1, last),
    )

    assert [each for each, _ in found(a_programme(ledger=ledger))] == ([] if code is None else [code])


@pytest.mark.parametrize(("notice", "short"), [("2009-01-18", False), ("2009-01-19", False), ("2009-01-20", True)])
def test_members_have_the_notice_three_days_before(notice, short):
    session = Session(id="S", notice_on=day(notice), held_on=day("2009-01-22"))

    assert [code for code, _ in found(a_programme(sessions=(session,)))] == (["notice-too-short"] if short else [])


@pytest.mark.parametrize(("second", "late"), [("2009-06-01", False), ("2009-06-02", True)])
def test_the_committee_meets_every_four_months(second, late):
    """130 days after 22 January 2009 is 1 June."""
    sessions = tuple(Session(id=on, notice_on=day("2009-01-01"), held_on=day(on), minutes_approved=True) for on in ("2009-01-22", second))

    assert [code for code, _ in found(a_programme(sessions=sessions))] == (["session-overdue"] if late else [])


@pytest.mark.parametrize(("cumulative", "codes"), [(True, ["reading-falls"]), (False, [])])
def test_only_a_cumulative_indicator_may_not_fall(cumulative, codes):
    indicator = Indicator(id="i", label=same("i"), cumulative=cumulative, source="s")
    readings = tuple(
        Reading(id=on, indicator="i", on=day(on), value=Decimal(value), evidence="p")
        for on, value in (("2009-03-31", 5), ("2009-06-30", 4))
    )

    assert [code for code, _ in found(a_programme(indicators=(indicator,), readings=readings))] == codes


def test_a_mission_does_not_begin_without_terms_of_reference():
    """One that is only approved may still wait for them."""
    assert found(a_programme(missions=(a_mission(terms_of_reference=None),))) == [
        ("mission-without-terms", "missions[M].terms_of_reference")
    ]
    assert found(a_programme(missions=(a_mission(terms_of_reference=None, state=MissionState.APPROVED),))) == []


def test_a_mission_is_charged_to_a_line_of_its_source_and_output():
    two = (Output(id="1.1", objective="O", label=same("a"), source="s"), Output(id="3.2", objective="O", label=same("b"), source="s"))
    base = {
        "objectives": (Objective(id="O", level=ObjectiveLevel.OUTCOME, label=same("o"), source="s"),),
        "outputs": two,
        "budget_items": (BudgetItem(id="missions", label=same("missions"), kind=CostKind.MISSIONS, output="1.1", source="s"),),
        "funding_sources": tuple(FundingSource(id=key, donor="d", label=same(key), source="s") for key in ("ce", "scac")),
    }

    assert found(a_programme(**base, missions=(a_mission(output="1.1"),))) == []
    assert found(a_programme(**base, missions=(a_mission(output="3.2", funding_source="scac"),))) == [
        ("mission-line-differs", "missions[M].funding_source"),
        ("mission-line-differs", "missions[M].output"),
    ]


@pytest.mark.parametrize(("on", "codes"), [("2009-03-01", ["paid-before-arrival"]), ("2009-03-02", [])])
def test_the_first_half_waits_for_the_arrival(on, codes):
    ledger = (PAYMENTS[0], pay("2", "per_diem_first_half", 140_000, on), *PAYMENTS[2:])
    programme = a_programme(missions=(a_mission(),), mission_events=events(*WHOLE_LIFE), ledger=ledger)

    assert [code for code, _ in found(programme, COSTS)] == codes


@pytest.mark.parametrize(
    ("ticket", "half", "places"), [(700_000, 140_000, []), (0, 0, []), (700_001, 140_001, ["airfare", "per_diem_first_half"])]
)
def test_a_mission_that_has_begun_is_not_paid_more_than_is_due(ticket, half, places):
    """What is still to be paid is no fault; a franc too many is."""
    ledger = [pay("1", "airfare", ticket, "2009-02-20"), pay("2", "per_diem_first_half", half, "2009-03-02")]
    mission = a_mission(state=MissionState.IN_PROGRESS)
    programme = a_programme(missions=(mission,), mission_events=events(*WHOLE_LIFE[:4]), ledger=[each for each in ledger if each.amount])

    assert found(programme, COSTS) == [("payment-differs", f"missions[M].{place}") for place in places]


def test_a_ticket_that_was_only_estimated_is_not_held_to_the_estimate():
    """What was paid is what the ticket cost; the quote is still to be written down."""
    programme = a_programme(missions=(a_mission(airfare=None),), mission_events=events(*WHOLE_LIFE), ledger=PAYMENTS)

    assert found(programme, COSTS) == []


CANCELLED = (*WHOLE_LIFE[:3], ("2009-02-25", "cancelled"))


@pytest.mark.parametrize(
    ("steps", "paid", "places"),
    [
        (CANCELLED, [], []),
        (CANCELLED, PAYMENTS[:1], []),
        (CANCELLED, PAYMENTS[:2], ["per_diem_first_half"]),
        ((*WHOLE_LIFE[:4], ("2009-03-05", "cancelled")), PAYMENTS[:2], []),
        ((*WHOLE_LIFE[:4], ("2009-03-05", "cancelled")), PAYMENTS, ["per_diem_second_half", "teaching_hours"]),
    ],
)
def test_a_cancelled_mission_costs_a_ticket_at_most_and_the_first_half_when_the_expert_had_come(steps, paid, places):
    programme = a_programme(missions=(a_mission(state=MissionState.CANCELLED),), mission_events=events(*steps), ledger=paid)

    assert found(programme, COSTS) == [("cancelled-mission-paid", f"missions[M].{place}") for place in places]


def test_a_mission_is_paid_from_its_own_line():
    other = evolve(LINE, id="n", item="other")
    items = tuple(BudgetItem(id=key, label=same(key), kind=CostKind.MISSIONS, source="s") for key in ("missions", "other"))
    ledger = (evolve(PAYMENTS[0], budget_line="n"), *PAYMENTS[1:])
    programme = a_programme(
        budget_items=items, budget_lines=(LINE, other), missions=(a_mission(),), mission_events=events(*WHOLE_LIFE), ledger=ledger
    )

    assert found(programme, COSTS) == [("payment-on-other-line", "ledger[1].budget_line")]


def test_a_payment_that_was_taken_back_is_found_no_more():
    """The remedy of a doubled payment is a new entry that refers to it; once it stands there, nothing is left to mend."""
    doubled = pay("1-bis", "airfare", 700_000, "2009-02-20")
    ledger = (*PAYMENTS, doubled, pay("1-ter", "airfare", -700_000, "2009-03-20", refers_to="1-bis"))

    assert found(a_programme(missions=(a_mission(),), mission_events=events(*WHOLE_LIFE), ledger=ledger), COSTS) == []


@pytest.mark.parametrize(("on", "codes"), [("2009-06-30", []), ("2009-07-01", ["entry-outside-source"])])
def test_a_source_pays_until_its_last_day(on, codes):
    source = FundingSource(id="ce", donor="d", label=same("EU"), start=day("2008-09-01"), end=day("2009-06-30"), source="s")
    programme = a_programme(funding_sources=(source,), ledger=(an_entry("e", EntryKind.EXPENDITURE, 1, on),))

    assert [code for code, _ in found(programme)] == codes


def test_a_day_in_another_year_than_the_line_is_one_finding():
    """The line says it already; that the source has ended too would be the same mistake told twice."""
    source = FundingSource(id="ce", donor="d", label=same("EU"), end=day("2009-08-31"), source="s")
    programme = a_programme(funding_sources=(source,), ledger=(an_entry("e", EntryKind.EXPENDITURE, 1, "2009-09-01"),))

    assert [code for code, _ in found(programme)] == ["entry-in-other-year"]


@pytest.mark.parametrize(
    ("more", "paid", "codes"), [(0, 100, []), (0, 101, ["commitment-exceeded"]), (1, 101, []), (-1, 100, ["commitment-exceeded"])]
)
def test_a_commitment_is_paid_up_to_its_amount(more, paid, codes):
    """A later commitment that refers to the first adds to it, or takes back of it."""
    ledger = [
        an_entry("c", EntryKind.COMMITMENT, 100, "2008-10-01"),
        an_entry("d", EntryKind.COMMITMENT, more, "2008-10-02", refers_to="c"),
        an_entry("e", EntryKind.EXPENDITURE, paid, "2008-11-01", refers_to="c"),
    ]

    assert [code for code, _ in found(a_programme(ledger=ledger))] == codes


@pytest.mark.parametrize(("approved", "codes"), [(True, []), (False, ["minutes-not-approved"]), (None, ["minutes-not-approved"])])
def test_the_next_session_approves_the_minutes(approved, codes):
    """Those of the last session wait for the next one."""
    sessions = tuple(
        Session(id=on, notice_on=day("2009-01-01"), held_on=day(on), minutes_approved=said)
        for on, said in (("2009-01-22", approved), ("2009-05-21", None))
    )

    assert [code for code, _ in found(a_programme(sessions=sessions))] == codes


def a_reading(on, value, women=None, indicator="i", **facts):
    return Reading(
        id=f"{indicator}/{on}", indicator=indicator, on=day(on), value=Decimal(value), women=women, **{"evidence": "report", **facts}
    )


def test_a_reading_has_its_paper_and_no_more_women_than_persons():
    indicator = Indicator(id="i", label=same("i"), source="s")
    readings = (a_reading("2009-03-31", 5, Decimal(6)), a_reading("2009-06-30", 6, Decimal(6), evidence=" "))

    assert found(a_programme(indicators=(indicator,), readings=readings)) == [
        ("reading-women-exceed", "readings[i/2009-03-31].women"),
        ("reading-without-evidence", "readings[i/2009-06-30].evidence"),
    ]


def with_readings(*readings, indicators=("i",)):
    """Give a programme with one mission, done by a woman for output 1.1, its report filed on 15 March 2009."""
    return a_programme(
        objectives=(Objective(id="O", level=ObjectiveLevel.OUTCOME, label=same("o"), source="s"),),
        outputs=(Output(id="1.1", objective="O", label=same("a"), source="s"),),
        indicators=tuple(Indicator(id=key, output="1.1", unit="missions", label=same(key), source="s") for key in indicators),
        experts=(Expert(id="E", name="Awa Exemple", country="FR", sex=Sex.FEMALE),),
        missions=(a_mission(expert="E", output="1.1"),),
        mission_events=events(*WHOLE_LIFE),
        readings=readings,
    )


@pytest.mark.parametrize(
    ("on", "value", "women", "places"),
    [
        ("2009-03-15", 1, 1, []),
        ("2009-03-15", 1, None, []),
        ("2009-03-15", 1, 0, ["women"]),
        ("2009-03-15", 0, 0, ["value", "women"]),
        ("2009-03-14", 0, 0, []),
        ("2009-03-14", 1, 0, ["value"]),
    ],
)
def test_a_count_of_missions_is_that_of_the_reports_filed(on, value, women, places):
    programme = with_readings(a_reading(on, value, None if women is None else Decimal(women)))

    assert found(programme) == [("reading-differs", f"readings[i/{on}].{place}") for place in places]


def test_a_mistake_that_a_running_total_carries_along_is_told_once():
    programme = with_readings(a_reading("2009-03-31", 2), a_reading("2009-06-30", 2), a_reading("2009-09-30", 3))
    first, second = check(programme).findings

    assert (first.place, [other.place for other in first.explains]) == ("readings[i/2009-03-31].value", ["readings[i/2009-06-30].value"])
    assert (second.place, second.difference) == ("readings[i/2009-09-30].value", 2)


def test_indicators_of_one_output_are_counted_together():
    """An output may have one for each source; a day on which one of them was not read says nothing."""
    both = ("i", "j")

    assert found(with_readings(a_reading("2009-03-31", 1), a_reading("2009-03-31", 0, indicator="j"), indicators=both)) == []
    assert found(with_readings(a_reading("2009-03-31", 0), indicators=both)) == []


def test_readings_are_left_alone_where_no_missions_are_kept():
    indicator = Indicator(id="i", unit="missions", label=same("i"), source="s")

    assert found(a_programme(indicators=(indicator,), readings=(a_reading("2009-03-31", 12),))) == []


@pytest.mark.parametrize(("country", "codes"), [("FR", []), ("XX", ["country-unknown"]), ("fr", ["country-unknown"])])
def test_a_country_is_one_of_the_iso_list(country, codes):
    experts = (Expert(id="E", name="Awa Exemple", country=country),)

    assert [code for code, _ in found(a_programme(experts=experts), COSTS)] == codes


def test_every_finding_speaks_both_languages():
    findings: list[Finding] = list(check(load_pack("mali").programme(), COSTS).findings)

    assert all(finding.text.en and finding.text.fr and finding.remedy.fr for finding in findings)
