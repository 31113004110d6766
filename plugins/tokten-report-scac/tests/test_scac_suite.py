"""The execution report to SCAC holds the contract of report forms."""

from tokten_core.testing.report_suite import ReportSuite


class TestExecution(ReportSuite):
    form = "scac-execution"
    pack = "mali"
    periods = ("2009-S1", "2008/2009", "2010/2011")
