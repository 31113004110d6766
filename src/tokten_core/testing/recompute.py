"""
The arithmetic of an explanation, read from its words and worked out again.

    61 322 FCFA = 7 % of 876 025 FCFA = 61 321.75, rounded to nearest, a half to even

Only what is printed is used: a reader with paper and pencil. A parenthesis after a number names it; one where a number is awaited is
arithmetic. Where the phrase speaks of something else (a lookup, a branch that gives nought) there is nothing to work out: None.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, Final

from tokten_core.money import ROUNDINGS, rounded
from tokten_core.text import Language

__all__ = ["recomputed"]

NUMBER: Final = re.compile(r"−?\d{1,3}(?: \d{3})+(?:[.,]\d+)?…?|−?\d+(?:[.,]\d+)?…?")
WORDS: Final = {"en": (" of ", " to a multiple of ", "the least of ", "the greatest of ", "; "),
                "fr": (" de ", " à un multiple de ", "le moindre de ", "le plus grand de ", " ; ")}  # fmt: skip
ENDS: Final = re.compile(r", (?:because|car|by length|par tranches|each day|chaque jour|the first and|premier et|by largest|au plus fort)")


class _Unreadable(Exception):
    """The phrase is not arithmetic."""


def recomputed(reason: str, lang: Language) -> Fraction | None:
    """
    Work out the arithmetic of a phrase (fr: *recalculer*), in the units that people say; None where it holds none.

    Args:
        reason: what stands after "=" in a line of explanation.
        lang: its language.

    >>> recomputed("14 days × 20 000 FCFA/day + 40 hours × 2 250 FCFA/hour", "en")
    Fraction(370000, 1)
    >>> recomputed("7 % of 876 025 FCFA = 61 321.75, rounded to nearest, a half to even", "en")
    Fraction(61322, 1)
    """
    phrase = ENDS.split(reason)[0]
    for how in ROUNDINGS.values():
        words = ", " + how.words.say(lang)
        if words in phrase:
            exact, _, step = phrase.partition(words)
            to = _number(step.removeprefix(WORDS[lang][1])) if step else Fraction(1)
            return _rounded(exact, how, to, lang)
    if " = " in phrase:
        return None
    return _arithmetic(phrase, lang)


def _rounded(exact: str, how: Any, to: Fraction | None, lang: Language) -> Fraction | None:
    phrase, _, said = exact.rpartition(" = ")
    value = _arithmetic(phrase, lang)
    printed = _number(said)
    if value is None or printed is None or to is None:
        return None
    cut = "…" in said
    if (value != printed) if not cut else abs(value - printed) > Fraction(1, 10**5):
        return Fraction(-1)  # the fraction that is printed is not the one that was rounded
    return Fraction(rounded(value / to, how)) * to


def _number(words: str) -> Fraction | None:
    found = NUMBER.match(words.strip())
    return None if found is None else _exact(found.group())


def _exact(words: str) -> Fraction:
    return Fraction(words.replace(" ", "").replace(",", ".").replace("−", "-").rstrip("…"))


def _arithmetic(phrase: str, lang: Language) -> Fraction | None:
    try:
        for words, take in ((WORDS[lang][2], min), (WORDS[lang][3], max)):
            if phrase.startswith(words):
                return take(_Reader(part, lang).whole() for part in phrase.removeprefix(words).split(WORDS[lang][4]))
        return _Reader(phrase, lang).whole()
    except _Unreadable:
        return None


class _Reader:
    """Reads sums of products, from left to right."""

    def __init__(self, phrase: str, lang: Language) -> None:
        self._rest, self._of = phrase, WORDS[lang][0]

    def whole(self) -> Fraction:
        value = self._sum()
        if self._rest.strip():
            raise _Unreadable
        return value

    def _sum(self) -> Fraction:
        value = self._product()
        while self._rest.startswith((" + ", " − ")):
            sign, self._rest = self._rest[1], self._rest[3:]
            value = value + self._product() if sign == "+" else value - self._product()
        return value

    def _product(self) -> Fraction:
        value = self._operand()
        while self._rest.startswith((" × ", " ÷ ")):
            sign, self._rest = self._rest[1], self._rest[3:]
            other = self._operand()
            if sign == "÷" and other == 0:
                raise _Unreadable
            value = value * other if sign == "×" else value / other
        return value

    def _operand(self) -> Fraction:
        if self._rest.startswith("("):
            self._rest = self._rest[1:]
            value = self._sum()
            if not self._rest.startswith(")"):
                raise _Unreadable
            self._rest = self._rest[1:]
            return value
        found = NUMBER.match(self._rest)
        if found is None:
            raise _Unreadable
        self._rest = self._rest[found.end() :]
        value = _exact(found.group())
        if self._rest.startswith(" %" + self._of):
            self._rest = self._rest[len(" %" + self._of) :]
            return value / 100 * self._operand()
        self._past_the_unit()
        return value

    def _past_the_unit(self) -> None:
        unit = re.match(r"(?: (?![+−×÷=(])[^\s()+−×÷=;]+)*", self._rest)
        self._rest = self._rest[unit.end() :] if unit else self._rest
        if self._rest.startswith(" ("):
            depth = 0
            for index, letter in enumerate(self._rest):
                depth += (letter == "(") - (letter == ")")
                if letter == ")" and depth == 0:
                    self._rest = self._rest[index + 1 :]
                    return
