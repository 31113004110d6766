"""Every example in a docstring runs and prints what it says; nothing public is left undescribed."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

import tokten_core

PACKAGES = [
    "tokten_core", "tokten_burkina", "tokten_cigem", "tokten_cli", "tokten_mali", "tokten_njc", "tokten_render", "tokten_report_eu", "tokten_report_scac", "tokten_report_undp",
    "tokten_store_csv", "tokten_store_sql", "tokten_sudan",
]  # fmt: skip


def modules():
    for package in PACKAGES:
        yield package
        for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if not found.name.endswith("__main__"):
                yield found.name


@pytest.mark.parametrize("name", list(modules()))
def test_the_examples_of_a_module_run(name):
    outcome = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)

    assert outcome.failed == 0


@pytest.mark.parametrize("name", list(modules()))
def test_a_module_says_what_it_is_for(name):
    assert importlib.import_module(name).__doc__


def public_functions():
    for name in tokten_core.__all__:
        thing = getattr(tokten_core, name)
        if inspect.isfunction(thing):
            yield name


@pytest.mark.parametrize("name", list(public_functions()))
def test_a_public_function_has_an_example_and_says_since_when(name):
    described = inspect.getdoc(getattr(tokten_core, name))

    assert ".. versionadded::" in described
    assert ">>>" in described
