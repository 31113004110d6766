"""What a SQLite file is to other programs, and what the store says of files that are not its own."""

import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from tokten_core.errors import StoreError
from tokten_core.model.programme import collections
from tokten_core.schema import columns
from tokten_core.testing.examples import a_large_programme, a_small_programme
from tokten_store_sql.store import SqlStores


@pytest.fixture
def file(tmp_path):
    """A file with the small programme in it."""
    SqlStores().open(f"sqlite:///{tmp_path}/mali.db").save(a_small_programme())
    return tmp_path / "mali.db"


def store_of(file):
    return SqlStores().open(f"sqlite:///{file}")


def asked(file, question):
    with closing(sqlite3.connect(file)) as database:
        return database.execute(question).fetchall()


def code_of(attempt):
    with pytest.raises(StoreError) as caught:
        attempt()
    return caught.value.code


def test_tables_and_columns_bear_the_names_of_the_records(file):
    tables = {name for (name,) in asked(file, "SELECT name FROM sqlite_schema WHERE type = 'table'")}

    assert tables == {*collections(), "schema_version", "checksums"}
    for name, kind in collections().items():
        assert [row[1] for row in asked(file, f"PRAGMA table_info({name})")] == ["position", *(column.name for column in columns(kind))]


def test_a_question_in_plain_sql_has_its_answer(file):
    """Whoever opens the file with another program reads days, francs and codes."""
    rows = asked(file, "SELECT id, start, airfare, airfare_currency, teaching_hours, state FROM missions ORDER BY position")

    assert rows == [("=M1", "2009-03-01", 450_000, "XOF", 0, "paid"), ("M2", "2009-03-01", 0, "XOF", None, "proposed")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE missions SET state = 'lost'",
        "UPDATE missions SET cost_share = 101",
        "UPDATE missions SET residence = NULL",
        "UPDATE missions SET expert = 'nobody'",
        "UPDATE missions SET invented = 2",
        "UPDATE missions SET airfare_currency = NULL",
        "INSERT INTO skills SELECT * FROM skills",
        "DELETE FROM experts",
    ],
)
def test_the_database_holds_the_invariants_itself(file, statement):
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError), database:
            database.execute(statement)


def test_the_file_is_written_with_a_log_ahead_and_nothing_is_left_beside(file):
    assert asked(file, "PRAGMA journal_mode") == [("wal",)]
    assert asked(file, "PRAGMA integrity_check") == [("ok",)]
    assert asked(file, "PRAGMA foreign_key_check") == []
    assert [entry.name for entry in file.parent.iterdir()] == ["mali.db"]


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path):
    file = tmp_path / "letter.db"
    file.write_text("Dear sir, " * 500, encoding="utf-8")

    assert code_of(store_of(file).load) == "store-not-ours"
    assert code_of(lambda: store_of(file).save(a_small_programme(), replace=True)) == "store-not-ours"
    assert not store_of(file).exists()
    assert file.read_text(encoding="utf-8") == "Dear sir, " * 500


def test_a_database_of_somebody_else_keeps_every_byte(tmp_path):
    """Even switching the log on would change it."""
    with closing(sqlite3.connect(tmp_path / "other.db")) as database, database:
        database.execute("CREATE TABLE schema_version (product TEXT, version INTEGER)")
        database.execute("INSERT INTO schema_version VALUES ('another', 1)")
    before = (tmp_path / "other.db").read_bytes()

    assert code_of(lambda: store_of(tmp_path / "other.db").save(a_small_programme(), replace=True)) == "store-not-ours"
    assert (tmp_path / "other.db").read_bytes() == before


def test_a_truncated_file_is_told_and_not_written_over(file):
    file.write_bytes(file.read_bytes()[:9000])

    assert code_of(store_of(file).load) == "store-unreadable"
    assert code_of(lambda: store_of(file).save(a_small_programme(), replace=True)) in {"store-not-writable", "store-not-ours"}


def test_an_empty_file_and_an_empty_database_are_places_like_another(tmp_path):
    (tmp_path / "empty.db").touch()
    with closing(sqlite3.connect(tmp_path / "blank.db")) as database:
        database.execute("VACUUM")

    for name in ("empty.db", "blank.db"):
        assert not store_of(tmp_path / name).exists()
        assert code_of(store_of(tmp_path / name).load) == "store-not-found"
        store_of(tmp_path / name).save(a_small_programme())
        assert store_of(tmp_path / name).load() == a_small_programme()


def test_a_relative_address_is_seen_from_where_one_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    SqlStores().open("sqlite:///é 100%?.db".replace("?", "")).save(a_small_programme())

    assert (tmp_path / "é 100%.db").exists()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    assert code_of(lambda: store_of(tmp_path / "no" / "mali.db").save(a_small_programme())) == "store-not-writable"
    assert not store_of(tmp_path / "no" / "mali.db").exists()
    assert code_of(store_of(tmp_path).load) == "store-unreadable"


@pytest.mark.parametrize(
    "address",
    [
        "sqlite:", "sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite:mali.db", "sqlite:///a.db?mode=rw", "sqlite+other:///a.db",
        "postgresql:", "postgresql+psycopg2://a/b",
    ],
)  # fmt: skip
def test_an_address_that_is_not_well_formed_is_refused(address):
    assert code_of(lambda: SqlStores().open(address)) == "store-address"


def test_opening_an_address_does_not_wait_for_sqlalchemy():
    """It takes half a second, which a command that only lists what is installed must not pay."""
    program = (
        "import sys; from tokten_store_sql.plugin import tokten_stores;"
        "tokten_stores()[0].open('sqlite:///x.db'); print('sqlalchemy' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_file_on_a_medium_that_cannot_be_written_is_read_all_the_same():
    """The reader has no rights here but to read; root would have them all, so it steps down."""
    program = (
        "import os, sys, sqlalchemy.dialects.sqlite, tokten_store_sql.store, tokten_store_sql.schemas as schemas;"
        "from tokten_core.stores import SCHEMA_VERSION; schemas.tables_of(SCHEMA_VERSION, 'sqlite');"
        "from tokten_core.testing.examples import a_small_programme as small;"
        "store = tokten_store_sql.store.SqlStores().open(sys.argv[1]); store.exists();"
        "os.getuid() == 0 and os.setuid(65534);"
        "print(os.getuid() != 0, store.load() == small())"
    )
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "mali.db"
        store_of(file).save(a_small_programme())
        file.chmod(0o444)
        file.parent.chmod(0o555)
        done = subprocess.run([sys.executable, "-c", program, f"sqlite:///{file}"], capture_output=True, text=True, check=False)
        file.parent.chmod(0o755)

    assert done.stdout == "True True\n", done.stderr


def test_a_second_writer_waits_for_the_first_and_is_told(file):
    """Two who make one programme at once: the second finds it made."""
    file.unlink()
    program = (
        "import sys; from tokten_store_sql.store import SqlStores; from tokten_core.testing.examples import a_large_programme;"
        "SqlStores().open(sys.argv[1]).save(a_large_programme())"
    )
    started = [subprocess.Popen([sys.executable, "-c", program, f"sqlite:///{file}"], stderr=subprocess.PIPE, text=True) for _ in range(3)]
    said = [writer.communicate()[1] for writer in started]

    assert sorted(writer.returncode for writer in started) == [0, 1, 1]
    assert sum("store-exists" in words for words in said) == 2
    assert store_of(file).load() == a_large_programme()
