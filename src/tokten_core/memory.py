"""
A store that lives as long as the process: the model that every other store must equal.

Its address is ``memory:`` with an optional name (``memory:draft``). Stores opened from one opener under one name are the same store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from tokten_core.errors import StoreError
from tokten_core.history import Head, Work, applied, head_of
from tokten_core.merging import refuse_if_moved
from tokten_core.model.programme import Programme
from tokten_core.ports import Gap
from tokten_core.queries import Group, Query, groups, records
from tokten_core.records import Record
from tokten_core.stores import STORE_EXISTS, STORE_NOT_FOUND, without_secrets
from tokten_core.text import Text

__all__ = ["MemoryStore", "MemoryStores"]

IN_MEMORY = Gap(Text(en="what is kept ends with the process", fr="ce qui est conservé disparaît avec le processus"), for_good=True)


@frozen(eq=False)
class MemoryStore:
    """
    A programme kept in memory (fr: *stockage en mémoire*).

    Attributes:
        address: ``memory:`` and its name.
    """

    address: str
    _kept: dict[str, Programme] = field(factory=dict)

    @property
    def gaps(self) -> Mapping[str, Gap]:
        """Give what it cannot do: nothing is kept after the process ends, and that is what it is for."""
        return {"durable": IN_MEMORY, "files": IN_MEMORY}

    def exists(self) -> bool:
        """Tell whether a programme is kept here."""
        return self.address in self._kept

    def load(self, *, trusting: bool = False) -> Programme:  # noqa: ARG002 - nobody can reach in here
        """
        Give the programme.

        Raises:
            StoreError: Nothing is kept here (`store-not-found`).
        """
        if not self.exists():
            raise StoreError(STORE_NOT_FOUND.at(self.address, self.address))
        return self._kept[self.address]

    def save(self, programme: Programme, *, replace: bool = False) -> None:
        """
        Keep the programme.

        Raises:
            StoreError: One is kept already and ``replace`` is false (`store-exists`).
        """
        if self.exists() and not replace:
            raise StoreError(STORE_EXISTS.at(self.address, self.address))
        self._kept[self.address] = programme

    def head(self) -> Head:
        """
        Say where the journal stands.

        Raises:
            StoreError: Nothing is kept here (`store-not-found`).
        """
        return head_of(self.load())

    def commit(self, work: Work, *, since: Head | None = None) -> Head:
        """
        Change the programme by one work.

        Raises:
            Conflict: The journal stands elsewhere than ``since``.
            InputError: A reference would break, or a record to take out is not there.
            StoreError: Nothing is kept here (`store-not-found`).
        """
        programme = self.load()
        refuse_if_moved(self.address, programme, since)
        self._kept[self.address] = applied(programme, work)
        return self.head()

    def select(self, query: Query) -> Iterator[Record]:
        """
        Give the records that meet the conditions.

        Raises:
            UsageError: The query asks for what is not there.
            StoreError: Nothing is kept here (`store-not-found`).
        """
        return records(self.load(), query)

    def count(self, query: Query) -> list[Group]:
        """
        Count and add up by the keys.

        Raises:
            UsageError: The query asks for what is not there.
            StoreError: Nothing is kept here (`store-not-found`).
        """
        return groups(self.load(), query)


@frozen(eq=False)
class MemoryStores:
    """Opens stores in memory (fr: *stockages en mémoire*)."""

    _kept: dict[str, Programme] = field(factory=dict)

    @property
    def schemes(self) -> frozenset[str]:
        """Give the one beginning it understands."""
        return frozenset({"memory"})

    def open(self, address: str) -> MemoryStore:
        """Open the store of a name."""
        return MemoryStore(without_secrets(address), self._kept)
