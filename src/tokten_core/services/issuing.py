"""
Final or draft: a report is final only when its own form's rules hold and the programme behind it has no open finding.

A draft is written all the same and shows on a page of its own what keeps it from being final.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Final

from attrs import evolve

from tokten_core.checks import CheckResult
from tokten_core.content import Check, Report
from tokten_core.periods import day_in_words
from tokten_core.text import Text

__all__ = ["OPEN_FINDINGS", "with_findings", "with_past_day"]

OPEN_FINDINGS: Final = "open-findings"
"""The code of the check that the programme behind a report has to keep."""


def with_findings(report: Report, result: CheckResult) -> Report:
    """
    Hold a report to what was found in the programme behind it (fr: *rapport provisoire ou définitif*).

    Args:
        report: the composed report.
        result: what checking its programme gave.

    Returns:
        The report with one more check: that no finding is open.

    .. versionadded:: 0.1
    """
    counts = Counter(finding.code for finding in result.open)
    listed = ", ".join(f"{code} {count}" for code, count in counts.items())
    check = Check(
        code=OPEN_FINDINGS,
        text=Text(en="The programme has no open finding (`tokten check`)", fr="Le programme n'a aucun constat ouvert (« tokten check »)"),
        holds=not result.open,
        detail=Text(en="{count} open: {listed}", fr="{count} ouverts : {listed}").fill(count=len(result.open), listed=listed)
        if result.open
        else Text(en="", fr=""),
    )
    return evolve(report, checks=(*report.checks, check))


def with_past_day(report: Report, day: dt.date) -> Report:
    """Say at the head of a report that its figures are what was known at the end of a past day (fr: *état des données*)."""
    return evolve(report, header=(*report.header, (Text(en="Data as known on", fr="Données connues au"), day_in_words(day))))
