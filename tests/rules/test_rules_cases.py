"""Cases in TOML: what they hold, what they say when the rules give something else, and every slip in them told at once."""

import datetime as dt

import pytest

from tokten_core.errors import InputError
from tokten_core.money import Money
from tokten_core.rules.cases import read_cases
from tokten_mali.costs import cost_rules

GOOD = """
[[case]]
name = "Quatorze jours"
text = "Partie II"
source = "ce"
estimates = []
[case.facts]
residence = "FR"
start = 2009-02-02
days = 14
thesis_supervision = false
airfare = "650.50 EUR"
for_profit = false
[case.amounts]
per_diem = "280000"
teaching_hours = "unknown"
support_cost_in_dollars = "unknown"
"""


def test_a_case_holds_facts_amounts_and_its_text():
    (case,) = read_cases(GOOD, cost_rules(), "f.toml")

    assert (case.name, case.text, case.source, case.place) == ("Quatorze jours", "Partie II", "ce", "f.toml[1]")
    assert (case.facts.start, case.facts.airfare, case.facts.teaching_hours) == (dt.date(2009, 2, 2), Money("650.50", "EUR"), None)
    assert case.amounts == {"per_diem": 280_000, "teaching_hours": None, "support_cost_in_dollars": None}
    assert case.differences(cost_rules()) == ()


def test_an_amount_in_another_currency_is_counted_in_its_own_parts():
    (case,) = read_cases(GOOD.replace('support_cost_in_dollars = "unknown"', 'support_cost_in_dollars = "153.25"'), cost_rules())

    assert case.amounts["support_cost_in_dollars"] == 15_325


def test_a_case_that_does_not_hold_says_what_was_expected_what_was_found_and_why():
    (case,) = read_cases(GOOD.replace("280000", "280001").replace("estimates = []", 'estimates = ["airfare"]'), cost_rules())

    estimate, amount = case.differences(cost_rules())
    assert estimate.en == "expected as estimates airfare, found —"
    assert amount.en.startswith("per_diem: expected 280 001 FCFA, found: 280 000 FCFA = 14 days × 20 000 FCFA/day; ")
    assert amount.fr.startswith("per_diem : attendu 280 001 FCFA, trouvé : 280 000 FCFA = 14 jours × 20 000 FCFA/jour ; ")


def test_a_problem_that_was_not_expected_is_a_difference():
    (case,) = read_cases(GOOD.replace("days = 14", "days = 13"), cost_rules())

    assert [text.en for text in case.differences(cost_rules())] == ["expected the problems —, found mission-too-short"]


@pytest.mark.parametrize(
    ("wrong", "place", "code"),
    [
        ("[[cases]]\n", "f.toml", "case-unknown-key"),
        ('[[case]]\nname = "x"\ntext = "y"\nsauce = "ce"\n', "f.toml[1]", "case-unknown-key"),
        ('[[case]]\ntext = "y"\n', "f.toml[1].name", "case-value"),
        ('[[case]]\nname = "x"\ntext = " "\n', "f.toml[1].text", "case-value"),
        ('[[case]]\nname = "x"\ntext = "y"\n[case.facts]\ndayz = 3\n', "f.toml[1].facts", "case-unknown-key"),
        ('[[case]]\nname = "x"\ntext = "y"\n[case.facts]\ndays = 3.5\n', "f.toml[1].facts.days", "mission-fact"),
        ('[[case]]\nname = "x"\ntext = "y"\n[case.facts]\nmode = "web"\n', "f.toml[1].facts.mode", "fact-unknown-code"),
        ('[[case]]\nname = "x"\ntext = "y"\n[case.facts]\nairfare = "1 eur"\n', "f.toml[1].facts.airfare", "case-value"),
        ('[[case]]\nname = "x"\ntext = "y"\n[case.amounts]\nper_dime = "3"\n', "f.toml[1].amounts", "case-unknown-key"),
        ('[[case]]\nname = "x"\ntext = "y"\n[case.amounts]\nper_diem = 3\n', "f.toml[1].amounts.per_diem", "case-value"),
        ('[[case]]\nname = "x"\ntext = "y"\n[case.amounts]\nper_diem = "3.5"\n', "f.toml[1].amounts.per_diem", "case-value"),
        ('[[case]]\nname = "x"\ntext = "y"\n[case.amounts]\nper_diem = "NaN"\n', "f.toml[1].amounts.per_diem", "case-value"),
        ("[[case]\n", "f.toml", "case-not-toml"),
    ],
)
def test_a_slip_in_a_case_says_where_it_is(wrong, place, code):
    with pytest.raises(InputError) as error:
        read_cases(wrong, cost_rules(), "f.toml")

    assert [(problem.place, problem.code) for problem in error.value.problems] == [(place, code)]


def test_all_slips_are_told_at_once_with_the_nearest_name():
    with pytest.raises(InputError) as error:
        read_cases(GOOD.replace("per_diem =", "per_dime =").replace("days =", "day ="), cost_rules(), "f.toml")

    assert [problem.say("en") for problem in error.value.problems][1].startswith(
        "f.toml[1].amounts: a case has no per_dime (did you mean per_diem?). Allowed: per_diem, "
    )
