"""A ledger in columns gives the totals that plain whole numbers give, for any keys, any amounts, any gaps."""

import datetime as dt
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokten_core.accounts import SPENDING, lines_of, spent
from tokten_core.errors import InputError, UsageError
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.money import Money, minor_units
from tokten_core.plugins import load_pack
from tokten_core.simulation import ledger_keys
from tokten_core.simulation.ledger_columns import UNKNOWN_CODE, Key, LedgerColumns, ledger_columns
from tokten_core.text import same, say

MALI = load_pack("mali").programme()
LARGEST = 2**63 - 1
AMOUNTS = st.one_of(st.integers(-5, 5), st.integers(-(2**55), 2**55), st.integers(-LARGEST - 1, LARGEST))
"""Small ones, whose totals cancel out; more than a float holds; as large as a column holds."""
LABELS = {"donor": ("ce", "scac", "pnud"), "year": ("2008/2009", "2009/2010"), "line": tuple(f"line {number}" for number in range(7))}
CURRENCIES = ("XOF", "EUR")


@st.composite
def ledgers(draw, amounts=AMOUNTS):
    """Draw entries as plain rows: amount, currency, and a label or None for each key."""
    labels = {name: st.one_of(st.none(), st.sampled_from(known)) for name, known in LABELS.items()}
    entry = st.fixed_dictionaries({"units": amounts, "currency": st.sampled_from(CURRENCIES), **labels})
    return draw(st.lists(entry, max_size=30))


def in_columns(rows):
    keys = {name: Key.of((row[name] for row in rows), {label: same(label) for label in known}) for name, known in LABELS.items()}
    return LedgerColumns(np.array([row["units"] for row in rows], dtype=np.int64), keys, Key.of(row["currency"] for row in rows))


def naive_totals(rows, by):
    """Add up plain whole numbers, in a dictionary."""
    sums: dict[tuple[object, ...], int] = defaultdict(int)
    counts: dict[tuple[object, ...], int] = defaultdict(int)
    for row in rows:
        group = (row["currency"], *(row[name] for name in by))
        sums[group] += row["units"]
        counts[group] += 1
    return {group: (units, counts[group]) for group, units in sums.items()}


def told(totals):
    return {(row.amount.currency.code, *row.labels.values()): (minor_units(row.amount), row.entries) for row in totals.rows()}


SOME_KEYS = st.lists(st.sampled_from(sorted(LABELS)), unique=True)


@given(ledgers(), SOME_KEYS)
def test_totals_are_those_of_plain_whole_numbers_or_refused(rows, by):
    """Amounts beyond what a float holds, below zero, of two currencies, of unknown donors: all in one law."""
    expected = naive_totals(rows, by)
    too_large = [units for units, _ in expected.values() if not -LARGEST - 1 <= units <= LARGEST]
    ledger = in_columns(rows)

    if too_large:
        with pytest.raises(InputError) as refused:
            ledger.totals(*by)
        assert {problem.code for problem in refused.value.problems} == {"ledger-total-too-large"}
        assert sorted(problem.value for problem in refused.value.problems) == sorted(too_large)
    else:
        assert told(ledger.totals(*by)) == expected


@given(ledgers(amounts=st.integers(-(10**12), 10**12)), SOME_KEYS)
def test_numbering_only_what_occurs_gives_the_same(rows, by):
    """A ledger of many lines has more combinations than entries."""
    few, ledger_keys._FEW = ledger_keys._FEW, 2  # noqa: SLF001 - the other way is taken beyond this
    try:
        assert told(in_columns(rows).totals(*by)) == naive_totals(rows, by)
    finally:
        ledger_keys._FEW = few  # noqa: SLF001


@given(ledgers(amounts=st.integers(-(10**12), 10**12)), st.randoms())
def test_the_order_of_entries_is_irrelevant(rows, chance):
    other = chance.sample(rows, len(rows))

    assert told(in_columns(rows).totals("donor", "year")) == told(in_columns(other).totals("donor", "year"))


@given(ledgers(amounts=st.integers(-(10**12), 10**12)))
def test_finer_totals_add_up_to_coarser_ones(rows):
    """Nothing falls between two groups, the unknown included."""
    ledger = in_columns(rows)
    fine, coarse = ledger.totals("line", "donor"), ledger.totals("donor")

    for row in coarse.rows():
        assert fine.amount(row.amount.currency.code, donor=row.labels["donor"]) == row.amount
    assert fine.entries.sum() == len(rows)


@given(ledgers(amounts=st.integers(-(10**12), 10**12)), st.sets(st.sampled_from([None, *LABELS["donor"]])))
def test_keeping_some_labels_is_leaving_the_others_out(rows, donors):
    kept = [row for row in rows if row["donor"] in donors]

    assert told(in_columns(rows).only(donor=donors).totals("donor", "line")) == naive_totals(kept, ["donor", "line"])


def test_columns_and_rows_tell_the_same():
    totals = in_columns([{"units": 5, "currency": "XOF", "donor": None, "year": "2009/2010", "line": "line 3"}]).totals("donor", "line")

    assert (totals.units.tolist(), totals.entries.tolist()) == ([5], [1])
    assert (totals.codes("donor").tolist(), totals.codes("line").tolist()) == ([UNKNOWN_CODE], [3])


def test_entries_that_cancel_out_give_zero_and_no_entries_give_no_total():
    donors = Key(("ce", "scac"), np.array([0, 0]))

    rows = list(LedgerColumns(np.array([7, -7]), {"donor": donors}, "XOF").totals("donor").rows())

    assert [(row.labels, row.amount, row.entries) for row in rows] == [({"donor": "ce"}, Money(0, "XOF"), 2)]


def test_cents_are_cents():
    """A minor unit of the euro is a cent; of the franc, a franc."""
    assert LedgerColumns(np.array([1_250]), {}, "EUR").totals().amount("EUR") == Money("12.50", "EUR")


# ---------------------------------------------------------------- records


def entries(lines):
    """Draw ledger entries on some budget lines."""
    return st.lists(
        st.builds(
            LedgerEntry,
            id=st.uuids().map(str),
            kind=st.sampled_from([kind for kind in EntryKind if kind not in {EntryKind.CLEARING, EntryKind.REFUND}]),
            on=st.dates(dt.date(2008, 9, 1), dt.date(2011, 8, 31)),
            budget_line=st.sampled_from(lines),
            amount=st.integers(-(10**17), 10**17).map(lambda amount: Money(amount, "XOF")),
        ),
        max_size=20,
        unique_by=lambda entry: entry.id,
    )


@given(entries([line.id for line in MALI.budget_lines]))
def test_totals_by_source_year_and_item_are_those_of_the_accounts(ledger):
    """The accounts add up Money, line by line: another way to the same franc."""
    kinds = [kind.value for kind in SPENDING]
    programme = MALI.with_records(ledger=ledger)

    totals = ledger_columns(programme).only(kind=kinds).totals("funding_source", "year", "item")

    for line in MALI.budget_lines:
        lines = lines_of(programme, source=line.funding_source, year=line.year, item=line.item)
        assert totals.amount("XOF", funding_source=line.funding_source, year=line.year, item=line.item) == spent(programme, lines)


def test_the_register_of_mali_by_donor_is_what_its_accounts_say():
    totals = ledger_columns(MALI).only(kind=["expenditure", "clearing"]).totals("funding_source")

    assert sum(totals.entries) > 0
    for source in MALI.funding_sources:
        assert totals.amount("XOF", funding_source=source.id) == spent(MALI, lines_of(MALI, source=source.id))


def test_an_entry_on_a_line_that_the_programme_lacks_keeps_its_line_and_its_amount():
    """Left out, it would be missed nowhere; counted for a donor, it would be somebody's money."""
    lost = LedgerEntry(id="v", kind=EntryKind.EXPENDITURE, on=dt.date(2009, 1, 1), budget_line="lost", amount=Money(70, "XOF"))

    (row,) = ledger_columns(MALI, [lost]).totals("donor", "year", "budget_line").rows()

    assert (row.labels, row.amount) == ({"donor": None, "year": None, "budget_line": "lost"}, Money(70, "XOF"))


# ---------------------------------------------------------------- people


def test_rows_follow_the_labels_and_the_unknown_comes_last():
    rows = [{"units": 1, "currency": "XOF", "donor": donor, "year": None, "line": None} for donor in (None, "pnud", "ce", None, "scac")]

    assert [row.labels["donor"] for row in in_columns(rows).totals("donor", "year").rows()] == ["ce", "scac", "pnud", None]


def test_the_table_shows_words_gaps_currencies_apart_and_a_total_for_each():
    rows = [
        {"units": 3, "currency": "XOF", "donor": None, "year": None, "line": None},
        {"units": 5, "currency": "XOF", "donor": "ce", "year": None, "line": None},
        {"units": 250, "currency": "EUR", "donor": "ce", "year": None, "line": None},
    ]

    table = in_columns(rows).totals("donor").table()

    assert [column.label.fr for column in table.columns] == ["Bailleur", "Montant (EUR)", "Montant (XOF)"]
    assert [[say(value, "en") for value in values] for _, values in table.values()] == [
        ["ce", "250", "5"],
        ["Mark.UNKNOWN", "None", "3"],
        ["Total", "250", "8"],
    ]


def test_the_table_says_donors_by_their_names():
    table = ledger_columns(MALI).totals("donor", "kind").table()

    names = {donor.name for donor in MALI.donors}
    assert {values[0] for row, values in table.values() if row.kind == "line"} <= names


def test_a_table_of_everything_or_of_nothing_is_a_table():
    ledger = in_columns([])

    assert [row.key for row in ledger.totals().table().rows] == ["total"]
    assert told(ledger.totals("donor")) == {}
    assert LedgerColumns(np.array([4]), {}, "XOF").totals().table().value("total", "amount-XOF") == 4


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    "column", [np.array([1.0]), np.array([True]), np.array(["1"]), np.array([2**64]), np.array([[1]]), np.array([1], dtype=np.uint64)]
)
def test_a_column_that_may_not_be_exact_is_refused(column):
    """A float has lost francs before anybody looks."""
    with pytest.raises(InputError) as refused:
        LedgerColumns(column, {}, "XOF")
    assert refused.value.code == "ledger-column-not-whole"
    with pytest.raises(InputError) as refused:
        Key(("ce",), column)
    assert refused.value.code == "ledger-column-not-whole"


def test_codes_that_stand_for_nothing_and_labels_that_stand_twice_are_told_together():
    with pytest.raises(InputError) as refused:
        Key(("ce", "ce"), np.array([0, -2, 2, 1]))

    assert str(refused.value).splitlines() == [
        "codes: the code -2 stands for nothing. Allowed: from 0 to 1, or -1 where nobody knows. Correct the code, or give its label. [ledger-code-without-label]",
        "codes: the code 2 stands for nothing. Allowed: from 0 to 1, or -1 where nobody knows. Correct the code, or give its label. [ledger-code-without-label]",
        "labels: the label ce has two codes. Allowed: each label once. Give both the same code. [ledger-label-twice]",
    ]


def test_columns_of_other_entries_and_amounts_without_currency_are_told_together():
    with pytest.raises(InputError) as refused:
        LedgerColumns(np.array([1, 2]), {"donor": Key(("ce",), np.array([0]))}, Key(("XOF",), np.array([0, UNKNOWN_CODE])))

    assert refused.value.say("fr").splitlines() == [
        "donor : 1 codes pour 2 montants. Admis : un code par montant. Donnez des colonnes portant sur les mêmes écritures. [ledger-column-length]",
        "currency : 1 montants n'ont pas de monnaie. Admis : une monnaie pour chaque montant. Donnez à chaque montant sa monnaie. [ledger-currency-missing]",
    ]


def test_a_misspelt_key_and_a_misspelt_label_are_guessed():
    ledger = in_columns([])

    with pytest.raises(UsageError, match=r"no key called donnor\..*did you mean donor\?"):
        ledger.totals("donnor")
    with pytest.raises(UsageError, match=r"no code stands for sac\..*did you mean scac\?"):
        ledger.only(donor=["sac"])
    with pytest.raises(UsageError, match=r"no key called year\. Allowed: donor\."):
        ledger.totals("donor").amount("XOF", year="2009/2010")


def test_a_total_that_is_too_large_names_its_group():
    donors = Key(("ce", "scac"), np.array([0, 0, UNKNOWN_CODE]))
    ledger = LedgerColumns(np.array([2**62, 2**62, 1]), {"donor": donors}, "XOF")

    with pytest.raises(InputError, match=r"^totals\[ce\]: 9223372036854775808 does not fit into 64 bits"):
        ledger.totals("donor")
