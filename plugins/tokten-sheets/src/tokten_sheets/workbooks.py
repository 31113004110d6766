"""Sheets as workbooks (xlsx): written by xlsxwriter, read by openpyxl row by row once the archive has been looked into."""

from __future__ import annotations

import datetime as dt

from tokten_core.sheets import FilledSheet, Form
from tokten_core.text import Language

__all__ = ["XlsxSheets"]


class XlsxSheets:
    """Writes and reads sheets as workbooks (fr: *classeur*)."""

    suffix = ".xlsx"

    def write(self, form: Form, lang: Language, day: dt.date) -> bytes:
        """Write the empty sheet of a form, its lists and how to fill it."""
        from tokten_sheets.template import write_template

        return write_template(form, lang, day)

    def read(self, content: bytes, name: str, form: Form, lang: Language) -> FilledSheet:
        """Read the cells of a filled sheet."""
        from tokten_sheets.cells import read_workbook

        return read_workbook(content, name, form, lang)
