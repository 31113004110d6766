"""
How a value is written for a person: figures, percentages, days, marks, in French and English.

French sets thousands apart with a narrow no-break space and decimals with a comma, and puts a no-break space before ``%`` and units; English
uses comma and point. An amount is shown in whole units of its currency, never in minor units. PM, unknown and an empty cell are words, not zero.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal

from tokten_core.content import BLANK, Column, Mark, Report, Value
from tokten_core.money import Money, minor_units, money_of
from tokten_core.text import Language, Text

__all__ = ["CHECKS_TITLE", "CHECK_COLUMNS", "DRAFT", "HELD", "check_lines", "decimals_of", "draft_lines", "figure", "in_units", "typographic", "written"]

CURRENCY_WORDS: Final = {"XOF": "FCFA", "EUR": "€", "USD": "USD"}
DRAFT: Final = Text(en="DRAFT", fr="PROJET")
DRAFT_WHY: Final = Text(
    en="This report is a draft: the checks below fail, and it cannot be issued as final until they hold.",
    fr="Ce rapport est un projet : les contrôles ci-dessous échouent, et il ne peut être définitif tant qu'ils ne sont pas levés.",
)
CHECKS_TITLE: Final = Text(en="Checks of the form", fr="Contrôles du modèle")
CHECK_COLUMNS: Final = (Text(en="Code", fr="Code"), Text(en="Rule", fr="Règle"), Text(en="Figures", fr="Chiffres"), Text(en="Outcome", fr="Résultat"))
HELD: Final = {
    "held": Text(en="held", fr="vérifié"),
    "broken": Text(en="broken", fr="en échec"),
    "warning": Text(en="warning", fr="à signaler"),
}
_YES: Final = {"en": "X", "fr": "X"}


def written(value: Value, column: Column | None, lang: Language) -> str:
    """
    Write the value of a cell.

    Args:
        value: as `Table.value` gives it; an amount is in minor units of the column's currency.
        column: the cell's column; None for a value outside a table.
        lang: French or English.
    """
    if value is None or value is BLANK:
        return ""
    if isinstance(value, Mark | Text):
        return (value.value if isinstance(value, Mark) else value).say(lang)
    if isinstance(value, bool):
        return _YES[lang] if value else ""
    if isinstance(value, Money):
        return f"{figure(value.amount, lang, decimals_of(value.currency.code))}\u00a0{CURRENCY_WORDS.get(value.currency.code, value.currency.code)}"
    if isinstance(value, dt.date):
        return format_date(value, "dd/MM/yyyy" if lang == "fr" else "d MMMM yyyy", locale=lang)
    if isinstance(value, int | Decimal):
        return _number(value, column, lang)
    return str(value)


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
    """
    Write a figure with its thousands apart.

    >>> figure(1234567, "fr", 0), figure(Decimal("1234.5"), "en", 2)
    ('1\\u202f234\\u202f567', '1,234.50')
    """
    pattern = "#,##0.############" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, pattern, locale=lang)


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
    """
    Bind French punctuation to the word before it with a no-break space.

    >>> typographic("Total : 5 % ?", "fr")
    'Total\\u00a0: 5\\u00a0%\\u202f?'
    """
    if lang != "fr":
        return text
    for mark, space in ((":", "\u00a0"), ("%", "\u00a0"), ("»", "\u00a0"), ("?", "\u202f"), ("!", "\u202f"), (";", "\u202f")):
        text = text.replace(f" {mark}", f"{space}{mark}")
    return text.replace("« ", "«\u00a0")


def draft_lines(report: Report, lang: Language) -> list[str]:
    """Give what the banner of a draft says: why it is one, and what fails; nothing for a final report."""
    if report.is_final:
        return []
    return [typographic(DRAFT_WHY.say(lang), lang), *(f"{check.code} — {typographic(check.text.say(lang), lang)}" for check in report.failing)]


def check_lines(report: Report, lang: Language) -> list[tuple[str, str, str, str]]:
    """Give each check as code, sentence, detail and outcome."""
    return [
        (
            check.code,
            typographic(check.text.say(lang), lang),
            typographic(check.detail.say(lang), lang),
            HELD["held" if check.holds else "warning" if check.warning else "broken"].say(lang),
        )
        for check in report.checks
    ]


