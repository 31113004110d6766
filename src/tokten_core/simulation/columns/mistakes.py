"""What can be wrong with columns of missions, each kind with its code and its remedy."""

from __future__ import annotations

from typing import Final

from tokten_core.errors import Kind
from tokten_core.text import Text

__all__ = [
    "COLUMN_DERIVED", "COLUMN_LENGTH", "COLUMN_TYPE", "DRAWN_UNKNOWN", "MORE_ROWS", "NO_COLUMNS", "OVERFLOW", "SCENARIO_SHAPE",
]  # fmt: skip

COLUMN_LENGTH: Final = Kind(
    "column-length",
    says=Text(en="it has {value} rows where the others have {rows}", fr="elle a {value} lignes quand les autres en ont {rows}"),
    allowed=Text(en="columns of one length", fr="des colonnes de même longueur"),
    remedy=Text(en="Give each mission a row; None where it is unknown.", fr="Donnez une ligne par mission ; None si inconnu."),
)
COLUMN_TYPE: Final = Kind(
    "column-type",
    says=Text(en="a column of type {value}", fr="une colonne de type {value}"),
    allowed=Text(en="{expected}", fr="{expected}"),
    remedy=Text(
        en="Give whole numbers, truths, codes or days as they are; a float is none of them.",
        fr="Donnez des entiers, des vrai/faux, des codes ou des jours tels quels ; un flottant n'en est pas un.",
    ),
)
COLUMN_DERIVED: Final = Kind(
    "column-derived",
    says=Text(en="{value} follows from other columns", fr="{value} se déduit d'autres colonnes"),
    allowed=Text(en="the columns it follows from: start, days", fr="les colonnes dont elle se déduit : start, days"),
    remedy=Text(en="Leave it out.", fr="Ne la donnez pas."),
)
NO_COLUMNS: Final = Kind(
    "column-none",
    says=Text(en="no column says how many missions there are", fr="aucune colonne ne dit combien il y a de missions"),
    allowed=Text(en="one column at least", fr="une colonne au moins"),
    remedy=Text(en="Give a column, or `rows=`.", fr="Donnez une colonne, ou `rows=`."),
)
MORE_ROWS: Final = Kind(
    "column-more-rows",
    says=Text(en="{value} more rows are wrong", fr="{value} autres lignes sont fausses"),
    allowed=Text(en="what the first ones say", fr="ce que disent les premières"),
    remedy=Text(en="Correct the first ones, then look again.", fr="Corrigez les premières, puis recommencez."),
)
OVERFLOW: Final = Kind(
    "column-overflow",
    says=Text(en="{step} may reach {value}", fr="{step} peut atteindre {value}"),
    allowed=Text(en="whole numbers of 64 bits: at most {most}", fr="des entiers de 64 bits : au plus {most}"),
    remedy=Text(
        en="Correct the facts that are too large, or work these missions out one by one.",
        fr="Corrigez les données trop grandes, ou calculez ces missions une à une.",
    ),
)
DRAWN_UNKNOWN: Final = Kind(
    "drawn-unknown",
    says=Text(en="nothing called {value} is read{near}", fr="rien de nommé {value} n'est lu{near}"),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Correct the name, or take it out.", fr="Corrigez le nom, ou retirez-le."),
)
SCENARIO_SHAPE: Final = Kind(
    "scenario-shape",
    says=Text(en="an array of shape {value}", fr="un tableau de forme {value}"),
    allowed=Text(en="{expected}", fr="{expected}"),
    remedy=Text(
        en="Give one value for each, or one for each scenario and mission.",
        fr="Donnez une valeur pour chacun, ou une par scénario et mission.",
    ),
)
