"""That the programs which look at our files do look: without this, a look that sees nothing would pass."""

import docx
import pypdf
import pytest
import xlsxwriter

pytestmark = pytest.mark.looks


def test_libreoffice_recalculates_a_formula_whose_stored_value_is_wrong(tmp_path, libreoffice):
    """A total that we stored wrongly must come out right, or the looks at our sheets prove nothing."""
    book = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(book) as workbook:
        workbook.add_worksheet().write_formula("A1", "=20000*14", value=7)

    assert libreoffice(book, "csv").read_text(encoding="utf-8").strip() == "280000"


def test_libreoffice_gives_the_pages_of_a_text(tmp_path, libreoffice):
    """Words come out as words, accents and all: the machine has a font for them."""
    text = docx.Document()
    text.add_paragraph("Répertoire des experts")
    text.save(str(tmp_path / "text.docx"))

    pages = pypdf.PdfReader(libreoffice(tmp_path / "text.docx", "pdf")).pages

    assert [page.extract_text().strip() for page in pages] == ["Répertoire des experts"]


def test_chromium_sees_what_differs_between_two_pages(tmp_path, chromium):
    """An empty page and a full one give two pictures."""
    empty, full = tmp_path / "empty.html", tmp_path / "full.html"
    empty.write_text("<body></body>", encoding="utf-8")
    full.write_text("<body style='background: #14532d'></body>", encoding="utf-8")

    pictures = [chromium(page).read_bytes() for page in (empty, full)]

    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert pictures[0] != pictures[1]
