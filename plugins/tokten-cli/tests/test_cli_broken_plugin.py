"""A broken plugin is set aside, named with its reason, and stops nothing else."""

import os
import subprocess
import sys

import pytest

TOKTEN = [sys.executable, "-m", "tokten_cli"]


@pytest.fixture
def environment(tmp_path):
    """An environment in which a distribution is installed whose plugin does not load."""
    (tmp_path / "tokten_ruin.py").write_text("raise RuntimeError('its library is missing')\n", encoding="utf-8")
    about = tmp_path / "tokten_ruin-2.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: tokten-ruin\nVersion: 2.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text("[tokten]\nruin = tokten_ruin\n", encoding="utf-8")
    path = os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path, "TOKTEN_LANG": "en"}


def test_it_is_named_with_its_reason_and_the_others_go_on(environment):
    """The office prints its report today, and mends the plugin tomorrow."""
    listed = subprocess.run([*TOKTEN, "plugins"], capture_output=True, text=True, encoding="utf-8", env=environment, check=False)

    assert (listed.returncode, listed.stderr) == (0, "")
    assert "ruin      tokten-ruin 2.0            set aside\n" in listed.stdout
    assert "ruin was set aside: RuntimeError: its library is missing" in listed.stdout
    assert "pack:mali" in listed.stdout
