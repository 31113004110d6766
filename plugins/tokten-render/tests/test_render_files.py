"""Every file, opened with an independent reader, shows what the content says."""

import importlib.util
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest

from tokten_core.content import Formula, Mark
from tokten_core.plugins import plugins
from tokten_render.plugin import tokten_renderers
from tokten_render.words import typographic, written

RENDERERS = {renderer.suffix: renderer for renderer in tokten_renderers()}


def _sample():
    spec = importlib.util.spec_from_file_location("sample_report", Path(__file__).parent / "sample_report.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SAMPLE = _sample()
REPORT = SAMPLE.report()


def made(suffix, lang="fr", report=REPORT):
    return RENDERERS[suffix].render(report, lang, SAMPLE.DAY)


def test_the_plugin_brings_a_renderer_for_each_kind_of_file():
    assert {".xlsx", ".docx", ".pdf", ".html", ".md", ".json"} <= set(plugins().renderers)


@pytest.mark.parametrize("suffix", RENDERERS)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_same_report_gives_the_same_bytes(suffix, lang):
    assert made(suffix, lang) == made(suffix, lang)


@pytest.mark.parametrize("suffix", RENDERERS)
def test_the_languages_differ(suffix):
    assert made(suffix, "fr") != made(suffix, "en")


def sheet_rows(sheet, table, lang):
    """Find a table on a sheet by its headings, and give its rows."""
    labels = [typographic(column.label.say(lang), lang) for column in table.columns]
    rows = list(sheet.iter_rows())
    first = next(at for at, row in enumerate(rows) if [cell.value for cell in row[: len(labels)]] == labels)
    return rows[first + 1 : first + 1 + len(table.rows)]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_cell_of_a_sheet_shows_its_value(lang):
    table = REPORT.table("budget")
    book = openpyxl.load_workbook(io.BytesIO(made(".xlsx", lang)), data_only=True)
    for (row, values), cells in zip(table.values(), sheet_rows(book["Budget"], table, lang), strict=True):
        for value, column, cell in zip(values, table.columns, cells, strict=False):
            assert shown_as(value, column, lang, cell.value), (row.key, column.key, value, cell.value)


def shown_as(value, column, lang, cell):
    if isinstance(value, int) and not isinstance(value, bool):
        units = value / 100 if column.currency == "USD" else value
        return cell == pytest.approx(units)
    if value is None or isinstance(value, Mark):
        return (cell or "") == written(value, column, lang)
    return str(cell) == typographic(written(value, column, lang), lang) if isinstance(cell, str) else cell == pytest.approx(float(value))


def test_every_formula_of_the_content_is_a_formula_of_the_sheet():
    table = REPORT.table("budget")
    book = openpyxl.load_workbook(io.BytesIO(made(".xlsx")))
    for row, cells in zip(table.rows, sheet_rows(book["Budget"], table, "fr"), strict=True):
        for column, cell in zip(table.columns, cells, strict=False):
            assert isinstance(table.cell(row.key, column.key), Formula) == (cell.data_type == "f"), (row.key, column.key)


def test_a_text_that_looks_like_a_formula_stays_text():
    book = openpyxl.load_workbook(io.BytesIO(made(".xlsx")))
    cells = [cell for row in book["Budget"].iter_rows() for cell in row if str(cell.value).startswith("=1+1")]

    assert [cell.data_type for cell in cells] == ["s"]


def test_sheet_names_are_such_as_excel_allows_and_differ():
    names = openpyxl.load_workbook(io.BytesIO(made(".xlsx"))).sheetnames

    assert len({name.lower() for name in names}) == len(names)
    assert not any(len(name) > 31 or re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_a_draft_says_so_in_every_file_and_a_final_report_does_not():
    words = {".xlsx": _xlsx_text, ".docx": _docx_text, ".pdf": _pdf_text, ".html": bytes.decode, ".md": bytes.decode}
    final = SAMPLE.report(final=True)
    for suffix, text in words.items():
        assert "BROUILLON" in text(made(suffix)), suffix
        assert "T-02" in text(made(suffix)), suffix
        assert "BROUILLON" not in text(made(suffix, report=final)), suffix


def _xlsx_text(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def _docx_text(data):
    document = docx.Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _pdf_text(data):
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def test_a_document_has_the_figures_of_its_table():
    table = REPORT.table("budget")
    document = docx.Document(io.BytesIO(made(".docx")))
    found = next(each for each in document.tables if each.rows[0].cells[0].text == "Ligne")
    for (_, values), line in zip(table.values(), found.rows[1:], strict=True):
        wanted = [typographic(written(value, column, "fr"), "fr") for value, column in zip(values, table.columns, strict=True)]
        assert [cell.text for cell in line.cells] == wanted


def test_the_headings_of_a_document_table_repeat_over_pages():
    document = docx.Document(io.BytesIO(made(".docx")))
    wide = next(each for each in document.tables if each.rows[0].cells[0].text == "Indicateur")

    assert "w:tblHeader" in wide.rows[0]._tr.xml


def test_a_pdf_holds_every_row_of_a_long_table_and_numbers_its_pages():
    text = _pdf_text(made(".pdf"))

    assert all(f"Ligne {row} parmi" in text for row in range(1, 60))
    assert "1 / " in text


def test_a_pdf_is_made_for_keeping():
    """PDF/A-2b says of itself that it is."""
    metadata = pypdf.PdfReader(io.BytesIO(made(".pdf"))).xmp_metadata

    assert b"pdfaid" in metadata.stream.get_data()


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.fetched, self.words = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.fetched += [value for name, value in attrs if name in {"src", "href", "xlink:href"} and value and "//" in value]

    def handle_data(self, data):
        self.words.append(data)


def test_a_page_is_whole_in_itself_and_escapes_what_it_is_given():
    page = _Page()
    page.feed(made(".html").decode())

    assert page.fetched == []
    assert "script" not in page.tags
    assert any("<script>alert(1)</script>" in words for words in page.words)
    assert "svg" in page.tags


def test_plain_values_are_exact_and_say_their_formulas():
    data = json.loads(made(".json"))
    table = next(block for section in data["sections"] for block in section["blocks"] if block.get("key") == "budget")
    cells = {row["key"]: row["cells"] for row in table["rows"]}

    assert cells["s1"]["xof"] == {"value": 32_375_000, "formula": {"kind": "sum", "rows": ["a", "b", "c"]}}
    assert cells["c"]["xof"] == {"mark": "pm"}
    assert cells["t"]["xof"]["value"] == {"mark": "unknown"}
    assert data["final"] is False


def test_markdown_keeps_a_hostile_text_text():
    assert r"=1+1 \<script\>" in made(".md").decode()


@pytest.mark.looks
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_libreoffice_recalculates_every_formula_to_the_value_of_the_content(lang, libreoffice, tmp_path):
    book = tmp_path / "sample.xlsx"
    book.write_bytes(made(".xlsx", lang))
    recalculated = openpyxl.load_workbook(libreoffice(book, "xlsx"), data_only=True)
    table = REPORT.table("budget")
    for (row, values), cells in zip(table.values(), sheet_rows(recalculated["Budget"], table, lang), strict=True):
        for value, column, cell in zip(values, table.columns, cells, strict=False):
            assert shown_as(value, column, lang, cell.value), (row.key, column.key, value, cell.value)


@pytest.mark.looks
def test_libreoffice_opens_the_document(libreoffice, tmp_path):
    file = tmp_path / "sample.docx"
    file.write_bytes(made(".docx"))

    assert "Enseignement" in _pdf_text(libreoffice(file, "pdf").read_bytes())


@pytest.mark.looks
def test_chromium_shows_the_page(chromium, tmp_path):
    page = tmp_path / "index.html"
    page.write_bytes(made(".html"))

    assert chromium(page).stat().st_size > 20_000
