"""The store in memory, which is the model of every other, passes the contract of stores."""

from collections.abc import Callable
from itertools import count

import pytest

from tokten_core.memory import MemoryStores
from tokten_core.ports import Store, StoreOpener
from tokten_core.testing.examples import a_small_programme
from tokten_core.testing.store_suite import StoreSuite


class TestMemory(StoreSuite):
    opener = MemoryStores
    lacks = frozenset({"durable", "files"})

    @pytest.fixture
    def make_address(self) -> Callable[[], str]:
        numbers = count()
        return lambda: f"memory:{next(numbers)}"


def test_the_store_and_its_opener_fit_their_ports():
    assert isinstance(MemoryStores(), StoreOpener)
    assert isinstance(MemoryStores().open("memory:"), Store)


def test_two_openers_share_nothing():
    """A test or a thread that takes an opener of its own is alone."""
    MemoryStores().open("memory:a").save(a_small_programme())

    assert not MemoryStores().open("memory:a").exists()
