r"""
Texts that a spreadsheet would run, and what keeps it from doing so.

A spreadsheet runs a cell of a text file that begins with ``=``, ``+``, ``-`` or ``@``. Such a text goes out with an apostrophe before it. So does
one that would begin a cell if the file were opened with another separator than its own: after a comma, a semicolon, a tab, a bar or a line end.
The way back is exact: one apostrophe is taken off wherever the text after it, or after more apostrophes, would be run. Numbers, days and lists
need none.

>>> guarded("=1+1"), guarded("'=1+1"), guarded("Ségou;=1+1"), guarded("5 = 5, l'eau")
("'=1+1", "''=1+1", "Ségou;'=1+1", "5 = 5, l'eau")
>>> [unguarded(guarded(text)) for text in ("=1+1", "'=1+1", "a\n\t-b", "'twas", "")]
['=1+1', "'=1+1", 'a\n\t-b', "'twas", '']
"""

from __future__ import annotations

import re

__all__ = ["guarded", "unguarded"]

# Some programs skip blanks and invisible marks before a formula, and some take the wide signs of East Asian keyboards for the narrow ones.
_FORMULA = r"(?:[^\S\t\r\n]|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])*[=+\-@\uff1d\uff0b\uff0d\uff20]"
_FIRST, _LATER = rf"^{{}}(?='*(?:[\t\r]|{_FORMULA}))", rf"(?<=[,;|\t\r\n]){{}}(?='*{_FORMULA})"
_HARMLESS = re.compile(r"\w[^,;|\t\r\n]*").fullmatch
_UNSAFE = re.compile("|".join(pattern.format("") for pattern in (_FIRST, _LATER)))
_SAFE = re.compile("|".join(pattern.format("'") for pattern in (_FIRST, _LATER)))


def guarded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run (fr: *neutraliser une formule*)."""
    return text if _HARMLESS(text) else _UNSAFE.sub("'", text)


def unguarded(cell: str) -> str:
    """Take the apostrophes off again."""
    return _SAFE.sub("", cell) if "'" in cell else cell
