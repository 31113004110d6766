"""What a form asks for: the columns of one kind of record, each with what a person may type in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from attrs import frozen

from tokten_core.schema import Column
from tokten_core.text import Text

__all__ = ["BETWEEN", "Choice", "Form", "FormColumn", "LeftOut", "folded"]

BETWEEN: Final = " – "
"""What stands between an identifier and its label in a list to pick from."""


@frozen
class Choice:
    """
    One value that a person may pick (fr: *choix*).

    Attributes:
        value: what the record holds: ``on_site``, ``INS-01``.
        words: what stands in the list: ``sur place``, ``INS-01 – Faculté de droit``.
    """

    value: str
    words: Text


@frozen(slots=False)
class FormColumn:
    """
    One column of a form (fr: *colonne d'une feuille*).

    Attributes:
        column: the column of the plain row.
        required: true when each row must hold a value.
        hint: what to type, in a sentence or two.
        choices: values to pick from; empty when any value of the type may stand there.
        closed: true when nothing but a choice may stand there.
    """

    column: Column
    required: bool
    hint: Text
    choices: tuple[Choice, ...] = ()
    closed: bool = False

    @property
    def key(self) -> str:
        """The stable key, the same in every language."""
        return self.column.name

    @cached_property
    def heading(self) -> Text:
        """What stands above the column: its label, with a star where a value must stand."""
        label, star = self.column.label, " *" if self.required else ""
        return Text(en=_capital(label.en) + star, fr=_capital(label.fr) + star)

    @cached_property
    def picked(self) -> Mapping[str, str]:
        """The value of each choice, by everything that a person may write for it, folded; what could be two choices is none."""
        found: dict[str, set[str]] = {}
        for choice in self.choices:
            said = (choice.words.en, choice.words.fr)
            for words in {choice.value, *said, *(each.partition(BETWEEN)[2] or each for each in said)}:
                found.setdefault(folded(words), set()).add(choice.value)
        return {words: next(iter(values)) for words, values in found.items() if len(values) == 1}

    @cached_property
    def exactly(self) -> Mapping[str, str]:
        """The value of each choice, by its own words to the letter."""
        return {words: choice.value for choice in self.choices for words in (choice.words.en, choice.words.fr, choice.value)}

    @cached_property
    def known(self) -> frozenset[str]:
        """The values of the choices."""
        return frozenset(choice.value for choice in self.choices)

    @cached_property
    def said(self) -> Mapping[str, Text]:
        """The words of each choice, by its value, where they are read back as that value in both languages."""
        read = self.picked if self.closed else self.exactly
        return {
            choice.value: choice.words
            for choice in self.choices
            if all(read.get(folded(words) if self.closed else words) == choice.value for words in (choice.words.en, choice.words.fr))
        }


@frozen
class LeftOut:
    """
    A column of the record that a sheet may not set (fr: *colonne non demandée*).

    Attributes:
        column: the column.
        why: the reason.
    """

    column: Column
    why: Text


@frozen(slots=False)
class Form:
    """
    A sheet to be filled, one row for each record (fr: *feuille à remplir*).

    Attributes:
        kind: the stable name of what is filled in: ``missions``.
        title: what a person calls it.
        columns: the columns, in order.
        left_out: columns of the record that a sheet may not set.
        about: how to fill it, a paragraph each.
        rows: what stands in it already, a row each, its values in the order of the columns; None where nothing stands. Codes and identifiers are
            themselves, amounts in whole units, several codes in one text.
        journal: where the programme's journal stood when the rows were taken from it, as the sheet declares it; empty where nothing is to say so.
    """

    kind: str
    title: Text
    columns: tuple[FormColumn, ...]
    left_out: tuple[LeftOut, ...] = ()
    about: tuple[Text, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    journal: str = ""

    @cached_property
    def by_heading(self) -> Mapping[str, FormColumn]:
        """Each column by everything that may stand above it, folded: its key, its label in either language."""
        found: dict[str, FormColumn] = {}
        for each in self.columns:
            for words in (each.key, each.column.label.en, each.column.label.fr):
                found.setdefault(folded(words), each)
        return found


def folded(words: str) -> str:
    r"""
    Reduce words to what tells them apart: no capitals, no accents, no star, single spaces.

    >>> folded("  Durée\u00a0 des ÉTUDES *")
    'duree des etudes'
    """
    plain = unicodedata.normalize("NFKD", words.replace("’", "'")).casefold()
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).rstrip(" *").split())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
