"""A vault: what is sealed, what stays open without the key, and what is refused."""

import datetime as dt
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core.checks import check
from tokten_core.errors import Conflict, StoreError
from tokten_core.history import Work, applied, taken_whole, verify
from tokten_core.model.expert import Expert
from tokten_core.model.programme import Revision, collections
from tokten_core.plugins import load_pack, open_store
from tokten_core.queries import Query
from tokten_core.records import evolve, facts_of
from tokten_core.services.people import erased
from tokten_core.testing.examples import a_small_programme
from tokten_core.testing.strategies import records
from tokten_vault.__main__ import main
from tokten_vault.keys import KEY_FILE, Key, key_of, new_key, read_key
from tokten_vault.rotation import rotate
from tokten_vault.sealing import SEALED, Sealer, carrier_of, is_sealed
from tokten_vault.store import VaultStore

NOON = dt.datetime(2010, 1, 15, 12, 0, tzinfo=dt.UTC)
OLD, NEW = Key(b"o" * 64), Key(b"n" * 64)
NAME, CONTACT, BORN = "Zéphyrine Kassougué-Wxyz", "zephyrine@wxyz.example", dt.date(1961, 7, 23)
MARKS = [mark.encode() for mark in (NAME, "Zephyrine", "Kassougu", CONTACT, "wxyz", "1961-07-23")]
STORES = ["sqlite:///{}/mali.db", "csv:{}/mali/"]


def vault(address: str, key: Key | None = OLD) -> VaultStore:
    return VaultStore(open_store(address), lambda: key)


def named():
    """A programme with one expert to look for, in its records and in its past."""
    begun = taken_whole(a_small_programme(), at=NOON, who="office", what="begin")
    person = evolve(begun.experts[1], name=NAME, contact=CONTACT, born_on=BORN)
    once = applied(begun, Work(at=NOON, who="office", what="name", put=(person,)))
    return applied(once, Work(at=NOON, who="office", what="move", put=(evolve(person, country="SN"),)))


def bytes_below(folder: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def a_change(programme, **change):
    return Work(at=NOON, who="office", what="change", put=(evolve(programme.experts[1], **change),))


class TestSealed:
    @pytest.mark.parametrize("address", STORES)
    def test_no_name_contact_or_birth_date_is_in_any_byte(self, tmp_path, address):
        store = vault(address.format(tmp_path))
        store.save(named())
        assert store.load() == named()
        assert not [mark for mark in MARKS if mark in bytes_below(tmp_path)]

        open_store(address.format(tmp_path)).save(named(), replace=True)  # the marks are found where nothing is sealed
        assert [mark for mark in MARKS if mark in bytes_below(tmp_path)]

    def test_a_commit_seals_too_now_and_in_the_past(self, tmp_path):
        store = vault(f"csv:{tmp_path}/mali")
        store.save(named())
        store.commit(a_change(named(), name=f"{NAME} II"))

        assert store.load() == applied(named(), a_change(named(), name=f"{NAME} II"))
        assert not [mark for mark in MARKS if mark in bytes_below(tmp_path)]

    def test_saving_what_did_not_change_changes_no_byte(self, tmp_path):
        store = vault(f"csv:{tmp_path}/mali")
        store.save(named())
        before = bytes_below(tmp_path)
        store.save(store.load(), replace=True)
        assert bytes_below(tmp_path) == before
        assert store.commit(Work(at=NOON, who="x", what="nothing", put=named().experts)) == store.head()

        assert bytes_below(tmp_path) == before

    def test_the_journal_is_the_same_sealed_or_not(self):
        store = vault("memory:journal")
        store.save(named(), replace=True)

        assert [*verify(store.inner.load())] == []
        assert store.inner.load().journal == named().journal

    def test_lengths_are_hidden(self):
        tokens = {
            len(Sealer("x", OLD).seal(Expert(id="E1", name="x" * length, country="FR")).name) for length in range(1, 40)
        }  # fmt: skip

        assert len(tokens) == 1

    def test_every_kind_with_personal_values_has_a_text_to_carry_them(self):
        personal = {name for name, kind in collections().items() if any(known.personal for known in facts_of(kind).values())}

        assert personal == set(SEALED) == {"experts", "history"}
        assert (carrier_of("experts"), carrier_of("history"), carrier_of("missions")) == ("name", "personal", "")

    @given(records(Expert))
    def test_whatever_was_sealed_opens_equal_and_only_in_its_place(self, expert):
        expert = evolve(expert, skills=(), antenna=None)
        sealer = Sealer("x", OLD)
        kept = sealer.seal(expert)

        assert is_sealed(kept.name)
        assert (kept.contact, kept.born_on) == ("", None)
        assert sealer.open(kept) == expert
        assert sealer.seal(kept) == kept
        with pytest.raises(StoreError) as caught:
            sealer.open(evolve(kept, id=f"{kept.id}x"))
        assert caught.value.code == "vault-seal-broken"

    @settings(max_examples=50)
    @given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")), st.sampled_from(["experts", "missions", "?"]))  # fmt: skip
    def test_whatever_the_past_keeps_opens_equal(self, personal, kind):
        revision = Revision(id="1-1", entry="1", kind=kind, record="E1", before="{}", personal=personal)

        assert Sealer("x", OLD).open(Sealer("x", OLD).seal(revision)) == revision

    @pytest.mark.parametrize("change", [lambda token: token[:-2] + ("AA" if token[-2:] != "AA" else "BB"), lambda token: token[:60]])
    def test_a_changed_value_does_not_open_and_its_place_is_told(self, change):
        store = vault("memory:changed")
        store.save(named(), replace=True)
        kept = store.inner.load()
        person = evolve(kept.experts[1], name=change(kept.experts[1].name))
        store.inner.save(kept.with_records(experts=(kept.experts[0], person)), replace=True)

        with pytest.raises(StoreError) as caught:
            store.load()
        assert [problem.place for problem in caught.value.problems if problem.code == "vault-seal-broken"] == [
            "vault+memory:changed, experts[E1]"
        ]


class TestWithoutTheKey:
    def test_the_programme_opens_with_its_names_sealed_and_all_else_as_it_was(self):
        programme = load_pack("mali").programme()
        vault("memory:mali").save(programme, replace=True)
        shut = vault("memory:mali", None).load()

        assert all(is_sealed(expert.name) for expert in shut.experts)
        assert shut.with_records(experts=programme.experts) == programme
        assert check(shut, load_pack("mali").costs) == check(programme, load_pack("mali").costs)

    def test_what_is_not_personal_can_be_changed_and_a_name_cannot_be_written(self):
        vault("memory:shut").save(named(), replace=True)
        store = vault("memory:shut", None)
        longer = evolve(named().missions[1], end=dt.date(2009, 3, 9))
        store.commit(Work(at=NOON, who="x", what="lengthen", put=(longer,)))
        store.commit(Work(at=NOON, who="x", what="move", put=(evolve(store.load().experts[1], country="ML"),)))

        for write in (
            lambda: store.commit(a_change(named(), name="Awa Autre")),
            lambda: store.save(named(), replace=True),
        ):
            with pytest.raises(StoreError) as caught:
                write()
            assert caught.value.code == "vault-key-missing"
        kept = vault("memory:shut").load()
        assert (kept.missions[1], kept.experts[1].name, kept.experts[1].country) == (longer, NAME, "ML")

    def test_a_copy_made_without_the_key_opens_with_it(self):
        vault("memory:from").save(named(), replace=True)
        open_store("memory:to").save(open_store("memory:from").load(), replace=True)
        vault("memory:again").save(open_store("memory:from").load(), replace=True)

        assert vault("memory:to").load() == vault("memory:again").load() == named()


class TestKeys:
    def test_the_wrong_key_is_refused_by_name_and_writes_nothing(self):
        vault("memory:wrong").save(named(), replace=True)
        before = open_store("memory:wrong").load()

        for use in (
            lambda store: store.load(),
            lambda store: store.commit(a_change(named(), name="Awa Autre")),
            lambda store: store.save(named(), replace=True),
        ):
            with pytest.raises(StoreError) as caught:
                use(vault("memory:wrong", NEW))
            assert {problem.code for problem in caught.value.problems} == {"vault-wrong-key"}
            assert OLD.name in str(caught.value)
            assert NEW.name in str(caught.value)
        assert open_store("memory:wrong").load() == before

    def test_another_key_takes_over_and_the_old_one_opens_no_more(self):
        vault("memory:turned").save(named(), replace=True)

        assert rotate("memory:turned", OLD, NEW) == 2
        assert vault("memory:turned", NEW).load() == named()
        with pytest.raises(StoreError):
            vault("memory:turned", OLD).load()
        rotate("memory:turned", NEW, None)
        assert open_store("memory:turned").load() == named()

    def test_a_key_is_a_file_that_its_owner_alone_may_read(self, tmp_path):
        key = new_key(tmp_path / "key")

        assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
        assert read_key(tmp_path / "key") == key == key_of({KEY_FILE: str(tmp_path / "key")})
        assert key_of({}) is None
        assert new_key(tmp_path / "other").name != key.name

    def test_no_key_is_ever_shown_or_overwritten(self, tmp_path):
        key = new_key(tmp_path / "key")
        content = (tmp_path / "key").read_text()
        with pytest.raises(StoreError):
            new_key(tmp_path / "key")

        assert (tmp_path / "key").read_text() == content
        assert content.split()[1] not in repr(key) + repr(vault("memory:x", key)) + repr(Sealer("x", key))

    def test_a_key_file_that_cannot_be_used_is_told_why(self, tmp_path):
        new_key(tmp_path / "open")
        os.chmod(tmp_path / "open", 0o640)  # noqa: PTH101 - as a person would do it
        (tmp_path / "short").write_text("tokten-key-1 YWJj\n")
        (tmp_path / "bytes").write_bytes(bytes(range(128, 256)))
        for name in ("short", "bytes"):
            (tmp_path / name).chmod(0o600)

        for name, why in (("open", "others may read"), ("short", "no key"), ("bytes", "no key"), ("absent", "No such file")):
            with pytest.raises(StoreError) as caught:
                read_key(tmp_path / name)
            assert caught.value.code == "vault-key-not-read"
            assert why in str(caught.value)

    def test_the_commands_make_a_key_seal_and_turn_it(self, tmp_path, capsys, monkeypatch):
        monkeypatch.setenv("TOKTEN_LANG", "en")
        address, first, second = f"csv:{tmp_path}/mali", str(tmp_path / "first"), str(tmp_path / "second")
        open_store(address).save(named())
        calls = [
            ["new-key", first],
            ["new-key", second],
            ["rotate", address, "--to", first],
            ["rotate", address, "--from", first, "--to", second],
        ]

        assert [main(call) for call in calls] == [0, 0, 0, 0]
        assert vault(address, read_key(Path(second))).load() == named()
        assert main(["rotate", address, "--from", first, "--to", second]) == 2
        assert "vault-wrong-key" in capsys.readouterr().err


class TestAsAStore:
    def test_the_second_of_two_is_told_in_names_that_can_be_read(self):
        store = vault("memory:two")
        store.save(named(), replace=True)
        read = store.head()
        store.commit(a_change(named(), name="Awa Autre"))

        with pytest.raises(Conflict) as caught:
            store.commit(a_change(named(), country="ML"), since=read)
        changed = caught.value.meanwhile.changed["experts", "E1"]
        assert (changed.before.name, changed.now.name) == (NAME, "Awa Autre")

    def test_names_are_asked_for_and_counted_by(self):
        store = vault("memory:asked")
        store.save(named(), replace=True)

        assert [record.id for record in store.select(Query("experts").where("name", "=", NAME))] == ["E1"]
        assert [group.key for group in store.count(Query("missions").by("expert.name"))] == [(NAME,), (None,)]

    def test_a_person_is_erased_in_it_as_in_any_other(self):
        store = vault("memory:erased")
        store.save(named(), replace=True)
        store.save(erased(store.load(), "E1", at=NOON, who="office"), replace=True)

        assert store.load().experts[1].name == "…"
        assert [*verify(store.load())] == []

    @pytest.mark.parametrize("address", ["vault:x", "vault+", "vault+vault+memory:x", "vault+nothing:x"])
    def test_an_address_that_names_no_store_is_refused(self, address):
        with pytest.raises(StoreError) as caught:
            open_store(address)

        assert caught.value.code == "store-address"
