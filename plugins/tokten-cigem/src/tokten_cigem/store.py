"""
A centre's address as a store: it keeps the shared part of a programme, not a programme; it is for exchanging.

``open_store("cigem+https://host")`` tells whether a centre is there and what it cannot do; ``exchange`` is what it is for.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from attrs import frozen

from tokten_cigem.addresses import base_of
from tokten_cigem.mistakes import SHARED_PART
from tokten_core.errors import StoreError
from tokten_core.history import Head, Work
from tokten_core.model.programme import Programme
from tokten_core.ports import Gap, Store
from tokten_core.queries import Group, Query
from tokten_core.records import Record
from tokten_core.text import Text

if TYPE_CHECKING:
    from tokten_cigem.client import Client
    from tokten_cigem.exchange import Exchanged

__all__ = ["CigemStore", "CigemStores"]

SHARED_ONLY = Gap(
    Text(en="it keeps the shared part of a programme, not the whole", fr="il tient la partie partagée d'un programme, pas le tout"),
    for_good=True,
)


@frozen(eq=False)
class CigemStore:
    """
    The shared part of a programme, at a centre (fr: *base partagée du centre*).

    Attributes:
        address: ``cigem+https://host/base``.
    """

    address: str

    @property
    def gaps(self) -> Mapping[str, Gap]:
        """Give what it cannot do: all that needs a whole programme."""
        return dict.fromkeys(("load", "save", "commit", "queries", "durable", "files", "conflicts"), SHARED_ONLY)

    def exists(self) -> bool:
        """
        Ask the centre whether it keeps shared records.

        Raises:
            StoreError: It cannot be reached, or does not know the token.
            UsageError: There is no token.
        """
        client = self.client()
        try:
            return any(kind.count for kind in client.state().kinds.values())
        finally:
            client.close()

    def exchange(
        self, local: Store, occasion: Work, *, dry_run: bool = False, whole: bool = False, token_file: Path | None = None
    ) -> Exchanged:
        """
        Exchange the shared records of a programme with this centre, both ways (fr: *échanger*).

        Args:
            local: where the programme is kept.
            occasion: a work that touches nothing: the moment, who, what and why.
            dry_run: true to write nothing.
            whole: true to compare every record.
            token_file: a file of mode 600 that holds the token; else the environment says.

        Raises:
            StoreError: The centre cannot be reached, refuses, or does not answer as described; or the store fails.
            InputError: What the centre has breaks a reference of ours.
            UsageError: There is no token, or others may read its file.
        """
        from tokten_cigem.exchange import exchange

        client = self.client(token_file)
        try:
            return exchange(local, client, occasion, dry_run=dry_run, whole=whole)
        finally:
            client.close()

    def client(self, token_file: Path | None = None) -> Client:
        """Make the way to the centre, with the token of the environment or of a file."""
        import time

        from tokten_cigem.client import Client
        from tokten_cigem.tokens import secret_from

        return Client(base_of(self.address), secret_from(os.environ, token_file), time.sleep)

    def load(self, *, trusting: bool = False) -> Programme:  # noqa: ARG002 - the port's own names
        """Refuse: there is no whole programme (`cigem-shared-part`)."""
        self._refuse()

    def save(self, programme: Programme, *, replace: bool = False) -> None:  # noqa: ARG002 - the port's own names
        """Refuse: a whole programme cannot be kept (`cigem-shared-part`)."""
        self._refuse()

    def head(self) -> Head:
        """Refuse: a centre keeps no journal of ours (`cigem-shared-part`)."""
        self._refuse()

    def commit(self, work: Work, *, since: Head | None = None) -> Head:  # noqa: ARG002 - the port's own names
        """Refuse: changes go through an exchange (`cigem-shared-part`)."""
        self._refuse()

    def select(self, query: Query) -> Iterator[Record]:  # noqa: ARG002 - the port's own names
        """Refuse: ask the programme (`cigem-shared-part`)."""
        self._refuse()

    def count(self, query: Query) -> list[Group]:  # noqa: ARG002 - the port's own names
        """Refuse: ask the programme (`cigem-shared-part`)."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise StoreError(SHARED_PART.at(self.address, self.address))


@frozen
class CigemStores:
    """Opens centres by address (fr: *centres des migrations*), and brings the reference server that one can be tried against."""

    @property
    def schemes(self) -> frozenset[str]:
        """Give the one beginning it understands."""
        return frozenset({"cigem"})

    def open(self, address: str) -> CigemStore:
        """
        Open a centre by its address, without asking it anything.

        Raises:
            StoreError: The address is not well formed, or would send a token in the clear (`cigem-address`).
        """
        base_of(address)
        return CigemStore(address)

    def policy(self) -> tuple[tuple[Text, ...], tuple[tuple[str, str, Text, str, bool], ...]]:
        """Give the policy: its sentences, and of each shared field the collection, the name, the reason, the owner, and if consent is needed."""
        from tokten_cigem.merging import POLICY
        from tokten_cigem.sharing import COLLECTIONS, fact_of, owner_of, shared_columns

        fields = {(name, column.fact.name): key for name in COLLECTIONS for key, column in shared_columns(name).items()}
        told = (
            (name, fact, fact_of(name, key).why, owner_of(name, key), fact_of(name, key).with_consent)
            for (name, fact), key in fields.items()
        )
        return POLICY, tuple(told)

    def openapi(self) -> dict[str, object]:
        """Give the description of the interface, OpenAPI 3.1."""
        from tokten_cigem.openapi import description

        return description()

    def issue_token(self, path: Path, name: str, scopes: str) -> str:
        """Make a token for the reference server and write its line; the token itself is given once."""
        from tokten_cigem.tokens import issue

        return issue(path, name, scopes)

    def serve(
        self,
        path: Path,
        tokens: Path,
        today: Callable[[], dt.date],
        *,
        host: str,
        port: int,
        certificate: tuple[Path, Path] | None = None,
        ready: Callable[[str], None],
    ) -> None:
        """
        Run the reference server until it is stopped (fr: *servir*).

        Args:
            path: the SQLite file of the shared records.
            tokens: the file of tokens, mode 600.
            today: gives the day.
            host: this machine, unless a certificate is given.
            port: 0 for a free one.
            certificate: the files of a TLS certificate and its key.
            ready: told the address once it answers.

        Raises:
            UsageError: The host is not this machine and no certificate is given, or the server is not installed.
        """
        from tokten_cigem.serving import serve

        serve(path, tokens, today, host=host, port=port, certificate=certificate, ready=ready)
