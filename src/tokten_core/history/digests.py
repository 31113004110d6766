"""What an entry vouches for: the SHA-256 of what its records held, personal values left out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from tokten_core.history.sides import as_json, public_side
from tokten_core.history.works import OWN
from tokten_core.model.programme import Programme, Revision
from tokten_core.records import Record

__all__ = ["digest_of", "digest_of_changes", "digest_of_rows"]


def digest_of(programme: Programme) -> str:
    """Work out the SHA-256 of all records as they stand, personal values and the journal left out."""
    return digest_of_rows((name, records) for name, records in programme.everything() if name not in OWN)


def digest_of_changes(changes: Iterable[tuple[Revision, Record | None]]) -> str:
    """Work out the SHA-256 of what some records held before and after, each a revision and the record as it stands behind it."""
    told = [
        [revision.kind, revision.record, revision.behind, revision.before, "" if after is None else public_side(after)]
        for revision, after in changes
    ]
    return hashlib.sha256(as_json(told).encode()).hexdigest()


def digest_of_rows(everything: Iterable[tuple[str, Iterable[Record]]]) -> str:
    """Work out the SHA-256 of records, collection by collection."""
    digest = hashlib.sha256()
    for name, records in everything:
        for record in records:
            digest.update(f"{name}\t{public_side(record)}\n".encode())
    return digest.hexdigest()
