"""What a commit writes and what it leaves alone, who sees it, and what is there when it is killed."""

import contextlib
import datetime as dt
import os
import signal
import subprocess
import sys

import pytest

from tokten_core.errors import InputError, StoreError
from tokten_core.history import Work, applied
from tokten_core.model.committee import Session
from tokten_core.model.expert import Expert, Skill
from tokten_core.model.programme import collections
from tokten_core.records import evolve
from tokten_core.services.people import erasure
from tokten_core.testing.crash import leads_outside
from tokten_core.testing.examples import a_large_programme, a_small_programme, a_work
from tokten_core.text import same
from tokten_store_csv.store import CsvStores

JUNE = dt.datetime(2009, 6, 1, 8, 0, tzinfo=dt.UTC)
BY_EVERY_COMMIT = {"datapackage.json", "history.csv", "journal.csv"}


def opened(folder, option=""):
    return CsvStores().open(f"csv:{folder}/{option}")


@pytest.fixture
def folder(tmp_path):
    """A folder with the small programme in it."""
    opened(tmp_path / "mali").save(a_small_programme())
    return tmp_path / "mali"


def bytes_of(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def numbers_of(folder):
    """Give the number that the disk has for each file: another one where it was written anew."""
    return {file.name: file.stat().st_ino for file in folder.iterdir()}


def work(*put, remove=()):
    return Work(at=JUNE, who="Awa", what="change", why="a letter,\nand a call", put=put, remove=remove)


SMALL = a_small_programme()
AWKWARD = Expert(id='a "b", c', name="two\nE1,lines", country="FR", contact="=1+1", invented=True)
WORKS = {
    "one record": [work(evolve(SMALL.missions[0], teaching_hours=6))],
    "several kinds": [work(AWKWARD, evolve(SMALL.missions[1], expert=AWKWARD.id), Skill(id="c", label=same("law"), sector="health"))],
    "taken out": [work(AWKWARD), work(evolve(AWKWARD, country="CA")), work(remove=[("experts", AWKWARD.id), ("ledger", "v1"), ("ledger", "v2")])],
    "card": [work(evolve(SMALL.card, title=same("Autre titre")))],
    "another card": [work(evolve(SMALL.card, id="other", title=same("Autre")), remove=[("programme", SMALL.card.id)])],
    "first of a kind": [work(Session(id="s", agenda=("a", "b,\nc"), invented=True))],
    "person forgotten": [work(evolve(SMALL.experts[1], name="Zoé")), lambda kept: erasure(kept, "E1", at=JUNE, who="Awa", why="asked")],
    "many": [work(*(Expert(id=f"N{n}", name="x", country="FR", invented=True) for n in range(600))), work(*(Expert(id=f"N{n}", name="y", country="FR") for n in range(300, 900)), remove=[("experts", f"N{n}") for n in range(50)])],
    "one by one": [a_work(number) for number in range(5)],
}  # fmt: skip


@pytest.mark.parametrize("option", ["", "?excel=fr"])
@pytest.mark.parametrize("works", WORKS.values(), ids=WORKS)
def test_a_folder_after_a_commit_is_byte_for_byte_the_programme_saved_whole(tmp_path, option, works):
    """Rows that are carried over unread are what writing them again would give, the description with its hashes too."""
    store, expected = opened(tmp_path / "mali", option), a_small_programme()
    store.save(expected)
    for given in works:
        made = given(expected) if callable(given) else given
        expected = applied(expected, made)
        store.commit(made, since=store.head())
    opened(tmp_path / "whole", option).save(expected)

    assert bytes_of(tmp_path / "mali") == bytes_of(tmp_path / "whole")


def test_a_commit_writes_the_files_that_it_changes_and_no_others(folder):
    before = numbers_of(folder)
    opened(folder).commit(a_work(0))
    after = numbers_of(folder)

    assert {name for name in after if after[name] != before[name]} == {"missions.csv"} | BY_EVERY_COMMIT


def test_a_work_that_changes_nothing_writes_no_file(folder):
    before = numbers_of(folder)
    opened(folder).commit(work(*SMALL.missions))

    assert numbers_of(folder) == before


def test_a_whole_save_leaves_alone_what_stands_there_already(folder):
    """Most kinds of record are empty, or the same, in two programmes of one country."""
    kept = opened(folder).load()
    before = numbers_of(folder)
    opened(folder).save(kept.with_records(skills=kept.skills[::-1]), replace=True)
    after = numbers_of(folder)

    assert {name for name in after if after[name] != before[name]} == {"skills.csv", "datapackage.json"}
    assert opened(folder).load().skills == kept.skills[::-1]


def test_what_git_did_to_line_ends_stays_where_nothing_changes(folder):
    for file in folder.glob("*.csv"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    opened(folder).commit(a_work(0))

    assert opened(folder).load() == applied(a_small_programme(), a_work(0))
    assert {file.stem for file in folder.glob("*.csv") if b"\r" not in file.read_bytes()} == {"missions", "journal", "history"}


def test_damage_elsewhere_does_not_stop_a_commit_and_is_still_told_by_whoever_loads(folder):
    """A file keeps the hash that it was written with, where a work neither touches its records nor refers to another of them."""
    file, longer = folder / "experts.csv", work(evolve(SMALL.missions[0], teaching_hours=6))
    file.write_bytes(file.read_bytes().replace(b"FR", b"CA"))
    opened(folder).commit(longer)

    with pytest.raises(StoreError) as caught:
        opened(folder).load()
    assert [(problem.code, problem.place) for problem in caught.value.problems] == [("store-damaged", "experts.csv")]
    file.write_bytes(file.read_bytes().replace(b"CA", b"FR", 1))
    assert opened(folder).load() == applied(a_small_programme(), longer)


def test_wrong_cells_that_a_commit_meets_are_told_with_their_lines(folder):
    """Somebody mends the files by hand, and another commits meanwhile: both are told what is not right yet, in all files."""
    for name, old, new in (("missions.csv", b"2009-03-14", b"14/03/2009"), ("readings.csv", b"-0.5", b"half")):
        (folder / name).write_bytes((folder / name).read_bytes().replace(old, new))
    before = bytes_of(folder)

    with pytest.raises(InputError) as caught:
        opened(folder).commit(a_work(0))
    assert [problem.place for problem in caught.value.problems] == ["readings.csv, line 2, value", "missions.csv, line 2, end"]
    assert bytes_of(folder) == before


def test_a_disk_that_is_full_refuses_a_commit_and_leaves_the_folder_as_it_was(tmp_path):
    """Whether it is full before the first byte, in the middle of a file, or just before its last byte."""
    store = opened(tmp_path / "mali")
    store.save(
        a_small_programme().with_records(
            experts=(*SMALL.experts, *a_large_programme().experts), missions=a_large_programme(2_000).missions, ledger=()
        )
    )
    before = bytes_of(tmp_path / "mali")
    longer = work(evolve(a_large_programme(2_000).missions[-1], sector="health, and education"))
    size = len(before["missions.csv"]) + len("health, and education") + 2 - len("education")
    for most in (0, 1_000, size - 1, size):
        status = in_a_child(lambda most=most: commit_within(tmp_path / "mali", longer, most))

        assert os.waitstatus_to_exitcode(status) == (0 if most < size else 1)
        assert (bytes_of(tmp_path / "mali") == before) == (most < size)


def commit_within(folder, made, most):
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        opened(folder).commit(made)
    except StoreError as error:
        os._exit(0 if error.code == "store-not-writable" else 2)
    os._exit(1)


def in_a_child(what):
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            what()
        os._exit(3)
    return os.waitpid(child, 0)[1]


# Killed, and watched.

TO_THE_DISK = {"mkdir", "chmod", "open", "write", "__exit__", "close", "fsync", "rename", "replace", "unlink", "rmdir"}


def commit_until(folder, made, deadline):
    """Commit, and be killed before the n-th call that may change something on the disk."""
    count, store = 0, opened(folder)

    def killing(_frame, event, called):
        nonlocal count
        count += bool(event == "c_call" and called.__name__ in TO_THE_DISK and leads_outside(called))
        if count == deadline:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(killing)
    store.commit(made)
    sys.setprofile(None)
    os._exit(0)


def test_a_commit_killed_at_any_call_leaves_the_programme_before_or_after(folder):
    """While it writes, makes the disk keep, renames, moves and clears up: nothing is halved, and what was done is not undone later."""
    before, after = a_small_programme(), applied(a_small_programme(), a_work(0))
    seen, deadline = [], 1
    while os.WIFSIGNALED(in_a_child(lambda deadline=deadline: commit_until(folder, a_work(0), deadline))):
        kept = opened(folder).load()
        assert kept in (before, after)
        seen.append(kept == after)
        if seen[-1]:
            opened(folder).save(before, replace=True)
        deadline += 1

    assert len(seen) > 30
    assert seen == sorted(seen)
    assert set(seen) == {False, True}
    assert opened(folder).load() == after
    assert set(bytes_of(folder)) == {"datapackage.json", *(f"{name}.csv" for name in collections())}


def test_readers_beside_one_who_commits_see_the_programme_after_one_commit_or_another(folder):
    """The files of two commits are never mixed: a mission without its entry would not be the programme after any of them."""
    states = [a_small_programme()]
    for number in range(25):
        states.append(applied(states[-1], a_work(number)))
    program = (
        "import sys; from tokten_store_csv.store import CsvStores; from tokten_core.testing.examples import a_work;"
        "store = CsvStores().open(sys.argv[1]); [store.commit(a_work(number)) for number in range(25)]"
    )
    seen = []
    with subprocess.Popen([sys.executable, "-c", program, f"csv:{folder}"]) as writer:
        while writer.poll() is None:
            kept = opened(folder).load()
            assert kept == states[len(kept.journal) - 2]
            seen.append(len(kept.journal))

    assert writer.returncode == 0
    assert seen == sorted(seen)
    assert opened(folder).load() == states[-1]
