"""A report's content works its formulas out exactly, and keeps PM, unknown and nothing apart from zero."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokten_core.content import (
    BLANK,
    PM,
    UNKNOWN,
    Cell,
    Check,
    Column,
    Difference,
    Formula,
    Product,
    Ratio,
    Report,
    Row,
    Same,
    Section,
    Sum,
    Table,
    amount,
    heading,
    line,
    reads,
    subtotal,
    total,
)
from tokten_core.errors import ReportError
from tokten_core.money import DOWN, HALF_EVEN, HALF_UP, UP, Money
from tokten_core.text import Text, same

FRANCS = Column("n", same("FCFA"), "money", "XOF")


def one_column(*cells: Cell, formula: Cell) -> Table:
    """Make a table of one column: rows r0, r1 ... and a formula in the row f."""
    rows = [Row(f"r{at}", {"n": cell}) for at, cell in enumerate(cells)]
    return Table("t", (FRANCS,), (*rows, Row("f", {"n": formula})))


def over(*cells: Cell, minus: tuple[Cell, ...] = ()) -> object:
    """Give the sum of cells, some taken away."""
    keys = tuple(f"r{at}" for at in range(len(cells) + len(minus)))
    return one_column(*cells, *minus, formula=Sum(keys[: len(cells)], minus=keys[len(cells) :])).value("f", "n")


def one_row(formula: Cell, *, kind: str = "money", currency: str = "XOF", **cells: Cell) -> object:
    """Give the value of a formula over cells of its own row, all in francs; it stands in a column of its own."""
    columns = tuple(Column(key, same(key), "money", "XOF") for key in cells)
    written = Column("f", same("f"), "percent" if kind == "percent" else "money", currency)
    return Table("t", (*columns, written), (Row("r", {**cells, "f": formula}),)).value("r", "f")


# ------------------------------------------------------------ sums


@given(st.lists(st.integers(-(10**15), 10**15), min_size=1), st.lists(st.integers(-(10**15), 10**15)))
def test_a_sum_is_what_adding_gives(plus, minus):
    assert over(*plus, minus=tuple(minus)) == sum(plus) - sum(minus)


@given(st.lists(st.one_of(st.integers(-(10**6), 10**6), st.sampled_from([PM, BLANK, None])), min_size=1))
def test_a_sum_passes_over_what_is_no_figure(cells):
    figures = [cell for cell in cells if isinstance(cell, int)]

    assert over(*cells) == (sum(figures) if figures else PM if PM in cells else BLANK)


@given(st.lists(st.one_of(st.integers(0, 9), st.sampled_from([PM, BLANK, None])), min_size=1), st.data())
def test_one_unknown_cell_makes_the_sum_unknown(cells, data):
    """An unknown amount taken for nothing would make a total that nobody owes."""
    at = data.draw(st.integers(0, len(cells)))

    assert over(*cells[:at], UNKNOWN, *cells[at:]) is UNKNOWN


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((PM, PM), PM),
        ((PM, None), PM),
        ((None, None), BLANK),
        ((0, PM), 0),
        ((), 0),
    ],
)
def test_a_sum_over_nothing_tells_planned_from_empty_and_from_zero(cells, expected):
    assert over(*cells) == expected


def test_an_unknown_amount_taken_away_makes_the_rest_unknown():
    assert over(5, minus=(UNKNOWN,)) is UNKNOWN


def test_pm_taken_away_is_nothing_taken_away():
    assert over(5, minus=(PM,)) == 5
    assert over(minus=(PM,)) is BLANK


def test_a_sum_may_read_another_column_and_other_sums():
    columns = (FRANCS, Column("all", same("all"), "money", "XOF"))
    rows = (line("a", n=1), line("b", n=2), subtotal("s", ("a", "b"), "n"), total("t", ("s",), "n", all=Sum(("a", "b", "s"), "n")))
    table = Table("t", columns, rows)

    assert (table.value("s", "n"), table.value("t", "n"), table.value("t", "all")) == (3, 3, 6)


# ------------------------------------------------------------ the other formulas


@pytest.mark.parametrize("value", [7, 0, PM, UNKNOWN, BLANK, None, Text(en="no", fr="non")])
def test_a_copy_is_what_it_copies(value):
    assert one_column(value, formula=Same("r0")).value("f", "n") == value


def test_a_difference_takes_some_columns_and_adds_others():
    assert one_row(Difference("a", ("b", "c"), ("d",)), a=100, b=30, c=20, d=5) == 55


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [(10, 4, 6), (10, PM, 10), (PM, 4, -4), (PM, PM, PM), (None, None, BLANK), (10, UNKNOWN, UNKNOWN), (UNKNOWN, PM, UNKNOWN)],
)
def test_a_difference_keeps_pm_and_unknown_apart(first, second, expected):
    assert one_row(Difference("a", ("b",)), a=first, b=second) == expected


@pytest.mark.parametrize(("currency", "expected"), [("XOF", 50_000), ("USD", 12_500), ("EUR", 7_622)])
def test_a_product_is_in_the_unit_of_its_own_column(currency, expected):
    """Fifty thousand francs are 125 dollars at 400, and 76.22 euros at the parity."""
    rate = {"XOF": Decimal(1), "USD": Decimal(400), "EUR": Decimal("655.957")}[currency]

    assert one_row(Product("a", over=rate), currency=currency, a=50_000) == expected


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [(HALF_UP, (1, 2, -1, -2)), (HALF_EVEN, (0, 2, 0, -2)), (DOWN, (0, 1, 0, -1)), (UP, (1, 2, -1, -2))],
)
def test_a_product_rounds_as_its_name_says(rounding, expected):
    halves = tuple(one_row(Product("a", Decimal("0.5"), rounding=rounding), a=units) for units in (1, 3, -1, -3))

    assert halves == expected


@given(st.integers(-(10**12), 10**12), st.decimals("0.001", "1000", places=3), st.decimals("0.001", "1000", places=3))
def test_a_product_is_within_half_a_unit_of_the_exact_one(units, by, base):
    product = one_row(Product("a", by, over=base), currency="USD", a=units)
    assert isinstance(product, int)

    assert abs(product - Fraction(units) * Fraction(by) / Fraction(base) * 100) <= Fraction(1, 2)


@pytest.mark.parametrize("value", [PM, UNKNOWN, BLANK, None])
def test_a_product_of_no_figure_is_what_it_was(value):
    assert one_row(Product("a", over=Decimal(400)), a=value) is value


@pytest.mark.parametrize(
    ("spent", "budget", "expected"),
    [
        (1, 4, Decimal("0.25")),
        (0, 4, 0),
        (1, 0, BLANK),
        (1, PM, BLANK),
        (PM, 4, BLANK),
        (1, None, BLANK),
        (UNKNOWN, 4, UNKNOWN),
        (1, UNKNOWN, UNKNOWN),
        (UNKNOWN, 0, UNKNOWN),
    ],
)
def test_a_ratio_is_blank_without_a_divisor_and_unknown_over_the_unknown(spent, budget, expected):
    assert one_row(Ratio("a", "b"), kind="percent", currency="", a=spent, b=budget) == expected


def test_a_ratio_is_one_of_amounts_not_of_minor_units():
    """A dollar has a hundred cents, a franc none: a rate of francs for dollars must not be a hundred times too small."""
    columns = (FRANCS, Column("usd", same("USD"), "money", "USD"), Column("rate", same("rate"), "decimal"))
    table = Table("t", columns, (line("a", n=50_000, usd=12_500, rate=Ratio("n", "usd")),))

    assert table.value("a", "rate") == 400


def test_a_ratio_may_read_other_rows():
    columns = (FRANCS, Column("share", same("share"), "percent"))
    rows = (line("a", n=1), line("b", n=3), total("t", ("a", "b"), "n", share=Ratio("n", "n", "a", "t")))

    assert Table("t", columns, rows).value("t", "share") == Decimal("0.25")


# ------------------------------------------------------------ values and rows


def test_an_amount_comes_as_whole_minor_units():
    columns = (FRANCS, Column("eur", same("EUR"), "money", "EUR"))
    table = Table("t", columns, (line("a", n=Money(5, "XOF"), eur=Money("12.50", "EUR")),))

    assert (table.value("a", "n"), table.value("a", "eur")) == (5, 1250)
    assert amount(table.value("a", "eur"), columns[1]) == Money("12.50", "EUR")


@pytest.mark.parametrize("value", [PM, UNKNOWN, BLANK, None, True, "12"])
def test_what_is_no_figure_is_no_amount(value):
    assert amount(value, FRANCS) is None


def test_a_cell_nobody_filled_is_empty_not_zero():
    table = Table("t", (FRANCS,), (line("a"), heading("h", "Missions", "n")))

    assert table.value("a", "n") is None
    assert table.value("h", "n") == "Missions"


def test_values_come_row_by_row_in_the_order_of_the_columns():
    columns = (Column("b", same("b"), "integer"), Column("a", same("a"), "integer"))
    table = Table("t", columns, (line("r", a=1, b=2), line("q", a=3)))

    assert [(row.key, values) for row, values in table.values()] == [("r", [2, 1]), ("q", [None, 3])]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (Sum(("a", "b"), minus=("c",)), [("a", "n"), ("b", "n"), ("c", "n")]),
        (Sum(("a",), "m"), [("a", "m")]),
        (Same("a"), [("a", "n")]),
        (Difference("p", ("q",), ("o",)), [("r", "p"), ("r", "o"), ("r", "q")]),
        (Product("p", row="a"), [("a", "p")]),
        (Ratio("p", "q", over_row="t"), [("r", "p"), ("t", "q")]),
    ],
)
def test_a_formula_tells_the_cells_it_reads(formula, expected):
    assert reads(formula, "r", "n") == expected


def test_a_plain_value_reads_nothing():
    assert all(reads(value, "r", "n") == [] for value in (5, PM, None, "x", Money(1, "XOF")))


# ------------------------------------------------------------ mistakes


def codes(error: ReportError) -> list[str]:
    return [problem.code for problem in error.problems]


def test_a_row_that_stands_twice_is_refused():
    with pytest.raises(ReportError) as caught:
        Table("t", (FRANCS,), (line("a", n=1), line("a", n=2)))

    assert codes(caught.value) == ["report-row-twice"]


@pytest.mark.parametrize(
    "formula", [Sum(("a", "z")), Sum(("a",), minus=("z",)), Same("z"), Same("a", "z"), Difference("z"), Product("z"), Ratio("n", "z", "a")]
)
def test_a_formula_that_reads_a_cell_that_is_not_there_is_refused(formula):
    """Left to itself it would be worked out as empty, and nobody would see it."""
    with pytest.raises(ReportError) as caught:
        Table("t", (FRANCS,), (line("a", n=1), line("f", n=formula)))

    assert codes(caught.value) == ["report-formula-to-nowhere"]
    assert "z" in str(caught.value)


def test_a_cell_in_no_column_is_refused():
    with pytest.raises(ReportError) as caught:
        Table("t", (FRANCS,), (line("a", m=1),))

    assert codes(caught.value) == ["report-formula-to-nowhere"]


def test_all_mistakes_of_a_table_are_told_at_once():
    with pytest.raises(ReportError) as caught:
        Table("t", (FRANCS,), (line("a", n=Same("y")), line("a", n=Same("z"))))

    assert sorted(codes(caught.value)) == ["report-formula-to-nowhere", "report-formula-to-nowhere", "report-row-twice"]


@pytest.mark.parametrize("circle", [(Same("a"), 1), (Same("b"), Same("a")), (Sum(("b",)), Product("n", row="a"))])
def test_formulas_in_a_circle_are_refused(circle):
    with pytest.raises(ReportError) as caught:
        Table("t", (FRANCS,), (line("a", n=circle[0]), line("b", n=circle[1])))

    assert codes(caught.value) == ["report-formula-circle"]
    assert "a, n" in str(caught.value)


def test_a_chain_of_formulas_may_be_longer_than_the_stack_is_deep():
    """A running balance over a ledger reads the line above, thousands of times."""
    rows = (line("r0", n=7), *(line(f"r{at}", n=Same(f"r{at - 1}")) for at in range(1, 5_000)))

    assert Table("t", (FRANCS,), rows).value("r4999", "n") == 7


def test_a_column_that_stands_twice_is_refused():
    with pytest.raises(ReportError) as caught:
        Table("t", (FRANCS, FRANCS), (line("a", n=1),))

    assert codes(caught.value) == ["report-column-twice"]


@pytest.mark.parametrize("cell", [1.5, float("nan"), Decimal("NaN"), Decimal("Infinity")])
@pytest.mark.parametrize("kind", ["money", "integer", "decimal", "percent", "text"])
def test_what_is_no_exact_figure_is_refused(cell, kind):
    """Passed over in a sum, it would make a total that is wrong and looks right."""
    with pytest.raises(ReportError) as caught:
        Table("t", (Column("n", same("n"), kind, "XOF" if kind == "money" else ""),), (line("a", n=cell),))

    assert codes(caught.value) == ["report-cell-inexact"]


@pytest.mark.parametrize(
    ("cell", "kind", "currency"),
    [
        (Money("10.50", "EUR"), "money", "XOF"),
        (Money("10.50", "EUR"), "money", ""),
        (Money(10, "XOF"), "integer", ""),
        (Decimal("10.50"), "money", "EUR"),
    ],
)
def test_an_amount_in_a_column_of_another_unit_is_refused(cell, kind, currency):
    """Ten euros and a half counted as 1 050 francs would be added to the francs below them."""
    with pytest.raises(ReportError) as caught:
        Table("t", (Column("n", same("n"), kind, currency),), (line("a", n=cell),))

    assert codes(caught.value) == ["report-cell-currency"]


@pytest.mark.parametrize("formula", [Difference("n", ("e",)), Difference("e"), Sum(("a",), "e"), Same("a", "e")])
def test_a_formula_over_two_currencies_is_refused(formula):
    columns = (FRANCS, Column("e", same("e"), "money", "EUR"), Column("f", same("f"), "money", "XOF"))

    with pytest.raises(ReportError) as caught:
        Table("t", columns, (line("a", n=100, e=100, f=formula),))

    assert codes(caught.value) == ["report-formula-currencies"]
    assert "EUR, XOF" in str(caught.value)


def test_a_ratio_of_two_currencies_is_a_rate_and_no_share():
    """Francs over dollars say what a dollar cost; as a percentage they say nothing."""
    columns = (FRANCS, Column("usd", same("usd"), "money", "USD"))
    rows = (line("a", n=50_000, usd=12_500, f=Ratio("n", "usd")),)

    assert Table("t", (*columns, Column("f", same("f"), "decimal")), rows).value("a", "f") == 400
    with pytest.raises(ReportError) as caught:
        Table("t", (*columns, Column("f", same("f"), "percent")), rows)
    assert codes(caught.value) == ["report-formula-currencies"]


def test_a_product_over_zero_is_refused():
    """A rate of zero is a rate that nobody gave."""
    with pytest.raises(ReportError) as caught:
        one_row(Product("a", over=Decimal(0)), a=100)

    assert codes(caught.value) == ["report-product-over-zero"]


def test_an_empty_text_is_a_value_not_a_circle():
    assert one_column(Text(en="", fr=""), formula=Same("r0")).value("f", "n") == Text(en="", fr="")


# ------------------------------------------------------------ reports


def a_report(*checks: Check) -> Report:
    tables = (Table("one", (FRANCS,), (line("a", n=1),)), Table("two", (FRANCS,), (line("a", n=2),)))
    return Report("r", same("R"), sections=tuple(Section(same(table.key), (table,)) for table in tables), checks=checks)


def test_a_report_is_final_unless_a_check_fails():
    held, warned = Check("A", same("a"), holds=True), Check("B", same("b"), holds=False, warning=True)
    broken = Check("C", same("c"), holds=False)

    assert a_report().is_final
    assert a_report(held, warned).is_final
    assert not a_report(held, warned, broken).is_final
    assert a_report(held, warned, broken).failing == (broken,)


def test_a_report_finds_its_tables_by_key():
    assert a_report().table("two").value("a", "n") == 2
    assert [table.key for table in a_report().tables()] == ["one", "two"]


def test_every_kind_of_formula_is_a_formula():
    assert all(isinstance(each, Formula) for each in (Sum(()), Same("a"), Difference("a"), Product("a"), Ratio("a", "b")))


def test_a_report_says_which_table_it_has_not():
    with pytest.raises(ReportError) as caught:
        a_report().table("tow")

    assert codes(caught.value) == ["report-no-such-table"]
    assert "did you mean two?" in str(caught.value)
