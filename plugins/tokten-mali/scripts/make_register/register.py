"""The register in the making: what has been made so far, the chance it is drawn with, the document and the rules it follows."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any, Final

from tokten_core.records import Record, evolve
from tokten_mali.costs import cost_rules
from tokten_mali.document import founding_document

__all__ = ["KINDS", "SECTORS", "SEED", "SKILL_SECTORS", "TODAY", "Register"]

SEED: Final = 20080901
TODAY: Final = dt.date(2010, 8, 31)
"""The last day that the register knows of."""
SECTORS: Final = ("higher_education", "vocational_training", "health", "agriculture", "sme")
SKILL_SECTORS: Final[Mapping[str, tuple[str, ...]]] = {
    sector: tuple(skill.id for skill in founding_document().skills if skill.sector == sector) for sector in SECTORS
}
KINDS: Final = (
    "experts", "residences", "institutions", "requests", "terms_of_reference", "sessions", "missions", "mission_events", "decisions", "ledger",
    "readings",
)  # fmt: skip


class Register:
    """The register in the making: one list for each kind of record, in the order in which they are made."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.document = founding_document()
        self.costs = cost_rules()
        self.kept: dict[str, list[Record]] = {name: [] for name in KINDS}

    def add(self, record: Record) -> None:
        """Keep a record."""
        self.kept[record.collection].append(record)

    def all(self, collection: str) -> list[Any]:
        """Give what has been made of one kind."""
        return self.kept[collection]

    def one(self, collection: str, key: str) -> Any:
        """Give one record."""
        return next(record for record in self.kept[collection] if record.id == key)

    def change(self, collection: str, key: str, **facts: object) -> None:
        """Put a changed record in the place of the old one."""
        records = self.kept[collection]
        at = next(number for number, record in enumerate(records) if record.id == key)
        records[at] = evolve(records[at], **facts)
