"""
The per diem: so much a day, the first and the last day both counted, at the rate of the first day.

280 000 FCFA = 14 days × 20 000 FCFA/day
"""

from __future__ import annotations

from tokten_core.rules.plain import Operand

__all__ = ["per_diem"]


def per_diem(mission: Operand, figures: Operand) -> Operand:
    """
    Work out the per diem of a mission (fr: *per diem, indemnité journalière*).

    Reads:
        mission.days: days of mission, the first and the last both counted.
        mission.thesis_supervision: true opens the higher rate.
        figures.per_diem_rate: an amount a day, by thesis supervision, in force on the first day.

    .. versionadded:: 0.1
    """
    return mission.days * figures.per_diem_rate.on(mission.start, thesis=mission.thesis_supervision)
