"""What is asked of a programme: one change by one person for one reason, made up since some head of the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypeAlias

from attrs import field, frozen

from tokten_core.errors import InputError, Kind, Problem
from tokten_core.model.programme import Programme
from tokten_core.records import Record
from tokten_core.text import Text

__all__ = ["OWN", "Head", "Key", "Work", "head_of", "named"]

Key: TypeAlias = tuple[str, str]
"""A record's collection and identifier."""
OWN = frozenset({"journal", "history"})
"""What commits write and works may not touch."""

WRITTEN_TWICE = Kind(
    "work-touches-twice",
    says=Text(en="{value} is touched twice by one work", fr="{value} est touché deux fois par un même travail"),
    allowed=Text(en="each record once", fr="chaque enregistrement une seule fois"),
    remedy=Text(en="Keep one of the two, or make two works.", fr="Gardez l'un des deux, ou faites deux travaux."),
)
NOT_TO_BE_TOUCHED = Kind(
    "work-touches-journal",
    says=Text(en="a work writes into {value}", fr="un travail écrit dans {value}"),
    allowed=Text(en="any other kind of record; the journal and the past are written by the commit itself",
                 fr="tout autre genre d'enregistrement ; le journal et le passé s'écrivent d'eux-mêmes"),
    remedy=Text(en="Take it out of the work.", fr="Retirez-le du travail."),
)  # fmt: skip


def _records(given: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(given)


def _keys(given: Iterable[Key]) -> tuple[Key, ...]:
    return tuple(given)


@frozen(kw_only=True)
class Work:
    """
    One change to a programme (fr: *travail*), to be committed whole or not at all.

    Attributes:
        at: the moment, with its zone.
        who: the person or office, as it calls itself.
        what: what is done, in a few words.
        why: the reason given.
        put: records that are new, or that take the place of the one of their kind and identifier.
        remove: records to take out, by collection and identifier.
        forget: whose personal values go for good: a revision that is kept, which is blanked; a record that is put, whose state before this
            change is kept without them.

    Raises:
        InputError: A record is touched twice, or one of the journal is.

    .. versionadded:: 0.1
    """

    at: dt.datetime
    who: str
    what: str
    why: str = ""
    put: tuple[Record, ...] = field(default=(), converter=_records)
    remove: tuple[Key, ...] = field(default=(), converter=_keys)
    forget: tuple[Key, ...] = field(default=(), converter=_keys)

    def __attrs_post_init__(self) -> None:
        seen: set[Key] = set()
        problems: list[Problem] = []
        for key in self.keys:
            if key[0] in OWN:
                problems.append(NOT_TO_BE_TOUCHED.at(named(key), key[0]))
            if key in seen:
                problems.append(WRITTEN_TWICE.at(named(key), named(key)))
            seen.add(key)
        if problems:
            raise InputError(*problems)

    @property
    def keys(self) -> list[Key]:
        """What is touched, as collection and identifier."""
        return [*((record.collection, record.id) for record in self.put), *self.remove]


@frozen
class Head:
    """
    Where a programme's journal stands (fr: *tête du journal*); two programmes with one head have had the same life.

    Attributes:
        entries: how many entries there are.
        hash: the hash of the last; empty where there is none.
    """

    entries: int
    hash: str


def head_of(programme: Programme) -> Head:
    """Say where a programme's journal stands."""
    return Head(len(programme.journal), programme.journal[-1].hash if programme.journal else "")


def named(key: Key) -> str:
    """Name a record as the journal does: ``missions/M1``."""
    return "/".join(key)
