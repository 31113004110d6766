"""
What the levels of the risk register are read as in simulations: our reading, flagged as such.

Annexe 2 prints probability and impact from 1 (low) to 5 (high) and never says how many per cent a level is. These figures do, from the first
day of the document on, so that the register can drive a scenario; whoever reads the levels otherwise states other figures.
"""

from __future__ import annotations

from typing import Final

from tokten_core.parameters import Dated, Figures, Key, Parameter
from tokten_core.text import Text
from tokten_core.units import NUMBER, PERCENT
from tokten_mali.figures import PROGRAMME
from tokten_mali.texts import PACK_READING

__all__ = ["RISK_FIGURES"]

LEVEL: Final = Key("level", NUMBER, Text(en="level", fr="niveau"))

RISK_FIGURES: Final = Figures.of(
    (
        Parameter(
            "risk_chance",
            Text(en="chance that a risk strikes", fr="chance qu'un risque survienne"),
            PERCENT,
            (Dated(PROGRAMME.start, PACK_READING, {1: 5, 2: 15, 3: 30, 4: 50, 5: 75}),),
            keys=[LEVEL],
            reading=Text(
                en="Annexe 2 prints levels from 1 to 5 and no percentages; we read them as rare (5 %) to more likely than not (75 %)",
                fr="l'Annexe 2 imprime des niveaux de 1 à 5 sans pourcentages ; nous les lisons de rare (5 %) à plus probable que non (75 %)",
            ),
        ),
        Parameter(
            "risk_reach",
            Text(en="part of the missions that a risk touches", fr="part des missions qu'un risque touche"),
            PERCENT,
            (Dated(PROGRAMME.start, PACK_READING, {1: 2, 2: 5, 3: 10, 4: 20, 5: 40}),),
            keys=[LEVEL],
            reading=Text(
                en="Annexe 2 prints levels from 1 to 5 and no percentages; we read an impact as the part of the missions, or of a price, that it touches",
                fr="l'Annexe 2 imprime des niveaux de 1 à 5 sans pourcentages ; nous lisons un impact comme la part des missions, ou d'un prix, qu'il touche",
            ),
        ),
    )
)
"""The figures by name."""
