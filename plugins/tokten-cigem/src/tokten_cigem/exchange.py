"""
The exchange with a centre: both sides end with the same records, whatever happened to them, and whatever happens on the way.

One round: read what changed there, lay it over what changed here, send theirs in batches, see that counts and digests agree, have the centre
keep the *common point*, commit ours in one work. Nothing else is remembered anywhere: what both had at the common point is our own programme
as its history gives it back, so the base cannot be lost without the programme, and what is lost of it costs work, not data.

The order matters. The common point names the head that our journal *will* have: until the work is committed, no journal knows it, and the
point before it counts; once it is, the point is there already. Were ours committed first, a round cut short in between would take for our
own change what we had taken from them. Every row at the centre names the state of the journal that it was sent from, so a round that was cut
short finds what it said itself, and goes on.

Where the head of our journal, the centre's number and the day of the consents are those of the common point, there is nothing to do, and
nothing is loaded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import define, evolve, field, frozen

from tokten_cigem.answers import Checkpoint, State
from tokten_cigem.batches import Change, batches
from tokten_cigem.client import Client, SomebodyWrote
from tokten_cigem.merging import Clash, kept_for_references, merged
from tokten_cigem.mistakes import MOVING, NAME_WITHOUT_CONSENT
from tokten_cigem.reading import ROUNDS, Theirs, read, refuse_difference
from tokten_cigem.sharing import (
    COLLECTIONS,
    Row,
    Rows,
    Shares,
    Tables,
    good_until,
    record_from,
    shared_columns,
    withheld,
)
from tokten_core.errors import Conflict, StoreError
from tokten_core.history import Head, Work, applied, head_of
from tokten_core.model.expert import Consent, Purpose
from tokten_core.model.programme import Programme
from tokten_core.ports import Store
from tokten_core.queries import Query
from tokten_core.records import Record
from tokten_core.records import evolve as evolved
from tokten_core.sharing import consenting

__all__ = ["Exchanged", "Moves", "exchange"]

MOST_NAMED: Final = 20


@frozen
class Moves:
    """
    What moved one way, of one kind (fr: *mouvements*).

    Attributes:
        new: how many records the other side did not have.
        changed: how many it had otherwise.
        removed: how many were taken out.
    """

    new: int = 0
    changed: int = 0
    removed: int = 0


@frozen
class Exchanged:
    """
    What an exchange did, or would do (fr: *échange*).

    Attributes:
        taken: what came here, by kind; kinds without any are left out.
        sent: what went there.
        clashes: what a person should look at.
        here: how many records of each kind we have now.
        there: how many the centre says it has; the same, but on a dry run.
        requests: how many requests it took.
        dry_run: true when nothing was written.
    """

    taken: Mapping[str, Moves]
    sent: Mapping[str, Moves]
    clashes: tuple[Clash, ...]
    here: Mapping[str, int]
    there: Mapping[str, int]
    requests: int
    dry_run: bool = False


@define
class _Tally:
    """What the rounds of one exchange have done so far."""

    taken: dict[str, Moves] = field(factory=dict)
    sent: dict[str, Moves] = field(factory=dict)
    clashes: dict[tuple[str, str, str], Clash] = field(factory=dict)

    def note(self, clashes: Iterable[Clash]) -> None:
        self.clashes.update({(clash.collection, clash.id, clash.column): clash for clash in clashes})

    def take(self, plan: _Plan) -> None:
        for name, key in plan.work.keys:
            _count_one(self.taken, name, plan.ours[name].get(key), plan.after[name].get(key))

    def send(self, plan: _Plan, batch: Iterable[Change]) -> None:
        for name, key, row in batch:
            _count_one(self.sent, name, plan.theirs[name].get(key), row)

    def add_all(self, plan: _Plan) -> None:
        self.take(plan)
        for batch in plan.sends:
            self.send(plan, batch)


def _count_one(into: dict[str, Moves], collection: str, before: Row | None, after: Row | None) -> None:
    old = into.get(collection, Moves())
    new, removed = before is None and after is not None, after is None and before is not None
    into[collection] = Moves(old.new + new, old.changed + (not new and not removed), old.removed + removed)


@frozen
class _Plan:
    """What one round is to do."""

    head: Head
    goal: Head
    sequence: int
    ours: Tables
    theirs: Tables
    after: Tables
    work: Work
    clashes: tuple[Clash, ...]
    until: dt.date | None
    shares: Shares
    sends: list[list[Change]]

    @property
    def counts(self) -> dict[str, int]:
        return {name: len(rows) for name, rows in self.after.items()}


def exchange(local: Store, client: Client, occasion: Work, *, dry_run: bool = False, whole: bool = False) -> Exchanged:
    """
    Exchange the shared records with a centre, both ways (fr: *échanger avec le centre*).

    Args:
        local: where the programme is kept.
        client: the way to the centre.
        occasion: a work that touches nothing yet: the moment, who, what and why, for the journal. Its day says which consents are in force.
        dry_run: true to work out everything and write nothing.
        whole: true to compare every record, also those that no journal says have changed.

    Raises:
        StoreError: The centre cannot be reached, refuses, answers otherwise than described, or says counts that its records do not give;
            or the store cannot be read or written. What was done is kept, and the next exchange goes on from there.
        InputError: What the centre has breaks a reference of ours. Nothing was taken.
    """
    day, tally = occasion.at.date(), _Tally()
    for _ in range(ROUNDS):
        head, state = local.head(), client.state()
        if not whole and (counts := _nothing_to_do(local, state, head, day)) is not None:
            return _told(tally, counts, state, client, dry_run=dry_run)
        plan = _plan(local.load(), client, state, occasion, whole=whole)
        tally.note(plan.clashes)
        if dry_run:
            tally.add_all(plan)
            return _told(tally, plan.counts, state, client, dry_run=True)
        try:
            sequence = _send(client, plan, tally)
            state = client.state()
            if state.sequence == sequence:
                refuse_difference(plan.after, state, plan.shares)
                if plan.goal.entries:
                    client.save_checkpoint(Checkpoint(sequence, plan.goal.entries, plan.goal.hash, day, plan.until))
                if plan.work.keys:
                    local.commit(plan.work, since=plan.head)
                tally.take(plan)
                return _told(tally, plan.counts, state, client)
        except (Conflict, SomebodyWrote):
            continue
    raise StoreError(MOVING.at("CIGEM", ROUNDS))


def _nothing_to_do(local: Store, state: State, head: Head, day: dt.date) -> dict[str, int] | None:
    """Tell at once that neither side has moved since the common point, nor has time: without loading anything."""
    here_now = head.entries, head.hash, state.sequence
    common = next((each for each in state.checkpoints if (each.entries, each.hash, each.sequence) == here_now), None)
    if common is None or not head.entries or not common.on <= day or (common.until is not None and day >= common.until):
        return None
    here = {name: _count(local, name) for name in COLLECTIONS}
    return here if here == {name: kind.count for name, kind in state.kinds.items()} else None


def _count(local: Store, collection: str) -> int:
    query = Query(collection)
    if collection == "consents":
        query = query.where("purpose", "=", Purpose.CIGEM.value)
    return sum(group.count for group in local.count(query))


# ------------------------------------------------------------------ what both have


def _plan(programme: Programme, client: Client, state: State, occasion: Work, *, whole: bool) -> _Plan:
    shares, day = Shares(), occasion.at.date()
    theirs = read(programme, client, state, day, shares, whole=whole)
    ours, wanted, consented, clashes = _merge(programme, theirs, day, shares)
    for clash in kept_for_references(wanted, (ours, theirs.tables)):
        clashes.append(clash)
        if clash.collection == "experts" and clash.id not in consented:  # comes back under the register number alone
            wanted["experts"][clash.id] = {**wanted["experts"][clash.id], **dict.fromkeys(withheld("experts"))}
    work = evolve(
        occasion,
        what=_what(occasion.what, clashes),
        put=[
            _laid(programme, name, row, ours[name].get(key), named=name != "experts" or key in consented)
            for name in COLLECTIONS
            for key, row in wanted[name].items()
            if ours[name].get(key) != row
        ],
        remove=[(name, key) for name in COLLECTIONS for key in ours[name] if key not in wanted[name]],
    )
    after = applied(programme, work) if work.keys else programme
    tables = shares.tables({name: after.records(name) for name in COLLECTIONS}, consented)
    return _Plan(
        head=head_of(programme),
        goal=head_of(after),
        sequence=theirs.state.sequence,
        ours=ours,
        theirs=theirs.tables,
        after=tables,
        work=work,
        clashes=tuple(clashes),
        until=good_until(after.consents, day),
        shares=shares,
        sends=list(batches(tables, theirs.tables)),
    )


def _merge(programme: Programme, theirs: Theirs, day: dt.date, shares: Shares) -> tuple[Tables, Tables, frozenset[str], list[Clash]]:
    """Lay every record that differs over its base: ours as it may be shown, what both are to have, who agreed to be named, and the clashes."""
    ours: Tables = {}
    wanted: Tables = {}
    clashes: list[Clash] = []
    consented = frozenset[str]()
    for name in sorted(COLLECTIONS, key=lambda each: each != "consents"):  # consents first: they say what the experts may show
        ours[name] = shares.tables({name: programme.records(name)}, consented)[name]
        wanted[name] = dict(ours[name])
        for key in _differing(ours[name], theirs.tables[name]):
            base, known = theirs.base(name, key)
            shown = name != "experts" or key in consented
            result = merged(name, base, ours[name].get(key), theirs.tables[name].get(key), known=known, consented=shown)
            clashes += result.clashes
            wanted[name].pop(key, None)
            if result.row is not None:
                wanted[name][key] = result.row
        if name == "consents":
            found = (record_from(name, row, f"{name}[{key}]") for key, row in wanted[name].items())
            consented = consenting((each for each in found if isinstance(each, Consent)), Purpose.CIGEM, day)
    return ours, wanted, consented, clashes


def _what(what: str, clashes: Sequence[Clash]) -> str:
    """Name the clashes in the journal, by their places: who is told of them may be gone before they are read."""
    places = [f"{clash.collection}/{clash.id}" + (f".{clash.column}" if clash.column else "") for clash in clashes]
    more = f" (+{len(places) - MOST_NAMED})" if len(places) > MOST_NAMED else ""
    return f"{what}; clashes: {', '.join(places[:MOST_NAMED])}{more}" if places else what


def _differing(ours: Rows, theirs: Rows) -> Iterator[str]:
    yield from (key for key, row in ours.items() if (found := theirs.get(key)) is not row and found != row)
    yield from (key for key in theirs if key not in ours)


# ------------------------------------------------------------------ ours


def _laid(programme: Programme, collection: str, row: Row, here: Row | None, *, named: bool) -> Record:
    """Make the record that a merged row asks for: what is not shared stays as it is."""
    made = record_from(collection, row, f"{collection}[{row['id']}]")
    old = programme.find(collection, row["id"])
    if old is None or here is None:
        if not named and any(row[name] is not None for name in withheld(collection)):
            raise StoreError(NAME_WITHOUT_CONSENT.at(f"CIGEM, {collection}[{row['id']}]"))
        return made
    facts = {column.fact.name for name, column in shared_columns(collection).items() if row[name] != here[name]}
    return evolved(old, **{name: getattr(made, name) for name in facts})


# ------------------------------------------------------------------ theirs


def _send(client: Client, plan: _Plan, tally: _Tally) -> int:
    """Send the batches; give the number that the centre stands at then, if nobody else writes."""
    sequence = plan.sequence
    for batch in plan.sends:
        sequence = client.write(batch, since=plan.sequence, head=plan.head.hash)
        tally.send(plan, batch)
    return sequence


# ------------------------------------------------------------------ what is said


def _told(tally: _Tally, here: Mapping[str, int], state: State, client: Client, *, dry_run: bool = False) -> Exchanged:
    there = {name: kind.count for name, kind in state.kinds.items()}
    return Exchanged(tally.taken, tally.sent, tuple(tally.clashes.values()), here, there, client.requests, dry_run)
