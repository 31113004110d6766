"""
Writes the workbook of a form: the sheet to fill, its lists, and a page that says how.

The first row holds the headings, frozen; the second, hidden, the stable keys; below them stand the rows that are there already, and above, hidden
as well, of which state of the programme they are. Each cell offers what may stand in it and stops what may not,
so far as a spreadsheet can; whoever pastes over it is told on the way in.
"""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any, Final

import xlsxwriter

from tokten_core.money import Money
from tokten_core.periods import day_in_words
from tokten_core.sheets import JOURNAL, Form, FormColumn
from tokten_core.text import Language, Text
from tokten_sheets.filled_rows import LAST_ROW, write_rows

__all__ = ["write_template"]

OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_MESSAGE: Final = 255
LONGEST_TITLE: Final = 32
LARGEST_NUMBER: Final = 999_999_999_999_999
FIRST_DAY, LAST_DAY = dt.date(1900, 3, 1), dt.date(2100, 12, 31)
BLUE, PALE, INK, GREY, LINE = "#1f4e79", "#dbe6f1", "#1f2933", "#6b7785", "#b8c4d0"
FONT: Final = {"font_name": "Calibri", "font_size": 11, "font_color": INK}
DAYS: Final[dict[Language, str]] = {"fr": "dd/mm/yyyy", "en": "yyyy-mm-dd"}
HEADING_HEIGHT: Final = 48
LISTS_HEIGHT: Final = 32
WORDS: Final = {
    "how": Text(en="Read me", fr="Lisez-moi"),
    "lists": Text(en="Lists", fr="Listes"),
    "title": Text(en="{title}: a sheet to fill", fr="{title} : feuille à remplir"),
    "made": Text(en="Written on {day}; the lists are those of that day.", fr="Écrite le {day} ; les listes sont celles de ce jour."),
    "columns": Text(en="The columns", fr="Les colonnes"),
    "not": Text(en="What is not typed here", fr="Ce qui ne se saisit pas ici"),
    "yes": Text(en="yes", fr="oui"),
    "no": Text(en="no", fr="non"),
    "required": Text(en="to be filled in", fr="à remplir"),
    "optional": Text(en="may stay empty", fr="peut rester vide"),
    "from": Text(en=" (sheet “Lists”)", fr=" (feuille « Listes »)"),
    "column": Text(en="Column", fr="Colonne"),
    "key": Text(en="Key", fr="Clé"),
    "what": Text(en="What to type", fr="Que saisir"),
    "need": Text(en="Needed", fr="Obligatoire"),
}


def write_template(form: Form, lang: Language, day: dt.date) -> bytes:
    """Write the workbook of a form in one language, dated that day; the same input gives the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    midnight = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    book.set_properties({"title": WORDS["title"].fill(title=form.title).say(lang), "author": "tokten", "created": midnight})
    book.set_size(2400, 1600)
    _Template(book, form, lang).write(day)
    book.close()
    return out.getvalue()


class _Template:
    """One workbook in the making."""

    def __init__(self, book: Any, form: Form, lang: Language) -> None:
        self.book, self.form, self.lang = book, form, lang
        self.sheet = book.add_worksheet(form.title.say(lang))
        self.how = book.add_worksheet(self.say("how"))
        self.lists = book.add_worksheet(self.say("lists"))
        self.top = 1 if form.journal else 0
        """The row of the headings; above it stands, hidden, which state of the programme the rows show."""
        self.first = self.top + 2
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def say(self, word: str, **facts: object) -> str:
        return WORDS[word].fill(**facts).say(self.lang)

    def style(self, **facts: Any) -> Any:
        """Give a format, made once."""
        key = tuple(sorted(facts.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({**FONT, **facts})
        return self._formats[key]

    def write(self, day: dt.date) -> None:
        """Write the three sheets."""
        ranges = self._write_lists()
        for at, column in enumerate(self.form.columns):
            self._write_column(at, column, ranges.get(column.key))
        write_rows(self.sheet, self.first, self.form, self.lang, [self._column_style(column) for column in self.form.columns])
        if self.form.journal:
            self.sheet.write_string(0, 0, f"# {JOURNAL}: {self.form.journal}", self.style(font_color=GREY))
            self.sheet.set_row(0, None, None, {"hidden": True})
        self.sheet.set_row(self.top, HEADING_HEIGHT)
        self.sheet.set_row(self.top + 1, None, None, {"hidden": True})
        self.sheet.freeze_panes(self.first, 1)
        self.sheet.repeat_rows(self.top)
        self.sheet.set_landscape()
        self.sheet.set_paper(8)  # A3: a sheet of twenty columns
        self.sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_selection(self.first, 0, self.first, 0)
        self.sheet.activate()
        self._write_how(day)

    # ------------------------------------------------------------ the sheet to fill

    def _write_column(self, at: int, column: FormColumn, listed: str | None) -> None:
        heading = self.style(
            bold=True, text_wrap=True, valign="vcenter", border=1, border_color=LINE,
            bg_color=BLUE if column.required else PALE, font_color="#ffffff" if column.required else INK,
        )  # fmt: skip
        self.sheet.set_column(at, at, _width(column), self._column_style(column))
        self.sheet.write_string(self.top, at, column.heading.say(self.lang), heading)
        self.sheet.write_string(self.top + 1, at, column.key, self.style(font_color=GREY))
        note = f"{column.hint.say(self.lang)}\n\n{self.say('required' if column.required else 'optional')}"
        self.sheet.write_comment(self.top, at, note, {"author": "tokten", "x_scale": 1.6, "y_scale": 0.9, "font_size": 9})
        rule = self._rule(column, listed)
        if rule:
            self.sheet.data_validation(self.first, at, LAST_ROW, at, {**rule, **self._refusal(column)})
        if column.column.fact.type is Money and not column.column.part:
            # What is shown is what a program saves as CSV: the cell's own format must hide no cent.
            cell = f"${_letter(at)}{self.first + 1}"
            whole = {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}),MOD({cell},1)=0)"}
            self.sheet.conditional_format(self.first, at, LAST_ROW, at, {**whole, "format": self.book.add_format({"num_format": "#,##0"})})

    def _column_style(self, column: FormColumn) -> Any:
        return self.style(num_format=self._number_format(column), **_side(column))

    def _number_format(self, column: FormColumn) -> str:
        kind = column.column.fact.type
        if column.column.type == "date":
            return DAYS[self.lang]
        if kind is bool or column.column.type in {"string", "array"}:
            return "@"
        return "0" if kind is int else "General"

    def _rule(self, column: FormColumn, listed: str | None) -> dict[str, Any]:
        """Give what a cell may hold, as a spreadsheet checks it."""
        kind, known = column.column.fact.type, column.column.fact
        if kind is bool:
            return {"validate": "list", "source": [self.say("yes"), self.say("no")]}
        if column.column.type == "array":
            return {}
        if listed:
            return {"validate": "list", "source": listed}
        if column.column.type == "date":
            return {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
        if kind in {int, Decimal, Money} and not column.column.part:
            least = -LARGEST_NUMBER if known.least is None else known.least
            most = LARGEST_NUMBER if known.greatest is None else known.greatest
            return {"validate": "integer" if kind is int else "decimal", "criteria": "between", "minimum": least, "maximum": most}
        return {}

    def _refusal(self, column: FormColumn) -> dict[str, Any]:
        """Say what happens when something else is typed: stopped where it cannot be right, asked about where it may be new."""
        may_be_new = bool(column.choices) and not column.closed
        if may_be_new and not (column.column.refers_to or column.column.part):
            return {"show_error": False}
        return {
            "error_type": "warning" if may_be_new else "stop",
            "error_title": column.heading.say(self.lang)[:LONGEST_TITLE],
            "error_message": column.hint.say(self.lang)[:LONGEST_MESSAGE],
        }

    # ------------------------------------------------------------ its lists

    def _write_lists(self) -> dict[str, str]:
        """Write each list in a column of its own; give the range of each by the key of the column that offers it."""
        ranges: dict[str, str] = {}
        listed = [column for column in self.form.columns if column.choices]
        for at, column in enumerate(listed):
            self.lists.write_string(0, at, column.heading.say(self.lang).rstrip(" *"), self._head())
            for row, choice in enumerate(column.choices, start=1):
                self.lists.write_string(row, at, choice.words.say(self.lang), self.style(num_format="@"))
            self.lists.set_column(at, at, min(60, max(16, *(len(choice.words.say(self.lang)) + 2 for choice in column.choices))))
            ranges[column.key] = f"='{self.say('lists')}'!${_letter(at)}$2:${_letter(at)}${len(column.choices) + 1}"
        self.lists.set_row(0, LISTS_HEIGHT)
        self.lists.freeze_panes(1, 0)
        self.lists.repeat_rows(0)
        self.lists.set_landscape()
        self.lists.fit_to_pages(1, 0)
        return ranges

    def _head(self) -> Any:
        return self.style(bold=True, bg_color=BLUE, font_color="#ffffff", border=1, border_color=LINE, text_wrap=True, valign="vcenter")

    # ------------------------------------------------------------ how to fill it

    def _write_how(self, day: dt.date) -> None:
        how, wrapped = self.how, self.style(text_wrap=True, valign="top")
        how.set_column(0, 0, 30)
        how.set_column(1, 1, 24)
        how.set_column(2, 2, 70)
        how.set_column(3, 3, 18)
        how.hide_gridlines(2)
        how.set_landscape()
        how.set_paper(9)
        how.fit_to_pages(1, 0)
        how.write_string(0, 0, self.say("title", title=self.form.title), self.style(bold=True, font_size=16, font_color=BLUE))
        how.set_row(0, 26)
        how.write_string(1, 0, self.say("made", day=day_in_words(day)), self.style(font_color=GREY))
        row = 3
        for number, paragraph in enumerate(self.form.about, start=1):
            how.merge_range(row, 0, row, 3, f"{number}. {paragraph.say(self.lang)}", wrapped)
            how.set_row(row, 18 if len(paragraph.say(self.lang)) < 140 else 34)  # noqa: PLR2004 - as many letters as go into a line
            row += 1
        row = self._write_columns(row + 1)
        self._write_not_taken(row + 1)

    def _write_columns(self, row: int) -> int:
        cell = self.style(text_wrap=True, valign="top", border=1, border_color=LINE)
        self.how.write_string(row, 0, self.say("columns"), self.style(bold=True, font_size=13, font_color=BLUE))
        for at, word in enumerate(("column", "key", "what", "need")):
            self.how.write_string(row + 1, at, self.say(word), self._head())
        for number, column in enumerate(self.form.columns, start=row + 2):
            hint = column.hint.say(self.lang)
            if column.choices and not column.column.part:
                hint += self.say("from")
            self.how.write_string(number, 0, column.heading.say(self.lang), cell)
            self.how.write_string(number, 1, column.key, cell)
            self.how.write_string(number, 2, hint, cell)
            self.how.write_string(number, 3, self.say("required" if column.required else "optional"), cell)
            self.how.set_row(number, 16 * (1 + len(hint) // 80))
        return row + 2 + len(self.form.columns)

    def _write_not_taken(self, row: int) -> None:
        self.how.write_string(row, 0, self.say("not"), self.style(bold=True, font_size=13, font_color=BLUE))
        for number, each in enumerate(self.form.left_out, start=row + 1):
            self.how.write_string(number, 0, each.column.label.say(self.lang).capitalize(), self.style())
            self.how.write_string(number, 1, each.column.name, self.style())
            self.how.write_string(number, 2, each.why.say(self.lang), self.style())


def _width(column: FormColumn) -> int:
    kind = column.column.fact.type
    if column.column.part == "currency":
        return 12
    if column.choices:
        return min(28, max(16, *(len(choice.words.fr) for choice in column.choices)))
    return {str: 24, Money: 15, dt.date: 13}.get(kind, 13)


def _side(column: FormColumn) -> dict[str, str]:
    return (
        {"align": "left"} if column.column.type in {"string", "array", "date", "boolean"} and column.column.fact.type is not Money else {}
    )


def _letter(at: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(at))
