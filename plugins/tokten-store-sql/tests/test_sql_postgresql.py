"""PostgreSQL passes the contract of stores, on a real server."""

import pytest

from tokten_core.errors import StoreError
from tokten_core.history import applied, head_of
from tokten_core.testing.examples import a_small_programme, a_work
from tokten_core.testing.servers import make_postgresql_address, postgresql_server  # noqa: F401 - fixtures
from tokten_core.testing.store_suite import StoreSuite
from tokten_store_sql.store import SqlStores


def change(address, *statements):
    """Change a database as another program would, without our keys and checks."""
    import sqlalchemy as sa

    engine = sa.create_engine(address, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


class TestPostgresql(StoreSuite):
    opener = SqlStores
    lacks = frozenset({"files"})
    kills = 12
    histories = 2_000

    @pytest.fixture
    def openers(self):
        return SqlStores()

    @pytest.fixture
    def store(self, openers, address):
        return openers.open(address)

    @pytest.fixture
    def make_address(self, make_postgresql_address):  # noqa: F811 - the fixture of that name
        return make_postgresql_address

    def damage(self, address, collection, identifier, column, text):
        """A day cannot be misspelt in a column of days: the column is made one of texts first."""
        change(
            address,
            f"ALTER TABLE {collection} DROP CONSTRAINT IF EXISTS {collection}_end_not_before",
            f'ALTER TABLE {collection} ALTER COLUMN "{column}" TYPE text',
            f"UPDATE {collection} SET \"{column}\" = '{text}' WHERE id = '{identifier}'",  # noqa: S608 - our own names
        )

    def make_newer(self, address):
        change(address, "UPDATE schema_version SET version = version + 1")

    def make_foreign(self, address):
        change(address, "CREATE TABLE missions (id text)", "INSERT INTO missions VALUES ('somebody else')")


def test_gaps_of_a_server_are_known_without_connecting():
    assert set(SqlStores().open("postgresql://host.invalid/base").gaps) == {"files"}


def test_a_server_that_does_not_answer_is_told_without_the_password():
    store = SqlStores().open("postgresql+psycopg://awa:s3cret@127.0.0.1:1/base?connect_timeout=2")

    for attempt in (store.load, lambda: store.save(a_small_programme())):
        with pytest.raises(StoreError) as caught:
            attempt()
        assert caught.value.code in {"store-unreadable", "store-not-writable"}
        assert "s3cret" not in caught.value.say("fr") + repr(caught.value)
        assert "awa:***@" in caught.value.say("fr")


def test_a_connection_that_the_server_let_go_of_is_opened_anew(make_postgresql_address):  # noqa: F811 - the fixture of that name
    """A server is restarted at night; the office that left its programme open goes on in the morning."""
    address = make_postgresql_address()
    store = SqlStores().open(address)
    store.save(a_small_programme())
    let_go = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"

    change(address, let_go)
    assert store.head() == head_of(a_small_programme())
    change(address, let_go)
    assert store.commit(a_work(0)).entries == 3
    assert store.load() == applied(a_small_programme(), a_work(0))


def test_an_address_that_the_driver_does_not_take_is_told_without_the_password():
    store = SqlStores().open("postgresql://awa:s3cret@127.0.0.1/base?sslmode=no&nonsense=1")

    with pytest.raises(StoreError) as caught:
        store.load()

    assert caught.value.code in {"store-address", "store-unreadable"}
    assert "s3cret" not in caught.value.say("fr") + repr(caught.value)


def test_the_database_holds_the_invariants_itself(make_postgresql_address):  # noqa: F811 - the fixture of that name
    import sqlalchemy as sa

    address = make_postgresql_address()
    SqlStores().open(address).save(a_small_programme())

    for statement in (
        "UPDATE missions SET state = 'lost'",
        "UPDATE missions SET cost_share = 101",
        "UPDATE missions SET residence = NULL",
        "UPDATE missions SET expert = 'nobody'",
        "UPDATE budget_lines SET amount_currency = NULL WHERE id = 'zero'",
        "UPDATE missions SET \"end\" = 'not a day'",
    ):
        with pytest.raises(sa.exc.DBAPIError):
            change(address, statement)
    assert SqlStores().open(address).load() == a_small_programme()
