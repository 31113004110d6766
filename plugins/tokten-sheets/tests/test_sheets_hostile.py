"""Files made to do harm: refused before they unpack, or read as the texts they are. Nothing in a file is ever run."""

import datetime as dt
import io
import re
import zipfile
import zlib

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tokten_core.errors import InputError
from tokten_core.services.importing import form, incoming
from tokten_core.testing.examples import a_small_programme
from tokten_sheets.archives import MOST_PARTS, MOST_TIMES
from tokten_sheets.text_files import CsvSheets
from tokten_sheets.workbooks import XlsxSheets

THERE = a_small_programme()
HEAD = ["indicator", "on", "value", "note"]
ROW = ["i1", "2009-06-30", "5", "note"]
SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{"&a;" * 10 if n == 1 else f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
DTD = '<!DOCTYPE x SYSTEM "file:///etc/hostname">'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def a_workbook(note="note", indicator="i1") -> bytes:
    """A small workbook, the same bytes each time."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": dt.datetime(2026, 11, 24, tzinfo=dt.UTC)})
    sheet = book.add_worksheet("Relevés")
    for at, (heading, words) in enumerate(zip(HEAD, [indicator, *ROW[1:3], note], strict=True)):
        sheet.write_string(0, at, heading)
        sheet.write_string(1, at, words)
    book.close()
    return out.getvalue()


def rebuilt(change, content=None) -> bytes:
    """The workbook with its parts changed by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content or SMALL)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


SMALL = a_workbook()


def with_part(name, content) -> bytes:
    return rebuilt(lambda each, before: content if each == name else before)


def with_cell(at, cell) -> bytes:
    before = re.compile(f'<c r="{at}"[^>]*>.*?</c>'.encode())
    return rebuilt(lambda name, part: before.sub(cell.encode(), part) if name == SHEET else part)


def read(content, name="r.xlsx"):
    reader = XlsxSheets() if name.endswith(".xlsx") else CsvSheets()
    return incoming("readings", reader.read(content, name, form("readings"), "fr"), THERE).added


def told(content) -> str:
    """What a person reads of a file that may or may not be whole: the sentences, or how many rows were taken."""
    try:
        return str(len(read(content)))
    except InputError as error:
        return error.say("fr")


def codes(content, name="r.xlsx"):
    with pytest.raises(InputError) as caught:
        read(content, name)
    return [problem.code for problem in caught.value.problems]


# What would unpack to too much.


def test_a_part_that_grows_a_thousandfold_is_refused_before_it_is_unpacked():
    """Two megabytes of zeros pack into two kilobytes; two gigabytes would into two megabytes."""
    bomb = with_part("docProps/app.xml", b"0" * (2 << 20))

    assert codes(bomb) == ["sheet-unpacks-too-large"]


def test_a_workbook_with_thousands_of_parts_is_refused():
    out = io.BytesIO(a_workbook())
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(MOST_PARTS):
            archive.writestr(f"xl/media/{number}", b"")

    assert codes(out.getvalue()) == ["sheet-unpacks-too-large"]


def test_a_part_that_lies_about_its_size_gives_no_more_than_it_says():
    """The size that is weighed is the one that is unpacked; what does not fit it is a broken file."""
    honest = with_part(
        STRINGS, b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + b"<si><t>x</t></si>" * 9999 + b"</sst>"
    )
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        size = archive.getinfo(STRINGS).file_size.to_bytes(4, "little")
    lying = honest.replace(size, (100).to_bytes(4, "little"))

    assert lying != honest
    assert codes(lying) == ["sheet-workbook-broken"]


def test_a_sheet_as_people_fill_it_is_far_from_the_limit():
    """Ten thousand rows alike are the tightest that people come to."""
    book = Workbook()
    for row in [HEAD, *([f"i{number % 2 + 1}", "2009-06-30", "5", "note"] for number in range(10_000))]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        times = max(part.file_size / part.compress_size for part in archive.infolist())

    assert times < MOST_TIMES / 3


# XML that declares what it should not.


@pytest.mark.parametrize("declared", [LAUGHS, OUTSIDE, DTD], ids=["laughs", "outside", "dtd"])
@pytest.mark.parametrize("part", [SHEET, STRINGS, BOOK, "[Content_Types].xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_entities_are_refused_wherever_they_are_declared(declared, part, encoding):
    """Ten lines would grow to ten thousand million letters, or fetch a file of the machine."""

    def declare(name, before):
        if name != part:
            return before
        text = before.decode()
        root = text.partition("?>")[2] if text.startswith("<?xml") else text
        return f'<?xml version="1.0" encoding="{encoding}"?>{declared}{root}'.encode(encoding)

    assert codes(rebuilt(declare)) == ["sheet-declares-entities"]


@pytest.mark.parametrize("part", [SHEET, STRINGS])
def test_entities_behind_a_long_remark_are_refused_by_the_parser(part):
    """Whoever hides them beyond where we look first meets defusedxml."""

    def declare(name, before):
        text = before.decode()
        root = text.partition("?>")[2] if text.startswith("<?xml") else text
        return f"<!--{'x' * 70_000}-->{LAUGHS}{root}" if name == part else before

    assert codes(rebuilt(declare)) == ["sheet-workbook-broken"]


# Cells that lie about where they are, and how long they are.


def far_row(row) -> bytes:
    return rebuilt(lambda name, before: before.replace(b'<row r="2"', f'<row r="{row}"'.encode()) if name == SHEET else before)


@pytest.mark.parametrize("row", ["999999999999", "-5"])
def test_a_row_with_an_absurd_number_does_not_keep_us(row):
    """A reader that fills the rows between would never end."""
    assert len(read(far_row(row))) == 1


@pytest.mark.parametrize("row", ["x", "1.5"])
def test_a_row_with_a_number_that_is_none_is_told(row):
    assert codes(far_row(row)) == ["sheet-workbook-broken"]


@pytest.mark.parametrize("cell", ["XFD2", "ZZZZZZ2", "2", "é"])
def test_a_cell_in_an_absurd_column_does_not_keep_us(cell):
    content = rebuilt(lambda name, before: before.replace(b'r="D2"', f'r="{cell}"'.encode()) if name == SHEET else before)

    assert codes(content) in (["sheet-cell-outside"], ["sheet-workbook-broken"])


@pytest.mark.parametrize("number", ["1E999", "-1E999", "NaN", "9" * 400, "9" * 10_000])
def test_a_number_that_is_none_is_told(number):
    content = with_cell("C2", f'<c r="C2"><v>{number}</v></c>')

    assert codes(content)[0] in {"sheet-number-inexact", "sheet-workbook-broken"}


@pytest.mark.parametrize(
    ("cell", "told"), [('<c r="D2" t="str"><f>""</f><v></v></c>', []), ('<c r="D2"><f>A1</f></c>', ["sheet-formula-without-value"])]
)
def test_a_formula_that_came_to_nothing_is_not_one_that_nobody_worked_out(cell, told):
    """Excel saves the first for a formula that gives an empty text."""
    content = with_cell("D2", cell)

    assert (codes(content) if told else [read(content)[0].note]) == (told or [""])


def test_ten_megabytes_in_one_cell_are_told_not_kept():
    text = "x" * 10_000_000
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{"".join(f"<si><t>{text}</t></si>" for _ in range(9))}</sst>'
    line = ";".join([*ROW[:3], text])

    assert codes(";".join(HEAD).encode() + b"\r\n" + line.encode(), "r.csv") == ["text-too-long"]
    assert codes(with_part(STRINGS, strings)) == ["sheet-unpacks-too-large"]


# Texts that a spreadsheet, a terminal or a database would take for something else.

HARMFUL = [
    "=cmd|' /C calc'!A0", '=HYPERLINK("https://example.org";"cliquez")', "+1+1", "@SUM(A1)", "-2+3", "\u202e9002-60-03\u202c", "\u200bnote",
    "'; DROP TABLE readings; --", "<script>alert(1)</script>", "&a;", "{value}", "%s%n", "\\x00", "_x0041_",
]  # fmt: skip


@pytest.mark.parametrize("text", HARMFUL)
def test_a_harmful_text_is_kept_as_the_text_it_is(text):
    quoted = '"' + text.replace('"', '""') + '"'
    (from_csv,) = read(";".join(HEAD).encode() + b"\r\n" + ";".join([*ROW[:3], quoted]).encode(), "r.csv")
    (from_workbook,) = read(a_workbook(text))

    assert from_csv.note == from_workbook.note == text


@pytest.mark.parametrize("control", ["\x07", "\x1b[2J", "\x7f", "\ud800"])
def test_a_control_character_is_refused_by_the_record_s_own_rules_and_shown_harmlessly(control):
    """It would ring, clear the screen or end a text; the message shows its number."""
    line = ";".join([*ROW[:3], f"no{control}te"]).encode("utf-8", "surrogatepass")
    with pytest.raises(InputError) as caught:
        read(";".join(HEAD).encode() + b"\r\n" + line, "r.csv")

    assert caught.value.code in {"text-unkeepable", "sheet-not-utf8"}
    assert control not in caught.value.say("fr")


def test_a_sheet_s_title_cannot_turn_a_message_round():
    """The title stands in every place that is named."""
    content = rebuilt(
        lambda name, before: before.replace("Relevés".encode(), "\u202esével".encode()) if name == BOOK else before,
        a_workbook(indicator="i9"),
    )
    with pytest.raises(InputError) as caught:
        read(content)

    assert "\u202e" not in caught.value.say("fr")


# Files that are broken anywhere.


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_workbook_that_is_cut_or_whose_bytes_are_changed_is_read_or_refused_in_words(data):
    """Whatever reaches us over a bad line, a person reads a sentence, never a traceback."""
    content = bytearray(SMALL)
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(1, len(content) - 1)) :]
    else:
        for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=20)):
            content[at] ^= data.draw(st.integers(1, 255))
    assert told(bytes(content))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(part=st.sampled_from([SHEET, STRINGS, BOOK, "xl/styles.xml", "xl/_rels/workbook.xml.rels"]), data=st.data())
def test_a_workbook_whose_xml_is_changed_is_read_or_refused_in_words(part, data):
    """The archive is whole, so that the parsers behind it are reached."""

    def change(name, before):
        if name != part:
            return before
        content = bytearray(before)
        start = data.draw(st.integers(0, len(content) - 1))
        content[start : start + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=10))
        return bytes(content)

    assert told(rebuilt(change))


@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_at_all_are_read_or_refused_in_words(content):
    for name in ("r.csv", "r.xlsx"):
        with pytest.raises(InputError) as caught:
            read(content, name)
        assert caught.value.say("fr")


def test_a_part_whose_checksum_does_not_fit_is_told():
    """A bit that flipped on the way is not taken for what was typed."""
    content = bytearray(SMALL)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        checksum = zlib.crc32(archive.read(SHEET)).to_bytes(4, "little")
    content[content.rindex(checksum)] ^= 1

    assert codes(bytes(content)) == ["sheet-workbook-broken"]
