"""The public names: written in three places, the same in each, fetched when first asked for."""

import ast
import copy
import importlib
import pickle
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import tokten_core

LIBRARIES = {"attr", "attrs", "cattrs", "pendulum", "moneyed", "pluggy"}


def imported_for_type_checkers():
    """Read the imports that only a type checker follows: the name, and the room it comes from."""
    module = ast.parse(Path(tokten_core.__file__).read_text(encoding="utf-8"))
    (block,) = [node for node in module.body if isinstance(node, ast.If)]
    return {alias.name: node.module for node in block.body for alias in node.names}


def loaded_after(code):
    """Run code in a fresh interpreter and give the modules loaded at its end."""
    done = subprocess.run([sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_every_name_stands_in_each_place_once():
    """A name that type checkers see and Python does not, or the other way round, would fail on the user's desk only."""
    rooms = {name: f"tokten_core.{room}" for name, room in tokten_core._HOME.items()}  # noqa: SLF001 - held to the other two

    assert imported_for_type_checkers() == rooms
    assert list(rooms) != []
    assert tokten_core.__all__ == sorted(rooms)
    assert sum(map(len, tokten_core._ROOMS.values())) == len(rooms)  # noqa: SLF001 - the same


@pytest.mark.parametrize("name", tokten_core.__all__)
def test_a_name_is_public_in_its_room_and_is_that_very_thing(name):
    room = importlib.import_module(imported_for_type_checkers()[name])

    assert name in room.__all__
    assert getattr(tokten_core, name) is getattr(room, name)


def test_no_name_hides_a_room():
    """Importing a room binds its name here: a public name spelt alike would change its meaning on the way."""
    assert {module.name for module in pkgutil.iter_modules(tokten_core.__path__)}.isdisjoint(tokten_core.__all__)


def test_importing_it_loads_no_room_and_no_library():
    loaded = loaded_after("import tokten_core")

    assert {name for name in loaded if name.startswith("tokten_core.")} == set()
    assert loaded & LIBRARIES == set()


def test_a_room_is_reached_by_its_name_without_importing_it_first():
    assert "tokten_core.accounts" in loaded_after("import tokten_core\nassert tokten_core.accounts.spent is tokten_core.spent")


def test_a_star_brings_every_name():
    found: dict[str, object] = {}
    exec("from tokten_core import *", found)  # noqa: S102 - the statement under test

    assert set(tokten_core.__all__) <= set(found)


def test_dir_lists_every_name_before_it_is_fetched():
    loaded = loaded_after("import tokten_core\nassert set(tokten_core.__all__) <= set(dir(tokten_core))")

    assert "tokten_core.money" not in loaded


def test_a_misspelt_name_is_an_attribute_error():
    """Not an import error: `hasattr` and `getattr` with a default must work."""
    assert not hasattr(tokten_core, "Monney")
    assert not hasattr(tokten_core, "_monney")
    with pytest.raises(AttributeError, match="'tokten_core' has no attribute 'Monney'"):
        tokten_core.Monney  # noqa: B018 - asking is the act
    with pytest.raises(ImportError, match="cannot import name 'Monney'"):
        exec("from tokten_core import Monney")  # noqa: S102 - the statement under test


def test_a_room_whose_library_is_missing_says_which():
    """Hidden behind "no attribute", a missing extra would be looked for in the wrong place."""
    code = """
import sys, tokten_core
sys.modules["attrs"] = None
try:
    tokten_core.Period
except ModuleNotFoundError as error:
    print(f"missing:{error.name}")
"""

    assert "missing:attrs" in loaded_after(code)


def test_records_are_pickled_by_a_process_that_has_not_fetched_them_yet():
    """Workers unpickle what they never imported by name."""
    amount = tokten_core.Money(20_000, "XOF")
    kept = pickle.dumps((amount, tokten_core.Mission, tokten_core.cost))
    code = f"import pickle, tokten_core\namount, mission, cost = pickle.loads({kept!r})\nassert mission is tokten_core.Mission\nassert cost is tokten_core.cost"

    assert copy.deepcopy(amount) == amount
    assert "tokten_core.model.mission" in loaded_after(code)
