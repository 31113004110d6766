"""What the scenarios of a store's contract share: their numbers, what a plugin gives, what each scenario may ask for."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar, NoReturn, TypeVar

import pytest
from attrs import frozen

from tokten_core.ports import Store, StoreOpener

__all__ = ["Scenario", "Scenarios", "scenario"]

T = TypeVar("T", bound=Callable[..., Any])


@frozen
class Scenario:
    """
    One line of the contract.

    Attributes:
        number: as in the reference page: ``S04``.
        title: what must hold.
        needs: the capabilities without which it makes no sense, separated by spaces; empty for none.
    """

    number: str
    title: str
    needs: str

    def lacking(self, lacks: frozenset[str]) -> list[str]:
        """Give what it needs and a store lacks."""
        return [name for name in self.needs.split() if name in lacks]


def scenario(number: str, title: str, *, needs: str = "") -> Callable[[T], T]:
    """Give a scenario its number in the contract."""

    def mark(test: T) -> T:
        test.scenario = Scenario(number, title, needs)  # type: ignore[attr-defined]
        return test

    return mark


class Scenarios:
    """
    What every part of the contract stands on.

    Attributes:
        opener: makes the plugin's opener; its module and name must be importable, for the process that is killed.
        lacks: the capabilities that the store declares as gaps.
        kills: at how many points of a save it is killed.
        histories: how many random histories are held to the model, at full torture.
        shots: how many writers are shot at random moments, at full torture.
    """

    opener: ClassVar[Callable[[], StoreOpener]]
    lacks: ClassVar[frozenset[str]] = frozenset()
    kills: ClassVar[int] = 30
    histories: ClassVar[int] = 1_000
    shots: ClassVar[int] = 200

    def __init_subclass__(cls) -> None:
        """Leave out the scenarios that need what the store lacks."""
        for name, found in cls.scenarios():
            if found.lacking(cls.lacks):
                setattr(cls, name, None)

    @classmethod
    def scenarios(cls) -> Iterator[tuple[str, Scenario]]:
        """Give the contract: each scenario with the name of its test, by number."""
        every = {name: test.scenario for part in reversed(cls.__mro__) for name, test in vars(part).items() if hasattr(test, "scenario")}
        return iter(sorted(every.items(), key=lambda pair: pair[1].number))

    @classmethod
    def checklist(cls) -> list[str]:
        """Say of each scenario whether it is held to or lacking; a gap is shown, never counted as passed."""
        return [
            f"{found.number} {'lacks ' + ', '.join(missing) if (missing := found.lacking(cls.lacks)) else 'held'}: {found.title}"
            for _, found in cls.scenarios()
        ]

    # What a plugin gives.

    @pytest.fixture
    def make_address(self) -> Callable[[], str]:
        """Give a function that gives another empty address each time."""
        return self._must_be_given("make_address")

    def damage(self, address: str, collection: str, identifier: str, column: str, text: str) -> None:
        """Write a text into one cell behind the store's back; needed where it is durable."""
        self._must_be_given("damage")

    def make_newer(self, address: str) -> None:
        """Make what is kept look as if a newer version had written it; needed where it is durable."""
        self._must_be_given("make_newer")

    def make_foreign(self, address: str) -> None:
        """Put there what another program would keep; needed where it is durable."""
        self._must_be_given("make_foreign")

    def files_of(self, address: str) -> list[Path]:
        """Give the files in which a programme is kept; needed where it is kept in files."""
        self._must_be_given("files_of")

    def _must_be_given(self, name: str) -> NoReturn:
        pytest.fail(f"{type(self).__name__} does not give `{name}`; the docstring of StoreSuite shows how")

    # What the scenarios ask for.

    @pytest.fixture
    def openers(self) -> StoreOpener:
        """Give the plugin's opener."""
        return type(self).opener()

    @pytest.fixture
    def address(self, make_address: Callable[[], str]) -> str:
        """Give an empty address."""
        return make_address()

    @pytest.fixture
    def store(self, openers: StoreOpener, address: str) -> Store:
        """Give an empty store."""
        return openers.open(address)

    def _trial(self, mode: str, address: str, *numbers: str, module: str = "crash") -> dict[str, int]:
        made = type(self).opener
        command = [sys.executable, "-m", f"tokten_core.testing.{module}", mode, f"{made.__module__}:{made.__name__}", address, *numbers]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        counts: dict[str, int] = json.loads(done.stdout)
        return counts
