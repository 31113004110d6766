"""
The codes of checks: what each compares, and how to mend what it finds.

A code is declared once, beside the family of checks that uses it; ``tokten check --explain CODE`` and the reference page are made from
the declarations. Codes are never translated and never reused.
"""

from __future__ import annotations

from attrs import frozen

from tokten_core.errors import Kind, UsageError
from tokten_core.text import Text

__all__ = ["CHECKS", "CheckCode", "explain"]

CHECKS: dict[str, CheckCode] = {}
"""Every check code that has been declared, by name."""

UNKNOWN_CHECK = Kind(
    "unknown-check",
    says=Text(en="there is no check called {value}", fr="il n'existe pas de contrôle nommé {value}"),
    allowed=Text(en="one of {names}", fr="l'un de {names}"),
    remedy=Text(en="Correct the code.", fr="Corrigez le code."),
)


@frozen(eq=False)
class CheckCode:
    """
    A kind of finding (fr: *code de contrôle*), declared once.

    Attributes:
        code: stable name in kebab-case.
        title: what a finding of this kind is, in a few words.
        compares: what is held against what, and when it counts as a finding.
        remedy: how to mend what was found.
    """

    code: str
    title: Text
    compares: Text
    remedy: Text

    def __attrs_post_init__(self) -> None:
        if self.code in CHECKS:
            message = f"two checks have the code {self.code!r}: give one of them another code"
            raise ValueError(message)
        CHECKS[self.code] = self


def explain(code: str) -> CheckCode:
    """
    Give what a check code means (fr: *expliquer un code de contrôle*).

    Raises:
        UsageError: No such code (`unknown-check`).

    >>> from tokten_core.checks import explain
    >>> explain("sum-differs").title.say("fr")
    'total différent de la somme de ses parties'

    .. versionadded:: 0.1
    """
    try:
        return CHECKS[code]
    except KeyError:
        raise UsageError(UNKNOWN_CHECK.at("code", code, names=", ".join(sorted(CHECKS)))) from None
