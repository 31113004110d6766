"""What a work does to a programme, how its past comes back, and who is found out."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core.errors import InputError, StoreError
from tokten_core.history import (
    Head,
    Work,
    applied,
    as_at,
    as_of,
    before_of,
    breaks,
    changes_between,
    digest_of,
    head_of,
    sealed,
    taken_whole,
    verify,
)
from tokten_core.history.sealing import revision_of
from tokten_core.model.expert import Skill
from tokten_core.model.programme import Revision, collections, references_of
from tokten_core.money import Money
from tokten_core.records import evolve
from tokten_core.testing.examples import a_large_programme, a_small_programme, a_work
from tokten_core.testing.strategies import records
from tokten_core.text import same

JUNE = dt.datetime(2009, 6, 1, 8, 0, tzinfo=dt.UTC)


def a_programme():
    """Make one whose first entry vouches for it."""
    bare = a_small_programme().with_records(journal=())
    return taken_whole(bare, at=dt.datetime(2009, 1, 1, tzinfo=dt.UTC), who="coordination", what="init")


def put(*records, at=JUNE, who="Awa", what="put", why=""):
    return Work(at=at, who=who, what=what, why=why, put=records)


def remove(*keys, at=JUNE):
    return Work(at=at, who="Awa", what="take out", remove=keys)


def codes(programme):
    return [(problem.code, problem.place) for problem in verify(programme)]


def after_works(count=4):
    programme = a_programme()
    for number in range(count):
        programme = applied(programme, a_work(number))
    return programme


def test_a_put_record_takes_its_place_and_a_new_one_goes_to_the_end():
    mission = evolve(a_programme().missions[0], sector="health")
    new = evolve(mission, id="M0")

    changed = applied(a_programme(), put(new, mission))

    assert [record.id for record in changed.missions] == ["=M1", "M2", "M0"]
    assert changed.missions[0].sector == "health"


def test_the_entry_says_who_what_why_and_which_records():
    changed = applied(a_programme(), put(evolve(a_programme().missions[0], sector="health"), why="a letter"))
    entry = changed.journal[-1]

    assert (entry.who, entry.what, entry.why, entry.records) == ("Awa", "put", "a letter", ("missions/=M1",))
    assert head_of(changed).hash == entry.hash


def test_a_revision_keeps_the_record_as_it_was_personal_values_apart():
    expert = a_programme().experts[1]

    changed = applied(a_programme(), put(evolve(expert, country="FR", name="Awa B.", contact="+223 1", born_on=dt.date(1970, 1, 2))))
    again = applied(changed, put(evolve(expert, country="SN")))
    first, second = again.history

    assert "Awa" not in first.before + second.before
    assert "Awa" in first.personal
    assert "1970-01-02" in second.personal
    assert before_of(first) == expert
    assert before_of(second) == changed.experts[1]


@pytest.mark.parametrize(
    "kind", [kind for name, kind in collections().items() if name not in {"journal", "history"}], ids=lambda kind: kind.__name__
)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_whatever_a_record_holds_its_revision_gives_it_back(kind, data):
    """Ones and zeros and truth values too: a franc is no default."""
    record = data.draw(records(kind))
    revision = revision_of("1", 1, (kind.collection, record.id), "", record, forget=False)

    assert before_of(revision) == record


@pytest.mark.parametrize("units", [-1, 0, 1, 2])
def test_an_entry_of_one_franc_comes_back(units):
    (entry, _) = a_programme().ledger
    before = a_programme().with_records(ledger=(evolve(entry, refers_to="v2", amount=Money(units, "XOF")),))

    changed = applied(before, put(evolve(before.ledger[0], amount=Money(9, "XOF"))))

    assert as_of(changed, dt.date(2009, 5, 31)) == before


def test_a_record_that_did_not_exist_leaves_an_empty_revision():
    (revision,) = applied(a_programme(), put(Skill(id="c", label=same("c"), sector="health"))).history

    assert (revision.before, before_of(revision)) == ("", None)


def test_a_work_that_changes_nothing_is_no_entry():
    programme = a_programme()

    assert applied(programme, put(*programme.missions)) is programme


@pytest.mark.parametrize(
    "keys", [[("skills", "b")], [("skills", "a")], [("skills", "a"), ("skills", "b")], [("skills", "b"), ("skills", "a")]]
)
def test_what_was_taken_out_comes_back_at_its_place(keys):
    """The two skills of the example are the whole collection: the first, the last and both may go, named in any order."""
    without = a_programme().with_records(experts=(), residences=(), missions=(), ledger=())

    changed = applied(without, remove(*keys))

    assert as_of(changed, dt.date(2009, 5, 31)) == without


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_whichever_go_in_whatever_order_come_back_at_their_places(data):
    skills = tuple(Skill(id=str(number), label=same("x"), sector="health") for number in range(7))
    before = a_programme().with_records(skills=skills, experts=(), residences=(), missions=(), ledger=())
    gone = data.draw(st.lists(st.sampled_from(skills), unique=True))
    keys = [("skills", skill.id) for skill in gone]

    changed = applied(before, Work(at=JUNE, who="x", what="y", put=[Skill(id="new", label=same("x"), sector="x")], remove=keys))

    assert [skill for skill in changed.skills if skill.id != "new"] == [skill for skill in skills if skill not in gone]
    assert as_of(changed, dt.date(2009, 5, 31)) == before


def test_a_day_counts_in_the_zone_of_the_entry():
    """Half past eleven at night in Bamako is the next day further east; the entry's own day is the one that counts."""
    late = dt.datetime(2009, 6, 1, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-3)))
    changed = applied(a_programme(), put(evolve(a_programme().missions[0], sector="health"), at=late))

    assert as_of(changed, dt.date(2009, 6, 1)) == changed
    assert as_of(changed, dt.date(2009, 5, 31)) == a_programme()


def test_an_entry_that_is_dated_back_is_undone_with_those_before_it():
    """Entries count in the order of the journal: what was entered after the tenth of June was not known on the fifth."""
    first = applied(a_programme(), put(evolve(a_programme().missions[0], sector="health"), at=JUNE + dt.timedelta(days=9)))
    second = applied(first, put(evolve(first.missions[1], sector="education"), at=JUNE))

    assert as_of(second, dt.date(2009, 6, 5)) == a_programme()


@pytest.mark.parametrize(("day", "known"), [(dt.date(2008, 12, 31), False), (dt.date(2009, 1, 1), True)])
def test_before_the_first_entry_nothing_is_known(day, known):
    if known:
        assert as_of(after_works(), day) == a_programme()
    else:
        with pytest.raises(StoreError, match="from 2009-01-01 on"):
            as_of(after_works(), day)


def test_a_journal_of_mere_notes_says_from_when_on_it_knows():
    assert as_of(a_small_programme(), dt.date(2009, 3, 1)).journal == a_small_programme().journal[:1]
    with pytest.raises(StoreError, match="from 2009-03-01 on"):
        as_of(a_small_programme(), dt.date(2009, 2, 28))


def test_the_head_of_a_new_programme_is_empty():
    assert head_of(a_large_programme(1)) == Head(0, "")


def test_without_a_journal_no_past_is_known():
    with pytest.raises(StoreError, match="has no journal"):
        as_of(a_large_programme(1), dt.date(2009, 1, 1))


def test_what_stood_before_a_programme_was_taken_as_found_is_not_known():
    mended = after_works().with_records(institutions=())
    accepted = taken_whole(mended, at=JUNE + dt.timedelta(days=30), who="UNC", what="tokten accept")

    assert as_of(accepted, dt.date(2009, 7, 1)) == accepted
    with pytest.raises(StoreError, match="tokten accept"):
        as_of(accepted, dt.date(2009, 6, 1))
    assert codes(accepted) == []


@pytest.mark.parametrize(
    "work",
    [
        {"put": (a_small_programme().journal[0],)},
        {"remove": (("history", "1-1"),)},
    ],
)
def test_a_work_may_not_touch_the_journal_nor_the_past(work):
    with pytest.raises(InputError) as caught:
        Work(at=JUNE, who="x", what="y", **work)
    assert caught.value.code == "work-touches-journal"


def test_a_work_touches_each_record_once():
    mission = a_small_programme().missions[0]

    with pytest.raises(InputError) as caught:
        Work(at=JUNE, who="x", what="y", put=(mission, evolve(mission, sector="health")), remove=(("missions", "=M1"),))
    assert [problem.code for problem in caught.value.problems] == ["work-touches-twice"] * 2


def test_the_journal_of_untouched_works_holds():
    assert codes(after_works()) == []
    assert codes(a_small_programme()) == []  # notes without digest, as schema 1 wrote them


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda made: {"missions": (evolve(made.missions[0], sector="x"), *made.missions[1:])}, "journal[1]"),
        (lambda made: {"missions": (made.missions[0], evolve(made.missions[1], sector="x"), *made.missions[2:])}, "journal[5]"),
        (lambda made: {"history": (evolve(made.history[0], record="M2"), *made.history[1:])}, "journal[2]"),
        (lambda made: {"history": (*made.history[:-1], evolve(made.history[-1], before=made.history[0].before))}, "journal[5]"),
        (lambda made: {"history": made.history[:-1]}, "journal[5]"),
        (lambda made: {"journal": (*made.journal[:-1], evolve(made.journal[-1], digest="0" * 64))}, "journal[5]"),
        (lambda made: {"skills": (*made.skills, Skill(id="new", label=same("x"), sector="x"))}, "journal[1]"),
        (lambda _: {"readings": ()}, "journal[1]"),
    ],
    ids=["never touched", "touched by works", "whose", "what was before", "a revision gone", "a digest", "added", "taken out"],
)
def test_whatever_is_changed_behind_the_journals_back_shows_where(change, found):
    made = after_works()

    assert found in [place for _, place in codes(made.with_records(**change(made)))]


def test_a_person_can_be_erased_and_the_journal_still_holds():
    """Personal values stay out of digests."""
    expert = a_programme().experts[1]
    made = applied(a_programme(), put(evolve(expert, country="SN", contact="+1")))
    gone = made.with_records(
        experts=[evolve(each, name="…", contact="") for each in made.experts],
        history=[evolve(revision, personal="") for revision in made.history],
    )

    assert codes(gone) == []
    assert as_of(gone, dt.date(2009, 5, 31)).experts[1] == evolve(expert, name="…")


def test_the_digest_of_a_programme_does_not_see_names():
    made = a_programme()

    assert digest_of(made) == digest_of(made.with_records(experts=[evolve(each, name="x") for each in made.experts]))
    assert digest_of(made) != digest_of(made.with_records(experts=[evolve(each, country="SN") for each in made.experts]))


def test_an_entry_without_a_digest_keeps_the_hash_that_schema_1_gave_it():
    assert a_small_programme().journal[0].hash == "b09c3742bf4b5bd4b0be0fcf0917fe2479f9e5e348731ef6821ce1be938770e2"


@given(first=st.integers(0, 5), second=st.integers(0, 5))
@settings(max_examples=30, deadline=None)
def test_the_changes_between_two_states_make_the_one_of_the_other(first, second):
    states = [after_works(count) for count in range(6)]
    there, wanted = states[first], states[second]
    changed, gone = changes_between(there, wanted)

    made = applied(there, Work(at=JUNE, who="x", what="y", put=changed, remove=gone))

    assert {name: set(records) for name, records in made.everything() if name not in {"journal", "history"}} == {
        name: set(records) for name, records in wanted.everything() if name not in {"journal", "history"}
    }


def test_an_expert_may_lose_what_is_optional_and_keeps_it_in_the_past():
    programme = a_programme()
    born = evolve(programme.experts[0], born_on=dt.date(1960, 2, 29))
    made = applied(applied(programme, put(born)), put(evolve(born, born_on=None), at=JUNE + dt.timedelta(days=1)))

    assert as_of(made, dt.date(2009, 6, 1)).experts[0].born_on == dt.date(1960, 2, 29)


def broken_by(programme, work):
    """Say what a work would break, asking for records one by one as a store does that keeps them elsewhere."""
    order = {(name, record.id): number for name, records in programme.everything() for number, record in enumerate(records)}
    made = sealed(work, head_of(programme), programme.find, lambda *key: (order[key], ""))
    every = [record for _, records in programme.everything() for record in records]
    return {
        (problem.code, problem.place)
        for problem in breaks(
            made,
            lambda *key: programme.find(*key) is not None,
            lambda keys: (record for record in every if not {*keys}.isdisjoint(references_of(record))),
        )
    }


SMALL = a_small_programme()
A_REVISION = Revision(id="3-1", entry="2", kind="skills", record="a")


@pytest.mark.parametrize(
    ("programme", "work"),
    [
        (SMALL, a_work(0)),
        (SMALL, put(evolve(SMALL.missions[1], expert="nobody"), evolve(SMALL.experts[1], skills=("a", "nothing")))),
        (SMALL, remove(("experts", "E1"))),
        (SMALL, remove(("skills", "a"), ("skills", "b"))),
        (SMALL, remove(("experts", "E1"), ("residences", "r"), ("missions", "=M1"), ("ledger", "v2"))),
        (SMALL, Work(at=JUNE, who="x", what="y", put=[evolve(SMALL.experts[0], skills=())], remove=[("skills", "a"), ("skills", "b")])),
        (SMALL, put(evolve(SMALL.card, id="another"))),
        (SMALL, put(evolve(SMALL.card, pack="burkina"))),
        (SMALL, remove(("programme", SMALL.card.id))),
        (SMALL, Work(at=JUNE, who="x", what="y", put=[evolve(SMALL.card, id="another")], remove=[("programme", SMALL.card.id)])),
        (SMALL.with_records(history=[A_REVISION]), remove(("missions", "M2"))),
        (SMALL.with_records(journal=SMALL.journal[1:]), a_work(0)),
    ],
    ids=[
        "nothing", "to nobody", "what is referred to", "what a list holds", "with all that refers to it", "what no longer refers to it",
        "a second card", "the card", "no card", "a card for a card", "a revision that is there", "an entry that is there",
    ],
)  # fmt: skip
def test_what_a_work_breaks_is_what_the_programme_would_refuse(programme, work):
    """A store that looks up a few records refuses what the whole programme does, for the same reasons at the same places."""
    try:
        applied(programme, work)
        refused = set()
    except InputError as error:
        refused = {(problem.code, problem.place) for problem in error.problems}

    assert broken_by(programme, work) == refused


def test_the_state_at_a_head_comes_back_whatever_the_days_say():
    """Two entries of one day are two states."""
    before = a_programme()
    first = applied(before, a_work(2))
    second = applied(first, a_work(3))

    assert as_at(second, head_of(first)) == first
    assert as_at(second, head_of(before)) == before
    assert as_at(second, head_of(second)) is second


@pytest.mark.parametrize("head", [Head(1, "0" * 64), Head(9, "0" * 64), Head(0, "")])
def test_a_head_of_another_journal_is_refused(head):
    with pytest.raises(StoreError) as caught:
        as_at(a_programme(), head)

    assert caught.value.code == "past-not-known"
