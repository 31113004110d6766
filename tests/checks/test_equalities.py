"""Each kind of equality, with what is pour mémoire, what is not printed, and what nobody knows."""

from decimal import Decimal

import pytest

from tokten_core.checks.equalities import Figures, Verdict, work_out
from tokten_core.claims import Claim, ClaimState, Relation, RelationKind
from tokten_core.text import same


def a_claim(name: str, value: str | int | None, state: ClaimState | None = None) -> Claim:
    """Give a claim: a number, words, or nothing."""
    figure = ClaimState.BLANK if value is None else ClaimState.FIGURE
    number = value is not None and str(value).replace(".", "").isdigit() and not str(value).count(".") > 1
    return Claim(
        id=name,
        table="t",
        row="1",
        column=name,
        subject=same(name),
        state=state or figure,
        read=Decimal(str(value)) if number else None,
        words="" if number or value is None else str(value),
        source="s",
    )


def verdict(kind: RelationKind, stated: str | int | None, *parts: str | int | ClaimState | None, factor: str | None = None) -> Verdict:
    """Work out one equality over claims made for it."""
    claims = [a_claim("stated", stated)]
    for number, part in enumerate(parts):
        claims.append(a_claim(f"p{number}", None, part) if isinstance(part, ClaimState) else a_claim(f"p{number}", part))
    relation = Relation(
        id="r",
        kind=kind,
        code="sum-differs",
        stated="stated",
        parts=tuple(claim.id for claim in claims[1:]),
        factor=None if factor is None else Decimal(factor),
        subject=same("r"),
        source="s",
    )
    return work_out(relation, Figures({claim.id: claim for claim in claims}))


@pytest.mark.parametrize(
    ("kind", "stated", "parts", "factor", "recomputed", "closes"),
    [
        (RelationKind.SUM, 8, (5, 3), None, 8, True),
        (RelationKind.SUM, 9, (5, 3), None, 8, False),
        (RelationKind.EQUAL, 8, (8,), None, 8, True),
        (RelationKind.EQUAL, "2.1.1", ("2.2.1",), None, "2.2.1", False),
        (RelationKind.EQUAL, "2008-04", ("2008-04",), None, "2008-04", True),
        (RelationKind.CONVERSION, 938, (375_000,), "400", "937.5", False),
        (RelationKind.CONVERSION, 3_625, (1_450_000,), "400", 3_625, True),
        (RelationKind.CONVERSION, 650_000, (1_065_930,), "1.6398925", "649999.92", False),
        (RelationKind.PRODUCT, 33_722, (481_750,), "0.07", 33_722, True),
        (RelationKind.PRODUCT, 33_723, (400_000, 81_750), "0.07", 33_722, False),
        (RelationKind.COUNT, 21, (32_000_000,), "1500000", 21, True),
        (RelationKind.COUNT, 94, (87_400_000,), "1500000", 58, False),
        (RelationKind.RATIO, "6.56", (656, 10_000), None, "6.56", True),
        (RelationKind.RATIO, 7, (656, 10_000), None, "6.56", True),
        (RelationKind.RATIO, "6.5", (656, 10_000), None, "6.56", False),
        (RelationKind.AT_MOST, 83, (116,), None, 116, True),
        (RelationKind.AT_MOST, 117, (116,), None, 116, False),
        (RelationKind.DISTINCT, "one label", ("another",), None, "another", True),
        (RelationKind.DISTINCT, "one label", ("one label",), None, "one label", False),
    ],
)
def test_both_sides_are_worked_out_exactly(kind, stated, parts, factor, recomputed, closes):
    found = verdict(kind, stated, *parts, factor=factor)

    expected = recomputed if kind in {RelationKind.EQUAL, RelationKind.DISTINCT} and isinstance(recomputed, str) else Decimal(recomputed)
    assert (found.recomputed, found.closes) == (expected, closes)


def test_a_part_pour_memoire_adds_nothing():
    """PM is a line without an amount: it stays in the table and out of the total."""
    assert verdict(RelationKind.SUM, 5, 5, ClaimState.PM).closes


def test_where_every_part_is_pour_memoire_there_is_nothing_to_compare():
    assert not verdict(RelationKind.SUM, 0, ClaimState.PM, ClaimState.PM).speaks


def test_a_part_that_is_not_printed_makes_the_total_unknown():
    """Missing is never zero: 5 is not confirmed by 5 and a blank."""
    found = verdict(RelationKind.SUM, 5, 5, None)

    assert (found.recomputed, found.closes, found.speaks) == (None, False, True)


def test_a_total_that_is_not_printed_is_recomputed_and_does_not_close():
    found = verdict(RelationKind.SUM, None, 5, 3)

    assert (found.stated, found.recomputed, found.closes) == (None, Decimal(8), False)


def test_a_claim_that_nobody_knows_is_unknown_and_no_crash():
    relation = Relation(id="r", kind=RelationKind.SUM, code="sum-differs", stated="a", parts=("b",), subject=same("r"), source="s")

    assert not work_out(relation, Figures({})).closes


def test_a_rate_of_zero_gives_nothing():
    assert verdict(RelationKind.CONVERSION, 1, 400, factor="0").recomputed is None


def test_a_number_and_words_are_not_the_same():
    assert not verdict(RelationKind.EQUAL, "seize", 16).closes


def test_words_are_never_added_up():
    assert verdict(RelationKind.SUM, 16, "seize").recomputed is None
