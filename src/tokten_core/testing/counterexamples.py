"""
A failing law told so that an official understands it.

    per_diem: 15 days cost less than 14
      a plain case, except
        days of mission = 15 days (plain: 14 days)
      per diem = 270 000 FCFA for 15 days, 280 000 FCFA for 14
      per diem: 270 000 FCFA = 15 days × 18 000 FCFA/day [Decree 7]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tokten_core.errors import ToktenError
from tokten_core.explain import worded
from tokten_core.rules.book import RuleBook
from tokten_core.rules.evaluate import Evaluation, Unknown
from tokten_core.rules.facts import FactKind
from tokten_core.rules.sentences import explained
from tokten_core.testing.aiming import Facts, plain_case
from tokten_core.text import DEFAULT_LANGUAGE, Language, Text, say
from tokten_core.units import Unit

__all__ = ["LawBroken", "amount_in_words", "told"]

EXCEPT = Text(en="a plain case, except", fr="un cas ordinaire, sauf")
PLAIN = Text(en="a plain case", fr="un cas ordinaire")
DEEP = 5
"""Lines of an explanation that begin with so many spaces are left out."""
UNKNOWN = Text(en="unknown", fr="inconnu")


class LawBroken(AssertionError):
    """
    A law that does not hold, with the case that shows it (fr: *loi non respectée*).

    Attributes:
        thing: what it is about: the name of a rule, of a figure, of a case.
    """

    def __init__(self, thing: str, message: str) -> None:
        super().__init__(message)
        self.thing = thing


def told(
    book: RuleBook,
    facts: Facts,
    what: Text,
    *,
    sides: Mapping[str, object] | None = None,
    explain: tuple[str, ...] = (),
    lang: Language = "en",
) -> str:
    """
    Tell a case that breaks a law: what is wrong, the facts that are not those of a plain case, each side's amount, the explanation.

    Args:
        book: the rules.
        facts: the case.
        what: what is wrong.
        sides: what each side says, by who says it.
        explain: the amounts to explain.
        lang: French or English.
    """
    lines = [what.say(lang), *(f"  {line}" for line in _facts(book, facts, lang))]
    lines += [f"  {side} = {say(value, lang)}" for side, value in (sides or {}).items()]
    for name in explain:
        lines += [f"  {line}" for line in _explanation(book, facts, name, lang)]
    return "\n".join(lines)


def amount_in_words(value: object, unit: Unit) -> Text:
    """Say an amount, or that it is unknown."""
    if value is None or isinstance(value, Unknown):
        return UNKNOWN
    known: Any = value
    return worded(known, unit)


def _facts(book: RuleBook, facts: Facts, lang: Language) -> Iterator[str]:
    plain = plain_case(book)
    differ = [kind for kind in book.facts if facts.get(kind.name) != plain.get(kind.name)]
    yield (EXCEPT if differ else PLAIN).say(lang)
    for kind in differ:
        shown, usual = (_value(kind, given.get(kind.name)).say(lang) for given in (facts, plain))
        ordinary = Text(en="plain", fr="ordinaire").say(lang)
        colon = Text(en=":", fr=" :").say(lang)
        yield f"  {kind.label.say(lang)} = {shown} ({ordinary}{colon} {usual})"


def _value(kind: FactKind, value: Any) -> Text:
    return kind.words[value] if value in kind.words else amount_in_words(value, kind.unit)


def _explanation(book: RuleBook, facts: Facts, name: str, lang: Language = DEFAULT_LANGUAGE) -> tuple[str, ...]:
    """Explain an amount, what it was made of once and no deeper than is read."""
    try:
        lines = explained(book.step(name), Evaluation(facts)).lines(lang)
        return tuple(dict.fromkeys(line for line in lines if not line.startswith(" " * DEEP)))
    except ToktenError as error:
        return (error.say(lang),)
