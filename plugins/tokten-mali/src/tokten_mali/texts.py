"""
The texts that the pack's figures and rules refer to, each a `Source` of ``data/sources.csv``.

The programme document of 2008-2011 is cited by part, section and annex, as it numbers them. ``PACK_READING`` is ours: what no text says.
"""

from __future__ import annotations

import csv
from importlib import resources
from typing import Final

from tokten_core.convert import record_of
from tokten_core.sources import Source

__all__ = ["SOURCES"]


def _read() -> dict[str, Source]:
    lines = resources.files("tokten_mali").joinpath("data", "sources.csv").read_text(encoding="utf-8").splitlines()
    sources = (record_of(Source, row, "data/sources.csv") for row in csv.DictReader(lines))
    return {source.id: source for source in sources}


SOURCES: Final = _read()
"""Every text, by its identifier."""

COVER: Final = SOURCES["doc2008-cover"]
PARTIE_II: Final = SOURCES["doc2008-partie-ii"]
PARTIE_IV: Final = SOURCES["doc2008-partie-iv"]
PARTIE_V: Final = SOURCES["doc2008-partie-v"]
PARTIE_VII_NB: Final = SOURCES["doc2008-partie-vii-nb"]
SECTION_8_5: Final = SOURCES["doc2008-section-8-5"]
ANNEXE_1: Final = SOURCES["doc2008-annexe-1"]
ANNEXE_4: Final = SOURCES["doc2008-annexe-4"]
ANNEXE_4_2: Final = SOURCES["doc2008-annexe-4-2"]
ANNEXE_5: Final = SOURCES["doc2008-annexe-5"]
PARITY: Final = SOURCES["parity-eur-xof"]
COUNTRY_TABLE: Final = SOURCES["iso-m49"]
PACK_READING: Final = SOURCES["pack-reading"]
