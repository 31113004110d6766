"""`tokten template` and `tokten import`: a sheet out, what people typed in, all or nothing, into the journal."""

import datetime as dt
import io
import json

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from tokten_cli.main import tokten
from tokten_cli.template import KINDS
from tokten_core.history import ERASED, Work, verify
from tokten_core.plugins import load, open_store, plugins
from tokten_core.records import evolve
from tokten_core.services.importing import IMPORTS
from tokten_core.testing.examples import a_small_programme

JUNE = dt.datetime(2009, 6, 1, tzinfo=dt.UTC)
WHO = ("--who", "UNC", "--why", "plan 2009")
MISSIONS = "id;residence;start;end;airfare;airfare_currency"
GOOD = (MISSIONS, "M9;France;2009-03-01;2009-03-14;650 000;XOF", "M8;SN;2009-03-02;2009-03-15;;")
BAD = (MISSIONS, "M9;Farnce;01/03/2009;2009-03-14;650.000;XOF", "M2;SN;2009-03-02;2009-03-15;;")


def call(*words):
    return CliRunner(env={"TOKTEN_LANG": ""}).invoke(tokten, list(map(str, words)))


@pytest.fixture(params=["memory:cli-import", "csv:{}/mali/", "sqlite:///{}/mali.db"], ids=["memory", "csv", "sqlite"])
def store(request, tmp_path):
    """The small programme, in each kind of store."""
    address = request.param.format(tmp_path)
    open_store(address).save(a_small_programme(), replace=address.startswith("memory:"))
    return address


@pytest.fixture
def sheet(tmp_path):
    """Write a text file: `sheet(lines)`."""

    def write(lines, name="missions.csv"):
        (tmp_path / name).write_text("\r\n".join(lines), encoding="utf-8")
        return tmp_path / name

    return write


def codes(done):
    return [line.rpartition("[")[2].rstrip("]") for line in done.stderr.splitlines()]


# Templates.


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("kind", IMPORTS)
def test_a_template_is_written_once(tmp_path, kind, suffix):
    """What somebody has filled in already is not replaced by an empty sheet."""
    file = tmp_path / f"{kind}{suffix}"
    made, again = (call("template", kind, "--to", file, "--lang", "en") for _ in range(2))

    assert (made.exit_code, made.stdout) == (0, "")
    assert made.stderr.rstrip().endswith(f"written to {file}.")
    assert (again.exit_code, codes(again)) == (2, ["file-exists"])
    assert call("template", kind, "--to", file, "--replace").exit_code == 0


def test_a_template_offers_what_the_store_has_and_says_when_it_names_persons(tmp_path, store):
    plain, named = tmp_path / "plain.xlsx", tmp_path / "named.xlsx"
    first = call("template", "missions", "--to", plain, "--store", store)
    second = call("template", "missions", "--to", named, "--store", store, "--names")

    assert "noms de personnes" not in first.stderr
    assert "noms de personnes" in second.stderr
    assert [listed(file, "Expert") for file in (plain, named)] == [["E2", "E1"], ["E2 – =HYPERLINK(1)", "E1 – Awa \"É\" Exemple, 'deux'"]]


def listed(file, heading):
    lists = load_workbook(io.BytesIO(file.read_bytes()))["Listes"]
    (column,) = [column for column in lists.columns if column[0].value == heading]
    return [cell.value for cell in column[1:] if cell.value]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("template", "mission", "--to", "a.xlsx"), "import-unknown-kind"),
        (("template", "missions", "--to", "a.ods"), "unknown-name"),
        (("template", "missions", "--to", "a"), "unknown-name"),
        (("template", "missions"), "argument-missing"),
        (("template", "missions", "--to", "a.xlsx", "--filled"), "template-filled-without-store"),
        (("import", "missions", "a.xlsx", "memory:x"), "argument-missing"),
        (("import", "missions", "a.pdf", "memory:x", *WHO), "unknown-name"),
        (("import", "missions", "absent.csv", "memory:x", *WHO), "file-unreadable"),
    ],
)
def test_a_slip_is_told_with_its_code_and_status_2(words, code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call(*words)

    assert (done.exit_code, done.stdout, codes(done)) == (2, "", [code])


def test_the_help_names_every_kind_of_sheet():
    assert all(kind in text for kind in IMPORTS for text in (KINDS.en, KINDS.fr))


# Imports.


def test_an_import_is_one_entry_of_the_journal_with_who_and_why(store, sheet):
    done = call("import", "missions", sheet(GOOD), store, *WHO, "--lang", "en")
    after = load(store)
    entry = after.journal[-1]

    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith("missions.csv: 2 added, 0 changed, 0 unchanged; journal entry 3, ")
    assert [mission.id for mission in after.missions[-2:]] == ["M9", "M8"]
    assert (entry.who, entry.why, entry.what) == ("UNC", "plan 2009", "tokten import missions missions.csv")
    assert set(entry.records) == {"missions/M9", "missions/M8"}
    assert [*verify(after)] == []


def test_one_bad_row_keeps_all_rows_out(store, sheet):
    before = load(store)
    done = call("import", "missions", sheet(BAD), store, *WHO)

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == (
        "missions.csv, ligne 2, colonne residence : Farnce n'est pas dans la liste (vouliez-vous dire France ?). Admis : "
        "AD – Andorre, AE – Émirats arabes unis, AF – Afghanistan, … (249 en tout). Choisissez dans la liste. [sheet-not-a-choice]"
    )
    assert codes(done) == ["sheet-not-a-choice", "sheet-day-unclear", "sheet-number-unclear", "import-id-taken"]
    assert load(store) == before


def test_a_dry_run_says_what_would_come_and_writes_nothing(store, sheet):
    before = load(store)
    lines = (*GOOD, "M2;SN;2009-03-01;2009-03-05;0;XOF")
    done = call("import", "missions", sheet(lines), store, *WHO, "--dry-run", "--update")

    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "missions.csv, à blanc : ajoutés 2, modifiés 1, inchangés 0. Rien n'est écrit.",
        "  ajoutés : M9, M8",
        "  M2, pays de résidence : FR devient SN",
        "  M2, dernier jour : 2009-03-01 devient 2009-03-05",
    ]
    assert load(store) == before


def test_a_change_shows_no_name_of_a_person(store, sheet):
    """What a dry run prints is pasted into letters."""
    file = sheet(("id;name;country;contact", "E1;Awa Diarra;SN;awa@example.org"), "experts.csv")
    words = call("import", "experts", file, store, *WHO, "--dry-run", "--update").stdout
    answer = call("import", "experts", file, store, *WHO, "--dry-run", "--update", "--format", "json").stdout

    assert "E1, nom : (masqué) devient (masqué)" in words
    assert json.loads(answer)["changed"] == [
        {"id": "E1", "columns": {"name": ["(hidden)", "(hidden)"], "contact": ["(hidden)", "(hidden)"], "country": ["CA", "SN"]}}
    ]
    assert "awa" not in (words + answer).lower()


def test_the_same_sheet_twice_changes_nothing(store, sheet):
    """Sent again by mistake, it is told; as an update, it leaves no entry."""
    file = sheet(GOOD)
    done = [call("import", "missions", file, store, *WHO, *more) for more in ([], [], ["--update"])]

    assert [each.exit_code for each in done] == [0, 2, 0]
    assert codes(done[1]) == ["import-id-taken"] * 2
    assert done[2].stderr == "missions.csv : rien à changer ; tout y figure déjà (2).\n"
    assert len(load(store).journal) == len(a_small_programme().journal) + 1


def test_the_call_may_say_how_days_and_decimals_are_written(store, sheet):
    file = sheet(("indicator;on;value", "i1;30/06/2009;1,250"), "relevés.csv")
    refused, done = (
        call("import", "readings", file, store, *WHO),
        call("import", "readings", file, store, *WHO, "--dates", "dmy", "--decimal", "comma"),
    )

    assert codes(refused) == ["sheet-day-unclear", "sheet-number-unclear"]
    assert done.exit_code == 0
    assert [(str(reading.on), str(reading.value)) for reading in load(store).readings[-1:]] == [("2009-06-30", "1.250")]


def test_a_filled_template_is_taken_back(store, tmp_path):
    """The whole way of a sheet: written, filled in a spreadsheet, taken in."""
    file = tmp_path / "dépenses.xlsx"
    call("template", "expenditure", "--to", file, "--store", store)
    book = load_workbook(file)
    filled = {"id": "V9", "on": "2009-03-31", "budget_line": "zero", "amount": 1250, "amount_currency": "XOF", "label": "=SUM(A1)"}
    for cell in book.worksheets[0][2]:
        below = book.worksheets[0].cell(3, cell.column)
        below.value = filled.get(cell.value)
        below.data_type = "s" if isinstance(below.value, str) else below.data_type
    book.save(file)
    done = call("import", "expenditure", file, store, *WHO, "--format", "json")

    assert json.loads(done.stdout) == {
        "kind": "expenditure",
        "added": ["V9"],
        "changed": [],
        "unchanged": 0,
        "journal_entry": 3,
        "merged_with": [],
    }
    assert load(store).ledger[-1].label == "=SUM(A1)"


def test_a_filled_sheet_is_corrected_and_taken_back(store, tmp_path):
    """The register is put right where people are at home: in a spreadsheet. What they leave alone stays as it is."""
    file = tmp_path / "missions.xlsx"
    written = call("template", "missions", "--to", file, "--store", store, "--filled", "--lang", "en")
    unchanged = call("import", "missions", file, store, *WHO, "--update")
    book = load_workbook(file)
    type_below(book, 2, lodging_nights=3)
    book.save(file)
    done = call("import", "missions", file, store, *WHO, "--update", "--format", "json")

    assert written.stderr == f"Missions: 2 records to correct, written to {file}; take it back with tokten import --update.\n"
    assert unchanged.stderr == "missions.xlsx : rien à changer ; tout y figure déjà (2).\n"
    assert json.loads(done.stdout)["changed"] == [{"id": "M2", "columns": {"lodging_nights": [None, 3]}}]
    assert load(store).missions[0] == a_small_programme().missions[0]


def type_below(book, row, **typed):
    """Type into a row of a filled sheet, the first being 1: its headings are keys on the third row."""
    sheet = book.worksheets[0]
    for cell in sheet[3]:
        if cell.value in typed:
            sheet.cell(3 + row, cell.column).value = typed[cell.value]


def type_into_m2(file, key, value):
    """Type a value into the second mission of a filled sheet, as a spreadsheet or an editor would."""
    if file.suffix == ".xlsx":
        book = load_workbook(file)
        type_below(book, 2, **{key: value})
        book.save(file)
        return
    *above, keys, first, second = file.read_text(encoding="utf-8").splitlines()
    cells = second.split(",")
    cells[keys.split(",").index(key)] = str(value)
    file.write_text("\n".join([*above, keys, first, ",".join(cells)]), encoding="utf-8")


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_changed_since_a_sheet_was_written_is_not_undone(store, tmp_path, suffix):
    """A sheet that lay on a desk for a week brings what was typed into it, and not the week before."""
    file = tmp_path / f"missions{suffix}"
    call("template", "missions", "--to", file, "--store", store, "--filled", "--lang", "en")
    open_store(store).commit(Work(at=JUNE, who="Awa", what="nuits", put=[evolve(MISSION, lodging_nights=3)]))
    unchanged = call("import", "missions", file, store, *WHO, "--update", "--lang", "en")
    type_into_m2(file, "teaching_hours", 6)
    done = call("import", "missions", file, store, *WHO, "--update", "--lang", "en")

    assert unchanged.stderr == f"missions{suffix}: nothing to change; all is there already (2).\n"
    assert "Meanwhile Awa wrote journal entry 3: nuits. Nothing of it is lost; merged field by field: missions/M2." in done.stderr
    assert load(store).missions[1] == evolve(MISSION, lodging_nights=3, teaching_hours=6)


def test_an_old_sheet_does_not_bring_back_a_person_who_was_erased(store, tmp_path):
    """The list of names lay in a drawer when the letter came."""
    file = tmp_path / "experts.xlsx"
    call("template", "experts", "--to", file, "--store", store, "--filled", "--names")
    call("erase", store, "E1", "--who", "UNC", "--why", "lettre")
    book = load_workbook(file)
    type_below(book, 2, country="SN – Sénégal")
    book.save(file)
    done = call("import", "experts", file, store, *WHO, "--update")

    assert done.exit_code == 0
    assert load(store).experts[1] == evolve(a_small_programme().experts[1], name=ERASED, country="SN")


def test_a_sheet_of_another_programme_is_refused(store, tmp_path, sheet):
    """What it was compared with is not there; without the line it is compared with what stands there now."""
    file = tmp_path / "missions.csv"
    call("template", "missions", "--to", file, "--store", store, "--filled")
    text = file.read_text(encoding="utf-8-sig")
    lines = text.splitlines()
    (at,) = [number for number, line in enumerate(lines) if line.startswith("# journal: 2 ")]
    other = sheet((*lines[:at], "# journal: 2 " + "0" * 64, *lines[at + 1 :]), "autre.csv")
    without = sheet((*lines[:at], *lines[at + 1 :]), "sans.csv")

    assert codes(call("import", "missions", other, store, *WHO, "--update")) == ["sheet-of-another-past"]
    assert "rien à changer" in call("import", "missions", without, store, *WHO, "--update").stderr


def test_a_sheet_of_two_columns_changes_one_field(store, sheet):
    """With --update only what names a record must stand in the sheet."""
    done = call("import", "missions", sheet(("id;lodging_nights", "M2;3", "M9;2")), store, *WHO, "--update")
    assert codes(done) == ["missing-value"] * 3  # M9 is new, and lacks its residence and its days

    call("import", "missions", sheet(("id;lodging_nights", "M2;3")), store, *WHO, "--update")
    assert load(store).missions[1] == evolve(MISSION, lodging_nights=3)


def test_the_journal_keeps_the_name_of_the_file_alone(sheet):
    """Folders say who sits where; a line break in a name would break the line."""
    store = "memory:cli-import-name"
    open_store(store).save(a_small_programme(), replace=True)
    done = call("import", "missions", sheet(GOOD, "plan\n2009.csv"), store, *WHO)

    assert done.exit_code == 0
    assert load(store).journal[-1].what == "tokten import missions plan\ufffd2009.csv"


# Two people at once.


class Overtaken:
    """Opens stores to which somebody else writes between a reading and the commit that follows: `overtaken:` and the address."""

    schemes = frozenset({"overtaken"})

    def __init__(self, work):
        self.work = work

    def open(self, address):
        return OvertakenStore(open_store(address.removeprefix("overtaken:")), self.work)


class OvertakenStore:
    """The store itself, with somebody else at it."""

    def __init__(self, kept, work):
        self.kept, self.work = kept, work

    def __getattr__(self, name):
        return getattr(self.kept, name)

    def load(self, **how):
        programme = self.kept.load(**how)
        self.kept.commit(self.work)
        return programme


@pytest.fixture
def overtaken(store, sheet, monkeypatch):
    """Take a sheet with `lines` in while Awa writes `records`."""

    def take(lines, records, *words):
        awa = Work(at=JUNE, who="Awa", what="fiches de juin", why="relecture", put=records)
        monkeypatch.setitem(plugins().stores, "overtaken", Overtaken(awa))
        return call("import", "missions", sheet(lines), f"overtaken:{store}", *WHO, "--update", *words)

    return take


MISSION = a_small_programme().missions[1]
HIS = ("id;residence;start;end;teaching_hours", "M2;FR;2009-03-01;2009-03-01;6", "M8;SN;2009-03-02;2009-03-15;")


def test_what_another_wrote_meanwhile_is_kept_and_told(store, overtaken):
    """Two officers take their sheets in on the same morning; neither loses a field."""
    done = overtaken(HIS, [evolve(MISSION, lodging_nights=3)], "--lang", "en")
    after = load(store)

    assert done.exit_code == 0
    assert done.stderr.splitlines()[1:] == [
        "Meanwhile Awa wrote journal entry 3: fiches de juin (relecture). Nothing of it is lost; merged field by field: missions/M2."
    ]
    assert "1 added, 1 changed, 0 unchanged; journal entry 4, " in done.stderr
    assert (after.missions[1].lodging_nights, after.missions[1].teaching_hours) == (3, 6)
    assert [*verify(after)] == []


def test_what_another_wrote_elsewhere_is_counted(overtaken):
    """Who comes back after a month is not told a month of other people's work."""
    done = overtaken(HIS, [evolve(MISSION, id="M7")])

    assert done.stderr.splitlines()[1:] == [
        "Entre-temps, d'autres ont écrit sans toucher à ce que modifie cette feuille ; entrées du journal : 1. Rien n'en est perdu."
    ]


def test_a_program_is_told_what_was_merged(overtaken):
    done = overtaken(HIS, [evolve(MISSION, id="M7")], "--format", "json")

    assert json.loads(done.stdout)["merged_with"] == [
        {"journal_entry": 3, "who": "Awa", "what": "fiches de juin", "why": "relecture", "records": []}
    ]


def test_one_field_written_by_both_is_refused_with_both_values(store, overtaken):
    """Which of the two is right, a person knows and no rule."""
    done = overtaken(HIS, [evolve(MISSION, teaching_hours=4)])
    after = load(store)

    assert (done.exit_code, done.stdout, codes(done)) == (2, "", ["store-clash"])
    assert done.stderr.startswith("missions[M2].teaching_hours : vous écrivez 6, Awa a écrit 4 entre-temps.")
    assert (len(after.journal), after.find("missions", "M8")) == (3, None)


def test_what_the_other_wrote_alike_is_no_entry(store, overtaken):
    """The same sheet taken in by two leaves one entry, and the second does not claim it."""
    record = evolve(MISSION, teaching_hours=6)
    done = overtaken(HIS[:2], [record], "--format", "json")

    assert json.loads(done.stdout) | {"merged_with": []} == {
        "kind": "missions", "added": [], "changed": [], "unchanged": 1, "journal_entry": None, "merged_with": []
    }  # fmt: skip
    assert len(load(store).journal) == 3


def test_a_folder_is_no_sheet(tmp_path):
    (tmp_path / "missions.xlsx").mkdir()
    done = call("import", "missions", tmp_path / "missions.xlsx", "memory:x", *WHO)

    assert (done.exit_code, codes(done)) == (2, ["file-unreadable"])


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_places_are_named_in_the_language_of_the_call(tmp_path, sheet, lang):
    store = "memory:cli-import-places"
    open_store(store).save(a_small_programme(), replace=True)
    done = call("import", "missions", sheet(BAD), store, *WHO, "--lang", lang)

    assert done.stderr.startswith(
        {"fr": "missions.csv, ligne 2, colonne residence : ", "en": "missions.csv, line 2, column residence: "}[lang]
    )
