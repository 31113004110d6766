"""A centre to talk with: the reference server over real HTTP, and a programme to exchange."""

import datetime as dt

import pytest
from attrs import define

from tokten_cigem.client import Client
from tokten_cigem.database import Database
from tokten_cigem.exchange import exchange
from tokten_cigem.server import application
from tokten_cigem.tokens import Holder, Secret, hashed
from tokten_core.history import Work
from tokten_core.memory import MemoryStores
from tokten_core.model.expert import Consent, Expert, Purpose, Skill
from tokten_core.model.institution import Institution, InstitutionKind, Request
from tokten_core.model.mission import Mission
from tokten_core.model.programme import Programme
from tokten_core.money import Money
from tokten_core.sources import Source
from tokten_core.testing.examples import CARD, with_journal
from tokten_core.testing.servers import serving
from tokten_core.text import same

NOON = dt.datetime(2009, 6, 1, 12, 0, tzinfo=dt.UTC)
TOKEN, READER, SECOND = "office-token-1", "reader-token-1", "second-token-1"
HOLDERS = (
    Holder("office", frozenset({"read", "write"}), hashed(TOKEN)),
    Holder("reader", frozenset({"read"}), hashed(READER)),
    Holder("centre", frozenset({"read", "write"}), hashed(SECOND)),
)


def a_programme():
    """Two experts, one of whom agreed to be named at the centre; a host, a request, two missions with fares."""
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
    """The centre's side as a test sees it."""

    database: Database
    address: str
    today: dt.date
    slept: list

    def client(self, token=SECOND, address=None):
        return Client(address or self.address, Secret(token), self.slept.append)

    def rows(self, collection):
        return {entry["id"]: entry["row"] for entry in self.database.page(collection, 0, 10**6) if not entry["deleted"]}

    def write(self, collection, key, **changes):
        """Change a record as the centre's own people do: by its own token."""
        client = self.client()
        row = {**self.rows(collection).get(key, {"id": key}), **changes}
        client.write([(collection, key, row)], since=2**50, head="")
        client.close()

    def take_out(self, collection, key):
        client = self.client()
        client.write([(collection, key, None)], since=2**50, head="")
        client.close()


class Switch:
    """One server for all tests: starting and stopping it takes longer than most of them."""

    application = None

    async def __call__(self, scope, receive, send):
        await self.application(scope, receive, send)


@pytest.fixture(scope="session")
def one_server():
    switch = Switch()
    switch.application = application(Database(":memory:"), lambda: HOLDERS, NOON.date)
    with serving(switch) as address:
        yield switch, address


@pytest.fixture
def centre(one_server):
    switch, address = one_server
    made = Centre(Database(":memory:"), address, NOON.date(), [])
    switch.application = application(made.database, lambda: HOLDERS, lambda: made.today)
    return made


@define
class Office:
    """TOKTEN's side as a test sees it."""

    store: object
    centre: Centre
    at: dt.datetime = NOON

    def sync(self, address=None, **how):
        client = self.centre.client(TOKEN, address)
        try:
            return exchange(self.store, client, Work(at=self.at, who="coordination", what="sync"), **how)
        finally:
            client.close()

    def put(self, *records):
        self.store.commit(Work(at=self.at, who="coordination", what="change", put=records))

    def take_out(self, *keys):
        self.store.commit(Work(at=self.at, who="coordination", what="change", remove=keys))

    def find(self, collection, key):
        return self.store.load().find(collection, key)


@pytest.fixture
def office(centre):
    store = MemoryStores().open("memory:office")
    store.save(a_programme())
    return Office(store, centre)
