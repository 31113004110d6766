"""What a caller gets wrong: told in a sentence, stdout empty, exit status 2."""

import pytest
from click.testing import CliRunner

from tokten_cli.main import tokten
from tokten_core.memory import MemoryStores
from tokten_core.plugins import plugins
from tokten_core.testing.examples import a_small_programme

CASES = [
    (["chek"], "unknown-command", "tokten: chek is not a command."),
    (["check", "--formt", "json"], "unknown-option", "tokten check: --formt is not an option of this command."),
    (["check", "--format", "xml", "memory:"], "option-value", "tokten check: --format cannot be xml."),
    (["settle", "memory:", "M", "--days", "neuf"], "option-not-a-number", "tokten settle: --days cannot be neuf."),
    (["allocate", "memory:", "--seconds", "0"], "option-not-a-number", "tokten allocate: --seconds cannot be 0."),
    (["--lang", "de", "plugins"], "option-value", "tokten: --lang ne peut pas valoir de."),
    (["init", "memory:"], "argument-missing", "tokten init: --pack is missing."),
    (["init", "--pack", "mali"], "argument-missing", "tokten init: STORE is missing."),
    (["init", "memory:", "--pack"], "option-without-value", "tokten init: --pack has no value after it."),
    (["init", "memory:", "--replace=yes"], "option-takes-no-value", "tokten init: --replace is given a value."),
    (["copy", "memory:a", "memory:b", "memory:c"], "argument-too-many", "tokten copy: memory:c is one argument too many."),
    (["copy", "memory:a", "memory:a"], "same-store", "tokten copy: memory:a is both where from and where to."),
    (["check"], "store-or-code", "tokten check: there is nothing to check: no store, no --explain."),
    (["check", "--explain", "sums"], "unknown-check", "code: there is no check called sums."),
    (["check", "nowhere"], "store-address", "store: nowhere is not the address of a store."),
    (["check", "memory:none"], "store-not-found", "memory:none: no programme is kept at memory:none."),
    (["init", "memory:", "--pack", "malli"], "unknown-name", "pack: there is no country pack called malli."),
]


def call(*words):
    return CliRunner(env={"TOKTEN_LANG": ""}).invoke(tokten, list(words))


@pytest.mark.parametrize(("words", "code", "sentence"), CASES, ids=[f"{case[1]}-{index}" for index, case in enumerate(CASES)])
def test_a_mistake_is_told_in_english(words, code, sentence):
    """Place, what was found, what is allowed, remedy, code; one line, for a person and for grep."""
    refused = call(*([] if "--lang" in words else ["--lang", "en"]), *words)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert len(refused.stderr.splitlines()) == 1
    assert refused.stderr.startswith(sentence) or "--lang" in words
    assert refused.stderr.endswith(f"[{code}]\n")


@pytest.mark.parametrize(("words", "code", "sentence"), CASES, ids=[f"{case[1]}-{index}" for index, case in enumerate(CASES)])
def test_a_mistake_is_told_in_french_unless_asked_otherwise(words, code, sentence):
    """French is the users' language."""
    refused = call(*words)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert " : " in refused.stderr
    assert "Admis : " in refused.stderr
    assert sentence not in refused.stderr or "--lang" in words
    assert refused.stderr.endswith(f"[{code}]\n")


def test_the_nearest_name_is_proposed():
    """Most wrong names are right names mistyped."""
    assert "(vouliez-vous dire check ?)" in call("chek").stderr
    assert "(did you mean --format?)" in call("check", "--formt", "json", "--lang", "en").stderr


def test_json_asked_for_changes_nothing_about_a_mistake():
    """A program reads the exit status and the code in brackets; stdout stays empty."""
    plain, json = call("check", "memory:none"), call("check", "memory:none", "--format", "json")

    assert (json.exit_code, json.stdout, json.stderr) == (plain.exit_code, "", plain.stderr)


@pytest.fixture
def one_slip(tmp_path):
    """A sheet of 1 021 rows whose writer declared no order of days: one slip, 1 021 problems, and one of another kind."""
    rows = "".join(f"X{number},SN,01/03/2009,2009-03-14\n" for number in range(1_020))
    (tmp_path / "m.csv").write_text(f"id,residence,start,end\n{rows}X1020,Nowhere,01/03/2009,2009-03-14\n", encoding="utf-8")
    address = f"memory:{tmp_path}"
    plugins().stores["memory"].open(address).save(a_small_programme())
    return "import", "missions", str(tmp_path / "m.csv"), address, "--who", "UNC", "--why", "plan"


@pytest.mark.parametrize(
    ("lang", "more"),
    [
        ("en", "… and 1 001 more of the same kind. [sheet-day-unclear]"),
        ("fr", "… et 1 001 de plus, du même genre. [sheet-day-unclear]"),
    ],
)
def test_many_problems_of_one_kind_are_told_twenty_times_and_counted(one_slip, lang, more):
    """One slip that a thousand rows repeat must not push the others off the screen."""
    told = call(*one_slip, "--lang", lang).stderr.splitlines()

    assert len(told) == 20 + 1 + 1
    assert all(line.startswith("m.csv, ") for line in told[:-1])
    assert told[-2].endswith("[sheet-not-a-choice]")
    assert told[-1] == more


def test_a_program_is_told_every_problem(one_slip):
    """Who reads the lines by machine counts them there."""
    done = call(*one_slip, "--format", "json")

    assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (2, "", 1_022)


class Buggy(MemoryStores):
    """A kind of store that somebody else wrote, with a bug in it."""

    schemes = frozenset({"buggy"})

    def open(self, address):
        return address.index("?")


@pytest.fixture
def _buggy_store(monkeypatch):
    monkeypatch.setitem(plugins().stores, "buggy", Buggy())


@pytest.mark.usefixtures("_buggy_store")
def test_a_bug_is_owned_in_one_calm_sentence():
    """A traceback tells a finance officer nothing but fear."""
    stopped = call("check", "buggy:1", "--lang", "en")

    assert (stopped.exit_code, stopped.stdout) == (2, "")
    assert stopped.stderr.startswith("tokten stopped on a bug of its own (ValueError); nothing you wrote is to blame")
    assert "--debug" in stopped.stderr
    assert "Traceback" not in stopped.stderr


@pytest.mark.usefixtures("_buggy_store")
@pytest.mark.parametrize("words", [("--debug", "check", "buggy:1"), ("check", "buggy:1", "--debug")])
def test_debug_shows_where_a_bug_struck(words):
    """Whoever mends it needs the place."""
    stopped = call(*words)

    assert stopped.exit_code == 2
    assert "Traceback" in stopped.stderr
    assert "ValueError" in stopped.stderr
