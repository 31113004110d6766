"""What the hashes of a folder find, what they read through, and who may vouch for a file mended by hand."""

import hashlib
import json
import re

import pytest

from tokten_core.errors import InputError, StoreError
from tokten_core.queries import Query
from tokten_core.testing.examples import a_large_programme, a_small_programme, a_work
from tokten_store_csv.store import CsvStores


@pytest.fixture
def folder(tmp_path):
    """A folder with the small programme in it."""
    CsvStores().open(f"csv:{tmp_path}/mali").save(a_small_programme())
    return tmp_path / "mali"


def opened(folder):
    return CsvStores().open(f"csv:{folder}")


def change(file, old, new):
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, new), encoding="utf-8")


def damages_of(folder):
    with pytest.raises(StoreError) as caught:
        opened(folder).load()
    assert {problem.code for problem in caught.value.problems} == {"store-damaged"}
    return [problem.place for problem in caught.value.problems]


@pytest.mark.parametrize("option", ["", "?excel=fr"])
def test_the_description_names_each_file_with_its_size_and_its_hash(folder, option):
    """Anyone may check them: `sha256sum missions.csv`."""
    opened(f"{folder}/{option}").save(a_small_programme(), replace=True)
    for resource in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        content = (folder / resource["path"]).read_bytes()

        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_what_reads_well_and_is_not_what_was_written_is_refused(folder):
    change(folder / "missions.csv", ",paid,", ",approved,")
    change(folder / "experts.csv", "FR", "CA")

    assert damages_of(folder) == ["experts.csv", "missions.csv"]


def test_a_row_cut_off_at_its_end_is_missed(folder):
    """What is left is a good table; only the hash knows that there was more."""
    file = folder / "missions.csv"
    file.write_text("".join(file.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")

    with pytest.raises(StoreError) as caught:
        opened(folder).load()
    assert re.search(r"missions\.csv is damaged, or was changed by hand: it has \d+ bytes, \d+ were written", caught.value.say("en"))
    assert "tokten accept" in caught.value.say("fr")


def test_wrong_cells_come_before_the_hash(folder):
    """Whoever mends files by hand looks for file and line first."""
    change(folder / "missions.csv", "2009-03-01", "01/03/2009")

    with pytest.raises(InputError) as caught:
        opened(folder).load()
    assert {problem.code for problem in caught.value.problems} == {"wrong-value"}


def test_a_file_that_is_no_table_any_more_is_said_to_be_damaged_as_well(folder):
    file = folder / "missions.csv"
    file.write_bytes(file.read_bytes()[:-30])

    with pytest.raises(InputError) as caught:
        opened(folder).load()
    assert [problem.code for problem in caught.value.problems] == ["csv-ragged-row", "store-damaged"]


def test_a_hash_comes_before_references(folder):
    """A bit flipped in the identifier of an expert is no fault of the missions that refer to it."""
    change(folder / "experts.csv", "E1,", "E3,")
    assert damages_of(folder) == ["experts.csv"]

    with pytest.raises(InputError) as caught:
        opened(folder).load(trusting=True)
    assert caught.value.code == "broken-reference"


def test_a_description_with_another_hash_is_refused(folder):
    """Whoever changes a file and its hash must change the hash of the description, and that is what `accept` is for."""
    file, description = folder / "skills.csv", folder / "datapackage.json"
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    change(file, "health", "wealth")
    change(description, before, hashlib.sha256(file.read_bytes()).hexdigest())

    assert damages_of(folder) == ["datapackage.json"]


@pytest.mark.parametrize("taken_out", ['"hash": "sha256:', '"schema": 2'])
def test_a_description_without_its_hash_or_of_another_version_is_refused(folder, taken_out):
    """A description of schema 1 has no hashes: it is not enough to say so."""
    put = {'"schema": 2': '"schema": 1'}.get(taken_out, '"other": "sha256:')
    change(folder / "datapackage.json", taken_out, put)

    assert damages_of(folder) == ["datapackage.json"]


def test_a_description_laid_out_otherwise_is_the_same(folder):
    """An editor may sort and indent it."""
    file = folder / "datapackage.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")), sort_keys=True), encoding="utf-8")

    assert opened(folder).load() == a_small_programme()


def test_whoever_trusts_takes_what_is_there_and_may_save_it(folder):
    change(folder / "skills.csv", "health", "wealth")
    change(folder / "datapackage.json", '"title": "Exemple"', '"title": "Autre"')
    taken = opened(folder).load(trusting=True)

    assert taken.skills[0].sector == "wealth"
    opened(folder).save(taken, replace=True)
    assert opened(folder).load() == taken


def test_a_damaged_file_is_neither_counted_nor_committed_to(folder):
    """A question reads only the files that it speaks of: damage elsewhere does not stop it."""
    change(folder / "missions.csv", ",paid,", ",approved,")
    store = opened(folder)

    for attempt in (
        lambda: store.count(Query("missions").by("state")),
        lambda: [*store.select(Query("missions"))],
        lambda: store.commit(a_work(0)),
    ):
        with pytest.raises(StoreError) as caught:
            attempt()
        assert caught.value.code == "store-damaged"
    assert store.head().entries == 2
    assert [record.id for record in store.select(Query("experts"))] == ["E2", "E1"]


def test_a_damaged_journal_has_no_head(folder):
    change(folder / "journal.csv", "coordination", "someone else")

    with pytest.raises(StoreError) as caught:
        opened(folder).head()
    assert caught.value.code == "store-damaged"


def test_a_damaged_folder_may_be_replaced(folder):
    change(folder / "missions.csv", ",paid,", ",approved,")
    opened(folder).save(a_large_programme(), replace=True)

    assert opened(folder).load() == a_large_programme()
