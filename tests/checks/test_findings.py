"""What checking gives, as JSON and in words; and the codes, each explained in both languages."""

import json
from decimal import Decimal

import pytest

from tokten_core.checks import CHECKS, CheckResult, Finding, Holds, explain, shown_value
from tokten_core.errors import UsageError
from tokten_core.text import Text, same

HALF = Finding(
    code="conversion-differs", place="t/5/usd", subject=same("x"), printed=Decimal(938), recomputed=Decimal("937.50"), unit="USD"
)


def test_the_json_has_the_keys_that_scripts_rely_on():
    """Numbers are JSON numbers, exact to the last digit; only sentences follow the language."""
    result = CheckResult(findings=(HALF,), holds=(Holds("sum-differs", "t/6/usd", Decimal(8), Decimal(8)),))

    assert json.loads(result.to_json("en"), parse_float=str) == {
        "findings": [
            {
                "code": "conversion-differs",
                "place": "t/5/usd",
                "printed": 938,
                "recomputed": "937.5",
                "difference": "0.5",
                "unit": "USD",
                "status": "open",
                "remedy": "Follow the authoritative currency and print the other with its decimals.",
                "text": "x: 938\u00a0USD printed, 937.5\u00a0USD by recomputation",
                "why": "",
                "explains": [],
            }
        ],
        "holds": [{"code": "sum-differs", "place": "t/6/usd", "left": 8, "right": 8}],
        "counts": {"findings": 1, "holds": 1},
    }


def test_digits_that_a_binary_fraction_would_lose_are_kept():
    large = Holds("sum-differs", "t/1", Decimal("123456789012345678.12"), Decimal(10) ** 20)

    assert '"left": 123456789012345678.12, "right": 100000000000000000000}' in CheckResult(holds=(large,)).to_json()


def test_words_are_printed_as_they_are_and_have_no_difference():
    finding = Finding(code="code-differs", place="t/1/undaf", subject=same("résultat"), printed="2.1.1", recomputed="2.2.1")

    assert finding.difference is None
    assert '"printed": "2.1.1"' in CheckResult(findings=(finding,)).to_json()


def test_a_further_place_of_the_same_cause_is_told_with_its_numbers():
    cause = Finding(
        code="sum-differs", place="t/6/fcfa", subject=same("total"), printed=Decimal(2), recomputed=Decimal(1), explains=(HALF,)
    )

    (told,) = json.loads(CheckResult(findings=(cause,)).to_json())["findings"][0]["explains"]

    assert told == {"code": "conversion-differs", "place": "t/5/usd", "printed": 938, "recomputed": 937.5, "difference": 0.5, "unit": "USD"}


@pytest.mark.parametrize(
    ("value", "unit", "english", "french"),
    [
        (Decimal(1166800), "XOF", "1\u202f166\u202f800\u00a0FCFA", "1\u202f166\u202f800\u00a0FCFA"),
        (Decimal("649999.92"), "EUR", "649\u202f999.92\u00a0EUR", "649\u202f999,92\u00a0EUR"),
        (Decimal(4), "antennas", "4\u00a0relay offices", "4\u00a0antennes"),
        (Decimal(2010), "year", "2010", "2010"),
        ("2.1.1", "code", "« 2.1.1 »", "« 2.1.1 »"),
    ],
)
def test_a_value_is_said_with_its_unit(value, unit, english, french):
    assert shown_value(value, unit) == Text(en=english, fr=french)


@pytest.mark.parametrize("code", CHECKS.values(), ids=CHECKS)
def test_each_code_is_explained_in_both_languages(code):
    """`tokten check --explain` and the reference page have nothing else to say."""
    for text in (code.title, code.compares, code.remedy):
        assert text.en
        assert text.fr
        assert text.en != text.fr


def test_an_unknown_code_names_those_there_are():
    with pytest.raises(UsageError, match=r"there is no check called sums-differ\. Allowed: one of .*baseline-missing, .*\[unknown-check\]"):
        explain("sums-differ")
