"""`tokten migrate`: bring the tables of a database to another version of their schema, forward or back."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import click

from tokten_cli.bilingual import Command, Settings, Whole, argument, option
from tokten_cli.stores import STORE
from tokten_cli.terminal import tell
from tokten_core.errors import Kind, UsageError
from tokten_core.stores import SCHEMA_VERSION
from tokten_core.text import Text

__all__ = ["migrate"]

NO_SCHEMA = Kind(
    "store-without-schema",
    says=Text(en="{value} has no schema to migrate", fr="{value} n'a pas de schéma à migrer"),
    allowed=Text(en="a database: sqlite, postgresql", fr="une base de données : sqlite, postgresql"),
    remedy=Text(
        en="There is nothing to do: the next change writes it in the present form.",
        fr="Il n'y a rien à faire : la prochaine modification l'écrit dans la forme présente.",
    ),
)
MIGRATED = Text(en="{address} went from schema {before} to {after}.", fr="{address} est passé du schéma {before} au schéma {after}.")
THERE_ALREADY = Text(en="{address} has schema {after} already.", fr="{address} a déjà le schéma {after}.")


@runtime_checkable
class Migrating(Protocol):
    """A store that has versions of its tables."""

    def migrate(self, to: int = SCHEMA_VERSION, *, lossy: bool = False) -> tuple[int, int]:
        """Bring the tables to a version; give the version before and after."""


@click.command(
    cls=Command,
    words=Text(
        en="Bring the tables of a database to another version of the schema.",
        fr="Amène les tables d'une base à une autre version du schéma.",
    ),
    more=[
        Text(
            en="A database of an older version opens as it is, and its first change brings it up to date; this command does so without a change, "
            "or goes back for a colleague whose tokten is older. It is done whole or not at all.",
            fr="Une base d'une version antérieure s'ouvre telle quelle, et sa première modification la met à jour ; cette commande le fait sans "
            "modification, ou revient en arrière pour un collègue dont le tokten est plus ancien. Tout est fait, ou rien.",
        )
    ],
    examples=["tokten migrate sqlite:///mali.db", "tokten migrate sqlite:///mali.db --to 1"],
)
@argument("store", mark=STORE, words=Text(en="The database.", fr="La base de données."))
@option(
    "--to",
    type=Whole(1, SCHEMA_VERSION),
    default=SCHEMA_VERSION,
    mark=Text(en="NUMBER", fr="NUMÉRO"),
    words=Text(en="The version to be; the present one when nothing is said.", fr="La version voulue ; la présente si rien n'est dit."),
)
@option(
    "--lossy",
    is_flag=True,
    words=Text(en="Lose what an older version has no place for.", fr="Perd ce que la version antérieure ne peut pas contenir."),
)
@click.pass_obj
def migrate(settings: Settings, store: str, *, to: int, lossy: bool) -> None:
    """Migrate the tables and say from where to where."""
    from tokten_core.plugins import open_store

    kept = open_store(store)
    if not isinstance(kept, Migrating):
        raise UsageError(NO_SCHEMA.at("tokten migrate", kept.address))
    before, after = kept.migrate(to, lossy=lossy)
    told = MIGRATED if before != after else THERE_ALREADY
    tell(told.fill(address=kept.address, before=before, after=after), settings.lang)
