"""What people type into a template comes back as they meant it: any record, in a workbook and in a text file."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from tokten_core.convert import to_row
from tokten_core.countries import COUNTRIES
from tokten_core.errors import InputError
from tokten_core.model.institution import Institution, InstitutionKind
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.model.logframe import Reading
from tokten_core.money import Money
from tokten_core.records import evolve, facts_of
from tokten_core.services.importing import IMPORTS, filled_form, form, incoming
from tokten_core.sheets import BETWEEN, Dialect, FormColumn
from tokten_core.terms import code_label
from tokten_core.testing.examples import a_small_programme
from tokten_core.testing.strategies import identifiers, records
from tokten_sheets.text_files import CsvSheets
from tokten_sheets.workbooks import XlsxSheets

DAY = dt.date(2026, 11, 24)
THERE = a_small_programme().with_records(
    institutions=(Institution(id="INS – 1", name="Faculté – de droit", kind=InstitutionKind.UNIVERSITY, sector="law"),)
)
KNOWN = {name: tuple(record.id for record in records) for name, records in THERE.everything()}
FRENCH = Dialect("dmy", "comma")
FIRST_SURE_DAY = dt.date(1900, 3, 1)
"""Before it programs do not agree which day a date cell is; people type such a day as text."""


@st.composite
def typed_records(draw, kind):
    """A few records of one kind as people may type them: new, of a known country, with what a sheet does not ask for as it is by itself."""
    about = IMPORTS[kind]
    new = identifiers().filter(lambda name: name not in KNOWN[about.collection] and not name.startswith("#"))
    drawn = draw(st.lists(records(about.record, known=KNOWN, id=new), min_size=1, max_size=3, unique_by=lambda record: record.id))
    country = {name: draw(st.sampled_from(sorted(COUNTRIES))) for name in ("country", "residence") if name in facts_of(about.record)}
    asked = {name: facts_of(about.record)[name].default for name in about.not_typed if name not in about.fixed}
    return tuple(evolve(record, **country, **asked, **_fixed(about, record)) for record in drawn)


def _fixed(about, record):
    return {name: type(getattr(record, name))(value) for name, value in about.fixed.items()}


def typed(column: FormColumn, record) -> object:
    """What a person types for one column of a record: words for codes, amounts in whole units, several codes with semicolons."""
    value = to_row(record)[column.key]
    fact = column.column.fact
    if value is None or value in ("", []):
        return None
    if fact.type is Money and not column.column.part:
        return getattr(record, fact.name).amount
    if fact.name in ("country", "residence"):
        return value + BETWEEN + COUNTRIES[value].fr
    if column.column.choices:
        return code_label(value).fr
    if column.column.type == "array":
        return json.dumps(value) if any(set(part) & set(";[") for part in value) else "; ".join(value)
    return value


def as_text(value) -> str:
    """The words of a French sheet."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/") + f"{value.year:04}"
    return format(value, "f").replace(".", ",") if isinstance(value, Decimal) else str(value)


def filled_text(kind, typed_in) -> bytes:
    template = CsvSheets().write(form(kind, THERE), "fr", DAY)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([as_text(typed(column, each)) for column in form(kind).columns] for each in typed_in)
    return template + out.getvalue().encode()


def filled_workbook(kind, typed_in) -> bytes:
    book = load_workbook(io.BytesIO(XlsxSheets().write(form(kind), "fr", DAY)))
    sheet = book.worksheets[0]
    for row, each in enumerate(typed_in, start=3):
        for at, column in enumerate(form(kind).columns, start=1):
            type_into(sheet.cell(row, at), typed(column, each))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def type_into(cell, value) -> None:
    """Type a value as a spreadsheet keeps it: numbers of up to fifteen digits and later days as its own, all else as text."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        number = Decimal(value)
        cell.value = as_text(number)
        if len(number.normalize().as_tuple().digits) <= 15 and abs(number) < 10**15 and Decimal(repr(float(number))) == number:
            cell.value = float(number)
    elif isinstance(value, dt.date) and value >= FIRST_SURE_DAY:
        cell.value, cell.number_format = value, "dd/mm/yyyy"
    elif value is not None:
        cell.value = as_text(value)
        cell.data_type = "s"  # a text that begins with = is typed as a text


def there_and_back(reader, content, kind, dialect=FRENCH):
    sheet = reader.read(content, "typed", form(kind), "fr")
    return incoming(kind, sheet, THERE, dialect)


@pytest.mark.parametrize("kind", IMPORTS)
@given(data=st.data())
def test_records_typed_into_a_text_file_come_back_equal(kind, data):
    """Formulas, quotes, line breaks, Arabic, 28 decimals: what a record may hold, a sheet may hold."""
    meant = data.draw(typed_records(kind))

    assert there_and_back(CsvSheets(), filled_text(kind, meant), kind).added == meant


@pytest.mark.parametrize("kind", IMPORTS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_records_typed_into_a_workbook_come_back_equal(kind, data):
    meant = data.draw(typed_records(kind))

    assert there_and_back(XlsxSheets(), filled_workbook(kind, meant), kind).added == meant


FORMATS = pytest.mark.parametrize("reader", [CsvSheets(), XlsxSheets()], ids=[".csv", ".xlsx"])


def with_records(kind, added):
    """The small programme and some more records of one kind."""
    collection = IMPORTS[kind].collection
    return THERE.with_records(**{collection: (*THERE.records(collection), *added)})


def taken_back(reader, kind, there, lang, **how):
    content = reader.write(filled_form(kind, there, **how), lang, DAY)
    return incoming(kind, reader.read(content, "filled", form(kind), lang), there, update=True)


@FORMATS
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("kind", IMPORTS)
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_filled_sheet_that_comes_back_as_it_went_changes_nothing(reader, lang, kind, data):
    """Who corrects one cell of a hundred rows changes one field."""
    there = with_records(kind, data.draw(typed_records(kind)))
    names = data.draw(st.booleans())
    found = taken_back(reader, kind, there, lang, names=names)

    assert (found.put, found.unchanged) == ((), len(filled_form(kind, there).rows))


@FORMATS
def test_a_filled_sheet_holds_the_records_of_its_kind_alone(reader):
    """The ledger also holds advances; the sheet of expenditure does not ask about them."""
    bought = LedgerEntry(
        id="v3", kind=EntryKind.EXPENDITURE, on=dt.date(2009, 4, 2), budget_line="zero", amount=Money("12.50", "EUR"), label="=1+1"
    )
    there = with_records("expenditure", [bought])

    assert [row[0] for row in filled_form("expenditure", there).rows] == ["v3"]
    assert taken_back(reader, "expenditure", there, "fr").unchanged == 1


@FORMATS
def test_a_filled_sheet_names_nobody_unless_asked(reader):
    """A list of experts goes from hand to hand while their skills are corrected; what it leaves out stays as it is."""
    plain, named = (reader.write(filled_form("experts", THERE, names=names), "fr", DAY) for names in (False, True))
    cells = [{cell for _, row in reader.read(each, "f", form("experts"), "fr").rows for cell in row.values()} for each in (plain, named)]
    names = {expert.name for expert in THERE.experts}

    assert names.isdisjoint(cells[0])
    assert {name.lstrip("=") for name in names} <= {str(cell).lstrip("'=") for cell in cells[1]}
    assert taken_back(reader, "experts", THERE, "fr").put == ()


def test_a_text_file_that_holds_records_runs_nothing_in_a_spreadsheet():
    """A name that begins with = goes out behind an apostrophe, and the file says so."""
    text = CsvSheets().write(filled_form("missions", THERE), "fr", DAY).decode("utf-8-sig")

    assert text.splitlines()[3] == "# formules: apostrophe"
    assert text.splitlines()[4] == f"# journal: 2 {THERE.journal[-1].hash}"
    assert text.splitlines()[6].startswith("'=M1;")


def test_a_text_too_long_for_a_cell_is_told_with_its_record():
    """A workbook would leave it out without a word."""
    long = Reading(id="r9", indicator="i1", on=DAY, value=Decimal(1), note="x" * 32_768)
    there = with_records("readings", [long])

    with pytest.raises(InputError) as caught:
        taken_back(XlsxSheets(), "readings", there, "fr")
    assert [(problem.place, problem.code) for problem in caught.value.problems] == [("readings[r9].note", "sheet-text-beyond-a-cell")]
    assert taken_back(CsvSheets(), "readings", there, "fr").put == ()


@pytest.mark.looks
def test_libreoffice_gives_back_what_was_typed(tmp_path, libreoffice):
    """It opens our template, and what it saves is read the same: as a workbook, and as CSV, which holds what its cells show."""
    meant = tuple(evolve(each, id=f"N-{number}") for number, each in enumerate(THERE.missions, start=1))
    meant = tuple(
        evolve(each, airfare=Money("812.50", "EUR"), invented=False, state=facts_of(type(each))["state"].default) for each in meant
    )
    book = tmp_path / "missions.xlsx"
    book.write_bytes(filled_workbook("missions", meant))
    saved = libreoffice(book, "xlsx:Calc MS Excel 2007 XML").read_bytes()
    text = libreoffice(book, "csv:Text - txt - csv (StarCalc):59,34,76,1").read_bytes()

    assert there_and_back(XlsxSheets(), saved, "missions").added == meant
    assert there_and_back(CsvSheets(), text, "missions", Dialect("dmy", "point")).added == meant


@pytest.mark.looks
@pytest.mark.parametrize("kind", IMPORTS)
def test_libreoffice_shows_the_headings_and_how_to_fill_a_sheet(kind, tmp_path, libreoffice):
    """What a person sees first: the headings, none cut off, and a page that says how."""
    book = tmp_path / f"{kind}.xlsx"
    book.write_bytes(XlsxSheets().write(form(kind, THERE), "fr", DAY))
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(libreoffice(book, "pdf")).pages]

    assert all(column.heading.fr in pages[0] for column in form(kind).columns)
    assert "Vide veut dire inconnu, jamais zéro" in pages[1]
    assert "###" not in "".join(pages)
