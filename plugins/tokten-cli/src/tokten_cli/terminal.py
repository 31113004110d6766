"""
What a person sees: results on stdout, messages and progress on stderr.

A result is put together whole before its first letter is written, so that stdout is empty whenever a call fails. Everything fits 80 columns
where the output is no terminal, and no result holds colours or marks that a file would keep. What comes from outside (an identifier, the
text of a cell) is shown as it is, its control characters made visible, and is never taken for markup.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

import click

from tokten_core.text import Language, Text

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["Steps", "lines_of", "paragraph", "progress", "show", "show_json", "table", "tell", "width"]

PLAIN_WIDTH = 80
WIDEST = 100
KEPT_TOGETHER = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9])|FCFA|USD|EUR)|(?<=«) | (?=[:;!?»%])")
"""Spaces at which no line may end: within an amount, and before the signs that French sets apart."""
GLUE = "\ue000"


def width() -> int:
    """Give how wide a line may be: 80 where the output is no terminal."""
    if sys.stdout is None or not sys.stdout.isatty():
        return PLAIN_WIDTH
    return min(shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns, WIDEST)


def show(text: str) -> None:
    """Write a result, in the terminal's own encoding; a letter that it lacks becomes a question mark."""
    _reconfigure(errors="replace")
    click.echo(text)


def show_json(data: object) -> None:
    """Write a result as JSON, in UTF-8 whatever the terminal speaks; a text is taken for JSON that is written already."""
    _reconfigure(encoding="utf-8")
    click.echo(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, indent=2))


def tell(message: Text, lang: Language) -> None:
    """Write a message, on stderr."""
    click.echo(message.say(lang), err=True)


def paragraph(text: str, indent: int = 0, *, hanging: int = 0) -> str:
    """Break a text into lines that fit, further lines indented by ``hanging`` more; an amount or a French colon is never torn off."""
    filled = textwrap.fill(
        KEPT_TOGETHER.sub(GLUE, text),
        width(),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled.replace(GLUE, " ")


def lines_of(lines: Sequence[str], indent: int = 0) -> str:
    """Break lines that are indented by their depth, keeping the depth."""
    return "\n".join(paragraph(line.strip(), indent + len(line) - len(line.lstrip()), hanging=4) for line in lines)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], aligned: Sequence[Literal["left", "right"]], indent: int = 2) -> str:
    """Lay out a table in plain characters; a cell that is too long is broken, never cut."""
    from rich import box
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table

    laid = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1))
    for head, side in zip(heads, aligned, strict=True):
        laid.add_column(head, justify=side, overflow="fold", no_wrap=side == "right")
    for row in rows:
        laid.add_row(*row)
    out = io.StringIO()
    console = Console(file=out, width=width(), color_system=None, markup=False, highlight=False, emoji=False, legacy_windows=False)
    console.print(Padding(laid, (0, 0, 0, indent), expand=False))
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip("\n").splitlines())


class Steps:
    """Tells how far a long work has come (fr: *avancement*); silent where nobody looks."""

    def __init__(self, lang: Language, bar: Progress | None = None, task: TaskID | None = None) -> None:
        self._lang, self._bar, self._task = lang, bar, task

    def begin(self, what: Text) -> None:
        """Name the step that begins."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=what.say(self._lang))

    def done(self) -> None:
        """Count one step as done."""
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task)


@contextlib.contextmanager
def progress(what: Text, total: int, lang: Language) -> Iterator[Steps]:
    """Show a progress bar on stderr while a long work is under way, if stderr is a terminal and there are steps."""
    if not total or sys.stderr is None or not sys.stderr.isatty():
        yield Steps(lang)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield Steps(lang, bar, bar.add_task(what.say(lang), total=total))


def _reconfigure(**how: str) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(**how)  # type: ignore[arg-type]
