"""Texts that a sheet would run go out with an apostrophe and come back exactly; everything else goes out as it is."""

import csv
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokten_core.errors import InputError
from tokten_core.model.committee import Session
from tokten_core.model.programme import kind_of
from tokten_core.schema import columns
from tokten_core.testing.examples import a_small_programme
from tokten_core.testing.strategies import texts
from tokten_store_csv.cells import cells_of, guarded, unguarded, unguarded_before, value_of
from tokten_store_csv.store import CsvStores

AWKWARD = "'=+-@\t\n ;,|aé\u00a0\u202e\u2066\u200b\ufeff＝＋－＠"
RUN = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
INVISIBLE = " \u00a0\u00ad\u200b\u200e\u202a\u202e\u2066\u2069\ufeff"


def begins_a_formula(cell):
    return cell.startswith(("\t", "\r")) or cell.lstrip(INVISIBLE).startswith(RUN)


@given(texts() | st.text(AWKWARD, max_size=6))
def test_a_text_that_a_sheet_would_run_is_held_back_and_comes_back_exactly(text):
    written = guarded(text)

    assert not begins_a_formula(written)
    assert unguarded(written) == text


def test_every_short_text_of_dangerous_characters_comes_back_exactly():
    """All of them, up to four characters: no pair of texts becomes one cell."""
    short = ["".join(letters) for length in range(5) for letters in itertools.product("'=-\t\n; a\u202e", repeat=length)]

    assert [unguarded(guarded(text)) for text in short] == short
    assert len({guarded(text) for text in short}) == len(short)


@given(st.text(AWKWARD, max_size=12), st.sampled_from(",;|\t\n"))
def test_no_separator_makes_a_cell_of_its_own_that_runs(text, separator):
    """A file opened with another separator than its own is cut in other places."""
    assert not any(begins_a_formula(cell) for cell in guarded(text).split(separator)[1:] if not cell.startswith("\t"))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"), ("+33 1 23", "'+33 1 23"), ("-5", "'-5"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=cmd", "'\t'=cmd"), ("\tx", "'\tx"),
        ("\n=1", "\n'=1"), (" =1", "' =1"), ("\u202e=1", "'\u202e=1"), ("\ufeff=1", "'\ufeff=1"), ("＝1", "'＝1"), ("'=1", "''=1"),
        ("a;=1;b", "a;'=1;b"), ("a, -1", "a,' -1"), ("|@x", "|'@x"),
        ("'twas", "'twas"), ("l'eau, c'est", "l'eau, c'est"), ("5 = 5", "5 = 5"), ("a-b", "a-b"), ("\ufeffx", "\ufeffx"), ("مالي", "مالي"),
    ],
)  # fmt: skip
def test_a_cell_reads_as_a_person_expects(text, cell):
    assert guarded(text) == cell
    assert unguarded(cell) == text


def test_a_cell_of_schema_1_is_read_as_it_was_written():
    """It looked at the beginning only, and doubled an apostrophe there."""
    assert [unguarded_before(cell) for cell in ("'=1+1", "''twas", "a;'=1")] == ["=1+1", "'twas", "a;'=1"]


@pytest.mark.parametrize("text", ["=" + "1+" * 5_000_000, "; - " * 2_500_000, "'" * 10_000_000, " " * 10_000_000, "x" * 10_000_000])
def test_a_text_of_ten_million_characters_takes_time_in_proportion(text):
    """A pattern that went back and forth would not end."""
    assert unguarded(guarded(text)) == text


def test_ten_million_characters_in_a_cell_are_told_and_not_believed(tmp_path):
    """Python's csv would stop at 131 072 and say something about a limit."""
    CsvStores().open(f"csv:{tmp_path}").save(a_small_programme())
    file = tmp_path / "skills.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("law", "=" * 10_000_000, 1), encoding="utf-8")
    before = csv.field_size_limit()

    with pytest.raises(InputError) as caught:
        CsvStores().open(f"csv:{tmp_path}").load()
    assert caught.value.code == "text-too-long"
    assert csv.field_size_limit() == before
    assert len(str(caught.value)) < 1_000


def test_dangerous_texts_in_every_place_come_back_from_both_dialects(tmp_path):
    """Lists are texts, too: their JSON has commas."""
    awkward = ["=1", "a;=1;b", ",=1", "\t-1", "'=1", "x\n@1", "\u202e=1", "\ufeff+1", "＝1"]
    programme = a_small_programme().with_records(sessions=[Session(id="=s;-1", agenda=tuple(awkward), invented=True)])

    for option in ("", "?excel=fr"):
        store = CsvStores().open(f"csv:{tmp_path}/{len(option)}/{option}")
        store.save(programme)
        assert store.load() == programme


def test_a_cell_stands_for_its_plain_value_or_its_columns_default():
    read = {column.name: value_of(column) for column in columns(kind_of("missions"))}

    assert (read["start"]("2009-03-01").isoformat(), read["teaching_hours"]("0"), read["thesis_supervision"]("false")) == (
        "2009-03-01",
        0,
        False,
    )
    assert (read["teaching_hours"](""), read["sector"](""), read["mode"](""), read["invented"](None)) == (None, "", "on_site", False)
    with pytest.raises(KeyError):
        read["invented"]("VRAI")


def test_what_is_missing_is_an_empty_cell():
    known = {column.name: column for column in columns(kind_of("missions"))}

    assert cells_of(known["thesis_supervision"], [True, None, False]) == ["true", None, "false"]
    assert cells_of(known["sector"], ["=x", "", "a"]) == ["'=x", "", "a"]
