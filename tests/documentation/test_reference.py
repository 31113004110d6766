"""The reference pages say what the code says."""

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def builder():
    spec = importlib.util.spec_from_file_location("build_reference", DOCS / "build_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BUILDER = builder()


@pytest.mark.parametrize("name", BUILDER.PAGES)
def test_a_reference_page_is_what_the_code_says(name):
    """If this fails, run docs/build_reference.py and read what changed."""
    assert (DOCS / "reference" / name).read_text(encoding="utf-8") == BUILDER.page(name)
