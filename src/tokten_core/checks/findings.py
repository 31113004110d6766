"""
What checking gives: findings, and equalities that were seen to hold.

A finding names one cause. Other equalities that fail for the same cause, and close once the recomputed figure takes the place of the
printed one, stand under ``explains``: they are shown with it and are not counted again. Numbers stay exact up to the last digit of JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from attrs import evolve, frozen

from tokten_core.checks.codes import CHECKS
from tokten_core.text import DEFAULT_LANGUAGE, Language, Text, same
from tokten_core.units import MONEY_WORDS

__all__ = ["CheckResult", "Finding", "Holds", "Status", "Value", "shown_value"]

Value: TypeAlias = Decimal | str
Status: TypeAlias = Literal["open", "settled"]

_NOTHING = Text(en="", fr="")
_UNIT_WORDS = {
    "agreements": Text(en="agreements", fr="accords"),
    "antennas": Text(en="relay offices", fr="antennes"),
    "components": Text(en="components", fr="composantes"),
    "days": Text(en="days", fr="jours"),
    "files": Text(en="files", fr="dossiers"),
    "million persons": Text(en="million persons", fr="millions de personnes"),
    "months": Text(en="months", fr="mois"),
    "percent": same("%"),
    "persons": Text(en="persons", fr="personnes"),
    "pieces": Text(en="pieces", fr="pièces"),
    "posts": Text(en="posts", fr="postes"),
    "theses": Text(en="theses", fr="thèses"),
    "vehicles": Text(en="vehicles", fr="véhicules"),
    "weeks": Text(en="weeks", fr="semaines"),
    "year": same(""),
    "years": Text(en="years", fr="ans"),
}


@frozen
class Finding:
    """
    One thing that does not agree (fr: *constat*).

    Attributes:
        code: the check code.
        place: where a person finds it: the claim, or the record and its field.
        printed: what stands there, as read (for a misprint, as printed); None when nothing does.
        recomputed: what it should be by recomputation; None when it cannot be recomputed.
        difference: printed less recomputed; None where one of the two is missing or is no number.
        unit: what the numbers count: XOF, USD, missions...
        subject: what is compared, in a few words.
        status: open, or settled by the pack.
        why: the reason of the settlement; empty while open.
        explains: further places that fail for the same cause, with their own numbers.
    """

    code: str
    place: str
    subject: Text
    printed: Value | None = None
    recomputed: Value | None = None
    unit: str = ""
    status: Status = "open"
    why: Text = _NOTHING
    explains: tuple[Finding, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        """Printed less recomputed, when both are numbers."""
        if isinstance(self.printed, Decimal) and isinstance(self.recomputed, Decimal):
            return self.printed - self.recomputed
        return None

    @property
    def remedy(self) -> Text:
        """How to mend it: by the settlement when there is one, else as the check code says."""
        return self.why or CHECKS[self.code].remedy

    @property
    def text(self) -> Text:
        """The finding in one sentence, in both languages."""
        return (_WITHOUT_RECOMPUTED if self.recomputed is None else _WITH_RECOMPUTED).fill(
            subject=self.subject,
            printed=shown_value(self.printed, self.unit),
            recomputed=shown_value(self.recomputed, self.unit),
        )

    def settled(self, why: Text) -> Finding:
        """Give the finding as settled, with the reason."""
        return evolve(self, status="settled", why=why)

    def to_row(self, lang: Language = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """Give the finding as a plain row: keys and codes untranslated, sentences in one language."""
        row: dict[str, Any] = {
            "code": self.code,
            "place": self.place,
            "printed": self.printed,
            "recomputed": self.recomputed,
            "difference": self.difference,
            "unit": self.unit,
            "status": self.status,
            "remedy": self.remedy.say(lang),
            "text": self.text.say(lang),
            "why": self.why.say(lang),
        }
        return row | {"explains": [_numbers_of(other) for other in self.explains]}


_WITH_RECOMPUTED = Text(
    en="{subject}: {printed} printed, {recomputed} by recomputation",
    fr="{subject} : {printed} imprimé, {recomputed} par recalcul",
)
_WITHOUT_RECOMPUTED = Text(en="{subject}: {printed} printed", fr="{subject} : {printed} imprimé")


@frozen
class Holds:
    """
    An equality that was recomputed and holds (fr: *égalité vérifiée*).

    Attributes:
        code: the check code it was held against.
        place: the claim that states it.
        left: what is stated.
        right: what was recomputed.
    """

    code: str
    place: str
    left: Value
    right: Value

    def to_row(self) -> dict[str, Any]:
        """Give the equality as a plain row."""
        return {"code": self.code, "place": self.place, "left": self.left, "right": self.right}


@frozen
class CheckResult:
    """
    All findings and all equalities that hold (fr: *résultat du contrôle*).

    Attributes:
        findings: in the order of the documents.
        holds: in the order of the documents.
    """

    findings: tuple[Finding, ...] = ()
    holds: tuple[Holds, ...] = ()

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that no settlement answers; they keep a report from being final."""
        return tuple(finding for finding in self.findings if finding.status == "open")

    def to_dict(self, lang: Language = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """Give the result as plain values, numbers as exact Decimals."""
        return {
            "findings": [finding.to_row(lang) for finding in self.findings],
            "holds": [equality.to_row() for equality in self.holds],
            "counts": {"findings": len(self.findings), "holds": len(self.holds)},
        }

    def to_json(self, lang: Language = DEFAULT_LANGUAGE) -> str:
        """
        Give the result as JSON text; a number has exactly the digits that were found.

        >>> print(CheckResult(holds=(Holds("sum-differs", "a/1", Decimal("937.50"), Decimal(8)),)).to_json()[17:94])
        "holds": [{"code": "sum-differs", "place": "a/1", "left": 937.5, "right": 8}]
        """
        return _written(self.to_dict(lang))


def shown_value(value: Value | None, unit: str) -> Text:
    """
    Say a value with its unit, thousands apart by narrow spaces that do not break.

    >>> shown_value(Decimal("353670000"), "XOF").say("fr").split()
    ['353', '670', '000', 'FCFA']
    """
    if value is None:
        return Text(en="nothing", fr="rien n'est")
    if isinstance(value, str):
        return same(f"« {value} »")
    digits = f"{value.normalize():f}" if unit == "year" else f"{value.normalize():,f}"
    number = Text(en=digits.replace(",", "\u202f"), fr=digits.replace(",", "\u202f").replace(".", ","))
    words = _UNIT_WORDS.get(unit, same(MONEY_WORDS.get(unit, unit)))
    return number + same("\u00a0") + words if words else number


def _numbers_of(finding: Finding) -> dict[str, Any]:
    row = finding.to_row()
    return {key: row[key] for key in ("code", "place", "printed", "recomputed", "difference", "unit")}


def _written(value: object) -> str:
    """Write plain values as JSON; the standard writer would turn a Decimal into a binary fraction."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(key)}: {_written(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_written(part) for part in value) + "]"
    return json.dumps(value, ensure_ascii=False)
