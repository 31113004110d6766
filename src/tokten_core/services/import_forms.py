"""
What the sheets that people fill ask for: the record's own columns, less the few that a person need not type.

``IMPORTS`` holds those few, each with its reason; everything else of a form (labels, units, bounds, codes, references) comes from the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import field, frozen

from tokten_core.countries import COUNTRIES
from tokten_core.errors import Kind, UsageError, did_you_mean
from tokten_core.model.expert import Expert
from tokten_core.model.institution import Institution
from tokten_core.model.ledger import EntryKind, LedgerEntry
from tokten_core.model.logframe import Reading
from tokten_core.model.mission import Mission
from tokten_core.model.programme import Programme
from tokten_core.money import Money
from tokten_core.records import Fact, Record, facts_of
from tokten_core.schema import Column, columns
from tokten_core.sheets.forms import BETWEEN, Choice, Form, FormColumn, LeftOut
from tokten_core.terms import code_label, collection_label
from tokten_core.text import Text, joined, same
from tokten_core.units import DAY, HOUR, NIGHT

__all__ = ["HOLDS_NAMES", "IMPORTS", "UNIT_WORDS", "Import", "form", "import_named"]

NO_SUCH_IMPORT: Final = Kind(
    "import-unknown-kind",
    says=Text(en="{value} are not filled in on a sheet", fr="{value} ne se remplit pas dans une feuille"),
    allowed=Text(en="one of {names}", fr="l'un de {names}"),
    remedy=Text(en="Correct the name{guess}.", fr="Corrigez le nom{guess}."),
)
INVENTED: Final = Text(
    en="what people type is not made up; made-up records come from programs that say so",
    fr="ce que l'on saisit n'est pas fictif ; les données fictives viennent de programmes qui le disent",
)


@frozen
class Import:
    """
    One kind of sheet (fr: *genre de feuille*).

    Attributes:
        name: as in ``tokten template NAME``.
        record: the record of each row.
        title: what a person calls the sheet.
        fixed: what each row holds without being typed.
        not_typed: columns that a sheet does not ask for, each with the reason.
        name_of: the columns that make the identifier where none is typed, joined by ``/``; empty where one must be.
    """

    name: str
    record: type[Record]
    title: Text
    fixed: Mapping[str, Any] = field(factory=dict)
    not_typed: Mapping[str, Text] = field(factory=dict)
    name_of: tuple[str, ...] = ()

    @property
    def collection(self) -> str:
        """The collection that the records are kept in."""
        return self.record.collection

    def named(self, values: Mapping[str, Any]) -> str | None:
        """Make the identifier of a row that has none, of what it says."""
        parts = [values.get(column) for column in self.name_of]
        return "/".join(map(str, parts)) if parts and all(part is not None for part in parts) else None


IMPORTS: Final[Mapping[str, Import]] = {
    each.name: each
    for each in (
        Import(
            "missions",
            Mission,
            collection_label("missions"),
            not_typed={
                "state": Text(
                    en="a mission is proposed when it comes in; its events say what becomes of it",
                    fr="une mission qui entre est proposée ; ses événements disent ce qu'elle devient",
                ),
                "invented": INVENTED,
            },
        ),
        Import("experts", Expert, collection_label("experts"), not_typed={"invented": INVENTED}),
        Import("institutions", Institution, collection_label("institutions"), not_typed={"invented": INVENTED}),
        Import(
            "expenditure",
            LedgerEntry,
            Text(en="expenditure", fr="dépenses"),
            fixed={"kind": EntryKind.EXPENDITURE.value},
            not_typed={
                "kind": Text(en="every row of this sheet is an expenditure", fr="chaque ligne de cette feuille est une dépense"),
                "invented": INVENTED,
            },
        ),
        Import(
            "readings",
            Reading,
            collection_label("readings"),
            not_typed={"invented": INVENTED},
            name_of=("indicator", "on"),
        ),
    )
}
"""The sheets that people fill, by name, each with what it does not ask for and why."""
_COUNTRY_FACTS: Final = frozenset({"country", "residence"})
_SECTOR_FACTS: Final = frozenset({"sector"})
_USUAL_CURRENCIES: Final = ("XOF", "EUR", "USD")
_LABELS: Final = ("label", "name", "title", "objective", "subject", "town")
"""The facts that may tell a person which record an identifier stands for, the first that is there."""
UNIT_WORDS: Final[Mapping[str, Text]] = {
    "days": DAY.many,
    "hours": HOUR.many,
    "nights": NIGHT.many,
    "percent": Text(en="per cent", fr="pour cent"),
    "persons": Text(en="persons", fr="personnes"),
}
"""The words of the units that the facts of these records count in."""
_EXPECTED: Final[Mapping[Any, Text]] = {
    str: Text(en="text", fr="texte"),
    int: Text(en="a whole number", fr="un nombre entier"),
    bool: Text(en="yes or no", fr="oui ou non"),
    Money: Text(
        en="an amount in whole units as it is said (650000 francs, 12.50 euros), never in cents; its currency stands in the next column",
        fr="un montant en unités, comme on le dit (650000 francs, 12,50 euros), jamais en centimes ; sa monnaie est dans la colonne suivante",
    ),
}
_ABOUT: Final = (
    Text(en="One row for each record, below the headings. A star marks what must be filled in.",
         fr="Une ligne par enregistrement, sous les titres. L'étoile marque ce qui doit être rempli."),
    Text(en="What is not known stays empty. Empty means unknown, never zero: type 0 only where it is 0.",
         fr="Ce que l'on ignore reste vide. Vide veut dire inconnu, jamais zéro : ne tapez 0 que si c'est 0."),
    Text(en="Where a cell offers a list, choose from it. Several codes in one cell are set apart by semicolons.",
         fr="Là où une cellule propose une liste, choisissez-y. Plusieurs codes dans une cellule se séparent par des points-virgules."),
    Text(en="Amounts are whole francs or euros, not cents, each with its currency in the next column.",
         fr="Les montants sont en francs ou en euros, pas en centimes, chacun avec sa monnaie dans la colonne suivante."),
    Text(en="Columns may be moved, or taken out where no star stands. Do not change their headings and do not merge cells.",
         fr="On peut déplacer les colonnes, ou retirer celles sans étoile. Ne changez pas les titres et ne fusionnez pas de cellules."),
    Text(en="When it is filled: tokten import {kind} FILE STORE --who NAME --why TEXT. With --dry-run it only says what would be taken.",
         fr="Une fois remplie : tokten import {kind} FICHIER STOCKAGE --who NOM --why MOTIF. Avec --dry-run, on voit seulement ce qui serait pris."),
)  # fmt: skip

HOLDS_NAMES: Final = Text(
    en="This file holds the names of persons: keep it for those who need them.",
    fr="Ce fichier contient des noms de personnes : réservez-le à ceux qui en ont besoin.",
)
"""What a form says whose lists or rows name persons."""


def import_named(kind: str) -> Import:
    """
    Give one kind of sheet.

    Raises:
        UsageError: There is none of that name (`import-unknown-kind`).
    """
    if kind not in IMPORTS:
        raise UsageError(NO_SUCH_IMPORT.at("", kind, names=", ".join(IMPORTS), guess=did_you_mean(kind, IMPORTS)))
    return IMPORTS[kind]


def form(kind: str, programme: Programme | None = None, *, names: bool = False) -> Form:
    """
    Give the form of a sheet to fill (fr: *feuille à remplir*).

    Args:
        kind: what is to be filled in: ``missions``, ``experts``, ``institutions``, ``expenditure``, ``readings``.
        programme: where the lists of references to choose from are taken from; without it they are typed.
        names: true to show the names of persons in those lists.

    Raises:
        UsageError: No such kind (`import-unknown-kind`).

    .. versionadded:: 0.1
    """
    about = import_named(kind)
    every = columns(about.record)
    asked = [_column(about, column, programme, names=names) for column in every if column.fact.name not in about.not_typed]
    left_out = [LeftOut(column, about.not_typed[column.name]) for column in every if column.name in about.not_typed]
    lines = (*_ABOUT, HOLDS_NAMES) if names and programme is not None else _ABOUT
    return Form(kind, _capital(about.title), tuple(asked), tuple(left_out), tuple(line.fill(kind=kind) for line in lines))


def _column(about: Import, column: Column, programme: Programme | None, *, names: bool) -> FormColumn:
    choices, closed = _choices(column, programme, names=names)
    made_up = column.name == "id" and bool(about.name_of)
    return FormColumn(column, column.required and not made_up, _hint(about, column, closed=closed), choices, closed)


def _choices(column: Column, programme: Programme | None, *, names: bool) -> tuple[tuple[Choice, ...], bool]:
    """Give the values to pick from, and whether nothing else may stand there."""
    known = column.fact
    if column.part == "currency":
        return _currencies(programme), False
    if column.choices:
        return tuple(Choice(code, code_label(code)) for code in column.choices), True
    if known.name in _COUNTRY_FACTS:
        return tuple(Choice(code, same(code + BETWEEN) + label) for code, label in COUNTRIES.items()), True
    if known.name in _SECTOR_FACTS and programme is not None:
        return tuple(Choice(sector, same(sector)) for sector in _sectors(programme)), False
    if column.refers_to and programme is not None:
        return tuple(_named(record, names=names) for record in programme.records(column.refers_to)), False
    return (), False


def _currencies(programme: Programme | None) -> tuple[Choice, ...]:
    first = [programme.card.currency, programme.card.reporting_currency] if programme else []
    return tuple(Choice(code, same(code)) for code in dict.fromkeys([*first, *_USUAL_CURRENCIES]))


def _sectors(programme: Programme) -> list[str]:
    records: Iterable[Record] = (*programme.institutions, *programme.skills, *programme.requests, *programme.missions)
    return sorted({sector for record in records if (sector := str(getattr(record, "sector", "")))})


def _named(record: Record, *, names: bool) -> Choice:
    label = next(_labels(record, names=names), None)
    return Choice(record.id, same(record.id) if label is None else same(record.id + BETWEEN) + label)


def _labels(record: Record, *, names: bool) -> Iterator[Text]:
    known = facts_of(type(record))
    for name in _LABELS:
        if name in known and (names or not known[name].personal):
            value = getattr(record, name)
            words = value if isinstance(value, Text) else same(str(value or ""))
            if words.en or words.fr:
                yield Text(en=_one_line(words.en or words.fr), fr=_one_line(words.fr or words.en))


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _hint(about: Import, column: Column, *, closed: bool) -> Text:
    """Say what to type in a column: the kind of value, its unit, its bounds."""
    known = column.fact
    parts = [_expected(column, closed=closed)]
    if known.unit in UNIT_WORDS:
        parts.append(Text(en="unit: ", fr="unité : ") + UNIT_WORDS[known.unit])
    if known.least is not None or known.greatest is not None:
        parts.append(_bounds(known))
    if column.name == "id" and about.name_of:
        parts.append(Text(en="if empty, made of {names}", fr="si vide, composé de {names}").fill(names=_label_names(about)))
    return joined(parts, Text(en="; ", fr=" ; "))


def _expected(column: Column, *, closed: bool) -> Text:  # noqa: PLR0911 - one sentence for each kind of column
    known = column.fact
    if column.part == "currency":
        return Text(en="the currency of the amount before: XOF, EUR, USD", fr="la monnaie du montant qui précède : XOF, EUR, USD")
    if column.name == "id":
        return Text(en="a short name that no other has", fr="un nom court que nul autre ne porte")
    if column.type == "array":
        return Text(en="codes of {what}, with ; between them", fr="codes de « {what} », séparés par ;").fill(
            what=collection_label(known.refers_to)
        )
    if column.refers_to:
        return Text(en="a code among: {what}", fr="un code parmi : {what}").fill(what=collection_label(known.refers_to))
    if closed:
        return Text(en="one of the list", fr="à choisir dans la liste")
    if column.type == "date":
        return Text(en="a day", fr="une date")
    if column.type == "number":
        return Text(en="a number, with decimals if need be", fr="un nombre, décimal s'il le faut")
    return _EXPECTED[known.type]


def _bounds(known: Fact) -> Text:
    if known.greatest is None:
        return Text(en="{least} or more", fr="au moins {least}").fill(least=known.least)
    return Text(en="from {least} to {greatest}", fr="de {least} à {greatest}").fill(least=known.least, greatest=known.greatest)


def _label_names(about: Import) -> Text:
    labels = {column.name: column.label for column in columns(about.record)}
    return joined((labels[name] for name in about.name_of), same(" / "))


def _capital(words: Text) -> Text:
    return Text(en=words.en[:1].upper() + words.en[1:], fr=words.fr[:1].upper() + words.fr[1:])
