"""
Every example in a page runs and prints what it says.

Blocks marked ``python`` run in order within a page. Blocks marked ``console`` hold commands after ``$`` and what they print; ``...`` stands for
what may differ. A page's commands run in one empty folder.
"""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted(path for path in (ROOT / "docs").rglob("*.md") if "reference" not in path.parts)]
BLOCK = re.compile(r"^```(python|console)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def pages_with_examples():
    return [path for path in PAGES if BLOCK.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", pages_with_examples(), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_examples_of_a_page_run(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for kind, body in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "python":
            exec(compile(body, str(page), "exec"), names)  # noqa: S102 - our own page
        else:
            run_session(body, tmp_path)


def run_session(body, folder):
    for command, expected in sessions(body):
        done = subprocess.run(
            [sys.executable, "-m", "tokten_cli", *shlex.split(command)[1:]], cwd=folder, capture_output=True, text=True, check=False
        )
        assert matches(expected, done.stdout), f"$ {command}\n{done.stdout}{done.stderr}"


def sessions(body):
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        assert command.startswith("tokten "), f"a page may only run tokten: {command}"
        yield command, printed.strip()


def matches(expected, printed):
    pattern = "".join(".*" if part == "..." else re.escape(part) for part in re.split(r"(\.\.\.)", expected))
    return re.fullmatch(pattern, printed.strip(), re.DOTALL)


def test_a_link_between_pages_leads_somewhere():
    """A reader who follows a link must not fall."""
    broken = [
        f"{path.relative_to(ROOT)} -> {target}"
        for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))
        if "://" not in target and not _leads_somewhere(path, target)
    ]

    assert broken == []


def _leads_somewhere(page: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    file = page.parent / name if name else page
    return file.exists() and (not anchor or anchor in _anchors(file))


def _anchors(page: Path) -> set[str]:
    """The anchors that a reader of Markdown makes of the headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
