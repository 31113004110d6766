"""
The part of a store's contract on works, the past and queries (S20 to S31, S36).

What a commit changes and leaves alone, what the second of two writers is told, what the past keeps, and what is answered without loading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tokten_core.errors import Conflict, InputError, StoreError, ToktenError
from tokten_core.history import Work, applied, as_of, verify
from tokten_core.merging import commit_or_merge, merged
from tokten_core.model.expert import Expert
from tokten_core.model.mission import Mission
from tokten_core.model.programme import Programme
from tokten_core.money import Money
from tokten_core.ports import Store, StoreOpener
from tokten_core.queries import Condition, Group, Query, groups, records
from tokten_core.records import evolve
from tokten_core.services.people import erasure
from tokten_core.testing.examples import a_large_programme, a_small_programme, a_work
from tokten_core.testing.scenarios import Scenarios, scenario

__all__ = ["CommitScenarios"]

MORNING = dt.datetime(2009, 6, 1, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
NOON = MORNING + dt.timedelta(hours=4)


class CommitScenarios(Scenarios):
    """Works, committed one by one."""

    @scenario("S20", "A commit changes its records, writes one entry and the states before, and leaves the rest alone", needs="commits")
    def test_a_commit_changes_its_records_and_no_others(self, store: Store) -> None:
        store.save(a_small_programme())
        expected = a_small_programme()
        for number in range(4):
            head = store.commit(a_work(number))
            expected = applied(expected, a_work(number))

            assert store.load() == expected
            assert head == store.head()
            assert head.entries == len(expected.journal)

    @scenario("S21", "A work that changes nothing writes nothing", needs="commits")
    def test_a_work_that_changes_nothing_writes_nothing(self, store: Store) -> None:
        store.save(a_small_programme())
        before = store.head()

        assert store.commit(Work(at=NOON, who="x", what="nothing", put=a_small_programme().missions), since=before) == before
        assert store.load() == a_small_programme()

    @scenario("S22", "A work that would break a reference, or takes out what is not there, is refused whole", needs="commits")
    @pytest.mark.parametrize(
        ("code", "change"),
        [
            ("broken-reference", {"put": (evolve(a_small_programme().missions[1], expert="nobody"),)}),
            ("broken-reference", {"put": (evolve(a_small_programme().experts[1], skills=("a", "nothing")),)}),
            ("broken-reference", {"remove": (("experts", "E1"),)}),
            ("broken-reference", {"remove": (("skills", "a"),)}),
            ("work-record-unknown", {"remove": (("experts", "nobody"),)}),
        ],
        ids=["to nobody", "in a list to nothing", "from a mission", "from a list", "nothing to take out"],
    )
    def test_a_work_that_breaks_something_is_refused(self, store: Store, code: str, change: dict[str, tuple[object, ...]]) -> None:
        store.save(a_small_programme())
        sound = Mission(id="M9", residence="FR", start=dt.date(2009, 5, 1), end=dt.date(2009, 5, 14))
        put = (sound, *change.get("put", ()))

        with pytest.raises(InputError) as caught:
            store.commit(Work(at=NOON, who="x", what="y", put=put, remove=change.get("remove", ())))  # type: ignore[arg-type]

        assert caught.value.code == code
        assert store.load() == a_small_programme()

    @scenario("S23", "The second of two writers is told who wrote what, and writes nothing", needs="commits conflicts")
    def test_the_second_of_two_is_told(self, openers: StoreOpener, address: str) -> None:
        first, second = openers.open(address), openers.open(address)
        first.save(a_small_programme())
        read = second.head()
        mission = a_small_programme().missions[1]
        first.commit(Work(at=MORNING, who="Awa", what="lodge", why="asked by phone", put=(evolve(mission, lodging_nights=3),)), since=read)

        with pytest.raises(Conflict) as caught:
            second.commit(Work(at=NOON, who="Ben", what="teach", put=(evolve(mission, teaching_hours=6),)), since=read)

        assert caught.value.code == "store-conflict"
        assert "Awa" in str(caught.value)
        assert "asked by phone" in str(caught.value)
        meanwhile = caught.value.meanwhile
        assert [entry.who for entry in meanwhile.entries] == ["Awa"]
        assert {key: (changed.before, changed.now) for key, changed in meanwhile.changed.items()} == {
            ("missions", "M2"): (mission, evolve(mission, lodging_nights=3))
        }
        assert second.load() == first.load()
        assert second.load().missions[1].teaching_hours is None

    @scenario(
        "S24", "Two who kept out of each other's way are merged; a field that both changed is left to a person", needs="commits conflicts"
    )
    def test_two_writers_are_merged(self, store: Store) -> None:
        store.save(a_small_programme())
        read, mission = store.head(), a_small_programme().missions[1]
        store.commit(Work(at=MORNING, who="Awa", what="lodge", put=(evolve(mission, lodging_nights=3),)), since=read)

        commit_or_merge(store, Work(at=NOON, who="Ben", what="teach", put=(evolve(mission, teaching_hours=6),)), since=read)
        assert (store.load().missions[1].lodging_nights, store.load().missions[1].teaching_hours) == (3, 6)

        late = Work(at=NOON, who="Cora", what="lodge", put=(evolve(mission, lodging_nights=5),))
        with pytest.raises(Conflict) as caught:
            commit_or_merge(store, late, since=read)
        assert [(problem.code, problem.place) for problem in caught.value.problems] == [("store-clash", "missions[M2].lodging_nights")]
        assert "Awa" in str(caught.value) or "Ben" in str(caught.value)
        assert merged(late, caught.value.meanwhile, prefer="mine").clashes == ()

    @scenario("S25", "Who read a programme that was replaced meanwhile is told so", needs="commits conflicts")
    def test_a_replaced_programme_is_told(self, store: Store) -> None:
        store.save(a_small_programme())
        read = store.head()
        store.save(a_large_programme(2), replace=True)

        with pytest.raises(Conflict) as caught:
            store.commit(a_work(0), since=read)

        assert caught.value.code == "store-replaced"
        assert store.load() == a_large_programme(2)

    @scenario("S26", "The programme of any past day comes back", needs="commits")
    def test_any_past_day_comes_back(self, store: Store) -> None:
        store.save(a_small_programme())
        states = {}
        for number in range(0, 96, 24):
            store.commit(a_work(number))
            states[dt.date(2009, 6, 1 + number // 24)] = store.load()
        kept = store.load()

        assert all(as_of(kept, day) == then for day, then in states.items())
        assert as_of(kept, dt.date(2009, 5, 31)) == a_small_programme()
        assert as_of(kept, dt.date(2030, 1, 1)) == kept
        with pytest.raises(StoreError) as caught:
            as_of(kept, dt.date(2009, 2, 28))
        assert caught.value.code == "past-not-known"

    @scenario("S27", "The journal holds after any works; a record changed behind its back is found", needs="commits durable")
    def test_a_record_changed_behind_the_journals_back_is_found(self, openers: StoreOpener, address: str) -> None:
        store = openers.open(address)
        store.save(a_small_programme())
        for number in range(3):
            store.commit(a_work(number))
        assert [*verify(store.load())] == []

        self.damage(address, "missions", "M2", "sector", "another")
        try:
            found = [problem.code for problem in verify(openers.open(address).load())]
        except StoreError as error:
            found = [error.code]
        assert set(found) <= {"journal-digest-broken", "store-damaged"}
        assert found

    @scenario("S28", "A commit or a question where no programme is kept is told so", needs="commits queries")
    def test_nothing_to_commit_to_is_told(self, store: Store) -> None:
        for ask in (
            store.head,
            lambda: store.commit(a_work(0)),
            lambda: [*store.select(Query("missions"))],
            lambda: store.count(Query("missions")),
        ):
            with pytest.raises(StoreError) as caught:
                ask()
            assert caught.value.code == "store-not-found"
        assert not store.exists()

    @scenario("S29", "Counts and sums keep unknown apart from zero, and currencies apart", needs="queries")
    def test_counts_keep_unknown_apart(self, store: Store) -> None:
        two = Mission(id="M3", residence="CA", start=dt.date(2009, 1, 1), end=dt.date(2009, 1, 1), airfare=Money("12.50", "EUR"))
        three = evolve(two, id="M4", airfare=None, expert="E1")
        made = a_small_programme()
        store.save(made.with_records(missions=(*made.missions, two, three)))

        assert store.count(Query("missions").adding("airfare").by("residence")) == [
            Group(("CA", "EUR"), 1, 1250, 0),
            Group(("CA", None), 1, None, 1),
            Group(("FR", "XOF"), 2, 450_000, 0),
        ]
        assert store.count(Query("missions").by("expert.country")) == [Group(("CA",), 2, None, 0), Group((None,), 2, None, 0)]
        assert store.count(Query("missions").where("expert.teacher", "=", False)) == [Group((), 2, None, 0)]
        assert store.count(Query("missions").where("residence", "=", "ZZ")) == []
        assert [record.id for record in store.select(Query("missions").where("airfare_currency", "!=", "XOF"))] == ["M3", "M4"]

    @scenario("S30", "Whatever is asked, the answer is the model's", needs="queries")
    def test_queries_answer_like_the_model(self, store: Store) -> None:
        programme = _to_ask()
        store.save(programme)

        @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(_queries())
        def check(query: Query) -> None:
            assert _answered(lambda: store.count(query)) == _answered(lambda: groups(programme, query))
            assert _answered(lambda: [*store.select(query)]) == _answered(lambda: [*records(programme, query)])

        check()

    @scenario("S31", "A question that makes no sense is refused, with all that is wrong", needs="queries")
    def test_a_question_that_makes_no_sense_is_refused(self, store: Store) -> None:
        store.save(a_small_programme())

        for query, codes in (
            (Query("missions").by("sectr", "start.year"), ["query-column", "query-column"]),
            (Query("missions").where("start", "<", "2009").where("sector", ">", "a"), ["query-condition", "query-condition"]),
            (Query("missions").adding("sector"), ["query-total"]),
            (Query("mission"), ["unknown-collection"]),
        ):
            with pytest.raises(ToktenError) as caught:
                store.count(query)
            assert [problem.code for problem in caught.value.problems] == codes

    @scenario("S36", "A person whom a work forgets is nowhere left: not now, not in the past, in no byte of a file", needs="commits")
    def test_a_person_who_is_forgotten_is_nowhere_left(self, openers: StoreOpener, address: str) -> None:
        store = openers.open(address)
        store.save(a_small_programme())
        person = a_small_programme().experts[1]
        for name in ("Zephyrine Kassougwxyz", "Zephyrine Wxyzkassou"):
            store.commit(Work(at=MORNING, who="Awa", what="name", put=(evolve(person, name=name, contact=f"{name}@example.org"),)))
        work = erasure(store.load(), person.id, at=NOON, who="Awa", why="asked")
        expected = applied(store.load(), work)

        assert store.commit(work, since=store.head()).entries == len(expected.journal)
        assert store.commit(work, since=store.head()) == store.head()
        kept = openers.open(address).load()
        assert kept == expected
        assert [*verify(kept)] == []
        assert [revision.personal for revision in kept.history if revision.record == person.id] == ["", "", ""]
        if "files" not in self.lacks:
            content = b"".join(file.read_bytes() for file in self.files_of(address))
            assert not [name for name in (b"Zephyrine", b"Kassougwxyz", b"Wxyzkassou", b'Awa "\xc3\x89"') if name in content]


def _to_ask() -> Programme:
    """Mix the two examples, so that there is something of everything to find."""
    small, large = a_small_programme(), a_large_programme(40)
    sexes = [Expert(id=f"Y{n}", name="Exemple", country="FR" if n % 3 else "CA", teacher=[True, False, None][n % 3]) for n in range(6)]
    missions = [
        evolve(record, id=f"Q{record.id}", expert=f"Y{n % 6}", airfare=[None, Money(n, "EUR")][n % 2])
        for n, record in enumerate(large.missions)
    ]
    return small.with_records(experts=(*small.experts, *sexes), missions=(*small.missions, *missions))


def _queries() -> st.SearchStrategy[Query]:
    columns = (
        "sector",
        "state",
        "residence",
        "expert.country",
        "expert.teacher",
        "thesis_supervision",
        "teaching_hours",
        "start",
        "id",
        "airfare",
    )
    values = (
        None,
        "education",
        "",
        "FR",
        "CA",
        True,
        False,
        0,
        14,
        39,
        dt.date(2009, 1, 20),
        dt.date(2009, 3, 1),
        "QN3",
        "approved",
        "a'b",
    )
    conditions = st.builds(Condition, st.sampled_from(columns), st.sampled_from(("=", "!=", "<", "<=", ">", ">=")), st.sampled_from(values))
    return st.builds(
        lambda found, keys, total: Query("missions", tuple(found), tuple(keys), total),
        st.lists(conditions, max_size=2),
        st.lists(st.sampled_from(columns), max_size=2, unique=True),
        st.sampled_from(("", "teaching_hours", "airfare", "lodging_nights")),
    )


def _answered(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except ToktenError as error:
        return [problem.code for problem in error.problems]
