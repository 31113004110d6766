"""
What can be read of a country pack without any mission: sources, words, tables, dates, cases, its programme.

Each function gives what it finds; `PackSuite` sets aside what the pack excuses and fails on the rest.
"""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from types import CodeType
from typing import Any, Final

import attrs
from attrs import frozen

from tokten_core.checks import check
from tokten_core.errors import ToktenError
from tokten_core.explain import Known
from tokten_core.parameters import Dated, Parameter
from tokten_core.ports import CountryPack
from tokten_core.rules import nodes
from tokten_core.rules.book import RuleBook
from tokten_core.rules.cases import Case
from tokten_core.rules.costings import MissionFacts
from tokten_core.rules.facts import airfare_fact
from tokten_core.rules.mission_costs import CostRules
from tokten_core.rules.nodes import Node
from tokten_core.rules.rule import Rule
from tokten_core.sources import Source
from tokten_core.testing.coverage import ONE_DAY
from tokten_core.text import Text
from tokten_core.units import MONTH, TRUTH

__all__ = [
    "Finding", "bilingual", "cases_hold", "cases_reach", "closed", "determined", "figures_hold", "introduced", "plain_facts_of_cases",
    "programme_whole", "reads_as_said", "sourced", "tables_whole",
]  # fmt: skip

OUTSIDE: Final = frozenset(
    {"today", "now", "utcnow", "random", "choice", "randint", "environ", "getenv", "open", "urandom", "time", "input"}
)
TRACED_AGAIN: Final = 12
A_SENTENCE: Final = 4
"""From so many words on, the two languages cannot say the same."""


@frozen
class Finding:
    """
    Something of a pack that breaks a law (fr: *constat*).

    Attributes:
        thing: what it is about: a rule, a figure, a case.
        says: what is wrong.
    """

    thing: str
    says: str


def introduced(pack: CountryPack) -> Iterator[Finding]:
    """Find what a pack does not say of itself."""
    for what, words in (("title.en", pack.title.en), ("title.fr", pack.title.fr), ("name", pack.name), ("country", pack.country)):
        if not words.strip():
            yield Finding(what, "is empty")
    if pack.costs.home != pack.country:
        yield Finding("country", f"{pack.country} is not the home {pack.costs.home} of its cost rules")


def determined(one: CountryPack, other: CountryPack) -> Iterator[Finding]:
    """Find what differs between two loads of a pack, or between two runs of one rule on symbols."""
    if (one.name, one.title, one.country) != (other.name, other.title, other.country):
        yield Finding("pack", "two loads give another name, title or country")
    if one.cases() != other.cases() or one.programme() != other.programme():
        yield Finding("pack", "two loads give other cases or another programme")
    book = one.costs.book
    first, second = _written(book), _written(other.costs.book)
    again = [_written(RuleBook(book.figures, book.rules, book.facts)) for _ in range(TRACED_AGAIN)]
    for name in first:
        if any(run.get(name) != first[name] for run in (second, *again)):
            yield Finding(name, "the rule is another each time it is traced: it leans on something that changes")


def _written(book: RuleBook) -> dict[str, Any]:
    """Give each rule as plain data, equal when the expression is; parts that occur again are told by their number."""
    numbers: dict[Node, int] = {}

    def plain(value: Any) -> Any:
        if isinstance(value, Node):
            if value in numbers:
                return numbers[value]
            numbers[value] = len(numbers)
            return (type(value).__name__, *(plain(getattr(value, column.name)) for column in attrs.fields(type(value))))
        if isinstance(value, tuple):
            return tuple(plain(item) for item in value)
        if isinstance(value, Rule):
            return value.name
        return (value.name, value.history) if isinstance(value, Parameter) else value

    return {name: plain(step) for name, step in book.steps.items()}


def closed(book: RuleBook) -> Iterator[Finding]:
    """Find rules that name a clock, chance, a file or the environment, in their own words or in functions that they call."""
    for rule in book.rules:
        for function in (rule.function, rule.when):
            for name in sorted(_names(function, set())) if function is not None else ():
                yield Finding(rule.name, f"reads {name}(): a rule reads the mission and the figures, nothing else")


def _names(function: Callable[..., Any], seen: set[object]) -> set[str]:
    code = getattr(function, "__code__", None)
    if code is None or code in seen:
        return set()
    seen.add(code)
    used = set(_used(code))
    found = used & OUTSIDE
    module = str(getattr(function, "__module__", ""))
    for name in used:
        called = getattr(function, "__globals__", {}).get(name)
        if (
            inspect.isfunction(called)
            and not called.__module__.startswith("tokten_core.")
            and called.__module__.split(".")[0] == module.split(".", maxsplit=1)[0]
        ):
            found |= _names(called, seen)
    return found


def _used(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _used(constant)


def cases_hold(pack: CountryPack) -> Iterator[Finding]:
    """Find cases that the rules do not give, and a pack without any."""
    cases = pack.cases()
    if not cases:
        yield Finding("cases", "there is none: nobody says what a text gives")
    for case in cases:
        for said in case.differences(pack.costs):
            yield Finding(case.name, said.en)


def cases_reach(pack: CountryPack) -> Iterator[Finding]:
    """Find lines and requirements that no case expects, and facts of the pack's own that none gives."""
    cases = pack.cases()
    given = {name for case in cases for name in case.facts.more}
    amounts = {name for case in cases for name in case.amounts}
    problems = {code for case in cases for code in case.problems}
    for name, step in pack.costs.steps.items():
        if step.rule.paid_by is not None and name not in amounts:
            yield Finding(name, "no case expects this line: add one with its amount, or unknown")
        if step.rule.problem is not None and step.rule.problem.code not in problems:
            yield Finding(name, f"no case expects the problem {step.rule.problem.code}: add a mission that has it")
    for kind in pack.costs.more_facts:
        if kind.name not in given:
            yield Finding(kind.name, "no case gives this fact: add a mission that has it, or take the fact out")


def sourced(costs: CostRules) -> Iterator[Finding]:
    """Find rules, figures and entitlements that name no text, and figures that we read into one without telling the reading."""
    named: list[tuple[str, Iterable[object]]] = [(rule.name, rule.text) for rule in costs.rules]
    named += [(rule.name, rule.paid_by.text) for rule in costs.rules if rule.paid_by is not None]
    named += [(name, [version.source for version in each.history]) for name, each in costs.figures.items()]
    named += [(fund.name, [entitlement.text for entitlement in fund.entitlements]) for fund in costs.funds]
    for name, texts in named:
        listed = list(texts)
        if not listed or not all(isinstance(text, Source) and text.document.en.strip() and text.document.fr.strip() for text in listed):
            yield Finding(name, "names no text, or one whose document has no name in both languages")
    for name, figure in costs.figures.items():
        if not figure.reading.en.strip() and any(version.source.inferred for version in figure.history if version.rows):
            yield Finding(name, "is read out of a text that does not print it, and no `reading` says how")


def bilingual(pack: CountryPack) -> Iterator[Finding]:
    """Find words that are there in one language only, and sentences that nobody translated."""
    for thing, words, needed in _words(pack):
        if bool(words.en.strip()) != bool(words.fr.strip()) or (needed and not words.en.strip()):
            yield Finding(thing, f"is said in one language only: {words.en!r}, {words.fr!r}")
        elif words.en == words.fr and len(words.en.split()) >= A_SENTENCE:
            yield Finding(thing, f"is the same in both languages: {words.en!r}")


def _words(pack: CountryPack) -> Iterator[tuple[str, Text, bool]]:
    costs = pack.costs
    yield "title", pack.title, True
    for rule in costs.rules:
        yield rule.name, rule.label, rule.problem is None
        yield rule.name, rule.reading, False
        if rule.paid_by is not None:
            yield rule.name, rule.paid_by.label, True
            yield rule.name, rule.paid_by.reading, False
        if rule.problem is not None:
            yield from ((rule.name, words, True) for words in (rule.problem.says, rule.problem.allowed))
            yield rule.name, rule.problem.remedy, False
    for name, figure in costs.figures.items():
        yield from ((name, words, True) for words in (figure.label, figure.silence, *(key.label for key in figure.keys)))
        yield name, figure.reading, False
        yield from ((name, words, True) for each in (figure.words, *(key.words for key in figure.keys)) for words in each.values())
    for kind in costs.book.facts:
        yield from ((kind.name, words, True) for words in (kind.label, *kind.words.values()))


def figures_hold(costs: CostRules) -> Iterator[Finding]:
    """Find figures that no rule reads, and days of the programme on which a figure neither holds nor is abolished."""
    read = {node.parameter.name for node in _nodes(costs.book) if isinstance(node, nodes.Figure | nodes.InForce)}
    for name, figure in costs.figures.items():
        if name not in read:
            yield Finding(name, "no rule reads this figure: a ceiling that nobody applies?")
            continue
        day = _first_day_without(figure.history, costs.covers.start, costs.covers.end)
        if day is not None:
            yield Finding(name, f"no text sets it on {day}, a day that the programme's texts cover")


def _first_day_without(history: Iterable[Dated], start: dt.date, end: dt.date) -> dt.date | None:
    day = start
    for version in history:
        if version.since > day:
            break
        if version.until is None or version.until >= day:
            following = [other.since for other in history if other.since > version.since]
            last = version.until or (min(following) - ONE_DAY if following else dt.date.max)
            if last >= end:
                return None
            day = last + ONE_DAY
    return day


def tables_whole(costs: CostRules) -> Iterator[Finding]:
    """Find tables without a row for some code, and texts that lose a row of the one before."""
    codes: dict[str, tuple[Any, ...]] = {kind.name: kind.codes for kind in costs.book.facts}
    told: set[str] = set()
    for node in _nodes(costs.book):
        if not isinstance(node, nodes.Figure) or node.parameter.name in told or _silent(costs, node.parameter):
            continue
        told.add(node.parameter.name)
        yield from _lost(node.parameter)
        choices = [_choices(key, codes) for _, key in node.keys]
        if node.keys and all(choices):
            for version in node.parameter.history:
                missing = [row for row in product(*choices) if row not in version.rows] if version.rows else []
                for row in missing[:3]:
                    yield Finding(
                        node.parameter.name, f"has no row for {', '.join(map(str, row))} since {version.since}, and no `silence` says why"
                    )


def _silent(costs: CostRules, parameter: Parameter) -> bool:
    """Tell whether a parameter says in its own words what no text gives."""
    default = attrs.fields(Parameter).silence.default
    return costs.figures[parameter.name].silence != default


def _lost(parameter: Parameter) -> Iterator[Finding]:
    for before, after in zip(parameter.history, parameter.history[1:], strict=False):
        lost = [row for row in before.rows if row not in after.rows] if after.rows else []
        if lost:
            yield Finding(parameter.name, f"loses the row {', '.join(map(str, lost[0]))} on {after.since}")


def _choices(key: Node, codes: dict[str, tuple[Any, ...]]) -> tuple[Any, ...]:
    if key.unit == TRUTH:
        return (False, True)
    if isinstance(key, nodes.Constant):
        return (key.value,)
    if isinstance(key, nodes.Fact):
        return tuple(range(1, 13)) if key.unit == MONTH else codes.get(key.name, ())
    return ()


QUOTES: Final = '"""'
READS: Final = re.compile(r"\b(mission|figures)\.(\w+)")


def reads_as_said(book: RuleBook) -> Iterator[Finding]:
    """
    Find rules whose docstring lists under *Reads* other facts and figures than they read.

    A fact that only says which row of a figure is read, or on which day, need not be told: the figure is.
    """
    weighed = {node.rule: {("mission", name) for name in _weighed(node.body)} for node in _nodes(book) if isinstance(node, nodes.Step)}
    for rule in book.rules:
        said = inspect.getdoc(rule.function) or ""
        if "Reads:" not in said or rule not in weighed:
            continue
        listed = set(READS.findall(said.partition("Reads:")[2].partition("\n\n")[0]))
        read = set(_read(rule)) | weighed[rule]
        for what, name in sorted(listed - read):
            yield Finding(rule.name, f"{what}.{name} is told in its docstring and not read")
        for what, name in sorted(read - listed):
            if what == "figures" or (what, name) in weighed[rule]:
                yield Finding(rule.name, f"{what}.{name} is read and not told in its docstring")


def _weighed(node: Node) -> Iterator[str]:
    """Name the facts that an expression reads itself, other than as the key or the day of a figure."""
    if isinstance(node, nodes.Fact):
        yield node.name
    if not isinstance(node, nodes.Figure | nodes.InForce | nodes.Step):
        for part in nodes.parts_of(node):
            yield from _weighed(part)


def _read(rule: Rule) -> Iterator[tuple[str, str]]:
    """Give the names that a rule's function asks of the mission and of the figures, from its own source."""
    try:
        source = inspect.getsource(rule.function)
    except OSError:  # a function that was typed in has no file
        return
    parameters = list(inspect.signature(rule.function).parameters)[:2]
    body = source.split(QUOTES)[-1] if QUOTES in source else source
    for parameter, what in zip(parameters, ("mission", "figures"), strict=False):
        yield from ((what, name) for name in re.findall(rf"\b{parameter}\.(\w+)", body))


def programme_whole(pack: CountryPack) -> Iterator[Finding]:
    """Find a programme that is another pack's, that lacks a text of its rules or figures, or that cannot be checked."""
    programme = pack.programme()
    if programme.card.pack != pack.name:
        yield Finding("programme", f"its card names the pack {programme.card.pack}, not {pack.name}")
    if programme.card.country != pack.country or programme.card.currency != pack.costs.currency:
        yield Finding("programme", "its country or currency is not the pack's")
    named = (text for rule in pack.costs.rules for text in rule.text)
    set_by = (version.source for figure in pack.costs.figures.values() for version in figure.history)
    for text in dict.fromkeys((*named, *set_by)):
        if text not in programme.sources:
            yield Finding(text.id, "is named by a rule or a figure and not among the programme's sources")
    try:
        check(programme, pack.costs)
    except ToktenError as error:
        yield Finding("programme", f"cannot be checked: {error}")


def plain_facts_of_cases(pack: CountryPack) -> Iterator[dict[str, Known | None]]:
    """Give the facts of the pack's cases as rules read them."""
    yield from (_plain(pack.costs, case) for case in pack.cases())


def _plain(costs: CostRules, case: Case) -> dict[str, Known | None]:
    facts = case.facts
    names = {column.name for column in attrs.fields(MissionFacts)} - {"id", "more", "airfare"}
    plain: dict[str, Known | None] = {**facts.more, **{name: getattr(facts, name) for name in names}}
    if facts.airfare is not None:
        plain[airfare_fact(facts.airfare.currency.code, costs.currency)] = int(facts.airfare.amount * facts.airfare.currency.sub_unit)
    return {**plain, "month": facts.start and facts.start.month, "end": facts.end, "source": case.source}


def _nodes(book: RuleBook) -> tuple[Node, ...]:
    seen: dict[Node, None] = {}
    waiting: list[Node] = list(book.steps.values())
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen[node] = None
            waiting.extend(nodes.parts_of(node))
    return tuple(seen)
