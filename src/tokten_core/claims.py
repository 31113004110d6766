"""
Documents disagree: a figure is a claim.

A *claim* is one figure of a document: as printed, as read, where, on which day. A *relation* is an equality that the figures must keep: a
total of its parts, a conversion, the same fact printed in two tables, words beside digits. ``checks`` recomputes every relation; one that
does not close is a finding. A *settlement* says which claim the programme follows for a finding, and why; without one the finding is open.

Totals are recomputed from claims *as read*; a misprinted cell (read differently from what is printed) is one finding of its own.

>>> numeral("1 450  050"), numeral("805.020. 000"), numeral("6,56"), numeral("seize")
(Decimal('1450050'), Decimal('805020000'), Decimal('6.56'), None)
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

from tokten_core.errors import Kind, Problem
from tokten_core.records import Record, fact, record
from tokten_core.text import Text

__all__ = ["Claim", "ClaimState", "Relation", "RelationKind", "Settlement", "numeral"]

CLAIM_WITHOUT_FIGURE = Kind(
    "claim-without-figure",
    says=Text(
        en="what is said to be printed and what is read do not go together",
        fr="ce qui est dit imprimé et ce qui est lu ne vont pas ensemble",
    ),
    allowed=Text(
        en="for a figure, one number or words as read; for pm and blank, neither",
        fr="pour un chiffre, un nombre ou des mots lus ; pour pm et blank, ni l'un ni l'autre",
    ),
    remedy=Text(en="Give the figure as read, or the state.", fr="Donnez le chiffre lu, ou l'état."),
)
CLAIM_MISREAD = Kind(
    "claim-misread",
    says=Text(
        en="{value} is read where {printed} is printed, and no reason is given",
        fr="{value} est lu, {printed} est imprimé, et aucune raison n'est donnée",
    ),
    allowed=Text(en="the number as printed, or a reading with its reason", fr="le nombre imprimé, ou une lecture motivée"),
    remedy=Text(en="Say in `reading` why it is read so.", fr="Dites dans `reading` pourquoi il est lu ainsi."),
)


class ClaimState(StrEnum):
    """What stands in a cell (fr: *état d'une cellule*)."""

    FIGURE = "figure"
    PM = "pm"
    BLANK = "blank"


class RelationKind(StrEnum):
    """How the two sides of an equality are worked out (fr: *nature d'une égalité*)."""

    SUM = "sum"
    """stated = the sum of the parts"""
    EQUAL = "equal"
    """stated = the one part: the same fact printed twice, a number or words"""
    CONVERSION = "conversion"
    """stated = the part / factor, exact: FCFA to USD"""
    PRODUCT = "product"
    """stated = the sum of the parts x factor, cut to whole units: a percentage"""
    COUNT = "count"
    """stated = the sum of the parts / factor, rounded down: missions that the money pays at the average cost"""
    AT_MOST = "at_most"
    """stated is at most the one part: the experts of one country among all"""
    DISTINCT = "distinct"
    """stated and the one part are not the same words: two figures do not bear one label"""
    RATIO = "ratio"
    """stated = 100 x the first part / the second part, as a percentage with the decimals of the stated figure"""
    PRESENT = "present"
    """a figure must be printed: a total without an amount, an indicator without a baseline"""


def numeral(printed: str) -> Decimal | None:
    """
    Read a number in digits as a French text prints it: groups apart by spaces or points, a decimal comma; None when it is no such number.

    Grouping is not judged here: `17 400 0000` is the number 174000000, whatever was meant.
    """
    text = re.sub(r"[ \u00a0\u202f]", "", printed)
    if re.fullmatch(r"[0-9]+(\.[0-9]{3})*", text):
        text = text.replace(".", "")
    return Decimal(text.replace(",", ".")) if re.fullmatch(r"[0-9]+(,[0-9]+)?", text) else None


@record("claims")
class Claim(Record):
    """
    One figure of a document, as printed and as read (fr: *chiffre imprimé*).

    Attributes:
        id: table, row and column: ``workplan-2008/50/fcfa``.
        table: the table or passage it stands in.
        row: which row or item, as numbered in the pack.
        column: which column.
        subject: what the figure says, shortened in our words.
        state: a figure, *pour mémoire*, or nothing printed.
        printed: the characters on paper, spaces kept.
        read: the figure that we read; never a correction of arithmetic, only of a misprint.
        words: what we read where it is no number: a code, a month, a donor; empty for a number.
        unit: XOF, USD, EUR, percent, missions, posts, days...
        stated_on: day of the document.
        source: where it stands.
        reading: why it is read otherwise than printed; empty when it is not.
    """

    id: str = fact()
    table: str = fact()
    row: str = fact()
    column: str = fact()
    subject: Text = fact()
    state: ClaimState = fact(default=ClaimState.FIGURE)
    printed: str = fact(default="")
    read: Decimal | None = fact(default=None)
    words: str = fact(default="")
    unit: str = fact(default="")
    stated_on: dt.date | None = fact(default=None)
    source: str = fact(refers_to="sources")
    reading: Text = fact(default=Text(en="", fr=""))

    def faults(self) -> Iterator[Problem]:
        """Find a figure that is not read, pm or blank that is, and a number read otherwise than printed without a reason."""
        readings = (self.read is not None) + bool(self.words)
        if readings != (self.state is ClaimState.FIGURE):
            yield CLAIM_WITHOUT_FIGURE.at(self.place("read"), self.read)
        if self.misprinted and not self.reading:
            yield CLAIM_MISREAD.at(self.place("reading"), self.read, printed=self.printed)

    @property
    def misprinted(self) -> bool:
        """True when a number is printed and another is read."""
        printed = numeral(self.printed)
        return self.read is not None and printed is not None and printed != self.read


@record("relations")
class Relation(Record):
    """
    An equality that the figures of the documents must keep (fr: *égalité à vérifier*).

    Attributes:
        id: short stable name.
        kind: how the two sides are worked out.
        code: the check code of a finding: ``sum-differs``, ``conversion-differs``...
        stated: the claim that states the result; its identifier is the place of a finding.
        parts: the claims it is recomputed from, in order.
        factor: rate, average cost or percentage, where the kind needs one.
        subject: what must hold, in our words.
        source: where the equality comes from.
    """

    id: str = fact()
    kind: RelationKind = fact()
    code: str = fact()
    stated: str = fact(refers_to="claims")
    parts: tuple[str, ...] = fact(default=(), refers_to="claims")
    factor: Decimal | None = fact(default=None)
    subject: Text = fact()
    source: str = fact(refers_to="sources")


@record("settlements")
class Settlement(Record):
    """
    Which claim the programme follows for a finding, and why (fr: *constat tranché*).

    Attributes:
        id: short stable name.
        code: the check code of the finding.
        finding_place: the place of the finding that is settled.
        follows: the claim that is followed; empty when it is a reading of ours.
        why: the reason, in both languages.
        source: the text that supports it.
    """

    id: str = fact()
    code: str = fact()
    finding_place: str = fact()
    follows: str | None = fact(default=None, refers_to="claims")
    why: Text = fact()
    source: str = fact(refers_to="sources")
