"""What tokten-report-undp registers with tokten_core: UNDP's forms."""

from __future__ import annotations

from collections.abc import Sequence

from tokten_core.hookspecs import hookimpl
from tokten_core.ports import ReportForm
from tokten_report_undp.annual_work_plan import AnnualWorkPlan

__all__ = ["tokten_report_forms"]


@hookimpl
def tokten_report_forms() -> Sequence[ReportForm]:
    """Give the annual work plan."""
    return [AnnualWorkPlan()]
