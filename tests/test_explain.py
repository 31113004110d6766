"""An amount with its reason: how it is printed, word for word, in both languages."""

import datetime as dt
from fractions import Fraction

import pytest

from tokten_core.explain import Explained, cited, worded
from tokten_core.sources import Source
from tokten_core.text import Text, same
from tokten_core.units import CODE, DATE, DAY, HOUR, PERCENT, TRUTH, money_unit

XOF, USD = money_unit("XOF"), money_unit("USD")
DOCUMENT = Text(en="Programme document", fr="Document de programme")
PARTIE_II = Source(id="ii", document=DOCUMENT, section="Partie II")
PARTIE_IV = Source(id="iv", document=DOCUMENT, section="Partie IV")
OURS = Source(id="ours", document=DOCUMENT, inferred=True)

RATE = Explained(
    Text(en="rate", fr="taux"),
    20_000,
    worded(20_000, XOF.per(DAY)),
    Text(en="since 2008-09-01", fr="depuis le 01/09/2008"),
    (PARTIE_II,),
    notes=(Text(en="set aside: 40 000 FCFA/day", fr="écarté : 40 000 FCFA/jour"),),
    joint=",",
)
PER_DIEM = Explained(
    same("per diem"),
    280_000,
    worded(280_000, XOF),
    Text(en="14 days × 20 000 FCFA/day", fr="14 jours × 20 000 FCFA/jour"),
    (PARTIE_II, PARTIE_IV),
    parts=(RATE,),
    notes=(Text(en="reading: ours", fr="lecture : la nôtre"),),
)


def test_the_lines_tell_amount_reason_source_then_notes_and_parts_further_in():
    assert PER_DIEM.lines("en") == (
        "per diem: 280 000 FCFA = 14 days × 20 000 FCFA/day [Programme document, Partie II; Partie IV]",
        "  reading: ours",
        "  rate: 20 000 FCFA/day, since 2008-09-01 [Programme document, Partie II]",
        "    set aside: 40 000 FCFA/day",
    )
    assert PER_DIEM.lines("fr") == (
        "per diem : 280 000 FCFA = 14 jours × 20 000 FCFA/jour [Document de programme, Partie II ; Partie IV]",
        "  lecture : la nôtre",
        "  taux : 20 000 FCFA/jour, depuis le 01/09/2008 [Document de programme, Partie II]",
        "    écarté : 40 000 FCFA/jour",
    )


def test_because_tells_the_same_in_one_line_without_the_label():
    """A table shows label and source in columns of their own."""
    assert PER_DIEM.because("en") == (
        "280 000 FCFA = 14 days × 20 000 FCFA/day; reading: ours; rate: 20 000 FCFA/day, since 2008-09-01 "
        "[Programme document, Partie II]; set aside: 40 000 FCFA/day"
    )


def test_an_unknown_amount_says_what_is_missing():
    unknown = Explained(same("per diem"), None, Text(en="unknown amount", fr="montant inconnu"), same("missing x"), joint=",")

    assert unknown.lines("fr") == ("per diem : montant inconnu, missing x",)


def test_an_estimate_is_marked_beside_its_label():
    estimate = Explained(Text(en="airfare", fr="billet"), 1, worded(1, XOF), estimate=True)

    assert estimate.lines("en") == ("airfare (estimate): 1 FCFA",)
    assert estimate.lines("fr") == ("billet (estimation) : 1 FCFA",)


def test_the_rows_are_the_amount_and_its_parts_each_with_its_depth():
    assert list(PER_DIEM.rows()) == [(0, PER_DIEM), (1, RATE)]


@pytest.mark.parametrize(
    ("value", "unit", "english", "french"),
    [
        (280_000, XOF, "280 000 FCFA", "280 000 FCFA"),
        (-1_500, XOF, "−1 500 FCFA", "−1 500 FCFA"),
        (0, HOUR, "0 hours", "0 heure"),
        (1, DAY, "1 day", "1 jour"),
        (2, DAY, "2 days", "2 jours"),
        (15_300, USD, "153 USD", "153 USD"),
        (15_330, USD, "153.30 USD", "153,30 USD"),
        (Fraction(1, 3), XOF, "0.333333… FCFA", "0,333333… FCFA"),
        (Fraction(1, 10**9), XOF, "0.0… FCFA", "0,0… FCFA"),
        (Fraction(3, 2), DAY, "1.5 days", "1,5 jour"),
        (7, PERCENT, "7 %", "7 %"),
        (True, TRUTH, "yes", "oui"),
        (False, TRUTH, "no", "non"),
        ("ce", CODE, "ce", "ce"),
        (dt.date(2008, 9, 1), DATE, "2008-09-01", "01/09/2008"),
    ],
)
def test_a_value_is_said_with_its_unit(value, unit, english, french):
    words = worded(value, unit)

    assert (words.en, words.fr) == (english, french)


def test_a_rate_printed_with_decimals_is_said_with_them():
    assert worded(655_957, XOF.per(money_unit("EUR")), 1000).fr == "655,957 FCFA/EUR"


def test_a_reading_of_ours_is_said_to_be_one_wherever_it_stands():
    assert cited([PARTIE_II, OURS]).en == "Programme document, Partie II; Programme document, our reading"


def test_a_text_is_cited_once():
    assert cited([PARTIE_II, PARTIE_II]).en == "Programme document, Partie II"
