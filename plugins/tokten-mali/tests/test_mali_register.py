"""The invented register: made by its script alone, true to the printed figures, with no fault but the planted ones."""

import importlib.util
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from tokten_core.accounts import lines_of, spent
from tokten_core.checks import check
from tokten_core.model.expert import Expert
from tokten_core.model.funding import CountryGroup
from tokten_core.records import evolve, facts_of
from tokten_mali.costs import cost_rules
from tokten_mali.document import founding_document, programme

SCRIPT = Path(__file__).parents[1] / "scripts" / "make_register" / "__init__.py"
README = Path(__file__).parents[1] / "README.md"
REGISTER = Path(__file__).parents[1] / "src" / "tokten_mali" / "data" / "register"


def script():
    spec = importlib.util.spec_from_file_location("make_register", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its parts import one another
    spec.loader.exec_module(module)
    return module


MAKER = script()
PLACES = frozenset(fault.place for fault in MAKER.PLANTED)


@pytest.fixture(scope="module")
def made():
    return MAKER.make()


def test_the_files_are_what_the_script_makes(made):
    """The same seed gives the same bytes; nobody edits the register by hand."""
    for name, records in made.items():
        assert (REGISTER / f"{name}.csv").read_text(encoding="utf-8") == MAKER.text_of(records), name


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_another_seed_gives_another_register_without_a_fault(made, seed):
    """What is planted is put in at places; all else is sound by the way it is made, not by luck."""
    other = MAKER.make(seed, without=PLACES)

    assert other["experts"] != made["experts"]
    assert faults_of(MAKER.programme(other)) == []
    assert len(other["experts"]) == 283
    assert len(other["missions"]) == 161


def test_everything_in_it_says_that_it_is_invented():
    for name in MAKER.KINDS:
        records = programme().records(name)
        if records and "invented" in facts_of(type(records[0])):
            assert all(record.invented for record in records), name


def faults_of(known):
    """Give the findings on the records: those of the document alone left out."""
    document = Counter((finding.code, finding.place) for finding in check(founding_document(), cost_rules()).findings)
    return sorted((Counter((finding.code, finding.place) for finding in check(known, cost_rules()).findings) - document).elements())


def without_planted():
    return MAKER.programme(MAKER.make(without=PLACES))


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
    assert faults_of(programme()) == sorted((fault.code, fault.place) for fault in MAKER.PLANTED)


@pytest.mark.parametrize("fault", MAKER.PLANTED, ids=lambda fault: fault.place)
def test_a_fault_that_is_not_planted_is_not_found(fault):
    """Each finding has one cause: without it, it is gone, and every other one stands."""
    rest = sorted((other.code, other.place) for other in MAKER.PLANTED if other is not fault)

    assert faults_of(MAKER.programme(MAKER.make(without={fault.place}))) == rest


def test_planted_faults_are_of_many_kinds():
    assert len({fault.code for fault in MAKER.PLANTED}) >= 12


def test_the_readme_lists_what_is_planted():
    """A reader of the demonstration is told which findings are meant, and where."""
    rows = re.findall(r"^\| \[`([a-z-]+)`\]\(\S+\) \| `(\S+)` \| (.+) \|$", README.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert rows == [(fault.code, fault.place, fault.what) for fault in MAKER.PLANTED]


def test_each_mission_lies_in_the_year_of_its_line_and_comes_from_where_its_source_pays():
    """But for the one that is planted, French money pays for residents of France, and the EU's for residents of its states of 2008."""
    planted = {"ML-2009-058"}
    for mission in programme().missions:
        line = programme().find("budget_lines", mission.budget_line)
        assert programme().card.year_of(mission.start) == line.year
        allowed = countries_of("france" if mission.funding_source == "scac" else "eu-2008")
        assert mission.residence in allowed or mission.id in planted, mission.id


def test_lectures_keep_to_the_university_year():
    """No teaching mission begins in the long holidays, from July to late October."""
    lectures = [mission for mission in programme().missions if mission.sector in {"higher_education", "vocational_training"}]

    assert lectures
    assert not [mission.id for mission in lectures if (7, 5) < (mission.start.month, mission.start.day) < (10, 26)]


def test_profit_making_hosts_are_firms_and_pay_ten_to_fifty_per_cent():
    sharing = [mission for mission in programme().missions if mission.cost_share is not None]

    assert sharing
    assert {mission.sector for mission in sharing} == {"sme"}
    assert all(10 <= mission.cost_share <= 50 and mission.for_profit for mission in sharing)


def test_the_support_cost_is_seven_per_cent_of_what_the_eu_paid_in_the_year():
    """In whole dollars at the planning rate: taken once, on the year's total, and below the amount of its line."""
    known = programme()
    for year in ("2008/2009", "2009/2010"):
        lines = lines_of(known, source="ce", year=year)
        charged = spent(known, [line for line in lines if line.item == "support-cost"])
        others = spent(without_planted(), [line for line in lines if line.item != "support-cost"])
        assert charged.amount == int(others.amount * 7 / 100 / 400) * 400


def test_some_experts_have_lived_elsewhere():
    """Where an expert lived on a day has one answer; the counts of 2008 are taken on the day that the document speaks of."""
    stays = Counter(stay.expert for stay in programme().residences)

    assert sorted(stays.values())[-4:] == [1, 2, 2, 2]
    assert set(stays) == {expert.id for expert in programme().experts}


def test_the_register_gives_made_up_experts_a_name_a_kind_of_employer_and_nothing_else_of_a_person():
    personal = [name for name, known in facts_of(Expert).items() if known.personal]

    assert personal == ["name", "contact", "born_on", "home_institution"]
    assert {(expert.contact, expert.born_on) for expert in programme().experts} == {("", None)}
    assert all(expert.home_institution.endswith(("(fictif)", "(fictive)")) for expert in programme().experts)
    assert evolve(programme().experts[0], name="x").id == programme().experts[0].id
