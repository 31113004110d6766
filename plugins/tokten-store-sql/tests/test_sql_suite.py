"""SQLite passes the contract of stores."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from tokten_core.ports import Store, StoreOpener
from tokten_core.testing.store_suite import StoreSuite
from tokten_store_sql.store import SqlStores


def change(address: str, *statements: tuple[str, tuple[str, ...]]) -> None:
    """Change a file as another program would, without our checks."""
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as database, database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        for statement, values in statements:
            database.execute(statement, values)


class TestSqlite(StoreSuite):
    opener = SqlStores
    histories = 6_000

    @pytest.fixture
    def make_address(self, tmp_path: Path) -> Callable[[], str]:
        numbers = count()
        return lambda: f"sqlite:///{tmp_path}/mali-{next(numbers)}.db"

    def damage(self, address, collection, identifier, column, text):
        change(address, (f'UPDATE {collection} SET "{column}" = ? WHERE id = ?', (text, identifier)))  # noqa: S608 - our own names

    def make_newer(self, address):
        change(address, ("UPDATE schema_version SET version = version + 1", ()))

    def files_of(self, address):
        file = Path(address.removeprefix("sqlite:///"))
        return [each for each in file.parent.iterdir() if each.name.startswith(file.name)]

    def make_foreign(self, address):
        change(address, ("CREATE TABLE missions (id TEXT)", ()), ("INSERT INTO missions VALUES ('somebody else''s')", ()))


def test_the_store_and_its_opener_fit_their_ports():
    assert isinstance(SqlStores(), StoreOpener)
    assert isinstance(SqlStores().open("sqlite:///x.db"), Store)
