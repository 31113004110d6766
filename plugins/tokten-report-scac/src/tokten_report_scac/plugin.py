"""What tokten-report-scac registers with tokten_core: the form of French cooperation."""

from __future__ import annotations

from collections.abc import Sequence

from tokten_core.hookspecs import hookimpl
from tokten_core.ports import ReportForm
from tokten_report_scac.execution import Execution

__all__ = ["tokten_report_forms"]


@hookimpl
def tokten_report_forms() -> Sequence[ReportForm]:
    """Give the execution report."""
    return [Execution()]
