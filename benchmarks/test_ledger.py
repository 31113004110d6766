"""Totals by donor, year and line over a million ledger entries, against NumPy's bincount, whose sums are floats."""

import numpy as np
import pytest

from tokten_core.simulation.ledger_columns import Key, LedgerColumns

ENTRIES = 1_000_000
SIZES = {"donor": 6, "year": 4, "line": 60}
BY = tuple(SIZES)
WORK = "totals by donor, year and line, a million entries"
BINCOUNT = "NumPy bincount on one ready code"


@pytest.fixture(scope="module")
def entries():
    """A million amounts, and the ready codes of their donors, years and lines."""
    chance = np.random.default_rng(1)
    units = chance.integers(-100_000, 5_000_000, ENTRIES)
    return units, {name: chance.integers(0, size, ENTRIES) for name, size in SIZES.items()}


def one_code(codes):
    donors, years, lines = codes.values()
    return (donors * SIZES["year"] + years) * SIZES["line"] + lines


def in_columns(units, codes):
    keys = {name: Key(tuple(f"{name} {number}" for number in range(SIZES[name])), column) for name, column in codes.items()}
    return LedgerColumns(units, keys, "XOF")


def bincount(units, code):
    return np.bincount(code, weights=units, minlength=int(np.prod(list(SIZES.values()))))


def hold_equal(ledger, units, code):
    totals = ledger.totals(*BY)
    assert totals.units.tolist() == [int(total) for total in bincount(units, code)]


def test_columns_made_once_totals_many_times(versus, entries):
    """The daily case: the ledger stands in columns, and somebody asks again."""
    units, codes = entries
    ledger, code = in_columns(units, codes), one_code(codes)
    hold_equal(ledger, units, code)

    versus(lambda: ledger.totals(*BY), lambda: bincount(units, code), work=WORK, theirs_is=BINCOUNT, to_reach=1.5, rounds=61)


def test_one_ready_code_made_into_a_column_within_the_time(versus, entries):
    """The codes are checked, too; theirs believes them."""
    units, codes = entries
    code = one_code(codes)
    labels = tuple(f"group {number}" for number in range(int(np.prod(list(SIZES.values())))))

    versus(
        lambda: LedgerColumns(units, {"group": Key(labels, code)}, "XOF").totals("group"),
        lambda: bincount(units, code),
        work="totals by one code, a million entries, its column made within the time",
        theirs_is=BINCOUNT,
        to_reach=1.5,
        rounds=61,
    )


def test_three_codes_combined_within_the_time(versus, entries):
    """What the first call costs: ours checks the codes and keeps their combinations for the next."""
    units, codes = entries

    versus(
        lambda: in_columns(units, codes).totals(*BY),
        lambda: bincount(units, one_code(codes)),
        work=f"{WORK}, columns made and codes combined within the time",
        theirs_is="NumPy bincount on the three codes combined by hand",
        rounds=61,
    )


def test_amounts_beyond_what_a_float_holds(versus, entries):
    """Exact where bincount no longer is: halves are added apart."""
    units, codes = entries
    large = units * 1_000_000_007
    ledger, code = in_columns(large, codes), one_code(codes)
    ledger.totals(*BY)

    versus(
        lambda: ledger.totals(*BY),
        lambda: bincount(large, code),
        work=f"{WORK}, of amounts so large that floats lose francs",
        theirs_is=f"{BINCOUNT} (inexact)",
        rounds=61,
    )
