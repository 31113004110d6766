"""Files as a caller names them: read whole, written whole or not at all, and never over something that is there already unless told so."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from tokten_cli.failures import reason_of
from tokten_core.errors import InputError, Kind, StoreError, UsageError
from tokten_core.text import Text

__all__ = ["STANDARD_INPUT", "may_write", "read_bytes", "write_whole"]

FILE_UNREADABLE = Kind(
    "file-unreadable",
    says=Text(en="{value} cannot be read: {why}", fr="{value} est illisible : {why}"),
    allowed=Text(
        en="a file that you may read, or - for the standard input", fr="un fichier que vous pouvez lire, ou - pour l'entrée standard"
    ),
    remedy=Text(en="Check the name and the rights.", fr="Vérifiez le nom et les droits."),
)
FILE_EXISTS = Kind(
    "file-exists",
    says=Text(en="{value} exists already", fr="{value} existe déjà"),
    allowed=Text(en="a new name", fr="un nouveau nom"),
    remedy=Text(
        en="Choose another name, or say --replace to lose what is there.", fr="Choisissez un autre nom, ou --replace pour remplacer."
    ),
)
FILE_NOT_WRITABLE = Kind(
    "file-not-writable",
    says=Text(en="{value} cannot be written: {why}; nothing was changed", fr="impossible d'écrire {value} : {why} ; rien n'a été modifié"),
    allowed=Text(
        en="a file in a folder where you may write, with room", fr="un fichier dans un dossier où vous pouvez écrire, avec de la place"
    ),
    remedy=Text(en="Check the folder, the rights and the room.", fr="Vérifiez le dossier, les droits et la place."),
)
NOT_A_FILE = Text(en="it is a folder or a device, not a file", fr="c'est un dossier ou un périphérique, pas un fichier")
STANDARD_INPUT = "-"


def read_bytes(name: str) -> bytes:
    """
    Read a whole file, or the standard input for ``-``.

    Raises:
        InputError: It cannot be read (`file-unreadable`).
    """
    try:
        return sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        why = reason_of(error) if isinstance(error, OSError) else Text(en="the name is not one", fr="le nom n'en est pas un")
        raise InputError(FILE_UNREADABLE.at(name, name, why=why)) from error


def may_write(name: str, *, replace: bool) -> Path:
    """
    Give the path that a result may be written to, before the work begins.

    Raises:
        UsageError: Something is there already (`file-exists`).
        StoreError: It is no file, or its folder is missing (`file-not-writable`).
    """
    try:
        path = Path(name).resolve()
        if path.exists() and not path.is_file():
            raise StoreError(FILE_NOT_WRITABLE.at(name, name, why=NOT_A_FILE))
        if path.exists() and not replace:
            raise UsageError(FILE_EXISTS.at(name, name))
        path.parent.stat()
    except OSError as error:
        raise StoreError(FILE_NOT_WRITABLE.at(name, name, why=reason_of(error))) from error
    return path


def write_whole(path: Path, content: bytes) -> None:
    """
    Write a file whole or not at all: beside its place first, then into its place in one step.

    Raises:
        StoreError: It cannot be written (`file-not-writable`); what was there is untouched.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise StoreError(FILE_NOT_WRITABLE.at(str(path), str(path), why=reason_of(error))) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
