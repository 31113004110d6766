"""The journal: whoever changes, moves or takes out a line afterwards shows."""

import datetime as dt

import pytest

from tokten_core.journal import append, broken_links, hash_of
from tokten_core.records import evolve
from tokten_core.testing.examples import a_small_programme, with_journal

JOURNAL = with_journal(with_journal(a_small_programme())).journal


def broken(journal):
    return [problem.place for problem in broken_links(journal)]


def test_entries_are_numbered_and_chained():
    assert [entry.id for entry in JOURNAL] == ["1", "2", "3", "4", "5", "6"]
    assert [entry.previous for entry in JOURNAL] == ["", *(entry.hash for entry in JOURNAL[:-1])]
    assert broken(JOURNAL) == []


@pytest.mark.parametrize(
    "change", [{"who": "x"}, {"what": "x"}, {"why": "x"}, {"records": ("x",)}, {"at": JOURNAL[2].at + dt.timedelta(microseconds=1)}]
)
def test_a_word_changed_afterwards_shows_where(change):
    assert broken((*JOURNAL[:2], evolve(JOURNAL[2], **change), *JOURNAL[3:])) == ["journal[3]"]


def test_a_word_changed_with_a_hash_made_to_fit_shows_at_the_next_entry():
    forged = evolve(JOURNAL[2], who="somebody else")
    forged = evolve(forged, hash=hash_of(forged))

    assert broken((*JOURNAL[:2], forged, *JOURNAL[3:])) == ["journal[4]"]


def test_an_entry_taken_out_or_moved_shows():
    assert broken((*JOURNAL[:2], *JOURNAL[3:]))[0] == "journal[4]"
    assert broken((JOURNAL[1], JOURNAL[0], *JOURNAL[2:]))[:2] == ["journal[2]", "journal[1]"]


def test_a_moment_is_the_same_from_every_zone():
    """A store that gives the moment back in another zone breaks no chain."""
    moved = tuple(evolve(entry, at=entry.at.astimezone(dt.timezone(dt.timedelta(hours=9)))) for entry in JOURNAL)

    assert broken(moved) == []


def test_what_was_written_stays_when_more_is_written():
    longer = append(a_small_programme(), at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), who="coordination", what="close", why="end of year")

    assert longer.journal[:-1] == a_small_programme().journal
    assert (longer.journal[-1].why, longer.journal[-1].records) == ("end of year", ())
