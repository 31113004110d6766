"""The EU's forms hold the contract of report forms."""

from tokten_core.testing.report_suite import ReportSuite


class TestBudgetOfTheAction(ReportSuite):
    form = "eu-budget"
    pack = "mali"
    periods = ("2008/2009", "2009/2010", "all")


class TestLogicalFramework(ReportSuite):
    form = "eu-logframe"
    pack = "mali"
    periods = ("2009-Q1", "2008/2009", "all")
