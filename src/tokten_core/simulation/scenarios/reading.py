"""
A scenario as somebody typed it, in TOML: read whole, every mistake told at once with its table and key.

Numbers with decimals are read exactly, never as floats. A key that nobody knows is refused and the nearest proposed: a misspelt key that is
passed over would be a scenario that was not asked for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeVar

import attrs

from tokten_core.errors import InputError, Kind, Problem, ToktenError, did_you_mean
from tokten_core.rules.facts import MISSION_FACTS
from tokten_core.simulation.scenarios.correlations import Correlations
from tokten_core.simulation.scenarios.distributions import Chance, CutNormal, Discrete, Distribution, Fixed, LogNormal, Triangular, Uniform
from tokten_core.simulation.scenarios.scenario import (
    DRAWN,
    EACH,
    UNKNOWN_NAME,
    WHAT,
    WHERE,
    Draw,
    MissionGroup,
    RegisterMissions,
    RiskUse,
    Scenario,
    Target,
    Where,
)
from tokten_core.text import Text, same

__all__ = ["read_scenario"]

Made = TypeVar("Made")

NOT_TOML = Kind(
    "scenario-toml",
    says=Text(en="it cannot be read as TOML: {value}", fr="illisible comme TOML : {value}"),
    allowed=Text(en="a text in TOML, UTF-8", fr="un texte en TOML, UTF-8"),
    remedy=Text(en="Correct the line that it names.", fr="Corrigez la ligne indiquée."),
)
UNKNOWN_KEY = Kind(
    "scenario-key",
    says=Text(en="the key {value} is unknown{near}", fr="la clé {value} est inconnue{near}"),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Correct the key, or take it out.", fr="Corrigez la clé, ou retirez-la."),
)
KEY_MISSING = Kind(
    "scenario-key-missing",
    says=Text(en="the key {value} is missing", fr="la clé {value} manque"),
    allowed=Text(en="{expected}", fr="{expected}"),
    remedy=Text(en="Add it.", fr="Ajoutez-la."),
)
WRONG_VALUE = Kind(
    "scenario-value",
    says=Text(en="{value} is of another kind", fr="{value} est d'un autre genre"),
    allowed=Text(en="{expected}", fr="{expected}"),
    remedy=Text(en="Correct the value.", fr="Corrigez la valeur."),
)

WHOLE: Final = Text(en="a whole number", fr="un nombre entier")
NUMBER: Final = Text(en="a number", fr="un nombre")
WORDS: Final = Text(en="a text", fr="un texte")
TABLE: Final = Text(en="a table", fr="une table")
TRUTH: Final = Text(en="true or false", fr="true ou false")
LIST: Final = Text(en="a list", fr="une liste")
SHARES: Final = Text(en="a table of whole shares", fr="une table de parts entières")
LAWS: Final = ("uniform", "triangular", "normal", "lognormal", "discrete", "observed", "chance")
FACTS: Final = (
    "teaching_hours",
    "thesis_supervision",
    "lodging_nights",
    "for_profit",
    "cost_share",
    "committee_consulted",
    "mode",
    "airfare",
)
LABELS: Final = {kind.name: kind.label for kind in MISSION_FACTS} | {"airfare": Text(en="airfare", fr="billet d'avion")}
VARYING: Final = ("days", "teaching_hours", "airfare")
"""Facts of a group that may be a distribution in its own table: drawn anew for each mission."""


def read_scenario(text: str, place: str = "scenario") -> Scenario:
    """
    Read a scenario (fr: *lire un scénario*).

    Args:
        text: the scenario, in TOML.
        place: what the problems call it: the name of the file.

    Raises:
        InputError: It is no TOML, a key is unknown, missing or of the wrong kind, a distribution or the correlations do not hold; every
            problem is told, with table and key.

    >>> scenario = read_scenario('''
    ... title = "Dear tickets"
    ... [programme]
    ... years = ["2009/2010"]
    ... [draws.fares]
    ... of = "airfare_percent"
    ... law = {triangular = [90, 100, 140]}
    ... ''')
    >>> scenario.draws[0].law.bounds
    (90, 140)

    .. versionadded:: 0.1
    """
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise InputError(NOT_TOML.at(place, str(error))) from error
    reader = _Reader()
    made = reader.scenario(table)
    if reader.problems or made is None:
        raise InputError(*(attrs.evolve(problem, place=_joined(place, problem.place)) for problem in reader.problems))
    return made


def _joined(*places: str) -> str:
    return ": ".join(filter(None, places))


class _Reader:
    """Reads one scenario, and gathers what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def scenario(self, table: Mapping[str, Any]) -> Scenario | None:
        known = ("title", "programme", "missions", "draws", "risks", "correlations", "targets", "envelopes", "support_cost")
        self._keys(table, "", known, needed={"title": WORDS})
        register = self._table(table, "programme", "")
        groups, varying = self._groups(table)
        draws = [self._draw(name, each, f"draws.{name}") for name, each in self._tables(table, "draws")]
        risks = [self._risk(name, each, f"risks.{name}") for name, each in self._tables(table, "risks")]
        targets = [self._target(name, each, f"targets.{name}") for name, each in self._tables(table, "targets")]
        parts: dict[str, Any] = {
            "title": self._text(table, "title", ""),
            "register": None if register is None else self._register(register),
            "groups": groups,
            "draws": tuple(filter(None, (*draws, *varying))),
            "risks": tuple(filter(None, risks)),
            "correlations": self._correlations(table),
            "targets": tuple(filter(None, targets)),
            "envelopes": self._envelopes(table),
            "support_cost": self._truth(table, "support_cost"),
        }
        if self.problems:
            return None  # what hangs together is looked at once each part is right
        return self._made("", lambda: Scenario(**parts))

    def _register(self, table: Mapping[str, Any]) -> RegisterMissions:
        self._keys(table, "programme", ("years", "states"))
        return RegisterMissions(self._names(table, "years", "programme"), self._names(table, "states", "programme"))

    def _groups(self, table: Mapping[str, Any]) -> tuple[tuple[MissionGroup, ...], list[Draw | None]]:
        groups: list[MissionGroup] = []
        varying: list[Draw | None] = []
        listed = self._of(table.get("missions", []), list, LIST, "missions")
        for number, each in enumerate(listed or []):
            place = f"missions[{number}]"
            if self._of(each, dict, TABLE, place) is None:
                continue
            facts = dict(each)
            name = facts.get("name", "")
            for fact in VARYING:
                if isinstance(facts.get(fact), dict):
                    law = self._law(facts[fact], f"{place}.{fact}")
                    facts[fact] = 1 if law is None else sum(law.bounds) // 2  # stands in: the draw takes its place
                    if law is not None:
                        varying.append(self._varying(name, fact, law, f"{place}.{fact}"))
            group = self._group(facts, place)
            if group is not None:
                groups.append(group)
        return tuple(groups), varying

    def _varying(self, name: str, fact: str, law: Distribution, place: str) -> Draw | None:
        return self._made(
            place,
            lambda: Draw(
                f"{name}.{fact}", fact, law, "mission", {"group": (name,)}, label=Text(en=f"{name}: ", fr=f"{name} : ") + LABELS[fact]
            ),
        )

    def _group(self, table: Mapping[str, Any], place: str) -> MissionGroup | None:
        known = ("name", "count", "period", "days", "residence", "region", "season", "sector", "output", "source", "line", *FACTS)
        count = len(self.problems)
        self._keys(table, place, known, {"name": WORDS, "count": WHOLE, "period": WORDS, "days": WHOLE})
        if "residence" not in table and "region" not in table:
            self.problems.append(KEY_MISSING.at(place, "residence", expected=SHARES))
        shares: dict[str, Any] = {key: self._shares(table, key, place) for key in ("residence", "region", "season")}
        words: dict[str, Any] = {
            key: self._of(table[key], str, WORDS, f"{place}.{key}")
            for key in ("name", "period", "sector", "output", "source", "line")
            if key in table
        }
        numbers = {key: self._of(table[key], int, WHOLE, f"{place}.{key}") for key in ("count", "days") if key in table}
        facts = {key: table[key] for key in FACTS if key in table}
        return MissionGroup(**words, **numbers, **shares, facts=facts) if len(self.problems) == count else None

    def _draw(self, name: str, table: Mapping[str, Any], place: str) -> Draw | None:
        self._keys(table, place, ("of", "law", "each", "where", "currency", "label"), {"of": WORDS, "law": TABLE})
        law = self._law(table["law"], f"{place}.law") if "law" in table else None
        of = self._one_of(table, "of", place, DRAWN, WHAT["drawn"])
        each: Any = self._one_of(table, "each", place, EACH, WHAT["value"]) if "each" in table else "run"
        currency = self._of(table.get("currency", ""), str, WORDS, f"{place}.currency") or ""
        if of == "rate" and not currency:
            self.problems.append(KEY_MISSING.at(place, "currency", expected=WORDS))
        where, label = self._where(table, place), self._text(table, "label", place) if "label" in table else same(name)
        if law is None or of is None or each is None:
            return None
        return self._made(place, lambda: Draw(name, of, law, each, where, currency, label))

    def _risk(self, name: str, table: Mapping[str, Any], place: str) -> RiskUse | None:
        self._keys(table, place, ("does", "days", "where", "probability", "impact"), {"does": WORDS})
        does = self._one_of(table, "does", place, ("cancel", "delay", "raise"), WHAT["value"])
        numbers = {key: self._of(table[key], int, WHOLE, f"{place}.{key}") for key in ("days", "probability", "impact") if key in table}
        if does == "delay" and "days" not in table:
            self.problems.append(KEY_MISSING.at(place, "days", expected=WHOLE))
        return None if does is None else RiskUse(name, does, where=self._where(table, place), **numbers)

    def _target(self, name: str, table: Mapping[str, Any], place: str) -> Target:
        self._keys(table, place, ("where", "already"))
        already = self._of(table.get("already", 0), int, WHOLE, f"{place}.already")
        return Target(name, self._where(table, place), already or 0)

    def _correlations(self, table: Mapping[str, Any]) -> Correlations | None:
        given = self._table(table, "correlations", "")
        if given is None:
            return Correlations()
        self._keys(given, "correlations", ("names", "matrix"), {"names": LIST, "matrix": LIST})
        names = self._names(given, "names", "correlations")
        rows = self._of(given.get("matrix", []), list, LIST, "correlations.matrix") or []
        for number, row in enumerate(rows):
            for column, value in enumerate(self._of(row, list, LIST, f"correlations.matrix[{number}]") or []):
                self._of(value, (int, Decimal), NUMBER, f"correlations.matrix[{number}][{column}]")
        if any(problem.place.startswith("correlations") for problem in self.problems):
            return None
        return self._made("correlations", lambda: Correlations(names, rows))

    def _envelopes(self, table: Mapping[str, Any]) -> dict[tuple[str, str], int]:
        found = {}
        for source, years in self._tables(table, "envelopes"):
            for year, units in years.items():
                if self._of(units, int, WHOLE, f"envelopes.{source}.{year}") is not None:
                    found[source, year] = units
        return found

    def _law(self, given: Any, place: str) -> Distribution | None:
        """Read a distribution: a number alone, or one key that names it."""
        if isinstance(given, int) and not isinstance(given, bool):
            return Fixed(given)
        table = self._of(given, dict, TABLE, place)
        if table is None:
            return None
        self._keys(table, place, LAWS)
        name = next((key for key in table if key in LAWS), None)
        if name is None or len(table) > 1:
            if not any(problem.place.startswith(place) for problem in self.problems):
                self.problems.append(WRONG_VALUE.at(place, ", ".join(table), expected=same(", ".join(LAWS))))
            return None
        return self._made(f"{place}.{name}", lambda: self._named_law(name, table[name], f"{place}.{name}"))

    def _named_law(self, name: str, given: Any, place: str) -> Distribution | None:
        if name == "chance":
            chance = self._of(given, (int, Decimal), NUMBER, place)
            return None if chance is None else Chance(chance)
        if name == "observed":
            values = self._wholes(given, place)
            return None if values is None else Discrete(values)
        if name == "discrete":
            return self._discrete(given, place)
        if name in ("uniform", "triangular"):
            law, size = {"uniform": (Uniform, 2), "triangular": (Triangular, 3)}[name]
            values = self._wholes(given, place, size)
            return None if values is None else law(*values)
        return self._curve(name, given, place)

    def _curve(self, name: str, given: Any, place: str) -> Distribution | None:
        """Read a normal or lognormal distribution with its ends."""
        first, second = {"normal": ("mean", "deviation"), "lognormal": ("median", "spread")}[name]
        if self._of(given, dict, TABLE, place) is None:
            return None
        count = len(self.problems)
        self._keys(given, place, (first, second, "least", "greatest"), {first: WHOLE, second: NUMBER, "least": WHOLE, "greatest": WHOLE})
        for key, value in given.items():
            kind, words = ((int, Decimal), NUMBER) if key == "spread" else (int, WHOLE)
            self._of(value, kind, words, f"{place}.{key}")
        if len(self.problems) > count:
            return None
        return CutNormal(**given) if name == "normal" else LogNormal(**given)

    def _discrete(self, given: Any, place: str) -> Distribution | None:
        table = self._of(given, dict, SHARES, place)
        if table is None:
            return None
        count = len(self.problems)
        for key, weight in table.items():
            if not key.removeprefix("-").isdecimal():
                self.problems.append(WRONG_VALUE.at(f"{place}.{key}", key, expected=WHOLE))
            self._of(weight, int, WHOLE, f"{place}.{key}")
        return None if len(self.problems) > count else Discrete(tuple(map(int, table)), tuple(table.values()))

    def _wholes(self, given: Any, place: str, size: int | None = None) -> tuple[int, ...] | None:
        expected = WHOLE if size is None else Text(en=f"{size} whole numbers", fr=f"{size} nombres entiers")
        if self._of(given, list, LIST, place) is None:
            return None
        if size not in (None, len(given)) or any(type(value) is not int for value in given):
            self.problems.append(WRONG_VALUE.at(place, ", ".join(map(str, given)), expected=expected))
            return None
        return tuple(given)

    def _where(self, table: Mapping[str, Any], place: str) -> Where:
        given = self._table(table, "where", place)
        if given is None:
            return {}
        self._keys(given, f"{place}.where", WHERE)
        return {key: self._names(given, key, f"{place}.where") for key in given}

    def _shares(self, table: Mapping[str, Any], key: str, place: str) -> dict[str, int]:
        given = table.get(key, {})
        if isinstance(given, str):
            return {given: 1}
        found = self._of(given, dict, SHARES, f"{place}.{key}") or {}
        return {name: share for name, share in found.items() if self._of(share, int, WHOLE, f"{place}.{key}.{name}") is not None}

    def _text(self, table: Mapping[str, Any], key: str, place: str) -> Text:
        given, at = table.get(key, ""), ".".join(filter(None, (place, key)))
        if isinstance(given, dict):
            self._keys(given, at, ("en", "fr"), {"en": WORDS, "fr": WORDS})
            return Text(en=str(given.get("en", "")), fr=str(given.get("fr", "")))
        return same(self._of(given, str, WORDS, at) or "")

    def _names(self, table: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
        given = table.get(key, [])
        listed = [given] if isinstance(given, str) else self._of(given, list, LIST, f"{place}.{key}") or []
        return tuple(name for number, name in enumerate(listed) if self._of(name, str, WORDS, f"{place}.{key}[{number}]") is not None)

    def _one_of(self, table: Mapping[str, Any], key: str, place: str, known: Sequence[str], what: Text) -> str | None:
        given = table.get(key)
        if given is None or given in known:
            return given
        self.problems.append(
            UNKNOWN_NAME.at(f"{place}.{key}", given, what=what, near=did_you_mean(str(given), known), known=", ".join(known))
        )
        return None

    def _table(self, table: Mapping[str, Any], key: str, place: str) -> Mapping[str, Any] | None:
        return None if key not in table else self._of(table[key], dict, TABLE, ".".join(filter(None, (place, key))))

    def _tables(self, table: Mapping[str, Any], key: str) -> list[tuple[str, Mapping[str, Any]]]:
        given = self._of(table.get(key, {}), dict, TABLE, key) or {}
        return [(name, each) for name, each in given.items() if self._of(each, dict, TABLE, f"{key}.{name}") is not None]

    def _keys(self, table: Mapping[str, Any], place: str, known: Sequence[str], needed: Mapping[str, Text] | None = None) -> None:
        for key in table:
            if key not in known:
                near = did_you_mean(key, [name for name in known if name not in table])
                self.problems.append(UNKNOWN_KEY.at(".".join(filter(None, (place, key))), key, near=near, known=", ".join(known)))
        for key, expected in (needed or {}).items():
            if key not in table:
                self.problems.append(KEY_MISSING.at(place, key, expected=expected))

    def _of(self, value: Any, kind: type | tuple[type, ...], expected: Text, place: str) -> Any:
        """Give a value of its kind; a truth is no number. None, and a problem, where it is of another."""
        if isinstance(value, kind) and not isinstance(value, bool):
            return value
        self.problems.append(WRONG_VALUE.at(place, str(value), expected=expected))
        return None

    def _truth(self, table: Mapping[str, Any], key: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            self.problems.append(WRONG_VALUE.at(key, str(value), expected=TRUTH))
        return value is True

    def _made(self, place: str, make: Callable[[], Made]) -> Made | None:
        """Make a part, and give its own problems their place."""
        try:
            return make()
        except ToktenError as error:
            self.problems += [attrs.evolve(problem, place=".".join(filter(None, (place, problem.place)))) for problem in error.problems]
            return None
