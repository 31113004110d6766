"""What tokten-store-csv registers with tokten_core: the hooks found here are its whole contract with the core."""

from __future__ import annotations

from tokten_core.hookspecs import hookimpl
from tokten_core.ports import StoreOpener
from tokten_store_csv.store import CsvStores

__all__ = ["tokten_stores"]


@hookimpl
def tokten_stores() -> list[StoreOpener]:
    """Bring stores in folders of CSV files: ``csv:folder/``."""
    return [CsvStores()]
