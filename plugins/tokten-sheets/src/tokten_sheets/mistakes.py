"""What can be wrong with a file itself, before anybody looks at what was typed into it."""

from __future__ import annotations

from typing import Final

from tokten_core.errors import Kind
from tokten_core.text import Text

__all__ = [
    "BROKEN", "CELL_ERROR", "EMPTY_FILE", "FORMULA_WITHOUT_VALUE", "HOSTILE", "MERGED", "NOT_UTF8", "OTHER_FILE", "QUOTES_BROKEN", "SEPARATOR_UNCLEAR", "TEXT_BEYOND_A_CELL", "TOO_LARGE", "TOO_MANY_ROWS", "WHICH_SHEET",
]  # fmt: skip

EMPTY_FILE: Final = Kind(
    "sheet-file-empty",
    says=Text(en="the file is empty", fr="le fichier est vide"),
    allowed=Text(en="a filled sheet", fr="une feuille remplie"),
    remedy=Text(en="Check that it is the right file.", fr="Vérifiez que c'est le bon fichier."),
)
OTHER_FILE: Final = Kind(
    "sheet-file-other",
    says=Text(en="this is {what}", fr="c'est {what}"),
    allowed=Text(en="{wanted}", fr="{wanted}"),
    remedy=Text(en="{remedy}", fr="{remedy}"),
)
NOT_UTF8: Final = Kind(
    "sheet-not-utf8",
    says=Text(en="the byte {value} is not UTF-8", fr="l'octet {value} n'est pas de l'UTF-8"),
    allowed=Text(en="UTF-8, with or without a byte order mark", fr="de l'UTF-8, avec ou sans marque d'ordre des octets"),
    remedy=Text(en="Save it again as “CSV UTF-8”, or send the workbook itself.",
                fr="Enregistrez-le de nouveau en « CSV UTF-8 », ou envoyez le classeur lui-même."),
)  # fmt: skip
SEPARATOR_UNCLEAR: Final = Kind(
    "sheet-separator-unclear",
    says=Text(
        en="the headings hold {value}: what separates the cells is not clear",
        fr="les titres contiennent {value} : le séparateur n'est pas clair",
    ),
    allowed=Text(
        en="commas, semicolons or tabs, one of the three", fr="des virgules, des points-virgules ou des tabulations, un seul des trois"
    ),
    remedy=Text(en="Say it on the first line: # separator: semicolon.", fr="Dites-le en première ligne : # séparateur: point-virgule."),
)
QUOTES_BROKEN: Final = Kind(
    "sheet-quotes-broken",
    says=Text(en="the quotes do not close, or something follows them", fr="les guillemets ne se ferment pas, ou quelque chose les suit"),
    allowed=Text(en='"…" around a cell, and "" for a quote inside', fr='"…" autour d\'une cellule, et "" pour un guillemet à l\'intérieur'),
    remedy=Text(
        en="Mend the quotes of this row, or export the sheet again.",
        fr="Corrigez les guillemets de cette ligne, ou exportez de nouveau la feuille.",
    ),
)
TOO_LARGE: Final = Kind(
    "sheet-unpacks-too-large",
    says=Text(en="the file would unpack to {value}", fr="le fichier se déplierait en {value}"),
    allowed=Text(en="at most {most} MB, no part more than {times} times its packed size, at most {parts} parts",
                 fr="au plus {most} Mo, aucune partie de plus de {times} fois sa taille compressée, au plus {parts} parties"),
    remedy=Text(en="It may be made to do harm: ask who sent it; a large sheet can be sent as CSV.",
                fr="Il est peut-être fait pour nuire : demandez qui l'a envoyé ; une grande feuille peut s'envoyer en CSV."),
)  # fmt: skip
HOSTILE: Final = Kind(
    "sheet-declares-entities",
    says=Text(en="its part {value} declares XML entities", fr="sa partie {value} déclare des entités XML"),
    allowed=Text(en="a workbook as Excel or LibreOffice writes it", fr="un classeur tel qu'Excel ou LibreOffice l'écrit"),
    remedy=Text(en="It may be made to do harm: ask who sent it.", fr="Il est peut-être fait pour nuire : demandez qui l'a envoyé."),
)
BROKEN: Final = Kind(
    "sheet-workbook-broken",
    says=Text(en="the workbook cannot be read: {why}", fr="le classeur est illisible : {why}"),
    allowed=Text(en="a whole workbook (.xlsx) without a password", fr="un classeur (.xlsx) entier et sans mot de passe"),
    remedy=Text(en="Open it in Excel or LibreOffice and save it again as .xlsx.",
                fr="Ouvrez-le dans Excel ou LibreOffice et enregistrez-le de nouveau en .xlsx."),
)  # fmt: skip
FORMULA_WITHOUT_VALUE: Final = Kind(
    "sheet-formula-without-value",
    says=Text(en="a formula stands there without the value it gives", fr="une formule s'y trouve sans la valeur qu'elle donne"),
    allowed=Text(en="a value, or a formula saved with its value", fr="une valeur, ou une formule enregistrée avec sa valeur"),
    remedy=Text(
        en="Open the file in Excel or LibreOffice and save it, or paste the values over the formulas; where nothing is known, empty the cell.",
        fr="Ouvrez le fichier dans Excel ou LibreOffice et enregistrez-le, ou collez les valeurs sur les formules ; "
        "si rien n'est connu, videz la cellule.",
    ),
)
CELL_ERROR: Final = Kind(
    "sheet-cell-error",
    says=Text(en="the spreadsheet itself shows the error {value}", fr="le tableur lui-même affiche l'erreur {value}"),
    allowed=Text(en="a value", fr="une valeur"),
    remedy=Text(en="Correct the formula, or type the value.", fr="Corrigez la formule, ou tapez la valeur."),
)
MERGED: Final = Kind(
    "sheet-cells-merged",
    says=Text(en="cells are merged there", fr="des cellules y sont fusionnées"),
    allowed=Text(en="cells that stand each for itself", fr="des cellules séparées"),
    remedy=Text(en="Unmerge them and fill in each one.", fr="Défusionnez-les et remplissez chacune."),
)
WHICH_SHEET: Final = Kind(
    "sheet-not-found",
    says=Text(en="no sheet is called {title}; there are {value}", fr="aucune feuille ne s'appelle {title} ; il y a {value}"),
    allowed=Text(en="a sheet called {title}, or one sheet alone", fr="une feuille nommée {title}, ou une seule feuille"),
    remedy=Text(
        en="Check that it is the right file, or name the sheet so.", fr="Vérifiez que c'est le bon fichier, ou nommez ainsi la feuille."
    ),
)
TOO_MANY_ROWS: Final = Kind(
    "sheet-too-many-rows",
    says=Text(en="there are {value} records", fr="il y a {value} enregistrements"),
    allowed=Text(en="at most {most} rows in a workbook", fr="au plus {most} lignes dans un classeur"),
    remedy=Text(en="Write a text file (.csv) instead.", fr="Écrivez plutôt un fichier texte (.csv)."),
)
TEXT_BEYOND_A_CELL: Final = Kind(
    "sheet-text-beyond-a-cell",
    says=Text(en="the text has {value} characters", fr="le texte compte {value} caractères"),
    allowed=Text(en="at most {most} characters in the cell of a workbook", fr="au plus {most} caractères dans la cellule d'un classeur"),
    remedy=Text(en="Write a text file (.csv) instead.", fr="Écrivez plutôt un fichier texte (.csv)."),
)
