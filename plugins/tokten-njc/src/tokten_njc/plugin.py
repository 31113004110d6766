"""What tokten-njc registers with tokten_core: one country pack."""

from __future__ import annotations

from collections.abc import Sequence

from tokten_core.hookspecs import hookimpl
from tokten_core.ports import CountryPack
from tokten_njc.pack import NjcPack

__all__ = ["tokten_country_packs"]


@hookimpl
def tokten_country_packs() -> Sequence[CountryPack]:
    """Give the pack."""
    return [NjcPack()]
