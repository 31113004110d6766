"""What is read and written row by row: room, questions that open their files only, rights, and readers beside writers."""

import gc
import shutil
import stat
import subprocess
import sys
import tempfile
import tracemalloc
from pathlib import Path

import pytest

from tokten_core.errors import InputError, StoreError
from tokten_core.queries import Query
from tokten_core.testing.examples import a_large_programme, a_small_programme, a_work
from tokten_store_csv.folder import SAVED, Folder
from tokten_store_csv.store import CsvStores

NOBODY = 65534


def opened(folder):
    return CsvStores().open(f"csv:{folder}")


@pytest.fixture
def folder(tmp_path):
    """A folder with the small programme in it."""
    opened(tmp_path / "mali").save(a_small_programme())
    return tmp_path / "mali"


def room(work):
    """Measure the bytes that a work takes at its peak, beside what it gives."""
    gc.collect()
    tracemalloc.start()
    try:
        kept = work()
        left, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    del kept
    return peak - left


@pytest.mark.parametrize("way", ["save", "load", "count"])
def test_a_long_file_takes_no_more_room_than_a_short_one(tmp_path, way):
    """Room for the programme itself is not counted; the list of records is, a tenth of their file at most."""
    rooms, sizes = [], []
    for missions in (1_500, 12_000):
        programme, store = a_large_programme(missions), opened(tmp_path / str(missions))
        store.save(programme)
        sizes.append((tmp_path / str(missions) / "missions.csv").stat().st_size)
        works = {"save": lambda: store.save(programme, replace=True), "load": store.load, "count": lambda: store.count(Query("missions"))}  # noqa: B023
        works[way]()  # what is made once is made by now
        rooms.append(room(works[way]))

    assert sizes[1] > 1_000_000
    assert rooms[1] - rooms[0] < sizes[1] / 10


def test_a_question_opens_the_files_that_it_speaks_of_and_no_others(folder):
    for file in folder.glob("*.csv"):
        if file.stem not in {"missions", "experts"}:
            file.unlink()
    store = opened(folder)

    assert [record.id for record in store.select(Query("missions").where("expert.country", "=", "CA"))] == ["=M1"]
    assert [group.key for group in store.count(Query("missions").by("expert.country"))] == [("CA",), (None,)]
    with pytest.raises(InputError) as caught:
        store.count(Query("missions").by("budget_line.year"))
    assert caught.value.problems[0].say("en").startswith("budget_lines.csv: the file is not there")


def test_a_question_goes_on_reading_what_it_began_whoever_saves_meanwhile(folder):
    """An answer is of one moment: the files it opened stay what they were."""
    opened(folder).save(a_large_programme(2_000), replace=True)
    answer = opened(folder).select(Query("missions"))
    first = next(answer)
    opened(folder).save(a_small_programme(), replace=True)

    assert [first, *answer] == list(a_large_programme(2_000).missions)


def test_an_answer_that_nobody_reads_to_its_end_leaves_no_file_open(folder):
    answer = opened(folder).select(Query("missions"))
    next(answer)
    answer.close()

    assert not [entry for entry in Path("/proc/self/fd").iterdir() if str(folder) in _target(entry)]


def _target(entry):
    try:
        return str(entry.readlink())
    except FileNotFoundError:
        return ""


def test_a_wrong_cell_that_a_question_meets_is_named_with_its_line(tmp_path):
    """A folder of schema 1 has no hashes: its cells may be anything."""
    shutil.copytree(Path(__file__).parent / "released" / "schema-1", tmp_path / "mali")
    file = tmp_path / "mali" / "missions.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("2009-03-14", "14/03/2009"), encoding="utf-8")

    for ask in (lambda store: store.count(Query("missions").by("end")), lambda store: [*store.select(Query("missions"))]):
        with pytest.raises(InputError) as caught:
            ask(opened(tmp_path / "mali"))
        assert [(problem.code, problem.place) for problem in caught.value.problems] == [("wrong-value", "missions.csv, line 2, end")]


# Rights.


@pytest.fixture
def shared(folder):
    """A folder that anybody may read and nobody but its owner may write, in a place that anybody may reach."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    shutil.copytree(folder, place / "mali")
    (place / "mali").chmod(0o555)
    yield place / "mali"
    (place / "mali").chmod(0o755)
    shutil.rmtree(place)


def as_nobody(program, folder):
    """Run a program as somebody without rights; whoever is not root has none already. What is imported on the way is there by then."""
    become = f"""
import os, sys, tempfile
from tokten_core.testing.examples import a_large_programme, a_small_programme, a_work
from tokten_store_csv.store import CsvStores
with tempfile.TemporaryDirectory() as place:
    store = CsvStores().open(f"csv:{{place}}")
    store.save(a_small_programme())
    store.commit(a_work(0))
store = CsvStores().open(sys.argv[1])
if os.getuid() == 0:
    os.setgid({NOBODY})
    os.setuid({NOBODY})
"""
    return subprocess.run([sys.executable, "-c", become + program, f"csv:{folder}"], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("program", ["store.save(a_large_programme(), replace=True)", "store.commit(a_work(0))"])
def test_a_folder_that_may_not_be_written_is_left_alone_and_said_to_be_so(shared, program):
    before = {file.name: file.read_bytes() for file in shared.iterdir()}
    done = as_nobody(program, shared)

    assert "store-not-writable" in done.stderr
    assert {file.name: file.read_bytes() for file in shared.iterdir()} == before


def test_a_folder_that_may_not_be_written_is_read(shared):
    done = as_nobody("print(len(store.load().missions), store.head().entries)", shared)

    assert (done.stdout, done.stderr) == ("2 2\n", "")


def test_whoever_may_read_the_folder_may_read_a_save_that_was_left_half_moved(shared):
    """The hidden folder has the rights of the folder that it is in."""
    shared.chmod(0o755)
    there = Folder(shared, "datapackage.json")
    with there.writing(), there.replacing() as new:
        for file in shared.glob("*.[cj]s*"):
            shutil.copy(file, new / file.name)
        assert stat.S_IMODE(new.stat().st_mode) == 0o755
    shutil.copytree(shared, shared / SAVED)
    shared.chmod(0o555)

    assert as_nobody("print(len(store.load().missions))", shared).stdout == "2\n"
    assert (shared / SAVED).exists()


def test_two_who_commit_at_once_wait_for_one_another(folder):
    """Each in a process of its own; the journal has an entry for every work."""
    program = (
        "import sys, datetime as dt; from tokten_store_csv.store import CsvStores; from tokten_core.history import Work;"
        "from tokten_core.model.expert import Expert; store = CsvStores().open(sys.argv[1]); at = dt.datetime(2009, 6, 1, tzinfo=dt.UTC);"
        "[store.commit(Work(at=at, who=sys.argv[2], what='add', put=(Expert(id=f'{sys.argv[2]}{n}', name='x', country='FR', invented=True),)))"
        " for n in range(5)]"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, f"csv:{folder}", who]) for who in ("A", "B")]

    assert [writer.wait() for writer in writers] == [0, 0]
    kept = opened(folder).load()
    assert {expert.id for expert in kept.experts} == {"E1", "E2", *(f"{who}{n}" for who in "AB" for n in range(5))}
    assert len(kept.journal) == 12
    assert not (folder / SAVED).exists()


def test_a_commit_to_nothing_makes_nothing(tmp_path):
    with pytest.raises(StoreError) as caught:
        opened(tmp_path / "mali").commit(a_work(0))

    assert caught.value.code == "store-not-found"
    assert [*tmp_path.iterdir()] == []


def test_a_system_without_locks_on_folders_is_a_declared_gap(folder, monkeypatch):
    """Windows; everything else works there."""
    assert opened(folder).gaps == {}
    monkeypatch.setattr("tokten_store_csv.store.HAS_LOCKS", False)
    monkeypatch.setattr("tokten_store_csv.folder.HAS_LOCKS", False)
    store = opened(folder)
    store.commit(a_work(0))

    assert store.head().entries == 3
    assert [(name, gap.for_good) for name, gap in store.gaps.items()] == [("conflicts", True)]
