"""What holds for every distribution of the workspace, so that a ninth plugin is held to it too."""

import tomllib
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PLUGINS = sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))


def settings(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))


def import_name(plugin: Path) -> str:
    return plugin.name.replace("-", "_")


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda path: path.name)
def test_a_plugin_has_the_version_the_licence_and_the_pythons_of_the_core(plugin):
    """One version for all: whoever reports a mistake names one number."""
    core, project = settings(ROOT)["project"], settings(plugin)["project"]

    shared = ("version", "license", "requires-python")
    assert [project[key] for key in shared] == [core[key] for key in shared]


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda path: path.name)
def test_a_plugin_is_named_after_its_folder_leans_on_the_core_and_is_typed(plugin):
    """Its import name, its distribution and its folder are one name, so that nobody has to look."""
    project = settings(plugin)["project"]

    assert project["name"] == plugin.name
    assert any(line.startswith("tokten-core") for line in project["dependencies"])
    assert (plugin / "src" / import_name(plugin) / "py.typed").exists()


def test_each_entry_point_loads_the_plugin_module_of_its_distribution():
    """A plugin with a wrong entry point would be set aside at run time; here it is a mistake of ours."""
    found = {point.name: point for point in entry_points(group="tokten")}

    declared: dict[str, str] = {}
    for plugin in PLUGINS:
        declared |= settings(plugin)["project"].get("entry-points", {}).get("tokten", {})
    assert {name: point.value for name, point in found.items()} == declared
    assert {name: point.load().__name__ for name, point in found.items()} == declared


def test_every_plugin_stands_in_the_import_contracts_and_the_type_checker_s_path():
    """A plugin left out of a list would be free to import its neighbours unseen."""
    names = {import_name(plugin) for plugin in PLUGINS}
    tools = settings(ROOT)["tool"]
    contracts = {contract["id"]: contract for contract in tools["importlinter"]["contracts"]}

    assert set(tools["importlinter"]["root_packages"]) == names | {"tokten_core"}
    assert set(contracts["plugins-apart"]["modules"]) == names
    assert set(contracts["core-alone"]["forbidden_modules"]) == names
    assert {f"plugins/{plugin.name}/src" for plugin in PLUGINS} == {
        path.removeprefix("$MYPY_CONFIG_FILE_DIR/") for path in tools["mypy"]["mypy_path"] if "/plugins/" in path
    }
