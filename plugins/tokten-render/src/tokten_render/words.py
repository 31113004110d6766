"""
How a value is written for a person: figures, percentages, days, marks, in French and English.

French sets thousands apart with a narrow no-break space and decimals with a comma, and puts a no-break space before ``%`` and units; English
uses comma and point. An amount is shown in whole units of its currency, never in minor units. PM, unknown and an empty cell are words, not zero.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal

from tokten_core.content import Check, Column, Mark, Report, Row, Table, Value
from tokten_core.money import Money, minor_units, money_of
from tokten_core.text import Language, Text, say

__all__ = [
    "CHECKS_TITLE", "DRAFT", "MADE_ON", "check_table", "decimals_of", "draft_lines", "figure", "in_units", "outcome", "said", "shown", "typographic",
    "written",
]  # fmt: skip

CURRENCY_WORDS: Final = {"XOF": "FCFA", "EUR": "€", "USD": "USD"}
DRAFT: Final = Text(en="DRAFT", fr="BROUILLON")
DRAFT_WHY: Final = Text(
    en="This report is not final: the checks named here fail. All checks are listed at the end.",
    fr="Ce rapport n'est pas définitif : les contrôles nommés ici échouent. Tous les contrôles figurent à la fin.",
)
MADE_ON: Final = Text(en="Made on", fr="Établi le")
CHECKS_TITLE: Final = Text(en="Checks", fr="Contrôles")
CHECK_COLUMNS: Final = (
    ("code", Text(en="Code", fr="Code"), 12),
    ("rule", Text(en="Rule", fr="Règle"), 50),
    ("figures", Text(en="Figures", fr="Chiffres"), 36),
    ("outcome", Text(en="Outcome", fr="Résultat"), 14),
)
OUTCOMES: Final = {
    "held": Text(en="held", fr="respecté"),
    "broken": Text(en="broken", fr="non respecté"),
    "warning": Text(en="warning", fr="à signaler"),
}
YES: Final = "X"
TURNING: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
REMOVED: Final = "\ufffd"
"""Stands where a letter stood that no page can show."""


def written(value: Value, column: Column | None, lang: Language) -> str:
    """
    Write the value of a cell.

    Args:
        value: as `Table.value` gives it; an amount is in minor units of the column's currency.
        column: the cell's column; None for a value outside a table.
        lang: French or English.
    """
    if isinstance(value, bool):
        return YES if value else ""
    if isinstance(value, Money):
        return _amount(value, lang)
    if isinstance(value, dt.date):
        return format_date(value, "dd/MM/yyyy" if lang == "fr" else "d MMMM yyyy", locale=lang)
    if isinstance(value, int | Decimal):
        return _number(value, column, lang)
    words = value.value if isinstance(value, Mark) else value
    return "" if words is None else say(words, lang)


def _amount(value: Money, lang: Language) -> str:
    code = value.currency.code
    return f"{figure(value.amount, lang, decimals_of(code))}\u00a0{CURRENCY_WORDS.get(code, code)}"


def _number(value: int | Decimal, column: Column | None, lang: Language) -> str:
    if column is None:
        return figure(value, lang, None)
    if column.kind == "percent":
        digits = 2 if column.decimals is None else column.decimals
        return figure(Decimal(value) * 100, lang, digits) + ("\u00a0%" if lang == "fr" else "%")
    if column.kind == "money":
        return figure(in_units(value, column), lang, decimals_of(column.currency) if column.decimals is None else column.decimals)
    return figure(value, lang, column.decimals)


def figure(value: int | Decimal, lang: Language, decimals: int | None) -> str:
    r"""
    Write a figure with its thousands apart; a half is rounded away from zero, as a spreadsheet shows it.

    >>> figure(1234567, "fr", 0), figure(Decimal("1234.525"), "en", 2)
    ('1\u202f234\u202f567', '1,234.53')
    """
    if decimals is None:
        return format_decimal(value, "#,##0.############", locale=lang)
    exact = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, Context(prec=60))
    return format_decimal(exact, "#,##0" + ("." + "0" * decimals if decimals else ""), locale=lang)


def in_units(value: int | Decimal, column: Column) -> Decimal | int:
    """Turn minor units of a money column into whole units: cents into euros."""
    if column.kind != "money" or not column.currency:
        return value
    if not isinstance(value, int):
        return value
    units = money_of(value, column.currency).amount
    return int(units) if units == units.to_integral_value() else units


def decimals_of(code: str) -> int:
    """Give how many decimals a currency shows: none for francs, two for euros and dollars."""
    return len(str(minor_units(Money(1, code)))) - 1 if code else 0


def typographic(text: str, lang: Language) -> str:
    r"""
    Bind French punctuation to the word before it with a no-break space.

    >>> typographic("Total : 5 % ?", "fr")
    'Total\xa0: 5\xa0%\u202f?'
    """
    if lang != "fr":
        return text
    for mark, space in ((":", "\u00a0"), ("%", "\u00a0"), ("»", "\u00a0"), ("?", "\u202f"), ("!", "\u202f"), (";", "\u202f")):
        text = text.replace(f" {mark}", f"{space}{mark}")
    text = re.sub(r"(?<=\d) (?=FCFA|€)", "\u00a0", text)
    return text.replace("« ", "«\u00a0")


def said(thing: Text | str, lang: Language) -> str:
    r"""
    Say a text as a page can show it: with its typography, and a sign in place of each control character.

    >>> said("bell\x07 : 5 %", "fr")
    'bell�\xa0: 5\xa0%'
    """
    words = thing.say(lang) if isinstance(thing, Text) else thing
    return typographic("".join(REMOVED if _is_unshowable(letter) else letter for letter in words.replace("\r\n", "\n")), lang)


def shown(value: Value, column: Column | None, lang: Language) -> str:
    """Write the value of a cell as a page can show it."""
    return said(written(value, column, lang), lang)


def _is_unshowable(letter: str) -> bool:
    """Tell a control character, a half of a pair, a sign that turns the line round: files refuse the first two, the last hides words."""
    return letter not in "\n\t" and (unicodedata.category(letter) in {"Cc", "Cs", "Cn"} or letter in TURNING)


def draft_lines(report: Report, lang: Language) -> list[str]:
    """Give what the banner of a draft says: why it is one, and each check that fails; nothing for a final report."""
    if report.is_final:
        return []
    return [said(DRAFT_WHY, lang), *(said(f"{check.code} — {_with_detail(check, lang)}", lang) for check in report.failing)]


def _with_detail(check: Check, lang: Language) -> str:
    return check.text.say(lang) + (f" ({check.detail.say(lang)})" if check.detail else "")


def check_table(report: Report) -> Table:
    """Give all checks as a table: code, sentence, figures, and how each came out; a row's key begins with its outcome."""
    return Table(
        key="checks",
        columns=tuple(Column(key, label, width=width) for key, label, width in CHECK_COLUMNS),
        rows=tuple(
            Row(
                f"{outcome(check)}-{at}",
                {"code": check.code, "rule": check.text, "figures": check.detail, "outcome": OUTCOMES[outcome(check)]},
            )
            for at, check in enumerate(report.checks)
        ),
    )


def outcome(check: Check) -> str:
    """Give how a check came out: ``held``, ``broken`` or ``warning``."""
    return "held" if check.holds else "warning" if check.warning else "broken"
