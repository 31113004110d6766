"""
A mission of Mali's that goes otherwise than planned.

The programme document foresees delays and cancellations among its risks and says nothing of the money: what is due for the days carried out
follows from its per diem; who bears a ticket that is lost, nobody has decided.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from tokten_core.parameters import Dated, Figures, Parameter
from tokten_core.rules import cost_rule
from tokten_core.rules.book import RuleBook
from tokten_core.rules.changes import (
    advance_to_clear,
    change_facts,
    per_diem_due,
    per_diem_still_due,
    per_diem_to_return,
    ticket_for_funder,
    ticket_lost,
)
from tokten_core.text import Text
from tokten_core.units import PERCENT
from tokten_mali.figures import FIGURES, PROGRAMME, XOF
from tokten_mali.texts import PACK_READING, PARTIE_II, PARTIE_IV, SECTION_8_5

__all__ = ["changes"]

LOST_TICKET_SHARE: Final = Parameter(
    "lost_ticket_share",
    Text(en="share of a lost ticket that the source bears", fr="part d'un billet perdu à la charge du bailleur"),
    PERCENT,
    [Dated(PROGRAMME.start, PARTIE_IV, until=PROGRAMME.end)],
    silence=Text(
        en="no text says who bears a ticket that is lost",
        fr="aucun texte ne dit qui supporte un billet perdu",
    ),
    choices={
        100: Text(en="the source bears it all", fr="le bailleur le supporte en entier"),
        50: Text(en="the source and the expert bear half each", fr="le bailleur et l'expert en supportent chacun la moitié"),
        0: Text(en="the expert or the host bears it", fr="l'expert ou la structure d'accueil le supporte"),
    },
)

RULES: Final = (
    cost_rule(
        text=PARTIE_II,
        en="per diem due",
        fr="per diem dû",
        unit=XOF,
        reading=Text(
            en="a day that was carried out is paid, one that was only planned is not",
            fr="un jour effectué se paie, un jour seulement prévu ne se paie pas",
        ),
    )(per_diem_due),
    cost_rule(
        text=(PARTIE_II, SECTION_8_5),
        en="per diem to give back",
        fr="per diem à rendre",
        unit=XOF,
        reading=Text(
            en="half is paid on arrival; what it exceeds the days carried out by is given back",
            fr="la moitié se paie à l'arrivée ; ce qui dépasse les jours effectués se rend",
        ),
    )(per_diem_to_return),
    cost_rule(text=(PARTIE_II, SECTION_8_5), en="per diem still due", fr="per diem restant dû", unit=XOF)(per_diem_still_due),
    cost_rule(
        text=PACK_READING,
        en="lost ticket",
        fr="billet perdu",
        unit=XOF,
        reading=Text(en="what the carrier does not refund is lost", fr="ce que le transporteur ne rembourse pas est perdu"),
    )(ticket_lost),
    cost_rule(text=PARTIE_IV, en="lost ticket, borne by the source", fr="billet perdu, à la charge du bailleur", unit=XOF)(
        ticket_for_funder
    ),
    cost_rule(
        text=PACK_READING,
        en="advance to clear",
        fr="avance à justifier",
        unit=XOF,
        reading=Text(
            en="an advance stays open until papers or money close it, whatever becomes of the mission",
            fr="une avance reste ouverte tant que ni pièces ni argent ne la closent, quoi qu'il advienne de la mission",
        ),
    )(advance_to_clear),
)


@cache
def changes() -> RuleBook:
    """Give the rules of a mission that is cut short, lengthened, postponed or cancelled (fr: *mission modifiée*)."""
    return RuleBook(Figures.of((FIGURES.per_diem_rate, LOST_TICKET_SHARE)), RULES, change_facts("XOF"))
