"""
Where a person is named in words: free texts that were to name nobody.

Names and contacts stand in fields of their own; nothing but care keeps them out of the reason of a delay or the subject of a request. This
looks for them there, by whole words, whatever the accents, the capitals, and whether the last name comes first. It finds places, and never
repeats what it found.

>>> from tokten_core.testing.examples import a_small_programme
>>> from tokten_core.model.expert import Expert
>>> from tokten_core.model.institution import Institution, InstitutionKind
>>> house = Institution(id="I1", name="Cabinet TRAORE Awa", kind=InstitutionKind.ENTERPRISE, sector="sme", invented=True)
>>> awa = Expert(id="E9", name="Awa Traoré", country="FR", invented=True)
>>> [*mentions(a_small_programme().with_records(institutions=[house]), [awa])]
['institutions[I1].name']
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from tokten_core.model.expert import Expert
from tokten_core.model.programme import Programme, kind_of
from tokten_core.records import facts_of
from tokten_core.text import Text

__all__ = ["mentions"]

Words: TypeAlias = tuple[str, ...]
_WORD: Final = re.compile(r"[^\W_]+")
FEWEST_WORDS, FEWEST_LETTERS = 2, 6


def mentions(programme: Programme, people: Iterable[Expert]) -> Iterator[str]:
    """
    Give the places where people are named outside the fields that are for it (fr: *mentions d'une personne*).

    A name of one word, or of fewer than six letters in all, is not looked for: it would be found everywhere.

    Args:
        programme: where to look.
        people: whose names and contacts to look for.
    """
    wanted = _by_first_word(people)
    if not wanted:
        return
    for collection, records in programme.everything():
        texts = [known.name for known in facts_of(kind_of(collection)).values() if not known.personal and _holds_words(known.type)]
        for record in records:
            for name in texts:
                if any(_names_one(text, wanted) for text in _texts_of(getattr(record, name))):
                    yield record.place(name)


def _by_first_word(people: Iterable[Expert]) -> Mapping[str, set[Words]]:
    found: dict[str, set[Words]] = {}
    for person in people:
        name, contact = _words(person.name), _words(person.contact)
        for words in (*(name[start:] + name[:start] for start in range(len(name))), contact):
            if len(words) >= FEWEST_WORDS and sum(map(len, words)) >= FEWEST_LETTERS:
                found.setdefault(words[0], set()).add(words)
    return found


def _names_one(text: str, wanted: Mapping[str, set[Words]]) -> bool:
    words = _words(text)
    return any(words[position : position + len(each)] == each for position, word in enumerate(words) for each in wanted.get(word, ()))


def _words(text: str) -> Words:
    """Cut a text into words without accents and capitals."""
    plain = text if text.isascii() else "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return tuple(_WORD.findall(plain.casefold()))


def _holds_words(kind: object) -> bool:
    return kind in {str, Text, tuple[str, ...]}


def _texts_of(value: str | Text | Sequence[str] | None) -> Sequence[str]:
    if isinstance(value, Text):
        return value.en, value.fr
    return (value,) if isinstance(value, str) else value or ()
