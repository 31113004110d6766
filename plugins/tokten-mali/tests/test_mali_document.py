"""The founding document of Mali's programme against itself: every error an auditor would list, and no other."""

import csv
import importlib.util
import json
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core.checks import CHECKS, CheckResult, Holds, check
from tokten_core.checks.equalities import Figures, work_out
from tokten_core.claims import Claim, ClaimState, RelationKind
from tokten_core.model.programme import Programme
from tokten_core.records import evolve

HERE = Path(__file__).parent
SCRIPTS = HERE.parent / "scripts"
DATA = HERE.parent / "src" / "tokten_mali" / "data"
NO_EQUALITY = {RelationKind.AT_MOST, RelationKind.DISTINCT, RelationKind.PRESENT}


def script(name: str) -> ModuleType:
    """Load a script of the plugin, which lies in no package."""
    spec = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def document() -> Programme:
    """Give the programme of the document's figures."""
    made = script("write_findings_pages").document()
    assert isinstance(made, Programme)
    return made


@cache
def checked() -> CheckResult:
    """Give what checking the document finds."""
    return check(document())


def errors() -> list[dict[str, str]]:
    """Give the auditor's list."""
    with (HERE / "cases" / "document_errors.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shown(value: Decimal | str | None) -> str:
    """Write a value as the list has it."""
    return "" if value is None else f"{value.normalize():f}" if isinstance(value, Decimal) else value


def test_the_findings_are_the_auditor_s_list_and_nothing_else():
    """Place, printed, recomputed, difference, unit and status of each; and what fails for the same cause stands with it."""
    found = [
        {
            "place": finding.place,
            "code": finding.code,
            "printed": shown(finding.printed),
            "recomputed": shown(finding.recomputed),
            "difference": shown(finding.difference),
            "unit": finding.unit,
            "status": finding.status,
            "also": " ".join(other.place for other in finding.explains),
        }
        for finding in checked().findings
    ]

    assert found == errors()


def test_a_place_is_named_once_for_each_code():
    """One cause, one finding: nothing is told twice."""
    places = Counter((finding.code, finding.place) for finding in checked().findings)

    assert [place for place, times in places.items() if times > 1] == []


def test_several_hundred_equalities_are_seen_to_hold():
    """Silence is not proof: the equalities that hold are counted by what they compare."""
    assert Counter(equality.code for equality in checked().holds) == {
        "tables-differ": 233,
        "conversion-differs": 137,
        "sum-differs": 136,
        "words-differ": 24,
        "posts-differ": 23,
        "part-exceeds-whole": 21,
        "date-differs": 11,
        "count-differs": 8,
        "code-differs": 6,
        "percentage-differs": 2,
        "source-differs": 1,
    }


@pytest.mark.parametrize(
    ("code", "place", "figure"),
    [
        ("count-differs", "workplan-2008/3/missions", 21),
        ("count-differs", "workplan-2008/31/missions", 16),
        ("count-differs", "workplan-2008/43/missions", 16),
        ("count-differs", "results-framework/10/missions", 41),
        ("count-differs", "results-framework/18/missions", 42),
        ("count-differs", "donor-matrix/10/missions", 58),
        ("percentage-differs", "donor-matrix/24/2008-2009-ce", 33_722),
        ("percentage-differs", "donor-matrix/24/2009-2010-ce", 36_011),
        ("sum-differs", "donor-matrix/24/total", 69_733),
        ("tables-differ", "cover/ce/usd", 1_065_930),
        ("tables-differ", "cover/pnud/usd", 300_000),
        ("tables-differ", "cover/scac/usd", 84_120),
        ("tables-differ", "cover/government/usd", 562_500),
        ("sum-differs", "cover/resources-required/usd", 2_012_550),
        ("tables-differ", "cover/resources-allocated/fcfa", 805_020_000),
        ("tables-differ", "cover/awp-2008/usd", 887_092),
        ("tables-differ", "cover/awp-2008/fcfa", 354_836_800),
        ("tables-differ", "partie-vi/government/fcfa", 225_000_000),
        ("conversion-differs", "mission-costs/average/usd", 3_750),
        ("sum-differs", "donor-matrix/26/total", 2_012_550),
    ],
)
def test_what_is_right_is_seen_to_be_right(code: str, place: str, figure: int):
    """The figures that the reports rest on close."""
    assert Holds(code, place, Decimal(figure), Decimal(figure)) in checked().holds


def test_every_settlement_answers_a_finding_with_its_reason():
    """A settlement that answers nothing would be a finding; one without words in a language would not explain."""
    assert all(settlement.why.en and settlement.why.fr for settlement in document().settlements)
    assert len(document().settlements) == sum(finding.status == "settled" for finding in checked().findings)


def test_each_finding_speaks_both_languages():
    """French is the users' language, and a sentence left empty or untranslated would not serve them."""
    for finding in checked().findings:
        assert finding.text.en
        assert finding.text.fr
        assert finding.text.en != finding.text.fr
        assert finding.code in CHECKS


def equal_claims() -> list[Claim]:
    """Give the claims with a number that some equality speaks of."""
    named = {name for relation in document().relations if relation.kind not in NO_EQUALITY for name in (relation.stated, *relation.parts)}
    return [claim for claim in document().claims if claim.id in named and claim.state is ClaimState.FIGURE and claim.read is not None]


def changed_by_one(claim: Claim) -> Claim:
    """Give the claim with a figure one more."""
    assert claim.read is not None
    return evolve(claim, read=claim.read + 1, printed="")


def test_no_figure_can_change_by_one_without_breaking_an_equality():
    """Every figure that takes part in an equality is held by at least one: none is decoration."""
    claims = {claim.id: claim for claim in document().claims}
    relations = [relation for relation in document().relations if relation.kind not in NO_EQUALITY]
    free = []
    for claim in equal_claims():
        mutant = Figures({**claims, claim.id: changed_by_one(claim)})
        mine = [relation for relation in relations if claim.id in (relation.stated, *relation.parts)]
        if not any(work_out(relation, mutant) != work_out(relation, Figures(claims)) for relation in mine):
            free.append(claim.id)

    assert free == []


@settings(max_examples=25)
@given(st.data())
def test_a_figure_changed_by_one_is_found(data: st.DataObject):
    """From the figure to the finding, through the whole of checking; where the document contradicts itself, by one, a finding goes instead."""
    claim = data.draw(st.sampled_from(equal_claims()))
    mutant = document().with_records(claims=[changed_by_one(claim) if one.id == claim.id else one for one in document().claims])

    assert set(check(mutant).findings) != set(checked().findings)


def test_the_relations_are_those_the_rules_write():
    """Several hundred rows are not kept by hand: the file is what its script gives."""
    writer = script("write_relations")
    with (DATA / "claims.csv").open(encoding="utf-8", newline="") as file:
        made = list(writer.relations(csv.DictReader(file)))
    with (DATA / "relations.csv").open(encoding="utf-8", newline="") as file:
        kept = list(csv.DictReader(file))

    assert kept == made


def test_the_pages_say_what_checking_finds():
    """Run plugins/tokten-mali/scripts/write_findings_pages.py after a change of the claims."""
    for path, text in script("write_findings_pages").pages():
        assert path.read_text(encoding="utf-8") == text


def test_the_json_keeps_every_digit():
    """The half dollar of the power supplies and the eight cents of the euro come out as they are."""
    findings = json.loads(checked().to_json("en"), parse_float=Decimal)["findings"]
    numbers = {finding["place"]: (finding["printed"], finding["recomputed"], finding["difference"]) for finding in findings}

    assert numbers["equipment/5/usd"] == (938, Decimal("937.5"), Decimal("0.5"))
    assert numbers["cover/ce/eur"] == (650_000, Decimal("649999.92"), Decimal("0.08"))
    assert numbers["results-framework/57/fcfa"] == (None, 544_036_800, None)
