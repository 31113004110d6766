"""What tokten-sheets registers with tokten_core: the two kinds of file that people fill."""

from __future__ import annotations

from collections.abc import Sequence

from tokten_core.hookspecs import hookimpl
from tokten_core.ports import SheetFormat
from tokten_sheets.text_files import CsvSheets
from tokten_sheets.workbooks import XlsxSheets

__all__ = ["tokten_sheet_formats"]


@hookimpl
def tokten_sheet_formats() -> Sequence[SheetFormat]:
    """Bring sheets as workbooks and as text files."""
    return [XlsxSheets(), CsvSheets()]
