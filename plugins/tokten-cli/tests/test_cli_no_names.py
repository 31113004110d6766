"""
Nobody is named where nobody has to be: in messages, results, logs and reports of every command.

A marked person stands in the programme and in bad input; every command and every mistake that can be reached is called, and the mark looked for.
Where a name is what is asked for (a template with ``--names``, a count by name, an export to the migration centre), it may stand.
"""

import csv
import datetime as dt
import io
import zipfile

import pytest
from click.testing import CliRunner

from tokten_cli.main import tokten
from tokten_core.errors import ToktenError
from tokten_core.history import Work
from tokten_core.merging import commit_or_merge
from tokten_core.plugins import open_store, plugins
from tokten_core.records import evolve
from tokten_core.testing.examples import a_small_programme

LATER = dt.datetime(2100, 1, 15, 12, 0, tzinfo=dt.UTC)
MARK = "Kassougwxyz"
NAME, CONTACT, BORN = f"Zephyrine {MARK}", f"{MARK}@example.org", dt.date(1961, 7, 23)
MISSION = "ML-2009-001"
HEADER = "id;name;contact;born_on;sex;country;teacher;skills;home_institution;antenna;enrolled_on"
PERSONAL = {1, 2, 3, 8}


def call(*words):
    return CliRunner(env={"TOKTEN_LANG": "en"}).invoke(tokten, list(words))


def names_nobody(*said):
    words = "\n".join(str(each) for each in said)
    return MARK.casefold() not in words.casefold() and BORN.isoformat() not in words and "23/07/1961" not in words


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The Mali programme in which every expert is marked, one was renamed, and a consent is kept."""
    address = f"csv:{tmp_path_factory.mktemp('named')}/mali"
    call("init", "--pack", "mali", address)
    kept = open_store(address)
    marked = [evolve(expert, name=f"{NAME} {expert.id}", contact=CONTACT, born_on=BORN) for expert in kept.load().experts]
    kept.commit(Work(at=LATER, who="office", what="mark", put=marked))
    kept.commit(Work(at=LATER, who="office", what="rename", put=[evolve(marked[0], name=f"{MARK} again")]))
    return address


COMMANDS = [
    ("check", "{store}"),
    ("check", "{store}", "--format", "json"),
    ("explain", "{store}", MISSION),
    ("explain", "{store}", "ML-0"),
    ("journal", "{store}"),
    ("journal", "{store}", "--format", "json"),
    ("journal", "--verify", "{store}"),
    ("history", "{store}", "--as-of", "2090-01-01"),
    ("history", "{store}", "--as-of", "2090-01-01", "--format", "json"),
    ("count", "{store}", "experts", "--by", "country"),
    ("count", "{store}", "missions", "--by", "expert.nothing"),
    ("what-if", "{store}", "--set", "per_diem_rate[thesis=false]=25000@2010-01-01"),
    ("settle", "{store}", MISSION, "--days", "9"),
    ("copy", "{store}", "{store}"),
    ("export", "{store}", "csv:{folder}/to", "--purpose", "donor"),
    ("export", "{store}", "csv:{folder}/to", "--purpose", "public"),
    ("export", "{store}", "{store}", "--purpose", "public"),
    ("erase", "{store}", "EXP-0", "--who", "x", "--why", "y"),
    ("sync", "{store}", "cigem+http://127.0.0.1:9/"),
    ("template", "missions", "--to", "{folder}/missions.csv", "--store", "{store}"),
    ("template", "missions", "--to", "{folder}/missions.xlsx", "--store", "{store}"),
    ("plugins",),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_says_a_name(store, tmp_path, words):
    answer = call(*(word.format(store=store, folder=tmp_path) for word in words))

    assert answer.exit_code in {0, 1, 2}
    assert "bug of its own" not in answer.stderr
    assert names_nobody(answer.stdout, answer.stderr)
    assert names_nobody(*(words_of(file) for file in tmp_path.rglob("*") if file.is_file()))


@pytest.mark.parametrize("name", sorted(plugins().forms))
@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".html", ".md", ".json"])
def test_no_report_names_anybody(store, tmp_path, name, suffix):
    answer = call("report", name, store, "--period", "2008/2009", "--to", f"{tmp_path}/report{suffix}")

    assert names_nobody(answer.stdout, answer.stderr)
    assert names_nobody(*(words_of(file) for file in tmp_path.iterdir()))


@pytest.mark.parametrize(
    "row",
    [
        "E1;=SUM(A1) {m};{m};{m};{m};FR;;;;;",
        "E1;{m};{m};1961-07-23 {m};;FR;;;;;",
        "E1;{m};{m};23/07/1961;weiblich;FR;peut-etre;nothing;{m};nowhere;{m}",
        "E1;{m}\x01;{m}\x02;;;FR;;;{m}\x03;;",
        ";{m};{m};;;;;;;;",
        "E1;{m};{m};{m};;FR;;;;;;;{m}",
        "EXP-001;{m};{m};;;FR;;;;;",
    ],
)
def test_an_import_of_bad_rows_repeats_no_personal_value(store, tmp_path, row):
    """What stands in the columns about the person is not repeated; a name in another column is what is wrong there."""
    cells = row.format(m=NAME).split(";")
    others = ";".join("x" if number not in PERSONAL and NAME in cell else cell for number, cell in enumerate(cells))
    (tmp_path / "e.csv").write_text(f"# dates: dmy\n{HEADER}\n{others}\n", encoding="utf-8")
    answer = call("import", "experts", f"{tmp_path}/e.csv", store, "--who", "x", "--why", "y")

    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert names_nobody(answer.stderr)


@pytest.mark.parametrize("column", ["name", "contact", "born_on", "sex", "skills", "country", "id", "teacher", "home_institution"])
@pytest.mark.parametrize("value", ["", "a\x00b", "\ud7ff\ufffe", "[1", "x" * 1_000_001, "nothing"])
def test_a_damaged_register_is_told_without_names(tmp_path, column, value):
    small = a_small_programme()
    marked = [evolve(expert, name=f"{NAME} {expert.id}", contact=CONTACT, born_on=BORN, home_institution=NAME) for expert in small.experts]
    open_store(f"csv:{tmp_path}/mali").save(small.with_records(experts=marked))
    file = tmp_path / "mali" / "experts.csv"
    header, *rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline=""))
    rows[1][header.index(column)] = value
    with file.open("w", encoding="utf-8", newline="", errors="surrogatepass") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])
    for words in (("check", f"csv:{tmp_path}/mali"), ("accept", f"csv:{tmp_path}/mali", "--who", "x", "--why", "y")):
        answer = call(*words)

        assert "bug of its own" not in answer.stderr
        assert names_nobody(answer.stderr, answer.stdout if words[0] == "check" else "")


def test_two_who_write_one_name_are_told_without_it(store, tmp_path):
    call("copy", store, f"csv:{tmp_path}/mali")
    kept = open_store(f"csv:{tmp_path}/mali")
    read, person = kept.head(), kept.load().experts[3]
    kept.commit(Work(at=LATER, who="Awa", what="rename", put=[evolve(person, name=f"{NAME} the first", born_on=None)]))
    work = Work(at=LATER, who="Ben", what="rename", put=[evolve(person, name=f"{NAME} the second", contact=f"{MARK} 2")])

    for write in (lambda: kept.commit(work, since=read), lambda: commit_or_merge(kept, work, since=read)):
        with pytest.raises(ToktenError) as caught:
            write()
        assert names_nobody(
            caught.value.say("fr"), caught.value.say("en"), repr(caught.value), repr(getattr(caught.value, "meanwhile", ""))
        )
    assert names_nobody(repr(work), repr(person), repr(kept.load()))


def words_of(file):
    content = file.read_bytes()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b"\n".join(parts.read(name) for name in parts.namelist())
    return content.decode("utf-8", errors="replace")
