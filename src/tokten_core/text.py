"""
One sentence in two languages.

Everything the library says to a person is a ``Text``: labels, reasons, errors, notes, titles. French is the users' language and the
default; English is the language of code and reference. Codes and keys are never translated.

>>> greeting = Text(en="{n} missions of {who}", fr="{n} missions de {who}")
>>> print(greeting.fill(n=3, who=Text(en="the EU", fr="l'UE")).say("fr"))
3 missions de l'UE
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

from attrs import frozen

__all__ = ["DEFAULT_LANGUAGE", "LANGUAGES", "SEMICOLON", "Language", "Text", "joined", "same", "say"]

Language: TypeAlias = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
DEFAULT_LANGUAGE: Language = "fr"


@frozen(repr=False)
class Text:
    """
    One sentence (fr: *texte bilingue*) in English and in French.

    Attributes:
        en: the English words.
        fr: the French words.
    """

    en: str
    fr: str

    def __attrs_post_init__(self) -> None:
        # Sentences are made by the thousand: one look at both, and the words of a refusal only when there is one.
        words: tuple[object, object] = (self.en, self.fr)
        if not (isinstance(words[0], str) and isinstance(words[1], str)):
            message = f"a text is words in both languages: en={self.en!r}, fr={self.fr!r}"
            raise TypeError(message)

    def say(self, lang: Language = DEFAULT_LANGUAGE) -> str:
        """
        Give the words of one language.

        >>> Text(en="mission", fr="mission").say("en")
        'mission'
        """
        return self.en if lang == "en" else self.fr

    def fill(self, **facts: object) -> Text:
        """
        Put facts into the ``{places}`` of both sentences; a fact that is itself a ``Text`` speaks each language.

        Raises:
            KeyError: A place has no fact.
        """
        if not facts:
            return self
        return Text(
            en=self.en.format(**{name: say(fact, "en") for name, fact in facts.items()}),
            fr=self.fr.format(**{name: say(fact, "fr") for name, fact in facts.items()}),
        )

    def __add__(self, other: Text) -> Text:
        return Text(en=self.en + other.en, fr=self.fr + other.fr)

    def __bool__(self) -> bool:
        return bool(self.en or self.fr)

    def __repr__(self) -> str:
        return f"Text(en={self.en!r}, fr={self.fr!r})"


def same(words: str) -> Text:
    """
    Make a ``Text`` of words that are the same in both languages: a name, a code, a figure.

    >>> same("SCAC").say("fr")
    'SCAC'
    """
    return Text(en=words, fr=words)


def say(thing: object, lang: Language = DEFAULT_LANGUAGE) -> str:
    """
    Say anything in one language: a ``Text`` in its words, all else as ``str`` gives it.

    >>> say(Text(en="yes", fr="oui"), "fr"), say(28)
    ('oui', '28')
    """
    return thing.say(lang) if isinstance(thing, Text) else str(thing)


def joined(parts: Iterable[Text], between: str | Text = ", ") -> Text:
    """
    Join texts with one separator, which may differ by language: ``SEMICOLON``.

    >>> joined([same("a"), Text(en="b", fr="bé")]).say("fr")
    'a, bé'
    """
    items = list(parts)
    return Text(en=say(between, "en").join(item.en for item in items), fr=say(between, "fr").join(item.fr for item in items))


SEMICOLON: Final = Text(en="; ", fr=" ; ")
"""What stands between the items of a list that hold commas."""
