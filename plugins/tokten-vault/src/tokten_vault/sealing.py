"""
How personal values are sealed: AES-SIV over all those of one record, kept in the first of its personal texts.

The sealed text says that it is sealed, and by which key: ``sealed:1:3f9a0c52:…``. It stands where a name would stand, and the other personal
columns are empty, so that any store, sheet or report takes it like any other text. AES-SIV needs no chance: unchanged values give the same
bytes, and saving what did not change changes nothing. Collection and identifier are bound in, so that a sealed text moved to another record
does not open. Values are filled up to the next 64 bytes, which hides how long they are.

A record that a revision keeps is sealed as the record was, with the same bytes: whether a store copies a sealed record into its past or a
programme is sealed with its past, what is kept is the same.
"""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from typing import Any, Final, TypeVar, cast

from attrs import frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from tokten_core.convert import record_of, to_row
from tokten_core.errors import Kind, StoreError
from tokten_core.model.programme import Revision, collections
from tokten_core.records import Record, evolve
from tokten_core.schema import Column, columns
from tokten_core.text import Text
from tokten_vault.keys import Key

__all__ = ["SEALED", "Sealer", "carrier_of", "is_sealed"]

R = TypeVar("R", bound=Record)
TOKEN: Final = re.compile(r"sealed:1:(?P<name>[0-9a-f]{8}):(?P<words>[A-Za-z0-9_-]+)")
BLOCK: Final = 64

KEY_MISSING = Kind(
    "vault-key-missing",
    says=Text(en="names would be written unsealed into {value}", fr="des noms seraient écrits en clair dans {value}"),
    allowed=Text(en="sealed personal values", fr="des données personnelles scellées"),
    remedy=Text(
        en="Name the key file in TOKTEN_KEY_FILE; nothing was written.",
        fr="Indiquez le fichier de clé dans TOKTEN_KEY_FILE ; rien n'a été écrit.",
    ),
)
WRONG_KEY = Kind(
    "vault-wrong-key",
    says=Text(
        en="{value} was sealed with the key {theirs}, not with {ours}", fr="{value} a été scellé avec la clé {theirs}, pas avec {ours}"
    ),
    allowed=Text(en="the key that sealed it, or none", fr="la clé qui l'a scellé, ou aucune"),
    remedy=Text(
        en="Name the right file in TOKTEN_KEY_FILE; without it the programme opens with its names sealed.",
        fr="Indiquez le bon fichier dans TOKTEN_KEY_FILE ; sans lui le programme s'ouvre, les noms scellés.",
    ),
)
SEAL_BROKEN = Kind(
    "vault-seal-broken",
    says=Text(en="the sealed value does not open", fr="la donnée scellée ne s'ouvre pas"),
    allowed=Text(en="what was sealed here, unchanged", fr="ce qui a été scellé ici, sans changement"),
    remedy=Text(
        en="Somebody changed it, or moved it from another record: restore it from a copy.",
        fr="Quelqu'un l'a modifiée, ou déplacée d'un autre enregistrement : restaurez-la d'une copie.",
    ),
)


def is_sealed(text: object) -> bool:
    """Tell whether a text says that it is sealed."""
    return isinstance(text, str) and TOKEN.fullmatch(text) is not None


@cache
def carrier_of(collection: str) -> str:
    """Name the column that carries the sealed values of a collection: its first personal text; empty for none."""
    kind = collections().get(collection)
    return next((each.name for each in columns(kind) if each.fact.personal and each.type == "string"), "") if kind else ""


SEALED: Final = tuple(name for name in collections() if carrier_of(name))
"""The collections that have something to seal."""


@frozen
class Sealer:
    """
    Seals and opens records with one key, or none (fr: *scellement*).

    Attributes:
        place: the store's address, for messages.
        key: the key; None opens nothing and seals nothing.
    """

    place: str
    key: Key | None

    def seal(self, record: R) -> R:
        """
        Seal the personal values of a record.

        Raises:
            StoreError: There is no key (`vault-key-missing`), or another key sealed it (`vault-wrong-key`).
        """
        if isinstance(record, Revision):
            return cast("R", self._sealed_revision(record))
        if not carrier_of(record.collection) or not (values := _personal(record)):
            return record
        carried = getattr(record, carrier_of(record.collection))
        token = self._token(json.dumps(values, **_TIGHT), carried, record.collection, record.id)
        if token == carried:
            return record
        empty = {column.fact.name: column.fact.default for column in _personal_columns(record.collection)}
        return evolve(record, **{**empty, carrier_of(record.collection): token})

    def open(self, record: R) -> R:
        """
        Open a sealed record; one that is not sealed, or for which there is no key, stays as it is.

        Raises:
            StoreError: Another key sealed it (`vault-wrong-key`), or it was changed (`vault-seal-broken`).
        """
        if isinstance(record, Revision):
            return cast("R", self._opened_revision(record))
        carrier = carrier_of(record.collection)
        if not carrier or self.key is None or not is_sealed(getattr(record, carrier)):
            return record
        values = json.loads(self._plain(getattr(record, carrier), record.collection, record.id))
        return record_of(type(record), {**to_row(record), carrier: None, **values}, record.place())

    def _sealed_revision(self, revision: Revision) -> Revision:
        if not revision.personal:
            return revision
        token = self._token(revision.personal, _carried(revision), revision.kind, revision.record)
        return evolve(revision, personal=json.dumps({_key(revision): token}, **_TIGHT))

    def _opened_revision(self, revision: Revision) -> Revision:
        token = _carried(revision)
        if self.key is None or not token:
            return revision
        return evolve(revision, personal=self._plain(token, revision.kind, revision.record))

    def _token(self, plain: str, carried: str, collection: str, identifier: str) -> str:
        """Seal values; what is sealed already, and opens here, is left."""
        if is_sealed(carried) and (self.key is None or self._opens(carried, collection, identifier)):
            return carried
        if self.key is None:
            raise StoreError(KEY_MISSING.at(self.place, self.place))
        content = plain.encode() + b"\x01"
        content += b"\0" * (-len(content) % BLOCK)
        made = AESSIV(self.key.secret).encrypt(content, _bound(collection, identifier))
        return f"sealed:1:{self.key.name}:{base64.urlsafe_b64encode(made).decode().rstrip('=')}"

    def _opens(self, token: str, collection: str, identifier: str) -> bool:
        try:
            self._plain(token, collection, identifier)
        except StoreError as error:
            if error.code == WRONG_KEY.code:
                raise
            return False
        return True

    def _plain(self, token: str, collection: str, identifier: str) -> str:
        found, key = TOKEN.fullmatch(token), cast("Key", self.key)
        if found is None or found["name"] != key.name:
            raise StoreError(WRONG_KEY.at(self.place, self.place, theirs=found["name"] if found else "?", ours=key.name))
        words = found["words"]
        try:
            content = AESSIV(key.secret).decrypt(base64.urlsafe_b64decode(words + "=" * (-len(words) % 4)), _bound(collection, identifier))
            return content.rstrip(b"\0").removesuffix(b"\x01").decode()
        except (InvalidTag, ValueError):
            raise StoreError(SEAL_BROKEN.at(f"{self.place}, {collection}[{identifier}]")) from None


_TIGHT: Final[dict[str, Any]] = {"ensure_ascii": False, "separators": (",", ":"), "default": lambda value: value.isoformat()}


def _bound(collection: str, identifier: str) -> list[bytes]:
    return [b"tokten-vault 1", collection.encode(), identifier.encode()]


def _personal(record: Record) -> dict[str, Any]:
    """Give the personal values of a record as a store's past keeps them: what has its default is left out."""
    row = to_row(record)
    told = _personal_columns(record.collection)
    return {column.name: row[column.name] for column in told if getattr(record, column.fact.name) != column.fact.default}


@cache
def _personal_columns(collection: str) -> tuple[Column, ...]:
    return tuple(column for column in columns(collections()[collection]) if column.fact.personal)


def _key(revision: Revision) -> str:
    return carrier_of(revision.kind) or "personal"


def _carried(revision: Revision) -> str:
    """Give the sealed text in what a revision keeps; empty where it is not sealed."""
    try:
        kept = json.loads(revision.personal)
    except (ValueError, RecursionError):
        return ""
    token = kept.get(_key(revision)) if isinstance(kept, dict) and len(kept) == 1 else None
    return token if isinstance(token, str) and is_sealed(token) else ""
