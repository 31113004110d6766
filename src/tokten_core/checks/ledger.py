"""
The ledger against the budget: lines overspent, entries in another year, advances cleared beyond what was handed out or not cleared in time.

"In time" is counted from the ledger's own last day, not from a clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from tokten_core.accounts import SPENDING, advance_balances, spent
from tokten_core.checks.codes import CheckCode
from tokten_core.checks.findings import Finding, Holds
from tokten_core.model.budget import BudgetLine
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.model.programme import Programme
from tokten_core.text import Text

__all__ = ["advances", "doubled_payments", "lines_within_budget", "years_of_entries"]

LONGEST_ADVANCE_DAYS: Final = 180
"""A plausibility limit of ours: no text of the programme sets one."""

LINE_OVERSPENT: Final = CheckCode(
    "line-overspent",
    title=Text(en="budget line spent beyond its amount", fr="ligne budgétaire dépensée au-delà de son montant"),
    compares=Text(
        en="The expenditure of each line, cleared advances included, with its amount; a line pour mémoire allows none.",
        fr="Les dépenses de chaque ligne, avances justifiées comprises, avec son montant ; une ligne pour mémoire n'en permet aucune.",
    ),
    remedy=Text(
        en="Move the charge to a line that may bear it, or have the budget revised.",
        fr="Imputez à une ligne qui peut la porter, ou faites réviser le budget.",
    ),
)
ENTRY_OTHER_YEAR: Final = CheckCode(
    "entry-in-other-year",
    title=Text(en="entry on a line of another year", fr="écriture sur une ligne d'une autre année"),
    compares=Text(
        en="The day of each entry with the programme year of its line.",
        fr="La date de chaque écriture avec l'année de programme de sa ligne.",
    ),
    remedy=Text(en="Charge the entry to the line of its year.", fr="Imputez l'écriture à la ligne de son année."),
)
ADVANCE_EXCEEDED: Final = CheckCode(
    "advance-exceeded",
    title=Text(en="advance cleared or refunded beyond what was handed out", fr="avance justifiée ou remboursée au-delà du montant remis"),
    compares=Text(en="Each advance with its clearings and refunds.", fr="Chaque avance avec ses justifications et remboursements."),
    remedy=Text(en="Correct the entry that is wrong by a new one.", fr="Corrigez l'écriture erronée par une nouvelle."),
)
ADVANCE_OUTSTANDING: Final = CheckCode(
    "advance-outstanding",
    title=Text(en="advance not cleared after half a year", fr="avance non justifiée après six mois"),
    compares=Text(
        en="Each advance older than 180 days on the ledger's last day with its clearings and refunds; the 180 days are ours.",
        fr="Chaque avance de plus de 180 jours au dernier jour du grand livre avec ses justifications ; les 180 jours sont de nous.",
    ),
    remedy=Text(en="Ask for the papers, or for the money back.", fr="Demandez les pièces, ou le remboursement."),
)
PAYMENT_DOUBLED: Final = CheckCode(
    "payment-doubled",
    title=Text(en="payment that stands there twice", fr="paiement enregistré deux fois"),
    compares=Text(
        en="Payments of one mission, component, amount and day under two vouchers.",
        fr="Les paiements d'une même mission, composante, somme et date sous deux pièces.",
    ),
    remedy=Text(en="Correct one of the two by a new entry.", fr="Corrigez l'un des deux par une nouvelle écriture."),
)


def lines_within_budget(programme: Programme) -> Iterator[Finding | Holds]:
    """Hold the expenditure of each budget line to its amount (fr: *lignes dépassées*)."""
    charged = {entry.budget_line for entry in programme.ledger}
    for line in programme.budget_lines:
        if line.id not in charged:
            continue
        done = spent(programme, [line]).amount
        limit = line.amount.amount if line.amount is not None else Decimal(0)
        subject = Text(en="expenditure of line {id} against its amount", fr="dépenses de la ligne {id} contre son montant").fill(id=line.id)
        if done > limit:
            yield Finding(LINE_OVERSPENT.code, line.place("amount"), subject, done, limit, programme.card.currency)
        else:
            yield Holds(LINE_OVERSPENT.code, line.place("amount"), done, limit)


def years_of_entries(programme: Programme) -> Iterator[Finding]:
    """Find entries outside the programme year of their line (fr: *année des écritures*)."""
    for entry in programme.ledger:
        line = programme.find("budget_lines", entry.budget_line)
        year = programme.card.year_of(entry.on)
        if isinstance(line, BudgetLine) and line.year != year:
            subject = Text(en="programme year of entry {id}", fr="année de programme de l'écriture {id}").fill(id=entry.id)
            yield Finding(ENTRY_OTHER_YEAR.code, entry.place("on"), subject, year, line.year)


def advances(programme: Programme) -> Iterator[Finding | Holds]:
    """Hold each advance to what was cleared and brought back (fr: *avances*)."""
    last = max((entry.on for entry in programme.ledger), default=dt.date.min)
    given = {entry.id: entry for entry in programme.ledger if entry.kind is EntryKind.ADVANCE}
    for key, balance in advance_balances(programme).items():
        entry = given.get(key)
        if entry is None:
            continue
        subject = Text(en="balance of advance {id}", fr="solde de l'avance {id}").fill(id=key)
        if balance.amount < 0:
            yield Finding(ADVANCE_EXCEEDED.code, entry.place("amount"), subject, balance.amount, Decimal(0), programme.card.currency)
        elif balance.amount > 0 and (last - entry.on).days > LONGEST_ADVANCE_DAYS:
            yield Finding(ADVANCE_OUTSTANDING.code, entry.place("amount"), subject, balance.amount, Decimal(0), programme.card.currency)
        elif balance.amount == 0:
            yield Holds(ADVANCE_OUTSTANDING.code, entry.place("amount"), balance.amount, Decimal(0))


def doubled_payments(programme: Programme) -> Iterator[Finding]:
    """Find payments of one mission, component, amount and day under two vouchers (fr: *paiements en double*)."""
    seen: dict[tuple[object, ...], LedgerEntry] = {}
    for entry in programme.ledger:
        if entry.mission is None or entry.kind not in SPENDING:
            continue
        key = (entry.mission, entry.component, entry.amount, entry.on)
        first = seen.setdefault(key, entry)
        if first is not entry:
            subject = Text(en="payment of {first} once more", fr="paiement {first} une seconde fois").fill(first=first.id)
            yield Finding(PAYMENT_DOUBLED.code, entry.place("amount"), subject, entry.amount.amount, Decimal(0), programme.card.currency)
