"""The invented register: made by its script alone, true to the printed figures, with no fault but the planted ones."""

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

from tokten_core.checks import check
from tokten_core.model.expert import Expert
from tokten_core.model.funding import CountryGroup
from tokten_core.records import evolve, facts_of
from tokten_mali.costs import cost_rules
from tokten_mali.document import founding_document, programme

SCRIPT = Path(__file__).parents[1] / "scripts" / "make_register.py"
REGISTER = Path(__file__).parents[1] / "src" / "tokten_mali" / "data" / "register"


def script():
    spec = importlib.util.spec_from_file_location("make_register", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKER = script()


@pytest.fixture(scope="module")
def made():
    return MAKER.make()


def test_the_files_are_what_the_script_makes(made):
    """The same seed gives the same bytes; nobody edits the register by hand."""
    for name, records in made.items():
        assert (REGISTER / f"{name}.csv").read_text(encoding="utf-8") == MAKER.text_of(records), name


def test_another_seed_gives_another_register(made):
    assert MAKER.Register(1).chance.random() != MAKER.Register(MAKER.SEED).chance.random()


def test_everything_in_it_says_that_it_is_invented():
    for name in MAKER.KINDS:
        records = programme().records(name)
        if records and "invented" in facts_of(type(records[0])):
            assert all(record.invented for record in records), name


def countries_of(group):
    found = founding_document().find("country_groups", group)
    assert isinstance(found, CountryGroup)
    return found.countries


def test_the_experts_are_as_many_as_the_document_counts():
    """283 in all, 116 in the 27 states of 2008, 83 in France; enrolled before the programme began."""
    experts = programme().experts

    assert len(experts) == 283
    assert sum(expert.country in countries_of("eu-2008") for expert in experts) == 116
    assert sum(expert.country == "FR" for expert in experts) == 83
    assert all(expert.enrolled_on < programme().card.start for expert in experts)


def test_no_two_experts_have_one_name():
    assert len({expert.name for expert in programme().experts}) == 283


@pytest.mark.parametrize(
    ("line", "missions"),
    [
        ("missions-education/ce/2008-2009", 21),
        ("missions-trainers/ce/2008-2009", 16),
        ("missions-health-agriculture-sme/ce/2008-2009", 16),
        ("missions-education/scac/2008-2009", 20),
        ("missions-education/ce/2009-2010", 20),
        ("missions-trainers/ce/2009-2010", 26),
        ("missions-health-agriculture-sme/ce/2009-2010", 42),
    ],
)
def test_each_line_has_the_missions_that_its_money_pays(line, missions):
    """The register follows the money, not the contradicting counts of 94 and 25."""
    assert sum(mission.budget_line == line for mission in programme().missions) == missions
    assert next(each for each in programme().budget_lines if each.id == line).missions == missions


def test_the_european_union_pays_no_mission_in_the_third_year():
    assert not [mission for mission in programme().missions if mission.start >= MAKER.TODAY.replace(month=9, day=1)]


def test_every_budget_line_with_an_amount_has_entries_in_the_first_two_years():
    charged = {entry.budget_line for entry in programme().ledger}
    owed = {line.id for line in programme().budget_lines if line.amount is not None and line.year != "2010/2011"}

    assert owed <= charged


def test_the_check_finds_what_is_planted_and_nothing_else():
    before = Counter((finding.code, finding.place) for finding in check(founding_document(), cost_rules()).findings)
    after = Counter((finding.code, finding.place) for finding in check(programme(), cost_rules()).findings)

    assert sorted((after - before).elements()) == sorted((code, place) for code, place, _ in MAKER.PLANTED)


def test_planted_faults_are_of_many_kinds():
    assert len({code for code, _, _ in MAKER.PLANTED}) >= 12


def test_a_mended_fault_is_found_no_more():
    """Taking the doubled ticket out takes its finding out, and brings no other."""
    mended = programme().with_records(ledger=[entry for entry in programme().ledger if not entry.id.endswith("airfare-bis")])
    gone = {finding.place for finding in check(programme(), cost_rules()).findings} - {
        finding.place for finding in check(mended, cost_rules()).findings
    }

    assert gone == {"ledger[ML-2010-029/airfare-bis].amount"}


def test_a_name_is_the_only_personal_thing_kept_of_an_expert():
    personal = [name for name, known in facts_of(Expert).items() if known.personal]

    assert personal == ["name"]
    assert evolve(programme().experts[0], name="x").id == programme().experts[0].id
