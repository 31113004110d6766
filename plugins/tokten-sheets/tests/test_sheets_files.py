"""The two kinds of file: what a template holds, what is read of a filled one, which files are refused and how."""

import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell

from tokten_core.errors import InputError
from tokten_core.plugins import plugins
from tokten_core.services.importing import IMPORTS, form, incoming
from tokten_core.sheets import Dialect
from tokten_core.testing.examples import a_small_programme
from tokten_sheets.text_files import CsvSheets
from tokten_sheets.workbooks import XlsxSheets

DAY = dt.date(2026, 11, 24)
THERE = a_small_programme()
HEAD = ["indicator", "on", "value", "note"]
ROW = ["i1", "2009-06-30", "5", ""]


def template(kind="missions", lang="fr", programme=THERE):
    return load_workbook(io.BytesIO(XlsxSheets().write(form(kind, programme), lang, DAY)))


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_book(*rows, title="Feuil1"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def a_text(*lines, end="\r\n") -> bytes:
    return "".join(line + end for line in lines).encode()


def taken(content, name="relevés.xlsx", dialect=Dialect(), lang="fr"):  # noqa: B008 - frozen
    reader = plugins().sheet_format(name[name.rindex(".") :])
    return incoming("readings", reader.read(content, name, form("readings"), lang), THERE, dialect).added


def refused(content, name="relevés.xlsx", lang="fr"):
    with pytest.raises(InputError) as caught:
        taken(content, name, lang=lang)
    return [(problem.code, problem.place) for problem in caught.value.problems]


# Templates.


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("kind", IMPORTS)
def test_a_template_shows_labels_and_hides_the_keys_below_them(kind, lang):
    book = template(kind, lang)
    sheet, asked = book.worksheets[0], form(kind)

    assert [cell.value for cell in sheet[1]] == [column.heading.say(lang) for column in asked.columns]
    assert [cell.value for cell in sheet[2]] == [column.key for column in asked.columns]
    assert sheet.row_dimensions[2].hidden
    assert (sheet.freeze_panes, sheet.max_row) == ("B3", 2)
    assert book.sheetnames == [asked.title.say(lang), {"fr": "Lisez-moi", "en": "Read me"}[lang], {"fr": "Listes", "en": "Lists"}[lang]]
    assert all(cell.comment and cell.comment.text for cell in sheet[1])


def test_a_template_offers_lists_and_stops_what_cannot_be_right():
    """Yes or no, days, whole hours, per cent, codes, references, currencies: as far as a spreadsheet can check them."""
    sheet = template().worksheets[0]
    keys = [cell.value for cell in sheet[2]]
    rules = {keys[next(iter(rule.sqref.ranges)).min_col - 1]: rule for rule in sheet.data_validations.dataValidation}
    asked = {key: (rule.type, rule.errorStyle or "stop") for key, rule in rules.items() if rule.showErrorMessage}

    assert asked == {
        **dict.fromkeys(["thesis_supervision", "for_profit", "committee_consulted", "kind", "mode", "residence"], ("list", "stop")),
        **dict.fromkeys(["expert", "funding_source", "budget_line", "airfare_currency"], ("list", "warning")),
        **dict.fromkeys(["start", "end"], ("date", "stop")),
        **dict.fromkeys(["teaching_hours", "lodging_nights", "cost_share", "persons_trained"], ("whole", "stop")),
        "airfare": ("decimal", "stop"),
    }
    assert rules["thesis_supervision"].formula1 == '"oui,non"'
    assert (rules["cost_share"].formula1, rules["cost_share"].formula2) == ("0", "100")


def test_the_list_of_a_column_stands_on_the_sheet_of_lists():
    book = template()
    sheet, lists = book.worksheets[0], book["Listes"]
    keys = [cell.value for cell in sheet[2]]
    (rule,) = [
        rule for rule in sheet.data_validations.dataValidation if keys[next(iter(rule.sqref.ranges)).min_col - 1] == "funding_source"
    ]
    column = rule.formula1.split("!$")[1][0]

    assert [cell.value for cell in lists[column] if cell.value] == ["Source de financement", "ce – EU"]


def test_a_template_of_one_day_is_the_same_bytes_each_time():
    first, second = (XlsxSheets().write(form("missions", THERE), "fr", DAY) for _ in range(2))

    assert first == second


def test_nothing_in_a_template_is_a_formula():
    """A name that begins with = stands in a list as a text."""
    book = load_workbook(io.BytesIO(XlsxSheets().write(form("missions", THERE, names=True), "fr", DAY)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell)]

    assert "E2 – =HYPERLINK(1)" in [cell.value for cell in cells]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_a_text_template_says_how_it_is_written():
    assert CsvSheets().write(form("readings"), "fr", DAY).decode("utf-8") == (
        "\ufeff# Une ligne par enregistrement ; vide veut dire inconnu, jamais zéro\r\n# dates: jj/mm/aaaa\r\n# décimales: virgule\r\n"
        "id;indicator;on;value;women;note;evidence\r\n"
    )
    assert CsvSheets().write(form("readings"), "en", DAY).decode("utf-8").splitlines()[1:] == [
        "# dates: yyyy-mm-dd",
        "# decimals: point",
        "id,indicator,on,value,women,note,evidence",
    ]


# Text files, as programs write them.


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_file_is_read_with_any_usual_separator_and_line_end(mark, separator, end):
    (reading,) = taken((mark + separator.join(HEAD) + end + separator.join(ROW) + end).encode(), "r.csv")

    assert (reading.indicator, reading.value) == ("i1", 5)


@pytest.mark.parametrize(
    "lines",
    [
        ("sep=;", "indicator;on;value", "i1;2009-06-30;5"),
        ("# séparateur: tabulation", "indicator\ton\tvalue", "i1\t2009-06-30\t5"),
        ("# separator: semicolon;;", '"indicator";"on";"value"', "i1;2009-06-30;5"),
        ("# un relevé, deux lignes ; trois", "indicator;on;value", "i1;2009-06-30;5"),
        ('"# dates: jj/mm/aaaa"', '"indicator";"on";"value"', '"i1";"30/06/2009";"5"'),  # some programs quote every cell
        ('"# séparateur: point-virgule"', '"indicator";"on";"value"', "i1;2009-06-30;5"),
        ("# dates: jj/mm/aaaa;;", "Indicateur *;Date *;Valeur *", "i1;30/06/2009;5"),
    ],
)
def test_a_text_file_may_say_what_separates_its_cells(lines):
    assert len(taken(a_text(*lines), "r.csv")) == 1


def test_headings_with_two_separators_are_not_guessed():
    assert refused(a_text("indicator;on;value,note", "i1;2009-06-30;5"), "r.csv") == [("sheet-separator-unclear", "r.csv, ligne 1")]


def test_a_row_of_several_lines_is_named_by_its_first():
    lines = a_text("indicator;on;value;note", 'i1;2009-06-30;5;"un', 'deux"', "i9;2009-06-30;5;")

    assert refused(lines, "r.csv") == [("broken-reference", "r.csv, ligne 4, colonne indicator")]
    assert refused(b"sep=;\r\n" + lines, "r.csv", "en") == [("broken-reference", "r.csv, line 5, column indicator")]


@pytest.mark.parametrize("last", ['i1;2009-06-30;5;"un', 'i1;2009-06-30;5;"un"deux'])
def test_quotes_that_do_not_close_are_told_with_what_came_before(last):
    lines = a_text("indicator;on;value;note", "i9;2009-06-30;5;", last)

    assert refused(lines, "r.csv") == [("broken-reference", "r.csv, ligne 2, colonne indicator"), ("sheet-quotes-broken", "r.csv, ligne 3")]


def test_a_text_in_another_encoding_is_told_with_the_line_of_its_first_letter():
    """Windows-1252 would turn é into something else without a word."""
    content = "indicator;on;value;note\r\ni1;2009-06-30;5;relevé\r\n".encode("cp1252")

    assert refused(content, "r.csv") == [("sheet-not-utf8", "r.csv, ligne 2")]


def test_a_cell_beyond_the_headings_is_told():
    assert refused(a_text("indicator;on;value", "i1;2009-06-30;5;6"), "r.csv") == [("sheet-cell-outside", "r.csv, ligne 2, colonne 4")]


# Workbooks, as programs write them.


def test_the_cells_of_a_workbook_are_read_as_what_they_are():
    """A day, a float that is whole, a whole number where words are due."""
    (reading,) = taken(saved(a_book(HEAD, ["i1", dt.date(2009, 6, 30), 5.0, 2009])))

    assert (reading.on, reading.value, reading.note) == (dt.date(2009, 6, 30), 5, "2009")


def test_a_hidden_row_is_a_row():
    book = a_book(HEAD, ROW, ["i2", "2009-06-30", "6", ""])
    book.active.row_dimensions[3].hidden = True

    assert len(taken(saved(book))) == 2


def test_rows_and_columns_far_off_are_read_without_what_lies_between():
    book = a_book(HEAD)
    for at, value in enumerate(ROW[:3], start=1):
        book.active.cell(1_048_576, at).value = value

    assert len(taken(saved(book))) == 1
    book.active["XFD9"] = "loin"
    assert refused(saved(book)) == [("sheet-cell-outside", "relevés.xlsx, feuille Feuil1, cellule XFD9")]


def test_a_formula_gives_the_value_that_was_saved_with_it_and_none_without_one():
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for at, words in enumerate(HEAD):
        sheet.write(0, at, words)
    sheet.write(1, 0, "i1")
    sheet.write(1, 1, "2009-06-30")
    sheet.write_formula(1, 2, "=2+3", None, 5)
    book.close()

    assert taken(out.getvalue())[0].value == 5
    assert refused(saved(a_book(HEAD, ["i1", "2009-06-30", "=2+3", ""]))) == [
        ("sheet-formula-without-value", "relevés.xlsx, feuille Feuil1, cellule C2")
    ]


def test_a_heading_that_is_a_formula_without_a_value_is_told():
    assert refused(saved(a_book(["indicator", "on", "value", '="note"'], ROW))) == [
        ("sheet-formula-without-value", "relevés.xlsx, feuille Feuil1, cellule D1")
    ]


def test_an_error_of_the_spreadsheet_is_told():
    book = a_book(HEAD, ["i1", "2009-06-30", None, ""])
    book.active["C2"].value, book.active["C2"].data_type = "#REF!", "e"

    assert refused(saved(book)) == [("sheet-cell-error", "relevés.xlsx, feuille Feuil1, cellule C2")]


def test_merged_cells_are_told_with_all_other_problems():
    """One of them holds the value; the others look as if they did."""
    book = a_book(HEAD, ["i9", "2009-06-30", "5", ""], ["", "2009-09-30", "6", ""])
    book.active.merge_cells("A2:A3")

    assert refused(saved(book), lang="en") == [
        ("broken-reference", "relevés.xlsx, sheet Feuil1, cell A2"),
        ("missing-value", "relevés.xlsx, sheet Feuil1, cell A3"),
        ("sheet-cells-merged", "relevés.xlsx, sheet Feuil1, cell A2:A3"),
    ]


def test_a_date_that_no_calendar_has_is_told():
    book = a_book(HEAD, ["i1", 10**9, "5", ""])
    book.active["B2"].number_format = "dd/mm/yyyy"

    assert refused(saved(book)) == [("sheet-cell-error", "relevés.xlsx, feuille Feuil1, cellule B2")]


def test_a_workbook_of_1904_gives_its_own_days():
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = a_book(HEAD, ["i1", dt.date(2009, 6, 30), "5", ""], ["i2", 38532, "5", ""])
    book.epoch = CALENDAR_MAC_1904

    assert {reading.on for reading in taken(saved(book))} == {dt.date(2009, 6, 30)}


def test_the_sheet_is_found_by_its_title_among_others():
    book = a_book(["autre"], title="Notes")
    sheet = book.create_sheet("valeurs relevees")
    for row in (HEAD, ROW):
        sheet.append(row)

    assert len(taken(saved(book))) == 1
    sheet.title = "Feuil2"
    assert refused(saved(book)) == [("sheet-not-found", "relevés.xlsx")]


# Other files.

PACKED = io.BytesIO()
with zipfile.ZipFile(PACKED, "w") as _archive:
    _archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")


@pytest.mark.parametrize("name", ["r.xlsx", "r.csv"])
@pytest.mark.parametrize(
    "content",
    [b"", b"  \r\n", b"%PDF-1.4 ...", b"\x89PNG\r\n\x1a\n...", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", PACKED.getvalue(),
     "id;on\r\n".encode("utf-16"), b"SQLite format 3\0", b"\x1f\x8b\x08...", b"un\0deux"],
)  # fmt: skip
def test_a_file_that_is_something_else_is_refused_by_what_it_is(name, content):
    ((code, place),) = refused(content, name)

    assert code in {"sheet-file-empty", "sheet-file-other"}
    assert place == name


def test_a_workbook_that_is_called_csv_is_told_to_change_its_name():
    with pytest.raises(InputError) as caught:
        taken(saved(a_book(HEAD, ROW)), "r.csv")

    assert caught.value.say("fr").endswith("Si c'est un classeur, donnez à son nom la terminaison .xlsx. [sheet-file-other]")


def test_a_text_that_is_called_xlsx_is_refused():
    assert refused(a_text("indicator;on;value"), "r.xlsx") == [("sheet-file-other", "r.xlsx")]


def test_another_report_of_ours_is_refused_in_one_sentence():
    """Somebody sends back the wrong workbook."""
    assert refused(saved(a_book(["Budget", "Montant"], ["1", "2"]))) == [("sheet-other", "relevés.xlsx, feuille Feuil1, ligne 1")]
