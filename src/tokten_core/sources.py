"""
Where a figure comes from.

No amount stands without its source: which document, which section, the figure as it is printed there, and the day somebody last looked.
A reading of ours (a text that is silent or speaks twice) is a source of its own kind: ``inferred`` is true and the explanation says so.
"""

from __future__ import annotations

import datetime as dt

from tokten_core.records import Record, fact, record
from tokten_core.text import DEFAULT_LANGUAGE, SEMICOLON, Language, Text, joined, same

__all__ = ["Source", "all_of"]


@record("sources")
class Source(Record):
    """
    The place of a figure or a rule in a text (fr: *source, référence*).

    Attributes:
        id: short stable name, referred to by records.
        document: which text, in both languages.
        section: where in it, as the text numbers it.
        figure: the figure as printed, if there is one.
        inferred: true when no text says it and it is our reading or computation.
        link: address of a public copy, if there is one.
        checked_on: the day somebody last compared with the text.
    """

    id: str = fact()
    document: Text = fact()
    section: str = fact(default="")
    figure: str = fact(default="")
    inferred: bool = fact(default=False)
    link: str = fact(default="")
    checked_on: dt.date | None = fact(default=None)

    def say(self, lang: Language = DEFAULT_LANGUAGE) -> str:
        """
        Name the source in one short line.

        >>> part = Source(id="p2", document=Text(en="Programme document", fr="Document de programme"), section="Partie II")
        >>> print(part.say("fr"))
        Document de programme, Partie II
        """
        return self.text.say(lang)

    @property
    def text(self) -> Text:
        """The source in one short line, in both languages."""
        parts = [self.document] + ([same(self.section)] if self.section else [])
        if self.inferred:
            parts.append(Text(en="our reading", fr="notre lecture"))
        return joined(parts)


def all_of(*sources: Source) -> Text:
    """Name several sources in one line, each once, in the order given."""
    return joined(dict.fromkeys(source.text for source in sources), SEMICOLON)
