"""
Random histories of a store, each held to the model in memory.

Hypothesis commits works, some of which break a reference or come too late, replaces the programme, opens the store anew, asks queries and
goes back into the past; after each step the store must equal ``memory:``, error for error. Where the store is durable, writers are killed
in the middle of a commit: then it must equal the model before that commit, or after.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, Final, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from tokten_core.errors import ToktenError
from tokten_core.history import Head, Key, Work, as_of, verify
from tokten_core.memory import MemoryStores
from tokten_core.merging import commit_or_merge
from tokten_core.model.expert import Expert, Skill
from tokten_core.model.institution import Institution, Request
from tokten_core.model.ledger import LedgerEntry
from tokten_core.model.mission import Mission
from tokten_core.model.programme import Programme
from tokten_core.ports import Store, StoreOpener
from tokten_core.queries import Query
from tokten_core.records import Record
from tokten_core.testing.crash import leads_outside
from tokten_core.testing.examples import a_small_programme
from tokten_core.testing.strategies import records, texts

__all__ = ["live_through"]

T = TypeVar("T")
KINDS: Final = (Skill, Expert, Institution, Request, Mission, LedgerEntry)
"""What is written; each refers to others of them."""
NAMES: Final = ("=M1", "M2", "a", "b", "E1", "É/2", "new")
FIRST: Final = dt.datetime(2009, 7, 1, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))
QUERIES: Final = (
    Query("missions").by("residence", "expert.country"),
    Query("missions").adding("airfare").by("state"),
    Query("missions").where("teaching_hours", ">", 0).adding("teaching_hours"),
    Query("ledger").where("mission", "=", None).adding("amount").by("budget_line.funding_source"),
    Query("experts").where("name", "!=", "=HYPERLINK(1)").by("teacher", "sex"),
    Query("requests").by("institution.kind"),
)
STEPS: Final = 6
CALLS: Final = st.integers(1, 42).map(lambda number: number * number // 2)
"""At which of its calls into files, a database or the network a commit is killed: more often early than late, as some make few."""


def live_through(openers: StoreOpener, address: str, *, histories: int, durable: bool, conflicts: bool) -> dict[str, int]:
    """
    Live through random histories (fr: *vivre des histoires au hasard*).

    Args:
        openers: opens the store under test.
        address: where it keeps its programme; each history replaces what the one before left.
        histories: how many.
        durable: whether a writer may be killed.
        conflicts: whether one who comes too late is told.

    Returns:
        What was done: histories, steps, refusals, kills.

    Raises:
        AssertionError: The store was not what the model is; the shortest history that shows it is printed.
    """
    counts = dict.fromkeys(("histories", "steps", "refused", "killed before", "killed after"), 0)
    machine: Any = type(
        "StoreLife",
        (_StoreLife,),
        {"openers": openers, "address": address, "counts": counts, "durable": durable, "conflicts": conflicts},
    )
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=histories, stateful_step_count=STEPS, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        ),
    )
    return counts


class _StoreLife(RuleBasedStateMachine):
    """One history."""

    openers: StoreOpener
    address: str
    counts: dict[str, int]
    durable: bool
    conflicts: bool

    @initialize()
    def begin(self) -> None:
        self.model: Store = MemoryStores().open("memory:model")
        self.store = self.openers.open(self.address)
        self.clock = FIRST
        for store in (self.model, self.store):
            store.save(a_small_programme(), replace=True)
        self.heads: list[Head] = [self.model.head()]
        self.past: list[tuple[dt.date, Programme]] = []
        self.counts["histories"] += 1

    @rule(data=st.data())
    def commit(self, data: st.DataObject) -> None:
        work = self._work(data)
        self._both(lambda store: store.commit(work, since=store.head()))

    @rule(data=st.data())
    def commit_blindly(self, data: st.DataObject) -> None:
        work = self._work(data)
        self._both(lambda store: store.commit(work))

    @precondition(lambda self: self.conflicts and len(self.heads) > 1)
    @rule(data=st.data())
    def come_too_late(self, data: st.DataObject) -> None:
        work, since = self._work(data), data.draw(st.sampled_from(self.heads))
        merge = data.draw(st.booleans())
        self._both(lambda store: commit_or_merge(store, work, since=since) if merge else store.commit(work, since=since))

    @rule(data=st.data())
    def take_out(self, data: st.DataObject) -> None:
        keys = data.draw(st.lists(st.sampled_from(self._keys()), min_size=1, max_size=3, unique=True))
        work = Work(at=self._moment(), who="x", what="take out", remove=keys)
        self._both(lambda store: store.commit(work))

    @rule()
    def open_anew(self) -> None:
        self.store = self.openers.open(self.address)

    @rule(past=st.integers(0, 9))
    def replace(self, past: int) -> None:
        programme = self.past[past % len(self.past)][1] if self.past else a_small_programme()
        self._both(lambda store: store.save(programme, replace=True))
        self.past.clear()

    @precondition(lambda self: self.durable)
    @rule(data=st.data(), call=CALLS)
    def be_killed_in_a_commit(self, data: st.DataObject, call: int) -> None:
        work = self._work(data)
        before = self.model.load()
        _killed_at(lambda: self.openers.open(self.address).commit(work), call)
        kept = self.openers.open(self.address).load()
        if kept == before:
            self.counts["killed before"] += 1
        else:
            self.model.commit(work)
            self.counts["killed after"] += 1
            self._moved()

    @rule(query=st.sampled_from(QUERIES))
    def ask(self, query: Query) -> None:
        self._both(lambda store: store.count(query))
        bare = Query(query.collection, query.conditions)
        self._both(lambda store: [*store.select(bare)])

    @invariant()
    def it_equals_the_model(self) -> None:
        if hasattr(self, "model"):
            kept = self.store.load()
            assert kept == self.model.load()
            assert self.store.head() == self.model.head()
            assert [*verify(kept)] == []
            for day, then in self.past[-2:]:
                assert as_of(kept, day) == then
            self.counts["steps"] += 1

    def _both(self, ask: Callable[[Store], T]) -> None:
        """Ask both, and hold that they answer alike, refusals too."""
        wanted, found = _answer(ask, self.model), _answer(ask, self.store)
        assert found == wanted
        if isinstance(wanted, _Refusal):
            self.counts["refused"] += 1
        self._moved()

    def _moved(self) -> None:
        head = self.model.head()
        if head != self.heads[-1]:
            self.heads.append(head)
            self.past.append((self.clock.date(), self.model.load()))

    def _moment(self) -> dt.datetime:
        self.clock += dt.timedelta(days=1)
        return self.clock

    def _keys(self) -> list[Key]:
        return [(kind.collection, record.id) for kind in KINDS for record in self.model.load().records(kind.collection)] or [
            ("skills", "a")
        ]

    def _work(self, data: st.DataObject) -> Work:
        programme = self.model.load()
        put: dict[Key, Record] = {}
        for kind in data.draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3)):
            known = {name: tuple(record.id for record in found) for name, found in programme.everything()}
            for name, id_ in put:
                known[name] = tuple(dict.fromkeys((*known[name], id_)))
            if data.draw(st.integers(0, 9)) == 0:
                known["institutions"] = known["experts"] = ("nobody",)  # a reference that breaks
            if kind is Request and not known["institutions"]:
                continue
            record = data.draw(records(kind, known=known, id=st.sampled_from(NAMES)))
            put[record.collection, record.id] = record
        return Work(at=self._moment(), who=data.draw(texts()), what="put", why=data.draw(st.just("") | texts()), put=put.values())


class _Refusal(tuple[str, ...]):
    """The codes of a refusal, sorted: stores may find problems in another order."""

    __slots__ = ()


def _answer(ask: Callable[[Store], T], store: Store) -> T | _Refusal:
    try:
        return ask(store)
    except ToktenError as error:
        return _Refusal(sorted({problem.code for problem in error.problems}))


def _killed_at(work: Callable[[], object], call: int) -> None:
    """Do a work in a child that is killed at its n-th call into files, a database or the network, if it comes so far."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        count = 0

        def killing(_frame: FrameType, event: str, called: object) -> None:
            nonlocal count
            count += event == "c_call" and leads_outside(called)
            if count == call:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(killing)
        try:
            work()
        except ToktenError:
            pass
        finally:
            os._exit(0)
    os.waitpid(child, 0)
