"""
What can be against the rules in the facts of a mission, all of it told at once.

Three bounds of the programme (a country abroad, a first day that its texts cover, a currency that it converts), then the requirements among
its rules, then whether the source that was named may pay. Each problem names the column to mend under ``facts["column"]``.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import attrs

from tokten_core.errors import Kind, Problem, RuleError, did_you_mean
from tokten_core.explain import worded
from tokten_core.rules import nodes
from tokten_core.rules.costings import MissionFacts
from tokten_core.rules.evaluate import Evaluation, Unknown, figure_in_words
from tokten_core.rules.facts import FactKind, check_facts
from tokten_core.rules.mistakes import UNKNOWN_FACT
from tokten_core.rules.nodes import Node, Step
from tokten_core.text import Text

if TYPE_CHECKING:
    from tokten_core.rules.mission_costs import CostRules

__all__ = ["check_requirements", "fare_problem", "problems_of"]

UNKNOWN_COUNTRY: Final = Kind(
    "unknown-country",
    says=Text(en="{value} is no country{near}", fr="{value} n'est pas un pays{near}"),
    allowed=Text(en="an ISO 3166 code of two capitals, such as FR", fr="un code ISO 3166 de deux capitales, comme FR"),
    remedy=Text(en="Correct the country of residence.", fr="Corrigez le pays de résidence."),
)
RESIDENCE_AT_HOME: Final = Kind(
    "residence-at-home",
    says=Text(en="the expert lives in the programme's own country, {value}", fr="l'expert réside dans le pays même du programme, {value}"),
    allowed=Text(en="a country abroad", fr="un pays étranger"),
    remedy=Text(en="Correct the country of residence.", fr="Corrigez le pays de résidence."),
)
DATE_NOT_COVERED: Final = Kind(
    "date-not-covered",
    says=Text(
        en="no known text covers a mission that begins on {value}",
        fr="aucun texte connu ne couvre une mission qui commence le {value}",
    ),
    allowed=Text(en="{covers} ({text})", fr="{covers} ({text})"),
    remedy=Text(en="Correct the first day, or add the text in force.", fr="Corrigez le premier jour, ou ajoutez le texte en vigueur."),
)
FARE_CURRENCY: Final = Kind(
    "airfare-currency",
    says=Text(en="an airfare in {value} cannot be converted{near}", fr="un billet en {value} ne peut pas être converti{near}"),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Give the quote in one of these currencies.", fr="Donnez le devis dans une de ces monnaies."),
)
RULES_DISAGREE: Final = Kind(
    "rules-disagree",
    says=Text(en="{reason}", fr="{reason}"),
    allowed=Text(en="one exception at a time", fr="une exception à la fois"),
    remedy=Text(en="Say in the rules which one goes first.", fr="Dites dans les règles laquelle passe d'abord."),
)
NOTHING: Final = Text(en="nothing", fr="rien")


def problems_of(rules: CostRules, facts: MissionFacts, evaluation: Evaluation, refusal: Problem | None) -> Iterator[Problem]:
    """
    Give everything in a mission's facts that is against the rules.

    Args:
        rules: the programme's rules.
        facts: the mission's facts.
        evaluation: the mission's values, by figures of a day that the texts cover.
        refusal: why the source that was named may not pay, if it may not.
    """
    outside = [*_residence(rules, facts), *_day(rules, facts)]
    yield from outside
    if facts.airfare is not None and facts.airfare.currency.code not in rules.fare_currencies:
        yield fare_problem(rules, f"{facts.id}.airfare", facts.airfare.currency.code)
    wrong = tuple(check_facts(rules.more_facts, facts.more, facts.id))
    yield from wrong or _requirements(rules.steps.values(), facts, evaluation)
    if refusal is not None and refusal.facts["column"] not in {problem.facts["column"] for problem in outside}:
        yield attrs.evolve(refusal, place=f"{facts.id}.{refusal.facts['column']}")


def fare_problem(rules: CostRules, place: str, code: str) -> Problem:
    """Say that an airfare is quoted in a currency that the programme does not convert."""
    near = did_you_mean(code.strip().upper(), rules.fare_currencies)
    return FARE_CURRENCY.at(place, code, column="airfare_currency", known=", ".join(rules.fare_currencies), near=near)


def check_requirements(steps: Iterable[Step], more: Iterable[FactKind] = ()) -> None:
    """
    Check that each requirement names a fact to mend, and that its sentences speak only of what the requirements read.

    Raises:
        RuleError: It does not (`rule-unknown-fact`).
    """
    listed = tuple(steps)
    columns = {*(column.name for column in attrs.fields(MissionFacts)), *(kind.name for kind in more)}
    said = {"value", *(_called(node) for node in _read(listed))}
    for step in listed:
        rule, kind = step.rule, step.rule.problem
        if kind is not None:
            for name, known in ((rule.column, columns), *((place, said) for place in _places(kind))):
                if name not in known:
                    raise RuleError(UNKNOWN_FACT.at(rule.place, name, near=did_you_mean(name, known), known=", ".join(sorted(known))))


def _residence(rules: CostRules, facts: MissionFacts) -> Iterator[Problem]:
    place, country = f"{facts.id}.residence", facts.residence
    if country is not None and country not in rules.countries:
        near = did_you_mean(country.strip().upper(), rules.countries)
        yield UNKNOWN_COUNTRY.at(place, country, column="residence", near=near)
    elif country == rules.home:
        yield RESIDENCE_AT_HOME.at(place, country, column="residence")


def _day(rules: CostRules, facts: MissionFacts) -> Iterator[Problem]:
    if facts.start is not None and facts.start not in rules.covers:
        where = {"covers": rules.covers.text, "text": rules.covers_text.text}
        yield DATE_NOT_COVERED.at(f"{facts.id}.start", facts.start, column="start", **where)


def _requirements(steps: Iterable[Step], facts: MissionFacts, evaluation: Evaluation) -> Iterator[Problem]:
    listed = tuple(steps)
    for step in listed:
        value, rule = evaluation.value(step), step.rule
        if rule.problem is not None and value is False:
            said = {_called(node): _said(node, evaluation) for node in _read(listed)}
            found = getattr(facts, rule.column, None) if rule.column not in facts.more else facts.more[rule.column]
            yield rule.problem.at(f"{facts.id}.{rule.column}", found, column=rule.column, **said)
        elif isinstance(value, Unknown) and value.refused:
            yield RULES_DISAGREE.at(facts.id, rule.name, column="", reason=value.text)


@lru_cache(maxsize=64)  # one entry for each programme
def _read(steps: tuple[Step, ...]) -> tuple[nodes.Figure | nodes.Fact, ...]:
    """Give the figures and facts that the requirements read."""
    found: dict[Node, None] = {}
    waiting: list[Node] = [step.body for step in steps if step.rule.problem is not None]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found[node] = None
            waiting.extend(nodes.parts_of(node))
    return tuple(node for node in found if isinstance(node, nodes.Figure | nodes.Fact))


def _called(node: nodes.Figure | nodes.Fact) -> str:
    return node.parameter.name if isinstance(node, nodes.Figure) else node.name


def _said(node: nodes.Figure | nodes.Fact, evaluation: Evaluation) -> Text:
    value: Any = evaluation.value(node)
    if isinstance(value, Unknown):
        return NOTHING
    return figure_in_words(value, node.parameter) if isinstance(node, nodes.Figure) else worded(value, node.unit)


def _places(kind: Kind) -> set[str]:
    """Give the places in braces of a kind's sentences."""
    sentences = (words for text in (kind.says, kind.allowed, kind.remedy) for words in (text.en, text.fr))
    return {name for words in sentences for _, name, _, _ in string.Formatter().parse(words) if name}
