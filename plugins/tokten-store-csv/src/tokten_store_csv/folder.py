"""
A folder whose files change all at once, or not at all, whatever stops the writer.

A save writes its files into a hidden folder inside (``.tokten-saving-…``), makes the disk keep them, and renames that folder to
``.tokten-saved``: this one step is the save. The files are then moved to their places and the hidden folder taken away. Whoever reads
looks into ``.tokten-saved`` first, so a writer killed at any point leaves the old files or the new, whole; the next reader or writer who
may, moves what is left. Files that others keep in the folder (a ``.git``, notes) are never touched.

Writers wait for one another (a lock on the folder, where the system has them). A reader who sees a save go by reads again.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from attrs import frozen

__all__ = ["Folder"]

T = TypeVar("T")
SAVING = ".tokten-saving-"
SAVED = ".tokten-saved"
TRIES = 10
HAS_LOCKS = find_spec("fcntl") is not None  # Windows has no locks on folders: two writers there must not write at once


@frozen
class Folder:
    """
    A folder whose files change all at once (fr: *dossier*).

    Attributes:
        path: where it is.
        witness: the file that every save writes; a reader knows by it that a save went by.
    """

    path: Path
    witness: str

    def read(self, name: str) -> bytes:
        """
        Read one file.

        Raises:
            FileNotFoundError: There is no such file.
        """
        try:
            return (self.path / SAVED / name).read_bytes()
        except FileNotFoundError:
            return (self.path / name).read_bytes()

    def reading(self, work: Callable[[], T]) -> T:
        """Do a work of reading that sees one save only; it is done again if another goes by meanwhile."""
        self._finish_what_was_left()
        for _ in range(TRIES):
            before = self._state()
            try:
                result = work()
            except Exception:
                if self._state() == before:
                    raise
            else:
                if self._state() == before:
                    return result
        return work()

    def strangers(self) -> list[str]:
        """Name what others keep in the folder."""
        return sorted(entry.name for entry in os.scandir(self.path) if not entry.name.startswith((SAVING, SAVED)))

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Make the folder if need be, and keep other writers out."""
        made = not self.path.exists()
        self.path.mkdir(parents=True, exist_ok=True)
        try:
            with self._locked():
                self._finish()
                for left in self.path.glob(f"{SAVING}*"):
                    shutil.rmtree(left)
                yield
        except BaseException:
            if made:
                with contextlib.suppress(OSError):  # not empty: then it is not ours to take away
                    self.path.rmdir()
            raise

    def replace(self, files: Iterable[tuple[str, bytes]]) -> None:
        """
        Put new files in the place of the old, all at once; inside ``writing``.

        Raises:
            OSError: They could not be written; nothing was changed.
        """
        new = Path(tempfile.mkdtemp(prefix=SAVING, dir=self.path))
        try:
            for name, content in files:
                _write_durably(new / name, content)
            _make_durable(new)
            new.rename(self.path / SAVED)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        _make_durable(self.path)
        with contextlib.suppress(OSError):  # the save is done: where a file is held by another program, readers look into the hidden folder
            self._finish()

    def _finish(self) -> None:
        """Move the files of a save that is done to their places."""
        saved = self.path / SAVED
        if saved.exists():
            for file in sorted(saved.iterdir()):
                file.replace(self.path / file.name)
            _make_durable(self.path)
            saved.rmdir()

    def _finish_what_was_left(self) -> None:
        """Clear up behind a killed writer, if nobody is writing and we may."""
        if (self.path / SAVED).exists():
            with contextlib.suppress(OSError), self._locked(wait=False):
                self._finish()

    @contextlib.contextmanager
    def _locked(self, *, wait: bool = True) -> Iterator[None]:
        if not HAS_LOCKS:
            yield
            return
        import fcntl

        handle = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        finally:
            os.close(handle)

    def _state(self) -> tuple[tuple[int, int] | None, ...]:
        return tuple(_identity(self.path / name) for name in (SAVED, self.witness))


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _make_durable(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened, and the rename is durable by itself
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
