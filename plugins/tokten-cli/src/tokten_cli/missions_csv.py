"""
Reads a CSV of missions into plain rows, each with its line; judges the file, never what stands in its cells.

Comma, UTF-8 with or without BOM, a heading on the first line. A file that is no such table is refused whole, and everything that is
wrong with its heading is told at once. An empty line says nothing; a row that is too short or too long is still handed on, for the
others are good.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from attrs import frozen

from tokten_core.errors import InputError, Kind
from tokten_core.rules.facts import FactKind
from tokten_core.services.costing import Row, check_columns
from tokten_core.text import Text, same

__all__ = ["Sheet", "read_missions"]

LONGEST_CELL = 1 << 30
"""No cell is too long to be read: it is told in its place as any other wrong value."""

FILE_EMPTY = Kind(
    "file-empty",
    says=Text(en="the file is empty", fr="le fichier est vide"),
    allowed=Text(en="a heading and a row for each mission", fr="une ligne de titres puis une ligne par mission"),
    remedy=Text(en="Check that it is the right file.", fr="Vérifiez que c'est le bon fichier."),
)
FILE_BINARY = Kind(
    "file-binary",
    says=Text(en="this is no text but {what}", fr="ce n'est pas du texte mais {what}"),
    allowed=Text(en="a CSV file in UTF-8", fr="un fichier CSV en UTF-8"),
    remedy=Text(en="Export the sheet as CSV UTF-8.", fr="Exportez la feuille au format CSV UTF-8."),
)
FILE_NOT_UTF8 = Kind(
    "file-not-utf8",
    says=Text(en="the byte {value} is not UTF-8", fr="l'octet {value} n'est pas de l'UTF-8"),
    allowed=Text(en="UTF-8, with or without BOM", fr="de l'UTF-8, avec ou sans BOM"),
    remedy=Text(
        en="Save the file again as CSV UTF-8; it is probably in Windows-1252.",
        fr="Enregistrez le fichier en CSV UTF-8 ; il est sans doute en Windows-1252.",
    ),
)
NOT_COMMAS = Kind(
    "missions-csv-separator",
    says=Text(en="the columns are separated by {value}", fr="les colonnes sont séparées par {value}"),
    allowed=Text(en="commas", fr="des virgules"),
    remedy=Text(en="Export the sheet with commas.", fr="Exportez la feuille avec des virgules."),
)
NOT_CSV = Kind(
    "missions-csv-broken",
    says=Text(en="the table cannot be read from here on: {why}", fr="le tableau est illisible à partir d'ici : {why}"),
    allowed=Text(
        en="cells separated by commas, in quotes where they hold a comma",
        fr="des cellules séparées par des virgules, entre guillemets si elles en contiennent",
    ),
    remedy=Text(en="Close the quotes, or export the sheet again.", fr="Fermez les guillemets, ou exportez de nouveau la feuille."),
)
BROKEN = {
    "unexpected end of data": Text(en="quotes are never closed", fr="des guillemets ne sont jamais fermés"),
    "',' expected after '\"'": Text(en="something follows closed quotes", fr="quelque chose suit des guillemets fermés"),
}
"""What Python's reader says of a table that breaks off, in words."""
OTHER_SEPARATORS = {
    ";": Text(en="semicolons", fr="des points-virgules"),
    "\t": Text(en="tabs", fr="des tabulations"),
}
SIGNATURES = {
    b"PK\x03\x04": Text(en="an Excel or LibreOffice file", fr="un fichier Excel ou LibreOffice"),
    b"\xd0\xcf\x11\xe0": Text(en="an old Excel file", fr="un ancien fichier Excel"),
    b"\x89PNG": Text(en="a picture", fr="une image"),
    b"\xff\xd8\xff": Text(en="a picture", fr="une image"),
    b"%PDF": Text(en="a PDF", fr="un PDF"),
    b"\xff\xfe": Text(en="a text in UTF-16", fr="un texte en UTF-16"),
    b"\xfe\xff": Text(en="a text in UTF-16", fr="un texte en UTF-16"),
    b"SQLite format 3": Text(en="a SQLite database", fr="une base SQLite"),
}
BINARY = Text(en="a binary file", fr="un fichier binaire")


@frozen
class Sheet:
    """
    A CSV of missions, as it stands in the file (fr: *feuille*).

    Attributes:
        columns: the heading.
        rows: each row with its line, its cells by column, and cells beyond the last column.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_missions(content: bytes, name: str, more: Iterable[FactKind] = ()) -> Sheet:
    """
    Read the rows of a CSV.

    Args:
        content: the bytes of the file.
        name: what the problems call it.
        more: the facts of the pack's own, which may have a column each.

    Raises:
        InputError: The file is empty, no text, not UTF-8, or its heading is wrong; every problem of the heading is told.
    """
    lines = _lines(_text(content, name), name)
    _, heading = next(lines, (0, []))
    if not heading:
        raise InputError(FILE_EMPTY.at(name))
    if len(heading) == 1 and any(mark in heading[0] for mark in OTHER_SEPARATORS):
        found = next(words for mark, words in OTHER_SEPARATORS.items() if mark in heading[0])
        raise InputError(NOT_COMMAS.at(f"{name}:1", found))
    check_columns(heading, f"{name}:1", more)
    wide = len(heading)
    rows = [Row(line, dict(zip(heading, cells, strict=False)), tuple(cells[wide:])) for line, cells in lines]
    return Sheet(tuple(heading), tuple(rows))


def _text(content: bytes, name: str) -> str:
    """Decode the file, telling apart what is no text at all and what is text in another encoding."""
    if not content.strip():
        raise InputError(FILE_EMPTY.at(name))
    what = next((words for mark, words in SIGNATURES.items() if content.startswith(mark)), BINARY if b"\0" in content else None)
    if what is not None:
        raise InputError(FILE_BINARY.at(name, what=what))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(FILE_NOT_UTF8.at(f"{name}:{line}", f"0x{content[error.start]:02X}")) from None


def _lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Give each line that is not empty, with the line of the file on which it begins."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            if cells:
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InputError(NOT_CSV.at(f"{name}:{begins}", why=BROKEN.get(str(error), same(str(error))))) from None
