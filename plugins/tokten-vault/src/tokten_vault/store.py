"""
A store whose personal values are sealed, around any other store (fr: *coffre*): ``vault+sqlite:///mali.db``.

With the key (``TOKTEN_KEY_FILE``) it is a store like any other. Without the key the programme opens all the same, a sealed text standing
where each name would stand; missions, money, checks and reports are as they are, and what is not personal can be changed. The store inside
knows nothing of it: it holds texts.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from tokten_core.errors import Conflict, Kind, Problem, StoreError, ToktenError, UsageError
from tokten_core.history import Head, Work
from tokten_core.model.programme import Programme
from tokten_core.plugins import open_store
from tokten_core.queries import Group, Query, column_of, groups, records
from tokten_core.records import Record
from tokten_core.stores import STORE_ADDRESS, without_secrets
from tokten_core.text import Text
from tokten_vault.keys import Key, key_of
from tokten_vault.sealing import SEALED, Sealer

if TYPE_CHECKING:
    from tokten_core.merging import Meanwhile
    from tokten_core.ports import Gap, Store

__all__ = ["MOVED_ON", "VaultStore", "VaultStores", "with_people"]

SCHEME = "vault"
MOVED_ON = Kind(
    "vault-moved-on",
    says=Text(en="somebody wrote into {value} meanwhile", fr="quelqu'un a écrit entre-temps dans {value}"),
    allowed=Text(en="a store that nobody writes while its key changes", fr="un stockage où personne n'écrit pendant le changement de clé"),
    remedy=Text(en="Call again; nothing was changed.", fr="Relancez ; rien n'a été modifié."),
)


@frozen(eq=False)
class VaultStore:
    """
    A programme whose personal values are sealed (fr: *coffre*).

    Attributes:
        inner: the store that keeps it, sealed.
    """

    inner: Store
    _key: Callable[[], Key | None] = field(repr=False)

    @property
    def address(self) -> str:
        """Give the address it was opened with, without secrets."""
        return f"{SCHEME}+{self.inner.address}"

    @property
    def gaps(self) -> Mapping[str, Gap]:
        """Give what the store inside cannot do; sealing takes nothing away."""
        return self.inner.gaps

    def exists(self) -> bool:
        """Tell whether a programme is kept here; no key is needed."""
        return self.inner.exists()

    def load(self, *, trusting: bool = False) -> Programme:
        """
        Read the whole programme, opened where there is a key.

        Raises:
            StoreError: The store inside cannot be read, the key is the wrong one, or a sealed value was changed.
            InputError: The rows contradict themselves.
        """
        programme = self.inner.load(trusting=trusting) if trusting else self.inner.load()
        return with_people(programme, self._sealer().open)

    def save(self, programme: Programme, *, replace: bool = False) -> None:
        """
        Write the whole programme, sealed.

        Raises:
            StoreError: There is no key and there are names to seal, what is there was sealed with another key, or the store inside cannot
                be written.
        """
        sealer = self._sealer()
        made = with_people(programme, sealer.seal)
        if replace:
            self._refuse_other_key(sealer)
        self.inner.save(made, replace=replace)

    def head(self) -> Head:
        """
        Say where the journal stands.

        Raises:
            StoreError: Nothing is kept here, or it cannot be read.
        """
        return self.inner.head()

    def commit(self, work: Work, *, since: Head | None = None) -> Head:
        """
        Change the programme by one work, sealed; an entry of the journal is the same, sealed or not.

        Raises:
            Conflict: The journal stands elsewhere than ``since``; what happened meanwhile is opened.
            InputError: A reference would break, or a record to take out is not there.
            StoreError: The key is missing or the wrong one, or the store inside cannot be written.
        """
        sealer = self._sealer()
        put = tuple(map(sealer.seal, work.put))
        if any(record.collection in SEALED for record in work.put):
            self._refuse_other_key(sealer)
        try:
            return self.inner.commit(evolve(work, put=put), since=since)
        except Conflict as conflict:
            raise Conflict(*conflict.problems, meanwhile=_opened(conflict.meanwhile, sealer)) from None

    def select(self, query: Query) -> Iterator[Record]:
        """
        Give the records that meet the conditions, opened; a condition on a personal value is met by opening all.

        Raises:
            UsageError: The query asks for what is not there.
            StoreError: It cannot be read, or the key is the wrong one.
        """
        if _asks_for_people(query):
            return records(self.load(), query)
        return map(self._sealer().open, self.inner.select(query))

    def count(self, query: Query) -> list[Group]:
        """
        Count and add up by the keys; where one of them is a personal value, by opening all.

        Raises:
            UsageError: The query asks for what is not there.
            StoreError: It cannot be read, or the key is the wrong one.
        """
        return groups(self.load(), query) if _asks_for_people(query) else self.inner.count(query)

    def _sealer(self) -> Sealer:
        return Sealer(self.address, self._key())

    def _refuse_other_key(self, sealer: Sealer) -> None:
        """Open one person, so that two keys never seal one programme; what else is wrong with the store, it says itself."""
        person = None
        with contextlib.suppress(ToktenError):
            person = next(iter(self.inner.select(Query("experts"))), None)
        if person is not None:
            sealer.open(person)


@frozen
class VaultStores:
    """
    Opens sealed stores around any other (fr: *coffres*).

    Attributes:
        environment: where ``TOKTEN_KEY_FILE`` is looked up, when a key is needed.
    """

    environment: Mapping[str, str] = field(factory=lambda: os.environ, repr=False)

    @property
    def schemes(self) -> frozenset[str]:
        """Give the one beginning it understands."""
        return frozenset({SCHEME})

    def open(self, address: str) -> VaultStore:
        """
        Open the vault around the store of an address, without reading anything, the key neither.

        Raises:
            StoreError: No store is named behind ``vault+`` (`store-address`), or it is not well formed.
        """
        beginning, _, inside = address.partition("+")
        if beginning != SCHEME or not inside or inside.startswith(SCHEME):
            raise StoreError(STORE_ADDRESS.at("store", without_secrets(address)))
        return VaultStore(open_store(inside), lambda: key_of(self.environment))


def with_people(programme: Programme, change: Callable[[Any], Any]) -> Programme:
    """Change the records of the collections that have something to seal; all that is wrong is told at once."""
    made: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in SEALED:
        changed = made.setdefault(name, [])
        for record in programme.records(name):
            try:
                changed.append(change(record))
            except StoreError as error:
                problems.extend(problem for problem in error.problems if problem not in problems)
    if problems:
        raise StoreError(*problems)
    return programme.with_records(**made)


def _opened(meanwhile: Meanwhile | None, sealer: Sealer) -> Meanwhile | None:
    if meanwhile is None:
        return None
    changed = {
        key: evolve(each, before=each.before and sealer.open(each.before), now=each.now and sealer.open(each.now))
        for key, each in meanwhile.changed.items()
    }
    return evolve(meanwhile, changed=changed)


def _asks_for_people(query: Query) -> bool:
    """Tell whether a query compares or counts by a personal value; one that makes no sense is for the store inside to refuse."""
    try:
        asked = [column_of(query.collection, name)[-1] for name in (*query.keys, *(each.column for each in query.conditions))]
    except UsageError:
        return False
    return any(column.fact.personal for column in asked)
