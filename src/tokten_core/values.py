r"""
What a value may be, so that every store and every sheet can hold it and give it back equal.

A text holds any characters of any script, in any order, but for those that some store, sheet or tool would change or refuse: control
characters (tab and line feed may stand; a line break is a line feed), halves of surrogate pairs, and the two code points that XML has no
place for. A whole number has at most 18 digits, an exact number at most 28 before and 28 after the point, an amount is whole in its minor
unit, and a moment is the same seen from every zone.

An identifier is narrower: it stands in references, places, file names and commands, so it is one short line that a person can read aloud.
Spaces, commas, slashes, accents and every script may stand in it.

>>> [problem.code for problem in faults_in("un\x00deux", "notes")], [*faults_in("=1+1\nÉlève, « 5 % »", "notes")]
(['text-unkeepable'], [])
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from tokten_core.errors import Kind, Problem
from tokten_core.money import BELOW_MINOR_UNIT, Money
from tokten_core.text import Text

__all__ = [
    "LONGEST_IDENTIFIER",
    "LONGEST_TEXT",
    "MOST_DECIMALS",
    "MOST_DIGITS",
    "faults_in",
    "identifier_faults",
    "plainly_an_identifier",
    "plainly_kept",
]

LONGEST_TEXT: Final = 1_000_000
LONGEST_IDENTIFIER: Final = 200
MOST_DIGITS: Final = 18
MOST_DECIMALS: Final = 28
_UNKEEPABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BEYOND = 10**MOST_DIGITS

TEXT_UNKEEPABLE = Kind(
    "text-unkeepable",
    says=Text(en="the text holds the character {value}", fr="le texte contient le caractère {value}"),
    allowed=Text(
        en="all characters but control characters (tab and line feed may stand) and halves of surrogate pairs",
        fr="tous les caractères sauf les caractères de contrôle (tabulation et saut de ligne admis) et les demi-paires",
    ),
    remedy=Text(en="Take it out; a line break is a single line feed.", fr="Retirez-le ; un retour à la ligne est un seul saut de ligne."),
)
TEXT_TOO_LONG = Kind(
    "text-too-long",
    says=Text(en="the text has {value} characters", fr="le texte compte {value} caractères"),
    allowed=Text(en="at most {most} characters", fr="au plus {most} caractères"),
    remedy=Text(
        en="Shorten it, or keep it in a file beside and name the file.",
        fr="Raccourcissez-le, ou gardez-le dans un fichier à part et nommez-le.",
    ),
)
NOT_AN_IDENTIFIER = Kind(
    "not-an-identifier",
    says=Text(en="{value} cannot be an identifier", fr="{value} ne peut pas être un identifiant"),
    allowed=Text(
        en="one line of at most {most} visible characters and plain spaces, none of them at either end",
        fr="une ligne d'au plus {most} caractères visibles et espaces ordinaires, sans espace au début ni à la fin",
    ),
    remedy=Text(en="Give it a short name of visible characters.", fr="Donnez un nom court en caractères visibles."),
)
TOO_MANY_DIGITS = Kind(
    "too-many-digits",
    says=Text(en="{value} has too many digits", fr="{value} a trop de chiffres"),
    allowed=Text(en="{allowed}", fr="{allowed}"),
    remedy=Text(
        en="Check the number; a figure of this size is a slip.", fr="Vérifiez le nombre ; une telle grandeur est une erreur de saisie."
    ),
)
MOMENT_NOT_SURE = Kind(
    "moment-not-sure",
    says=Text(en="{value} is not one moment: its clock strikes it twice, never, or beyond the calendar",
              fr="{value} n'est pas un seul instant : l'horloge le donne deux fois, jamais, ou hors du calendrier"),
    allowed=Text(en="a moment that is the same in universal time", fr="un instant qui est le même en temps universel"),
    remedy=Text(en="Give it in universal time.", fr="Donnez-le en temps universel."),
)  # fmt: skip
_WHOLE = Text(en=f"at most {MOST_DIGITS} digits", fr=f"au plus {MOST_DIGITS} chiffres")
_EXACT = Text(
    en=f"at most {MOST_DECIMALS} digits before the decimal point and {MOST_DECIMALS} after it",
    fr=f"au plus {MOST_DECIMALS} chiffres avant la virgule et {MOST_DECIMALS} après",
)


def faults_in(value: object, place: str, *, longest: int = LONGEST_TEXT) -> Iterator[Problem]:
    """Give what keeps a value of a right type from being kept whole; nothing for most values."""
    if isinstance(value, str):
        yield from _text_faults(value, place, longest)
    elif isinstance(value, Text):
        yield from _text_faults(value.en, f"{place}.en", longest)
        yield from _text_faults(value.fr, f"{place}.fr", longest)
    elif isinstance(value, tuple):
        for number, part in enumerate(value, start=1):
            yield from _text_faults(part, f"{place}[{number}]", longest)
    elif isinstance(value, int) and not -_BEYOND < value < _BEYOND:
        yield TOO_MANY_DIGITS.at(place, value, allowed=_WHOLE)
    elif isinstance(value, Decimal):
        yield from _decimal_faults(value, place)
    elif isinstance(value, Money):
        yield from _money_faults(value, place)
    elif isinstance(value, dt.datetime) and not _is_one_moment(value):
        yield MOMENT_NOT_SURE.at(place, value.isoformat())


def identifier_faults(value: str, place: str) -> Iterator[Problem]:
    """Give what keeps a text from being an identifier."""
    if not _is_identifier(value):
        yield NOT_AN_IDENTIFIER.at(place, value, most=LONGEST_IDENTIFIER)


def plainly_an_identifier(value: object) -> bool:
    """Tell at a glance that a value is an identifier; False means that a closer look is due."""
    return type(value) is str and value != "" and _is_identifier(value)


def plainly_kept(value: object) -> bool:
    """Tell at a glance that a text or a whole number has no fault; False means that a closer look is due."""
    if type(value) is str:
        return 0 < len(value) <= LONGEST_TEXT and value.isprintable()
    return type(value) is int and -_BEYOND < value < _BEYOND


def _is_identifier(value: str) -> bool:
    """Printable is Unicode's word for it: no control, no line break, no invisible or reversing mark, no space but the plain one."""
    return len(value) <= LONGEST_IDENTIFIER and value.isprintable() and value == value.strip()


def _text_faults(value: str, place: str, longest: int) -> Iterator[Problem]:
    if len(value) > longest:
        yield TEXT_TOO_LONG.at(place, len(value), most=longest)
    if found := _UNKEEPABLE.search(value):
        yield TEXT_UNKEEPABLE.at(place, f"U+{ord(found[0]):04X}")


def _decimal_faults(value: Decimal, place: str) -> Iterator[Problem]:
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or len(digits) + max(exponent, 0) + min(exponent, 0) > MOST_DECIMALS or -exponent > MOST_DECIMALS:
        yield TOO_MANY_DIGITS.at(place, value, allowed=_EXACT)


def _money_faults(value: Money, place: str) -> Iterator[Problem]:
    """Look at the digits themselves: arithmetic would round a long tail away and find the amount whole."""
    _, digits, exponent = value.amount.as_tuple()
    if not isinstance(exponent, int) or len(digits) + exponent > MOST_DIGITS:
        yield TOO_MANY_DIGITS.at(place, value, allowed=_WHOLE)
        return
    units = int(value.amount * value.currency.sub_unit)
    if value.amount != Decimal(units) / value.currency.sub_unit:
        yield BELOW_MINOR_UNIT.at(place, value)
    elif not -_BEYOND < units < _BEYOND:
        yield TOO_MANY_DIGITS.at(place, value, allowed=_WHOLE)


def _is_one_moment(value: dt.datetime) -> bool:
    """Tell whether it equals itself in universal time; a local time that is struck twice, or never, does not."""
    try:
        return value == value.astimezone(dt.UTC)
    except (OverflowError, ValueError):
        return False
