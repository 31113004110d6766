"""The quarterly report that all partners share holds the contract of report forms."""

from tokten_core.testing.report_suite import ReportSuite


class TestQuarterly(ReportSuite):
    form = "quarterly"
    pack = "mali"
    periods = ("2009-Q1",)
