"""
The book of rules: every rule of a pack, as somebody reads it who has to apply it.

For each: the text it applies, our reading, its formula in words, who pays, its exceptions, the figures it reads with their whole history, and
a mission worked out line by line. The mission is looked for, among the pack's own cases and then among ordinary ones; where none gives a
known amount, the book says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import Any, Final

import attrs
from attrs import frozen

from tokten_core.content import Block, Cell, Column, Facts, Note, Paragraph, Report, Row, Section, Table, Value
from tokten_core.explain import cited, worded
from tokten_core.money import Money, minor_units
from tokten_core.parameters import Dated, Parameter
from tokten_core.ports import CountryPack
from tokten_core.rules import Costing, CostRules, MissionFacts, nodes
from tokten_core.rules.evaluate import figure_in_words, key_in_words
from tokten_core.rules.formula_words import formula_in_words, in_words
from tokten_core.rules.nodes import Node, Step
from tokten_core.text import SEMICOLON, Text, joined, same
from tokten_core.units import CODE, DATE, TRUTH, money_unit

__all__ = ["Example", "examples", "rule_book"]

TITLE: Final = Text(en="Book of the cost rules", fr="Recueil des règles de coût")
TEXT, FORMULA = Text(en="Text", fr="Texte"), Text(en="Formula", fr="Formule")
HOLDS_WHEN: Final = Text(en="Must hold", fr="Doit être vrai")
READING, PAID_BY = Text(en="Reading", fr="Lecture"), Text(en="Paid by", fr="À la charge de")
EXCEPTION: Final = Text(en="Exception", fr="Exception")
CONDITION: Final = Text(en="Condition: {label} ({name})", fr="Condition : {label} ({name})")
NATURE: Final = Text(en="Nature", fr="Nature")
NATURES: Final = {
    "in_kind": Text(en="in kind, outside the total in cash", fr="en nature, hors du total en espèces"),
    "estimate": Text(en="an estimate, until the amount is known", fr="une estimation, tant que le montant n'est pas connu"),
    "only_with_source": Text(en="only once the source is named", fr="seulement quand le bailleur est désigné"),
}
NO_EXAMPLE: Final = Text(
    en="No example: no mission that was tried gives this amount; {why}.",
    fr="Pas d'exemple : aucune mission essayée ne donne ce montant ; {why}.",
)
NO_REASON: Final = Text(en="a fact or a figure is missing", fr="une donnée ou un barème manque")
EXAMPLE: Final = Text(en="Worked example", fr="Exemple chiffré")
GIVEN: Final = Text(en="The mission", fr="La mission")
FIGURES_READ: Final = Text(en="Figures that it reads", fr="Barème lu par la règle")
FIGURE_COLUMNS: Final = (
    Column("figure", Text(en="Figure", fr="Paramètre"), width=22),
    Column("value", Text(en="Value", fr="Valeur"), width=60),
    Column("since", Text(en="Since", fr="Depuis le"), "date"),
    Column("until", Text(en="Until", fr="Jusqu'au"), "date"),
    Column("text", Text(en="Text", fr="Texte"), width=30),
)
ABOLISHED: Final = Text(en="abolished", fr="supprimé")
NO_FIGURE: Final = Text(en="no figure: {silence}", fr="pas de chiffre : {silence}")
FEW_ROWS: Final = 12
"""A table with more rows is told by value: which countries are in Europe."""
MOST_TRIED: Final = 600
DEEPEST: Final = 2
"""Below this depth an amount on the way is explained under its own rule."""
UNDER_THEIR_OWN: Final = Text(
    en="The amounts on the way are worked out in full under their own rules.",
    fr="Les montants intermédiaires sont détaillés sous leur propre règle.",
)


@frozen
class Example:
    """A mission that gives a rule's amount (fr: *exemple*)."""

    facts: MissionFacts
    source: str | None
    costing: Costing


def rule_book(pack: CountryPack) -> Report:
    """
    Compose the book of a pack's rules (fr: *recueil des règles*).

    Args:
        pack: the country pack.

    .. versionadded:: 0.1
    """
    costs = pack.costs
    found = examples(costs, ((case.facts, case.source) for case in pack.cases()))
    return Report(
        "rules",
        TITLE,
        header=(
            (Text(en="Pack", fr="Lot national"), pack.title),
            (Text(en="Currency", fr="Monnaie"), same(costs.currency)),
            (Text(en="First days of missions", fr="Premiers jours des missions"), _days(costs)),
            (Text(en="Rules", fr="Règles"), len(costs.steps)),
        ),
        sections=tuple(_section(costs, name, step, found.get(name)) for name, step in costs.steps.items()),
    )


def _days(costs: CostRules) -> Text:
    first, last = (worded(day, DATE) for day in (costs.covers.start, costs.covers.end))
    return (
        Text(en="{first} to {last}", fr="du {first} au {last}").fill(first=first, last=last)
        + same(" [")
        + costs.covers_text.text
        + same("]")
    )


# ------------------------------------------------------------ one rule


def _section(costs: CostRules, name: str, step: Step, example: Example | None) -> Section:
    rule = step.rule
    title = rule.label
    if rule.problem is not None:
        label = next((kind.label for kind in costs.book.facts if kind.name == rule.column), same(rule.column))
        title = CONDITION.fill(label=label, name=name)
    blocks: list[Block] = [Facts(tuple(_facts(step)))]
    figures = _figures(step)
    if figures:
        blocks.append(Table(f"figures-{name}", FIGURE_COLUMNS, tuple(row for one in figures for row in _history(one)), FIGURES_READ))
    blocks += _example(costs, name, step, example)
    return Section(Text(en=title.en[:1].upper() + title.en[1:], fr=title.fr[:1].upper() + title.fr[1:]), tuple(blocks))


def _facts(step: Step) -> Iterator[tuple[Text, Value]]:
    rule = step.rule
    yield TEXT, cited(rule.text)
    yield (HOLDS_WHEN if rule.problem is not None else FORMULA), formula_in_words(step)
    if rule.reading:
        yield READING, rule.reading
    if rule.paid_by is not None:
        yield PAID_BY, rule.paid_by.label + same(" [") + cited(rule.paid_by.text) + same("]")
        if rule.paid_by.reading:
            yield READING, rule.paid_by.reading
    natures = [words for name, words in NATURES.items() if getattr(rule, name)]
    if natures:
        yield NATURE, joined(natures, SEMICOLON)
    for condition, exception in _exceptions(step):
        said = Text(en="{label}, if {when}: {formula}", fr="{label}, si {when} : {formula}")
        words = said.fill(label=exception.rule.label, when=in_words(condition), formula=formula_in_words(exception))
        yield EXCEPTION, words + same(" [") + cited(exception.rule.text) + same("]")


def _exceptions(step: Step) -> Iterator[tuple[Node, Step]]:
    body = step.body
    while isinstance(body, nodes.Choose):
        if isinstance(body.yes, Step) and body.yes.rule.exception_of == step.rule.name:
            yield body.condition, body.yes
        body = body.no


# ------------------------------------------------------------ its figures


def _figures(step: Step) -> list[Parameter]:
    """Give the figures that a rule reads itself, not those of the amounts it names."""
    found: dict[str, Parameter] = {}
    waiting: list[Node] = [step.body]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, nodes.Figure | nodes.InForce):
            found.setdefault(node.parameter.name, node.parameter)
        if isinstance(node, Step) and step.rule.name not in {node.rule.name, node.rule.exception_of}:
            continue
        waiting += nodes.parts_of(node)
    return list(found.values())


def _history(parameter: Parameter) -> Iterator[Row]:
    for number, version in enumerate(parameter.history):
        last = version.until
        if last is None and number + 1 < len(parameter.history):
            last = parameter.history[number + 1].since - dt.timedelta(days=1)
        for at, value in enumerate(_values(parameter, version)):
            first = at == 0
            cells: dict[str, Cell] = {"value": value}
            if first:
                text = version.source.text
                since = None if version.since == dt.date.min else version.since
                cells |= {"figure": parameter.label, "since": since, "until": last, "text": text}
            yield Row(f"{parameter.name} {number} {at}", cells)
    if parameter.reading:
        yield Row(f"{parameter.name} reading", {"figure": READING + Text(en=": ", fr=" : ") + parameter.reading}, "heading")


def _values(parameter: Parameter, version: Dated) -> Iterator[Text]:
    if version.abolished:
        yield ABOLISHED
    elif not version.rows:
        yield NO_FIGURE.fill(silence=parameter.silence)
    elif len(version.rows) > FEW_ROWS:
        for value in dict.fromkeys(version.rows.values()):
            names = [_row(parameter, row, short=len(parameter.keys) == 1) for row, found in version.rows.items() if found == value]
            yield figure_in_words(value, parameter) + Text(en=": ", fr=" : ") + joined(names)
    else:
        for row, value in version.rows.items():
            keys = _row(parameter, row)
            yield figure_in_words(value, parameter) + (same(" (") + keys + same(")") if keys else keys)


def _row(parameter: Parameter, row: tuple[Any, ...], *, short: bool = False) -> Text:
    if short:
        return parameter.keys[0].words.get(row[0]) or worded(row[0], parameter.keys[0].unit)
    return joined([key_in_words(key, value) for key, value in zip(parameter.keys, row, strict=True)])


# ------------------------------------------------------------ its example


def _example(costs: CostRules, name: str, step: Step, example: Example | None) -> Iterator[Block]:
    if step.rule.problem is not None:
        if example is not None:
            problem = next(problem for problem in example.costing.problems if problem.code == step.rule.problem.code)
            yield Paragraph(EXAMPLE + Text(en=" of a mission that breaks it: ", fr=" d'une mission qui y manque : ") + problem.says)
            yield Note(Text(en="Allowed: ", fr="Admis : ") + problem.allowed + same(". ") + problem.remedy)
        return
    if example is None:
        yield Note(NO_EXAMPLE.fill(why=_why(costs, name)))
        return
    yield Facts(((GIVEN, _said(costs, example)),))
    why = example.costing.explain(name)
    told = [(en, fr, (len(en) - len(en.lstrip())) // 2) for en, fr in zip(why.lines("en"), why.lines("fr"), strict=True)]
    rows = tuple(
        Row(f"line {n}", {"line": Text(en=en.strip(), fr=fr.strip())}, level=depth)
        for n, (en, fr, depth) in enumerate(told)
        if depth <= DEEPEST
    )
    notes = (UNDER_THEIR_OWN,) if len(rows) < len(told) else ()
    yield Table(f"example-{name}", (Column("line", EXAMPLE, width=100),), rows, notes=notes)


def _why(costs: CostRules, name: str) -> Text:
    """Say what an ordinary mission lacks for the amount."""
    for facts, source in islice(_ordinary(costs), MOST_TRIED):
        costing = costs.cost(facts, source)
        if not costing.problems:
            found = costing.explain(name)
            return found.reason if found.value is None and found.reason else NO_REASON
    return NO_REASON


def _said(costs: CostRules, example: Example) -> Text:
    facts = example.facts
    labels = {kind.name: kind for kind in costs.book.facts}
    said = []
    for name, value in [*((column.name, getattr(facts, column.name)) for column in attrs.fields(MissionFacts)), *facts.more.items()]:
        if value is None or name not in labels or (name == "mode" and value == "on_site"):
            continue
        kind = labels[name]
        if isinstance(value, Money):
            words = worded(minor_units(value), money_unit(value.currency.code))
        elif name == "residence":
            words = costs.countries.get(value, same(value))
        else:
            words = kind.words.get(value) or worded(value, kind.unit)
        said.append(kind.label + Text(en=": ", fr=" : ") + words)
    if example.source is not None:
        said.append(Text(en="funding source: ", fr="source de financement : ") + costs.fund(example.source).label)
    return joined(said, SEMICOLON)


def examples(costs: CostRules, cases: Iterable[tuple[MissionFacts, str | None]] = ()) -> dict[str, Example]:
    """
    Look for a mission that gives each amount, and for one that breaks each requirement (fr: *exemples*).

    Args:
        costs: the rules.
        cases: the missions to try first, each with its source.

    Returns:
        The first that gives an amount above nought, else the first that gives one; rules without are absent.
    """
    found: dict[str, Example] = {}
    poor: dict[str, Example] = {}
    for facts, source in islice((*cases, *islice(_ordinary(costs), MOST_TRIED)), 2 * MOST_TRIED):
        if len(found) == len(costs.steps):
            break
        costing = costs.cost(facts, source)
        codes = {problem.code for problem in costing.problems}
        for name, step in costs.steps.items():
            if name in found:
                continue
            if step.rule.problem is not None:
                if step.rule.problem.code in codes:
                    found[name] = Example(facts, source, costing)
            elif not costing.problems and isinstance(value := costing.explain(name).value, int):
                (found if value else poor).setdefault(name, Example(facts, source, costing))
    return {**poor, **found}


def _ordinary(costs: CostRules) -> Iterator[tuple[MissionFacts, str | None]]:
    """Give ordinary missions, and some that are not: short, long, without a share."""
    start = max(costs.covers.start, min(dt.date(2010, 3, 1), costs.covers.end))
    homes = [code for code in ("FR", "CA", "US", "SN") if code in costs.countries and code != costs.home] or list(costs.countries)[:2]
    more = [{kind.name: _some(kind.unit, kind.codes, last=last) for kind in costs.more_facts} for last in (False, True)]
    sources = (costs.sources[0] if costs.sources else None, None, *costs.sources[1:])
    fares = (Money(650_000, costs.currency), None)
    for mode, extra, days, share, source, fare, home, yes in product(
        ("on_site", "online"), more, (21, 5, 60), (None, 25, 70), sources, fares, homes, (True, False)
    ):
        facts = MissionFacts(
            "example", home, start, days, yes, 20, fare if mode == "on_site" else None, 20 if mode == "on_site" else 0,
            share is not None, share, mode=mode, more=extra,
        )  # fmt: skip
        yield facts, source


def _some(unit: Any, codes: tuple[str, ...], *, last: bool) -> Any:
    if codes:
        return codes[-1 if last else 0]
    return {TRUTH: last, CODE: None, DATE: dt.date(2010, 3, 1)}.get(unit, 2)
