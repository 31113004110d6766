"""`tokten migrate`: a database goes to another version of its tables and back, from the command line."""

import pytest
from click.testing import CliRunner

from tokten_cli.main import tokten
from tokten_core.plugins import load, open_store
from tokten_core.testing.examples import a_small_programme, a_work


@pytest.fixture
def store(tmp_path):
    address = f"sqlite:///{tmp_path}/mali.db"
    open_store(address).save(a_small_programme())
    return address


def call(*words):
    return CliRunner(env={"TOKTEN_LANG": ""}).invoke(tokten, list(map(str, words)))


def test_a_database_goes_back_and_forward(store):
    assert "est passé du schéma 2 au schéma 1." in call("migrate", store, "--to", 1).stderr
    assert load(store) == a_small_programme()
    assert "went from schema 1 to 2." in call("migrate", store, "--lang", "en").stderr
    assert "a déjà le schéma 2." in call("migrate", store).stderr
    assert load(store) == a_small_programme()


def test_going_back_is_refused_where_something_would_be_lost(store):
    open_store(store).commit(a_work(0))
    refused = call("migrate", store, "--to", "1", "--lang", "en")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "would lose: history (2), journal.digest (1)" in refused.stderr
    assert call("migrate", store, "--to", "1", "--lossy").exit_code == 0


@pytest.mark.parametrize("version", ["3", "0", "one"])
def test_a_version_that_never_was_is_refused(store, version):
    refused = call("migrate", store, "--to", version)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--to" in refused.stderr
    assert load(store) == a_small_programme()


def test_a_folder_of_files_has_nothing_to_migrate(tmp_path):
    open_store(f"csv:{tmp_path}/mali").save(a_small_programme())
    refused = call("migrate", f"csv:{tmp_path}/mali", "--lang", "en")

    assert refused.exit_code == 2
    assert "[store-without-schema]" in refused.stderr
