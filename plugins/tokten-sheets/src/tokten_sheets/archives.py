"""
Looks into a workbook's archive before anything of it is unpacked: how large it would become, and what its parts begin with.

A few kilobytes can unpack to gigabytes, and a few lines of XML can define entities that grow without end. No office program writes either; a
file that has them is refused unread.
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

from tokten_core.errors import InputError
from tokten_core.text import Text
from tokten_sheets.mistakes import BROKEN, HOSTILE, TOO_LARGE
from tokten_sheets.strangers import WORKBOOK, refuse_empty, refused, what_is

__all__ = ["LARGEST", "MOST_TIMES", "look_into"]

LARGEST: Final = 400 * 2**20
"""How many bytes a workbook may unpack to: a million rows of twelve cells."""
MOST_TIMES: Final = 200
"""How many times its packed size a large part may unpack to; what people type stays below 40."""
SMALL: Final = 2**20
"""A part below this size may be packed as tightly as it likes."""
MOST_PARTS: Final = 2_000
HEAD: Final = 2**16
"""Within so many bytes an XML file has begun its root, unless it hides what it declares."""

_WANTED: Final = Text(en="a workbook (.xlsx)", fr="un classeur (.xlsx)")
_SAVE_AS: Final = Text(en="Save the sheet as an Excel workbook (.xlsx), without a password.",
                       fr="Enregistrez la feuille en classeur Excel (.xlsx), sans mot de passe.")  # fmt: skip
_A_TEXT: Final = Text(en="no workbook", fr="tout autre chose qu'un classeur")


def look_into(content: bytes, name: str) -> None:
    """
    Refuse a file that is no workbook, or that would do harm when it is unpacked.

    Raises:
        InputError: It is empty or something else, unpacks to too much, or declares entities.
    """
    refuse_empty(content, name)
    if not content.startswith(WORKBOOK):
        raise refused(name, what_is(content) or _A_TEXT, wanted=_WANTED, remedy=_SAVE_AS)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _weigh(parts, name)
            is_office = "[Content_Types].xml" in archive.namelist()
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _look_at_head(archive, part, name)
    except InputError:
        raise
    except Exception as error:  # whatever a broken archive makes zipfile say
        raise InputError(BROKEN.at(name, why=type(error).__name__)) from error
    if not is_office:
        raise refused(name, what_is(content) or _A_TEXT, wanted=_WANTED, remedy=_SAVE_AS)


def _weigh(parts: list[zipfile.ZipInfo], name: str) -> None:
    facts = {"most": LARGEST // 2**20, "times": MOST_TIMES, "parts": MOST_PARTS}
    whole = sum(part.file_size for part in parts)
    tight = any(part.file_size > SMALL and part.file_size > MOST_TIMES * max(part.compress_size, 1) for part in parts)
    if whole > LARGEST or tight:
        raise InputError(TOO_LARGE.at(name, Text(en=f"{whole // 2**20} MB", fr=f"{whole // 2**20} Mo"), **facts))
    if len(parts) > MOST_PARTS:
        raise InputError(TOO_LARGE.at(name, Text(en=f"{len(parts)} parts", fr=f"{len(parts)} parties"), **facts))


def _look_at_head(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    with archive.open(part) as file:
        head = file.read(HEAD).replace(b"\0", b"")  # in UTF-16 every other byte of a declaration is none
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise InputError(HOSTILE.at(name, part.filename))
