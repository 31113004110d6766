"""
Sheets as text files (CSV), as a French Excel writes them and as anybody else does.

A French template is UTF-8 with a byte order mark, semicolons, line ends of Windows, and says on its first lines how days and decimals are
written; an English one has commas, ISO days and decimal points. Read are commas, semicolons and tabs: declared (``# séparateur: tabulation``, or
Excel's own ``sep=;``), else recognised in the headings where one of the three alone stands there.

A cell is a text, whatever it begins with; nothing is run. A sheet that holds records already keeps other programs from running their texts, and
says so: ``# formules: apostrophe``.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from tokten_core.errors import InputError
from tokten_core.sheets import DECIMALS, GUARDS, JOURNAL, ORDERS, SEPARATORS, TRUTHS, FilledSheet, Form, declaration_in, guarded
from tokten_core.text import Language, Text, joined, same
from tokten_sheets.mistakes import NOT_UTF8, QUOTES_BROKEN, SEPARATOR_UNCLEAR
from tokten_sheets.places import Place
from tokten_sheets.strangers import WORKBOOK, refuse_empty, refused, what_is

__all__ = ["CsvSheets"]

LARGEST_CELL: Final = 2**31 - 1
"""What Python's reader can be told at most; how long a text may be, the records say."""
MARK: Final = "\ufeff"
LINE_FEED: Final = b"\n"
_SEP: Final = re.compile(r"sep=([,;\t])", re.IGNORECASE)
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')
_DIALECTS: Final[dict[Language, tuple[str, str, str]]] = {"fr": (";", "dmy", "comma"), "en": (",", "iso", "point")}
_ONE_ROW: Final = Text(en="# One row for each record; empty means unknown, never zero",
                       fr="# Une ligne par enregistrement ; vide veut dire inconnu, jamais zéro")  # fmt: skip

_WANTED: Final = Text(en="a CSV file in UTF-8", fr="un fichier CSV en UTF-8")
_SAVE_AS: Final = Text(en="Save the sheet as “CSV UTF-8”.", fr="Enregistrez la feuille en « CSV UTF-8 ».")
_RENAME: Final = Text(
    en="If it is a workbook, give its name the ending .xlsx.", fr="Si c'est un classeur, donnez à son nom la terminaison .xlsx."
)


class CsvSheets:
    """Writes and reads sheets as text files (fr: *fichier CSV*)."""

    suffix = ".csv"

    def write(self, form: Form, lang: Language, day: dt.date) -> bytes:  # noqa: ARG002 - a text file bears no date
        """Write the sheet of a form: what it declares, its keys, the rows that stand in it already."""
        separator, order, decimal = _DIALECTS[lang]
        words = {"fr": ("dates", "décimales", "formules"), "en": ("dates", "decimals", "formulas")}[lang]
        lines = [_ONE_ROW.say(lang), f"# {words[0]}: {ORDERS[order].say(lang)}", f"# {words[1]}: {DECIMALS[decimal].say(lang)}"]
        if form.rows:
            lines.append(f"# {words[2]}: {GUARDS['apostrophe'].say(lang)}")
        if form.journal:
            lines.append(f"# {JOURNAL}: {form.journal}")
        lines.append(separator.join(column.key for column in form.columns))
        out = io.StringIO(newline="")
        out.write(MARK + "".join(f"{line}\r\n" for line in lines))
        csv.writer(out, delimiter=separator).writerows([_written(value, lang) for value in row] for row in form.rows)
        return out.getvalue().encode()

    def read(self, content: bytes, name: str, form: Form, lang: Language) -> FilledSheet:  # noqa: ARG002 - a text file has one sheet
        """Read the cells of a filled sheet."""
        place = Place(name, lang)
        text = _text(content, place)
        text, skipped = _without_sep(text)
        separator = skipped or _separator(text, place)
        return FilledSheet(_rows(text, separator, place, 1 if skipped else 0), place)


def _written(value: object, lang: Language) -> str:
    """Write a value as the dialect of the language has it; a text that a spreadsheet would run behind an apostrophe."""
    _, order, decimal = _DIALECTS[lang]
    if value is None:
        return ""
    if isinstance(value, bool):
        return TRUTHS[value][0 if lang == "fr" else 1]
    if isinstance(value, dt.date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}" if order == "dmy" else value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", "," if decimal == "comma" else ".")
    return guarded(value) if isinstance(value, str) else str(value)


def _text(content: bytes, place: Place) -> str:
    refuse_empty(content, place.name)
    what = what_is(content)
    if what is not None:
        raise refused(place.name, what, wanted=_WANTED, remedy=_RENAME if content.startswith(WORKBOOK) else _SAVE_AS)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start + len(content) - len(error.object)  # the decoder is handed the bytes after the mark
        raise InputError(NOT_UTF8.at(place(content.count(LINE_FEED, 0, at) + 1, None), f"0x{content[at]:02X}")) from None


def _without_sep(text: str) -> tuple[str, str]:
    """Take off Excel's own declaration of a separator, which is a line and no row."""
    first, _, rest = text.partition("\n")
    found = _SEP.fullmatch(first.rstrip("\r"))
    return (rest, found[1]) if found else (text, "")


def _separator(text: str, place: Place) -> str:
    """Find what separates the cells: what the file declares, else what stands in its headings."""
    for number, line in enumerate(io.StringIO(text), start=1):
        words = line.strip("\r\n")
        if not words.strip(" ,;\t"):
            continue
        if words.lstrip('"').startswith("#"):
            try:
                declared = declaration_in(words.strip('" ,;\t'), "")
            except InputError:
                continue  # told with its place when the rows are read
            if declared and declared[0] == "separator":
                return declared[1]
            continue
        bare = _QUOTED.sub("", words)
        found = [mark for mark in SEPARATORS if mark in bare]
        if len(found) > 1:
            value = joined((SEPARATORS[mark] for mark in found), same(", "))
            raise InputError(SEPARATOR_UNCLEAR.at(place(number, None), value))
        return found[0] if found else ","
    return ","


def _rows(text: str, separator: str, place: Place, before: int) -> Iterator[tuple[int, dict[int, str]]]:
    """Give each row that holds something, with the line of the file on which it begins."""
    limit = csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = before + 1
    try:
        for cells in reader:
            held = {at: cell for at, cell in enumerate(cells) if cell}
            if held:
                place.notice(held)
                yield number, held
            number = before + reader.line_num + 1
    except csv.Error:
        raise InputError(QUOTES_BROKEN.at(place(number, None))) from None
    finally:
        csv.field_size_limit(limit)
