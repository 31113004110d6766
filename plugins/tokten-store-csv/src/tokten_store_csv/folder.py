"""
A folder whose files change all at once, or not at all, whatever stops the writer.

A save writes its files into a hidden folder inside (``.tokten-saving-…``), makes the disk keep them, and renames that folder to
``.tokten-saved``: this one step is the save. The files are then moved to their places and the hidden folder taken away. Whoever reads
looks into ``.tokten-saved`` first, so a writer killed at any point leaves the old files or the new, whole; the next reader or writer who
may, moves what is left. Files that others keep in the folder (a ``.git``, notes) are never touched.

Writers wait for one another (a lock on the folder, where the system has them). A reader opens all the files it needs and looks whether a save
went by meanwhile; if so it opens them anew. What is open stays what it was, however long it is read and whoever saves.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

from attrs import frozen

__all__ = ["HAS_LOCKS", "Files", "Folder"]

Files: TypeAlias = Mapping[str, io.BufferedReader]
"""Files that one save wrote, open, by name; what is not there is left out."""
SAVING = ".tokten-saving-"
SAVED = ".tokten-saved"
TRIES = 10
WAITING = 8
HAS_LOCKS = find_spec("fcntl") is not None
"""Windows has no locks on folders: two writers there must not write at once."""


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

    @contextlib.contextmanager
    def opened(self, names: Iterable[str]) -> Iterator[Files]:
        """
        Open files of one save; they are closed at the end.

        Raises:
            OSError: One of them may not be read.
        """
        self._finish_what_was_left()
        files, stack = self._of_one_save(list(names))
        with stack:
            yield files

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

    @contextlib.contextmanager
    def replacing(self) -> Iterator[Path]:
        """
        Give an empty hidden folder; what is written there takes its place at the end, all at once. Inside ``writing``.

        Raises:
            OSError: The disk did not take it; nothing was changed.
        """
        new = Path(tempfile.mkdtemp(prefix=SAVING, dir=self.path))
        try:
            new.chmod(self.path.stat().st_mode & 0o777)  # whoever may read the folder may look into it
            yield new
            with ThreadPoolExecutor(WAITING) as waiting:  # the disk takes many files as fast as one, if it is told of them together
                deque(waiting.map(_make_durable, new.iterdir()), maxlen=0)
            _make_folder_durable(new)
            new.rename(self.path / SAVED)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        _make_folder_durable(self.path)
        with contextlib.suppress(OSError):  # the save is done: where a file is held by another program, readers look into the hidden folder
            self._finish()

    def _of_one_save(self, names: list[str]) -> tuple[Files, contextlib.ExitStack]:
        for _ in range(TRIES):
            before = self._state()
            files, stack = self._open(names)
            if self._state() == before:
                return files, stack
            stack.close()
        with self._locked(alone=False):  # so many saves in a row: wait for a moment without
            return self._open(names)

    def _open(self, names: Iterable[str]) -> tuple[Files, contextlib.ExitStack]:
        files: dict[str, io.BufferedReader] = {}
        with contextlib.ExitStack() as stack:
            for name in names:
                for path in (self.path / SAVED / name, self.path / name):
                    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                        files[name] = stack.enter_context(path.open("rb"))
                        break
            return files, stack.pop_all()

    def _finish(self) -> None:
        """Move the files of a save that is done to their places."""
        saved = self.path / SAVED
        if saved.exists():
            for file in sorted(saved.iterdir()):
                file.replace(self.path / file.name)
            _make_folder_durable(self.path)
            saved.rmdir()

    def _finish_what_was_left(self) -> None:
        """Clear up behind a killed writer, if nobody is writing and we may."""
        if (self.path / SAVED).exists():
            with contextlib.suppress(OSError), self._locked(wait=False):
                self._finish()

    @contextlib.contextmanager
    def _locked(self, *, wait: bool = True, alone: bool = True) -> Iterator[None]:
        if not HAS_LOCKS:
            yield
            return
        import fcntl

        handle = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | (0 if wait else fcntl.LOCK_NB))
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


def _make_folder_durable(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened, and the rename is durable by itself
        _make_durable(folder, os.O_RDONLY)


def _make_durable(path: Path, how: int = os.O_RDWR) -> None:
    handle = os.open(path, how)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
