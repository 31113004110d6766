"""Two people write at once: what is kept, what clashes, and what each is told."""

import datetime as dt

import pytest

from tokten_core.errors import Conflict
from tokten_core.history import ERASED, Head, Work
from tokten_core.memory import MemoryStores
from tokten_core.merging import commit_or_merge, committed, merged
from tokten_core.records import evolve
from tokten_core.services.people import erasure
from tokten_core.testing.examples import a_small_programme

NOON = dt.datetime(2009, 6, 1, 12, 0, tzinfo=dt.UTC)
MISSION = a_small_programme().missions[1]
EXPERT = a_small_programme().experts[1]


@pytest.fixture
def store():
    kept = MemoryStores().open("memory:two")
    kept.save(a_small_programme())
    return kept


def work(*records, who="Ben", remove=()):
    return Work(at=NOON, who=who, what="write", put=records, remove=remove)


def meanwhile_of(store, first, second):
    """Commit the first, try the second from the same reading, and give what the second is told."""
    read = store.head()
    store.commit(first, since=read)
    with pytest.raises(Conflict) as caught:
        store.commit(second, since=read)
    return caught.value.meanwhile


def clashes(store, first, second):
    return [
        (clash.key[1], clash.field, clash.before, clash.theirs, clash.mine, clash.who)
        for clash in merged(second, meanwhile_of(store, first, second)).clashes
    ]


@pytest.mark.parametrize(
    ("hers", "his", "field"),
    [
        (evolve(MISSION, sector="health"), evolve(MISSION, teaching_hours=3), None),
        (evolve(MISSION, sector="health"), evolve(MISSION, sector="health"), None),
        (evolve(MISSION, sector="health"), evolve(MISSION, sector="education"), "sector"),
        (evolve(MISSION, sector="health"), MISSION, None),
        (evolve(MISSION, sector="health"), evolve(MISSION, id="M9"), None),
    ],
    ids=["two fields", "the same", "one field", "he changed nothing", "a new record"],
)
def test_fields_are_taken_one_by_one(store, hers, his, field):
    assert [clash[1] for clash in clashes(store, work(hers, who="Awa"), work(his))] == ([field] if field else [])


def test_a_clash_names_the_value_before_and_both_after_and_who_was_first(store):
    hers, his = evolve(MISSION, sector="health"), evolve(MISSION, sector="education")

    assert clashes(store, work(hers, who="Awa"), work(his)) == [("M2", "sector", "", "health", "education", "Awa")]


@pytest.mark.parametrize(("prefer", "sector"), [("mine", "education"), ("theirs", "health")])
def test_a_preference_decides_clashes(store, prefer, sector):
    read = store.head()
    store.commit(work(evolve(MISSION, sector="health"), who="Awa"), since=read)

    commit_or_merge(store, work(evolve(MISSION, sector="education", teaching_hours=2)), since=read, prefer=prefer)

    assert (store.load().missions[1].sector, store.load().missions[1].teaching_hours) == (sector, 2)


@pytest.mark.parametrize(("prefer", "there"), [("mine", False), ("theirs", True)])
def test_a_preference_decides_whether_a_changed_record_goes(store, prefer, there):
    read = store.head()
    store.commit(work(evolve(a_small_programme().residences[0], country="FR")), since=read)

    commit_or_merge(store, work(remove=[("residences", "r")]), since=read, prefer=prefer)

    assert bool(store.load().residences) is there


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (work(remove=[("residences", "r")]), work(evolve(a_small_programme().residences[0], country="FR")), ["residences[r]"]),
        (work(evolve(a_small_programme().residences[0], country="FR")), work(remove=[("residences", "r")]), ["residences[r]"]),
        (work(remove=[("residences", "r")]), work(remove=[("residences", "r")]), []),
        (work(evolve(MISSION, id="M9")), work(evolve(MISSION, id="M9", sector="health")), ["missions[M9]"]),
        (work(evolve(MISSION, id="M9")), work(evolve(MISSION, id="M9")), []),
    ],
    ids=["taken out, changed", "changed, taken out", "both took it out", "both added another", "both added the same"],
)
def test_what_comes_and_goes_clashes_whole(store, first, second, told):
    read = store.head()
    store.commit(first, since=read)

    if told:
        with pytest.raises(Conflict) as caught:
            commit_or_merge(store, second, since=read)
        assert [problem.place for problem in caught.value.problems] == told
    else:
        before = store.load()
        commit_or_merge(store, second, since=read)
        assert store.load() == before


def test_a_clash_over_a_persons_name_shows_neither_name(store):
    read = store.head()
    store.commit(work(evolve(EXPERT, name="Aminata Exemple"), who="UNC"), since=read)

    with pytest.raises(Conflict) as caught:
        commit_or_merge(store, work(evolve(EXPERT, name="Fanta Exemple")), since=read)

    told = caught.value.say("fr") + str(caught.value)
    assert "Aminata" not in told
    assert "Fanta" not in told
    assert "experts[E1].name" in told


def test_changes_of_several_works_are_told_as_one(store):
    read = store.head()
    store.commit(work(evolve(MISSION, sector="health"), who="Awa"), since=read)
    store.commit(work(evolve(MISSION, sector="education"), who="Cora"))

    with pytest.raises(Conflict) as caught:
        store.commit(work(evolve(MISSION, teaching_hours=1)), since=read)

    changed = caught.value.meanwhile.changed["missions", "M2"]
    assert (changed.before.sector, changed.now.sector, changed.who) == ("", "education", "Cora")
    assert [problem.value for problem in caught.value.problems] == ["Awa", "Cora"]


def test_a_head_of_another_life_is_told_as_replaced(store):
    for strange in (Head(2, "0" * 64), Head(99, "x")):
        with pytest.raises(Conflict) as caught:
            store.commit(work(evolve(MISSION, sector="x")), since=strange)
        assert caught.value.code == "store-replaced"


def test_who_read_an_empty_journal_is_told_all_that_came(store):
    store.save(a_small_programme().with_records(journal=()), replace=True)

    meanwhile = meanwhile_of(store, work(evolve(MISSION, sector="health"), who="Awa"), work(evolve(MISSION, teaching_hours=1)))

    assert [entry.who for entry in meanwhile.entries] == ["Awa"]


def test_who_read_before_an_erasure_does_not_bring_the_person_back(store):
    """A register that somebody had open all the while is no reason to know the person again."""
    full = evolve(EXPERT, contact="awa@example.org")
    store.commit(work(full))
    read = store.head()
    store.commit(erasure(store.load(), full.id, at=NOON, who="UNC"), since=read)

    commit_or_merge(store, work(evolve(full, country="SN")), since=read)

    kept = store.load().find("experts", full.id)
    assert (kept.name, kept.contact, kept.country) == (ERASED, "", "SN")


def test_who_commits_second_is_told_what_was_there_and_what_both_touched(store):
    read = store.head()
    store.commit(work(evolve(MISSION, sector="health"), who="Awa"))
    store.commit(work(evolve(EXPERT, country="SN"), who="Ina"))
    done = committed(store, work(evolve(MISSION, teaching_hours=3)), since=read)

    assert (done.entry, done.head) == (5, store.head())
    assert [(other.who, done.touched_by_both(other)) for other in done.meanwhile] == [("Awa", ["missions/M2"]), ("Ina", [])]


def test_what_others_wrote_alike_is_no_entry_of_ones_own(store):
    read = store.head()
    store.commit(work(evolve(MISSION, sector="health"), who="Awa"))
    done = committed(store, work(evolve(MISSION, sector="health")), since=read)

    assert (done.entry, done.written.put, done.head) == (None, (), store.head())
