"""
What a report is made of, without any format.

A report is composed once and rendered many ways. Its parts are sections; a section's are blocks: paragraphs, facts, tables, charts, cards,
links. A table's cell is a value or a formula over other cells: the formula stays alive in a spreadsheet and is worked out exactly here, so that
every format shows the same figure. *Pour mémoire* and *unknown* are values of their own; neither is zero. No donor is known here.

>>> from tokten_core.text import same
>>> lines = [line("a", amount=30), line("b", amount=PM), line("c", amount=12)]
>>> budget = Table(key="t", columns=(Column("amount", same("Amount"), "integer"),), rows=(*lines, total("sum", ("a", "b", "c"), "amount")))
>>> budget.value("sum", "amount")
42
"""

from tokten_core.content.cells import BLANK, PM, UNKNOWN, Cell, Difference, Formula, Live, Mark, Product, Ratio, Same, Sum, Value, reads
from tokten_core.content.report import (
    WRONG_PERIOD,
    Block,
    Card,
    Cards,
    Chart,
    Check,
    Facts,
    Link,
    Links,
    Note,
    Paragraph,
    Report,
    Section,
    Series,
)
from tokten_core.content.tables import Column, ColumnKind, Row, RowKind, Table, amount, heading, line, subtotal, total

__all__ = [
    "BLANK", "PM", "UNKNOWN", "WRONG_PERIOD", "Block", "Card", "Cards", "Cell", "Chart", "Check", "Column", "ColumnKind", "Difference", "Facts",
    "Formula", "Link", "Links", "Live", "Mark", "Note", "Paragraph", "Product", "Ratio", "Report", "Row", "RowKind", "Same", "Section",
    "Series", "Sum", "Table", "Value", "amount", "heading", "line", "reads", "subtotal", "total",
]  # fmt: skip
