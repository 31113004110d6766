"""A folder that an earlier version wrote opens, and is written anew as the present version writes it."""

import json
import shutil
from pathlib import Path

import pytest

from tokten_core.errors import InputError
from tokten_core.model.programme import collections
from tokten_core.queries import Query
from tokten_core.schema import columns
from tokten_core.stores import SCHEMA_VERSION
from tokten_core.testing.examples import a_work
from tokten_store_csv.store import CsvStores

RELEASED = Path(__file__).parent / "released"


@pytest.fixture(params=sorted(path.name for path in RELEASED.iterdir()))
def folder(request, tmp_path):
    """A folder as each released version wrote it."""
    shutil.copytree(RELEASED / request.param, tmp_path / "mali")
    return tmp_path / "mali"


def opened(folder):
    return CsvStores().open(f"csv:{folder}")


def test_a_folder_of_each_released_version_opens(folder):
    """The texts, too, come back as they were: schema 1 protected them otherwise."""
    kept = opened(folder).load()

    assert [mission.id for mission in kept.missions] == ["=M1", "M2"]
    assert [expert.name for expert in kept.experts] == ["=HYPERLINK(1)", "Awa \"É\" Exemple,\n'deux'"]
    assert kept.journal[0].what == "=import"
    assert kept.history == ()


def test_an_earlier_folder_answers_questions(folder):
    """A column that it does not have holds its default."""
    store = opened(folder)

    assert store.head().entries == len(store.load().journal)
    assert [record.id for record in store.select(Query("missions").where("expert.country", "=", "CA"))] == ["=M1"]
    assert [(group.key, group.count) for group in store.count(Query("journal").by("who"))] == [(("coordination",), 2)]
    assert store.count(Query("consents")) == []
    assert store.count(Query("journal").by("digest"))[0].key == ("",)


def test_a_commit_writes_an_earlier_folder_as_the_present_version_does(folder):
    before = opened(folder).load()
    opened(folder).commit(a_work(0))

    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert described["tokten"]["schema"] == SCHEMA_VERSION
    assert opened(folder).load().missions[:1] == before.missions[:1]
    assert len(opened(folder).load().history) == 2


def test_a_column_that_the_version_knew_must_be_there(folder):
    """Only what came later takes its default in silence."""
    file = folder / "skills.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("label_fr", "label_en", 1), encoding="utf-8")

    with pytest.raises(InputError) as caught:
        opened(folder).load()
    assert "csv-column-missing" in {problem.code for problem in caught.value.problems}


def test_every_version_so_far_is_kept_as_a_folder():
    """The present one is whatever the code writes."""
    assert {path.name for path in RELEASED.iterdir()} == {f"schema-{number}" for number in range(1, SCHEMA_VERSION)}
    earliest = json.loads((RELEASED / "schema-1" / "datapackage.json").read_text(encoding="utf-8"))
    assert len(earliest["resources"]) < len(collections())
    assert len(columns(collections()["journal"])) > len(
        next(resource for resource in earliest["resources"] if resource["name"] == "journal")["schema"]["fields"]
    )
