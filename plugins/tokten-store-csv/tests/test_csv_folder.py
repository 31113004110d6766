"""What a CSV folder is to people and to other tools, and what its reader says when they spoilt it."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tokten_core.errors import InputError, StoreError
from tokten_core.model.expert import Expert
from tokten_core.model.programme import collections
from tokten_core.schema import columns
from tokten_core.testing.examples import a_large_programme, a_small_programme
from tokten_store_csv.folder import SAVED
from tokten_store_csv.store import CsvStores

PROFILE = json.loads((Path(__file__).parent / "data" / "datapackage-2.0.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path):
    """A folder with the small programme in it."""
    CsvStores().open(f"csv:{tmp_path}/mali").save(a_small_programme())
    return tmp_path / "mali"


def load(folder, *, trusting=False):
    return CsvStores().open(f"csv:{folder}").load(trusting=trusting)


def problems_of(folder):
    with pytest.raises(InputError) as caught:
        load(folder)
    return [(problem.code, problem.place) for problem in caught.value.problems]


def rewrite(file, change):
    file.write_bytes(change(file.read_bytes()))


def bytes_of(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


# What it is.


def test_a_folder_is_a_valid_data_package(folder):
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))

    validator = jsonschema.Draft7Validator(PROFILE)
    assert [error.message for error in validator.iter_errors(described)] == []
    assert [resource["path"] for resource in described["resources"]] == [f"{name}.csv" for name in collections()]


def test_the_profile_refuses_what_is_no_data_package(folder):
    """A copy of the profile that accepts everything would prove nothing."""
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    described["resources"][0]["schema"]["fields"][0]["type"] = "money"

    assert not jsonschema.Draft7Validator(PROFILE).is_valid(described)


def test_each_file_has_the_columns_that_its_description_lists(folder):
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))

    for resource in described["resources"]:
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as stream:
            assert next(csv.reader(stream)) == [known["name"] for known in resource["schema"]["fields"]]


def test_every_reference_of_the_description_leads_to_a_file(folder):
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    references = [(r["name"], key) for r in described["resources"] for key in r["schema"].get("foreignKeys", [])]
    expected = [
        (name, column.name)
        for name, kind in collections().items()
        for column in columns(kind)
        if column.refers_to and column.type == "string"
    ]

    assert [(name, *key["fields"]) for name, key in references] == expected
    assert {key["reference"].get("resource", name) for name, key in references} <= set(collections())


def test_two_folders_of_one_programme_are_the_same_bytes(folder, tmp_path):
    CsvStores().open(f"csv:{tmp_path}/again").save(load(folder))

    assert bytes_of(tmp_path / "again") == bytes_of(folder)


def test_a_row_reads_as_a_person_expects(folder):
    lines = (folder / "missions.csv").read_text(encoding="utf-8").split("\n")

    assert lines[1] == "'=M1,E1,,,,,teaching,on_site,FR,2009-03-01,2009-03-14,false,0,450000,XOF,,,,,ce,,paid,,true"
    assert not (folder / "missions.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert b"\r" not in (folder / "missions.csv").read_bytes()


def test_a_line_without_amount_has_a_column_of_its_own(folder):
    with (folder / "budget_lines.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["id"]: (row["amount"], row["pm"]) for row in csv.DictReader(stream)}

    assert rows == {"pm": ("", "true"), "zero": ("0", "false"), "huge": ("999999999999999999", "false")}


def test_a_negative_amount_is_no_formula(folder):
    assert ",-1234,EUR," in (folder / "budget_lines.csv").read_text(encoding="utf-8")


# What the reader takes.


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"),
    ],
    ids=["byte order mark", "line ends of Windows", "both"],
)
def test_what_git_and_editors_do_to_a_file_is_read_through(folder, change):
    """A check-out on Windows ends lines otherwise: nobody changed a record."""
    for file in folder.glob("*.csv"):
        rewrite(file, change)

    assert load(folder) == a_small_programme()


def test_columns_may_stand_in_any_order(folder):
    file = folder / "skills.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = [row[::-1] for row in csv.reader(stream)]
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)

    assert load(folder, trusting=True) == a_small_programme()


def test_empty_lines_are_nothing(folder):
    for file in folder.glob("*.csv"):
        rewrite(file, lambda content: content + b"\n\n")

    assert load(folder, trusting=True) == a_small_programme()


# What it says of spoilt files.


@pytest.mark.parametrize(
    ("file", "change", "expected"),
    [
        ("skills.csv", lambda c: c.replace(b"law", b"d\xe9fense"), ("csv-not-utf8", "skills.csv, line 2")),
        ("skills.csv", lambda c: b"\xef\xbb\xbf" + c.replace(b"maths", b"\xff"), ("csv-not-utf8", "skills.csv, line 3")),
        ("skills.csv", lambda c: c.replace(b"law", b"l\x00w", 1), ("csv-nul-byte", "skills.csv, line 2")),
        ("skills.csv", lambda c: c.replace(b",", b";"), ("csv-separator", "skills.csv, line 1")),
        ("skills.csv", lambda c: c.replace(b"health", b"health,"), ("csv-ragged-row", "skills.csv, line 2")),
        ("skills.csv", lambda c: c.replace(b",health", b""), ("csv-ragged-row", "skills.csv, line 2")),
        ("skills.csv", lambda c: c.replace(b"health", b'"health'), ("csv-quotes-broken", "skills.csv, line 2")),
        ("skills.csv", lambda c: c.replace(b"sector", b"sektor"), ("unknown-column", "skills.csv, line 1")),
        ("skills.csv", lambda c: c.replace(b"label_fr,", b"label_en,"), ("csv-column-missing", "skills.csv, line 1")),
        ("skills.csv", lambda _: b"", ("csv-column-missing", "skills.csv, line 1")),
        ("skills.csv", lambda c: c.replace(b"law", b"x" * 3_000_000, 1), ("text-too-long", "skills.csv, line 2, skills[b].label.en")),
        ("skills.csv", lambda c: c.replace(b"health", b""), ("missing-value", "skills.csv, line 2, sector")),
        ("experts.csv", lambda c: c.replace(b"true", b"VRAI"), ("wrong-value", "experts.csv, line 2, invented")),
        ("readings.csv", lambda c: c.replace(b"-0.5", b'"-0,5"'), ("wrong-value", "readings.csv, line 2, value")),
    ],
)  # fmt: skip
def test_each_spoilt_file_is_named_with_its_line(folder, file, change, expected):
    rewrite(folder / file, change)

    assert expected in problems_of(folder)


def test_the_line_is_the_one_on_which_the_row_begins(folder):
    """A name over two lines must not shift the count."""
    file = folder / "experts.csv"
    rest = b"," * (len(columns(Expert)) - 5)
    rewrite(file, lambda content: content + b"E3,x,perhaps,,FR" + rest + b"\n")

    assert problems_of(folder)[0][1] == "experts.csv, line 5, invented"


def test_all_files_are_told_at_once(folder):
    (folder / "risks.csv").unlink()
    rewrite(folder / "skills.csv", lambda content: content.replace(b"law", b"\xe9"))
    rewrite(folder / "missions.csv", lambda content: content.replace(b"2009-03-01", b"01/03/2009"))

    assert [place.split(",")[0] for _, place in problems_of(folder)] == [
        "risks.csv",
        "skills.csv",
        "skills.csv",
        "missions.csv",
        "missions.csv",
        "missions.csv",
    ]


def test_a_spoilt_description_is_named_and_never_written_over(folder):
    (folder / "datapackage.json").write_text('{"a":\n oops', encoding="utf-8")
    store = CsvStores().open(f"csv:{folder}")

    with pytest.raises(StoreError) as caught:
        store.load()
    assert "datapackage.json, line 2, is no JSON" in caught.value.say("en")
    with pytest.raises(StoreError) as caught:
        store.save(a_large_programme(), replace=True)
    assert caught.value.code == "store-not-ours"


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file.csv").write_text("x", encoding="utf-8")
    store = CsvStores().open(f"csv:{tmp_path}/file.csv")

    for attempt, code in ((store.load, "store-unreadable"), (lambda: store.save(a_small_programme(), replace=True), "store-not-ours")):
        with pytest.raises(StoreError) as caught:
            attempt()
        assert caught.value.code == code
    assert not store.exists()
    assert (tmp_path / "file.csv").read_text(encoding="utf-8") == "x"


def test_a_data_package_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "datapackage.json").write_text('{"resources": []}', encoding="utf-8")

    with pytest.raises(StoreError) as caught:
        CsvStores().open(f"csv:{tmp_path}").save(a_small_programme(), replace=True)

    assert caught.value.code == "store-not-ours"
    assert [entry.name for entry in tmp_path.iterdir()] == ["datapackage.json"]


@pytest.mark.parametrize("address", ["csv:", "csv: ", "csv:\0"])
def test_an_address_without_a_folder_is_refused(address):
    with pytest.raises(StoreError) as caught:
        CsvStores().open(address)

    assert caught.value.code == "store-address"


# Writing.


def test_what_others_keep_in_the_folder_stays(folder):
    """The folder may be under version control, with notes beside."""
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")

    CsvStores().open(f"csv:{folder}").save(a_large_programme(), replace=True)

    assert (folder / ".git" / "HEAD").read_text(encoding="utf-8") == "ref"
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert load(folder) == a_large_programme()


def test_an_empty_folder_is_a_place_like_another(tmp_path):
    (tmp_path / "deep").mkdir()
    CsvStores().open(f"csv:{tmp_path}/deep").save(a_small_programme())
    CsvStores().open(f"csv:{tmp_path}/a/b/c").save(a_small_programme())

    assert load(tmp_path / "deep") == load(tmp_path / "a" / "b" / "c") == a_small_programme()


def test_a_save_leaves_nothing_hidden_behind(folder):
    CsvStores().open(f"csv:{folder}").save(a_large_programme(), replace=True)

    assert {file.name for file in folder.iterdir()} == {"datapackage.json", *(f"{name}.csv" for name in collections())}


def test_a_refused_save_into_a_new_place_leaves_no_folder(tmp_path):
    """A limit of no bytes at all stands for a full disk."""
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0));"
        "from tokten_store_csv.store import CsvStores; from tokten_core.testing.examples import a_small_programme;"
        "CsvStores().open(sys.argv[1]).save(a_small_programme())"
    )
    done = subprocess.run([sys.executable, "-c", program, f"csv:{tmp_path}/new"], capture_output=True, text=True, check=False)

    assert "store-not-writable" in done.stderr
    assert [*tmp_path.iterdir()] == []


def test_a_disk_that_fills_with_the_last_bytes_of_a_file_refuses_the_save(folder):
    """The system takes what there is room for and says how much it took: whoever does not listen keeps a file that is too short."""
    store, before = CsvStores().open(f"csv:{folder}"), bytes_of(folder)
    store.save(a_large_programme(2_000), replace=True)
    longest = max(file.stat().st_size for file in folder.iterdir())
    store.save(a_small_programme(), replace=True)
    program = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({longest - 1}, {longest - 1}));"
        "from tokten_store_csv.store import CsvStores; from tokten_core.testing.examples import a_large_programme;"
        "CsvStores().open(sys.argv[1]).save(a_large_programme(2_000), replace=True)"
    )
    done = subprocess.run([sys.executable, "-c", program, f"csv:{folder}"], capture_output=True, text=True, check=False)

    assert "store-not-writable" in done.stderr
    assert bytes_of(folder) == before


@pytest.fixture
def half_moved(folder, tmp_path):
    """A folder as a writer killed right after its save leaves it: some files moved to their places, some not."""
    CsvStores().open(f"csv:{tmp_path}/new").save(a_large_programme())
    (folder / SAVED).mkdir()
    for number, file in enumerate(sorted((tmp_path / "new").iterdir())):
        file.rename(folder / file.name if number % 2 else folder / SAVED / file.name)
    return folder


def test_a_save_that_was_killed_half_way_through_moving_is_seen_whole_and_moved_to_its_end(half_moved):
    assert load(half_moved) == a_large_programme()
    assert not (half_moved / SAVED).exists()


def test_a_folder_that_may_not_be_written_is_read_all_the_same(half_moved):
    """The hidden folder is held by another writer: the reader looks into it and moves nothing."""
    import fcntl

    held = os.open(half_moved, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    try:
        assert load(half_moved) == a_large_programme()
        assert (half_moved / SAVED).exists()
    finally:
        os.close(held)


def test_readers_beside_a_writer_see_one_programme_or_the_other(folder):
    """A writer in a process of its own goes to and fro; whoever reads meanwhile finds nothing mixed."""
    program = (
        "import sys; from tokten_store_csv.store import CsvStores;"
        "from tokten_core.testing.examples import a_large_programme as l, a_small_programme as s;"
        "store = CsvStores().open(sys.argv[1]);"
        "[store.save(p, replace=True) for _ in range(12) for p in (l(), s())]"
    )
    seen = set()
    with subprocess.Popen([sys.executable, "-c", program, f"csv:{folder}"]) as writer:
        while writer.poll() is None:
            seen.add(len(load(folder).missions))

    assert writer.returncode == 0
    assert seen <= {len(a_small_programme().missions), len(a_large_programme().missions)}
    assert load(folder) == a_small_programme()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(place=st.integers(0, 10**6), byte=st.integers(0, 255))
def test_no_byte_put_anywhere_breaks_the_reader(folder, place, byte):
    """Whatever happened to a file, a person is told in our words, or the programme is whole."""
    file = folder / "missions.csv"
    before = file.read_bytes()
    at = place % len(before)
    file.write_bytes(before[:at] + bytes([byte]) + before[at + 1 :])
    try:
        assert load(folder) == a_small_programme()
    except (InputError, StoreError) as error:
        assert all(problem.place.startswith("missions.csv") for problem in error.problems)  # noqa: PT017 - it need not be raised
    finally:
        file.write_bytes(before)
