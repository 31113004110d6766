"""The reports that all partners share, composed of the services beside this one."""

from __future__ import annotations

from tokten_core.ports import ReportForm

__all__ = ["SHARED_FORMS"]

SHARED_FORMS: tuple[ReportForm, ...] = ()
"""Every report form that belongs to no donor."""
