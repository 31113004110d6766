"""`tokten check`: findings in words and in JSON, and what a code means."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from tokten_cli.main import tokten
from tokten_core.claims import Claim, Relation, RelationKind, Settlement
from tokten_core.model.programme import Programme, ProgrammeCard
from tokten_core.plugins import open_store
from tokten_core.sources import Source
from tokten_core.text import Text, same

SCHEMA = json.loads((Path(__file__).parent / "check_output.schema.json").read_text(encoding="utf-8"))


def figure(name, amount):
    return Claim(
        id=name,
        table="plan",
        row=name,
        column="fcfa",
        subject=same(name),
        printed=str(amount),
        read=Decimal(amount),
        unit="XOF",
        source="plan",
    )


def sum_of(name, stated):
    return Relation(
        id=name,
        kind=RelationKind.SUM,
        code="sum-differs",
        stated=stated,
        parts=("a", "b"),
        subject=Text(en="total", fr="total"),
        source="plan",
    )


def programme(*, settled=()):
    """Two parts, 1 and 2 millions; one total that holds, two that do not."""
    return Programme(
        programme=(
            ProgrammeCard(id="P", pack="mali", title=same("P"), country="ML", start=dt.date(2008, 9, 1), end=dt.date(2011, 8, 31)),
        ),
        sources=(Source(id="plan", document=Text(en="Plan", fr="Plan")),),
        claims=(
            figure("a", 1_000_000), figure("b", 2_000_000), figure("right", 3_000_000), figure("wrong", 3_000_050), figure("off", 2_900_000)
        ),
        relations=(sum_of("r1", "right"), sum_of("r2", "wrong"), sum_of("r3", "off")),
        settlements=tuple(
            Settlement(id=place, code="sum-differs", finding_place=place, why=Text(en="The parts hold.", fr="Les parties font foi."), source="plan")
            for place in settled
        ),
    )  # fmt: skip


@pytest.fixture
def store(request):
    """A store of one test's own, as any store is named."""
    address = f"memory:{request.node.nodeid}"
    open_store(address).save(programme(settled=["off"]))
    return address


def call(*words):
    return CliRunner(env={"TOKTEN_LANG": ""}).invoke(tokten, list(words))


def test_the_json_follows_its_schema_and_counts_what_it_holds(store):
    """Programs rely on the names; a number is a number with its exact digits."""
    checked = call("check", store, "--format", "json")
    answer = json.loads(checked.stdout)

    jsonschema.validate(answer, SCHEMA)
    assert checked.exit_code == 1
    assert answer["counts"] == {"findings": 2, "holds": 1}
    assert [(each["place"], each["difference"], each["status"]) for each in answer["findings"]] == [
        ("wrong", 50, "open"),
        ("off", -100_000, "settled"),
    ]


def test_the_words_say_all_that_the_numbers_say(store):
    """Place, both figures, difference with its unit, status, remedy; codes untranslated."""
    checked = call("check", store, "--lang", "en")

    assert checked.exit_code == 1
    assert checked.stdout.replace("\u202f", " ").replace("\u00a0", " ") == (
        "sum-differs — total other than the sum of its parts (2)\n"
        "\n"
        "  wrong  [open]\n"
        "    total: 3 000 050 FCFA printed, 3 000 000 FCFA by recomputation; difference:\n"
        "    50 FCFA\n"
        "    → Print the recomputed total, or correct the part that is wrong.\n"
        "  off  [settled]\n"
        "    total: 2 900 000 FCFA printed, 3 000 000 FCFA by recomputation; difference:\n"
        "    -100 000 FCFA\n"
        "    → The parts hold.\n"
        "\n"
        "Findings: 2 (open: 1, settled: 1). Equalities that hold: 1.\n"
        "What a code means: tokten check --explain CODE. What holds, with its numbers:\n"
        "--format json.\n"
    )


def test_the_words_are_french_unless_asked_otherwise(store):
    """French is the users' language."""
    lines = call("check", store).stdout.splitlines()

    assert lines[0] == "sum-differs — total différent de la somme de ses parties (2)"
    assert "  off  [tranché]" in lines
    assert "Constats : 2 (ouverts : 1, tranchés : 1). Égalités vérifiées : 1." in lines


def test_a_programme_without_findings_is_said_to_be_so():
    """Silence would leave open whether anything was looked at."""
    open_store("memory:sound").save(programme().with_records(relations=[sum_of("r1", "right")]), replace=True)
    checked = call("check", "memory:sound", "--lang", "en")

    assert (checked.exit_code, checked.stdout) == (0, "Findings: 0 (open: 0, settled: 0). Equalities that hold: 1.\n")


def test_a_code_explains_itself_in_both_languages():
    """Whoever reads a finding asks next what it means."""
    french, english = call("check", "--explain", "sum-differs"), call("check", "--explain", "sum-differs", "--lang", "en")

    assert french.exit_code == english.exit_code == 0
    assert french.stdout.startswith("sum-differs : total différent de la somme de ses parties\n\nCe qui est comparé : ")
    assert english.stdout.startswith("sum-differs: total other than the sum of its parts\n\nWhat is compared: ")
    assert set(json.loads(call("check", "--explain", "sum-differs", "--format", "json").stdout)) == {"code", "title", "compares", "remedy"}
