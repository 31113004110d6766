"""The pack of Mali: found by its name, read whole from its files, true to the document's logframe, work plan, risks and committee."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

import tokten_mali
from tokten_core.model.expert import AntennaStatus
from tokten_core.model.mission import Mission
from tokten_core.model.programme import collections
from tokten_core.money import Money
from tokten_core.plugins import load_pack
from tokten_core.ports import CountryPack
from tokten_core.records import facts_of
from tokten_core.services.eligibility import mission_refusal, refusal
from tokten_core.services.planning import activities_of, plan_against_budget, work, work_by
from tokten_core.text import Text
from tokten_mali.costs import cost_rules
from tokten_mali.document import founding_document
from tokten_mali.pack import MaliPack

DATA = Path(tokten_mali.__file__).parent / "data"
DOCUMENT = founding_document()


def test_the_pack_is_found_by_its_name_and_fits_its_port():
    pack = load_pack("mali")

    assert isinstance(pack, CountryPack)
    assert (pack.name, pack.country) == ("mali", "ML")
    assert pack.costs is cost_rules()


def test_the_pack_holds_the_document_whole_and_adds_a_register():
    """Nothing of the document is changed by the register; the document alone has no expert, no mission, no payment."""
    whole = MaliPack().programme()

    for name, records in DOCUMENT.everything():
        assert whole.records(name)[: len(records)] == records, name
    assert (DOCUMENT.experts, DOCUMENT.missions, DOCUMENT.ledger, DOCUMENT.readings) == ((), (), (), ())
    assert len(whole.experts) == 283


def test_a_programme_is_read_once():
    assert MaliPack().programme() is MaliPack().programme()


@pytest.mark.parametrize("file", sorted(DATA.rglob("*.csv")), ids=lambda file: str(file.relative_to(DATA)))
def test_each_file_is_named_after_its_collection(file):
    """A file under another name would be left out in silence; ``countries`` is the table of the cost rules."""
    assert file.stem in {*collections(), "countries"}


def test_the_card_says_what_the_programme_is():
    card = DOCUMENT.card

    assert (card.pack, card.country, card.currency, card.reporting_currency, card.planning_rate) == ("mali", "ML", "XOF", "USD", 400)
    assert (card.start, card.end, card.year_starts) == (dt.date(2008, 9, 1), dt.date(2011, 8, 31), (9, 1))
    assert card.mission_cost_average == 1_500_000
    assert not card.invented


def test_every_sentence_is_in_both_languages():
    """A French reader and an English reader find the same."""
    lacking = [
        thing.place(name)
        for _, records in DOCUMENT.everything()
        for thing in records
        for name in facts_of(type(thing))
        if isinstance(text := getattr(thing, name), Text) and bool(text.en) != bool(text.fr)
    ]

    assert lacking == []


def test_the_union_of_2008_has_27_states():
    """The United Kingdom was in, Croatia not yet; neighbours that were never in stay out."""
    (union,) = [group.countries for group in DOCUMENT.country_groups if group.id == "eu-2008"]

    assert len(set(union)) == 27
    assert {"FR", "GB", "BG", "RO"} <= set(union)
    assert not {"HR", "CH", "NO", "ML"} & set(union)


# ---------------------------------------------------------------- the logframe


def test_objectives_and_outputs_have_the_numbers_of_partie_vii():
    assert [objective.id for objective in DOCUMENT.objectives] == ["0", "1", "2", "3", "G"]
    assert [output.id for output in DOCUMENT.outputs] == ["1.1", "1.1.1", "1.1.2", "1.1.3", "1.1.4", "2.1", "3.1", "3.2", "G.1", "G.2"]


@pytest.mark.parametrize(
    ("output", "elsewhere"),
    [
        ("1.1", "Numéroté 1.1.1 dans l'Annexe 1 et 1.2 dans la Partie IX."),
        ("1.1.3", "Numéroté 1.1 dans l'Annexe 1 et 1.1 dans la Partie IX."),
        ("3.2", "Numéroté 3.1 dans l'Annexe 1 et 3 dans la Partie IX."),
        ("1.1.4", ""),
    ],
)
def test_an_output_says_which_other_number_it_bears(output, elsewhere):
    """Partie VII, Annexe 1 and Partie IX number the same outputs in three ways."""
    assert DOCUMENT.find("outputs", output).reading.fr == elsewhere


@pytest.mark.parametrize(
    ("indicator", "baseline", "target"),
    [
        ("experts-registered", 283, None),
        ("antennas-working", 11, 13),
        ("bulletins", None, 1),
        ("films", None, 1),
        ("missions-education", None, 41),
        ("missions-france", None, 20),
        ("missions-trainers", None, 42),
        ("missions-health-agriculture-sme", None, 58),
        ("new-phd-teachers", None, 32),
        ("needs-study", None, 1),
        ("satisfaction", None, None),
    ],
)
def test_an_indicator_has_what_the_document_states_and_no_more(indicator, baseline, target):
    """A baseline that no text states is None, never zero; counts of missions follow the money."""
    found = DOCUMENT.find("indicators", indicator)

    assert (found.baseline, found.target) == tuple(None if value is None else Decimal(value) for value in (baseline, target))


def test_every_indicator_can_be_followed():
    """Somebody reads it, at known times, from something that can be looked at."""
    for indicator in DOCUMENT.indicators:
        assert indicator.unit, indicator.id
        assert indicator.frequency, indicator.id
        assert indicator.responsible, indicator.id
        assert indicator.means_of_verification, indicator.id
        assert (indicator.output is None) != (indicator.objective is None), indicator.id


def test_every_output_but_management_has_an_indicator():
    measured = {indicator.output for indicator in DOCUMENT.indicators}

    assert {output.id for output in DOCUMENT.outputs if output.objective != "G"} <= measured


# ---------------------------------------------------------------- the work plan called 2008


@pytest.mark.parametrize(("key", "amount"), [("1", 107_248_000), ("2", None), ("3", 30_000_000), ("G", 67_200_000 + 75_388_800)])
def test_each_objective_has_the_subtotal_of_annexe_1(key, amount):
    """Product 2 holds nothing but PM: its sum is unknown, where the annex prints 0."""
    found = work_by(DOCUMENT, "2008/2009", "objective")[key,].amount

    assert found == (None if amount is None else Money(amount, "XOF"))


def test_the_work_plan_adds_up_to_the_annex_and_to_the_year_of_each_partner():
    assert work(activities_of(DOCUMENT, "2008/2009"), "XOF").amount == Money(279_836_800, "XOF")
    assert [(each.source, each.agrees) for each in plan_against_budget(DOCUMENT, "2008/2009")] == [
        ("ce", True), ("pnud", True), ("scac", True), ("bsi", False),
    ]  # fmt: skip


def test_an_activity_keeps_the_printed_dollars_beside_its_francs():
    for activity in DOCUMENT.activities:
        assert (activity.amount is None) == (activity.original is None), activity.id
        if activity.amount is not None:
            assert activity.amount == Money(activity.original.amount * 400, "XOF"), activity.id
            assert activity.original.currency.code == "USD"


def test_the_misprinted_amount_is_read_as_its_dollars_and_its_total_tell():
    """The annex prints 29 4000 000."""
    staff = DOCUMENT.find("activities", "awp-2008/50")

    assert staff.amount == Money(29_400_000, "XOF")
    assert staff.reading.fr == "29 4000 000 est imprimé ; 73 500 USD à 400 et le total du bloc donnent 29 400 000."


def test_no_mark_stands_in_the_first_two_quarters():
    """The programme year begins in September; the annex counts the calendar year."""
    assert {quarter for activity in DOCUMENT.activities for quarter in activity.quarters} == {"q3", "q4"}


# ---------------------------------------------------------------- risks, committee, relay offices


def test_the_risks_are_weighed_as_printed():
    """The first has no printed impact: its weight is unknown."""
    assert [(risk.id, risk.significance) for risk in DOCUMENT.risks] == [
        ("1", None), ("2", 8), ("3", 16), ("4", 10), ("5", 1), ("6", 8), ("7", 25), ("8", 20),
    ]  # fmt: skip


def test_the_committee_has_its_seats():
    roles = Counter(seat.role.value for seat in DOCUMENT.committee_seats)

    assert roles == {"chair": 1, "vice_chair": 1, "member": 18, "secretariat": 1}


def test_eleven_relay_offices_are_at_work_and_two_are_planned():
    """Two of them are in the United States."""
    states = Counter(antenna.status for antenna in DOCUMENT.antennas)

    assert states == {AntennaStatus.EXISTING: 11, AntennaStatus.PLANNED: 2}
    assert sum(antenna.country == "US" for antenna in DOCUMENT.antennas) == 2
    assert {antenna.country for antenna in DOCUMENT.antennas if antenna.status is AntennaStatus.PLANNED} == {"ES", "IT"}


def test_the_skills_serve_the_sectors_of_the_programme():
    assert {skill.sector for skill in DOCUMENT.skills} == {"higher_education", "vocational_training", "health", "agriculture", "sme"}


# ---------------------------------------------------------------- who may pay


def a_mission(residence, start):
    return Mission(id="M1", residence=residence, start=start, end=start + dt.timedelta(days=13))


NOT_CANADA = (
    "missions[M1].residence : non éligible pour Commission européenne (CE) : résidence de l'expert : CA. Admis : missions (résidence : "
    "les 27 États de l'Union européenne en 2008 ; du 1er septembre 2008 au 31 août 2010) [Document de programme 2008-2011, Partie IV]. "
    "Nommez une autre source, ou corrigez les données. [source-not-eligible]"
)
NOT_IN_SEPTEMBER = (
    "missions[M1].start : non éligible pour Commission européenne (CE) : le 01/09/2010 est hors des jours qu'il paie. Admis : missions "
    "(résidence : les 27 États de l'Union européenne en 2008 ; du 1er septembre 2008 au 31 août 2010) [Document de programme 2008-2011, "
    "Partie IV]. Nommez une autre source, ou corrigez les données. [source-not-eligible]"
)
NO_MISSIONS = (
    "missions[M1].funding_source : non éligible pour PNUD, fonds propres : son argent est pour d'autres dépenses que missions. Admis : "
    "personnel (du 1er septembre 2008 au 31 août 2011), fournitures et fonctionnement (du 1er septembre 2008 au 31 août 2011), divers (du "
    "1er septembre 2008 au 31 août 2011) [Document de programme 2008-2011, Partie IV ; Annexe 4 ; Annexe 1]. Nommez une autre source, ou "
    "corrigez les données. [source-not-eligible]"
)


@pytest.mark.parametrize(
    ("source", "residence", "start", "sentence"),
    [
        ("ce", "CA", dt.date(2009, 3, 2), NOT_CANADA),
        ("ce", "DE", dt.date(2010, 9, 1), NOT_IN_SEPTEMBER),
        ("pnud", "FR", dt.date(2009, 3, 2), NO_MISSIONS),
    ],
    ids=["residence", "day", "kind"],
)
def test_a_source_that_may_not_pay_says_why(source, residence, start, sentence):
    assert mission_refusal(DOCUMENT, a_mission(residence, start), source).say("fr") == sentence


@pytest.mark.parametrize(
    ("source", "residence", "start"),
    [
        ("ce", "FR", dt.date(2008, 9, 1)),
        ("ce", "GB", dt.date(2010, 8, 31)),
        ("scac", "FR", dt.date(2011, 8, 31)),
        ("bsi", "US", dt.date(2011, 8, 31)),
        ("bsi", "SN", dt.date(2008, 9, 1)),
    ],
)
def test_first_and_last_days_and_countries_within_the_text_are_paid(source, residence, start):
    assert mission_refusal(DOCUMENT, a_mission(residence, start), source) is None


@pytest.mark.parametrize("source", [source.id for source in DOCUMENT.funding_sources])
def test_no_source_pays_before_the_programme_begins(source):
    kinds = {cost.kind for cost in DOCUMENT.eligible_costs if cost.funding_source == source}

    assert all(refusal(DOCUMENT, source, kind, day=dt.date(2008, 8, 31)) is not None for kind in kinds)
