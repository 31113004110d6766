"""
A programme: a snapshot of frozen records, with the journal of how it came to be.

The fields of ``Programme`` are the one list of the kinds of record there are: stores, schemas, documents and strategies read it. Nothing is
overwritten: to change a programme is to make another (``with_records``); the old one is still true of its day.
"""

from __future__ import annotations

import datetime as dt
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

import attrs

from tokten_core.claims import Claim, Relation, Settlement
from tokten_core.errors import InputError, Kind, Problem, UsageError, did_you_mean
from tokten_core.model.budget import BudgetItem, BudgetLine
from tokten_core.model.committee import CommitteeSeat, Decision, Session
from tokten_core.model.expert import Antenna, Consent, Expert, Residence, Skill
from tokten_core.model.funding import CountryGroup, Donor, EligibleCost, FundingSource, Pledge
from tokten_core.model.institution import Institution, Request, TermsOfReference
from tokten_core.model.ledger import LedgerEntry
from tokten_core.model.logframe import Activity, Indicator, Objective, Output, Reading
from tokten_core.model.mission import Mission, MissionEvent
from tokten_core.model.risk import Risk
from tokten_core.periods import Period, parse_period, programme_year, programme_years
from tokten_core.records import Fact, Record, fact, facts_of, record
from tokten_core.sources import Source
from tokten_core.text import Text

__all__ = ["JournalEntry", "Programme", "ProgrammeCard", "Revision", "broken_references", "collections", "kind_of", "references_of"]

DUPLICATE_ID = Kind(
    "duplicate-id",
    says=Text(en="{value} stands there twice", fr="{value} y figure deux fois"),
    allowed=Text(en="each identifier once in its kind", fr="chaque identifiant une seule fois dans son genre"),
    remedy=Text(en="Give one of the two another identifier.", fr="Donnez un autre identifiant à l'un des deux."),
)
BROKEN_REFERENCE = Kind(
    "broken-reference",
    says=Text(en="{value} is not among the {collection}", fr="{value} ne figure pas parmi « {collection} »"),
    allowed=Text(en="an identifier of the {collection}", fr="un identifiant de « {collection} »"),
    remedy=Text(en="Correct the identifier, or add the record.", fr="Corrigez l'identifiant, ou ajoutez l'enregistrement."),
)
NOT_ONE_CARD = Kind(
    "programme-not-one-card",
    says=Text(en="the programme has {value} cards", fr="le programme a {value} fiches"),
    allowed=Text(en="one card: what the programme is", fr="une fiche : ce qu'est le programme"),
    remedy=Text(en="Keep the one that is right.", fr="Gardez celle qui est juste."),
)
UNKNOWN_COLLECTION = Kind(
    "unknown-collection",
    says=Text(en="there is no kind of record called {value}", fr="il n'existe pas de genre d'enregistrement nommé {value}"),
    allowed=Text(en="one of {names}", fr="l'un de {names}"),
    remedy=Text(en="Correct the name{guess}.", fr="Corrigez le nom{guess}."),
)


@record("programme")
class ProgrammeCard(Record):
    """
    What a programme is (fr: *fiche du programme*).

    Attributes:
        id: short stable code.
        pack: the country pack whose rules apply.
        title: its title in both languages.
        country: ISO 3166 alpha-2.
        start: first day, counted.
        end: last day, counted.
        currency: the authoritative currency, ISO 4217.
        reporting_currency: the currency of the partners' tables, ISO 4217.
        planning_rate: units of the authoritative currency for one of the reporting currency.
        year_start_month: month in which programme years begin.
        year_start_day: day on which programme years begin.
        executing_agency: who executes it.
        mission_cost_average: planned cost of one mission, in whole units of the authoritative currency.
        source: the document it rests on.
        invented: true for made-up data.
    """

    id: str = fact()
    pack: str = fact()
    title: Text = fact()
    country: str = fact()
    start: dt.date = fact()
    end: dt.date = fact(not_before="start")
    currency: str = fact(default="XOF")
    reporting_currency: str = fact(default="USD")
    planning_rate: Decimal | None = fact(default=None)
    year_start_month: int = fact(default=1, least=1, greatest=12)
    year_start_day: int = fact(default=1, least=1, greatest=31)
    executing_agency: Text = fact(default=Text(en="", fr=""))
    mission_cost_average: int | None = fact(default=None, unit="minor units", least=1)
    source: str | None = fact(default=None, refers_to="sources")
    invented: bool = fact(default=False)

    @property
    def year_starts(self) -> tuple[int, int]:
        """Month and day on which programme years begin."""
        return self.year_start_month, self.year_start_day

    @property
    def whole(self) -> Period:
        """The whole programme, first and last day counted."""
        return Period(self.start, self.end)

    @property
    def years(self) -> tuple[str, ...]:
        """The programme years, in order."""
        return programme_years(self.whole, self.year_starts)

    def year_of(self, day: dt.date) -> str:
        """Name the programme year of a day."""
        return programme_year(day, self.year_starts)

    def period(self, text: str) -> Period:
        """Read a period: ``2009``, ``2009-Q1``, ``2009-S1``, ``2009-03``, ``2008/2009`` or ``all``."""
        return parse_period(text, year_starts=self.year_starts, whole=self.whole)


@record("journal")
class JournalEntry(Record):
    """
    Who did what, when and why (fr: *entrée du journal*); each entry is chained to the one before by its hash.

    Attributes:
        id: number in the journal, from 1, as text.
        at: day and time, with its zone.
        who: the person or office, as it calls itself.
        what: what was done, in a few words.
        why: the reason given.
        records: the records touched, as ``collection/id``; empty for a whole programme.
        previous: hash of the entry before; empty for the first.
        hash: SHA-256 over this entry and the hash before.
        digest: SHA-256 over what the records held before and after, personal values left out; empty for a mere note.
    """

    id: str = fact()
    at: dt.datetime = fact()
    who: str = fact()
    what: str = fact()
    why: str = fact(default="")
    records: tuple[str, ...] = fact(default=())
    previous: str = fact(default="")
    hash: str = fact(default="")
    digest: str = fact(default="")


LONGEST_ROW = 100_000_000
"""Characters that a row as it was before may have: all its texts at their longest."""


@record("history")
class Revision(Record):
    """
    A record as it stood before an entry of the journal changed it (fr: *état antérieur*).

    Undone from the last to the first, revisions give back the programme of any past day.

    Attributes:
        id: the entry's number and a number of its own.
        entry: the entry of the journal that made the change.
        kind: the collection that the record is of.
        record: its identifier.
        behind: the record before it, where this one was taken out; empty for the first.
        before: its row as JSON, personal values left out; empty when it did not exist.
        personal: its personal values as JSON; empty when there are none, or when they were erased.
    """

    id: str = fact()
    entry: str = fact(refers_to="journal")
    kind: str = fact()
    record: str = fact()
    behind: str = fact(default="")
    before: str = fact(default="", longest=LONGEST_ROW)
    personal: str = fact(default="", personal=True, longest=LONGEST_ROW)


@attrs.frozen(kw_only=True)
class Programme:
    """
    A whole programme on one day (fr: *programme*).

    Each field is a collection: a tuple of frozen records of one kind, in the order of the documents. References between records hold, and
    identifiers are unique in their kind.

    Raises:
        InputError: A reference is broken or an identifier stands twice (`broken-reference`, `duplicate-id`); all are told.

    .. versionadded:: 0.1
    """

    programme: tuple[ProgrammeCard, ...]
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    donors: tuple[Donor, ...] = ()
    funding_sources: tuple[FundingSource, ...] = ()
    country_groups: tuple[CountryGroup, ...] = ()
    eligible_costs: tuple[EligibleCost, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    objectives: tuple[Objective, ...] = ()
    outputs: tuple[Output, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    readings: tuple[Reading, ...] = ()
    activities: tuple[Activity, ...] = ()
    budget_items: tuple[BudgetItem, ...] = ()
    budget_lines: tuple[BudgetLine, ...] = ()
    risks: tuple[Risk, ...] = ()
    committee_seats: tuple[CommitteeSeat, ...] = ()
    sessions: tuple[Session, ...] = ()
    skills: tuple[Skill, ...] = ()
    antennas: tuple[Antenna, ...] = ()
    experts: tuple[Expert, ...] = ()
    residences: tuple[Residence, ...] = ()
    consents: tuple[Consent, ...] = ()
    institutions: tuple[Institution, ...] = ()
    requests: tuple[Request, ...] = ()
    terms_of_reference: tuple[TermsOfReference, ...] = ()
    missions: tuple[Mission, ...] = ()
    mission_events: tuple[MissionEvent, ...] = ()
    decisions: tuple[Decision, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    journal: tuple[JournalEntry, ...] = ()
    history: tuple[Revision, ...] = ()

    _index: dict[str, dict[str, Record]] = attrs.field(factory=dict, init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        problems = [*self._duplicates(), *self._broken_references()]
        if len(self.programme) != 1:
            problems.append(NOT_ONE_CARD.at("programme", len(self.programme)))
        if problems:
            raise InputError(*problems)

    @property
    def card(self) -> ProgrammeCard:
        """What the programme is."""
        return self.programme[0]

    def records(self, collection: str) -> tuple[Record, ...]:
        """
        Give the records of one kind.

        Raises:
            UsageError: No such kind (`unknown-collection`).
        """
        kind_of(collection)
        return typing.cast("tuple[Record, ...]", getattr(self, collection))

    def everything(self) -> Iterator[tuple[str, tuple[Record, ...]]]:
        """Give each collection with its records, in the order of the fields."""
        for collection in collections():
            yield collection, self.records(collection)

    def find(self, collection: str, id: str | None) -> Record | None:  # noqa: A002 - the field's name everywhere
        """Give the record of an identifier, or None."""
        return None if id is None else self._ids(collection).get(id)

    def with_records(self, **changes: Iterable[Record]) -> Programme:
        """Make a programme with some collections replaced."""
        changed: dict[str, Any] = {name: tuple(records) for name, records in changes.items()}
        return attrs.evolve(self, **changed)

    def _ids(self, collection: str) -> Mapping[str, Record]:
        if collection not in self._index:
            records = self.records(collection)
            self._index[collection] = dict(zip(map(attrgetter("id"), records), records, strict=True))
        return self._index[collection]

    def _duplicates(self) -> Iterator[Problem]:
        for collection, records in self.everything():
            if len(self._ids(collection)) < len(records):
                seen: set[str] = set()
                for thing in records:
                    if thing.id in seen:
                        yield DUPLICATE_ID.at(thing.place("id"), thing.id)
                    seen.add(thing.id)

    def _broken_references(self) -> Iterator[Problem]:
        for collection, records in self.everything():
            if any(not targets <= self._ids(known.refers_to).keys() for known, targets in _targets(collection, records)):
                yield from broken_references(records, lambda *key: key[1] in self._ids(key[0]))


def broken_references(records: Iterable[Record], is_there: Callable[[str, str], bool]) -> Iterator[Problem]:
    """Give each reference of some records to what is not there, asked by collection and identifier."""
    for thing in records:
        for known in _referring(thing.collection):
            for target in _targets_of(thing, known):
                if not is_there(known.refers_to, target):
                    yield BROKEN_REFERENCE.at(thing.place(known.name), target, collection=known.refers_to)


def references_of(thing: Record) -> Iterator[tuple[str, str]]:
    """Give all that a record refers to, by collection and identifier."""
    for known in _referring(thing.collection):
        for target in _targets_of(thing, known):
            yield known.refers_to, target


def _targets_of(thing: Record, known: Fact) -> Iterable[str]:
    value = getattr(thing, known.name)
    return (value,) if isinstance(value, str) else value or ()


def _targets(collection: str, records: Iterable[Record]) -> Iterator[tuple[Fact, set[str]]]:
    """Give all that each field of some records refers to: most programmes are right, and one look at a set sees it."""
    for known in _referring(collection):
        values: Any = map(attrgetter(known.name), records)
        found = set(values) if known.type is str else set(chain.from_iterable(filter(None, values)))
        found.discard(None)
        yield known, found


@cache
def _referring(collection: str) -> list[Fact]:
    return [known for known in facts_of(kind_of(collection)).values() if known.refers_to]


@cache
def collections() -> Mapping[str, type[Record]]:
    """
    Give every kind of record that a programme keeps, by the name of its collection, in order.

    >>> list(collections())[:3]
    ['programme', 'sources', 'claims']
    """
    hints = typing.get_type_hints(Programme)
    return {attribute.name: typing.get_args(hints[attribute.name])[0] for attribute in attrs.fields(Programme) if attribute.init}


def kind_of(collection: str) -> type[Record]:
    """
    Give the record class of a collection.

    Raises:
        UsageError: No such kind (`unknown-collection`).
    """
    try:
        return collections()[collection]
    except KeyError:
        guess = did_you_mean(collection, collections())
        raise UsageError(UNKNOWN_COLLECTION.at("collection", collection, names=", ".join(collections()), guess=guess)) from None
