"""
What is refused in a table before anybody reads it.

Keys that stand twice, formulas that lead nowhere or round in a circle, and whatever would spoil a total in silence: a float, an amount of
another currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from tokten_core.content.cells import Formula, Product, Ratio, reads
from tokten_core.errors import Kind, Problem
from tokten_core.money import Money
from tokten_core.text import Text

if TYPE_CHECKING:
    from tokten_core.content.tables import Column, Table

ROW_TWICE = Kind(
    "report-row-twice",
    says=Text(en="the row {value} stands twice in the table", fr="la ligne {value} figure deux fois dans le tableau"),
    allowed=Text(en="each row key once", fr="chaque clé de ligne une seule fois"),
    remedy=Text(en="Give one of the two another key.", fr="Donnez une autre clé à l'une des deux."),
)
COLUMN_TWICE = Kind(
    "report-column-twice",
    says=Text(en="the column {value} stands twice in the table", fr="la colonne {value} figure deux fois dans le tableau"),
    allowed=Text(en="each column key once", fr="chaque clé de colonne une seule fois"),
    remedy=Text(en="Give one of the two another key.", fr="Donnez une autre clé à l'une des deux."),
)
FORMULA_TO_NOWHERE = Kind(
    "report-formula-to-nowhere",
    says=Text(en="a formula reads {value}, which is not there", fr="une formule lit {value}, qui n'existe pas"),
    allowed=Text(en="a row key and a column key of the table", fr="une clé de ligne et une clé de colonne du tableau"),
    remedy=Text(en="Correct the formula.", fr="Corrigez la formule."),
)
FORMULA_CIRCLE = Kind(
    "report-formula-circle",
    says=Text(en="the formula of {value} reads itself in the end", fr="la formule de {value} finit par se lire elle-même"),
    allowed=Text(en="formulas without a circle", fr="des formules sans boucle"),
    remedy=Text(en="Take one of the cells out of the formula.", fr="Retirez l'une des cellules de la formule."),
)
FORMULA_CURRENCIES = Kind(
    "report-formula-currencies",
    says=Text(en="a formula puts {value} together", fr="une formule réunit {value}"),
    allowed=Text(en="amounts of one currency", fr="des montants d'une seule monnaie"),
    remedy=Text(en="Convert first, by a product with its rate.", fr="Convertissez d'abord, par un produit avec son taux."),
)
PRODUCT_OVER_ZERO = Kind(
    "report-product-over-zero",
    says=Text(en="a product is divided by {value}", fr="un produit est divisé par {value}"),
    allowed=Text(en="a divisor other than zero", fr="un diviseur autre que zéro"),
    remedy=Text(
        en="Give the rate; where it is not known, the cell is unknown.",
        fr="Donnez le taux ; s'il n'est pas connu, la cellule est inconnue.",
    ),
)
CELL_INEXACT = Kind(
    "report-cell-inexact",
    says=Text(en="{value} is no exact figure", fr="{value} n'est pas un chiffre exact"),
    allowed=Text(en="a whole number, a finite decimal or an amount", fr="un nombre entier, un décimal fini ou un montant"),
    remedy=Text(en="Use int, Decimal or Money, never a float.", fr="Utilisez int, Decimal ou Money, jamais un float."),
)
CELL_CURRENCY = Kind(
    "report-cell-currency",
    says=Text(en="{value} stands in a column in {unit}", fr="{value} figure dans une colonne en {unit}"),
    allowed=Text(
        en="whole minor units, or an amount in the column's own currency",
        fr="des unités mineures entières, ou un montant dans la monnaie de la colonne",
    ),
    remedy=Text(en="Convert it first, or give it a column of its own.", fr="Convertissez-le d'abord, ou donnez-lui sa propre colonne."),
)
NO_CURRENCY = Text(en="no currency", fr="aucune monnaie")


def mistakes(table: Table) -> list[Problem]:
    """Give every mistake of a table, those of its keys first."""
    found = [ROW_TWICE.at(table.key, key) for key in _twice(row.key for row in table.rows)]
    found += [COLUMN_TWICE.at(table.key, key) for key in _twice(column.key for column in table.columns)]
    columns = {column.key: column for column in table.columns}
    known = {(row.key, key) for row in table.rows for key in columns}
    for row in table.rows:
        for key, cell in row.cells.items():
            read, place = reads(cell, row.key, key), f"{table.key}, {row.key}, {key}"
            nowhere = [at for at in ((row.key, key), *read) if at not in known]
            found += [FORMULA_TO_NOWHERE.at(place, f"{at[0]}, {at[1]}") for at in nowhere]
            if not nowhere:
                found += _of_cell(cell, columns[key], [columns[at[1]] for at in read], place)
    return found + _circle(table)


def _of_cell(cell: object, column: Column, read: list[Column], place: str) -> Iterator[Problem]:
    if isinstance(cell, float) or (isinstance(cell, Decimal) and not cell.is_finite()):
        yield CELL_INEXACT.at(place, cell)
    elif isinstance(cell, Money | Decimal) and not _is_at_home(cell, column):
        yield CELL_CURRENCY.at(place, cell, unit=column.currency or NO_CURRENCY)
    elif isinstance(cell, Product) and cell.over == 0:
        yield PRODUCT_OVER_ZERO.at(place, cell.over)
    elif isinstance(cell, Formula) and not _converts(cell, column):
        currencies = sorted({each.currency for each in (column, *read) if each.kind == "money" and each.currency})
        if len(currencies) > 1:
            yield FORMULA_CURRENCIES.at(place, ", ".join(currencies))


def _converts(formula: Formula, column: Column) -> bool:
    """Tell whether a formula may read another currency: a product with a rate, or a ratio that is a rate and no share."""
    return isinstance(formula, Product) or (isinstance(formula, Ratio) and column.kind == "decimal")


def _is_at_home(cell: Money | Decimal, column: Column) -> bool:
    """Tell whether a cell is in its column's unit: an amount in its currency; a decimal where no minor units are counted."""
    currency = column.currency if column.kind == "money" else ""
    return cell.currency.code == currency if isinstance(cell, Money) else not currency


def _circle(table: Table) -> list[Problem]:
    graph = {
        (row.key, key): reads(cell, row.key, key) for row in table.rows for key, cell in row.cells.items() if isinstance(cell, Formula)
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        row, key = min(circle.args[1])
        return [FORMULA_CIRCLE.at(table.key, f"{row}, {key}")]
    return []


def _twice(keys: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    again: dict[str, None] = {}
    for key in keys:
        if key in seen:
            again[key] = None
        seen.add(key)
    return list(again)
