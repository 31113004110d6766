"""A hundred thousand missions out to a folder of CSV and in again, against Python's own csv with conversions by hand."""

import csv
import datetime as dt
import os
import shutil
import tracemalloc
from collections import Counter
from itertools import count

import pytest

from tokten_core.history import Work
from tokten_core.model.expert import Expert
from tokten_core.model.institution import Institution, InstitutionKind
from tokten_core.model.mission import Mission, MissionKind, MissionMode, MissionState
from tokten_core.money import Money
from tokten_core.queries import Query
from tokten_core.records import evolve
from tokten_core.schema import columns
from tokten_core.testing.examples import a_small_programme
from tokten_store_csv.store import CsvStores

MISSIONS = 100_000
AT = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)
NAMES = [column.name for column in columns(Mission)]
TRUTHS = {True: "true", False: "false", None: ""}
BY_HAND = "Python's csv, same columns, conversions by hand"


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
        airfare=Money(400_000 + n, "XOF") if known else None,
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


def out_by_hand(missions, file):
    with file.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(NAMES)
        for m in missions:
            out.writerow((
                m.id, m.expert, m.institution, m.terms_of_reference, m.output, m.sector, m.kind, m.mode, m.residence,
                m.start.isoformat(), m.end.isoformat(), TRUTHS[m.thesis_supervision], m.teaching_hours,
                *(("", "") if m.airfare is None else (int(m.airfare.amount * m.airfare.currency.sub_unit), m.airfare.currency.code)),
                m.lodging_nights, TRUTHS[m.for_profit], m.cost_share, TRUTHS[m.committee_consulted], m.funding_source, m.budget_line,
                m.state, m.persons_trained, TRUTHS[m.invented],
            ))  # fmt: skip


def whole(cell):
    return int(cell) if cell else None


def truth(cell):
    return cell == "true" if cell else None


def cells_by_hand(file):
    with file.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        next(rows)
        yield from rows


def in_by_hand(file):
    """Give records, as ours does: they check themselves when they are made."""
    return [
        Mission(
            id=row[0], expert=row[1] or None, institution=row[2] or None, terms_of_reference=row[3] or None, output=row[4] or None,
            sector=row[5], kind=MissionKind(row[6]) if row[6] else None, mode=MissionMode(row[7]), residence=row[8],
            start=dt.date.fromisoformat(row[9]), end=dt.date.fromisoformat(row[10]), thesis_supervision=truth(row[11]),
            teaching_hours=whole(row[12]), airfare=Money(row[13], row[14]) if row[13] else None, lodging_nights=whole(row[15]),
            for_profit=truth(row[16]), cost_share=whole(row[17]), committee_consulted=truth(row[18]), funding_source=row[19] or None,
            budget_line=row[20] or None, state=MissionState(row[21]), persons_trained=whole(row[22]), invented=row[23] == "true",
        )
        for row in cells_by_hand(file)
    ]  # fmt: skip


def test_a_hundred_thousand_missions_out(versus, programme, tmp_path):
    """Ours writes the rest of the programme, too, each file with its hash, and has the disk keep them."""
    store, file = CsvStores().open(f"csv:{tmp_path}/mali"), tmp_path / "by-hand.csv"
    store.save(programme)
    out_by_hand(programme.missions, file)
    assert (tmp_path / "mali" / "missions.csv").read_bytes() == file.read_bytes()

    versus(
        lambda: store.save(programme, replace=True),
        lambda: out_by_hand(programme.missions, file),
        work="100 000 missions to a folder of CSV",
        theirs_is=BY_HAND,
        to_reach=2,
        rounds=7,
    )
    shutil.rmtree(tmp_path)


def test_a_hundred_thousand_missions_in(versus, programme, tmp_path):
    """Ours checks hashes, places and references; both make the same records, which check themselves."""
    store = CsvStores().open(f"csv:{tmp_path}/mali")
    store.save(programme)
    file = tmp_path / "mali" / "missions.csv"
    assert store.load().missions == tuple(in_by_hand(file)) == programme.missions

    versus(
        store.load,
        lambda: in_by_hand(file),
        work="100 000 missions from a folder of CSV",
        theirs_is=BY_HAND,
        to_reach=2,
        rounds=7,
    )
    shutil.rmtree(tmp_path)


def changed_by_hand(file, identifier, nights):
    """Write the file anew beside itself with one cell changed, have the disk keep it, and rename it."""
    content, new = file.read_bytes(), file.with_suffix(".new")
    start = content.index(f"\n{identifier},".encode()) + 1
    end = content.index(b"\n", start)
    cells = content[start:end].split(b",")
    cells[NAMES.index("lodging_nights")] = str(nights).encode()
    with new.open("wb") as stream:
        stream.write(content[:start] + b",".join(cells) + content[end:])
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def test_one_mission_changed_and_saved(versus, programme, tmp_path):
    """Ours looks at hashes and references, writes an entry of the journal, the state before and a description, all four files at once."""
    store, by_hand, works = CsvStores().open(f"csv:{tmp_path}/mali"), tmp_path / "by-hand" / "missions.csv", count(1)
    store.save(programme)
    by_hand.parent.mkdir()
    shutil.copy(tmp_path / "mali" / "missions.csv", by_hand)
    mission = programme.missions[MISSIONS // 2]

    def ours():
        number = next(works)
        work = Work(at=AT, who="Awa", what=f"lodge {number}", put=(evolve(mission, lodging_nights=100 + number),))
        store.commit(work, since=store.head())

    ours()
    changed_by_hand(by_hand, mission.id, 101)
    assert (tmp_path / "mali" / "missions.csv").read_bytes() == by_hand.read_bytes()

    versus(
        ours,
        lambda: changed_by_hand(by_hand, mission.id, 100 + next(works)),
        work="one mission of 100 000 changed and saved in a folder of CSV",
        theirs_is="the one file written anew by hand with the cell changed",
        rounds=15,
    )
    shutil.rmtree(tmp_path)


def by_sector_by_hand(file, year):
    with file.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        header = next(rows)
        start, sector = header.index("start"), header.index("sector")
        found = Counter(row[sector] for row in rows if dt.date.fromisoformat(row[start]).year == year)
    return sorted(found.items())


def test_missions_of_a_year_by_sector(versus, programme, tmp_path):
    """Ours looks at the hash of the file first."""
    store = CsvStores().open(f"csv:{tmp_path}/mali")
    store.save(programme)
    file = tmp_path / "mali" / "missions.csv"
    query = Query("missions").during("start", dt.date(2009, 1, 1), dt.date(2009, 12, 31)).by("sector")
    assert [(*group.key, group.count) for group in store.count(query)] == by_sector_by_hand(file, 2009)

    versus(
        lambda: store.count(query),
        lambda: by_sector_by_hand(file, 2009),
        work="missions of 2009 by sector, in a folder of CSV with 100 000",
        theirs_is="Python's csv, the two columns by hand",
        rounds=15,
    )
    shutil.rmtree(tmp_path)


def beside_the_programme(work):
    """Measure what a work takes at its peak beside what it gives, in bytes."""
    tracemalloc.start()
    try:
        kept = work()
        left, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    del kept
    return peak - left


@pytest.mark.parametrize("way", ["out", "in"])
def test_memory_does_not_grow_with_the_file(keep, tmp_path, way):
    """Ten times the missions take no more room beside the programme itself."""
    room = []
    for missions in (5_000, 50_000):
        programme = a_programme(missions)
        store = CsvStores().open(f"csv:{tmp_path}/{missions}")
        store.save(programme)
        room.append(beside_the_programme(store.load if way == "in" else lambda: store.save(programme, replace=True)))  # noqa: B023 - done at once

    keep(
        [room[1] / room[0]],
        work=f"50 000 missions {way}, room beside the programme",
        theirs="5 000 missions",
        measure="peak memory",
        to_reach=1.5,
    )
