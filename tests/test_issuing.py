"""A report is a draft while something in its programme does not agree."""

from decimal import Decimal

from tokten_core.checks import CheckResult, Finding
from tokten_core.content import Check, Report
from tokten_core.services.issuing import OPEN_FINDINGS, with_findings
from tokten_core.text import Text, same

SETTLED = Finding(code="sum-differs", place="a", subject=same("a"), printed=Decimal(1), recomputed=Decimal(2), status="settled")
OPEN = Finding(code="sum-differs", place="b", subject=same("b"), printed=Decimal(1), recomputed=Decimal(3))


def report(**known):
    return Report(name="quarterly", title=same("Report"), **known)


def test_settled_findings_let_a_report_be_final():
    """The pack has said which figure it follows, and why."""
    assert with_findings(report(), CheckResult(findings=[SETTLED])).is_final


def test_an_open_finding_makes_a_draft_that_says_so():
    """The reader sees which checks, and how many of each."""
    draft = with_findings(report(), CheckResult(findings=[SETTLED, OPEN, OPEN]))

    assert [check.code for check in draft.failing] == [OPEN_FINDINGS]
    assert draft.failing[0].detail == Text(en="2 open: sum-differs 2", fr="2 ouverts : sum-differs 2")


def test_the_rules_of_the_form_count_as_before():
    """A form that does not close is a draft over the cleanest programme."""
    broken = Check(code="UNDP-05", text=same("totals close"), holds=False)

    assert with_findings(report(checks=(broken,)), CheckResult()).failing == (broken,)
