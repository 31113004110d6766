"""
The secret that seals: a file of mode 600, named by ``TOKTEN_KEY_FILE``, never a word of an address or of a log.

The file holds one line: a mark, and 64 bytes of chance in base64 (AES-SIV with two keys of 256 bits). A key is known by a short name that
is worked out of it one way, so that a wrong one is told before anything is tried.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from attrs import field, frozen

from tokten_core.errors import Kind, StoreError
from tokten_core.text import Text, same

__all__ = ["KEY_FILE", "Key", "key_of", "new_key", "read_key"]

KEY_FILE: Final = "TOKTEN_KEY_FILE"
MARK: Final = "tokten-key-1"
LENGTH: Final = 64

KEY_NOT_READ = Kind(
    "vault-key-not-read",
    says=Text(en="the key file {value} cannot be used: {why}", fr="le fichier de clé {value} est inutilisable : {why}"),
    allowed=Text(
        en="a file made by `python -m tokten_vault new-key`, that its owner alone may read (mode 600)",
        fr="un fichier créé par « python -m tokten_vault new-key », lisible par son seul propriétaire (mode 600)",
    ),
    remedy=Text(
        en="Check the name in TOKTEN_KEY_FILE and the rights (chmod 600); restore the key from its copy.",
        fr="Vérifiez le nom dans TOKTEN_KEY_FILE et les droits (chmod 600) ; restaurez la clé de sa copie.",
    ),
)
OTHERS_MAY_READ = Text(en="others may read or change it", fr="d'autres peuvent la lire ou la modifier")
NOT_A_KEY = Text(en="it holds no key", fr="il ne contient pas de clé")


@frozen
class Key:
    """
    A key that seals (fr: *clé*).

    Attributes:
        secret: 64 bytes; never shown.
        name: eight letters that tell one key from another.
    """

    secret: bytes = field(repr=False)
    name: str = field(init=False)

    @name.default
    def _its_name(self) -> str:
        return hmac.digest(self.secret, b"tokten-vault: name of the key", hashlib.sha256).hex()[:8]


def new_key(path: Path) -> Key:
    """
    Make a key and keep it in a new file that its owner alone may read (fr: *créer une clé*).

    Raises:
        StoreError: The file exists already or cannot be made (`vault-key-not-read`).
    """
    key = Key(secrets.token_bytes(LENGTH))
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{MARK} {base64.b64encode(key.secret).decode()}\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _refused(path, same(error.strerror or str(error))) from None
    return key


def read_key(path: Path) -> Key:
    """
    Read a key (fr: *lire une clé*).

    Raises:
        StoreError: It cannot be read, others may read it, or it holds no key (`vault-key-not-read`).
    """
    try:
        with path.open(encoding="ascii", errors="replace") as file:
            if os.name != "nt" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise _refused(path, OTHERS_MAY_READ)
            mark, _, words = file.read(4 * LENGTH).strip().partition(" ")
    except OSError as error:
        raise _refused(path, same(error.strerror or str(error))) from None
    try:
        secret = base64.b64decode(words, validate=True)
    except binascii.Error:
        secret = b""
    if mark != MARK or len(secret) != LENGTH:
        raise _refused(path, NOT_A_KEY)
    return Key(secret)


def key_of(environment: Mapping[str, str]) -> Key | None:
    """
    Give the key that the environment names; None where it names none.

    Raises:
        StoreError: It names one that cannot be used (`vault-key-not-read`).
    """
    named = environment.get(KEY_FILE, "")
    return read_key(Path(named)) if named else None


def _refused(path: Path, why: Text) -> StoreError:
    return StoreError(KEY_NOT_READ.at(KEY_FILE, str(path), why=why))
