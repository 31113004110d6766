"""The totals of a ledger: exact, by the keys that were asked for, each currency apart; as columns, as rows, and as a table for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from tokten_core.content import UNKNOWN, Cell, Column, Table, line
from tokten_core.content import total as total_row
from tokten_core.money import Money, money_of
from tokten_core.simulation.ledger_keys import Groups, Key, Numbers, key_named
from tokten_core.terms import FIELD_LABELS
from tokten_core.text import Text, same, say

__all__ = ["LedgerTotal", "LedgerTotals", "exact_sums"]

_HALF: Final = 32
"""Bits of the lower half of an amount."""
_LARGEST: Final = np.iinfo(np.int64).max
TOTAL: Final = Text(en="Total", fr="Total")
NO_CAPTION: Final = Text(en="", fr="")


def exact_sums(units: Numbers, groups: Groups, largest: int) -> tuple[Numbers, NDArray[np.intp]]:
    """
    Add whole numbers by group, exactly.

    Args:
        units: the numbers.
        groups: the group of each.
        largest: the largest size of any of them.

    Returns:
        The sum of each group, and the numbers of the groups whose sum does not fit into 64 bits.
    """
    sums = np.zeros(groups.size, dtype=np.int64)
    if largest * len(units) <= _LARGEST:  # no sum on the way can leave 64 bits
        np.add.at(sums, groups.group, units)
        return sums, np.zeros(0, dtype=np.intp)
    low = np.zeros_like(sums)  # fewer than 2^31 halves of 32 bits: neither sum can leave 64 bits
    np.add.at(sums, groups.group, units >> _HALF)
    np.add.at(low, groups.group, units & ((1 << _HALF) - 1))
    sums += low >> _HALF
    too_large = np.flatnonzero((sums < -(1 << _HALF - 1)) | (sums >= 1 << _HALF - 1))
    return (sums << _HALF) | (low & ((1 << _HALF) - 1)), too_large


@frozen
class LedgerTotal:
    """
    One total (fr: *total*).

    Attributes:
        labels: what it is the total of, by key; None where nobody knows.
        amount: the exact total, in its currency.
        entries: how many entries it adds up, one at least: entries that cancel out give zero, no entries give no total.
    """

    labels: Mapping[str, str | None]
    amount: Money
    entries: int


@frozen(eq=False)
class LedgerTotals:
    """
    Totals of a ledger by some keys (fr: *totaux du grand livre*).

    Attributes:
        keys: the keys by name, in the order asked for.
        currencies: the currencies of the ledger.

    .. versionadded:: 0.1
    """

    keys: Mapping[str, Key]
    currencies: Key | str
    _groups: Groups
    _sums: Numbers

    @cached_property
    def _occurring(self) -> NDArray[np.intp]:
        """The groups that have entries, in the order in which people read them: the unknown comes last."""
        found = np.flatnonzero(self._groups.entries)
        ranks = [np.where(places[found] == 0, _LARGEST, places[found]) for places in self._groups.places]
        return found[np.lexsort(ranks[::-1])] if ranks else found

    @property
    def units(self) -> Numbers:
        """The totals, whole minor units, of the groups that have entries; ``entries`` and ``codes`` stand beside them."""
        return self._sums[self._occurring]

    @property
    def entries(self) -> NDArray[np.intp]:
        """How many entries each total adds up."""
        return self._groups.entries[self._occurring]

    def codes(self, name: str) -> NDArray[np.intp]:
        """Give, for each total, its code in a key; -1 where nobody knows."""
        first = len(self._groups.places) - len(self.keys)  # the currency leads where there are several
        return self._groups.places[first + list(self.keys).index(name)][self._occurring] - 1

    def rows(self) -> Iterator[LedgerTotal]:
        """Give each total with its labels: by currency, then in the order of the labels of each key, the unknown last."""
        columns = [[key.label_at(code + 1) for code in self.codes(name).tolist()] for name, key in self.keys.items()]
        numbers = (self._currency_codes(), self.units.tolist(), self.entries.tolist())
        for index, (code, units, entries) in enumerate(zip(*numbers, strict=True)):
            yield LedgerTotal(
                {name: column[index] for name, column in zip(self.keys, columns, strict=True)}, money_of(units, code), entries
            )

    def named(self, number: int) -> str:
        """Name a combination by its labels, for an error."""
        keys = [*([] if isinstance(self.currencies, str) else [self.currencies]), *self.keys.values()]
        places = [int(places[number]) for places in self._groups.places]
        return ", ".join(str(say(key.label_at(place) or UNKNOWN.value, "en")) for key, place in zip(keys, places, strict=True))

    def _currency_codes(self) -> list[str]:
        if isinstance(self.currencies, str):
            return [self.currencies] * len(self._occurring)
        return [self.currencies.labels[place - 1] for place in self._groups.places[0][self._occurring].tolist()]

    def amount(self, currency: str, **labels: str | None) -> Money:
        """
        Add up the totals of one currency that have some labels; none give zero: no entry, nothing moved.

        Args:
            currency: ISO 4217 code.
            **labels: the label of each key that must fit; None for the unknown.

        Raises:
            UsageError: No such key was asked for, or it has no such label (`ledger-key-unknown`, `ledger-label-unknown`).
        """
        fits = np.ones(len(self._occurring), dtype=bool)
        for name, label in labels.items():
            (place,) = key_named(self.keys, name).places_of(name, [label])
            fits &= self.codes(name) == place - 1
        each = zip(self._currency_codes(), self.units.tolist(), fits.tolist(), strict=True)
        return money_of(sum(units for code, units, counts in each if counts and code == currency), currency)

    def table(self, caption: Text = NO_CAPTION) -> Table:
        """
        Lay the totals out for people (fr: *tableau*): a row for each combination of labels, an amount column for each currency, a total.

        Args:
            caption: what it shows; may be empty.
        """
        names = list(self.keys)
        headings = [Column(name, _capital(FIELD_LABELS.get(name, same(name)))) for name in names]
        codes = sorted(set(self._currency_codes()))
        rows = [line(f"row-{number}", **cells) for number, cells in enumerate(self._cells(), start=1)]
        amounts = [Column(f"amount-{code}", _capital(FIELD_LABELS["amount"]) + same(f" ({code})"), "money", code) for code in codes]
        words = {names[0]: TOTAL} if names else {}
        last = total_row("total", [row.key for row in rows], *(column.key for column in amounts), **words)
        return Table("ledger-totals", (*headings, *amounts), (*rows, last), caption)

    def _cells(self) -> Iterator[dict[str, Cell]]:
        """Give the cells of each combination of labels, the amounts of all currencies together."""
        together: dict[tuple[str | None, ...], dict[str, Cell]] = {}
        for row in self.rows():
            cells = together.setdefault(tuple(row.labels.values()), {name: self._said(name, label) for name, label in row.labels.items()})
            cells[f"amount-{row.amount.currency.code}"] = row.amount
        yield from together.values()

    def _said(self, name: str, label: str | None) -> Cell:
        return UNKNOWN if label is None else self.keys[name].words.get(label, label)


def _capital(words: Text) -> Text:
    return Text(en=words.en[:1].upper() + words.en[1:], fr=words.fr[:1].upper() + words.fr[1:])
