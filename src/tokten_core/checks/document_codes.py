"""The check codes of the documents' own figures: arithmetic, one table against another, counts, words, days, and what is not printed."""

from __future__ import annotations

from typing import Final

from tokten_core.checks.codes import CheckCode
from tokten_core.text import Text

__all__ = [
    "BASELINE_MISSING", "CODE_DIFFERS", "CONVERSION_DIFFERS", "COUNT_DIFFERS", "DATE_DIFFERS", "ENTRY_MISSING", "LABEL_REPEATED",
    "MISPRINT", "NOT_RECOMPUTABLE", "PART_EXCEEDS_WHOLE", "PERCENTAGE_DIFFERS", "POSTS_DIFFER", "QUARTER_MISSING",
    "RESPONSIBLE_MISSING", "SETTLEMENT_UNUSED", "SOURCE_DIFFERS", "SOURCE_MISSING", "SUM_DIFFERS", "TABLES_DIFFER",
    "TOTAL_MISSING", "WORDS_DIFFER",
]  # fmt: skip

_MISSING_REMEDY = Text(
    en="Ask the author for it; until then it stays unknown, never zero.",
    fr="Demandez-le à l'auteur ; d'ici là la valeur reste inconnue, jamais nulle.",
)

MISPRINT: Final = CheckCode(
    "misprint",
    title=Text(en="misprinted number", fr="nombre mal imprimé"),
    compares=Text(
        en="The number as printed with the number meant, as the equalities around it and the grouping of its digits show. "
        "Every total is recomputed from the number as read, so that one misprint is one finding.",
        fr="Le nombre imprimé avec le nombre voulu, tel que le montrent les égalités voisines et le groupement des "
        "chiffres. Les totaux sont recalculés avec le nombre lu : une coquille ne fait qu'un constat.",
    ),
    remedy=Text(en="Print the number as read.", fr="Imprimez le nombre lu."),
)
SUM_DIFFERS: Final = CheckCode(
    "sum-differs",
    title=Text(en="total other than the sum of its parts", fr="total différent de la somme de ses parties"),
    compares=Text(
        en="A subtotal or total, in each currency, with the sum of its parts as read. A part pour mémoire (PM) adds nothing.",
        fr="Un sous-total ou un total, dans chaque monnaie, avec la somme de ses parties telles que lues. Une partie pour "
        "mémoire (PM) n'ajoute rien.",
    ),
    remedy=Text(
        en="Print the recomputed total, or correct the part that is wrong.",
        fr="Imprimez le total recalculé, ou corrigez la partie erronée.",
    ),
)
TOTAL_MISSING: Final = CheckCode(
    "total-missing",
    title=Text(en="total without a figure", fr="total sans montant"),
    compares=Text(
        en="A total whose cell is empty with the sum of its parts; an empty cell is not zero.",
        fr="Un total dont la cellule est vide avec la somme de ses parties ; une cellule vide n'est pas zéro.",
    ),
    remedy=Text(en="Print the recomputed total.", fr="Imprimez le total recalculé."),
)
CONVERSION_DIFFERS: Final = CheckCode(
    "conversion-differs",
    title=Text(en="two currencies that do not agree", fr="deux monnaies qui ne concordent pas"),
    compares=Text(
        en="The amount in the second currency with the FCFA amount at the planning rate, with exact decimals: 375 000 "
        "FCFA at 400 are 937.5 USD. For the euro, with the fixed parity.",
        fr="Le montant en seconde monnaie avec le montant en FCFA au taux de planification, décimales exactes : 375 000 "
        "FCFA à 400 font 937,5 USD. Pour l'euro, avec la parité fixe.",
    ),
    remedy=Text(
        en="Follow the authoritative currency and print the other with its decimals.",
        fr="Suivez la monnaie qui fait foi et imprimez l'autre avec ses décimales.",
    ),
)
TABLES_DIFFER: Final = CheckCode(
    "tables-differ",
    title=Text(en="two tables that do not agree", fr="deux tableaux qui ne concordent pas"),
    compares=Text(
        en="One fact printed in two places of the documents: a line with the lines of another table, a recapitulation "
        "with the total above, the cover with the annexes.",
        fr="Un même fait imprimé à deux endroits : une ligne avec celles d'un autre tableau, une récapitulation avec le "
        "total plus haut, la couverture avec les annexes.",
    ),
    remedy=Text(en="Decide which of the two is followed, and say so.", fr="Décidez lequel des deux est retenu, et dites-le."),
)
PERCENTAGE_DIFFERS: Final = CheckCode(
    "percentage-differs",
    title=Text(en="percentage of a base that does not come out", fr="pourcentage d'une base qui ne tombe pas juste"),
    compares=Text(
        en="An amount with its percentage of the base, cut to whole units: the support cost is 7 % of the year's EU money before it.",
        fr="Un montant avec son pourcentage de la base, tronqué à l'unité : le coût d'appui est de 7 % des fonds UE de "
        "l'année hors ce coût.",
    ),
    remedy=Text(en="Correct the amount, or the base.", fr="Corrigez le montant ou la base."),
)
COUNT_DIFFERS: Final = CheckCode(
    "count-differs",
    title=Text(en="more missions than the money pays, or fewer", fr="nombre de missions que l'argent ne permet pas"),
    compares=Text(
        en="A printed number of missions with the money of its line at the average cost of one mission, rounded down.",
        fr="Un nombre de missions imprimé avec l'argent de sa ligne au coût moyen d'une mission, arrondi à l'unité inférieure.",
    ),
    remedy=Text(
        en="Plan the missions that the money pays, or find the money.",
        fr="Prévoyez les missions que l'argent permet, ou trouvez les fonds.",
    ),
)
POSTS_DIFFER: Final = CheckCode(
    "posts-differ",
    title=Text(en="number other than the items named", fr="nombre différent des éléments nommés"),
    compares=Text(
        en="A number of posts, relay offices or things with those that the documents name one by one.",
        fr="Un nombre de postes, d'antennes ou d'objets avec ceux que les documents nomment un à un.",
    ),
    remedy=Text(en="Name those that are missing, or correct the number.", fr="Nommez ceux qui manquent, ou corrigez le nombre."),
)
PART_EXCEEDS_WHOLE: Final = CheckCode(
    "part-exceeds-whole",
    title=Text(en="part larger than its whole", fr="partie plus grande que le tout"),
    compares=Text(
        en="A number with the number it is a part of: the experts of one country with all experts, a rating with its scale.",
        fr="Un nombre avec celui dont il est une partie : les experts d'un pays avec tous les experts, une note avec son échelle.",
    ),
    remedy=Text(en="Correct the part or the whole.", fr="Corrigez la partie ou le tout."),
)
WORDS_DIFFER: Final = CheckCode(
    "words-differ",
    title=Text(en="words and digits that do not agree", fr="lettres et chiffres qui ne concordent pas"),
    compares=Text(
        en="A number in digits with the same number in words beside it.", fr="Un nombre en chiffres avec le même nombre en lettres à côté."
    ),
    remedy=Text(en="Find out which is meant, and print it in both.", fr="Établissez lequel est voulu, et imprimez-le dans les deux."),
)
DATE_DIFFERS: Final = CheckCode(
    "date-differs",
    title=Text(en="days that do not agree", fr="dates qui ne concordent pas"),
    compares=Text(en="One day, month or period printed in two places.", fr="Une date, un mois ou une période imprimés à deux endroits."),
    remedy=Text(en="Decide which of the two is followed, and say so.", fr="Décidez laquelle des deux est retenue, et dites-le."),
)
CODE_DIFFERS: Final = CheckCode(
    "code-differs",
    title=Text(en="one thing under two numbers", fr="une même chose sous deux numéros"),
    compares=Text(
        en="The number of a result or output with the number that the same result or output bears elsewhere.",
        fr="Le numéro d'un résultat ou d'un produit avec celui que le même résultat ou produit porte ailleurs.",
    ),
    remedy=Text(en="Keep one numbering in all tables.", fr="Gardez une seule numérotation dans tous les tableaux."),
)
SOURCE_DIFFERS: Final = CheckCode(
    "source-differs",
    title=Text(en="paid by another source elsewhere", fr="payé ailleurs par une autre source"),
    compares=Text(
        en="The source of financing named for a line with the source that other tables name, and with the only source "
        "whose column then closes.",
        fr="La source de financement d'une ligne avec celle que nomment les autres tableaux, et avec la seule dont la colonne ferme alors.",
    ),
    remedy=Text(
        en="Name one source for the line, or split its amount.", fr="Nommez une seule source pour la ligne, ou répartissez son montant."
    ),
)
LABEL_REPEATED: Final = CheckCode(
    "label-repeated",
    title=Text(en="one label for two figures", fr="un même intitulé pour deux montants"),
    compares=Text(en="The label of a line with the labels of the same table.", fr="L'intitulé d'une ligne avec ceux du même tableau."),
    remedy=Text(en="Give the line a label of its own.", fr="Donnez à la ligne un intitulé propre."),
)
SOURCE_MISSING: Final = CheckCode(
    "source-missing",
    title=Text(en="amount without a source", fr="montant sans source de financement"),
    compares=Text(
        en="Each line that has an amount: a source of financing must be named.",
        fr="Chaque ligne dotée d'un montant : une source doit être nommée.",
    ),
    remedy=Text(
        en="Name the source; a line is read as paid by the only one whose column closes with it.",
        fr="Nommez la source ; une ligne est lue comme payée par la seule dont la colonne ferme avec elle.",
    ),
)
RESPONSIBLE_MISSING: Final = CheckCode(
    "responsible-missing",
    title=Text(en="amount without a responsible", fr="montant sans responsable"),
    compares=Text(
        en="Each activity of the work plan that has an amount: an office must answer for it.",
        fr="Chaque activité du plan dotée d'un montant : un responsable doit en répondre.",
    ),
    remedy=Text(en="Name the office that answers for it.", fr="Nommez le responsable."),
)
QUARTER_MISSING: Final = CheckCode(
    "quarter-missing",
    title=Text(en="amount without a quarter", fr="montant sans trimestre"),
    compares=Text(
        en="Each activity of the work plan that has an amount: a quarter must be marked.",
        fr="Chaque activité du plan dotée d'un montant : un trimestre doit être coché.",
    ),
    remedy=Text(en="Mark the quarters.", fr="Cochez les trimestres."),
)
BASELINE_MISSING: Final = CheckCode(
    "baseline-missing",
    title=Text(en="indicators without a baseline", fr="indicateurs sans valeur de référence"),
    compares=Text(
        en="Each set of indicators: the value at the start must be printed.",
        fr="Chaque jeu d'indicateurs : la valeur de départ doit être imprimée.",
    ),
    remedy=Text(
        en="Measure the baseline, or say when it will be; until then it stays unknown, never zero.",
        fr="Mesurez la valeur de référence, ou dites quand elle le sera ; d'ici là elle reste inconnue, jamais nulle.",
    ),
)
ENTRY_MISSING: Final = CheckCode(
    "entry-missing",
    title=Text(en="entry left blank", fr="rubrique laissée vide"),
    compares=Text(
        en="The entries that a form asks for: identifiers and amounts of the cover, ratings and answers of the risk "
        "register, dates of agreements.",
        fr="Les rubriques qu'un formulaire demande : identifiants et montants de la couverture, notes et réponses du "
        "registre des risques, dates des accords.",
    ),
    remedy=_MISSING_REMEDY,
)
NOT_RECOMPUTABLE: Final = CheckCode(
    "not-recomputable",
    title=Text(en="figure that cannot be recomputed", fr="chiffre impossible à recalculer"),
    compares=Text(
        en="A figure with parts of which one is not printed (a percentage whose base is not named), or is no number where one is needed.",
        fr="Un chiffre avec des parties dont l'une n'est pas imprimée (un pourcentage dont la base n'est pas nommée), ou "
        "n'est pas un nombre là où il en faut un.",
    ),
    remedy=_MISSING_REMEDY,
)
SETTLEMENT_UNUSED: Final = CheckCode(
    "settlement-unused",
    title=Text(en="settlement of nothing", fr="décision sans constat"),
    compares=Text(
        en="Each settlement with the findings: it must answer one.",
        fr="Chaque décision avec les constats : elle doit répondre à l'un d'eux.",
    ),
    remedy=Text(en="Take the settlement out, or correct its code or place.", fr="Retirez la décision, ou corrigez son code ou son lieu."),
)
