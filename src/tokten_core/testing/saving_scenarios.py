"""
The part of a store's contract on whole programmes (S01 to S19).

What is saved comes back whole, equal and in order; what cannot be read or must not be overwritten is refused politely.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tokten_core.errors import InputError, StoreError
from tokten_core.journal import broken_links
from tokten_core.model.committee import Session
from tokten_core.model.expert import Expert
from tokten_core.model.institution import Institution, InstitutionKind
from tokten_core.model.programme import Programme
from tokten_core.money import Money
from tokten_core.ports import Store, StoreOpener
from tokten_core.testing.examples import CARD, a_large_programme, a_small_programme, with_journal
from tokten_core.testing.scenarios import Scenarios, scenario
from tokten_core.testing.strategies import AWKWARD, programmes

__all__ = ["SavingScenarios"]

SECRET = "s3cr3t-word"  # noqa: S105 - made up, to look for
LONG = 200_000


class SavingScenarios(Scenarios):
    """Whole programmes, saved and loaded."""

    @scenario("S01", "An empty place holds no programme, and opening it makes nothing")
    def test_an_empty_place_holds_no_programme(self, openers: StoreOpener, address: str) -> None:
        assert not openers.open(address).exists()
        with pytest.raises(StoreError) as caught:
            openers.open(address).load()
        assert caught.value.code == "store-not-found"
        assert not openers.open(address).exists()

    @scenario("S02", "What was saved comes back equal")
    def test_what_was_saved_comes_back_equal(self, store: Store) -> None:
        store.save(a_small_programme())

        assert store.exists()
        assert store.load() == a_small_programme()

    @scenario("S03", "Whatever programme was saved comes back equal")
    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,  # each example takes an address of its own
            HealthCheck.differing_executors,  # every plugin's class runs it
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
        ],
    )
    @given(programme=programmes())
    def test_whatever_was_saved_comes_back_equal(self, openers: StoreOpener, make_address: Callable[[], str], programme: Programme) -> None:
        store = openers.open(make_address())
        store.save(programme)

        assert store.load() == programme

    @scenario("S04", "Nothing is overwritten unless it is asked for")
    def test_nothing_is_overwritten_unless_asked(self, store: Store) -> None:
        store.save(a_small_programme())

        with pytest.raises(StoreError) as caught:
            store.save(a_large_programme())

        assert caught.value.code == "store-exists"
        assert store.load() == a_small_programme()

    @scenario("S05", "Replacing leaves nothing of what was there")
    def test_replacing_leaves_nothing_of_what_was_there(self, store: Store) -> None:
        store.save(a_small_programme())
        store.save(a_large_programme(3), replace=True)
        assert store.load() == a_large_programme(3)

        store.save(a_small_programme(), replace=True)
        assert store.load() == a_small_programme()

    @scenario("S06", "The journal comes back in order, its chain whole, its moments with their zones")
    def test_the_journal_comes_back_in_one_chain(self, store: Store) -> None:
        long = a_small_programme()
        for _ in range(6):  # twelve entries more: the tenth must not come before the second
            long = with_journal(long)
        store.save(long)
        kept = store.load().journal

        assert [entry.id for entry in kept] == [str(number) for number in range(1, 15)]
        assert [*broken_links(kept)] == []
        assert [entry.at.utcoffset() for entry in kept] == [entry.at.utcoffset() for entry in long.journal]

    @scenario("S07", "Pour mémoire, unknown, zero and false stay apart")
    def test_pm_unknown_zero_and_false_stay_apart(self, store: Store) -> None:
        store.save(a_small_programme())
        kept = store.load()
        pm, zero, _ = kept.budget_lines
        known, unknown = kept.missions

        assert (pm.pm, pm.amount, pm.missions) == (True, None, None)
        assert (zero.pm, zero.amount) == (False, Money(0, "XOF"))
        assert (known.teaching_hours, unknown.teaching_hours) == (0, None)
        assert (known.thesis_supervision, unknown.thesis_supervision) == (False, None)
        assert (known.for_profit, unknown.airfare) == (None, Money(0, "XOF"))

    @scenario("S08", "Amounts and exact numbers keep every digit, and are never binary fractions")
    def test_numbers_keep_every_digit(self, store: Store) -> None:
        store.save(a_small_programme())
        kept = store.load()

        assert [str(indicator.target) for indicator in kept.indicators] == ["0.10", "12345678901234567890.1234567890"]
        assert str(kept.card.planning_rate) == "400.00"
        assert kept.budget_lines[2].amount == Money(999_999_999_999_999_999, "XOF")
        assert kept.budget_lines[2].original == Money("-12.34", "EUR")
        assert type(kept.readings[0].value) is Decimal

    @scenario("S09", "Records keep their order")
    def test_records_keep_their_order(self, store: Store) -> None:
        names = ["10", "9", "b", "a", "É", "Z", "z", "2"]
        experts = [Expert(id=name, name="x", country="FR", invented=True) for name in names]
        store.save(Programme(programme=(CARD.__class__(**_without_source()),)).with_records(experts=experts))

        assert [expert.id for expert in store.load().experts] == names

    @scenario("S10", "Texts keep every character: formulas, quotes, line feeds, spaces, all scripts, great length")
    def test_texts_keep_every_character(self, store: Store) -> None:
        texts = [*AWKWARD, "é" * LONG]
        made = Programme(programme=(CARD.__class__(**_without_source()),)).with_records(
            institutions=[
                Institution(id=str(number), name=text, town=text, kind=InstitutionKind.HOSPITAL, sector="x", invented=True)
                for number, text in enumerate(texts)
            ],
            sessions=[Session(id="s", agenda=(*texts, ""), invented=True)],
        )
        store.save(made)
        kept = store.load()

        assert [institution.name for institution in kept.institutions] == texts
        assert kept == made

    @scenario("S11", "A store opened anew at the same address is the same store")
    def test_a_store_opened_anew_is_the_same(self, openers: StoreOpener, address: str) -> None:
        openers.open(address).save(a_small_programme())

        assert openers.open(address).exists()
        assert openers.open(address).load() == a_small_programme()

    @scenario("S12", "A save that is killed leaves the old programme or the new, whole", needs="durable")
    def test_a_killed_save_leaves_a_whole_programme(self, address: str) -> None:
        counts = self._trial("kill", address, str(self.kills))

        assert counts["killed"] >= self.kills * 4 // 5  # a save that needs fewer calls than the one that was counted is done in time
        assert counts["old"] >= 1
        assert counts["old"] + counts["new"] >= counts["killed"]

    @scenario("S13", "A save that finds no room is refused and leaves the old programme", needs="files")
    def test_a_full_disk_leaves_the_old_programme(self, address: str) -> None:
        assert self._trial("full", address, "0", "1000", "20000") == {"refused": 3, "old": 3, "new": 0}

    @scenario("S14", "A programme carried from place to place stays equal")
    def test_a_programme_carried_around_stays_equal(self, openers: StoreOpener, make_address: Callable[[], str]) -> None:
        first, second = openers.open(make_address()), openers.open(make_address())
        first.save(a_small_programme())
        second.save(first.load())

        assert first.load() == second.load() == a_small_programme()

    @scenario("S15", "Rows that are wrong are all named, each with its place", needs="durable")
    def test_wrong_rows_are_named_with_their_place(self, openers: StoreOpener, address: str) -> None:
        openers.open(address).save(a_small_programme())
        self.damage(address, "missions", "M2", "start", "01/03/2009")
        self.damage(address, "indicators", "i1", "target", "a lot")

        with pytest.raises(InputError) as caught:
            openers.open(address).load()

        found = {problem.value: problem.place for problem in caught.value.problems}
        assert set(found) == {"01/03/2009", "a lot"}
        assert "missions" in found["01/03/2009"]
        assert found["01/03/2009"].endswith("start")
        assert "indicators" in found["a lot"]
        assert found["a lot"].endswith("target")

    @scenario("S16", "What a newer version wrote is refused politely and left alone", needs="durable")
    def test_what_a_newer_version_wrote_is_left_alone(self, openers: StoreOpener, address: str) -> None:
        openers.open(address).save(a_small_programme())
        self.make_newer(address)

        for attempt in (lambda: openers.open(address).load(), lambda: openers.open(address).save(a_large_programme(), replace=True)):
            with pytest.raises(StoreError) as caught:
                attempt()
            assert caught.value.code == "store-newer"
        assert openers.open(address).exists()

    @scenario("S17", "What is not ours is neither read nor overwritten, whatever is asked", needs="durable")
    def test_what_is_not_ours_is_left_alone(self, openers: StoreOpener, address: str) -> None:
        self.make_foreign(address)

        for attempt in (lambda: openers.open(address).load(), lambda: openers.open(address).save(a_small_programme(), replace=True)):
            with pytest.raises(StoreError) as caught:
                attempt()
            assert caught.value.code in {"store-unreadable", "store-not-found", "store-not-ours"}
        assert not openers.open(address).exists()

    @scenario("S18", "What the store cannot do is declared, with a reason in both languages")
    def test_gaps_are_declared(self, store: Store) -> None:
        assert set(store.gaps) == self.lacks
        assert all(gap.reason.en and gap.reason.fr for gap in store.gaps.values())

    @scenario("S19", "No secret of an address is shown")
    def test_no_secret_of_an_address_is_shown(self, openers: StoreOpener) -> None:
        for scheme in openers.schemes:
            try:
                store = openers.open(f"{scheme}://awa:{SECRET}@host.invalid/base?password={SECRET}")
                shown = f"{store.address} {store!r}"
            except StoreError as error:
                shown = str(error) + repr(error)

            assert scheme in shown
            assert SECRET not in shown


def _without_source() -> dict[str, Any]:
    return {name: getattr(CARD, name) for name in ("id", "pack", "title", "country", "start", "end")}
