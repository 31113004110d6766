"""
A table's formulas as a sheet writes them.

A sheet alone would say zero where the content says *PM* or *unknown*: so each formula asks first. Amounts stand in whole units of their
currency; a rounding is written so that a sheet, which reckons in binary, comes to the same unit as the exact one:

- half up: ``ROUND(B7/400,2)``, a half away from zero;
- the others on whole numbers: ``TRUNC(B7*100/400)/100``, since only a division of whole numbers tells a true half or a true rest. LibreOffice's
  ``ROUNDDOWN`` and ``ROUNDUP`` look at twelve digits only, and are wrong by a unit from a thousand million on.
"""

from __future__ import annotations

from decimal import Decimal

from tokten_core.content import PM, UNKNOWN, Cell, Difference, Live, Product, Ratio, Same, Sum, Table
from tokten_core.money import HALF_EVEN, HALF_UP, UP
from tokten_core.text import Language
from tokten_render.words import decimals_of

__all__ = ["Formulas", "letters"]

LONGEST = 8_000
"""Excel takes 8,192 letters and no more."""
MOST_ARGUMENTS = 250
At = tuple[str, str]


class Formulas:
    """
    The formulas of one table, where it stands on its sheet (fr: *formules*).

    Args:
        table: the table.
        first: the row of its first line, counted from zero.
        lang: the language in which *unknown* is written.
    """

    def __init__(self, table: Table, first: int, lang: Language) -> None:
        self.table, self.pm, self.unknown = table, PM.value.say(lang), UNKNOWN.value.say(lang)
        self.rows = {row.key: first + number for number, row in enumerate(table.rows)}
        self.columns = {column.key: number for number, column in enumerate(table.columns)}

    def of(self, row: str, column: str) -> str | None:
        """Write a cell's formula; None when it holds a value, or reads so many cells that no sheet takes it."""
        cell = self.table.cell(row, column)
        if isinstance(cell, Live):
            return f"={cell.text}"
        made = self._written(cell, row, column)
        return made if made is not None and len(made) < LONGEST and made.count(",") < MOST_ARGUMENTS else None

    def at(self, row: str, column: str) -> str:
        """Give the address of a cell."""
        return f"{letters(self.columns[column])}{self.rows[row] + 1}"

    def spans(self, cells: list[At]) -> list[str]:
        """Give addresses, runs of rows in one column as ranges."""
        runs: list[list[At]] = []
        for row, column in cells:
            if runs and runs[-1][-1][1] == column and self.rows[runs[-1][-1][0]] + 1 == self.rows[row]:
                runs[-1].append((row, column))
            else:
                runs.append([(row, column)])
        return [self.at(*run[0]) if len(run) == 1 else f"{self.at(*run[0])}:{self.at(*run[-1])}" for run in runs]

    def _written(self, cell: Cell, row: str, column: str) -> str | None:
        if isinstance(cell, Sum):
            key = cell.column or column
            return self._added([(name, key) for name in cell.rows], [(name, key) for name in cell.minus])
        if isinstance(cell, Difference):
            return self._added([(row, key) for key in (cell.column, *cell.plus)], [(row, key) for key in cell.minus])
        if isinstance(cell, Same):
            read = self.at(cell.row, cell.column or column)
            return f'=IF({read}="","",{read})'
        if isinstance(cell, Product):
            return self._product(cell, row, column)
        if isinstance(cell, Ratio):
            return self._over(self.at(cell.row or row, cell.column), self.at(cell.over_row or row, cell.over))
        return None

    def _added(self, plus: list[At], minus: list[At]) -> str:
        """Write a sum that stays unknown over an unknown cell, PM over nothing but PM, empty over nothing at all."""
        read = self.spans([*plus, *minus])
        if not read:
            return "=0"
        planned = f'IF({self._count(self.spans(plus), self.pm)}>0,"{self.pm}","")' if plus else '""'
        total = "SUM(" + ",".join(self.spans(plus)) + ")" if plus else "0"
        less = "-SUM(" + ",".join(self.spans(minus)) + ")" if minus else ""
        return f'=IF({self._count(read, self.unknown)}>0,"{self.unknown}",IF(COUNT({",".join(read)})=0,{planned},{total}{less}))'

    def _count(self, spans: list[str], words: str) -> str:
        return "+".join(f'COUNTIF({span},"{words}")' for span in spans)

    def _over(self, top: str, base: str) -> str:
        none = self._count([top, base], self.unknown)
        return f'=IF({none}>0,"{self.unknown}",IF(COUNT({top},{base})<2,"",IF({base}=0,"",{top}/{base})))'

    def _product(self, cell: Product, row: str, column: str) -> str:
        """Write a product; of words, it is the words."""
        read = self.at(cell.row or row, cell.column)
        if cell.times is None:
            return f'=IF(ISNUMBER({read}),{self._rounded(cell, read, column)},{read}&"")'
        number = self.at(cell.row or row, cell.times)
        words = f'IF({self._count([read, number], self.unknown)}>0,"{self.unknown}",IF(ISNUMBER({read}),{number}&"",{read}&""))'
        return f"=IF(COUNT({read},{number})=2,{self._rounded(cell, read, column, f'*{number}')},{words})"

    def _rounded(self, cell: Product, read: str, column: str, number: str = "") -> str:
        """Write a product in the unit of its column, rounded as its name says."""
        times, over = _whole(cell.by, cell.over)
        from_cents, to_cents = self._decimals(cell.column), self._decimals(column)
        units = (f"ROUND({read}*{10**from_cents},0)" if from_cents else read) + number
        if cell.rounding is HALF_UP and not from_cents:
            return f"ROUND({_fraction(units, times, over)},{to_cents})"
        exact = _fraction(units, times * 10**to_cents, over * 10**from_cents)
        rounded = {
            HALF_UP: f"ROUND({exact},0)",
            HALF_EVEN: f"IF(ABS({exact})-2*INT(ABS({exact})/2)=0.5,TRUNC({exact}),ROUND({exact},0))",
            UP: f"-SIGN({exact})*INT(-ABS({exact}))",
        }.get(cell.rounding, f"TRUNC({exact})")
        return f"{rounded}/{10**to_cents}" if to_cents else rounded

    def _decimals(self, column: str) -> int:
        known = self.table.column(column)
        return decimals_of(known.currency) if known.kind == "money" else 0


def _whole(by: Decimal, over: Decimal) -> tuple[int, int]:
    """Make both whole by one power of ten: 0.07 over 1 is 7 over 100."""
    places = max(0, *(-int(number.normalize().as_tuple().exponent) for number in (by, over)))
    return int(by.scaleb(places)), int(over.scaleb(places))


def _fraction(read: str, times: int, over: int) -> str:
    return read + (f"*{times}" if times != 1 else "") + (f"/{over}" if over != 1 else "")


def letters(column: int) -> str:
    """
    Give the letters of a column counted from zero.

    >>> letters(0), letters(25), letters(26), letters(701), letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    name, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
