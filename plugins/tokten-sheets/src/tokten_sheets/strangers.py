"""Files that are not what their name says, told by their first bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tokten_core.errors import InputError
from tokten_core.text import Text
from tokten_sheets.mistakes import EMPTY_FILE, OTHER_FILE

__all__ = ["WORKBOOK", "refuse_empty", "refused", "what_is"]

WORKBOOK: Final = b"PK\x03\x04"
_SIGNATURES: Final[Mapping[bytes, Text]] = {
    WORKBOOK: Text(en="an archive, as Excel and LibreOffice files are", fr="une archive, comme le sont les fichiers Excel et LibreOffice"),
    b"\xd0\xcf\x11\xe0": Text(
        en="an old Excel file, or one locked by a password", fr="un ancien fichier Excel, ou un fichier protégé par mot de passe"
    ),
    b"%PDF": Text(en="a PDF", fr="un PDF"),
    b"\x89PNG": Text(en="a picture", fr="une image"),
    b"\xff\xd8\xff": Text(en="a picture", fr="une image"),
    b"GIF8": Text(en="a picture", fr="une image"),
    b"\xff\xfe": Text(en="a text in UTF-16", fr="un texte en UTF-16"),
    b"\xfe\xff": Text(en="a text in UTF-16", fr="un texte en UTF-16"),
    b"SQLite format 3": Text(en="a SQLite database", fr="une base SQLite"),
    b"\x1f\x8b": Text(en="a compressed file", fr="un fichier compressé"),
    b"{\\rtf": Text(en="a text document", fr="un document de texte"),
}
_BINARY: Final = Text(en="a binary file", fr="un fichier binaire")


def what_is(content: bytes) -> Text | None:
    """Say what a file is by its first bytes; None where it may be a text."""
    known = next((words for mark, words in _SIGNATURES.items() if content.startswith(mark)), None)
    return known or (_BINARY if b"\0" in content else None)


def refuse_empty(content: bytes, name: str) -> None:
    """
    Refuse a file in which nothing stands.

    Raises:
        InputError: It is empty (`sheet-file-empty`).
    """
    if not content.strip():
        raise InputError(EMPTY_FILE.at(name))


def refused(name: str, what: Text, *, wanted: Text, remedy: Text) -> InputError:
    """Word the refusal of a file that is something else."""
    return InputError(OTHER_FILE.at(name, None, what=what, wanted=wanted, remedy=remedy))
