"""The accounts under any history: two lines, promises, advances, papers, payments and corrections, against a naive account of our own."""

import datetime as dt

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tokten_core.accounts import SPENDING, advance_balances, envelope, planned, spent
from tokten_core.model.budget import BudgetItem, BudgetLine
from tokten_core.model.funding import CostKind, Donor, FundingSource
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.model.programme import Programme, ProgrammeCard
from tokten_core.money import Money
from tokten_core.periods import Period
from tokten_core.sources import Source
from tokten_core.text import same

FIRST = dt.date(2008, 9, 1)
BUDGETS = {"missions": 10_000_000, "paper": None}
"""What the two lines plan; the second is pour mémoire."""
BARE = Programme(
    programme=(ProgrammeCard(id="p", pack="mali", title=same("p"), country="ML", start=FIRST, end=dt.date(2011, 8, 31), year_start_month=9),),
    sources=(Source(id="s", document=same("made up")),),
    donors=(Donor(id="d", name=same("d")),),
    funding_sources=(FundingSource(id="ce", donor="d", label=same("EU"), source="s"),),
    budget_items=tuple(BudgetItem(id=key, label=same(key), kind=CostKind.MISSIONS, source="s") for key in BUDGETS),
    budget_lines=tuple(
        BudgetLine(
            id=key, item=key, funding_source="ce", year="2008/2009", amount=None if amount is None else Money(amount, "XOF"), pm=amount is None,
            source="s",
        )
        for key, amount in BUDGETS.items()
    ),
)  # fmt: skip


def francs(amount):
    return Money(amount, "XOF")


def an_entry(key, kind, amount, *, line="missions", on=FIRST, refers_to=None):
    return LedgerEntry(id=key, kind=kind, on=on, budget_line=line, amount=francs(amount), refers_to=refers_to)


def committed(*ledger, lines=BARE.budget_lines):
    return envelope(BARE.with_records(ledger=ledger), lines).committed


def test_papers_for_an_advance_settle_the_promise_that_it_was_handed_out_for():
    """Without that, the same money would be promised and spent, and what is available too little."""
    promise = an_entry("c", EntryKind.COMMITMENT, 1_000)
    advance = an_entry("a", EntryKind.ADVANCE, 1_000, refers_to="c")
    papers = an_entry("j", EntryKind.CLEARING, 700, refers_to="a")

    assert committed(promise, advance) == francs(1_000)
    assert committed(promise, advance, papers) == francs(300)


def test_a_corrected_payment_leaves_the_promise_open_again():
    promise = an_entry("c", EntryKind.COMMITMENT, 1_000)
    payment = an_entry("e", EntryKind.EXPENDITURE, 1_000, refers_to="c")
    correction = an_entry("e2", EntryKind.EXPENDITURE, -400, refers_to="e")

    assert committed(promise, payment, correction) == francs(400)


def test_a_promise_is_settled_whatever_line_the_payment_is_charged_to():
    """Else the envelopes of two lines would not add up to the envelope of both."""
    promise = an_entry("c", EntryKind.COMMITMENT, 1_000)
    payment = an_entry("e", EntryKind.EXPENDITURE, 1_000, line="paper", refers_to="c")

    assert committed(promise, payment, lines=BARE.budget_lines[:1]) == francs(0)


def test_entries_that_refer_to_one_another_in_a_ring_are_counted_once():
    """No ledger should hold such a ring; one that does must not keep us for ever."""
    ring = (an_entry("a", EntryKind.EXPENDITURE, 5, refers_to="b"), an_entry("b", EntryKind.EXPENDITURE, 7, refers_to="a"))

    assert committed(*ring) == francs(0)


class Ledger(RuleBasedStateMachine):
    """A history of entries, one a day, and beside it what a careful clerk writes down: numbers on paper, without looking back at entries."""

    def __init__(self):
        super().__init__()
        self.ledger = []
        self.promises, self.advances, self.payments = {}, {}, {}  # what is left of each, with its line or its promise
        self.spent = dict.fromkeys(BUDGETS, 0)
        self.past = []

    def _enter(self, kind, amount, line, refers_to=None):
        entry = an_entry(
            f"n{len(self.ledger)}", kind, amount, line=line, on=FIRST + dt.timedelta(days=len(self.ledger)), refers_to=refers_to
        )
        self.ledger.append(entry)
        return entry.id

    def _use(self, promise, amount):
        if promise is not None:
            line, left = self.promises[promise]
            self.promises[promise] = (line, left - amount)

    @rule(amount=st.integers(1, 10**7), line=st.sampled_from(list(BUDGETS)))
    def promise(self, amount, line):
        self.promises[self._enter(EntryKind.COMMITMENT, amount, line)] = (line, amount)

    @precondition(lambda self: self.promises)
    @rule(share=st.integers(1, 100), data=st.data())
    def take_back(self, share, data):
        key = data.draw(st.sampled_from(list(self.promises)))
        line, left = self.promises[key]
        if left > 0:
            amount = max(1, left * share // 100)
            self._enter(EntryKind.COMMITMENT, -amount, line, key)
            self._use(key, amount)

    @rule(amount=st.integers(1, 10**7), line=st.sampled_from(list(BUDGETS)), data=st.data())
    def pay(self, amount, line, data):
        promise = data.draw(st.sampled_from([None, *self.promises]))
        self.payments[self._enter(EntryKind.EXPENDITURE, amount, line, promise)] = (line, promise, amount)
        self.spent[line] += amount
        self._use(promise, amount)

    @precondition(lambda self: self.payments)
    @rule(share=st.integers(1, 100), data=st.data())
    def correct(self, share, data):
        key = data.draw(st.sampled_from(list(self.payments)))
        line, promise, left = self.payments[key]
        if left > 0:
            amount = max(1, left * share // 100)
            self._enter(EntryKind.EXPENDITURE, -amount, line, key)
            self.payments[key] = (line, promise, left - amount)
            self.spent[line] -= amount
            self._use(promise, -amount)

    @rule(amount=st.integers(1, 10**7), line=st.sampled_from(list(BUDGETS)), data=st.data())
    def hand_out(self, amount, line, data):
        promise = data.draw(st.sampled_from([None, *self.promises]))
        self.advances[self._enter(EntryKind.ADVANCE, amount, line, promise)] = (line, promise, amount)

    @precondition(lambda self: self.advances)
    @rule(share=st.integers(1, 100), papers=st.booleans(), data=st.data())
    def settle(self, share, papers, data):
        key = data.draw(st.sampled_from(list(self.advances)))
        line, promise, left = self.advances[key]
        if left > 0:
            amount = max(1, left * share // 100)
            self._enter(EntryKind.CLEARING if papers else EntryKind.REFUND, amount, line, key)
            self.advances[key] = (line, promise, left - amount)
            if papers:
                self.spent[line] += amount
                self._use(promise, amount)

    @invariant()
    def each_line_agrees_with_the_clerk(self):
        programme = BARE.with_records(ledger=self.ledger)
        for line in programme.budget_lines:
            state = envelope(programme, [line])
            assert state.spent == francs(self.spent[line.id])
            assert state.committed == francs(sum(max(0, left) for of, left in self.promises.values() if of == line.id))
            assert state.advance_balance == francs(sum(left for of, _, left in self.advances.values() if of == line.id))
            if line.pm:
                assert (state.available, state.delivery_rate) == (None, None)
            else:
                assert state.available == line.amount - state.committed - state.spent
        assert advance_balances(programme) == {key: francs(left) for key, (_, _, left) in self.advances.items()}

    @invariant()
    def the_lines_add_up_to_the_whole(self):
        programme = BARE.with_records(ledger=self.ledger)
        whole, parts = envelope(programme, programme.budget_lines), [envelope(programme, [line]) for line in programme.budget_lines]
        for name in ("committed", "spent", "advanced", "cleared", "refunded"):
            assert getattr(whole, name) == sum((getattr(part, name) for part in parts), francs(0)), name

    @invariant()
    def the_order_of_entries_does_not_matter(self):
        forth, back = (BARE.with_records(ledger=ledger) for ledger in (self.ledger, self.ledger[::-1]))
        assert envelope(forth, BARE.budget_lines) == envelope(back, BARE.budget_lines)

    @invariant()
    def the_past_stays_as_it_was(self):
        """What was true at the end of a day is still said of that day, whatever was entered since."""
        programme = BARE.with_records(ledger=self.ledger)
        today = FIRST + dt.timedelta(days=len(self.ledger) - 1)
        if self.ledger and (not self.past or self.past[-1][0] < today):
            self.past.append((today, envelope(programme, BARE.budget_lines)))
        for day, state in self.past[:: max(1, len(self.past) // 3)]:
            assert envelope(programme, BARE.budget_lines, day) == state

    @invariant()
    def days_add_up_to_the_whole(self):
        programme = BARE.with_records(ledger=self.ledger)
        half = FIRST + dt.timedelta(days=len(self.ledger) // 2)
        before = spent(programme, BARE.budget_lines, Period(dt.date.min, half - dt.timedelta(days=1)))
        after = spent(programme, BARE.budget_lines, Period(half, dt.date.max))
        assert before + after == spent(programme, BARE.budget_lines)
        assert before + after == sum((entry.amount for entry in self.ledger if entry.kind in SPENDING), francs(0))


TestLedger = Ledger.TestCase
TestLedger.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


def test_pour_memoire_is_counted_beside_the_sum():
    assert planned(BARE.budget_lines, "XOF").amount == francs(10_000_000)
    assert planned(BARE.budget_lines, "XOF").pm == 1
