"""Missions in rows of text: what is read, what is refused, and the JSON that others rely on, on the real rules of Mali."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokten_core.errors import InputError, UsageError
from tokten_core.plugins import load_pack
from tokten_core.rules import MissionFacts
from tokten_core.services.costing import OPTIONAL_COLUMNS, REQUIRED_COLUMNS, Row, check_columns, cost, cost_rows, to_json
from tokten_mali.costs import cost_rules

COLUMNS = (*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS)
PLAIN = {
    "mission_id": "M1",
    "residence": "FR",
    "start": "2009-02-02",
    "days": "14",
    "thesis_supervision": "false",
    "teaching_hours": "0",
    "airfare": "",
    "lodging_nights": "13",
    "for_profit": "false",
    "cost_share": "",
    "committee_consulted": "",
    "airfare_currency": "",
    "mode": "",
}


def a_row(line=2, surplus=(), without=(), **cells):
    row = {**PLAIN, **cells}
    return Row(line, {column: cell for column, cell in row.items() if column not in without}, surplus)


def costed(*rows, source=None):
    return cost_rows(rows, cost_rules(), source, columns=COLUMNS, name="missions.csv")


def problems_of(**cells):
    (costing,) = costed(a_row(**cells))
    return [(problem.code, problem.facts["column"]) for problem in costing.problems]


def test_a_mission_is_written_as_the_contract_says_key_by_key():
    (costing,) = costed(a_row(for_profit="true", cost_share="10"))
    written = to_json(costing, "en")

    for line in written["lines"]:
        assert line.pop("because")
    assert written == {
        "mission_id": "M1",
        "currency": "XOF",
        "total": 1_000_000,
        "incomplete": False,
        "lines": [
            {
                "component": "per_diem",
                "amount": 280_000,
                "in_kind": False,
                "estimate": False,
                "payer": "funder",
                "source": "Programme document 2008-2011, Partie II",
            },
            {
                "component": "teaching_hours",
                "amount": 0,
                "in_kind": False,
                "estimate": False,
                "payer": "funder",
                "source": "Programme document 2008-2011, Partie II; Partie VII, N.B.",
            },
            {
                "component": "airfare",
                "amount": 720_000,
                "in_kind": False,
                "estimate": True,
                "payer": "funder",
                "source": "Programme document 2008-2011, Partie IV",
            },
            {
                "component": "lodging",
                "amount": None,
                "in_kind": True,
                "estimate": False,
                "payer": "bsi",
                "source": "Programme document 2008-2011, Partie II; Partie IV",
            },
        ],
        "shares": [{"payer": "beneficiary", "amount": 100_000}, {"payer": "funder", "amount": 900_000}],
        "instalments": [
            {"amount": 140_000, "due": "on arrival", "condition": None},
            {"amount": 140_000, "due": "before departure", "condition": "mission report filed"},
        ],
        "problems": [],
    }


def test_only_sentences_follow_the_language():
    (costing,) = costed(a_row(), source="ce")
    english, french = to_json(costing, "en"), to_json(costing, "fr")

    sentences = {"because", "source"}
    for written in (english, french):
        written["lines"] = [{key: value for key, value in line.items() if key not in sentences} for line in written["lines"]]
    assert english == french
    assert to_json(costing, "fr")["lines"][3]["because"].startswith("montant inconnu, donné en nature dans les villas de l'État")


def test_a_row_with_a_problem_has_it_and_no_amounts_and_the_others_are_costed():
    bad, good = costed(a_row(days="x"), a_row(line=3, mission_id="M2"))

    assert to_json(bad, "en") == {
        "mission_id": "M1",
        "currency": "XOF",
        "total": None,
        "incomplete": True,
        "lines": [],
        "shares": [],
        "instalments": [],
        "problems": [
            {
                "code": "not-a-whole-number",
                "column": "days",
                "line": 2,
                "value": "x",
                "allowed": "digits only, below 1 000 000 000 000; empty if unknown",
                "remedy": "Write it without spaces, points, signs or currency.",
                "message": (
                    "missions.csv:2.days: x is not a whole number in digits. Allowed: digits only, below 1 000 000 000 000; empty if "
                    "unknown. Write it without spaces, points, signs or currency. [not-a-whole-number]"
                ),
            }
        ],
    }
    assert good.total == 1_000_000


def test_all_problems_of_a_row_are_told_at_once():
    assert problems_of(residence="ML", start="2009-02-30", days="5", airfare="1.5", for_profit="yes", cost_share="60") == [
        ("not-a-day", "start"),
        ("not-a-whole-number", "airfare"),
        ("not-true-or-false", "for_profit"),
        ("residence-at-home", "residence"),
        ("mission-too-short", "days"),
        ("cost-share-out-of-range", "cost_share"),
    ]


def test_a_cell_that_cannot_be_read_is_told_once_and_not_also_as_missing():
    assert problems_of(for_profit="true", cost_share="ten") == [("not-a-whole-number", "cost_share")]


@pytest.mark.parametrize(
    "cell", ["14.0", "14,5", "-14", "+14", "1 400", "1e3", "14 ", "１４", "²", "0x10", "NaN", "1_000", "9" * 13, "9" * 5000]
)
def test_a_number_is_digits_only_and_below_a_million_million(cell):
    assert ("not-a-whole-number", "days") in problems_of(days=cell)


@pytest.mark.parametrize(("cell", "hours"), [("0", 0), ("007", 7), ("0" * 50 + "9", 9), ("140", 140)])
def test_leading_noughts_do_no_harm(cell, hours):
    (costing,) = costed(a_row(teaching_hours=cell))

    assert next(line.amount for line in costing.items if line.component == "teaching_hours") == hours * 2_250


@pytest.mark.parametrize("cell", ["True", "TRUE", "oui", "1", "0", " true"])
def test_a_truth_is_true_or_false_in_small_letters(cell):
    assert problems_of(thesis_supervision=cell) == [("not-true-or-false", "thesis_supervision")]


@pytest.mark.parametrize("cell", ["02/02/2009", "2009-2-2", "2009-02-30", "20090202", "2009-02-02T00:00", "0000-01-01", "soon"])
def test_a_day_is_an_iso_day(cell):
    assert problems_of(start=cell) == [("not-a-day", "start")]


@pytest.mark.parametrize("cell", ["", " ", "\t"])
@pytest.mark.parametrize("column", ["mission_id", "residence", "start", "days"])
def test_what_every_row_must_say_may_not_be_empty(column, cell):
    assert problems_of(**{column: cell}) == [("value-missing", column)]


@pytest.mark.parametrize("column", ["thesis_supervision", "teaching_hours"])
def test_an_empty_cell_is_unknown_and_makes_the_mission_incomplete_without_a_problem(column):
    (costing,) = costed(a_row(**{column: ""}))

    assert (costing.problems, costing.total, costing.incomplete) == ((), None, True)


def test_lodging_that_nobody_prices_does_not_make_a_mission_incomplete():
    (costing,) = costed(a_row(lodging_nights=""))

    assert not costing.incomplete


def test_the_second_row_of_a_mission_is_refused_and_names_the_first():
    first, second, other = costed(a_row(), a_row(line=3), a_row(line=4, mission_id="M2"))

    assert (first.problems, other.problems) == ((), ())
    assert [problem.say("en") for problem in second.problems] == [
        (
            "missions.csv:3.mission_id: the mission M1 stands already on line 2. Allowed: each mission once. Take one out, or give it "
            "another id. [mission-id-repeated]"
        )
    ]


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "-2", "+3", "Éts Traoré; n° 4", "M'1\"", "{days}", "null"])
def test_any_text_is_an_id_like_another(name):
    (costing,) = costed(a_row(mission_id=name))

    assert to_json(costing)["mission_id"] == name
    assert costing.problems == ()


def test_braces_in_what_was_typed_are_not_taken_for_places_in_a_sentence():
    (costing,) = costed(a_row(residence="{days}"))

    assert to_json(costing, "en")["problems"][0]["message"].startswith("missions.csv:2.residence: {days} is no country")


def test_a_cell_of_three_megabytes_is_told_shortened():
    (costing,) = costed(a_row(mission_id="x" * 3_000_000, residence="y" * 3_000_000, airfare="9" * 3_000_000))
    written = to_json(costing, "fr")

    assert [(problem["code"], problem["column"]) for problem in written["problems"]] == [
        ("cell-too-long", "mission_id"),
        ("cell-too-long", "residence"),
        ("not-a-whole-number", "airfare"),
    ]
    assert written["mission_id"].endswith("… (3000000 caractères)")
    assert len(json.dumps(written)) < 3_000


def test_a_row_with_too_few_cells_names_those_it_lacks():
    (costing,) = costed(a_row(without=("cost_share", "committee_consulted", "airfare_currency")))

    assert [problem.say("en") for problem in costing.problems] == [
        (
            "missions.csv:2: the row has no cell for cost_share, committee_consulted, airfare_currency. Allowed: a cell for each column, "
            "empty where nothing is known. Look for a missing comma. [row-too-short]"
        )
    ]


def test_a_row_with_too_many_cells_shows_them():
    (costing,) = costed(a_row(surplus=("000", "x")))

    assert [(problem.code, problem.value) for problem in costing.problems] == [("row-too-long", "000, x")]


def test_columns_that_may_be_absent_from_the_heading_are_not_missed_in_a_row():
    (costing,) = cost_rows([a_row(without=OPTIONAL_COLUMNS)], cost_rules(), columns=REQUIRED_COLUMNS)

    assert costing.problems == ()


def test_without_a_heading_a_row_is_too_short_beside_the_longest():
    short, _ = cost_rows([a_row(without=("airfare_currency",)), a_row(line=3, mission_id="M2")], cost_rules())

    assert [problem.code for problem in short.problems] == ["row-too-short"]


def test_an_unknown_source_is_the_callers_slip_even_without_rows():
    with pytest.raises(UsageError, match="unknown-source"):
        costed(source="eu")


@pytest.mark.parametrize("source", ["ce", "pnud", "scac", "bsi"])
def test_a_source_that_may_not_pay_is_a_problem_of_the_row(source):
    (costing,) = costed(a_row(residence="US"), source=source)

    expected = {"ce": "residence", "scac": "residence", "pnud": "source", "bsi": None}[source]
    assert [(problem.code, problem.facts["column"]) for problem in costing.problems] == (
        [("source-not-eligible", expected)] if expected else []
    )


def test_a_heading_is_checked_whole():
    with pytest.raises(InputError) as error:
        check_columns(["mission_id", "residence", "days", "days", "beginning", *REQUIRED_COLUMNS[4:-1], "costshare"], "missions.csv:1")

    assert [(problem.code, problem.value) for problem in error.value.problems] == [
        ("column-repeated", "days"),
        ("column-unknown", "beginning"),
        ("column-unknown", "costshare"),
        ("column-missing", "start"),
        ("column-missing", "cost_share"),
    ]
    assert error.value.problems[2].says.en == "the column costshare is unknown (did you mean cost_share?)"


@pytest.mark.parametrize("columns", [COLUMNS, REQUIRED_COLUMNS, tuple(reversed(COLUMNS))])
def test_a_good_heading_passes_in_any_order(columns):
    check_columns(columns)


def test_one_mission_is_costed_from_python_with_its_facts():
    facts = MissionFacts("M1", "FR", None, 14, thesis_supervision=True)

    assert cost(facts, cost_rules()).total is None
    assert cost(facts, cost_rules()).amount("per_diem") is None


@given(st.fixed_dictionaries({column: st.text() | st.sampled_from(list(PLAIN.values())) for column in COLUMNS}))
def test_no_row_however_bad_raises(cells):
    (costing,) = costed(Row(2, cells))
    written = to_json(costing, "fr")

    assert bool(written["lines"]) != bool(written["problems"])
    json.dumps(written)


@given(st.permutations(["FR", "US", "CN", "SN", "GB"]))
def test_the_order_of_the_rows_does_not_matter(countries):
    costings = costed(*(a_row(line=line, mission_id=code, residence=code) for line, code in enumerate(countries, start=2)))

    assert {costing.mission_id: costing.total for costing in costings} == {
        "FR": 1_000_000,
        "GB": 1_000_000,
        "US": 1_400_000,
        "SN": 500_000,
        "CN": None,
    }


def test_a_currency_is_written_in_capitals():
    (costing,) = costed(a_row(airfare="1000", airfare_currency="eur"))

    assert [problem.say("en") for problem in costing.problems] == [
        (
            "missions.csv:2.airfare_currency: an airfare in eur cannot be converted (did you mean EUR?). Allowed: XOF, EUR, USD. "
            "Give the quote in one of these currencies. [airfare-currency]"
        )
    ]


# ------------------------------------------------------------------------------- the facts of a pack's own


def njc_row(line=2, **cells):
    own = {"destination": "KN", "lodging_kind": "commercial", "meals_provided": "none"}
    return a_row(line, **{"residence": "CA", "start": "2021-07-01", "days": "31", **own, **cells})


def njc_costed(**cells):
    columns = (*COLUMNS, "destination", "lodging_kind", "meals_provided")
    (costing,) = cost_rows([njc_row(**cells)], load_pack("njc").costs, columns=columns, name="missions.csv")
    return costing


def test_a_pack_s_own_facts_are_columns_and_an_empty_cell_is_unknown():
    """30 x 197.41 and a day at 148.05; without the lodging, incidentals are unknown and meals are not."""
    assert njc_costed().total == 30 * 197_41 + 148_05
    lines = {line.component: line.amount for line in njc_costed(lodging_kind="").items}
    assert lines == {"meals": 30 * 149_55 + 112_16, "incidentals": None}


@pytest.mark.parametrize(("column", "typed"), [("lodging_kind", "comercial"), ("destination", "XX"), ("mode", "distance")])
def test_a_code_that_is_not_in_its_list_is_a_problem_of_its_column(column, typed):
    (problem,) = njc_costed(**{column: typed}).problems

    assert (problem.code, problem.facts["column"], problem.value) == ("fact-unknown-code", column, typed)
    assert problem.place == f"missions.csv:2.{column}"


def test_a_misspelt_code_has_its_nearest():
    assert "(did you mean commercial?)" in njc_costed(lodging_kind="comercial").problems[0].say("en")


def test_each_kind_of_fact_is_read_as_its_unit_says():
    """Years, yes or no, kilometres, francs; what cannot be read is told in the words of every other column."""
    columns = (*COLUMNS, "place", "distance", "outcome", "advance", "report_days")
    own = {"place": "elsewhere", "distance": "50", "outcome": "cancelled", "advance": "100000", "report_days": ""}
    row = a_row(start="2012-10-01", days="5", **own)
    wrong = a_row(3, mission_id="M2", start="2012-10-01", days="5", **{**own, "distance": "50.5"})
    good, bad = cost_rows([row, wrong], load_pack("burkina").costs, columns=columns, name="missions.csv")

    assert (good.total, good.explain("to_repay").value) == (0, 100_000)
    assert [(problem.code, problem.facts["column"]) for problem in bad.problems] == [("not-a-whole-number", "distance")]


def test_a_column_of_another_pack_is_unknown_to_this_one():
    check_columns([*REQUIRED_COLUMNS, "destination"], more=load_pack("njc").costs.more_facts)
    with pytest.raises(InputError) as refused:
        check_columns([*REQUIRED_COLUMNS, "destination"])

    assert [problem.code for problem in refused.value.problems] == ["column-unknown"]


def test_a_mission_is_on_site_unless_it_says_otherwise():
    """An online mission has no ticket in Mali, and a tariff that no text sets."""
    (online,) = costed(a_row(mode="online"))
    (on_site,) = costed(a_row())

    assert {line.component: line.amount for line in online.items} == {"per_diem": None, "teaching_hours": 0}
    assert {line.component: line.amount for line in on_site.items}["airfare"] == 720_000
