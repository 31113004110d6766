"""A figure as printed and as read."""

from decimal import Decimal

import pytest

from tokten_core.claims import Claim, ClaimState, numeral
from tokten_core.errors import InputError
from tokten_core.text import Text, same


def a_claim(**facts: object) -> Claim:
    """Give a claim of one figure."""
    whole: dict[str, object] = {"id": "t/1/c", "table": "t", "row": "1", "column": "c", "subject": same("x"), "source": "s", **facts}
    return Claim(**whole)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("353 670 000", "353670000"),
        ("1 450  050", "1450050"),
        ("805.020. 000", "805020000"),
        ("2.250", "2250"),
        ("17 400 0000", "174000000"),
        ("6,56", "6.56"),
        ("12,00", "12"),
        ("0", "0"),
    ],
)
def test_digits_are_read_whatever_keeps_them_apart(printed, number):
    assert numeral(printed) == Decimal(number)


@pytest.mark.parametrize("printed", ["", "seize", "USA2", "PM", "2008-2009", "1.5", "Juin/juillet 2008"])
def test_what_is_no_french_number_is_none(printed):
    """In these texts a point groups thousands: 1.5 is no number that they print."""
    assert numeral(printed) is None


def test_a_number_read_otherwise_than_printed_needs_its_reason():
    with pytest.raises(InputError, match="claim-misread"):
        a_claim(printed="17 400 0000", read=Decimal(17_400_000))


def test_a_number_read_otherwise_with_its_reason_is_a_misprint():
    reading = Text(en="one digit too many", fr="un chiffre de trop")

    assert a_claim(printed="17 400 0000", read=Decimal(17_400_000), reading=reading).misprinted


def test_irregular_groups_alone_are_no_misprint():
    assert not a_claim(printed="1 450  050", read=Decimal(1_450_050)).misprinted


@pytest.mark.parametrize(
    "facts",
    [
        {"state": ClaimState.FIGURE},
        {"state": ClaimState.FIGURE, "read": Decimal(1), "words": "un"},
        {"state": ClaimState.PM, "read": Decimal(0)},
        {"state": ClaimState.BLANK, "words": "rien"},
    ],
)
def test_a_figure_is_read_once_and_nothing_is_read_where_nothing_is_printed(facts):
    """PM is not zero, and a blank is not zero."""
    with pytest.raises(InputError, match="claim-without-figure"):
        a_claim(**facts)
