"""An exchange with the migration centre that has nothing to do, a hundred thousand records on both sides, against one HTTP request."""

import datetime as dt

import pytest

from tokten_cigem.client import Client
from tokten_cigem.database import Database
from tokten_cigem.exchange import exchange
from tokten_cigem.server import application
from tokten_cigem.tokens import Holder, Secret, hashed
from tokten_core.history import Work, taken_whole
from tokten_core.model.mission import Mission
from tokten_core.plugins import open_store
from tokten_core.testing.examples import a_small_programme
from tokten_core.testing.servers import serving

MISSIONS = 100_000
TOKEN = "made-up-token"  # noqa: S105 - for this process alone
NOW = dt.datetime(2009, 6, 1, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("kind", "address", "to_reach"), [("SQLite", "sqlite:///{}/mali.db", 20), ("a folder of CSV", "csv:{}/mali", None)]
)
def test_nothing_to_exchange(versus, tmp_path, kind, address, to_reach):
    """One request. A database counts at once; a folder is read to be counted, in a quarter of a second."""
    start = dt.date(2009, 1, 1)
    missions = tuple(Mission(id=f"N{n}", residence="SN", start=start, end=start, invented=True) for n in range(MISSIONS))
    store = open_store(address.format(tmp_path))
    store.save(taken_whole(a_small_programme().with_records(missions=missions, ledger=()), at=NOW, who="bench", what="take over"))
    holder = Holder("bench", frozenset({"read", "write"}), hashed(TOKEN))
    requests = []

    def sync():
        client = Client(base, Secret(TOKEN), lambda _seconds: None)
        requests.append(exchange(store, client, Work(at=NOW, who="bench", what="sync")).requests)
        client.close()

    def one_request():
        client = Client(base, Secret(TOKEN), lambda _seconds: None)
        client.state()
        client.close()

    with serving(application(Database(tmp_path / "centre.db"), lambda: (holder,), NOW.date)) as base:
        sync()
        work = f"an exchange with nothing to do, 100 000 missions in {kind} and at the centre"
        versus(sync, one_request, work=work, theirs_is="one HTTP request", to_reach=to_reach)

    assert requests[0] > 200
    assert set(requests[1:]) == {1}
