"""From one schema to another and back, on a real programme, in both databases; what was released opens."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from tokten_core.errors import InputError, StoreError
from tokten_core.history import Work, applied, verify
from tokten_core.journal import append
from tokten_core.model.programme import Programme
from tokten_core.plugins import load_pack
from tokten_core.queries import Query
from tokten_core.records import evolve
from tokten_core.stores import SCHEMA_VERSION
from tokten_core.testing.examples import a_small_programme, a_work
from tokten_core.testing.servers import make_postgresql_address, postgresql_server  # noqa: F401 - fixtures
from tokten_store_sql.schemas import statements_of, tables_of
from tokten_store_sql.store import SqlStores
from tokten_store_sql.tables import statements

RELEASED = Path(__file__).parent / "released"
DIALECTS = [sqlite.dialect(), postgresql.dialect()]


def store_of(file):
    return SqlStores().open(f"sqlite:///{file}")


def described(address):
    """Give all that a database says of its tables: columns, keys, checks, indexes, triggers."""
    import sqlalchemy as sa

    engine = sa.create_engine(address, poolclass=sa.NullPool)
    look = sa.inspect(engine)
    found = {
        table: (
            [{key: str(value) for key, value in column.items()} for column in look.get_columns(table)],
            look.get_pk_constraint(table),
            sorted(map(str, look.get_foreign_keys(table))),
            sorted(map(str, look.get_check_constraints(table))),
            sorted(map(str, look.get_indexes(table))),
        )
        for table in look.get_table_names()
    }
    question = "SELECT tbl_name, sql FROM sqlite_schema ORDER BY 1, 2"
    if engine.name == "postgresql":
        question = "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
    with engine.connect() as connection:
        found["more"] = [tuple(row) for row in connection.exec_driver_sql(question)]
        if engine.name == "postgresql":
            found["functions"] = connection.exec_driver_sql("SELECT proname FROM pg_proc WHERE starts_with(proname, 'tokten')").fetchall()
    engine.dispose()
    return found


@pytest.fixture(scope="module")
def of_mali():
    """Mali's programme as a first version would have kept it: no states before, no consents, a journal without digests."""
    programme = load_pack("mali").programme()
    return append(programme, at=a_work(0).at, who="UNC", what="tokten init --pack mali")


@pytest.fixture(params=["sqlite", "postgresql"])
def make_address(request, tmp_path):
    if request.param == "postgresql":
        return request.getfixturevalue("make_postgresql_address")
    numbers = iter(range(9))
    return lambda: f"sqlite:///{tmp_path}/{next(numbers)}.db"


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_the_kept_schema_is_what_the_records_give(dialect):
    """Where this fails, a record has changed: raise SCHEMA_VERSION, run `python -m tokten_store_sql.schemas`, write a migration."""
    assert list(statements_of(SCHEMA_VERSION, dialect.name)) == statements(dialect)


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_the_kept_schemas_of_both_databases_have_the_same_tables(version):
    first, second = (tables_of(version, dialect.name) for dialect in DIALECTS)

    assert first == second
    assert all(names[:2] == ("position", "id") for table, names in first.items() if table not in {"schema_version", "checksums"})


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_a_released_file_opens_and_is_not_changed_by_it(tmp_path, version):
    file = tmp_path / "mali.db"
    shutil.copy(RELEASED / f"schema-{version}.db", file)
    before = file.read_bytes()
    programme = store_of(file).load()

    assert isinstance(programme, Programme)
    assert programme.missions
    assert [*store_of(file).select(Query("missions"))] == list(programme.missions)
    assert store_of(file).count(Query("missions"))[0].count == len(programme.missions)
    assert store_of(file).head().entries == len(programme.journal)
    assert file.read_bytes() == before


def test_the_first_schema_has_no_more_than_its_release(tmp_path):
    """The kept text is what the released file says of itself."""
    with closing(sqlite3.connect(RELEASED / "schema-1.db")) as database:
        told = [sql for (sql,) in database.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")]

    assert sorted(" ".join(text.split()) for text in told) == sorted(" ".join(text.split()) for text in statements_of(1, "sqlite"))


def test_a_commit_to_a_released_file_brings_it_to_the_present_schema(tmp_path):
    file = tmp_path / "mali.db"
    shutil.copy(RELEASED / "schema-1.db", file)
    before = store_of(file).load()
    work = Work(at=a_work(0).at, who="UNC", what="persons trained", put=(evolve(before.missions[0], persons_trained=7),))
    store_of(file).commit(work, since=store_of(file).head())

    assert store_of(file).load() == applied(before, work)
    assert [*verify(store_of(file).load())] == []
    assert store_of(file).migrate() == (SCHEMA_VERSION, SCHEMA_VERSION)


def test_a_commit_that_is_refused_leaves_a_released_file_as_it_was(tmp_path):
    file = tmp_path / "mali.db"
    shutil.copy(RELEASED / "schema-1.db", file)
    store = store_of(file)

    with pytest.raises(InputError):
        store.commit(Work(at=a_work(0).at, who="x", what="y", remove=[("missions", "nothing")]))

    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT version FROM schema_version").fetchone() == (1,)


def test_a_programme_goes_back_and_forward_and_is_the_same(make_address, of_mali):
    address = make_address()
    store = SqlStores().open(address)
    store.save(of_mali)
    fresh = described(address)

    assert store.migrate(1) == (2, 1)
    assert SqlStores().open(address).load() == of_mali
    assert set(described(address)) - {"more", "functions"} == set(tables_of(1, "sqlite"))
    assert store.migrate() == (1, 2)
    assert SqlStores().open(address).load() == of_mali
    assert described(address) == fresh
    work = Work(at=a_work(0).at, who="UNC", what="one more source", put=(evolve(of_mali.sources[0], id="one more"),))
    store.commit(work)
    assert store.load() == applied(of_mali, work)


def test_a_schema_that_went_back_is_that_of_its_release(make_address, of_mali, tmp_path):
    address, first = make_address(), make_address()
    SqlStores().open(address).save(of_mali)
    SqlStores().open(address).migrate(1)
    _run(first, statements_of(1, "sqlite" if first.startswith("sqlite") else "postgresql"))

    assert described(address) == described(first)


def _run(address, texts):
    import sqlalchemy as sa

    engine = sa.create_engine(address, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for text in texts:
            connection.exec_driver_sql(text)
    engine.dispose()


def test_going_back_is_refused_where_something_would_be_lost(make_address):
    address = make_address()
    store = SqlStores().open(address)
    store.save(a_small_programme())
    store.commit(a_work(0))
    before = store.load()

    with pytest.raises(StoreError) as caught:
        store.migrate(1)

    assert caught.value.code == "store-would-lose"
    assert "history (2), journal.digest (1)" in caught.value.say("fr")
    assert store.load() == before
    assert store.migrate(1, lossy=True) == (2, 1)
    assert SqlStores().open(address).load().missions == before.missions
    assert SqlStores().open(address).load().history == ()


@pytest.mark.parametrize("version", [0, SCHEMA_VERSION + 1])
def test_there_is_no_way_to_a_version_that_never_was(tmp_path, version):
    store_of(tmp_path / "x.db").save(a_small_programme())

    with pytest.raises(StoreError) as caught:
        store_of(tmp_path / "x.db").migrate(version)

    assert caught.value.code == "store-no-such-schema"


def test_rows_that_the_present_schema_would_not_take_stop_a_migration(tmp_path):
    """Nothing is changed, and the words of the database name the rule."""
    file = tmp_path / "mali.db"
    shutil.copy(RELEASED / "schema-1.db", file)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE missions SET \"end\" = '1999-01-01'")

    with pytest.raises(StoreError) as caught:
        store_of(file).migrate()

    assert "missions_end_not_before" in str(caught.value)
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT version FROM schema_version").fetchone() == (1,)
