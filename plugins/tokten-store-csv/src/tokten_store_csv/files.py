"""
From the bytes of CSV files to plain rows with their places, and back; everything that is wrong is told, file by file, line by line.

The reader takes UTF-8 with or without a byte order mark, any order of columns, and line ends of any system. It guesses nothing else:
another encoding, another separator, a row with a cell too many are problems with a remedy.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tokten_core.convert import UNKNOWN_COLUMN, to_row
from tokten_core.errors import InputError, Kind, Problem, did_you_mean
from tokten_core.model.programme import kind_of
from tokten_core.records import Record
from tokten_core.schema import columns
from tokten_core.text import Text
from tokten_store_csv.cells import unguarded, writer_of
from tokten_store_csv.package import file_of

__all__ = ["FILE_MISSING", "csv_of", "rows_of"]

LARGEST_CELL = 2**31 - 1
"""What Python's reader can be told at most; how long a text may be, the records say."""

FILE_MISSING = Kind(
    "csv-file-missing",
    says=Text(en="the file is not there", fr="le fichier manque"),
    allowed=Text(en="every file that datapackage.json names", fr="tous les fichiers que nomme datapackage.json"),
    remedy=Text(en="Restore it from a copy.", fr="Restaurez-le d'une copie."),
)
NOT_UTF8 = Kind(
    "csv-not-utf8",
    says=Text(en="the byte {value} is not UTF-8", fr="l'octet {value} n'est pas de l'UTF-8"),
    allowed=Text(en="UTF-8, with or without a byte order mark", fr="UTF-8, avec ou sans marque d'ordre des octets"),
    remedy=Text(en="Save it again as “CSV UTF-8”.", fr="Enregistrez-le de nouveau en « CSV UTF-8 »."),
)
NUL_BYTE = Kind(
    "csv-nul-byte",
    says=Text(en="a NUL byte stands there: this is no text", fr="un octet nul s'y trouve : ce n'est pas du texte"),
    allowed=Text(en="a CSV file in UTF-8", fr="un fichier CSV en UTF-8"),
    remedy=Text(en="Restore it, or save it as “CSV UTF-8”.", fr="Restaurez-le, ou enregistrez-le en « CSV UTF-8 »."),
)
NOT_CSV = Kind(
    "csv-quotes-broken",
    says=Text(en="the quotes do not close: {why}", fr="les guillemets ne se ferment pas : {why}"),
    allowed=Text(en='"…" around a cell, and "" for a quote inside', fr='"…" autour d\'une cellule, et "" pour un guillemet à l\'intérieur'),
    remedy=Text(en="Mend the quotes of this line or the lines before.", fr="Corrigez les guillemets de cette ligne ou des précédentes."),
)
WRONG_SEPARATOR = Kind(
    "csv-separator",
    says=Text(en="the header is separated by {value}", fr="l'en-tête est séparé par {value}"),
    allowed=Text(en="commas", fr="des virgules"),
    remedy=Text(en="Save the file with commas between the cells.", fr="Enregistrez le fichier avec des virgules entre les cellules."),
)
COLUMN_MISSING = Kind(
    "csv-column-missing",
    says=Text(en="the column {value} is missing", fr="la colonne {value} manque"),
    allowed=Text(en="{names}", fr="{names}"),
    remedy=Text(
        en="Put the column back; its cells may be empty where nothing is known.",
        fr="Remettez la colonne ; ses cellules peuvent être vides.",
    ),
)
COLUMN_TWICE = Kind(
    "csv-column-twice",
    says=Text(en="the column {value} stands there twice", fr="la colonne {value} y figure deux fois"),
    allowed=Text(en="each column once", fr="chaque colonne une seule fois"),
    remedy=Text(en="Take one of the two out.", fr="Retirez l'une des deux."),
)
RAGGED_ROW = Kind(
    "csv-ragged-row",
    says=Text(en="the row has {value} cells", fr="la ligne compte {value} cellules"),
    allowed=Text(en="{expected} cells, as many as the header", fr="{expected} cellules, autant que l'en-tête"),
    remedy=Text(en="Look for a comma too many or missing; quote a cell with commas.", fr="Cherchez une virgule de trop ou manquante."),
)

PlacedRow = tuple[str, dict[str, Any]]


def csv_of(collection: str, records: Iterable[Record]) -> bytes:
    """Write the records of one collection, header first."""
    kind_columns = columns(kind_of(collection))
    writers = [(column.name, writer_of(column)) for column in kind_columns]
    buffer = io.StringIO(newline="")
    out = csv.writer(buffer, lineterminator="\n")
    out.writerow(column.name for column in kind_columns)
    for record in records:
        row = to_row(record)
        out.writerow([write(row[name]) for name, write in writers])
    return buffer.getvalue().encode()


def rows_of(collection: str, content: bytes, problems: list[Problem]) -> list[PlacedRow]:
    """Read the rows of one file, each with its place; what is wrong is added to the problems."""
    file = file_of(collection)
    try:
        lines = _lines(file, content)
        number, header = next(lines, (1, []))
        found = [*_header_problems(collection, f"{file}, line {number}", header)]
        problems.extend(found)
        return [] if found else [*_rows(collection, header, lines, problems)]
    except InputError as error:
        problems.extend(error.problems)
        return []


def _rows(collection: str, header: Sequence[str], lines: Iterator[tuple[int, list[str]]], problems: list[Problem]) -> Iterator[PlacedRow]:
    file = file_of(collection)
    texts = {column.name for column in columns(kind_of(collection)) if column.type == "string"}
    guards = [unguarded if name in texts else str for name in header]
    for number, cells in lines:
        if len(cells) == len(header):
            yield f"{file}, line {number}", {name: plain(cell) for name, plain, cell in zip(header, guards, cells, strict=True)}
        elif cells:  # an empty line is nothing
            problems.append(RAGGED_ROW.at(f"{file}, line {number}", len(cells), expected=len(header)))


def _lines(file: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Give each row with the number of the line on which it begins."""
    text = _decoded(file, content).replace("\r\n", "\n")
    before = csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 1
    try:
        for cells in reader:
            yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        raise InputError(NOT_CSV.at(f"{file}, line {number}", why=error)) from None
    finally:
        csv.field_size_limit(before)


def _decoded(file: str, content: bytes) -> str:
    if b"\0" in content:
        raise InputError(NUL_BYTE.at(f"{file}, line {_line_at(content, content.index(0))}"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start + len(content) - len(error.object)  # the decoder is handed the bytes after the mark
        raise InputError(NOT_UTF8.at(f"{file}, line {_line_at(content, at)}", f"0x{content[at]:02X}")) from None


def _line_at(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1


def _header_problems(collection: str, place: str, header: Sequence[str]) -> Iterator[Problem]:
    names = [column.name for column in columns(kind_of(collection))]
    words = ", ".join(names)
    if len(header) == 1 and len(header[0]) > 1:
        for separator in ";\t|":
            if separator in header[0]:
                yield WRONG_SEPARATOR.at(place, "TAB" if separator == "\t" else separator)
                return
    yield from (UNKNOWN_COLUMN.at(place, name, names=words, guess=did_you_mean(name, names)) for name in header if name not in names)
    yield from (COLUMN_MISSING.at(place, name, names=words) for name in names if name not in header)
    yield from (COLUMN_TWICE.at(place, name) for name in dict.fromkeys(header) if header.count(name) > 1)
