"""What a sheet holds can be read: nothing is cut, nothing shows as a row of hashes."""

import datetime as dt
import io

import openpyxl
import pytest

from tokten_core.content import Column, Report, Row, Section, Table
from tokten_core.text import Text, same
from tokten_render.xlsx import Xlsx

DAY = dt.date(2009, 9, 30)
READ = Text(en="Baseline, its value and the year it was read in", fr="Valeur de départ et année où elle fut relevée")


@pytest.fixture(params=["fr", "en"])
def lang(request):
    return request.param


@pytest.fixture
def sheet(lang):
    """A table so full that its columns have little room."""
    told = same("a long remark that asks for much more room than there is on the page " * 3)
    columns = (
        Column("date", same("Date"), "date", group=READ),
        Column("value", same("n"), "integer", group=READ),
        *(Column(f"said{at}", same("Remark")) for at in range(6)),
    )
    row = Row("r", {"date": DAY, "value": 283, **{f"said{at}": told for at in range(6)}})
    report = Report("trial", same("Trial"), sections=(Section(same("Table"), (Table("t", columns, (row,)),)),))
    return openpyxl.load_workbook(io.BytesIO(Xlsx().render(report, lang, DAY))).worksheets[0]


def cell_of(sheet, value):
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == value)


def test_a_date_has_room_on_one_line(sheet, lang):
    cell = cell_of(sheet, dt.datetime.combine(DAY, dt.time()))

    assert sheet.column_dimensions[cell.column_letter].width >= len({"fr": "30/09/2009", "en": "30 September 2009"}[lang])


def test_a_heading_above_several_columns_is_not_cut(sheet, lang):
    cell = cell_of(sheet, READ.say(lang))
    width = sum(sheet.column_dimensions[letter].width for letter in "AB")
    lines = -(-len(READ.say(lang)) // int(width * 1.1))

    assert lines > 1
    assert sheet.row_dimensions[cell.row].height >= 12.75 * lines
