"""
The facts that rules may read of a mission, each with its unit and its labels.

Names are those of the costing's columns, except where one column gives several facts: ``start`` also gives ``month``, and with the days
``end``; a quoted airfare in another currency is a fact of its own (``airfare_eur``), so that francs and euros never meet without a rate.
A country pack adds facts of its own: the rank of the expert, the kind of lodging.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import field, frozen

from tokten_core.errors import Kind, Problem, did_you_mean
from tokten_core.model.mission import MissionMode
from tokten_core.parameters import plain_type
from tokten_core.rules.nodes import Fact
from tokten_core.text import Text
from tokten_core.units import CODE, DATE, DAY, HOUR, MONTH, NIGHT, PERCENT, TRUTH, Unit, money_unit

__all__ = ["MISSION_FACTS", "MODE", "MODES", "WRONG_FACT", "FactKind", "airfare_fact", "check_facts", "mission_facts"]

WRONG_FACT: Final = Kind(
    "mission-fact",
    says=Text(en="{value} is of type {type}", fr="{value} est de type {type}"),
    allowed=Text(en="{expected}, not below zero; None if unknown", fr="{expected}, pas négatif ; None si inconnu"),
    remedy=Text(en="Give the fact as it is.", fr="Donnez la donnée telle qu'elle est."),
)
UNKNOWN_FACT: Final = Kind(
    "fact-unknown",
    says=Text(en="no rule reads a fact {value}{near}", fr="aucune règle ne lit de donnée {value}{near}"),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Correct the name, or take it out.", fr="Corrigez le nom, ou retirez-la."),
)
UNKNOWN_CODE: Final = Kind(
    "fact-unknown-code",
    says=Text(en="{value} is no value of {label}{near}", fr="{value} n'est pas une valeur de : {label}{near}"),
    allowed=Text(en="{codes}", fr="{codes}"),
    remedy=Text(en="Correct the code.", fr="Corrigez le code."),
)


@frozen
class FactKind:
    """
    A fact that a rule may read (fr: *donnée*).

    Attributes:
        name: as rules write it: ``mission.days``.
        unit: what it counts.
        label: how an explanation calls it.
        codes: the values it may have, where it is a code with a list.
        words: how an explanation calls its values, where they are codes.
        usual: the value that goes without saying: an exception that it keeps away is not mentioned.
    """

    name: str
    unit: Unit
    label: Text
    codes: tuple[str, ...] = ()
    words: Mapping[str, Text] = field(factory=dict)
    usual: str | bool | None = None

    def node(self) -> Fact:
        """Give the node that stands for it."""
        return Fact(self.unit, self.name, self.label, tuple(self.words.items()), self.usual)

    def fault(self, value: object, place: str) -> Problem | None:
        """Tell what is wrong with a value, if anything: its very type (a truth is no number, a moment no day), its sign, its code."""
        kind = plain_type(self.unit)
        if value is None:
            return None
        if type(value) is not kind or (isinstance(value, int) and value < 0):
            return WRONG_FACT.at(place, value, type=type(value).__name__, expected=kind.__name__, column=self.name)
        if self.codes and value not in self.codes:
            near = did_you_mean(str(value), self.codes)
            return UNKNOWN_CODE.at(place, value, label=self.label, codes=", ".join(self.codes), near=near, column=self.name)
        return None


MODES: Final = {
    MissionMode.ON_SITE.value: Text(en="on site", fr="sur place"),
    MissionMode.HYBRID.value: Text(en="hybrid", fr="hybride"),
    MissionMode.ONLINE.value: Text(en="online", fr="en ligne"),
}
"""How a mission is held; one that does not say is on site."""

MODE: Final = FactKind(
    "mode", CODE, Text(en="mode of the mission", fr="mode de la mission"), tuple(MODES), MODES, usual=MissionMode.ON_SITE.value
)

MISSION_FACTS: Final = (
    FactKind("residence", CODE, Text(en="country of residence", fr="pays de résidence")),
    FactKind("start", DATE, Text(en="first day", fr="premier jour")),
    FactKind("month", MONTH, Text(en="month of the first day", fr="mois du premier jour")),
    FactKind("days", DAY, Text(en="days of mission", fr="jours de mission")),
    FactKind("end", DATE, Text(en="last day", fr="dernier jour")),
    MODE,
    FactKind("thesis_supervision", TRUTH, Text(en="thesis supervision", fr="encadrement de thèse")),
    FactKind("teaching_hours", HOUR, Text(en="teaching hours", fr="heures de cours")),
    FactKind("lodging_nights", NIGHT, Text(en="lodging nights", fr="nuits d'hébergement")),
    FactKind("for_profit", TRUTH, Text(en="profit-making host", fr="structure à but lucratif")),
    FactKind("cost_share", PERCENT, Text(en="beneficiary's share in per cent", fr="part du bénéficiaire en pour cent")),
    FactKind("committee_consulted", TRUTH, Text(en="committee consulted", fr="comité consulté")),
)


def check_facts(kinds: Iterable[FactKind], facts: Mapping[str, object], place: str = "") -> Iterator[Problem]:
    """
    Tell what is wrong with facts, each with its name under ``facts["column"]``.

    Args:
        kinds: the facts that there are.
        facts: values by name.
        place: where the facts are, for the messages.
    """
    known = {kind.name: kind for kind in kinds}
    before = f"{place}." if place else ""
    for name, value in facts.items():
        if name not in known:
            yield UNKNOWN_FACT.at(before + name, name, near=did_you_mean(name, known), known=", ".join(known), column=name)
            continue
        fault = known[name].fault(value, before + name)
        if fault is not None:
            yield fault


def airfare_fact(code: str, home: str) -> str:
    """
    Name the fact that holds an airfare quoted in a currency.

    >>> airfare_fact("XOF", home="XOF"), airfare_fact("EUR", home="XOF")
    ('airfare', 'airfare_eur')
    """
    return "airfare" if code == home else f"airfare_{code.lower()}"


def mission_facts(home: str, quoted_in: tuple[str, ...], sources: tuple[str, ...], more: Iterable[FactKind] = ()) -> tuple[FactKind, ...]:
    """
    Give the facts of a programme's missions.

    Args:
        home: the programme's currency, ISO 4217.
        quoted_in: other currencies in which airfares may be quoted.
        sources: the funding sources that ``mission.source`` may name.
        more: the facts that a country adds.
    """
    quote = Text(en="quoted airfare", fr="billet d'avion selon devis")
    fares = tuple(FactKind(airfare_fact(code, home), money_unit(code), quote) for code in (home, *quoted_in))
    source = FactKind("source", CODE, Text(en="funding source", fr="source de financement"), sources)
    return (*MISSION_FACTS, *fares, source, *more)
