"""
What can go wrong with any store, worded once, so that every store says the same thing in the same words; and addresses without secrets.

>>> without_secrets("postgresql+psycopg://awa:s3cret@host/tokten?sslmode=require&password=s3cret")
'postgresql+psycopg://awa:***@host/tokten?sslmode=require&password=***'
"""

from __future__ import annotations

import re

from tokten_core.errors import Kind
from tokten_core.text import Text

__all__ = [
    "LAST_ONE_WINS",
    "SCHEMA_VERSION",
    "STORE_ADDRESS",
    "STORE_DAMAGED",
    "STORE_EXISTS",
    "STORE_NEWER",
    "STORE_NOT_FOUND",
    "STORE_NOT_OURS",
    "STORE_NOT_WRITABLE",
    "STORE_UNREADABLE",
    "without_secrets",
]

SCHEMA_VERSION = 2
"""The version of the columns that stores lay out; it goes up when an older version of the library could not read them."""
_SECRETS = re.compile(
    r"(?P<before>://[^/@:\s]*:)[^/\s]*(?=@)|(?P<key>[?&;#](?:password|passwd|pwd|token|secret|key|api_?key|sslpassword)=)[^&;#\s]*",
    re.IGNORECASE,
)

LAST_ONE_WINS = Text(
    en="of two who replace one programme, the last wins and the first is not told",
    fr="de deux personnes qui remplacent un programme, la dernière l'emporte et la première n'est pas avertie",
)
"""Why a store may declare the gap ``conflicts``."""

STORE_NOT_FOUND = Kind(
    "store-not-found",
    says=Text(en="no programme is kept at {value}", fr="aucun programme n'est conservé à {value}"),
    allowed=Text(en="the address of a programme", fr="l'adresse d'un programme"),
    remedy=Text(en="Check the address, or make one with `tokten init`.", fr="Vérifiez l'adresse, ou créez-en un avec « tokten init »."),
)
STORE_EXISTS = Kind(
    "store-exists",
    says=Text(en="something is kept at {value} already", fr="quelque chose est déjà conservé à {value}"),
    allowed=Text(en="a new place", fr="un nouvel emplacement"),
    remedy=Text(
        en="Choose another place, or say --replace to lose what is there.",
        fr="Choisissez un autre emplacement, ou --replace pour remplacer.",
    ),
)
STORE_NOT_OURS = Kind(
    "store-not-ours",
    says=Text(en="{value} holds something else: {why}", fr="{value} contient autre chose : {why}"),
    allowed=Text(
        en="an empty place, or a programme written by this library", fr="un emplacement vide, ou un programme écrit par cette bibliothèque"
    ),
    remedy=Text(en="Choose another place; nothing was changed.", fr="Choisissez un autre emplacement ; rien n'a été modifié."),
)
STORE_UNREADABLE = Kind(
    "store-unreadable",
    says=Text(en="{value} cannot be read: {why}", fr="{value} est illisible : {why}"),
    allowed=Text(en="a programme written by this library", fr="un programme écrit par cette bibliothèque"),
    remedy=Text(en="Check that it is the right one; restore it from a copy.", fr="Vérifiez que c'est le bon ; restaurez-le d'une copie."),
)
STORE_DAMAGED = Kind(
    "store-damaged",
    says=Text(en="{value} is damaged, or was changed by hand: {why}", fr="{value} est endommagé, ou a été modifié à la main : {why}"),
    allowed=Text(en="what the library wrote", fr="ce que la bibliothèque a écrit"),
    remedy=Text(
        en="Restore it from a copy; a change that is meant is taken into the journal with `tokten accept STORE --who NAME --why TEXT`.",
        fr="Restaurez-le d'une copie ; une modification voulue entre au journal par « tokten accept STOCKAGE --who NOM --why TEXTE ».",
    ),
)
STORE_NOT_WRITABLE = Kind(
    "store-not-writable",
    says=Text(en="{value} cannot be written: {why}; nothing was changed", fr="impossible d'écrire {value} : {why} ; rien n'a été modifié"),
    allowed=Text(en="a place where you may write, with room", fr="un emplacement où vous pouvez écrire, avec de la place"),
    remedy=Text(
        en="Check the rights and the room, or choose another place.",
        fr="Vérifiez les droits et la place, ou choisissez un autre emplacement.",
    ),
)
STORE_ADDRESS = Kind(
    "store-address",
    says=Text(en="{value} is not the address of a store", fr="{value} n'est pas l'adresse d'un stockage"),
    allowed=Text(
        en="sqlite:///mali.db, csv:folder/, memory:, postgresql+psycopg://user@host/db",
        fr="sqlite:///mali.db, csv:dossier/, memory:, postgresql+psycopg://utilisateur@hôte/base",
    ),
    remedy=Text(en="Write the address in one of these forms.", fr="Écrivez l'adresse sous l'une de ces formes."),
)
STORE_NEWER = Kind(
    "store-newer",
    says=Text(
        en="{value} was written by a newer version (schema {found}, known up to {known})",
        fr="{value} vient d'une version plus récente (schéma {found}, connu jusqu'à {known})",
    ),
    allowed=Text(en="a schema this version knows", fr="un schéma que cette version connaît"),
    remedy=Text(
        en="Update tokten, then open it again; nothing was changed.", fr="Mettez tokten à jour, puis rouvrez ; rien n'a été modifié."
    ),
)


def without_secrets(address: str) -> str:
    """
    Give an address with its passwords and tokens masked, for messages, logs and people.

    >>> without_secrets("sqlite:///mali.db"), without_secrets("cigem+https://host/base?token=abc")
    ('sqlite:///mali.db', 'cigem+https://host/base?token=***')
    """
    return _SECRETS.sub(lambda found: f"{found['before'] or found['key']}***", address)
