"""Both sides end with the same records, by a policy that is printed; a second call finds nothing to do."""

import datetime as dt

import pytest
from attrs import evolve

from tokten_cigem.exchange import Moves
from tokten_core.errors import InputError, StoreError
from tokten_core.history import taken_whole, verify
from tokten_core.model.expert import Consent, Purpose
from tokten_core.model.mission import Mission
from tokten_core.testing.torture import share

pytest_plugins = ["tokten_cigem.trial"]


def test_the_first_exchange_sends_everything_that_is_shared_and_both_sides_count_the_same(office, centre):
    done = office.sync()

    assert done.sent == {
        "skills": Moves(new=1), "experts": Moves(new=2), "consents": Moves(new=1), "institutions": Moves(new=1),
        "requests": Moves(new=1), "missions": Moves(new=2),
    }  # fmt: skip
    assert done.here == done.there == {"skills": 1, "experts": 2, "consents": 1, "institutions": 1, "requests": 1, "missions": 2}
    assert office.tables() == centre.tables()


def test_who_did_not_agree_goes_under_the_register_number(office, centre):
    """Counts agree on both sides, and nobody is named who did not say yes; a consent for another purpose is none."""
    office.sync()
    rows = centre.rows("experts")

    assert (rows["E1"]["name"], rows["E1"]["home_institution"]) == ("Awa Exemple", "Université d'Exemple")
    assert (rows["E2"]["name"], rows["E2"]["contact"], rows["E2"]["country"]) == (None, None, "CA")


def test_neither_money_nor_birth_days_nor_evidence_travel(office, centre):
    office.sync()
    everything = str(centre.tables())

    assert [word for word in ("450000", "1960", "dossier 12", "teaching_hours") if word in everything] == []


def test_a_second_call_finds_nothing_to_do_in_one_request(office):
    office.sync()
    entries = office.store.head().entries
    done = office.sync()

    assert (done.taken, done.sent, done.requests, office.store.head().entries) == ({}, {}, 1, entries)
    assert done.here == done.there


@pytest.mark.torture
def test_many_records_with_nothing_to_do_are_one_request(office, centre):
    """Nothing is loaded, listed or counted anew: the head of the journal and the centre's number say it all."""
    many, start = share(100_000), dt.date(2009, 1, 1)
    missions = tuple(Mission(id=f"N{n}", residence="SN", start=start, end=start, invented=True) for n in range(many))
    programme = office.store.load().with_records(missions=missions)
    office.store.save(taken_whole(programme, at=office.at, who="coordination", what="take over"), replace=True)
    first, second = office.sync(), office.sync()

    assert (first.sent["missions"], second.requests) == (Moves(new=many), 1)
    assert second.here == second.there
    print(f"\n{many} missions on both sides: {first.requests} requests at first, {second.requests} with nothing to do")  # noqa: T201 - the counts


def test_what_each_side_changed_goes_to_the_other_field_by_field(office, centre):
    """The centre hears of a move, the office lengthens the mission: of one record, both stand."""
    office.sync()
    centre.write("experts", "E1", country="BE")
    centre.write("missions", "M1", persons_trained=12)
    office.put(evolve(office.find("missions", "M1"), end=dt.date(2009, 3, 25)))
    done = office.sync()

    assert done.clashes == ()
    assert (office.find("experts", "E1").country, office.find("missions", "M1").persons_trained) == ("BE", 12)
    assert centre.rows("missions")["M1"]["end"] == "2009-03-25"
    assert office.tables() == centre.tables()
    assert (done.taken, done.sent) == ({"experts": Moves(changed=1), "missions": Moves(changed=1)}, {"missions": Moves(changed=1)})


def test_what_is_not_shared_stays_as_it_is_when_the_centre_changes_a_record(office, centre):
    office.sync()
    before = office.find("missions", "M1")
    centre.write("missions", "M1", persons_trained=12)
    office.sync()

    assert office.find("missions", "M1") == evolve(before, persons_trained=12)


def test_new_records_of_the_centre_come_into_the_journal_with_who_and_the_past(office, centre):
    centre.write(
        "institutions", "C1", name="Clinique d'Exemple", kind="hospital", sector="health", town=None, joined_on=None, invented=True
    )
    office.sync()
    programme = office.store.load()

    assert programme.find("institutions", "C1").name == "Clinique d'Exemple"
    assert (programme.journal[-1].who, programme.journal[-1].records) == ("coordination", ("institutions/C1",))
    assert [*verify(programme)] == []


def test_where_both_changed_one_field_its_owner_has_the_last_word_and_a_person_is_told(office, centre):
    office.sync()
    centre.write("experts", "E1", country="BE", contact="new@example.org")
    centre.write("missions", "M1", end="2009-03-22")
    office.put(evolve(office.find("experts", "E1"), country="DE", contact="old@example.org"))
    office.put(evolve(office.find("missions", "M1"), end=dt.date(2009, 3, 25)))
    done = office.sync()

    told = {(clash.collection, clash.column): (clash.ours, clash.theirs, clash.winner) for clash in done.clashes}
    assert told == {
        ("experts", "country"): ("DE", "BE", "cigem"),
        ("experts", "contact"): ("…", "…", "cigem"),
        ("missions", "end"): ("2009-03-25", "2009-03-22", "tokten"),
    }
    assert office.find("experts", "E1").contact == "new@example.org"
    assert centre.rows("missions")["M1"]["end"] == "2009-03-25"
    assert office.tables() == centre.tables()
    assert "clashes: experts/E1.contact" in office.store.load().journal[-1].what
    assert office.sync().clashes == ()


def test_only_the_owner_takes_a_record_out(office, centre):
    """The centre cannot take a mission out of the register; the office can, and the centre a consent."""
    office.sync()
    centre.take_out("missions", "M2")
    put_back = office.sync()
    office.take_out(("missions", "M2"))
    gone = office.sync()

    assert [(clash.id, clash.column, clash.winner) for clash in put_back.clashes] == [("M2", "", "tokten")]
    assert (put_back.sent, gone.sent) == ({"missions": Moves(new=1)}, {"missions": Moves(removed=1)})
    assert office.tables() == centre.tables()


def test_a_change_outlives_a_removal(office, centre):
    office.sync()
    centre.write("missions", "M2", persons_trained=3)
    office.take_out(("missions", "M2"))
    done = office.sync()

    assert [(clash.id, clash.winner) for clash in done.clashes] == [("M2", "cigem")]
    assert office.find("missions", "M2").persons_trained == 3
    assert office.tables() == centre.tables()


def test_an_expert_with_consent_and_missions_is_taken_out_whole(office, centre):
    """The centre refuses a reference to nobody, so what refers goes first."""
    office.sync()
    office.take_out(("missions", "M1"), ("consents", "c1"), ("experts", "E1"))
    office.sync()

    assert (list(centre.rows("experts")), list(centre.rows("consents"))) == (["E2"], [])


def test_what_was_taken_out_comes_back_where_a_record_that_stays_refers_to_it(office, centre):
    """The office takes a host out while the centre asks for a mission there: neither is lost, and a person is told."""
    office.sync()
    centre.write("requests", "R9", institution="I1", sector="health", subject="surgery", received_on=None, state="received", invented=True)
    office.take_out(("missions", "M1"), ("requests", "R1"), ("institutions", "I1"))
    done = office.sync()

    assert [(clash.collection, clash.id, clash.winner) for clash in done.clashes] == [("institutions", "I1", "cigem")]
    assert office.find("requests", "R9").institution == office.find("institutions", "I1").id
    assert office.tables() == centre.tables()


def test_an_expert_who_comes_back_for_a_reference_comes_back_without_the_name(office, centre):
    """Whoever was taken out agreed to nothing any more."""
    office.sync()
    row = centre.rows("missions")["M1"]
    centre.write("missions", "M9", **{**row, "id": "M9"})
    office.take_out(("missions", "M1"), ("consents", "c1"), ("experts", "E1"))
    office.sync()

    assert (office.find("experts", "E1").name, centre.rows("experts")["E1"]["name"]) == ("…", None)
    assert office.tables() == centre.tables()


class TestConsent:
    def test_a_withdrawn_consent_wipes_the_name_at_the_centre_and_nothing_here(self, office, centre):
        office.sync()
        office.put(evolve(office.find("consents", "c1"), withdrawn_on=office.at.date()))
        office.sync()

        assert centre.rows("experts")["E1"]["name"] is None
        assert office.find("experts", "E1").name == "Awa Exemple"
        assert office.tables() == centre.tables()

    def test_a_consent_withdrawn_at_the_centre_counts_here_too(self, office, centre):
        office.sync()
        name = {"name": None, "contact": None, "home_institution": None}
        client = centre.client()
        rows = centre.rows("consents"), centre.rows("experts")
        client.write(
            [("consents", "c1", {**rows[0]["c1"], "withdrawn_on": "2009-05-01"}), ("experts", "E1", {**rows[1]["E1"], **name})],
            since=2**50, head="",
        )  # fmt: skip
        client.close()
        done = office.sync()

        assert office.find("consents", "c1").withdrawn_on == dt.date(2009, 5, 1)
        assert (office.find("experts", "E1").name, office.find("experts", "E1").contact) == ("Awa Exemple", "awa@example.org")
        assert done.clashes == ()

    def test_a_consent_that_ends_by_itself_is_seen_though_nobody_changed_anything(self, office, centre):
        office.put(evolve(office.find("consents", "c1"), withdrawn_on=office.at.date() + dt.timedelta(days=10)))
        office.sync()
        named = centre.rows("experts")["E1"]["name"]
        office.at += dt.timedelta(days=10)
        office.sync()

        assert (named, centre.rows("experts")["E1"]["name"]) == ("Awa Exemple", None)

    def test_a_consent_that_the_centre_gathered_lets_the_name_travel(self, office, centre):
        office.sync()
        centre.write("consents", "c9", expert="E2", purpose="cigem", given_on="2009-05-30", withdrawn_on=None, invented=True)
        office.sync()

        assert centre.rows("experts")["E2"]["name"] == "Ben Exemple"
        assert office.find("consents", "c9") == Consent(
            id="c9", expert="E2", purpose=Purpose.CIGEM, given_on=dt.date(2009, 5, 30), invented=True
        )

    def test_of_two_withdrawals_the_earlier_stands(self, office, centre):
        office.sync()
        centre.write("experts", "E1", name=None, contact=None, home_institution=None)
        centre.write("consents", "c1", withdrawn_on="2009-05-20")
        office.put(evolve(office.find("consents", "c1"), withdrawn_on=dt.date(2009, 5, 10)))
        done = office.sync()

        assert [(clash.column, clash.winner) for clash in done.clashes] == [("withdrawn_on", "tokten")]
        assert centre.rows("consents")["c1"]["withdrawn_on"] == "2009-05-10"

    def test_without_consent_the_centre_cannot_change_what_says_who_a_person_is(self, office, centre):
        office.sync()
        office.put(evolve(office.find("consents", "c1"), withdrawn_on=office.at.date()))
        centre.write("experts", "E1", name="Somebody Else")
        office.sync()

        assert office.find("experts", "E1").name == "Awa Exemple"
        assert centre.rows("experts")["E1"]["name"] is None


class TestLosingTheThread:
    """What one side forgets costs work, not data."""

    def test_a_lost_common_point_loses_no_change_of_either_side(self, office, centre):
        office.sync()
        centre.write("experts", "E1", country="BE")
        office.put(evolve(office.find("missions", "M1"), end=dt.date(2009, 3, 25)))
        with centre.database.transaction():
            centre.database._connection.execute("delete from checkpoints")  # noqa: SLF001 - the file is damaged
        office.sync()

        assert (office.find("experts", "E1").country, centre.rows("missions")["M1"]["end"]) == ("BE", "2009-03-25")
        assert office.tables() == centre.tables()

    def test_a_value_that_the_centre_changes_back_after_a_round_was_cut_short_is_not_taken_for_ours(self, office, centre):
        """The machine falls over when everything is done but our own commit: what they say next is still theirs."""
        office.sync()
        commit, store = office.store.commit, office.store

        class FallsOver:
            """A store on a machine that falls over once, at the last step."""

            address, gaps, head, load, count, exists = store.address, store.gaps, store.head, store.load, store.count, store.exists
            left = 1

            def commit(self, work, *, since=None):
                if self.left:
                    self.left = 0
                    raise KeyboardInterrupt
                return commit(work, since=since)

        office.store = FallsOver()
        centre.write("missions", "M1", state="approved", persons_trained=5)
        with pytest.raises(KeyboardInterrupt):
            office.sync()
        office.put(evolve(office.find("missions", "M1"), end=dt.date(2009, 3, 25)))
        centre.write("missions", "M1", state="proposed")
        done = office.sync()

        assert done.clashes == ()
        found = office.find("missions", "M1")
        assert (found.state, found.persons_trained, found.end) == ("proposed", 5, dt.date(2009, 3, 25))
        assert office.tables() == centre.tables()

    def test_a_programme_without_its_journal_is_laid_beside_and_nothing_is_taken_out(self, office, centre):
        office.sync()
        office.store.save(office.store.load().with_records(journal=(), history=(), missions=()), replace=True)
        done = office.sync()

        assert done.taken == {"missions": Moves(new=2)}
        assert office.tables() == centre.tables()

    def test_without_a_journal_digests_tell_that_nothing_differs(self, office):
        """No record is read that is the same; but nothing is known of what both had, so ours are loaded each time."""
        office.store.save(office.store.load().with_records(journal=(), history=()), replace=True)
        first, second = office.sync(), office.sync()

        assert (len(first.sent), second.sent, second.taken, second.clashes) == (6, {}, {}, ())
        assert second.requests == 3

    def test_what_was_changed_behind_the_journal_is_seen_when_everything_is_compared(self, office, centre):
        office.sync()
        programme = office.store.load()
        office.store.save(programme.with_records(institutions=(evolve(programme.institutions[0], town="Ségou"),)), replace=True)
        done = office.sync(whole=True)

        assert [(clash.column, clash.ours, clash.theirs, clash.winner) for clash in done.clashes] == [("town", "Ségou", "Kayes", "tokten")]
        assert centre.rows("institutions")["I1"]["town"] == "Ségou"

    def test_it_is_told_too_once_anything_else_has_to_be_exchanged(self, office, centre):
        """What the history gives back is not what the centre counts: then nothing is held for known, and what differs is told."""
        office.sync()
        programme = office.store.load()
        office.store.save(programme.with_records(institutions=(evolve(programme.institutions[0], town="Ségou"),)), replace=True)
        office.put(evolve(office.find("missions", "M1"), persons_trained=4))
        done = office.sync()

        assert {(clash.column, clash.winner) for clash in done.clashes} == {("town", "tokten")}
        assert office.tables() == centre.tables()

    def test_a_copy_of_the_programme_that_went_its_own_way_loses_nothing_of_the_other(self, office, centre):
        """Two offices with one token: the second does not know the first one's common point, and says so to nobody's cost."""
        from tokten_core.memory import MemoryStores

        office.sync()
        second = MemoryStores().open("memory:copy")
        second.save(office.store.load())
        other = type(office)(second, centre)
        office.put(evolve(office.find("missions", "M1"), end=dt.date(2009, 3, 25)))
        office.sync()
        other.put(evolve(other.find("institutions", "I1"), town="Ségou"))
        other.sync()
        office.sync()

        assert office.find("institutions", "I1").town == other.find("institutions", "I1").town == "Ségou"
        assert office.find("missions", "M1").end == other.find("missions", "M1").end == dt.date(2009, 3, 25)


class TestTwoAtOnce:
    def test_somebody_writes_at_the_centre_while_we_send(self, office, centre, monkeypatch):
        """The batch is refused, the round begins anew, and both changes stand."""
        from tokten_cigem.client import Client

        office.sync()
        office.put(evolve(office.find("missions", "M1"), end=dt.date(2009, 3, 25)))
        write, meanwhile = Client.write, [True]

        def interrupted(client, changes, **how):
            if meanwhile.pop() if meanwhile else False:
                centre.write("missions", "M1", persons_trained=5)
            return write(client, changes, **how)

        monkeypatch.setattr(Client, "write", interrupted)
        done = office.sync()

        assert (done.clashes, office.find("missions", "M1").persons_trained) == ((), 5)
        assert office.tables() == centre.tables()

    def test_somebody_commits_here_while_we_ask(self, office, centre):
        store, read = office.store, office.store.load
        office.sync()
        centre.write("experts", "E1", country="BE")

        class Interrupted:
            """The store of somebody who is not alone: another commits after it was read the first time."""

            address, gaps, head, commit, count, exists = store.address, store.gaps, store.head, store.commit, store.count, store.exists
            left = 1

            def load(self):
                found = read()
                if self.left:
                    self.left = 0
                    office.put(evolve(office.find("missions", "M1"), end=dt.date(2009, 3, 25)))
                return found

        done = type(office)(Interrupted(), centre).sync()

        assert (done.here, office.find("experts", "E1").country) == (done.there, "BE")
        assert centre.rows("missions")["M1"]["end"] == "2009-03-25"


class TestDryRun:
    def test_it_shows_what_would_move_and_writes_nothing(self, office, centre):
        office.sync()
        centre.write("experts", "E1", country="BE")
        office.put(evolve(office.find("missions", "M1"), end=dt.date(2009, 3, 25)))
        before = office.store.load(), centre.database.sequence
        told = office.sync(dry_run=True)

        assert (office.store.load(), centre.database.sequence) == before
        assert (told.taken, told.sent, told.dry_run) == ({"experts": Moves(changed=1)}, {"missions": Moves(changed=1)}, True)
        done = office.sync()
        assert (done.taken, done.sent) == (told.taken, told.sent)


class TestAWrongCentre:
    """A lying or foreign server is told; nothing of it is taken."""

    @pytest.fixture
    def refused(self, office):
        before = office.store.load()

        def refused(code):
            with pytest.raises((StoreError, InputError)) as caught:
                office.sync()
            assert caught.value.code == code
            assert office.store.load() == before
            return caught.value.say("en")

        return refused

    def forge(self, centre, collection, key, body):
        import json

        with centre.database.transaction():
            centre.database._connection.execute(  # noqa: SLF001 - the server lies
                "insert or replace into records values (?, ?, 900, 0, ?, '')", (collection, key, json.dumps(body))
            )
            centre.database._connection.execute("update kinds set changed = 900 where collection = ?", (collection,))  # noqa: SLF001
            centre.database._connection.execute("update meta set value = '900' where name = 'sequence'")  # noqa: SLF001

    def test_a_count_that_its_records_do_not_give(self, centre, refused):
        with centre.database.transaction():
            centre.database._connection.execute("update kinds set live = 7 where collection = 'missions'")  # noqa: SLF001 - the server lies

        assert "7 records at the centre by what it says, 0 by what it gives" in refused("cigem-counts")

    def test_a_digest_that_its_records_do_not_give(self, centre, refused):
        with centre.database.transaction():
            centre.database._connection.execute("update kinds set digest = ? where collection = 'missions'", ("1" * 64,))  # noqa: SLF001

        refused("cigem-counts")

    @pytest.mark.parametrize(
        ("collection", "body"),
        [
            ("skills", {"id": "x", "sector": "health"}),
            ("missions", {"id": "x", "residence": "FR", "start": "2009-03-01", "end": "2009-02-01"}),
            ("missions", {"id": "x", "residence": "FR", "start": "2009-03-01", "end": "2009-03-02", "airfare": 1}),
            ("missions", {"id": "x", "residence": "FR", "start": "2009-03-01", "end": "2009-03-02", "persons_trained": "12"}),
            ("consents", {"id": "x", "expert": "E1", "purpose": "donor", "given_on": "2009-01-01"}),
            ("institutions", {"id": "y", "name": "n", "kind": "hospital", "sector": "s"}),
            ("institutions", {"id": "x", "name": "n", "kind": "embassy", "sector": "s"}),
        ],
    )
    def test_a_row_that_is_no_record(self, centre, refused, collection, body):
        self.forge(centre, collection, "x", body)

        assert "FR" not in refused("cigem-answer")

    def test_a_reference_to_nobody(self, centre, refused):
        """The whole work is refused by our own rules."""
        row = {
            "id": "x",
            "institution": "nobody",
            "sector": "s",
            "subject": None,
            "received_on": None,
            "state": "received",
            "invented": True,
        }
        self.forge(centre, "requests", "x", row)
        from tokten_cigem.sharing import digest

        with centre.database.transaction():
            centre.database._connection.execute("update kinds set live = 1, digest = ? where collection = 'requests'", (digest([row]),))  # noqa: SLF001

        refused("broken-reference")

    def test_a_person_named_without_consent(self, centre, refused):
        row = {
            "id": "x", "name": "Awa Inconnue", "contact": None, "country": "FR", "teacher": None, "skills": None, "home_institution": None,
            "enrolled_on": None, "invented": True,
        }  # fmt: skip
        self.forge(centre, "experts", "x", row)
        from tokten_cigem.sharing import digest

        with centre.database.transaction():
            centre.database._connection.execute("update kinds set live = 1, digest = ? where collection = 'experts'", (digest([row]),))  # noqa: SLF001

        assert "Awa" not in refused("cigem-name-without-consent")
