"""What can be wrong with the files of a folder, worded once."""

from __future__ import annotations

from tokten_core.errors import Kind
from tokten_core.text import Text

__all__ = [
    "COLUMN_MISSING", "COLUMN_TWICE", "FILE_MISSING", "NOT_CSV", "NOT_UTF8", "NUL_BYTE", "OTHER_HASH", "OTHER_SIZE", "RAGGED_ROW", "WRONG_SEPARATOR",
]  # fmt: skip

OTHER_SIZE = Text(en="it has {found} bytes, {written} were written", fr="il compte {found} octets, {written} ont été écrits")
OTHER_HASH = Text(en="its bytes are not those that were written", fr="ses octets ne sont pas ceux qui ont été écrits")
FILE_MISSING = Kind(
    "csv-file-missing",
    says=Text(en="the file is not there", fr="le fichier manque"),
    allowed=Text(en="every file that datapackage.json names", fr="tous les fichiers que nomme datapackage.json"),
    remedy=Text(en="Restore it from a copy.", fr="Restaurez-le d'une copie."),
)
NOT_UTF8 = Kind(
    "csv-not-utf8",
    says=Text(en="the byte {value} is not UTF-8", fr="l'octet {value} n'est pas de l'UTF-8"),
    allowed=Text(en="UTF-8, with or without a byte order mark", fr="UTF-8, avec ou sans marque d'ordre des octets"),
    remedy=Text(en="Save it again as “CSV UTF-8”.", fr="Enregistrez-le de nouveau en « CSV UTF-8 »."),
)
NUL_BYTE = Kind(
    "csv-nul-byte",
    says=Text(en="a NUL byte stands there: this is no text", fr="un octet nul s'y trouve : ce n'est pas du texte"),
    allowed=Text(en="a CSV file in UTF-8", fr="un fichier CSV en UTF-8"),
    remedy=Text(en="Restore it, or save it as “CSV UTF-8”.", fr="Restaurez-le, ou enregistrez-le en « CSV UTF-8 »."),
)
NOT_CSV = Kind(
    "csv-quotes-broken",
    says=Text(en="the quotes do not close: {why}", fr="les guillemets ne se ferment pas : {why}"),
    allowed=Text(en='"…" around a cell, and "" for a quote inside', fr='"…" autour d\'une cellule, et "" pour un guillemet à l\'intérieur'),
    remedy=Text(en="Mend the quotes of this line or the lines before.", fr="Corrigez les guillemets de cette ligne ou des précédentes."),
)
WRONG_SEPARATOR = Kind(
    "csv-separator",
    says=Text(en="the header is separated by {value}", fr="l'en-tête est séparé par {value}"),
    allowed=Text(en="the separator of datapackage.json: {expected}", fr="le séparateur de datapackage.json : {expected}"),
    remedy=Text(en="Save the file with {expected} between the cells.", fr="Enregistrez le fichier avec {expected} entre les cellules."),
)
COLUMN_MISSING = Kind(
    "csv-column-missing",
    says=Text(en="the column {value} is missing", fr="la colonne {value} manque"),
    allowed=Text(en="{names}", fr="{names}"),
    remedy=Text(
        en="Put the column back; its cells may be empty where nothing is known.",
        fr="Remettez la colonne ; ses cellules peuvent être vides.",
    ),
)
COLUMN_TWICE = Kind(
    "csv-column-twice",
    says=Text(en="the column {value} stands there twice", fr="la colonne {value} y figure deux fois"),
    allowed=Text(en="each column once", fr="chaque colonne une seule fois"),
    remedy=Text(en="Take one of the two out.", fr="Retirez l'une des deux."),
)
RAGGED_ROW = Kind(
    "csv-ragged-row",
    says=Text(en="the row has {value} cells", fr="la ligne compte {value} cellules"),
    allowed=Text(en="{expected} cells, as many as the header", fr="{expected} cellules, autant que l'en-tête"),
    remedy=Text(
        en="Look for a separator too many or missing; quote a cell that holds one.",
        fr="Cherchez un séparateur de trop ou manquant ; mettez entre guillemets une cellule qui en contient un.",
    ),
)
