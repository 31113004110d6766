"""Every file, opened with an independent reader, shows what the content says."""

import importlib.util
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest

from tokten_core.content import Formula, Mark
from tokten_core.plugins import plugins
from tokten_core.ports import Renderer
from tokten_render.plugin import tokten_renderers
from tokten_render.words import said, shown

RENDERERS = {renderer.suffix: renderer for renderer in tokten_renderers()}


def _sample():
    spec = importlib.util.spec_from_file_location("sample_report", Path(__file__).parent / "sample_report.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SAMPLE = _sample()
REPORT = SAMPLE.report()
HOSTILE = SAMPLE.hostile()
FILES: dict[tuple[str, str, str], bytes] = {}


def made(suffix, lang="fr", which="draft"):
    """Write a report once for all the tests that read it."""
    report = {"draft": REPORT, "final": SAMPLE.report(final=True), "hostile": HOSTILE}[which]
    at = (suffix, lang, which)
    if at not in FILES:
        FILES[at] = RENDERERS[suffix].render(report, lang, SAMPLE.DAY)
    return FILES[at]


# ------------------------------------------------------------ every renderer


def test_the_plugin_brings_a_renderer_for_each_kind_of_file():
    assert {".xlsx", ".docx", ".pdf", ".html", ".md", ".json"} <= set(plugins().renderers)
    assert all(isinstance(renderer, Renderer) for renderer in tokten_renderers())


@pytest.mark.parametrize("suffix", RENDERERS)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_same_report_gives_the_same_bytes(suffix, lang):
    """A content composed anew, so that nothing lives in the objects."""
    assert RENDERERS[suffix].render(SAMPLE.report(), lang, SAMPLE.DAY) == made(suffix, lang)


@pytest.mark.parametrize("suffix", RENDERERS)
def test_the_languages_differ(suffix):
    assert made(suffix, "fr") != made(suffix, "en")


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".pdf", ".html", ".md"])
def test_a_draft_names_what_fails_and_a_final_report_does_not_call_itself_one(suffix):
    assert "BROUILLON" in text(suffix)
    assert "DRAFT" in text(suffix, "en")
    assert "T-02" in text(suffix)
    assert "BROUILLON" not in text(suffix, which="final")


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".pdf", ".html", ".md"])
@pytest.mark.parametrize(
    ("which", "outcomes"), [("draft", ("respecté", "non respecté", "à signaler")), ("final", ("respecté", "à signaler"))]
)
def test_all_checks_stand_at_the_end(suffix, which, outcomes):
    end = text(suffix, which=which).rpartition("Contrôles")[2]

    assert all(code in end for code in ("T-01", "T-02", "T-03"))
    assert all(outcome in end for outcome in outcomes)


def text(suffix, lang="fr", which="draft"):
    """Read all words of a file back, with a reader that is not ours."""
    words = {
        ".xlsx": _xlsx_text,
        ".docx": _docx_text,
        ".pdf": _pdf_text,
        ".html": _html_text,
        ".md": lambda data: data.decode().replace("\\", ""),
    }
    return words[suffix](made(suffix, lang, which))


def _xlsx_text(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def _docx_text(data):
    parts = docx.Document(io.BytesIO(data)).iter_inner_content()
    return " ".join(
        part.text if hasattr(part, "text") else " ".join(cell.text for row in part.rows for cell in row.cells) for part in parts
    )


def _pdf_text(data):
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def _html_text(data):
    return " ".join(_page(data).words)


# ------------------------------------------------------------ xlsx


def sheet_rows(sheet, table, lang):
    """Find a table on a sheet by its headings, and give its rows."""
    labels = [said(column.label, lang) for column in table.columns]
    rows = list(sheet.iter_rows())
    first = next(at for at, row in enumerate(rows) if [cell.value for cell in row[: len(labels)]] == labels)
    return rows[first + 1 : first + 1 + len(table.rows)]


def cells_of(book, key, lang="fr"):
    """Give every cell of a table beside its value and its column."""
    table = REPORT.table(key)
    for (row, values), cells in zip(table.values(), sheet_rows(book["Budget"], table, lang), strict=True):
        for value, column, cell in zip(values, table.columns, cells, strict=False):
            yield row, column, value, cell


def shows(cell, value, column, lang):
    """Tell whether a cell holds a value: figures as figures in whole units, days as days, all else as the words that are shown."""
    found = cell.value
    if isinstance(value, bool) or value is None or isinstance(value, Mark):
        return (found or "") == shown(value, column, lang)
    if isinstance(found, int | float):
        return found == pytest.approx(float(value) / (100 if column.currency in {"USD", "EUR"} else 1), rel=1e-12)
    if cell.is_date:
        return found.date() == value
    return found == shown(value, column, lang)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("key", ["budget", "units"])
def test_every_cell_of_a_sheet_holds_its_value(lang, key):
    book = openpyxl.load_workbook(io.BytesIO(made(".xlsx", lang)), data_only=True)
    for row, column, value, cell in cells_of(book, key, lang):
        assert shows(cell, value, column, lang), (row.key, column.key, value, cell.value)


def test_every_formula_of_the_content_is_a_formula_of_the_sheet():
    book = openpyxl.load_workbook(io.BytesIO(made(".xlsx")))
    for key in ("budget", "units"):
        for row, column, _, cell in cells_of(book, key):
            assert isinstance(REPORT.table(key).cell(row.key, column.key), Formula) == (cell.data_type == "f"), (row.key, column.key)


def test_figures_are_shown_in_the_unit_of_their_column():
    book = openpyxl.load_workbook(io.BytesIO(made(".xlsx")))
    formats = {(row.key, column.key): cell.number_format for key in ("budget", "units") for row, column, _, cell in cells_of(book, key)}

    assert formats["s1", "xof"] == "#,##0"
    assert formats["s1", "usd"] == "#,##0.00"
    assert formats["s1", "rate"] == "0.00 %"
    assert formats["a", "round"] == "#,##0"
    assert formats["a", "exact"] == "#,##0.00"
    assert formats["b", "exact"] == "#,##0"
    assert formats["a", "share"] == "0 %"


def test_marks_are_grey_and_slanted_and_totals_bold():
    cells = {(row.key, column.key): cell for row, column, _, cell in cells_of(openpyxl.load_workbook(io.BytesIO(made(".xlsx"))), "budget")}

    assert cells["c", "xof"].font.i
    assert cells["c", "xof"].alignment.horizontal == "right"
    assert not cells["a", "xof"].font.i
    assert cells["s1", "xof"].font.b
    assert (cells["a", "label"].alignment.horizontal, cells["a", "label"].alignment.indent) == ("left", 1)  # without a side it is ignored


def test_figures_stand_under_one_another():
    """LibreOffice heeds an indent from the right in some cells of a column and not in others."""
    book = openpyxl.load_workbook(io.BytesIO(made(".xlsx")))
    sides = {
        (cell.alignment.horizontal, cell.alignment.indent)
        for _, column, _, cell in cells_of(book, "budget")
        if column.is_figure and cell.border.left.style
    }

    assert sides == {("right", 0)}


def test_a_sheet_holds_its_headings_on_screen_and_on_paper():
    sheet = openpyxl.load_workbook(io.BytesIO(made(".xlsx")))["Budget"]
    heads = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "Ligne")

    assert sheet.freeze_panes == f"A{heads + 1}"
    assert sheet.print_title_rows == f"${heads - 1}:${heads}"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.oddFooter is not None
    assert "&P / &N" in str(sheet.oddFooter.center.text)


def test_a_text_that_looks_like_a_formula_stays_text():
    book = openpyxl.load_workbook(io.BytesIO(made(".xlsx", which="hostile")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if str(cell.value)[:1] in set("=+-@")]

    assert len(cells) >= 7
    assert {cell.data_type for cell in cells} == {"s"}


def test_what_a_cell_cannot_hold_is_cut_or_taken_out_for_all_to_see():
    words = _xlsx_text(made(".xlsx", which="hostile"))

    assert "… [coupé\u00a0: 40\u202f000 caractères]" in words
    assert "bell\ufffd nul\ufffd esc\ufffd" in words
    assert (
        max(
            len(str(cell.value)) for row in openpyxl.load_workbook(io.BytesIO(made(".xlsx", which="hostile"))).worksheets[0] for cell in row
        )
        == 32_767
    )


def test_sheet_names_are_such_as_excel_allows_and_differ():
    for which in ("draft", "hostile"):
        names = openpyxl.load_workbook(io.BytesIO(made(".xlsx", which=which))).sheetnames

        assert len({name.lower() for name in names}) == len(names)
        assert not any(len(name) > 31 or re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_charts_of_a_sheet_are_its_own():
    """A reader can take them further: they are drawn by Excel from the figures below them."""
    with zipfile.ZipFile(io.BytesIO(made(".xlsx"))) as parts:
        drawn = [parts.read(name).decode() for name in sorted(parts.namelist()) if name.startswith("xl/charts/chart")]

    assert [re.findall(r"<c:(barChart|lineChart)>", each)[0] for each in drawn] == ["barChart", "barChart", "barChart", "lineChart"]
    assert "220.5" in drawn[0]


# ------------------------------------------------------------ docx and pdf


def _docx_table(label):
    """Find a table by the first word of its headings; give the rows below them."""
    for each in docx.Document(io.BytesIO(made(".docx"))).tables:
        for at, row in enumerate(each.rows[:2]):
            if row.cells[0].text == label:
                return each, each.rows[at + 1 :]
    raise AssertionError(label)


@pytest.mark.parametrize(("key", "label"), [("budget", "Ligne"), ("units", "Quoi"), ("wide", "Indicateur")])
def test_a_document_has_the_figures_of_its_table(key, label):
    table = REPORT.table(key)
    for (line, values), row in zip(table.values(), _docx_table(label)[1], strict=True):
        if line.kind == "heading":
            assert {cell.text for cell in row.cells} == {"Missions"}  # one cell across the table
            continue
        assert [cell.text for cell in row.cells] == [
            shown(value, column, "fr") for value, column in zip(values, table.columns, strict=True)
        ]


def test_the_headings_of_a_document_table_repeat_over_pages():
    found, rows = _docx_table("Ligne")

    assert [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in found.rows[:3]] == [True, True, False]  # noqa: SLF001
    assert len(rows) == len(REPORT.table("budget").rows)


def test_a_wide_table_of_a_document_lies_on_its_side():
    sections = docx.Document(io.BytesIO(made(".docx"))).sections

    assert [(section.page_width or 0) > (section.page_height or 0) for section in sections] == [False, True, False]


def test_a_document_has_real_headings():
    document = docx.Document(io.BytesIO(made(".docx")))
    heads = [paragraph.text for paragraph in document.paragraphs if paragraph.style is not None and paragraph.style.name == "Heading 1"]

    assert heads[:2] == ["En bref", "Budget"]
    assert heads[-1] == "Contrôles"


def test_a_document_keeps_a_hostile_text_whole():
    assert SAMPLE.HOSTILE.replace("« été »", "«\u00a0été\u00a0»") in text(".docx", which="hostile")


def test_a_pdf_holds_every_row_of_a_long_table_and_numbers_its_pages():
    pages = pypdf.PdfReader(io.BytesIO(made(".pdf"))).pages
    words = [page.extract_text() for page in pages]

    assert all(f"Ligne {row} parmi" in " ".join(words) for row in range(1, 60))
    assert all(f"{at} / {len(pages)}" in page for at, page in enumerate(words, start=1))
    assert sum("Indicateur" in page for page in words) > 1


def test_a_pdf_shows_every_figure_of_its_tables():
    words = re.sub(r"\s", "", text(".pdf"))
    for key in ("budget", "units"):
        table = REPORT.table(key)
        for _, values in table.values():
            assert all(
                re.sub(r"\s", "", shown(value, column, "fr")) in words
                for value, column in zip(values, table.columns, strict=True)
                if column.is_figure
            )


def test_a_wide_table_of_a_pdf_lies_on_its_side():
    boxes = [page.mediabox for page in pypdf.PdfReader(io.BytesIO(made(".pdf"))).pages]

    assert {box.width > box.height for box in boxes} == {True, False}


def test_a_pdf_is_made_for_keeping():
    """PDF/A-2b says of itself that it is."""
    metadata = pypdf.PdfReader(io.BytesIO(made(".pdf"))).xmp_metadata
    assert metadata is not None

    said_of_itself = metadata.stream.get_data().decode()

    assert "<pdfaid:part>2</pdfaid:part>" in said_of_itself
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in said_of_itself


def test_a_pdf_holds_a_text_of_many_pages_and_letters_of_other_scripts():
    """Names of institutions come in every script; a letter that no font has must not cost the report."""
    words = _pdf_text(RENDERERS[".pdf"].render(SAMPLE.names(), "fr", SAMPLE.DAY))

    assert "Bamakɔ, ɲɛ, ŋ" in words
    assert "Łódź" in words
    assert "\ufffd" in words
    assert len(pypdf.PdfReader(io.BytesIO(made(".pdf", which="hostile"))).pages) > 3


# ------------------------------------------------------------ html


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.lang = None
        self.rows: list[list[str]] = []
        self.in_style = self.in_cell = False

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.in_style = tag == "style"
        self.links += [value for name, value in attrs if name in {"src", "href", "xlink:href", "srcset"} and value]
        self.lang = dict(attrs).get("lang", self.lang)
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.in_cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        self.in_cell = self.in_cell and tag != "td"

    def handle_data(self, data):
        if not self.in_style:
            self.words.append(data)
        if self.in_cell:
            self.rows[-1][-1] += data


def _page(data):
    page = _Page()
    page.feed(data.decode())
    return page


@pytest.mark.parametrize("which", ["draft", "hostile"])
def test_a_page_is_whole_in_itself_and_escapes_what_it_is_given(which):
    page = _page(made(".html", which=which))

    assert not [link for link in page.links if "//" in link or link.startswith("javascript")]
    assert "script" not in page.tags
    assert any("<script>alert(1)</script>" in words for words in page.words)
    assert page.lang == "fr"


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("key", ["budget", "units", "wide"])
def test_a_page_has_the_figures_of_its_tables(lang, key):
    table, rows = REPORT.table(key), _page(made(".html", lang)).rows
    for row, values in table.values():
        words = [shown(value, column, lang) for value, column in zip(values, table.columns, strict=True)]
        assert (words[:1] if row.kind == "heading" else words) in rows


def test_a_page_draws_its_charts_and_says_what_they_show():
    page = made(".html").decode()

    assert page.count("<svg") == 4
    assert page.count('role="img" aria-label="Budget par année"') == 2
    assert "12\u202f000" in page
    assert "@media print" in page


# ------------------------------------------------------------ md and json


def test_plain_values_are_exact_and_say_their_formulas():
    data = json.loads(made(".json"))
    tables = {block["key"]: block for section in data["sections"] for block in section["blocks"] if block["kind"] == "table"}
    cells = {row["key"]: row["cells"] for row in tables["budget"]["rows"]}

    assert data["schema_version"] == 1
    assert data["final"] is False
    assert cells["s1"]["xof"] == {"value": 32_375_000, "formula": {"kind": "sum", "rows": ["a", "b", "c"]}}
    assert cells["c"]["xof"] == {"mark": "pm"}
    assert cells["t"]["xof"]["value"] == {"mark": "unknown"}
    assert tables["units"]["rows"][0]["cells"]["exact"] == "12.25"
    assert tables["units"]["rows"][0]["cells"]["eur"] == 65_596


def test_plain_values_keep_every_letter():
    """A page takes a control character out for all to see; a program gets what the record holds."""
    data = json.loads(made(".json", which="hostile"))
    table = next(block for section in data["sections"] for block in section["blocks"] if block["kind"] == "table")

    assert table["rows"][7]["cells"]["words"] == "bell\x07 nul\x00 esc\x1b"
    assert table["rows"][8]["cells"]["words"] == "\ud800"


def test_markdown_keeps_a_hostile_text_text():
    words = made(".md", which="hostile").decode()

    assert r"| \=1+1 \<script\>" in words
    assert "javascript" not in words
    assert "[good](<a%20b%20(1).xlsx>)" in words


def test_markdown_shows_the_figures_of_its_tables():
    lines = made(".md").decode().splitlines()

    assert (
        "| **Sous-total** | **32\u202f375\u202f000** | **80\u202f937,50** | **27\u202f500\u202f001** | **4\u202f874\u202f999** | **84,94\u00a0%** |"
        in lines
    )


# ------------------------------------------------------------ looked at


@pytest.mark.looks
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_libreoffice_recalculates_every_formula_to_the_value_of_the_content(lang, libreoffice, tmp_path):
    book = tmp_path / "sample.xlsx"
    book.write_bytes(made(".xlsx", lang))
    recalculated = openpyxl.load_workbook(libreoffice(book, "xlsx"), data_only=True)
    for key in ("budget", "units"):
        for row, column, value, cell in cells_of(recalculated, key, lang):
            assert shows(cell, value, column, lang), (row.key, column.key, value, cell.value)


@pytest.mark.looks
@pytest.mark.parametrize("which", ["draft", "hostile"])
def test_libreoffice_opens_the_document(which, libreoffice, tmp_path):
    file = tmp_path / "sample.docx"
    file.write_bytes(made(".docx", which=which))

    assert "alert(1)" in _pdf_text(libreoffice(file, "pdf").read_bytes())


@pytest.mark.looks
@pytest.mark.parametrize("which", ["draft", "hostile"])
def test_chromium_shows_the_page(which, chromium, tmp_path):
    page = tmp_path / "index.html"
    page.write_bytes(made(".html", which=which))

    assert chromium(page).stat().st_size > 20_000


@pytest.mark.looks
def test_no_page_of_a_document_is_empty(libreoffice, tmp_path):
    """The wide table of the sample fills its last page to the foot: an empty line below it would begin another."""
    file = tmp_path / "sample.docx"
    file.write_bytes(made(".docx"))
    pages = pypdf.PdfReader(libreoffice(file, "pdf")).pages

    assert [at for at, page in enumerate(pages, start=1) if len(page.extract_text().strip()) < len("BROUILLON — 10 / 10") + 5] == []
