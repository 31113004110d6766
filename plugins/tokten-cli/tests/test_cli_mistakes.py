"""What a caller gets wrong: told in a sentence, stdout empty, exit status 2."""

import pytest
from click.testing import CliRunner

from tokten_cli.main import tokten
from tokten_core.memory import MemoryStores
from tokten_core.plugins import plugins

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
