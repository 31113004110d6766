"""
Instalments: part of the per diem on arrival, the rest and the hours once the mission report is filed.

The first is rounded down; the second takes the rest, so that the two add up to per diem and hours.
"""

from __future__ import annotations

from attrs import frozen

from tokten_core.rules.plain import Operand
from tokten_core.rules.words import down, percent

__all__ = ["InstalmentTerms", "first_instalment", "second_instalment"]


@frozen
class InstalmentTerms:
    """
    When an instalment is paid (fr: *tranche*).

    Attributes:
        rule: the rule that works out its amount.
        due: when, as a code that is the same in both languages.
        condition: what must have happened first; None for nothing.
    """

    rule: str
    due: str
    condition: str | None = None


def first_instalment(mission: Operand, figures: Operand, per_diem: Operand) -> Operand:
    """
    Work out what is paid on arrival (fr: *première tranche*).

    Reads:
        figures.first_instalment_share: per cent of the per diem.

    .. versionadded:: 0.1
    """
    return down(per_diem * percent(figures.first_instalment_share.on(mission.start)))


def second_instalment(
    _mission: Operand, _figures: Operand, per_diem: Operand, first_instalment: Operand, teaching_hours: Operand
) -> Operand:
    """Work out what is paid after the mission report: the rest of the per diem, and the hours (fr: *seconde tranche*)."""
    return per_diem - first_instalment + teaching_hours
