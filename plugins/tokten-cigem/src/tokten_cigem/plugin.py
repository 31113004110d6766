"""What tokten-cigem registers with tokten_core: the hooks found here are its whole contract with the core."""

from __future__ import annotations

from tokten_cigem.store import CigemStores
from tokten_core.hookspecs import hookimpl
from tokten_core.ports import StoreOpener

__all__ = ["tokten_stores"]


@hookimpl
def tokten_stores() -> list[StoreOpener]:
    """Bring the migration centre: ``cigem+https://host/base``."""
    return [CigemStores()]
