"""
What the centre has: as little of it as needs to be asked for, and checked against what it says of itself.

Where our journal knows a point that both sides were at, only what changed there since is read, and laid over what we had then. Else whole kinds are
read, but those whose count and digest are ours already. Either way the outcome has to give the counts and the digests that the centre names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from attrs import frozen

from tokten_cigem.answers import Entry, State
from tokten_cigem.client import Client
from tokten_cigem.common_point import Bases, common_point, shared_then
from tokten_cigem.mistakes import DIFFERS, MOVING
from tokten_cigem.sharing import COLLECTIONS, Row, Shares, Tables
from tokten_core.errors import StoreError
from tokten_core.model.expert import Purpose
from tokten_core.model.programme import Programme
from tokten_core.sharing import consenting

__all__ = ["ROUNDS", "Theirs", "read", "refuse_difference"]

ROUNDS: Final = 5


@frozen
class Theirs:
    """
    What the centre has (fr: *état lu au centre*).

    Attributes:
        state: where it stood when the last of it was read.
        tables: all its records.
        entries: those that were read, with their numbers.
        bases: what both had; None where our history does not say what it was.
    """

    state: State
    tables: Tables
    entries: Mapping[tuple[str, str], Entry]
    bases: Bases | None

    def base(self, collection: str, key: str) -> tuple[Row | None, bool]:
        """Give what both had of a record, and whether that is known."""
        return (None, False) if self.bases is None else self.bases.of(collection, key, self.entries.get((collection, key)))


def read(programme: Programme, client: Client, state: State, day: dt.date, shares: Shares, *, whole: bool) -> Theirs:
    """
    Read what the centre has.

    Args:
        programme: ours, with the history that gives back what both had.
        client: the way to the centre.
        state: where it stands.
        day: by which consents are in force.
        shares: gives the rows of our records.
        whole: true to hold nothing for known of what both had.

    Raises:
        StoreError: Its records do not give what it counts (`cigem-counts`), or keep changing (`cigem-moving`).
    """
    common = None if whole else common_point(programme.journal, state.checkpoints)
    base = shared_then(programme, common.entries, common.on, shares) if common is not None else None
    if common is not None and base is not None:
        bases = Bases(programme, day, shares, base, common.entries)
        found = _followed(client, state, {name: dict(base[name]) for name in COLLECTIONS}, dict.fromkeys(COLLECTIONS, common.sequence))
        if _difference(found[1], found[0], shares) is None:
            return Theirs(*found, bases)
        state, whole = found[0], True
    consented = consenting(programme.consents, Purpose.CIGEM, day)
    ours = shares.tables({name: programme.records(name) for name in COLLECTIONS}, consented)
    same = {name for name in COLLECTIONS if not _differs(name, ours, state, shares)}
    tables = {name: dict(ours[name]) if name in same else {} for name in COLLECTIONS}
    found = _followed(client, state, tables, {name: state.sequence if name in same else 0 for name in COLLECTIONS})
    refuse_difference(found[1], found[0], shares)
    return Theirs(*found, None if whole else Bases(programme, day, shares, None, 0))


def refuse_difference(tables: Tables, state: State, shares: Shares) -> None:
    """
    Hold the centre to its own counts and digests.

    Raises:
        StoreError: They are not those of the records (`cigem-counts`).
    """
    if (name := _difference(tables, state, shares)) is not None:
        raise StoreError(DIFFERS.at(f"CIGEM, {name}", state.kinds[name].count, found=len(tables[name])))


def _followed(
    client: Client, state: State, tables: Tables, starts: Mapping[str, int]
) -> tuple[State, Tables, dict[tuple[str, str], Entry]]:
    """Read on from where each kind was read up to, until nothing changes any more."""
    entries: dict[tuple[str, str], Entry] = {}
    for _ in range(ROUNDS):
        for name in COLLECTIONS:
            for entry in client.changes(name, starts[name]) if state.kinds[name].changed > starts[name] else ():
                entries[name, entry.id] = entry
                if entry.row is None:
                    tables[name].pop(entry.id, None)
                else:
                    tables[name][entry.id] = entry.row
        starts, state = dict.fromkeys(COLLECTIONS, state.sequence), client.state()
        if state.sequence in starts.values():
            return state, tables, entries
    raise StoreError(MOVING.at("CIGEM", ROUNDS))


def _difference(tables: Tables, state: State, shares: Shares) -> str | None:
    return next((name for name in COLLECTIONS if _differs(name, tables, state, shares)), None)


def _differs(name: str, tables: Tables, state: State, shares: Shares) -> bool:
    kind = state.kinds[name]
    return len(tables[name]) != kind.count or shares.digest(tables[name].values()) != kind.digest
