"""A programme of a hundred thousand missions in a database, against its driver with the same rows; a question asked of a million."""

import datetime as dt
import sqlite3
from contextlib import closing
from itertools import count

import pytest

from tokten_core.history import Work
from tokten_core.model.expert import Expert
from tokten_core.model.institution import Institution, InstitutionKind
from tokten_core.model.mission import Mission, MissionKind, MissionMode, MissionState
from tokten_core.money import Money
from tokten_core.queries import Group, Query
from tokten_core.records import evolve
from tokten_core.testing.examples import a_small_programme
from tokten_core.testing.servers import make_postgresql_address, postgresql_server  # noqa: F401 - fixtures
from tokten_store_sql.store import SqlStores

MISSIONS = 100_000
A_MILLION = 1_000_000
AT = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)
TRUTHS = {0: False, 1: True, None: None}


def a_mission(n):
    start = dt.date(2008, 9, 1) + dt.timedelta(days=n % 1_000)
    known = n % 10 != 0
    return Mission(
        id=f"M-2009-{n:06}",
        expert=f"E{3 + n % 5_000}",
        institution=f"I{n % 300}",
        sector=("health", "higher_education", "agriculture")[n % 3],
        kind=[*MissionKind][n % 7],
        mode=[*MissionMode][n % 3],
        residence=("FR", "CA", "US", "DE")[n % 4],
        start=start,
        end=start + dt.timedelta(days=13 + n % 15),
        thesis_supervision=n % 4 == 0 if known else None,
        teaching_hours=n % 60 if known else None,
        airfare=Money(400_000 + n % 90_000, "XOF") if known else None,
        lodging_nights=13,
        for_profit=n % 5 == 0,
        cost_share=20 if n % 5 == 0 else None,
        funding_source="ce",
        budget_line="pm",
        state=[*MissionState][n % 9],
        persons_trained=n % 40,
        invented=True,
    )


def a_programme(missions):
    base = a_small_programme()
    experts = [Expert(id=f"E{n}", name=f"Exemple n° {n}", country="FR", invented=True) for n in range(3, 5_003)]
    institutions = [
        Institution(id=f"I{n}", name=f"Hôpital n° {n}", town="Ségou", kind=InstitutionKind.HOSPITAL, sector="health", invented=True)
        for n in range(300)
    ]
    return base.with_records(
        experts=[*base.experts, *experts], institutions=institutions, ledger=(), missions=map(a_mission, range(missions))
    )


@pytest.fixture(scope="module")
def programme():
    return a_programme(MISSIONS)


@pytest.fixture(scope="module")
def kept(programme, tmp_path_factory):
    """The programme, kept once, for the works that do not replace it."""
    file = tmp_path_factory.mktemp("kept") / "mali.db"
    SqlStores().open(f"sqlite:///{file}").save(programme)
    return file


def missions_in(file):
    with closing(sqlite3.connect(file)) as database:
        return database.execute("SELECT * FROM missions").fetchall()


def table_of(file):
    """Give the statement of the table of missions, without keys and checks: names and types alone."""
    with closing(sqlite3.connect(file)) as database:
        columns = database.execute("PRAGMA table_info(missions)").fetchall()
    return ", ".join(f'"{name}" {kind}{" PRIMARY KEY" if name == "id" else ""}' for _, name, kind, *_ in columns)


def written_by_hand(file, table, rows):
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = FULL")
        database.execute("BEGIN")
        database.execute(f"CREATE TABLE missions ({table})")
        database.executemany(f"INSERT INTO missions VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608 - question marks
        database.execute("COMMIT")


def read_by_hand(file):
    """Make the same records of the same rows, conversions by hand; they check themselves when they are made."""
    day = dt.date.fromisoformat
    with closing(sqlite3.connect(file)) as database:
        return [
            Mission(
                id=row[1], expert=row[2], institution=row[3], terms_of_reference=row[4], output=row[5], sector=row[6],
                kind=MissionKind(row[7]) if row[7] else None, mode=MissionMode(row[8]), residence=row[9], start=day(row[10]),
                end=day(row[11]), thesis_supervision=TRUTHS[row[12]], teaching_hours=row[13],
                airfare=None if row[14] is None else Money(row[14], row[15]), lodging_nights=row[16], for_profit=TRUTHS[row[17]],
                cost_share=row[18], committee_consulted=TRUTHS[row[19]], funding_source=row[20], budget_line=row[21],
                state=MissionState(row[22]), persons_trained=row[23], invented=TRUTHS[row[24]],
            )
            for row in database.execute("SELECT * FROM missions")
        ]  # fmt: skip


@pytest.mark.parametrize("way", ["a new file", "in place of another"])
def test_a_hundred_thousand_missions_saved(versus, programme, kept, tmp_path, way):
    """Ours writes the rest of the programme, too (5 300 records), with keys, an index of the order and checksums; both wait for the disk."""
    rows, table = missions_in(kept), table_of(kept)
    file, by_hand = tmp_path / "mali.db", tmp_path / "by-hand.db"

    def ours():
        if way == "a new file":
            file.unlink(missing_ok=True)
        SqlStores().open(f"sqlite:///{file}").save(programme, replace=True)

    ours()
    written_by_hand(by_hand, table, rows)
    assert missions_in(file) == missions_in(by_hand)

    versus(
        ours,
        lambda: written_by_hand(by_hand, table, rows),
        work=f"100 000 missions saved to SQLite, {way}",
        theirs_is="sqlite3 executemany of the same rows in one transaction",
        to_reach=2,
        rounds=9,
    )


def test_a_hundred_thousand_missions_loaded(versus, kept):
    """Ours reads the rest, too, and looks at checksums and references."""
    store = SqlStores().open(f"sqlite:///{kept}")
    assert store.load().missions == tuple(read_by_hand(kept))

    versus(
        store.load,
        lambda: read_by_hand(kept),
        work="100 000 missions loaded from SQLite",
        theirs_is="reading the rows and building the same attrs objects by hand",
        to_reach=1.5,
        rounds=9,
    )


def test_one_mission_changed_in_a_hundred_thousand(versus, kept):
    """Ours reads the mission, keeps its state before, writes the journal and the checksums; both wait for the disk once."""
    store = SqlStores().open(f"sqlite:///{kept}")
    (mission,) = store.select(Query("missions").where("id", "=", "M-2009-000777"))
    numbers = count(1)

    def ours():
        changed = evolve(mission, persons_trained=next(numbers))
        store.commit(Work(at=AT, who="office", what="persons trained", put=(changed,)), since=store.head())

    with closing(sqlite3.connect(kept, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = FULL")

        def theirs():
            database.execute("BEGIN IMMEDIATE")
            database.execute("UPDATE missions SET persons_trained = ? WHERE id = 'M-2009-000778'", (next(numbers),))
            database.execute("COMMIT")

        versus(
            ours,
            theirs,
            work="one mission of 100 000 changed and saved",
            theirs_is="one SQL update in a transaction",
            to_reach=3,
            rounds=101,
            warm_up=5,
        )
        database.execute("UPDATE missions SET persons_trained = 18 WHERE id = 'M-2009-000778'")
    assert store.load().find("missions", mission.id).persons_trained > 0


def test_a_question_asked_of_a_million(versus, tmp_path):
    file = tmp_path / "mali.db"
    SqlStores().open(f"sqlite:///{file}").save(a_programme(A_MILLION))
    store = SqlStores().open(f"sqlite:///{file}")
    year = Query("missions").during("start", dt.date(2009, 1, 1), dt.date(2009, 12, 31)).by("sector")
    statement = "SELECT sector, count(*) FROM missions WHERE start BETWEEN '2009-01-01' AND '2009-12-31' GROUP BY sector ORDER BY sector"

    def theirs():
        with closing(sqlite3.connect(file)) as database:
            return database.execute(statement).fetchall()

    assert store.count(year) == [Group((sector,), number, None, 0) for sector, number in theirs()]
    versus(
        lambda: store.count(year),
        theirs,
        work="missions of 2009 by sector, of a million in SQLite",
        theirs_is="the same SQL by hand",
        to_reach=1.2,
        rounds=15,
    )


@pytest.fixture
def office(programme, make_postgresql_address):  # noqa: F811 - the fixture of that name
    """A database for a shared office, with the programme in it."""
    address = make_postgresql_address()
    SqlStores().open(address).save(programme)
    return address


def connected(address):
    import psycopg

    return psycopg.connect(address.replace("postgresql+psycopg:", "postgresql:"))


def test_a_hundred_thousand_missions_saved_to_postgresql(versus, programme, office, make_postgresql_address):  # noqa: F811 - as above
    """Ours is bound by the server, which looks at each key and check of each row; by hand there are none."""
    by_hand = make_postgresql_address()
    with connected(office) as database:
        rows = database.execute("SELECT * FROM missions ORDER BY position").fetchall()
        kinds = database.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'missions' ORDER BY ordinal_position"
        ).fetchall()
    table = ", ".join(f'"{name}" {kind}{" PRIMARY KEY" if name == "id" else ""}' for name, kind in kinds)

    def theirs():
        with connected(by_hand) as database:
            database.execute("DROP TABLE IF EXISTS missions")
            database.execute(f"CREATE TABLE missions ({table})")
            with database.cursor() as cursor:
                cursor.executemany(f"INSERT INTO missions VALUES ({', '.join(['%s'] * len(kinds))})", rows)  # noqa: S608 - placeholders

    versus(
        lambda: SqlStores().open(office).save(programme, replace=True),
        theirs,
        work="100 000 missions saved to PostgreSQL, in place of another",
        theirs_is="psycopg executemany of the same rows in one transaction",
        rounds=5,
        warm_up=1,
    )


def test_one_mission_changed_in_postgresql(versus, office):
    store = SqlStores().open(office)
    (mission,) = store.select(Query("missions").where("id", "=", "M-2009-000777"))
    numbers = count(1)

    def ours():
        changed = evolve(mission, persons_trained=next(numbers))
        store.commit(Work(at=AT, who="office", what="persons trained", put=(changed,)), since=store.head())

    with connected(office) as database:

        def theirs():
            database.execute("UPDATE missions SET persons_trained = %s WHERE id = 'M-2009-000778'", (next(numbers),))
            database.commit()

        versus(
            ours,
            theirs,
            work="one mission of 100 000 changed and saved in PostgreSQL",
            theirs_is="one SQL update in a transaction",
            rounds=101,
            warm_up=5,
        )


def test_a_hundred_thousand_missions_loaded_from_postgresql(versus, office):
    def theirs():
        with connected(office) as database:
            return [
                Mission(
                    id=row[1], expert=row[2], institution=row[3], terms_of_reference=row[4], output=row[5], sector=row[6],
                    kind=MissionKind(row[7]) if row[7] else None, mode=MissionMode(row[8]), residence=row[9], start=row[10], end=row[11],
                    thesis_supervision=row[12], teaching_hours=row[13], airfare=None if row[14] is None else Money(row[14], row[15]),
                    lodging_nights=row[16], for_profit=row[17], cost_share=row[18], committee_consulted=row[19], funding_source=row[20],
                    budget_line=row[21], state=MissionState(row[22]), persons_trained=row[23], invented=row[24],
                )
                for row in database.execute("SELECT * FROM missions ORDER BY position")
            ]  # fmt: skip

    store = SqlStores().open(office)
    assert store.load().missions == tuple(theirs())
    versus(
        store.load,
        theirs,
        work="100 000 missions loaded from PostgreSQL",
        theirs_is="reading the rows and building the same attrs objects by hand",
        to_reach=1.5,
        rounds=5,
        warm_up=1,
    )
