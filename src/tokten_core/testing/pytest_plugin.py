"""
``pytest --tokten-pack NAME``: the whole contract of a country pack, on an installed pack, with no file at all.

Each law is an item of its own, ``tokten-pack::mali::P08``. Without the option the plugin does nothing, and imports nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

__all__ = [
    "LawItem",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_ignore_collect",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--tokten-pack``."""
    group = parser.getgroup("tokten", "country packs of tokten_core")
    group.addoption(
        "--tokten-pack", action="append", default=[], metavar="NAME", help="hold an installed country pack to its whole contract"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark of long trials known, for whoever inherits them."""
    config.addinivalue_line("markers", "torture: a trial by chance, of which TOKTEN_TORTURE=1 runs the whole and else a twentieth")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:  # noqa: ARG001 - pytest names it
    """Look at no file of this folder when only a pack is asked for."""
    alone = config.getoption("tokten_pack") and config.args_source is not pytest.Config.ArgsSource.ARGS
    return True if alone else None


def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add an item for each law of each pack that is asked for."""
    for name in config.getoption("tokten_pack"):
        from tokten_core.testing.pack_suite import PackSuite

        suite = type(f"PackSuite of {name}", (PackSuite,), {"pack": name})
        for method, law in PackSuite.laws():
            item = LawItem.from_parent(session, name=f"{law.number} {law.title}", nodeid=f"tokten-pack::{name}::{law.number} {law.title}")
            item.law = getattr(suite(), method)
            items.append(item)


class LawItem(pytest.Item):
    """One law on one pack."""

    law: Any

    def runtest(self) -> None:
        """Hold the pack to the law."""
        self.law()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Tell what was found, without the way there."""
        from tokten_core.testing.counterexamples import LawBroken

        told = isinstance(excinfo.value, LawBroken | pytest.fail.Exception)
        return str(excinfo.value) if told else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[str, int | None, str]:
        """Name the law as the report's heading."""
        return "tokten-pack", None, self.nodeid
