"""
An amount with its reason, its source and its parts.

An *explained* amount is a small tree: what it is called, how much, why, by which text; below it the amounts and figures it was made of.
It is printed as lines, in French or English:

    per diem: 280 000 FCFA = 14 days × 20 000 FCFA/day [Programme document 2008-2011, Partie II]
      per diem rate (thesis supervision: no): 20 000 FCFA/day, since 2008-09-01 [Programme document 2008-2011, Partie II]
      set aside: 40 000 FCFA/day (thesis supervision: yes)

One convention for plain text, in both languages: ordinary spaces between groups of three digits and before French colons, so that a line
can be searched, copied and compared; renderers put in the no-break spaces of good typography. French has a decimal comma and 01/09/2008,
English a decimal point and 2008-09-01.

>>> from tokten_core.units import DATE, DAY, money_unit
>>> worded(Fraction(6132175, 100), money_unit("XOF")).fr, worded(14, DAY).en
('61 321,75 FCFA', '14 days')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from typing import Final, Literal, TypeAlias

from attrs import frozen

from tokten_core.sources import Source
from tokten_core.text import DEFAULT_LANGUAGE, Language, Text, same
from tokten_core.units import TRUTH, Unit

__all__ = ["Explained", "Known", "cited", "worded"]

Known: TypeAlias = int | str | bool | dt.date | Fraction
"""What a known fact, figure or amount may be, inside a calculation."""

LONGEST_DECIMALS: Final = 6
FRENCH_PLURAL: Final = 2
"""French counts 1.5 days as one *jour*; the plural begins at two."""
YES, NO = Text(en="yes", fr="oui"), Text(en="no", fr="non")
EMPTY: Final = Text(en="", fr="")
BETWEEN: Final = Text(en="; ", fr=" ; ")


@frozen(slots=False)  # without slots, so that its lines are put together once: amounts stand below several others
class Explained:
    """
    An amount with its reason (fr: *montant expliqué*).

    Attributes:
        label: what it is called.
        value: how much, in counted parts (minor units); None when it is unknown.
        words: how much, in words.
        reason: why, in one phrase: what it was worked out from, or since when a figure holds, or what is missing.
        sources: the texts behind it.
        parts: what it was made of, explained in turn.
        notes: what was set aside, how the text was read, who pays.
        joint: what stands between amount and reason: "=" before what recomputes it, "," before why or since when it holds.
        estimate: true when it stands in for something nobody knows yet.

    .. versionadded:: 0.1
    """

    label: Text
    value: Known | None
    words: Text
    reason: Text = EMPTY
    sources: tuple[Source, ...] = ()
    parts: tuple[Explained, ...] = ()
    notes: tuple[Text, ...] = ()
    joint: Literal["=", ","] = "="
    estimate: bool = False

    def lines(self, lang: Language = DEFAULT_LANGUAGE) -> tuple[str, ...]:
        """Say it in lines: the amount first, then, two spaces further in, its notes and its parts."""
        return tuple(f"{'  ' * depth}{text.say(lang)}" for depth, text in self.told)

    def because(self, lang: Language = DEFAULT_LANGUAGE) -> str:
        """Say why in one line, without the label that a table already shows: the same sentences, with semicolons between."""
        _, *others = self.told
        return BETWEEN.say(lang).join(text.say(lang) for text in [self.amount, *(other for _, other in others)])

    @property
    def source(self) -> Text:
        """The texts behind it, in one line."""
        return cited(self.sources)

    @cached_property
    def told(self) -> tuple[tuple[int, Text], ...]:
        """All it says, each line with its depth: the amount, then its notes and its parts one step further in."""
        where = same(" [") + self.source + same("]") if self.sources else EMPTY
        first = self.called + Text(en=": ", fr=" : ") + self.amount + where
        below = [(depth + 1, text) for part in self.parts for depth, text in part.told]
        return ((0, first), *((1, note) for note in self.notes), *below)

    def rows(self) -> Iterator[tuple[int, Explained]]:
        """Give it and all its parts, each with its depth, in the order of the lines."""
        yield 0, self
        for part in self.parts:
            for depth, row in part.rows():
                yield depth + 1, row

    @property
    def called(self) -> Text:
        """The label, marked where it is an estimate."""
        return self.label + Text(en=" (estimate)", fr=" (estimation)") if self.estimate else self.label

    @property
    def amount(self) -> Text:
        """How much and why, in one phrase."""
        joint = ", " if self.joint == "," else " = "
        return self.words + same(joint) + self.reason if self.reason else self.words


def cited(sources: Iterable[Source]) -> Text:
    """
    Cite texts in one line, a document once for all its parts that follow one another.

    >>> document = Text(en="Programme document", fr="Document de programme")
    >>> print(cited(Source(id=part, document=document, section=f"Partie {part}") for part in ("II", "IV")).en)
    Programme document, Partie II; Partie IV
    """
    parts, before = [], None
    for source in dict.fromkeys(sources):
        again = source.section and source.document == before and not source.inferred
        parts.append(same(source.section) if again else source.text)
        before = source.document
    return Text(en=BETWEEN.en.join(part.en for part in parts), fr=BETWEEN.fr.join(part.fr for part in parts))


def worded(value: Known, unit: Unit, scale: int = 1) -> Text:
    """
    Say a value with its unit.

    Args:
        value: in counted parts; an exact fraction of one where nothing was rounded yet.
        unit: what is counted.
        scale: how many counted parts make one, beyond a currency's minor units.

    >>> from tokten_core.units import DATE, money_unit
    >>> worded(15300, money_unit("USD")).en, worded(True, TRUTH).fr, worded(dt.date(2008, 9, 1), DATE).fr
    ('153 USD', 'oui', '01/09/2008')
    """
    if isinstance(value, dt.date):
        return Text(en=value.isoformat(), fr=f"{value:%d/%m/}{value.year:04}")
    if isinstance(value, str):
        return same(value)
    if unit == TRUTH:
        return YES if value else NO
    parts = scale * unit.sub_unit
    exact: int | Fraction = Fraction(value) / parts
    if isinstance(value, int) and value % parts == 0:  # the usual case, and several times faster
        exact = value // parts
    number = _digits(exact, _money_decimals(unit) if scale == 1 else 1)
    english = unit.one if exact in {1, -1} else unit.many
    french = unit.one if -FRENCH_PLURAL < exact < FRENCH_PLURAL else unit.many
    return Text(en=f"{number.en} {english.en}".rstrip(), fr=f"{number.fr} {french.fr}".rstrip())


def _money_decimals(unit: Unit) -> int:
    """Say how many decimals an amount that is not whole has at least: 299.10 CAD, not 299.1."""
    money = unit if unit.currency else unit.over
    return len(str(money.sub_unit)) - 1 if money is not None and money.sub_unit > 1 else 1


def _digits(exact: int | Fraction, least: int = 1) -> Text:
    size = -exact if exact < 0 else exact
    whole = int(size)
    grouped = f"{'−' if exact < 0 else ''}{whole:,}".replace(",", " ")
    if size == whole:
        return same(grouped)
    cut = (size - whole) * 10**LONGEST_DECIMALS
    decimals = f"{int(cut):0{LONGEST_DECIMALS}}".rstrip("0").ljust(least, "0")
    more = "" if cut == int(cut) else "…"
    return Text(en=f"{grouped}.{decimals}{more}", fr=f"{grouped},{decimals}{more}")
