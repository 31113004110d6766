"""A vault around any store passes the contract of stores, and has the gaps of the store inside and no others."""

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from tokten_core.plugins import open_store
from tokten_core.ports import Store, StoreOpener
from tokten_core.testing.store_suite import StoreSuite
from tokten_vault.keys import KEY_FILE, new_key
from tokten_vault.store import VaultStores


class Vault(StoreSuite):
    opener = VaultStores
    kills = 10
    histories = 400
    shots = 40
    __test__ = False

    @pytest.fixture(autouse=True)
    def key(self, tmp_path, monkeypatch):
        """The key is named by the environment, as it is for the processes that are killed."""
        new_key(tmp_path / "key")
        monkeypatch.setenv(KEY_FILE, str(tmp_path / "key"))


class TestVaultInMemory(Vault):
    __test__ = True
    lacks = frozenset(open_store("memory:x").gaps)

    @pytest.fixture
    def make_address(self, tmp_path: Path) -> Callable[[], str]:
        numbers = count()
        return lambda: f"vault+memory:{tmp_path}/{next(numbers)}"


class TestVaultAroundCsv(Vault):
    __test__ = True
    lacks = frozenset(open_store("csv:x").gaps)

    @pytest.fixture
    def make_address(self, tmp_path: Path) -> Callable[[], str]:
        numbers = count()
        return lambda: f"vault+csv:{tmp_path}/mali-{next(numbers)}/"

    def folder(self, address):
        return Path(address.removeprefix("vault+csv:"))

    def damage(self, address, collection, identifier, column, text):
        file = self.folder(address) / f"{collection}.csv"
        with file.open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        for row in rows:
            if row[0].removeprefix("'") == identifier:
                row[header.index(column)] = text
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([header, *rows])

    def make_newer(self, address):
        file = self.folder(address) / "datapackage.json"
        described = json.loads(file.read_text(encoding="utf-8"))
        described["tokten"]["schema"] += 1
        file.write_text(json.dumps(described), encoding="utf-8")

    def make_foreign(self, address):
        self.folder(address).mkdir()
        (self.folder(address) / "missions.csv").write_text("somebody,else\n", encoding="utf-8")

    def files_of(self, address):
        return [*self.folder(address).iterdir()]


class TestVaultAroundSqlite(Vault):
    __test__ = True
    lacks = frozenset(open_store("sqlite:///x.db").gaps)

    @pytest.fixture
    def make_address(self, tmp_path: Path) -> Callable[[], str]:
        numbers = count()
        return lambda: f"vault+sqlite:///{tmp_path}/mali-{next(numbers)}.db"

    def change(self, address, *statements):
        with closing(sqlite3.connect(address.removeprefix("vault+sqlite:///"))) as database, database:
            database.execute("PRAGMA ignore_check_constraints = ON")
            for statement, values in statements:
                database.execute(statement, values)

    def damage(self, address, collection, identifier, column, text):
        self.change(address, (f'UPDATE {collection} SET "{column}" = ? WHERE id = ?', (text, identifier)))  # noqa: S608 - our own names

    def make_newer(self, address):
        self.change(address, ("UPDATE schema_version SET version = version + 1", ()))

    def make_foreign(self, address):
        self.change(address, ("CREATE TABLE missions (id TEXT)", ()), ("INSERT INTO missions VALUES ('somebody else''s')", ()))

    def files_of(self, address):
        return [Path(address.removeprefix("vault+sqlite:///"))]


def test_the_store_and_its_opener_fit_their_ports():
    assert isinstance(VaultStores(), StoreOpener)
    assert isinstance(VaultStores().open("vault+csv:x"), Store)
