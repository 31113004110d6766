"""What is passed on to whom: the table holds together, and says no more than it should."""

import datetime as dt

import attrs
import pytest

from tokten_core.model.expert import Consent, Purpose
from tokten_core.model.programme import collections, kind_of
from tokten_core.money import Money
from tokten_core.records import facts_of
from tokten_core.sharing import FRAMEWORK, PURPOSES, SHARED, consenting, shared_facts, sharing_table
from tokten_core.text import Text

PURPOSES_AND_KINDS = [(purpose, name) for purpose, table in SHARED.items() for name in table]


def test_every_purpose_has_its_table_and_its_sentence():
    assert set(SHARED) == set(PURPOSES) == set(Purpose)


def test_every_line_names_a_fact_and_gives_its_reason_in_both_languages():
    for _, collection, name, shared in sharing_table():
        assert name in facts_of(kind_of(collection)), f"{collection}.{name}"
        assert shared.why.en
        assert shared.why.fr


def test_what_says_who_a_person_is_reaches_neither_donors_nor_the_public():
    """Where somebody works says with the sector and the country who it is; the centre needs it to reach those who agreed (art. 4, 12)."""
    personal = {(purpose, name) for purpose, collection, name, _ in sharing_table() if facts_of(kind_of(collection))[name].personal}

    assert personal == {(Purpose.CIGEM, "name"), (Purpose.CIGEM, "contact"), (Purpose.CIGEM, "home_institution")}
    assert all(shared_facts(Purpose.CIGEM, "experts")[name].with_consent for _, name in personal)


def test_nobody_sees_the_journal_the_past_or_the_stays_of_a_person():
    assert not {"journal", "history", "residences"} & {name for _, name in PURPOSES_AND_KINDS}


def test_the_public_gets_no_record_that_refers_to_an_expert_or_counts_by_being_there():
    assert set(SHARED[Purpose.PUBLIC]) == {"programme", "institutions", *FRAMEWORK}


@pytest.mark.parametrize("collection", FRAMEWORK)
def test_what_goes_whole_speaks_of_no_person(collection):
    assert not [known.name for known in facts_of(kind_of(collection)).values() if known.personal or known.refers_to == "experts"]


@pytest.mark.parametrize(("purpose", "collection"), PURPOSES_AND_KINDS)
def test_what_is_left_out_can_be(purpose, collection):
    """A record whose fact must be given can be copied without it only where words stand there."""
    kept = shared_facts(purpose, collection)
    needed = [known for known in facts_of(kind_of(collection)).values() if known.default is attrs.NOTHING]

    assert "id" in kept
    assert not [known.name for known in needed if known.name not in kept and known.type not in {str, Text}]


@pytest.mark.parametrize(("purpose", "collection"), PURPOSES_AND_KINDS)
def test_every_reference_that_goes_finds_what_it_names(purpose, collection):
    for name in shared_facts(purpose, collection):
        target = facts_of(kind_of(collection))[name].refers_to
        assert not target or target in SHARED[purpose], f"{collection}.{name}"


def test_the_card_of_the_programme_goes_with_every_purpose():
    assert all("programme" in table for table in SHARED.values())


def test_money_does_not_go_to_the_migration_centre():
    shared = [facts_of(kind_of(collection))[name] for purpose, collection, name, _ in sharing_table() if purpose is Purpose.CIGEM]

    assert not [known.name for known in shared if known.type is Money or known.name in {"cost_share", "budget_line", "funding_source"}]


def test_a_consent_counts_for_its_purpose_from_its_day_until_the_day_of_withdrawal():
    consents = (
        Consent(id="1", expert="E1", purpose=Purpose.CIGEM, given_on=dt.date(2009, 1, 2), withdrawn_on=dt.date(2009, 5, 1)),
        Consent(id="2", expert="E2", purpose=Purpose.PUBLIC, given_on=dt.date(2009, 1, 2)),
    )

    def on(month: int, day: int) -> frozenset[str]:
        return consenting(consents, Purpose.CIGEM, dt.date(2009, month, day))

    assert (on(1, 1), on(1, 2), on(4, 30), on(5, 1)) == (frozenset(), {"E1"}, {"E1"}, frozenset())


def test_every_collection_is_known_so_that_a_new_one_is_decided_on():
    decided = {*FRAMEWORK, *(name for _, name in PURPOSES_AND_KINDS), "residences", "journal", "history"}

    assert decided == set(collections())
