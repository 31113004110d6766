"""``pytest --tokten-pack NAME`` runs every law on an installed pack, with no file; without the option nothing is imported."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tokten_core.testing.pack_suite import PackSuite

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "pack-suite.md"


def run(folder, *options):
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-W", "error", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_pack_is_held_to_every_law_without_any_file(tmp_path, workers):
    done = run(tmp_path, "--tokten-pack", "sudan", "-v", "-n", workers)

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(list(PackSuite.laws()))} passed" in done.stdout
    assert "tokten-pack::sudan::P08 Shares add up to the total" in done.stdout


def test_files_of_the_folder_are_left_alone(tmp_path):
    (tmp_path / "test_mine.py").write_text("def test_fails():\n    assert False\n", encoding="utf-8")

    done = run(tmp_path, "--tokten-pack", "sudan", "-q", "--collect-only", "-n", "0")

    assert "test_mine" not in done.stdout


def test_a_pack_that_is_not_installed_is_told_by_the_first_law(tmp_path):
    done = run(tmp_path, "--tokten-pack", "sudann", "-q", "-n", "0")

    assert done.returncode == 1
    assert "did you mean sudan?" in done.stdout


def test_without_the_option_nothing_is_imported(tmp_path):
    code = "import sys, tokten_core.testing.pytest_plugin as p; print(sorted(m for m in sys.modules if 'hypothesis' in m or 'tokten' in m))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "['tokten_core', 'tokten_core.testing', 'tokten_core.testing.pytest_plugin']"


def test_each_law_stands_in_the_reference_page_and_only_those():
    listed = dict(re.findall(r"^\| (P\d\d) \| ([^|]+?) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))

    assert listed == {law.number: law.title for _, law in PackSuite.laws()}
