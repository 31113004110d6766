"""
Records that people type into sheets: what a sheet asks for, and the way back into the programme, all or nothing.

A sheet's columns are the record's own (``schema.columns``); the small table ``IMPORTS`` says only what a person need not type, and why. A filled
sheet becomes records by ``convert``, as everything from outside does; its problems are told all at once, each at its cell. What is already in the
programme is changed only where that was asked for, and what a sheet has no column for stays as it is there.

>>> [column.key for column in form("readings").columns]
['id', 'indicator', 'on', 'value', 'women', 'note', 'evidence']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from attrs import evolve, frozen

from tokten_core.convert import to_row
from tokten_core.errors import InputError, Kind, StoreError
from tokten_core.history import Head, head_of
from tokten_core.model.programme import Programme, kind_of
from tokten_core.records import Record
from tokten_core.schema import columns
from tokten_core.services.import_filled import correcting, filled_form, state_of
from tokten_core.services.import_forms import IMPORTS, Import, form, import_named
from tokten_core.services.import_rows import HIDDEN, RowReader
from tokten_core.sheets import Dialect, FilledSheet, headed, reader_of
from tokten_core.text import Text

__all__ = ["HIDDEN", "IMPORTS", "Import", "Incoming", "changes", "filled_form", "form", "import_named", "incoming"]

NOTHING_TYPED: Final = Kind(
    "sheet-without-rows",
    says=Text(en="no row is filled", fr="aucune ligne n'est remplie"),
    allowed=Text(en="at least one row below the headings", fr="au moins une ligne sous les titres"),
    remedy=Text(en="Fill the sheet, or check that it is the right one.", fr="Remplissez la feuille, ou vérifiez que c'est la bonne."),
)
OTHER_PAST: Final = Kind(
    "sheet-of-another-past",
    says=Text(
        en="the sheet shows a state that this programme never had, or no longer knows: {value}",
        fr="la feuille montre un état que ce programme n'a jamais eu, ou ne connaît plus : {value}",
    ),
    allowed=Text(en="a sheet written from this programme", fr="une feuille écrite à partir de ce programme"),
    remedy=Text(
        en="Write it anew with --filled; or take the line `# journal` out, and all its rows count as typed today.",
        fr="Récrivez-la avec --filled ; ou retirez la ligne « # journal » : toutes ses lignes comptent alors comme saisies aujourd'hui.",
    ),
)
NOTHING_SAID: Final = Dialect()


@frozen
class Incoming:
    """
    What a sheet brings, compared with what is there (fr: *ce qu'apporte une feuille*).

    Attributes:
        kind: what was filled in: ``missions``.
        added: the records that are new.
        changed: the records that replace another, each with the one it replaces.
        unchanged: how many are there already, just so.
        since: where the journal stood in the state that the sheet was compared with; a commit says so, and lays it over what came later.
    """

    kind: str
    added: tuple[Record, ...] = ()
    changed: tuple[tuple[Record, Record], ...] = ()
    unchanged: int = 0
    since: Head = Head(0, "")

    @property
    def put(self) -> tuple[Record, ...]:
        """The records to put into the programme, in the order of the sheet's additions and changes."""
        return (*self.added, *(after for _, after in self.changed))

    def less(self, put: Iterable[Record]) -> Incoming:
        """
        Give what really came in, where somebody else had brought some of it meanwhile.

        Args:
            put: the records that were written; those that are not among them were there just so.
        """
        written = {record.id for record in put}
        added = tuple(record for record in self.added if record.id in written)
        changed = tuple(pair for pair in self.changed if pair[1].id in written)
        return evolve(self, added=added, changed=changed, unchanged=self.unchanged + len(self.put) - len(added) - len(changed))


def incoming(kind: str, sheet: FilledSheet, programme: Programme, dialect: Dialect = NOTHING_SAID, *, update: bool = False) -> Incoming:
    """
    Read a filled sheet and compare it with a programme (fr: *lire une feuille remplie*).

    Args:
        kind: what is filled in: ``missions``, ``experts``, ``institutions``, ``expenditure``, ``readings``.
        sheet: its rows as they stand in the file.
        programme: where the records are to go; references are looked up in it and in the sheet.
        dialect: how days and decimals are written, where the sheet does not say itself.
        update: true when records that are there may be changed.

    Raises:
        UsageError: No such kind (`import-unknown-kind`).
        InputError: All that is wrong with all the rows; nothing is half taken. Or the sheet was written from a state that this programme
            never had, or no longer knows (`sheet-of-another-past`).

    .. versionadded:: 0.1
    """
    about = import_named(kind)
    asked = correcting(form(kind, programme)) if update else form(kind, programme)
    read = headed(sheet, asked, dialect)
    base = _base(read.journal, programme, sheet.place(1, None))
    reader = RowReader(
        about, {at: (column, reader_of(column, read.dialect)) for at, column in read.columns.items()}, sheet.place, programme, base
    )
    try:
        for number, cells in read.rows:
            reader.read(number, cells, update=update)
    except InputError as error:  # the file breaks off here; what stood before is told too
        raise InputError(*reader.problems, *error.problems) from None
    reader.finish()
    if reader.problems:
        raise InputError(*reader.problems)
    if not reader.made:
        raise InputError(NOTHING_TYPED.at(sheet.place(1, None)))
    return _compared(about, reader.made, base)


def _base(journal: str, programme: Programme, place: str) -> Programme:
    try:
        return state_of(journal, programme)
    except StoreError as error:
        raise InputError(OTHER_PAST.at(place, journal)) from error


def _compared(about: Import, made: Sequence[Record], programme: Programme) -> Incoming:
    added, changed, unchanged = [], [], 0
    for record in made:
        before = programme.find(about.collection, record.id)
        if before is None:
            added.append(record)
        elif before == record:
            unchanged += 1
        else:
            changed.append((before, record))
    return Incoming(about.name, tuple(added), tuple(changed), unchanged, head_of(programme))


def changes(before: Record, after: Record) -> Iterator[tuple[str, Any, Any]]:
    """
    Give each column in which two records differ, with both values as plain rows hold them.

    >>> from tokten_core.model.expert import Expert
    >>> sidi = Expert(id="E1", name="Sidi", country="FR")
    >>> [*changes(sidi, Expert(id="E1", name="Sidi", country="SN"))]
    [('country', 'FR', 'SN')]
    """
    old, new = to_row(before), to_row(after)
    yield from (
        (column.name, old[column.name], new[column.name])
        for column in columns(kind_of(after.collection))
        if old[column.name] != new[column.name]
    )
