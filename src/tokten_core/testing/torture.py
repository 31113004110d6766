"""
Trials of a store by chance: writers shot at random moments, several writers at once.

Each runs in a process of its own::

    python -m tokten_core.testing.torture shoot tokten_store_csv.plugin:CsvStores csv:folder/ 200 1
    python -m tokten_core.testing.torture writers tokten_store_sql.plugin:SqlStores sqlite:///x.db 8 25

It prints counts as JSON; whatever else it finds, it raises. POSIX only. How much is done of each trial is a twentieth, unless the
environment says ``TOKTEN_TORTURE=1``.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable

from tokten_core.errors import Conflict
from tokten_core.history import Work, applied, head_of, verify
from tokten_core.merging import commit_or_merge
from tokten_core.model.mission import Mission
from tokten_core.model.programme import Programme
from tokten_core.ports import Store, StoreOpener
from tokten_core.queries import Query
from tokten_core.records import evolve
from tokten_core.testing.examples import a_large_programme, a_small_programme, a_work

__all__ = ["main", "share"]

A_TWENTIETH = 20
LONGEST = 3
"""How many commits' time a writer lives at most."""


def share(whole: int) -> int:
    """Give how many trials to run: all where ``TOKTEN_TORTURE`` says so, else a twentieth, one at least."""
    return whole if os.environ.get("TOKTEN_TORTURE", "0") not in {"", "0"} else max(whole // A_TWENTIETH, 1)


def main(mode: str, opener: str, address: str, *numbers: str) -> dict[str, int]:
    """Run one of the two trials and count its outcomes."""
    module, _, name = opener.partition(":")
    openers: StoreOpener = getattr(importlib.import_module(module), name)()
    first, second = (int(number) for number in numbers)
    openers.open(address).save(a_small_programme(), replace=True)
    trial = {"shoot": _shoot, "writers": _write_together}[mode]
    return trial(lambda: openers.open(address), first, second)


def _shoot(open_store: Callable[[], Store], shots: int, seed: int) -> dict[str, int]:
    """Shoot writers, every second of them in the middle of a whole save; nothing that was acknowledged may be lost, nothing halved."""
    chance = random.Random(seed)
    counts = {"shots": 0, "commits kept": 0, "kept unacknowledged": 0, "saves kept": 0, "saves undone": 0}
    span = _time_of(lambda: open_store().commit(a_work(0)))
    long = _time_of(lambda: open_store().save(a_large_programme(), replace=True))
    for shot in range(shots):
        if shot % 2:
            _one_save(open_store, chance.uniform(0, 2.5 * long), counts)
        else:
            _one_series(open_store, chance.uniform(0, LONGEST * span), counts)
        counts["shots"] += 1
    return counts


def _one_series(open_store: Callable[[], Store], delay: float, counts: dict[str, int]) -> None:
    open_store().save(a_small_programme(), replace=True)
    acknowledged = _shot(lambda tell: _commit_on_and_on(open_store(), tell), delay)
    kept = open_store().load()
    done = len(kept.journal) - len(a_small_programme().journal)
    assert done in {acknowledged, acknowledged + 1}, f"{acknowledged} commits were acknowledged, {done} are there"
    assert kept == _after(done), f"what is kept is not what {done} commits make"
    assert not [*verify(kept)], "the journal does not hold"
    counts["commits kept"] += done
    counts["kept unacknowledged"] += done - acknowledged


def _one_save(open_store: Callable[[], Store], delay: float, counts: dict[str, int]) -> None:
    open_store().save(a_small_programme(), replace=True)
    done = _shot(lambda tell: _save_once(open_store(), tell), delay)
    kept = open_store().load()
    new = kept == a_large_programme()
    assert new or kept == a_small_programme(), "what is kept is neither the old programme nor the new"
    assert new or not done, "a save was acknowledged and is not there"
    counts["saves kept" if new else "saves undone"] += 1


def _commit_on_and_on(store: Store, tell: Callable[[], None]) -> None:
    for number in range(1_000):
        store.commit(a_work(number))
        tell()


def _save_once(store: Store, tell: Callable[[], None]) -> None:
    store.save(a_large_programme(), replace=True)
    tell()
    signal.pause()  # until it is shot


def _shot(work: Callable[[Callable[[], None]], None], delay: float) -> int:
    """Run a work in a child and kill it after a while; count what it told us it had done."""
    read, write = os.pipe()
    child = _child(lambda: work(lambda: _tell(write)))
    os.close(write)
    select.select([], [], [], delay)
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    with os.fdopen(read, "rb") as told:
        acknowledged = len(told.read())
    if not os.WIFSIGNALED(status):
        message = "the writer failed before it was shot"
        raise AssertionError(message)
    return acknowledged


def _write_together(open_store: Callable[[], Store], processes: int, commits: int) -> dict[str, int]:
    """Let several processes count up one field and add missions of their own; no count and no mission may be lost."""
    children = [_child(lambda who=who: _count_up(open_store(), f"writer {who}", commits)) for who in range(processes)]  # type: ignore[misc]
    failed = sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0 for child in children)
    assert not failed, f"{failed} writers failed"
    kept = open_store().load()
    counted, own = kept.missions[1].persons_trained or 0, len(kept.missions) - 2
    assert counted == own == processes * commits, f"{counted} counted, {own} missions, of {processes * commits}"
    assert not [*verify(kept)], "the journal does not hold"
    assert len(kept.journal) == len(a_small_programme().journal) + 2 * processes * commits
    return {"writers": processes, "commits": 2 * processes * commits, "lost": processes * commits - counted}


def _count_up(store: Store, who: str, commits: int) -> None:
    """Read, add one, commit; where somebody came first, read again. A mission of one's own is merged with whatever came first."""
    for number in range(commits):
        while True:
            head = store.head()
            (mission,) = (record for record in store.select(Query("missions").where("id", "=", "M2")) if isinstance(record, Mission))
            work = _by(who, evolve(mission, persons_trained=(mission.persons_trained or 0) + 1))
            try:
                store.commit(work, since=head)
                break
            except Conflict:
                continue
        own = evolve(a_small_programme().missions[1], id=f"{who}, {number}")
        commit_or_merge(store, _by(who, own), since=head)


def _by(who: str, record: Mission) -> Work:
    """Make a work of somebody's that puts one mission."""
    return Work(at=a_work(0).at, who=who, what=f"write {record.id}", put=(record,))


def _after(commits: int) -> Programme:
    programme = a_small_programme()
    for number in range(commits):
        programme = applied(programme, a_work(number))
    assert head_of(programme).entries == len(programme.journal)
    return programme


def _time_of(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _tell(pipe: int) -> None:
    os.write(pipe, b".")


def _child(work: Callable[[], None]) -> int:
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - the child must not go on as if it were the parent
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return child


if __name__ == "__main__":
    json.dump(main(*sys.argv[1:]), sys.stdout)
