"""What tokten-vault registers with tokten_core: the hooks found here are its whole contract with the core."""

from __future__ import annotations

from tokten_core.hookspecs import hookimpl
from tokten_core.ports import StoreOpener
from tokten_vault.store import VaultStores

__all__ = ["tokten_stores"]


@hookimpl
def tokten_stores() -> list[StoreOpener]:
    """Bring stores whose personal values are sealed: ``vault+sqlite:///mali.db``, ``vault+csv:folder/``."""
    return [VaultStores()]
