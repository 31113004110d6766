"""
The folder that `tokten demo` fills: built aside, put in place whole, and only ever over an earlier demonstration.

A demonstration carries a mark, a small file that it writes itself. What has no mark belongs to somebody, even an empty folder.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from tokten_cli.failures import reason_of
from tokten_core.errors import Kind, StoreError, UsageError
from tokten_core.text import Text

__all__ = ["MARK", "demo_folder"]

MARK = ".tokten-demo"
WHAT_THE_MARK_SAYS = (
    "This folder was made by `tokten demo`, which may replace it.\nCe dossier vient de « tokten demo », qui peut le remplacer.\n"
)
NOT_OURS = Kind(
    "demo-folder-not-ours",
    says=Text(en="{value} exists and was not made by `tokten demo`", fr="{value} existe et ne vient pas de « tokten demo »"),
    allowed=Text(en="a new folder, or an earlier demonstration", fr="un nouveau dossier, ou une démonstration précédente"),
    remedy=Text(
        en="Name another folder, as in `tokten demo my-demo`, or move this one away.",
        fr="Donnez un autre dossier, comme « tokten demo ma-demo », ou déplacez celui-ci.",
    ),
)
NOT_WRITABLE = Kind(
    "demo-folder-not-writable",
    says=Text(en="{value} cannot be written: {why}; nothing was changed", fr="impossible d'écrire {value} : {why} ; rien n'a été modifié"),
    allowed=Text(en="a folder in a place where you may write, with room", fr="un dossier là où vous pouvez écrire, avec de la place"),
    remedy=Text(en="Name another folder, as in `tokten demo my-demo`.", fr="Donnez un autre dossier, comme « tokten demo ma-demo »."),
)


@contextlib.contextmanager
def demo_folder(name: str) -> Iterator[Path]:
    """
    Give an empty folder to build in; when all went well it takes the place of the one that was asked for.

    Raises:
        UsageError: Something is there that no demonstration made (`demo-folder-not-ours`).
        StoreError: The place cannot be written (`demo-folder-not-writable`).
    """
    try:
        goal = Path(name).resolve()
        if _is_taken(goal):
            raise UsageError(NOT_OURS.at(name, name))
        building = goal.with_name(f".{goal.name}.{os.getpid()}.building")
        building.mkdir()
    except OSError as error:
        raise StoreError(NOT_WRITABLE.at(name, name, why=reason_of(error))) from error
    try:
        (building / MARK).write_text(WHAT_THE_MARK_SAYS, encoding="utf-8")
        yield building
        _put_in_place(building, goal)
    except OSError as error:
        raise StoreError(NOT_WRITABLE.at(name, name, why=reason_of(error))) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _is_taken(goal: Path) -> bool:
    return goal.exists() and not (goal.is_dir() and (goal / MARK).is_file())


def _put_in_place(building: Path, goal: Path) -> None:
    """Move the old demonstration aside, the new one in; if the second move fails the old one comes back."""
    if not goal.exists():
        building.rename(goal)
        return
    aside = goal.with_name(f".{goal.name}.{os.getpid()}.old")
    goal.rename(aside)
    try:
        building.rename(goal)
    except OSError:
        aside.rename(goal)
        raise
    shutil.rmtree(aside, ignore_errors=True)
