"""What is installed, and what happens when a plugin breaks."""

from importlib.metadata import EntryPoint

import pytest

from tokten_core.errors import StoreError, UsageError
from tokten_core.hookspecs import GROUP, hookimpl
from tokten_core.memory import MemoryStores
from tokten_core.plugins import find, load_pack, open_store


class Good:
    """A plugin that brings a second memory under a scheme of its own."""

    @hookimpl
    def tokten_stores(self):
        class Notes(MemoryStores):
            schemes = frozenset({"notes"})

        return [Notes()]


class Misspelt:
    """A plugin that thinks it implements a hook."""

    @hookimpl
    def tokten_storse(self):
        return []


class Greedy:
    """A plugin that claims a scheme that is taken, and one that is free."""

    @hookimpl
    def tokten_stores(self):
        class Both(MemoryStores):
            schemes = frozenset({"memory", "free"})

        return [Both()]


good, misspelt, greedy = Good(), Misspelt(), Greedy()


def point(name):
    return EntryPoint(name, f"{__name__}:{name}", GROUP)


@pytest.fixture(autouse=True)
def _importable(monkeypatch):
    """Entry points import a module by name; this one is known under pytest's own."""
    import sys

    monkeypatch.setitem(sys.modules, __name__, sys.modules[__name__])


def test_a_plugin_brings_what_it_answers():
    found = find([point("good")])

    assert found.found[0].brings == ("store:notes",)
    assert not found.store("notes:a").exists()


@pytest.mark.parametrize(
    ("name", "reason"),
    [("misspelt", "tokten_storse"), ("absent", "absent"), ("greedy", "memory")],
)
def test_a_broken_plugin_is_set_aside_with_its_reason_and_stops_nothing_else(name, reason):
    found = find([point(name), point("good")])
    broken = next(plugin for plugin in found.found if plugin.name == name)

    assert broken.broken is not None
    assert reason in broken.broken
    assert "notes" in found.stores


def test_of_a_plugin_that_breaks_nothing_is_kept():
    """Half a plugin would be worse than none."""
    assert "free" not in find([point("greedy")]).stores


def test_an_address_that_no_plugin_understands_is_named():
    with pytest.raises(StoreError) as caught:
        open_store("sqlit:///mali.db")

    assert caught.value.code == "store-address"


def test_a_misspelt_pack_is_guessed():
    with pytest.raises(UsageError) as caught:
        load_pack("mal")

    assert "mali" in caught.value.say("fr")
