"""`tokten settle`: a mission that went otherwise than planned, from the ledger and the rules."""

import json

import pytest
from click.testing import CliRunner

from tokten_cli.main import tokten


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    address = f"sqlite:///{tmp_path_factory.mktemp('settle') / 'mali.db'}"
    assert CliRunner().invoke(tokten, ["init", "--pack", "mali", address]).exit_code == 0
    return address


def call(*words):
    return CliRunner(env={"TOKTEN_LANG": ""}).invoke(tokten, ["settle", *words])


def test_a_mission_cut_short_is_settled_in_words(store):
    answer = call(store, "ML-2009-001", "--days", "9", "--lang", "en")

    assert (answer.exit_code, answer.stderr) == (0, "")
    assert answer.stdout.startswith("ML-2009-001: 21 days planned from 2008-10-31, 9 days carried out.")
    assert "per diem to give back: 240 000 FCFA" in answer.stdout
    assert max(len(line) for line in answer.stdout.splitlines()) <= 80


def test_a_cancelled_one_shows_the_choices_that_nobody_has_taken(store):
    answer = call(store, "ML-2009-001", "--days", "0", "--ticket-refund", "200000", "--format", "json")
    amounts = {one["amount_of"]: one for one in json.loads(answer.stdout)["amounts"]}

    assert (amounts["ticket_lost"]["amount"], amounts["ticket_for_funder"]["amount"]) == (491_000, None)
    assert [choice["amount"] for choice in amounts["ticket_for_funder"]["choices"]] == [491_000, 245_500, 0]


def test_without_the_days_nothing_is_guessed(store):
    assert "nombre inconnu de jours" in call(store, "ML-2009-001").stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("ML-0",), "unknown-mission"),
        (("ML-2009-001", "--days", "-1"), "option-not-a-number"),
        (("ML-2009-001", "--ticket-refund", "1,5"), "option-not-a-number"),
        ((), "argument-missing"),
    ],
)
def test_a_slip_is_told(store, words, code):
    answer = call(store, *words)

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert code in answer.stderr
