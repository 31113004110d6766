"""Copies for a purpose and erasure: what goes, what stays, and that the accounts stay true."""

import datetime as dt
import json
import random
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core.checks import check
from tokten_core.convert import to_rows
from tokten_core.errors import InputError, UsageError
from tokten_core.history import ERASED, Work, applied, as_of, taken_whole, verify
from tokten_core.model.expert import Consent, Purpose
from tokten_core.model.mission import MissionState
from tokten_core.model.programme import collections
from tokten_core.plugins import load_pack, plugins
from tokten_core.records import evolve, facts_of
from tokten_core.services.people import copy_for, erased, is_erased, people_of, pseudonym, public_counts
from tokten_core.services.small_counts import LEAST_SHOWN
from tokten_core.sharing import shared_facts
from tokten_core.testing.examples import a_small_programme
from tokten_core.testing.strategies import programmes
from tokten_core.text import same

KEY = bytes(range(32))
NOON = dt.datetime(2010, 1, 15, 12, 0, tzinfo=dt.UTC)
NAME, CONTACT, BORN, HOME = "Zéphyrine Kassougué-Wxyz", "zephyrine@wxyz.example", dt.date(1961, 7, 23), "Institut Wxyz de Lille"
MARKS = (NAME, CONTACT, "1961-07-23", HOME)


@pytest.fixture(scope="module")
def mali():
    """The Mali programme, whose expert EXP-207 has a name, a contact, a day of birth and an employer to look for, and some past."""
    programme = load_pack("mali").programme()
    person = evolve(programme.find("experts", "EXP-207"), name=NAME, contact=CONTACT, born_on=BORN, home_institution=HOME)
    begun = taken_whole(programme, at=NOON - dt.timedelta(days=9), who="office", what="begin")
    return applied(begun, Work(at=NOON - dt.timedelta(days=8), who="office", what="name", put=(person,)))


@pytest.fixture(scope="module")
def without_many(mali):
    """The same programme without twenty-five people, another twenty-five each time the tests are run in another order."""
    for expert in random.sample(mali.experts, 25):
        mali = erased(mali, expert.id, at=NOON, who="office")
    return mali


def words_of(programme) -> str:
    return json.dumps(to_rows(programme), ensure_ascii=False, default=str)


def export(programme, purpose, key=KEY):
    return copy_for(programme, purpose, key=key, at=NOON)


class TestPseudonyms:
    def test_one_key_gives_one_pseudonym_and_another_key_another(self):
        first = pseudonym("EXP-001", "experts", Purpose.DONOR, KEY)

        assert first == pseudonym("EXP-001", "experts", Purpose.DONOR, KEY)
        assert len({first, *(pseudonym("EXP-001", "experts", Purpose.DONOR, bytes([n]) * 32) for n in range(99))}) == 100

    def test_two_purposes_share_none_so_that_two_copies_cannot_be_laid_side_by_side(self):
        assert len({pseudonym("EXP-001", "experts", purpose, KEY) for purpose in Purpose}) == 3

    def test_a_key_that_can_be_guessed_is_refused(self):
        with pytest.raises(UsageError) as caught:
            pseudonym("EXP-001", "experts", Purpose.DONOR, b"2009")

        assert caught.value.code == "pseudonym-key-too-short"


class TestCopies:
    @pytest.mark.parametrize("purpose", [Purpose.DONOR, Purpose.PUBLIC])
    def test_neither_a_name_nor_a_register_number_is_left_in_it(self, mali, purpose):
        said = words_of(export(mali, purpose))

        assert not [mark for mark in MARKS if mark in said]
        assert not [expert.name for expert in mali.experts if expert.name in said]
        assert not re.search(r"EXP-[0-9]", said)

    def test_a_donor_sees_which_missions_were_of_one_expert_and_not_of_whom(self, mali):
        copy = export(mali, Purpose.DONOR)
        ours, theirs = ([Counter(mission.expert for mission in each.missions)] for each in (mali, copy))

        assert sorted(ours[0].values()) == sorted(theirs[0].values())
        assert {expert.id for expert in copy.experts} >= set(theirs[0])

    def test_the_order_of_the_register_is_not_kept(self, mali):
        copy = export(mali, Purpose.DONOR)

        assert [expert.id for expert in copy.experts] == sorted(expert.id for expert in copy.experts)
        assert [expert.sex for expert in copy.experts] != [expert.sex for expert in mali.experts]

    def test_the_checks_of_the_money_find_the_same_in_a_donors_copy(self, mali):
        costs = load_pack("mali").costs
        ours, theirs = (Counter(found.code for found in check(each, costs).findings) for each in (mali, export(mali, Purpose.DONOR)))

        assert ours - theirs == Counter({"mission-residence-differs": 1})  # it needs the stays of a person
        assert not theirs - ours

    def test_its_journal_begins_with_the_export_and_holds(self, mali):
        copy = export(mali, Purpose.DONOR)

        assert [(entry.what, entry.who) for entry in copy.journal] == [("export: donor", "tokten export")]
        assert (copy.history, [*verify(copy)]) == ((), [])

    def test_the_migration_centre_gets_names_of_those_only_who_agree(self, mali):
        consents = (
            Consent(id="1", expert="EXP-207", purpose=Purpose.CIGEM, given_on=dt.date(2009, 1, 1), evidence="paper", invented=True),
            Consent(id="2", expert="EXP-001", purpose=Purpose.CIGEM, given_on=dt.date(2009, 1, 1), withdrawn_on=NOON.date(), invented=True),
            Consent(id="3", expert="EXP-002", purpose=Purpose.PUBLIC, given_on=dt.date(2009, 1, 1), invented=True),
        )
        copy = export(mali.with_records(consents=consents), Purpose.CIGEM)
        told = {expert.id: (expert.name, expert.contact, expert.home_institution, expert.born_on) for expert in copy.experts}

        assert told.pop("EXP-207") == (NAME, CONTACT, HOME, None)
        assert set(told.values()) == {(ERASED, "", "", None)}
        assert [(each.id, each.evidence) for each in copy.consents] == [("1", ""), ("2", "")]
        assert [mission.expert for mission in copy.missions] == [mission.expert for mission in mali.missions]

    def test_a_text_that_names_somebody_stops_the_export_and_is_not_repeated(self, mali):
        named = evolve(mali.institutions[0], name="Cabinet KASSOUGUE WXYZ Zephyrine")

        with pytest.raises(InputError) as caught:
            export(mali.with_records(institutions=(named, *mali.institutions[1:])), Purpose.DONOR)

        assert [problem.place for problem in caught.value.problems] == [f"institutions[{named.id}].name"]
        assert "wxyz" not in caught.value.say("fr").casefold()

    @settings(max_examples=50)
    @given(programmes(), st.sampled_from(Purpose))
    def test_what_the_table_does_not_name_does_not_go(self, programme, purpose):
        nobody = [
            evolve(expert, name="x", contact="") for expert in programme.experts
        ]  # drawn texts come twice: a text would name somebody
        copy = export(programme.with_records(experts=nobody), purpose)

        for name, records in copy.everything():
            if name == "journal":
                continue
            assert not records or shared_facts(purpose, name)
            for record in records:
                for known in facts_of(type(record)).values():
                    left = known.name not in shared_facts(purpose, name)
                    assert not left or getattr(record, known.name) in (known.default, ERASED, same(ERASED))


class TestCounts:
    def test_the_public_gets_missions_carried_out_by_sector_country_sex_and_year_without_small_counts(self, mali):
        cells = public_counts(mali)
        counts = {(cell.dimensions, cell.values): cell.count for cell in cells}
        done = [
            mission for mission in mali.missions if mission.state in {MissionState.REPORT_FILED, MissionState.PAID, MissionState.EVALUATED}
        ]

        assert counts[("sector", "year"), ("", "")] == len(done)
        assert not [count for count in counts.values() if count and count < LEAST_SHOWN]
        assert None in counts.values()


class TestErasure:
    def test_nothing_of_the_person_is_left_now_or_in_the_past(self, mali):
        after = erased(mali, "EXP-207", at=NOON, who="office", why="letter of 2010-01-14")

        assert not [mark for mark in MARKS if mark in words_of(after)]
        assert is_erased(after.find("experts", "EXP-207"))
        assert as_of(after, NOON.date() - dt.timedelta(days=1)).find("experts", "EXP-207").name == ERASED
        assert after.journal[-1].why == "letter of 2010-01-14"

    def test_the_chain_of_the_journal_holds_and_the_past_of_all_others_comes_back(self, mali):
        after = erased(mali, "EXP-207", at=NOON, who="office")
        then, now = (as_of(each, NOON.date() - dt.timedelta(days=9)) for each in (mali, after))

        assert [*verify(after)] == []
        assert after.journal[:-1] == mali.journal
        assert [expert for expert in now.experts if expert.id != "EXP-207"] == [expert for expert in then.experts if expert.id != "EXP-207"]
        assert now.with_records(experts=(), missions=(), residences=(), mission_events=(), decisions=(), ledger=(), history=()) == (
            then.with_records(experts=(), missions=(), residences=(), mission_events=(), decisions=(), ledger=(), history=())
        )

    @pytest.mark.parametrize(("form", "period"), [("quarterly", "2009-Q1"), ("undp-awp", "2008/2009"), ("eu-logframe", "all"),
                                                  ("eu-budget", "all"), ("scac-execution", "2009")])  # fmt: skip
    def test_every_report_says_the_same_as_before(self, mali, without_many, form, period):
        pack, days = load_pack("mali"), mali.card.period(period)
        before, after = (plugins().form(form).compose(each, pack, days, period) for each in (mali, without_many))

        assert before == after

    def test_the_checks_find_the_same_as_before(self, mali, without_many):
        costs = load_pack("mali").costs

        assert check(mali, costs) == check(without_many, costs)

    @settings(max_examples=50)
    @given(programmes(), st.data())
    def test_whoever_is_erased_all_else_is_equal_but_for_the_person(self, programme, data):
        if not programme.experts:
            return
        person = data.draw(st.sampled_from(programme.experts)).id
        kept = {expert.id: expert for expert in programme.experts}
        after = erased(programme, person, at=NOON, who="office")

        assert [expert.id for expert in after.experts] == [*kept]
        for expert in after.experts:
            nobody = {"name": ERASED, "contact": "", "born_on": None, "home_institution": ""}
            assert expert == (evolve(kept[expert.id], **nobody) if expert.id == person else kept[expert.id])
        for name in collections():
            if name not in {"experts", "consents", "journal", "history"}:
                assert after.records(name) == programme.records(name)

    @settings(max_examples=50)
    @given(programmes())
    def test_it_is_done_once(self, programme):
        for expert in programme.experts[:1]:
            once = erased(programme, expert.id, at=NOON, who="office")

            assert erased(once, expert.id, at=NOON + dt.timedelta(days=1), who="office") is once

    def test_a_person_who_was_taken_out_is_erased_from_the_past_all_the_same(self):
        begun = taken_whole(a_small_programme(), at=NOON, who="office", what="begin")
        gone = applied(begun, Work(at=NOON, who="office", what="take out", remove=(("experts", "E2"),)))
        assert "=HYPERLINK(1)" in words_of(gone)
        after = erased(gone, "E2", at=NOON, who="office", why="asked")

        assert "=HYPERLINK(1)" not in words_of(after)
        assert (after.journal[-1].records, [*verify(after)]) == (("experts/E2",), [])

    def test_consents_in_force_end_that_day(self):
        consents = [
            Consent(id="1", expert="E1", purpose=Purpose.CIGEM, given_on=dt.date(2009, 1, 1)),
            Consent(id="2", expert="E1", purpose=Purpose.DONOR, given_on=dt.date(2012, 1, 1)),
            Consent(id="3", expert="E2", purpose=Purpose.CIGEM, given_on=dt.date(2009, 1, 1)),
        ]
        after = erased(a_small_programme().with_records(consents=consents), "E1", at=NOON, who="office")

        assert [each.withdrawn_on for each in after.consents] == [NOON.date(), dt.date(2012, 1, 1), None]

    def test_a_number_that_nobody_had_is_told_with_the_nearest(self):
        with pytest.raises(UsageError) as caught:
            erased(a_small_programme(), "E11", at=NOON, who="office")

        assert caught.value.code == "unknown-expert"
        assert "E1" in caught.value.say("en")


def test_only_the_register_holds_personal_values():
    programme = a_small_programme()

    assert [record.place() for record in people_of(programme, "E1")] == ["experts[E1]"]
