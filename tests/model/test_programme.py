"""A programme: references hold, identifiers are unique, the old one stays true of its day."""

import datetime as dt

import pytest

from tokten_core.errors import InputError, UsageError
from tokten_core.model.expert import Expert, Residence
from tokten_core.model.mission import NEXT_STATES, Mission, MissionState
from tokten_core.model.programme import Programme, ProgrammeCard, collections, kind_of
from tokten_core.records import evolve, facts_of
from tokten_core.terms import COLLECTION_LABELS, field_label
from tokten_core.text import same

CARD = ProgrammeCard(
    id="test", pack="mali", title=same("test"), country="ML", start=dt.date(2008, 9, 1), end=dt.date(2011, 8, 31), year_start_month=9
)
AWA = Expert(id="E1", name="Awa Exemple", invented=True, country="FR")


def a_mission(**facts):
    return Mission(**{"id": "M1", "residence": "FR", "start": dt.date(2009, 3, 1), "end": dt.date(2009, 3, 14), **facts})


def test_a_reference_to_nobody_is_named_with_its_place():
    with pytest.raises(InputError) as caught:
        Programme(programme=(CARD,), experts=(AWA,), residences=(Residence(id="R1", expert="E2", country="FR"),))

    assert caught.value.say("en") == (
        "residences[R1].expert: E2 is not among the experts. Allowed: an identifier of the experts. "
        "Correct the identifier, or add the record. [broken-reference]"
    )


def test_all_broken_references_and_doubles_are_told_at_once():
    with pytest.raises(InputError) as caught:
        Programme(programme=(CARD,), experts=(AWA, AWA), missions=(a_mission(expert="X", institution="Y"),))

    assert [problem.code for problem in caught.value.problems] == ["duplicate-id", "broken-reference", "broken-reference"]


@pytest.mark.parametrize("cards", [(), (CARD, evolve(CARD, id="other"))], ids=["none", "two"])
def test_a_programme_has_one_card(cards):
    """A store would not know which of two the programme is."""
    with pytest.raises(InputError) as caught:
        Programme(programme=cards)

    assert caught.value.code == "programme-not-one-card"


def test_a_changed_programme_leaves_the_old_one_as_it_was():
    before = Programme(programme=(CARD,))
    after = before.with_records(experts=[AWA])

    assert (before.experts, after.experts) == ((), (AWA,))
    assert after.find("experts", "E1") is AWA
    assert before.find("experts", "E1") is None


def test_a_kind_of_record_that_is_not_there_is_refused():
    with pytest.raises(UsageError) as caught:
        kind_of("mission")

    assert caught.value.code == "unknown-collection"


def test_the_card_names_its_programme_years():
    assert CARD.years == ("2008/2009", "2009/2010", "2010/2011")
    assert CARD.year_of(dt.date(2009, 9, 1)) == "2009/2010"
    assert CARD.period("all").end == dt.date(2011, 8, 31)


def test_every_field_of_every_record_has_a_label_in_both_languages():
    """A column without a label would show a code to a person."""
    labels = [field_label(name, known) for name, kind in collections().items() for known in facts_of(kind)]

    assert all(label.en and label.fr for label in labels)


def test_every_collection_has_a_label():
    assert set(COLLECTION_LABELS) == set(collections())


def test_every_reference_points_to_a_collection():
    targets = {known.refers_to for kind in collections().values() for known in facts_of(kind).values() if known.refers_to}

    assert targets <= set(collections())


def test_a_mission_counts_its_first_and_its_last_day():
    assert a_mission().days == 14


def test_a_mission_does_not_end_before_it_starts():
    with pytest.raises(InputError) as caught:
        a_mission(end=dt.date(2009, 2, 28))

    assert caught.value.code == "ends-before-start"


def test_a_host_without_profit_has_no_share():
    with pytest.raises(InputError) as caught:
        a_mission(for_profit=False, cost_share=20)

    assert caught.value.code == "cost-share-without-profit"


def test_every_state_of_a_mission_can_be_reached_and_only_two_end_its_life():
    reached = {MissionState.PROPOSED} | {state for following in NEXT_STATES.values() for state in following}

    assert reached == set(MissionState)
    assert {state for state, following in NEXT_STATES.items() if not following} == {MissionState.EVALUATED, MissionState.CANCELLED}
