"""
A folder some of whose files change all at once, or not at all, whatever stops the writer.

This is the whole protocol:

1. A writer locks the folder, so that writers wait for one another, and moves to their places what a writer before it may have left.
2. It writes the files that change, and no others, into a hidden folder inside (``.tokten-saving-…``), and makes the disk keep them. The
   *witness*, which describes the others, is always among them; a file that stands in its place already, byte for byte, is taken out again.
3. It renames the hidden folder to ``.tokten-saved``. This one step is the save, of one file or of all.
4. It moves the files to their places and takes the hidden folder away.

Whoever reads looks for each file in ``.tokten-saved`` first and then in its place. So a writer killed before the third step leaves the old
files, and after it the new ones; what it leaves half moved is moved to its end by the next reader or writer who may. A reader opens the
witness, then the files it needs, and looks whether the witness is still the one it has open: if not, a save went by, and it opens them anew.
(No clock is asked: a file that is open keeps its number on the disk to itself.) What is open stays what it was, however long it is read and
whoever saves. Files that others keep in the folder (a ``.git``, notes) are never touched.
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
from functools import partial
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
PART = 1 << 16
_NOTHING_THERE = (FileNotFoundError, NotADirectoryError)
HAS_LOCKS = find_spec("fcntl") is not None
"""Windows has no locks on folders: two writers there must not write at once."""


@frozen
class Folder:
    """
    A folder some of whose files change all at once (fr: *dossier*).

    Attributes:
        path: where it is.
        witness: the file that every save writes; a reader knows by it that a save went by.
    """

    path: Path
    witness: str

    @contextlib.contextmanager
    def opened(self, names: Iterable[str]) -> Iterator[Files]:
        """
        Open the witness and other files of one save; they are closed at the end.

        Raises:
            OSError: One of them may not be read.
        """
        self._finish_what_was_left()
        files, stack = self._of_one_save([self.witness, *names])
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
        Give an empty hidden folder; the files that are written there, the witness among them, take their places at the end, all at once.

        Inside ``writing``. Files of other names stay as they are.

        Raises:
            OSError: The disk did not take it; nothing was changed.
        """
        new = Path(tempfile.mkdtemp(prefix=SAVING, dir=self.path))
        try:
            new.chmod(self.path.stat().st_mode & 0o777)  # whoever may read the folder may look into it
            yield new
            self._take_out_what_stands_there(new)
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
            files, stack = self._open(names)
            if self._is_still(files.get(self.witness)):
                return files, stack
            stack.close()
        with self._locked(alone=False):  # so many saves in a row: wait for a moment without
            return self._open(names)

    def _open(self, names: Iterable[str]) -> tuple[Files, contextlib.ExitStack]:
        files: dict[str, io.BufferedReader] = {}
        with contextlib.ExitStack() as stack:
            for name in names:
                for path in self._places(name):
                    with contextlib.suppress(*_NOTHING_THERE):
                        files[name] = stack.enter_context(path.open("rb"))
                        break
            return files, stack.pop_all()

    def _take_out_what_stands_there(self, new: Path) -> None:
        """Spare the disk what it keeps already; the witness is written, so that readers see it."""
        for file in [*new.iterdir()]:
            if file.name != self.witness and _same_bytes(file, self.path / file.name):
                file.unlink()

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

    def _is_still(self, witness: io.BufferedReader | None) -> bool:
        """Tell whether no save went by since a witness was opened."""
        for path in self._places(self.witness):
            with contextlib.suppress(*_NOTHING_THERE):
                there = path.stat()
                return witness is not None and os.path.samestat(there, os.fstat(witness.fileno()))
        return witness is None

    def _places(self, name: str) -> tuple[Path, Path]:
        """Give where a file may be, the first place first."""
        return self.path / SAVED / name, self.path / name


def _same_bytes(one: Path, other: Path) -> bool:
    try:
        if one.stat().st_size != other.stat().st_size:
            return False
        with one.open("rb") as first, other.open("rb") as second:
            return all(part == second.read(PART) for part in iter(partial(first.read, PART), b""))
    except OSError:  # there is no other, or it may not be read
        return False


def _make_folder_durable(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened, and the rename is durable by itself
        _make_durable(folder, os.O_RDONLY)


def _make_durable(path: Path, how: int = os.O_RDWR) -> None:
    handle = os.open(path, how)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
