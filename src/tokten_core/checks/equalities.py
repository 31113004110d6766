"""
One equality worked out: what is stated, what its parts give, and whether the two agree.

Arithmetic is exact (fractions), so that 375 000 FCFA are 937.5 USD and not 938. A part *pour mémoire* has no amount and adds nothing; a
part of which nothing is printed makes the whole unknown: it is never taken for zero.

>>> from tokten_core.text import same
>>> def figure(id, read, state=ClaimState.FIGURE):
...     return Claim(id=id, table="t", row="1", column="c", subject=same(id), state=state, read=read, source="s")
>>> claims = [figure("total", Decimal(8)), figure("a", Decimal(5)), figure("b", None, ClaimState.PM)]
>>> total = Relation(id="r", kind=RelationKind.SUM, code="sum-differs", stated="total", parts=("a", "b"), subject=same("total"), source="s")
>>> verdict = work_out(total, Figures({claim.id: claim for claim in claims}))
>>> verdict.stated, verdict.recomputed, verdict.closes
(Decimal('8'), Decimal('5'), False)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen

from tokten_core.checks.findings import Value
from tokten_core.claims import Claim, ClaimState, Relation, RelationKind
from tokten_core.money import HALF_EVEN, rounded

__all__ = ["Figures", "Verdict", "work_out"]


@frozen
class Figures:
    """
    The figures of the documents, some of them replaced by what they should be.

    Attributes:
        claims: every claim, by identifier.
        instead: values to take instead of those read.
    """

    claims: Mapping[str, Claim]
    instead: Mapping[str, Value] = field(factory=dict)

    def value(self, claim: str) -> Value | None:
        """Give the value as read, or the one to take instead; None for PM, for nothing printed and for an unknown claim."""
        if claim in self.instead:
            return self.instead[claim]
        known = self.claims.get(claim)
        return None if known is None else known.words or known.read

    def has_no_amount(self, claim: str) -> bool:
        """Tell whether the claim is *pour mémoire*: planned without an amount."""
        return claim in self.claims and self.claims[claim].state is ClaimState.PM and claim not in self.instead


@frozen
class Verdict:
    """
    What came out of one equality.

    Attributes:
        relation: the equality.
        stated: what is stated; None when nothing is.
        recomputed: what the parts give; None when a part is unknown or the kind gives no value.
        closes: true when the two agree.
        speaks: false when there is nothing to compare: the stated figure or every part is *pour mémoire*.
    """

    relation: Relation
    stated: Value | None
    recomputed: Value | None
    closes: bool
    speaks: bool = True


def work_out(relation: Relation, figures: Figures) -> Verdict:
    """Work out both sides of an equality (fr: *vérifier une égalité*)."""
    stated = figures.value(relation.stated)
    if relation.kind is RelationKind.PRESENT:
        return Verdict(
            relation, stated, _sum_of(relation, figures), closes=stated is not None, speaks=not figures.has_no_amount(relation.stated)
        )
    parts = [figures.value(part) for part in relation.parts if not figures.has_no_amount(part)]
    speaks = bool(parts) and not figures.has_no_amount(relation.stated)
    if not speaks or None in parts:
        return Verdict(relation, stated, None, closes=False, speaks=speaks)
    exact = _recomputed(relation, [part for part in parts if part is not None])
    if exact is None or stated is None:
        return Verdict(relation, stated, _decimal(exact), closes=False)
    return Verdict(relation, stated, _decimal(exact), closes=_agree(relation.kind, stated, exact))


def _recomputed(relation: Relation, parts: list[Value]) -> Fraction | str | None:
    """Give what the parts make, exact; None when numbers and words are mixed or a factor is missing."""
    if relation.kind in {RelationKind.EQUAL, RelationKind.DISTINCT} and isinstance(parts[0], str):
        return parts[0]
    numbers = [Fraction(part) for part in parts if isinstance(part, Decimal)]
    if len(numbers) < len(parts):
        return None
    try:
        return _ARITHMETIC[relation.kind](numbers, Fraction(relation.factor or 0))
    except ArithmeticError:  # a factor or a base of zero
        return None


def _agree(kind: RelationKind, stated: Value, exact: Fraction | str) -> bool:
    left = stated if isinstance(stated, str) else Fraction(stated)
    if kind is RelationKind.DISTINCT:
        return left != exact
    if kind is RelationKind.AT_MOST:
        return isinstance(left, Fraction) and isinstance(exact, Fraction) and left <= exact
    if kind is RelationKind.RATIO and isinstance(stated, Decimal) and isinstance(exact, Fraction):
        return stated == _to_places(exact, max(0, -int(stated.as_tuple().exponent)))
    return left == exact


def _sum_of(relation: Relation, figures: Figures) -> Decimal | None:
    """Give what a figure that is not printed should be, where its parts tell."""
    parts = [figures.value(part) for part in relation.parts if not figures.has_no_amount(part)]
    numbers = [part for part in parts if isinstance(part, Decimal)]
    return sum(numbers, Decimal(0)) if parts and len(numbers) == len(parts) else None


def _decimal(exact: Fraction | str | None) -> Value | None:
    """Write an exact value in digits; one that never ends in decimals is rounded to the cent, half to even."""
    if not isinstance(exact, Fraction):
        return exact
    ends = exact.denominator
    for prime in (2, 5):
        while ends % prime == 0:
            ends //= prime
    return Decimal(exact.numerator) / Decimal(exact.denominator) if ends == 1 else _to_places(exact, 2)


def _to_places(exact: Fraction, places: int) -> Decimal:
    return Decimal(rounded(exact * 10**places, HALF_EVEN)).scaleb(-places)


_ARITHMETIC: Mapping[RelationKind, Callable[[list[Fraction], Fraction], Fraction]] = {
    RelationKind.SUM: lambda parts, _: sum(parts, Fraction(0)),
    RelationKind.EQUAL: lambda parts, _: parts[0],
    RelationKind.DISTINCT: lambda parts, _: parts[0],
    RelationKind.AT_MOST: lambda parts, _: parts[0],
    RelationKind.CONVERSION: lambda parts, factor: parts[0] / factor,
    RelationKind.PRODUCT: lambda parts, factor: Fraction(math.trunc(sum(parts, Fraction(0)) * factor)),
    RelationKind.COUNT: lambda parts, factor: Fraction(math.floor(sum(parts, Fraction(0)) / factor)),
    RelationKind.RATIO: lambda parts, _: 100 * parts[0] / parts[1],
}
