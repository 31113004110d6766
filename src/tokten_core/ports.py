"""
What the outside must fulfil: stores, report forms, renderers, country packs.

A port is a protocol: a plugin's class fits it by having its methods, and imports nothing else of the core for it. The public suites in
``tokten_core.testing`` hold a plugin to the words written here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from attrs import frozen

from tokten_core.text import Language, Text

if TYPE_CHECKING:
    from tokten_core.content import Report
    from tokten_core.history import Head, Work
    from tokten_core.model.programme import Programme
    from tokten_core.periods import Period
    from tokten_core.queries import Group, Query
    from tokten_core.records import Record
    from tokten_core.rules import CostRules
    from tokten_core.rules.cases import Case
    from tokten_core.sheets import FilledSheet, Form

__all__ = ["CountryPack", "Gap", "Renderer", "ReportForm", "SheetFormat", "Store", "StoreOpener"]


@frozen
class Gap:
    """
    What a store cannot do (fr: *lacune déclarée*).

    Attributes:
        reason: why, in both languages.
        for_good: true for *cannot*, false for *not yet*.
    """

    reason: Text
    for_good: bool


@runtime_checkable
class Store(Protocol):
    """
    Where one programme is kept (fr: *stockage*).

    A store keeps one whole programme. Saving is whole or not at all; what was saved comes back equal, the journal and the past included;
    nothing existing is overwritten unless ``replace`` is true. A commit changes some records and leaves the rest alone; two who commit at
    once never lose one's work. The scenarios of ``StoreSuite`` are the contract in full.

    Attributes:
        address: the address it was opened with, without secrets.
        gaps: what it cannot do, by name of the capability; an empty mapping when it can do all.
    """

    @property
    def address(self) -> str:
        """Give the address it was opened with, without secrets."""

    @property
    def gaps(self) -> Mapping[str, Gap]:
        """Give what it cannot do, by name of the capability."""

    def exists(self) -> bool:
        """Tell whether a programme is kept here."""

    def load(self, *, trusting: bool = False) -> Programme:
        """
        Read the whole programme.

        Args:
            trusting: true takes what is there even where it is not what was written (a file mended by hand); the caller then vouches
                for it, with `taken_whole`.

        Raises:
            StoreError: Nothing is kept here (`store-not-found`), it is not ours (`store-unreadable`), or it is not what was written
                (`store-damaged`).
            InputError: The rows contradict themselves; each problem says file and line, or table and key.
        """

    def save(self, programme: Programme, *, replace: bool = False) -> None:
        """
        Write the whole programme, whole or not at all.

        Raises:
            StoreError: A programme is kept here already and ``replace`` is false (`store-exists`), or it cannot be written.
        """

    def head(self) -> Head:
        """
        Say where the journal stands, without loading the programme; to be given to ``commit`` later.

        Raises:
            StoreError: Nothing is kept here (`store-not-found`), or it is not ours (`store-unreadable`).
        """

    def commit(self, work: Work, *, since: Head | None = None) -> Head:
        """
        Change the programme by one work, whole or not at all: its records, one entry of the journal, the revisions.

        Args:
            work: the change. One that changes nothing writes nothing.
            since: where the journal stood when the change was made up; None to put it on top of whatever stands there.

        Returns:
            Where the journal stands now.

        Raises:
            Conflict: The journal stands elsewhere than ``since``; the error carries what happened meanwhile. Nothing was written.
            InputError: A reference would break, or a record to take out is not there. Nothing was written.
            StoreError: It cannot be read or written.
        """

    def select(self, query: Query) -> Iterator[Record]:
        """
        Give the records of one collection that meet the conditions of a query, in their order, without loading the others.

        Raises:
            UsageError: The query asks for what is not there.
            StoreError: It cannot be read.
        """

    def count(self, query: Query) -> list[Group]:
        """
        Count and add up, by the keys of a query, without loading the records; sorted by the keys, unknown last.

        Raises:
            UsageError: The query asks for what is not there.
            StoreError: It cannot be read.
        """


@runtime_checkable
class StoreOpener(Protocol):
    """
    Opens stores of one kind by address (fr: *ouverture d'un stockage*).

    Attributes:
        schemes: the beginnings of the addresses it understands, up to the first colon: ``csv``, ``sqlite``.
    """

    @property
    def schemes(self) -> Collection[str]:
        """Give the beginnings of the addresses it understands, up to the first colon."""

    def open(self, address: str) -> Store:
        """
        Open the store of an address, without reading or creating anything.

        Raises:
            StoreError: The address is not well formed (`store-address`).
        """


@runtime_checkable
class ReportForm(Protocol):
    """
    A report in one body's own form (fr: *modèle de rapport*).

    Attributes:
        name: the donor first: ``undp-awp``; shared reports have a bare name: ``quarterly``.
        title: its title in both languages.
        formats: suffixes that its readers expect, the usual one first: ``.xlsx``.
    """

    @property
    def name(self) -> str:
        """Give its name, the donor first."""

    @property
    def title(self) -> Text:
        """Give its title in both languages."""

    @property
    def formats(self) -> tuple[str, ...]:
        """Give the suffixes that its readers expect, the usual one first."""

    def compose(self, programme: Programme, pack: CountryPack, period: Period, period_name: str) -> Report:
        """
        Compose the content of the report, without a format.

        A form whose own rules do not hold composes all the same: the failing checks make the report a draft that shows them.

        Raises:
            ReportError: The form cannot speak of this period or programme.
        """


@runtime_checkable
class Renderer(Protocol):
    """
    Turns the content of a report into a file (fr: *moteur de rendu*); it knows no donor.

    Attributes:
        suffix: the file suffix it writes, with its dot.
    """

    @property
    def suffix(self) -> str:
        """Give the file suffix it writes, with its dot."""

    def render(self, report: Report, lang: Language, day: dt.date) -> bytes:
        """Write the report in one language, dated that day; the same input gives the same bytes."""


@runtime_checkable
class SheetFormat(Protocol):
    """
    A kind of file in which people type records (fr: *format de feuille*); it knows no record.

    Attributes:
        suffix: the file suffix, with its dot.
    """

    @property
    def suffix(self) -> str:
        """Give the file suffix, with its dot."""

    def write(self, form: Form, lang: Language, day: dt.date) -> bytes:
        """
        Write the sheet of a form, with the rows that it holds already, in one language, dated that day; the same input gives the same bytes.

        Raises:
            InputError: It has no room for so many rows, or for a text.
        """

    def read(self, content: bytes, name: str, form: Form, lang: Language) -> FilledSheet:
        """
        Read the cells of a filled sheet, as they stand; nothing in it is run.

        Args:
            content: the bytes of the file, from whomever.
            name: what problems call the file.
            form: what the sheet is to hold, for the readers that must find it among others.
            lang: the language in which places are named.

        Raises:
            InputError: It is no such file, or cannot be read. Rows are read as they are asked for, and may raise it then.
        """


@runtime_checkable
class CountryPack(Protocol):
    """
    A country's programme as data and rules (fr: *lot national*).

    Attributes:
        name: short name, as in ``--pack mali``.
        title: its title in both languages.
        country: the country's own ISO 3166 alpha-2 code.
        costs: its cost rules, bound to its texts and dated figures.
    """

    @property
    def name(self) -> str:
        """Give its short name."""

    @property
    def title(self) -> Text:
        """Give its title in both languages."""

    @property
    def country(self) -> str:
        """Give the country's own ISO 3166 alpha-2 code."""

    @property
    def costs(self) -> CostRules:
        """Give its cost rules, bound to its texts and dated figures."""

    def cases(self) -> Sequence[Case]:
        """Give its cases: facts, expected amounts and the text that gives them, as `read_cases` reads them; none where it has none."""

    def programme(self) -> Programme:
        """Give the programme of the founding document, checked figures and all, with whatever register the pack ships."""
