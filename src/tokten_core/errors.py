"""
What can go wrong, and how it is said.

A *kind* of problem is declared once, beside the code that finds it, with a stable code and three bilingual sentences: what was found, what
is allowed, how to mend it. A *problem* is one case of a kind at one place. Exceptions carry problems, so that a form, a French page or a
JSON answer can word them anew, and so that all problems of an input are told at once.

The exception tree::

    ToktenError                 everything this library raises on purpose
    ├── InputError              data given to us is wrong: unreadable, out of range, contradictory (problems say where)
    ├── UsageError              the caller's slip: an unknown name, a wrong period, a folder that exists already
    ├── NotInForce              no known text sets a figure on a day
    ├── RuleError               the author of a rule wrote something that cannot be calculated exactly
    ├── StoreError              a store cannot be opened, read or written whole
    │   └── Conflict            somebody else wrote first
    ├── PluginError             a plugin is absent, broken or misspells a hook
    └── ReportError             a report cannot be composed, rendered or issued as final
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

from tokten_core.text import DEFAULT_LANGUAGE, Language, Text

__all__ = [
    "KINDS", "Conflict", "InputError", "Kind", "NotInForce", "PluginError", "Problem", "ReportError", "RuleError", "StoreError",
    "ToktenError", "UsageError", "did_you_mean", "shown",
]  # fmt: skip

LONGEST_VALUE_SHOWN = 60
KINDS: dict[str, Kind] = {}
"""Every kind of problem that has been declared, by code; the error reference is made from it."""


@frozen(eq=False)
class Kind:
    """
    A kind of problem (fr: *type d'anomalie*), declared once.

    Attributes:
        code: stable name in kebab-case; never translated, never reused.
        says: what was found; may hold ``{value}`` and other facts in braces.
        allowed: what is allowed there.
        remedy: how to mend it.
    """

    code: str
    says: Text
    allowed: Text
    remedy: Text = field(default=Text(en="", fr=""))

    def __attrs_post_init__(self) -> None:
        if self.code in KINDS:
            message = f"two kinds of problem have the code {self.code!r}: give one of them another code"
            raise ValueError(message)
        KINDS[self.code] = self

    def at(self, place: str, value: object = None, **facts: object) -> Problem:
        """
        Make one case of this kind.

        Args:
            place: path to the record or the cell, as a person would look for it.
            value: what was found there; shown shortened, kept whole.
            **facts: what the sentences need besides ``{value}``.
        """
        return Problem(kind=self, place=place, value=value, facts=dict(facts))


@frozen
class Problem:
    """
    One thing that is wrong, at one place (fr: *anomalie*).

    Attributes:
        kind: which kind, with its code.
        place: path to the record or the cell.
        value: what was found, as it came; None when nothing was there.
        facts: what else the sentences speak of.
    """

    kind: Kind
    place: str
    value: Any = None
    facts: Mapping[str, Any] = field(factory=dict)

    @property
    def code(self) -> str:
        """The stable code."""
        return self.kind.code

    @property
    def says(self) -> Text:
        """What was found."""
        return self._filled(self.kind.says)

    @property
    def allowed(self) -> Text:
        """What is allowed."""
        return self._filled(self.kind.allowed)

    @property
    def remedy(self) -> Text:
        """How to mend it."""
        return self._filled(self.kind.remedy)

    def say(self, lang: Language = DEFAULT_LANGUAGE) -> str:
        """
        Say the whole problem in one line: place, what was found, what is allowed, how to mend it, code.

        >>> late = Kind("doc-example-late", Text(en="{value} is late", fr="{value} est en retard"),
        ...     Text(en="an early day", fr="un jour plus tôt"), Text(en="Come early.", fr="Venez plus tôt."))
        >>> print(late.at("trains[1].arrival", "12:10").say("en"))
        trains[1].arrival: 12:10 is late. Allowed: an early day. Come early. [doc-example-late]
        """
        colon, allowed = (": ", "Allowed: ") if lang == "en" else (" : ", "Admis : ")
        parts = [f"{self.place}{colon}{self.says.say(lang)}." if self.place else f"{self.says.say(lang)}."]
        if self.kind.allowed:
            parts.append(f"{allowed}{self.allowed.say(lang)}.")
        if self.kind.remedy:
            parts.append(self.remedy.say(lang))
        return " ".join([*parts, f"[{self.code}]"])

    def _filled(self, text: Text) -> Text:
        return text.fill(**{"value": shown(self.value), **self.facts})


def shown(value: object) -> object:
    r"""
    Shorten a value so that it can stand in a sentence: control characters made visible, at most sixty characters.

    >>> shown("a\tb"), shown("x" * 100).say("en")[-18:]
    ('a\\u0009b', '… (100 characters)')
    """
    if value is None:
        return Text(en="nothing", fr="rien")
    if isinstance(value, Text):
        return value
    text = _written(value)
    words = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text[: LONGEST_VALUE_SHOWN + 1])
    if len(text) > LONGEST_VALUE_SHOWN:
        return Text(
            en=f"{words[:LONGEST_VALUE_SHOWN]}… ({len(text)} characters)", fr=f"{words[:LONGEST_VALUE_SHOWN]}… ({len(text)} caractères)"
        )
    return words if words.strip() else f"«{words}»"


def _written(value: object) -> str:
    try:
        return str(value)
    except ValueError:  # Python writes no whole number of more than 4300 digits
        return hex(value) if isinstance(value, int) else repr(type(value))


def did_you_mean(name: str, known: Iterable[str]) -> Text:
    """
    Propose the nearest known name, as the end of a sentence; nothing where none is near.

    >>> did_you_mean("teaching_hour", ["days", "teaching_hours"]).say("en")
    ' (did you mean teaching_hours?)'
    """
    near = difflib.get_close_matches(str(name)[:LONGEST_VALUE_SHOWN], list(known), n=1)
    return Text(en=f" (did you mean {near[0]}?)", fr=f" (vouliez-vous dire {near[0]} ?)") if near else Text(en="", fr="")


class ToktenError(Exception):
    """
    The root of everything this library raises on purpose (fr: *erreur TOKTEN*).

    Attributes:
        problems: every problem that was found, in the order of the input; at least one.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems: tuple[Problem, ...] = problems

    @property
    def code(self) -> str:
        """The code of the first problem."""
        return self.problems[0].code if self.problems else "unknown"

    def say(self, lang: Language = DEFAULT_LANGUAGE) -> str:
        """Say all problems, one a line."""
        return "\n".join(problem.say(lang) for problem in self.problems)

    def __str__(self) -> str:
        return self.say("en")

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> ToktenError:
        """Make one error of many problems."""
        return cls(*problems)


class InputError(ToktenError):
    """Data given to us is wrong; the problems say where (fr: *données erronées*)."""


class UsageError(ToktenError):
    """The caller's slip: an unknown name, a wrong period, a folder that exists already (fr: *mauvais usage*)."""


class NotInForce(ToktenError):
    """No known text sets a figure on a day (fr: *aucun texte connu ce jour-là*)."""


class RuleError(ToktenError):
    """The author of a rule wrote something that cannot be calculated exactly (fr: *règle mal écrite*)."""


class StoreError(ToktenError):
    """A store cannot be opened, read or written whole (fr: *stockage défaillant*)."""


class Conflict(StoreError):
    """
    Somebody else wrote first; the problems say who and what (fr: *conflit d'écriture*).

    Attributes:
        meanwhile: what happened since the writer read (`tokten_core.merging.Meanwhile`); None where that is not known.
    """

    def __init__(self, *problems: Problem, meanwhile: Any = None) -> None:
        super().__init__(*problems)
        self.meanwhile = meanwhile


class PluginError(ToktenError):
    """A plugin is absent, broken or misspells a hook (fr: *extension défaillante*)."""


class ReportError(ToktenError):
    """A report cannot be composed, rendered or issued as final (fr: *rapport impossible*)."""
