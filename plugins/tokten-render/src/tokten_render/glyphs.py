"""
Which letters the fonts of a PDF can show.

A PDF made for keeping holds every letter it shows, so one that no font has stops the whole page. Names come in every script: a letter without a
picture is shown as a sign that one is missing. The fonts sit inside typst, which answers for each rare letter once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

__all__ = ["MISSING", "with_known_letters"]

MISSING: Final = "\ufffd"
RARE: Final = re.compile(
    r"[^\n\t\x20-\x7e\u00a0-\u017f\u0186\u0190\u019d\u0254\u025b\u0272\u014b\u2010-\u2015\u2018-\u201d\u2022\u2026\u202f\u20ac\u2212\ufffd]"
)
"""All but Latin letters, Bambara's too, and the signs of French and English pages."""


def with_known_letters(words: str, compiled: Callable[[str], bytes]) -> bytes:
    """
    Compile words with a sign in place of each letter that no font has.

    Args:
        words: what goes into the page.
        compiled: makes the page of them.
    """
    import typst

    missing = {ord(letter): MISSING for letter in set(RARE.findall(words)) if not _is_known(letter)}
    try:
        return compiled(words.translate(missing))
    except typst.TypstError:
        # Letters that are known one by one may still have no picture together: a sign above a letter of another font.
        return compiled(RARE.sub(MISSING, words))


@cache
def _is_known(letter: str) -> bool:
    import typst

    page = b'#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))\n#sys.inputs.letter'
    try:
        typst.compile(page, sys_inputs={"letter": letter}, ignore_system_fonts=True, pdf_standards=["a-2b"])
    except typst.TypstError:
        return False
    return True
