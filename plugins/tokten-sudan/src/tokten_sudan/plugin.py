"""What tokten-sudan registers with tokten_core: one country pack."""

from __future__ import annotations

from collections.abc import Sequence

from tokten_core.hookspecs import hookimpl
from tokten_core.ports import CountryPack
from tokten_sudan.pack import SudanPack

__all__ = ["tokten_country_packs"]


@hookimpl
def tokten_country_packs() -> Sequence[CountryPack]:
    """Give the pack."""
    return [SudanPack()]
