"""
The table of the annual work plan: a row for each activity, the document's subtotals, the government's counterpart.

Francs stand first because they are authoritative; dollars are francs at the planning rate, a live product; subtotals and totals are live sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final

from tokten_core.content import PM, UNKNOWN, Cell, Column, Product, Row, Table, line, subtotal, total
from tokten_core.money import HALF_UP, minor_units
from tokten_core.text import Text, joined, same
from tokten_report_undp.accounts import account_label, prints_account
from tokten_report_undp.plan import CLOSING, QUARTERS, Entry, Plan

__all__ = ["GAP", "amounts", "currency_words", "dollars", "work_plan"]

GAP: Final = Text(en="not stated (gap)", fr="non renseigné (lacune)")
OURS: Final = "*"
NO_GROUP: Final = same("")
SIGNS: Final = Text(
    en="X: quarter marked; ?: a mark is printed that cannot be placed for sure. PM: pour mémoire, a line without amount, which is not zero.",
    fr="X : trimestre coché ; ? : une croix est imprimée qui ne peut être placée avec certitude. PM : pour mémoire, ligne sans montant, qui n'est "
    "pas zéro.",
)
MONEY: Final = Text(
    en="{local} is authoritative; {other} = {local} / {rate}, the planning rate, rounded half-up to the cent on each line; totals are sums of "
    "rounded lines.",
    fr="Le {local} fait foi ; {other} = {local} / {rate}, taux de planification, arrondi au centime le plus proche à chaque ligne ; les totaux sont "
    "des sommes de lignes arrondies.",
)
ACCOUNTS_ARE_OURS: Final = Text(
    en="* The document prints no account: code and label are taken from UNDP's list by kind of cost, which is our reading. A mission's ticket, per "
    "diem and hours are not told apart in the plan and stand whole in 71600.",
    fr="* Le document n'imprime aucun compte : code et libellé viennent de la liste du PNUD selon la nature de la dépense, c'est notre lecture. "
    "Billet, per diem et heures d'une mission ne sont pas séparés dans le plan et figurent entiers en 71600.",
)
NUMBERS_ARE_OURS: Final = Text(
    en="Outputs bear their numbers in the logframe; an activity's last number is its place under the output, ours.",
    fr="Les produits portent leur numéro du cadre logique ; le dernier chiffre d'une activité est son rang sous le produit, il est de nous.",
)


def currency_words(code: str) -> Text:
    """
    Name a currency as its users do.

    >>> currency_words("XOF").fr, currency_words("USD").fr
    ('FCFA', 'USD')
    """
    return same("FCFA" if code == "XOF" else code)


def work_plan(plan: Plan) -> Table:
    """Lay out the plan: a row for each activity, the subtotals of the document, the government's counterpart."""
    readings = dict.fromkeys(entry.activity.reading for entry in plan.entries if entry.activity.reading)
    outputs = dict.fromkeys(entry.output.reading for entry in plan.entries if entry.output and entry.output.reading)
    notes = (SIGNS, _money_note(plan), ACCOUNTS_ARE_OURS, NUMBERS_ARE_OURS, *(_reading(plan, words) for words in readings))
    numbers = [_numbered(plan, words) for words in outputs]
    return Table("awp", _columns(plan), tuple(_rows(plan)), notes=(*notes, *numbers))


def _columns(plan: Plan) -> tuple[Column, ...]:
    quarters = Text(en="Timeframe", fr="Calendrier")
    budget = Text(en="Planned budget", fr="Budget prévu")
    output = Text(
        en="Expected outputs, and baseline, associated indicators and annual targets",
        fr="Produits escomptés ; données de référence, indicateurs et cibles annuelles",
    )
    activity = Text(
        en="Planned activities: list activity results and associated actions", fr="Activités prévues : résultats et actions associées"
    )
    return (
        Column("output", output, width=38),
        Column("activity", activity, width=44),
        *(Column(key, Text(en=key.upper(), fr=f"T{key[1]}"), "mark", width=5, group=quarters) for key in QUARTERS),
        Column("responsible", Text(en="Responsible party", fr="Partie responsable"), width=19),
        Column("source", Text(en="Funding source", fr="Source de financement"), width=18, group=budget),
        Column("budget_description", Text(en="Budget description", fr="Description budgétaire"), width=26, group=budget),
        *amounts(plan, budget),
    )


def amounts(plan: Plan, group: Text = NO_GROUP) -> tuple[Column, Column]:
    """Give the columns of the two currencies, the authoritative one first."""
    card = plan.programme.card
    local, other = currency_words(card.currency), currency_words(card.reporting_currency)
    words = Text(en="Amount in ", fr="Montant en ")
    return (
        Column(plan.local, words + local, "money", card.currency, width=15, group=group),
        Column("amount", words + other, "money", card.reporting_currency, width=14, group=group),
    )


def _rows(plan: Plan) -> Iterator[Row]:
    tops: list[str] = []
    for entries in plan.by_objective():
        objective, group = entries[0].objective, entries[0].group
        label = objective.label if objective else Text(en="Management", fr="Gestion")
        yield Row(f"h-{group}", {"output": same(f"{group}. ") + label}, "heading")
        managed = any(entry.activity.kind in CLOSING for entry in entries)
        if managed:
            yield from _management(plan, entries)
        else:
            for _, own in groupby(entries, key=lambda entry: entry.output):
                under = list(own)
                yield from _lines(plan, under, under[0])
        words = (
            Text(en="Total, management", fr="Total, gestion") if managed else Text(en=f"Total product {group}", fr=f"Total produit {group}")
        )
        yield subtotal(f"s-{group}", [entry.key for entry in entries], plan.local, "amount", output=words)
        tops.append(f"s-{group}")
    yield total("total", tops, plan.local, "amount", output=Text(en="General total", fr="Total général"))
    yield from _counterpart(plan)


def _counterpart(plan: Plan) -> Iterator[Row]:
    words = Text(en="Government counterpart, from the budget lines", fr="Contrepartie du gouvernement, des lignes budgétaires")
    own = [
        line(f"counterpart-{source.id}", output=words, source=source.label, **{plan.local: amount}, amount=dollars(plan))
        for source, amount in plan.counterpart
    ]
    yield from own
    words = Text(en="Total of the annual work plan", fr="Total du plan de travail annuel")
    yield total("all", ["total", *(row.key for row in own)], plan.local, "amount", output=words)


def _management(plan: Plan, entries: Sequence[Entry]) -> Iterator[Row]:
    """Give the rows under each output, closed by its subtotal; before bank charges, support cost and sundries stands one more."""
    for under in dict.fromkeys(entry.output.id if entry.output else "" for entry in entries):
        own = [entry for entry in entries if (entry.output.id if entry.output else "") == under]
        bought = [entry for entry in own if entry.activity.kind not in CLOSING]
        closing = own[len(bought) :]
        split = bool(bought) and bool(closing) and own[: len(bought)] == bought
        if split:
            yield from _lines(plan, bought, own[0])
            words = Text(
                en="Subtotal before bank charges, support cost and sundries",
                fr="Sous-total avant services bancaires, coût d'appui et divers",
            )
            yield subtotal(f"m-{under}", [entry.key for entry in bought], plan.local, "amount", output=words)
        yield from _lines(plan, closing if split else own, own[0])
        label = own[0].output.label if own[0].output else Text(en="management", fr="gestion")
        words = Text(en="Subtotal: {label}", fr="Sous-total : {label}").fill(label=label)
        yield subtotal(f"o-{under}", [entry.key for entry in own], plan.local, "amount", output=words)


def _lines(plan: Plan, entries: Sequence[Entry], first: Entry) -> Iterator[Row]:
    """Give the rows of some activities of one output, which is told in the row of its first."""
    for entry in entries:
        yield line(
            entry.key,
            output=_output(entry) if entry == first else None,
            activity=entry.name,
            **{quarter: _mark(plan, entry, quarter) for quarter in QUARTERS},
            responsible=entry.activity.responsible or None,
            source=entry.source.label if entry.source else None,
            budget_description=_description(entry),
            **_amount(plan, entry),
        )


def _output(entry: Entry) -> Text | None:
    if entry.output is None:
        return None
    told = [same(f"{entry.output.id} ") + entry.output.label]
    if entry.output.baseline:
        told.append(Text(en="Baseline: ", fr="Référence : ") + entry.output.baseline)
    if entry.output.target:
        told.append(Text(en="Target: ", fr="Cible : ") + entry.output.target)
    return joined(told, ". ")


def _mark(plan: Plan, entry: Entry, quarter: str) -> Cell:
    if quarter in entry.activity.quarters:
        return True
    return "?" if entry.activity.uncertain_quarter and quarter in plan.used_quarters else None


def _description(entry: Entry) -> Text | None:
    if entry.account is None:
        return same(entry.activity.budget_description) if entry.activity.budget_description else None
    return account_label(entry.account) + same("" if prints_account(entry.activity) else OURS)


def _amount(plan: Plan, entry: Entry) -> dict[str, Cell]:
    if entry.activity.pm:
        return {plan.local: PM, "amount": PM}
    if entry.activity.amount is None:
        return {}
    return {plan.local: minor_units(entry.activity.amount), "amount": dollars(plan)}


def dollars(plan: Plan) -> Cell:
    """Give francs at the planning rate; unknown where the programme has none."""
    card = plan.programme.card
    rate = Decimal(1) if card.currency == card.reporting_currency else card.planning_rate
    return UNKNOWN if rate is None else Product(plan.local, over=rate, rounding=HALF_UP)


def _money_note(plan: Plan) -> Text:
    card = plan.programme.card
    local, other = currency_words(card.currency), currency_words(card.reporting_currency)
    return MONEY.fill(local=local, other=other, rate=card.planning_rate or "?")


def _reading(plan: Plan, words: Text) -> Text:
    codes = ", ".join(entry.code for entry in plan.entries if entry.activity.reading == words)
    return Text(en=f"{codes}: ", fr=f"{codes} : ") + words


def _numbered(plan: Plan, words: Text) -> Text:
    ids = dict.fromkeys(entry.output.id for entry in plan.entries if entry.output and entry.output.reading == words)
    return Text(en="Output {ids}: ", fr="Produit {ids} : ").fill(ids=", ".join(ids)) + words
