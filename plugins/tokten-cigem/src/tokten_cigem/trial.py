"""
A centre and an office to try an exchange with, as pytest fixtures: the reference server over real HTTP, and a small programme in memory.

Put ``pytest_plugins = ["tokten_cigem.trial"]`` into a test module. Needs ``tokten-core[testing]`` and the extra ``server``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import pytest
from attrs import define, field

from tokten_cigem.client import Client
from tokten_cigem.database import Database
from tokten_cigem.exchange import Exchanged, exchange
from tokten_cigem.server import application
from tokten_cigem.sharing import COLLECTIONS, Row, Shares, Tables
from tokten_cigem.tokens import Holder, Secret, hashed
from tokten_core.history import Key, Work
from tokten_core.memory import MemoryStores
from tokten_core.model.expert import Consent, Expert, Purpose, Skill
from tokten_core.model.institution import Institution, InstitutionKind, Request
from tokten_core.model.mission import Mission
from tokten_core.model.programme import Programme
from tokten_core.money import Money
from tokten_core.ports import Store
from tokten_core.records import Record
from tokten_core.sharing import consenting
from tokten_core.sources import Source
from tokten_core.testing.examples import CARD, with_journal
from tokten_core.testing.servers import serving
from tokten_core.text import same

__all__ = ["NOON", "OFFICE", "READER", "Centre", "Office", "a_programme", "centre", "office", "one_server"]

NOON: Final = dt.datetime(2009, 6, 1, 12, 0, tzinfo=dt.UTC)
OFFICE, READER, SECOND = "office-token-1", "reader-token-1", "second-token-1"
HOLDERS: Final = (
    Holder("office", frozenset({"read", "write"}), hashed(OFFICE)),
    Holder("reader", frozenset({"read"}), hashed(READER)),
    Holder("centre", frozenset({"read", "write"}), hashed(SECOND)),
)
AFTER_ALL: Final = 2**50
"""A number that every change is before: to write over whatever stands there."""


def a_programme() -> Programme:
    """Make two experts, one of whom agreed to be named at the centre; a host, a request, two missions with a fare; all invented."""
    return with_journal(
        Programme(
            programme=(CARD,),
            sources=(Source(id="s1", document=same("Made up"), inferred=True),),
            skills=(Skill(id="law", label=same("law"), sector="education"),),
            experts=(
                Expert(id="E1", name="Awa Exemple", contact="awa@example.org", country="FR", skills=("law",), invented=True,
                       born_on=dt.date(1960, 2, 3), home_institution="Université d'Exemple", teacher=True),
                Expert(id="E2", name="Ben Exemple", contact="ben@example.org", country="CA", invented=True),
            ),
            consents=(
                Consent(id="c1", expert="E1", purpose=Purpose.CIGEM, given_on=dt.date(2009, 1, 1), evidence="dossier 12", invented=True),
                Consent(id="c2", expert="E2", purpose=Purpose.DONOR, given_on=dt.date(2009, 1, 1), invented=True),
            ),
            institutions=(Institution(id="I1", name="Lycée d'Exemple", kind=InstitutionKind.TRAINING_CENTRE, sector="education", town="Kayes"),),
            requests=(Request(id="R1", institution="I1", sector="education", subject="law"),),
            missions=(
                Mission(id="M1", expert="E1", institution="I1", residence="FR", start=dt.date(2009, 3, 1), end=dt.date(2009, 3, 20),
                        airfare=Money(450_000, "XOF"), teaching_hours=40, invented=True),
                Mission(id="M2", expert="E2", residence="CA", start=dt.date(2009, 4, 1), end=dt.date(2009, 4, 20), invented=True),
            ),
        )
    )  # fmt: skip


@define
class Centre:
    """
    The centre's side, as a test sees it.

    Attributes:
        database: what it keeps.
        address: ``http://127.0.0.1:43210``.
        today: its day.
        slept: how long clients waited.
    """

    database: Database
    address: str
    today: dt.date = NOON.date()
    slept: list[float] = field(factory=list)

    def client(self, token: str = SECOND, address: str = "") -> Client:
        """Make a client, of the centre's own people if nobody else is named."""
        return Client(address or self.address, Secret(token), self.slept.append)

    def rows(self, collection: str) -> dict[str, Row]:
        """Give the live rows of a kind."""
        return {entry["id"]: entry["row"] for entry in self.database.page(collection, 0, 10**6) if not entry["deleted"]}

    def tables(self) -> Tables:
        """Give all live rows."""
        return {name: self.rows(name) for name in COLLECTIONS}

    def write(self, collection: str, key: str, **changes: Any) -> None:
        """Change a record, or make one, as the centre's own people do."""
        self._write(collection, key, {**self.rows(collection).get(key, {"id": key}), **changes})

    def take_out(self, collection: str, key: str) -> None:
        """Take a record out, as the centre's own people do."""
        self._write(collection, key, None)

    def _write(self, collection: str, key: str, row: Row | None) -> None:
        client = self.client()
        client.write([(collection, key, row)], since=AFTER_ALL, head="")
        client.close()


@define
class Office:
    """
    TOKTEN's side, as a test sees it.

    Attributes:
        store: where the programme is kept.
        centre: with whom it is exchanged.
        at: the moment.
    """

    store: Store
    centre: Centre
    at: dt.datetime = NOON

    def sync(self, address: str = "", *, dry_run: bool = False, whole: bool = False) -> Exchanged:
        """Exchange, by the straight way or another."""
        client = self.centre.client(OFFICE, address)
        try:
            occasion = Work(at=self.at, who="coordination", what="sync")
            return exchange(self.store, client, occasion, dry_run=dry_run, whole=whole)
        finally:
            client.close()

    def put(self, *records: Record) -> None:
        """Change records, or add them."""
        self.store.commit(Work(at=self.at, who="coordination", what="change", put=records))

    def take_out(self, *keys: Key) -> None:
        """Take records out."""
        self.store.commit(Work(at=self.at, who="coordination", what="change", remove=keys))

    def find(self, collection: str, key: str) -> Any:
        """Give a record."""
        return self.store.load().find(collection, key)

    def tables(self) -> Tables:
        """Give what the programme shares on the office's day."""
        programme = self.store.load()
        consented = consenting(programme.consents, Purpose.CIGEM, self.at.date())
        return Shares().tables({name: programme.records(name) for name in COLLECTIONS}, consented)


class _Switch:
    """One server for all tests: starting and stopping it takes longer than most of them."""

    def __init__(self) -> None:
        self.application = application(Database(":memory:"), lambda: HOLDERS, NOON.date)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.application(scope, receive, send)


@pytest.fixture(scope="session")
def one_server() -> Iterator[tuple[_Switch, str]]:
    """Start the server that each centre is put behind."""
    switch = _Switch()
    with serving(switch) as address:
        yield switch, address


@pytest.fixture
def centre(one_server: tuple[_Switch, str]) -> Centre:
    """Give an empty centre."""
    switch, address = one_server
    made = Centre(Database(":memory:"), address)
    switch.application = application(made.database, lambda: HOLDERS, lambda: made.today)
    return made


@pytest.fixture
def office(centre: Centre) -> Office:
    """Give an office with a small programme."""
    store = MemoryStores().open("memory:office")
    store.save(a_programme())
    return Office(store, centre)
