"""
Sheets that hold what is there already, for people to correct and take back.

Such a sheet is the form of its kind with a row for each record, as a person would have typed it; taken back as it is, it changes nothing. Only the
identifier must stand in a row: what a sheet has no column for stays as it is in the programme. So the columns that say who a person is stay out,
unless somebody asks for them.

It also says which state of the programme it shows. What comes back is compared with that state: what was typed into it is a change, what
others wrote since is not undone.

>>> from tokten_core.testing.examples import a_small_programme
>>> experts = filled_form("experts", a_small_programme())
>>> [column.key for column in experts.columns if column.required], "name" in [column.key for column in experts.columns]
(['id'], False)
>>> experts.rows[0][:3]
('E2', None, 'FR')
"""

from __future__ import annotations

import json
from typing import Any, Final

from attrs import evolve

from tokten_core.convert import to_row
from tokten_core.history import Head, as_at, head_of
from tokten_core.model.programme import Programme
from tokten_core.money import Money
from tokten_core.records import Record
from tokten_core.services.import_forms import Import, form, import_named
from tokten_core.sheets import Form, FormColumn, LeftOut
from tokten_core.text import Text

__all__ = ["correcting", "filled_form", "state_of"]

WHO_IT_IS: Final = Text(
    en="what says who a person is stays out of a filled sheet unless --names asks for it; what is there stays",
    fr="ce qui dit qui est une personne ne figure dans une feuille remplie que si --names le demande ; ce qui est là reste",
)
BACK: Final = Text(
    en="The rows are what the programme holds today. Correct them and take the sheet back with --update; rows may be taken out, nothing is deleted.",
    fr="Les lignes sont ce que contient le programme aujourd'hui. Corrigez, puis reprenez la feuille avec --update ; on peut retirer des lignes, "
    "rien n'est effacé.",
)
_APART: Final = frozenset(";[\n")
"""What cannot stand in an identifier that is set apart from others by semicolons."""


def correcting(asked: Form) -> Form:
    """
    Give a form as it is for correcting what is there: only what names a record must stand in a sheet (fr: *feuille de correction*).

    Args:
        asked: the form of new records.
    """
    named_by = {"id", *import_named(asked.kind).name_of}
    columns = tuple(evolve(column, required=column.required and column.key in named_by) for column in asked.columns)
    return evolve(asked, columns=columns)


def filled_form(kind: str, programme: Programme, *, names: bool = False) -> Form:
    """
    Give the form of a sheet with the records that are there (fr: *feuille remplie*).

    Args:
        kind: what it holds: ``missions``, ``experts``, ``institutions``, ``expenditure``, ``readings``.
        programme: whose records, and whose lists to choose from.
        names: true to have the columns that say who a person is, and names in the lists.

    Raises:
        UsageError: No such kind (`import-unknown-kind`).

    .. versionadded:: 0.1
    """
    about, asked = import_named(kind), correcting(form(kind, programme, names=names))
    hidden = [column for column in asked.columns if column.column.fact.personal and not names]
    shown = tuple(column for column in asked.columns if column not in hidden)
    records = [record for record in programme.records(about.collection) if _is_of(about, record)]
    return evolve(
        asked,
        columns=shown,
        left_out=(*asked.left_out, *(LeftOut(column.column, WHO_IT_IS) for column in hidden)),
        about=(*asked.about, BACK),
        rows=tuple(_row(shown, record) for record in records),
        journal=_said(head_of(programme)),
    )


def state_of(journal: str, programme: Programme) -> Programme:
    """
    Give the programme as it stood when the rows of a sheet were taken from it (fr: *état d'où vient une feuille*).

    Args:
        journal: what the sheet declares; empty for the programme as it stands.
        programme: as it stands now.

    Raises:
        StoreError: It never stood so, or that is no longer known (`past-not-known`).
    """
    if not journal:
        return programme
    entries, _, mark = journal.partition(" ")
    return as_at(programme, Head(int(entries), mark))


def _said(head: Head) -> str:
    return f"{head.entries} {head.hash}" if head.entries else ""


def _is_of(about: Import, record: Record) -> bool:
    """Tell whether a record is of the kind that the sheet holds: of the ledger, an expenditure."""
    return all(getattr(record, name) == value for name, value in about.fixed.items())


def _row(columns: tuple[FormColumn, ...], record: Record) -> tuple[Any, ...]:
    plain = to_row(record)
    return tuple(_typed(column, plain[column.key], record) for column in columns)


def _typed(column: FormColumn, value: Any, record: Record) -> Any:
    """Give a value as a person types it: an amount in whole units, several codes with semicolons, nothing for what is empty."""
    fact = column.column.fact
    if value is None or value in ("", []):
        return None
    if fact.type is Money and not column.column.part:
        return getattr(record, fact.name).amount
    if column.column.type == "array":
        return json.dumps(value, ensure_ascii=False) if any(_APART & set(part) for part in value) else "; ".join(value)
    return value
