"""
What every test in the workspace may ask for.

A slow moment of a shared machine fails no property. LibreOffice and Chromium are asked for by name, in tests marked
`looks`, which `make looks` runs.
"""

import os
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("workspace", deadline=None)  # a shared machine is slow now and then
hypothesis.settings.load_profile("workspace")

# Left alone, LibreOffice believes the values stored in a sheet and shows those.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def _run(program: str, *arguments: str) -> None:
    """Start a program of the machine, and show what it said if it fails."""
    found = shutil.which(program)
    assert found, f"{program} is not installed: `make looks` brings it"
    done = subprocess.run([found, *arguments], capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - our own files
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Open a file in LibreOffice, recalculate it, and give it back as another format: `libreoffice(book, "csv", "--infilter=…")`."""
    profile = tmp_path_factory.mktemp("libreoffice-profile")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")

    def convert(file: Path, to: str, *more: str) -> Path:
        out = tmp_path_factory.mktemp("libreoffice")
        options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", *more, "--convert-to", to, "--outdir", str(out)]
        _run("soffice", *options, str(file))
        (made,) = out.iterdir()
        return made

    return convert


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Open a page in Chromium and give back its picture, a PNG of 1280 by 2000: `chromium(folder / "index.html")`."""

    def photograph(page: Path) -> Path:
        out = tmp_path_factory.mktemp("chromium")
        _run(
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-sync",
            f"--user-data-dir={out / 'profile'}",
            "--window-size=1280,2000",
            f"--screenshot={out / 'page.png'}",
            page.as_uri(),
        )
        return out / "page.png"

    return photograph


@pytest.fixture
def installed(tmp_path: Path) -> Callable[[Path], Mapping[str, str]]:
    """
    Install a distribution from its folder as ``pip install -e`` does, for the processes that are given the environment: `installed(folder)`.

    Its sources go on the path as they stand, and a ``.dist-info`` says what it registers; no index is asked, and our own environment is left alone.
    """
    site = tmp_path / "site-packages"
    paths = [str(site)]

    def install(folder: Path) -> Mapping[str, str]:
        project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        about = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
        about.mkdir(parents=True)
        (about / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", encoding="utf-8"
        )
        points = "".join(f"{name} = {module}\n" for name, module in project["entry-points"]["tokten"].items())
        (about / "entry_points.txt").write_text(f"[tokten]\n{points}", encoding="utf-8")
        paths.append(str((folder / "src").resolve()))
        return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [*paths, os.environ.get("PYTHONPATH", "")]))}

    return install
