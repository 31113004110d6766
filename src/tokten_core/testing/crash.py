"""
A process that saves and is killed, at every point where it touches the world; and one whose disk is full.

The suite starts this module as a program of its own, so that a kill is a real one. It saves a small programme, then again and again forks a
child that replaces it by a large one: each child is killed by SIGKILL at another of its calls into files, database or network, or may write
only so many bytes to a file. After each the store is opened and read: what is there must be one of the two programmes, whole.

    python -m tokten_core.testing.crash kill tokten_store_csv.plugin:CsvStores csv:folder/ 40
    python -m tokten_core.testing.crash full tokten_store_csv.plugin:CsvStores csv:folder/ 0 1000 20000

It prints counts as JSON; whatever else it finds, it raises. POSIX only.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from types import FrameType

from tokten_core.errors import StoreError
from tokten_core.ports import Store, StoreOpener
from tokten_core.testing.examples import a_large_programme, a_small_programme

__all__ = ["leads_outside", "main"]

OUTSIDE = ("posix", "_io", "sqlite3", "_sqlite3", "socket", "select", "psycopg", "fcntl")
Profile = Callable[[FrameType, str, object], None]


def main(mode: str, opener: str, address: str, *numbers: str) -> dict[str, int]:
    """Run one of the two trials and count its outcomes."""
    module, _, name = opener.partition(":")
    openers: StoreOpener = getattr(importlib.import_module(module), name)()
    trial = {"kill": _kill, "full": _fill}[mode]
    for _ in range(2):  # what is imported on the way, also on the way over a programme, is there before calls are counted
        openers.open(address).save(a_small_programme(), replace=True)
        openers.open(address).load()
    return trial(lambda: openers.open(address), [int(number) for number in numbers])


def _kill(open_store: Callable[[], Store], numbers: list[int]) -> dict[str, int]:
    (points,) = numbers
    counted: Callable[[object], bool] = leads_outside
    calls = _calls_of_a_save(open_store, counted)
    if calls < points:  # the driver does its work where Python does not see it: take all calls, then
        counted = _any_call
        calls = _calls_of_a_save(open_store, counted)
    counts = {"killed": 0, "old": 0, "new": 0}
    for deadline in sorted({1 + calls * point // points for point in range(points)}):
        status = _in_a_child(lambda deadline=deadline: _save_until(open_store, counted, deadline))  # type: ignore[misc]
        counts["killed"] += os.WIFSIGNALED(status)
        counts[_what_is_there(open_store)] += 1
        open_store().save(a_small_programme(), replace=True)
    return counts


def _fill(open_store: Callable[[], Store], numbers: list[int]) -> dict[str, int]:
    counts = {"refused": 0, "old": 0, "new": 0}
    for most in numbers:
        status = _in_a_child(lambda most=most: _save_within(open_store, most))  # type: ignore[misc]
        counts["refused"] += os.waitstatus_to_exitcode(status) == 0
        counts[_what_is_there(open_store)] += 1
    return counts


def _what_is_there(open_store: Callable[[], Store]) -> str:
    kept = open_store().load()
    if kept == a_small_programme():
        return "old"
    if kept == a_large_programme():
        return "new"
    message = f"neither programme: {len(kept.missions)} missions, {len(kept.experts)} experts"
    raise AssertionError(message)


def _calls_of_a_save(open_store: Callable[[], Store], counted: Callable[[object], bool]) -> int:
    """Count the calls of one save, in a child as the others are."""
    read, write = os.pipe()

    def save_and_count() -> None:
        count = 0

        def counting(_frame: FrameType, event: str, called: object) -> None:
            nonlocal count
            count += event == "c_call" and counted(called)

        _save_under(counting, open_store)
        os.write(write, str(count).encode())

    status = _in_a_child(save_and_count)
    os.close(write)
    with os.fdopen(read) as told:
        words = told.read()
    if os.waitstatus_to_exitcode(status) != 0:
        message = "the save that was to be counted failed"
        raise AssertionError(message)
    open_store().save(a_small_programme(), replace=True)
    return int(words)


def _save_until(open_store: Callable[[], Store], counted: Callable[[object], bool], deadline: int) -> None:
    count = 0

    def killing(_frame: FrameType, event: str, called: object) -> None:
        nonlocal count
        count += event == "c_call" and counted(called)
        if count >= deadline:
            os.kill(os.getpid(), signal.SIGKILL)

    _save_under(killing, open_store)


def _save_under(profile: Profile, open_store: Callable[[], Store]) -> None:
    store, large = open_store(), a_large_programme()
    sys.setprofile(profile)
    try:
        store.save(large, replace=True)
    finally:
        sys.setprofile(None)


def _save_within(open_store: Callable[[], Store], most: int) -> None:
    """Save where no file may grow beyond so many bytes: what a full disk does, and root is not spared."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        open_store().save(a_large_programme(), replace=True)
    except StoreError as error:
        if error.code == "store-not-writable":
            return
        raise
    message = "the save went through: the limit was not reached"
    raise AssertionError(message)


def _in_a_child(work: Callable[[], None]) -> int:
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - the child must not go on as if it were the parent
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1]


def leads_outside(called: object) -> bool:
    """Tell calls that touch files, a database or the network from those that only calculate."""
    owner = getattr(called, "__self__", None)
    homes = (str(getattr(called, "__module__", "")), type(owner).__module__)
    return any(home.split(".")[0].startswith(OUTSIDE) for home in homes)


def _any_call(_called: object) -> bool:
    return True


if __name__ == "__main__":
    json.dump(main(*sys.argv[1:]), sys.stdout)
