"""Rows found as bytes are those that a reader of CSV finds, whatever stands in their cells."""

import hashlib
import io

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tokten_core.errors import InputError, StoreError
from tokten_core.model.institution import Institution, InstitutionKind
from tokten_core.testing.strategies import identifiers, texts
from tokten_store_csv.dialect import EXCEL_FR, PLAIN
from tokten_store_csv.lines import FEW, Lines
from tokten_store_csv.package import as_hash, table_of
from tokten_store_csv.reading import Sheet
from tokten_store_csv.writing import file_parts, row_of

DIALECTS = st.sampled_from((PLAIN, EXCEL_FR))


def an_institution(identifier, name="x", town="y"):
    return Institution(id=identifier, name=name, town=town, kind=InstitutionKind.HOSPITAL, sector="health", invented=True)


def content_of(records, dialect=PLAIN):
    return b"".join(file_parts("institutions", records, dialect))


def lines_of(content, dialect=PLAIN, found=None):
    """Give the rows of a content, as it was written and, where it is given, as it is found."""
    table = attrs.evolve(table_of("institutions"), bytes=len(content), hash=as_hash(hashlib.sha256(content).hexdigest()))
    return Lines(Sheet(table, io.BytesIO(content if found is None else found), dialect, 2))


def asked_for_many(lines):
    """Let so many be asked for that the rows are listed."""
    for number in range(FEW):
        assert lines.find(f"not there {number}") is None
    return lines


awkward_rows = st.lists(
    st.builds(an_institution, identifiers(), texts(), texts() | st.sampled_from(('\nb,x"', '",\nb,', 'a\nb,"\n'))),
    max_size=6,
    unique_by=lambda institution: institution.id,
)


@given(awkward_rows, DIALECTS)
@example([an_institution("a", "one\nb,two,three\nc,"), an_institution("b"), an_institution('c"', "'=")], PLAIN)
def test_each_row_is_found_where_it_begins(rows, dialect):
    """Searched for one by one, or from a list of all."""
    content = content_of(rows, dialect)
    begins = [len(content_of(rows[:number], dialect)) for number in range(len(rows))]

    assert [lines_of(content, dialect).find(row.id) for row in rows] == begins
    assert [asked_for_many(lines_of(content, dialect)).find(row.id) for row in rows] == begins
    assert len(lines_of(content, dialect)) == len(rows)


@given(awkward_rows, identifiers(), DIALECTS)
@example([an_institution("a", "x\nb,y"), an_institution("a,b"), an_institution("ab")], "b", PLAIN)
def test_what_is_not_there_is_not_found(rows, identifier, dialect):
    """Not even in a cell that looks like a row."""
    content = content_of([row for row in rows if row.id != identifier], dialect)

    assert lines_of(content, dialect).find(identifier) is None
    assert asked_for_many(lines_of(content, dialect)).find(identifier) is None


@given(awkward_rows, DIALECTS)
def test_rows_are_walked_from_the_last_to_the_first_and_read_as_records(rows, dialect):
    lines = lines_of(content_of(rows, dialect), dialect)
    walked, start = [], lines.before()
    while start is not None:
        walked.insert(0, lines.record(start))
        start = lines.before(start)

    assert walked == rows


@given(awkward_rows, awkward_rows, DIALECTS, st.data())
def test_some_rows_anew_are_the_file_written_anew(rows, put, dialect, data):
    """Those that are there keep their place, new ones go to the end, and no other byte changes."""
    kept = {row.id: row for row in rows}
    gone = data.draw(st.lists(st.sampled_from(sorted(kept)), unique=True)) if kept else []
    after = {**kept, **{row.id: row for row in put}}
    changes = {**{row.id: row_of(row, dialect) for row in put}, **dict.fromkeys(gone, b"")}

    changed = b"".join(lines_of(content_of(rows, dialect), dialect).changed(changes))

    assert changed == content_of([row for name, row in after.items() if name not in gone], dialect)


@given(awkward_rows, DIALECTS)
def test_what_git_and_editors_did_to_a_file_is_read_through(rows, dialect):
    """The bytes that were written are known by their hash, whatever the line ends are now."""
    content = content_of(rows, dialect)
    found = content.removeprefix(dialect.mark).replace(b"\n", b"\r\n")

    assert b"".join(lines_of(content, dialect, found).changed({})) == content


def test_a_file_that_is_not_what_was_written_is_refused():
    with pytest.raises(StoreError) as caught:
        lines_of(content_of([an_institution("a")]), found=content_of([an_institution("b")]))

    assert caught.value.code == "store-damaged"


def test_a_row_that_this_version_takes_for_wrong_is_told_with_its_line():
    """What was right when it was written need not be for ever."""
    content = content_of([an_institution("a", "two\nlines"), an_institution("b")]).replace(b"\nb,x,hospital", b"\nb,x,castle")
    lines = lines_of(content)
    with pytest.raises(InputError) as caught:
        lines.record(lines.find("b"))

    assert [problem.place for problem in caught.value.problems] == ["institutions.csv, line 4, kind"]
