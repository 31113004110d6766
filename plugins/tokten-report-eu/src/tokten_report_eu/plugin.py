"""What tokten-report-eu registers with tokten_core: the EU's forms."""

from __future__ import annotations

from collections.abc import Sequence

from tokten_core.hookspecs import hookimpl
from tokten_core.ports import ReportForm
from tokten_report_eu.budget import BudgetOfTheAction
from tokten_report_eu.logframe import LogicalFramework

__all__ = ["tokten_report_forms"]


@hookimpl
def tokten_report_forms() -> Sequence[ReportForm]:
    """Give the budget of the action and the logical framework."""
    return [BudgetOfTheAction(), LogicalFramework()]
