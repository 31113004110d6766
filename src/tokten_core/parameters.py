"""
Figures that a text sets from a day on, each with its source.

A *parameter* is one figure with its history: 20 000 FCFA a day, by thesis supervision, since 1 September 2008, Partie II. Three states stay
apart on any day: a value; *abolished* from this day by a text; *not known* on this day by any text. The last two are never zero. Two texts
that set one figure from the same day stop the loading: nothing wins by coming last. A figure without a source does not load.

A figure is a whole number: amounts in minor units, and where a text prints decimals, so many parts of one (655.957 is 655957 with
``scale=1000``). A figure may be a table; its keys are named, and a row that no text gives stays unknown.

>>> from tokten_core.units import DAY, money_unit
>>> text = Source(id="p2", document=Text(en="Programme document", fr="Document de programme"), section="Partie II")
>>> rate = Parameter(
...     "per_diem_rate", Text(en="per diem rate", fr="taux du per diem"), money_unit("XOF").per(DAY),
...     [Dated(dt.date(2008, 9, 1), text, {False: 20_000, True: 40_000})],
...     keys=[Key("thesis", TRUTH, Text(en="thesis supervision", fr="encadrement de thèse"))],
... )
>>> rate.on(dt.date(2009, 3, 1), thesis=True)
40000
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from tokten_core.errors import Kind, NotInForce, RuleError, did_you_mean
from tokten_core.sources import Source
from tokten_core.text import Text
from tokten_core.units import CODE, DATE, TRUTH, Unit

__all__ = ["Dated", "Figures", "Key", "Parameter", "Row", "Value", "plain_type"]

Value: TypeAlias = int | str | bool
Row: TypeAlias = tuple[Value, ...]
"""The keys of one row of a table, in the order of the parameter's keys; empty for a single figure."""

WITHOUT_SOURCE = Kind(
    "figure-without-source",
    says=Text(en="the figure {value} has no source", fr="le chiffre {value} n'a pas de source"),
    allowed=Text(en="a Source: document, section, figure as printed", fr="une Source : document, section, chiffre tel qu'imprimé"),
    remedy=Text(en="Name the text, or flag your reading as inferred.", fr="Nommez le texte, ou signalez votre lecture comme déduite."),
)
NOT_WHOLE = Kind(
    "figure-not-whole",
    says=Text(en="the figure {value} is a {type}", fr="le chiffre {value} est de type {type}"),
    allowed=Text(
        en="a whole number, a code or a truth, as the unit says; decimals as so many parts of one (`scale`)",
        fr="un nombre entier, un code ou un vrai/faux, selon l'unité ; des décimales en parties de l'unité (`scale`)",
    ),
    remedy=Text(en="Write 655.957 as 655957 with scale=1000.", fr="Écrivez 655,957 comme 655957 avec scale=1000."),
)
TWO_TEXTS = Kind(
    "figure-two-texts",
    says=Text(en="two texts set it on {value}: {first} and {second}", fr="deux textes le fixent au {value} : {first} et {second}"),
    allowed=Text(en="one text for each day", fr="un seul texte pour chaque jour"),
    remedy=Text(
        en="Say which text you follow, and keep the other as a claim.",
        fr="Dites quel texte vous suivez, et gardez l'autre comme relevé.",
    ),
)
WRONG_KEYS = Kind(
    "figure-wrong-keys",
    says=Text(en="the keys {value} do not fit", fr="les clés {value} ne conviennent pas"),
    allowed=Text(en="{keys}", fr="{keys}"),
    remedy=Text(en="Give each key once, with a value of its unit.", fr="Donnez chaque clé une fois, avec une valeur de son unité."),
)
NOT_KNOWN = Kind(
    "figure-not-known",
    says=Text(en="no known text sets it on {value}", fr="aucun texte connu ne le fixe au {value}"),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Correct the day, or add the text in force.", fr="Corrigez la date, ou ajoutez le texte en vigueur."),
)
ABOLISHED = Kind(
    "figure-abolished",
    says=Text(en="it was abolished from {since} ({by})", fr="il est supprimé depuis le {since} ({by})"),
    allowed=Text(en="a day on which it was in force", fr="un jour où il était en vigueur"),
    remedy=Text(en="Ask `in_force` first.", fr="Demandez d'abord `in_force`."),
)
NO_ROW = Kind(
    "figure-no-row",
    says=Text(en="no row for {value}: {silence}", fr="aucune ligne pour {value} : {silence}"),
    allowed=Text(en="the rows that the text gives", fr="les lignes que donne le texte"),
    remedy=Text(en="Leave the amount unknown, or add a text.", fr="Laissez le montant inconnu, ou ajoutez un texte."),
)

TWO_NAMES = Kind(
    "figure-two-names",
    says=Text(en="two parameters are called {value}", fr="deux paramètres s'appellent {value}"),
    allowed=Text(en="one parameter for each name, with its history", fr="un paramètre par nom, avec son historique"),
    remedy=Text(en="Join their histories, or give one another name.", fr="Réunissez leurs historiques, ou renommez-en un."),
)
UNKNOWN_FIGURE = Kind(
    "rule-unknown-figure",
    says=Text(en="there is no figure {value}{near}", fr="il n'y a pas de paramètre {value}{near}"),
    allowed=Text(en="a parameter of the pack", fr="un paramètre du lot national"),
    remedy=Text(
        en="Correct the name, or add the parameter with its source.",
        fr="Corrigez le nom, ou ajoutez le paramètre avec sa source.",
    ),
)

NOTHING: Final = Text(en="", fr="")
SILENT: Final = Text(en="no text gives it", fr="aucun texte ne le donne")


@frozen
class Key:
    """
    One key of a table (fr: *clé*).

    Attributes:
        name: as rules write it: ``thesis=``.
        unit: what its values are: a truth, a code, a month.
        label: how an explanation calls it.
        words: how it calls single values, where they are codes.
        bands: true when its values are where bands begin: 1, 31, 121 days; a rule reads all of them, with ``by_band``.
    """

    name: str
    unit: Unit
    label: Text
    words: Mapping[Any, Text] = field(factory=dict)
    bands: bool = False


def _rows(value: Value | Mapping[Any, Value] | None) -> Mapping[Row, Value]:
    if value is None:
        return {}
    if isinstance(value, Mapping):
        return {row if isinstance(row, tuple) else (row,): figure for row, figure in value.items()}
    return {(): value}


@frozen
class Dated:
    """
    What one text sets from a day on (fr: *valeur datée*).

    Attributes:
        since: first day on which it applies.
        source: the text.
        rows: the figure, or a table by key or tuple of keys; None where the text brings the thing in and gives no figure.
        until: last day on which the text is known to hold; None for no end.
        abolished: true when the text ends the figure: there is none from ``since``.
    """

    since: dt.date
    source: Source
    rows: Mapping[Row, Value] = field(default=None, converter=_rows)
    until: dt.date | None = None
    abolished: bool = False


def _in_order(versions: Iterable[Dated]) -> tuple[Dated, ...]:
    return tuple(sorted(versions, key=lambda version: version.since))


def _listed(keys: Iterable[Key]) -> tuple[Key, ...]:
    return tuple(keys)


@frozen(eq=False)
class Parameter:
    """
    One figure with its history (fr: *paramètre*).

    Attributes:
        name: as rules write it: ``figures.per_diem_rate``.
        label: how an explanation calls it.
        unit: what it counts.
        history: what each text set, in order of days.
        keys: the keys of its table, in order; none for a single figure.
        scale: how many counted parts make one unit, beyond a currency's own minor units: 1000 for 655.957 written 655957.
        words: how an explanation calls its values, where they are codes.
        silence: what to say where no text gives a figure.
        reading: what is ours in it, where the texts are silent or disagree.
        choices: what it could be, where no text decides; each value with the decision in words.

    Raises:
        RuleError: A figure has no source, is no whole number, does not fit its keys, or two texts set it on one day.

    .. versionadded:: 0.1
    """

    name: str
    label: Text
    unit: Unit
    history: tuple[Dated, ...] = field(converter=_in_order)
    keys: tuple[Key, ...] = field(default=(), converter=_listed)
    scale: int = 1
    words: Mapping[Any, Text] = field(factory=dict)
    silence: Text = SILENT
    reading: Text = NOTHING
    choices: Mapping[Value, Text] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        for version in self.history:
            if not isinstance(version.source, Source):
                raise RuleError(WITHOUT_SOURCE.at(self.name, dict(version.rows) or None))
            for row, figure in version.rows.items():
                self._check(row, figure)
        for first, second in zip(self.history, self.history[1:], strict=False):
            if second.since == first.since or (first.until is not None and second.since <= first.until):
                raise RuleError(TWO_TEXTS.at(self.name, second.since, first=first.source.text, second=second.source.text))

    def _check(self, row: Row, figure: Value) -> None:
        if type(figure) is not plain_type(self.unit):
            raise RuleError(NOT_WHOLE.at(self.name, figure, type=type(figure).__name__))
        if [type(key) for key in row] != [plain_type(key.unit) for key in self.keys]:
            raise RuleError(WRONG_KEYS.at(self.name, row, keys=self.key_names))

    @property
    def band(self) -> Key | None:
        """The key whose values are where bands begin, if it has one."""
        return next((key for key in self.keys if key.bands), None)

    @property
    def key_names(self) -> str:
        """Its keys with their units, as an error lists them."""
        return ", ".join(f"{key.name} ({key.unit.name})" for key in self.keys) or "-"

    def on(self, day: dt.date, **keys: Value) -> Value | Fraction:
        """
        Give the figure in force on a day (fr: *en vigueur le*).

        A number is whole where it is whole, else an exact fraction; money counts francs, dollars, euros.

        Args:
            day: the day.
            **keys: one value for each key of the table.

        Raises:
            NotInForce: No known text sets it (`figure-not-known`), a text abolished it (`figure-abolished`), or the text in force has
                no such row (`figure-no-row`).
            RuleError: The keys are not those of the table (`figure-wrong-keys`).
        """
        if set(keys) != {key.name for key in self.keys}:
            raise RuleError(WRONG_KEYS.at(self.name, ", ".join(keys), keys=self.key_names))
        row = tuple(keys[key.name] for key in self.keys)
        version = self.version(day)
        if row not in version.rows:
            raise NotInForce(NO_ROW.at(self.name, ", ".join(map(str, row)), silence=self.silence))
        figure = version.rows[row]
        if isinstance(figure, str | bool):
            return figure
        exact = Fraction(figure, self.parts)
        return int(exact) if exact.denominator == 1 else exact

    @property
    def parts(self) -> int:
        """How many counted parts make one unit as people say it: 100 for dollars, 1000 for the parity of the euro."""
        return self.scale * self.unit.sub_unit

    def version(self, day: dt.date) -> Dated:
        """
        Give what the text in force on a day sets.

        Raises:
            NotInForce: No known text sets it, or a text abolished it; the two have different codes.
        """
        latest = None
        for version in self.history:
            if version.since <= day:
                latest = version
        if latest is None or (latest.until is not None and day > latest.until):
            raise NotInForce(NOT_KNOWN.at(self.name, day, known=self._known))
        if latest.abolished:
            raise NotInForce(ABOLISHED.at(self.name, day, since=latest.since, by=latest.source.text))
        return latest

    def in_force(self, day: dt.date) -> bool:
        """
        Tell whether a figure is in force on a day; false when a text abolished it.

        Raises:
            NotInForce: No known text speaks of that day (`figure-not-known`).
        """
        try:
            self.version(day)
        except NotInForce as error:
            if error.code == ABOLISHED.code:
                return False
            raise
        return True

    @property
    def _known(self) -> Text:
        if not self.history:
            return Text(en="no day: no text is known", fr="aucun jour : aucun texte n'est connu")
        first, last = self.history[0].since, self.history[-1].until
        if last is None:
            return Text(en=f"from {first}", fr=f"à partir du {first}")
        return Text(en=f"{first} to {last}", fr=f"du {first} au {last}")


def plain_type(unit: Unit) -> type:
    """Give the Python type that holds a value of a unit."""
    return {TRUTH: bool, CODE: str, DATE: dt.date}.get(unit, int)


@frozen(eq=False)
class Figures(Mapping[str, Parameter]):
    """
    The parameters of a programme, by name (fr: *barème*): ``figures.per_diem_rate.on(day, thesis=False)``.

    Raises:
        RuleError: Two parameters have one name (`figure-two-texts`), or none has the name asked for (`rule-unknown-figure`).
    """

    _by_name: Mapping[str, Parameter]

    @classmethod
    def of(cls, parameters: Iterable[Parameter]) -> Figures:
        """Gather parameters under their names."""
        by_name: dict[str, Parameter] = {}
        for parameter in parameters:
            if parameter.name in by_name:
                raise RuleError(TWO_NAMES.at("figures", parameter.name))
            by_name[parameter.name] = parameter
        return cls(by_name)

    def __getitem__(self, name: str) -> Parameter:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __getattr__(self, name: str) -> Parameter:
        if name.startswith("_") or name not in self._by_name:
            if name.startswith("__"):
                raise AttributeError(name)
            raise RuleError(UNKNOWN_FIGURE.at("figures", name, near=did_you_mean(name, self._by_name)))
        return self._by_name[name]
