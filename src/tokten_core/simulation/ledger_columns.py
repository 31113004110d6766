"""
A ledger in columns: exact totals of a million entries by donor, year, line, or whatever else tells entries apart.

An amount is a whole number of minor units in a column of 64 bits; donor, year and line are keys, columns of codes. A total by several keys
numbers their combinations and adds each amount to its own: `numpy.add.at` adds whole numbers as whole numbers, where the weights of
`numpy.bincount` are floats, exact below 2^53 only. Where the largest amount times the number of entries could leave 64 bits, upper and lower
halves are added apart and put together again; a total that does not fit is refused. Entries of an unknown donor or line are a group of
their own, and no currency is added to another.

Whoever has records takes `ledger_columns`; whoever has codes makes the columns of them as they are:

>>> import numpy as np
>>> donors = Key(labels=("ce", "scac"), codes=np.array([0, 1, 0, UNKNOWN_CODE]))
>>> ledger = LedgerColumns(units=np.array([100, 20, 3, 4]), keys={"donor": donors}, currency="XOF")
>>> for row in ledger.totals("donor").rows():
...     print(row.labels, row.amount, row.entries)
{'donor': 'ce'} 103 XOF 2
{'donor': 'scac'} 20 XOF 1
{'donor': None} 4 XOF 1
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from tokten_core.errors import InputError, Kind, Problem
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.model.programme import Programme
from tokten_core.money import minor_units
from tokten_core.simulation.ledger_keys import UNKNOWN_CODE, Groups, Key, column_problem, key_named, number_groups
from tokten_core.simulation.ledger_totals import LedgerTotals, exact_sums
from tokten_core.terms import TERMS
from tokten_core.text import Text, same

__all__ = ["UNKNOWN_CODE", "Key", "LedgerColumns", "LedgerTotals", "ledger_columns"]

CURRENCY: Final = "currency"

COLUMN_LENGTH = Kind(
    "ledger-column-length",
    says=Text(en="{value} codes beside {entries} amounts", fr="{value} codes pour {entries} montants"),
    allowed=Text(en="one code for each amount", fr="un code par montant"),
    remedy=Text(en="Give columns of the same entries.", fr="Donnez des colonnes portant sur les mêmes écritures."),
)
CURRENCY_MISSING = Kind(
    "ledger-currency-missing",
    says=Text(en="{value} amounts have no currency", fr="{value} montants n'ont pas de monnaie"),
    allowed=Text(en="a currency for each amount", fr="une monnaie pour chaque montant"),
    remedy=Text(en="Give each amount its currency.", fr="Donnez à chaque montant sa monnaie."),
)
TOTAL_TOO_LARGE = Kind(
    "ledger-total-too-large",
    says=Text(en="{value} does not fit into 64 bits", fr="{value} ne tient pas sur 64 bits"),
    allowed=Text(en="a total of less than 2^63 minor units", fr="un total de moins de 2^63 plus petites unités"),
    remedy=Text(
        en="Correct the amounts, or total fewer entries at once.", fr="Corrigez les montants, ou totalisez moins d'écritures à la fois."
    ),
)


@frozen(eq=False)
class LedgerColumns:
    """
    Many ledger entries, one column for each thing known of them (fr: *grand livre en colonnes*).

    Attributes:
        units: the amounts, whole minor units of their currency.
        keys: what tells entries apart, by name: ``donor``, ``year``, ``budget_line``...
        currency: ISO 4217 code of all amounts; a key whose labels are such codes where there are several currencies.

    Raises:
        InputError: The amounts are no column of whole numbers, a key is longer or shorter than they are, or an amount has no currency
            (`ledger-column-not-whole`, `ledger-column-length`, `ledger-currency-missing`); all are told.

    The arrays are kept, not copied: leave them as they are afterwards.

    .. versionadded:: 0.1
    """

    units: NDArray[Any] = field(converter=np.asarray)
    keys: Mapping[str, Key]
    currency: str | Key
    _grouped: dict[tuple[str, ...], Groups] = field(init=False, repr=False, factory=dict)  # asking again costs one pass

    def __attrs_post_init__(self) -> None:
        problems = list(self._problems())
        if problems:
            raise InputError(*problems)
        object.__setattr__(self, "units", self.units.astype(np.int64, copy=False))  # the class is frozen

    def _problems(self) -> Iterator[Problem]:
        not_whole = column_problem("units", self.units)
        if not_whole is not None:
            yield not_whole
        entries = self.units.size
        for name, key in {**self._currency_key(), **self.keys}.items():
            if len(key.codes) != entries:
                yield COLUMN_LENGTH.at(name, len(key.codes), entries=entries)
        for name, key in self._currency_key().items():
            missing = np.count_nonzero(key.codes == UNKNOWN_CODE)
            if missing:
                yield CURRENCY_MISSING.at(name, int(missing))

    def _currency_key(self) -> dict[str, Key]:
        """Give the key of the currencies by its name; nothing where there is one currency."""
        return {} if isinstance(self.currency, str) else {CURRENCY: self.currency}

    def totals(self, *by: str) -> LedgerTotals:
        """
        Add up the amounts by some keys, exactly (fr: *totaliser*); each currency apart.

        Args:
            *by: names of keys, in the order in which the totals are told; none for one total of all.

        Raises:
            UsageError: There is no such key (`ledger-key-unknown`).
            InputError: A total does not fit into 64 bits (`ledger-total-too-large`); each one is told.

        >>> import numpy as np
        >>> years = Key(labels=("2008/2009", "2009/2010"), codes=np.array([0, 1, 1]))
        >>> ledger = LedgerColumns(units=np.array([2**62, 7, -2]), keys={"year": years}, currency="XOF")
        >>> ledger.totals("year").amount("XOF", year="2009/2010")
        Money('5', 'XOF')

        .. versionadded:: 0.1
        """
        keys = {name: key_named(self.keys, name) for name in by}
        groups = self._groups(keys)
        sums, too_large = exact_sums(self.units, groups, self._largest)
        totals = LedgerTotals(keys, self.currency, groups, sums)
        if len(too_large):
            raise InputError(
                *(TOTAL_TOO_LARGE.at(f"totals[{totals.named(number)}]", self._whole_sum(groups, number)) for number in too_large)
            )
        return totals

    def _groups(self, keys: Mapping[str, Key]) -> Groups:
        names = tuple(keys)
        if names not in self._grouped:
            self._grouped[names] = number_groups([*self._currency_key().values(), *keys.values()], len(self.units))
        return self._grouped[names]

    @cached_property
    def _largest(self) -> int:
        """The largest size of an amount."""
        return max(-int(self.units.min()), int(self.units.max()), 0) if len(self.units) else 0

    def _whole_sum(self, groups: Groups, number: int) -> int:
        return sum(self.units[groups.group % groups.size == number].tolist())

    def only(self, **wanted: Iterable[str | None]) -> LedgerColumns:
        """
        Keep the entries with some labels (fr: *filtrer*): payments without promises, one donor, some years.

        Args:
            **wanted: for each key, the labels that are kept; None among them keeps the unknown.

        Raises:
            UsageError: There is no such key, or no such label (`ledger-key-unknown`, `ledger-label-unknown`).

        >>> import numpy as np
        >>> kinds = Key(labels=("expenditure", "commitment"), codes=np.array([0, 1, 0]))
        >>> LedgerColumns(np.array([1, 2, 4]), {"kind": kinds}, "XOF").only(kind=["expenditure"]).units.tolist()
        [1, 4]

        .. versionadded:: 0.1
        """
        kept = np.ones(len(self.units), dtype=bool)
        for name, labels in wanted.items():
            key = key_named(self.keys, name)
            flags = np.zeros(key.size, dtype=bool)
            flags[[place - 1 for place in key.places_of(name, labels)]] = True  # the unknown, -1, is the last
            kept &= flags[key.codes]
        currency = self.currency if isinstance(self.currency, str) else self.currency.kept(kept)
        return LedgerColumns(self.units[kept], {name: key.kept(kept) for name, key in self.keys.items()}, currency)


def ledger_columns(programme: Programme, entries: Iterable[LedgerEntry] | None = None) -> LedgerColumns:
    """
    Put ledger entries into columns, with what their budget lines say of them (fr: *mettre le grand livre en colonnes*).

    Args:
        programme: the programme whose budget lines, sources and donors the entries name.
        entries: the entries; None for the programme's own ledger.

    Returns:
        Columns with the keys ``donor``, ``funding_source``, ``year``, ``item``, ``budget_line`` and ``kind``. An entry on a line that
        the programme does not have keeps its line; its donor, source, year and item are unknown.

    >>> from tokten_core.plugins import load_pack
    >>> ledger = ledger_columns(load_pack("mali").programme())
    >>> paid = ledger.only(kind=["expenditure", "clearing"])
    >>> [row.labels["funding_source"] for row in paid.totals("funding_source").rows()]
    ['ce', 'pnud', 'scac', 'bsi']

    .. versionadded:: 0.1
    """
    chosen = list(programme.ledger if entries is None else entries)
    units = [minor_units(entry.amount) for entry in chosen]
    return LedgerColumns(np.array(units, dtype=np.int64), _keys(programme, chosen), Key.of(entry.amount.currency.code for entry in chosen))


def _keys(programme: Programme, entries: list[LedgerEntry]) -> dict[str, Key]:
    """Read each key off the entry or off its budget line; labels stand in the order of the records."""
    donors = {source.id: source.donor for source in programme.funding_sources}
    of_lines = {
        line.id: {"donor": donors[line.funding_source], "funding_source": line.funding_source, "year": line.year, "item": line.item}
        for line in programme.budget_lines
    }
    nothing_known: dict[str, str] = {}
    about = [of_lines.get(entry.budget_line, nothing_known) for entry in entries]
    return {
        "donor": Key.of((facts.get("donor") for facts in about), {donor.id: donor.name for donor in programme.donors}),
        "funding_source": Key.of(
            (facts.get("funding_source") for facts in about), {source.id: source.label for source in programme.funding_sources}
        ),
        "year": Key.of((facts.get("year") for facts in about), {year: same(year) for year in programme.card.years}),
        "item": Key.of((facts.get("item") for facts in about), {item.id: item.label for item in programme.budget_items}),
        "budget_line": Key.of((entry.budget_line for entry in entries), {line: same(line) for line in of_lines}),
        "kind": Key.of((entry.kind.value for entry in entries), {kind.value: TERMS[kind.value].label for kind in EntryKind}),
    }
