"""`tokten journal`, `history`, `accept`, `count` and `--as-of`: the past of a programme, from the command line."""

import datetime as dt
import json
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from tokten_cli.main import tokten
from tokten_core.history import Work, taken_whole
from tokten_core.plugins import load, load_pack, open_store
from tokten_core.records import evolve

JANUARY = dt.datetime(2009, 1, 5, 9, 0, tzinfo=dt.UTC)
JULY = dt.datetime(2009, 7, 6, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module", params=["sqlite:///{}/mali.db", "csv:{}/mali/"], ids=["sqlite", "csv"])
def store(request, tmp_path_factory):
    """Keep Mali's programme since January 2009; in July a mission was lengthened and an expert's name corrected."""
    address = request.param.format(tmp_path_factory.mktemp("past"))
    programme = taken_whole(load_pack("mali").programme(), at=JANUARY, who="UNC", what="init")
    kept = open_store(address)
    kept.save(programme)
    mission, expert = programme.missions[0], programme.experts[0]
    changed = evolve(mission, end=mission.end + dt.timedelta(days=1)), evolve(expert, name="Exemple Corrigé")
    kept.commit(Work(at=JULY, who="Finances", what="correct", why="letter of June", put=changed), since=kept.head())
    return address


def call(*words):
    return CliRunner(env={"TOKTEN_LANG": ""}).invoke(tokten, list(map(str, words)))


def test_the_journal_says_who_did_what_and_why(store):
    told = call("journal", store).stdout

    assert told.startswith("1. 2009-01-05 09:00+00:00 — UNC\n    init\n")
    assert "2. 2009-07-06 09:00+00:00 — Finances\n    correct\n    « letter of June »\n" in told
    assert "enregistrements : missions/ML-2009-001, experts/" in told
    assert [entry["who"] for entry in json.loads(call("journal", store, "--format", "json").stdout)] == ["UNC", "Finances"]


def test_a_journal_that_holds_says_so(store):
    verified = call("journal", "--verify", store, "--lang", "en")

    assert verified.exit_code == 0
    assert verified.stdout.startswith("The journal holds. Entries, chained from the first to the last: 2;")
    assert json.loads(call("journal", "--verify", store, "--format", "json").stdout) == {"entries": 2, "covered": 2, "problems": []}


def test_what_was_known_then_is_compared_with_now(store):
    told = call("history", store, "--as-of", "2009-06-30", "--lang", "en").stdout
    found = {
        each["place"]: (each["then"], each["now"])
        for each in json.loads(call("history", store, "--as-of", "2009-06-30", "--format", "json").stdout)
    }

    assert "Differences between 2009-06-30 and now: 2." in told
    assert found.pop("missions[ML-2009-001].end") == ("2008-11-20", "2008-11-21")
    assert list(found.values()) == [("***", "***")]
    assert "Corrigé" not in told
    assert "Rien ne diffère" in call("history", store, "--as-of", "2009-07-06").stdout


def test_an_explanation_and_a_copy_are_those_of_the_day(store, tmp_path):
    then, now = (call("explain", store, "ML-2009-001", "--lang", "en", *words).stdout for words in (["--as-of", "2009-06-30"], []))
    copied = call("copy", store, f"csv:{tmp_path}/june/", "--as-of", "2009-06-30")

    assert "= 21 days" in then
    assert "= 22 days" in now
    assert copied.exit_code == 0
    assert load(f"csv:{tmp_path}/june/") == load(store, as_of=dt.date(2009, 6, 30))
    assert len(load(f"csv:{tmp_path}/june/").journal) == 1


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("settle", ["ML-2009-001", "--days", "9"]),
        ("what-if", ["--set", "teaching_hour_rate=2500@2010-01-01", "--format", "json"]),
        ("simulate", ["--runs", "50", "--format", "json"]),
        ("allocate", ["--period", "2008-10", "--explain", "ML-2009-001"]),
    ],
)
def test_what_is_worked_out_for_a_past_day_is_what_it_was_then(store, tmp_path, command, words):
    """An auditor asks in July why the office decided so in June: the hour's own figures, not today's."""
    call("copy", store, f"csv:{tmp_path}/june/", "--as-of", "2009-06-30")
    before = [written(tmp_path)] if command == "simulate" else []
    then = call(command, *before, store, *words, "--as-of", "2009-06-30")

    assert (then.exit_code, then.stderr) == (0, "")
    assert then.stdout == call(command, *before, f"csv:{tmp_path}/june/", *words).stdout
    assert then.stdout != call(command, *before, store, *words).stdout


def written(folder):
    """Write a scenario of the missions that the register has."""
    (folder / "scenario.toml").write_text('title = "x"\nprogramme.years = ["2008/2009"]\n', encoding="utf-8")
    return folder / "scenario.toml"


def test_a_simulation_of_a_past_day_says_so_at_its_head(store, tmp_path):
    file = tmp_path / "outcome.md"

    assert call("simulate", written(tmp_path), store, "--runs", "50", "--to", file, "--as-of", "2009-06-30").exit_code == 0
    assert "Données connues au" in file.read_text(encoding="utf-8")


def test_a_report_of_a_past_day_says_so_at_its_head(store, tmp_path):
    file = tmp_path / "q1.md"

    assert call("report", "quarterly", store, "--period", "2009-Q1", "--to", file, "--as-of", "2009-06-30").exit_code == 0
    assert "Données connues au" in file.read_text(encoding="utf-8")
    assert "30 juin 2009" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(("day", "code"), [("2009-01-04", "past-not-known"), ("30/06/2009", "not-a-day"), ("2009-06-31", "not-a-day")])
def test_a_day_that_is_none_or_too_early_is_told(store, day, code):
    refused = call("check", store, "--as-of", day)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.rstrip().endswith(f"[{code}]")


def test_counting_is_done_by_the_store(store):
    by_sector = json.loads(call("count", store, "missions", "--period", "2009", "--by", "sector", "--format", "json").stdout)
    missions = [mission for mission in load(store).missions if mission.start.year == 2009]
    table = call("count", store, "ledger", "--by", "budget_line.funding_source", "--sum", "amount", "--where", "kind=expenditure").stdout

    assert {line["sector"]: line["count"] for line in by_sector} == {
        sector: sum(mission.sector == sector for mission in missions) for sector in {mission.sector for mission in missions}
    }
    assert "129\u202f772\u202f000" in table
    assert max(len(line) for line in table.splitlines()) <= 80


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("mission",), "unknown-collection"),
        (("missions", "--by", "sectr"), "query-column"),
        (("missions", "--where", "sector"), "condition-unreadable"),
        (("missions", "--where", "teaching_hours=many"), "condition-unreadable"),
        (("missions", "--where", "start=2009"), "not-a-day"),
        (("missions", "--period", "2009-13"), "not-a-period"),
        (("skills", "--period", "2009"), "count-no-day"),
        (("missions", "--sum", "sector"), "query-total"),
    ],
)
def test_a_question_that_makes_no_sense_is_told(store, words, code):
    refused = call("count", store, *words)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.rstrip().endswith(f"[{code}]")


@pytest.mark.parametrize("kind", ["sqlite", "csv"])
def test_what_was_mended_by_hand_is_refused_then_taken_in(tmp_path, kind):
    """A person looks at it first, and vouches for it under a name."""
    address = f"sqlite:///{tmp_path}/m.db" if kind == "sqlite" else f"csv:{tmp_path}/m/"
    call("init", "--pack", "mali", address)
    if kind == "sqlite":
        with closing(sqlite3.connect(tmp_path / "m.db")) as database, database:
            database.execute("UPDATE institutions SET town = 'Bamakô' WHERE town = 'Bamako'")
    else:
        file = tmp_path / "m" / "institutions.csv"
        file.write_bytes(file.read_bytes().replace(b"Bamako", "Bamakô".encode()))

    refused = call("journal", address)
    accepted = call("accept", address, "--who", "UNC", "--why", "orthographe")

    assert refused.stderr.rstrip().endswith("[store-damaged]")
    assert accepted.exit_code == 0
    assert "Bamakô" in {institution.town for institution in load(address).institutions}
    assert [entry.who for entry in load(address).journal] == ["tokten init", "UNC"]
    assert call("journal", "--verify", address).exit_code == 0


def test_the_clock_can_be_named_for_runs_that_give_the_same_again(tmp_path):
    runner = CliRunner(env={"SOURCE_DATE_EPOCH": "1214870400"})
    runner.invoke(tokten, ["init", "--pack", "sudan", f"csv:{tmp_path}/m/"])
    refused = CliRunner(env={"SOURCE_DATE_EPOCH": "yesterday"}).invoke(tokten, ["init", "--pack", "sudan", f"csv:{tmp_path}/n/"])

    assert load(f"csv:{tmp_path}/m/").journal[0].at == dt.datetime(2008, 7, 1, tzinfo=dt.UTC)
    assert refused.stderr.rstrip().endswith("[clock-not-an-epoch]")
