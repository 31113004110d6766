"""What can be wrong with a cell that somebody filled in, beyond what ``convert`` says of any value."""

from __future__ import annotations

from typing import Final

from tokten_core.errors import Kind
from tokten_core.text import Text

__all__ = ["DAY_TOO_EARLY", "DAY_UNCLEAR", "NOT_A_CHOICE", "NOT_TEXT", "NUMBER_INEXACT", "NUMBER_UNCLEAR"]

DAY_UNCLEAR: Final = Kind(
    "sheet-day-unclear",
    says=Text(en="the order of day and month in {value} is not declared", fr="l'ordre du jour et du mois de {value} n'est pas déclaré"),
    allowed=Text(en="2009-03-01, or a declared order of day and month", fr="2009-03-01, ou un ordre déclaré du jour et du mois"),
    remedy=Text(
        en="Say on the sheet's first line `# dates: dd/mm/yyyy`, or add --dates dmy.",
        fr="Dites-le en première ligne de la feuille, « # dates: jj/mm/aaaa », ou ajoutez --dates dmy.",
    ),
)
NUMBER_UNCLEAR: Final = Kind(
    "sheet-number-unclear",
    says=Text(en="the comma or point in {value} may set apart thousands or decimals",
              fr="la virgule ou le point de {value} peut séparer des milliers ou des décimales"),
    allowed=Text(en="digits, spaces between thousands, and the decimal mark that is declared",
                 fr="des chiffres, des espaces entre les milliers, et la marque décimale déclarée"),
    remedy=Text(
        en="Write 1 250 for a thousand; for decimals say on the first line `# decimals: comma`, or add --decimal comma (or point).",
        fr="Écrivez 1 250 pour un millier ; pour des décimales, dites en première ligne « # décimales: virgule », "
        "ou ajoutez --decimal comma (ou point).",
    ),
)  # fmt: skip
NUMBER_INEXACT: Final = Kind(
    "sheet-number-inexact",
    says=Text(en="a spreadsheet does not hold {value} exactly", fr="un tableur ne contient pas {value} exactement"),
    allowed=Text(en="at most 15 digits in a cell that is a number", fr="au plus 15 chiffres dans une cellule numérique"),
    remedy=Text(en="Round it in the sheet, or make the cell text and type the digits.",
                fr="Arrondissez dans la feuille, ou mettez la cellule au format texte et tapez les chiffres."),
)  # fmt: skip
DAY_TOO_EARLY: Final = Kind(
    "sheet-day-early",
    says=Text(en="programs read the date {value} as different days", fr="les tableurs lisent la date {value} comme des jours différents"),
    allowed=Text(en="a date cell from 1 March 1900 on", fr="une cellule de date à partir du 1er mars 1900"),
    remedy=Text(
        en="Make the cell text and type the day: 1900-01-15.", fr="Mettez la cellule au format texte et tapez le jour : 1900-01-15."
    ),
)
NOT_TEXT: Final = Kind(
    "sheet-cell-not-text",
    says=Text(en="{value} is a number, a date or a truth value where words are due",
              fr="{value} est un nombre, une date ou une valeur logique là où l'on attend des mots"),
    allowed=Text(en="a text, or a whole number of at most 15 digits", fr="un texte, ou un nombre entier d'au plus 15 chiffres"),
    remedy=Text(en="Make the cell text and type it again.", fr="Mettez la cellule au format texte et retapez-la."),
)  # fmt: skip
NOT_A_CHOICE: Final = Kind(
    "sheet-not-a-choice",
    says=Text(en="{value} is not in the list{near}", fr="{value} n'est pas dans la liste{near}"),
    allowed=Text(en="{names}", fr="{names}"),
    remedy=Text(en="Choose from the list.", fr="Choisissez dans la liste."),
)
