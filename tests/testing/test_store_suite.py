"""The contract of stores catches stores that break it, and shows what a store lacks."""

import re
from pathlib import Path

import pytest

from tokten_core.memory import MemoryStore, MemoryStores
from tokten_core.testing.examples import a_large_programme, a_small_programme
from tokten_core.testing.store_suite import StoreSuite

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "store-contract.md"


class Forgetful(MemoryStore):
    """A store that forgets the journal, and overwrites whatever is there."""

    def save(self, programme, *, replace=False):  # noqa: ARG002 - that is its mistake
        super().save(programme.with_records(journal=()), replace=True)


class Lacking(StoreSuite):
    opener = MemoryStores
    lacks = frozenset({"durable", "files"})


class Whole(StoreSuite):
    opener = MemoryStores


@pytest.mark.parametrize(
    "broken",
    [
        StoreSuite.test_what_was_saved_comes_back_equal,
        StoreSuite.test_nothing_is_overwritten_unless_asked,
        StoreSuite.test_the_journal_comes_back_in_one_chain,
    ],
    ids=lambda test: test.scenario.number,
)
def test_a_store_that_breaks_the_contract_fails(broken):
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        broken(Lacking(), Forgetful("memory:"))


def test_a_gap_is_shown_and_never_counted_as_passed():
    shown = {line[:3]: line for line in Lacking.checklist()}

    assert shown["S12"] == "S12 lacks durable: A save that is killed leaves the old programme or the new, whole"
    assert shown["S01"].startswith("S01 held")
    assert not callable(vars(Lacking)["test_a_killed_save_leaves_a_whole_programme"])
    assert all(" held: " in line for line in Whole.checklist())


def test_a_suite_that_gives_too_little_is_told_what_to_give():
    with pytest.raises(pytest.fail.Exception, match="Whole does not give `damage`"):
        Whole().damage("a", "b", "c", "d", "e")


def test_each_scenario_stands_in_the_reference_page_and_only_those():
    listed = dict(re.findall(r"^\| (S\d\d) \| ([^|]+?) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))

    assert listed == {found.number: found.title for _, found in StoreSuite.scenarios()}


def test_the_two_examples_share_nothing_but_their_card_and_source():
    small, large = a_small_programme(), a_large_programme()

    shared = {
        name for name, records in small.everything() if {record.id for record in records} & {record.id for record in large.records(name)}
    }
    assert shared == {"programme", "sources"}
