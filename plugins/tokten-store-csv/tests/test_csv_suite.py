"""CSV folders pass the contract of stores."""

import csv
import json
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from tokten_core.ports import Store, StoreOpener
from tokten_core.testing.store_suite import StoreSuite
from tokten_store_csv.store import CsvStores


def folder_of(address: str) -> Path:
    return Path(address.removeprefix("csv:"))


class TestCsv(StoreSuite):
    opener = CsvStores
    histories = 2_000

    @pytest.fixture
    def make_address(self, tmp_path: Path) -> Callable[[], str]:
        numbers = count()
        return lambda: f"csv:{tmp_path}/mali-{next(numbers)}/"

    def damage(self, address, collection, identifier, column, text):
        file = folder_of(address) / f"{collection}.csv"
        with file.open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        for row in rows:
            if row[0].removeprefix("'") == identifier:
                row[header.index(column)] = text
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([header, *rows])

    def make_newer(self, address):
        file = folder_of(address) / "datapackage.json"
        described = json.loads(file.read_text(encoding="utf-8"))
        described["tokten"]["schema"] += 1
        file.write_text(json.dumps(described), encoding="utf-8")

    def files_of(self, address):
        return [*folder_of(address).iterdir()]

    def make_foreign(self, address):
        folder_of(address).mkdir()
        (folder_of(address) / "missions.csv").write_text("somebody,else\n", encoding="utf-8")


def test_the_store_and_its_opener_fit_their_ports():
    assert isinstance(CsvStores(), StoreOpener)
    assert isinstance(CsvStores().open("csv:x"), Store)
