"""Whatever goes wrong on the way, nothing is lost and nothing comes twice."""

import datetime as dt
import random
from collections import Counter

import pytest
from attrs import evolve

from tokten_cigem.exchange import Moves
from tokten_cigem.faulty_way import FAULTS, FaultyWay
from tokten_cigem.sharing import COLLECTIONS
from tokten_core.errors import StoreError
from tokten_core.history import verify
from tokten_core.model.institution import Institution, InstitutionKind
from tokten_core.model.mission import Mission
from tokten_core.testing.torture import share

pytest_plugins = ["tokten_cigem.trial"]


@pytest.fixture
def faulty(centre):
    """Give a function that puts a faulty way before the centre."""
    ways = []

    def make(choose):
        ways.append(FaultyWay(centre.address, choose))
        return ways[-1]

    yield make
    for way in ways:
        way.close()


@pytest.mark.parametrize("fault", sorted(FAULTS))
@pytest.mark.parametrize("where", range(5))
def test_one_fault_at_any_exchange_changes_nothing_about_the_outcome(office, centre, faulty, fault, where):
    """State, batch, state, common point: whichever of them it hits, the exchange comes to its end, and every record is written once."""
    exchanges = iter(range(100))
    way = faulty(lambda: fault if next(exchanges) == where else "")
    done = office.sync(way.address)

    assert way.done[fault] == 1
    assert done.here == done.there
    assert done.sent["missions"] == Moves(new=2)
    assert office.tables() == centre.tables()
    assert centre.database.sequence == 8
    assert office.sync().requests == 1


def test_retry_after_is_honoured_in_seconds_and_as_a_date_by_the_servers_own_clock(office, centre, faulty):
    """The date is twenty-five years off, and two seconds later than the answer's own: two seconds are waited."""
    exchanges = iter(["too-many", "unavailable", "gateway", "gateway"])
    office.sync(faulty(lambda: next(exchanges, "")).address)

    assert centre.slept == [3.0, 2.0, 2.0, 4.0]


def test_who_never_answers_is_given_up_politely_and_the_next_call_goes_on(office, centre, faulty):
    way = faulty(lambda: "cut-after")
    with pytest.raises(StoreError) as caught:
        office.sync(way.address)

    assert caught.value.code == "cigem-unreachable"
    assert "8 attempts" in caught.value.say("en")
    assert sum(centre.slept) < 70
    assert office.sync().here["missions"] == 2


class Life:
    """Two offices at work: the changes of each, and what both must have in the end."""

    def __init__(self, office, centre, seed):
        self.office, self.centre, self.chance = office, centre, random.Random(seed)
        self.edits, self.number, self.expected = 0, 0, office.tables()

    def here(self):
        """Something that TOKTEN does: a new mission or host, persons trained, a town, a mission taken out that nobody else touches."""
        self.edits += 1
        what = self.chance.choice(["mission", "host", "trained", "town", "out"])
        if what == "mission":
            self.number += 1
            start = dt.date(2009, 3, 1) + dt.timedelta(days=self.chance.randrange(300))
            self.put(Mission(id=f"N{self.number}", residence="SN", start=start, end=start + dt.timedelta(days=13), invented=True))
        elif what == "host":
            self.number += 1
            self.put(Institution(id=f"H{self.number}", name="Hôte", kind=InstitutionKind.HOSPITAL, sector="health", invented=True))
        elif what == "trained":
            self.put(evolve(self.office.find("missions", "M1"), persons_trained=self.chance.randrange(10**6)))
        elif what == "town":
            self.put(evolve(self.office.find("institutions", "I1"), town=f"Ville {self.chance.randrange(10**6)}"))
        elif self.number and self.office.find("missions", gone := f"N{self.chance.randrange(1, self.number + 1)}"):
            self.office.take_out(("missions", gone))
            self.expected["missions"].pop(gone)

    def put(self, record):
        from tokten_cigem.sharing import row_of

        self.office.put(record)
        row, old = row_of(record), self.expected[record.collection].get(record.id)
        # What the centre changed of it since the last exchange is not to be seen here yet: only our own field is expected.
        ours = {"missions": ["persons_trained"], "institutions": ["town"]}[record.collection]
        self.expected[record.collection][record.id] = row if old is None else {**old, **{name: row[name] for name in ours}}

    def there(self):
        """Something that the centre does: a new request, its state, where an expert lives, how to reach one who agreed, a mission's state."""
        self.edits += 1
        what = self.chance.choice(["request", "state", "country", "contact", "mission"])
        if what == "request":
            self.number += 1
            row = {"institution": "I1", "sector": "health", "subject": None, "received_on": None, "state": "received", "invented": True}
            self.change("requests", f"Q{self.number}", row)
        elif what == "state":
            self.change("requests", "R1", {"state": self.chance.choice(["accepted", "refused", "served"])})
        elif what == "country":
            self.change("experts", self.chance.choice(["E1", "E2"]), {"country": self.chance.choice(["FR", "BE", "CA", "US"])})
        elif what == "contact":
            self.change("experts", "E1", {"contact": f"{self.chance.randrange(10**6)}@example.org"})
        else:
            self.change("missions", "M1", {"state": self.chance.choice(["approved", "scheduled"])})

    def change(self, collection, key, changes):
        if key not in self.centre.rows(collection) and collection != "requests":
            self.edits -= 1  # it never got there yet
            return
        if collection == "requests" and key == "R1" and key not in self.centre.rows(collection):
            self.edits -= 1
            return
        self.centre.write(collection, key, **changes)
        self.expected[collection][key] = {**self.expected[collection].get(key, {"id": key}), **changes}


def differing(expected, here, centre):
    """Name every record that is not the same three times: as it must be, here, at the centre."""
    there = centre.tables()
    keys = {(name, key) for tables in (expected, here, there) for name in COLLECTIONS for key in tables[name]}
    found = [(name, key, *(tables[name].get(key) for tables in (expected, here, there))) for name, key in sorted(keys)]
    return [(name, key, *versions) for name, key, *versions in found if not versions[0] == versions[1] == versions[2]]


def ended(office, way):
    """Exchange; None where it was given up, which nothing but silence is a reason for."""
    try:
        return office.sync(way.address)
    except StoreError as error:
        if error.code != "cigem-unreachable":
            raise
        return None


@pytest.mark.torture
def test_through_many_faults_nothing_is_lost_and_nothing_comes_twice(office, centre, faulty):
    """Both sides go on working while half of all exchanges fail, and some calls are given up in the middle."""
    wanted, chance = share(1000), random.Random(20081118)
    names, life = sorted(FAULTS), Life(office, centre, 7)
    office.sync()
    rate = 0.5
    way = faulty(lambda: chance.choice(names) if chance.random() < rate else "")
    outcome = Counter()
    while way.faults < wanted:
        for _ in range(chance.randrange(4)):
            chance.choice([life.here, life.there])()
        rate = chance.choice([0.3, 0.6, 0.95])
        done = ended(office, way)
        outcome["ended" if done else "given up"] += 1
        if done is None:
            continue
        assert done.clashes == ()
        assert done.here == done.there
        assert differing(life.expected, office.tables(), centre) == []
    assert office.sync().clashes == ()
    assert differing(life.expected, office.tables(), centre) == []
    assert [*verify(office.store.load())] == []
    # Every change at the centre is one that somebody made: 8 at first, then at most one for each change of either side.
    assert centre.database.sequence <= 8 + life.edits
    went = f"{way.faults} faulty exchanges of {sum(way.done.values())}, {life.edits} changes on both sides"
    print(f"\n{went}; calls ended {outcome['ended']}, given up {outcome['given up']}: nothing lost, nothing twice")  # noqa: T201 - the counts
