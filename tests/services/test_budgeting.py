"""Budgets, balances and delivery, on figures that an officer can add up by hand."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tokten_core.accounts import advance_balances, envelope, lines_of, planned, spent
from tokten_core.model.budget import BudgetItem, BudgetLine
from tokten_core.model.funding import CostKind, Donor, FundingSource
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.model.programme import Programme, ProgrammeCard
from tokten_core.money import Money
from tokten_core.periods import Period
from tokten_core.services.budgeting import budget_by, explain_available, explain_delivery, fundable_missions, operating_share
from tokten_core.sources import Source
from tokten_core.text import Text, same
from tokten_mali.document import founding_document

CARD = ProgrammeCard(
    id="p", pack="mali", title=same("p"), country="ML", start=dt.date(2008, 9, 1), end=dt.date(2011, 8, 31), year_start_month=9,
    mission_cost_average=1_500_000,
)  # fmt: skip
DAY = dt.date(2009, 1, 15)


def francs(amount):
    return Money(amount, "XOF")


def a_line(key="missions", *, amount=10_000_000, kind=CostKind.MISSIONS, source="ce", year="2008/2009", missions=None):
    item = BudgetItem(id=key, label=same(key), kind=kind, source="s")
    pm = amount is None
    line = BudgetLine(
        id=f"{key}/{source}/{year}",
        item=key,
        funding_source=source,
        year=year,
        amount=None if pm else francs(amount),
        pm=pm,
        missions=missions,
        source="s",
    )
    return item, line


def a_programme(*pairs, ledger=()):
    items = {item.id: item for item, _ in pairs}
    return Programme(
        programme=(CARD,),
        sources=(Source(id="s", document=same("made up")),),
        donors=(Donor(id="d", name=same("d")),),
        funding_sources=(
            FundingSource(id="ce", donor="d", label=same("EU"), source="s"),
            FundingSource(id="bsi", donor="d", label=same("BSI"), partner=False, source="s"),
        ),
        budget_items=tuple(items.values()),
        budget_lines=tuple(line for _, line in pairs),
        ledger=tuple(ledger),
    )


def an_entry(key, kind, amount, *, on=DAY, line="missions/ce/2008/2009", refers_to=None):
    return LedgerEntry(id=key, kind=kind, on=on, budget_line=line, amount=francs(amount), refers_to=refers_to)


def test_what_is_available_is_budget_less_promises_not_yet_spent_less_spent():
    ledger = [
        an_entry("c", EntryKind.COMMITMENT, 3_000_000),
        an_entry("e1", EntryKind.EXPENDITURE, 1_000_000, refers_to="c"),
        an_entry("e2", EntryKind.EXPENDITURE, 500_000),
    ]
    programme = a_programme(a_line(), ledger=ledger)

    state = envelope(programme, programme.budget_lines)

    assert state.committed == francs(2_000_000)
    assert state.spent == francs(1_500_000)
    assert state.available == francs(6_500_000)
    assert state.delivery_rate == Fraction(15, 100)


def test_a_promise_spent_beyond_its_amount_promises_nothing_more():
    ledger = [an_entry("c", EntryKind.COMMITMENT, 100), an_entry("e", EntryKind.EXPENDITURE, 150, refers_to="c")]

    assert envelope(a_programme(a_line(), ledger=ledger), a_programme(a_line()).budget_lines).committed == francs(0)


def test_a_promise_can_be_taken_back_by_a_later_entry():
    ledger = [an_entry("c", EntryKind.COMMITMENT, 100), an_entry("back", EntryKind.COMMITMENT, -60, refers_to="c")]

    assert envelope(a_programme(a_line(), ledger=ledger), a_programme(a_line()).budget_lines).committed == francs(40)


def test_a_cleared_advance_is_expenditure_and_a_refund_is_not():
    ledger = [
        an_entry("a", EntryKind.ADVANCE, 1_000_000),
        an_entry("j", EntryKind.CLEARING, 700_000, refers_to="a"),
        an_entry("r", EntryKind.REFUND, 200_000, refers_to="a"),
    ]
    programme = a_programme(a_line(), ledger=ledger)

    state = envelope(programme, programme.budget_lines)

    assert state.spent == francs(700_000)
    assert state.advance_balance == francs(100_000)
    assert advance_balances(programme) == {"a": francs(100_000)}


def test_a_line_pour_memoire_has_no_budget_no_rate_and_is_counted():
    programme = a_programme(a_line(amount=None))

    state = envelope(programme, programme.budget_lines)

    assert state.planned.amount is None
    assert state.planned.pm == 1
    assert state.available is None
    assert state.delivery_rate is None


def test_a_budget_of_zero_has_no_delivery_rate():
    programme = a_programme(a_line(amount=0))

    assert envelope(programme, programme.budget_lines).delivery_rate is None


@pytest.mark.parametrize(("until", "expected"), [("2009-01-14", 0), ("2009-01-15", 5), (None, 5)])
def test_entries_count_up_to_and_including_the_day(until, expected):
    programme = a_programme(a_line(), ledger=[an_entry("e", EntryKind.EXPENDITURE, 5)])

    day = None if until is None else dt.date.fromisoformat(until)

    assert envelope(programme, programme.budget_lines, day).spent == francs(expected)
    assert advance_balances(programme, day) == {}


def test_spending_of_a_period_counts_both_its_ends():
    ledger = [an_entry(str(day), EntryKind.EXPENDITURE, 1, on=dt.date(2009, 3, day)) for day in (1, 2, 30, 31)]
    programme = a_programme(a_line(), ledger=ledger)

    assert spent(programme, programme.budget_lines, Period(dt.date(2009, 3, 2), dt.date(2009, 3, 30))) == francs(2)


def test_lines_are_chosen_by_source_year_kind_and_partner():
    programme = a_programme(a_line(), a_line("paper", kind=CostKind.OPERATING, source="bsi"), a_line("later", year="2009/2010"))

    def ids(**choice):
        return [line.item for line in lines_of(programme, **choice)]

    assert ids(source="ce") == ["missions", "later"]
    assert ids(year="2009/2010") == ["later"]
    assert ids(kinds=[CostKind.OPERATING]) == ["paper"]
    assert ids(partners=False) == ["paper"]
    assert ids(item="later") == ["later"]
    assert ids(output="1") == []


def test_missions_planned_are_added_only_where_a_line_plans_any():
    programme = a_programme(a_line(missions=21), a_line("other", missions=None))

    assert planned(programme.budget_lines, "XOF").missions == 21
    assert planned(programme.budget_lines[1:], "XOF").missions is None


@pytest.mark.parametrize(("amount", "missions"), [(1_499_999, 0), (1_500_000, 1), (4_499_999, 2)])
def test_missions_that_money_still_pays_are_rounded_down(amount, missions):
    programme = a_programme(a_line(amount=amount))

    assert fundable_missions(programme, programme.budget_lines) == missions


def test_the_share_of_operating_costs_names_its_base_and_leaves_the_counterpart_out():
    programme = a_programme(
        a_line(amount=80),
        a_line("paper", amount=15, kind=CostKind.OPERATING),
        a_line("cars", amount=5, kind=CostKind.EQUIPMENT),
        a_line("water", amount=1_000, kind=CostKind.OPERATING, source="bsi"),
    )

    share = operating_share(programme)

    assert (share.operating, share.equipment, share.base) == (francs(15), francs(5), francs(100))
    assert share.rate == Fraction(1, 5)


AXES = ("source", "year", "item", "kind", "output", "objective")


@given(axes=st.lists(st.sampled_from(AXES), unique=True, max_size=4), source=st.none() | st.sampled_from(("ce", "pnud", "scac", "bsi")))
def test_however_a_budget_is_told_apart_its_parts_add_up_to_the_whole(axes, source):
    """On the real budget of 2008-2011: amounts, lines pour mémoire and missions."""
    lines = lines_of(founding_document(), source=source)

    parts, whole = budget_by(founding_document(), *axes, lines=lines).values(), planned(lines, "XOF")

    assert sum((part.amount for part in parts if part.amount is not None), francs(0)) == whole.amount
    assert sum(part.pm for part in parts) == whole.pm
    assert sum(part.missions or 0 for part in parts) == (whole.missions or 0)


def test_a_budget_is_told_apart_by_output_and_an_item_without_one_has_an_empty_key():
    programme = a_programme(a_line(amount=5), a_line("paper", amount=None))

    assert {key: (part.amount, part.pm) for key, part in budget_by(programme, "output", "item").items()} == {
        ("", "missions"): (francs(5), 0),
        ("", "paper"): (None, 1),
    }


def test_missions_that_an_overspent_line_pays_are_none_and_not_fewer():
    programme = a_programme(a_line(amount=1_500_000), ledger=[an_entry("e", EntryKind.EXPENDITURE, 9_000_000)])

    assert fundable_missions(programme, programme.budget_lines) == 0
    assert fundable_missions(programme, programme.budget_lines, dt.date(2009, 1, 14)) == 1
    assert fundable_missions(a_programme(a_line(amount=None)), programme.budget_lines[:0]) is None


def test_what_is_left_is_explained_with_its_parts_and_its_source():
    ledger = [
        an_entry("c", EntryKind.COMMITMENT, 3_000_000),
        an_entry("e", EntryKind.EXPENDITURE, 1_000_000, refers_to="c"),
    ]
    programme = a_programme(a_line(), a_line("paper", amount=None), ledger=ledger)

    left = explain_available(programme, programme.budget_lines, Text(en="left", fr="reste"))

    assert left.value == 7_000_000
    assert left.lines("en") == (
        "left: 7 000 000 FCFA = 10 000 000 FCFA − 2 000 000 FCFA − 1 000 000 FCFA [made up]",
        "  budget: 10 000 000 FCFA",
        "    lines pour mémoire, without amount and in no sum: 1",
        "  committed and not yet spent: 2 000 000 FCFA",
        "  spent, cleared advances included: 1 000 000 FCFA",
    )


def test_delivery_is_explained_and_an_endless_rate_keeps_its_exact_value():
    programme = a_programme(a_line(amount=3), ledger=[an_entry("e", EntryKind.EXPENDITURE, 1)])

    rate = explain_delivery(programme, programme.budget_lines, Text(en="delivery", fr="exécution"))

    assert rate.value == Fraction(100, 3)
    assert rate.lines("fr") == (
        "exécution : 33,333333… % = 1 FCFA / 3 FCFA [made up]",
        "  dépensé, avances justifiées comprises : 1 FCFA",
        "  budget : 3 FCFA",
    )


def test_without_a_budget_what_is_left_is_unknown_and_says_why():
    """A line pour mémoire was spent on: its budget is unknown, never nought."""
    programme = a_programme(a_line(amount=None), ledger=[an_entry("e", EntryKind.EXPENDITURE, 1)])

    left = explain_available(programme, programme.budget_lines, Text(en="left", fr="reste"))

    assert left.value is None
    assert left.lines("fr") == (
        "reste : inconnu, aucune ligne ne porte de montant [made up]",
        "  budget : inconnu, aucune ligne ne porte de montant",
        "    lignes pour mémoire, sans montant, hors somme : 1",
        "  engagé et non encore dépensé : 0 FCFA",
        "  dépensé, avances justifiées comprises : 1 FCFA",
    )


class Envelope(RuleBasedStateMachine):
    """Whatever is promised, advanced, cleared, refunded and spent, the envelope's own sums agree with a naive account."""

    def __init__(self):
        super().__init__()
        self.ledger, self.promises, self.advances = [], {}, {}
        self.spent = 0

    def _add(self, kind, amount, refers_to=None):
        self.ledger.append(an_entry(f"n{len(self.ledger)}", kind, amount, refers_to=refers_to))
        return self.ledger[-1].id

    @rule(amount=st.integers(1, 10**9))
    def promise(self, amount):
        self.promises[self._add(EntryKind.COMMITMENT, amount)] = amount

    @rule(amount=st.integers(1, 10**9))
    def advance(self, amount):
        self.advances[self._add(EntryKind.ADVANCE, amount)] = amount

    @rule(amount=st.integers(1, 10**9), data=st.data())
    def pay(self, amount, data):
        key = data.draw(st.sampled_from([None, *self.promises]))
        self._add(EntryKind.EXPENDITURE, amount, key)
        self.spent += amount
        if key is not None:
            self.promises[key] -= amount

    @rule(share=st.integers(1, 100), clearing=st.booleans(), data=st.data())
    def settle(self, share, clearing, data):
        if self.advances:
            key = data.draw(st.sampled_from(list(self.advances)))
            amount = max(1, self.advances[key] * share // 100)
            self._add(EntryKind.CLEARING if clearing else EntryKind.REFUND, amount, key)
            self.advances[key] -= amount
            self.spent += amount if clearing else 0

    @invariant()
    def the_envelope_agrees(self):
        programme = a_programme(a_line(), ledger=self.ledger)
        state = envelope(programme, programme.budget_lines)
        assert state.spent == francs(self.spent)
        assert state.committed == francs(sum(max(0, left) for left in self.promises.values()))
        assert state.advance_balance == francs(sum(self.advances.values()))
        assert state.available == francs(10_000_000) - state.committed - state.spent


TestEnvelope = Envelope.TestCase
TestEnvelope.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
