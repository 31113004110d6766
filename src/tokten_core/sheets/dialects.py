"""
How days and numbers are written in a sheet, and how a sheet says so.

``01/03/2009`` is two days and ``1,250`` two numbers until somebody says which. A sheet says it on its first lines, in French or English::

    # dates: jj/mm/aaaa
    # décimales: virgule
    # séparateur: point-virgule
    # formules: apostrophe
    # journal: 12 8a3f…

The last but one says that a text which a spreadsheet would run stands behind an apostrophe, to be taken off (``formulas``); the last, of which state
of a programme the rows were: the number and the hash of the last entry of its journal.

Another line that begins with ``#`` and holds no colon is a remark.

>>> declaration_in("# Dates : jj/mm/aaaa", "line 1")
('days', 'dmy')
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve, frozen

from tokten_core.errors import InputError, Kind, did_you_mean
from tokten_core.sheets.forms import folded
from tokten_core.text import Text, same

__all__ = ["DECIMALS", "EPOCH", "GUARDS", "JOURNAL", "MARK", "ORDERS", "SEPARATORS", "Dialect", "declaration_in"]

MARK: Final = "#"
EPOCH: Final = dt.date(1899, 12, 30)
"""The day before the first that most workbooks count from, as dates after February 1900 see it."""
ORDERS: Final[Mapping[str, Text]] = {
    "iso": Text(en="yyyy-mm-dd", fr="aaaa-mm-jj"),
    "dmy": Text(en="dd/mm/yyyy", fr="jj/mm/aaaa"),
    "mdy": Text(en="mm/dd/yyyy", fr="mm/jj/aaaa"),
}
"""The orders of day, month and year, each as a sheet declares it."""
DECIMALS: Final[Mapping[str, Text]] = {"point": Text(en="point", fr="point"), "comma": Text(en="comma", fr="virgule")}
"""The decimal marks, each as a sheet declares it."""
SEPARATORS: Final[Mapping[str, Text]] = {
    ",": Text(en="comma", fr="virgule"),
    ";": Text(en="semicolon", fr="point-virgule"),
    "\t": Text(en="tab", fr="tabulation"),
}
"""What stands between the cells of a text file, each as a sheet declares it."""
JOURNAL: Final = "journal"
_HEAD: Final = re.compile(r"[1-9][0-9]{0,8} [0-9a-f]{64}")
GUARDS: Final[Mapping[str, Text]] = {"apostrophe": same("apostrophe")}
"""What keeps a text from being run, each as a sheet declares it."""
_DECLARED: Final[Mapping[str, tuple[Text, Mapping[str, Text]]]] = {
    "days": (Text(en="dates", fr="dates"), ORDERS),
    "decimal": (Text(en="decimals", fr="décimales"), DECIMALS),
    "separator": (Text(en="separator", fr="séparateur"), SEPARATORS),
    "guard": (Text(en="formulas", fr="formules"), GUARDS),
}

UNKNOWN_DECLARATION: Final = Kind(
    "sheet-declaration",
    says=Text(en="{value} declares nothing that is known", fr="{value} ne déclare rien de connu"),
    allowed=Text(en="{names}", fr="{names}"),
    remedy=Text(en="Correct the line{guess}, or take its colon out: then it is a remark.",
                fr="Corrigez la ligne{guess}, ou retirez-en le deux-points : ce sera une remarque."),
)  # fmt: skip
DECLARED_TWICE: Final = Kind(
    "sheet-declared-twice",
    says=Text(en="{value} is declared where {other} was before", fr="{value} est déclaré là où {other} l'était déjà"),
    allowed=Text(en="one way of writing for the whole sheet", fr="une seule écriture pour toute la feuille"),
    remedy=Text(en="Keep the one that the sheet follows.", fr="Gardez celle que suit la feuille."),
)


@frozen
class Dialect:
    """
    How days and numbers are written (fr: *conventions d'écriture*).

    Attributes:
        days: the order of day and month beside ISO days: ``dmy``, ``mdy``, ``iso`` for none; empty when nobody said.
        decimal: the decimal mark: ``point``, ``comma``; empty when nobody said.
        guard: what keeps a text from being run, to be taken off: ``apostrophe``; empty for nothing.
        epoch: the day that a workbook's serial number 0 stands for.
    """

    days: str = ""
    decimal: str = ""
    guard: str = ""
    epoch: dt.date = EPOCH

    def declaring(self, name: str, value: str, place: str) -> Dialect:
        """
        Add a declaration.

        Raises:
            InputError: Another was declared before (`sheet-declared-twice`).
        """
        before = getattr(self, name, value)
        if before not in {"", value}:
            words = _DECLARED[name][1]
            raise InputError(DECLARED_TWICE.at(place, words[value], other=words[before]))
        said: dict[str, Any] = {name: value} if name in {"days", "decimal", "guard"} else {}
        return evolve(self, **said)


def declaration_in(line: str, place: str) -> tuple[str, str] | None:
    """
    Read a line that begins with ``#``: what it declares, and as what; None for a remark.

    Raises:
        InputError: It declares nothing that is known (`sheet-declaration`).
    """
    name, colon, value = line.removeprefix(MARK).partition(":")
    if not colon:
        return None
    if folded(name) == JOURNAL and _HEAD.fullmatch(value.strip()):
        return JOURNAL, value.strip()
    for key, (words, values) in _DECLARED.items():
        if folded(name) in {key, *map(folded, (words.en, words.fr))}:
            for code, said in values.items():
                if value.strip() == code or folded(value) in {folded(code) or code, folded(said.en), folded(said.fr)}:
                    return key, code
    known = [f"# {words.fr}: {said.fr}" for words, values in _DECLARED.values() for said in values.values()]
    raise InputError(UNKNOWN_DECLARATION.at(place, line.strip(), names=" | ".join(known), guess=did_you_mean(line.strip(), known)))
