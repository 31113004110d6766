"""
The ledger against the budget: what was spent, when, and on whose promise.

Lines overspent, entries in another year or on days when their source does not pay, commitments paid beyond what was promised, advances cleared
beyond what was handed out or not cleared in time.

"In time" is counted from the ledger's own last day, not from a clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from tokten_core.accounts import SPENDING, advance_balances, commitments, source_of, spent
from tokten_core.checks.codes import CheckCode
from tokten_core.checks.findings import Finding, Holds
from tokten_core.model.budget import BudgetLine
from tokten_core.model.ledger import EntryKind
from tokten_core.model.programme import Programme
from tokten_core.text import Text

__all__ = ["advances", "commitments_kept", "days_of_sources", "lines_within_budget", "years_of_entries"]

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
ENTRY_OUTSIDE_SOURCE: Final = CheckCode(
    "entry-outside-source",
    title=Text(en="payment on a day when its source does not pay", fr="paiement à une date où sa source ne paie pas"),
    compares=Text(
        en="The day of each payment, on a line of its year, with the first and last day on which the line's source pays.",
        fr="La date de chaque paiement, sur une ligne de son année, avec le premier et le dernier jour où paie la source de la ligne.",
    ),
    remedy=Text(
        en="Charge it to a source that pays on that day, or have the agreement extended.",
        fr="Imputez-le à une source qui paie à cette date, ou faites prolonger la convention.",
    ),
)
COMMITMENT_EXCEEDED: Final = CheckCode(
    "commitment-exceeded",
    title=Text(en="commitment paid beyond its amount", fr="engagement payé au-delà de son montant"),
    compares=Text(
        en="What was paid on each commitment with its amount; a mission's payments are held to the rules instead.",
        fr="Ce qui fut payé sur chaque engagement avec son montant ; les paiements d'une mission sont tenus, eux, aux règles.",
    ),
    remedy=Text(
        en="Correct the payment by a new entry, or add to the commitment first.",
        fr="Corrigez le paiement par une nouvelle écriture, ou complétez d'abord l'engagement.",
    ),
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


def days_of_sources(programme: Programme) -> Iterator[Finding]:
    """Find payments on days when their source does not pay (fr: *dates des sources*); those on a line of another year are told elsewhere."""
    for entry in programme.ledger:
        line = programme.find("budget_lines", entry.budget_line)
        if entry.kind not in SPENDING or not isinstance(line, BudgetLine) or line.year != programme.card.year_of(entry.on):
            continue
        source = source_of(programme, line)
        limit = source.start if source.start and entry.on < source.start else source.end if source.end and entry.on > source.end else None
        if limit is not None:
            subject = Text(en="day of entry {id}, source « {source} »", fr="date de l'écriture {id}, source « {source} »")
            said = subject.fill(id=entry.id, source=source.id)
            yield Finding(ENTRY_OUTSIDE_SOURCE.code, entry.place("on"), said, entry.on.isoformat(), limit.isoformat())


def commitments_kept(programme: Programme) -> Iterator[Finding | Holds]:
    """Hold what was paid on each commitment to its amount (fr: *engagements dépassés*)."""
    for promise in commitments(programme):
        place, paid, limit = promise.entry.place("amount"), promise.spent.amount, promise.promised.amount
        if promise.entry.mission is not None or not paid:
            continue
        if paid > limit:
            subject = Text(en="paid on commitment {id}", fr="payé sur l'engagement {id}").fill(id=promise.entry.id)
            yield Finding(COMMITMENT_EXCEEDED.code, place, subject, paid, limit, programme.card.currency)
        else:
            yield Holds(COMMITMENT_EXCEEDED.code, place, paid, limit)


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
