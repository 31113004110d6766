"""
The facts that rules may read of a mission, each with its unit and its labels.

Names are those of the costing's columns, except where one column gives several facts: ``start`` also gives ``month``, and a quoted airfare
in another currency is a fact of its own (``airfare_eur``), so that francs and euros never meet without a rate.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

from tokten_core.rules.nodes import Fact
from tokten_core.text import Text
from tokten_core.units import CODE, DATE, DAY, HOUR, MONTH, NIGHT, PERCENT, TRUTH, Unit, money_unit

__all__ = ["MISSION_FACTS", "FactKind", "airfare_fact", "mission_facts"]


@frozen
class FactKind:
    """
    A fact that a rule may read (fr: *donnée*).

    Attributes:
        name: as rules write it: ``mission.days``.
        unit: what it counts.
        label: how an explanation calls it.
        codes: the values it may have, where it is a code with a list.
    """

    name: str
    unit: Unit
    label: Text
    codes: tuple[str, ...] = ()

    def node(self) -> Fact:
        """Give the node that stands for it."""
        return Fact(self.unit, self.name, self.label)


MISSION_FACTS: Final = (
    FactKind("residence", CODE, Text(en="country of residence", fr="pays de résidence")),
    FactKind("start", DATE, Text(en="first day", fr="premier jour")),
    FactKind("month", MONTH, Text(en="month of the first day", fr="mois du premier jour")),
    FactKind("days", DAY, Text(en="days of mission", fr="jours de mission")),
    FactKind("thesis_supervision", TRUTH, Text(en="thesis supervision", fr="encadrement de thèse")),
    FactKind("teaching_hours", HOUR, Text(en="teaching hours", fr="heures de cours")),
    FactKind("lodging_nights", NIGHT, Text(en="lodging nights", fr="nuits d'hébergement")),
    FactKind("for_profit", TRUTH, Text(en="profit-making host", fr="structure à but lucratif")),
    FactKind("cost_share", PERCENT, Text(en="beneficiary's share in per cent", fr="part du bénéficiaire en pour cent")),
    FactKind("committee_consulted", TRUTH, Text(en="committee consulted", fr="comité consulté")),
)


def airfare_fact(code: str, home: str) -> str:
    """
    Name the fact that holds an airfare quoted in a currency.

    >>> airfare_fact("XOF", home="XOF"), airfare_fact("EUR", home="XOF")
    ('airfare', 'airfare_eur')
    """
    return "airfare" if code == home else f"airfare_{code.lower()}"


def mission_facts(home: str, quoted_in: tuple[str, ...], sources: tuple[str, ...]) -> tuple[FactKind, ...]:
    """
    Give the facts of a programme's missions.

    Args:
        home: the programme's currency, ISO 4217.
        quoted_in: other currencies in which airfares may be quoted.
        sources: the funding sources that ``mission.source`` may name.
    """
    quote = Text(en="quoted airfare", fr="billet d'avion selon devis")
    fares = tuple(FactKind(airfare_fact(code, home), money_unit(code), quote) for code in (home, *quoted_in))
    source = FactKind("source", CODE, Text(en="funding source", fr="source de financement"), sources)
    return (*MISSION_FACTS, *fares, source)
