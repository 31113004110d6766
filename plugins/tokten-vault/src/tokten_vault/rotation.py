"""
Another key for a vault, or none: read with one key, written with another, whole or not at all.

>>> from tokten_core.plugins import open_store
>>> from tokten_core.testing.examples import a_small_programme
>>> old, new = Key(b"o" * 64), Key(b"n" * 64)
>>> open_store("memory:rotated").save(a_small_programme(), replace=True)
>>> rotate("memory:rotated", None, old), rotate("memory:rotated", old, new)
(2, 2)
>>> open_store("memory:rotated").load().experts[0].name.startswith(f"sealed:1:{new.name}:")
True
"""

from __future__ import annotations

from tokten_core.errors import StoreError
from tokten_core.plugins import open_store
from tokten_vault.keys import Key
from tokten_vault.sealing import Sealer
from tokten_vault.store import MOVED_ON, VaultStore, with_people

__all__ = ["rotate"]


def rotate(address: str, old: Key | None, new: Key | None) -> int:
    """
    Seal a programme with another key (fr: *changer de clé*).

    Nothing else changes: the journal gets no entry, as no record does. Copies made before keep the old key.

    Args:
        address: the store inside, without ``vault+``.
        old: the key that sealed it; None for a programme that is not sealed yet.
        new: the key to seal it with; None to leave it open.

    Returns:
        How many experts the programme has.

    Raises:
        StoreError: The old key is the wrong one, somebody wrote meanwhile (`vault-moved-on`), or it cannot be read or written.
    """
    store = open_store(address)
    head = store.head()
    programme = VaultStore(store, lambda: old).load()
    if store.head() != head:
        raise StoreError(MOVED_ON.at(store.address, store.address))
    store.save(programme if new is None else with_people(programme, Sealer(store.address, new).seal), replace=True)
    return len(programme.experts)
