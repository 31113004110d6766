"""`tokten what-if`: other figures, other payers, the store left as it is."""

import json

import pytest
from click.testing import CliRunner

from tokten_cli.main import tokten


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    address = f"sqlite:///{tmp_path_factory.mktemp('what-if') / 'mali.db'}"
    assert CliRunner().invoke(tokten, ["init", "--pack", "mali", address]).exit_code == 0
    return address


def call(*words):
    return CliRunner(env={"TOKTEN_LANG": ""}).invoke(tokten, ["what-if", *words])


def test_a_dearer_per_diem_is_told_line_by_line_and_payer_by_payer(store):
    answer = call(store, "--set", "per_diem_rate[thesis=false]=25000@2010-01-01", "--format", "json")
    found = json.loads(answer.stdout)

    assert (answer.exit_code, answer.stderr) == (0, "")
    assert found["after"] - found["before"] == found["lines"]["per_diem"] == sum(found["shares"].values()) > 0
    assert all(one["after"] - one["before"] for one in found["differences"])
    assert {cause for one in found["differences"] for cause in one["because_of"]} == {"taux du per diem"}


def test_another_payer_moves_money_and_changes_no_total(store):
    found = json.loads(call(store, "--payer", "teaching_hours=pnud", "--format", "json").stdout)

    assert found["after"] == found["before"]
    assert found["shares"]["pnud"] == -sum(amount for payer, amount in found["shares"].items() if payer != "pnud") > 0


def test_in_words_it_says_how_many_how_much_and_why(store):
    answer = call(store, "--set", "teaching_hour_rate=2500@2009-09-01", "--lang", "en")

    assert answer.stdout.startswith("161 missions: ")
    assert "rate of a teaching hour" in answer.stdout
    assert max(len(line) for line in answer.stdout.splitlines()) <= 80


def test_a_value_that_changes_nothing_says_so(store):
    assert "Aucun montant ne change." in call(store, "--set", "teaching_hour_rate=2250@2009-09-01").stdout


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ((), ["what-if-nothing"]),
        (("--set", "per_diem_rate=1"), ["what-if-set"]),
        (("--set", "per_diem_rate=1@2009-02-30", "--payer", "x"), ["what-if-set", "what-if-payer-form"]),
        (("--set", "per_diem_rate[thesis]=1@2009-02-03"), ["what-if-set"]),
        (("--set", "per_diem_rate=25000,5@2009-02-03"), ["what-if-value"]),
        (("--set", "per_diem_rate=0.5@2009-02-03"), ["what-if-value"]),
        (("--set", "per_dime_rate=1@2009-02-03", "--payer", "hours=pnud"), ["what-if-unknown-figure", "what-if-not-a-line"]),
        (("--set", "per_diem_rate[thesis=non]=1@2009-02-03"), ["what-if-row"]),
    ],
)
def test_a_slip_is_told_with_what_is_allowed(store, words, codes):
    answer = call(store, *words)

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert [line.rpartition("[")[2].rstrip("]") for line in answer.stderr.splitlines()] == codes


def test_a_rate_is_written_as_people_write_it(store):
    """655.957 francs for one euro are kept as 655957 parts; 656 is another parity."""
    assert call(store, "--set", "euro_parity=656@2009-01-01").exit_code == 0
    assert call(store, "--set", "bears_support_cost[source=scac]=true@2009-01-01").exit_code == 0
