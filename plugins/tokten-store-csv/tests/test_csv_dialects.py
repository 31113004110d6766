"""The dialect of a French Excel: written when it is asked for, kept by whoever saves again, and opened right by a sheet."""

import csv
import json
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from tokten_core.errors import InputError, StoreError
from tokten_core.model.committee import Session
from tokten_core.model.institution import Institution, InstitutionKind
from tokten_core.testing.examples import a_large_programme, a_small_programme, a_work
from tokten_store_csv.store import CsvStores

PROFILE = json.loads((Path(__file__).parent / "data" / "datapackage-2.0.schema.json").read_text(encoding="utf-8"))
MARK = b"\xef\xbb\xbf"


def opened(folder, option=""):
    return CsvStores().open(f"csv:{folder}/{option}")


@pytest.fixture
def folder(tmp_path):
    """A folder for a French Excel, with the small programme in it."""
    opened(tmp_path / "mali", "?excel=fr").save(a_small_programme())
    return tmp_path / "mali"


def dialects_of(folder):
    """Give the delimiters of the description, of the headers, and whether a mark begins the files."""
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    said = {resource.get("dialect", {}).get("delimiter", ",") for resource in described["resources"]}
    contents = [file.read_bytes() for file in folder.glob("*.csv")]
    used = {";" if b";" in content.split(b"\n")[0] else "," for content in contents}
    return said, used, {content.startswith(MARK) for content in contents}


def test_it_is_semicolons_and_a_mark_and_the_description_says_so(folder):
    assert dialects_of(folder) == ({";"}, {";"}, {True})

    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert [error.message for error in jsonschema.Draft7Validator(PROFILE).iter_errors(described)] == []
    with (folder / "missions.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert next(csv.DictReader(stream, delimiter=";"))["start"] == "2009-03-01"


def test_days_points_and_truth_values_stay_as_they_are(folder):
    """A comma for a point would make two readers of one file disagree."""
    assert '"=' not in (folder / "programme.csv").read_text(encoding="utf-8")
    assert ";400.00;" in (folder / "programme.csv").read_text(encoding="utf-8")
    assert ";false;" in (folder / "missions.csv").read_text(encoding="utf-8")


def test_the_plain_address_reads_both(folder, tmp_path):
    opened(tmp_path / "plain").save(a_small_programme())

    assert opened(folder).load() == opened(tmp_path / "plain").load() == a_small_programme()


def test_a_folder_keeps_its_dialect_whoever_saves(folder):
    opened(folder).save(a_large_programme(), replace=True)
    assert dialects_of(folder) == ({";"}, {";"}, {True})
    opened(folder).save(a_small_programme(), replace=True)
    opened(folder).commit(a_work(0))
    assert dialects_of(folder) == ({";"}, {";"}, {True})


def test_the_address_changes_the_dialect_of_a_folder_that_has_another(tmp_path):
    opened(tmp_path).save(a_small_programme())
    assert dialects_of(tmp_path) == ({","}, {","}, {False})

    opened(tmp_path, "?excel=fr").save(a_small_programme(), replace=True)
    assert dialects_of(tmp_path) == ({";"}, {";"}, {True})


def test_a_mark_that_an_editor_took_off_is_not_missed(folder):
    for file in folder.glob("*.csv"):
        file.write_bytes(file.read_bytes().removeprefix(MARK).replace(b"\n", b"\r\n"))

    assert opened(folder).load() == a_small_programme()


def test_the_other_separator_is_named(folder):
    file = folder / "skills.csv"
    file.write_bytes(file.read_bytes().replace(b";", b","))

    with pytest.raises(InputError) as caught:
        opened(folder).load()
    assert "skills.csv, line 1: the header is separated by ,." in caught.value.say("en")
    assert "Save the file with ; between the cells." in caught.value.say("en")


@pytest.mark.parametrize("option", ["?excel=de", "?excel", "?", "?excel=fr&x=1"])
def test_another_option_is_refused(tmp_path, option):
    if option == "?":
        assert opened(tmp_path, option).address.endswith("?")
        return
    with pytest.raises(StoreError) as caught:
        opened(tmp_path, option)
    assert caught.value.code == "store-address"


# What a sheet sees.

FRENCH = "--infilter=Text - txt - csv (StarCalc):{separator},34,76,1,,1036,false,true,false,false,0,true"
"""Quotes, UTF-8, from line 1, in French, days and numbers seen as such, formulas run."""
DANGEROUS = [
    "=1+1", "+1+1", "-1+3", "@SUM(1;1)", "\t=1+1", "x;=1+1;y", "x,=1+1,y", "x\n=1+1;y", "x\t=1+1", "\u202e=1+1", "\ufeff=1+1", "＝1+1", "'=1+1", 'a";=1+1;"b',
]  # fmt: skip


@pytest.fixture
def in_french(libreoffice):
    """Open a file as a French sheet does that runs what it can: rows of cells."""

    def rows(file, separator):
        book = openpyxl.load_workbook(libreoffice(file, "xlsx", FRENCH.format(separator=ord(separator))))
        return [*book.active.iter_rows()]

    return rows


@pytest.mark.looks
def test_a_french_sheet_sees_columns_accents_and_days(folder, in_french):
    header, *rows = in_french(folder / "missions.csv", ";")

    names = [cell.value for cell in header]
    assert names[:2] == ["id", "expert"]
    assert [row[names.index("start")].value.isoformat()[:10] for row in rows] == ["2009-03-01", "2009-03-01"]
    assert [row[names.index("airfare")].value for row in rows] == [450_000, 0]
    assert rows[0][0].value == "'=M1"
    assert in_french(folder / "experts.csv", ";")[2][1].value == "Awa \"É\" Exemple,\n'deux'"


@pytest.mark.looks
def test_the_sheet_that_we_look_with_runs_formulas(tmp_path, in_french):
    """Otherwise the next test would prove nothing."""
    (tmp_path / "raw.csv").write_text("a;=1+1;b\n", encoding="utf-8")

    assert in_french(tmp_path / "raw.csv", ";")[0][1].data_type == "f"


@pytest.mark.looks
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("option", ["", "?excel=fr"], ids=["plain", "excel"])
def test_no_text_is_run_even_where_the_file_is_opened_with_another_separator(tmp_path, in_french, option, separator):
    """In a comma file opened with semicolons, the end of a text is a cell of its own."""
    made = a_small_programme()
    institutions = [
        Institution(id=f"I{number}", name=text, town=text, kind=InstitutionKind.HOSPITAL, sector=text, invented=True)
        for number, text in enumerate(DANGEROUS)
    ]
    sessions = [Session(id="s", agenda=tuple(DANGEROUS), invented=True)]
    opened(tmp_path / "mali", option).save(made.with_records(institutions=institutions, sessions=sessions))

    for name in ("institutions", "sessions"):
        cells = [cell for row in in_french(tmp_path / "mali" / f"{name}.csv", separator) for cell in row]
        assert [cell.value for cell in cells if cell.data_type == "f"] == []
