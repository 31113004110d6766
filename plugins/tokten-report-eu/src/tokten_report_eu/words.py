"""
The words of the logical framework: levels, frequencies, and the older French words for the same things.

Up to 2016 the French forms said *objectif global*, *résultats*, *IOV*; programmes of that time still do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tokten_core.model.logframe import Frequency, ObjectiveLevel
from tokten_core.text import SEMICOLON, Text, joined

__all__ = ["FREQUENCIES", "LEVELS", "OLDER_WORDS", "older_words_note", "today_s_word"]

LEVELS: Final[Mapping[ObjectiveLevel, Text]] = {
    ObjectiveLevel.IMPACT: Text(en="Overall objective: impact", fr="Objectif général : impact"),
    ObjectiveLevel.OUTCOME: Text(en="Specific objective: outcome (Oc)", fr="Objectif spécifique : effet direct (Oc)"),
}
FREQUENCIES: Final[Mapping[Frequency, Text]] = {
    Frequency.EACH_MISSION: Text(en="at each mission", fr="à chaque mission"),
    Frequency.MONTHLY: Text(en="monthly", fr="mensuel"),
    Frequency.QUARTERLY: Text(en="quarterly", fr="trimestriel"),
    Frequency.HALF_YEARLY: Text(en="half-yearly", fr="semestriel"),
    Frequency.YEARLY: Text(en="yearly", fr="annuel"),
    Frequency.ONCE: Text(en="once", fr="une fois"),
}
OLDER_WORDS: Final[Mapping[str, Text]] = {
    "objectif global": Text(en="impact", fr="impact"),
    "objectif spécifique": Text(en="outcome", fr="effet direct"),
    "résultats": Text(en="outputs", fr="produits"),
    "IOV": Text(en="indicators", fr="indicateurs"),
}
"""What the words of the older French forms are called in the edition of 2016."""


def today_s_word(older: str) -> Text | None:
    """
    Give today's word for one of the older French forms; None for a word that they do not have.

    >>> today_s_word("Résultats").fr, today_s_word("IOV").en
    ('produits', 'indicators')
    """
    known = {word.casefold(): today for word, today in OLDER_WORDS.items()}
    return known.get(older.strip().casefold())


def older_words_note() -> Text:
    """Say in one line what the older words are called here."""
    pairs = joined((Text(en=f"{older} = {today.en}", fr=f"{older} = {today.fr}") for older, today in OLDER_WORDS.items()), SEMICOLON)
    return Text(en="Words of the forms before 2016: ", fr="Mots des modèles d'avant 2016 : ") + pairs + Text(en=".", fr=".")
