"""What a type checker sees of the public names: their real types, and no name that is not there."""

from __future__ import annotations

from typing import assert_type

import tokten_core
from tokten_core.checks import CheckResult
from tokten_core.model.programme import Programme
from tokten_core.money import Money

__all__ = ["what_is_seen"]


def what_is_seen() -> None:
    """State the types; only the type checker runs this."""
    programme = tokten_core.load("memory:draft")
    assert_type(programme, Programme)
    assert_type(tokten_core.check(programme), CheckResult)
    assert_type(tokten_core.Money(20_000, "XOF"), Money)
    tokten_core.Monney  # type: ignore[attr-defined]  # noqa: B018 - an ignore that were not needed would be reported
