"""Findings by cause, misprints, settlements: a small document made up for it."""

import datetime as dt
from decimal import Decimal

from tokten_core.checks import CheckResult, Finding, Holds, check
from tokten_core.claims import Claim, ClaimState, Relation, RelationKind, Settlement
from tokten_core.model.programme import Programme, ProgrammeCard
from tokten_core.sources import Source
from tokten_core.text import Text, same

SUM, EQUAL, CONVERSION, PRESENT = RelationKind.SUM, RelationKind.EQUAL, RelationKind.CONVERSION, RelationKind.PRESENT


def a_claim(name: str, read: int | None, printed: str = "", unit: str = "XOF") -> Claim:
    """Give a claim; None is a cell with nothing in it."""
    reading = same("a slip of the press") if printed else Text(en="", fr="")
    state = ClaimState.BLANK if read is None else ClaimState.FIGURE
    number = None if read is None else Decimal(read)
    return Claim(
        id=name,
        table="t",
        row="1",
        column="c",
        subject=same(name),
        state=state,
        printed=printed,
        read=number,
        unit=unit,
        source="doc",
        reading=reading,
    )


def a_relation(kind: RelationKind, code: str, stated: str, *parts: str, factor: int | None = None) -> Relation:
    """Give an equality."""
    rate = None if factor is None else Decimal(factor)
    return Relation(
        id=f"{code}/{stated}", kind=kind, code=code, stated=stated, parts=parts, factor=rate, subject=same(stated), source="doc"
    )


def checked(claims: list[Claim], relations: list[Relation], settlements: list[Settlement] | None = None) -> CheckResult:
    """Check a programme of these claims alone."""
    card = ProgrammeCard(id="p", pack="none", title=same("p"), country="ML", start=dt.date(2008, 9, 1), end=dt.date(2011, 8, 31))
    source = Source(id="doc", document=same("doc"))
    return check(
        Programme(
            programme=(card,), sources=(source,), claims=tuple(claims), relations=tuple(relations), settlements=tuple(settlements or ())
        )
    )


def told(finding: Finding) -> tuple[object, ...]:
    """Give what a finding says in numbers."""
    return finding.code, finding.place, finding.printed, finding.recomputed, finding.difference


LINES = [a_claim("a/fcfa", 400), a_claim("b/fcfa", 800), a_claim("a/usd", 1, unit="USD"), a_claim("b/usd", 2, unit="USD")]
TOTALS = [
    a_relation(SUM, "sum-differs", "total/fcfa", "a/fcfa", "b/fcfa"),
    a_relation(SUM, "sum-differs", "total/usd", "a/usd", "b/usd"),
    a_relation(CONVERSION, "conversion-differs", "total/usd", "total/fcfa", factor=400),
    a_relation(EQUAL, "tables-differ", "cover/fcfa", "total/fcfa"),
]


def test_a_wrong_total_is_one_finding_with_all_that_it_breaks():
    """The dollars and the cover are right: they close with the recomputed total, and are not accused."""
    claims = [*LINES, a_claim("total/fcfa", 1_300), a_claim("total/usd", 3, unit="USD"), a_claim("cover/fcfa", 1_200)]

    (finding,) = checked(claims, TOTALS).findings

    assert told(finding) == ("sum-differs", "total/fcfa", 1_300, 1_200, 100)
    assert [other.place for other in finding.explains] == ["cover/fcfa", "total/usd"]


def test_two_causes_are_two_findings():
    """The cover fails with the printed and with the recomputed total alike."""
    claims = [*LINES, a_claim("total/fcfa", 1_300), a_claim("total/usd", 3, unit="USD"), a_claim("cover/fcfa", 1_100)]

    assert [finding.place for finding in checked(claims, TOTALS).findings] == ["total/fcfa", "cover/fcfa"]


def test_a_wrong_line_explains_the_totals_it_is_carried_into():
    """A line that another table contradicts moves its total; the total's own contradiction is the same one."""
    claims = [a_claim("a", 5), a_claim("b", 3), a_claim("total", 8), a_claim("other/a", 6), a_claim("other/total", 9)]
    relations = [
        a_relation(SUM, "sum-differs", "total", "a", "b"),
        a_relation(EQUAL, "tables-differ", "a", "other/a"),
        a_relation(EQUAL, "tables-differ", "total", "other/total"),
    ]

    (finding,) = checked(claims, relations).findings

    assert (finding.place, [other.place for other in finding.explains]) == ("a", ["total"])


def test_a_misprint_is_one_finding_without_a_train_of_others():
    """The totals take the number as read."""
    claims = [
        a_claim("a/fcfa", 400, printed="40 00"),
        *LINES[1:],
        a_claim("total/fcfa", 1_200),
        a_claim("total/usd", 3),
        a_claim("cover/fcfa", 1_200),
    ]

    result = checked(claims, TOTALS)

    assert [told(finding) for finding in result.findings] == [("misprint", "a/fcfa", 4_000, 400, 3_600)]
    assert len(result.holds) == 4


def test_a_total_with_nothing_printed_is_told_with_what_it_should_be():
    claims = [*LINES, a_claim("total/fcfa", None)]

    (finding,) = checked(claims, TOTALS[:1]).findings

    assert told(finding) == ("total-missing", "total/fcfa", None, 1_200, None)
    assert finding.text.say("fr") == "total/fcfa : rien n'est imprimé, 1\u202f200\u00a0FCFA par recalcul"


def test_a_part_with_nothing_printed_keeps_the_total_from_being_recomputed():
    claims = [a_claim("a/fcfa", None), *LINES[1:], a_claim("total/fcfa", 1_200)]

    (finding,) = checked(claims, TOTALS[:1]).findings

    assert told(finding) == ("not-recomputable", "total/fcfa", 1_200, None, None)


def test_what_must_be_printed_and_is_not_is_found():
    """And what is there is no equality: it is not counted among those that hold."""
    relations = [a_relation(PRESENT, "entry-missing", "given"), a_relation(PRESENT, "entry-missing", "left out")]

    result = checked([a_claim("given", 1), a_claim("left out", None)], relations)

    assert ([finding.place for finding in result.findings], result.holds) == (["left out"], ())


def a_settlement(place: str) -> Settlement:
    """Give the answer to a wrong total."""
    return Settlement(
        id="s",
        code="sum-differs",
        finding_place=place,
        why=Text(en="The lines are followed.", fr="Les lignes sont retenues."),
        source="doc",
    )


def test_a_settled_finding_says_why_and_is_not_open():
    result = checked([*LINES, a_claim("total/fcfa", 1_300)], TOTALS[:1], [a_settlement("total/fcfa")])

    assert (result.findings[0].status, result.findings[0].remedy.fr, result.open) == ("settled", "Les lignes sont retenues.", ())


def test_a_settlement_of_nothing_is_a_finding():
    """A figure that was put right leaves no stale reason behind."""
    result = checked([*LINES, a_claim("total/fcfa", 1_200)], TOTALS[:1], [a_settlement("total/fcfa")])

    assert [(finding.code, finding.place) for finding in result.open] == [("settlement-unused", "settlements[s]")]


def test_a_finding_without_settlement_is_open_and_carries_the_remedy_of_its_code():
    (finding,) = checked([*LINES, a_claim("total/fcfa", 1_300)], TOTALS[:1]).open

    assert finding.remedy.en == "Print the recomputed total, or correct the part that is wrong."


def test_a_document_that_closes_has_no_finding():
    claims = [*LINES, a_claim("total/fcfa", 1_200), a_claim("total/usd", 3, unit="USD"), a_claim("cover/fcfa", 1_200)]

    result = checked(claims, TOTALS)

    right, dollars = Decimal(1_200), Decimal(3)
    assert result.findings == ()
    assert result.holds == (
        Holds("sum-differs", "total/fcfa", right, right),
        Holds("sum-differs", "total/usd", dollars, dollars),
        Holds("conversion-differs", "total/usd", dollars, dollars),
        Holds("tables-differ", "cover/fcfa", right, right),
    )
