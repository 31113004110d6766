"""
The part of a store's contract on hard times: random histories, writers that are shot, several at once, damaged files (S32 to S35).

Each prints what it counted. In the everyday suite a twentieth is run; ``TOKTEN_TORTURE=1`` runs the whole.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tokten_core.errors import ToktenError
from tokten_core.ports import Store, StoreOpener
from tokten_core.testing.examples import a_small_programme, a_work
from tokten_core.testing.scenarios import Scenarios, scenario
from tokten_core.testing.store_lives import live_through
from tokten_core.testing.torture import share

__all__ = ["HardScenarios"]

PROCESSES = 8
COMMITS = 20
FLIPS = 400


class HardScenarios(Scenarios):
    """Whatever happens, nothing is lost."""

    @pytest.mark.torture
    @scenario("S32", "Random histories, with failures in the middle, equal the model", needs="commits queries")
    def test_random_histories_equal_the_model(self, openers: StoreOpener, address: str) -> None:
        counts = live_through(
            openers,
            address,
            histories=share(self.histories),
            durable="durable" not in self.lacks,
            conflicts="conflicts" not in self.lacks,
        )
        self._told("S32", counts)
        assert counts["histories"] >= share(self.histories)

    @pytest.mark.torture
    @scenario("S33", "Writers killed at random moments lose nothing that they were told was done", needs="commits durable")
    def test_writers_that_are_shot_lose_nothing(self, address: str) -> None:
        shots = share(self.shots)
        counts = self._trial("shoot", address, str(shots), str(random.randrange(10**6)), module="torture")
        self._told("S33", counts)
        assert counts["shots"] == shots

    @pytest.mark.torture
    @scenario("S34", "Eight processes that write at once lose no update", needs="commits conflicts durable")
    def test_writers_at_once_lose_no_update(self, address: str) -> None:
        counts = self._trial("writers", address, str(PROCESSES), str(share(COMMITS)), module="torture")
        self._told("S34", counts)
        assert counts["lost"] == 0

    @pytest.mark.torture
    @scenario("S35", "A file that was cut short, or has one bit flipped, is named and not believed", needs="files commits")
    def test_a_damaged_file_is_not_believed(self, openers: StoreOpener, address: str) -> None:
        openers.open(address).save(a_small_programme())
        openers.open(address).commit(a_work(0))
        whole = openers.open(address).load()
        kept = {file: file.read_bytes() for file in self.files_of(address) if file.stat().st_size}
        chance = random.Random(1)
        counts = {"flipped": 0, "cut": 0, "refused": 0, "harmless": 0}
        for number in range(share(FLIPS)):
            file = chance.choice(sorted(kept))
            cut = number % 4 == 0
            counts["cut" if cut else "flipped"] += 1
            file.write_bytes(_cut(kept[file], chance) if cut else _flipped(kept[file], chance))
            counts[_believed(openers.open(address), whole, file)] += 1
            for again, content in kept.items():
                again.write_bytes(content)
        self._told("S35", counts)
        assert counts["refused"]

    def _told(self, number: str, counts: dict[str, int]) -> None:
        print(f"{number} {type(self).__name__}: {', '.join(f'{name} {count}' for name, count in counts.items())}")


def _believed(store: Store, whole: object, file: Path) -> str:
    """Say whether a damaged file was refused or did no harm (the bit lay where nothing is kept); nothing else is right."""
    try:
        found = store.load()
    except ToktenError as error:
        told = str(error)
        if file.name not in told and file.parent.name not in told:
            pytest.fail(f"{file.name} is not named: {told}")
        return "refused"
    if found != whole:
        pytest.fail(f"{file.name} was damaged, and what came back was believed")
    return "harmless"


def _flipped(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]
