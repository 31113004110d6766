"""
Reports as workbooks (xlsx): a sheet for each section, formulas alive.

Every formula is written with the value that the content worked out, so that a reader who does not recalculate sees the same figure; LibreOffice
and Excel recalculate to it (a test makes LibreOffice do so).
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Final

from tokten_core.content import Report, Section
from tokten_core.text import Language
from tokten_render.sheet import Sheet
from tokten_render.words import CHECKS_TITLE, check_table, outcome
from tokten_render.workbook import RED, Workbook

__all__ = ["Xlsx"]

OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
ALARMS: Final = {"broken": RED, "warning": "#8a5a00"}


class Xlsx:
    """Writes reports as workbooks (fr: *classeur*)."""

    suffix = ".xlsx"

    def render(self, report: Report, lang: Language, day: dt.date) -> bytes:
        """Write a report in one language, dated that day; the same input gives the same bytes."""
        import xlsxwriter

        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, OPTIONS)
        workbook = Workbook(book, report, lang)
        midnight = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
        book.set_properties({"title": workbook.say(report.title)[:255], "author": "tokten", "created": midnight})
        book.set_size(2400, 1600)
        for at, section in enumerate(report.sections or (Section(report.title),)):
            Sheet(workbook, section, is_first=at == 0).write(day)
        if report.checks:
            _write_checks(workbook, day)
        book.close()
        return out.getvalue()


def _write_checks(workbook: Workbook, day: dt.date) -> None:
    """Write the checks on a sheet of their own, at the end."""
    table = check_table(workbook.report)
    alarms = {row.key: ALARMS[outcome(check)] for row, check in zip(table.rows, workbook.report.checks, strict=True) if not check.holds}
    sheet = Sheet(workbook, Section(CHECKS_TITLE, (table,)), is_first=False)
    if not workbook.report.is_final:
        sheet.sheet.set_tab_color(RED)
    sheet.write(day, alarms)
