"""
The programme of 2008-2011 as records, read from the pack's own CSV files.

``data/`` holds what the programme document says; ``data/register/`` holds the invented experts, missions and payments that the pack ships to run
on. A file is named after its collection; one that is not there is an empty collection.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from tokten_core.convert import programme_of
from tokten_core.model.programme import Programme, collections

__all__ = ["founding_document", "programme"]

DOCUMENT = ("data",)
REGISTER = ("data", "register")


@cache
def founding_document() -> Programme:
    """Give what the programme document of 2008-2011 says, without any register."""
    return programme_of({name: list(_rows(DOCUMENT, name)) for name in collections()})


@cache
def programme() -> Programme:
    """Give the programme with the invented register that the pack ships."""
    return programme_of({name: [*_rows(DOCUMENT, name), *_rows(REGISTER, name)] for name in collections()})


def _rows(folder: tuple[str, ...], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    file = _file(folder, name)
    if file.is_file():
        reader = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline=""))
        for row in reader:
            yield f"{'/'.join(folder)}/{name}.csv, line {reader.line_num}", row


def _file(folder: tuple[str, ...], name: str) -> Traversable:
    return resources.files("tokten_mali").joinpath(*folder, f"{name}.csv")
