"""
A mission that goes otherwise than planned: cut short, lengthened, postponed, cancelled.

What is due is the per diem of the days that were carried out; what was paid beyond it is given back, what is missing is still due. A ticket
that was paid and not refunded is lost, and somebody bears it. An advance is cleared by papers and by what is brought back; the rest is open.

    9 of 14 days, half the per diem paid on arrival      due 180 000, paid 140 000, still due 40 000
    cancelled, ticket of 650 000, 200 000 refunded       450 000 lost

Where no text decides who bears a lost ticket, the amount is unknown and `choices` tells what each answer would give.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs
from attrs import frozen

from tokten_core.explain import Known
from tokten_core.parameters import Figures
from tokten_core.rules.book import RuleBook
from tokten_core.rules.facts import FactKind
from tokten_core.rules.nodes import Figure, within
from tokten_core.rules.plain import Operand
from tokten_core.rules.words import any_of, at_most, choose, greatest, half_even, percent
from tokten_core.text import Text
from tokten_core.units import DATE, DAY, TRUTH, money_unit

__all__ = [
    "MISSION_CHANGES", "Choice", "advance_to_clear", "change_facts", "choices", "per_diem_due", "per_diem_still_due", "per_diem_to_return", "ticket_for_funder",
    "ticket_lost",
]  # fmt: skip


MISSION_CHANGES: Final = (
    "per_diem_due",
    "per_diem_to_return",
    "per_diem_still_due",
    "ticket_lost",
    "ticket_for_funder",
    "advance_to_clear",
)
"""The amounts of a mission that goes otherwise than planned, in the order in which people ask."""


def change_facts(currency: str) -> tuple[FactKind, ...]:
    """
    Give the facts of a mission that goes otherwise than planned.

    Args:
        currency: the programme's currency, ISO 4217; amounts are in its minor units.
    """
    money = money_unit(currency)
    return (
        FactKind("start", DATE, Text(en="first day", fr="premier jour")),
        FactKind("planned_days", DAY, Text(en="days planned", fr="jours prévus")),
        FactKind("days", DAY, Text(en="days carried out", fr="jours effectués")),
        FactKind("thesis_supervision", TRUTH, Text(en="thesis supervision", fr="encadrement de thèse")),
        FactKind("per_diem_paid", money, Text(en="per diem paid", fr="per diem versé")),
        FactKind("ticket_used", TRUTH, Text(en="ticket used", fr="billet utilisé")),
        FactKind("ticket_paid", money, Text(en="ticket paid", fr="billet payé")),
        FactKind("ticket_refund", money, Text(en="refund of the ticket", fr="remboursement du billet")),
        FactKind("advance", money, Text(en="advance handed out", fr="avance remise")),
        FactKind("cleared", money, Text(en="cleared by papers", fr="justifié par des pièces")),
        FactKind("brought_back", money, Text(en="brought back", fr="reversé")),
    )


def per_diem_due(mission: Operand, figures: Operand) -> Operand:
    """
    Work out the per diem of the days carried out (fr: *per diem dû*).

    Reads:
        mission.days: days carried out, the first and the last both counted; 0 when the expert never came.
        figures.per_diem_rate: an amount a day, by thesis supervision, in force on the first day.

    .. versionadded:: 0.1
    """
    return mission.days * figures.per_diem_rate.on(mission.start, thesis=mission.thesis_supervision)


def per_diem_to_return(mission: Operand, _figures: Operand, per_diem_due: Operand) -> Operand:
    """Work out what the expert gives back: paid beyond what is due (fr: *per diem à rendre*)."""
    return greatest(mission.per_diem_paid - per_diem_due, 0)


def per_diem_still_due(mission: Operand, _figures: Operand, per_diem_due: Operand) -> Operand:
    """Work out what is still due to the expert (fr: *per diem restant dû*)."""
    return greatest(per_diem_due - mission.per_diem_paid, 0)


def ticket_lost(mission: Operand, _figures: Operand) -> Operand:
    """
    Work out what a ticket that was not used has cost for nothing (fr: *billet perdu*).

    Reads:
        mission.ticket_used: whether the expert travelled on it; then nothing is lost.
        mission.ticket_paid: what it cost; none paid, none lost.
        mission.ticket_refund: what the carrier gave back.
    """
    nothing = any_of(mission.ticket_used, at_most(mission.ticket_paid, 0))
    return choose(nothing, 0, mission.ticket_paid - mission.ticket_refund)


def ticket_for_funder(mission: Operand, figures: Operand, ticket_lost: Operand) -> Operand:
    """
    Work out the part of a lost ticket that the source which funds the mission bears (fr: *part du billet perdu*).

    Reads:
        figures.lost_ticket_share: per cent of a lost ticket that the source bears.
    """
    return half_even(ticket_lost * percent(figures.lost_ticket_share.on(mission.start)))


def advance_to_clear(mission: Operand, _figures: Operand) -> Operand:
    """Work out what is open of an advance: handed out less cleared less brought back (fr: *avance à justifier*)."""
    return mission.advance - mission.cleared - mission.brought_back


@frozen
class Choice:
    """
    What an amount would be, were a figure decided so (fr: *choix*).

    Attributes:
        label: the decision, in words.
        units: the amount in counted parts; None when something else is missing.
    """

    label: Text
    units: int | None


def choices(book: RuleBook, name: str, facts: Mapping[str, Known | None]) -> tuple[Choice, ...]:
    """
    Tell what an unknown amount would be by each decision that nobody has taken yet (fr: *choix possibles*).

    Args:
        book: the rules.
        name: the amount.
        facts: the facts of the mission.

    Returns:
        One choice for each answer that an undecided figure of this amount may have; none when all figures are decided.
    """
    found: list[Choice] = []
    for figure in dict.fromkeys(node.parameter for node in within(book.step(name)) if isinstance(node, Figure)):
        if not figure.choices or any(version.rows for version in figure.history):
            continue
        for value, label in figure.choices.items():
            decided = attrs.evolve(figure, history=[attrs.evolve(version, rows={(): value}) for version in figure.history])
            others = (each for each in book.figures.values() if each.name != figure.name)
            supposed = attrs.evolve(book, figures=Figures.of((*others, decided)))
            found.append(Choice(label, supposed.work_out(facts).units(name)))
    return tuple(found)
