"""
Lives as state machines: of a mission, from its proposal to its evaluation, and of an envelope, from its budget to its last refund.

Hypothesis walks through them step by step and keeps the shortest walk that breaks something::

    TestMissions = mission_life(load_pack("mali")).TestCase
    TestMoney = envelope_life(MemoryStores()).TestCase

At each step the programme is saved and read back, where a store is given; the checks of the core must tell each step that a mission's life does
not have, and nothing else; the envelope must be what plain integers, kept on the side, say.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import evolve
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tokten_core.accounts import advance_balances, commitments, envelope
from tokten_core.checks.missions import STEP_SKIPPED, life_of_missions
from tokten_core.model.budget import BudgetItem, BudgetLine
from tokten_core.model.funding import CostKind, Donor, FundingSource
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.model.mission import NEXT_STATES, Mission, MissionEvent, MissionState
from tokten_core.model.programme import Programme
from tokten_core.money import Money, money_of
from tokten_core.ports import CountryPack, StoreOpener
from tokten_core.services.missions import cost
from tokten_core.sources import Source
from tokten_core.testing.examples import CARD
from tokten_core.text import same

__all__ = ["envelope_life", "mission_life"]

STEPS: Final = 20
FIRST_DAY: Final = dt.date(2009, 1, 5)
LINE: Final = "line"


def mission_life(pack: CountryPack, opener: StoreOpener | None = None, *, steps: int = STEPS, examples: int = 25) -> type[Any]:
    """
    Make the machine of a mission's life (fr: *vie d'une mission*).

    Args:
        pack: the pack whose rules say what the mission costs; its first days of missions are taken.
        opener: a store that each state is kept in; None for none.
        steps: how long a walk is at most.
        examples: how many walks.
    """
    start = max(pack.costs.covers.start, FIRST_DAY) if FIRST_DAY in pack.costs.covers else pack.costs.covers.start
    return _tuned(type("MissionLife", (_MissionLife,), {"pack": pack, "opener": opener, "start": start}), steps, examples)


def envelope_life(opener: StoreOpener | None = None, *, steps: int = STEPS, examples: int = 25) -> type[Any]:
    """
    Make the machine of an envelope's life (fr: *vie d'une enveloppe*).

    Args:
        opener: a store that each state is kept in; None for none.
        steps: how long a walk is at most.
        examples: how many walks.
    """
    return _tuned(type("EnvelopeLife", (_EnvelopeLife,), {"opener": opener}), steps, examples)


def _tuned(machine: type[Any], steps: int, examples: int) -> type[Any]:
    machine.TestCase.settings = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    return machine


class _Life(RuleBasedStateMachine):
    """A programme that goes on, step by step, and is kept."""

    opener: StoreOpener | None = None

    def __init__(self) -> None:
        super().__init__()
        self.programme = self.begin()
        self.day = FIRST_DAY
        self.entries = 0
        address = f"memory:{uuid.uuid4().hex}"
        self.store = self.opener.open(address) if self.opener is not None else None

    def begin(self) -> Programme:
        """Give the programme as the walk finds it."""
        return _a_line(0)

    def on_a_day(self, days: int) -> dt.date:
        """Let some days go by."""
        self.day += dt.timedelta(days=days)
        return self.day

    def enter(self, kind: EntryKind, amount: int, **details: Any) -> str:
        """Write an entry into the ledger."""
        self.entries += 1
        entry = LedgerEntry(
            id=f"V{self.entries:03}", kind=kind, on=self.day, budget_line=LINE, amount=money_of(amount, "XOF"), invented=True, **details
        )
        self.programme = self.programme.with_records(ledger=(*self.programme.ledger, entry))
        return entry.id

    @rule(days=st.integers(1, 30))
    def time_passes(self, days: int) -> None:
        """Let days go by."""
        self.on_a_day(days)

    @invariant()
    def what_is_kept_comes_back(self) -> None:
        """Hold that a store gives back what the life came to."""
        if self.store is not None:
            self.store.save(self.programme, replace=True)
            assert self.store.load() == self.programme


def _a_line(budget: int) -> Programme:
    source = Source(id="s1", document=same("Made up"), inferred=True)
    return Programme(
        programme=(CARD,),
        sources=(source,),
        donors=(Donor(id="d", name=same("Donor")),),
        funding_sources=(FundingSource(id="f", donor="d", label=same("Fund"), currency="XOF", source="s1"),),
        budget_items=(BudgetItem(id="i", label=same("missions"), kind=CostKind.MISSIONS, source="s1"),),
        budget_lines=(BudgetLine(id=LINE, item="i", funding_source="f", year="2008/2009", amount=Money(budget, "XOF"), source="s1"),),
    )


class _MissionLife(_Life):
    """A mission that is approved, scheduled, delayed, cut short, reported, paid, or cancelled on the way."""

    pack: CountryPack
    start: dt.date

    def begin(self) -> Programme:
        self.legal = True
        residence = next(code for code in self.pack.costs.countries if code != self.pack.costs.home)
        mission = Mission(
            id="M", residence=residence, start=self.start, end=self.start + dt.timedelta(days=19), thesis_supervision=False,
            teaching_hours=10, airfare=Money(500_000, self.pack.costs.currency), for_profit=False, invented=True,
        )  # fmt: skip
        first = MissionEvent(id="E000", mission="M", on=FIRST_DAY, state=MissionState.PROPOSED, who="coordination")
        return _a_line(10**9).with_records(missions=(mission,), mission_events=(first,))

    @property
    def mission(self) -> Mission:
        """The mission as it stands."""
        return self.programme.missions[0]

    def goes(self, state: MissionState) -> None:
        """Record that the mission is in another state from a day on."""
        number = len(self.programme.mission_events)
        event = MissionEvent(id=f"E{number:03}", mission="M", on=self.day, state=state, who="coordination")
        self.change(state=state)
        self.programme = self.programme.with_records(mission_events=(*self.programme.mission_events, event))

    def change(self, **facts: Any) -> None:
        """Say something else of the mission."""
        before: Any = self.mission
        self.programme = self.programme.with_records(missions=(evolve(before, **facts),))

    @precondition(lambda self: bool(NEXT_STATES[self.mission.state]) and self.legal)
    @rule(data=st.data(), days=st.integers(0, 20))
    def goes_on(self, data: st.DataObject, days: int) -> None:
        """Take a step that a mission's life has."""
        state = data.draw(st.sampled_from(sorted(NEXT_STATES[self.mission.state])), label="state")
        self.on_a_day(days)
        if state is MissionState.PAID:
            amount = cost(self.mission, self.pack).total
            self.enter(EntryKind.EXPENDITURE, amount or 1, mission="M")
        self.goes(state)

    @precondition(lambda self: self.mission.state in {MissionState.APPROVED, MissionState.SCHEDULED, MissionState.DELAYED})
    @rule(days=st.integers(1, 60))
    def is_postponed(self, days: int) -> None:
        """Move the days of the mission, as many as they were."""
        shift = dt.timedelta(days=days)
        before = cost(self.mission, self.pack)
        self.change(start=self.mission.start + shift, end=self.mission.end + shift)
        assert self.mission.days == (self.mission.end - self.mission.start).days + 1
        assert cost(self.mission, self.pack).currency == before.currency

    @precondition(lambda self: self.mission.state is MissionState.IN_PROGRESS and self.mission.days > 1)
    @rule(days=st.integers(1, 10))
    def is_cut_short(self, days: int) -> None:
        """End the mission earlier; it costs no more for it."""
        before = cost(self.mission, self.pack).total
        self.change(end=max(self.mission.start, self.mission.end - dt.timedelta(days=days)))
        after = cost(self.mission, self.pack).total
        assert before is None or after is None or after <= before

    @precondition(lambda self: self.legal)
    @rule(data=st.data())
    def takes_a_step_that_there_is_not(self, data: st.DataObject) -> None:
        """Skip a step: the checks must tell, whatever follows."""
        there = NEXT_STATES[self.mission.state] | {self.mission.state}
        state = data.draw(st.sampled_from(sorted(set(MissionState) - there)), label="state")
        self.legal = False
        self.goes(state)

    @invariant()
    def the_checks_tell_a_step_that_there_is_not_and_nothing_else(self) -> None:
        """Hold that the checks find what the walk did wrong."""
        found = [
            thing
            for thing in life_of_missions(self.programme)
            if getattr(thing, "code", "") == STEP_SKIPPED.code and hasattr(thing, "status")
        ]
        assert bool(found) is not self.legal, [str(thing) for thing in found]

    @invariant()
    def money_follows_the_mission(self) -> None:
        """Hold that nothing is spent on the mission before it is paid."""
        spent = [entry for entry in self.programme.ledger if entry.mission == "M"]
        states = {event.state for event in self.programme.mission_events}
        assert not spent or MissionState.PAID in states


class _EnvelopeLife(_Life):
    """A budget line on which money is promised, advanced, justified, brought back and spent."""

    balances: Callable[[Programme], Mapping[str, Money]] = staticmethod(advance_balances)
    """The accounts that are held to the walk."""

    def begin(self) -> Programme:
        self.origins: dict[str, str | None] = {}
        self.budget = 10**9
        self.promised: dict[str, int] = {}
        self.used: dict[str, int] = {}
        self.handed: dict[str, int] = {}
        self.settled: dict[str, int] = {}
        self.cleared = self.refunded = self.spent = 0
        return _a_line(self.budget)

    @rule(amount=st.integers(1, 10**6), days=st.integers(0, 9))
    def promise(self, amount: int, days: int) -> None:
        """Commit an amount."""
        self.on_a_day(days)
        self.promised[self.enter(EntryKind.COMMITMENT, amount)] = amount

    @rule(amount=st.integers(1, 10**6), data=st.data())
    def advance(self, amount: int, data: st.DataObject) -> None:
        """Hand out an advance, on a commitment or on none."""
        origin = data.draw(st.sampled_from([None, *self.promised]), label="commitment")
        self.handed[self.enter(EntryKind.ADVANCE, amount, refers_to=origin)] = amount
        self.settled[f"V{self.entries:03}"] = 0
        self.origins[f"V{self.entries:03}"] = origin

    def _open_advances(self) -> list[str]:
        return [name for name, amount in self.handed.items() if amount > self.settled[name]]

    @precondition(lambda self: bool(self._open_advances()))
    @rule(data=st.data(), papers=st.booleans())
    def settle(self, data: st.DataObject, papers: bool) -> None:  # noqa: FBT001 - drawn
        """Justify part of an advance with papers, or bring it back."""
        name = data.draw(st.sampled_from(self._open_advances()), label="advance")
        amount = data.draw(st.integers(1, self.handed[name] - self.settled[name]), label="amount")
        self.settled[name] += amount
        self.enter(EntryKind.CLEARING if papers else EntryKind.REFUND, amount, refers_to=name)
        if papers:
            self.cleared += amount
            self._use(self.origins[name], amount)
        else:
            self.refunded += amount

    @rule(amount=st.integers(1, 10**6), data=st.data())
    def spend(self, amount: int, data: st.DataObject) -> None:
        """Pay, on a commitment or on none."""
        origin = data.draw(st.sampled_from([None, *self.promised]), label="commitment")
        self.enter(EntryKind.EXPENDITURE, amount, refers_to=origin)
        self.spent += amount
        self._use(origin, amount)

    def _use(self, commitment: str | None, amount: int) -> None:
        if commitment is not None:
            self.used[commitment] = self.used.get(commitment, 0) + amount

    @invariant()
    def an_advance_is_what_was_handed_out_less_what_was_settled(self) -> None:
        """Compare the balance of each advance, and of all."""
        balances = self.balances(self.programme)
        assert {name: int(money.amount) for name, money in balances.items()} == {
            name: amount - self.settled[name] for name, amount in self.handed.items()
        }
        state = self._state()
        assert state.advance_balance.amount == sum(self.handed.values()) - self.cleared - self.refunded

    @invariant()
    def what_is_available_is_the_budget_less_promises_left_less_spent(self) -> None:
        """Compare the envelope with plain integers."""
        state = self._state()
        left = sum(max(0, amount - self.used.get(name, 0)) for name, amount in self.promised.items())
        assert state.spent.amount == self.spent + self.cleared
        assert state.committed.amount == left
        assert state.available is not None
        assert state.available.amount == self.budget - left - self.spent - self.cleared

    @invariant()
    def a_promise_is_told_with_what_was_spent_of_it(self) -> None:
        """Compare each commitment with what was paid on it."""
        told = {promise.entry.id: (int(promise.promised.amount), int(promise.spent.amount)) for promise in commitments(self.programme)}
        assert told == {name: (amount, self.used.get(name, 0)) for name, amount in self.promised.items()}

    @invariant()
    def the_past_is_fixed(self) -> None:
        """Hold that nothing was spent before anything happened."""
        before = envelope(self.programme, self.programme.budget_lines, FIRST_DAY - dt.timedelta(days=1))
        assert before.spent.amount == before.committed.amount == before.advanced.amount == 0

    def _state(self) -> Any:
        return envelope(self.programme, self.programme.budget_lines)
