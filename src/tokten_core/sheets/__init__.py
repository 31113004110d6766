"""
Sheets that people fill, without any format: what a form asks for, what stands in a filled one, how its days and numbers are written.

A *form* is the columns of one kind of record with what a person may type in each. A *filled sheet* is rows of raw cells with their places, as
a reader of files hands them over. A *dialect* is how days and decimals are written there; what could be read in two ways and is declared in
none is refused, never guessed.
"""

from tokten_core.sheets.cells import TRUTHS, reader_of
from tokten_core.sheets.dialects import DECIMALS, GUARDS, JOURNAL, ORDERS, SEPARATORS, Dialect, declaration_in
from tokten_core.sheets.filled import FilledSheet, Refused
from tokten_core.sheets.forms import BETWEEN, Choice, Form, FormColumn, LeftOut, folded
from tokten_core.sheets.formulas import guarded, unguarded
from tokten_core.sheets.headings import Headed, headed

__all__ = [
    "BETWEEN", "DECIMALS", "GUARDS", "JOURNAL", "ORDERS", "SEPARATORS", "TRUTHS", "Choice", "Dialect", "FilledSheet", "Form", "FormColumn", "Headed", "LeftOut", "Refused", "declaration_in", "folded",
    "guarded", "headed", "reader_of", "unguarded",
]  # fmt: skip
