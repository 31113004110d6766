"""A sheet's formulas come to the same unit as the exact reckoning of the content: recalculated by LibreOffice, figure by figure."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from tokten_core.content import BLANK, PM, UNKNOWN, Cell, Column, Difference, Mark, Product, Ratio, Report, Row, Same, Section, Sum, Table
from tokten_core.money import DOWN, HALF_EVEN, HALF_UP, UP
from tokten_core.text import same
from tokten_render.formulas import Formulas, letters
from tokten_render.xlsx import Xlsx

DAY = dt.date(2009, 4, 15)
RATES = {
    "dollars": ("USD", Decimal(1), Decimal(400)),
    "euros": ("EUR", Decimal(1), Decimal("655.957")),
    "support": ("XOF", Decimal("0.07"), Decimal(1)),
    "half": ("XOF", Decimal("0.5"), Decimal(1)),
}
ROUNDINGS = {"half_up": HALF_UP, "half_even": HALF_EVEN, "down": DOWN, "up": UP}
FRANCS = (0, 1, 2, 3, 4, 5, 6, 50, 150, 250, 350, 550, 1_002, 1_006, 1_010, 655_957, 999_999_999_999, -2, -3, -5, -1_002, -50)
CENTS = (1, 29, 50, 115, 435, 12_345, 1_999_999, 655_957, -29, -115)


def products() -> Table:
    """Francs times each rate, by each rounding: halves, true rests, negatives, large amounts."""
    columns = [Column("xof", same("xof"), "money", "XOF")]
    own: dict[str, Cell] = {}
    for rate, (currency, by, over) in RATES.items():
        for name, rounding in ROUNDINGS.items():
            columns.append(Column(f"{rate}-{name}", same(f"{rate}-{name}"), "money", currency))
            own[f"{rate}-{name}"] = Product("xof", by, over=over, rounding=rounding)
    amounts: tuple[Cell, ...] = (*FRANCS, PM, UNKNOWN, BLANK, None)
    return Table("products", tuple(columns), tuple(Row(f"r{at}", {"xof": amount, **own}) for at, amount in enumerate(amounts)))


def back() -> Table:
    """Cents times a rate, into francs and into other cents."""
    columns = [Column("usd", same("usd"), "money", "USD")]
    own: dict[str, Cell] = {}
    for name, rounding in ROUNDINGS.items():
        columns += [Column(f"xof-{name}", same(f"xof-{name}"), "money", "XOF"), Column(f"gms-{name}", same(f"gms-{name}"), "money", "USD")]
        own |= {
            f"xof-{name}": Product("usd", Decimal(400), rounding=rounding),
            f"gms-{name}": Product("usd", Decimal("0.07"), rounding=rounding),
        }
    amounts: tuple[Cell, ...] = (*CENTS, PM, UNKNOWN)
    return Table("back", tuple(columns), tuple(Row(f"r{at}", {"usd": amount, **own}) for at, amount in enumerate(amounts)))


def sums() -> Table:
    """Every way in which figures, PM, unknown and nothing meet in a sum, a difference, a ratio, a copy."""
    francs = (Column(key, same(key), "money", "XOF") for key in "abdst")
    columns = (*francs, Column("r", same("r"), "percent"), Column("q", same("q"), "percent"))
    marks: tuple[Cell, ...] = (5, 0, PM, UNKNOWN, BLANK, None)
    pairs = [(first, second) for first in marks for second in marks]
    rows = [
        Row(
            f"r{at}",
            {
                "a": a,
                "b": b,
                "d": Difference("a", ("b",)),
                "s": Difference("a", plus=("b",)),
                "r": Ratio("a", "b"),
                "t": Same(f"r{at}", "a"),
            },
        )
        for at, (a, b) in enumerate(pairs)
    ]
    for at, (first, second) in enumerate([(0, 1), (12, 13), (14, 15), (16, 17), (18, 19), (28, 29)]):
        keys = tuple(f"r{number}" for number in range(first, second + 1))
        rows.append(
            Row(
                f"s{at}", {"a": Sum(keys), "b": Sum(keys, minus=("r0",)), "d": Sum((), minus=keys), "s": Sum(keys[::-1], "a"), "t": Sum(())}
            )
        )
    rows.append(Row("over", {"q": Ratio("a", "b", "s0", "r6"), "a": Sum(("r0", "r2", "r4", "r0"))}))
    return Table("sums", columns, tuple(rows))


def priced() -> Table:
    """Units at so much each, in each currency and by each rounding, with marks in either place."""
    columns = [
        Column("units", same("units"), "decimal"),
        Column("euros", same("euros"), "money", "EUR"),
        Column("xof", same("xof"), "money", "XOF"),
    ]
    own: dict[str, Cell] = {}
    for price in ("euros", "xof"):
        for currency in ("EUR", "XOF"):
            for name, rounding in ROUNDINGS.items():
                columns.append(Column(f"{price}-{currency}-{name}", same(f"{price}-{currency}-{name}"), "money", currency))
                own[columns[-1].key] = Product(price, rounding=rounding, times="units")
    units: tuple[Cell, ...] = (0, 1, 3, -2, Decimal("1.5"), Decimal("0.25"), PM, UNKNOWN, BLANK, None)
    prices: tuple[Cell, ...] = (0, 333, -333, 7_317_552, PM, UNKNOWN, None)
    pairs = [(number, price) for number in units for price in prices]
    return Table(
        "priced",
        tuple(columns),
        tuple(Row(f"r{at}", {"units": number, "euros": price, "xof": price, **own}) for at, (number, price) in enumerate(pairs)),
    )


TABLES = {table.key: table for table in (products(), back(), sums(), priced())}


def book() -> bytes:
    sections = tuple(Section(same(key), (table,)) for key, table in TABLES.items())
    return Xlsx().render(Report("formulas", same("Formulas"), sections=sections), "fr", DAY)


def cells(data, key):
    """Give each cell of a table on its sheet beside the content's value and its column."""
    table = TABLES[key]
    rows = list(openpyxl.load_workbook(io.BytesIO(data), data_only=True)[key].iter_rows(values_only=True))
    first = next(at for at, row in enumerate(rows) if row[: len(table.columns)] == tuple(column.key for column in table.columns))
    for (row, values), found in zip(table.values(), rows[first + 1 :], strict=False):
        for column, value, cell in zip(table.columns, values, found, strict=False):
            yield row.key, column, value, cell


def agrees(value, cell, column):
    if isinstance(value, Mark) or value is None:
        return (cell or "") == ("" if value is None else value.value.fr)
    if not isinstance(cell, int | float):
        return False
    if column.kind == "percent":
        return cell == pytest.approx(float(value), abs=1e-12)
    return round(cell * (100 if column.currency in {"USD", "EUR"} else 1), 3) == value


@pytest.mark.parametrize("key", TABLES)
def test_the_values_stored_beside_the_formulas_are_those_of_the_content(key):
    wrong = [(row, column.key, value, cell) for row, column, value, cell in cells(book(), key) if not agrees(value, cell, column)]

    assert wrong == []


@pytest.mark.looks
def test_libreoffice_comes_to_the_same_unit(libreoffice, tmp_path):
    file = tmp_path / "formulas.xlsx"
    file.write_bytes(book())
    recalculated = libreoffice(file, "xlsx").read_bytes()
    wrong = [
        (key, row, column.key, value, cell)
        for key in TABLES
        for row, column, value, cell in cells(recalculated, key)
        if not agrees(value, cell, column)
    ]

    assert wrong == []


@pytest.mark.looks
def test_the_recalculation_is_one(libreoffice, tmp_path):
    """Stored values set to nonsense come out right again: what the test above reads is LibreOffice's own work."""
    file, spoilt = tmp_path / "formulas.xlsx", openpyxl.load_workbook(io.BytesIO(book()))
    spoilt.save(file)  # openpyxl keeps formulas and drops the values stored beside them
    found = list(cells(libreoffice(file, "xlsx").read_bytes(), "back"))

    assert [each for each in found if not agrees(each[2], each[3], each[1])] == []


def test_rows_that_follow_one_another_are_read_as_a_range():
    formulas = Formulas(TABLES["sums"], 4, "fr")

    assert formulas.spans([("r0", "a"), ("r1", "a"), ("r2", "a"), ("r5", "a"), ("r6", "b")]) == ["A5:A7", "A10", "B11"]


def test_a_conversion_reads_as_an_officer_would_write_it():
    assert Formulas(TABLES["products"], 4, "fr").of("r0", "dollars-half_up") == '=IF(ISNUMBER(A5),ROUND(A5/400,2),A5&"")'


def test_a_sum_over_more_cells_than_a_sheet_takes_is_written_as_its_value():
    """Excel refuses a whole file for one formula that is too long."""
    keys = tuple(f"r{at}" for at in range(0, 900, 2))
    rows = tuple(Row(f"r{at}", {"n": 1}) for at in range(900))
    table = Table("many", (Column("n", same("n"), "integer"),), (*rows, Row("t", {"n": Sum(keys)}, "total")))

    assert Formulas(table, 1, "fr").of("t", "n") is None
    data = Xlsx().render(Report("many", same("many"), sections=(Section(same("many"), (table,)),)), "fr", DAY)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert [cell.value for cell in next(iter(sheet.columns))][-1] == 450


def test_a_sum_over_many_rows_that_follow_one_another_stays_a_formula():
    """A range counts once, however long: a register has thousands of lines."""
    rows = tuple(Row(f"r{at}", {"n": 1}) for at in range(5_000))
    table = Table("long", (Column("n", same("n"), "integer"),), (*rows, Row("t", {"n": Sum(tuple(row.key for row in rows))}, "total")))

    assert str(Formulas(table, 1, "en").of("t", "n")).endswith("SUM(A2:A5001)))")


def test_columns_go_on_after_z():
    assert [letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
