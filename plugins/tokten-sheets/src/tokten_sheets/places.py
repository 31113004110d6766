"""The names of rows and cells, as a person looks for them: by letter and number in a workbook, by line and heading in a text file."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from tokten_core.text import Language, Text

__all__ = ["CellPlace", "Place", "plain"]

LINE = Text(en="line", fr="ligne")
COLUMN = Text(en="column", fr="colonne")
SHEET = Text(en="sheet", fr="feuille")
ROW = Text(en="row", fr="ligne")
CELL = Text(en="cell", fr="cellule")
LETTERS = 26
LONGEST_NAME = 60


def plain(words: str) -> str:
    """Give a name from a file as it can stand in a sentence: short, no invisible marks."""
    return "".join(letter if letter.isprintable() else "�" for letter in words[:LONGEST_NAME])


@frozen
class Place:
    """
    Names the lines of a text file and the cells in them.

    Attributes:
        name: what the file is called.
        lang: the language of the names.
    """

    name: str
    lang: Language
    _headings: dict[int, str] = field(factory=dict, init=False)

    def __call__(self, number: int, at: int | None) -> str:
        """Name a line, or the cell of one of its columns, from 0."""
        line = f"{self.name}, {LINE.say(self.lang)} {number}"
        return line if at is None else f"{line}, {COLUMN.say(self.lang)} {self._headings.get(at) or at + 1}"

    def notice(self, cells: Mapping[int, str]) -> None:
        """Take the headings from the first row that declares nothing."""
        if not self._headings and not cells.get(0, "").startswith("#"):
            self._headings.update({at: plain(words) for at, words in cells.items()})


@frozen
class CellPlace:
    """
    Names the rows and cells of a workbook.

    Attributes:
        name: what the file is called.
        title: the title of the sheet.
        lang: the language of the names.
    """

    name: str
    title: str
    lang: Language

    def __call__(self, number: int, at: int | None) -> str:
        """Name a row, or one of its cells by column, from 0."""
        return self.range(f"{_letters(at)}{number}") if at is not None else f"{self._sheet}, {ROW.say(self.lang)} {number}"

    def range(self, cells: str) -> str:
        """Name one cell or several."""
        return f"{self._sheet}, {CELL.say(self.lang)} {cells}"

    @property
    def _sheet(self) -> str:
        return f"{self.name}, {SHEET.say(self.lang)} {plain(self.title)}"


def _letters(at: int) -> str:
    letters, number = "", at + 1
    while number:
        number, rest = divmod(number - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
