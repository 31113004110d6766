"""`tokten export` and `tokten erase`: what leaves the house, and who is taken out of it; looked for in the raw bytes."""

import csv
import datetime as dt
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tokten_cli.main import tokten
from tokten_core.errors import ToktenError
from tokten_core.history import Work, as_of, verify
from tokten_core.model.expert import Consent, Purpose
from tokten_core.plugins import load, load_pack, open_store, plugins
from tokten_core.records import evolve

LATER = dt.datetime(2100, 1, 15, 12, 0, tzinfo=dt.UTC)
NAME, CONTACT, BORN = "Zephyrine Kassougue-Wxyz", "zephyrine@wxyz.example", dt.date(1961, 7, 23)
MARKS = [b"Zephyrine", b"Kassougue", b"wxyz", b"1961-07-23", b"Vvvut"]
STORES = ["sqlite:///{}/mali.db", "csv:{}/mali/"]


def call(*words):
    return CliRunner(env={"TOKTEN_LANG": "en"}).invoke(tokten, list(words))


def bytes_below(folder: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def found(folder: Path) -> list[bytes]:
    return [mark for mark in MARKS if mark in bytes_below(folder)]


def with_a_past(address):
    """Keep the Mali programme in which expert EXP-207 had another name before, was corrected, and moved."""
    call("init", "--pack", "mali", address)
    store = open_store(address)
    person = evolve(store.load().find("experts", "EXP-207"), name="Zephyrine Vvvut", contact=CONTACT, born_on=BORN)
    for change in ({}, {"name": NAME}, {"country": "SN"}):
        person = evolve(person, **change)
        store.commit(Work(at=LATER, who="office", what="change", put=(person,)))
    return address


@pytest.fixture(params=STORES, ids=["sqlite", "csv"])
def store(request, tmp_path):
    (tmp_path / "kept").mkdir()
    return with_a_past(request.param.format(tmp_path / "kept"))


@pytest.fixture(scope="module")
def mali(tmp_path_factory):
    return with_a_past(f"csv:{tmp_path_factory.mktemp('mali')}/mali")


class TestErase:
    def test_nothing_of_the_person_is_left_in_any_byte_of_the_store(self, store, tmp_path):
        assert found(tmp_path) == MARKS
        answer = call("erase", store, "EXP-207", "--who", "UNC", "--why", "letter of 3 March")

        assert (answer.exit_code, answer.stdout) == (0, "")
        assert "3 earlier states" in answer.stderr
        assert found(tmp_path) == []
        assert [*verify(load(store))] == []
        assert load(store).journal[-1].why == "letter of 3 March"

    def test_the_past_of_all_others_still_comes_back(self, store):
        day = load(store).journal[0].at.date()
        before = as_of(load(store), day)
        call("erase", store, "EXP-207", "--who", "UNC", "--why", "asked")
        after = as_of(load(store), day)

        assert [expert for expert in after.experts if expert.id != "EXP-207"] == [each for each in before.experts if each.id != "EXP-207"]
        assert (after.missions, after.ledger) == (before.missions, before.ledger)
        assert after.find("experts", "EXP-207").name == "…"

    def test_it_is_done_once(self, store):
        call("erase", store, "EXP-207", "--who", "UNC", "--why", "asked")
        entries = load(store).journal
        answer = call("erase", store, "EXP-207", "--who", "UNC", "--why", "asked")

        assert (answer.exit_code, "done already" in answer.stderr) == (0, True)
        assert load(store).journal == entries

    def test_words_that_name_the_person_are_to_be_corrected_first(self, mali, tmp_path):
        call("copy", mali, f"csv:{tmp_path}/x")
        kept = open_store(f"csv:{tmp_path}/x")
        event = kept.load().mission_events[0]
        kept.commit(Work(at=LATER, who="x", what="late", put=(evolve(event, why="KASSOUGUE WXYZ Zephyrine is ill"),)))
        answer = call("erase", kept.address, "EXP-207", "--who", "UNC", "--why", "asked")
        assert (answer.exit_code, answer.stdout) == (2, "")
        assert f"mission_events[{event.id}].why" in answer.stderr
        assert "erase-named-in-words" in answer.stderr
        assert not re.search("wxyz", answer.stderr, re.IGNORECASE)

        kept.commit(Work(at=LATER, who="x", what="late", put=(evolve(event, why="illness"),)))
        answer = call("erase", kept.address, "EXP-207", "--who", "UNC", "--why", "asked")
        assert answer.exit_code == 1
        assert re.fullmatch(r"history\[[0-9-]+\].before\n", answer.stdout)

    def test_a_number_that_nobody_has_is_told(self, mali):
        answer = call("erase", mali, "EXP-2070", "--who", "UNC", "--why", "asked")

        assert (answer.exit_code, "unknown-expert" in answer.stderr, "EXP-207" in answer.stderr) == (2, True, True)


class TestExport:
    @pytest.mark.parametrize("purpose", ["donor", "public", "cigem"])
    @pytest.mark.parametrize("target", STORES, ids=["sqlite", "csv"])
    def test_no_name_goes_in_any_byte(self, mali, tmp_path, purpose, target):
        answer = call("export", mali, target.format(tmp_path), "--purpose", purpose)

        assert answer.exit_code == 0
        assert found(tmp_path) == []
        assert not [expert.name for expert in load_pack("mali").programme().experts if expert.name.encode() in bytes_below(tmp_path)]
        assert load(target.format(tmp_path)).journal[0].what == f"export: {purpose}"

    def test_one_salt_gives_the_same_pseudonyms_and_none_gives_others(self, mali, tmp_path):
        (tmp_path / "salt").write_bytes(bytes(32))
        (tmp_path / "salt").chmod(0o600)
        salt = ("--salt-file", str(tmp_path / "salt"))
        for name, options in (("a", salt), ("b", salt), ("c", ()), ("d", ())):
            assert call("export", mali, f"csv:{tmp_path}/{name}", "--purpose", "donor", *options).exit_code == 0
        a, b, c, d = ({expert.id for expert in load(f"csv:{tmp_path}/{name}").experts} for name in "abcd")

        assert a == b
        assert not a & c
        assert not c & d

    @pytest.mark.parametrize(
        ("content", "mode", "why"), [(bytes(32), 0o644, "others may read"), (b"short", 0o600, "5 bytes"), (None, 0, "no such")]
    )
    def test_a_salt_that_is_no_secret_is_refused(self, mali, tmp_path, content, mode, why):
        if content is not None:
            (tmp_path / "salt").write_bytes(content)
            (tmp_path / "salt").chmod(mode)
        answer = call("export", mali, f"csv:{tmp_path}/to", "--purpose", "donor", "--salt-file", str(tmp_path / "salt"))

        assert (answer.exit_code, answer.stdout, "salt-not-read" in answer.stderr, why in answer.stderr) == (2, "", True, True)
        assert not (tmp_path / "to").exists()

    def test_the_public_gets_counts_that_add_up_and_none_below_five(self, mali, tmp_path):
        answer = call("export", mali, f"csv:{tmp_path}/to", "--purpose", "public", "--format", "json")
        rows = json.loads(answer.stdout)
        counts = {(row["sector"], row["country"], row["sex"], row["year"]): row["missions"] for row in rows}
        sexes = [row["missions"] for row in rows if row["sex"] != "all" and row["year"] == "2008/2009"]

        assert len(counts) == len(rows)
        assert not [count for count in counts.values() if count and count < 5]
        assert [row for row in rows if row["masked"]] == [row for row in rows if row["missions"] is None] != []
        assert sum(sexes) == counts["all", "all", "all", "2008/2009"]

    def test_the_counts_are_written_as_a_table_and_as_csv(self, mali, tmp_path):
        text = call("export", mali, f"csv:{tmp_path}/a", "--purpose", "public").stdout
        rows = [*csv.DictReader(io.StringIO(call("export", mali, f"csv:{tmp_path}/b", "--purpose", "public", "--format", "csv").stdout))]

        assert "masked" in text
        assert max(map(len, text.splitlines())) <= 80
        assert {row["missions"] == "" for row in rows if row["masked"] == "true"} == {True}

    def test_the_migration_centre_gets_the_names_of_those_who_agree(self, mali, tmp_path):
        call("copy", mali, f"csv:{tmp_path}/x")
        kept = open_store(f"csv:{tmp_path}/x")
        consent = Consent(id="c1", expert="EXP-207", purpose=Purpose.CIGEM, given_on=dt.date(2009, 1, 1), invented=True)
        kept.commit(Work(at=LATER, who="x", what="consent", put=(consent,)))
        call("export", kept.address, f"csv:{tmp_path}/to", "--purpose", "cigem")

        assert [expert.name for expert in load(f"csv:{tmp_path}/to").experts if expert.name != "…"] == [NAME]

    def test_nothing_is_overwritten_and_a_store_is_not_its_own_copy(self, mali, tmp_path):
        target = f"csv:{tmp_path}/to"
        codes = [
            call("export", mali, to, "--purpose", "donor", *more)
            for to, more in ((target, ()), (target, ()), (target, ("--replace",)), (mali, ()))
        ]

        assert [answer.exit_code for answer in codes] == [0, 2, 0, 2]
        assert "store-exists" in codes[1].stderr
        assert "same-store" in codes[3].stderr


@pytest.mark.parametrize("name", sorted(plugins().forms))
def test_no_report_names_anybody_to_a_reader_of_its_bytes(mali, name):
    programme, pack, form = load(mali), load_pack("mali"), plugins().form(name)
    said = []
    for period in ("2008/2009", "2009-Q1", "2009", "all"):
        try:
            report = form.compose(programme, pack, programme.card.period(period), period)
        except ToktenError as error:  # the form does not speak of this period; what it says is looked at too
            said.append(str(error))
        else:
            said += [plugins().renderer(suffix).render(report, "fr", dt.date(2010, 1, 1)).decode() for suffix in (".json", ".md")]

    assert said
    assert not [mark for mark in MARKS if mark.decode() in "".join(said)]
    assert not [expert.name for expert in programme.experts if expert.name in "".join(said)]
