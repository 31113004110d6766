"""Importing: fresh interpreters, each telling how long the import alone took."""

import subprocess
import sys

import pytest

THEIRS = "attrs, cattrs, pendulum, moneyed, pluggy"
ROUNDS = 21


def seconds(statement):
    """Run a statement in a fresh interpreter and give the seconds that it took there, the start of the interpreter left out."""
    code = f"import time\nstart = time.perf_counter()\n{statement}\nprint(time.perf_counter() - start)"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize(
    ("statement", "to_reach"),
    [
        ("import tokten_core", 0.5),
        ("from tokten_core import *", None),
        ("import tokten_cli.main", None),
    ],
)
def test_importing(keep, statement, to_reach):
    seconds(statement), seconds(f"import {THEIRS}")  # the first time compiles

    pairs = [(seconds(statement), seconds(f"import {THEIRS}")) for _ in range(ROUNDS)]

    keep([ours / theirs for ours, theirs in pairs], work=f"`{statement}`", theirs=f"importing {THEIRS}", to_reach=to_reach)
