"""Missions of Mali's that went otherwise than planned: what an official would work out on paper, and what nobody has decided."""

import datetime as dt

import attrs
import pytest

from tokten_core.errors import UsageError
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.money import Money
from tokten_core.rules.changes import MISSION_CHANGES, choices
from tokten_core.services.settling import settle
from tokten_mali.changes import changes
from tokten_mali.costs import cost_rules
from tokten_mali.pack import MaliPack

PAID = {"per_diem_paid": 140_000, "ticket_paid": 650_000, "advance": 0, "cleared": 0, "brought_back": 0}


def worked(**facts):
    given = {"start": dt.date(2009, 2, 2), "planned_days": 14, "thesis_supervision": False, **PAID, **facts}
    return changes().work_out(given)


def an_entry(name, kind, francs, **details):
    return LedgerEntry(id=name, kind=kind, amount=Money(francs, "XOF"), refers_to="X1", **details)


@pytest.mark.parametrize(
    ("situation", "facts", "due", "back", "still", "lost"),
    [
        ("cut short, half paid", {"days": 9, "ticket_used": True}, 180_000, 0, 40_000, 0),
        ("cut short, all paid", {"days": 9, "ticket_used": True, "per_diem_paid": 280_000}, 180_000, 100_000, 0, 0),
        ("cut short on the day that was paid for", {"days": 7, "ticket_used": True}, 140_000, 0, 0, 0),
        ("lengthened", {"days": 21, "ticket_used": True, "per_diem_paid": 280_000}, 420_000, 0, 140_000, 0),
        ("cancelled, part of the ticket refunded", {"days": 0, "ticket_used": False, "ticket_refund": 200_000}, 0, 140_000, 0, 450_000),
        ("cancelled before a ticket was bought", {"days": 0, "ticket_used": False, "ticket_paid": 0, "per_diem_paid": 0}, 0, 0, 0, 0),
        ("cancelled, refund not known", {"days": 0, "ticket_used": False}, 0, 140_000, 0, None),
        ("postponed, came on another ticket", {"days": 14, "ticket_used": False, "ticket_refund": 0}, 280_000, 0, 140_000, 650_000),
        ("not known how it ended", {"ticket_refund": 0}, None, None, None, None),
    ],
)
def test_what_is_due_given_back_and_lost(situation, facts, due, back, still, lost):
    found = worked(**facts)

    amounts = [found.units(name) for name in ("per_diem_due", "per_diem_to_return", "per_diem_still_due", "ticket_lost")]
    assert amounts == [due, back, still, lost], situation


def test_nobody_has_decided_who_bears_a_lost_ticket_and_the_choices_are_shown():
    facts = {"start": dt.date(2009, 2, 2), "ticket_used": False, "ticket_paid": 650_001, "ticket_refund": 0}
    found = changes().work_out(facts)

    assert found.units("ticket_for_funder") is None
    assert found.unknown("ticket_for_funder").fr == "aucun texte ne dit qui supporte un billet perdu"
    assert [(choice.label.en, choice.units) for choice in choices(changes(), "ticket_for_funder", facts)] == [
        ("the source bears it all", 650_001),
        ("the source and the expert bear half each", 325_000),
        ("the expert or the host bears it", 0),
    ]
    assert choices(changes(), "ticket_lost", facts) == ()


@pytest.mark.parametrize(("cleared", "brought_back", "left"), [(0, 0, 500_000), (300_000, 0, 200_000), (300_000, 200_000, 0)])
def test_an_advance_stays_open_until_papers_or_money_close_it(cleared, brought_back, left):
    assert worked(advance=500_000, cleared=cleared, brought_back=brought_back).units("advance_to_clear") == left


def test_the_ledger_says_what_was_paid_for_a_mission():
    programme = MaliPack().programme()
    mission = programme.missions[0]
    entry = programme.ledger[0]
    more = (
        attrs.evolve(entry, id="X1", kind=EntryKind.ADVANCE, mission=mission.id, component="", amount=Money(500, "XOF"), refers_to=None),
        an_entry("X2", EntryKind.CLEARING, 300, mission=mission.id, on=mission.start, budget_line=entry.budget_line),
        an_entry("X3", EntryKind.REFUND, 200, mission=mission.id, on=mission.start, budget_line=entry.budget_line),
    )
    found = settle(programme.with_records(ledger=(*programme.ledger, *more)), cost_rules(), mission, days=9)

    paid = {entry.component: int(entry.amount.amount) for entry in programme.ledger if entry.mission == mission.id and entry.component}
    halves = paid["per_diem_first_half"] + paid["per_diem_second_half"]
    assert (found.facts["per_diem_paid"], found.facts["ticket_paid"], found.facts["ticket_used"]) == (halves, paid["airfare"], True)
    assert list(found.amounts) == list(MISSION_CHANGES)
    assert found.amounts["per_diem_to_return"] == halves - 9 * 20_000
    assert found.amounts["advance_to_clear"] == 0


def test_a_pack_without_such_rules_says_so():
    programme = MaliPack().programme()

    with pytest.raises(UsageError, match="pack-without-changes"):
        settle(programme, attrs.evolve(cost_rules(), changes=None), programme.missions[0], days=9)
