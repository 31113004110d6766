"""Each word of the rule language has its sentence in both languages: with a mission's values, and in the book of rules."""

import datetime as dt
from typing import get_args

import pytest

from tokten_core.money import HALF_EVEN
from tokten_core.parameters import Dated, Figures, Key, Parameter
from tokten_core.rules import (
    by_band,
    convert,
    convert_back,
    cost_rule,
    down,
    each_day,
    first_and_last,
    first_known,
    half_even,
    half_up,
    nodes,
    percent,
    split,
    up,
)
from tokten_core.rules.book import RuleBook
from tokten_core.rules.facts import FactKind
from tokten_core.rules.formula_words import formula_in_words
from tokten_core.rules.nodes import WordName, parts_of
from tokten_core.sources import Source
from tokten_core.text import Text
from tokten_core.units import DATE, DAY, PERCENT, money_unit

XOF, EUR = money_unit("XOF"), money_unit("EUR")
LAW = Source(id="law", document=Text(en="Decree 1", fr="Décret 1"))
START, CHANGE = dt.date(2020, 1, 1), dt.date(2020, 3, 4)
FIGURES = Figures.of(
    [
        Parameter("share", Text(en="share", fr="part"), PERCENT, [Dated(START, LAW, 25)]),
        Parameter("parity", Text(en="parity", fr="parité"), XOF.per(EUR), [Dated(START, LAW, 655_957)], scale=1000),
        Parameter("rate", Text(en="rate", fr="taux"), XOF.per(DAY), [Dated(START, LAW, 100), Dated(CHANGE, LAW, 120)]),
        Parameter("low", Text(en="low rate", fr="taux réduit"), XOF.per(DAY), [Dated(START, LAW, 50)]),
        Parameter(
            "bands",
            Text(en="rate by stay", fr="taux selon la durée"),
            XOF.per(DAY),
            [Dated(START, LAW, {1: 100, 8: 60})],
            keys=[Key("stay", DAY, Text(en="from day", fr="à partir du jour"), bands=True)],
        ),
    ]
)
FACTS = (
    FactKind("start", DATE, Text(en="first day", fr="premier jour")),
    FactKind("days", DAY, Text(en="days", fr="jours")),
    FactKind("other", DAY, Text(en="other days", fr="autres jours")),
    FactKind("amount", XOF, Text(en="amount", fr="montant")),
    FactKind("quote", XOF, Text(en="quote", fr="devis")),
    FactKind("euros", EUR, Text(en="price", fr="prix")),
)
KNOWN = {"start": dt.date(2020, 3, 2), "days": 10, "other": 5, "amount": 1_010, "euros": 1_001}

WORDS = {
    "percentage": (
        lambda m, f: half_even(m.amount * percent(f.share.on(m.start))),
        XOF,
        ("25 % of 1 010 FCFA (amount) = 252.5 FCFA, rounded to nearest, a half to even",
         "25 % de 1 010 FCFA (montant) = 252,5 FCFA, arrondi au plus proche, la moitié au pair"),
        ("amount (FCFA) × share, rounded to nearest, a half to even", "montant (FCFA) × part, arrondi au plus proche, la moitié au pair"),
    ),
    "conversion": (
        lambda m, f: convert(m.euros, f.parity.on(m.start), HALF_EVEN),
        XOF,
        ("10.01 EUR (price) × 655.957 FCFA/EUR = 6 566.12957 FCFA, rounded to nearest, a half to even",
         "10,01 EUR (prix) × 655,957 FCFA/EUR = 6 566,12957 FCFA, arrondi au plus proche, la moitié au pair"),
        ("price (EUR) × parity, rounded to nearest, a half to even", "prix (EUR) × parité, arrondi au plus proche, la moitié au pair"),
    ),
    "conversion_back": (
        lambda m, f: convert_back(m.amount, f.parity.on(m.start), HALF_EVEN),
        EUR,
        ("1 010 FCFA (amount) ÷ 655.957 FCFA/EUR = 1.539735… EUR, rounded to nearest, a half to even",
         "1 010 FCFA (montant) ÷ 655,957 FCFA/EUR = 1,539735… EUR, arrondi au plus proche, la moitié au pair"),
        ("amount (FCFA) ÷ parity, rounded to nearest, a half to even", "montant (FCFA) ÷ parité, arrondi au plus proche, la moitié au pair"),
    ),
    "first_known": (
        lambda m, _: first_known(m.quote, m.amount),
        XOF,
        ("amount", "montant"),
        ("the first that is known of: quote (FCFA); amount (FCFA)", "le premier connu de : devis (FCFA) ; montant (FCFA)"),
    ),
    "by_band": (
        lambda m, f: by_band(m.days, f.bands.on(m.start)),
        XOF,
        ("7 days × 100 FCFA/day + 3 days × 60 FCFA/day, by length of stay",
         "7 jours × 100 FCFA/jour + 3 jours × 60 FCFA/jour, par tranches de durée"),
        ("days, by length of stay, each band at its price: rate by stay",
         "jours, par tranches de durée, chacune à son prix : taux selon la durée"),
    ),
    "each_day": (
        lambda m, f: each_day(m.start, m.days, f.rate),
        XOF,
        ("2 days × 100 FCFA/day + 8 days × 120 FCFA/day, each day at its own rate",
         "2 jours × 100 FCFA/jour + 8 jours × 120 FCFA/jour, chaque jour à son taux"),
        ("days, each day at its own rate: rate", "jours, chaque jour à son taux : taux"),
    ),
    "first_and_last": (
        lambda m, f: first_and_last(m.days, f.low.on(m.start), f.rate.on(m.start)),
        XOF,
        ("2 days × 50 FCFA/day + 8 days × 100 FCFA/day, the first and the last day apart",
         "2 jours × 50 FCFA/jour + 8 jours × 100 FCFA/jour, premier et dernier jour à part"),
        ("days: the first and the last at low rate, those between at rate",
         "jours : le premier et le dernier à taux réduit, les autres à taux"),
    ),
    "split_part": (
        lambda m, _: split(m.amount, m.days, m.other)[0],
        XOF,
        ("1 010 FCFA (amount) × 10 days ÷ 15 days, by largest remainder",
         "1 010 FCFA (montant) × 10 jours ÷ 15 jours, au plus fort reste"),
        ("amount (FCFA) × days ÷ (days + other days), by largest remainder",
         "montant (FCFA) × jours ÷ (jours + autres jours), au plus fort reste"),
    ),
}  # fmt: skip


def a_book(function, unit=XOF):
    return RuleBook(FIGURES, (cost_rule(text=LAW, en="result", fr="résultat", unit=unit, name="result")(function),), FACTS)


def words_in(node):
    found = {node.name} if isinstance(node, nodes.Word) else set()
    return found.union(*(words_in(part) for part in parts_of(node)), *([words_in(node.lowered)] if isinstance(node, nodes.Word) else []))


def test_every_word_of_the_language_is_named_here():
    """A new word comes with its sentence, or this fails."""
    assert set(WORDS) == set(get_args(WordName))


@pytest.mark.parametrize("name", WORDS)
def test_a_word_is_said_with_its_values(name):
    function, unit, said, _ = WORDS[name]
    reason = a_book(function, unit).work_out(KNOWN).explain("result").reason

    assert name in words_in(a_book(function, unit).step("result"))
    assert (reason.en, reason.fr) == said


@pytest.mark.parametrize("name", WORDS)
def test_a_word_is_said_in_the_book_of_rules(name):
    function, unit, _, book = WORDS[name]
    formula = formula_in_words(a_book(function, unit).step("result"))

    assert (formula.en, formula.fr) == book


@pytest.mark.parametrize("rounding", [half_even, half_up, down, up])
def test_a_rounding_is_always_named_in_the_book(rounding):
    """Even where no amount of the example is changed by it."""
    formula = formula_in_words(a_book(lambda m, f: rounding(m.amount * percent(f.share.on(m.start)))).step("result"))

    how = a_book(lambda m, f: rounding(m.amount * percent(f.share.on(m.start)))).step("result").body.how.words
    assert formula.en == f"amount (FCFA) × share, {how.en}"
    assert formula.fr == f"montant (FCFA) × part, {how.fr}"
