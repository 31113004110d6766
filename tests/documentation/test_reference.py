"""The reference pages say what the code says."""

import subprocess
import sys
from pathlib import Path

BUILDER = Path(__file__).parents[2] / "docs" / "build_reference.py"


def test_the_reference_pages_are_what_the_code_says():
    """If this fails, run docs/build_reference.py and read what changed. A process of its own, so that no kind declared by a test slips in."""
    done = subprocess.run([sys.executable, str(BUILDER), "--check"], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
