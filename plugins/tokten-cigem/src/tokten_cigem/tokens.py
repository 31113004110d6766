"""
Tokens: who may read and who may write, kept hashed, compared in constant time.

A token is 256 bits of chance, so its plain SHA-256 gives nothing away. The server's file has a line for each: ``office read,write HASH``. The
token itself is shown once, to whoever makes it. A caller keeps it in the environment or in a file that only its owner may read.

>>> holder = Holder("office", frozenset({"read"}), hashed("s"))
>>> holder_of([holder], "s") == holder, holder_of([holder], "x"), "s" in repr(holder.name)
(True, None, False)
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from attrs import field, frozen

from tokten_cigem.mistakes import TOKEN_FILE, TOKEN_KNOWN, TOKEN_LINE, TOKEN_MISSING
from tokten_core.errors import InputError, Problem, UsageError
from tokten_core.text import Text, same

__all__ = ["ENVIRONMENT", "Holder", "Secret", "hashed", "holder_of", "holders_in", "issue", "secret_from"]

ENVIRONMENT: Final = "TOKTEN_CIGEM_TOKEN"
ENVIRONMENT_FILE: Final = "TOKTEN_CIGEM_TOKEN_FILE"
SCOPES: Final = frozenset({"read", "write"})
NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
LINE: Final = re.compile(r"(?P<name>[A-Za-z0-9_-]{1,64}) (?P<scopes>read|write|read,write) (?P<digest>[0-9a-f]{64})")
TOKEN: Final = re.compile(r"[!-~]{8,512}")
OPEN_TO_OTHERS = Text(en="others may read it", fr="d'autres peuvent le lire")
NO_TOKEN = Text(en="it holds no token", fr="il ne contient pas de jeton")


@frozen
class Holder:
    """
    Who holds a token (fr: *titulaire d'un jeton*).

    Attributes:
        name: the office, as the server knows it.
        scopes: ``read``, ``write``.
        digest: SHA-256 of the token.
    """

    name: str
    scopes: frozenset[str]
    digest: str = field(repr=False)


@frozen
class Secret:
    """A token on its way to a header (fr: *jeton*); it shows in no message, log or traceback."""

    value: str = field(repr=False)


def hashed(token: str) -> str:
    """Give what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def holder_of(holders: Iterable[Holder], token: str) -> Holder | None:
    """Find who holds a token, looking at every holder whatever is found, so that the time taken tells nothing."""
    digest, found = hashed(token), None
    for holder in holders:
        if hmac.compare_digest(holder.digest, digest):
            found = holder
    return found


def holders_in(path: Path) -> tuple[Holder, ...]:
    """
    Read the server's file of tokens.

    Raises:
        UsageError: It cannot be read, or others may read it (`cigem-token-file`).
        InputError: A line is not as it should be (`cigem-token-line`).
    """
    holders, problems = [], []
    for number, line in enumerate(_private(path).splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            found = LINE.fullmatch(line)
            if found is None:
                problems.append(TOKEN_LINE.at(f"{path}, {number}"))
            else:
                holders.append(Holder(found["name"], frozenset(found["scopes"].split(",")), found["digest"]))
    if problems:
        raise InputError(*problems)
    return tuple(holders)


def issue(path: Path, name: str, scopes: str) -> str:
    """
    Make a token, write its line into the server's file, and give the token: it is not kept anywhere.

    Raises:
        UsageError: The name has a token already (`cigem-token-known`), or the file cannot be used (`cigem-token-file`).
    """
    if not NAME.fullmatch(name) or (path.exists() and any(holder.name == name for holder in holders_in(path))):
        raise UsageError(TOKEN_KNOWN.at(str(path), name))
    token = secrets.token_urlsafe(32)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="ascii") as file:
            file.write(f"{name} {scopes} {hashed(token)}\n")
    except OSError as error:
        raise _unusable(path, same(error.strerror or type(error).__name__)) from None
    return token


def secret_from(environment: Mapping[str, str], file: Path | None = None) -> Secret:
    """
    Find the caller's token: in the file that is named, else in the environment, else in the file that the environment names.

    Raises:
        UsageError: There is none (`cigem-token-missing`), or its file cannot be used (`cigem-token-file`).
    """
    named = environment.get(ENVIRONMENT_FILE)
    if file is None and ENVIRONMENT in environment:
        return _secret(environment[ENVIRONMENT], Path(ENVIRONMENT))
    if file is None and named:
        file = Path(named)
    if file is None:
        raise UsageError(TOKEN_MISSING.at(ENVIRONMENT))
    return _secret(_private(file), file)


def _secret(said: str, where: Path) -> Secret:
    if not TOKEN.fullmatch(said.strip()):
        raise _unusable(where, NO_TOKEN)
    return Secret(said.strip())


def _private(path: Path) -> str:
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise _unusable(path, OPEN_TO_OTHERS)
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise _unusable(path, same(error.strerror or type(error).__name__)) from None
    except UnicodeDecodeError:
        raise _unusable(path, NO_TOKEN) from None


def _unusable(path: Path, why: Text) -> UsageError:
    problem: Problem = TOKEN_FILE.at(str(path), str(path), why=why)
    return UsageError(problem)
