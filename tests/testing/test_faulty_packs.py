"""The contract of packs lets a right pack pass, and catches every fault that was planted in a copy of it, each by a law of its own."""

import re
import sys
from pathlib import Path

import pytest

from tokten_core.testing.counterexamples import LawBroken
from tokten_core.testing.pack_suite import PackSuite

FOLDER = Path(__file__).parent / "faulty_packs"
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "pack-suite.md"
sys.path.insert(0, str(FOLDER))

from faults import FAULTS  # noqa: E402 - the folder is no package
from right_pack import SmallPack  # noqa: E402

LAWS = {law.number: name for name, law in PackSuite.laws()}


class TestTheRightPack(PackSuite):
    pack = SmallPack


def suite_of(make):
    """Give the suite of a faulty pack."""
    return type("Suite", (PackSuite,), {"pack": staticmethod(make), "examples": 20})()


@pytest.mark.parametrize("planted", FAULTS, ids=lambda planted: planted.make.__name__)
def test_the_kit_catches(planted):
    with pytest.raises((LawBroken, AssertionError, pytest.fail.Exception), match=planted.caught_by):
        getattr(suite_of(planted.make), LAWS[planted.caught_by])()


def test_thirty_faults_are_planted_and_each_is_another():
    assert len(FAULTS) >= 30
    assert len({planted.what for planted in FAULTS}) == len(FAULTS)


def test_each_fault_stands_in_the_reference_page_with_its_law():
    listed = re.findall(r"^\| ([^|]+?) \| (P\d\d) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(listed) == sorted((planted.what, planted.caught_by) for planted in FAULTS)
