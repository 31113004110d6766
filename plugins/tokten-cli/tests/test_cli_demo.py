"""`tokten demo`: the whole road once, into a folder of its own."""

import json
import re
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from tokten_cli.demo_folder import MARK
from tokten_cli.main import tokten
from tokten_core.plugins import load


def call(*words):
    return CliRunner(env={"TOKTEN_LANG": ""}).invoke(tokten, list(map(str, words)))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """One demonstration, over an earlier one, for all tests of this module."""
    place = tmp_path_factory.mktemp("demo") / "tokten-demo"
    place.mkdir()
    (place / MARK).write_text("an earlier one", encoding="utf-8")
    (place / "old.xlsx").write_bytes(b"old")
    return place, call("demo", place)


def test_it_says_what_was_made_and_where_to_look(made):
    """The last lines on the screen are all that most people read."""
    place, done = made

    assert (done.exit_code, done.stderr) == (0, "")
    words = " ".join(done.stdout.split())
    assert f"Le programme du Mali 2008-2011 est dans {place}/ :" in words
    assert re.search(r"Constats : \d+ \(ouverts : \d+, tranchés : \d+\)\. Égalités vérifiées : \d+\.", words)
    assert re.search(r"Missions : \d+ sur \d+ chiffrées, [\d ]+ FCFA en tout\.", words)
    assert f"Ouvrez d'abord {place}/index.html." in words
    assert f"tokten explain sqlite:///{place}/mali.db ML-" in words


def test_it_replaces_an_earlier_demonstration_whole(made):
    """Nothing of the old one stays, and nothing half made stands beside it."""
    place, _ = made

    assert not (place / "old.xlsx").exists()
    assert (place / MARK).is_file()
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def test_every_donor_has_a_report_in_french_and_the_main_ones_in_english(made):
    """Excel, Word and PDF, each a file of its kind."""
    place, _ = made
    names = {path.name for path in place.iterdir()}

    for form, lang in (("undp-awp", "fr"), ("undp-awp", "en"), ("eu-budget", "fr"), ("eu-budget", "en"), ("eu-logframe", "fr"),
                       ("scac-execution", "fr"), ("quarterly", "fr"), ("quarterly", "en")):  # fmt: skip
        assert any(name.startswith(f"{form}-") and f"-{lang}." in name for name in names), (form, lang)
    assert all(ZipFile(place / name).testzip() is None for name in names if name.endswith((".xlsx", ".docx")))
    assert all((place / name).read_bytes().startswith(b"%PDF") for name in names if name.endswith(".pdf"))


def test_the_page_links_every_file_and_needs_no_network(made):
    """It can be sent on a stick."""
    place, _ = made
    page, other = ((place / name).read_text(encoding="utf-8") for name in ("index.html", "index-en.html"))
    linked = set(re.findall(r'href="([^"#]+)"', page))

    assert {path.name for path in place.iterdir() if path.is_file()} - {MARK, "index.html"} <= linked
    assert all((place / target).exists() for target in linked)
    assert not re.search(r'(?:src|href)="https?:', page + other)
    assert 'href="index.html"' in other
    assert '<html lang="fr"' in page
    assert '<html lang="en"' in other


def test_both_stores_keep_the_same_programme(made):
    """With the first entry of its journal."""
    place, _ = made
    programme = load(f"sqlite:///{place}/mali.db")

    assert programme == load(f"csv:{place}/mali-csv/")
    assert [entry.who for entry in programme.journal] == ["tokten demo"]
    assert len(json.loads((place / "missions.json").read_text(encoding="utf-8"))) == len(programme.missions)


@pytest.mark.parametrize("what", ["folder", "empty folder", "file"])
def test_what_no_demonstration_made_is_left_alone(tmp_path, what):
    """Somebody's work may be in it; the sentence says what to do instead."""
    place = tmp_path / "work"
    if what == "file":
        place.write_bytes(b"mine")
    else:
        place.mkdir()
    if what == "folder":
        (place / "mine.txt").write_bytes(b"mine")
    refused = call("demo", place, "--lang", "en")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith(f"{place}: ")
    assert "exists and was not made by `tokten demo`" in refused.stderr
    assert "Name another folder" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["work"]
    assert place.is_file() or [path.name for path in place.iterdir()] == (["mine.txt"] if what == "folder" else [])


def test_a_place_that_does_not_exist_is_told(tmp_path):
    """A folder is made, not the way to it: a slip in the way would hide the result."""
    refused = call("demo", tmp_path / "absent" / "demo", "--lang", "en")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.endswith("[demo-folder-not-writable]\n")
    assert list(tmp_path.iterdir()) == []
