"""`tokten cost`: a CSV in, amounts out; whatever is no such table is refused whole."""

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from tokten_cli.main import tokten

SCHEMA = json.loads((Path(__file__).parent / "cost_output.schema.json").read_text(encoding="utf-8"))
HEADING = "mission_id,residence,start,days,thesis_supervision,teaching_hours,airfare,lodging_nights,for_profit,cost_share"
M1 = "M1,FR,2009-02-01,14,false,10,700000,13,true,25"
M2 = "=M2+1,CA,2009-08-01,21,,40,,20,false,"
WRONG = "M3,XX,2009-02-01,7,false,10,12.5,13,false,"


def call(*words, given=None):
    return CliRunner(env={"TOKTEN_LANG": ""}).invoke(tokten, ["cost", *map(str, words)], input=given)


@pytest.fixture
def table(tmp_path):
    """Write a table: `table(line, ...)`, or its bytes."""

    def write(*lines, content=None):
        path = tmp_path / "missions.csv"
        path.write_bytes(content if content is not None else "".join(f"{line}\n" for line in lines).encode())
        return path

    return write


def test_the_json_follows_its_schema(table):
    """Other tools read these names; unknown amounts are null, known ones whole numbers."""
    answer = call(table(HEADING, M1, M2, WRONG), "--pack", "mali", "--source", "ce", "--format", "json")
    missions = json.loads(answer.stdout)

    jsonschema.validate(missions, SCHEMA)
    assert (answer.exit_code, answer.stderr) == (1, "")
    assert [mission["mission_id"] for mission in missions] == ["M1", "=M2+1", "M3"]
    assert [mission["total"] for mission in missions] == [1_002_500, None, None]
    assert [mission["incomplete"] for mission in missions][:2] == [False, True]


def test_one_mission_to_the_franc(table):
    """280 000 + 10 x 2 250 + 700 000, a quarter of it by the host; 7 % of the rest in whole dollars at 400."""
    (mission,) = json.loads(call(table(HEADING, M1), "--pack", "mali", "--source", "ce", "--format", "json").stdout)

    assert {line["component"]: line["amount"] for line in mission["lines"]} == {
        "per_diem": 280_000,
        "teaching_hours": 22_500,
        "airfare": 700_000,
        "lodging": None,
        "support_cost": 131 * 400,
    }
    assert mission["shares"] == [{"payer": "beneficiary", "amount": 250_625}, {"payer": "ce", "amount": 751_875}]
    assert [part["amount"] for part in mission["instalments"]] == [140_000, 162_500]


def test_accents_stand_as_they_are_in_the_json(table):
    """The file is read by people too."""
    assert "Document de programme" in call(table(HEADING, M1), "--pack", "mali", "--format", "json").stdout
    assert "donnée manquante" in call(table(HEADING, M2), "--pack", "mali", "--format", "json").stdout


def test_the_words_fit_eighty_columns_and_mark_what_is_not_plain_cash(table):
    """An estimate, what is in kind and what nobody knows must not pass for money that was quoted."""
    answer = call(table(HEADING, M1.replace("700000", ""), M2), "--pack", "mali", "--lang", "en")

    assert answer.exit_code == 0
    assert answer.stdout == (
        "M1\n"
        "  component                amount   paid by\n"
        "  ────────────────────────────────────────────────────\n"
        "  per diem           280 000 FCFA   funder\n"
        "  teaching hours      22 500 FCFA   funder\n"
        "  airfare            720 000 FCFA   funder    estimate\n"
        "  lodging                 unknown   bsi       in kind\n"
        "  total in cash    1 022 500 FCFA\n"
        "  Shares: beneficiary 255 625 FCFA; funder 766 875 FCFA.\n"
        "  Instalments: 140 000 FCFA on arrival; 162 500 FCFA before departure (mission\n"
        "    report filed).\n"
        "\n"
        "=M2+1\n"
        "  component                amount   paid by\n"
        "  ──────────────────────────────────────────────────────\n"
        "  per diem                unknown   funder\n"
        "  teaching hours      90 000 FCFA   funder\n"
        "  airfare          1 490 000 FCFA   funder    estimate\n"
        "  lodging                 unknown   bsi       in kind\n"
        "  total in cash           unknown             incomplete\n"
        "  per diem: unknown amount, missing thesis supervision.\n"
        "  Shares: funder unknown.\n"
        "  Instalments: unknown on arrival; unknown before departure (mission report\n"
        "    filed).\n"
        "\n"
        "Missions: 2 (costed: 1, incomplete: 1, with problems: 0). Sum of the totals:\n"
        "1 022 500 FCFA.\n"
    )


def test_a_row_with_problems_has_no_amounts_and_the_others_are_costed(table):
    """Everything that is wrong with a row is told at once, in the words of every other problem."""
    answer = call(table(HEADING, WRONG, M1), "--pack", "mali")

    assert answer.exit_code == 1
    assert "Missions : 2 (chiffrées : 1, incomplètes : 0, avec anomalies : 1)." in answer.stdout
    for code in ("not-a-whole-number", "unknown-country", "mission-too-short"):
        assert f"[{code}]" in answer.stdout
    assert max(len(line) for line in answer.stdout.splitlines() if str(Path.cwd().root) not in line) <= 80


def test_a_heading_without_rows_is_an_empty_list(table):
    """A month without missions is no mistake."""
    path = table(HEADING)

    assert (call(path, "--pack", "mali", "--format", "json").stdout, call(path, "--pack", "mali").exit_code) == ("[]\n", 0)
    assert call(path, "--pack", "mali").stdout == "Aucune mission.\n"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_byte_order_marks_line_ends_and_empty_lines_change_nothing(table, mark, ending):
    """Excel writes both; a last empty line is usual."""
    path = table(content=(mark + ending.join([HEADING, M1, "", M2, "", ""])).encode())

    assert len(json.loads(call(path, "--pack", "mali", "--format", "json").stdout)) == 2


def test_columns_may_come_in_any_order(table):
    """They have names."""
    columns = list(zip(HEADING.split(","), M1.split(","), strict=True))[::-1]
    turned = table(",".join(name for name, _ in columns), ",".join(cell for _, cell in columns))
    (mission,) = json.loads(call(turned, "--pack", "mali", "--format", "json").stdout)

    assert (mission["mission_id"], mission["total"]) == ("M1", 1_002_500)


def test_the_standard_input_is_read_for_a_dash():
    """A pipe needs no file."""
    answer = call("-", "--pack", "mali", "--lang", "en", given=f"{HEADING}\n{WRONG}\n")

    assert answer.exit_code == 1
    assert "stdin:2.days" in answer.stdout


UNREADABLE = [
    (b"", "file-empty"),
    (b"\xef\xbb\xbf", "file-empty"),
    (b"\n \n", "file-empty"),
    (b"PK\x03\x04 a workbook", "file-binary"),
    (b"\x89PNG\r\n\x1a\n", "file-binary"),
    (HEADING.encode() + b"\nM\x001,FR\n", "file-binary"),
    (HEADING.encode("utf-16"), "file-binary"),
    (f"{HEADING}\nSégou,FR".encode("cp1252"), "file-not-utf8"),
    (HEADING.replace(",", ";").encode(), "missions-csv-separator"),
    (HEADING.replace(",", "\t").encode(), "missions-csv-separator"),
    (HEADING.replace("airfare", "air_fare").encode(), "column-missing"),
    (f"{HEADING},colour".encode(), "column-unknown"),
    (f"{HEADING},days".encode(), "column-repeated"),
    (M1.encode(), "column-missing"),
    (f'{HEADING}\n"M1,FR\n'.encode(), "missions-csv-broken"),
    (f'{HEADING}\n"M1"x,FR\n'.encode(), "missions-csv-broken"),
]


@pytest.mark.parametrize(("content", "code"), UNREADABLE, ids=[f"{code}-{index}" for index, (_, code) in enumerate(UNREADABLE)])
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_what_is_no_table_of_missions_is_refused_whole(table, content, code, lang, form):
    """Half of it would be taken for all of it."""
    refused = call(table(content=content), "--pack", "mali", "--lang", lang, "--format", form)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert f"[{code}]" in refused.stderr
    assert "missions.csv" in refused.stderr
    assert ("Allowed: " if lang == "en" else "Admis : ") in refused.stderr


def test_everything_wrong_with_a_heading_is_told_at_once(table):
    """One call, one repair."""
    path = table("mission_id,residency,start,days,days,thesis_supervision,teaching_hours,airfare,lodging_nights,for_profit")
    refused = call(path, "--pack", "mali", "--lang", "en")

    codes = [line.rpartition("[")[2].rstrip("]") for line in refused.stderr.splitlines()]
    assert codes == ["column-unknown", "column-repeated", "column-missing", "column-missing"]
    assert "(did you mean residence?)" in refused.stderr


def test_a_cell_of_three_megabytes_is_named_and_the_rest_is_costed(table):
    """Something was pasted into a cell; the answer does not hold it all again."""
    answer = call(table(HEADING, M1.replace("700000", "9" * 3_000_000), M2), "--pack", "mali", "--format", "json")
    huge, other = json.loads(answer.stdout)

    assert answer.exit_code == 1
    assert [(problem["code"], problem["column"]) for problem in huge["problems"]] == [("not-a-whole-number", "airfare")]
    assert len(answer.stdout) < 10_000
    assert other["problems"] == []


@pytest.mark.parametrize("name", ["absent.csv", ".", "missions.csv/deeper.csv"])
def test_what_cannot_be_opened_is_named(table, monkeypatch, name):
    """A wrong path, a folder, a path through a file."""
    monkeypatch.chdir(table(HEADING).parent)
    refused = call(name, "--pack", "mali", "--lang", "en")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith(f"{name}: {name} cannot be read: ")
    assert refused.stderr.endswith("[file-unreadable]\n")


def test_an_unknown_source_and_an_unknown_pack_are_the_callers_mistake(table):
    """They stand in the call, not in a row."""
    path = table(HEADING, M1)
    source, pack = call(path, "--pack", "mali", "--source", "eu"), call(path, "--pack", "mail")

    assert (source.exit_code, source.stdout, pack.exit_code, pack.stdout) == (2, "", 2, "")
    assert source.stderr.endswith("[unknown-source]\n")
    assert "(vouliez-vous dire mali ?)" in pack.stderr


NJC = "mission_id,residence,start,days,thesis_supervision,teaching_hours,airfare,lodging_nights,for_profit,cost_share,destination,lodging_kind"


def test_another_pack_s_own_facts_are_columns_and_its_own_words_are_said(table):
    """Meals, incidentals and *all in* are words of the directive, not of the vocabulary."""
    path = table(f"{NJC},meals_provided", "A,CA,2021-07-01,31,,,,,false,,KN,commercial,none")
    answer = call(path, "--pack", "njc", "--lang", "en")

    assert answer.exit_code == 0
    assert "  meals         4 598.66 CAD   funder\n  incidentals   1 471.69 CAD   funder\n  all in        6 070.35 CAD\n" in answer.stdout


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_mission_is_explained_below_it_in_eighty_columns_when_asked(table, lang):
    """A lawyer follows each band, each rounding and each text; a mission with problems has none."""
    path = table(
        f"{NJC},meals_provided", "A,CA,2021-07-01,31,,,,,false,,KN,commercial,none", "B,CA,2021-07-01,31,,,900,,false,,KN,commercial,none"
    )
    answer = call(path, "--pack", "njc", "--explain", "--lang", lang)

    assert answer.exit_code == 1
    assert {"en": "+ 1 day × 112.16 CAD/day", "fr": "+ 1 jour × 112,16 CAD/jour"}[lang] in " ".join(answer.stdout.split())
    assert answer.stdout.count("incidentals:" if lang == "en" else "faux frais :") == 2
    assert "[njc-airfare]" in answer.stdout
    assert max(len(line) for line in answer.stdout.splitlines() if str(path) not in line) <= 80
