"""
What the author of a rule may get wrong, each with its code.

All of these stop when the rules are traced, before any mission, and name the line in the author's file.
"""

from __future__ import annotations

from typing import Final

from tokten_core.errors import Kind
from tokten_core.text import Text

__all__ = [
    "BARE_NUMBER", "BRANCHES", "CIRCLE", "CLAIMS_TWICE", "COMPARES", "CURRENCIES", "DIVIDES", "FAILS", "FLOAT", "HALF_SAID", "LEAVES", "NOT_BANDS",
    "RULE_WITHOUT_SOURCE", "TABLE_KEY", "UNITS", "UNKNOWN_CODE", "UNKNOWN_FACT", "UNKNOWN_RULE", "UNROUNDED", "WRONG_RESULT",
    "ZERO_DENOMINATOR",
]  # fmt: skip


def _mistake(code: str, english: tuple[str, str, str], french: tuple[str, str, str]) -> Kind:
    says, allowed, remedy = (Text(en=en, fr=fr) for en, fr in zip(english, french, strict=True))
    return Kind(code, says, allowed, remedy)


FLOAT: Final = _mistake(
    "rule-float",
    ("the float {value}", "whole minor units, or a share with its source", "Make it a share, 7 over 100, with its source."),
    ("le nombre flottant {value}", "des unités entières, ou une part avec sa source", "Faites-en une part, 7 sur 100, avec sa source."),
)
BARE_NUMBER: Final = _mistake(
    "rule-number",
    ("the number {value} has no source", "0, 1, yes, no", "Make it a Parameter with its source."),
    ("le nombre {value} n'a pas de source", "0, 1, oui, non", "Faites-en un Parameter avec sa source."),
)
BRANCHES: Final = _mistake(
    "rule-branches",
    ("`if`, `and`, `or` or `not` on a fact", "a choice that is kept for every mission", "Write choose(condition, yes, no)."),
    ("`if`, `and`, `or` ou `not` sur une donnée", "un choix gardé pour toute mission", "Écrivez choose(condition, oui, non)."),
)
COMPARES: Final = _mistake(
    "rule-compares",
    ("the operator {value} on a fact", "a comparison in words", "Write at_least, at_most, equal, least or greatest."),
    ("l'opérateur {value} sur une donnée", "une comparaison en mots", "Écrivez at_least, at_most, equal, least ou greatest."),
)
DIVIDES: Final = _mistake(
    "rule-divides",
    ("the operator {value}", "+, -, *, and a share rounded by name", "Write half_even(amount * percent(share))."),
    ("l'opérateur {value}", "+, -, *, et une part arrondie par une règle nommée", "Écrivez half_even(montant * percent(part))."),
)
UNROUNDED: Final = _mistake(
    "rule-unrounded",
    ("a fraction that nobody rounded is {value}", "a whole number", "Round it by name: half_even, half_up, down, up."),
    ("une fraction non arrondie est {value}", "un nombre entier", "Arrondissez-la par une règle nommée : half_even, half_up, down, up."),
)
CURRENCIES: Final = _mistake(
    "rule-currencies",
    ("two currencies: {value}", "amounts of one currency", "Convert first, with a rate that has a source."),
    ("deux monnaies : {value}", "des montants d'une seule monnaie", "Convertissez d'abord, avec un taux qui a une source."),
)
UNITS: Final = _mistake(
    "rule-units",
    ("the units do not go together: {value}", "days times francs a day", "Bring both to one unit."),
    ("les unités ne vont pas ensemble : {value}", "des jours par des francs par jour", "Ramenez tout à une unité."),
)
LEAVES: Final = _mistake(
    "rule-leaves",
    ("{value} asks a fact for its number", "words and + - *", "Keep the fact as it is: the rule is run once for all missions."),
    ("{value} demande son nombre à une donnée", "des mots et + - *", "Gardez la donnée : la règle est exécutée une fois pour toutes."),
)
UNKNOWN_CODE: Final = _mistake(
    "rule-unknown-code",
    ("{value} is no value of {label}", "{codes}", "Correct the code."),
    ("{value} n'est pas une valeur de {label}", "{codes}", "Corrigez le code."),
)
NOT_BANDS: Final = _mistake(
    "rule-not-bands",
    (
        "{value} does not band what is counted in: {unit}",
        "a figure one key of which has bands=True, of that unit",
        "Give the key bands=True, and leave it out of on().",
    ),
    (
        "{value} ne met pas en tranches ce qui se compte en : {unit}",
        "un paramètre dont une clé a bands=True, de cette unité",
        "Donnez bands=True à la clé, et omettez-la dans on().",
    ),
)
HALF_SAID: Final = _mistake(
    "rule-half-said",
    (
        "by_band has {value} alone",
        "of= and rounding= together, or neither",
        "Say of what the bands are per cent, and how a price is rounded.",
    ),
    (
        "by_band n'a que {value}",
        "of= et rounding= ensemble, ou ni l'un ni l'autre",
        "Dites de quoi les tranches sont des pour cent, et l'arrondi.",
    ),
)
ZERO_DENOMINATOR: Final = _mistake(
    "rule-zero-denominator",
    ("the rate {value} is nought or less on some day", "rates above nought", "Correct its history."),
    ("le taux {value} est nul ou négatif un jour", "des taux au-dessus de zéro", "Corrigez son historique."),
)
UNKNOWN_FACT: Final = Kind(
    "rule-unknown-fact",
    says=Text(en="there is no fact {value}{near}", fr="il n'y a pas de donnée {value}{near}"),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Correct the name.", fr="Corrigez le nom."),
)
UNKNOWN_RULE: Final = Kind(
    "rule-unknown-rule",
    says=Text(en="there is no rule {value}{near}", fr="il n'y a pas de règle {value}{near}"),
    allowed=Text(en="{known}", fr="{known}"),
    remedy=Text(en="Correct the argument, or add the rule.", fr="Corrigez l'argument, ou ajoutez la règle."),
)
CIRCLE: Final = Kind(
    "rule-circle",
    says=Text(en="the rules need one another in a circle: {value}", fr="les règles se demandent l'une l'autre en rond : {value}"),
    allowed=Text(en="amounts that can be worked out one after the other", fr="des montants calculables l'un après l'autre"),
    remedy=Text(en="Take one argument out.", fr="Retirez un argument."),
)
CLAIMS_TWICE: Final = Kind(
    "rule-claims-twice",
    says=Text(
        en="two rules claim the amount {value}: {first} and {second}",
        fr="deux règles réclament le montant {value} : {first} et {second}",
    ),
    allowed=Text(en="one rule for each amount, and declared exceptions", fr="une règle par montant, et des exceptions déclarées"),
    remedy=Text(en="Declare one `exception_of` the other, with `when`.", fr="Déclarez l'une `exception_of` l'autre, avec `when`."),
)
TABLE_KEY: Final = Kind(
    "rule-table-key",
    says=Text(en="the keys {value} do not fit the table {table}", fr="les clés {value} ne conviennent pas à la table {table}"),
    allowed=Text(en="{keys}", fr="{keys}"),
    remedy=Text(en="Give each key once, by name, with its unit.", fr="Donnez chaque clé une fois, par son nom, avec son unité."),
)
WRONG_RESULT: Final = Kind(
    "rule-wrong-result",
    says=Text(en="the rule gives {value}", fr="la règle donne {value}"),
    allowed=Text(en="{unit}, as declared", fr="{unit}, comme déclaré"),
    remedy=Text(en="Correct the rule, or its unit.", fr="Corrigez la règle, ou son unité."),
)
FAILS: Final = Kind(
    "rule-fails",
    says=Text(en="running it on symbols fails: {value}", fr="son exécution sur des symboles échoue : {value}"),
    allowed=Text(
        en="facts, figures, other rules, + - * and the words",
        fr="des données, des paramètres, d'autres règles, + - * et les mots",
    ),
    remedy=Text(en="Write it with the words of tokten_core.rules.", fr="Écrivez-la avec les mots de tokten_core.rules."),
)
RULE_WITHOUT_SOURCE: Final = Kind(
    "rule-without-source",
    says=Text(en="the rule {value} names no text", fr="la règle {value} ne nomme aucun texte"),
    allowed=Text(en="a Source, or several", fr="une Source, ou plusieurs"),
    remedy=Text(en="Give `text=`; flag a rule of ours as inferred.", fr="Donnez `text=` ; signalez une règle à nous comme déduite."),
)
