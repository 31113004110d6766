"""Every script in examples/ runs and prints what stands beside it."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = sorted((Path(__file__).parents[2] / "examples").rglob("*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_an_example_prints_what_stands_beside_it(script):
    done = subprocess.run([sys.executable, str(script)], capture_output=True, encoding="utf-8", check=True)

    assert done.stdout == script.with_suffix(".txt").read_text(encoding="utf-8")
