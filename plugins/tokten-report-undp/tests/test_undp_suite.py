"""UNDP's annual work plan holds the contract of report forms."""

from tokten_core.testing.report_suite import ReportSuite


class TestAnnualWorkPlan(ReportSuite):
    form = "undp-awp"
    pack = "mali"
    periods = ("2008/2009",)
