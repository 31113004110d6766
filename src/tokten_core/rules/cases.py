"""
Cases that a lawyer can read: the facts of a mission, what a text gives for them, and which text.

Cases stand in TOML, in the country's own words; amounts are written as people write them, in the currency of the amount::

    [[case]]
    name = "Trente et un jours : le trente et unième à 75 %"
    text = "Appendix D, 1 July 2021"

    [case.facts]
    residence = "FR"
    start = 2021-07-01
    days = 31

    [case.amounts]
    meals = "4598.66"          # whole or with a decimal point; "unknown" where nobody can know
    beneficiary_share = "0"

    [[case]]
    name = "Six jours : trop court"
    text = "Section 8.5"
    source = "ce"              # who funds it, if the case says so
    estimates = ["airfare"]    # what is known as an estimate only, if the case says so
    problems = ["mission-too-short"]
    [case.facts]
    ...

A fact that is left out is unknown. A case that gives amounts expects no problem; one that names problems expects no amounts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import attrs
from attrs import field, frozen

from tokten_core.errors import InputError, Kind, Problem, UsageError, did_you_mean
from tokten_core.explain import worded
from tokten_core.money import Money
from tokten_core.rules.costings import Costing, MissionFacts
from tokten_core.rules.mission_costs import CostRules
from tokten_core.text import Text, same

__all__ = ["Case", "read_cases"]

UNKNOWN: Final = "unknown"
KEYS: Final = ("name", "text", "source", "problems", "estimates", "facts", "amounts")
FACTS: Final = tuple(column.name for column in attrs.fields(MissionFacts) if column.name not in {"id", "more"})

NOT_TOML: Final = Kind(
    "case-not-toml",
    says=Text(en="the cases cannot be read: {value}", fr="les cas sont illisibles : {value}"),
    allowed=Text(en="TOML, one [[case]] for each case", fr="du TOML, un [[case]] par cas"),
    remedy=Text(en="Mend the line that is named.", fr="Corrigez la ligne indiquée."),
)
CASE_KEY: Final = Kind(
    "case-unknown-key",
    says=Text(en="a case has no {value}{near}", fr="un cas n'a pas de {value}{near}"),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Correct the name, or take it out.", fr="Corrigez le nom, ou retirez-le."),
)
CASE_VALUE: Final = Kind(
    "case-value",
    says=Text(en="{value} cannot be read here", fr="{value} est illisible ici"),
    allowed=Text(en="{expected}", fr="{expected}"),
    remedy=Text(en="Write it in this form.", fr="Écrivez-le sous cette forme."),
)
NAME_NEEDED: Final = Text(en="words that are not empty", fr="des mots")
AN_AMOUNT: Final = Text(
    en='"280000", "149.55" or "unknown", between quotes, with no more decimals than {currency} has',
    fr="« 280000 », « 149.55 » ou « unknown », entre guillemets, sans plus de décimales que n'en a : {currency}",
)


@frozen
class Case:
    """
    One case (fr: *cas d'espèce*).

    Attributes:
        name: the situation, in words.
        text: the text that gives the amounts, as a lawyer cites it.
        facts: the facts of the mission.
        source: who funds it; None for nobody in particular.
        amounts: what each amount must be, in counted parts (francs, cents); None for *unknown*.
        problems: the codes of the problems it must have; none where amounts are given.
        estimates: the components that must be known as an estimate only; None where the case does not say.
        place: where it stands, for messages.
    """

    name: str
    text: str
    facts: MissionFacts
    source: str | None = None
    amounts: Mapping[str, int | None] = field(factory=dict)
    problems: tuple[str, ...] = ()
    estimates: tuple[str, ...] | None = None
    place: str = ""

    def differences(self, costs: CostRules) -> tuple[Text, ...]:
        """
        Say where the rules give something else (fr: *écarts*), each amount with its explanation; nothing when the case holds.

        Args:
            costs: the cost rules of the pack.
        """
        return tuple(self._differences(costs, costs.cost(self.facts, self.source)))

    def _differences(self, costs: CostRules, costing: Costing) -> Iterator[Text]:
        found = tuple(dict.fromkeys(problem.code for problem in costing.problems))
        if sorted(found) != sorted(self.problems):
            said = Text(en="expected the problems {wanted}, found {found}", fr="anomalies attendues : {wanted}, trouvées : {found}")
            yield said.fill(wanted=", ".join(self.problems) or "—", found=", ".join(found) or "—")
            return
        estimated = tuple(line.component for line in costing.items if line.estimate)
        if self.estimates is not None and sorted(estimated) != sorted(self.estimates):
            said = Text(en="expected as estimates {wanted}, found {found}", fr="estimations attendues : {wanted}, trouvées : {found}")
            yield said.fill(wanted=", ".join(self.estimates) or "—", found=", ".join(estimated) or "—")
        for name, wanted in self.amounts.items():
            why, unit = costing.explain(name), costs.book.step(name).unit
            value = why.value if isinstance(why.value, int) else None
            if value != wanted:
                said = Text(en="{name}: expected {wanted}, found: {why}", fr="{name} : attendu {wanted}, trouvé : {why}")
                expected = Text(en="unknown", fr="inconnu") if wanted is None else worded(wanted, unit)
                yield said.fill(name=name, wanted=expected, why=Text(en=why.because("en"), fr=why.because("fr")))


def read_cases(toml: str, costs: CostRules, place: str = "cases") -> tuple[Case, ...]:
    """
    Read cases from TOML (fr: *lire des cas*).

    Args:
        toml: the text of the file.
        costs: the cost rules of the pack; its amounts and facts are the ones that cases may name.
        place: what the problems call the file.

    Raises:
        InputError: It is not TOML, a key is unknown, a value cannot be read; every problem is told.
    """
    try:
        listed = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise InputError(NOT_TOML.at(place, str(error))) from None
    reader = _Reader(costs)
    for key in listed:
        if key != "case":
            reader.unknown(place, key, ("case",))
    cases = [reader.case(f"{place}[{number}]", given) for number, given in enumerate(listed.get("case", ()), start=1)]
    if reader.problems:
        raise InputError(*reader.problems)
    return tuple(case for case in cases if case is not None)


class _Reader:
    """Reads one case after the other and gathers what is wrong."""

    def __init__(self, costs: CostRules) -> None:
        self._costs = costs
        self._facts = (*FACTS, *(kind.name for kind in costs.more_facts))
        self.problems: list[Problem] = []

    def unknown(self, place: str, key: str, known: tuple[str, ...]) -> None:
        self.problems.append(CASE_KEY.at(place, key, near=did_you_mean(key, known), known=", ".join(known)))

    def case(self, place: str, given: Mapping[str, Any]) -> Case | None:
        for key in given:
            if key not in KEYS:
                self.unknown(place, key, KEYS)
        name, text = self._words(place, given, "name"), self._words(place, given, "text")
        facts = self._mission(place, given.get("facts", {}))
        amounts = {key: self._amount(f"{place}.amounts.{key}", key, value) for key, value in given.get("amounts", {}).items()}
        if facts is None:
            return None
        estimates = tuple(given["estimates"]) if "estimates" in given else None
        return Case(name, text, facts, given.get("source"), amounts, tuple(given.get("problems", ())), estimates, place)

    def _words(self, place: str, given: Mapping[str, Any], key: str) -> str:
        words = given.get(key)
        if not isinstance(words, str) or not words.strip():
            self.problems.append(CASE_VALUE.at(f"{place}.{key}", words, expected=NAME_NEEDED))
            return ""
        return words

    def _mission(self, place: str, given: Mapping[str, Any]) -> MissionFacts | None:
        facts: dict[str, Any] = {}
        more: dict[str, Any] = {}
        for key, value in given.items():
            if key not in self._facts:
                self.unknown(f"{place}.facts", key, self._facts)
            elif key == "airfare":
                facts[key] = self._fare(f"{place}.facts.airfare", value)
            else:
                (facts if key in FACTS else more)[key] = value
        faults = [kind.fault(more[kind.name], f"{place}.facts.{kind.name}") for kind in self._costs.more_facts if kind.name in more]
        self.problems += [fault for fault in faults if fault is not None]
        try:
            return MissionFacts(place, **facts, more=more)
        except UsageError as error:
            self.problems += [attrs.evolve(problem, place=f"{place}.facts.{problem.place}") for problem in error.problems]
            return None

    def _fare(self, place: str, value: object) -> Money | None:
        """Read a quote: ``"650000"`` in the programme's currency, or ``"650.50 EUR"``."""
        digits, _, code = str(value).partition(" ")
        try:
            return Money(Decimal(digits), code or self._costs.currency)
        except (InvalidOperation, UsageError):
            self.problems.append(CASE_VALUE.at(place, value, expected=same('"650000", "650.50 EUR"')))
            return None

    def _amount(self, place: str, name: str, value: object) -> int | None:
        if name not in self._costs.steps:
            self.unknown(place.rpartition(".")[0], name, tuple(self._costs.steps))
            return None
        unit = self._costs.steps[name].unit
        if value == UNKNOWN:
            return None
        try:
            parts = Decimal(str(value)) * unit.sub_unit if isinstance(value, str) else None
        except InvalidOperation:
            parts = None
        if parts is None or not parts.is_finite() or parts != parts.to_integral_value():
            currency = same(unit.name)
            self.problems.append(CASE_VALUE.at(place, value, expected=AN_AMOUNT.fill(currency=currency)))
            return None
        return int(parts)
