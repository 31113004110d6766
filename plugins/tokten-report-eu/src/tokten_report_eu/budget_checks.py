"""The rules that the budget of the action must keep: EU-01, -02, -03, -04, -09 and -11 of the specification, and year 1 within all years."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from tokten_core.content import Check, Table, Value
from tokten_core.money import HALF_UP, minor_units, rounded
from tokten_core.text import Text, same
from tokten_report_eu.action import SOURCE, Action
from tokten_report_eu.euros import FRANCS, in_words
from tokten_report_eu.rows import CEILINGS, PLACES, Order

__all__ = ["checks"]

ADDS = {"9": ("7", "8"), "11": ("9", "10"), "13": ("11", "12")}


def checks(action: Action, order: Order, table: Table, sources: Table) -> Iterator[Check]:
    """
    Hold the budget to the rules of the form.

    Args:
        action: the EU's money.
        order: the order of the closing rows.
        table: the first sheet.
        sources: the third sheet.
    """
    yield from _ceilings(order, table)
    yield _sums(action, table)
    yield _products(action, table)
    yield _first_year(action, table)
    yield _parity(action)
    yield _funding(action, table, sources)


def _ceilings(order: Order, table: Table) -> Iterator[Check]:
    places = PLACES[order]
    seven, base = _cents(table, "7"), _cents(table, places.base)
    contingency, indirect = _cents(table, places.contingency), _cents(table, places.indirect)
    text = Text(en="Contingency reserve ≤ 5 % of row 7", fr="Provision pour imprévus ≤ 5 % de la ligne 7")
    yield Check("EU-01", text, holds=contingency <= seven * CEILINGS["contingency"], detail=_percent(contingency, seven))
    text = Text(en=f"Indirect costs ≤ 7 % of row {places.base}", fr=f"Coûts indirects ≤ 7 % de la ligne {places.base}")
    ceiling = rounded(base * CEILINGS["indirect"], HALF_UP)
    yield Check("EU-02", text, holds=indirect <= ceiling, detail=_percent(indirect, base))


def _sums(action: Action, table: Table) -> Check:
    """Add the items up past the headings, so that one that fell out of its heading is found."""
    closes = _cents(table, "7") == sum(_cents(table, post.item.id) for post in action.posts)
    closes = closes and all(_cents(table, row) == sum(_cents(table, part) for part in parts) for row, parts in ADDS.items())
    return Check(
        "EU-03",
        Text(en="Rows 7, 9, 11 and 13 equal their sums, to the cent", fr="Lignes 7, 9, 11 et 13 égales à leurs sommes, au centime"),
        holds=closes,
    )


def _products(action: Action, table: Table) -> Check:
    text = Text(
        en="Line total = quantity × unit value, half-up to the cent",
        fr="Total de ligne = quantité × valeur unitaire, au centime le plus proche",
    )
    wrong = [
        f"{post.item.id}, {part}"
        for post in action.posts
        for part in ("all", "y1")
        if _times(table.value(post.item.id, f"{part}_qty"), table.value(post.item.id, f"{part}_rate"))
        != _cents(table, post.item.id, f"{part}_total")
    ]
    return Check("EU-04", text, holds=not wrong, detail=same("; ".join(wrong)))


def _first_year(action: Action, table: Table) -> Check:
    wrong = [post.item.id for post in action.posts if _cents(table, post.item.id, "y1_total") > _cents(table, post.item.id)]
    return Check(
        "EU-Y1",
        Text(en="Year 1 ≤ all years on each line", fr="Année 1 ≤ toutes années à chaque ligne"),
        holds=not wrong,
        detail=same(", ".join(wrong)),
    )


def _parity(action: Action) -> Check:
    known = {*FRANCS, "EUR"}
    wrong = [each.id for each in action.lines if each.amount is not None and each.amount.currency.code not in known]
    text = Text(
        en="Every line is in EUR or at the fixed parity, 655.957 FCFA for 1 EUR",
        fr="Chaque ligne est en EUR ou à la parité fixe, 655,957 FCFA pour 1 EUR",
    )
    return Check("EU-09", text, holds=not wrong, detail=same(", ".join(wrong)))


def _funding(action: Action, table: Table, sources: Table) -> Check:
    """Hold the sources to row 13; no document sets a percentage for the EU, so its ceiling is what it announced."""
    given, accepted = sources.value("total", "amount"), _cents(table, "13")
    announced = [
        minor_units(pledge.original)
        for pledge in action.programme.pledges
        if pledge.funding_source == SOURCE and pledge.original is not None and pledge.original.currency.code == "EUR"
    ]
    within = not announced or accepted <= sum(announced)
    text = Text(
        en="Total of the sources of funding = row 13, and no more than the EU announced",
        fr="Total des sources de financement = ligne 13, sans dépasser l'annonce de l'UE",
    )
    told = Text(en="{given} / {accepted} / {announced} EUR", fr="{given} / {accepted} / {announced} EUR")
    shown = {"given": given if isinstance(given, int) else 0, "accepted": accepted, "announced": sum(announced)}
    detail = told.fill(**{name: in_words(cents) for name, cents in shown.items()})
    return Check("EU-11", text, holds=given == accepted and within, detail=detail)


def _cents(table: Table, row: str, column: str = "all_total") -> int:
    """Give the cents of a cell; an empty one and one pour mémoire add nothing."""
    found = table.value(row, column)
    return found if isinstance(found, int) else 0


def _times(quantity: Value, rate: Value) -> int:
    both = isinstance(quantity, int | Decimal) and isinstance(rate, int)
    return rounded(Fraction(quantity) * rate, HALF_UP) if both else 0  # type: ignore[arg-type, operator]


def _percent(part: int, whole: int) -> Text:
    if not whole:
        return same("")
    hundredths = rounded(Fraction(part * 1_000_000, whole), HALF_UP)
    number = f"{hundredths // 10_000}.{hundredths % 10_000:04}"
    return Text(en=f"{number}%", fr=f"{number.replace('.', ',')} %")
