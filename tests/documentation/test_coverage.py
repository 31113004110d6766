"""The coverage page says of each thing that the documents describe where it lives here; what it names exists."""

import csv
import importlib
import re
from collections import Counter
from functools import reduce
from pathlib import Path

import pytest

from tokten_core.checks import CHECKS
from tokten_core.model.programme import collections
from tokten_core.plugins import plugins
from tokten_core.records import facts_of

ROOT = Path(__file__).parents[2]
COVERAGE = ROOT / "docs" / "reference" / "coverage.csv"
IDS = [*(f"S{number:03}" for number in range(1, 140)), *(f"O{number:03}" for number in range(1, 116))]
NOT_YET, PART = "not yet", "(part)"


def rows():
    with COVERAGE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lived_in():
    return [row for row in rows() if row["lives"] != NOT_YET]


def handles(row):
    return row["lives"].removesuffix(PART).split()


def resolves(handle):
    kind, _, name = handle.partition(":")
    return KINDS[kind](name) if kind in KINDS else False


def is_field(name):
    collection, _, field = name.partition(".")
    return collection in collections() and field in facts_of(collections()[collection])


def is_code(name):
    module, _, attribute = name.partition(":")
    reduce(getattr, attribute.split("."), importlib.import_module(module))
    return True


def is_test(name):
    path, _, function = name.partition("::")
    return re.search(rf"^def {re.escape(function)}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)


KINDS = {
    "record": lambda name: name in collections(),
    "field": is_field,
    "code": is_code,
    "check": lambda name: name in CHECKS,
    "report": lambda name: name in plugins().forms,
    "test": is_test,
}


def test_each_line_of_the_two_lists_is_there_once_in_order():
    assert [row["id"] for row in rows()] == IDS


@pytest.mark.parametrize("row", lived_in(), ids=lambda row: row["id"])
def test_what_a_line_names_exists(row):
    assert [handle for handle in handles(row) if not resolves(handle)] == []


@pytest.mark.parametrize(
    "handle", ["record:novels", "field:experts.shoe_size", "check:all-is-well", "report:novel", "experts", "elsewhere:x"]
)
def test_what_does_not_exist_does_not_resolve(handle):
    """A test that lets every name pass would hold nothing."""
    assert not resolves(handle)


def test_a_name_that_no_module_has_does_not_resolve():
    with pytest.raises(AttributeError):
        resolves("code:tokten_core.money:Guinea")


def test_nothing_is_both_covered_and_not_yet():
    """A line names something, or says "not yet" and nothing else."""
    assert [row["id"] for row in lived_in() if NOT_YET in row["lives"] or not handles(row)] == []


def test_the_page_counts_what_the_table_holds():
    page = COVERAGE.with_suffix(".md").read_text(encoding="utf-8")
    counts = Counter(NOT_YET if row["lives"] == NOT_YET else "in part" if row["lives"].endswith(PART) else "covered" for row in rows())

    assert {name: int(found) for name, found in re.findall(r"^\| (covered|in part|not yet) \| ([0-9]+) \|$", page, re.MULTILINE)} == counts
