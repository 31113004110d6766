"""
From one version of the tables to another, forward and back, inside one transaction (Alembic).

Each step is a script in ``versions``, in the form of Alembic's; ``schema_version`` says where a database stands. Alembic is imported only where
a database has another version than ours.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tokten_core.errors import Kind, StoreError
from tokten_core.model.programme import collections
from tokten_core.stores import SCHEMA_VERSION
from tokten_core.text import Text
from tokten_store_sql.checksums import Checksum
from tokten_store_sql.databases import Connection, Database
from tokten_store_sql.rows import put_checksums, select_text
from tokten_store_sql.schemas import tables_of
from tokten_store_sql.tables import CHECKSUMS

if TYPE_CHECKING:
    import sqlalchemy as sa
    from alembic.script import Script

__all__ = ["migrate", "migrations"]

WOULD_LOSE = Kind(
    "store-would-lose",
    says=Text(en="going back to schema {to} would lose: {what}", fr="revenir au schéma {to} perdrait : {what}"),
    allowed=Text(en="a programme without them", fr="un programme qui n'en a pas"),
    remedy=Text(
        en="Keep a copy, then say --lossy; nothing was changed.", fr="Gardez une copie, puis ajoutez --lossy ; rien n'a été modifié."
    ),
)
NO_SUCH_SCHEMA = Kind(
    "store-no-such-schema",
    says=Text(en="there is no schema {value}", fr="il n'y a pas de schéma {value}"),
    allowed=Text(en="a schema from 1 to {known}", fr="un schéma de 1 à {known}"),
    remedy=Text(en="Choose one of these.", fr="Choisissez l'un d'eux."),
)


_DRIVEN = {"sqlite": "sqlite+pysqlite://", "postgresql": "postgresql+psycopg://"}


def migrations(before: int, after: int) -> list[Script]:
    """Give the scripts between two versions, in the order in which they run."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(Path(__file__).parent))
    low, high = sorted((before, after))
    found = [*scripts.iterate_revisions(f"{high:04}", f"{low:04}")]
    return found if after < before else found[::-1]


def migrate(connection: Connection, database: Database, before: int, after: int, *, address: str, lossy: bool = False) -> None:
    """
    Bring the tables from one version to another; the caller's transaction keeps or undoes it.

    Raises:
        StoreError: There is no such version (`store-no-such-schema`). Going back would lose something, and ``lossy`` is false (`store-would-lose`).
    """
    if not 1 <= after <= SCHEMA_VERSION:
        raise StoreError(NO_SUCH_SCHEMA.at(address, after, known=SCHEMA_VERSION))
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    if database.dialect == "sqlite":
        connection.execute("PRAGMA ignore_check_constraints = OFF")  # rows of an older version are looked at anew
    with _alchemy(connection, database) as bound, Operations.context(MigrationContext.configure(bound)):
        for script in migrations(before, after):
            if after > before:
                script.module.upgrade()
                continue
            lost = {} if lossy else script.module.lost()
            if lost:
                raise StoreError(WOULD_LOSE.at(address, address, to=after, what=_listed(lost)))
            script.module.downgrade()
    if CHECKSUMS in tables_of(after, database.dialect):
        _add_up(connection, database, after)


@contextlib.contextmanager
def _alchemy(connection: Connection, database: Database) -> Iterator[sa.Connection]:
    """Give the connection as SQLAlchemy's for a while; it leaves the transaction to us."""
    import sqlalchemy as sa

    engine = sa.create_engine(_DRIVEN[database.dialect], creator=lambda: connection, poolclass=sa.StaticPool)
    for end in ("do_commit", "do_rollback"):
        setattr(engine.dialect, end, id)  # something that does nothing
    try:
        with engine.connect() as bound:
            yield bound
    except sa.exc.DBAPIError as error:
        raise (error.orig or error) from None


def _add_up(connection: Connection, database: Database, version: int) -> None:
    made: dict[str, Checksum] = {}
    for name in tables_of(version, database.dialect):
        if name in collections():
            made[name] = Checksum()
            for rows in database.rows(connection, select_text(name, database.dialect, version)):
                made[name].add(rows)
    connection.execute(f"DELETE FROM {CHECKSUMS}")  # noqa: S608 - our own name
    put_checksums(connection, database, made)


def _listed(lost: dict[str, int]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in lost.items())
