"""
What tells ledger entries apart: a column of codes with what they stand for, and the numbered combinations of several.

An entry whose donor, year or line nobody knows has the code -1; it is a group of its own, never left out. Inside, the unknown stands first:
the *place* of a label is its code and one more, so that a combination of keys is numbered by multiplying and adding. Where there would be
more combinations than entries, those that occur are numbered.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from tokten_core.errors import InputError, Kind, Problem, UsageError, did_you_mean
from tokten_core.text import Text

__all__ = ["UNKNOWN_CODE", "Groups", "Key", "Numbers", "column_problem", "key_named", "number_groups"]

Numbers: TypeAlias = NDArray[np.int64]
UNKNOWN_CODE: Final = -1
"""The code of an entry whose donor, year or line nobody knows."""

COLUMN_NOT_WHOLE = Kind(
    "ledger-column-not-whole",
    says=Text(en="a column of {value} in {dimensions} dimension(s)", fr="une colonne de {value} en {dimensions} dimension(s)"),
    allowed=Text(en="one column of whole numbers of at most 64 bits", fr="une seule colonne de nombres entiers d'au plus 64 bits"),
    remedy=Text(
        en="Give amounts in whole minor units, and codes as whole numbers.",
        fr="Donnez les montants en plus petites unités entières, et les codes en nombres entiers.",
    ),
)
CODE_WITHOUT_LABEL = Kind(
    "ledger-code-without-label",
    says=Text(en="the code {value} stands for nothing", fr="le code {value} ne désigne rien"),
    allowed=Text(en="from 0 to {greatest}, or -1 where nobody knows", fr="de 0 à {greatest}, ou -1 là où personne ne sait"),
    remedy=Text(en="Correct the code, or give its label.", fr="Corrigez le code, ou donnez son libellé."),
)
LABEL_TWICE = Kind(
    "ledger-label-twice",
    says=Text(en="the label {value} has two codes", fr="le libellé {value} a deux codes"),
    allowed=Text(en="each label once", fr="chaque libellé une seule fois"),
    remedy=Text(en="Give both the same code.", fr="Donnez aux deux le même code."),
)
LABEL_UNKNOWN = Kind(
    "ledger-label-unknown",
    says=Text(en="no code stands for {value}", fr="aucun code ne désigne {value}"),
    allowed=Text(en="a label of the key {key}", fr="un libellé du critère {key}"),
    remedy=Text(en="Correct the label{guess}.", fr="Corrigez le libellé{guess}."),
)
KEY_UNKNOWN = Kind(
    "ledger-key-unknown",
    says=Text(en="there is no key called {value}", fr="il n'y a pas de critère nommé {value}"),
    allowed=Text(en="{names}", fr="{names}"),
    remedy=Text(en="Correct the name{guess}.", fr="Corrigez le nom{guess}."),
)


def column_problem(place: str, column: NDArray[Any]) -> Problem | None:
    """Tell of a column that does not hold whole numbers: floats, truth values, objects, more than 64 bits, a table."""
    if column.ndim == 1 and np.can_cast(column.dtype, np.int64) and column.dtype.kind in "iu":
        return None
    return COLUMN_NOT_WHOLE.at(place, column.dtype, dimensions=column.ndim)


def _strays(codes: NDArray[Any], labels: int) -> list[int]:
    """Give the least and the greatest code where they stand for nothing."""
    if not len(codes) or codes.view(f"u{codes.itemsize}").max() < labels:  # one pass: below zero looks huge without its sign
        return []
    return [code for code in sorted({int(codes.min()), int(codes.max())}) if not UNKNOWN_CODE <= code < labels]


def _in_order(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(labels)


@frozen(eq=False)
class Key:
    """
    What tells entries apart: their donor, their year, their line (fr: *critère*).

    Attributes:
        labels: what the codes stand for, the first for code 0; each once.
        codes: one whole number for each entry; -1 where nobody knows.
        words: what a person calls a label; one without words is shown as it is.

    Raises:
        InputError: The codes are no column of whole numbers (`ledger-column-not-whole`), the least or the greatest has no label
            (`ledger-code-without-label`), or a label stands twice (`ledger-label-twice`).

    .. versionadded:: 0.1
    """

    labels: tuple[str, ...] = field(converter=_in_order)
    codes: NDArray[Any] = field(converter=np.asarray)
    words: Mapping[str, Text] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        problems = list(self._problems())
        if problems:
            raise InputError(*problems)

    def _problems(self) -> Iterator[Problem]:
        not_whole = column_problem("codes", self.codes)
        if not_whole is not None:
            yield not_whole
            return
        for code in _strays(self.codes, len(self.labels)):
            yield CODE_WITHOUT_LABEL.at("codes", code, greatest=len(self.labels) - 1)
        if len(set(self.labels)) < len(self.labels):
            yield from (LABEL_TWICE.at("labels", label) for label, times in Counter(self.labels).items() if times > 1)

    @classmethod
    def of(cls, values: Iterable[str | None], words: Mapping[str, Text] | None = None) -> Key:
        """
        Give each entry the code of its value; None is unknown.

        Args:
            values: the value of each entry.
            words: what a person calls the labels, which come in this order; further values follow as they first occur.

        >>> Key.of(["ce", None, "scac", "ce"]).codes.tolist()
        [0, -1, 1, 0]
        """
        numbers = {label: number for number, label in enumerate(words or ())}
        codes = [UNKNOWN_CODE if value is None else numbers.setdefault(value, len(numbers)) for value in values]
        return cls(tuple(numbers), np.array(codes, dtype=np.int32), words or {})

    def kept(self, entries: NDArray[np.bool_]) -> Key:
        """Keep the codes of some entries; the labels stay."""
        return Key(self.labels, self.codes[entries], self.words)

    @property
    def size(self) -> int:
        """How many labels there are, the unknown counted."""
        return len(self.labels) + 1

    def label_at(self, place: int) -> str | None:
        """Give the label of a place; None for the unknown."""
        return self.labels[place - 1] if place else None

    def places_of(self, name: str, labels: Iterable[str | None]) -> list[int]:
        """
        Give the places of labels; None is the unknown.

        Raises:
            UsageError: There is no such label (`ledger-label-unknown`); each one is told.
        """
        wanted = list(labels)
        strays = [label for label in wanted if label is not None and label not in self._places_by_label]
        if strays:
            guesses = ((label, did_you_mean(label, self.labels)) for label in strays)
            raise UsageError(*(LABEL_UNKNOWN.at(name, label, key=name, guess=guess) for label, guess in guesses))
        return [0 if label is None else self._places_by_label[label] for label in wanted]

    @cached_property
    def _places_by_label(self) -> dict[str, int]:
        return {label: place for place, label in enumerate(self.labels, start=1)}


def key_named(keys: Mapping[str, Key], name: str) -> Key:
    """
    Give a key by its name.

    Raises:
        UsageError: There is none (`ledger-key-unknown`).
    """
    if name not in keys:
        raise UsageError(KEY_UNKNOWN.at("keys", name, names=", ".join(keys) or "—", guess=did_you_mean(name, keys)))
    return keys[name]


@frozen(eq=False)
class Groups:
    """
    The combinations of some keys, numbered.

    Attributes:
        group: for each entry, the number of its combination; -1 is the last, as in any index.
        places: for each key, the place of the label of each combination.
        size: how many combinations have a number.
    """

    group: NDArray[np.intp]
    places: tuple[NDArray[np.intp], ...]
    size: int

    @cached_property
    def entries(self) -> NDArray[np.intp]:
        """How many entries each combination has; none where it does not occur."""
        counts = np.zeros(self.size, dtype=np.intp)
        np.add.at(counts, self.group, 1)
        return counts


def number_groups(keys: Sequence[Key], entries: int) -> Groups:
    """Give each combination of keys a number, in the order of their places, the first key leading; no keys give one group of all."""
    sizes = [key.size for key in keys]
    size = math.prod(sizes)
    if len(keys) == 1:  # the codes themselves: -1, the unknown, is the last
        return Groups(keys[0].codes.astype(np.intp, copy=False), (np.roll(np.arange(size), -1),), size)
    if size > max(entries, _FEW):
        return _numbered_as_they_occur(keys)
    places = np.unravel_index(np.arange(size), sizes) if keys else ()
    return Groups(_all_numbered(keys, entries), places, size)


def _all_numbered(keys: Sequence[Key], entries: int) -> NDArray[np.intp]:
    """Give each entry's combination a number, whether others occur or not, block by block, to keep what is on the way near the processor."""
    group = np.zeros(entries, dtype=np.intp)
    room = np.empty((2, min(entries, _BLOCK)), dtype=np.int32)
    steps = [math.prod(key.size for key in keys[number + 1 :]) for number in range(len(keys))]
    for start in range(0, entries if keys else 0, _BLOCK):
        part = group[start : start + _BLOCK]
        number, codes = room[:, : len(part)]
        number.fill(sum(steps))  # a place is a code and one more
        for key, step in zip(keys, steps, strict=True):
            codes[...] = key.codes[start : start + _BLOCK]
            codes *= step
            number += codes
        part[...] = number
    return group


def _numbered_as_they_occur(keys: Sequence[Key]) -> Groups:
    """Give numbers to the combinations that occur, one key more at a time."""
    group = np.zeros(len(keys[0].codes), dtype=np.intp)
    places: list[NDArray[np.intp]] = []
    numbers = np.zeros(1, dtype=np.intp)
    for key in keys:
        numbers, group = np.unique(group * key.size + (key.codes.astype(np.intp) + 1), return_inverse=True)
        places = [known[numbers // key.size] for known in places] + [numbers % key.size]
    return Groups(group, tuple(places), len(numbers))


_FEW = 1 << 16
"""So many combinations are numbered whether they occur or not: that costs less than sorting the entries."""
_BLOCK = 1 << 17
