"""What tokten-store-sql registers with tokten_core: the hooks found here are its whole contract with the core."""

from __future__ import annotations

from tokten_core.hookspecs import hookimpl
from tokten_core.ports import StoreOpener
from tokten_store_sql.store import SqlStores

__all__ = ["tokten_stores"]


@hookimpl
def tokten_stores() -> list[StoreOpener]:
    """Bring stores in SQL databases: ``sqlite:///mali.db``, ``postgresql+psycopg://user@host/db``."""
    return [SqlStores()]
