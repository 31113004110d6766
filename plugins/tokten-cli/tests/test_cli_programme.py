"""A programme from the pack to stores, explanations and reports."""

import json
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from tokten_cli.main import tokten
from tokten_core.plugins import load, load_pack, open_store


def call(*words):
    return CliRunner(env={"TOKTEN_LANG": ""}).invoke(tokten, list(map(str, words)))


@pytest.fixture(scope="module")
def mali():
    """The programme of the pack, in a store that the tests only read."""
    address = "memory:cli-mali"
    open_store(address).save(load_pack("mali").programme(), replace=True)
    return address


@pytest.mark.parametrize("address", ["sqlite:///{}/mali.db", "csv:{}/mali/"])
def test_a_programme_is_started_once_with_an_entry_in_its_journal(tmp_path, address):
    """Who, what, when and why stand in the journal; a second start is refused and says how."""
    store = address.format(tmp_path)
    made, again = (call("init", "--pack", "mali", store, "--who", "UNC", "--why", "2008", "--lang", "en") for _ in range(2))
    (entry,) = load(store).journal

    assert (made.exit_code, made.stdout) == (0, "")
    assert made.stderr.startswith("TOKTEN")
    assert (entry.who, entry.why, entry.what) == ("UNC", "2008", "tokten init --pack mali")
    assert (again.exit_code, again.stdout) == (2, "")
    assert again.stderr.endswith("or say --replace to lose what is there. [store-exists]\n")
    assert call("init", "--pack", "mali", store, "--replace").exit_code == 0


def test_a_copy_there_and_back_is_the_same_programme(tmp_path):
    """A copy adds nothing to the journal, and two folders of one programme are the same bytes."""
    first, database, second = f"csv:{tmp_path}/one/", f"sqlite:///{tmp_path}/mali.db", f"csv:{tmp_path}/two/"
    done = [call("init", "--pack", "mali", first), call("copy", first, database), call("copy", database, second)]

    assert [(step.exit_code, step.stdout) for step in done] == [(0, "")] * 3
    assert load(first) == load(database) == load(second)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    assert call("copy", first, database).stderr.endswith("[store-exists]\n")
    assert call("copy", first, database, "--replace").exit_code == 0


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_database_that_is_none_is_told(tmp_path):
    """A file that somebody else wrote is not replaced by accident, nor read."""
    (tmp_path / "mali.db").write_text("not a database", encoding="utf-8")
    refused = call("check", f"sqlite:///{tmp_path}/mali.db", "--lang", "en")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.rstrip().endswith("[store-not-ours]")


def test_an_explanation_names_the_texts_in_the_language_of_the_call(mali):
    """Amount, calculation, source; each told once."""
    french, english = call("explain", mali, "ML-2009-001"), call("explain", mali, "ML-2009-001", "--lang", "en")

    assert french.exit_code == english.exit_code == 0
    assert "per diem : 420 000 FCFA = 21 jours × 20 000 FCFA/jour [Document de programme" in french.stdout
    assert "per diem: 420 000 FCFA = 21 days × 20 000 FCFA/day [Programme document" in english.stdout
    assert english.stdout.count("per diem rate (thesis supervision: no)") == 1
    assert max(map(len, english.stdout.splitlines())) <= 80


def test_an_explanation_in_json_keeps_every_step_with_its_depth(mali):
    """A form can draw the tree anew."""
    answer = json.loads(call("explain", mali, "ML-2009-001", "--format", "json", "--lang", "en").stdout)
    first, *others = answer["explained"]["per_diem"]

    assert (first["depth"], first["label"], first["amount"]) == (0, "per diem", "420 000 FCFA")
    assert {step["depth"] for step in others} == {1}
    assert all(step["source"] for step in [first, *others])
    assert set(answer["explained"]) >= {line["component"] for line in answer["lines"]} | {"total", "source_pays"}


def test_an_unknown_mission_proposes_the_nearest(mali):
    """The register has numbers that look alike."""
    refused = call("explain", mali, "ML-2009-1", "--lang", "en")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "there is no mission ML-2009-1 in this programme" in refused.stderr
    assert "(did you mean ML-2009-" in refused.stderr


def test_a_draft_is_written_and_said_to_be_one(mali, tmp_path):
    """Work goes on while a finding is open, but nobody takes it for the last word."""
    book = tmp_path / "awp.xlsx"
    written = call("report", "undp-awp", mali, "--period", "2008/2009", "--to", book, "--lang", "en")

    assert (written.exit_code, written.stdout) == (0, "")
    assert f"written to {book}." in written.stderr
    assert "It is a draft, which shows the checks that fail: open-findings" in written.stderr
    assert "xl/workbook.xml" in ZipFile(book).namelist()
    assert [path.name for path in tmp_path.iterdir()] == ["awp.xlsx"]


def test_a_report_is_not_final_while_a_check_fails(mali, tmp_path):
    """The certificate of a donor is not signed on figures that do not agree."""
    refused = call("report", "undp-awp", mali, "--period", "2008/2009", "--to", tmp_path / "awp.xlsx", "--final", "--lang", "en")

    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "cannot be issued as final" in refused.stderr
    assert "open-findings: The programme has no open finding" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_report_replaces_a_file_only_when_told(mali, tmp_path):
    """Somebody may have signed what is there."""
    book = tmp_path / "awp.xlsx"
    book.write_bytes(b"signed")
    words = ["report", "undp-awp", mali, "--period", "2008/2009", "--to", book]

    refused = call(*words)
    assert (refused.exit_code, refused.stdout, book.read_bytes()) == (2, "", b"signed")
    assert refused.stderr.endswith("[file-exists]\n")
    assert call(*words, "--replace").exit_code == 0
    assert book.read_bytes() != b"signed"


REFUSED = [
    ("undp-aws", "2009", "a.xlsx", "unknown-name"),
    ("undp-awp", "2009-Q5", "a.xlsx", "not-a-period"),
    ("undp-awp", "2008/2009", "a.odt", "unknown-name"),
    ("undp-awp", "2008/2009", "awp", "report-file-without-suffix"),
    ("undp-awp", "2008/2009", "absent/a.xlsx", "file-not-writable"),
    ("undp-awp", "2008/2009", "folder.xlsx", "file-not-writable"),
]


@pytest.mark.parametrize(("name", "period", "file", "code"), REFUSED)
def test_a_report_that_cannot_be_written_is_refused_before_anything_is(mali, tmp_path, name, period, file, code):
    """The name, the period, the kind of file and the place are looked at first."""
    (tmp_path / "folder.xlsx").mkdir()
    refused = call("report", name, mali, "--period", period, "--to", tmp_path / file)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.endswith(f"[{code}]\n")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]


def test_the_list_of_reports_begins_with_the_donor():
    """A name, a title in the language of the call, the usual kinds of file."""
    listed = {known["name"]: known for known in json.loads(call("reports", "--format", "json", "--lang", "en").stdout)}

    assert {"undp-awp", "eu-budget", "eu-logframe", "scac-execution", "quarterly"} <= set(listed)
    assert listed["undp-awp"]["formats"][0] == ".xlsx"
    assert max(map(len, call("reports").stdout.splitlines())) <= 80


def test_the_list_of_plugins_tells_what_each_brings():
    """Whoever misses a report looks here first."""
    plugins = {plugin["name"]: plugin for plugin in json.loads(call("plugins", "--format", "json").stdout)}

    assert plugins["mali"] == {
        "name": "mali", "distribution": "tokten-mali", "version": "0.1.0", "brings": ["pack:mali"], "broken": None
    }  # fmt: skip
    assert max(map(len, call("plugins").stdout.splitlines())) <= 80
