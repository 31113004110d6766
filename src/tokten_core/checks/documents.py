"""
The documents against themselves: misprints, and every equality that their figures must keep.

Totals are recomputed from figures as read, so that a misprinted cell is one finding and no more. The equalities that fail are taken in
order: totals first, then what is worked out of money, then one table against another, conversions last. Each gives a finding, and its
recomputed figure is carried through the equalities that hold; an equality that closes with it fails for the same cause and is told with it:

    total printed 353 670 000, parts 354 836 800      a finding
    total in USD 887 092 = 354 836 800 / 400          the same cause: it closes with the recomputed total
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from attrs import evolve, field, mutable

from tokten_core.checks.document_codes import MISPRINT, NOT_RECOMPUTABLE, TOTAL_MISSING
from tokten_core.checks.equalities import Figures, Verdict, work_out
from tokten_core.checks.findings import Finding, Holds, Value
from tokten_core.claims import Claim, ClaimState, Relation, RelationKind, numeral
from tokten_core.model.programme import Programme

__all__ = ["equalities", "misprints"]

_ORDER = (
    RelationKind.SUM,
    RelationKind.PRODUCT,
    RelationKind.COUNT,
    RelationKind.RATIO,
    RelationKind.EQUAL,
    RelationKind.AT_MOST,
    RelationKind.DISTINCT,
    RelationKind.PRESENT,
    RelationKind.CONVERSION,
)
_NO_EQUALITY = frozenset({RelationKind.PRESENT, RelationKind.DISTINCT})
_CARRYING = frozenset({RelationKind.SUM, RelationKind.EQUAL, RelationKind.CONVERSION})


def misprints(programme: Programme) -> Iterator[Finding]:
    """Find the cells whose printed number is not the number meant (fr: *coquilles*)."""
    for claim in programme.claims:
        if claim.misprinted:
            yield Finding(
                code=MISPRINT.code,
                place=claim.id,
                subject=claim.subject,
                printed=numeral(claim.printed),
                recomputed=claim.read,
                unit=claim.unit,
            )


def equalities(programme: Programme) -> Iterator[Finding | Holds]:
    """Work out every equality of the documents: what fails, by cause, and what holds (fr: *égalités*)."""
    claims = {claim.id: claim for claim in programme.claims}
    verdicts = [work_out(relation, Figures(claims)) for relation in programme.relations]
    holding = [verdict for verdict in verdicts if verdict.closes and verdict.speaks]
    failing = [verdict for verdict in verdicts if not verdict.closes and verdict.speaks]
    yield from (cause.finding for cause in _causes(failing, [verdict.relation for verdict in holding], claims))
    for verdict in holding:
        if verdict.relation.kind not in _NO_EQUALITY and verdict.stated is not None and verdict.recomputed is not None:
            yield Holds(verdict.relation.code, verdict.relation.stated, verdict.stated, verdict.recomputed)


@mutable
class _Cause:
    """A finding, and the figures as they would be if it were mended."""

    finding: Finding
    mended: dict[str, Value] = field(factory=dict)

    def explains(self, other: Finding) -> None:
        """Tell another failing equality with this cause."""
        self.finding = evolve(self.finding, explains=(*self.finding.explains, other))


def _causes(failing: Iterable[Verdict], holding: Sequence[Relation], claims: dict[str, Claim]) -> list[_Cause]:
    causes: list[_Cause] = []
    for verdict in sorted(failing, key=lambda verdict: _ORDER.index(verdict.relation.kind)):  # stable: else in the order of the documents
        finding = _finding(verdict, claims)
        known = _cause_of(verdict.relation, causes, claims)
        if known is not None:
            known.explains(finding)
        else:
            mended = {} if finding.recomputed is None else {finding.place: finding.recomputed}
            causes.append(_Cause(finding, _carried(mended, holding, claims)))
    return causes


def _cause_of(relation: Relation, causes: Sequence[_Cause], claims: dict[str, Claim]) -> _Cause | None:
    """Give the cause with which the equality closes: one alone, else all together."""
    touched = [cause for cause in causes if {relation.stated, *relation.parts} & cause.mended.keys()]
    for cause in touched:
        if work_out(relation, Figures(claims, cause.mended)).closes:
            return cause
    together = {place: value for cause in reversed(touched) for place, value in cause.mended.items()}
    return touched[0] if touched and work_out(relation, Figures(claims, together)).closes else None


def _carried(mended: dict[str, Value], holding: Sequence[Relation], claims: dict[str, Claim]) -> dict[str, Value]:
    """Carry mended figures through the equalities that hold: to the total of a mended part, to the other side of a conversion."""
    grown = True
    while grown:
        grown = False
        for relation in holding:
            if relation.kind not in _CARRYING:
                continue
            for place, value in _other_side(relation, mended, claims):
                mended[place] = value
                grown = True
    return mended


def _other_side(relation: Relation, mended: dict[str, Value], claims: dict[str, Claim]) -> Iterator[tuple[str, Value]]:
    if relation.stated not in mended and not mended.keys().isdisjoint(relation.parts):
        moved = work_out(relation, Figures(claims, mended)).recomputed
        if moved is not None:
            yield relation.stated, moved
    elif relation.kind is RelationKind.EQUAL and relation.stated in mended and relation.parts[0] not in mended:
        yield relation.parts[0], mended[relation.stated]
    elif relation.kind is RelationKind.CONVERSION and relation.stated in mended and relation.parts[0] not in mended:
        dollars = mended[relation.stated]
        if isinstance(dollars, Decimal) and relation.factor is not None:
            yield relation.parts[0], dollars * relation.factor


def _finding(verdict: Verdict, claims: dict[str, Claim]) -> Finding:
    relation, stated = verdict.relation, claims.get(verdict.relation.stated)
    return Finding(
        code=_code(verdict, stated),
        place=relation.stated,
        subject=relation.subject,
        printed=verdict.stated,
        recomputed=None if relation.kind is RelationKind.DISTINCT else verdict.recomputed,
        unit="" if stated is None else stated.unit,
    )


def _code(verdict: Verdict, stated: Claim | None) -> str:
    """Give the code of the equality, or what keeps it from being worked out."""
    if verdict.relation.kind is RelationKind.PRESENT:
        return verdict.relation.code
    if verdict.recomputed is None:
        return NOT_RECOMPUTABLE.code
    return TOTAL_MISSING.code if stated is not None and stated.state is ClaimState.BLANK else verdict.relation.code
