"""
What has to be sent, in batches: nothing before what it refers to, nothing gone before what refers to it, a person's name beside the consent.

Each batch is kept by the centre whole or not at all, so whatever only holds together goes together.

>>> after = {**{name: {} for name in COLLECTIONS}, "skills": {"law": {"id": "law"}}}
>>> [*batches(after, {name: {} for name in COLLECTIONS})]
[[('skills', 'law', {'id': 'law'})]]
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final, TypeAlias

from tokten_cigem.openapi import MOST_CHANGES
from tokten_cigem.sharing import COLLECTIONS, Row, Tables

__all__ = ["Change", "batches"]

Change: TypeAlias = tuple[str, str, Row | None]
"""A kind, an identifier, and the row to put; None to take it out."""
LARGEST_BATCH: Final = 1_000_000
"""Bytes of rows in a batch, so that one lost on the way costs little."""


def batches(after: Tables, theirs: Tables) -> Iterator[list[Change]]:
    """Cut into batches what makes one set of records of another (fr: *envois*)."""
    batch: list[Change] = []
    size = 0
    for together in (*_puts(after, theirs), *_removals(after, theirs)):
        length = sum(len(json.dumps(row)) for _, _, row in together)
        if batch and (len(batch) + len(together) > MOST_CHANGES or size + length > LARGEST_BATCH):
            yield batch
            batch, size = [], 0
        batch.extend(together)
        size += length
    if batch:
        yield batch


def _puts(after: Tables, theirs: Tables) -> Iterator[list[Change]]:
    for name in COLLECTIONS:
        if name == "experts":
            yield from _people(after, theirs).values()
        elif name != "consents":
            yield from ([change] for change in _differing(name, after, theirs))


def _people(after: Tables, theirs: Tables) -> dict[str, list[Change]]:
    """Give what changes about each expert who stays, with the consents."""
    found: dict[str, list[Change]] = {}
    for change in _differing("experts", after, theirs):
        found.setdefault(change[1], []).append(change)
    for change in _differing("consents", after, theirs):
        found.setdefault(after["consents"][change[1]]["expert"], []).append(change)
    for expert, gone in _consents_gone(after, theirs).items():
        if expert in after["experts"]:
            found.setdefault(expert, []).extend(gone)
    return found


def _differing(name: str, after: Tables, theirs: Tables) -> Iterator[Change]:
    for key, row in after[name].items():
        if (found := theirs[name].get(key)) is not row and found != row:
            yield name, key, row


def _consents_gone(after: Tables, theirs: Tables) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for key, row in theirs["consents"].items():
        if key not in after["consents"]:
            found.setdefault(row["expert"], []).append(("consents", key, None))
    return found


def _removals(after: Tables, theirs: Tables) -> Iterator[list[Change]]:
    consents = _consents_gone(after, theirs)
    for name in reversed(COLLECTIONS):
        for key in theirs[name] if name != "consents" else ():
            if key not in after[name]:
                yield [*(consents.get(key, ()) if name == "experts" else ()), (name, key, None)]
