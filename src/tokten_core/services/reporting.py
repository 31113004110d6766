"""The reports that all partners share: which there are."""

from __future__ import annotations

from tokten_core.ports import ReportForm
from tokten_core.services.quarterly import Quarterly

__all__ = ["SHARED_FORMS"]

SHARED_FORMS: tuple[ReportForm, ...] = (Quarterly(),)
"""Every report form that belongs to no donor."""
