"""What a change touches and what it leaves; what is noticed when somebody else touches it."""

import gc
import os
import random
import signal
import sqlite3
import threading
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core.errors import InputError, StoreError, ToktenError
from tokten_core.history import Work, applied, head_of, taken_whole, verify
from tokten_core.merging import commit_or_merge
from tokten_core.model.expert import Expert
from tokten_core.model.programme import NOT_ONE_CARD
from tokten_core.queries import Condition, Query, groups, records
from tokten_core.records import evolve
from tokten_core.testing.examples import a_large_programme, a_small_programme, a_work
from tokten_store_sql.checksums import Checksum
from tokten_store_sql.store import SqlStores

AT = a_work(0).at


@pytest.fixture
def file(tmp_path):
    """A file with the small programme and one work in it."""
    store_of(tmp_path / "mali.db").save(a_small_programme())
    store_of(tmp_path / "mali.db").commit(a_work(0))
    return tmp_path / "mali.db"


def store_of(file):
    return SqlStores().open(f"sqlite:///{file}")


def change(file, *statements):
    """Change a file as another program would."""
    with closing(sqlite3.connect(file)) as database, database:
        for statement in statements:
            database.execute(statement)


def asked(file, question):
    with closing(sqlite3.connect(file)) as database:
        return database.execute(question).fetchall()


def a_put(*put, **more):
    return Work(at=AT, who="x", what="y", put=put, **more)


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE missions SET sector = 'another' WHERE id = 'M2'", "missions"),
        ("UPDATE missions SET position = position + 10", "missions"),
        ("UPDATE experts SET name = 'Quelqu''un'", "experts"),
        ("UPDATE missions SET persons_trained = 0 WHERE persons_trained IS NULL", "missions"),
        ("DELETE FROM readings", "readings"),
        (
            "INSERT INTO skills (position, id, label_en, label_fr, sector) SELECT 99, 'z', label_en, label_fr, sector FROM skills LIMIT 1",
            "skills",
        ),
        ("UPDATE checksums SET checksum = 'x' WHERE collection = 'missions'", "missions"),
        ("DELETE FROM checksums WHERE collection = 'ledger'", "ledger"),
        ("UPDATE checksums SET rows = rows + 1 WHERE collection = 'skills'", "skills"),
    ],
)
def test_a_table_that_is_not_what_was_written_is_named(file, statement, table):
    change(file, statement)

    with pytest.raises(StoreError) as caught:
        store_of(file).load()

    assert caught.value.code == "store-damaged"
    assert table in caught.value.say("fr")
    assert file.name in caught.value.say("fr")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE checksums SET checksum = 'x' WHERE collection = 'missions'",
        "UPDATE checksums SET collection = 'nissions' WHERE collection = 'missions'",
        "DELETE FROM checksums WHERE collection = 'journal'",
    ],
)
def test_a_commit_does_not_add_to_sums_that_are_damaged(file, statement):
    """Else the damage would be hidden for good."""
    change(file, statement)

    with pytest.raises(StoreError) as caught:
        store_of(file).commit(a_put(evolve(a_small_programme().missions[1], sector="another")))
    assert caught.value.code == "store-damaged"


def test_a_journal_whose_numbers_are_broken_has_the_head_of_the_model(file):
    """What is broken is still there to be looked at; the head is that of the last entry as it stands."""
    broken = a_small_programme()
    broken = broken.with_records(journal=reversed(broken.journal))
    store_of(file).save(broken, replace=True)

    assert store_of(file).head() == head_of(broken) != head_of(a_small_programme())


@pytest.mark.parametrize("seed", range(3))
def test_bytes_that_hold_something_are_never_flipped_unseen(file, seed):
    """Aimed at what is not zero, one bit at a time: what comes back is the programme, or a refusal that names the file."""
    chance, whole, content = random.Random(seed), store_of(file).load(), file.read_bytes()
    used = [place for place, byte in enumerate(content) if byte]
    for place in chance.sample(used, 40):
        file.write_bytes(content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :])
        told = file.name
        try:
            assert store_of(file).load() == whole
        except ToktenError as error:
            told = str(error)
        assert file.name in told
        for left in file.parent.glob("mali.db-*"):
            left.unlink()


def test_a_table_that_was_mended_by_hand_is_taken_when_somebody_vouches_for_it(file):
    change(file, "UPDATE missions SET sector = 'another' WHERE id = 'M2'")
    mended = store_of(file).load(trusting=True)
    store_of(file).save(taken_whole(mended, at=AT, who="UNC", what="tokten accept"), replace=True)

    assert store_of(file).load().missions[1].sector == "another"
    assert [*verify(store_of(file).load())] == []


def test_a_file_whose_version_was_turned_back_is_damaged(file):
    """A first version has no checksums, so it would be believed unseen."""
    change(file, "UPDATE schema_version SET version = 1")

    with pytest.raises(StoreError) as caught:
        store_of(file).load()
    assert caught.value.code == "store-damaged"


@pytest.mark.parametrize("table", ["journal", "history"])
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET position = position + 1", "UPDATE {} SET id = 'x'"])
def test_the_journal_and_the_past_can_be_added_to_and_nothing_else(file, table, verb):
    before = asked(file, f"SELECT * FROM {table}")  # noqa: S608 - our own names
    assert before

    with pytest.raises(sqlite3.IntegrityError, match="added to and nothing else"):
        change(file, verb.format(table))

    assert asked(file, f"SELECT * FROM {table}") == before  # noqa: S608 - as above


def test_a_save_that_replaces_puts_the_guards_back(file):
    store_of(file).save(a_small_programme(), replace=True)

    with pytest.raises(sqlite3.IntegrityError, match="added to and nothing else"):
        change(file, "DELETE FROM journal")


def test_a_commit_writes_the_rows_of_its_work_and_no_others(tmp_path):
    """Seen from the database: everything else keeps its row, and the tables that are touched have one trace each."""
    file = tmp_path / "mali.db"
    store_of(file).save(a_large_programme(300))
    before = {row[1]: row for row in asked(file, "SELECT rowid, * FROM missions")}
    mission = a_large_programme(300).missions[7]
    with closing(sqlite3.connect(file)) as database:
        pages = database.execute("PRAGMA data_version").fetchone()
        store_of(file).commit(a_put(evolve(mission, persons_trained=5)))
        assert database.execute("PRAGMA data_version").fetchone() != pages
    after = {row[1]: row for row in asked(file, "SELECT rowid, * FROM missions")}

    assert {name for name, row in after.items() if before[name] != row} == {7}
    assert asked(file, "SELECT count(*) FROM journal") == [(len(a_large_programme(300).journal) + 1,)]
    assert asked(file, "SELECT kind, record FROM history") == [("missions", mission.id)]


def test_a_file_that_takes_the_place_of_another_is_the_one_that_is_written(tmp_path):
    """A store keeps its connection; what is at the path counts."""
    store = store_of(tmp_path / "mali.db")
    store.save(a_small_programme())
    store.commit(a_work(0))
    (tmp_path / "mali.db").unlink()
    for left in tmp_path.glob("mali.db-*"):
        left.unlink()
    store.save(a_large_programme(3))
    store.commit(a_put(evolve(a_small_programme().skills[0], id="new")))

    assert store_of(tmp_path / "mali.db").load().missions == a_large_programme(3).missions
    assert "new" in [skill.id for skill in store.load().skills]


def test_nothing_is_left_beside_the_file_once_the_store_is_let_go(file):
    store = store_of(file)
    store.commit(a_work(1))
    store.head()
    assert (file.parent / "mali.db-wal").exists()
    del store

    assert [entry.name for entry in file.parent.iterdir()] == ["mali.db"]


def test_after_a_save_the_file_alone_is_the_programme(tmp_path):
    """Even while the store is open: whoever copies the file then has it all."""
    store = store_of(tmp_path / "mali.db")
    store.save(a_small_programme())
    store.commit(a_work(0))
    store.save(a_large_programme(5), replace=True)
    (tmp_path / "copy.db").write_bytes((tmp_path / "mali.db").read_bytes())

    assert store_of(tmp_path / "copy.db").load() == a_large_programme(5)


def test_what_a_killed_process_left_in_the_log_is_taken_up(file):
    child = os.fork()
    if child == 0:
        store = store_of(file)
        store.commit(a_work(1))
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)

    assert (file.parent / "mali.db-wal").stat().st_size
    assert store_of(file).load() == applied(applied(a_small_programme(), a_work(0)), a_work(1))


def test_a_store_may_be_used_on_both_sides_of_a_fork(file):
    store = store_of(file)
    store.commit(a_work(1))
    child = os.fork()
    if child == 0:
        store.commit(a_work(2))
        del store
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    store.commit(a_work(3))

    expected = a_small_programme()
    for number in range(4):
        expected = applied(expected, a_work(number))
    assert store.load() == expected


def test_threads_that_share_a_store_lose_no_update(file):
    store, mission = store_of(file), a_small_programme().missions[1]
    failed = []

    def work(number):
        try:
            for step in range(5):
                own = evolve(mission, id=f"T{number}-{step}")
                commit_or_merge(store, a_put(own), since=store.head())
        except Exception as error:  # noqa: BLE001 - told below
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert len([mission for mission in store.load().missions if mission.id.startswith("T")]) == 20
    assert [*verify(store.load())] == []


def test_who_wants_the_first_record_alone_leaves_nothing_open(file):
    """A question that is given up is closed before its connection is; Python would complain where nobody listens but pytest."""
    first = next(store_of(file).select(Query("missions")))
    gc.collect()

    assert first == a_small_programme().missions[0]


def test_records_are_given_while_others_are_written(file):
    """A select sees one state, however long it is read."""
    store = store_of(file)
    store.commit(a_work(1))
    reading = store.select(Query("missions"))
    first = next(reading)
    store.commit(a_put(evolve(a_small_programme().missions[1], id="late")))

    assert "late" not in [first.id, *(mission.id for mission in reading)]
    assert "late" in [mission.id for mission in store.select(Query("missions"))]


@pytest.mark.parametrize(
    ("work", "cards"),
    [({"put": [evolve(a_small_programme().card, id="another")]}, 2), ({"remove": [("programme", a_small_programme().card.id)]}, 0)],
)
def test_a_programme_keeps_one_card(file, work, cards):
    with pytest.raises(InputError) as caught:
        store_of(file).commit(Work(at=AT, who="x", what="y", **work))

    assert [(problem.kind, problem.value) for problem in caught.value.problems] == [(NOT_ONE_CARD, cards)]


def test_a_skill_whose_name_needs_care_is_found_in_lists(file):
    """A list is kept as text: a quote, a percent sign, a line below must not hide who refers to it, nor find another."""
    names = ['5 % "x"', "a_b", "aXb", "A_B", "é~"]
    skill = a_small_programme().skills[0]
    store = store_of(file)
    store.commit(a_put(*(evolve(skill, id=name) for name in names), Expert(id="S", name="x", country="FR", skills=(*names[:2],))))

    for name in names:
        attempt = Work(at=AT, who="x", what="y", remove=[("skills", name)])
        if name in names[:2]:
            with pytest.raises(InputError) as caught:
                store.commit(attempt)
            assert caught.value.code == "broken-reference"
        else:
            store.commit(attempt)
    assert [skill.id for skill in store.load().skills][-2:] == names[:2]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.text(max_size=5) | st.none()), min_size=1, unique_by=lambda row: row[0]), st.randoms())
def test_checksums_do_not_know_the_order_and_know_each_row(rows, chance):
    whole, mixed = Checksum(), Checksum()
    whole.add(rows)
    mixed.add(chance.sample(rows, len(rows)))
    assert whole == mixed == Checksum.read(*whole.written)

    changed = chance.choice(rows)
    mixed.take_out([changed])
    assert mixed != whole
    mixed.add([(changed[0], f"{changed[1]}.")])
    assert mixed.rows == whole.rows
    assert mixed.total != whole.total


def test_two_rows_that_exchange_a_value_do_not_cancel_out():
    rows = [(number, f"M{number}", 100 + number) for number in range(40)]
    whole = Checksum()
    whole.add(rows)
    for one in rows:
        for other in rows:
            if one < other:
                exchanged = Checksum(whole.rows, whole.total)
                exchanged.take_out([one, other])
                exchanged.add([(*one[:2], other[2]), (*other[:2], one[2])])
                assert exchanged.total != whole.total


@pytest.mark.parametrize("value", [10**30, -(10**30), 10**18, 2**63])
def test_numbers_beyond_any_row_are_compared_all_the_same(file, value):
    for operator in ("=", "!=", "<", "<=", ">", ">="):
        query = Query("missions", (Condition("airfare", operator, value),))
        assert [*store_of(file).select(query)] == [*records(store_of(file).load(), query)]


@pytest.mark.parametrize("value", ["a\x00b", "\ud800", "\x01", "x' OR '1'='1", "%", "x\ny"])
def test_texts_that_no_row_can_hold_are_equal_to_none(file, value):
    for operator in ("=", "!="):
        query = Query("missions").where("sector", operator, value).by("sector")
        assert store_of(file).count(query) == groups(store_of(file).load(), query)


def test_sums_are_exact_beyond_what_the_database_counts_to(tmp_path):
    line = a_small_programme().budget_lines[2]
    made = a_small_programme()
    lines = [evolve(line, id=f"L{number}") for number in range(30)]
    store_of(tmp_path / "x.db").save(made.with_records(budget_lines=[*made.budget_lines, *lines]))

    (group,) = store_of(tmp_path / "x.db").count(Query("budget_lines").where("id", "!=", "zero").where("amount", ">", 0).adding("amount"))
    assert group.total == 31 * 999_999_999_999_999_999
